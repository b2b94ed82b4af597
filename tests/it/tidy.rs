//! The house rules that a machine can see to. Each rule is a function of texts, so that it can be
//! shown to find what it is there for.

mod circles;
mod labels;
mod messages;
mod rules;

use std::{fs, path::Path};

use hoptac::{domain::Action, messages::Catalogue};
use rules::{
    Broken, dated_reasons, dependencies, documented, length, locked_hosts, relations_without_field,
    server_without_commands, undeclared, wall_clock,
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of a kind below a folder, as (path from the root, text).
fn files(folder: &str, kind: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == kind) {
                let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no {kind} file below {folder}");
    found
}

fn hold(rule: fn(&str, &str) -> Vec<Broken>, folders: &[&str]) {
    let files = folders.iter().flat_map(|folder| files(folder, "rs"));
    let broken: Vec<Broken> = files.flat_map(|(path, text)| rule(&path, &text)).collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn the_server_knows_no_command_line() {
    hold(server_without_commands, &["src"]);
}

#[test]
fn engines_and_samples_are_dependencies_in_their_place_alone() {
    let mut manifests = files("crates", "toml");
    let root = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    manifests.push(("Cargo.toml".to_owned(), root));
    let broken = manifests.iter().flat_map(|(path, text)| dependencies(path, text));
    assert_eq!(broken.collect::<Vec<_>>(), Vec::<Broken>::new());
}

#[test]
fn modules_of_the_server_point_one_way() {
    for layer in ["http", "cli"] {
        let found = circles::circles(layer, &files(&format!("src/{layer}"), "rs"));
        assert!(found.is_empty(), "\n{}", found.join("\n"));
    }
}

#[test]
fn what_leads_to_records_is_a_field_of_the_schema() {
    let relations = fs::read_to_string(root().join("crates/domain/src/relation.rs")).unwrap();
    let types: String =
        files("crates/graphql/src/types", "rs").into_iter().map(|(_, text)| text).collect();
    assert_eq!(relations_without_field(&relations, &types), Vec::<Broken>::new());
}

#[test]
fn each_message_has_its_vietnamese_form() {
    let code: Vec<_> = ["src", "crates"].iter().flat_map(|folder| files(folder, "rs")).collect();
    let is_said = |path: &str| !path.contains("tests") && !path.starts_with("crates/samples");
    let code: Vec<_> = code.into_iter().filter(|(path, _)| is_said(path)).collect();
    let broken = messages::uncatalogued(&code, Catalogue::vietnamese());
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn each_value_has_its_labels() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let labels = hoptac::messages::labels();
    let mut broken = labels::unlabelled(&hoptac::graphql::sdl(), labels);
    let words = read("web/src/pages/words.ts");
    broken.extend(labels::called_otherwise(&words, labels));
    let commands = Action::ALL.iter().map(|action| action.name());
    broken.extend(labels::commands_without_word(&words, commands));
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn files_are_short() {
    hold(length, &["src", "crates", "tests", "benches"]);
}

#[test]
fn modules_say_what_they_own() {
    hold(documented, &["src", "crates", "tests", "benches"]);
}

#[test]
fn the_time_comes_in_at_one_place() {
    hold(wall_clock, &["src", "crates"]);
}

#[test]
fn no_test_file_is_forgotten() {
    let main = fs::read_to_string(root().join("tests/it/main.rs")).unwrap();
    let here = fs::read_dir(root().join("tests/it")).unwrap();
    let names: Vec<String> =
        here.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(undeclared(&main, &names), Vec::<String>::new());
}

#[test]
fn each_ignored_advisory_has_its_date_and_reason() {
    let text = fs::read_to_string(root().join("deny.toml")).unwrap();
    assert_eq!(dated_reasons(&text), Vec::<String>::new());
}

#[test]
fn lock_files_name_no_host() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let mut broken = locked_hosts("Cargo.lock", &read("Cargo.lock"));
    let locks = ["benches/compare", "web", "tests/web", "tests/clients"];
    for lock in locks.map(|it| format!("{it}/package-lock.json")) {
        broken.extend(locked_hosts(&lock, &read(&lock)));
    }
    assert_eq!(broken, Vec::<String>::new());
}
