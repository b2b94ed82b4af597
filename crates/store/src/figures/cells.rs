//! The cells of one moment, in memory, shared by every snapshot of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use imbl::OrdMap;

use super::{
    across::Across,
    bytes::{decode_cell, encode_cell},
    key,
};
use crate::{
    StoreError,
    footprint::Footprint,
    meter::{Meter, Work},
    written,
};
use domain::tally::{Cell, CellKey, Era, FigureKey, LEVELS, Level, OneOrAll, Scope, Tally, Units};

/// The cells of one moment. Persistent maps: a clone costs nothing, and a change copies the few
/// nodes on the way to it.
#[derive(Clone, Default)]
pub struct Cells {
    /// Those of the first level. They are read the most, and are few: decoded.
    pub(super) coarse: OrdMap<CellKey, Arc<Ready>>,
    /// The others, as bytes: decoded, each takes up several kilobytes.
    pub(super) fine: OrdMap<CellKey, Arc<Fine>>,
    pub(super) across: Across,
    units: Arc<Units>,
}

/// A cell, and its sum.
pub(super) struct Ready {
    cell: Cell,
    sum: Arc<Tally>,
}

/// A cell as bytes. The sum of one that is not of the finest level is kept once it was asked for:
/// there are some ten of these for each pair.
pub(super) struct Fine {
    bytes: Box<[u8]>,
    sum: OnceLock<Arc<Tally>>,
}

impl Ready {
    fn of(cell: Cell) -> Arc<Self> {
        let sum = Arc::new(cell.sum());
        Arc::new(Self { cell, sum })
    }

    pub fn tally(&self, scope: &Scope) -> Arc<Tally> {
        match scope.statuses {
            None => Arc::clone(&self.sum),
            Some(_) => Arc::new(self.cell.tally(scope)),
        }
    }
}

impl Fine {
    fn of(bytes: &[u8]) -> Arc<Self> {
        Arc::new(Self { bytes: bytes.into(), sum: OnceLock::new() })
    }

    pub fn tally(&self, key: &CellKey, scope: &Scope) -> Result<Arc<Tally>, StoreError> {
        if scope.statuses.is_some() {
            return Ok(Arc::new(decode(&self.bytes)?.tally(scope)));
        }
        if let Some(sum) = self.sum.get() {
            return Ok(Arc::clone(sum));
        }
        let sum = Arc::new(decode(&self.bytes)?.sum());
        if key.level() != FINEST {
            let _ = self.sum.set(Arc::clone(&sum));
        }
        Ok(sum)
    }
}

/// The level of most cells.
pub(super) const FINEST: Level = LEVELS[LEVELS.len() - 1];

/// Figures told apart by their keys.
pub type Parts = Vec<(CellKey, Arc<Tally>)>;

/// Cells that are passed over at the cost of one that is read: only their keys are looked at.
const PASSED_OVER: u64 = 16;

/// The cells of one moment, as they are read for an operation, which may be metered.
#[derive(Clone, Copy)]
pub struct CellReader<'a> {
    pub(super) cells: &'a Cells,
    meter: Option<&'a Meter>,
    footprint: Option<&'a Footprint>,
}

impl<'a> CellReader<'a> {
    pub(crate) const fn new(
        cells: &'a Cells,
        meter: Option<&'a Meter>,
        footprint: Option<&'a Footprint>,
    ) -> Self {
        Self { cells, meter, footprint }
    }

    pub(super) fn rest_on(self, key: &[u8]) {
        if let Some(footprint) = self.footprint {
            footprint.note(written::place(key));
        }
    }

