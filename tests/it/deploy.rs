//! The files that start the server elsewhere: read by the programs that they are for, as far as
//! these are here, and held to one another.

use std::{fs, path::Path, process::Command};

use crate::program::Place;

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn systemd_finds_nothing_wrong_with_the_units() {
    let Ok(version) = Command::new("systemd-analyze").arg("--version").output() else { return };
    assert!(version.status.success());
    let folder = tempfile::tempdir().unwrap();
    let units = ["hoptac.service", "hoptac-backup.service", "hoptac-backup.timer"];
    let units = units.into_iter().chain(["hoptac-drill.service", "hoptac-drill.timer"]);
    for name in units.clone() {
        let unit = read(&format!("deploy/{name}"));
        let unit = unit.replace("/usr/local/bin/hoptac", env!("CARGO_BIN_EXE_hoptac"));
        fs::write(folder.path().join(name), unit).unwrap();
    }
    for name in units {
        let path = folder.path().join(name);
        let verified = Command::new("systemd-analyze").arg("verify").arg(&path).output().unwrap();
        let err = String::from_utf8_lossy(&verified.stderr);
        let wrong: Vec<&str> = err.lines().filter(|line| line.contains("hoptac")).collect();
        assert!(wrong.is_empty(), "{name}: {err}");
    }
}

/// Runs what a unit runs, with what it has in its environment but for these folders.
fn run(place: &Place, unit: &str, backups: &Path) {
    let unit = read(&format!("deploy/{unit}"));
    let line = unit.lines().find_map(|line| line.strip_prefix("ExecStart=/usr/local/bin/hoptac "));
    let line = line.unwrap().replace("/var/lib/hoptac-backups", backups.to_str().unwrap());
    let arguments: Vec<&str> =
        line.split(' ').map(|it| if it == "${KEEP}" { "2" } else { it }).collect();
    let mut command = place.command(&arguments);
    let done =
        command.env("HOPTAC_DATA", place.data()).env("TMPDIR", place.path()).output().unwrap();
    assert!(done.status.success(), "{line}: {}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn the_units_make_backups_keep_the_newest_and_try_one() {
    let place = Place::new();
    place.serve(&["--no-seed", "--log-filter", "off"]).stop("TERM");
    let backups = place.path().join("backups");
    let first = backups.join("20200101T000000Z");
    assert_eq!(place.run(&["backup", first.to_str().unwrap()]).code, Some(0));
    let copied = ["20200102T000000Z", "20200103T000000Z"];
    for name in copied {
        let done = Command::new("cp").arg("-a").arg(&first).arg(backups.join(name)).status();
        assert!(done.unwrap().success());
    }
    // What is nobody's to remove: an unfinished one, one with another name, one that is none.
    for name in ["20200104T000000Z.unfinished", "mine", "20200105T000000Z"] {
        fs::create_dir(backups.join(name)).unwrap();
    }
    run(&place, "hoptac-backup.service", &backups);
    let mut left: Vec<String> = fs::read_dir(&backups)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    let (made, others): (Vec<_>, Vec<_>) =
        left.iter().partition(|name| backups.join(name).join("backup.toml").exists());
    assert_eq!(others, ["20200104T000000Z.unfinished", "20200105T000000Z", "mine"], "{left:?}");
    assert!(made.len() == 2 && made[0] == copied[1] && made[1] > made[0], "{left:?}");
    run(&place, "hoptac-drill.service", &backups);
    let noted = fs::read_to_string(place.data().join("drill.last.toml")).unwrap();
    let made_at = fs::read_to_string(backups.join(made[1]).join("backup.toml")).unwrap();
    let line = made_at.lines().find(|line| line.starts_with("made-at")).unwrap();
    assert!(noted.contains(line), "{noted}");
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
