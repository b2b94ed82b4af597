//! Compares a view with one built from the journal, entry by entry.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use super::{Found, Options, Progress, StoreError, keys, recover};
use crate::{domain::RecordId, journal::Journal};

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
}

/// How many differences a report names.
const EXAMPLES: usize = 10;

/// Compares the view in a folder with one built from the journal. Works in the folder `scratch`,
/// which is removed before and after; of the view it opens a copy there, since sled writes to
/// what it opens.
///
/// # Errors
/// Where either cannot be read, or the comparison's own view not be built. A view that cannot be
/// opened is no error: the report says so.
pub fn verify(
    folder: &Path,
    scratch: &Path,
    journal: &Journal,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<ViewReport, StoreError> {
    clear(scratch)?;
    let copied = copy(folder, &scratch.join("found"));
    let compared = copied.and_then(|()| {
        // sled may panic on damaged files, also while they are read.
        catch_unwind(AssertUnwindSafe(|| compare(scratch, journal, on_progress)))
            .unwrap_or_else(|_| Ok(ViewReport::unreadable("sled panicked while reading it")))
    });
    clear(scratch)?;
    compared
}

fn clear(scratch: &Path) -> Result<(), StoreError> {
    if scratch.exists() {
        fs::remove_dir_all(scratch).map_err(StoreError::io(scratch))?;
    }
    Ok(())
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

fn compare(
    scratch: &Path,
    journal: &Journal,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<ViewReport, StoreError> {
    let options = Options::default();
    let built = Found::find(scratch.join("expected"), options, on_progress)?;
    let expected = built.open(journal, on_progress)?.store;
    let found = match recover::open_sled(scratch.join("found"), options) {
        Ok(found) => found,
        Err(error) => return Ok(ViewReport::unreadable(&error.to_string())),
    };
    let mut report =
        ViewReport { entries: 0, seq: found.meta.seq, differing: 0, examples: Vec::new() };
    let mut left = expected.shared.tree.iter();
    let mut right = found.shared.tree.iter();
    let (mut a, mut b) = (left.next().transpose()?, right.next().transpose()?);
    while a.is_some() || b.is_some() {
        let order = match (&a, &b) {
            (Some(a), Some(b)) => a.0.cmp(&b.0),
            (Some(_), None) => std::cmp::Ordering::Less,
            _ => std::cmp::Ordering::Greater,
        };
        let same = order.is_eq() && a == b;
        if !same {
            report.differ(if order.is_le() { a.as_ref() } else { b.as_ref() }, order);
        }
        if order.is_ge() {
            report.entries += 1;
            b = right.next().transpose()?;
        }
        if order.is_le() {
            a = left.next().transpose()?;
        }
        if report.entries.is_multiple_of(65_536) {
            let done = report.entries;
            on_progress(Progress { task: "comparing the view", done, total: done });
        }
    }
    Ok(report)
}

impl ViewReport {
    fn unreadable(reason: &str) -> Self {
        let examples = vec![format!("the view cannot be read: {reason}")];
        Self { entries: 0, seq: 0, differing: 1, examples }
    }

    fn differ(&mut self, entry: Option<&(sled::IVec, sled::IVec)>, order: std::cmp::Ordering) {
        self.differing += 1;
        if self.examples.len() >= EXAMPLES {
            return;
        }
        let what = match order {
            std::cmp::Ordering::Less => "is missing from the view",
            std::cmp::Ordering::Greater => "is in the view without reason",
            std::cmp::Ordering::Equal => "is other than the journal tells",
        };
        let subject = entry.map_or_else(String::new, |(key, _)| describe(key));
        self.examples.push(format!("{subject} {what}"));
    }
}

/// What an entry is about, for people.
fn describe(key: &[u8]) -> String {
    let id = |bytes: Option<&[u8]>| {
        let id = bytes.and_then(keys::last_id).map(|id: RecordId| id.to_string());
        id.unwrap_or_else(|| "an unreadable record".to_owned())
    };
    match key.first() {
        Some(b'm') => "where the view stands".to_owned(),
        Some(b'h') => format!("the newest version of {}", id(Some(key))),
        Some(b'v') => format!("an earlier version of {}", id(key.get(..9))),
        Some(b'e') => format!("an edge to {}", id(Some(key))),
        Some(b't') => format!("a name of {}", id(Some(key))),
        Some(b'c') => format!("the time of command {}", keys::last_seq(key).unwrap_or(0)),
        _ => "an entry of no known kind".to_owned(),
    }
}
