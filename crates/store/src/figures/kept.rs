//! The cells and the lists as the writer holds them, and how they get into the view and out of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Cells, add_up, derive, derive::Changed, key, subjects, successions, units};
use crate::{
    Snapshot, StoreError,
    lists::{self, ListChange, Lists, PieceKey},
};
use domain::{
    Noun, RecordId, View,
    edge::Relation,
    tally::{Cell, CellKey, Era, Units},
};
use journal::Reader;

/// Cells are written once as many records changed as cells did: then each record's share is the
/// cost of one cell. But not for fewer than this many records,
const RECORDS_MIN: usize = 1_024;
/// and whatever changed, once it is this many: so that few are to be derived anew after a crash.
const RECORDS_MAX: usize = 131_072;
/// Cells that cost as much to write as a piece of a list does.
const PIECE: usize = 4;

/// What a snapshot of the head has in memory.
#[derive(Clone)]
pub(crate) struct Derived {
    pub cells: Arc<Cells>,
    pub lists: Arc<Lists>,
}

/// The cells and the lists at the head, and those among them that the view does not hold yet.
#[derive(Default)]
pub(crate) struct Kept {
    cells: Arc<Cells>,
    dirty: BTreeSet<CellKey>,
    lists: Arc<Lists>,
    dirty_lists: BTreeSet<PieceKey>,
    /// How many records were written, of any noun, since the view holds the cells.
    records: usize,
}

impl Kept {
    /// The cells at the head.
    pub const fn cells(&self) -> &Arc<Cells> {
        &self.cells
    }

    /// What the snapshots of the head have.
    pub fn derived(&self) -> Derived {
        Derived { cells: Arc::clone(&self.cells), lists: Arc::clone(&self.lists) }
    }

    /// Follows records that were written in the lists.
    pub(super) fn change_lists(&mut self, changes: Vec<ListChange>) {
        if !changes.is_empty() {
            Arc::make_mut(&mut self.lists).change(changes, &mut self.dirty_lists);
        }
    }

    /// Adds what some records have changed.
    pub(super) fn change(
        &mut self,
        change: BTreeMap<CellKey, Cell>,
        records: usize,
    ) -> Result<(), StoreError> {
        self.records += records;
        if change.is_empty() {
            return Ok(());
        }
        Arc::make_mut(&mut self.cells).change(change, &mut self.dirty)
    }

    /// Adds up all eras anew, except what is as recorded.
    pub(super) fn start_eras(
        &mut self,
        units: Arc<Units>,
        subjects: impl Iterator<Item = Result<RecordId, StoreError>>,
        view: &impl View,
    ) -> Result<(), StoreError> {
        let eras: Vec<Era> =
            units.eras().into_iter().filter(|era| *era != Era::AsRecorded).collect();
        let cells = Arc::make_mut(&mut self.cells);
        cells.forget_eras(&mut self.dirty);
        let dirty = &mut self.dirty;
        add_up(subjects, view, &units, &eras, |change| cells.change(change, dirty))?;
        cells.set_units(units);
        Ok(())
    }

    /// Whether it is time to write to the view: also where that costs nothing, so that the view
    /// does not fall behind by records that change no figures.
    pub fn is_due(&self) -> bool {
        let dirty = self.dirty.len() + PIECE * self.dirty_lists.len();
        dirty == 0 || self.records >= RECORDS_MAX || self.records >= RECORDS_MIN.max(dirty)
    }

