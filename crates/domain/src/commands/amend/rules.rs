//! What a correction of a noun must keep to, besides what holds whoever writes.
#![expect(clippy::unnecessary_wraps, reason = "the rules of all nouns have one form")]

use messages::message;

use super::super::{event::attended, work::Work};
use crate::{
    Activity, ActivityId, ActivityStatus, Agreement, AgreementId, Claim, ClaimId, Directive,
    DirectiveId, DirectiveStatus, Document, DocumentId, Event, EventId, EventStatus, Field,
    FieldId, Indicator, IndicatorId, Vocabulary,
    edge::Relation,
    noun::NounId,
    problem::{ProblemCode, ViewFault},
    view::View,
};

pub(super) fn published<V: View>(
    work: &mut Work<'_, V>,
    _: DocumentId,
    _: &Document,
    it: &Document,
) -> Result<(), ViewFault> {
    if let Some(published) = it.published_on {
        work.not_after_today("publishedOn", published);
    }
    Ok(())
}

/// An activity has the sector of its field: it stays while activities stand in the field.
pub(super) fn same_sector<V: View>(
    work: &mut Work<'_, V>,
    id: FieldId,
    before: &Field,
    it: &Field,
) -> Result<(), ViewFault> {
    let standing = work.view().linked(Relation::FieldActivities, id.record())?.len();
    if it.sector != before.sector && standing > 0 {
        let message = message!(
            "{standing} activities of this sector stand in the field; move them to another field \
             first"
        );
        work.problem(ProblemCode::Inconsistent, "sector", message);
    }
    Ok(())
}

pub(super) fn carried_out<V: View>(
    work: &mut Work<'_, V>,
    _: ActivityId,
    before: &Activity,
    it: &Activity,
) -> Result<(), ViewFault> {
    super::super::activity::participants(work, &before.participants, it)?;
    if let Some(actual) = it.actual {
        [actual.start(), actual.end()]
            .into_iter()
            .flatten()
            .for_each(|day| work.not_after_today("actual", day));
    }
    let ended = |it: &Activity| it.actual.is_some_and(|actual| actual.end().is_some());
    if it.status == ActivityStatus::Ongoing && ended(it) && !ended(before) {
        let message =
            message!("an ONGOING activity has no end yet; send `completeActivity` instead");
        work.problem(ProblemCode::Inconsistent, "actual", message);
    }
    stays_published(work, before.agreement, it.agreement)?;
    if it.status == ActivityStatus::Completed && ended(before) && !ended(it) {
        let message = message!(
            "a COMPLETED activity keeps the end of its actual period; write it, or reopen \
                       the activity"
        );
        work.problem(ProblemCode::Required, "actual", message);
    }
    Ok(())
}

pub(super) fn took_place<V: View>(
    work: &mut Work<'_, V>,
    _: EventId,
    before: &Event,
    it: &Event,
) -> Result<(), ViewFault> {
    if it.activity.is_none() && it.agreement.is_none() {
        let message =
            message!("neither an activity nor an agreement is left; name what it belongs to");
        work.problem(ProblemCode::Required, "activity", message);
    }
    if it.attendance.is_some()
        && it.attendance != before.attendance
        && it.status != EventStatus::Held
    {
        let message = message!("only a HELD event was attended; send `reportEventHeld` instead");
        work.problem(ProblemCode::Inconsistent, "attendance", message);
    }
    stays_published(work, before.agreement, it.agreement)?;
    if it.status == EventStatus::Held && it.period != before.period {
        match it.period.map(|period| period.earliest()) {
            None => {
                let message =
                    message!("a HELD event keeps its days; write them, or reopen the event");
                work.problem(ProblemCode::Required, "period", message);
            }
            Some(Some(first)) if first > work.today() => {
                let message = message!("{first} is after today, {}; write past days", work.today());
                work.problem(ProblemCode::OutOfOrder, "period", message);
            }
            Some(_) => {}
        }
    }
    attended(work, Some(before), it)
}

/// Values keep the measure in which they were recorded.
pub(super) fn same_measure<V: View>(
    work: &mut Work<'_, V>,
    id: IndicatorId,
    before: &Indicator,
    it: &Indicator,
) -> Result<(), ViewFault> {
    let recorded = work.view().linked(Relation::IndicatorOutcomes, id.record())?.len();
    if it.measure != before.measure && (recorded > 0 || !it.targets.is_empty()) {
        let message = message!(
            "{recorded} outcomes and {} targets are in {}; define another indicator",
            it.targets.len(),
            Vocabulary::word(before.measure)
        );
        work.problem(ProblemCode::Inconsistent, "measure", message);
    }
    Ok(())
}

pub(super) fn stated<V: View>(
    work: &mut Work<'_, V>,
    _: ClaimId,
    _: &Claim,
    it: &Claim,
) -> Result<(), ViewFault> {
    if it.sources.is_empty() {
        let message =
            message!("a claim is what somebody published; name the document that prints it");
        work.problem(ProblemCode::Required, "sources", message);
    }
    if let Some(stated) = it.stated_on {
        work.not_after_today("statedOn", stated);
    }
    Ok(())
}

pub(super) fn issued<V: View>(
    work: &mut Work<'_, V>,
    _: DirectiveId,
    _: &Directive,
    it: &Directive,
) -> Result<(), ViewFault> {
    if let Some(issued) = it.issued_on {
        work.not_after_today("issuedOn", issued);
    }
    if it.status == DirectiveStatus::Open && !it.answered_by.is_empty() {
        let message = message!("an OPEN directive has no answer; send `answerDirective` instead");
        work.problem(ProblemCode::Inconsistent, "answeredBy", message);
    }
    Ok(())
}

/// What is published is not moved under a draft, where it would be hidden again.
fn stays_published<V: View>(
    work: &mut Work<'_, V>,
    before: Option<AgreementId>,
    after: Option<AgreementId>,
) -> Result<(), ViewFault> {
    let is_draft = |id: Option<AgreementId>| {
        let found = id.map(|id| work.peek::<Agreement>(id)).transpose()?.flatten();
        Ok(found.is_some_and(|it| it.draft))
    };
    if after != before && is_draft(after)? && !is_draft(before)? {
        let message =
            message!("the agreement is a draft, and this is published; name a signed one");
        work.problem(ProblemCode::Inconsistent, "agreement", message);
    }
    Ok(())
}
