//! Activity in the schema.

use async_graphql::{ID, Result};
use macros::Input;

use super::{
    Agreement, Directive, Event, Field, Indicator, Outcome, RecordFilter, Sector, noun,
    shared::{Commitment, Participant, Period},
};
use crate::{
    enums::{ActivityStatus, Role},
    id,
    moment::Moment,
    page::{DateRange, Filter},
};
use domain::{self, AgreementId, ProvinceId, Record, SectorId};

noun! {
    /// An agreed activity (nội dung, hoạt động hợp tác).
    Activity, filter ActivityFilter, title(it, lang) { it.title.get(lang).to_owned() }
    texts {
        /// Its title.
        title;
    }
    optional texts {}
    pages {
        /// The events that belong to it.
        events: Event = ActivityEvents;
        /// The indicators that measure it.
        indicators: Indicator = ActivityIndicators;
        /// Its outcomes.
        outcomes: Outcome = ActivityOutcomes;
        /// The directives that it answers.
        directives: Directive = ActivityDirectives;
    }

    /// The agreement; null if the sources name none.
    fn agreement(&self) -> Option<Result<Agreement>> {
        self.it().agreement.and_then(|id| self.moment.get(id))
    }

    /// The priority field of its agreement, or of one that this stands under; null if these name no
    /// field of this sector.
    fn field(&self) -> Option<Result<Field>> {
        self.it().field.and_then(|id| self.moment.get(id))
    }

    /// The sector.
    fn sector(&self) -> Option<Result<Sector>> {
        self.moment.get(self.it().sector)
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

    /// The planned period.
    fn planned(&self) -> Option<Period> {
        self.it().planned.map(Period::from)
    }

    /// The actual period.
    fn actual(&self) -> Option<Period> {
        self.it().actual.map(Period::from)
    }

    /// Its status.
    fn status(&self) -> ActivityStatus {
        self.it().status.into()
    }

    /// Why it was suspended or cancelled.
    fn status_reason(&self) -> Option<&str> {
        self.it().status_reason.as_deref()
    }

    /// The money committed to it.
    fn commitments(&self) -> Vec<Commitment> {
        self.it().commitments.iter().copied().map(Commitment::from).collect()
    }
}

/// Selects activities. Omitted fields are ignored.
#[derive(Debug, Input)]
pub struct ActivityFilter {
    /// With one of these statuses.
    status: Option<Vec<ActivityStatus>>,
    /// Directly under the agreement with this id.
    agreement: Option<ID>,
    /// In the sector with this id.
    sector: Option<ID>,
    /// With the province of this id as a participant.
    participant: Option<ID>,
    /// With that participant in this role; without `participant`, with anybody in this role.
    role: Option<Role>,
    /// Whose actual period, or else planned period, may overlap these days.
    period: Option<DateRange>,
}

impl RecordFilter for ActivityFilter {
    fn compile(self, _: &Moment) -> Result<Filter> {
        let statuses = self.status.map(|it| it.into_iter().map(Into::into).collect::<Vec<_>>());
        let agreement = self.agreement.as_ref().map(id::typed::<AgreementId>).transpose()?;
        let sector = self.sector.as_ref().map(id::typed::<SectorId>).transpose()?;
        let province = self.participant.as_ref().map(id::typed::<ProvinceId>).transpose()?;
        let role = self.role.map(domain::Role::from);
        Ok(std::sync::Arc::new(move |version| {
            let Record::Activity(it) = &version.record else { return false };
            let takes_part = |participant: &domain::Participant| {
                province.is_none_or(|province| participant.province == Some(province))
                    && role.is_none_or(|role| participant.role == role)
            };
            statuses.as_ref().is_none_or(|statuses| statuses.contains(&it.status))
                && agreement.is_none_or(|agreement| it.agreement == Some(agreement))
                && sector.is_none_or(|sector| it.sector == sector)
                && (province.is_none() && role.is_none() || it.participants.iter().any(takes_part))
                && self
                    .period
                    .as_ref()
                    .is_none_or(|range| it.period().is_some_and(|period| range.meets(&period)))
        }))
    }
}
