//! The rules, and a bad input for each.

use std::collections::BTreeSet;

/// What breaks a rule, and where.
pub type Broken = String;

/// Each layer, and those that it may name besides itself.
const LAYERS: [(&str, &[&str]); 13] = [
    ("domain", &[]),
    ("measure", &[]),
    ("journal", &["domain", "measure"]),
    ("store", &["journal", "domain"]),
    ("registry", &["auth", "store", "journal", "domain"]),
    ("search", &["registry", "journal", "domain"]),
    ("exchange", &["registry", "auth", "domain"]),
    ("backup", &["registry", "tokens", "journal"]),
    ("auth", &["domain"]),
    ("tokens", &["auth", "domain"]),
    ("graphql", &["auth", "search", "registry", "journal", "domain"]),
    ("http", &["graphql", "tokens", "auth", "registry", "measure", "domain", "exchange", "backup"]),
    (
        "cli",
        &[
            "http", "graphql", "backup", "tokens", "auth", "search", "exchange", "registry",
            "store", "journal", "domain",
        ],
    ),
];

/// Longest file, in lines.
const LINES_MAX: usize = 400;

/// What a line of code says, without its comment.
fn code(line: &str) -> &str {
    line.split_once("//").map_or(line, |(code, _)| code)
}

fn layer_of(path: &str) -> Option<&str> {
    let first = path.strip_prefix("src/")?.split('/').next()?;
    Some(first.strip_suffix(".rs").unwrap_or(first))
}

/// The names that follow `crate::` in a text, also within braces and over lines.
fn named_crates(text: &str) -> Vec<(usize, String)> {
    let mut named = Vec::new();
    let stripped: Vec<&str> = text.lines().map(code).collect();
    let joined = stripped.join("\n");
    for (at, _) in joined.match_indices("crate::") {
        let line = joined[..at].matches('\n').count() + 1;
        let rest = &joined[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            named.extend(heads(group).into_iter().map(|name| (line, name)));
        } else {
            named.push((line, identifier(rest)));
        }
    }
    named
}

/// The first names of the paths of a group, up to its closing brace.
fn heads(group: &str) -> Vec<String> {
    let (mut depth, mut start, mut heads) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                heads.push(identifier(group[start..at].trim_start()));
                start = at + 1;
            }
            _ => {}
        }
        if c == '}' && start == at + 1 {
            break;
        }
    }
    heads.retain(|head| !head.is_empty());
    heads
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// No layer names one above it; `super` never leads out of a layer.
pub fn layers(path: &str, text: &str) -> Vec<Broken> {
    let Some(layer) = layer_of(path) else { return Vec::new() };
    let Some((_, below)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
        let known = ["lib", "main"].contains(&layer);
        return if known { Vec::new() } else { vec![format!("{path}: `{layer}` is no layer")] };
    };
    let mut broken = Vec::new();
    for (line, named) in named_crates(text) {
        let is_layer = LAYERS.iter().any(|(name, _)| *name == named);
        if is_layer && named != layer && !below.contains(&named.as_str()) {
            broken.push(format!("{path}:{line}: {layer} names {named}"));
        }
    }
    // `src/store/mod.rs` and `src/store.rs` are one step from the crate, `src/store/keys.rs` two.
    // `src/journal/log_tests.rs` is brought in by `#[path]`, within another module.
    let depth = path.matches('/').count() + usize::from(path.ends_with("_tests.rs"))
        - usize::from(path.ends_with("/mod.rs"));
    for (line, text) in text.lines().enumerate() {
        // A module of tests within the file is one step further in.
        let inner = usize::from(text.starts_with("    "));
        let steps = code(text).split("super::").count() - 1;
        let chained = code(text).contains(&"super::".repeat(depth + inner));
        if steps >= depth + inner && chained {
            broken.push(format!("{path}:{}: `super` leads out of {layer}", line + 1));
        }
    }
    broken
}

