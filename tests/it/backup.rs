//! Backup beside a running server, and the way back, by the real program.

use std::{
    fs,
    path::Path,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{
    image::{files, flip},
    program::{Ended, Place, Server},
};

const WRITERS: usize = 3;
/// How long writers may take for what they do in a moment.
const PATIENCE: Duration = Duration::from_secs(60);

fn admin(place: &Place) -> String {
    let secret = fs::read_to_string(place.data().join("admin-token")).unwrap();
    format!("Bearer {}", secret.trim())
}

/// Adds a sector, and tells as which change.
fn add(server: &Server, bearer: &str, code: &str) -> u64 {
    let query = "mutation ($input: AddSectorInput!) {
        addSector(input: $input) { change { seq } errors { message } } }";
    let input = json!({ "code": code, "name": { "vi": code }, "key": code.to_lowercase() });
    let body = json!({ "query": query, "variables": { "input": input } }).to_string();
    let headers = [("content-type", "application/json"), ("authorization", bearer)];
    let answer = server.ask("POST", "/graphql", &headers, &body).json();
    answer["data"]["addSector"]["change"]["seq"].as_u64().unwrap_or_else(|| panic!("{answer}"))
}

fn sectors(server: &Server) -> Value {
    server.query("{ sectors { totalCount } }")["data"]["sectors"]["totalCount"].clone()
}

fn seq(server: &Server) -> Value {
    server.ask("GET", "/health/ready", &[], "").json()["seq"].clone()
}

/// The number of the last command that was printed.
fn head(ended: &Ended) -> u64 {
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    let line = ended.out.lines().find_map(|line| line.trim().strip_prefix("head "));
    line.unwrap().trim().split(' ').next().unwrap().parse().unwrap()
}

fn refused(ended: &Ended, told: &str) {
    assert_eq!(ended.code, Some(2), "{}{}", ended.out, ended.err);
    assert!(ended.err.contains(told), "`{told}` is not in: {}", ended.err);
}

/// A place with a backup of two commands, and nothing in its data folder any more but the tokens.
fn backed_up() -> Place {
    let place = Place::new();
    let server = place.serve(&["--no-seed"]);
    let bearer = admin(&place);
    add(&server, &bearer, "ONE");
    add(&server, &bearer, "TWO");
    assert_eq!(head(&place.run(&["backup", "copy"])), 2);
    assert_eq!(server.stop("TERM").code, Some(0));
    place
}

#[test]
fn a_backup_under_load_is_whole_and_is_restored_as_of_its_head() {
    let place = Place::new();
    let server = place.serve(&["--no-seed"]);
    let bearer = admin(&place);
    let (done, written) = (AtomicBool::new(false), AtomicUsize::new(0));
    let began = Instant::now();
    let heads = std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (server, bearer, done, written) = (&server, &bearer, &done, &written);
            scope.spawn(move || {
                for number in 0.. {
                    add(server, bearer, &format!("S{writer}_{number}"));
                    written.fetch_add(1, Ordering::SeqCst);
                    if done.load(Ordering::SeqCst) {
                        break;
                    }
                }
            });
        }
        let heads: Vec<u64> = ["copies/1", "copies/2", "copies/3"]
            .map(|copy| {
                let before = written.load(Ordering::SeqCst);
                // Each copy is of other writes, however slow the machine is.
                while written.load(Ordering::SeqCst) < before + WRITERS {
                    assert!(began.elapsed() < PATIENCE, "nothing is written after {before}");
                    std::thread::yield_now();
                }
                let acknowledged = written.load(Ordering::SeqCst);
                let head = head(&place.run(&["backup", copy]));
                assert!(head >= acknowledged as u64, "{head} of {acknowledged}");
                head
            })
            .into();
        done.store(true, Ordering::SeqCst);
        heads
    });
    let last = written.load(Ordering::SeqCst) as u64;
    assert_eq!(seq(&server), last);
    assert!(heads[2] < last, "nothing was written after {heads:?}");
    let verified = place.run(&["verify", "--data", "copies/2"]);
    assert_eq!(verified.code, Some(0), "{}{}", verified.out, verified.err);
    assert!(verified.out.contains("closed cleanly"), "{}", verified.out);

    assert_eq!(head(&place.run(&["restore", "copies/2", "--data", "other"])), heads[1]);
    let other = place.serve(&["--data", "other"]);
    assert_eq!((seq(&other), sectors(&other)), (heads[1].into(), heads[1].into()));
    // The tokens came along, and what is written goes on from there.
    assert_eq!(add(&other, &bearer, "AFTER"), heads[1] + 1);
    assert_eq!(other.stop("TERM").code, Some(0));
    let verified = place.run(&["verify", "--data", "other"]);
    assert!(verified.out.contains("view     agrees"), "{}{}", verified.out, verified.err);
}

