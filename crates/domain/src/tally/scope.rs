//! Which facts an answer is about, and which cells give it.

use std::collections::BTreeSet;

use super::{
    fact::Fact,
    key::{CellKey, LEVELS, Level, OneOrAll},
};
use crate::{ActivityStatus, AgreementId, Period, SectorId};

/// What an answer is about; an absent part is not narrowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Only what is under one of these agreements; the caller adds the descendants.
    pub agreements: Option<BTreeSet<AgreementId>>,
    /// Only what is in one of these sectors; an agreement-level event is in none.
    pub sectors: Option<BTreeSet<SectorId>>,
    /// Only what counts on a day that may lie in this period: a record is in the period that its
    /// earliest possible day is in, and only there.
    pub period: Option<Period>,
    /// Only activities with one of these statuses, and the records that belong to them.
    pub statuses: Option<BTreeSet<ActivityStatus>>,
}

impl Scope {
    /// Returns whether a fact is in the scope.
    #[must_use]
    pub fn admits(&self, fact: &Fact) -> bool {
        let in_period = self.period.is_none_or(|period| {
            fact.day.is_some_and(|day| {
                period.earliest().is_none_or(|first| first <= day)
                    && period.latest().is_none_or(|last| day <= last)
            })
        });
        in_period
            && admits(self.agreements.as_ref(), fact.agreement)
            && admits(self.sectors.as_ref(), fact.sector)
            && self.admits_status(fact.status)
    }

    /// Returns whether what belongs to an activity with this status is in the scope, as far as the
    /// status tells; `None` is what belongs to no activity.
    #[must_use]
    pub fn admits_status(&self, status: Option<ActivityStatus>) -> bool {
        admits(self.statuses.as_ref(), status)
    }

    /// Returns the coarsest kept level whose cells give the answer, also by sector and by year if
    /// `told_apart`; `None` if agreements are named or the period is not of whole years, so that
    /// facts must be added up one by one.
    #[must_use]
    pub fn level(&self, told_apart: bool) -> Option<Level> {
        self.level_for(Level { sector: told_apart, year: told_apart })
    }

    /// As [`Scope::level`], told apart by what a level does.
    #[must_use]
    pub fn level_for(&self, apart: Level) -> Option<Level> {
        self.years().filter(|_| self.agreements.is_none())?;
        LEVELS.into_iter().find(|level| {
            level.sector >= (apart.sector || self.sectors.is_some())
                && level.year >= (apart.year || self.period.is_some())
        })
    }

    /// Returns whether the cell with this key is in the scope. Meaningful at [`Scope::level`].
    #[must_use]
    pub fn admits_cell(&self, key: &CellKey) -> bool {
        let year = match key.year {
            OneOrAll::All => true,
            OneOrAll::This(year) => {
                self.period.is_none()
                    || year.is_some_and(|year| {
                        let (first, last) = self.years().unwrap_or_default();
                        first.is_none_or(|first| first <= year)
                            && last.is_none_or(|last| year <= last)
                    })
            }
        };
        let sector = match key.sector {
            OneOrAll::All => true,
            OneOrAll::This(sector) => admits(self.sectors.as_ref(), sector),
        };
        year && sector
    }

    /// Returns the first and last year of the period; `None` if it is not of whole years.
    #[must_use]
    pub fn years(&self) -> Option<(Option<i16>, Option<i16>)> {
        let Some(period) = self.period else { return Some((None, None)) };
        let (first, last) = (period.earliest(), period.latest());
        let whole = first.is_none_or(|first| first == first.first_of_year())
            && last.is_none_or(|last| last == last.last_of_year());
        whole.then(|| (first.map(jiff::civil::Date::year), last.map(jiff::civil::Date::year)))
    }
}

fn admits<T: Ord>(wanted: Option<&BTreeSet<T>>, found: Option<T>) -> bool {
    wanted.is_none_or(|wanted| found.is_some_and(|found| wanted.contains(&found)))
}
