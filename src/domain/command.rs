//! What can be asked of the registry, and the one function that answers.

use super::noun::RecordId;
use super::{
    problem::Refusal,
    record::Change,
    register::{self, Register},
    view::View,
};

/// An intent to change the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Registers many records at once, as seeds and imports do.
    Register(Register),
}

impl Command {
    /// The name by which the journal remembers the command.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Register(_) => "register",
        }
    }
}

/// What a command does: changes to be written, and what became of each record it named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decision {
    /// The records to write; empty where everything is so already.
    pub changes: Vec<Change>,
    /// What became of each record of the input, in its order.
    pub effects: Vec<(RecordId, Effect)>,
}

/// What a command did to one record of its input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It is new.
    Created,
    /// It was there, and was given the new content.
    Updated,
    /// It was there with the same content.
    Unchanged,
    /// It was there with other content, and was left as it is.
    Kept,
}

/// Decides what a command does to the registry as the view shows it. Pure: the same command on
/// the same view always gives the same changes.
///
/// # Errors
/// [`Refusal::Rejected`] with every rule that the command breaks; [`Refusal::Fault`] where the
/// view cannot be read.
pub fn decide(command: &Command, view: &impl View) -> Result<Decision, Refusal> {
    match command {
        Command::Register(register) => register::decide(register, view),
    }
}