#[test]
fn a_present_registry_is_kept_unless_it_is_to_be_replaced_and_then_set_aside() {
    let place = Place::new();
    let server = place.serve(&["--no-seed"]);
    let bearer = admin(&place);
    add(&server, &bearer, "ONE");
    assert_eq!(head(&place.run(&["backup", "copy"])), 1);
    add(&server, &bearer, "TWO");
    for arguments in [&["restore", "copy"][..], &["restore", "copy", "--replace"]] {
        refused(&place.run(arguments), "stop that one");
    }
    assert_eq!(seq(&server), 2);
    server.stop("TERM");
    refused(&place.run(&["restore", "copy"]), "--replace");
    assert_eq!(head(&place.run(&["restore", "copy", "--replace"])), 1);
    let aside = place.run(&["verify", "--data", "data/replaced-1"]);
    assert!(aside.out.contains("sound: 2 entries"), "{}{}", aside.out, aside.err);
    let server = place.serve(&["--no-seed"]);
    assert_eq!((seq(&server), sectors(&server)), (1.into(), 1.into()));
}

#[test]
fn a_damaged_backup_is_refused_whatever_is_wrong_with_it() {
    let place = backed_up();
    let copy = place.path().join("copy");
    let all = files(&copy);
    assert_eq!(all.len(), 4, "{all:?}");
    for file in all {
        let bytes = fs::read(&file).unwrap();
        for at in [bytes.len() / 2, bytes.len() - 2] {
            flip(&file, at, 1);
            let ended = place.run(&["restore", "copy", "--data", "other"]);
            // The time in the manifest is no more than told.
            if ended.code != Some(0) {
                refused(&ended, "take another backup");
                assert!(!Path::new(&place.path().join("other/journal")).exists());
            }
            let of_content = file.file_name().is_none_or(|name| name != "backup.toml");
            assert!(!of_content || ended.code == Some(2), "{} at {at}", file.display());
            fs::write(&file, &bytes).unwrap();
            let _ = fs::remove_dir_all(place.path().join("other"));
        }
        fs::remove_file(&file).unwrap();
        let ended = place.run(&["restore", "copy", "--data", "other"]);
        assert_eq!(ended.code, Some(2), "without {}: {}", file.display(), ended.out);
        fs::write(&file, &bytes).unwrap();
    }
    assert_eq!(head(&place.run(&["restore", "copy", "--data", "other"])), 2);
}

#[test]
fn a_backup_goes_nowhere_where_something_is() {
    let place = backed_up();
    refused(&place.run(&["backup", "copy"]), "is not empty");
    fs::create_dir(place.path().join("next.unfinished")).unwrap();
    refused(&place.run(&["restore", "next.unfinished", "--data", "other"]), "is not a backup");
    let lock = fs::File::create(place.path().join("next.unfinished/lock")).unwrap();
    lock.lock().unwrap();
    refused(&place.run(&["backup", "next"]), "is being made");
    // One that was interrupted is in nobody's way.
    drop(lock);
    fs::write(place.path().join("next.unfinished/part"), "half").unwrap();
    assert_eq!(head(&place.run(&["backup", "next"])), 2);
    assert!(!place.path().join("next.unfinished").exists());
    assert!(!place.path().join("next/part").exists() && !place.path().join("next/lock").exists());
    fs::create_dir(place.path().join("empty")).unwrap();
    assert_eq!(head(&place.run(&["backup", "empty"])), 2);
    refused(&place.run(&["backup", "more", "--data", "nowhere"]), "there is no registry");
}

#[test]
fn a_restore_that_was_interrupted_is_told_and_can_be_done_again() {
    let place = backed_up();
    // What a restore leaves that is killed right before its last step.
    fs::rename(place.data().join("journal"), place.data().join("journal.restoring")).unwrap();
    fs::remove_dir_all(place.data().join("view")).unwrap();
    refused(&place.run(&["serve", "--listen", "127.0.0.1:0"]), "run the restore again");
    assert_eq!(head(&place.run(&["restore", "copy"])), 2);
    let server = place.serve(&[]);
    assert_eq!(sectors(&server), 2);
}

#[test]
fn a_backup_that_fails_leaves_nothing_and_verify_refuses_what_restore_does() {
    let place = backed_up();
    let journal = place.segment();
    let bytes = fs::read(&journal).unwrap();
    flip(&journal, 40, 1);
    assert_eq!(place.run(&["backup", "failed"]).code, Some(2));
    assert!(!place.path().join("failed.unfinished").exists());
    fs::write(&journal, bytes).unwrap();
    assert_eq!(head(&place.run(&["backup", "failed"])), 2, "the same command again");

    assert_eq!(place.run(&["verify", "--data", "copy"]).code, Some(0));
    for file in files(&place.path().join("copy")) {
        if file.ends_with("journal/lock") {
            continue;
        }
        let bytes = fs::read(&file).unwrap();
        for damaged in [&bytes[..bytes.len() / 2], &[&bytes[..], b"x"].concat()] {
            fs::write(&file, damaged).unwrap();
            let restored = place.run(&["restore", "copy", "--data", "never"]);
            let verified = place.run(&["verify", "--data", "copy"]);
            let told = format!("{}: {}{}", file.display(), verified.out, verified.err);
            assert_eq!(restored.code == Some(0), verified.code == Some(0), "{told}");
            let _ = fs::remove_dir_all(place.path().join("never"));
        }
        fs::write(&file, &bytes).unwrap();
    }
}
