//! Why a caller may not do something, and which role may.

use crate::caller::{Caller, Role, Scope};
use domain::{Action, Refusal, ViewFault};
use messages::{Message, Say, message};

/// Why a caller may not do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Say)]
pub enum Denial {
    /// They have not signed in.
    #[error("`{}` needs a token; send one as `Authorization: Bearer …`", .0.name())]
    Anonymous(Action),
    /// Their role does not have the command.
    #[error("`{}` needs the role {needs}, and yours is {has}; ask an administrator", .action.name())]
    Role {
        /// What they asked for.
        action: Action,
        /// The least role that may.
        needs: Role,
        /// Theirs.
        has: Role,
    },
    /// The record is none of theirs.
    #[error(
        "your scope does not allow `{}` here: {}", .action.name(),
        explained(*.scope)
    )]
    Scope {
        /// What they asked for.
        action: Action,
        /// Theirs.
        scope: Scope,
    },
}

fn explained(scope: Scope) -> Message {
    match scope {
        Scope::All => message!("your token covers all records"),
        Scope::Province(_) => {
            message!(
                "your token covers the records in which your province takes part or is a party"
            )
        }
        Scope::Organization(_) => {
            message!(
                "your token covers the records in which your organization takes part or is a party"
            )
        }
        Scope::Agreement(_) => message!("your token covers the records of one agreement"),
    }
}

/// Why a command was not decided for a caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// They may not.
    Denied(Denial),
    /// Nobody may: it breaks rules, or they could not be asked.
    Refusal(Refusal),
}

impl From<ViewFault> for Refused {
    fn from(fault: ViewFault) -> Self {
        Self::Refusal(fault.into())
    }
}

/// Whether a caller's role has a command.
pub(super) fn role_allows(caller: &Caller, action: Action) -> Result<(), Denial> {
    let needs = least_role(action);
    match caller.role {
        Role::Anonymous => Err(Denial::Anonymous(action)),
        has if has < needs => Err(Denial::Role { action, needs, has }),
        _ => Ok(()),
    }
}

/// The least role that may send a command.
#[must_use]
pub const fn least_role(action: Action) -> Role {
    action.least_role()
}
