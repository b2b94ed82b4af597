//! What an import may do to a record, which names its content and not a command: what the commands
//! could do that take it from where it is.
//!
//! No import approves, returns, supersedes or retracts an outcome, nor changes one that waits for
//! approval or has it. What the history of another registry needs is `transfer`'s.

use messages::message;

use super::{Rules, peek, terminated};
use crate::{
    Activity, ActivityStatus, Agreement, AgreementId, Event, EventStatus, Indicator, Outcome,
    OutcomeId, OutcomeStatus,
    decision::Context,
    noun::{NounId, RecordId},
    problem::{ProblemCode, ViewFault},
    record::{Entity, Record, Versioned},
    view::View,
};

/// An import under way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Steps<'a, B> {
    /// Who imports, and when.
    pub context: &'a Context,
    /// The registry before this part of the input.
    pub base: &'a B,
    /// The last command before the input.
    pub began: u64,
}

impl<B: View> Steps<'_, B> {
    /// Notes what no command could have done to a record; without `before`, what none could have
    /// made.
    pub(crate) fn judge<V: View>(
        &self,
        rules: &mut Rules<'_, V>,
        before: Option<&Versioned>,
        after: &Record,
    ) -> Result<(), ViewFault> {
        let before = before.map(|before| &before.record);
        if before.and_then(Record::merged_into) != after.merged_into() {
            let message = message!(
                "no import merges records, or parts them; the mutations do, which carry \
                           the links along"
            );
            rules.problem(ProblemCode::Forbidden, "mergedInto", message);
        }
        match (before, after) {
            (None, Record::Agreement(it)) => {
                if it.draft && it.termination.is_some() {
                    let message =
                        message!("only a signed agreement can be terminated; leave one out");
                    rules.problem(ProblemCode::IllegalTransition, "termination", message);
                }
                Ok(())
            }
            (Some(Record::Agreement(before)), Record::Agreement(_)) => {
                if let Some(message) = terminated(self.context.today, before, "amendAgreement") {
                    rules.problem(ProblemCode::IllegalTransition, "termination", message);
                }
                Ok(())
            }
            (None, Record::Field(it)) => self.under(rules, it.agreement, "agreement", "addField"),
            (Some(Record::Field(before)), Record::Field(it)) => {
                stays(rules, "agreement", before.agreement == it.agreement);
                Ok(())
            }
            (_, Record::Activity(it)) => self.activity(rules, before.and_then(Activity::of), it),
            (_, Record::Event(it)) => self.event(rules, before.and_then(Event::of), it),
            (_, Record::Indicator(it)) => self.indicator(rules, before.and_then(Indicator::of), it),
            (None, Record::Outcome(it)) => self.new_outcome(rules, it),
            (Some(Record::Outcome(before)), Record::Outcome(it)) => {
                self.outcome(rules, before, it);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Nothing is added to an agreement that was terminated before the input began.
    fn under<V: View>(
        &self,
        rules: &mut Rules<'_, V>,
        agreement: AgreementId,
        field: &str,
        command: &str,
    ) -> Result<(), ViewFault> {
        if let Some(found) = self.standing(agreement.record())?
            && let Some(it) = Agreement::of(&found.record)
            && let Some(message) = terminated(self.context.today, it, command)
        {
            rules.problem(ProblemCode::IllegalTransition, field, message);
        }
        Ok(())
    }

    /// A record that was there before the input began. What the input itself makes may stand in
    /// any order in it.
    fn standing(&self, id: RecordId) -> Result<Option<std::sync::Arc<Versioned>>, ViewFault> {
        Ok(self.base.record(id)?.filter(|found| found.seq <= self.began))
    }

    fn activity<V: View>(
        &self,
        rules: &mut Rules<'_, V>,
        before: Option<&Activity>,
        it: &Activity,
    ) -> Result<(), ViewFault> {
        use ActivityStatus::{Completed, Suspended};
        match before {
            None => {
                if let Some(id) = it.agreement {
                    self.under(rules, id, "agreement", "planActivity")?;
                }
            }
            Some(before) => rules.stays_published(before.agreement, it.agreement)?,
        }
        if before.is_none_or(|before| before.status != it.status) {
            let ended = it.actual.is_some_and(|actual| actual.end().is_some());
            if it.status == Completed && !ended {
                let message = message!(
                    "a COMPLETED activity has the end of its actual period, if only the \
                               year; write it, or UNKNOWN"
                );
                rules.problem(ProblemCode::Required, "actual", message);
            }
            if it.status == Suspended && it.status_reason.is_none() {
                let message = message!("a SUSPENDED activity has the reason; write it");
                rules.problem(ProblemCode::Required, "statusReason", message);
            }
        }
        Ok(())
    }

    fn event<V: View>(
        &self,
        rules: &mut Rules<'_, V>,
        before: Option<&Event>,
        it: &Event,
    ) -> Result<(), ViewFault> {
        match before {
            Some(before) => rules.stays_published(before.agreement, it.agreement)?,
            None => match (it.activity, it.agreement) {
                (Some(id), _) => self.goes_on(rules, id.record(), "activity")?,
                (None, Some(id)) => self.under(rules, id, "agreement", "scheduleEvent")?,
                (None, None) => {}
            },
        }
        let becomes = before.is_none_or(|before| before.status != it.status);
        let kept = before.is_some_and(|before| before.attendance == it.attendance);
        if becomes && kept && it.attendance.is_some() && it.status != EventStatus::Held {
            let message = message!("only a HELD event was attended; remove the attendance, too");
            rules.problem(ProblemCode::Inconsistent, "attendance", message);
        }
        if becomes && it.status == EventStatus::Scheduled && it.period.is_none() {
            let message = message!("a SCHEDULED event has its days; write them, or POSTPONED");
            rules.problem(ProblemCode::Required, "period", message);
        }
        Ok(())
    }

    /// Nothing is added to an activity that was cancelled before the input began.
    fn goes_on<V: View>(
        &self,
        rules: &mut Rules<'_, V>,
        activity: RecordId,
        field: &str,
    ) -> Result<(), ViewFault> {
        let found = self.standing(activity)?;
        let cancelled = |it: &Activity| it.status == ActivityStatus::Cancelled;
        if found.is_some_and(|found| Activity::of(&found.record).is_some_and(cancelled)) {
            let message = message!("the activity is CANCELLED; name one that is not");
            rules.problem(ProblemCode::IllegalTransition, field, message);
        }
        Ok(())
    }

    fn indicator<V: View>(
        &self,
        rules: &mut Rules<'_, V>,
        before: Option<&Indicator>,
        it: &Indicator,
    ) -> Result<(), ViewFault> {
        if let Some(before) = before {
            stays(rules, "activity", before.activity == it.activity);
        }
        if before.is_none_or(|before| before.targets != it.targets) {
            self.goes_on(rules, it.activity.record(), "activity")?;
        }
        Ok(())
    }

    fn new_outcome<V: View>(
        &self,
        rules: &mut Rules<'_, V>,
        it: &Outcome,
    ) -> Result<(), ViewFault> {
        if !matches!(it.status, OutcomeStatus::Draft | OutcomeStatus::Submitted) {
            let message = message!(
                "an outcome is imported as DRAFT or SUBMITTED, not as {}; somebody else approves \
                 it, and `hoptac transfer` takes over what another registry approved",
                it.status
            );
            rules.problem(ProblemCode::Forbidden, "status", message);
        }
        self.submitted_by_oneself(rules, it);
        match it.supersedes {
            Some(corrected) => self.corrects(rules, corrected, it),
            None => Ok(()),
        }
    }

    fn submitted_by_oneself<V: View>(&self, rules: &mut Rules<'_, V>, it: &Outcome) {
        if let Some(other) = it.submitted_by.as_deref().filter(|by| *by != self.context.by) {
            let message = message!(
                "it names `{other}` as the submitter, but you submit it; omit the attribute"
            );
            rules.problem(ProblemCode::Forbidden, "submittedBy", message);
        }
    }

    /// A correction is what `correctOutcome` makes: of an approved outcome, of the same activity
    /// and event, and submitted.
    fn corrects<V: View>(
        &self,
        rules: &mut Rules<'_, V>,
        corrected: OutcomeId,
        it: &Outcome,
    ) -> Result<(), ViewFault> {
        let Some(earlier) = peek::<Outcome>(self.base, corrected)? else {
            if corrected.number() != 0 {
                let message = message!(
                    "it corrects an outcome of the same input, which is not approved \
                               yet; write that one as it should be"
                );
                rules.problem(ProblemCode::IllegalTransition, "supersedes", message);
            }
            return Ok(());
        };
        if earlier.status != OutcomeStatus::Approved || it.status != OutcomeStatus::Submitted {
            let message = message!(
                "a SUBMITTED outcome corrects an APPROVED one; this is {}, and that is {}",
                it.status,
                earlier.status
            );
            rules.problem(ProblemCode::IllegalTransition, "supersedes", message);
        }
        for (field, moved) in
            [("activity", it.activity != earlier.activity), ("event", it.event != earlier.event)]
        {
            if moved {
                let message = message!(
                    "an approved outcome stays with what it is a result of; retract it, \
                               and record another"
                );
                rules.problem(ProblemCode::Inconsistent, field, message);
            }
        }
        Ok(())
    }

    fn outcome<V: View>(&self, rules: &mut Rules<'_, V>, before: &Outcome, it: &Outcome) {
        use OutcomeStatus::{Draft, Returned, Submitted};
        if !matches!(before.status, Draft | Returned) {
            let message = message!(
                "a {} outcome is changed by no import; it has mutations of its own, such as \
                 `correctOutcome`",
                before.status
            );
            return rules.problem(ProblemCode::Forbidden, "status", message);
        }
        if it.status != before.status && it.status != Submitted {
            let message = message!(
                "an import leaves it {} or has it SUBMITTED; it makes nothing {}",
                before.status,
                it.status
            );
            rules.problem(ProblemCode::Forbidden, "status", message);
        }
        stays(rules, "supersedes", before.supersedes == it.supersedes);
        if before.submitted_by != it.submitted_by {
            self.submitted_by_oneself(rules, it);
        }
    }

    /// What an import leaves to the registry: who submits an outcome is whoever imports it.
    pub(crate) fn sign(&self, before: Option<&Versioned>, after: &mut Record) {
        let Record::Outcome(it) = after else { return };
        let before = before.and_then(|before| Outcome::of(&before.record));
        let told = before.and_then(|before| before.submitted_by.clone());
        let submits = it.status == OutcomeStatus::Submitted
            && before.is_none_or(|before| before.status != it.status);
        if submits && (it.submitted_by.is_none() || it.submitted_by == told) {
            it.submitted_by = Some(self.context.by.clone());
        } else if it.submitted_by.is_none() {
            it.submitted_by = told;
        }
    }
}

/// Notes that an attribute changes which no command changes.
fn stays<V: View>(rules: &mut Rules<'_, V>, field: &str, same: bool) {
    if !same {
        let message =
            message!("this stays as it was recorded; register another record, or leave it out");
        rules.problem(ProblemCode::Inconsistent, field, message);
    }
}
