//! Directive in the schema.

use async_graphql::{ID, Result};
use macros::Input;

use super::{Activity, Agreement, Organization, RecordFilter, noun};
use crate::{
    enums::{DirectiveKind, DirectiveStatus},
    id,
    moment::Moment,
    page::{Filter, Narrowing},
    scalars::{Date, EdtfDate},
};
use domain::{self, AgreementId, OrganizationId, Record, edge::Relation};
use registry::Facet;

noun! {
    /// An instruction (chỉ đạo) or recommendation (kiến nghị) from a review (sơ kết).
    Directive, filter DirectiveFilter
    texts {
        /// Its text.
        text;
    }
    optional texts {}
    pages {}

    /// The agreement that it concerns.
    fn agreement(&self) -> Option<Result<Agreement>> {
        self.it().agreement.and_then(|id| self.moment.get(id))
    }

    /// Whether it is binding.
    fn kind(&self) -> DirectiveKind {
        self.it().kind.into()
    }

    /// The issuer, as printed.
    fn issued_by(&self) -> Option<&str> {
        self.it().issued_by.as_deref()
    }

    /// The organization that issued it.
    fn issued_by_organization(&self) -> Option<Result<Organization>> {
        self.it().issued_by_organization.and_then(|id| self.moment.get(id))
    }

    /// When it was issued.
    fn issued_on(&self) -> Option<EdtfDate> {
        self.it().issued_on.map(EdtfDate)
    }

    /// The addressees, as printed.
    fn addressed_to(&self) -> &[String] {
        &self.it().addressed_to
    }

    /// The organizations that it is addressed to.
    fn addressed_to_organizations(&self) -> Option<Result<Vec<Organization>>> {
        Some(self.moment.get_all(self.it().addressed_to_organizations.iter().copied()))
    }

    /// The due date; null if none is printed.
    fn due(&self) -> Option<EdtfDate> {
        self.it().due.map(EdtfDate)
    }

    /// Whether it is still open and the latest possible day of `due` is past.
    fn overdue(
        &self,
        /// The day; that of the request by default.
        on: Option<Date>,
    ) -> bool {
        let day = on.map_or_else(|| self.moment.today(), |on| on.0);
        self.it().status == domain::DirectiveStatus::Open
            && self.it().due.is_some_and(|due| due.latest() < day)
    }

    /// Its status.
    fn status(&self) -> DirectiveStatus {
        self.it().status.into()
    }

    /// The activities that answer it.
    fn answered_by(&self) -> Option<Result<Vec<Activity>>> {
        Some(self.moment.get_all(self.it().answered_by.iter().copied()))
    }
}

/// Selects directives. Omitted fields are ignored.
#[derive(Debug, Input)]
pub struct DirectiveFilter {
    /// Concerning the agreement with this id.
    agreement: Option<ID>,
    /// Directive or recommendation.
    kind: Option<DirectiveKind>,
    /// With one of these statuses.
    status: Option<Vec<DirectiveStatus>>,
    /// Addressed to the organization with this id.
    addressee: Option<ID>,
}

impl RecordFilter for DirectiveFilter {
    fn compile(self, moment: &Moment) -> Result<Filter> {
        let agreement = self.agreement.as_ref().map(id::typed::<AgreementId>).transpose()?;
        let kind = self.kind.map(domain::DirectiveKind::from);
        let statuses: Option<Vec<domain::DirectiveStatus>> =
            self.status.map(|it| it.into_iter().map(Into::into).collect());
        let addressee =
            self.addressee.as_ref().map(|id| moment.meant::<OrganizationId>(id)).transpose()?;
        let narrowing = Narrowing::default()
            .linked(Relation::AgreementDirectives, agreement)
            .any_of(kind.map(|kind| [Facet::kind(kind as u8)]))
            .any_of(statuses.as_ref().map(|them| them.iter().map(|it| Facet::status(*it as u8))))
            .linked(Relation::OrganizationDirectivesReceived, addressee);
        Ok(Filter::new(narrowing, move |version| {
            let Record::Directive(it) = &version.record else { return false };
            agreement.is_none_or(|agreement| it.agreement == Some(agreement))
                && kind.is_none_or(|kind| it.kind == kind)
                && statuses.as_ref().is_none_or(|statuses| statuses.contains(&it.status))
                && addressee.is_none_or(|id| it.addressed_to_organizations.contains(&id))
        }))
    }
}
