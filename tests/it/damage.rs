//! Damage to the files: the view's never changes what is served, the journal's is refused.

use std::{
    fs,
    path::{Path, PathBuf},
};

use hoptac::{
    domain::edge::Relation,
    journal::{JournalError, LogError},
    registry::{OpenError, Recovery, StoreError},
};

use super::{
    fixture,
    image::{Image, Served, copy, files, flip},
};

/// Opens a folder whose view may be damaged: what it serves must be as it was.
fn check(data: &Path, image: &Image, told: &str) -> Recovery {
    let (registry, found) = fixture::open(data).unwrap_or_else(|error| panic!("{told}: {error}"));
    assert_eq!(Served::by(&registry.snapshot()), image.served, "{told}");
    fixture::submit(&registry, fixture::adding(vec![fixture::sector("after", 0)])).unwrap();
    registry.close().unwrap();
    found.recovery
}

/// Places spread over a file, more of them where it holds data.
fn places(file: &Path, count: usize) -> Vec<usize> {
    let bytes = fs::read(file).unwrap();
    let held: Vec<usize> = (0..bytes.len()).filter(|place| bytes[*place] != 0).collect();
    let spread =
        |all: usize| (0..count).map(move |it| (it * 7_919 + it * all / count) % all.max(1));
    let mut places: Vec<usize> =
        spread(held.len()).filter_map(|it| held.get(it).copied()).collect();
    places.extend(spread(bytes.len()).take(count / 4).filter(|_| !bytes.is_empty()));
    places
}

fn view_files(data: &Path) -> Vec<PathBuf> {
    files(data).into_iter().filter(|file| !file.starts_with(data.join("journal"))).collect()
}

#[test]
fn any_flip_in_a_closed_view_is_noticed_and_the_view_built_anew() {
    let image = Image::closed();
    for file in view_files(image.folder.path()) {
        for place in places(&file, 12) {
            let data = image.copied();
            let name = file.strip_prefix(image.folder.path()).unwrap();
            flip(&data.path().join(name), place, u8::try_from(place % 8).unwrap());
            let told = format!("{} at {place}", name.display());
            let recovery = check(data.path(), &image, &told);
            assert!(matches!(recovery, Recovery::Rebuilt { .. }), "{told}: {recovery:?}");
        }
    }
}

#[test]
fn a_closed_view_that_lost_a_file_or_the_end_of_one_is_built_anew() {
    let image = Image::closed();
    for file in view_files(image.folder.path()) {
        let name = file.strip_prefix(image.folder.path()).unwrap();
        for kept in [0, fs::metadata(&file).unwrap().len() / 2] {
            let data = image.copied();
            let file = fs::File::options().write(true).open(data.path().join(name)).unwrap();
            file.set_len(kept).unwrap();
            let told = format!("{} cut to {kept}", name.display());
            let recovery = check(data.path(), &image, &told);
            assert!(matches!(recovery, Recovery::Rebuilt { .. }), "{told}: {recovery:?}");
        }
        let data = image.copied();
        fs::remove_file(data.path().join(name)).unwrap();
        check(data.path(), &image, &format!("{} deleted", name.display()));
    }
    let data = image.copied();
    fs::remove_dir_all(data.path().join("view")).unwrap();
    assert_eq!(check(data.path(), &image, "the view deleted"), Recovery::Built);
}

#[test]
fn no_flip_in_a_view_left_by_a_crash_changes_what_is_served() {
    // As copied while in use; and, since that is but sled's log, as flushed with its snapshot.
    let (crashed, flushed) = (Image::crashed(), Image::closed());
    fs::remove_file(flushed.folder.path().join("view.seal")).unwrap();
    for (image, count) in [(crashed, 60), (flushed, 30)] {
        let mut rebuilt = 0;
        for file in view_files(image.folder.path()) {
            for place in places(&file, count) {
                let data = image.copied();
                let name = file.strip_prefix(image.folder.path()).unwrap();
                flip(&data.path().join(name), place, u8::try_from(place % 8).unwrap());
                let told = format!("{} at {place}", name.display());
                let recovery = check(data.path(), &image, &told);
                rebuilt += u32::from(matches!(recovery, Recovery::Rebuilt { .. }));
            }
        }
        assert!(rebuilt > 0, "no flip was noticed");
    }
}

