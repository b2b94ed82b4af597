//! How late activities are: one, and all of the registry in one list.

use async_graphql::{ID, Result};
use macros::{Input, Object};

use super::{
    inputs::{ScopeInput, named},
    notice::standing,
    progress::OverdueActivity,
    question::FigureQuery,
};
use crate::{
    enums::{ActivityStatus, LatenessKind},
    id,
    moment::Moment,
    page::{FIRST_MAX, PageArguments, Rank, Ranked, RankedConnection, Window},
    query::names::{CodedBy, ProvinceBy},
    scalars::Date,
};
use domain::{
    ActivityId, FieldId, NounId,
    tally::{Boundaries, FigureKey, Tally},
};
use registry::figures::Late;

/// How late an activity is on a day.
#[derive(Object)]
pub struct Lateness {
    /// Whether anything was reported since the plan.
    kind: LatenessKind,
    /// The number of days overdue, from 1.
    days: i64,
    /// The latest possible day of the planned end.
    due_on: Date,
}

impl From<domain::Lateness> for Lateness {
    fn from(late: domain::Lateness) -> Self {
        Self { kind: late.kind.into(), days: late.days, due_on: late.due.into() }
    }
}

/// Selects late activities. Omitted fields are ignored.
#[derive(Debug, Default, Input)]
pub struct LateActivityFilter {
    /// Under this agreement, or under one that implements or continues it, at any depth.
    agreement: Option<CodedBy>,
    /// In the priority field with this id.
    field: Option<ID>,
    /// In one of these sectors.
    sector: Option<Vec<CodedBy>>,
    /// With this province as a participant, in any role. A unit that does not exist under the
    /// boundaries stands for its successor.
    province: Option<ProvinceBy>,
    /// With one of these statuses.
    status: Option<Vec<ActivityStatus>>,
    /// Only those that are late, or only those without a report.
    kind: Option<LatenessKind>,
}

/// The overdue activities of the registry.
pub struct LateActivities {
    question: FigureQuery,
    on: jiff::civil::Date,
    kind: Option<domain::LatenessKind>,
    /// Where they count, too.
    within: Option<FigureKey>,
}

impl LateActivities {
    /// Those that are asked for, on a day.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where something is named that is not there, or a unit that is ambiguous.
    pub fn of(
        moment: &Moment,
        filter: Option<LateActivityFilter>,
        on: Option<Date>,
        boundaries: Boundaries,
    ) -> Result<Self> {
        let filter = filter.unwrap_or_default();
        let on = on.map_or_else(|| moment.today(), |on| on.0);
        let scope = ScopeInput::of(filter.agreement, filter.sector, filter.status);
        let scope = ScopeInput::read(Some(scope), moment)?;
        let field = filter.field.as_ref().map(id::typed::<FieldId>).transpose()?;
        let province = match &filter.province {
            None => None,
            Some(by) => {
                let named = named(by, "province", moment, boundaries)?;
                standing(&[named], moment, boundaries)?.0.first().copied()
            }
        };
        let about = |place| FigureQuery::about(moment, place, scope.clone(), boundaries);
        let kind = filter.kind.map(Into::into);
        let (place, within) = match (field, province) {
            (Some(field), province) => (FigureKey::Field(field), province),
            (None, Some(province)) => (FigureKey::Province(province), None),
            (None, None) => (FigureKey::Network, None),
        };
        let within = within.map(FigureKey::Province);
        Ok(Self { question: about(place), on, kind, within })
    }

    /// The page that is asked for, the longest overdue first.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where `first` is out of bounds, or a cursor is damaged or of another order.
    pub fn page(
        &self,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<RankedConnection<OverdueActivity>> {
        let asked = PageArguments { first, after, ..PageArguments::default() };
        let listed = Late { kind: self.kind, within: self.within, ..Late::all(self.on) };
        let total = || match self.within {
            Some(_) => Ok(self.question.overdue(listed)?.len() as u64),
            None => Ok(counted(&*self.question.tally()?, listed)),
        };
        page(&self.question, listed, &asked, total)
    }
}

/// How many overdue activities a tally counts.
pub fn counted(tally: &Tally, Late { on, kind, .. }: Late) -> u64 {
    let count = kind.map_or_else(|| tally.overdue(on), |kind| tally.late(on, kind));
    u64::try_from(count).unwrap_or_default()
}

/// A page of overdue activities, the longest overdue first: no more of them are read.
///
/// # Errors
/// `BAD_USER_INPUT` where `first` or `last` is out of bounds or both are given, or a cursor is damaged
/// or of another order.
pub fn page(
    question: &FigureQuery,
    listed: Late,
    asked: &PageArguments,
    total: impl FnOnce() -> Result<u64>,
) -> Result<RankedConnection<OverdueActivity>> {
    let order = b"l".to_vec();
    let Window { size, from_end } = Window::of(asked)?;
    let place = |cursor: &Option<String>| -> Result<_> {
        let rank = Rank::read(&order, cursor.as_deref())?.map(|rank| rank.ascended());
        Ok(rank.and_then(|(due, number)| Some((from_days(due)?, ActivityId::from_number(number)))))
    };
    let (after, before) = (place(&asked.after)?, place(&asked.before)?);
    let listed = Late { after, before, from_end, limit: size + 1, ..listed };
    let mut entries = Vec::new();
    for (id, late) in question.overdue(listed)? {
        let Some(shown) = OverdueActivity::of(&question.moment, id, late)? else { continue };
        let rank = Rank::default().ascending(to_days(late.due)).ascending(id.number());
        entries.push((rank, shown));
    }
    Ranked { order, entries, most: FIRST_MAX }.page_of(asked, total()?)
}

/// Days since the first of all, so that they sort as numbers do.
fn to_days(day: jiff::civil::Date) -> u64 {
    let hours = day.duration_since(jiff::civil::Date::MIN).as_hours();
    u64::try_from(hours / 24).unwrap_or_default()
}

fn from_days(days: u64) -> Option<jiff::civil::Date> {
    let span = jiff::Span::new().try_days(i64::try_from(days).ok()?).ok()?;
    jiff::civil::Date::MIN.checked_add(span).ok()
}
