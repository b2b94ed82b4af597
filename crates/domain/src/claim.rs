//! Claim: a figure that somebody published. Claims that contradict each other stand side by side.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    actor::Role,
    decimal::Decimal,
    declare::{Described, noun},
    edtf::EdtfDate,
    link::{ById, Link, Linker},
    metric::Metric,
    noun::{AgreementId, ClaimId, OrganizationId, ProvinceId, SectorId},
    outcome::Qualifier,
    path::FieldPath,
    period::Period,
    pointing::{LinkedPart, See, SeenPart, many, maybe},
    relation::Relation,
    text::LocalizedText,
    texts::{Part, Texts},
    vocabulary::{Vocabulary, vocabulary},
};

noun! {
    /// A published figure, or a published judgement without a figure.
    pub struct Claim<L: Link = ById> {
        /// The agreement that it concerns.
        #[serde(default)]
        pub agreement: Option<L::To<AgreementId>> => maybe(AgreementClaims),
        /// What is counted.
        pub metric: Metric,
        /// What is counted, in words; with the metric OTHER only.
        #[serde(default)]
        pub metric_words: Option<String>,
        /// Whether the figure was planned or reported.
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
        pub scope: ClaimScope<L> => part(ProvinceClaims, SectorClaims),
        /// The date of the statement.
        #[serde(default)]
        pub stated_on: Option<EdtfDate>,
        /// The issuer, as printed.
        #[serde(default)]
        pub stated_by: Option<String>,
        /// The organization that stated it.
        #[serde(default)]
        pub stated_by_organization: Option<L::To<OrganizationId>> => maybe(OrganizationClaims),
        /// Claims that it contradicts.
        #[serde(default)]
        pub conflicts_with: Vec<L::To<ClaimId>> => many(ClaimConflicts),
    }
}

vocabulary! {
    /// Whether a claim states a plan or a result.
    pub enum ClaimKind {
        /// A planned figure (kế hoạch).
        Planned = "PLANNED",
        /// A reported figure (báo cáo, kết quả).
        Reported = "REPORTED",
    }
}

/// What a claimed figure covers; an absent part is not narrowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "", rename_all = "camelCase", deny_unknown_fields)]
pub struct ClaimScope<L: Link = ById> {
    /// The provinces: those that take part, or are parties; in the role, if one is named.
    #[serde(default)]
    pub provinces: Vec<L::To<ProvinceId>>,
    /// The role in which they take part.
    #[serde(default)]
    pub role: Option<Role>,
    /// The sector.
    #[serde(default)]
    pub sector: Option<L::To<SectorId>>,
    /// The period.
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
        Self { provinces: Vec::new(), role: None, sector: None, period: None, text: None }
    }
}

impl<A: Link> LinkedPart<A> for ClaimScope<A> {
    type Over<B: Link> = ClaimScope<B>;

    fn relink<B: Link>(self, at: &FieldPath<'_>, to: &mut impl Linker<A, B>) -> ClaimScope<B> {
        ClaimScope {
            provinces: many::relink(self.provinces, &at.attribute("provinces"), to),
            role: self.role,
            sector: maybe::relink(self.sector, &at.attribute("sector"), to),
            period: self.period,
            text: self.text,
        }
    }
}

impl SeenPart for ClaimScope {
    type Relations = [Relation; 2];

    fn see(&self, at: &FieldPath<'_>, [provinces, sector]: [Relation; 2], see: See<'_>) {
        many::see(&self.provinces, &at.attribute("provinces"), [provinces], see);
        maybe::see(&self.sector, &at.attribute("sector"), [sector], see);
    }
}

impl Described for Claim {
    fn day(&self) -> Option<Date> {
        self.stated_on.map(EdtfDate::earliest)
    }

    fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.plain(Part::Code, Some(self.metric.word()));
        texts.plain(Part::Narrative, self.metric_words.as_deref());
        texts.plain(Part::Place, self.scope.text.as_deref());
        texts.localized(Part::Narrative, self.narrative.as_ref());
        texts.plain(Part::Narrative, self.stated_by.as_deref());
    }
}