    /// The entries of the view that have to change for it to hold the cells: each with its new
    /// value, or `None` where it goes.
    pub fn unwritten(
        &self,
    ) -> impl Iterator<Item = Result<(Vec<u8>, Option<Vec<u8>>), StoreError>> + '_ {
        self.dirty.iter().map(|key| Ok((key::encode(key), self.cells.bytes(key)?)))
    }

    /// The same for the pieces of the lists.
    pub fn unwritten_lists(
        &self,
    ) -> impl Iterator<Item = Result<(Vec<u8>, Option<Vec<u8>>), StoreError>> + '_ {
        self.dirty_lists.iter().map(|key| Ok((key.encode(), self.lists.bytes(key)?)))
    }

    /// Notes that the view holds the cells and the lists.
    pub fn written(&mut self) {
        self.dirty.clear();
        self.dirty_lists.clear();
        self.records = 0;
    }

    /// Reads the cells that the view holds, which stand at a command, and derives what was
    /// committed since.
    pub fn load(snapshot: &Snapshot, stands: u64, journal: &Reader) -> Result<Self, StoreError> {
        if stands > snapshot.seq() {
            return Err(StoreError::corrupt("its figures are ahead of its records"));
        }
        let before = snapshot.at(stands);
        let (mut cells, lists) = std::thread::scope(|scope| {
            let lists = scope.spawn(|| read_lists(snapshot));
            let cells = read_cells(snapshot);
            let lists = lists.join().map_err(|_| StoreError::corrupt("reading its lists panicked"));
            Ok::<_, StoreError>((cells?, lists??))
        })?;
        cells.set_units(Arc::new(units(successions(&before)?, &before)?));
        let (cells, lists) = (Arc::new(cells), Arc::new(lists));
        let mut kept = Self { cells, lists, ..Self::default() };
        kept.catch_up(&before, snapshot, journal)?;
        Ok(kept)
    }

    fn catch_up(
        &mut self,
        before: &Snapshot,
        after: &Snapshot,
        journal: &Reader,
    ) -> Result<(), StoreError> {
        let mut written = BTreeSet::new();
        if before.seq() < after.seq() {
            for entry in journal.read_from(before.seq() + 1) {
                let entry = entry?;
                if entry.seq > after.seq() {
                    break;
                }
                written.extend(entry.body.changes.iter().map(|image| image.id));
            }
        }
        let ids = written.iter().copied();
        self.change_lists(lists::changes(ids, |_| false, (before, after), |_| {})?);
        let mut changed = written;
        changed.retain(|id| derive::counts(id.noun));
        let mut known = Arc::clone(self.cells.units());
        let mut is_new_era = false;
        if changed.iter().any(|id| id.noun == Noun::Succession) {
            let units = units(successions(after)?, after)?;
            is_new_era = units != *known;
            known = Arc::new(units);
        }
        let eras = if is_new_era { vec![Era::AsRecorded] } else { known.eras() };
        let mut change = BTreeMap::new();
        for subject in derive::subjects(&changed, before, after)? {
            Changed::read(subject, Some(before), after)?.add_to(&mut change, &known, &eras);
        }
        self.change(change, changed.len())?;
        if is_new_era { self.start_eras(known, subjects(after), after) } else { Ok(()) }
    }

    /// Adds up every cell, and makes every list, from the records alone.
    pub fn from_records(snapshot: &Snapshot) -> Result<Self, StoreError> {
        let known = units(successions(snapshot)?, snapshot)?;
        let mut kept = Self::default();
        let (cells, dirty) = (Arc::make_mut(&mut kept.cells), &mut kept.dirty);
        add_up(subjects(snapshot), snapshot, &known, &known.eras(), |change| {
            cells.change(change, dirty)
        })?;
        cells.set_units(Arc::new(known));
        let all = Noun::ALL.map(|noun| snapshot.places(Relation::All, None, noun, None, None));
        let (mut ids, nothing) = (Vec::new(), snapshot.at(0));
        for place in all.into_iter().flatten() {
            ids.push(place?.to);
        }
        for ids in ids.chunks(RECORDS_MAX) {
            let ids = ids.iter().copied();
            kept.change_lists(lists::changes(ids, |_| true, (&nothing, snapshot), |_| {})?);
        }
        Ok(kept)
    }

    /// The cells and lists that are other than those of `expected`, for people.
    pub fn differing(&self, expected: &Self) -> Result<Vec<String>, StoreError> {
        let mut mine = BTreeMap::new();
        for cell in self.cells.iter() {
            let (key, cell) = cell?;
            mine.insert(key, cell);
        }
        let mut differing = Vec::new();
        let tell = |key: &CellKey| format!("the kept figures of {:?} in {:?}", key.place, key.era);
        for cell in expected.cells.iter() {
            let (key, cell) = cell?;
            if mine.remove(&key).is_none_or(|found| found != cell) {
                differing.push(tell(&key));
            }
        }
        differing.extend(mine.keys().map(tell));
        differing.extend(self.lists.differing(&expected.lists));
        Ok(differing)
    }
}

fn read_cells(snapshot: &Snapshot) -> Result<Cells, StoreError> {
    let mut cells = Cells::default();
    for entry in snapshot.entries(key::CELLS) {
        let (key, bytes) = entry?;
        if !bytes.is_empty() {
            cells.load(key::decode(&key)?, &bytes)?;
        }
    }
    Ok(cells)
}

fn read_lists(snapshot: &Snapshot) -> Result<Lists, StoreError> {
    let mut lists = Lists::default();
    for entry in snapshot.entries(lists::PIECES) {
        let (key, bytes) = entry?;
        if !bytes.is_empty() {
            lists.load(&key, &bytes)?;
        }
    }
    Ok(lists)
}
