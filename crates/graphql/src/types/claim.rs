//! Claim in the schema.

use async_graphql::{ID, Result};
use macros::{Input, object};

use super::{Agreement, Narrow, Organization, Province, Sector, noun, shared::Period};
use crate::{
    enums::{ClaimKind, Qualifier},
    id,
    moment::Moment,
    page::Filter,
    scalars::{Decimal, EdtfDate},
};
use domain::{self, AgreementId, Record, edge::Relation};

noun! {
    /// A figure that somebody published, or a published judgement without a figure. Claims that
    /// contradict each other stand side by side.
    Claim, filter ClaimFilter, title(it, _lang) { it.metric.clone() }
    texts {}
    optional texts {
        /// The claim in words.
        narrative;
    }
    pages {}

    /// The agreement that it is about.
    fn agreement(&self) -> Option<Result<Agreement>> {
        self.it().agreement.and_then(|id| self.moment.get(id))
    }

    /// What is counted, such as `AGREED_ACTIVITIES`.
    fn metric(&self) -> &str {
        &self.it().metric
    }

    /// Whether the figure is an intention or a report.
    fn kind(&self) -> ClaimKind {
        self.it().kind.into()
    }

    /// The figure; null where only words were published.
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

    /// When it was stated.
    fn stated_on(&self) -> Option<EdtfDate> {
        self.it().stated_on.map(EdtfDate)
    }

    /// Who stated it, as printed.
    fn stated_by(&self) -> Option<&str> {
        self.it().stated_by.as_deref()
    }

    /// The organization that stated it.
    fn stated_by_organization(&self) -> Option<Result<Organization>> {
        self.it().stated_by_organization.and_then(|id| self.moment.get(id))
    }

    /// The claims that it contradicts, or that contradict it.
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

/// What a claimed figure covers; what is null does not narrow it.
#[object]
impl ClaimScope {
    /// The province.
    fn province(&self) -> Option<Result<Province>> {
        self.scope.province.and_then(|id| self.moment.get(id))
    }

    /// The sector.
    fn sector(&self) -> Option<Result<Sector>> {
        self.scope.sector.and_then(|id| self.moment.get(id))
    }

    /// The time.
    fn period(&self) -> Option<Period> {
        self.scope.period.map(Period::from)
    }

    /// The scope in words.
    fn text(&self) -> Option<&str> {
        self.scope.text.as_deref()
    }
}

/// Which claims; what is absent does not narrow.
#[derive(Debug, Input)]
pub struct ClaimFilter {
    /// About the agreement with this id.
    agreement: Option<ID>,
    /// Of one of these metrics.
    metric: Option<Vec<String>>,
    /// Intention or report.
    kind: Option<ClaimKind>,
}

impl Narrow for ClaimFilter {
    fn compile(self, _: &Moment) -> Result<Filter> {
        let agreement = self.agreement.as_ref().map(id::typed::<AgreementId>).transpose()?;
        let kind = self.kind.map(domain::ClaimKind::from);
        Ok(std::sync::Arc::new(move |version| {
            let Record::Claim(it) = &version.record else { return false };
            agreement.is_none_or(|agreement| it.agreement == Some(agreement))
                && self.metric.as_ref().is_none_or(|metrics| metrics.contains(&it.metric))
                && kind.is_none_or(|kind| it.kind == kind)
        }))
    }
}
