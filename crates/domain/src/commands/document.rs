//! Registering sources and evidence.

use super::work::Work;
use crate::{Document, problem::ViewFault, view::View};

pub(super) fn add<V: View>(work: &mut Work<'_, V>, input: &Document) -> Result<(), ViewFault> {
    work.create(input.clone()).map(drop)
}
