//! Files and folders of a disk: what lasts of each, what is there now, and the changes in between.

use std::{collections::BTreeMap, sync::Arc};

use crate::campaign::Chance;

/// What a disk writes as a whole.
const SECTOR: usize = 512;

/// By which a file or folder is known, whatever its names.
pub type Number = usize;

/// A change of a file that was not synced yet.
#[derive(Debug, Clone)]
pub enum Written {
    Bytes(usize, Arc<[u8]>),
    Length(usize),
}

/// A change of the names in a folder that was not synced yet.
#[derive(Debug, Clone)]
pub enum Named {
    Put(String, Number),
    Taken(String),
    /// Within one folder: both or nothing.
    Moved(String, String, Number),
}

/// Changes that were not synced yet, and how many were.
#[derive(Debug)]
pub struct Pending<T> {
    pub changes: Vec<T>,
    pub synced: usize,
}

impl<T> Default for Pending<T> {
    fn default() -> Self {
        Self { changes: Vec::new(), synced: 0 }
    }
}

impl<T> Pending<T> {
    /// All that there were, synced or not.
    pub fn all(&self) -> usize {
        self.synced + self.changes.len()
    }

    /// Takes those out that a sync began with, but for what another took since.
    pub fn sync(&mut self, all: usize) -> Vec<T> {
        let taken = all.saturating_sub(self.synced);
        self.synced += taken;
        self.changes.drain(..taken).collect()
    }
}

#[derive(Debug, Default)]
pub struct File {
    pub lasting: Vec<u8>,
    pub now: Vec<u8>,
    pub pending: Pending<Written>,
}

#[derive(Debug, Default)]
pub struct Folder {
    pub lasting: BTreeMap<String, Number>,
    pub now: BTreeMap<String, Number>,
    pub pending: Pending<Named>,
}

#[derive(Debug)]
pub enum Node {
    File(File),
    Folder(Folder),
}

pub fn put(file: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    if file.len() < at + bytes.len() {
        file.resize(at + bytes.len(), 0);
    }
    file[at..at + bytes.len()].copy_from_slice(bytes);
}

impl Written {
    pub fn apply(&self, file: &mut Vec<u8>) {
        match self {
            Self::Bytes(at, bytes) => put(file, *at, bytes),
            Self::Length(length) => file.resize(*length, 0),
        }
    }

    /// Some sectors of it, and not the others.
    pub fn apply_torn(&self, file: &mut Vec<u8>, chance: &mut Chance) {
        let Self::Bytes(at, bytes) = self else { return };
        let mut begins = 0;
        while begins < bytes.len() {
            let ends = ((at + begins) / SECTOR * SECTOR + SECTOR - at).min(bytes.len());
            if chance.once_in(2) {
                put(file, at + begins, &bytes[begins..ends]);
            }
            begins = ends;
        }
    }
}

impl Named {
    pub fn apply(&self, names: &mut BTreeMap<String, Number>) {
        match self {
            Self::Put(name, node) => drop(names.insert(name.clone(), *node)),
            Self::Taken(name) => drop(names.remove(name)),
            Self::Moved(from, to, node) => {
                names.remove(from);
                names.insert(to.clone(), *node);
            }
        }
    }
}
