//! The BLAKE3 hash that names an entry and links it to the one before.
//!
//! Owns the bytes and their text form. Must not know what is hashed.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

/// A BLAKE3 hash of 32 bytes, written as 64 lower-case hexadecimal digits.
///
/// The default is 32 zero bytes: the "previous" of the first entry.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hash([u8; 32]);

impl Hash {
    /// The hash that stands before the first entry: 32 zero bytes.
    pub const ZERO: Self = Self([0; 32]);

    /// Takes 32 bytes as a hash.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Hashes `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// Returns the 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// A text that is not 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("hash {0:?} is not 64 lower-case hexadecimal digits")]
pub struct ParseHashError(String);

impl FromStr for Hash {
    type Err = ParseHashError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        HEXLOWER
            .decode(text.as_bytes())
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .map(Self)
            .ok_or_else(|| ParseHashError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::Hash;

    #[test]
    fn text_form_round_trips() {
        let hash = Hash::of(b"thoa thuan");
        let text = hash.to_string();
        assert_eq!(text.len(), 64);
        assert_eq!(text.parse(), Ok(hash));
        assert_eq!(format!("{hash:?}"), format!("Hash({text})"));
    }

    #[test]
    fn other_texts_are_refused_and_named() {
        let text = Hash::of(b"x").to_string();
        for bad in ["", "00", &text[1..], &text.to_uppercase(), &format!("{text}00")] {
            let error = bad.parse::<Hash>().unwrap_err();
            assert!(error.to_string().contains(bad), "{error}");
        }
    }
}
