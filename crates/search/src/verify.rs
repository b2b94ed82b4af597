//! Whether an index that nobody has open is one of a registry, and as it was written. Changes
//! nothing.

use std::{
    collections::HashSet,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use super::{
    error::IndexFault,
    folder,
    index::{Index, IndexPosition},
};
use journal::{Reader, codec::decode_record};

/// How an index was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verified {
    /// There is none.
    Missing,
    /// It is whole, and shows what the journal has up to a change.
    Sound {
        /// How many records it shows.
        records: u64,
        /// The last change that it shows.
        seq: u64,
    },
    /// It was being built when it was last at work; the next start builds it.
    Unfinished,
    /// It is not to be trusted, for this reason.
    Doubtful(String),
}

/// Checks the index of a data folder against the journal: its checksums, its history, and how many
/// records it shows.
#[must_use]
pub fn verify(data: &Path, journal: &Reader) -> Verified {
    let checked = catch_unwind(AssertUnwindSafe(|| check(&folder(data), journal)));
    match checked {
        Ok(Ok((records, seq))) => Verified::Sound { records, seq },
        Ok(Err(IndexFault::Missing)) => Verified::Missing,
        Ok(Err(IndexFault::Unfinished)) => Verified::Unfinished,
        Ok(Err(doubt)) => Verified::Doubtful(doubt.to_string()),
        // tantivy may panic where it should fail.
        Err(_) => Verified::Doubtful("it cannot be read".to_owned()),
    }
}

fn check(folder: &Path, journal: &Reader) -> Result<(u64, u64), IndexFault> {
    let (records, IndexPosition { seq, hash }) = Index::inspect(folder)?;
    let mut ids = HashSet::new();
    let mut last = None;
    for entry in journal.read_from(1) {
        let entry = entry?;
        if entry.seq > seq {
            break;
        }
        for image in &entry.body.changes {
            ids.insert(image.id);
            if image.id.noun.is_merged() && decode_record(&image.bytes)?.merged_into().is_some() {
                ids.remove(&image.id);
            }
        }
        last = Some((entry.seq, entry.hash));
    }
    let (reached, found) = last.unwrap_or_default();
    if reached < seq {
        return Err(IndexFault::odd(format!("it shows {seq} changes, the journal has {reached}")));
    }
    if found != hash {
        return Err(IndexFault::odd("it shows another history"));
    }
    if records != ids.len() as u64 {
        return Err(IndexFault::odd(format!("it shows {records} records of {}", ids.len())));
    }
    Ok((records, seq))
}
