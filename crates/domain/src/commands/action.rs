//! From which status a command takes its record: what the commands keep to, and what
//! `viewerCan` shows.

use crate::{
    Activity, ActivityStatus, Agreement, DirectiveStatus, EventStatus, Outcome, OutcomeId,
    OutcomeStatus, Record,
    action::Action,
    edge::Relation,
    noun::{Noun, NounId, RecordId},
    problem::ViewFault,
    record::Entity,
    view::View,
};

/// The statuses from which a command takes an activity; none where it takes no activity.
pub(super) const fn activity_from(action: Action) -> &'static [ActivityStatus] {
    use ActivityStatus::{Cancelled, Completed, Ongoing, Planned, Suspended, Unknown};
    match action {
        Action::ReviseActivityPlan | Action::CancelActivity => {
            &[Planned, Ongoing, Suspended, Unknown]
        }
        Action::StartActivity => &[Planned, Unknown],
        Action::SuspendActivity => &[Planned, Ongoing, Unknown],
        Action::ResumeActivity => &[Suspended],
        Action::CompleteActivity => &[Ongoing, Unknown],
        Action::ReopenActivity => &[Completed, Cancelled],
        Action::AmendActivity => ActivityStatus::ALL,
        _ => &[],
    }
}

/// The statuses from which a command takes an event.
pub(super) const fn event_from(action: Action) -> &'static [EventStatus] {
    use EventStatus::{Cancelled, Held, Postponed, Scheduled, Unknown};
    match action {
        Action::RescheduleEvent | Action::ReportEventHeld | Action::CancelEvent => {
            &[Scheduled, Postponed, Unknown]
        }
        Action::ReopenEvent => &[Held, Cancelled],
        Action::AmendEvent => EventStatus::ALL,
        _ => &[],
    }
}

/// The statuses from which a command takes an outcome.
pub(super) const fn outcome_from(action: Action) -> &'static [OutcomeStatus] {
    use OutcomeStatus::{Approved, Draft, Returned, Submitted};
    match action {
        Action::SubmitOutcome => &[Draft, Returned],
        Action::ApproveOutcomes | Action::ReturnOutcome => &[Submitted],
        Action::CorrectOutcome => &[Draft, Returned, Approved],
        Action::RetractOutcome => &[Approved],
        _ => &[],
    }
}

/// The statuses from which a command takes a directive.
pub(super) const fn directive_from(action: Action) -> &'static [DirectiveStatus] {
    use DirectiveStatus::{Answered, Closed, Open};
    match action {
        Action::AnswerDirective | Action::CloseDirective => &[Open, Answered],
        Action::ReopenDirective => &[Answered, Closed],
        Action::AmendDirective => DirectiveStatus::ALL,
        _ => &[],
    }
}

/// The correction of an outcome that is neither approved nor settled otherwise.
pub(super) fn open_correction(
    view: &impl View,
    id: OutcomeId,
) -> Result<Option<RecordId>, ViewFault> {
    for correction in view.linked(Relation::OutcomeCorrections, id.record())? {
        let status = view
            .record(correction)?
            .and_then(|found| Outcome::of(&found.record).map(|outcome| outcome.status));
        // One that may not be seen was never approved.
        let open = status.is_none_or(|status| {
            use OutcomeStatus::{Draft, Returned, Submitted};
            matches!(status, Draft | Submitted | Returned)
        });
        if open {
            return Ok(Some(correction));
        }
    }
    Ok(None)
}

