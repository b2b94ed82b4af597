//! The rules, and a bad input for each.

/// What breaks a rule, and where.
pub type Broken = String;

/// Longest file, in lines.
const LINES_MAX: usize = 400;

/// What a line of code says, without its comment.
fn code(line: &str) -> &str {
    line.split_once("//").map_or(line, |(code, _)| code)
}

/// The server knows nothing of the command line. That the layers below know nothing of either, and
/// point down among themselves, is for Cargo to see to.
pub fn server_without_commands(path: &str, text: &str) -> Vec<Broken> {
    if !path.starts_with("src/http") {
        return Vec::new();
    }
    let names = |line: &str| {
        let mut words = code(line).split(|c: char| !c.is_alphanumeric() && c != '_');
        words.any(|word| word == "cli")
    };
    let lines = text.lines().enumerate().filter(|(_, line)| names(line));
    lines.map(|(line, _)| format!("{path}:{}: http names cli", line + 1)).collect()
}

/// What may be a dependency of one crate alone: the engines, each of its layer.
const ENGINES: [(&str, &str); 2] =
    [("sled", "crates/store/Cargo.toml"), ("tantivy", "crates/search/Cargo.toml")];

/// Nothing but the store depends on sled, nothing but the search on tantivy, and nothing but tests
/// on the samples.
pub fn dependencies(path: &str, text: &str) -> Vec<Broken> {
    let Ok(manifest) = text.parse::<toml::Table>() else {
        return vec![format!("{path}: it is no TOML")];
    };
    let names =
        |table: &str, name: &str| manifest.get(table).and_then(|table| table.get(name)).is_some();
    let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
    let engines = ENGINES.iter().filter(|(engine, owner)| {
        path != *owner && tables.iter().any(|table| names(table, engine))
    });
    let mut broken: Vec<Broken> =
        engines.map(|(engine, owner)| format!("{path}: {engine} is for {owner} alone")).collect();
    if names("dependencies", "samples") {
        broken.push(format!("{path}: samples are for tests"));
    }
    broken
}

/// Every relation that leads from a record is a field of the schema's types.
pub fn relations_without_field(relations: &str, types: &str) -> Vec<Broken> {
    let declared = relations.lines().filter_map(|line| {
        let (name, rest) = line.trim().split_once(" = ")?;
        let is_name = name.chars().all(char::is_alphanumeric);
        (is_name && rest.contains(", from ")).then_some(name)
    });
    let is_led = |name: &str| {
        [format!("= {name};"), format!("Relation::{name},")].iter().any(|it| types.contains(it))
    };
    declared.filter(|name| !is_led(name)).map(|name| format!("{name} is no field")).collect()
}

/// No file is longer than can be read in one go.
pub fn length(path: &str, text: &str) -> Vec<Broken> {
    let lines = text.lines().count();
    let broken = format!("{path}: {lines} lines; split it, at most {LINES_MAX}");
    if lines > LINES_MAX { vec![broken] } else { Vec::new() }
}

/// A file starts with what it owns.
pub fn documented(path: &str, text: &str) -> Vec<Broken> {
    if text.starts_with("//! ") { Vec::new() } else { vec![format!("{path}: no `//!` at its top")] }
}

/// The clock is read where it comes in, and in no other file.
pub fn wall_clock(path: &str, text: &str) -> Vec<Broken> {
    if path == "crates/registry/src/clock.rs" {
        return Vec::new();
    }
    let reads = ["Timestamp::now", "SystemTime::now", "Zoned::now", "Local::now", "Utc::now"];
    let read = |line: &str| reads.iter().find(|read| code(line).contains(**read)).copied();
    let lines = text.lines().enumerate().filter_map(|(line, text)| Some((line, read(text)?)));
    lines.map(|(line, read)| format!("{path}:{}: {read}; take a Clock", line + 1)).collect()
}

/// The names of test files that `main.rs` does not declare.
pub fn undeclared(main: &str, names: &[String]) -> Vec<Broken> {
    let is_declared = |name: &str| {
        let stem = name.strip_suffix(".rs").unwrap_or(name);
        name == "main.rs" || main.lines().any(|line| line == format!("mod {stem};"))
    };
    names.iter().filter(|name| !is_declared(name)).cloned().collect()
}

/// Every ignored advisory has a reason that starts with the day it was accepted on.
pub fn dated_reasons(text: &str) -> Vec<Broken> {
    let Ok(document) = text.parse::<toml::Table>() else {
        return vec!["it is no TOML".to_owned()];
    };
    let ignores = document
        .get("advisories")
        .and_then(|advisories| advisories.get("ignore"))
        .and_then(toml::Value::as_array)
        .cloned()
        .unwrap_or_default();
    let is_dated = |ignored: &toml::Value| {
        let id = ignored.get("id").and_then(toml::Value::as_str);
        let reason = ignored.get("reason").and_then(toml::Value::as_str);
        let (day, why) = reason.and_then(|reason| reason.split_once(": ")).unwrap_or_default();
        id.is_some() && day.parse::<jiff::civil::Date>().is_ok() && why.len() >= 20
    };
    let undated = ignores.iter().filter(|ignored| !is_dated(ignored));
    undated.map(|ignored| format!("{ignored} needs `reason = \"YYYY-MM-DD: why\"`")).collect()
}

