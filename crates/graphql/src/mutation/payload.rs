//! What mutations answer: the change, and what is wrong with an input, as data.

use crate::scalars::DateTime;
use domain::{Problem, ProblemCode};
use macros::{Enum, Object};
use registry::Receipt;

/// The change that a mutation committed.
#[derive(Debug, Object)]
pub struct Commit {
    /// The number of the change: the first of all is 1, the next one more.
    seq: u64,
    /// When it was committed.
    at: DateTime,
    /// The BLAKE3 hash of its entry in the journal, in hexadecimal digits.
    hash: String,
    /// Whether it was committed by an earlier mutation with the same idempotency key, which this
    /// one repeats.
    replayed: bool,
}

impl Commit {
    /// What a receipt tells; `None` where nothing was written.
    pub fn of(receipt: &Receipt) -> Option<Self> {
        let committed = receipt.committed?;
        Some(Self {
            seq: committed.seq,
            at: committed.at.into(),
            hash: committed.hash.to_string(),
            replayed: receipt.replayed,
        })
    }
}

/// What sort of problem an input has, and what to do.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
pub enum UserErrorCode {
    /// Something that must be there is not, or is empty. Write it.
    Required,
    /// A value is not of the expected form, which the message tells. Write it in that form.
    Invalid,
    /// A text or list is longer than its limit, which the message tells. Shorten it.
    TooLong,
    /// A period ends before it starts, or a day lies outside the time that it must lie in.
    /// Correct one of the days.
    OutOfOrder,
    /// No record that the caller may see has this id. Name one that is registered.
    NotFound,
    /// The same thing is named twice. Name it once.
    Duplicate,
    /// Another record has this key, code or address. Choose another, or change that record.
    Taken,
    /// Two parts of the input, or the input and a record that it names, contradict each other.
    /// Correct one of them, or leave out what follows from the other.
    Inconsistent,
    /// Another change came first: the record is at `currentVersion`, not at the one expected, or
    /// a correction of it is still open. Read the record again, and send the change anew with
    /// its present version, or act on the open correction.
    Conflict,
    /// The record's present status does not allow this; the message names it, the status asked
    /// for, and from which one it can be reached. Read `viewerCan` for what can be done now.
    IllegalTransition,
    /// Who submitted an outcome cannot approve it. Have somebody else approve it.
    SelfApproval,
    /// The record is not yours to write. Told of the records of an upload that holds many; a
    /// mutation that is not yours to send fails as a whole, with the code FORBIDDEN.
    Forbidden,
    /// The text is no id. Take one from the `id` field of a record.
    IdInvalid,
    /// The id is one of a record of another noun than the one expected, which the message names.
    /// Name a record of that noun.
    IdOfOtherNoun,
    /// The idempotency key was used for another input; the message names the change which that
    /// led to. Use another key.
    IdempotencyKeyReused,
}

impl From<ProblemCode> for UserErrorCode {
    fn from(code: ProblemCode) -> Self {
        match code {
            ProblemCode::Required => Self::Required,
            ProblemCode::Invalid => Self::Invalid,
            ProblemCode::TooLong => Self::TooLong,
            ProblemCode::OutOfOrder => Self::OutOfOrder,
            ProblemCode::NotFound => Self::NotFound,
            ProblemCode::Duplicate => Self::Duplicate,
            ProblemCode::Taken => Self::Taken,
            ProblemCode::Inconsistent => Self::Inconsistent,
            ProblemCode::Conflict => Self::Conflict,
            ProblemCode::IllegalTransition => Self::IllegalTransition,
            ProblemCode::SelfApproval => Self::SelfApproval,
            ProblemCode::Forbidden => Self::Forbidden,
        }
    }
}

/// One problem of an input.
#[derive(Debug, Object)]
pub struct UserError {
    /// What sort of problem it is, and what to do.
    code: UserErrorCode,
    /// What is wrong, with the value, and what to do, in words.
    message: String,
    /// Where in the input it is, outermost first, places in lists counted from 0:
    /// `["participants", "0", "province"]`. Null where it is the input as a whole.
    field: Option<Vec<String>>,
    /// The version that the record is at, where the code is CONFLICT because another was
    /// expected; null otherwise.
    current_version: Option<u32>,
}

impl UserError {
    /// A problem at a path; of the whole input where the path is empty.
    pub fn new(code: UserErrorCode, path: Vec<String>, message: String) -> Self {
        let field = (!path.is_empty()).then_some(path);
        Self { code, message, field, current_version: None }
    }

    /// A problem that the rules found.
    pub fn of(problem: Problem) -> Self {
        let Problem { code, draft: _, version, field, message } = problem;
        Self { current_version: version, ..Self::new(code.into(), field, message) }
    }

    /// Whether what the rules found may but follow from what could not be read: it is at the
    /// same place, or about how parts agree with each other.
    pub fn may_follow_from(&self, unread: &[Self]) -> bool {
        use UserErrorCode::{Inconsistent, OutOfOrder};
        let at = |error: &Self| error.field.clone().unwrap_or_default();
        let here = at(self);
        matches!(self.code, Inconsistent | OutOfOrder)
            || unread.iter().map(at).any(|it| it.starts_with(&here) || here.starts_with(&it))
    }
}