#[test]
fn a_view_left_by_a_crash_that_lost_a_file_or_the_end_of_one_serves_the_same() {
    let image = Image::crashed();
    for file in view_files(image.folder.path()) {
        let name = file.strip_prefix(image.folder.path()).unwrap();
        let length = fs::metadata(&file).unwrap().len();
        for kept in (0..8).map(|eighth| length * eighth / 8) {
            let data = image.copied();
            let file = fs::File::options().write(true).open(data.path().join(name)).unwrap();
            file.set_len(kept).unwrap();
            check(data.path(), &image, &format!("{} cut to {kept}", name.display()));
        }
        let data = image.copied();
        fs::remove_file(data.path().join(name)).unwrap();
        check(data.path(), &image, &format!("{} deleted", name.display()));
    }
}

/// Where the last frame of a segment begins: `[length][checksum][payload]` after a header of 16.
fn last_frame_begins(file: &Path) -> u64 {
    let bytes = fs::read(file).unwrap();
    let mut begins = 16;
    loop {
        let length = u32::from_le_bytes(bytes[begins..begins + 4].try_into().unwrap());
        let next = begins + 8 + usize::try_from(length).unwrap();
        if next >= bytes.len() {
            return begins as u64;
        }
        begins = next;
    }
}

fn refused(data: &Path) -> OpenError {
    match fixture::open(data) {
        Ok(_) => panic!("it was opened"),
        Err(error) => error,
    }
}

fn segment(data: &Path) -> PathBuf {
    let mut files = files(&data.join("journal")).into_iter();
    files.find(|file| file.extension().is_some_and(|it| it == "journal")).unwrap()
}

#[test]
fn a_flip_in_the_journal_is_refused_with_file_and_offset() {
    let (closed, crashed) = (Image::closed(), Image::crashed());
    // After a crash, damage to the last frame cannot be told from an interrupted write, unless the
    // view shows it.
    let (all, but_the_last) = (u64::MAX, last_frame_begins(&segment(crashed.folder.path())));
    for (image, end) in [(closed, all), (crashed, but_the_last)] {
        let mut places = places(&segment(image.folder.path()), 40);
        places.retain(|place| (*place as u64) < end);
        for place in places {
            let data = image.copied();
            let file = segment(data.path());
            flip(&file, place, u8::try_from(place % 8).unwrap());
            let before = fs::read(&file).unwrap();
            let error = refused(data.path());
            let OpenError::Journal(JournalError::Log(refusal)) = &error else { panic!("{error}") };
            match refusal {
                LogError::Damaged { file: named, offset, .. } => {
                    assert_eq!(named, &file);
                    assert!(*offset <= place as u64, "{offset} of {place}");
                    assert!(error.to_string().contains("hoptac verify"), "{error}");
                }
                // The flip made it a number of a format to come.
                LogError::Version { file: named, .. } => assert_eq!(named, &file),
                other => panic!("{other}"),
            }
            assert_eq!(fs::read(&file).unwrap(), before, "the journal was changed");
        }
    }
}

/// Where the last frame begins: after the one before, whose end the size of a journal without it
/// tells.
fn with_last_frame() -> (tempfile::TempDir, Served, Served, u64) {
    let folder = tempfile::tempdir().unwrap();
    let (registry, _) = fixture::open(folder.path()).unwrap();
    fixture::submit(&registry, fixture::adding(vec![fixture::sector("a", 1)])).unwrap();
    let earlier = Served::by(&registry.snapshot());
    let begins = fs::metadata(segment(folder.path())).unwrap().len();
    fixture::submit(&registry, fixture::adding(vec![fixture::sector("b", 1)])).unwrap();
    let all = Served::by(&registry.snapshot());
    let image = tempfile::tempdir().unwrap();
    copy(folder.path(), image.path());
    registry.close().unwrap();
    (image, earlier, all, begins)
}

