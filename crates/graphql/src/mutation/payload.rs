//! What mutations answer: the change, and what is wrong with an input, as data.

use crate::{context::Context, scalars::DateTime, types::Outcome};
use domain::{Action, Problem, ProblemCode, vocabulary::Vocabulary};
use macros::{Enum, Object, object};
use messages::Message;
use registry::Receipt;

/// The change that a mutation committed.
#[derive(Debug, Object)]
pub struct Commit {
    /// The number of the change, counted from 1.
    seq: u64,
    /// When it was committed.
    at: DateTime,
    /// The BLAKE3 hash of its entry in the journal, in hexadecimal digits.
    hash: String,
    /// Whether an earlier mutation with the same idempotency key committed it, which this one
    /// repeats.
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

/// The kind of error of an input.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
pub enum UserErrorCode {
    /// A required value is missing or empty. Provide it.
    Required,
    /// A value has the wrong form; the message describes the right one. Correct the value.
    Invalid,
    /// A text or list exceeds its limit, which the message states. Shorten it.
    TooLong,
    /// A period ends before it starts, or a day lies outside its allowed range. Correct one of the
    /// days.
    OutOfOrder,
    /// No record that the caller may see has this id. Name a registered record.
    NotFound,
    /// The same thing is named twice. Name it once.
    Duplicate,
    /// Another record has this key, code or address. Choose another, or change that record.
    Taken,
    /// Two parts of the input, or the input and a record that it names, contradict each other.
    /// Correct one of them, or omit the derived one.
    Inconsistent,
    /// Another change came first: the record is at `currentVersion` instead of the expected
    /// version, or a correction of it is still open. Read the record again and send the change with
    /// its present version, or act on the open correction.
    Conflict,
    /// The present status of the record does not allow this. The message names the present status,
    /// the requested one, and the statuses from which that one can be reached. `viewerCan` lists
    /// what is possible now.
    IllegalTransition,
    /// Nobody can approve their own submission. Have somebody else approve the outcome.
    SelfApproval,
    /// The caller may not write the record. Used for the records of an import; a mutation that the
    /// caller may not send fails as a whole, with the code FORBIDDEN.
    Forbidden,
    /// The text is not an id. Use the `id` field of a record.
    IdInvalid,
    /// The id belongs to a record of another noun than the expected one, which the message names.
    /// Name a record of that noun.
    IdOfOtherNoun,
    /// The idempotency key was used for another input; the message names the change that it led to.
    /// Use another key.
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

/// One error of an input.
#[derive(Debug)]
pub struct UserError {
    code: UserErrorCode,
    message: Message,
    field: Option<Vec<String>>,
    current_version: Option<u32>,
}

/// One error of an input.
#[object]
impl UserError {
    /// The kind of error.
    fn code(&self) -> UserErrorCode {
        self.code
    }

    /// What is wrong, with the value, and what to do.
    fn message(&self, ctx: &Context) -> String {
        ctx.say(&self.message)
    }

    /// The path in the input, outermost first, with list positions counted from 0:
    /// `["participants", "0", "province"]`. Null for the input as a whole.
    fn field(&self) -> Option<&[String]> {
        self.field.as_deref()
    }

    /// The present version of the record, if the code is CONFLICT because another version was
    /// expected; null otherwise.
    fn current_version(&self) -> Option<u32> {
        self.current_version
    }
}

impl UserError {
    /// A problem at a path; of the whole input where the path is empty.
    pub fn new(code: UserErrorCode, path: Vec<String>, message: Message) -> Self {
        let field = (!path.is_empty()).then_some(path);
        Self { code, message, field, current_version: None }
    }

    /// A problem that the rules found.
    pub fn of(problem: Problem) -> Self {
        let Problem { code, version, field, message, .. } = problem;
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

/// The description of a mutation: what its command does, and the least role that may send it; `None`
/// where no command has its name.
pub fn described(name: &str) -> Option<String> {
    let action = Action::ALL.iter().find(|action| action.name() == name)?;
    Some(format!("{} {}.", action.description(), action.least_role().word()))
}

/// The result of this mutation.
#[derive(Object)]
pub struct ApproveOutcomesPayload {
    /// The outcomes in the order of the input, after the change, also for a repeated command; the
    /// present outcomes if nothing was written. Null if the input was refused.
    pub outcomes: Option<Vec<Outcome>>,
    /// The committed change; null if nothing was written, because the input was refused or was a
    /// dry run.
    pub change: Option<Commit>,
    /// All errors of the input; empty if it was accepted.
    pub errors: Vec<UserError>,
}
