//! What an input says about a record that is there already: which one, at which version, and
//! which of its attributes become what.

use std::fmt::Debug;

/// The record that a command changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Target<I> {
    /// The record.
    pub id: I,
    /// The version that the caller read; the command is refused where it is no longer the
    /// newest. `None` for whichever is.
    pub expected_version: Option<u32>,
}

impl<I> From<I> for Target<I> {
    fn from(id: I) -> Self {
        Self { id, expected_version: None }
    }
}

/// What becomes of one attribute.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Patch<T> {
    /// It stays; the input does not name it.
    #[default]
    Keep,
    /// It is removed; the input names it as null. A list becomes empty.
    Clear,
    /// It becomes this.
    Set(T),
}

impl<T: Clone> Patch<T> {
    /// Whether the attribute stays.
    #[must_use]
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// The new value, where one is set.
    #[must_use]
    pub const fn set(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }

    /// Changes an attribute that may be absent.
    pub(super) fn apply(&self, to: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Clear => *to = None,
            Self::Set(value) => *to = Some(value.clone()),
        }
    }
}

impl<T: Clone> Patch<Vec<T>> {
    /// Changes a list.
    pub(super) fn apply_list(&self, to: &mut Vec<T>) {
        match self {
            Self::Keep => {}
            Self::Clear => to.clear(),
            Self::Set(list) => to.clone_from(list),
        }
    }
}
