//! Recording what somebody published.

use super::work::Work;
use crate::{Claim, problem::ViewFault, view::View};

pub(super) fn record<V: View>(work: &mut Work<'_, V>, input: &Claim) -> Result<(), ViewFault> {
    work.create(input.clone()).map(drop)
}
