//! What the program is made of by others: that their terms go along, and that the lock files say
//! what is installed.

use std::{collections::BTreeSet, fs, process::Command};

use serde_json::Value;

use crate::program::Place;

fn read(path: &str) -> String {
    fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Name and version of each crate of others that Cargo links into the program.
fn linked(options: &[&str]) -> BTreeSet<String> {
    let output = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
        .args(["tree", "--locked", "--package", "hoptac", "--edges", "normal,no-proc-macro"])
        .args(["--prefix", "none", "--format", "{p}"])
        .args(options)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let others = text.lines().filter(|line| !line.contains(env!("CARGO_MANIFEST_DIR")));
    let named = others.filter_map(|line| {
        let (name, rest) = line.split_once(" v")?;
        Some(format!("{name} {}", rest.split(' ').next()?))
    });
    named.collect()
}

#[test]
fn the_file_of_licences_is_current_and_whole() {
    let file = read("deploy/licences/crates.txt");
    let (rows, texts) = file.split_once("\n\n").unwrap();
    let mut listed = BTreeSet::new();
    let mut needed = BTreeSet::new();
    for row in rows.lines() {
        let [package, licence, numbers]: [&str; 3] =
            row.split(" | ").collect::<Vec<_>>().try_into().unwrap();
        assert!(!licence.is_empty() && listed.insert(package.to_owned()), "{row}");
        needed.extend(numbers.split(", ").map(|number| number.parse::<usize>().unwrap()));
    }
    assert!(listed.remove("the standard library of Rust"));
    let mut programs = linked(&["--all-features", "--target", "x86_64-unknown-linux-gnu"]);
    programs.extend(linked(&["--all-features", "--target", "aarch64-unknown-linux-gnu"]));
    assert_eq!(listed, programs, "run deploy/licences/make");
    let numbers: Vec<usize> =
        texts.lines().filter_map(|line| line.strip_prefix("Text ")?.parse().ok()).collect();
    assert!(needed.iter().eq(&numbers), "each text has a package, and each package its texts");
    assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>());
}

#[test]
fn the_program_prints_the_licences_of_crates_and_pages() {
    let place = Place::new();
    let whole = place.run(&["licences"]);
    assert_eq!((whole.code, whole.err.as_str()), (Some(0), ""));
    assert!(whole.out.contains("MIT or Apache-2.0, at your option"));
    assert!(whole.out.contains("END OF TERMS AND CONDITIONS"));
    let list = place.run(&["licenses", "--list"]);
    assert_eq!((list.code, list.err.as_str()), (Some(0), ""));
    let listed: BTreeSet<&str> =
        list.out.lines().filter_map(|line| Some(line.split_once(" | ")?.0)).collect();
    for package in linked(&[]) {
        assert!(listed.contains(package.as_str()), "{package} is not listed");
    }
    if cfg!(feature = "console") {
        let lock: Value = serde_json::from_str(&read("web/package-lock.json")).unwrap();
        let manifest: Value = serde_json::from_str(&read("web/package.json")).unwrap();
        for name in manifest["dependencies"].as_object().unwrap().keys() {
            let version = &lock["packages"][format!("node_modules/{name}")]["version"];
            let package = format!("{name} {}", version.as_str().unwrap());
            // What bundles is not in the bundle.
            assert_eq!(listed.contains(package.as_str()), name != "esbuild", "{package}");
        }
        assert!(whole.out.contains("Natural Earth"), "what the map is made from");
    }
}

/// Every lock file of a name in the repository that is not installed or built.
fn locks(name: &str) -> Vec<String> {
    let listed = Command::new("git")
        .args(["ls-files", "--", name, &format!("**/{name}")])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let paths: Vec<String> =
        String::from_utf8(listed.stdout).unwrap().lines().map(str::to_owned).collect();
    assert!(!paths.is_empty(), "no {name}");
    paths
}

#[test]
fn lock_files_of_npm_hold_the_hash_of_each_package() {
    for path in locks("package-lock.json") {
        let lock: Value = serde_json::from_str(&read(&path)).unwrap();
        for (folder, package) in lock["packages"].as_object().unwrap() {
            // The project itself, and what npm brings within another package.
            if folder.is_empty() || package["inBundle"] == true || package["link"] == true {
                continue;
            }
            let integrity = package["integrity"].as_str().unwrap_or_default();
            assert!(integrity.starts_with("sha512-"), "{path}: {folder} has no hash");
            assert!(package["resolved"].is_null(), "{path}: {folder} names its host");
        }
    }
}

#[test]
fn lock_files_of_python_hold_the_hashes_of_each_package() {
    for path in locks("requirements.txt") {
        let text = read(&path).replace("\\\n", " ");
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let words: Vec<&str> = line.split_whitespace().collect();
            assert!(words[0].contains("=="), "{path}: {} has no version", words[0]);
            let hashes = words.iter().filter(|word| word.starts_with("--hash=sha256:"));
            assert!(hashes.count() > 0, "{path}: {} has no hash", words[0]);
        }
    }
}

#[test]
fn lock_files_of_cargo_hold_the_hash_of_each_crate_of_others() {
    for path in locks("Cargo.lock") {
        let lock: toml::Table = read(&path).parse().unwrap();
        for package in lock["package"].as_array().unwrap() {
            let Some(source) = package.get("source").and_then(toml::Value::as_str) else {
                continue;
            };
            assert!(source.starts_with("registry+"), "{path}: {package}");
            assert!(package.get("checksum").is_some(), "{path}: {package}");
        }
    }
}
