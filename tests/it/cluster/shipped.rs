//! The files that start a cluster elsewhere (`deploy/cluster`), held to the program and to one another.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

fn read(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/cluster");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// What etcd is started with: each option, without what differs from file to file.
fn options(text: &str) -> BTreeSet<&str> {
    let words = text.split_whitespace().map(|word| word.trim_start_matches("- "));
    let options = words.filter(|word| word.starts_with("--"));
    options.filter(|word| word.contains('=') && !word.starts_with("--data-dir=")).collect()
}

#[test]
fn etcd_is_started_alike_and_safely() {
    let (unit, compose) = (read("etcd.service"), read("compose.yaml"));
    assert_eq!(options(&unit), options(&compose));
    for text in [&unit, &compose] {
        assert!(options(text).contains("--snapshot-count=2000"), "its memory is bounded by it");
        assert!(!text.contains("unsafe"), "what is acknowledged is synced");
    }
    // The first line of each variable that a file needs stands in its head.
    for name in ["NAME", "ADDRESS", "MEMBERS"] {
        let told = format!("#   {name}=");
        assert!(unit.contains(&told) && compose.contains(&told), "{name} is not told");
    }
}

#[test]
fn the_compose_file_sets_settings_that_there_are() {
    let settings = crate::program::Place::new().run(&["settings"]).out;
    let compose = read("compose.yaml");
    let variables = compose.lines().filter_map(|line| {
        line.trim().strip_prefix("HOPTAC_").and_then(|rest| rest.split_once(':')).map(|it| it.0)
    });
    let variables: Vec<_> = variables.collect();
    assert_eq!(variables, ["LISTEN", "ORDER", "NODE", "NODE_URL"]);
    for name in variables {
        let key = name.to_lowercase().replace('_', "-");
        assert!(settings.lines().any(|line| line.starts_with(&format!("{key} = "))), "{key}");
    }
}

#[test]
fn systemd_finds_nothing_wrong_with_the_units_of_a_cluster() {
    let Ok(version) = Command::new("systemd-analyze").arg("--version").output() else { return };
    assert!(version.status.success());
    let folder = tempfile::tempdir().unwrap();
    let etcd = read("etcd.service").replace("/usr/local/bin/etcd", "/bin/true");
    fs::write(folder.path().join("etcd.service"), etcd).unwrap();
    let hoptac = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/hoptac.service");
    let hoptac = fs::read_to_string(hoptac).unwrap();
    let hoptac = hoptac.replace("/usr/local/bin/hoptac", env!("CARGO_BIN_EXE_hoptac"));
    fs::write(folder.path().join("hoptac.service"), hoptac).unwrap();
    let parts = folder.path().join("hoptac.service.d");
    fs::create_dir(&parts).unwrap();
    fs::write(parts.join("cluster.conf"), read("hoptac.service.d/cluster.conf")).unwrap();
    for name in ["etcd.service", "hoptac.service"] {
        let path = folder.path().join(name);
        let verified = Command::new("systemd-analyze").arg("verify").arg(&path).output().unwrap();
        let err = String::from_utf8_lossy(&verified.stderr);
        let wrong: Vec<&str> =
            err.lines().filter(|line| line.contains("etcd") || line.contains("hoptac")).collect();
        assert!(wrong.is_empty(), "{name}: {err}");
    }
}