    /// Which unit became which: what the eras of the cells follow from.
    #[must_use]
    pub const fn units(self) -> &'a Arc<Units> {
        self.cells.units()
    }

    /// How many cells there are.
    #[must_use]
    pub fn len(self) -> usize {
        if let Some(footprint) = self.footprint {
            footprint.rest_on_head();
        }
        self.cells.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.cells.is_empty()
    }

    pub(super) fn count(self, cells: u64) -> Result<(), StoreError> {
        self.meter.map_or(Ok(()), |meter| Ok(meter.count(Work::Cell, cells)?))
    }

    /// Counts a cell that is passed over.
    fn pass(self, passed: &mut u64) -> Result<(), StoreError> {
        *passed += 1;
        if passed.is_multiple_of(PASSED_OVER) { self.count(1) } else { Ok(()) }
    }

    /// The figures of one place within a scope; `None` where cells of this place do not tell. A
    /// scope told by the coarsest level costs one cell, another those of the place.
    ///
    /// # Errors
    /// Where a cell cannot be read.
    pub fn tally(
        self,
        era: Era,
        place: FigureKey,
        scope: &Scope,
    ) -> Result<Option<Arc<Tally>>, StoreError> {
        let Some(level) = scope.level(false) else { return Ok(None) };
        self.rest_on(&key::noted(place));
        if level == LEVELS[0] {
            self.count(1)?;
            let key = CellKey { era, place, sector: OneOrAll::All, year: OneOrAll::All };
            let cell = self.cells.coarse.get(&key);
            return Ok(Some(cell.map_or_else(Arc::default, |cell| cell.tally(scope))));
        }
        let cells = self.told_apart(era, place, scope, level)?;
        Ok(cells.map(|cells| {
            let mut tally = Tally::default();
            for (_, part) in &cells {
                tally.add(part);
            }
            Arc::new(tally)
        }))
    }

    /// The figures of one place within a scope, told apart at least as a level does: the keys say
    /// how. `None` where cells do not tell.
    ///
    /// # Errors
    /// Where a cell cannot be read.
    pub fn told_apart(
        self,
        era: Era,
        place: FigureKey,
        scope: &Scope,
        apart: Level,
    ) -> Result<Option<Parts>, StoreError> {
        let fine = matches!(place, FigureKey::Network | FigureKey::Pair(_));
        let Some(level) = scope.level_for(apart).filter(|_| fine) else { return Ok(None) };
        self.rest_on(&key::noted(place));
        let first = CellKey { era, place, sector: OneOrAll::All, year: OneOrAll::All };
        if level == LEVELS[0] {
            self.count(1)?;
            let cell = self.cells.coarse.get(&first).map(|cell| (first, cell.tally(scope)));
            return Ok(Some(cell.into_iter().collect()));
        }
        let (mut cells, mut passed) = (Vec::new(), 0);
        let of_place = |key: &CellKey| key.era == era && key.place == place;
        for (key, cell) in self.cells.fine.range(first..).take_while(|(key, _)| of_place(key)) {
            self.pass(&mut passed)?;
            if key.level() == level && scope.admits_cell(key) {
                self.count(1)?;
                let tally = cell.tally(key, scope)?;
                if !tally.is_empty() {
                    cells.push((*key, tally));
                }
            }
        }
        Ok(Some(cells))
    }
}

impl Cells {
    /// Which unit became which: what the eras of the cells follow from.
    #[must_use]
    pub const fn units(&self) -> &Arc<Units> {
        &self.units
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
        let coarse = self.coarse.iter().map(|(key, ready)| Ok((*key, ready.cell.clone())));
        coarse.chain(self.fine.iter().map(|(key, fine)| Ok((*key, decode(&fine.bytes)?))))
    }

    pub(super) fn set_units(&mut self, units: Arc<Units>) {
        self.units = units;
    }

    /// The bytes that a cell is kept as.
    pub(super) fn bytes(&self, key: &CellKey) -> Result<Option<Vec<u8>>, StoreError> {
        if is_coarse(key) {
            return self.coarse.get(key).map(|ready| encode(&ready.cell)).transpose();
        }
        Ok(self.fine.get(key).map(|fine| fine.bytes.to_vec()))
    }

    /// Puts a cell in as it was kept.
    pub(super) fn load(&mut self, key: CellKey, bytes: &[u8]) -> Result<(), StoreError> {
        if is_coarse(&key) {
            self.coarse.insert(key, Ready::of(decode(bytes)?));
        } else {
            self.put(key, Some(Fine::of(bytes)));
        }
        Ok(())
    }

    /// Puts a cell in that is not of the first level, or takes it away.
    fn put(&mut self, key: CellKey, cell: Option<Arc<Fine>>) {
        self.across.put(&key, cell.as_ref());
        match cell {
            Some(cell) => drop(self.fine.insert(key, cell)),
            None => drop(self.fine.remove(&key)),
        }
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
                self.coarse.get(&key).map(|ready| ready.cell.clone()).unwrap_or_default()
            } else {
                self.fine.get(&key).map(|it| decode(&it.bytes)).transpose()?.unwrap_or_default()
            };
            cell.add(&change);
            match (cell.is_empty(), is_coarse(&key)) {
                (true, true) => drop(self.coarse.remove(&key)),
                (true, false) => self.put(key, None),
                (false, true) => drop(self.coarse.insert(key, Ready::of(cell))),
                (false, false) => self.put(key, Some(Fine::of(&encode(&cell)?))),
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
            self.put(key, None);
            dirty.insert(key);
        }
    }
}

fn is_coarse(key: &CellKey) -> bool {
    key.level() == LEVELS[0]
}

fn encode(cell: &Cell) -> Result<Vec<u8>, StoreError> {
    encode_cell(cell)
        .map_err(|error| StoreError::Corrupt(format!("a cell cannot be written: {error}")))
}

fn decode(bytes: &[u8]) -> Result<Cell, StoreError> {
    decode_cell(bytes)
        .map_err(|error| StoreError::Corrupt(format!("a cell cannot be read: {error}")))
}
