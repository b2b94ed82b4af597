//! What a command is decided in, and what is decided.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{noun::RecordId, record::Change};

/// Who asks, and when: what rules know of the world outside the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The id of the caller, as the journal will tell it.
    pub by: String,
    /// The moment of the command.
    pub at: Timestamp,
    /// The day that it falls on where the registry is kept.
    pub today: Date,
}

/// What a command does: changes to be written, and what became of each record it named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decision {
    /// The records to write, each once; empty where everything is so already.
    pub changes: Vec<Change>,
    /// What became of each record that the command is about, the one that its answer shows first.
    pub effects: Vec<(RecordId, Effect)>,
    /// Why, where the command gives a reason that is no part of a record: the journal remembers it.
    pub reason: Option<String>,
}

/// What a command did to one record of its input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
