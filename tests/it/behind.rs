//! What is checked while a registry is served already: what is wrong there is found and told, and
//! nothing wrong is served meanwhile.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use hoptac::{
    journal,
    registry::{OpenError, Options, Recovery, Registry, SubmitError},
    store,
};

use super::{
    fixture::{self, sector},
    image::{Served, copy, files, flip},
};

/// The checks take no longer.
const LIMIT: Duration = Duration::from_secs(60);

/// Small groups go to runs, and segments are small; of these only what must be is checked first.
fn options() -> Options {
    let store = store::Options { bulk: 24, check_first: 0, ..store::Options::default() };
    let journal = journal::Options { segment_bytes: 1 << 10, ..journal::Options::default() };
    Options { store, journal }
}

fn open(data: &Path) -> Registry {
    fixture::open_with(data, options()).unwrap().0
}

/// A registry that was closed, with what it serves.
fn closed() -> (tempfile::TempDir, Served) {
    let folder = tempfile::tempdir().unwrap();
    let registry = open(folder.path());
    for round in 0..4 {
        let all = (0..60).map(|number| sector(&format!("s-{round}-{number}"), number)).collect();
        fixture::submit(&registry, fixture::adding(all)).unwrap();
    }
    let served = Served::by(&registry.snapshot());
    registry.close().unwrap();
    (folder, served)
}

fn below(data: &Path, folder: &str) -> Vec<PathBuf> {
    files(&data.join(folder))
}

/// Waits until all is checked.
fn checked(registry: &Registry) {
    let begun = Instant::now();
    while registry.checked().left() > 0 {
        assert!(begun.elapsed() < LIMIT, "{:?}", registry.checked());
        std::thread::yield_now();
    }
}

#[test]
fn what_is_sound_is_checked_while_it_is_served() {
    let (folder, served) = closed();
    let registry = open(folder.path());
    let (total, runs) = (registry.checked().total, below(folder.path(), "view/runs"));
    let bytes: u64 = runs.iter().map(|file| fs::metadata(file).unwrap().len()).sum();
    assert!(!runs.is_empty() && total > bytes, "{total} bytes, {bytes} of them in {runs:?}");
    assert_eq!(Served::by(&registry.snapshot()), served);
    checked(&registry);
    assert_eq!((registry.is_read_only(), registry.checked().done), (None, total));
    fixture::submit(&registry, fixture::adding(vec![sector("after", 0)])).unwrap();
    registry.close().unwrap();
    let (registry, found) = fixture::open_with(folder.path(), Options::default()).unwrap();
    assert_eq!((found.recovery, registry.checked().total), (Recovery::Intact, 0));
    registry.close().unwrap();
}

#[test]
fn a_flip_in_a_large_run_is_found_and_the_view_built_anew() {
    let (folder, served) = closed();
    for run in below(folder.path(), "view/runs") {
        let name = run.strip_prefix(folder.path()).unwrap();
        let length = usize::try_from(fs::metadata(&run).unwrap().len()).unwrap();
        for place in (0..6).map(|nth| nth * (length - 1) / 5) {
            let told = format!("{} at {place}", name.display());
            let copied = tempfile::tempdir().unwrap();
            copy(folder.path(), copied.path());
            flip(&copied.path().join(name), place, 3);
            let (registry, found) = fixture::open_with(copied.path(), options()).unwrap();
            // What is read when a run is opened is noticed by that.
            if found.recovery == Recovery::Intact {
                checked(&registry);
                let fault = registry.fault().unwrap_or_else(|| panic!("{told}: not found"));
                assert!(fault.contains("not as it was written") || fault.contains("checksum"));
                assert!(registry.is_read_only().is_some(), "{told}");
                let refused = fixture::submit(&registry, fixture::adding(vec![sector("after", 0)]));
                assert!(matches!(refused, Err(SubmitError::ReadOnly(_))), "{told}: {refused:?}");
                registry.close().unwrap();
                let (registry, found) = fixture::open_with(copied.path(), options()).unwrap();
                assert!(matches!(found.recovery, Recovery::Rebuilt { .. }), "{told}");
                assert_eq!(Served::by(&registry.snapshot()), served, "{told}");
                registry.close().unwrap();
            } else {
                assert_eq!(Served::by(&registry.snapshot()), served, "{told}");
                registry.close().unwrap();
            }
        }
    }
}

#[test]
fn damage_in_an_old_segment_is_found_and_nothing_more_is_written() {
    let (folder, served) = closed();
    let segments = below(folder.path(), "journal");
    let is_segment = |it: &&PathBuf| it.extension().is_some_and(|it| it == "journal");
    let segments: Vec<_> = segments.iter().filter(is_segment).collect();
    let (_, old) = segments.split_last().unwrap();
    assert!(old.len() > 1);
    for segment in old {
        let name = segment.strip_prefix(folder.path()).unwrap();
        let copied = tempfile::tempdir().unwrap();
        copy(folder.path(), copied.path());
        flip(&copied.path().join(name), 200, 3);
        let registry = open(copied.path());
        checked(&registry);
        // Nothing can mend that here.
        assert_eq!(registry.fault(), None);
        let reason = registry.is_read_only().unwrap();
        let file = name.file_name().unwrap().to_str().unwrap();
        assert!(reason.contains(file) && reason.contains("hoptac restore"), "{reason}");
        let refused = fixture::submit(&registry, fixture::adding(vec![sector("after", 0)]));
        assert!(matches!(refused, Err(SubmitError::ReadOnly(_))), "{refused:?}");
        assert_eq!(Served::by(&registry.snapshot()), served);
        assert!(registry.journal().read_from(1).any(|entry| entry.is_err()));
        registry.close().unwrap();
        // Who checks all of it first refuses it.
        let refused = fixture::open_with(copied.path(), Options::default());
        assert!(matches!(refused, Err(OpenError::Journal(_))));
    }
}
