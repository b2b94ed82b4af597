//! Claim: a figure that somebody published. Claims that contradict each other stand side by side.

use serde::{Deserialize, Serialize};

use super::{
    decimal::Decimal,
    edtf::EdtfDate,
    link::{ById, Link, Linker},
    noun::{AgreementId, ClaimId, OrganizationId, ProvinceId, SectorId},
    outcome::Qualifier,
    period::Period,
    source::Source,
    text::LocalizedText,
};

/// A published figure, or a published judgement without a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "", rename_all = "camelCase", deny_unknown_fields)]
pub struct Claim<L: Link = ById> {
    /// The external key.
    #[serde(default)]
    pub key: Option<String>,
    /// The agreement that it is about.
    #[serde(default)]
    pub agreement: Option<L::To<AgreementId>>,
    /// What is counted, such as `AGREED_ACTIVITIES`: upper case letters, digits and `_`.
    pub metric: String,
    /// Whether the figure is an intention or a report.
    pub kind: ClaimKind,
    /// The figure; absent where only words were published.
    #[serde(default)]
    pub value: Option<Decimal>,
    /// The unit of the figure.
    #[serde(default)]
    pub unit: Option<String>,
    /// How exactly it was stated.
    #[serde(default)]
    pub qualifier: Option<Qualifier>,
    /// The claim in words.
    #[serde(default)]
    pub narrative: Option<LocalizedText>,
    /// What the figure covers.
    #[serde(default = "ClaimScope::everything")]
    pub scope: ClaimScope<L>,
    /// When it was stated.
    #[serde(default)]
    pub stated_on: Option<EdtfDate>,
    /// Who stated it, as printed.
    #[serde(default)]
    pub stated_by: Option<String>,
    /// The organization that stated it.
    #[serde(default)]
    pub stated_by_organization: Option<L::To<OrganizationId>>,
    /// Claims that it contradicts.
    #[serde(default)]
    pub conflicts_with: Vec<L::To<ClaimId>>,
    /// The documents that print it.
    #[serde(default)]
    pub sources: Vec<Source<L>>,
    /// What is uncertain.
    #[serde(default)]
    pub note: Option<String>,
}

/// Whether a claim is an intention or a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ClaimKind {
    /// What is to be.
    Planned,
    /// What was.
    Reported,
}

/// What a claimed figure covers; an absent part is not narrowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "", rename_all = "camelCase", deny_unknown_fields)]
pub struct ClaimScope<L: Link = ById> {
    /// The province.
    #[serde(default)]
    pub province: Option<L::To<ProvinceId>>,
    /// The sector.
    #[serde(default)]
    pub sector: Option<L::To<SectorId>>,
    /// The time.
    #[serde(default)]
    pub period: Option<Period>,
    /// The scope in words.
    #[serde(default)]
    pub text: Option<String>,
}

impl<A: Link> ClaimScope<A> {
    /// The scope that narrows nothing.
    #[must_use]
    pub const fn everything() -> Self {
        Self { province: None, sector: None, period: None, text: None }
    }

    fn relink<B: Link>(self, to: &mut impl Linker<A, B>) -> ClaimScope<B> {
        ClaimScope {
            province: to.link_option(self.province, "scope.province"),
            sector: to.link_option(self.sector, "scope.sector"),
            period: self.period,
            text: self.text,
        }
    }
}

impl<A: Link> Claim<A> {
    /// Points the claim by another kind of link.
    pub fn relink<B: Link>(self, to: &mut impl Linker<A, B>) -> Claim<B> {
        Claim {
            key: self.key,
            agreement: to.link_option(self.agreement, "agreement"),
            metric: self.metric,
            kind: self.kind,
            value: self.value,
            unit: self.unit,
            qualifier: self.qualifier,
            narrative: self.narrative,
            scope: self.scope.relink(to),
            stated_on: self.stated_on,
            stated_by: self.stated_by,
            stated_by_organization: to
                .link_option(self.stated_by_organization, "statedByOrganization"),
            conflicts_with: to.link_all(self.conflicts_with, "conflictsWith"),
            sources: Source::relink_all(self.sources, to),
            note: self.note,
        }
    }
}
