//! Provinces as they were recorded, or as they stood on a day, by following successions.
//!
//! Owns which unit a unit became or came from. Must not know activities.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::pair::ProvincePair;
use crate::{Province, ProvinceId, Succession};

/// Under which provinces an answer counts.
///
/// `AS_RECORDED`: the units that the records name. `ON` a date: the units valid on it, by following
/// successions; an activity that fell in two old pairs counts once in the merged pair. Where a
/// unit was split, its successor is ambiguous: it is counted in `unresolved`, never guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Boundaries {
    /// The units that the records name.
    AsRecorded,
    /// The units valid on a day.
    On(Date),
}

/// A time without successions, under whose units cells are kept; days within it give the same
/// answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Era {
    /// No time: the units that the records name.
    AsRecorded,
    /// Before the first succession.
    Before,
    /// From the day of a succession to the day before the next.
    Since(Date),
}

/// What a unit is under the boundaries of an era.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution<'a> {
    /// This unit.
    Unit(ProvinceId),
    /// One of these, nobody can say which: it was split, or the era lies before it was merged.
    Ambiguous(&'a BTreeSet<ProvinceId>),
}

/// Every unit that a succession names, under the boundaries of every era.
///
/// A unit that no succession names is itself in every era, even outside the days of its validity:
/// nothing is recorded that it became.
///
/// A unit that stands among the predecessors and the successors of a day goes on, as another piece
/// of land. The times from one such day to the next are its stages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Units {
    dates: BTreeSet<Date>,
    /// The first day of each stage, `None` for one that has none, in the order of time; of units
    /// with several stages.
    stages: BTreeMap<ProvinceId, Vec<Option<Date>>>,
    /// What a unit of a stage may be, never an empty set; only what is another than itself.
    candidates: BTreeMap<(Era, ProvinceId, usize), BTreeSet<ProvinceId>>,
}

impl Resolution<'_> {
    /// Returns the unit, unless it is ambiguous.
    #[must_use]
    pub const fn unit(self) -> Option<ProvinceId> {
        match self {
            Self::Unit(unit) => Some(unit),
            Self::Ambiguous(_) => None,
        }
    }

    /// Lists the units that it may be: one, or several if it is ambiguous.
    #[must_use]
    pub fn candidates(self) -> Vec<ProvinceId> {
        match self {
            Self::Unit(unit) => vec![unit],
            Self::Ambiguous(units) => units.iter().copied().collect(),
        }
    }
}

impl Units {
    /// Follows all successions once.
    #[must_use]
    pub fn new<'a>(successions: impl IntoIterator<Item = &'a Succession>) -> Self {
        let steps: Vec<&Succession> = successions.into_iter().collect();
        let dates: BTreeSet<Date> = steps.iter().map(|step| step.on).collect();
        let named: BTreeSet<ProvinceId> = steps
            .iter()
            .flat_map(|step| step.predecessors.iter().chain(&step.successors).copied())
            .collect();
        let mut units = Self { dates, ..Self::default() };
        for unit in named {
            let stages = stages(unit, &steps);
            for era in units.eras() {
                for (stage, began) in stages.iter().enumerate() {
                    let candidates = follow(unit, *began, era, &steps);
                    if candidates.len() != 1 || !candidates.contains(&unit) {
                        units.candidates.insert((era, unit, stage), candidates);
                    }
                }
            }
            if stages.len() > 1 {
                units.stages.insert(unit, stages);
            }
        }
        units
    }

    /// Lists the eras under which cells are kept: as recorded, and if there are successions, the
    /// time before the first and since each.
    #[must_use]
    pub fn eras(&self) -> Vec<Era> {
        let mut eras = vec![Era::AsRecorded];
        if !self.dates.is_empty() {
            eras.push(Era::Before);
            eras.extend(self.dates.iter().map(|date| Era::Since(*date)));
        }
        eras
    }

    /// Returns the era whose units some boundaries mean.
    #[must_use]
    pub fn era(&self, boundaries: Boundaries) -> Era {
        match boundaries {
            Boundaries::AsRecorded => Era::AsRecorded,
            Boundaries::On(_) if self.dates.is_empty() => Era::AsRecorded,
            Boundaries::On(day) => {
                self.dates.range(..=day).next_back().map_or(Era::Before, |date| Era::Since(*date))
            }
        }
    }

    /// Lists the recorded units that are or may be a unit under the boundaries of an era, whatever
    /// the day of the record: the reverse of [`Units::resolve`].
    #[must_use]
    pub fn recorded(&self, era: Era, unit: ProvinceId) -> BTreeSet<ProvinceId> {
        let of_era = self.candidates.iter().filter(|((of, ..), _)| *of == era);
        let mut recorded: BTreeSet<_> =
            of_era.filter(|(_, units)| units.contains(&unit)).map(|((_, it, _), _)| *it).collect();
        let stages = self.stages.get(&unit).map_or(1, Vec::len);
        if (0..stages).any(|stage| !self.candidates.contains_key(&(era, unit, stage))) {
            recorded.insert(unit);
        }
        recorded
    }

    /// Returns what a unit is under the boundaries of an era, in a record of a day.
    ///
    /// A record without a day names the unit as it is now or was last. One of a day on which the
    /// unit did not exist names it as it was nearest to that day.
    #[must_use]
    pub fn resolve(&self, era: Era, recorded: ProvinceId, day: Option<Date>) -> Resolution<'_> {
        let stage = self.stages.get(&recorded).map_or(0, |stages| {
            let later = |day: Date| stages.iter().rposition(|began| *began <= Some(day));
            day.map_or(stages.len() - 1, |day| later(day).unwrap_or_default())
        });
        self.resolve_stage(era, recorded, stage)
    }

    /// Returns what a unit stands for that is named in a question: itself where it exists under
    /// the boundaries of the era, else what it became or came from.
    #[must_use]
    pub fn standing(&self, era: Era, named: ProvinceId) -> Resolution<'_> {
        match era {
            Era::AsRecorded => Resolution::Unit(named),
            Era::Before => self.resolve_stage(era, named, 0),
            Era::Since(day) => self.resolve(era, named, Some(day)),
        }
    }

    /// Returns the one unit that a recorded unit is, whatever the day of the record; `None` where
    /// that depends on the day, or nobody can say.
    #[must_use]
    pub fn always(&self, era: Era, recorded: ProvinceId) -> Option<ProvinceId> {
        let stages = self.stages.get(&recorded).map_or(1, Vec::len);
        let first = self.resolve_stage(era, recorded, 0).unit()?;
        let same = |stage| self.resolve_stage(era, recorded, stage).unit() == Some(first);
        (1..stages).all(same).then_some(first)
    }

    fn resolve_stage(&self, era: Era, recorded: ProvinceId, stage: usize) -> Resolution<'_> {
        let Some(candidates) = self.candidates.get(&(era, recorded, stage)) else {
            return Resolution::Unit(recorded);
        };
        let mut each = candidates.iter();
        match (each.next(), each.next()) {
            (Some(only), None) => Resolution::Unit(*only),
            _ => Resolution::Ambiguous(candidates),
        }
    }
}

