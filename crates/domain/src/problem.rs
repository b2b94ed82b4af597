//! Why a command was refused, told so that its sender can mend it.

use std::fmt;

use messages::{Message, Say, message};

/// What sort of problem an input has. The codes are part of the API: added to, never renamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemCode {
    /// Something that must be there is not.
    Required,
    /// A value is not of the expected form.
    Invalid,
    /// A text is longer than its limit.
    TooLong,
    /// A period ends before it starts, or a day lies outside the time it must lie in.
    OutOfOrder,
    /// No record has this id, key or code.
    NotFound,
    /// The same thing is named twice.
    Duplicate,
    /// Another record has this key or code.
    Taken,
    /// Two parts of the input, or the input and a record it names, contradict each other.
    Inconsistent,
    /// Another change came first: the record is at another version than the one expected, which
    /// the message names, or a correction of it is still open. Read the record again, and send
    /// the change anew with its present version, or act on the open correction.
    Conflict,
    /// The present status of the record does not allow this. The message names the present status,
    /// the requested one, and the statuses from which that one can be reached. `viewerCan` lists
    /// what is possible now.
    IllegalTransition,
    /// Nobody can approve their own submission. Have somebody else approve the outcome.
    SelfApproval,
    /// The record is not the caller's to write. Told of the records of an input that holds many;
    /// where a command is about one, the whole command is denied.
    Forbidden,
}

/// One error of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What sort of problem it is.
    pub code: ProblemCode,
    /// Which record of the input has it, counted from 0; `None` where the input holds but one.
    pub draft: Option<usize>,
    /// Which record of the input has first what this one would have, where that is the problem.
    pub first: Option<usize>,
    /// Which registered record has it.
    pub holder: Option<super::noun::RecordId>,
    /// The version that the record is at, where another was expected.
    pub version: Option<u32>,
    /// Where in the record it is, outermost first: `["participants", "0", "province"]`.
    pub field: Vec<String>,
    /// What is wrong, with the value, and what to do.
    pub message: Message,
}

impl Problem {
    /// A problem of an input that holds but one record.
    #[must_use]
    pub const fn new(code: ProblemCode, field: Vec<String>, message: Message) -> Self {
        Self { code, draft: None, first: None, holder: None, version: None, field, message }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field.join("."))?;
        }
        self.message.fmt(f)
    }
}

impl Say for Problem {
    fn message(&self) -> Message {
        if self.field.is_empty() {
            return self.message.clone();
        }
        message!("{place}: {problem}", place = self.field.join("."), problem = self.message)
    }
}

/// The view could not be read; nobody's input is at fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ViewFault {
    /// Storage failed.
    #[error("the registry's view could not be read: {0}")]
    Unreadable(String),
    /// Who reads was stopped, and knows why.
    #[error("the operation was stopped")]
    Stopped,
}

/// Why no changes were decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The command breaks rules: all that it breaks, in the order of its parts.
    Rejected(Vec<Problem>),
    /// The rules could not be asked.
    Fault(ViewFault),
}

impl From<ViewFault> for Refusal {
    fn from(fault: ViewFault) -> Self {
        Self::Fault(fault)
    }
}
