//! The files that start the server elsewhere: read by the programs that they are for, as far as
//! these are here, and held to one another.

use std::{fs, path::Path, process::Command};

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn systemd_finds_nothing_wrong_with_the_units() {
    let Ok(version) = Command::new("systemd-analyze").arg("--version").output() else { return };
    assert!(version.status.success());
    let folder = tempfile::tempdir().unwrap();
    for name in ["hoptac.service", "hoptac-backup.service", "hoptac-backup.timer"] {
        let unit = read(&format!("deploy/{name}"));
        let unit = unit.replace("/usr/local/bin/hoptac", env!("CARGO_BIN_EXE_hoptac"));
        fs::write(folder.path().join(name), unit).unwrap();
    }
    for name in ["hoptac.service", "hoptac-backup.service", "hoptac-backup.timer"] {
        let path = folder.path().join(name);
        let verified = Command::new("systemd-analyze").arg("verify").arg(&path).output().unwrap();
        let err = String::from_utf8_lossy(&verified.stderr);
        let wrong: Vec<&str> = err.lines().filter(|line| line.contains("hoptac")).collect();
        assert!(wrong.is_empty(), "{name}: {err}");
    }
}

/// What a unit runs with a shell, as systemd hands it over.
fn shell(unit: &str, key: &str) -> String {
    let line = unit.lines().find_map(|line| line.strip_prefix(&format!("{key}=/bin/sh -euc '")));
    let text = line.unwrap().strip_suffix('\'').unwrap();
    text.replace("%%", "%")
        .replace("$$", "$")
        .replace("/usr/local/bin/hoptac", env!("CARGO_BIN_EXE_hoptac"))
}

#[test]
fn the_backup_unit_makes_checked_backups_and_keeps_the_newest() {
    let place = crate::program::Place::new();
    place.serve(&["--no-seed", "--log-filter", "off"]).stop("TERM");
    let backups = place.path().join("backups");
    fs::create_dir(&backups).unwrap();
    let names = ["20200101T000000Z", "20200102T000000Z", "20200103T000000Z"];
    for name in names.iter().chain(&["20200104T000000Z.unfinished", "mine"]) {
        fs::create_dir(backups.join(name)).unwrap();
    }
    let unit = read("deploy/hoptac-backup.service");
    for key in ["ExecStart", "ExecStartPost"] {
        let done = Command::new("/bin/sh")
            .args(["-euc", &shell(&unit, key)])
            .current_dir(&backups)
            .env("HOPTAC_DATA", place.data())
            .env("KEEP", "2")
            .output()
            .unwrap();
        assert!(done.status.success(), "{key}: {}", String::from_utf8_lossy(&done.stderr));
    }
    let mut left: Vec<String> = fs::read_dir(&backups)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left.len(), 4, "{left:?}");
    assert_eq!((left[0].as_str(), left[1].as_str()), (names[2], "20200104T000000Z.unfinished"));
    assert!(left[2].starts_with("20") && backups.join(&left[2]).join("backup.toml").exists());
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
