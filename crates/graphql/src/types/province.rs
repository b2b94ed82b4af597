//! Province in the schema.

use async_graphql::Result;
use macros::{Input, object};

use super::{Activity, Agreement, Claim, Event, Narrow, Organization, Outcome, Succession, noun};
use crate::{
    enums::{CodeScheme, ProvinceKind},
    figures::{BoundariesInput, Progress, Question, ScopeInput, unit},
    moment::Moment,
    page::Filter,
    scalars::Date,
};
use domain::{self, NounId, ProvinceId, Record, edge::Relation, tally::Place};

noun! {
    /// An administrative unit (tỉnh, thành phố trực thuộc trung ương).
    ///
    /// A unit is what it was from one reorganisation to the next: the Gia Lai before 2025-07-01
    /// and the enlarged one after it are two provinces, tied by a succession. Its identity is its
    /// id, never a code.
    Province, filter ProvinceFilter, title(it, lang) { it.name.get(lang).to_owned() }
    texts {
        /// The name, without the word for the kind.
        name;
    }
    optional texts {
        /// The socio-economic region; null where none is stated, as after 2025-07-01.
        region;
    }
    pages {
        /// The organizations that belong to it.
        organizations: Organization = ProvinceOrganizations;
        /// The agreements that it, or an organization of it, is a party to.
        agreements: Agreement = ProvinceAgreements;
        /// The activities that it takes part in, in whatever role.
        activities: Activity = ProvinceActivities;
        /// The events that it takes part in or that take place in it.
        events: Event = ProvinceEvents;
        /// The events that take place in it.
        hosted_events: Event = ProvinceHostedEvents;
        /// The outcomes that it, or an organization of it, provided.
        outcomes_provided: Outcome = ProvinceOutcomesProvided;
        /// The outcomes that it, or an organization of it, received.
        outcomes_received: Outcome = ProvinceOutcomesReceived;
        /// The published figures whose scope is this province.
        claims: Claim = ProvinceClaims;
    }

    /// City under the central government, or province.
    fn kind(&self) -> ProvinceKind {
        self.it().kind.into()
    }

    /// The first day on which the unit existed; null where no source prints it.
    fn valid_from(&self) -> Option<Date> {
        self.it().valid_from.map(Date)
    }

    /// The first day on which it no longer existed; null while it exists.
    fn valid_to(&self) -> Option<Date> {
        self.it().valid_to.map(Date)
    }

    /// Its codes, each with the days on which it meant this unit.
    fn codes(
        &self,
        /// Only those of this scheme.
        scheme: Option<CodeScheme>,
        /// Only those that meant the unit on this day.
        on: Option<Date>,
    ) -> Vec<Code> {
        let scheme = scheme.map(domain::CodeScheme::from);
        let codes = self.it().codes.iter().filter(|code| {
            scheme.is_none_or(|scheme| code.scheme == scheme)
                && on.is_none_or(|on| code.is_valid_on(on.0))
        });
        codes.cloned().map(Code).collect()
    }

    /// How far the activities that it takes part in, in any role, are on a day, and what is late.
    fn progress(
        &self,
        /// The day; absent: that of the request (in Asia/Ho_Chi_Minh).
        on: Option<Date>,
        /// Only these activities; absent: all.
        scope: Option<ScopeInput>,
        /// Under which provinces it counts; absent: AS_RECORDED. A unit that is none under the
        /// boundaries stands for the one that it became.
        boundaries: Option<BoundariesInput>,
    ) -> Option<Result<Progress>> {
        Some(self.question(scope, boundaries.as_ref()).and_then(|question| {
            let period = question.scope.period;
            Progress::of(question, on, period)
        }))
    }

    /// The units that it was made of; empty where no succession is recorded.
    fn predecessors(&self) -> Option<Result<Vec<Province>>> {
        Some(self.began_with().and_then(|successions| {
            self.moment.get_all(successions.iter().flat_map(Succession::predecessor_ids))
        }))
    }

    /// The units that it became; empty while it exists. More than one: it was split.
    fn successors(&self) -> Option<Result<Vec<Province>>> {
        Some(self.ended_with().and_then(|successions| {
            self.moment.get_all(successions.iter().flat_map(Succession::successor_ids))
        }))
    }

    /// The successions that it began and ended with, in this order.
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
    ) -> Result<Question> {
        let scope = ScopeInput::read(scope, &self.moment)?;
        let boundaries = BoundariesInput::read(boundaries, &self.moment);
        let recorded = ProvinceId::from_number(self.version.id.number);
        let unit = unit(recorded, &self.moment, boundaries)?;
        Ok(Question::about(&self.moment, Place::Province(unit), scope, boundaries))
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

/// A code that named a unit for some time. The same code may have named another unit before.
#[object]
impl Code {
    /// Who assigned it.
    fn scheme(&self) -> CodeScheme {
        self.0.scheme.into()
    }

    /// The code, such as `52` or `VN-31`.
    fn value(&self) -> &str {
        &self.0.value
    }

    /// The first day on which it meant this unit; null where it always did.
    fn valid_from(&self) -> Option<Date> {
        self.0.valid_from.map(Date)
    }

    /// The first day on which it no longer did; null while it does.
    fn valid_to(&self) -> Option<Date> {
        self.0.valid_to.map(Date)
    }
}

/// Which provinces; what is absent does not narrow.
#[derive(Debug, Input)]
pub struct ProvinceFilter {
    /// Of this kind.
    kind: Option<ProvinceKind>,
    /// Existing on this day.
    valid_on: Option<Date>,
    /// Of this region, by its Vietnamese or English name.
    region: Option<String>,
}

impl Narrow for ProvinceFilter {
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
