//! What the value types share about their string forms: quoting a rejected value in an error, and
//! reading a value from a string where a person wrote it.
//!
//! Must not know any particular value type.

use std::{
    fmt::{self, Display, Write},
    marker::PhantomData,
    str::FromStr,
};

use serde::{Deserializer, de};

/// The most characters of a rejected value that an error quotes.
const EXCERPT_MAX: usize = 40;

/// The start of a rejected value, safe to print: at most 40 characters, control characters escaped.
///
/// Displays between backticks, with an ellipsis when something was cut off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt(String);

impl Excerpt {
    /// Takes the start of `value`.
    #[must_use]
    pub fn of(value: &str) -> Self {
        let mut kept = String::new();
        let mut rest = value.chars();
        for c in rest.by_ref().take(EXCERPT_MAX) {
            if is_invisible(c) {
                kept.extend(c.escape_unicode());
            } else {
                kept.push(c);
            }
        }
        if rest.next().is_some() {
            kept.push('…');
        }
        Self(kept)
    }
}

impl Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('`')?;
        f.write_str(&self.0)?;
        f.write_char('`')
    }
}

/// Whether `c` is a control character, or a formatting character that hides text or reorders it on
/// screen.
///
/// The joiners U+200C and U+200D are printable: some scripts need them.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{2064}'
                | '\u{2066}'..='\u{2069}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// Reads a value that stands as a string; `expected` completes "invalid type: …, expected …".
pub(super) fn deserialize<'de, D, T>(deserializer: D, expected: &'static str) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    deserializer.deserialize_str(StringForm { expected, value: PhantomData })
}

struct StringForm<T> {
    expected: &'static str,
    value: PhantomData<T>,
}

impl<T: FromStr<Err: Display>> de::Visitor<'_> for StringForm<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<T, E> {
        value.parse().map_err(E::custom)
    }
}

#[cfg(test)]
pub(super) mod assert {
    //! Checks that the tests of every value type make.

    use std::fmt::Debug;

    use serde::{Serialize, de::DeserializeOwned};

    /// Encodes as the store does.
    pub fn to_bincode<T: Serialize>(value: &T) -> Vec<u8> {
        bincode::serde::encode_to_vec(value, bincode::config::legacy()).unwrap()
    }

    /// Decodes as the store does: all bytes must be used up.
    pub fn from_bincode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
        let (value, used) = bincode::serde::decode_from_slice(bytes, bincode::config::legacy())
            .map_err(|error| error.to_string())?;
        if used == bytes.len() {
            Ok(value)
        } else {
            Err(format!("{used} of {} bytes used", bytes.len()))
        }
    }

    /// Asserts that `value` survives JSON and bincode.
    pub fn survives_serde<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
        let json = serde_json::to_string(value).unwrap();
        assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), value, "through JSON: {json}");
        let bytes = to_bincode(value);
        assert_eq!(from_bincode::<T>(&bytes).as_ref(), Ok(value), "through bincode: {bytes:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::Excerpt;

    #[test]
    fn an_excerpt_is_short_and_printable() {
        assert_eq!(Excerpt::of("Kon Tum").to_string(), "`Kon Tum`");
        assert_eq!(Excerpt::of("a\nb\u{202e}").to_string(), "`a\\u{a}b\\u{202e}`");
        assert_eq!(Excerpt::of(&"đ".repeat(40)).to_string(), format!("`{}`", "đ".repeat(40)));
        assert_eq!(Excerpt::of(&"đ".repeat(41)).to_string(), format!("`{}…`", "đ".repeat(40)));
    }
}
