//! Event in the schema.

use async_graphql::{ID, Result};
use macros::Input;

use super::{
    Activity, Agreement, Outcome, Province, RecordFilter, noun,
    shared::{Participant, Period},
};
use crate::{
    enums::{EventKind, EventLevel, EventStatus, Role},
    id,
    moment::Moment,
    page::{DateRange, Filter, Narrowing},
    scalars::EdtfDate,
};
use domain::{self, AgreementId, ProvinceId, Record, Vocabulary, edge::Relation};
use registry::Facet;

noun! {
    /// An event (sự kiện): exhibition, festival, supply-demand connection, trade fair, conference,
    /// workshop, signing ceremony, field survey, training…
    Event, filter EventFilter
    texts {
        /// Its title.
        title;
    }
    optional texts {
        /// What it is about, in more words than the title; null if nobody wrote it.
        description;
    }
    pages {
        /// Its outcomes.
        outcomes: Outcome = EventOutcomes;
    }

    /// The activity that it belongs to; null if it belongs directly to an agreement, or if no
    /// source names what it belongs to.
    fn activity(&self) -> Option<Result<Activity>> {
        self.it().activity.and_then(|id| self.moment.get(id))
    }

    /// The agreement that it belongs to.
    fn agreement(&self) -> Option<Result<Agreement>> {
        self.it().agreement.and_then(|id| self.moment.get(id))
    }

    /// The kind of event.
    fn kind(&self) -> EventKind {
        self.it().kind.into()
    }

    /// The level; null if no source states it.
    fn level(&self) -> Option<EventLevel> {
        self.it().level.map(EventLevel::from)
    }

    /// The province where it takes place.
    fn host(&self) -> Option<Result<Province>> {
        self.it().host.and_then(|id| self.moment.get(id))
    }

    /// The place within that province, as printed.
    fn place(&self) -> Option<&str> {
        self.it().place.as_deref()
    }

    /// Its first day, with the precision of its source.
    fn starts_on(&self) -> Option<EdtfDate> {
        self.it().period.and_then(|period| period.start()).map(EdtfDate)
    }

    /// Its last day, with the precision of its source.
    fn ends_on(&self) -> Option<EdtfDate> {
        self.it().period.and_then(|period| period.end()).map(EdtfDate)
    }

    /// The period from its first to its last day.
    fn period(&self) -> Option<Period> {
        self.it().period.map(Period::from)
    }

    /// The participants with their roles.
    fn participants(
        &self,
        /// Only participants in this role.
        role: Option<Role>,
    ) -> Vec<Participant> {
        let role = role.map(domain::Role::from);
        let participants = self.it().participants.iter();
        let asked: Vec<_> =
            participants.filter(|it| role.is_none_or(|role| it.role == role)).cloned().collect();
        Participant::all(&self.moment, &asked)
    }

    /// The number of attendees; null if no source states it.
    fn attendance(&self) -> Option<u32> {
        self.it().attendance
    }

    /// Its status.
    fn status(&self) -> EventStatus {
        self.it().status.into()
    }

    /// Why it was postponed or cancelled.
    fn status_reason(&self) -> Option<&str> {
        self.it().status_reason.as_deref()
    }
}

/// Selects events. Omitted fields are ignored.
#[derive(Debug, Input)]
pub struct EventFilter {
    /// Of one of these kinds.
    kind: Option<Vec<EventKind>>,
    /// With one of these statuses.
    status: Option<Vec<EventStatus>>,
    /// Under the agreement with this id, directly or through an activity.
    agreement: Option<ID>,
    /// In the province with this id.
    host: Option<ID>,
    /// With the province of this id as a participant.
    participant: Option<ID>,
    /// Whose period may overlap these days.
    period: Option<DateRange>,
}

impl RecordFilter for EventFilter {
    fn compile(self, moment: &Moment) -> Result<Filter> {
        let kinds: Option<Vec<domain::EventKind>> =
            self.kind.map(|it| it.into_iter().map(Into::into).collect());
        let statuses: Option<Vec<domain::EventStatus>> =
            self.status.map(|it| it.into_iter().map(Into::into).collect());
        let agreement = self.agreement.as_ref().map(id::typed::<AgreementId>).transpose()?;
        let host = self.host.as_ref().map(|id| moment.meant::<ProvinceId>(id)).transpose()?;
        let participant =
            self.participant.as_ref().map(|id| moment.meant::<ProvinceId>(id)).transpose()?;
        let roles = |province| {
            domain::Role::ALL.iter().map(move |role| Facet::participant(province, *role))
        };
        let narrowing = Narrowing::default()
            .any_of(kinds.as_ref().map(|them| them.iter().map(|it| Facet::kind(*it as u8))))
            .any_of(statuses.as_ref().map(|them| them.iter().map(|it| Facet::status(*it as u8))))
            .linked(Relation::AgreementEvents, agreement)
            .linked(Relation::ProvinceHostedEvents, host)
            // The relation of a province leads to the events in it, too.
            .any_of(participant.map(roles))
            .meets(self.period.as_ref());
        Ok(Filter::new(narrowing, move |version| {
            let Record::Event(it) = &version.record else { return false };
            kinds.as_ref().is_none_or(|kinds| kinds.contains(&it.kind))
                && statuses.as_ref().is_none_or(|statuses| statuses.contains(&it.status))
                && agreement.is_none_or(|agreement| it.agreement == Some(agreement))
                && host.is_none_or(|host| it.host == Some(host))
                && participant
                    .is_none_or(|id| it.participants.iter().any(|it| it.province == Some(id)))
                && self
                    .period
                    .as_ref()
                    .is_none_or(|range| it.period.is_some_and(|period| range.meets(&period)))
        }))
    }
}
