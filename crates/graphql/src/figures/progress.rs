//! How far activities are on a day, and what is late.

use std::sync::Arc;

use async_graphql::{Object, Result, SimpleObject};

use super::{enums::ProgressFigure, question::Question};
use crate::{
    page::{Asked, Connection, FIRST_MAX, Listing, Order, Rank, Ranked, RankedConnection},
    scalars::{Date, Decimal},
    types::{Activity, shared},
};
use domain::{
    ActivityStatus, NounId, Period,
    tally::{self, Counted},
};

/// How far some activities are on a day.
pub struct Progress {
    question: Question,
    on: jiff::civil::Date,
    period: Option<Period>,
    tally: Arc<tally::Tally>,
}

/// An activity that is late.
#[derive(SimpleObject)]
pub struct OverdueActivity {
    /// The activity.
    activity: Activity,
    /// The last day on which it would not have been late: its planned end's latest day.
    due: Date,
    /// Days since then, from 1.
    days_late: i64,
}

impl Progress {
    /// The progress of what a question is about; today where no day is given.
    pub fn of(question: Question, on: Option<Date>, period: Option<Period>) -> Result<Self> {
        let on = on.map_or_else(|| question.moment.today(), |on| on.0);
        let tally = question.tally()?;
        Ok(Self { question, on, period, tally })
    }

    fn count(&self, status: ActivityStatus) -> i64 {
        self.tally.statuses.get(&status)
    }

    fn late(&self, asked: &Asked) -> Result<RankedConnection<OverdueActivity>> {
        let mut entries = Vec::new();
        for late in self.question.overdue(self.on)? {
            let Some(activity) = self.question.moment.get(late.id).transpose()? else { continue };
            let (due, days_late) = (late.due.into(), late.days_late);
            let rank = Rank::default()
                .number(Some(late.days_late.into()), true)
                .ascending(late.id.record().number);
            entries.push((rank, OverdueActivity { activity, due, days_late }));
        }
        Ranked { order: b"o".to_vec(), entries, most: FIRST_MAX }.page(asked)
    }
}

/// How far some activities are on a day.
///
/// Progress: counts by status over distinct activities; `completionRate = completed / (all −
/// cancelled)`; `elapsedRate` of the period on a day; `overdue` = planned end's latest day is past
/// and it is neither completed nor cancelled; days late. Statuses are those recorded at the moment
/// that is read (see `at`), whatever the day.
#[Object(crate = "crate::resolving")]
impl Progress {
    /// The day on which `overdue` and `elapsedRate` are told. "Today" is the day in
    /// Asia/Ho_Chi_Minh.
    fn on(&self) -> Date {
        self.on.into()
    }

    /// All distinct activities, which is what was agreed.
    fn agreed(&self) -> i64 {
        self.tally.activities()
    }

    /// Those that are PLANNED: agreed, not begun.
    fn planned(&self) -> i64 {
        self.count(ActivityStatus::Planned)
    }

    /// Those that are ONGOING.
    fn ongoing(&self) -> i64 {
        self.count(ActivityStatus::Ongoing)
    }

    /// Those that are COMPLETED.
    fn completed(&self) -> i64 {
        self.count(ActivityStatus::Completed)
    }

    /// Those that are SUSPENDED.
    fn suspended(&self) -> i64 {
        self.count(ActivityStatus::Suspended)
    }

    /// Those that are CANCELLED.
    fn cancelled(&self) -> i64 {
        self.count(ActivityStatus::Cancelled)
    }

    /// Those of which no source says how far they are.
    fn unknown(&self) -> i64 {
        self.count(ActivityStatus::Unknown)
    }

    /// `completionRate = completed / (all − cancelled)`; null of none.
    fn completion_rate(&self) -> Option<Decimal> {
        self.tally.completion_rate().map(Decimal)
    }

    /// The period that `elapsedRate` is of: that of the agreement, else of the scope.
    fn period(&self) -> Option<shared::Period> {
        self.period.map(shared::Period::from)
    }

    /// The share of the days of the period, from its earliest to its latest, that are over when
    /// the day begins: 0 to 1. Null where the period is not known at both ends.
    fn elapsed_rate(&self) -> Option<Decimal> {
        self.period.and_then(|period| period.elapsed_rate(self.on)).map(Decimal)
    }

    /// How many are overdue: planned end's latest day is past and it is neither completed nor
    /// cancelled.
    fn overdue_count(&self) -> i64 {
        self.tally.overdue(self.on)
    }

    /// Those that are overdue, those that are longest first.
    fn overdue(
        &self,
        #[graphql(desc = "At most this many, from the start: 0 to 100; 20 where neither `first` \
                          nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, from the end: 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Option<Result<RankedConnection<OverdueActivity>>> {
        Some(self.late(&Asked { first, after, last, before, order: None }))
    }

    /// The activities behind a figure.
    #[allow(clippy::too_many_arguments, reason = "a page has these arguments")]
    fn contributors(
        &self,
        #[graphql(desc = "The figure.")] figure: ProgressFigure,
        #[graphql(desc = "At most this many, from the start: 0 to 100; 20 where neither `first` \
                          nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, from the end: 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "The order; `DATE_ASC` where absent.")] order_by: Option<Order>,
    ) -> Option<Result<Connection<Activity>>> {
        let asked = Asked { first, after, last, before, order: order_by };
        let counted = Counted::Figure(figure.into());
        let source = self.question.records(counted);
        Some(Listing::unfiltered(&self.question.moment, source).page(&asked))
    }
}
