//! Registers many records at once, all or none, by external keys.
//!
//! [`Register`] is what seeds send, [`Import`] what files of any size send in parts. An import keeps
//! the rules of the commands; seeds and the records of another registry bring their history, and
//! keep those that hold whoever writes.

mod batch;
mod keys;

use std::sync::Arc;

use messages::{Message, message};

use super::{
    claims,
    decision::{Context, Decision},
    link::{ByKey, MadeKeys},
    merged::standing,
    path::FieldPath,
    problem::{Problem, ProblemCode, Refusal, ViewFault},
    record::{Change, Record},
    view::View,
};
use batch::Batch;

mod merged;

/// Records as a file gives them, pointing at each other and at registered ones by key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// The records, in any order.
    pub drafts: Vec<Record<ByKey>>,
    /// What happens to records that are registered already with other content.
    pub existing: Existing,
}

/// What happens to a record that is registered already with other content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Existing {
    /// It stays as it is.
    Keep,
    /// It is given the new content.
    Replace,
}

/// A part of an input that is too large for one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The records, in any order; shared, since whoever sends them keeps those that are refused.
    pub drafts: Arc<[Record<ByKey>]>,
    /// What happens to records that are registered already with other content.
    pub existing: Existing,
    /// The keys by which an export of this registry names records without a key of their own.
    pub made: Option<MadeKeys>,
    /// The last command before the input: a record that a later one wrote stands twice in it,
    /// or was changed by somebody else meanwhile.
    pub began: u64,
}

/// Longest external key, in bytes.
pub const KEY_MAX: usize = 120;

pub(super) fn decide(register: &Register, view: &impl View) -> Result<Decision, Refusal> {
    let Register { drafts, existing } = register;
    let existing = *existing;
    Batch { drafts, existing, made: None, began: None, context: None }.decide(view)
}

pub(super) fn decide_import(
    context: &Context,
    import: &Import,
    view: &impl View,
) -> Result<Decision, Refusal> {
    Batch { context: Some(context), ..Batch::of(import) }.decide(view)
}

pub(super) fn decide_transfer(import: &Import, view: &impl View) -> Result<Decision, Refusal> {
    Batch { existing: Existing::Keep, ..Batch::of(import) }.decide(view)
}

/// A key that a record may be filed under: letters, digits and `-_./:`, not too long.
pub(super) fn valid_key(key: Option<&str>) -> Result<&str, (ProblemCode, Message)> {
    let Some(key) = key else {
        let message = message!("a record in a file needs a key, such as `kh-2024`");
        return Err((ProblemCode::Required, message));
    };
    let fits = |c: char| c.is_alphanumeric() || "-_./:".contains(c);
    if key.is_empty() || !key.chars().all(fits) {
        let shown: String = key.chars().take(40).collect();
        let message = message!("`{shown}` is not a key; write letters, digits and `-_./:` only");
        return Err((ProblemCode::Invalid, message));
    }
    if key.len() > KEY_MAX {
        let message = message!("the key has {} bytes; {KEY_MAX} are allowed", key.len());
        return Err((ProblemCode::TooLong, message));
    }
    Ok(key)
}

/// The terms of a change that name another record already.
pub(super) fn taken_terms(change: &Change, staged: &impl View) -> Result<Vec<Problem>, ViewFault> {
    let mut taken = Vec::new();
    for (attribute, term) in change.after.own_terms() {
        // A province code may change hands; `Check` sees to the days.
        if !term.is_unique() {
            continue;
        }
        let own = change.after.merged_into().unwrap_or(change.id);
        let mut holder = None;
        for named in staged.named(&term)? {
            let stands = standing(staged, named)?;
            holder = holder.or((stands != own && named != change.id).then_some(stands));
        }
        if let Some(other) = holder {
            let message = claims::taken(&term, other, staged)?;
            taken.push(Problem::new(ProblemCode::Taken, FieldPath::of(attribute).parts(), message));
        }
    }
    Ok(taken)
}
