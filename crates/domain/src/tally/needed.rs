//! What would have to be recorded so that a claim could be compared, in words.

use messages::{Message, listed, message, one_of};

use super::reconciliation::Reason;
use crate::{Claim, Metric};

/// What is missing for a claim that cannot be compared.
pub(super) fn needed(claim: &Claim, reason: Reason) -> Message {
    let unit = claim.unit.as_deref();
    match reason {
        Reason::Metric => {
            let words = claim
                .metric_words
                .as_deref()
                .map_or_else(|| message!("what the claim is about"), Message::verbatim);
            message!(
                "outcomes whose values are “{words}”, and the claim with the metric OUTCOME_VALUE \
                 and their unit; or the claim with another metric of the list"
            )
        }
        Reason::Unit if claim.metric.is_money() => {
            message!("the unit of the claim as an amount of money, such as `VND` or `billion VND`")
        }
        Reason::Unit if claim.metric == Metric::OutcomeValue => {
            message!("the unit of the claim, one whose values can be added, and outcomes in it")
        }
        Reason::Unit => message!(
            "the figure in {}; or outcomes in the unit `{}`, and the claim with the metric \
             OUTCOME_VALUE",
            one_of(claim.metric.units().iter().map(|unit| Message::verbatim(*unit))),
            unit.unwrap_or_default(),
        ),
        Reason::Scope => {
            message!("records of {} that state their {}", claim.metric, listed(parts(claim)))
        }
        Reason::Value => message!(
            "the figure itself: the source prints none, or one that is too large to \
                          compute with"
        ),
        Reason::Words => message!(
            "“{}” as the provinces, role, sector or period of the claim's scope",
            claim.scope.text.as_deref().unwrap_or_default()
        ),
    }
}

/// The parts of the scope that narrow a claim.
fn parts(claim: &Claim) -> Vec<Message> {
    let scope = &claim.scope;
    let parts = [
        (message!("agreement"), claim.agreement.is_none()),
        (message!("provinces"), !scope.provinces.is_empty()),
        (message!("role"), scope.role.is_some()),
        (message!("period"), scope.period.is_some()),
    ];
    parts.into_iter().filter(|(_, narrows)| *narrows).map(|(name, _)| name).collect()
}
