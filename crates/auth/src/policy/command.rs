//! Which commands a caller's scope covers, by the records that they name.

use super::reach::{OwnWork, ResolvedScope, find};
use domain::{
    ActivityId, AgreementId, Command, Field, FieldId, OrganizationId, Outcome, Participant, Party,
    ProvinceId, RecordId, View, ViewFault,
    commands::{AmendEvent, CorrectOutcome, Patch},
};

impl<V: View> ResolvedScope<'_, V> {
    /// Whether a command, which the caller's role has, is about records of theirs: those that it
    /// changes, and what else it names. What it names and does not exist is passed over.
    pub fn covers_command(&self, command: &Command) -> Result<bool, ViewFault> {
        if !self.all(command.targets().into_iter())? {
            return Ok(false);
        }
        match command {
            Command::SignAgreement(it) => self.signs(it.parent, &it.parties),
            Command::AddField(it) => self.agreement_id(it.agreement),
            Command::PlanActivity(it) => {
                self.plans_under(self.falls_under(it.agreement, it.field)?, &it.participants)
            }
            Command::ReviseActivityPlan(it) => self.moves_activity(&it.agreement, &it.field),
            Command::AmendActivity(it) => self.moves_activity(&it.agreement, &it.field),
            Command::AmendEvent(it) => self.moves_event(it),
            Command::AmendClaim(it) => moved(&it.agreement, |id| self.agreement_id(id)),
            Command::AmendDirective(it) => {
                let answers = it.answered_by.set().into_iter().flatten();
                Ok(moved(&it.agreement, |id| self.agreement_id(id))? && self.all(answers.copied())?)
            }
            Command::AmendOrganization(it) => {
                moved(&it.province, |id| self.organizations_of(id))
            }
            Command::ScheduleEvent(it) => {
                self.schedules_under(it.activity, it.agreement, it.host, &it.participants)
            }
            Command::DefineIndicator(it) => self.activity_id(it.activity),
            Command::RecordOutcome(it) => self.results_of(it.event, it.activity),
            Command::CorrectOutcome(it) => self.moves_outcome(it),
            Command::RecordClaim(it) => self.claim(it),
            Command::IssueDirective(it) => {
                self.issues_under(it.agreement, it.issued_by_organization)
            }
            Command::AnswerDirective(it) => self.all(it.activities.iter().copied()),
            Command::RegisterOrganization(it) => self.organizations_of(it.province),
            Command::Register(_)
            | Command::Transfer(_)
            | Command::RegisterProvince(_)
            | Command::ChangeProvince(_)
            | Command::RecordSuccession(_)
            | Command::AmendProvince(_)
            | Command::AmendSuccession(_)
            // Anybody's records may point at what is merged.
            | Command::MergeOrganizations(_)
            | Command::SeparateOrganization(_)
            | Command::MergeDocuments(_)
            | Command::SeparateDocument(_)
            | Command::MergeProvinces(_)
            | Command::SeparateProvince(_) => {
                Ok(matches!(self.own, OwnWork::All))
            }
            // What these make belongs to nobody; the records of an import are looked at one by one,
            // once they are decided: see `import`.
            Command::AddSector(_) | Command::AddDocument(_) | Command::Import(_)
            // What these change is all that they name.
            | Command::AmendAgreement(_)
            | Command::TerminateAgreement(_)
            | Command::StartActivity(_)
            | Command::SuspendActivity(_)
            | Command::ResumeActivity(_)
            | Command::CompleteActivity(_)
            | Command::CancelActivity(_)
            | Command::RescheduleEvent(_)
            | Command::ReportEventHeld(_)
            | Command::CancelEvent(_)
            | Command::SetIndicatorTarget(_)
            | Command::SubmitOutcome(_)
            | Command::ApproveOutcomes(_)
            | Command::ReturnOutcome(_)
            | Command::RetractOutcome(_)
            | Command::CloseDirective(_)
            | Command::AmendSector(_)
            | Command::AmendDocument(_)
            | Command::AmendField(_)
            | Command::AmendIndicator(_)
            | Command::ReopenActivity(_)
            | Command::ReopenEvent(_)
            | Command::ReopenDirective(_) => Ok(true),
        }
    }

    fn all(&self, ids: impl Iterator<Item = impl Into<RecordId>>) -> Result<bool, ViewFault> {
        for id in ids.map(Into::into) {
            if let Some(found) = self.view.record(id)?
                && !self.covers(id, &found.record)?
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// A new agreement is one that the caller's own signs, or that stands under its own.
    pub fn signs(&self, parent: Option<AgreementId>, parties: &[Party]) -> Result<bool, ViewFault> {
        if let OwnWork::Agreement(own) = self.own {
            return self.under(parent, own);
        }
        for party in parties {
            if self.names(party.province, party.organization)? {
                return Ok(true);
            }
        }
        Ok(matches!(self.own, OwnWork::All))
    }

    /// The agreement that a new activity falls under: the one named, or else that of its field. One
    /// named beside a field may stand below the field's.
    fn falls_under(
        &self,
        agreement: Option<AgreementId>,
        field: Option<FieldId>,
    ) -> Result<Option<AgreementId>, ViewFault> {
        match (agreement, field) {
            (None, Some(id)) => Ok(find::<Field>(self.view, id)?.map(|it| it.agreement)),
            _ => Ok(agreement),
        }
    }

    /// Whether an activity with these participants may be planned under an agreement, or none.
    pub fn plans_under(
        &self,
        agreement: Option<AgreementId>,
        participants: &[Participant],
    ) -> Result<bool, ViewFault> {
        match agreement {
            Some(id) => Ok(self.agreement_id(id)?
                && (self.carries_all() || self.names_one_of(participants)?)),
            None => self.names_one_of(participants),
        }
    }

    /// Whether what is under an agreement need not name the caller's own.
    const fn carries_all(&self) -> bool {
        self.coordinates || matches!(self.own, OwnWork::Agreement(_))
    }

    /// Moved to another agreement, an activity must be the caller's there, too.
    fn moves_activity(
        &self,
        agreement: &Patch<AgreementId>,
        field: &Patch<FieldId>,
    ) -> Result<bool, ViewFault> {
        match self.falls_under(agreement.set().copied(), field.set().copied())? {
            Some(id) => self.agreement_id(id),
            None => Ok(true),
        }
    }

    /// Moved to another activity or agreement, an event must be the caller's there, too.
    fn moves_event(&self, it: &AmendEvent) -> Result<bool, ViewFault> {
        Ok(moved(&it.activity, |id| self.activity_id(id))?
            && moved(&it.agreement, |id| self.agreement_id(id))?)
    }

    /// Whether an event may be scheduled under an activity or else an agreement.
    pub fn schedules_under(
        &self,
        activity: Option<ActivityId>,
        agreement: Option<AgreementId>,
        host: Option<ProvinceId>,
        participants: &[Participant],
    ) -> Result<bool, ViewFault> {
        match (activity, agreement) {
            (Some(id), _) => self.activity_id(id),
            (None, Some(id)) => Ok(self.agreement_id(id)?
                && (self.carries_all()
                    || self.names(host, None)?
                    || self.names_one_of(participants)?)),
            // Rules refuse an event of nothing.
            (None, None) => Ok(true),
        }
    }

    /// Whether an organization may issue a directive about an agreement, or about none.
    pub fn issues_under(
        &self,
        agreement: Option<AgreementId>,
        by: Option<OrganizationId>,
    ) -> Result<bool, ViewFault> {
        match agreement {
            Some(id) => self.agreement_id(id),
            None => self.names(None, by),
        }
    }

    /// A draft moved to another subject must be the caller's there, too.
    fn moves_outcome(&self, it: &CorrectOutcome) -> Result<bool, ViewFault> {
        let Some(before) = find::<Outcome>(self.view, it.outcome.id)? else { return Ok(true) };
        let event = after(&it.event, before.event);
        let activity = after(&it.activity, before.activity);
        self.results_of(event, activity)
    }
}

/// What an attribute is once it is patched.
fn after<T: Copy>(patch: &Patch<T>, before: Option<T>) -> Option<T> {
    match patch {
        Patch::Keep => before,
        Patch::Clear => None,
        Patch::Set(value) => Some(*value),
    }
}

/// Whether what a record is moved to, if it is moved, is the caller's.
fn moved<I: Copy>(
    to: &Patch<I>,
    covers: impl Fn(I) -> Result<bool, ViewFault>,
) -> Result<bool, ViewFault> {
    to.set().map_or(Ok(true), |id| covers(*id))
}
