//! The roles of callers, by which the list of commands says who may send each. What a role may do is
//! decided by the policy.

use std::fmt;

use super::vocabulary::{Vocabulary, vocabulary};

vocabulary! {
    /// The role of a caller. Each role includes the roles before it.
    pub enum CallerRole {
        /// Not signed in; reads published records.
        Anonymous = "ANONYMOUS",
        /// Reads published records, and drafts of agreements that its own province or organization
        /// negotiates.
        Reader = "READER",
        /// Plans and reports activities and events, records and submits outcomes, in its scope.
        Recorder = "RECORDER",
        /// Approves, returns and retracts outcomes that others submitted, in its scope.
        Approver = "APPROVER",
        /// Signs, amends and terminates agreements; issues and closes directives.
        Coordinator = "COORDINATOR",
        /// May do everything, but cannot approve its own submissions.
        Admin = "ADMIN",
        /// The program itself, for example when it registers seeds.
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
