//! Single faults of files while they are served: every answer is right or an error, what can be built
//! anew is, without a restart, and readiness says what is so.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::{Duration, Instant},
};

use super::{
    Chance, cases, each, seed,
    stand::{self, Asked, Fault, MENDED, SERVED, Stand},
    tell,
};
use crate::image::files;

/// How long it is asked after a fault, whether anything fails or not.
const WATCHED: Duration = Duration::from_millis(1_500);

/// What of some questions was not answered as it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Missed {
    failed: usize,
    less: usize,
}

impl Missed {
    fn note(&mut self, asked: &Asked) {
        match asked {
            Asked::Right => {}
            Asked::Less => self.less += 1,
            Asked::Failed(_) | Asked::Nobody => self.failed += 1,
        }
    }

    fn with(self, other: Self) -> Self {
        Self { failed: self.failed + other.failed, less: self.less + other.less }
    }
}

#[derive(Default)]
struct Figures {
    unnoticed: usize,
    healed: usize,
    refused: usize,
    failed: usize,
    /// Searches that found fewer records than have the words, before the index was checked.
    less: usize,
    longest: Duration,
}

#[test]
fn a_fault_while_serving_is_never_answered_wrong_and_is_healed() {
    let stand = Stand::new(60);
    let (many, mut figures) = (cases(4), Figures::default());
    let failing = each(many, |case| befall(&stand, case, &mut figures));
    let Figures { unnoticed, healed, refused, failed, less, longest } = figures;
    tell(
        "serving",
        &format!(
            "{many} faults: {unnoticed} changed nothing, {healed} healed without a restart (the longest in \
             {longest:?}), {refused} of the journal refused by the next start with the remedy; {failed} \
             answers were errors, {less} searches found too few before the index was checked, 0 others wrong"
        ),
    );
    assert!(failing.is_empty(), "seed {}: these failed: {failing:?}", seed());
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
    let missed = std::thread::scope(|scope| {
        let strangers = scope.spawn(|| watch(stand, server.address, &stop, &told));
        let (mut missed, mut number) = (Missed::default(), 100);
        while begun.elapsed() < WATCHED {
            missed = missed.with(round(stand, server.address, &told));
            // Whatever becomes of a command, nothing is served that it did not write.
            let _ = stand.record(server.address, number % 6);
            number += 1;
        }
        stop.store(true, Relaxed);
        missed.with(strangers.join().unwrap())
    });
    // The journal is the truth: what is damaged of it cannot be built anew, and stays an error.
    let is_truth = name.starts_with("journal");
    let all_right = || round(stand, server.address, &told) == Missed::default();
    let mut is_right = all_right();
    while !(is_truth || is_right && stand::is_ready(server.address) == Some(true)) {
        assert!(begun.elapsed() < MENDED, "{told}: it is not mended");
        is_right = all_right();
    }
    // What the index leaves out is found by its checksums alone.
    assert!(missed.less == 0 || name.starts_with("search"), "{told}: {missed:?}");
    figures.failed += missed.failed;
    figures.less += missed.less;
    if missed != Missed::default() && !is_truth {
        figures.longest = figures.longest.max(begun.elapsed());
    }
    let ended = server.stop("TERM");
    assert!(is_truth || ended.code == Some(0), "{told}: {}", ended.err);
    match place.start(&SERVED) {
        Ok(server) => {
            stand.all_right(server.address, false, &told);
            stand::stop_and_verify(&place, server, &told);
            let unnoticed = missed == Missed::default();
            *(if unnoticed { &mut figures.unnoticed } else { &mut figures.healed }) += 1;
        }
        Err(ended) => {
            assert!(is_truth, "{told}: {}", ended.err);
            let remedy = ended.err.contains("hoptac verify") || ended.err.contains("restore");
            assert!(remedy && ended.code == Some(2), "{told}: {}", ended.err);
            figures.refused += 1;
        }
    }
}

/// Asks everything once.
fn round(stand: &Stand, address: SocketAddr, told: &str) -> Missed {
    let mut missed = Missed::default();
    for nth in 0..Stand::questions() {
        missed.note(&stand.ask(address, nth, false, told));
    }
    missed
}

fn watch(stand: &Stand, address: SocketAddr, stop: &AtomicBool, told: &str) -> Missed {
    let mut missed = Missed::default();
    while !stop.load(Relaxed) {
        for nth in 0..Stand::questions() {
            missed.note(&stand.ask(address, nth, true, told));
        }
    }
    missed
}
