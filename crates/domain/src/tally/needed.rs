//! What would have to be recorded so that a claim could be compared, in words.

use super::reconciliation::Reason;
use crate::{Claim, Metric, Vocabulary};

/// What is missing for a claim that cannot be compared.
pub(super) fn needed(claim: &Claim, reason: Reason) -> String {
    let unit = claim.unit.as_deref();
    match reason {
        Reason::Metric => {
            let words = claim.metric_words.as_deref().unwrap_or("what the claim is about");
            format!(
                "outcomes whose values are “{words}”, and the claim with the metric OUTCOME_VALUE \
                 and their unit; or the claim with another metric of the list"
            )
        }
        Reason::Unit if claim.metric.is_money() => {
            "the unit of the claim as an amount of money, such as `VND` or `billion VND`".to_owned()
        }
        Reason::Unit if claim.metric == Metric::OutcomeValue => {
            "the unit of the claim, one whose values can be added, and outcomes in it".to_owned()
        }
        Reason::Unit => format!(
            "the figure in {}; or outcomes in the unit `{}`, and the claim with the metric \
             OUTCOME_VALUE",
            claim.metric.units().join(" or "),
            unit.unwrap_or_default(),
        ),
        Reason::Scope => format!(
            "records of {} that state their {}",
            claim.metric.word(),
            parts(claim).join(", ")
        ),
        Reason::Value => "the figure itself: the source prints none, or one that is too large to \
                          compute with"
            .to_owned(),
        Reason::Words => format!(
            "“{}” as the provinces, role, sector or period of the claim's scope",
            claim.scope.text.as_deref().unwrap_or_default()
        ),
    }
}

/// The parts of the scope that narrow a claim.
fn parts(claim: &Claim) -> Vec<&'static str> {
    let scope = &claim.scope;
    let parts = [
        ("agreement", claim.agreement.is_none()),
        ("provinces", !scope.provinces.is_empty()),
        ("role", scope.role.is_some()),
        ("period", scope.period.is_some()),
    ];
    parts.into_iter().filter(|(_, narrows)| *narrows).map(|(name, _)| name).collect()
}
