//! Province in the schema.

use async_graphql::Result;
use macros::{Input, object};

use super::{
    Activity, Agreement, Claim, Event, Organization, Outcome, RecordFilter, Succession, noun,
};
use crate::{
    enums::{CodeScheme, ProvinceKind},
    figures::{BoundariesInput, Directions, FigureQuery, Progress, ScopeInput, unit},
    moment::Moment,
    page::Filter,
    scalars::Date,
};
use domain::{self, NounId, ProvinceId, Record, edge::Relation, tally::FigureKey};

noun! {
    /// An administrative unit (tỉnh, thành phố trực thuộc trung ương).
    ///
    /// A unit is one record from one reorganisation to the next: Gia Lai before 2025-07-01 and the
    /// enlarged Gia Lai after it are two provinces, linked by a succession. Its identity is its id,
    /// never a code.
    Province, filter ProvinceFilter, title(it, lang) { it.name.get(lang).to_owned() }
    texts {
        /// The name, without the word for the kind.
        name;
    }
    optional texts {
        /// The socio-economic region; null if none is stated, as after 2025-07-01.
        region;
    }
    pages {
        /// The organizations that belong to it.
        organizations: Organization = ProvinceOrganizations;
        /// The agreements to which it, or one of its organizations, is a party.
        agreements: Agreement = ProvinceAgreements;
        /// The activities in which it takes part, in any role.
        activities: Activity = ProvinceActivities;
        /// The events in which it takes part or that take place in it.
        events: Event = ProvinceEvents;
        /// The events that take place in it.
        hosted_events: Event = ProvinceHostedEvents;
        /// The outcomes that it, or one of its organizations, provided.
        outcomes_provided: Outcome = ProvinceOutcomesProvided;
        /// The outcomes that it, or one of its organizations, received.
        outcomes_received: Outcome = ProvinceOutcomesReceived;
        /// The published figures whose scope is this province.
        claims: Claim = ProvinceClaims;
    }

    /// Centrally governed city, or province.
    fn kind(&self) -> ProvinceKind {
        self.it().kind.into()
    }

    /// The first day on which the unit existed; null if no source prints it.
    fn valid_from(&self) -> Option<Date> {
        self.it().valid_from.map(Date)
    }

    /// The first day on which it no longer existed; null while it exists.
    fn valid_to(&self) -> Option<Date> {
        self.it().valid_to.map(Date)
    }

    /// Its codes, each with the days on which it belonged to this unit.
    fn codes(
        &self,
        /// Only codes of this scheme.
        scheme: Option<CodeScheme>,
        /// Only codes that belonged to the unit on this day.
        on: Option<Date>,
    ) -> Vec<Code> {
        let scheme = scheme.map(domain::CodeScheme::from);
        let codes = self.it().codes.iter().filter(|code| {
            scheme.is_none_or(|scheme| code.scheme == scheme)
                && on.is_none_or(|on| code.is_valid_on(on.0))
        });
        codes.cloned().map(Code).collect()
    }

    /// The progress on a day of the activities in which it takes part, in any role, and what is
    /// overdue.
    fn progress(
        &self,
        /// The day; that of the request (in Asia/Ho_Chi_Minh) by default.
        on: Option<Date>,
        /// Only activities in this scope; all by default.
        scope: Option<ScopeInput>,
        /// The boundaries; AS_RECORDED by default. A unit that does not exist under the boundaries
        /// stands for its successor.
        boundaries: Option<BoundariesInput>,
    ) -> Option<Result<Progress>> {
        Some(self.question(scope, boundaries.as_ref()).and_then(|question| {
            let period = question.scope.period;
            Progress::of(question, on, period)
        }))
    }

    /// The activities in which it takes part, in any role, each once, by direction: one way and from
    /// whom, mutual, or unspecified. `cooperationMatrix(of: …)` has its pairs.
    fn directions(
        &self,
        /// Only activities in this scope; all by default.
        scope: Option<ScopeInput>,
        /// The boundaries; by default those of `cooperationMatrix`. A unit that does not exist under
        /// the boundaries stands for its successor.
        boundaries: Option<BoundariesInput>,
    ) -> Option<Result<Directions>> {
        Some(self.question(scope, boundaries.as_ref()).and_then(Directions::of))
    }

    /// The units that it was formed from; empty if no succession is recorded.
    fn predecessors(&self) -> Option<Result<Vec<Province>>> {
        Some(self.began_with().and_then(|successions| {
            self.moment.get_all(successions.iter().flat_map(Succession::predecessor_ids))
        }))
    }

    /// The units that it became; empty while it exists. Several if it was split.
    fn successors(&self) -> Option<Result<Vec<Province>>> {
        Some(self.ended_with().and_then(|successions| {
            self.moment.get_all(successions.iter().flat_map(Succession::successor_ids))
        }))
    }

    /// The successions by which it began and ended, in this order.
    fn successions(&self) -> Option<Result<Vec<Succession>>> {
        Some(self.began_with().and_then(|mut successions| {
            successions.extend(self.ended_with()?);
            Ok(successions)
        }))
    }
}

impl Province {
    /// The question about it.
    fn question(
        &self,
        scope: Option<ScopeInput>,
        boundaries: Option<&BoundariesInput>,
    ) -> Result<FigureQuery> {
        let scope = ScopeInput::read(scope, &self.moment)?;
        let boundaries = BoundariesInput::read(boundaries, &self.moment);
        let recorded = ProvinceId::from_number(self.version.id.number);
        let unit = unit(recorded, &self.moment, boundaries)?;
        Ok(FigureQuery::about(&self.moment, FigureKey::Province(unit), scope, boundaries))
    }

    fn began_with(&self) -> Result<Vec<Succession>> {
        self.moment.all(Relation::ProvincePrecededBy, self.version.id)
    }

    fn ended_with(&self) -> Result<Vec<Succession>> {
        self.moment.all(Relation::ProvinceSucceededBy, self.version.id)
    }
}

/// A code that named a unit for some time.
pub struct Code(domain::Code);

/// A code of a unit for some time. The same code may have belonged to another unit before.
#[object]
impl Code {
    /// The code scheme.
    fn scheme(&self) -> CodeScheme {
        self.0.scheme.into()
    }

    /// The code, such as `52` or `VN-31`.
    fn value(&self) -> &str {
        &self.0.value
    }

    /// The first day on which the code belonged to this unit; null if it always did.
    fn valid_from(&self) -> Option<Date> {
        self.0.valid_from.map(Date)
    }

    /// The first day on which it no longer belonged to this unit; null while it does.
    fn valid_to(&self) -> Option<Date> {
        self.0.valid_to.map(Date)
    }
}

/// Selects provinces. Omitted fields are ignored.
#[derive(Debug, Input)]
pub struct ProvinceFilter {
    /// Of this kind.
    kind: Option<ProvinceKind>,
    /// That exist on this day.
    valid_on: Option<Date>,
    /// In this region, by its Vietnamese or English name.
    region: Option<String>,
}

impl RecordFilter for ProvinceFilter {
    fn compile(self, _: &Moment) -> Result<Filter> {
        let kind = self.kind.map(domain::ProvinceKind::from);
        Ok(std::sync::Arc::new(move |version| {
            let Record::Province(it) = &version.record else { return false };
            let region = it.region.as_ref();
            kind.is_none_or(|kind| it.kind == kind)
                && self.valid_on.is_none_or(|day| it.is_valid_on(day.0))
                && self.region.as_deref().is_none_or(|asked| {
                    region.is_some_and(|it| [it.vi(), it.en()].contains(&Some(asked)))
                })
        }))
    }
}
