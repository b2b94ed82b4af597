//! The figures that the view keeps added up, and the ways to the records behind them.
//!
//! [`Cells`] live in memory, as persistent maps: every snapshot of the head holds those of its own
//! moment, and reading them touches no storage. A [`Group`] derives what each entry changes in
//! them, and in the index of pairs and of what is due, from the records before and after. Now and
//! then the cells that changed are written to the view along with a group, and all of them on a
//! clean close ([`Kept`]); what was committed since is derived again at the next start.

mod across;
mod bytes;
mod cells;
mod derive;
mod kept;
mod key;
mod layer;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub use bytes::{decode_cell, encode_cell};
pub use cells::{CellReader, Cells};
pub(super) use kept::{Derived, Kept};
pub(super) use key::UNITS;

use super::{Snapshot, StoreError, lists};
use derive::Changed;
use domain::{
    Entity, Noun, NounId, RecordId, Succession, SuccessionId, Versioned, View,
    edge::Relation,
    tally::{Cell, CellKey, Era, FigureKey, Gathered, Units, add_change},
};
use layer::Layer;

/// Changes that are gathered before they are added to cells, so that they take up little memory.
const CHANGES_MAX: usize = 16_384;

/// What a group of entries changes in the figures.
pub(super) struct Group<'a> {
    base: &'a Snapshot,
    /// What the group has written so far.
    layer: Layer<'a, Snapshot>,
    units: Arc<Units>,
    /// Whether the units are others than before the group, so that all other eras are added up
    /// anew.
    is_new_era: bool,
    change: BTreeMap<CellKey, Cell>,
    records: usize,
}

/// Keys of the index that led to records until an entry, and that do since.
#[derive(Default)]
pub(super) struct Index {
    pub gone: Vec<Vec<u8>>,
    pub new: Vec<Vec<u8>>,
}

impl<'a> Group<'a> {
    /// Starts with the view as it was before the group.
    pub fn over(base: &'a Snapshot, kept: &Kept) -> Self {
        let (layer, change) = (Layer::over(base), BTreeMap::new());
        let units = Arc::clone(kept.cells().units());
        Self { base, layer, units, is_new_era: false, change, records: 0 }
    }

    /// Follows an entry: the records that it wrote, each with whether it is new.
    pub fn entry(&mut self, written: &[(Arc<Versioned>, bool)]) -> Result<Index, StoreError> {
        let mut index = Index::default();
        self.records += written.len();
        let (counted, others): (Vec<_>, Vec<_>) =
            written.iter().partition(|(it, _)| derive::counts(it.id.noun));
        for (record, is_new) in others {
            self.layer.put(record, *is_new);
        }
        let changed: BTreeSet<RecordId> = counted.iter().map(|(it, _)| it.id).collect();
        if changed.is_empty() {
            return Ok(index);
        }
        let mut after = Layer::over(&self.layer);
        for (record, is_new) in counted {
            after.put(record, *is_new);
        }
        if changed.iter().any(|id| id.noun == Noun::Succession) {
            let known = successions(self.base)?;
            let units = units(
                known.into_iter().chain(after.successions()).chain(self.layer.successions()),
                &after,
            )?;
            if units != *self.units {
                (self.units, self.is_new_era) = (Arc::new(units), true);
            }
        }
        let eras = if self.is_new_era { vec![Era::AsRecorded] } else { self.units.eras() };
        for subject in derive::subjects(&changed, &self.layer, &after)? {
            let before = (!after.is_fresh(subject)).then_some(&self.layer);
            let bundle = Changed::read(subject, before, &after)?;
            bundle.add_to(&mut self.change, &self.units, &eras);
            let (gone, new) = bundle.index();
            index.gone.extend(gone);
            index.new.extend(new);
        }
        for (record, is_new) in after.into_records() {
            self.layer.put(&record, is_new);
        }
        Ok(index)
    }

    /// Brings the cells and the lists to where they stand after the group.
    pub fn finish(self, kept: &mut Kept, seq: u64) -> Result<(), StoreError> {
        let (is_new, written) = (|id| self.layer.is_fresh(id), self.base.written());
        let seen = |it: &Versioned| lists::note_sight(it, written, seq);
        let changes = lists::changes(self.layer.ids(), is_new, (self.base, &self.layer), seen)?;
        lists::note(&changes, is_new, written, seq);
        kept.change_lists(changes);
        for (key, _) in self.change.iter().filter(|(_, change)| !change.is_empty()) {
            written.note(&key::noted(key.place), seq);
            if matches!(key.place, FigureKey::Pair(_)) {
                written.note(key::PAIRS, seq);
            }
        }
        if self.is_new_era {
            written.note(UNITS, seq);
        }
        kept.change(self.change, self.records)?;
        if self.is_new_era {
            let written = self.layer.ids().filter(|id| self.layer.is_fresh(*id));
            let all = subjects(self.base).chain(written.map(Ok));
            kept.start_eras(self.units, all, &self.layer)?;
        }
        Ok(())
    }
}

/// Adds up every bundle for some eras.
fn add_up(
    subjects: impl Iterator<Item = Result<RecordId, StoreError>>,
    view: &impl View,
    units: &Units,
    eras: &[Era],
    mut take: impl FnMut(BTreeMap<CellKey, Cell>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut change = BTreeMap::new();
    for subject in subjects {
        let gathered = Gathered::read(subject?, view)?;
        for era in eras {
            add_change(&mut change, &[], &derive::all_facts(gathered.as_ref(), units, *era));
        }
        if change.len() > CHANGES_MAX {
            take(std::mem::take(&mut change))?;
        }
    }
    take(change)
}

/// Every activity and event.
fn subjects(snapshot: &Snapshot) -> impl Iterator<Item = Result<RecordId, StoreError>> + use<> {
    let all = [Noun::Activity, Noun::Event]
        .map(|noun| snapshot.places(Relation::All, None, noun, None, None));
    all.into_iter().flatten().map(|place| Ok(place?.to))
}

fn successions(snapshot: &Snapshot) -> Result<BTreeSet<SuccessionId>, StoreError> {
    let places = snapshot.places(Relation::All, None, Noun::Succession, None, None);
    places.map(|place| Ok(SuccessionId::from_number(place?.to.number))).collect()
}

/// Follows successions, as a view has them.
fn units(
    successions: impl IntoIterator<Item = SuccessionId>,
    view: &impl View,
) -> Result<Units, StoreError> {
    let mut steps = BTreeMap::new();
    for id in successions {
        if let Some(found) = view.record(id.record())? {
            steps.insert(id, found);
        }
    }
    Ok(Units::new(steps.values().filter_map(|it| Succession::of(&it.record))))
}

/// Which unit became which, as of a snapshot.
///
/// # Errors
/// Where the view cannot be read.
pub fn units_of(snapshot: &Snapshot) -> Result<Arc<Units>, StoreError> {
    match snapshot.cells() {
        Some(cells) => Ok(Arc::clone(cells.units())),
        None => Ok(Arc::new(units(successions(snapshot)?, snapshot)?)),
    }
}

#[cfg(test)]
mod tests;
