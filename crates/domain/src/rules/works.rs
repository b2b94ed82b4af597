//! Rules for what is agreed and done: agreements, fields, activities, events and indicators.

use messages::{Message, message};

use super::{Days, Rules, writes};
use crate::{
    Activity, ActivityStatus, Agreement, AgreementId, AgreementKind, Event, EventStatus, Field,
    Indicator, Participant, Vocabulary,
    edge::Relation,
    noun::{NounId, RecordId},
    period::Period,
    problem::{ProblemCode, ViewFault},
    record::Entity,
    view::View,
};

/// What is wrong with a second field of a sector and title.
pub(crate) fn twin() -> Message {
    message!("the agreement has a field of this sector and title; name another title")
}

impl<V: View> Rules<'_, V> {
    pub(super) fn agreement(
        &mut self,
        before: Option<&Agreement>,
        it: &Agreement,
    ) -> Result<(), ViewFault> {
        self.signature(before, it);
        if writes(before, it, |it| &it.parties) || writes(before, it, |it| &it.kind) {
            self.parties(it);
        }
        let signs = writes(before, it, |it| &it.signed_on);
        let reaches = writes(before, it, |it| &it.period);
        if let Some(signed) = it.signed_on {
            if signs {
                self.not_after_today("signedOn", signed);
            }
            if (signs || reaches)
                && let Some(period) = it.period
                && period.is_past_on(signed.earliest())
            {
                let message = message!("it was signed on {signed}, after its period {period}");
                self.problem(ProblemCode::OutOfOrder, "period", message);
            }
        }
        if let Some(termination) = &it.termination
            && let Some(period) = it.period
            && (reaches || writes(before, it, |it| &it.termination))
            && period.is_past_on(termination.on)
        {
            let message =
                message!("it ends with its period {period}; name a day within the period");
            self.problem(ProblemCode::OutOfOrder, "termination.on", message);
        }
        let days = match it.signed_on {
            Some(signed) => (Some(signed.earliest()), Some(signed.latest())),
            None => (Some(self.today), Some(self.today)),
        };
        for (place, party) in it.parties.iter().enumerate() {
            if before.is_none_or(|before| !before.parties.contains(party)) {
                let field = format!("parties.{place}.province");
                self.unit_exists(&field, party.province, party.organization, days)?;
            }
        }
        Ok(())
    }

    /// What is signed has its day, and what is being negotiated has none.
    fn signature(&mut self, before: Option<&Agreement>, it: &Agreement) {
        let was_signed = before.is_some_and(|before| before.signed_on.is_some());
        let becomes = before.is_none_or(|before| before.draft);
        match (it.draft, it.signed_on) {
            (false, None) if was_signed => {
                let message =
                    message!("a signed agreement keeps the day of signing; write the right one");
                self.problem(ProblemCode::Required, "signedOn", message);
            }
            (false, None) if becomes => {
                let message =
                    message!("a signed agreement has the day of signing; write it, or say draft");
                self.problem(ProblemCode::Required, "signedOn", message);
            }
            (true, Some(signed)) => {
                let message =
                    message!("a draft is not signed, but {signed} is given; leave one out");
                self.problem(ProblemCode::Inconsistent, "signedOn", message);
            }
            _ => {}
        }
        if it.draft && before.is_some_and(|before| !before.draft) {
            let message =
                message!("a signed agreement does not become a draft again; leave this out");
            self.problem(ProblemCode::Inconsistent, "draft", message);
        }
    }

    fn parties(&mut self, it: &Agreement) {
        let (least, expected) = match it.kind {
            AgreementKind::Plan => (1, "one party"),
            AgreementKind::CooperationAgreement | AgreementKind::Memorandum => (2, "two parties"),
        };
        if it.parties.len() < least {
            let message = message!("{} are named; it needs at least {expected}", it.parties.len());
            self.problem(ProblemCode::Required, "parties", message);
        }
        if let [first, second, ..] = it.parties.as_slice()
            && let Some(side) = &first.side
            && second.side.is_some()
            && it.parties.iter().all(|party| party.side.as_ref() == Some(side))
        {
            let message = message!(
                "all parties stand on the side `{side}`, so that none faces another; name the \
                 other side, or none"
            );
            self.problem(ProblemCode::Inconsistent, "parties", message);
        }
    }

    pub(super) fn field(
        &mut self,
        id: RecordId,
        before: Option<&Field>,
        it: &Field,
    ) -> Result<(), ViewFault> {
        let named = |it: &Field| (it.agreement, it.sector, it.title.clone());
        if !self.is_batch && before.is_none_or(|before| named(before) != named(it)) {
            self.only_one(id, it)?;
        }
        self.keeps_its_sector(id, before, it)
    }

    /// An agreement has one field of a sector and title. Fields of one input are told apart by
    /// [`Claims`](crate::claims::Claims).
    fn only_one(&mut self, id: RecordId, it: &Field) -> Result<(), ViewFault> {
        for other in self.view.linked(Relation::AgreementFields, it.agreement.record())? {
            let found = self.view.record(other)?.filter(|_| other != id);
            let same = |other: &Field| other.sector == it.sector && other.title == it.title;
            if found.is_some_and(|found| Field::of(&found.record).is_some_and(same)) {
                self.problem(ProblemCode::Duplicate, "sector", twin());
            }
        }
        Ok(())
    }

    /// An activity has the sector of its field: it stays while activities stand in the field.
    fn keeps_its_sector(
        &mut self,
        id: RecordId,
        before: Option<&Field>,
        it: &Field,
    ) -> Result<(), ViewFault> {
        if before.is_none_or(|before| before.sector == it.sector) {
            return Ok(());
        }
        let standing = self.view.linked(Relation::FieldActivities, id)?.len();
        if standing > 0 {
            let message = message!(
                "{standing} activities of this sector stand in the field; move them to another \
                 field first"
            );
            self.problem(ProblemCode::Inconsistent, "sector", message);
        }
        Ok(())
    }

    pub(super) fn activity(
        &mut self,
        before: Option<&Activity>,
        it: &Activity,
    ) -> Result<(), ViewFault> {
        if it.participants.is_empty() && writes(before, it, |it| &it.participants) {
            let message = message!(
                "there are no participants; name provinces or organizations, each with its role"
            );
            self.problem(ProblemCode::Required, "participants", message);
        }
        // What is still to come, and has no period, takes place with those that are there today.
        let planned = it.status == ActivityStatus::Planned;
        let days = self.days(it.period(), planned);
        self.take_part(before.map(|it| it.participants.as_slice()), &it.participants, days)?;
        if let Some(actual) = it.actual.filter(|_| writes(before, it, |it| &it.actual)) {
            for day in [actual.start(), actual.end()].into_iter().flatten() {
                self.not_after_today("actual", day);
            }
        }
        let ended = |it: &Activity| it.actual.is_some_and(|actual| actual.end().is_some());
        let had_ended = before.is_some_and(|before| before.status == it.status && ended(before));
        if it.status == ActivityStatus::Ongoing && ended(it) && !had_ended {
            let message =
                message!("an ONGOING activity has no end yet; send `completeActivity` instead");
            self.problem(ProblemCode::Inconsistent, "actual", message);
        }
        if it.status == ActivityStatus::Completed && !ended(it) && had_ended {
            let message = message!(
                "a COMPLETED activity keeps the end of its actual period; write it, or \
                           reopen the activity"
            );
            self.problem(ProblemCode::Required, "actual", message);
        }
        Ok(())
    }

    /// The days of a period; without one, those on which nothing is wrong, or today.
    fn days(&self, period: Option<Period>, otherwise_today: bool) -> Days {
        match period {
            Some(period) => (period.earliest(), period.latest()),
            None if otherwise_today => (Some(self.today), Some(self.today)),
            None => (None, None),
        }
    }

    /// Those newly named exist at the time.
    fn take_part(
        &mut self,
        before: Option<&[Participant]>,
        participants: &[Participant],
        days: Days,
    ) -> Result<(), ViewFault> {
        for (place, participant) in participants.iter().enumerate() {
            if before.is_none_or(|before| !before.contains(participant)) {
                let field = format!("participants.{place}.province");
                let (province, own) = (participant.province, participant.organization);
                self.unit_exists(&field, province, own, days)?;
            }
        }
        Ok(())
    }

    pub(super) fn event(&mut self, before: Option<&Event>, it: &Event) -> Result<(), ViewFault> {
        let homeless = |it: &Event| it.activity.is_none() && it.agreement.is_none();
        if homeless(it) && before.is_none_or(|before| !homeless(before)) {
            let message =
                message!("neither an activity nor an agreement is named; name what it belongs to");
            self.problem(ProblemCode::Required, "activity", message);
        }
        let is_held = it.status == EventStatus::Held;
        let moves = writes(before, it, |it| &it.status);
        if it.attendance.is_some() && !is_held && writes(before, it, |it| &it.attendance) {
            let message =
                message!("only a HELD event was attended; send `reportEventHeld` instead");
            self.problem(ProblemCode::Inconsistent, "attendance", message);
        }
        let days_change = writes(before, it, |it| &it.period);
        if is_held && (moves || days_change) {
            self.held(before, it.period);
        }
        // What is put off, and has no days yet, takes place where it may.
        let days = self.days(it.period, it.status == EventStatus::Scheduled);
        if days_change || writes(before, it, |it| &it.host) {
            self.unit_exists("host", it.host, None, days)?;
        }
        self.take_part(before.map(|it| it.participants.as_slice()), &it.participants, days)
    }

    fn held(&mut self, before: Option<&Event>, period: Option<Period>) {
        match period {
            None if before.is_some_and(|before| before.period.is_some()) => {
                let message =
                    message!("a HELD event keeps its days; write them, or reopen the event");
                self.problem(ProblemCode::Required, "period", message);
            }
            None => {
                let message =
                    message!("the days on which it was held are not recorded yet; write them");
                self.problem(ProblemCode::Required, "period", message);
            }
            Some(period) if period.earliest().is_some_and(|first| first > self.today) => {
                let today = self.today;
                let message = message!("{period} is after today, {today}; write past days");
                self.problem(ProblemCode::OutOfOrder, "period", message);
            }
            Some(_) => {}
        }
    }

    /// Values keep the measure in which they were recorded.
    pub(super) fn indicator(
        &mut self,
        id: RecordId,
        before: Option<&Indicator>,
        it: &Indicator,
    ) -> Result<(), ViewFault> {
        let Some(before) = before.filter(|before| before.measure != it.measure) else {
            return Ok(());
        };
        let recorded = self.view.linked(Relation::IndicatorOutcomes, id)?.len();
        if recorded > 0 || !it.targets.is_empty() {
            let message = message!(
                "{recorded} outcomes and {} targets are in {}; define another indicator",
                it.targets.len(),
                Vocabulary::word(before.measure)
            );
            self.problem(ProblemCode::Inconsistent, "measure", message);
        }
        Ok(())
    }

    /// What is published is not moved by a correction under a draft, where it would be hidden
    /// again.
    pub(crate) fn stays_published(
        &mut self,
        before: Option<AgreementId>,
        after: Option<AgreementId>,
    ) -> Result<(), ViewFault> {
        let is_draft = |id: Option<AgreementId>| {
            let found = id.map(|id| self.peek::<Agreement>(id)).transpose()?.flatten();
            Ok::<_, ViewFault>(found.is_some_and(|it| it.draft))
        };
        if after != before && is_draft(after)? && !is_draft(before)? {
            let message =
                message!("the agreement is a draft, and this is published; name a signed one");
            self.problem(ProblemCode::Inconsistent, "agreement", message);
        }
        Ok(())
    }
}
