//! Succession in the schema.

use async_graphql::Result;
use macros::Input;

use super::{Document, Province, RecordFilter, noun};
use crate::{
    moment::Moment,
    page::{DateRange, Filter, Narrowing},
    scalars::Date,
};
use domain::{ProvinceId, Record};

noun! {
    /// Units that became other units on a day, by a legal instrument. Several predecessors and one
    /// successor are a merger; one predecessor and several successors are a split. A unit among both
    /// goes on: Đắk Lắk became Đắk Lắk and Đắk Nông, Hà Nội and Hà Tây became Hà Nội. History is
    /// never rewritten: the records of the predecessors stay theirs.
    Succession, filter SuccessionFilter
    texts {}
    optional texts {}
    pages {}

    /// The first day after it.
    fn on(&self) -> Date {
        self.it().on.into()
    }

    /// The resolution or decision that ordered it.
    fn instrument(&self) -> Option<Result<Document>> {
        self.it().instrument.and_then(|id| self.moment.get(id))
    }

    /// The units that ended, or went on.
    fn predecessors(&self) -> Option<Result<Vec<Province>>> {
        Some(self.moment.get_all(self.predecessor_ids()))
    }

    /// The units that began, or went on.
    fn successors(&self) -> Option<Result<Vec<Province>>> {
        Some(self.moment.get_all(self.successor_ids()))
    }
}

impl Succession {
    /// The day.
    pub fn day(&self) -> jiff::civil::Date {
        self.it().on
    }

    /// The units that ended, or went on.
    pub fn predecessor_ids(&self) -> impl Iterator<Item = ProvinceId> + '_ {
        self.it().predecessors.iter().copied()
    }

    /// The units that began, or went on.
    pub fn successor_ids(&self) -> impl Iterator<Item = ProvinceId> + '_ {
        self.it().successors.iter().copied()
    }
}

/// Selects successions. Omitted fields are ignored.
#[derive(Debug, Input)]
pub struct SuccessionFilter {
    /// On one of these days.
    on: Option<DateRange>,
}

impl RecordFilter for SuccessionFilter {
    fn compile(self, _: &Moment) -> Result<Filter> {
        let narrowing = Narrowing::default().loose_if(self.on.is_some());
        Ok(Filter::new(narrowing, move |version| {
            let Record::Succession(it) = &version.record else { return false };
            self.on.as_ref().is_none_or(|range| range.holds(it.on))
        }))
    }
}
