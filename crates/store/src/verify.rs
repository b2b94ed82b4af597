//! Compares a view with one built from the journal, entry by entry.

use std::{
    cmp::Ordering,
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use super::{
    Found, Opened, Options, Progress, Recovery, Store, StoreError,
    figures::Kept,
    keys, recover,
    runs::Entry,
    seal::{self, Seal},
    value::Meta,
};
use domain::RecordId;
use journal::Reader;

/// What a comparison found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewReport {
    /// Entries of the view.
    pub entries: u64,
    /// Where the view stands.
    pub seq: u64,
    /// How many entries are missing, too many, or other than the journal tells.
    pub differing: u64,
    /// What the first of these are about.
    pub examples: Vec<String>,
    /// What the next start does with a view that a crash left; what is compared is what comes of
    /// that.
    pub recovery: Option<Recovery>,
}

/// How many differences a report names.
const EXAMPLES: usize = 10;

/// Compares the view in a folder with one built from the journal. Works in the folder `scratch`,
/// which is removed afterwards; of the view it opens a copy there, since sled writes to what it
/// opens.
///
/// # Errors
/// Where files cannot be read or copied, or the comparison's own view not be built. A view that
/// sled cannot open is no error: the report says so.
pub fn verify(
    folder: &Path,
    scratch: &Path,
    journal: &Reader,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<ViewReport, StoreError> {
    // One that a verification left which did not come to its end.
    remove(scratch)?;
    let compared = compare(folder, scratch, journal, on_progress);
    remove(scratch)?;
    compared
}

fn remove(scratch: &Path) -> Result<(), StoreError> {
    if scratch.exists() {
        fs::remove_dir_all(scratch).map_err(StoreError::io(scratch))?;
    }
    Ok(())
}

fn compare(
    folder: &Path,
    scratch: &Path,
    journal: &Reader,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<ViewReport, StoreError> {
    if !folder.exists() {
        let examples = vec!["there is no view; the next start builds it".to_owned()];
        let differing = journal.head().seq;
        return Ok(ViewReport { entries: 0, seq: 0, differing, examples, recovery: None });
    }
    let (built, copied) = (scratch.join("built"), scratch.join("copied"));
    copy(folder, &copied)?;
    let note = seal::path(folder);
    if note.exists() {
        fs::copy(&note, seal::path(&copied)).map_err(StoreError::io(note))?;
    }
    let expected = Found::find(built, Options::default(), on_progress)?;
    let mut expected = expected.open(journal, on_progress)?.store;
    expected.write_figures()?;
    let seal = seal::take(&copied, u64::MAX)?.seal;
    // sled may panic on damaged files, also while they are read.
    let compared = catch_unwind(AssertUnwindSafe(|| {
        let (mut found, recovery) = if seal == Seal::Absent {
            let found = Found::find(copied, Options::default(), on_progress)?;
            let Opened { store, recovery, .. } = found.open(journal, on_progress)?;
            (store, Some(recovery))
        } else {
            let mut found = recover::open_sled(copied, Options::default())?;
            found.shared.tree.check_runs()?;
            found.load_figures(journal)?;
            (found, None)
        };
        let (seq, examples) = (found.meta.seq, Vec::new());
        let mut report = ViewReport { entries: 0, seq, differing: 0, examples, recovery };
        found.write_figures()?;
        report.compare_heads(&expected, &found);
        report.compare(&expected, &found, on_progress)?;
        report.compare_figures(&found)?;
        Ok(report)
    }));
    let mut report = match compared {
        Ok(Ok(report)) => report,
        Ok(Err(StoreError::Sled(error))) => ViewReport::unreadable(&error.to_string()),
        Ok(Err(StoreError::Corrupt(reason))) => ViewReport::unreadable(&reason),
        Ok(Err(error)) => return Err(error),
        Err(_) => ViewReport::unreadable("sled panicked while reading it"),
    };
    if let Seal::Broken(reason) = seal {
        report.differing += 1;
        report.examples.insert(0, reason);
    }
    Ok(report)
}

fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(to).map_err(StoreError::io(to))?;
    for entry in fs::read_dir(from).map_err(StoreError::io(from))? {
        let entry = entry.map_err(StoreError::io(from))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy(&source, &target)?;
        } else {
            fs::copy(&source, &target).map_err(StoreError::io(&source))?;
        }
    }
    Ok(())
}

