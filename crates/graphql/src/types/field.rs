//! Field in the schema.

use macros::Input;
use std::sync::Arc;

use async_graphql::{ID, Result};

use super::{Activity, Agreement, Narrow, Organization, Sector, noun};
use crate::{
    figures::{Progress, Question},
    id,
    moment::Moment,
    page::Filter,
    scalars::Date,
};
use domain::{
    self, AgreementId, Entity, FieldId, NounId, Record, SectorId,
    tally::{Boundaries, Place, Scope},
};

noun! {
    /// A priority field of one agreement (lĩnh vực hợp tác trọng tâm).
    Field, filter FieldFilter, title(it, lang) {
        it.title.as_ref().map_or_else(String::new, |title| title.get(lang).to_owned())
    }
    texts {}
    optional texts {
        /// Its title, where the agreement words it otherwise than the sector's name.
        title;
        /// What the parties want to reach in it.
        objectives;
    }
    pages {
        /// The activities agreed in it.
        activities: Activity = FieldActivities;
    }

    /// The agreement that names it.
    fn agreement(&self) -> Option<Result<Agreement>> {
        self.moment.get(self.it().agreement)
    }

    /// Its sector.
    fn sector(&self) -> Option<Result<Sector>> {
        self.moment.get(self.it().sector)
    }

    /// How far its activities are on a day, and what is late.
    fn progress(
        &self,
        /// The day; absent: that of the request (in Asia/Ho_Chi_Minh).
        on: Option<Date>,
    ) -> Option<Result<Progress>> {
        let place = Place::Field(FieldId::from_number(self.version.id.number));
        let scope = Arc::<Scope>::default();
        let question = Question::about(&self.moment, place, scope, Boundaries::AsRecorded);
        let agreement = self.moment.find(self.it().agreement.record());
        Some(agreement.and_then(|found| {
            let agreement = found.as_deref().and_then(|it| domain::Agreement::of(&it.record));
            Progress::of(question, on, agreement.and_then(|it| it.period))
        }))
    }

    /// The organization in the lead.
    fn lead(&self) -> Option<Result<Organization>> {
        self.it().lead.and_then(|id| self.moment.get(id))
    }
}

/// Which fields; what is absent does not narrow.
#[derive(Debug, Input)]
pub struct FieldFilter {
    /// Of the agreement with this id.
    agreement: Option<ID>,
    /// Of the sector with this id.
    sector: Option<ID>,
}

impl Narrow for FieldFilter {
    fn compile(self, _: &Moment) -> Result<Filter> {
        let agreement = self.agreement.as_ref().map(id::typed::<AgreementId>).transpose()?;
        let sector = self.sector.as_ref().map(id::typed::<SectorId>).transpose()?;
        Ok(Arc::new(move |version| {
            let Record::Field(it) = &version.record else { return false };
            agreement.is_none_or(|agreement| it.agreement == agreement)
                && sector.is_none_or(|sector| it.sector == sector)
        }))
    }
}
