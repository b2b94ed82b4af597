//! How a record points at others: by id once registered, by key in a file.
//!
//! Every noun is declared once, generic over [`Link`]. `Activity` (that is, `Activity<ById>`) is
//! what the registry holds; `Activity<ByKey>` is what a person writes in a file. `relink` turns
//! the one into the other through a [`Linker`].

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};

use super::{noun::NounId, path::FieldPath};

/// A way of pointing at records.
pub trait Link: Clone + Copy + fmt::Debug + PartialEq + Eq + Send + Sync + 'static {
    /// The pointer at a record of the noun that `I` names.
    type To<I: NounId>: Clone
        + fmt::Debug
        + PartialEq
        + Eq
        + Serialize
        + DeserializeOwned
        + Send
        + Sync
        + 'static;
}

/// Points by internal id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ById;

/// Points by external key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByKey;

impl Link for ById {
    type To<I: NounId> = I;
}

impl Link for ByKey {
    type To<I: NounId> = KeyOf<I>;
}

/// The external key of a record of the noun that `I` names.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct KeyOf<I> {
    key: String,
    noun: PhantomData<fn() -> I>,
}

impl<I: NounId> KeyOf<I> {
    /// Points at the record with this key.
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), noun: PhantomData }
    }

    /// The key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.key
    }
}

impl<I: NounId> fmt::Debug for KeyOf<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({:?})", I::NOUN, self.key)
    }
}

impl<I: NounId> Serialize for KeyOf<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.key.serialize(serializer)
    }
}

impl<'de, I: NounId> Deserialize<'de> for KeyOf<I> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

/// Keys for records that have none of their own, made up where one must be named in a file:
/// a mark of the registry, a colon, and the record's number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeKeys {
    mark: String,
}

impl MadeKeys {
    /// The keys of the registry with this mark, which is unlike any other's.
    #[must_use]
    pub const fn new(mark: String) -> Self {
        Self { mark }
    }

    /// The key made up for a record; keys sort as numbers do.
    #[must_use]
    pub fn key(&self, id: super::noun::RecordId) -> String {
        format!("{}:{:012}", self.mark, id.number)
    }

    /// The number of the record that a key was made up for.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<u64> {
        let digits = key.strip_prefix(&self.mark)?.strip_prefix(':')?;
        let plain = digits.len() >= 12 && digits.bytes().all(|digit| digit.is_ascii_digit());
        if plain {
            digits.parse().ok().filter(|number| (1..1 << 56).contains(number))
        } else {
            None
        }
    }
}

/// Follows pointers of one kind and gives those of another.
///
/// A linker never fails on the spot: it notes what it could not follow, so that all problems of
/// an input are told at once, and the caller asks it afterwards.
pub trait Linker<A: Link, B: Link> {
    /// Follows one pointer, which stands at `place` in its record.
    fn link<I: NounId>(&mut self, from: A::To<I>, place: &FieldPath<'_>) -> B::To<I>;
}
