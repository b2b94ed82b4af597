//! The disk is filled by others while a registry is written to: what was acknowledged stays, reading
//! goes on or comes back, a token can be revoked, and writing goes on by itself once there is room.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use serde_json::Value;

use super::{
    Chance, cases,
    disk::SmallDisk,
    each, seed,
    stand::{self, Asked, MENDED, SERVED, STAYING, Stand, TO_REVOKE},
    tell,
};
use crate::{image, program::Place};

/// The size of the disk, in MiB.
const DISK: u64 = 160;
/// How long it is written and read on the full disk.
const FULL: Duration = Duration::from_millis(1_200);

#[derive(Default)]
struct Figures {
    acknowledged: usize,
    refused: usize,
    failed_reads: usize,
    started_full: usize,
    waited: usize,
    reopened: usize,
}

#[test]
fn a_disk_that_others_fill_takes_nothing_away() {
    let stand = Stand::new(60);
    let (many, mut figures) = (cases(3), Figures::default());
    if SmallDisk::mount(&Place::new().data(), DISK).is_none() {
        println!("campaign full: skipped, since no small disk can be mounted here");
        return;
    }
    let failing = each(many, |case| {
        let place = Place::new();
        let disk = SmallDisk::mount(&place.data(), DISK).expect("as before");
        image::copy(&stand.copied().data(), &place.data());
        fill_and_free(&stand, &place, &disk, case, &mut figures);
        // Before its folder goes away.
        drop(disk);
    });
    let Figures { acknowledged, refused, failed_reads, started_full, waited, reopened } = figures;
    tell(
        "full",
        &format!(
            "{many} full disks: {acknowledged} acknowledgements, 0 lost or doubled; {refused} commands \
             refused; {failed_reads} reads failed, in {reopened} cases, and came back; {started_full} \
             starts on a full disk, {waited} that asked for room"
        ),
    );
    assert!(failing.is_empty(), "seed {}: these failed: {failing:?}", seed());
}

/// Sends commands by number until a time is over, and keeps what was acknowledged.
struct Writing<'a> {
    stand: &'a Stand,
    /// Drafts that were there before.
    before: u64,
    next: usize,
    outcomes: BTreeMap<usize, String>,
    refused: usize,
}

impl Writing<'_> {
    fn send(&mut self, address: std::net::SocketAddr, told: &str) -> bool {
        let number = self.next;
        let Ok(answer) = self.stand.record(address, number) else { return false };
        if let Some(id) = answer["data"]["recordOutcome"]["outcome"]["id"].as_str() {
            self.outcomes.insert(number, id.to_owned());
            self.next += 1;
            return true;
        }
        let code = &answer["errors"][0]["extensions"]["code"];
        let known = ["READ_ONLY", "UNAVAILABLE", "TIMEOUT", "INTERNAL"];
        assert!(known.iter().any(|it| code == it), "{told}: {answer}");
        // Readiness never says ready where nothing can be written, but for the moment of the fault.
        if code == "READ_ONLY" {
            self.refused += 1;
        }
        false
    }
}

fn fill_and_free(
    stand: &Stand,
    place: &Place,
    disk: &SmallDisk,
    case: usize,
    figures: &mut Figures,
) {
    let mut chance = Chance::of("full", case);
    let told = format!("seed {}, full disk {case}", seed());
    let mut server = place.serve(&SERVED);
    let before = drafts(stand, server.address);
    let mut writing = Writing { stand, before, next: 1_000, outcomes: BTreeMap::new(), refused: 0 };
    for _ in 0..chance.below(20) {
        writing.send(server.address, &told);
    }
    let left = [0, 0, 4 << 10, 100 << 10, 1 << 20, 7 << 20, 9 << 20, 30 << 20];
    disk.fill(*chance.pick(&left));
    let (begun, mut failed_reads) = (Instant::now(), 0);
    while begun.elapsed() < FULL {
        writing.send(server.address, &told);
        let nth = *chance.pick(&STAYING);
        failed_reads += usize::from(stand.ask(server.address, nth, true, &told) != Asked::Right);
    }
    let is_full = !writing.send(server.address, &told);
    if is_full && writing.refused > 0 {
        let begun = Instant::now();
        while stand::is_ready(server.address) == Some(true) && !writing.send(server.address, &told)
        {
            assert!(
                begun.elapsed() < Duration::from_secs(10),
                "{told}: ready, and nothing is written"
            );
        }
    }
    // Whoever lost a token must be able to say so.
    let made = place.run(&["token", "list"]);
    assert_eq!(made.code, Some(0), "{told}: {}", made.err);
    let revoked = place.run(&["token", "revoke", TO_REVOKE]);
    assert_eq!(revoked.code, Some(0), "{told}: {}", revoked.err);
    let stops = chance.below(3);
    if stops > 0 {
        if stops == 1 {
            drop(server.kill());
        } else {
            let ended = server.stop("TERM");
            assert!(matches!(ended.code, Some(0 | 2)), "{told}: {:?} {}", ended.code, ended.err);
        }
        if chance.once_in(2) {
            disk.fill(0);
        }
        let has_kept = place.data().join("room-kept").exists();
        server = match place.start(&SERVED) {
            Ok(server) => {
                figures.started_full += 1;
                stand.staying_right(server.address, &told);
                disk.make_room();
                server
            }
            // Without what was kept for this it is told what to do, and nothing is lost by it.
            Err(ended) => {
                assert!(!has_kept, "{told}: no start: {}", ended.err);
                assert!(ended.err.contains("make room"), "{told}: no remedy: {}", ended.err);
                figures.waited += 1;
                disk.make_room();
                place.serve(&SERVED)
            }
        };
    } else {
        disk.make_room();
    }
    let begun = Instant::now();
    while !writing.send(server.address, &told) || stand::is_ready(server.address) != Some(true) {
        assert!(begun.elapsed() < MENDED, "{told}: nothing is written though there is room");
        std::thread::sleep(Duration::from_millis(50));
    }
    stand.staying_right(server.address, &told);
    check(stand, server.address, &writing, &told);
    stand::stop_and_verify(place, server, &told);
    let server = place.serve(&SERVED);
    check(stand, server.address, &writing, &told);
    figures.acknowledged += writing.outcomes.len();
    figures.refused += writing.refused;
    figures.failed_reads += failed_reads;
    figures.reopened += usize::from(failed_reads > 0);
}

/// What was acknowledged is there once, and is told again to who asks again.
fn check(stand: &Stand, address: std::net::SocketAddr, writing: &Writing<'_>, told: &str) {
    let total = drafts(stand, address);
    assert_eq!(total, writing.before + writing.outcomes.len() as u64, "{told}");
    for (number, id) in &writing.outcomes {
        let again: Value = stand.record(address, *number).unwrap();
        let outcome = &again["data"]["recordOutcome"];
        assert_eq!(outcome["outcome"]["id"], id.as_str(), "{told}: {again}");
        assert_eq!(outcome["change"]["replayed"], true, "{told}: {again}");
    }
}

fn drafts(stand: &Stand, address: std::net::SocketAddr) -> u64 {
    let query = "{ outcomes(filter: {status: [DRAFT]}) { totalCount } }";
    let answer = stand::ask(address, Some(stand.secret()), query).unwrap();
    let total = answer["data"]["outcomes"]["totalCount"].as_u64();
    total.unwrap_or_else(|| panic!("{answer}"))
}
