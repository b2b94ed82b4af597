//! Organization in the schema.

use async_graphql::{ID, Result};
use macros::Input;

use super::{
    Activity, Agreement, Claim, Directive, Event, Field, Outcome, Province, RecordFilter, noun,
};
use crate::{
    enums::OrganizationKind,
    moment::Moment,
    page::{Filter, Narrowing},
};
use domain::{
    self, Noun, NounId, ProvinceId, Record,
    edge::{Relation, Term, terms},
    name::folded,
};
use registry::Facet;

noun! {
    /// An organization of a province: people's committee, department, district, hospital,
    /// enterprise, association, school.
    Organization, filter OrganizationFilter
    texts {
        /// Its name.
        name;
    }
    optional texts {}
    pages {
        /// The agreements to which it is a party.
        agreements: Agreement = OrganizationAgreements;
        /// The priority fields that it leads.
        fields: Field = OrganizationFields;
        /// The activities that it takes part in.
        activities: Activity = OrganizationActivities;
        /// The events that it takes part in.
        events: Event = OrganizationEvents;
        /// The outcomes that it provided.
        outcomes_provided: Outcome = OrganizationOutcomesProvided;
        /// The outcomes that it received.
        outcomes_received: Outcome = OrganizationOutcomesReceived;
        /// The figures that it stated.
        claims: Claim = OrganizationClaims;
        /// The directives that it issued.
        directives_issued: Directive = OrganizationDirectivesIssued;
        /// The directives that are addressed to it.
        directives_received: Directive = OrganizationDirectivesReceived;
    }

    /// Other names by which people call it.
    fn aliases(&self) -> &[String] {
        &self.it().aliases
    }

    /// The kind of organization.
    fn kind(&self) -> OrganizationKind {
        self.it().kind.into()
    }

    /// The organization that it was merged into, since both were the same; null if it was not. An id
    /// of a merged record finds the one that stands for it, so this is seen in `duplicates` and in
    /// histories only.
    fn merged_into(&self) -> Option<Result<Organization>> {
        self.it().merged_into.and_then(|id| self.moment.get(id))
    }

    /// The records of the same organization that were merged into it, each with its own history. Lists
    /// and figures do not have them.
    fn duplicates(&self) -> Option<Result<Vec<Organization>>> {
        let found = self.moment.all::<Organization>(Relation::OrganizationDuplicates, self.version.id);
        let own = |it: &Organization| it.it().merged_into.map(NounId::record) == Some(self.version.id);
        Some(found.map(|found| found.into_iter().filter(own).collect()))
    }

    /// The province that it belongs to.
    fn province(&self) -> Option<Result<Province>> {
        self.moment.get(self.it().province)
    }
}

/// Selects organizations. Omitted fields are ignored.
#[derive(Debug, Input)]
pub struct OrganizationFilter {
    /// Of this kind.
    kind: Option<OrganizationKind>,
    /// Of the province with this id.
    province: Option<ID>,
    /// With this name or alias. Case, punctuation, spaces and the place of a tone's mark do not
    /// count; diacritics do.
    named: Option<String>,
}

impl RecordFilter for OrganizationFilter {
    fn compile(self, moment: &Moment) -> Result<Filter> {
        let kind = self.kind.map(domain::OrganizationKind::from);
        let province =
            self.province.as_ref().map(|id| moment.meant::<ProvinceId>(id)).transpose()?;
        let named = self.named.as_deref().map(|it| Term::Name(Noun::Organization, folded(it)));
        let narrowing = Narrowing::default()
            .any_of(kind.map(|kind| [Facet::kind(kind as u8)]))
            .linked(Relation::ProvinceOrganizations, province)
            .named(moment, named.as_ref())?;
        Ok(Filter::new(narrowing, move |version| {
            let Record::Organization(it) = &version.record else { return false };
            kind.is_none_or(|kind| it.kind == kind)
                && province.is_none_or(|province| it.province == province)
                && named.as_ref().is_none_or(|named| terms(&version.record).contains(named))
        }))
    }
}
