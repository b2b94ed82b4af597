//! Rules for outcomes, claims and directives.

use messages::message;

use super::{Check, LABEL_MAX, NOTE_MAX};
use crate::{
    Claim, Decimal, Directive, Event, Indicator, Measure, Metric, Outcome, OutcomeId,
    noun::{NounId, RecordId},
    problem::ProblemCode,
    record::Entity,
    status::{DirectiveStatus, OutcomeStatus},
    view::View,
};

/// How many corrections of corrections an outcome may have behind it.
const CORRECTIONS_MAX: usize = 100;

impl<V: View> Check<'_, V> {
    pub(super) fn outcome(&mut self, id: RecordId, it: &mut Outcome) {
        self.title("title", &it.title);
        if let Some(event) = it.event
            && let Some(found) = self.get(event)
            && let Some(named) = Event::of(&found.record)
        {
            let from = message!("the event {}", self.label(event));
            self.follows("activity", &mut it.activity, named.activity, &from);
        }
        if it.event.is_none() && it.activity.is_none() {
            let message =
                message!("neither an activity nor an event is named; name what it is a result of");
            self.problem(ProblemCode::Required, "activity", message);
        }
        self.value(it);
        self.indicator_fits(it);
        for (field, actor) in [("provider", &mut it.provider), ("beneficiary", &mut it.beneficiary)]
        {
            if let Some(actor) = actor {
                self.actor(field, &mut actor.province, actor.organization);
            }
        }
        self.optional("statusReason", &mut it.status_reason, NOTE_MAX);
        let explained = matches!(it.status, OutcomeStatus::Returned | OutcomeStatus::Retracted);
        if explained && it.status_reason.is_none() {
            let message = message!("an outcome that is {} needs the reason; write it", it.status);
            self.problem(ProblemCode::Required, "statusReason", message);
        }
        if it.supersedes.is_some_and(|corrected| corrected.record() == id) {
            let message = message!("an outcome cannot correct itself; name the earlier one");
            self.problem(ProblemCode::Inconsistent, "supersedes", message);
        } else {
            self.corrects_no_circle(id, it.supersedes);
        }
    }

    /// Following corrections back, no outcome comes again.
    fn corrects_no_circle(&mut self, id: RecordId, corrected: Option<OutcomeId>) {
        let mut earlier = corrected;
        for _ in 0..CORRECTIONS_MAX {
            let Some(outcome) = earlier else { return };
            if outcome.record() == id {
                let message =
                    message!("the outcomes correct each other in a circle; name an earlier one");
                return self.problem(ProblemCode::Inconsistent, "supersedes", message);
            }
            let Some(found) = self.get(outcome) else { return };
            earlier = Outcome::of(&found.record).and_then(|it| it.supersedes);
        }
        let message = message!("more than {CORRECTIONS_MAX} outcomes are corrected by this one");
        self.problem(ProblemCode::Inconsistent, "supersedes", message);
    }

    /// The indicator measures the same activity, in the same way and unit.
    fn indicator_fits(&mut self, it: &Outcome) {
        let Some(indicator) = it.indicator else { return };
        let Some(found) = self.get(indicator) else { return };
        let Some(named) = Indicator::of(&found.record) else { return };
        let label = self.label(indicator);
        if it.activity.is_some_and(|activity| activity != named.activity) {
            let message =
                message!("the indicator {label} measures another activity; name one of this");
            self.problem(ProblemCode::Inconsistent, "indicator", message);
        }
        if it.measure != named.measure || it.unit != named.unit {
            let expected = named.unit.as_deref().unwrap_or("no unit");
            let written = it.unit.as_deref().unwrap_or("no unit");
            let message = message!(
                "the indicator {label} is in {expected} ({:?}), the outcome in {written} ({:?}); \
                 write the indicator's",
                named.measure,
                it.measure
            );
            self.problem(ProblemCode::Inconsistent, "unit", message);
        }
    }

    fn value(&mut self, it: &mut Outcome) {
        self.unit(it.measure, &mut it.unit);
        match (it.measure, it.value) {
            (Measure::Qualitative, Some(value)) => {
                let message = message!("a qualitative result has no value, but {value} is given");
                self.problem(ProblemCode::Inconsistent, "value", message);
            }
            (Measure::Unit | Measure::Percentage, Some(value)) if value < Decimal::ZERO => {
                let message = message!("the value {value} is negative; results count from 0");
                self.problem(ProblemCode::Invalid, "value", message);
            }
            (Measure::Qualitative, None) | (_, Some(_)) => {}
            (_, None) => {
                let message =
                    message!("a measured result needs its value; write it, or measure QUALITATIVE");
                self.problem(ProblemCode::Required, "value", message);
            }
        }
    }

    pub(super) fn claim(&mut self, id: RecordId, it: &mut Claim) {
        self.optional("metricWords", &mut it.metric_words, LABEL_MAX);
        let message = match (it.metric, &it.metric_words) {
            (Metric::Other, None) => Some((
                ProblemCode::Required,
                message!("the metric OTHER needs its words; write what is counted"),
            )),
            (Metric::Other, Some(_)) | (_, None) => None,
            (_, Some(_)) => Some((
                ProblemCode::Inconsistent,
                message!("only the metric OTHER has words; leave them out, or write OTHER"),
            )),
        };
        if let Some((code, message)) = message {
            self.problem(code, "metricWords", message);
        }
        self.distinct("scope.provinces", &it.scope.provinces);
        self.optional("unit", &mut it.unit, LABEL_MAX);
        self.optional("statedBy", &mut it.stated_by, LABEL_MAX);
        self.optional("scope.text", &mut it.scope.text, NOTE_MAX);
        if it.value.is_none() && it.narrative.is_none() {
            let message = message!("a claim needs its figure or its words; write one of them");
            self.problem(ProblemCode::Required, "value", message);
        }
        self.distinct("conflictsWith", &it.conflicts_with);
        if let Some(place) = it.conflicts_with.iter().position(|other| other.record() == id) {
            let message = message!("a claim cannot contradict itself; name the other one");
            let field = format!("conflictsWith.{place}");
            self.problem(ProblemCode::Inconsistent, &field, message);
        }
    }

    pub(super) fn directive(&mut self, _: RecordId, it: &mut Directive) {
        self.optional("issuedBy", &mut it.issued_by, LABEL_MAX);
        for (place, addressee) in it.addressed_to.iter_mut().enumerate() {
            self.text(&format!("addressedTo.{place}"), addressee, LABEL_MAX);
        }
        self.distinct("addressedTo", &it.addressed_to);
        self.distinct("addressedToOrganizations", &it.addressed_to_organizations);
        self.distinct("answeredBy", &it.answered_by);
        if it.status == DirectiveStatus::Answered && it.answered_by.is_empty() {
            let message =
                message!("an answered directive names the activities that answer it; name them");
            self.problem(ProblemCode::Required, "answeredBy", message);
        }
        if let (Some(issued), Some(due)) = (it.issued_on, it.due)
            && due.latest() < issued.earliest()
        {
            let message = message!("it is due on {due}, before it was issued on {issued}");
            self.problem(ProblemCode::OutOfOrder, "due", message);
        }
    }
}