#[test]
fn a_last_frame_cut_anywhere_is_taken_off_and_what_was_before_is_intact() {
    let (image, earlier, all, begins) = with_last_frame();
    // A write that was interrupted is in no view yet.
    fs::remove_dir_all(image.path().join("view")).unwrap();
    let ends = fs::metadata(segment(image.path())).unwrap().len();
    for length in begins..=ends {
        let data = tempfile::tempdir().unwrap();
        copy(image.path(), data.path());
        let file = fs::File::options().write(true).open(segment(data.path())).unwrap();
        file.set_len(length).unwrap();
        let (registry, found) = fixture::open(data.path()).unwrap();
        let served = Served::by(&registry.snapshot());
        assert_eq!(served, if length == ends { all.clone() } else { earlier.clone() });
        let torn = found.torn.map(|torn| (torn.offset, torn.bytes));
        let is_torn = length > begins && length < ends;
        assert_eq!(torn, is_torn.then_some((begins, length - begins)), "cut to {length}");
        fixture::submit(&registry, fixture::adding(vec![fixture::sector("c", 1)])).unwrap();
        registry.close().unwrap();
    }
}

#[test]
fn a_journal_that_lacks_what_the_view_shows_is_refused_and_left_as_it_is() {
    let (image, _, _, begins) = with_last_frame();
    // All of the view is on disk.
    fixture::open(image.path()).unwrap().0.close().unwrap();
    fs::remove_file(image.path().join("journal/acknowledged")).unwrap();
    let ends = fs::metadata(segment(image.path())).unwrap().len();
    for length in begins..ends {
        let data = tempfile::tempdir().unwrap();
        copy(image.path(), data.path());
        let file = fs::File::options().write(true).open(segment(data.path())).unwrap();
        file.set_len(length).unwrap();
        for _ in 0..2 {
            let told = refused(data.path()).to_string();
            assert!(told.contains("hoptac restore"), "{told}");
        }
        assert_eq!(file.metadata().unwrap().len(), length);
        assert!(data.path().join("view.seal").exists(), "the view was not put back");
    }
}

#[test]
fn a_view_ahead_of_the_journal_is_refused_with_the_remedy() {
    let (image, ..) = with_last_frame();
    let older = tempfile::tempdir().unwrap();
    let (registry, _) = fixture::open(older.path()).unwrap();
    fixture::submit(&registry, fixture::adding(vec![fixture::sector("a", 1)])).unwrap();
    registry.close().unwrap();
    fixture::open(image.path()).unwrap().0.close().unwrap();
    fs::remove_dir_all(image.path().join("journal")).unwrap();
    copy(&older.path().join("journal"), &image.path().join("journal"));
    let error = refused(image.path());
    assert!(error.to_string().contains("hoptac restore"), "{error}");
    assert!(image.path().join("view.seal").exists());
}

#[test]
fn a_view_without_its_journal_is_refused_and_nothing_made_or_lost() {
    for image in [Image::closed(), Image::crashed()] {
        let data = image.copied();
        fs::remove_dir_all(data.path().join("journal")).unwrap();
        let listed = || -> Vec<(PathBuf, Vec<u8>)> {
            files(data.path()).into_iter().map(|it| (it.clone(), fs::read(it).unwrap())).collect()
        };
        let before = listed();
        let error = refused(data.path());
        let orphaned = matches!(&error, OpenError::Store(StoreError::Orphaned { .. }));
        assert!(orphaned && error.to_string().contains("hoptac restore"), "{error}");
        assert_eq!(listed(), before);
        copy(&image.folder.path().join("journal"), &data.path().join("journal"));
        check(data.path(), &image, "the journal brought back");
    }
}

