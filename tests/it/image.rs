//! The files of a data folder: copied as they are at one moment, damaged, and compared in what
//! they serve.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use hoptac::{
    domain::{
        Noun, RecordId, Versioned,
        edge::{Relation, Term, edges, terms},
    },
    registry::{EdgeEnd, Registry, Snapshot},
};

use super::fixture;

/// Everything that a snapshot serves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Served {
    seq: u64,
    records: BTreeMap<RecordId, Versioned>,
    places: BTreeMap<(Relation, Option<RecordId>, Noun), Vec<EdgeEnd>>,
    named: BTreeMap<Term, Vec<RecordId>>,
}

impl Served {
    pub fn by(snapshot: &Snapshot) -> Self {
        let mut served = Self { seq: snapshot.seq(), ..Self::default() };
        for noun in Noun::ALL {
            for place in snapshot.places(Relation::All, None, noun, None, None) {
                let id = place.unwrap().to;
                let record = snapshot.find(id).unwrap().unwrap();
                for edge in edges(id, &record.record) {
                    let ways = (edge.relation, edge.from, noun);
                    served.places.entry(ways).or_insert_with(|| {
                        let (relation, from, to) = ways;
                        let places = snapshot.places(relation, from, to, None, None);
                        places.collect::<Result<_, _>>().unwrap()
                    });
                }
                for term in terms(&record.record) {
                    let named = snapshot.list_named(&term).unwrap();
                    served.named.insert(term, named);
                }
                served.records.insert(id, Versioned::clone(&record));
            }
        }
        served
    }
}

/// A data folder with some history: created, updated and linked records in many entries.
pub struct Image {
    pub folder: tempfile::TempDir,
    pub served: Served,
}

impl Image {
    /// As a clean close leaves it.
    pub fn closed() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let registry = with_history(folder.path());
        let served = Served::by(&registry.snapshot());
        registry.close().unwrap();
        Self { folder, served }
    }

    /// As a crash leaves it: the files, copied while they are in use.
    pub fn crashed() -> Self {
        let data = tempfile::tempdir().unwrap();
        let registry = with_history(data.path());
        let served = Served::by(&registry.snapshot());
        let folder = tempfile::tempdir().unwrap();
        copy(data.path(), folder.path());
        registry.close().unwrap();
        Self { folder, served }
    }

    pub fn copied(&self) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        copy(self.folder.path(), folder.path());
        folder
    }
}

fn with_history(data: &Path) -> Registry {
    let (registry, _) = fixture::open(data).unwrap();
    for round in 0..12 {
        let sector = |number: u64| fixture::sector(&format!("s-{number}"), round);
        fixture::submit(&registry, fixture::replacing((round..round + 5).map(sector).collect()))
            .unwrap();
        let text = format!(
            "[[agreement]]\nkey = 'a-{round}'\ncode = 'A-{round}'\nkind = 'PLAN'\n\
             title.vi = 'Kế hoạch {round}'\nsignedOn = '2024-02-{:02}'\n",
            round + 1
        );
        let agreements = fixture::drafts(&[("agreements.toml", &text)]);
        fixture::submit(&registry, fixture::adding(agreements)).unwrap();
    }
    registry
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

/// All files below a folder, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

pub fn flip(file: &Path, offset: usize, bit: u8) {
    let mut bytes = fs::read(file).unwrap();
    bytes[offset] ^= 1 << bit;
    fs::write(file, bytes).unwrap();
}
