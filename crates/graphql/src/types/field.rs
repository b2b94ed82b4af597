//! Field in the schema.

use macros::Input;
use std::sync::Arc;

use async_graphql::{ID, Result};

use super::{Activity, Agreement, Organization, RecordFilter, Sector, noun};
use crate::{
    figures::{Directions, FigureQuery, Progress},
    id,
    moment::Moment,
    page::{Filter, Narrowing},
    scalars::Date,
};
use domain::{
    self, AgreementId, Entity, FieldId, NounId, Record, SectorId,
    edge::Relation,
    tally::{Boundaries, FigureKey, Scope},
};

noun! {
    /// A priority field of one agreement (lĩnh vực hợp tác trọng tâm).
    Field, filter FieldFilter
    texts {}
    optional texts {
        /// Its title, if the agreement words it differently from the sector's name.
        title;
        /// The objectives of the parties.
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

    /// The progress of its activities on a day, and what is overdue.
    fn progress(
        &self,
        /// The day; that of the request (in Asia/Ho_Chi_Minh) by default.
        on: Option<Date>,
    ) -> Option<Result<Progress>> {
        let place = FigureKey::Field(FieldId::from_number(self.version.id.number));
        let scope = Arc::<Scope>::default();
        let boundaries = Boundaries::On(self.moment.today());
        let question = FigureQuery::about(&self.moment, place, scope, boundaries);
        let agreement = self.moment.find(self.it().agreement.record());
        Some(agreement.and_then(|found| {
            let agreement = found.as_deref().and_then(|it| domain::Agreement::of(&it.record));
            Progress::of(question, on, agreement.and_then(|it| it.period))
        }))
    }

    /// Its activities, each once, by direction: one way and from whom, mutual, or unspecified; under
    /// the boundaries AS_RECORDED.
    fn directions(&self) -> Option<Result<Directions>> {
        let place = FigureKey::Field(FieldId::from_number(self.version.id.number));
        let scope = Arc::<Scope>::default();
        let question = FigureQuery::about(&self.moment, place, scope, Boundaries::AsRecorded);
        Some(Directions::of(question))
    }

    /// The lead organization.
    fn lead(&self) -> Option<Result<Organization>> {
        self.it().lead.and_then(|id| self.moment.get(id))
    }
}

/// Selects fields. Omitted fields are ignored.
#[derive(Debug, Input)]
pub struct FieldFilter {
    /// Of the agreement with this id.
    agreement: Option<ID>,
    /// In the sector with this id.
    sector: Option<ID>,
}

impl RecordFilter for FieldFilter {
    fn compile(self, _: &Moment) -> Result<Filter> {
        let agreement = self.agreement.as_ref().map(id::typed::<AgreementId>).transpose()?;
        let sector = self.sector.as_ref().map(id::typed::<SectorId>).transpose()?;
        let narrowing = Narrowing::default()
            .linked(Relation::AgreementFields, agreement)
            .linked(Relation::SectorFields, sector);
        Ok(Filter::new(narrowing, move |version| {
            let Record::Field(it) = &version.record else { return false };
            agreement.is_none_or(|agreement| it.agreement == agreement)
                && sector.is_none_or(|sector| it.sector == sector)
        }))
    }
}
