//! Sector in the schema.

use async_graphql::Result;
use macros::Input;
use std::{collections::BTreeSet, sync::Arc};

use super::{Activity, Claim, Field, RecordFilter, noun};
use crate::{
    figures::{BoundariesInput, Directions, FigureQuery},
    moment::Moment,
    page::{Filter, Narrowing},
};
use domain::{
    NounId, Record, SectorId,
    tally::{FigureKey, Scope},
};

noun! {
    /// A sector of cooperation, such as tourism. Sectors are records: an agency can add one.
    Sector, filter SectorFilter
    texts {
        /// Its name.
        name;
    }
    optional texts {
        /// What it covers.
        description;
    }
    pages {
        /// The priority fields of agreements in it.
        fields: Field = SectorFields;
        /// The activities in it.
        activities: Activity = SectorActivities;
        /// The published figures whose scope is this sector.
        claims: Claim = SectorClaims;
    }

    /// The code, such as `TOURISM`; unique among sectors.
    fn code(&self) -> &str {
        &self.it().code
    }

    /// Its activities, each once, by direction: one way and from whom, mutual, or unspecified.
    fn directions(
        &self,
        /// The boundaries; by default those of `cooperationMatrix`.
        boundaries: Option<BoundariesInput>,
    ) -> Option<Result<Directions>> {
        let sectors = Some(BTreeSet::from([SectorId::from_number(self.version.id.number)]));
        let scope = Arc::new(Scope { sectors, ..Scope::default() });
        let boundaries = BoundariesInput::read(boundaries.as_ref(), &self.moment);
        let question = FigureQuery::about(&self.moment, FigureKey::Network, scope, boundaries);
        Some(Directions::of(question))
    }
}

/// Selects sectors. Omitted fields are ignored.
#[derive(Debug, Input)]
pub struct SectorFilter {
    /// With one of these codes.
    codes: Option<Vec<String>>,
}

impl RecordFilter for SectorFilter {
    fn compile(self, _: &Moment) -> Result<Filter> {
        let narrowing = Narrowing::default().loose_if(self.codes.is_some());
        Ok(Filter::new(narrowing, move |version| {
            let Record::Sector(it) = &version.record else { return false };
            self.codes.as_ref().is_none_or(|codes| codes.contains(&it.code))
        }))
    }
}
