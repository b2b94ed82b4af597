//! The keys under which facts are added up, and the levels at which that is done.

use serde::{Deserialize, Serialize};

use super::{
    fact::{Fact, FigureKey},
    units::Era,
};
use crate::SectorId;

/// One value, or all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum OneOrAll<T> {
    /// All values together, those without one included.
    All,
    /// This value alone.
    This(T),
}

/// What a cell is about.
///
/// Each record has one sector or none, and one year or none, so that within one era, place and
/// [`Level`] no record is in two cells: they add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CellKey {
    /// Under whose boundaries it counts.
    pub era: Era,
    /// Where it counts.
    pub place: FigureKey,
    /// The sector; `This(None)` for what has none.
    pub sector: OneOrAll<Option<SectorId>>,
    /// The year; `This(None)` for what has none.
    pub year: OneOrAll<Option<i16>>,
}

/// Which parts of a key are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Level {
    /// Whether sectors are.
    pub sector: bool,
    /// Whether years are.
    pub year: bool,
}

/// The levels at which cells are kept for the network and for pairs, the coarser before the finer.
/// Provinces and fields have cells of the first level only. Those in between could be added up from
/// the finest; kept, a breakdown costs as many cells as it has parts.
///
/// Agreements are not told apart: what is under a few of them is added up from their records, while
/// cells for each would be nearly as many as records.
pub const LEVELS: [Level; 4] = [
    Level { sector: false, year: false },
    Level { sector: true, year: false },
    Level { sector: false, year: true },
    Level { sector: true, year: true },
];

impl CellKey {
    /// Returns the key under which a fact is added up at a level; `None` if it is not at that level.
    #[must_use]
    pub fn of(fact: &Fact, level: Level) -> Option<Self> {
        let kept = match fact.place {
            FigureKey::Network | FigureKey::Pair(_) => LEVELS.contains(&level),
            FigureKey::Province(_) | FigureKey::Field(_) => level == LEVELS[0],
        };
        if !kept {
            return None;
        }
        Some(Self {
            era: fact.era,
            place: fact.place,
            sector: if level.sector { OneOrAll::This(fact.sector) } else { OneOrAll::All },
            year: if level.year { OneOrAll::This(fact.year()) } else { OneOrAll::All },
        })
    }

    /// Returns the level of the cell.
    #[must_use]
    pub fn level(&self) -> Level {
        Level { sector: self.sector != OneOrAll::All, year: self.year != OneOrAll::All }
    }
}
