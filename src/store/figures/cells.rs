//! The cells of one moment, in memory, shared by every snapshot of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use imbl::OrdMap;

use crate::{
    domain::tally::{Cell, CellKey, Era, LEVELS, Only, Place, ProvincePair, Scope, Tally, Units},
    journal::codec,
    store::StoreError,
};

/// The cells of one moment. Persistent maps: a clone costs nothing, and a change copies the few
/// nodes on the way to it.
#[derive(Clone, Default)]
pub struct Cells {
    /// Those of the first level. They are read the most, and are few: decoded.
    coarse: OrdMap<CellKey, Arc<Cell>>,
    /// The others, as bytes: decoded, each takes up several kilobytes.
    fine: OrdMap<CellKey, Arc<[u8]>>,
    units: Arc<Units>,
}

impl Cells {
    /// Which unit became which: what the eras of the cells follow from.
    #[must_use]
    pub const fn units(&self) -> &Arc<Units> {
        &self.units
    }

    /// The figures of one place within a scope; `None` where cells of this place do not tell. A
    /// scope told by the coarsest level costs one cell, another those of the place.
    ///
    /// # Errors
    /// Where a cell cannot be read.
    pub fn tally(
        &self,
        era: Era,
        place: Place,
        scope: &Scope,
    ) -> Result<Option<Tally>, StoreError> {
        let Some(level) = scope.level(false) else { return Ok(None) };
        if level == LEVELS[0] {
            let key = CellKey { era, place, sector: Only::All, year: Only::All };
            let cell = self.coarse.get(&key);
            return Ok(Some(cell.map_or_else(Tally::default, |cell| cell.tally(scope))));
        }
        let cells = self.told_apart(era, place, scope)?;
        Ok(cells.map(|cells| {
            let mut tally = Tally::default();
            for (_, part) in &cells {
                tally.add(part);
            }
            tally
        }))
    }

    /// The figures of one place within a scope, by sector and year; `None` where cells do not tell.
    ///
    /// # Errors
    /// Where a cell cannot be read.
    pub fn told_apart(
        &self,
        era: Era,
        place: Place,
        scope: &Scope,
    ) -> Result<Option<Vec<(CellKey, Tally)>>, StoreError> {
        let fine = matches!(place, Place::Network | Place::Pair(_));
        if !fine || scope.level(true).is_none() {
            return Ok(None);
        }
        let first = CellKey { era, place, sector: Only::All, year: Only::All };
        let mut cells = Vec::new();
        let of_place = |key: &CellKey| key.era == era && key.place == place;
        for (key, bytes) in self.fine.range(first..).take_while(|(key, _)| of_place(key)) {
            if scope.admits_cell(key) {
                let tally = decode(bytes)?.tally(scope);
                if !tally.is_empty() {
                    cells.push((*key, tally));
                }
            }
        }
        Ok(Some(cells))
    }

    /// The figures of every pair that has any within a scope; `None` where cells do not tell.
    ///
    /// # Errors
    /// Where a cell cannot be read.
    pub fn matrix(
        &self,
        era: Era,
        scope: &Scope,
    ) -> Result<Option<BTreeMap<ProvincePair, Tally>>, StoreError> {
        let Some(level) = scope.level(false) else { return Ok(None) };
        let first = CellKey { era, place: Place::Network, sector: Only::All, year: Only::All };
        let pair = |key: &CellKey| match key.place {
            Place::Pair(pair) => Some(pair),
            _ => None,
        };
        let of_era =
            |key: &CellKey| key.era == era && matches!(key.place, Place::Network | Place::Pair(_));
        let mut matrix: BTreeMap<_, Tally> = BTreeMap::new();
        if level == LEVELS[0] {
            for (key, cell) in self.coarse.range(first..).take_while(|(key, _)| of_era(key)) {
                if let Some(pair) = pair(key) {
                    matrix.insert(pair, cell.tally(scope));
                }
            }
        } else {
            for (key, bytes) in self.fine.range(first..).take_while(|(key, _)| of_era(key)) {
                if let Some(pair) = pair(key).filter(|_| scope.admits_cell(key)) {
                    matrix.entry(pair).or_default().add(&decode(bytes)?.tally(scope));
                }
            }
        }
        matrix.retain(|_, tally| !tally.is_empty());
        Ok(Some(matrix))
    }

    /// How many cells there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.coarse.len() + self.fine.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every cell, in the order of the keys within each level.
    pub(super) fn iter(&self) -> impl Iterator<Item = Result<(CellKey, Cell), StoreError>> + '_ {
        let coarse = self.coarse.iter().map(|(key, cell)| Ok((*key, Cell::clone(cell))));
        coarse.chain(self.fine.iter().map(|(key, bytes)| Ok((*key, decode(bytes)?))))
    }

    pub(super) fn set_units(&mut self, units: Arc<Units>) {
        self.units = units;
    }

    /// The bytes that a cell is kept as.
    pub(super) fn bytes(&self, key: &CellKey) -> Result<Option<Vec<u8>>, StoreError> {
        if is_coarse(key) {
            return self.coarse.get(key).map(|cell| encode(cell)).transpose();
        }
        Ok(self.fine.get(key).map(|bytes| bytes.to_vec()))
    }

    /// Puts a cell in as it was kept.
    pub(super) fn load(&mut self, key: CellKey, bytes: &[u8]) -> Result<(), StoreError> {
        if is_coarse(&key) {
            self.coarse.insert(key, Arc::new(decode(bytes)?));
        } else {
            self.fine.insert(key, Arc::from(bytes));
        }
        Ok(())
    }

    /// Adds changes to the cells, and notes the keys of those that changed.
    pub(super) fn change(
        &mut self,
        changes: BTreeMap<CellKey, Cell>,
        dirty: &mut BTreeSet<CellKey>,
    ) -> Result<(), StoreError> {
        for (key, change) in changes {
            if change.is_empty() {
                continue;
            }
            dirty.insert(key);
            let mut cell = if is_coarse(&key) {
                self.coarse.get(&key).map(|cell| Cell::clone(cell)).unwrap_or_default()
            } else {
                self.fine.get(&key).map(|it| decode(it)).transpose()?.unwrap_or_default()
            };
            cell.add(&change);
            match (cell.is_empty(), is_coarse(&key)) {
                (true, true) => drop(self.coarse.remove(&key)),
                (true, false) => drop(self.fine.remove(&key)),
                (false, true) => drop(self.coarse.insert(key, Arc::new(cell))),
                (false, false) => drop(self.fine.insert(key, Arc::from(encode(&cell)?))),
            }
        }
        Ok(())
    }

    /// Takes all cells away but those as recorded, and notes their keys.
    pub(super) fn forget_eras(&mut self, dirty: &mut BTreeSet<CellKey>) {
        let keys = self.coarse.keys().chain(self.fine.keys());
        let other: Vec<CellKey> = keys.filter(|key| key.era != Era::AsRecorded).copied().collect();
        for key in other {
            self.coarse.remove(&key);
            self.fine.remove(&key);
            dirty.insert(key);
        }
    }
}

fn is_coarse(key: &CellKey) -> bool {
    key.level() == LEVELS[0]
}

fn encode(cell: &Cell) -> Result<Vec<u8>, StoreError> {
    codec::encode_cell(cell)
        .map_err(|error| StoreError::Corrupt(format!("a cell cannot be written: {error}")))
}

fn decode(bytes: &[u8]) -> Result<Cell, StoreError> {
    codec::decode_cell(bytes)
        .map_err(|error| StoreError::Corrupt(format!("a cell cannot be read: {error}")))
}
