//! What a correction of a noun must keep to, besides the rules for all that is written.

use super::super::work::Work;
use crate::{Activity, ActivityId, AgreementId, Event, EventId, problem::ViewFault, view::View};

pub(super) fn carried_out<V: View>(
    work: &mut Work<'_, V>,
    _: ActivityId,
    before: &Activity,
    it: &Activity,
) -> Result<(), ViewFault> {
    stays_published(work, before.agreement, it.agreement)
}

pub(super) fn took_place<V: View>(
    work: &mut Work<'_, V>,
    _: EventId,
    before: &Event,
    it: &Event,
) -> Result<(), ViewFault> {
    stays_published(work, before.agreement, it.agreement)
}

fn stays_published<V: View>(
    work: &mut Work<'_, V>,
    before: Option<AgreementId>,
    after: Option<AgreementId>,
) -> Result<(), ViewFault> {
    let mut rules = work.rules();
    rules.stays_published(before, after)?;
    let found = rules.finish();
    work.tell(found);
    Ok(())
}
