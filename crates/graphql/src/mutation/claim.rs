//! What the mutation of claims takes.

use super::{
    inputs::{ClaimScopeInput, LocalizedTextInput},
    intent::intent,
    read::{IdOf, Written},
};
use crate::enums::{ClaimKind, Metric, Qualifier};
use domain::{AgreementId, Claim, ClaimId, ClaimScope, Decimal, EdtfDate, OrganizationId};

intent! {
    /// A published figure to register.
    RecordClaimInput creates Claim => RecordClaim {
        /// The agreement that it concerns.
        agreement: Option<IdOf<AgreementId>>,
        /// What the figure counts.
        metric: Metric,
        /// What it counts, in words: at most 300 characters. Required with the metric OTHER, and
        /// with no other.
        metric_words: Option<String>,
        /// Whether the figure was planned or reported.
        kind: ClaimKind,
        /// The figure. A figure or words are required.
        value: Option<Written<Decimal>>,
        /// The unit of the figure: at most 300 characters.
        unit: Option<String>,
        /// How exactly it was stated.
        qualifier: Option<Qualifier>,
        /// The claim in words: at most 10,000 characters.
        narrative: Option<LocalizedTextInput>,
        /// The scope of the figure; everything by default.
        scope: Option<ClaimScopeInput> = ClaimScope::everything(),
        /// The date of the statement, not after today.
        stated_on: Option<Written<EdtfDate>>,
        /// The issuer, as printed: at most 300 characters.
        stated_by: Option<String>,
        /// The organization that stated it.
        stated_by_organization: Option<IdOf<OrganizationId>>,
        /// Claims that it contradicts; at most 500.
        #[graphql(default)]
        conflicts_with: Vec<IdOf<ClaimId>>,
    }
}
