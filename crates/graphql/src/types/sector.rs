//! Sector in the schema.

use async_graphql::Result;
use macros::Input;

use super::{Activity, Claim, Field, RecordFilter, noun};
use crate::{moment::Moment, page::Filter};
use domain::Record;

noun! {
    /// A sector of cooperation, such as tourism. Sectors are records: an agency can add one.
    Sector, filter SectorFilter, title(it, lang) { it.name.get(lang).to_owned() }
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
}

/// Selects sectors. Omitted fields are ignored.
#[derive(Debug, Input)]
pub struct SectorFilter {
    /// With one of these codes.
    codes: Option<Vec<String>>,
}

impl RecordFilter for SectorFilter {
    fn compile(self, _: &Moment) -> Result<Filter> {
        Ok(std::sync::Arc::new(move |version| {
            let Record::Sector(it) = &version.record else { return false };
            self.codes.as_ref().is_none_or(|codes| codes.contains(&it.code))
        }))
    }
}
