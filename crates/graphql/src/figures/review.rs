//! What became of directives, and who has recorded nothing.

use async_graphql::Result;
use macros::{Object, object};

use crate::{
    enums,
    error::internal,
    moment::Moment,
    page::{
        Connection, FIRST_MAX, ListArguments, ListSource, Listing, PageArguments, Rank, Ranked,
        RankedConnection,
    },
    scalars::Date,
    types::{Directive, Province},
};
use domain::{self, AgreementId, DirectiveStatus, NounId, tally};
use registry::review::Review;

/// A party without recorded activity for some time.
#[derive(Object)]
pub struct SilentParty {
    /// The province.
    province: Province,
    /// The last day (in Asia/Ho_Chi_Minh) on which something was recorded for it; null if never.
    last_recorded_on: Option<Date>,
}

impl SilentParty {
    /// The silent parties of a review.
    pub fn all(
        moment: &Moment,
        review: &Review<'_>,
        since: Date,
        boundaries: tally::Boundaries,
    ) -> Result<Vec<Self>> {
        let silent = review.silent_parties(since.0, boundaries).map_err(internal)?;
        silent
            .into_iter()
            .filter_map(|(province, last)| {
                let last_recorded_on = last.map(Date);
                let shown = moment.get(province)?;
                Some(shown.map(|province| Self { province, last_recorded_on }))
            })
            .collect()
    }
}

/// An overdue directive.
#[derive(Object)]
pub struct OverdueDirective {
    /// The directive.
    directive: Directive,
    /// The latest possible day of its due date.
    due: Date,
    /// The number of days overdue, from 1.
    days_late: i64,
}

/// What became of the directives about an agreement.
pub struct DirectiveProgress {
    moment: Moment,
    agreement: AgreementId,
    on: jiff::civil::Date,
    progress: tally::DirectiveProgress,
}

impl DirectiveProgress {
    /// The directives of an agreement and its descendants; today where no day is given.
    pub fn of(moment: &Moment, agreement: AgreementId, on: Option<Date>) -> Result<Self> {
        let on = on.map_or_else(|| moment.today(), |on| on.0);
        let review = Review::of(agreement, moment.figures()?).map_err(internal)?;
        let progress = review.directives(on).map_err(internal)?;
        Ok(Self { moment: moment.clone(), agreement, on, progress })
    }

    fn late(&self, page: &PageArguments) -> Result<RankedConnection<OverdueDirective>> {
        let mut entries = Vec::new();
        for late in &self.progress.overdue {
            let Some(directive) = self.moment.get(late.id).transpose()? else { continue };
            let rank = Rank::default()
                .number(Some(late.days_late.into()), true)
                .ascending(late.id.number());
            let (due, days_late) = (late.due.into(), late.days_late);
            entries.push((rank, OverdueDirective { directive, due, days_late }));
        }
        Ranked { order: b"d".to_vec(), entries, most: FIRST_MAX }.page(page)
    }

    fn page(
        &self,
        status: Option<enums::DirectiveStatus>,
        asked: &ListArguments,
    ) -> Result<Connection<Directive>> {
        let wanted = status.map(DirectiveStatus::from);
        let fits = |it: &domain::Directive| wanted.is_none_or(|wanted| it.status == wanted);
        let review = Review::of(self.agreement, self.moment.figures()?).map_err(internal)?;
        let places = review.list_directives(fits).map_err(internal)?;
        Listing::unfiltered(&self.moment, ListSource::given(places)).page(asked)
    }
}

/// The state, on a day, of the directives and recommendations about an agreement and its
/// descendants.
#[object]
impl DirectiveProgress {
    /// The day. "Today" is the day in Asia/Ho_Chi_Minh.
    fn on(&self) -> Date {
        self.on.into()
    }

    /// All directives.
    fn issued(&self) -> i64 {
        self.progress.statuses.total()
    }

    /// Directives that are OPEN: no activity answers them.
    fn open(&self) -> i64 {
        self.progress.statuses.get(&DirectiveStatus::Open)
    }

    /// Directives that are ANSWERED.
    fn answered(&self) -> i64 {
        self.progress.statuses.get(&DirectiveStatus::Answered)
    }

    /// Directives that are CLOSED.
    fn closed(&self) -> i64 {
        self.progress.statuses.get(&DirectiveStatus::Closed)
    }

    /// Directives that name an activity as an answer, whatever their status.
    fn with_answer(&self) -> i64 {
        self.progress.with_answer
    }

    /// Directives that are OPEN and whose latest due day is past, the longest overdue first.
    fn overdue(
        &self,
        #[graphql(flatten)] page: PageArguments,
    ) -> Option<Result<RankedConnection<OverdueDirective>>> {
        Some(self.late(&page))
    }

    /// The directives counted.
    fn contributors(
        &self,
        /// Only directives with this status; all by default.
        status: Option<enums::DirectiveStatus>,
        #[graphql(flatten)] list: ListArguments,
    ) -> Option<Result<Connection<Directive>>> {
        Some(self.page(status, &list))
    }
}
