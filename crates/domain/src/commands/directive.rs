//! The life of a directive: issued, answered by activities, closed.

use messages::message;

use super::{action::directive_from, patch::Target, work::Work};
use crate::{
    Activity, ActivityId, AgreementId, Directive, DirectiveId, DirectiveKind, DirectiveStatus,
    LocalizedText, NounId, OrganizationId, Source,
    action::Action,
    edtf::EdtfDate,
    problem::{ProblemCode, ViewFault},
    view::View,
};

/// What `issueDirective` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueDirective {
    /// The external key, where the caller has one.
    pub key: Option<String>,
    /// The agreement that it concerns.
    pub agreement: Option<AgreementId>,
    /// Whether it is binding.
    pub kind: DirectiveKind,
    /// Its text.
    pub text: LocalizedText,
    /// The issuer, as printed.
    pub issued_by: Option<String>,
    /// The organization that issued it.
    pub issued_by_organization: Option<OrganizationId>,
    /// The date of issue, not after today.
    pub issued_on: Option<EdtfDate>,
    /// The addressees, as printed.
    pub addressed_to: Vec<String>,
    /// The organizations that it is addressed to.
    pub addressed_to_organizations: Vec<OrganizationId>,
    /// Until when it is to be done.
    pub due: Option<EdtfDate>,
    /// The documents that print it.
    pub sources: Vec<Source>,
    /// What is uncertain.
    pub note: Option<String>,
}

/// What `answerDirective` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerDirective {
    /// The directive, not closed yet.
    pub directive: Target<DirectiveId>,
    /// Activities that answer it, besides those that do already; at least one.
    pub activities: Vec<ActivityId>,
}

/// What `closeDirective` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseDirective {
    /// The directive.
    pub directive: Target<DirectiveId>,
}

pub(super) fn issue<V: View>(
    work: &mut Work<'_, V>,
    input: &IssueDirective,
) -> Result<(), ViewFault> {
    let it = Directive {
        key: input.key.clone(),
        agreement: input.agreement,
        kind: input.kind,
        text: input.text.clone(),
        issued_by: input.issued_by.clone(),
        issued_by_organization: input.issued_by_organization,
        issued_on: input.issued_on,
        addressed_to: input.addressed_to.clone(),
        addressed_to_organizations: input.addressed_to_organizations.clone(),
        due: input.due,
        status: DirectiveStatus::Open,
        answered_by: Vec::new(),
        sources: input.sources.clone(),
        note: input.note.clone(),
    };
    work.create(it).map(drop)
}

pub(super) fn answer<V: View>(
    work: &mut Work<'_, V>,
    input: &AnswerDirective,
) -> Result<(), ViewFault> {
    let Some(mut it) = work.target::<Directive>("directive", input.directive)? else {
        return Ok(());
    };
    let step = match it.status {
        // More activities answer it.
        DirectiveStatus::Answered => Ok(DirectiveStatus::Answered),
        present => present.transition(DirectiveStatus::Answered),
    };
    let from = directive_from(Action::AnswerDirective);
    work.step("directive", "answerDirective", step, it.status, from);
    if input.activities.is_empty() {
        let message = message!("no activity is named; name those that answer it");
        work.problem(ProblemCode::Required, "activities", message);
        return Ok(());
    }
    let before = it.answered_by.len();
    // Where each stands in the input. What the caller may not see is not there, whether or not it
    // answers the directive already.
    let mut places = Vec::new();
    for (place, id) in input.activities.iter().enumerate() {
        if work.peek::<Activity>(*id)?.is_some() {
            it.answered_by.push(*id);
            places.push(place);
        } else {
            work.not_found(&format!("activities.{place}"), id.record());
        }
    }
    it.status = DirectiveStatus::Answered;
    let known = work.problem_count();
    work.update(input.directive.id, it)?;
    work.retell(known, |field| {
        if let [list, place, ..] = field.as_mut_slice()
            && list == "answeredBy"
            && let Ok(at) = place.parse::<usize>()
            && let Some(at) = at.checked_sub(before).and_then(|at| places.get(at))
        {
            list.replace_range(.., "activities");
            *place = at.to_string();
        }
    });
    Ok(())
}

pub(super) fn close<V: View>(
    work: &mut Work<'_, V>,
    input: &CloseDirective,
) -> Result<(), ViewFault> {
    let Some(mut it) = work.target::<Directive>("directive", input.directive)? else {
        return Ok(());
    };
    let step = it.status.transition(DirectiveStatus::Closed);
    let from = directive_from(Action::CloseDirective);
    work.step("directive", "closeDirective", step, it.status, from);
    it.status = DirectiveStatus::Closed;
    work.update(input.directive.id, it)
}
