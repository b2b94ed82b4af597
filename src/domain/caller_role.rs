//! The roles of callers, by which the list of commands says who may send each. What a role may do is
//! decided by the policy.

use std::fmt;

/// What a caller may do. Each may do all that those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CallerRole {
    /// Has not signed in.
    Anonymous,
    /// Reads; also the drafts of agreements that its own province or organization negotiates.
    Reader,
    /// Records for its own.
    Recorder,
    /// Approves what others recorded for its own.
    Approver,
    /// Runs agreements.
    Coordinator,
    /// Does everything.
    Admin,
    /// The program itself: seeds and the command line.
    System,
}

impl CallerRole {
    /// The name, as written everywhere outside the code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Anonymous => "ANONYMOUS",
            Self::Reader => "READER",
            Self::Recorder => "RECORDER",
            Self::Approver => "APPROVER",
            Self::Coordinator => "COORDINATOR",
            Self::Admin => "ADMIN",
            Self::System => "SYSTEM",
        }
    }
}

impl fmt::Display for CallerRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
