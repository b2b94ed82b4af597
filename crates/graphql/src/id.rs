//! Global ids: opaque, typed, stable. Made of the noun and the number, in base64url.

use async_graphql::ID;
use data_encoding::BASE64URL_NOPAD;
use messages::Say;

use super::error::bad_input;
use domain::{Noun, NounId, RecordId};

/// The id by which callers name a record.
pub fn encode(id: RecordId) -> ID {
    let number = id.number.to_be_bytes();
    let leading = number.iter().take_while(|byte| **byte == 0).count();
    let mut bytes = vec![id.noun.tag()];
    bytes.extend(&number[leading..]);
    ID(BASE64URL_NOPAD.encode(&bytes))
}

/// The record that an id names; `None` where no record can have it.
#[must_use]
pub fn decode(id: &str) -> Option<RecordId> {
    let bytes = BASE64URL_NOPAD.decode(id.as_bytes()).ok()?;
    let (tag, digits) = bytes.split_first()?;
    let noun = Noun::from_tag(*tag)?;
    if digits.is_empty() || digits.len() > 7 || digits.first() == Some(&0) {
        return None;
    }
    let number = digits.iter().fold(0u64, |number, digit| number << 8 | u64::from(*digit));
    Some(RecordId { noun, number })
}

/// Why an id names no record of the noun that is expected.
#[derive(Debug, thiserror::Error, Say)]
pub enum BadId {
    /// It is no id.
    #[error("`{id}` is not an id; use the `id` field of a record of the noun {}", .expected.name())]
    None {
        /// How it starts.
        id: String,
        /// The noun expected.
        expected: Noun,
    },
    /// It is one of another noun.
    #[error(
        "`{id}` is the id of a record of the noun {}, but one of {} is expected",
        .has.name(),
        .expected.name()
    )]
    OtherNoun {
        /// How it starts.
        id: String,
        /// Its noun.
        has: Noun,
        /// The noun expected.
        expected: Noun,
    },
}

/// The record of one noun that an id names.
///
/// # Errors
/// Where the id is none, or one of another noun: the message says which was expected.
pub fn read<I: NounId>(id: &ID) -> Result<I, BadId> {
    let shown = || id.0.chars().take(40).collect();
    match decode(&id.0) {
        Some(record) if record.noun == I::NOUN => Ok(I::from_number(record.number)),
        Some(record) => Err(BadId::OtherNoun { id: shown(), has: record.noun, expected: I::NOUN }),
        None => Err(BadId::None { id: shown(), expected: I::NOUN }),
    }
}

/// As [`read`], for an argument that a query takes.
pub fn typed<I: NounId>(id: &ID) -> async_graphql::Result<I> {
    read(id).map_err(bad_input)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_id_reads_back(noun in 0..Noun::ALL.len(), number in 1u64..1 << 56) {
            let id = RecordId { noun: Noun::ALL[noun], number };
            prop_assert_eq!(decode(&encode(id).0), Some(id));
        }

        #[test]
        fn each_record_has_one_id(text in "[A-Za-z0-9_-]{0,12}") {
            if let Some(id) = decode(&text) {
                prop_assert_eq!(encode(id).0, text);
            }
        }
    }
}
