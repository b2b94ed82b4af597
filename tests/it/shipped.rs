//! What is shipped beside the program: that scripts, workflows and the package's table name what is
//! there. The scripts themselves run what is shipped: `deploy/debian/try`, `deploy/image/try`.

use std::{collections::BTreeSet, fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// Scripts that a person or a workflow calls.
const SCRIPTS: [&str; 8] = [
    ".ci/run",
    ".ci/supply",
    "deploy/debian/make",
    "deploy/debian/scripts/postinst",
    "deploy/debian/scripts/postrm",
    "deploy/debian/try",
    "deploy/image/try",
    "deploy/release",
];

#[test]
fn scripts_are_executable_and_can_be_read_by_their_shell() {
    for path in SCRIPTS {
        let mode = fs::metadata(root().join(path)).unwrap().permissions().mode();
        assert_eq!(mode & 0o111, 0o111, "{path} is not executable");
        let checked = Command::new("bash").arg("-n").arg(root().join(path)).output().unwrap();
        let told = String::from_utf8_lossy(&checked.stderr);
        assert!(checked.status.success() && told.is_empty(), "{path}: {told}");
    }
}

#[test]
fn workflows_call_scripts_that_are_there() {
    let mut called = BTreeSet::new();
    for path in [".github/workflows/ci.yml", ".github/workflows/release.yml"] {
        let text = read(path);
        let words = text.split_whitespace().filter(|word| {
            word.starts_with(".ci/") || (word.starts_with("deploy/") && !word.contains('*'))
        });
        for word in words {
            assert!(SCRIPTS.contains(&word), "{path} calls {word}, which is not in SCRIPTS");
            called.insert(word.to_owned());
        }
    }
    let all = [".ci/run", ".ci/supply", "deploy/debian/try", "deploy/image/try", "deploy/release"];
    assert_eq!(called, all.map(str::to_owned).into());
}

/// The versions that a text names of a tool that Cargo installs.
fn versions(text: &str, tool: &str) -> BTreeSet<String> {
    let named = format!("{tool}@");
    let digits =
        |rest: &str| rest.chars().take_while(|it| it.is_ascii_digit() || *it == '.').collect();
    text.split(&named).skip(1).map(digits).collect()
}

#[test]
fn a_tool_has_one_version_everywhere() {
    let paths = [".github/workflows/ci.yml", ".github/workflows/release.yml"];
    let texts: String = SCRIPTS.iter().chain(&paths).map(|path| read(path)).collect();
    for tool in ["cargo-deb", "cargo-cyclonedx"] {
        assert_eq!(versions(&texts, tool).len(), 1, "{tool}: {:?}", versions(&texts, tool));
    }
}

#[test]
fn the_package_holds_every_unit_and_settings_that_the_program_takes() {
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let package = &manifest["package"]["metadata"]["deb"];
    let units: BTreeSet<&str> = package["systemd-units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|unit| unit["unit-name"].as_str().unwrap())
        .collect();
    let shipped = fs::read_dir(root().join("deploy")).unwrap();
    for path in shipped.map(|entry| entry.unwrap().path()) {
        let is_unit = path.extension().is_some_and(|it| it == "service" || it == "timer");
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(!is_unit || units.contains(name), "{} is not in the package", path.display());
    }
    for asset in package["assets"].as_array().unwrap() {
        let path = asset[0].as_str().unwrap();
        let is_made = path.starts_with("target/package/");
        assert!(is_made || root().join(path).is_file(), "{path} is not there");
    }
    let place = crate::program::Place::new();
    let settings = root().join("deploy/debian/hoptac.toml");
    // Settings are read before the server is asked, and a wrong one is told.
    let asked = place.run(&[
        "health",
        "--config",
        settings.to_str().unwrap(),
        "--url",
        "http://127.0.0.1:9",
    ]);
    assert_eq!(asked.code, Some(1), "{}", asked.err);
}
