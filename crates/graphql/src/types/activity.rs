//! Activity in the schema.

use async_graphql::{ID, Result};
use macros::Input;

use super::{
    Agreement, Directive, Event, Field, Indicator, Outcome, RecordFilter, Sector, noun,
    shared::{Commitment, Participant, Period},
};
use crate::{
    enums::{ActivityStatus, Role},
    error::internal,
    figures::{ActivityPair, BoundariesInput, FlowDirection, Lateness, direction, located},
    id,
    moment::Moment,
    page::{DateRange, Filter, Narrowing},
    scalars::Date,
};
use domain::{self, ActivityId, AgreementId, NounId, ProvinceId, Record, SectorId, edge::Relation};
use registry::Facet;

noun! {
    /// An agreed activity (nội dung, hoạt động hợp tác).
    Activity, filter ActivityFilter
    texts {
        /// Its title.
        title;
    }
    optional texts {
        /// What it is about, in more words than the title; null if nobody wrote it.
        description;
    }
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

    /// Whether the support (hỗ trợ) in it is one way or mutual, over all its pairs; null if it
    /// belongs to none. MUTUAL if it is mutual in at least one of `pairs`; otherwise UNSPECIFIED if
    /// it is unspecified in at least one; otherwise ONE_WAY.
    fn direction(
        &self,
        /// The boundaries; AS_RECORDED by default.
        boundaries: Option<BoundariesInput>,
    ) -> Option<Result<FlowDirection>> {
        let located = located(self.it(), &self.moment, boundaries.as_ref());
        located.map(|located| direction(&located)).transpose()
    }

    /// The pairs of provinces to which it belongs, each with its direction: who gives and who
    /// receives, as its participants and their sides say; `Tally` has the definition. Pairs that are
    /// ambiguous under the boundaries are omitted.
    fn pairs(
        &self,
        /// The boundaries; AS_RECORDED by default.
        boundaries: Option<BoundariesInput>,
    ) -> Option<Result<Vec<ActivityPair>>> {
        let located = located(self.it(), &self.moment, boundaries.as_ref());
        Some(located.map(|located| ActivityPair::all(&located, &self.moment)))
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

    /// The day by which it has to be done: the latest possible day of its planned end, whatever
    /// its status. Null if no end is planned.
    fn due_on(&self) -> Option<Date> {
        self.it().planned.and_then(|period| period.latest()).map(Into::into)
    }

    /// How late it is on a day: the latest possible day of its planned end is past, and it is
    /// neither completed nor cancelled. Null if it is not late, or under a draft.
    fn lateness(
        &self,
        /// The day; that of the request (in Asia/Ho_Chi_Minh) by default.
        on: Option<Date>,
    ) -> Option<Result<Lateness>> {
        self.late_on(on.map_or_else(|| self.moment.today(), |on| on.0)).transpose()
    }

    /// The money committed to it.
    fn commitments(&self) -> Vec<Commitment> {
        self.it().commitments.iter().copied().map(Commitment::from).collect()
    }
}

impl Activity {
    fn late_on(&self, on: jiff::civil::Date) -> Result<Option<Lateness>> {
        let id = ActivityId::from_number(self.version.id.number);
        let late = self.moment.figures()?.lateness(id, on).map_err(internal)?;
        Ok(late.map(Lateness::from))
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
    fn compile(self, moment: &Moment) -> Result<Filter> {
        let statuses: Option<Vec<domain::ActivityStatus>> =
            self.status.map(|it| it.into_iter().map(Into::into).collect());
        let agreement = self.agreement.as_ref().map(id::typed::<AgreementId>).transpose()?;
        let sector = self.sector.as_ref().map(id::typed::<SectorId>).transpose()?;
        let province =
            self.participant.as_ref().map(|id| moment.meant::<ProvinceId>(id)).transpose()?;
        let role = self.role.map(domain::Role::from);
        let facet = |role| match province {
            Some(province) => Facet::participant(province, role),
            None => Facet::role(role),
        };
        let narrowing = Narrowing::default()
            .any_of(statuses.as_ref().map(|them| them.iter().map(|it| Facet::status(*it as u8))))
            .linked(Relation::AgreementActivities, agreement)
            .linked(Relation::SectorActivities, sector)
            .linked(Relation::ProvinceActivities, province)
            .any_of(role.map(|role| [facet(role)]))
            .meets(self.period.as_ref());
        Ok(Filter::new(narrowing, move |version| {
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
