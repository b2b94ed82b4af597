//! Facts added up under few keys: what is kept, so that an answer costs the number of cells and
//! not of activities.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    breakdown::{Additive, Breakdown},
    fact::{Fact, FigureKey},
    figures::Tally,
    key::{CellKey, LEVELS},
    scope::Scope,
    units::Era,
};
use crate::{ActivityStatus, RecordId};

/// The figures of a cell, told apart by the status of the activity that a record is or belongs
/// to; `None` for agreement-level events and their outcomes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    by_status: Breakdown<Option<ActivityStatus>, Tally>,
}

impl Cell {
    /// Adds the figures of another cell.
    pub fn add(&mut self, other: &Self) {
        self.by_status.merge(&other.by_status, 1);
    }

    /// Takes the figures of another cell away.
    pub fn subtract(&mut self, other: &Self) {
        self.by_status.merge(&other.by_status, -1);
    }

    /// Adds one fact.
    pub fn add_fact(&mut self, fact: &Fact) {
        self.by_status.merge_one(&fact.status, &fact.tally, 1);
    }

    fn subtract_fact(&mut self, fact: &Fact) {
        self.by_status.merge_one(&fact.status, &fact.tally, -1);
    }

    /// Returns whether nothing is in it, so that it need not be kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_status.is_empty()
    }

    /// Adds up all figures.
    #[must_use]
    pub fn sum(&self) -> Tally {
        self.tally(&Scope::default())
    }

    /// Adds up the figures that a scope's statuses admit; the rest of the scope is in the key.
    #[must_use]
    pub fn tally(&self, scope: &Scope) -> Tally {
        let mut tally = Tally::default();
        for (status, part) in &self.by_status {
            if scope.admits_status(*status) {
                tally.add(part);
            }
        }
        tally
    }
}

/// Returns what has to be added to cells so that some facts give way to others; cells that stay as
/// they are are left out. Facts that stand on both sides cost nothing.
#[must_use]
pub fn change(before: &[Fact], after: &[Fact]) -> BTreeMap<CellKey, Cell> {
    let mut change = BTreeMap::new();
    add_change(&mut change, before, after);
    change.retain(|_, cell| !cell.is_empty());
    change
}

/// As [`change`], added to other changes. Cells may be left that are empty.
pub fn add_change(change: &mut BTreeMap<CellKey, Cell>, before: &[Fact], after: &[Fact]) {
    let mut apply = |facts: &[Fact], others: &[Fact], apply: fn(&mut Cell, &Fact)| {
        let known = by_record(others);
        let stays = |fact: &Fact| {
            let same = known.get(&(fact.era, fact.place, fact.id));
            same.is_some_and(|same| same.contains(&fact))
        };
        for fact in facts.iter().filter(|fact| !stays(fact)) {
            for key in LEVELS.iter().filter_map(|level| CellKey::of(fact, *level)) {
                apply(change.entry(key).or_default(), fact);
            }
        }
    };
    apply(after, before, Cell::add_fact);
    apply(before, after, Cell::subtract_fact);
}

fn by_record(facts: &[Fact]) -> BTreeMap<(Era, FigureKey, RecordId), Vec<&Fact>> {
    let mut known: BTreeMap<_, Vec<&Fact>> = BTreeMap::new();
    for fact in facts {
        known.entry((fact.era, fact.place, fact.id)).or_default().push(fact);
    }
    known
}
