//! Claim in the schema.

use async_graphql::{ID, Result};
use macros::{Input, object};

use super::{Agreement, Organization, Province, RecordFilter, Sector, noun, shared::Period};
use crate::{
    enums::{ClaimKind, Metric, Qualifier, Role},
    id,
    moment::Moment,
    page::{Filter, Narrowing},
    scalars::{Decimal, EdtfDate},
};
use domain::{self, AgreementId, Record, edge::Relation};
use registry::Facet;

noun! {
    /// A published figure, or a published judgement without a figure. Contradictory claims stand
    /// side by side.
    Claim, filter ClaimFilter
    texts {}
    optional texts {
        /// The claim in words.
        narrative;
    }
    pages {}

    /// The agreement that it concerns.
    fn agreement(&self) -> Option<Result<Agreement>> {
        self.it().agreement.and_then(|id| self.moment.get(id))
    }

    /// What the figure counts.
    fn metric(&self) -> Metric {
        self.it().metric.into()
    }

    /// What it counts, in words; null unless the metric is OTHER.
    fn metric_words(&self) -> Option<&str> {
        self.it().metric_words.as_deref()
    }

    /// Whether the figure was planned or reported.
    fn kind(&self) -> ClaimKind {
        self.it().kind.into()
    }

    /// The figure; null if only words were published.
    fn value(&self) -> Option<Decimal> {
        self.it().value.map(Decimal)
    }

    /// The unit of the figure.
    fn unit(&self) -> Option<&str> {
        self.it().unit.as_deref()
    }

    /// How exactly it was stated.
    fn qualifier(&self) -> Option<Qualifier> {
        self.it().qualifier.map(Qualifier::from)
    }

    /// What the figure covers.
    fn scope(&self) -> ClaimScope {
        ClaimScope { moment: self.moment.clone(), scope: self.it().scope.clone() }
    }

    /// The date of the statement.
    fn stated_on(&self) -> Option<EdtfDate> {
        self.it().stated_on.map(EdtfDate)
    }

    /// The issuer, as printed.
    fn stated_by(&self) -> Option<&str> {
        self.it().stated_by.as_deref()
    }

    /// The organization that stated it.
    fn stated_by_organization(&self) -> Option<Result<Organization>> {
        self.it().stated_by_organization.and_then(|id| self.moment.get(id))
    }

    /// The claims that it contradicts, in either direction.
    fn conflicts_with(&self) -> Option<Result<Vec<Claim>>> {
        Some(self.conflicts())
    }
}

impl Claim {
    fn conflicts(&self) -> Result<Vec<Self>> {
        let named = self.it().conflicts_with.iter().copied();
        let mut conflicts: Vec<Claim> = self.moment.get_all(named)?;
        let naming: Vec<Claim> = self.moment.all(Relation::ClaimConflicts, self.version.id)?;
        for claim in naming {
            if conflicts.iter().all(|it| it.version.id != claim.version.id) {
                conflicts.push(claim);
            }
        }
        Ok(conflicts)
    }
}

/// What a claimed figure covers.
pub struct ClaimScope {
    moment: Moment,
    scope: domain::ClaimScope,
}

/// The scope of a claimed figure. A null field does not restrict it.
#[object]
impl ClaimScope {
    /// The provinces that take part, or are parties; in the role, if there is one.
    fn provinces(&self) -> Option<Result<Vec<Province>>> {
        Some(self.moment.get_all(self.scope.provinces.iter().copied()))
    }

    /// The province; null if there is none, or several (see `provinces`).
    fn province(&self) -> Option<Result<Province>> {
        match self.scope.provinces[..] {
            [id] => self.moment.get(id),
            _ => None,
        }
    }

    /// The role in which the provinces take part.
    fn role(&self) -> Option<Role> {
        self.scope.role.map(Role::from)
    }

    /// The sector.
    fn sector(&self) -> Option<Result<Sector>> {
        self.scope.sector.and_then(|id| self.moment.get(id))
    }

    /// The period.
    fn period(&self) -> Option<Period> {
        self.scope.period.map(Period::from)
    }

    /// The scope in words.
    fn text(&self) -> Option<&str> {
        self.scope.text.as_deref()
    }
}

/// Selects claims. Omitted fields are ignored.
#[derive(Debug, Input)]
pub struct ClaimFilter {
    /// Concerning the agreement with this id.
    agreement: Option<ID>,
    /// Of one of these metrics.
    metric: Option<Vec<Metric>>,
    /// Planned or reported.
    kind: Option<ClaimKind>,
}

impl RecordFilter for ClaimFilter {
    fn compile(self, _: &Moment) -> Result<Filter> {
        let agreement = self.agreement.as_ref().map(id::typed::<AgreementId>).transpose()?;
        let kind = self.kind.map(domain::ClaimKind::from);
        let metrics =
            self.metric.map(|it| it.into_iter().map(Into::into).collect::<Vec<domain::Metric>>());
        let narrowing = Narrowing::default()
            .linked(Relation::AgreementClaims, agreement)
            .any_of(metrics.as_ref().map(|them| them.iter().map(|it| Facet::metric(*it as u8))))
            .any_of(kind.map(|kind| [Facet::kind(kind as u8)]));
        Ok(Filter::new(narrowing, move |version| {
            let Record::Claim(it) = &version.record else { return false };
            agreement.is_none_or(|agreement| it.agreement == Some(agreement))
                && metrics.as_ref().is_none_or(|metrics| metrics.contains(&it.metric))
                && kind.is_none_or(|kind| it.kind == kind)
        }))
    }
}
