//! The roles of callers, by which the list of commands says who may send each. What a role may do is
//! decided by the policy.

use std::fmt;

use super::vocabulary::{Vocabulary, vocabulary};

vocabulary! {
    /// What a caller may do. Each may do all that those before it may.
    pub enum CallerRole {
        /// Has not signed in.
        Anonymous = "ANONYMOUS",
        /// Reads; also the drafts of agreements that its own province or organization negotiates.
        Reader = "READER",
        /// Records for its own.
        Recorder = "RECORDER",
        /// Approves what others recorded for its own.
        Approver = "APPROVER",
        /// Runs agreements.
        Coordinator = "COORDINATOR",
        /// Does everything.
        Admin = "ADMIN",
        /// The program itself: seeds and the command line.
        System = "SYSTEM",
    }
}

impl CallerRole {
    /// The roles that a token can have, from the least.
    pub fn granted() -> impl Iterator<Item = Self> {
        let roles = Self::ALL.iter().copied();
        roles.filter(|role| !matches!(role, Self::Anonymous | Self::System))
    }

    /// The name, as written everywhere outside the code.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.word()
    }
}

impl fmt::Display for CallerRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}
