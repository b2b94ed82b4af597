//! Event in the schema.

use async_graphql::{ID, Result};
use macros::Input;

use super::{
    Activity, Agreement, Narrow, Outcome, Province, noun,
    shared::{Participant, Period},
};
use crate::{
    enums::{EventKind, EventLevel, EventStatus, Role},
    id,
    moment::Moment,
    page::{DateRange, Filter},
    scalars::EdtfDate,
};
use domain::{self, AgreementId, ProvinceId, Record};

noun! {
    /// Something that took place (sự kiện): exhibition, festival, supply-demand connection, trade
    /// fair, conference, workshop, signing ceremony, field survey, training…
    Event, filter EventFilter, title(it, lang) { it.title.get(lang).to_owned() }
    texts {
        /// Its title.
        title;
    }
    optional texts {}
    pages {
        /// What came of it.
        outcomes: Outcome = EventOutcomes;
    }

    /// The activity that it belongs to; null where it belongs straight to an agreement, or to
    /// nothing that a source names.
    fn activity(&self) -> Option<Result<Activity>> {
        self.it().activity.and_then(|id| self.moment.get(id))
    }

    /// The agreement that it is held under.
    fn agreement(&self) -> Option<Result<Agreement>> {
        self.it().agreement.and_then(|id| self.moment.get(id))
    }

    /// What sort of event it is.
    fn kind(&self) -> EventKind {
        self.it().kind.into()
    }

    /// At which level it was held; null where no source says.
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

    /// Its first day, as exactly as it is known.
    fn starts_on(&self) -> Option<EdtfDate> {
        self.it().period.and_then(|period| period.start()).map(EdtfDate)
    }

    /// Its last day, as exactly as it is known.
    fn ends_on(&self) -> Option<EdtfDate> {
        self.it().period.and_then(|period| period.end()).map(EdtfDate)
    }

    /// From its first to its last day.
    fn period(&self) -> Option<Period> {
        self.it().period.map(Period::from)
    }

    /// Who takes part, and as what.
    fn participants(
        &self,
        /// Only those in this role.
        role: Option<Role>,
    ) -> Vec<Participant> {
        let role = role.map(domain::Role::from);
        let participants = self.it().participants.iter();
        let asked: Vec<_> =
            participants.filter(|it| role.is_none_or(|role| it.role == role)).cloned().collect();
        Participant::all(&self.moment, &asked)
    }

    /// How many people attended; null where no source says.
    fn attendance(&self) -> Option<u32> {
        self.it().attendance
    }

    /// Whether it was held.
    fn status(&self) -> EventStatus {
        self.it().status.into()
    }

    /// Why it was postponed or cancelled.
    fn status_reason(&self) -> Option<&str> {
        self.it().status_reason.as_deref()
    }
}

/// Which events; what is absent does not narrow.
#[derive(Debug, Input)]
pub struct EventFilter {
    /// Of one of these kinds.
    kind: Option<Vec<EventKind>>,
    /// With one of these statuses.
    status: Option<Vec<EventStatus>>,
    /// Under the agreement with this id, straight or by an activity.
    agreement: Option<ID>,
    /// In the province with this id.
    host: Option<ID>,
    /// With the province of this id among the participants.
    participant: Option<ID>,
    /// Whose period may meet these days.
    period: Option<DateRange>,
}

impl Narrow for EventFilter {
    fn compile(self, _: &Moment) -> Result<Filter> {
        let kinds = self.kind.map(|it| it.into_iter().map(Into::into).collect::<Vec<_>>());
        let statuses = self.status.map(|it| it.into_iter().map(Into::into).collect::<Vec<_>>());
        let agreement = self.agreement.as_ref().map(id::typed::<AgreementId>).transpose()?;
        let host = self.host.as_ref().map(id::typed::<ProvinceId>).transpose()?;
        let participant = self.participant.as_ref().map(id::typed::<ProvinceId>).transpose()?;
        Ok(std::sync::Arc::new(move |version| {
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