/// Lock files name what was taken, not where from; crates.io's index is what cargo itself writes.
pub fn locked_hosts(path: &str, text: &str) -> Vec<Broken> {
    let index = "registry+https://github.com/rust-lang/crates.io-index";
    let names_host = |line: &str| {
        let line = line.trim();
        let source = line.strip_prefix("source = ").map(|source| source.trim_matches('"'));
        line.starts_with("\"resolved\"") || source.is_some_and(|source| source != index)
    };
    let lines = text.lines().enumerate().filter(|(_, line)| names_host(line));
    lines.map(|(line, text)| format!("{path}:{}: {}", line + 1, text.trim())).collect()
}

#[test]
fn a_server_that_names_the_command_line_is_found() {
    for text in ["use crate::cli::Args;", "use crate::{\n    cli::{A, B},\n    domain::C,\n};"] {
        assert_eq!(server_without_commands("src/http/mod.rs", text).len(), 1, "{text}");
        assert_eq!(server_without_commands("src/cli/mod.rs", text), Vec::<Broken>::new());
    }
    let harmless = "use crate::client;\n// As `crate::cli` does.";
    assert_eq!(server_without_commands("src/http/mod.rs", harmless), Vec::<Broken>::new());
}

#[test]
fn a_dependency_in_the_wrong_crate_is_found() {
    for (name, owner) in ENGINES {
        for table in ["dependencies", "dev-dependencies"] {
            let text = format!("[{table}]\n{name}.workspace = true");
            assert_eq!(dependencies("crates/registry/Cargo.toml", &text).len(), 1);
            assert_eq!(dependencies(owner, &text), Vec::<Broken>::new());
        }
    }
    let for_tests = "[dev-dependencies]\nsamples.workspace = true";
    assert_eq!(dependencies("crates/auth/Cargo.toml", for_tests), Vec::<Broken>::new());
    let for_all = "[dependencies]\nsamples.workspace = true";
    assert_eq!(dependencies("crates/auth/Cargo.toml", for_all).len(), 1);
}

#[test]
fn a_long_or_silent_file_is_found() {
    assert_eq!(length("src/a.rs", &"x\n".repeat(LINES_MAX + 1)).len(), 1);
    assert_eq!(length("src/a.rs", &"x\n".repeat(LINES_MAX)), Vec::<Broken>::new());
    assert_eq!(documented("src/a.rs", "use std::fs;\n//! Late.").len(), 1);
    assert_eq!(documented("src/a.rs", "//! Owns a."), Vec::<Broken>::new());
}

#[test]
fn a_look_at_the_wall_clock_is_found() {
    let text = "let at = jiff::Timestamp::now();";
    assert_eq!(wall_clock("crates/store/src/lib.rs", text).len(), 1);
    assert_eq!(wall_clock("crates/registry/src/clock.rs", text), Vec::<Broken>::new());
}

#[test]
fn a_relation_without_a_field_is_found() {
    let relations = "    All = 1;\n    /// Fields.\n    AgreementFields = 2, from Agreement;";
    assert_eq!(relations_without_field(relations, "Relation::All,").len(), 1);
    assert_eq!(relations_without_field(relations, "fields: Field = AgreementFields;").len(), 0);
}

#[test]
fn a_forgotten_test_file_is_found() {
    let names = ["main.rs", "store.rs", "lost.rs", "store"].map(str::to_owned);
    assert_eq!(undeclared("mod store;\n// mod lost;", &names), ["lost.rs"]);
}

#[test]
fn an_advisory_ignored_without_date_or_reason_is_found() {
    let ignoring = |ignored: &str| format!("[advisories]\nignore = [{ignored}]");
    for ignored in [
        r#""RUSTSEC-2025-0001""#,
        r#"{ id = "RUSTSEC-2025-0001" }"#,
        r#"{ id = "RUSTSEC-2025-0001", reason = "it is harmless here, we think" }"#,
        r#"{ id = "RUSTSEC-2025-0001", reason = "2025-13-01: it is harmless here, we think" }"#,
        r#"{ id = "RUSTSEC-2025-0001", reason = "2025-11-01: why" }"#,
    ] {
        assert_eq!(dated_reasons(&ignoring(ignored)).len(), 1, "{ignored}");
    }
    let dated =
        r#"{ id = "RUSTSEC-2025-0001", reason = "2025-11-01: it is harmless as used here" }"#;
    assert_eq!(dated_reasons(&ignoring(dated)), Vec::<Broken>::new());
}

#[test]
fn a_host_in_a_lock_file_is_found() {
    let npm = "      \"resolved\": \"https://example.invalid/a.tgz\",";
    assert_eq!(locked_hosts("package-lock.json", npm).len(), 1);
    let other = "source = \"registry+https://example.invalid/index\"";
    assert_eq!(locked_hosts("Cargo.lock", other).len(), 1);
    let usual = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
    assert_eq!(locked_hosts("Cargo.lock", usual), Vec::<Broken>::new());
}