impl Action {
    /// Whether the present state of a record allows that this be done to it, or that what this
    /// makes be made under it. `by` is the caller who would.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn is_possible(
        self,
        id: RecordId,
        record: &Record,
        by: &str,
        view: &impl View,
    ) -> Result<bool, ViewFault> {
        if let Some(kept) = record.merged_into() {
            return self.is_possible_for_merged(kept, by, view);
        }
        Ok(match record {
            Record::Agreement(it) => self.is_possible_for_agreement(it),
            Record::Field(it) => {
                self == Self::AmendField
                    || self == Self::PlanActivity
                        && open::<Agreement>(view, it.agreement, |it| it.termination.is_none())?
            }
            Record::Activity(it) => match self {
                Self::ScheduleEvent | Self::DefineIndicator => not_cancelled(it),
                Self::RecordOutcome => true,
                _ => activity_from(self).contains(&it.status),
            },
            Record::Event(it) => {
                self == Self::RecordOutcome || event_from(self).contains(&it.status)
            }
            Record::Indicator(it) => match self {
                Self::SetIndicatorTarget => open::<Activity>(view, it.activity, not_cancelled)?,
                _ => matches!(self, Self::RecordOutcome | Self::AmendIndicator),
            },
            Record::Outcome(it) => self.is_possible_for_outcome(id, it, by, view)?,
            Record::Directive(it) => directive_from(self).contains(&it.status),
            Record::Province(it) => match self {
                Self::RecordSuccession | Self::ChangeProvince => it.valid_to.is_none(),
                _ => matches!(
                    self,
                    Self::RegisterOrganization | Self::AmendProvince | Self::MergeProvinces
                ),
            },
            Record::Organization(_) => {
                matches!(self, Self::AmendOrganization | Self::MergeOrganizations)
            }
            Record::Claim(_) => self == Self::AmendClaim,
            Record::Succession(_) => self == Self::AmendSuccession,
            Record::Sector(_) => self == Self::AmendSector,
            Record::Document(_) => matches!(self, Self::AmendDocument | Self::MergeDocuments),
        })
    }

    /// One that was merged can be its own again; what is made under it is made under the one that
    /// stands for it.
    fn is_possible_for_merged(
        self,
        kept: RecordId,
        by: &str,
        view: &impl View,
    ) -> Result<bool, ViewFault> {
        match (self, kept.noun) {
            (Self::SeparateOrganization, Noun::Organization)
            | (Self::SeparateDocument, Noun::Document)
            | (Self::SeparateProvince, Noun::Province) => Ok(true),
            (Self::RegisterOrganization | Self::RecordSuccession, Noun::Province) => view
                .record(kept)?
                .map_or(Ok(false), |found| self.is_possible(kept, &found.record, by, view)),
            _ => Ok(false),
        }
    }

    const fn is_possible_for_agreement(self, it: &Agreement) -> bool {
        match self {
            Self::RecordClaim | Self::IssueDirective => true,
            Self::AmendAgreement | Self::AddField | Self::PlanActivity | Self::ScheduleEvent => {
                it.termination.is_none()
            }
            Self::TerminateAgreement => it.termination.is_none() && !it.draft,
            _ => false,
        }
    }

    fn is_possible_for_outcome(
        self,
        id: RecordId,
        it: &Outcome,
        by: &str,
        view: &impl View,
    ) -> Result<bool, ViewFault> {
        if !outcome_from(self).contains(&it.status) {
            return Ok(false);
        }
        Ok(match self {
            Self::ApproveOutcomes => it.submitted_by.as_deref() != Some(by),
            Self::CorrectOutcome if it.status == OutcomeStatus::Approved => {
                open_correction(view, OutcomeId::from_number(id.number))?.is_none()
            }
            _ => true,
        })
    }
}

fn not_cancelled(activity: &Activity) -> bool {
    activity.status != ActivityStatus::Cancelled
}

/// Whether a record that another belongs to is in a state that allows for more.
fn open<E: Entity>(
    view: &impl View,
    id: E::Id,
    is_open: impl Fn(&E) -> bool,
) -> Result<bool, ViewFault> {
    Ok(view.record(id.record())?.is_some_and(|found| E::of(&found.record).is_some_and(is_open)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_command_takes_a_record_from_where_the_machine_forbids_it() {
        use ActivityStatus::{Cancelled, Completed, Ongoing, Suspended};
        for (action, to) in [
            (Action::StartActivity, Ongoing),
            (Action::SuspendActivity, Suspended),
            (Action::ResumeActivity, Ongoing),
            (Action::CompleteActivity, Completed),
            (Action::CancelActivity, Cancelled),
        ] {
            assert!(!activity_from(action).is_empty());
            for from in activity_from(action) {
                assert_eq!(from.transition(to), Ok(to), "{}", action.name());
            }
        }
        for (action, to) in [
            (Action::SubmitOutcome, OutcomeStatus::Submitted),
            (Action::ApproveOutcomes, OutcomeStatus::Approved),
            (Action::ReturnOutcome, OutcomeStatus::Returned),
            (Action::RetractOutcome, OutcomeStatus::Retracted),
        ] {
            assert!(!outcome_from(action).is_empty());
            for from in outcome_from(action) {
                assert_eq!(from.transition(to), Ok(to), "{}", action.name());
            }
        }
    }
}
