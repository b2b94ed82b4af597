//! Signing, amending and ending agreements, and the fields within them.

use jiff::civil::Date;

use messages::message;

use super::{
    patch::{Patch, Target},
    work::Work,
};
use crate::{
    Agreement, AgreementId, AgreementKind, Field, LocalizedText, Party, Source, Termination,
    edtf::EdtfDate,
    noun::NounId,
    period::Period,
    problem::{ProblemCode, ViewFault},
    rules::terminated,
    view::View,
};

/// What `signAgreement` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignAgreement {
    /// The external key, where the caller has one.
    pub key: Option<String>,
    /// The code by which people name it.
    pub code: String,
    /// The kind of agreement.
    pub kind: AgreementKind,
    /// Its title.
    pub title: LocalizedText,
    /// What it is about.
    pub description: Option<LocalizedText>,
    /// Who signs: two or more, or one where it is a plan.
    pub parties: Vec<Party>,
    /// The day of signing, not after today; omit it for a draft, and only then.
    pub signed_on: Option<EdtfDate>,
    /// Whether it is still being negotiated.
    pub draft: bool,
    /// The period for which it is in force.
    pub period: Option<Period>,
    /// The agreement that it implements or continues.
    pub parent: Option<AgreementId>,
    /// The documents that print it.
    pub sources: Vec<Source>,
    /// What is uncertain.
    pub note: Option<String>,
}

/// What `amendAgreement` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmendAgreement {
    /// The agreement.
    pub agreement: Target<AgreementId>,
    /// Its code.
    pub code: Patch<String>,
    /// The kind of agreement.
    pub kind: Patch<AgreementKind>,
    /// Its title.
    pub title: Patch<LocalizedText>,
    /// What it is about.
    pub description: Patch<LocalizedText>,
    /// Who signs, all of them.
    pub parties: Patch<Vec<Party>>,
    /// When it was signed; setting it signs a draft.
    pub signed_on: Patch<EdtfDate>,
    /// The period for which it is in force.
    pub period: Patch<Period>,
    /// The agreement that it implements or continues.
    pub parent: Patch<AgreementId>,
    /// The documents that print it, all of them.
    pub sources: Patch<Vec<Source>>,
    /// What is uncertain.
    pub note: Patch<String>,
}

/// What `terminateAgreement` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TerminateAgreement {
    /// The agreement.
    pub agreement: Target<AgreementId>,
    /// The first day on which it is no longer in force; it may be in the future.
    pub on: Date,
    /// The reason.
    pub reason: String,
}

pub(super) fn sign<V: View>(
    work: &mut Work<'_, V>,
    input: &SignAgreement,
) -> Result<(), ViewFault> {
    let it = Agreement {
        key: input.key.clone(),
        code: input.code.clone(),
        kind: input.kind,
        title: input.title.clone(),
        description: input.description.clone(),
        parties: input.parties.clone(),
        signed_on: input.signed_on,
        period: input.period,
        draft: input.draft,
        termination: None,
        parent: input.parent,
        sources: input.sources.clone(),
        note: input.note.clone(),
    };
    work.create(it).map(drop)
}

pub(super) fn amend<V: View>(
    work: &mut Work<'_, V>,
    input: &AmendAgreement,
) -> Result<(), ViewFault> {
    let Some(before) = work.target::<Agreement>("agreement", input.agreement)? else {
        return Ok(());
    };
    refuse_terminated(work, &before, "agreement", "amendAgreement");
    let mut it = before.clone();
    work.require("code", &input.code, &mut it.code);
    work.require("kind", &input.kind, &mut it.kind);
    work.require("title", &input.title, &mut it.title);
    input.description.apply(&mut it.description);
    input.parties.apply_list(&mut it.parties);
    input.signed_on.apply(&mut it.signed_on);
    if input.signed_on.set().is_some() {
        it.draft = false;
    }
    input.period.apply(&mut it.period);
    input.parent.apply(&mut it.parent);
    input.sources.apply_list(&mut it.sources);
    input.note.apply(&mut it.note);
    work.update(input.agreement.id, it)?;
    work.keeps_fitting(input.agreement.id.record())
}

pub(super) fn terminate<V: View>(
    work: &mut Work<'_, V>,
    input: &TerminateAgreement,
) -> Result<(), ViewFault> {
    let Some(mut it) = work.target::<Agreement>("agreement", input.agreement)? else {
        return Ok(());
    };
    refuse_terminated(work, &it, "agreement", "terminateAgreement");
    if it.draft {
        let message = message!(
            "agreement cannot go from DRAFT to TERMINATED: only a signed one can be terminated"
        );
        work.problem(ProblemCode::IllegalTransition, "agreement", message);
    }
    it.termination = Some(Termination { on: input.on, reason: input.reason.clone() });
    // The record keeps both within `termination`; the input does not.
    let known = work.problem_count();
    work.update(input.agreement.id, it)?;
    work.retell(known, |field| field.retain(|part| part != "termination"));
    Ok(())
}

/// An agreement that was ended, or is to end early, is changed no more.
pub(super) fn refuse_terminated<V: View>(
    work: &mut Work<'_, V>,
    it: &Agreement,
    field: &str,
    command: &str,
) {
    if let Some(message) = terminated(work.today(), it, command) {
        work.problem(ProblemCode::IllegalTransition, field, message);
    }
}

pub(super) fn add_field<V: View>(work: &mut Work<'_, V>, input: &Field) -> Result<(), ViewFault> {
    if let Some(agreement) = work.peek::<Agreement>(input.agreement)? {
        refuse_terminated(work, &agreement, "agreement", "addField");
    }
    work.create(input.clone()).map(drop)
}
