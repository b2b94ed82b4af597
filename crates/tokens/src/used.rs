//! When each token was last used: kept in memory, written down now and then.
//!
//! In a file of its own, so that a server never writes the file that says who may come in.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

/// Where that is written down in a data folder.
pub(super) fn path(data: &Path) -> PathBuf {
    data.join("tokens.used.toml")
}

/// What is written down; nothing where that cannot be read, for nobody's rights depend on it.
pub(super) fn read(path: &Path) -> BTreeMap<String, Timestamp> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    toml::from_str(&text).unwrap_or_default()
}

pub(super) struct Used {
    path: PathBuf,
    at: BTreeMap<String, Timestamp>,
    is_saved: bool,
}

impl Used {
    pub(super) fn open(data: &Path) -> Self {
        let path = path(data);
        Self { at: read(&path), path, is_saved: true }
    }

    pub(super) fn note(&mut self, id: &str, now: Timestamp) {
        self.is_saved = false;
        match self.at.get_mut(id) {
            Some(at) => *at = now.max(*at),
            None => {
                self.at.insert(id.to_owned(), now);
            }
        }
    }

    /// What is to be written, and where; from now on it counts as written.
    pub(super) fn changed(&mut self) -> Option<(PathBuf, String)> {
        if self.is_saved {
            return None;
        }
        let text = toml::to_string(&self.at).ok()?;
        self.is_saved = true;
        Some((self.path.clone(), format!("# When each token was last used.\n\n{text}")))
    }

    /// It was not written after all.
    pub(super) fn unsaved(&mut self) {
        self.is_saved = false;
    }
}
