//! Outcome in the schema.

use async_graphql::{ID, Result};
use macros::Input;

use super::{
    Activity, Event, Indicator, RecordFilter, noun,
    shared::{Actor, Period},
};
use crate::{
    enums::{Measure, OutcomeKind, OutcomeStatus, Qualifier},
    id,
    moment::Moment,
    page::{DateRange, Filter, Narrowing},
    scalars::Decimal,
};
use domain::{self, ActivityId, Noun, ProvinceId, Record, edge::Relation};
use registry::Facet;

noun! {
    /// A recorded result of an activity or event. Its sources are its evidence. It is never
    /// deleted: a correction is a new outcome that supersedes it, and a retracted outcome stays
    /// readable.
    Outcome, filter OutcomeFilter
    texts {
        /// Its title.
        title;
    }
    optional texts {
        /// The result in words.
        narrative;
    }
    pages {
        /// The outcomes that correct it.
        corrections: Outcome = OutcomeCorrections;
    }

    /// The kind of result.
    fn kind(&self) -> OutcomeKind {
        self.it().kind.into()
    }

    /// The activity that it is a result of; null if only an event is known.
    fn activity(&self) -> Option<Result<Activity>> {
        self.it().activity.and_then(|id| self.moment.get(id))
    }

    /// The event that it is a result of; null if it is a result of the activity as a whole.
    fn event(&self) -> Option<Result<Event>> {
        self.it().event.and_then(|id| self.moment.get(id))
    }

    /// The indicator that it is a value of.
    fn indicator(&self) -> Option<Result<Indicator>> {
        self.it().indicator.and_then(|id| self.moment.get(id))
    }

    /// The measure of its value.
    fn measure(&self) -> Measure {
        self.it().measure.into()
    }

    /// The value; null for a qualitative result.
    fn value(&self) -> Option<Decimal> {
        self.it().value.map(Decimal)
    }

    /// The unit of the value, such as `persons`.
    fn unit(&self) -> Option<&str> {
        self.it().unit.as_deref()
    }

    /// The precision of the value in the source.
    fn qualifier(&self) -> Option<Qualifier> {
        self.it().qualifier.map(Qualifier::from)
    }

    /// The provider.
    fn provider(&self) -> Option<Actor> {
        self.it().provider.as_ref().map(|actor| Actor::new(&self.moment, actor))
    }

    /// The beneficiary.
    fn beneficiary(&self) -> Option<Actor> {
        self.it().beneficiary.as_ref().map(|actor| Actor::new(&self.moment, actor))
    }

    /// The period that the value covers.
    fn period(&self) -> Option<Period> {
        self.it().period.map(Period::from)
    }

    /// Its status in the approval process.
    fn status(&self) -> OutcomeStatus {
        self.it().status.into()
    }

    /// Why it was returned or retracted.
    fn status_reason(&self) -> Option<&str> {
        self.it().status_reason.as_deref()
    }

    /// The outcome that it corrects.
    fn supersedes(&self) -> Option<Result<Outcome>> {
        self.it().supersedes.and_then(|id| self.moment.get(id))
    }
}

/// Selects outcomes. Omitted fields are ignored.
#[derive(Debug, Input)]
pub struct OutcomeFilter {
    /// Of one of these kinds.
    kind: Option<Vec<OutcomeKind>>,
    /// With one of these statuses.
    status: Option<Vec<OutcomeStatus>>,
    /// Of the activity with this id, or of one of its events.
    activity: Option<ID>,
    /// Provided by the province with this id, or by one of its organizations.
    provider: Option<ID>,
    /// Received by the province with this id, or by one of its organizations.
    beneficiary: Option<ID>,
    /// Whose period may overlap these days.
    period: Option<DateRange>,
}

impl RecordFilter for OutcomeFilter {
    fn compile(self, moment: &Moment) -> Result<Filter> {
        let kinds: Option<Vec<domain::OutcomeKind>> =
            self.kind.map(|it| it.into_iter().map(Into::into).collect());
        let statuses: Option<Vec<domain::OutcomeStatus>> =
            self.status.map(|it| it.into_iter().map(Into::into).collect());
        let activity = self.activity.as_ref().map(id::typed::<ActivityId>).transpose()?;
        let provider =
            self.provider.as_ref().map(|id| moment.meant::<ProvinceId>(id)).transpose()?;
        let beneficiary =
            self.beneficiary.as_ref().map(|id| moment.meant::<ProvinceId>(id)).transpose()?;
        let is = |actor: &Option<domain::Actor>, asked: Option<ProvinceId>| {
            asked.is_none() || actor.as_ref().is_some_and(|actor| actor.province == asked)
        };
        let narrowing = Narrowing::default()
            .any_of(kinds.as_ref().map(|them| them.iter().map(|it| Facet::kind(*it as u8))))
            .any_of(statuses.as_ref().map(|them| them.iter().map(|it| Facet::status(*it as u8))))
            .within(moment, (Relation::ActivityOutcomes, Noun::Outcome), activity)?
            .linked(Relation::ProvinceOutcomesProvided, provider)
            .linked(Relation::ProvinceOutcomesReceived, beneficiary)
            .meets(self.period.as_ref());
        Ok(Filter::new(narrowing, move |version| {
            let Record::Outcome(it) = &version.record else { return false };
            kinds.as_ref().is_none_or(|kinds| kinds.contains(&it.kind))
                && statuses.as_ref().is_none_or(|statuses| statuses.contains(&it.status))
                && activity.is_none_or(|activity| it.activity == Some(activity))
                && is(&it.provider, provider)
                && is(&it.beneficiary, beneficiary)
                && self
                    .period
                    .as_ref()
                    .is_none_or(|range| it.period.is_some_and(|period| range.meets(&period)))
        }))
    }
}
