//! Single faults of files at rest: the program answers as it did before, or refuses to start and says
//! what to do.

use std::path::Path;

use super::{
    Chance, cases, each, seed,
    stand::{self, Fault, SERVED, Stand},
    tell,
};
use crate::{image::files, program::Place};

/// What a refusal must offer, one or the other.
const REMEDIES: [&str; 6] = [
    "hoptac restore",
    "hoptac verify",
    "hoptac rebuild",
    "restore a backup",
    "delete",
    "from a backup",
];

#[derive(Default)]
struct Figures {
    right: usize,
    healed: usize,
    refused: usize,
    signed_out: usize,
}

#[test]
fn a_fault_at_rest_is_healed_or_refused_with_the_remedy() {
    let stand = Stand::new(60);
    let backup = stand.copied();
    assert_eq!(backup.run(&["backup", "copy"]).code, Some(0));
    let (many, mut figures) = (cases(8), Figures::default());
    let failing = each(many, |case| {
        let mut chance = Chance::of("rest", case);
        if case % 8 == 7 {
            befall_backup(&stand, &backup, case, &mut chance, &mut figures);
        } else {
            befall_data(&stand, case, &mut chance, &mut figures);
        }
    });
    let Figures { right, healed, refused, signed_out } = figures;
    tell(
        "rest",
        &format!(
            "{many} faults: {right} answered at once, {healed} healed while serving, {refused} refused \
             with the remedy, {signed_out} let nobody in; 0 wrong answers"
        ),
    );
    assert!(failing.is_empty(), "seed {}: these failed: {failing:?}", seed());
}

fn befall_data(stand: &Stand, case: usize, chance: &mut Chance, figures: &mut Figures) {
    let place = stand.copied();
    let all = files(&place.data());
    let path = chance.pick(&all).clone();
    let fault = Fault::by_chance(&path, false, chance);
    fault.befall(&path, chance);
    let name = path.strip_prefix(place.data()).unwrap().to_owned();
    let told = format!("seed {}, fault {case}: {fault:?} of {}", seed(), name.display());
    start(stand, &place, &name, &told, figures);
}

fn start(stand: &Stand, place: &Place, name: &Path, told: &str, figures: &mut Figures) {
    let truth = name.starts_with("journal") || name == Path::new("tokens.toml");
    let server = match place.start(&SERVED) {
        Ok(server) => server,
        Err(ended) => {
            assert!(truth, "{told}: what can be built anew is refused: {}", ended.err);
            assert_eq!(ended.code, Some(2), "{told}: {}", ended.err);
            let remedy = REMEDIES.iter().any(|it| ended.err.contains(it));
            assert!(remedy, "{told}: no remedy: {}", ended.err);
            figures.refused += 1;
            return;
        }
    };
    let failed = stand.all_right(server.address, true, told);
    let signed_in = stand::ask(server.address, Some(stand.secret()), "{ __typename }").unwrap();
    if signed_in["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED" {
        assert_eq!(name, Path::new("tokens.toml"), "{told}: {signed_in}");
        figures.signed_out += 1;
    } else {
        stand.all_right(server.address, false, told);
    }
    stand::stop_and_verify(place, server, told);
    if failed == 0 {
        figures.right += 1;
    } else {
        figures.healed += 1;
    }
}

/// A fault of a backup is found by `verify` as by `restore`.
fn befall_backup(
    stand: &Stand,
    source: &Place,
    case: usize,
    chance: &mut Chance,
    figures: &mut Figures,
) {
    let place = Place::new();
    crate::image::copy(&source.path().join("copy"), &place.path().join("copy"));
    let all = files(&place.path().join("copy"));
    let path = chance.pick(&all).clone();
    let fault = Fault::by_chance(&path, false, chance);
    fault.befall(&path, chance);
    let told = format!("seed {}, fault {case}: {fault:?} of {}", seed(), path.display());
    let verified = place.run(&["verify", "--data", "copy"]);
    let restored = place.run(&["restore", "copy"]);
    // Without the file that makes it a backup it is a data folder, and `verify` says so.
    let is_none = verified.out.contains("without backup.toml is a data folder");
    assert_eq!(
        is_none,
        !place.path().join("copy/backup.toml").exists(),
        "{told}: {}",
        verified.out
    );
    let same = (verified.code == Some(0) && !is_none) == (restored.code == Some(0));
    assert!(same, "{told}: {}{} but {}", verified.out, verified.err, restored.err);
    if restored.code == Some(0) {
        start(stand, &place, Path::new("tokens.toml"), &told, figures);
    } else {
        assert_eq!(restored.code, Some(2), "{told}: {}", restored.err);
        assert!(!place.data().join("journal").exists(), "{told}: half restored");
        figures.refused += 1;
    }
}
