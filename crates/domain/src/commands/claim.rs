//! Recording what somebody published.

use messages::message;

use super::work::Work;
use crate::{
    Claim,
    problem::{ProblemCode, ViewFault},
    view::View,
};

pub(super) fn record<V: View>(work: &mut Work<'_, V>, input: &Claim) -> Result<(), ViewFault> {
    if input.sources.is_empty() {
        let message =
            message!("a claim is what somebody published; name the document that prints it");
        work.problem(ProblemCode::Required, "sources", message);
    }
    if let Some(stated) = input.stated_on {
        work.not_after_today("statedOn", stated);
    }
    work.create(input.clone()).map(drop)
}
