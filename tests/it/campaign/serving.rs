//! Single faults of files while they are served: every answer is right or an error, what can be built
//! anew is, without a restart, and readiness says what is so.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::{Duration, Instant},
};

use super::{
    Chance, cases, seed,
    stand::{self, Asked, Fault, MENDED, SERVED, Stand},
    tell,
};
use crate::image::files;

/// How long it is asked after a fault, whether anything fails or not.
const WATCHED: Duration = Duration::from_millis(1_500);

#[derive(Default)]
struct Figures {
    unnoticed: usize,
    healed: usize,
    refused: usize,
    failed: usize,
    longest: Duration,
}

#[test]
fn a_fault_while_serving_is_never_answered_wrong_and_is_healed() {
    let stand = Stand::new(60);
    let (many, mut figures) = (cases(4), Figures::default());
    for case in 0..many {
        befall(&stand, case, &mut figures);
    }
    let Figures { unnoticed, healed, refused, failed, longest } = figures;
    tell(
        "serving",
        &format!(
            "{many} faults: {unnoticed} changed nothing, {healed} healed without a restart (the longest in \
             {longest:?}), {refused} of the journal refused by the next start with the remedy; {failed} \
             answers were errors, 0 wrong"
        ),
    );
}

fn befall(stand: &Stand, case: usize, figures: &mut Figures) {
    let mut chance = Chance::of("serving", case);
    let place = stand.copied();
    let server = place.serve(&SERVED);
    // Some faults befall what nothing was read of yet.
    let asked = chance.below(Stand::questions() + 1);
    for nth in 0..asked {
        let _ = stand.ask(server.address, nth, false, "before");
    }
    let data = place.data();
    let all: Vec<_> = files(&data)
        .into_iter()
        .filter(|path| {
            ["view", "journal", "search"].iter().any(|it| path.starts_with(data.join(it)))
        })
        .collect();
    let path = chance.pick(&all).clone();
    let fault = Fault::by_chance(&path, true, &mut chance);
    fault.befall(&path, &mut chance);
    let name = path.strip_prefix(&data).unwrap();
    let told =
        format!("seed {}, fault {case}: {fault:?} of {} while serving", seed(), name.display());

    let begun = Instant::now();
    let stop = AtomicBool::new(false);
    let failed = std::thread::scope(|scope| {
        let strangers = scope.spawn(|| watch(stand, server.address, &stop, &told));
        let (mut failed, mut number) = (0, 100);
        while begun.elapsed() < WATCHED {
            failed += round(stand, server.address, &told);
            // Whatever becomes of a command, nothing is served that it did not write.
            let _ = stand.record(server.address, number % 6);
            number += 1;
        }
        stop.store(true, Relaxed);
        failed + strangers.join().unwrap()
    });
    // The journal is the truth: what is damaged of it cannot be built anew, and stays an error.
    let is_truth = name.starts_with("journal");
    let mut is_right = round(stand, server.address, &told) == 0;
    while !(is_truth || is_right && stand::is_ready(server.address) == Some(true)) {
        assert!(begun.elapsed() < MENDED, "{told}: it is not mended");
        is_right = round(stand, server.address, &told) == 0;
    }
    figures.failed += failed;
    if failed > 0 && !is_truth {
        figures.longest = figures.longest.max(begun.elapsed());
    }
    let ended = server.stop("TERM");
    assert!(is_truth || ended.code == Some(0), "{told}: {}", ended.err);
    match place.start(&SERVED) {
        Ok(server) => {
            stand.all_right(server.address, false, &told);
            stand::stop_and_verify(&place, server, &told);
            if failed == 0 { figures.unnoticed += 1 } else { figures.healed += 1 }
        }
        Err(ended) => {
            assert!(is_truth, "{told}: {}", ended.err);
            let remedy = ended.err.contains("hoptac verify") || ended.err.contains("restore");
            assert!(remedy && ended.code == Some(2), "{told}: {}", ended.err);
            figures.refused += 1;
        }
    }
}

/// Asks everything once, and tells how much failed.
fn round(stand: &Stand, address: SocketAddr, told: &str) -> usize {
    let asked = (0..Stand::questions()).map(|nth| stand.ask(address, nth, false, told));
    asked.filter(|it| *it != Asked::Right).count()
}

fn watch(stand: &Stand, address: SocketAddr, stop: &AtomicBool, told: &str) -> usize {
    let mut failed = 0;
    while !stop.load(Relaxed) {
        for nth in 0..Stand::questions() {
            failed += usize::from(stand.ask(address, nth, true, told) != Asked::Right);
        }
    }
    failed
}
