//! How far activities are on a day, and what is late.

use macros::{Object, object};
use std::sync::Arc;

use async_graphql::Result;

use super::{
    enums::ProgressFigure, inputs::AnsweredBoundaries, lateness, notice::Notice,
    question::FigureQuery,
};
use crate::{
    enums::LatenessKind,
    moment::Moment,
    page::{Connection, ListArguments, Listing, PageArguments, RankedConnection},
    scalars::{Date, Decimal},
    types::{Activity, shared},
};
use domain::{
    ActivityId, ActivityStatus, Noun, Period,
    tally::{self, Counted},
};
use registry::figures::Late;

/// The progress of activities on a day.
pub struct Progress {
    question: FigureQuery,
    on: jiff::civil::Date,
    period: Option<Period>,
    tally: Arc<tally::Tally>,
}

/// An overdue activity.
#[derive(Object)]
pub struct OverdueActivity {
    /// The activity.
    activity: Activity,
    /// The latest possible day of its planned end.
    due: Date,
    /// The number of days overdue, from 1.
    days_late: i64,
    /// Whether anything was reported since the plan.
    kind: LatenessKind,
}

impl OverdueActivity {
    /// An activity with how late it is; `None` if it is not shown.
    pub fn of(moment: &Moment, id: ActivityId, late: domain::Lateness) -> Result<Option<Self>> {
        let Some(activity) = moment.get(id).transpose()? else { return Ok(None) };
        let (due, kind) = (late.due.into(), late.kind.into());
        Ok(Some(Self { activity, due, days_late: late.days, kind }))
    }
}

impl Progress {
    /// The progress of what a question is about; today where no day is given.
    pub fn of(question: FigureQuery, on: Option<Date>, period: Option<Period>) -> Result<Self> {
        let on = on.map_or_else(|| question.moment.today(), |on| on.0);
        let tally = question.tally()?;
        Ok(Self { question, on, period, tally })
    }

    fn count(&self, status: ActivityStatus) -> i64 {
        self.tally.statuses.get(&status)
    }

    fn late(
        &self,
        kind: Option<LatenessKind>,
        page: &PageArguments,
    ) -> Result<RankedConnection<OverdueActivity>> {
        let listed = Late { kind: kind.map(Into::into), ..Late::all(self.on) };
        lateness::page(&self.question, listed, page, || Ok(lateness::counted(&self.tally, listed)))
    }
}

/// The progress of activities on a day.
///
/// Progress: counts by status over distinct activities; `completionRate = completed / (all −
/// cancelled)`; `elapsedRate` of the period on a day; `overdue` = planned end's latest day is past
/// and it is neither completed nor cancelled; days late. An overdue activity is LATE if something
/// was reported since the plan, otherwise NO_REPORT. Statuses and reports are those recorded at the
/// moment that is read (see `at`), whatever the day. Each activity is counted once, however many
/// agreements stand above its own.
#[object]
impl Progress {
    /// The day that `overdue` and `elapsedRate` are computed for. "Today" is the day in
    /// Asia/Ho_Chi_Minh.
    fn on(&self) -> Date {
        self.on.into()
    }

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

    /// All distinct activities, that is, the agreed ones.
    fn agreed(&self) -> i64 {
        self.tally.activities()
    }

    /// Activities that are PLANNED: agreed, not started.
    fn planned(&self) -> i64 {
        self.count(ActivityStatus::Planned)
    }

    /// Activities that are ONGOING.
    fn ongoing(&self) -> i64 {
        self.count(ActivityStatus::Ongoing)
    }

    /// Activities that are COMPLETED.
    fn completed(&self) -> i64 {
        self.count(ActivityStatus::Completed)
    }

    /// Activities that are SUSPENDED.
    fn suspended(&self) -> i64 {
        self.count(ActivityStatus::Suspended)
    }

    /// Activities that are CANCELLED.
    fn cancelled(&self) -> i64 {
        self.count(ActivityStatus::Cancelled)
    }

    /// Activities whose status no source states.
    fn unknown(&self) -> i64 {
        self.count(ActivityStatus::Unknown)
    }

    /// `completionRate = completed / (all − cancelled)`; null if there are no activities to count.
    fn completion_rate(&self) -> Option<Decimal> {
        self.tally.completion_rate().map(Decimal)
    }

    /// The period that `elapsedRate` refers to: that of the agreement, otherwise that of the scope.
    fn period(&self) -> Option<shared::Period> {
        self.period.map(shared::Period::from)
    }

    /// The share of the days of the period, from its earliest to its latest possible day, that are
    /// over when the day begins: 0 to 1. Null if one end of the period is not known.
    fn elapsed_rate(&self) -> Option<Decimal> {
        self.period.and_then(|period| period.elapsed_rate(self.on)).map(Decimal)
    }

    /// The number of overdue activities: the latest possible day of the planned end is past, and
    /// the activity is neither completed nor cancelled.
    fn overdue_count(&self) -> i64 {
        self.tally.overdue(self.on)
    }

    /// The overdue activities of which something was reported since the plan: they are late.
    fn late_count(&self) -> i64 {
        self.tally.late(self.on, domain::LatenessKind::Late)
    }

    /// The overdue activities of which nothing was reported since the plan: they may have been
    /// carried out or not.
    fn no_report_count(&self) -> i64 {
        self.tally.late(self.on, domain::LatenessKind::NoReport)
    }

    /// The overdue activities, the longest overdue first.
    fn overdue(
        &self,
        /// Only activities of this kind: those that are late, or those without a report.
        kind: Option<LatenessKind>,
        #[graphql(flatten)] page: PageArguments,
    ) -> Option<Result<RankedConnection<OverdueActivity>>> {
        Some(self.late(kind, &page))
    }

    /// The activities behind a figure.
    fn contributors(
        &self,
        /// The figure.
        figure: ProgressFigure,
        #[graphql(flatten)] list: ListArguments,
    ) -> Option<Result<Connection<Activity>>> {
        let counted = Counted::Figure(figure.into());
        let source = self.question.records(counted);
        Some(Listing::unfiltered(&self.question.moment, source).page(&list))
    }
}
