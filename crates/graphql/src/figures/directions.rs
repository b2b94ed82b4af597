//! Distinct activities by direction, and the provinces that give and receive in them.

use async_graphql::Result;
use macros::{Object, object};
use std::{collections::BTreeMap, sync::Arc};

use super::{
    enums::DirectionFigure, inputs::AnsweredBoundaries, notice::Notice, question::FigureQuery,
};
use crate::{
    page::{Connection, ListArguments, Listing},
    scalars::Decimal,
    types::{Activity, Province},
};
use domain::{
    Noun, ProvinceId,
    tally::{self, Breakdown, Counted, Way},
};

/// A figure of direction with its bounds: what it can be, as activities whose direction no source
/// states (UNSPECIFIED) may be one way, in either direction, or mutual. If there are no activities
/// to count, everything is null.
#[derive(Debug, Object)]
pub struct Bounds {
    /// The figure; null if it hangs on activities whose direction no source states, so that `low`
    /// and `high` differ.
    value: Option<Decimal>,
    /// The least that it can be, whatever the direction of each unspecified activity is.
    low: Option<Decimal>,
    /// The greatest that it can be, whatever the direction of each unspecified activity is.
    high: Option<Decimal>,
    /// What it is if all unspecified activities are one way, in the direction that most of their
    /// pair go already. Null for a balance: if all go b→a it is `low`, if all go a→b it is `high`.
    if_one_way: Option<Decimal>,
    /// What it is if all unspecified activities are mutual.
    if_mutual: Option<Decimal>,
    /// The number of unspecified activities that it hangs on; for a figure over pairs, summed over
    /// the pairs.
    unspecified: i64,
}

impl From<tally::Bounds> for Bounds {
    fn from(bounds: tally::Bounds) -> Self {
        Self {
            value: bounds.value().map(Decimal),
            low: bounds.low.map(Decimal),
            high: bounds.high.map(Decimal),
            if_one_way: bounds.if_one_way.map(Decimal),
            if_mutual: bounds.if_mutual.map(Decimal),
            unspecified: bounds.unspecified,
        }
    }
}

/// Distinct activities by direction.
pub struct Directions {
    question: FigureQuery,
    tally: Arc<tally::Tally>,
}

impl Directions {
    /// What a question is about; not a pair, where each activity counts once anyway.
    pub fn of(question: FigureQuery) -> Result<Self> {
        let tally = question.tally()?;
        Ok(Self::new(question, tally))
    }

    pub const fn new(question: FigureQuery, tally: Arc<tally::Tally>) -> Self {
        Self { question, tally }
    }

    fn ends(
        &self,
        ends: &Breakdown<(ProvinceId, Way)>,
        behind: fn(ProvinceId) -> Counted,
    ) -> Vec<ProvinceDirections> {
        let mut by_province = BTreeMap::<ProvinceId, Breakdown<Way>>::new();
        for ((province, way), count) in ends {
            by_province.entry(*province).or_default().add(*way, count);
        }
        let mut ends: Vec<_> = by_province.into_iter().collect();
        // Those of one count stay in the order of registration.
        ends.sort_by_key(|(_, ways)| std::cmp::Reverse(ways.total()));
        let shown = |(province, ways)| {
            let (question, counted) = (self.question.clone(), behind(province));
            ProvinceDirections { question, province, ways, counted }
        };
        ends.into_iter().map(shown).collect()
    }
}

/// Distinct activities by the direction of support (hỗ trợ): who gave, who received, one way or
/// mutual. Each activity counts once, however many pairs it belongs to.
///
/// An activity as a whole is MUTUAL if it is mutual in at least one of its pairs; otherwise
/// UNSPECIFIED if it is unspecified in at least one; otherwise ONE_WAY. So at least `oneWay` and at
/// most `oneWay + unspecified` activities are one way, and likewise for `mutual`.
#[object]
impl Directions {
    /// The boundaries that it is based on.
    fn boundaries(&self) -> AnsweredBoundaries {
        self.question.boundaries.into()
    }

    /// What to know of the units named: one that had ended by the day of the boundaries stands for
    /// the unit that it became.
    fn notices(&self) -> Vec<Notice> {
        self.question.notices.to_vec()
    }

    /// Activities that may be counted here under these boundaries, though nobody can say: land of
    /// their units was divided. They are in no other figure, unless they are certain, too.
    fn unresolved(&self) -> i64 {
        self.tally.unresolved.get(&Noun::Activity)
    }

    /// Distinct activities, including those that belong to no pair.
    fn activities(&self) -> i64 {
        self.tally.activities()
    }

    /// Activities that are one way (một chiều) as a whole; `givers` says from whom.
    fn one_way(&self) -> i64 {
        self.tally.one_way()
    }

    /// Activities that are mutual (hai chiều) as a whole.
    fn mutual(&self) -> i64 {
        self.tally.mutual
    }

    /// Activities of which no source says whether they are one way or mutual.
    fn unspecified(&self) -> i64 {
        self.tally.unspecified
    }

    /// Activities that belong to no pair, so that they have no direction.
    fn without_pair(&self) -> i64 {
        self.tally.without_pair()
    }

    /// The share of one-way activities among those with a pair.
    fn one_way_share(&self) -> Bounds {
        self.tally.one_way_share().into()
    }

    /// The provinces from which something goes to another, as stated; those that give in most
    /// activities first. An activity counts once for each of its givers, however many receive.
    fn givers(&self) -> Vec<ProvinceDirections> {
        self.ends(&self.tally.givers, Counted::GivenBy)
    }

    /// The provinces to which something goes from another, as stated; those that receive in most
    /// activities first. An activity counts once for each of its receivers, however many give.
    fn receivers(&self) -> Vec<ProvinceDirections> {
        self.ends(&self.tally.receivers, Counted::ReceivedBy)
    }

    /// The activities behind a figure, by the day of each.
    fn contributors(
        &self,
        /// The figure.
        figure: DirectionFigure,
        #[graphql(flatten)] list: ListArguments,
    ) -> Option<Result<Connection<Activity>>> {
        Some(page(&self.question, Counted::Figure(figure.into()), &list))
    }
}

/// A province that gives or receives.
pub struct ProvinceDirections {
    question: FigureQuery,
    province: ProvinceId,
    ways: Breakdown<Way>,
    counted: Counted,
}

/// The activities in which a province gives, or in which it receives, by the direction of each as a
/// whole.
#[object]
impl ProvinceDirections {
    /// The province.
    fn province(&self) -> Option<Result<Province>> {
        self.question.moment.get(self.province)
    }

    /// Distinct activities in which it gives, or receives.
    fn activities(&self) -> i64 {
        self.ways.total()
    }

    /// Those that are one way.
    fn one_way(&self) -> i64 {
        self.ways.get(&Way::OneWay)
    }

    /// Those that are mutual.
    fn mutual(&self) -> i64 {
        self.ways.get(&Way::Mutual)
    }

    /// Those that are unspecified as a whole, because of others that take part.
    fn unspecified(&self) -> i64 {
        self.ways.get(&Way::Unspecified)
    }

    /// The activities counted.
    fn contributors(
        &self,
        #[graphql(flatten)] list: ListArguments,
    ) -> Option<Result<Connection<Activity>>> {
        Some(page(&self.question, self.counted.clone(), &list))
    }
}

fn page(
    question: &FigureQuery,
    counted: Counted,
    list: &ListArguments,
) -> Result<Connection<Activity>> {
    Listing::unfiltered(&question.moment, question.records(counted)).page(list)
}
