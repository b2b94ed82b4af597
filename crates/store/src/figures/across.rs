//! The cells of all pairs that are told apart by the same: what a matrix is made of, without going
//! past the cells of everything else.

use std::{collections::BTreeMap, sync::Arc};

use imbl::OrdMap;

use super::{
    cells::{CellReader, FINEST, Fine},
    key,
};
use crate::StoreError;
use domain::{
    NounId, ProvinceId, SectorId,
    tally::{CellKey, Era, FigureKey, LEVELS, OneOrAll, ProvincePair, Scope, Summed},
};

/// What comes before the pair in the order of the keys.
type Head = (Era, OneOrAll<Option<SectorId>>, OneOrAll<Option<i16>>);

/// The cells of pairs that are neither of the first level nor of the finest, by sector and year, and
/// then by pair. They are the same cells as those by place.
#[derive(Clone, Default)]
pub(super) struct Across(OrdMap<(Head, ProvincePair), Arc<Fine>>);

fn of(key: &CellKey) -> Option<(Head, ProvincePair)> {
    match key.place {
        FigureKey::Pair(pair) if key.level() != FINEST => {
            Some(((key.era, key.sector, key.year), pair))
        }
        _ => None,
    }
}

impl Across {
    /// Puts a cell in that is not of the first level, or takes it away.
    pub fn put(&mut self, key: &CellKey, cell: Option<&Arc<Fine>>) {
        let Some(key) = of(key) else { return };
        match cell {
            Some(cell) => drop(self.0.insert(key, Arc::clone(cell))),
            None => drop(self.0.remove(&key)),
        }
    }

    /// The cells from a head on, as long as theirs is wanted.
    fn from(
        &self,
        head: Head,
        wanted: impl Fn(&Head) -> bool,
    ) -> impl Iterator<Item = (CellKey, &Arc<Fine>)> {
        let first = ProvincePair::new(ProvinceId::from_number(0), ProvinceId::from_number(1));
        let all = first.into_iter().flat_map(move |first| self.0.range((head, first)..));
        all.take_while(move |((head, _), _)| wanted(head)).map(
            |(((era, sector, year), pair), cell)| {
                let place = FigureKey::Pair(*pair);
                (CellKey { era: *era, place, sector: *sector, year: *year }, cell)
            },
        )
    }
}

/// The sectors that a scope names.
fn named(scope: &Scope) -> impl Iterator<Item = OneOrAll<Option<SectorId>>> {
    scope.sectors.iter().flatten().map(|sector| OneOrAll::This(Some(*sector)))
}

/// The figures of pairs.
type Matrix = BTreeMap<ProvincePair, Summed>;

impl CellReader<'_> {
    /// The figures of every pair that has any within a scope; `None` where cells do not tell. Costs
    /// the cells that are added up: those of the pairs, for each sector and year that is named.
    ///
    /// # Errors
    /// Where a cell cannot be read.
    pub fn matrix(self, era: Era, scope: &Scope) -> Result<Option<Matrix>, StoreError> {
        let (Some(level), Some(years)) = (scope.level(false), scope.years()) else {
            return Ok(None);
        };
        self.rest_on(key::PAIRS);
        if level == LEVELS[0] {
            return self.coarse(era, scope).map(Some);
        }
        let mut matrix = Matrix::new();
        if level.year {
            let first = OneOrAll::This(Some(years.0.unwrap_or(i16::MIN)));
            let is_over = |year: OneOrAll<Option<i16>>| match year {
                OneOrAll::This(Some(year)) => years.1.is_some_and(|last| year > last),
                _ => true,
            };
            if level == FINEST {
                self.add_finest((era, first), scope, is_over, &mut matrix)?;
            } else {
                let is_wanted = |it: &Head| it.0 == era && it.1 == OneOrAll::All && !is_over(it.2);
                let found = self.cells.across.from((era, OneOrAll::All, first), is_wanted);
                for (key, cell) in found {
                    self.add((&key, cell), scope, &mut matrix)?;
                }
            }
        } else {
            for sector in named(scope) {
                let head = (era, sector, OneOrAll::All);
                for (key, cell) in self.cells.across.from(head, |it| *it == head) {
                    self.add((&key, cell), scope, &mut matrix)?;
                }
            }
        }
        matrix.retain(|_, figures| !figures.is_empty());
        Ok(Some(matrix))
    }

    /// In one pass, since the cells are in the order of the pairs.
    fn coarse(self, era: Era, scope: &Scope) -> Result<Matrix, StoreError> {
        let first =
            CellKey { era, place: FigureKey::Network, sector: OneOrAll::All, year: OneOrAll::All };
        let mut figures = Vec::new();
        for (key, cell) in self.cells.coarse.range(first..) {
            match key.place {
                FigureKey::Pair(pair) if key.era == era => {
                    let summed = Summed::from(cell.tally(scope));
                    figures.push((pair, summed));
                }
                FigureKey::Network if key.era == era => {}
                _ => break,
            }
        }
        self.count(figures.len() as u64)?;
        figures.retain(|(_, summed)| !summed.is_empty());
        Ok(figures.into_iter().collect())
    }

    /// Of each pair that has anything in a sector, what it has in the years.
    fn add_finest(
        self,
        (era, first): (Era, OneOrAll<Option<i16>>),
        scope: &Scope,
        is_over: impl Fn(OneOrAll<Option<i16>>) -> bool,
        matrix: &mut Matrix,
    ) -> Result<(), StoreError> {
        for sector in named(scope) {
            let head = (era, sector, OneOrAll::All);
            for (of_sector, _) in self.cells.across.from(head, |it| *it == head) {
                self.count(1)?;
                let start = CellKey { year: first, ..of_sector };
                let found = self.cells.fine.range(start..).take_while(|(key, _)| {
                    key.place == start.place && key.sector == sector && !is_over(key.year)
                });
                for cell in found.filter(|(key, _)| key.era == era) {
                    self.add(cell, scope, matrix)?;
                }
            }
        }
        Ok(())
    }

    fn add(
        self,
        (key, cell): (&CellKey, &Arc<Fine>),
        scope: &Scope,
        matrix: &mut Matrix,
    ) -> Result<(), StoreError> {
        let FigureKey::Pair(pair) = key.place else { return Ok(()) };
        self.count(1)?;
        let part = cell.tally(key, scope)?;
        matrix.entry(pair).or_default().add(part);
        Ok(())
    }
}