#[test]
fn a_view_of_another_journal_is_built_anew() {
    let (image, other) = (Image::closed(), Image::closed());
    let data = image.copied();
    let (registry, _) = fixture::open(other.folder.path()).unwrap();
    let served = Served::by(&registry.snapshot());
    registry.close().unwrap();
    let own = tempfile::tempdir().unwrap();
    let (registry, _) = fixture::open(own.path()).unwrap();
    fixture::submit(&registry, fixture::adding(vec![fixture::sector("x", 1)])).unwrap();
    registry.close().unwrap();
    for name in ["view", "view.seal"] {
        let (from, to) = (own.path().join(name), data.path().join(name));
        if to.is_dir() {
            fs::remove_dir_all(&to).unwrap();
        } else {
            fs::remove_file(&to).unwrap();
        }
        fs::rename(from, to).unwrap();
    }
    let recovery = check(data.path(), &image, "another's view");
    assert!(matches!(recovery, Recovery::Rebuilt { .. }), "{recovery:?}");
    assert_eq!(served, other.served);
}

#[test]
fn a_view_that_is_overwritten_while_it_is_served_is_never_closed_as_a_whole_one() {
    let image = Image::closed();
    let length = fs::metadata(image.folder.path().join("view/db")).unwrap().len();
    let mut sealed = 0;
    for eighth in 0..40 {
        let data = image.copied();
        let (registry, _) = fixture::open(data.path()).unwrap();
        let file = fs::File::options().write(true).open(data.path().join("view/db")).unwrap();
        // Where sled keeps its pages: at the beginning of a file that is mostly empty.
        let at = if eighth < 20 { eighth * 700 } else { length * (eighth - 20) / 20 };
        std::os::unix::fs::FileExt::write_all_at(&file, &[0xA5; 512], at).unwrap();
        // Whatever is read of it, nothing is read wrong without its being noted.
        let snapshot = registry.snapshot();
        for noun in hoptac::domain::Noun::ALL {
            let places = snapshot.places(Relation::All, None, noun, None, None);
            let failed =
                places.map(|it| it.and_then(|it| snapshot.find(it.to))).any(|it| it.is_err());
            assert!(!failed || registry.fault().is_some(), "at {at}: a fault that was not noted");
        }
        drop(snapshot);
        let _ = registry.close();
        sealed += u32::from(data.path().join("view.seal").exists());
        let recovery = check(data.path(), &image, &format!("overwritten at {at}"));
        assert!(
            !matches!(recovery, Recovery::Rebuilt { set_aside: Some(_), .. }),
            "at {at}: it was closed as a whole one"
        );
    }
    assert!((1..40).contains(&sealed), "{sealed} of 40 were harmless");
}

#[test]
fn of_doubtful_views_one_is_kept() {
    let image = Image::closed();
    let data = image.copied();
    let kept = data.path().join("view.doubtful");
    fs::create_dir(data.path().join("view.doubtful-1")).unwrap();
    for _ in 0..3 {
        let file = fs::File::options().write(true).open(data.path().join("view/db")).unwrap();
        std::os::unix::fs::FileExt::write_all_at(&file, &[0xA5; 64], 100).unwrap();
        let (registry, found) = fixture::open(data.path()).unwrap();
        let Recovery::Rebuilt { set_aside, .. } = found.recovery else { panic!("{found:?}") };
        assert_eq!(set_aside.as_deref(), Some(kept.as_path()));
        assert_eq!(Served::by(&registry.snapshot()), image.served);
        registry.close().unwrap();
    }
    let names = fs::read_dir(data.path()).unwrap().map(|it| it.unwrap().file_name());
    let aside = names.filter(|it| it.to_string_lossy().contains("doubtful")).count();
    assert_eq!(aside, 1);
}