/// Lists the pairs of units that exist on the day of some boundaries; as recorded, of those that
/// existed on some day together.
#[must_use]
pub fn live_pairs<'a>(
    provinces: impl IntoIterator<Item = (ProvinceId, &'a Province)>,
    boundaries: Boundaries,
) -> BTreeSet<ProvincePair> {
    let live: Vec<_> = provinces
        .into_iter()
        .filter(|(_, it)| match boundaries {
            Boundaries::AsRecorded => true,
            Boundaries::On(day) => it.is_valid_on(day),
        })
        .collect();
    // `valid_to` is the first day on which a unit no longer exists.
    let ends_before = |one: &Province, other: &Province| {
        one.valid_to.zip(other.valid_from).is_some_and(|(end, start)| end <= start)
    };
    let mut pairs = BTreeSet::new();
    for (place, (id, one)) in live.iter().enumerate() {
        let later = live.iter().skip(place + 1);
        let met = later.filter(|(_, other)| !ends_before(one, other) && !ends_before(other, one));
        pairs.extend(met.filter_map(|(other, _)| ProvincePair::new(*id, *other)));
    }
    pairs
}

/// Lists the first days of a unit's stages: never an empty list.
fn stages(unit: ProvinceId, steps: &[&Succession]) -> Vec<Option<Date>> {
    let days = |units: fn(&Succession) -> &[ProvinceId]| -> BTreeSet<Date> {
        steps.iter().filter(|step| units(step).contains(&unit)).map(|step| step.on).collect()
    };
    let (left, came) = (days(|step| &step.predecessors), days(|step| &step.successors));
    let is_old = left.first().is_some_and(|left| came.first().is_none_or(|came| left <= came));
    is_old.then_some(None).into_iter().chain(came.into_iter().map(Some)).collect()
}

/// Follows a unit of the stage that began on a day to an era: back if that is later, else forth.
/// Every step changes the date in one direction, so that it ends.
fn follow(
    unit: ProvinceId,
    began: Option<Date>,
    era: Era,
    steps: &[&Succession],
) -> BTreeSet<ProvinceId> {
    let until = match era {
        Era::AsRecorded => return BTreeSet::from([unit]),
        Era::Before => None,
        Era::Since(date) => Some(date),
    };
    if began > until { back(unit, until, began, steps) } else { forth(unit, until, began, steps) }
}

/// Follows a unit, as it is since a day, to the units of a later day.
fn forth(
    unit: ProvinceId,
    until: Option<Date>,
    since: Option<Date>,
    steps: &[&Succession],
) -> BTreeSet<ProvinceId> {
    let of = steps.iter().filter(|step| {
        step.predecessors.contains(&unit) && Some(step.on) > since && Some(step.on) <= until
    });
    let Some(on) = of.clone().map(|step| step.on).min() else { return BTreeSet::from([unit]) };
    let next: BTreeSet<_> = of.filter(|step| step.on == on).flat_map(|s| &s.successors).collect();
    next.into_iter().flat_map(|unit| forth(*unit, until, Some(on), steps)).collect()
}

/// Follows a unit, as it was until after a day, to the units of an earlier day.
fn back(
    unit: ProvinceId,
    until: Option<Date>,
    on_or_before: Option<Date>,
    steps: &[&Succession],
) -> BTreeSet<ProvinceId> {
    let of = steps.iter().filter(|step| {
        step.successors.contains(&unit) && Some(step.on) > until && Some(step.on) <= on_or_before
    });
    let Some(on) = of.clone().map(|step| step.on).max() else { return BTreeSet::from([unit]) };
    let next: BTreeSet<_> = of.filter(|step| step.on == on).flat_map(|s| &s.predecessors).collect();
    let before = on.yesterday().ok();
    next.into_iter().flat_map(|unit| back(*unit, until, before, steps)).collect()
}
