//! Rules for agreements, fields, activities, events and indicators.

use messages::message;

use super::{Check, LABEL_MAX, NOTE_MAX};
use crate::{
    Activity, Agreement, AgreementId, Event, Field, Indicator, Measure, Target,
    noun::{NounId, RecordId},
    problem::{ProblemCode, ViewFault},
    record::Entity,
    status::{ActivityStatus, EventStatus},
    view::View,
};

/// How many agreements may stand above one another.
const PARENTS_MAX: usize = 50;

/// Whether an agreement stands below another.
pub fn stands_below<V: View>(
    view: &V,
    agreement: Option<AgreementId>,
    above: AgreementId,
) -> Result<bool, ViewFault> {
    let mut next = agreement;
    for _ in 0..=PARENTS_MAX {
        let Some(id) = next else { return Ok(false) };
        let Some(found) = view.record(id.record())? else { return Ok(false) };
        next = Agreement::of(&found.record).and_then(|it| it.parent);
        if next == Some(above) {
            return Ok(true);
        }
    }
    Ok(false)
}

impl<V: View> Check<'_, V> {
    pub(super) fn agreement(&mut self, id: RecordId, it: &mut Agreement) {
        self.code("code", &mut it.code);
        self.title("title", &it.title);
        for (place, party) in it.parties.iter_mut().enumerate() {
            let field = format!("parties.{place}");
            self.actor(&field, &mut party.province, party.organization);
            self.side(&field, &mut party.side);
        }
        self.distinct("parties", &it.parties);
        if let Some(termination) = &mut it.termination {
            self.text("termination.reason", &mut termination.reason, NOTE_MAX);
            if let Some(signed) = it.signed_on
                && termination.on < signed.earliest()
            {
                let message =
                    message!("it ends on {}, before it was signed on {signed}", termination.on);
                self.problem(ProblemCode::OutOfOrder, "termination.on", message);
            }
        }
        self.parents(id, it.parent);
    }

    /// No agreement stands above itself.
    fn parents(&mut self, id: RecordId, parent: Option<AgreementId>) {
        let mut above = parent;
        for _ in 0..PARENTS_MAX {
            let Some(agreement) = above else { return };
            if agreement.record() == id {
                let message =
                    message!("an agreement cannot stand above itself; name another parent");
                return self.problem(ProblemCode::Inconsistent, "parent", message);
            }
            let Some(found) = self.get(agreement) else { return };
            above = Agreement::of(&found.record).and_then(|it| it.parent);
        }
        let message = message!("more than {PARENTS_MAX} agreements stand above this one");
        self.problem(ProblemCode::Inconsistent, "parent", message);
    }

    /// Whether an agreement stands below another, whose fields its activities may stand in.
    fn is_below(&mut self, agreement: Option<AgreementId>, above: AgreementId) -> bool {
        stands_below(self.view, agreement, above).unwrap_or_else(|fault| {
            self.fault = Some(fault);
            false
        })
    }

    pub(super) fn field(&mut self, _: RecordId, it: &mut Field) {
        if let Some(title) = &it.title {
            self.title("title", title);
        }
    }

    pub(super) fn activity(&mut self, _: RecordId, it: &mut Activity) {
        self.title("title", &it.title);
        if let Some(field) = it.field
            && let Some(found) = self.get(field)
            && let Some(named) = Field::of(&found.record)
        {
            let from = message!("the field {}", self.label(field));
            if !self.is_below(it.agreement, named.agreement) {
                self.follows("agreement", &mut it.agreement, Some(named.agreement), &from);
            }
            self.follows("sector", &mut Some(it.sector), Some(named.sector), &from);
        }
        self.participants(&mut it.participants);
        self.list("commitments", it.commitments.len());
        self.reason(
            &mut it.status_reason,
            it.status == ActivityStatus::Cancelled,
            matches!(it.status, ActivityStatus::Cancelled | ActivityStatus::Suspended),
        );
    }

    /// A reason stands where the status calls for one, and nowhere else.
    fn reason(&mut self, reason: &mut Option<String>, required: bool, allowed: bool) {
        self.optional("statusReason", reason, NOTE_MAX);
        if reason.is_none() && required {
            let message = message!("a cancellation needs its reason; write it");
            self.problem(ProblemCode::Required, "statusReason", message);
        }
        if reason.is_some() && !allowed {
            let message =
                message!("this status has no reason; leave it out, or set the status it explains");
            self.problem(ProblemCode::Inconsistent, "statusReason", message);
        }
    }

    pub(super) fn event(&mut self, _: RecordId, it: &mut Event) {
        self.title("title", &it.title);
        self.optional("place", &mut it.place, LABEL_MAX);
        if let Some(activity) = it.activity
            && let Some(found) = self.get(activity)
            && let Some(named) = Activity::of(&found.record)
        {
            let from = message!("the activity {}", self.label(activity));
            self.follows("agreement", &mut it.agreement, named.agreement, &from);
        }
        self.participants(&mut it.participants);
        self.reason(
            &mut it.status_reason,
            it.status == EventStatus::Cancelled,
            matches!(it.status, EventStatus::Cancelled | EventStatus::Postponed),
        );
    }

    pub(super) fn indicator(&mut self, _: RecordId, it: &mut Indicator) {
        self.title("title", &it.title);
        self.unit(it.measure, &mut it.unit);
        if let Some(baseline) = &mut it.baseline {
            self.optional("baseline.comment", &mut baseline.comment, NOTE_MAX);
            if !(1..=9999).contains(&baseline.year) {
                let message = message!("{} is not a year; write one from 1 to 9999", baseline.year);
                self.problem(ProblemCode::Invalid, "baseline.year", message);
            }
        }
        self.list("targets", it.targets.len());
        for (place, target) in it.targets.iter_mut().enumerate() {
            self.optional(&format!("targets.{place}.comment"), &mut target.comment, NOTE_MAX);
        }
        for (place, target) in it.targets.iter().enumerate() {
            self.reachable(it.measure, target, &format!("targets.{place}.value"));
            if it.targets[..place].iter().any(|other| other.is_for(target.period)) {
                let message = message!("{} already has a target; write one only", target.period);
                let field = format!("targets.{place}.period");
                self.problem(ProblemCode::Duplicate, &field, message);
            }
        }
    }

    /// The value of a target is one that the measure can have.
    fn reachable(&mut self, measure: Measure, target: &Target, field: &str) {
        match measure {
            Measure::Qualitative => {
                let message =
                    message!("a qualitative indicator has no values to reach; leave targets out");
                self.problem(ProblemCode::Inconsistent, field, message);
            }
            Measure::Unit | Measure::Percentage if target.value.is_negative() => {
                let message =
                    message!("the value {} is negative; results count from 0", target.value);
                self.problem(ProblemCode::Invalid, field, message);
            }
            _ => {}
        }
    }

    /// A unit stands with a measure that has one, and with no other.
    pub(super) fn unit(&mut self, measure: Measure, unit: &mut Option<String>) {
        self.optional("unit", unit, LABEL_MAX);
        if unit.is_none() && measure == Measure::Unit {
            let message =
                message!("a value of measure UNIT needs its unit, such as `persons`; write it");
            self.problem(ProblemCode::Required, "unit", message);
        }
    }
}
