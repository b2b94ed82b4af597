//! Runs that are checked after the view was opened: each of their blocks has a checksum, so that none
//! that is damaged is taken for an answer meanwhile.

use std::{ops::ControlFlow, path::PathBuf, sync::Arc};

use super::{Run, Tree};
use crate::{StoreError, doubt::Doubt};

/// Runs of a view that were not compared with their hashes yet.
pub struct UncheckedRuns {
    runs: Vec<Arc<Run>>,
    doubt: Doubt,
}

impl UncheckedRuns {
    /// The runs with these files.
    pub(crate) fn of(files: &[PathBuf], tree: &Tree) -> Self {
        let is_left = |run: &&Arc<Run>| files.iter().any(|file| file == run.path());
        let runs = tree.runs().iter().filter(is_left).cloned().collect();
        Self { runs, doubt: tree.doubt.clone() }
    }

    /// Bytes of their files.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.runs.iter().map(|run| run.note.bytes).sum()
    }

    /// Compares them with their hashes, until all are or it is told to stop, which it is asked after
    /// each piece with its bytes. What is not as it was written puts the view in doubt.
    pub fn check(self, mut go_on: impl FnMut(u64) -> ControlFlow<()>) {
        for run in self.runs {
            let hash = run.hash_until(&mut go_on);
            match hash {
                Ok(None) => return,
                Ok(Some(hash)) if hash == run.note.hash => {}
                Ok(Some(_)) => {
                    let name = run.path().display();
                    self.doubt.note(&format!("{name} is not as it was written"));
                }
                Err(fault) => self.doubt.note(&StoreError::from(fault)),
            }
        }
    }
}