/// What a layer may name, some file of it names.
pub fn unused_permissions(files: &[(String, String)]) -> Vec<Broken> {
    let mut used = BTreeSet::new();
    for (path, text) in files {
        let layer = layer_of(path).unwrap_or_default();
        used.extend(named_crates(text).into_iter().map(|(_, named)| (layer, named)));
    }
    let granted = LAYERS.iter().flat_map(|(layer, below)| below.iter().map(|it| (*layer, *it)));
    let unused = granted.filter(|(layer, below)| !used.contains(&(*layer, (*below).to_owned())));
    unused.map(|(layer, below)| format!("{layer} may name {below}, and does not")).collect()
}

/// The engines, and the layer that alone may name each.
const ENGINES: [(&str, &str); 2] = [("sled", "store"), ("tantivy", "search")];

/// Nothing but the store names sled, and nothing but the search tantivy.
pub fn engines_in_their_layers(path: &str, text: &str) -> Vec<Broken> {
    let names = |line: &str, engine: &str| {
        let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.any(|word| word == engine)
    };
    let mut broken = Vec::new();
    for (engine, _) in ENGINES.iter().filter(|(_, layer)| layer_of(path) != Some(layer)) {
        let lines = text.lines().enumerate().filter(|(_, line)| names(code(line), engine));
        broken.extend(lines.map(|(line, _)| format!("{path}:{}: {engine} is named", line + 1)));
    }
    broken
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
    if path == "src/registry/clock.rs" {
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
fn a_permission_that_nothing_uses_is_found() {
    let files = [("src/journal/mod.rs".to_owned(), "use crate::domain::Noun;".to_owned())];
    let broken = unused_permissions(&files);
    assert!(broken.contains(&"journal may name measure, and does not".to_owned()), "{broken:?}");
    assert!(!broken.contains(&"journal may name domain, and does not".to_owned()), "{broken:?}");
}

#[test]
fn an_import_that_points_up_is_found() {
    for (path, text) in [
        ("src/domain/view.rs", "use crate::store::Store;"),
        ("src/journal/mod.rs", "use crate::{\n    domain::Noun,\n    registry::{A, B},\n};"),
        ("src/store/mod.rs", "fn f() -> crate::graphql::Schema {}"),
        ("src/registry/mod.rs", "pub(in crate::http) fn f() {}"),
        ("src/graphql/types/mod.rs", "use crate::http;"),
        ("src/http/mod.rs", "use crate::{cli::{A, B}, domain::C};"),
        ("src/exchange/seeds.rs", "use crate::journal::Entry;"),
        ("src/store/keys.rs", "use super::super::registry::Registry;"),
        ("src/store/mod.rs", "use super::registry;"),
        ("src/helpers.rs", "use crate::domain::Noun;"),
    ] {
        assert_eq!(layers(path, text).len(), 1, "{path}: {text}");
    }
}

#[test]
fn an_import_that_points_down_or_aside_is_not() {
    for (path, text) in [
        ("src/store/mod.rs", "use crate::{domain::Noun, journal::{Entry, Hash}};"),
        ("src/store/keys.rs", "use super::value;\nuse crate::store::value;"),
        ("src/store/mod.rs", "mod tests {\n    use super::*;\n}"),
        ("src/domain/check/places.rs", "use super::super::edge;\nuse crate::domain::view::View;"),
        ("src/domain/mod.rs", "// The opposite of crate::store."),
        ("src/cli/mod.rs", "use crate::{auth, http::Server, registry::Registry};"),
        ("src/lib.rs", "pub mod cli;"),
    ] {
        assert_eq!(layers(path, text), Vec::<Broken>::new(), "{path}: {text}");
    }
}

#[test]
fn an_engine_outside_its_layer_is_found() {
    for (text, layer) in [("use sled::Db;", "store"), ("use tantivy::Index;", "search")] {
        let rule = |layer: &str| engines_in_their_layers(&format!("src/{layer}/mod.rs"), text);
        assert_eq!(rule("registry").len(), 1);
        assert_eq!(rule(layer), Vec::<Broken>::new());
    }
    let harmless = "// as sled does\nlet bobsled = 1;";
    assert_eq!(engines_in_their_layers("src/registry/mod.rs", harmless), Vec::<Broken>::new());
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
    assert_eq!(wall_clock("src/store/mod.rs", text).len(), 1);
    assert_eq!(wall_clock("src/registry/clock.rs", text), Vec::<Broken>::new());
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