impl ViewReport {
    fn unreadable(reason: &str) -> Self {
        let examples = vec![format!("the view cannot be read: {reason}")];
        Self { entries: 0, seq: 0, differing: 1, examples, recovery: None }
    }

    /// Compares where two views stand.
    fn compare_heads(&mut self, expected: &Store, found: &Store) {
        let (expected, found) = (&expected.meta, &found.meta);
        // The digest is of what stands in sled, which is another part in each.
        if *expected != (Meta { digest: expected.digest, ..found.clone() }) {
            let about = (keys::META.into(), sled::IVec::default());
            self.differ(Some(&about), Ordering::Equal);
        }
    }

    /// Walks both views in the order of their keys.
    fn compare(
        &mut self,
        expected: &Store,
        found: &Store,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<(), StoreError> {
        let (mut left, mut right) = (entries(expected), entries(found));
        let (mut a, mut b) = (left.next().transpose()?, right.next().transpose()?);
        loop {
            let order = match (&a, &b) {
                (Some(a), Some(b)) => a.0.cmp(&b.0),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return Ok(()),
            };
            if order.is_ne() || a != b {
                self.differ(if order.is_le() { a.as_ref() } else { b.as_ref() }, order);
            }
            if order.is_ge() {
                self.entries += 1;
                b = right.next().transpose()?;
                if self.entries.is_multiple_of(65_536) {
                    let done = self.entries;
                    on_progress(Progress { task: "comparing the view", done, total: done });
                }
            }
            if order.is_le() {
                a = left.next().transpose()?;
            }
        }
    }

    /// Adds every figure up from the records alone.
    fn compare_figures(&mut self, found: &Store) -> Result<(), StoreError> {
        let Some(kept) = &found.kept else { return Ok(()) };
        let differing = kept.differing(&Kept::from_records(&found.snapshot())?)?;
        self.differing += differing.len() as u64;
        let told = differing.into_iter().map(|it| format!("{it} are not those of its records"));
        self.examples.extend(told.take(EXAMPLES.saturating_sub(self.examples.len())));
        Ok(())
    }

    fn differ(&mut self, entry: Option<&(sled::IVec, sled::IVec)>, order: Ordering) {
        self.differing += 1;
        if self.examples.len() >= EXAMPLES {
            return;
        }
        let what = match order {
            Ordering::Less => "is missing from the view",
            Ordering::Greater => "is in the view but not in the journal",
            Ordering::Equal => "differs from the journal",
        };
        let subject = entry.map_or_else(String::new, |(key, _)| describe(key));
        self.examples.push(format!("{subject} {what}"));
    }
}

/// What the journal tells, without what tells how it is kept.
fn entries(of: &Store) -> impl Iterator<Item = Result<Entry, StoreError>> {
    let all = of.shared.tree.iter().map(|entry| Ok(entry?));
    let is_kept = |(key, value): &Entry| keys::is_about_keeping(key, value);
    all.filter(move |entry| !entry.as_ref().is_ok_and(is_kept))
}

/// What an entry is about, for people.
fn describe(key: &[u8]) -> String {
    let id = |bytes: Option<&[u8]>| {
        let id = bytes.and_then(keys::last_id).map(|id: RecordId| id.to_string());
        id.unwrap_or_else(|| "an unreadable record".to_owned())
    };
    match key.first() {
        Some(b'm') => "the position of the view".to_owned(),
        Some(b'h') => format!("the newest version of {}", id(Some(key))),
        Some(b'v') => format!("an earlier version of {}", id(key.get(..9))),
        Some(b'e') => format!("an edge to {}", id(Some(key))),
        Some(b't') => format!("a name of {}", id(Some(key))),
        Some(b'o') => format!("a title of {}", id(Some(key))),
        Some(b'p') => format!("the pair index entry of {}", id(Some(key))),
        Some(b'd') => format!("the due date of {}", id(Some(key))),
        Some(b'k') => "stored figures".to_owned(),
        Some(b'i') => "an idempotency key".to_owned(),
        Some(b'c') => format!("the time of command {}", keys::last_seq(key).unwrap_or(0)),
        _ => "an entry of an unknown kind".to_owned(),
    }
}
