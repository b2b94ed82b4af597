//! The files that start the server elsewhere: read by the programs that they are for, as far as
//! these are here, and held to one another.

use std::{fs, path::Path, process::Command};

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn systemd_finds_nothing_wrong_with_the_unit() {
    let Ok(version) = Command::new("systemd-analyze").arg("--version").output() else { return };
    assert!(version.status.success());
    let folder = tempfile::tempdir().unwrap();
    let unit = read("deploy/hoptac.service");
    let installed = "ExecStart=/usr/local/bin/hoptac ";
    assert!(unit.contains(installed));
    let here = format!("ExecStart={} ", env!("CARGO_BIN_EXE_hoptac"));
    let path = folder.path().join("hoptac.service");
    fs::write(&path, unit.replace(installed, &here)).unwrap();
    let verified = Command::new("systemd-analyze").arg("verify").arg(&path).output().unwrap();
    let err = String::from_utf8_lossy(&verified.stderr);
    let wrong: Vec<&str> = err.lines().filter(|line| line.contains("hoptac.service")).collect();
    assert!(wrong.is_empty(), "{err}");
}

#[test]
fn the_compose_file_fits_the_image() {
    let (image, compose) = (read("Dockerfile"), read("deploy/compose.yaml"));
    for (in_image, in_compose) in [
        ("USER 10001:10001", "user: \"10001:10001\""),
        ("CMD [\"hoptac\", \"health\"]", "test: [\"CMD\", \"hoptac\", \"health\"]"),
        ("--interval=15s --timeout=5s --start-period=60s", "interval: 15s"),
        ("HOPTAC_LISTEN=0.0.0.0:8080", ":8080\"]"),
        ("/out/data /data", "- data:/data"),
        ("/out/backups /backups", "- backups:/backups"),
    ] {
        assert!(image.contains(in_image), "{in_image} is not in the Dockerfile");
        assert!(compose.contains(in_compose), "{in_compose} is not in the compose file");
    }
}
