//! One record as one line: the form of hoptac's own files.
//!
//! A line is a JSON object: the noun in lower case under `noun`, then the attributes as the noun
//! declares them. What is absent or empty is left out. Owns the form of a line; must not know
//! where lines come from, nor what becomes of records.

mod compact;
mod earlier;

use std::{borrow::Cow, fmt, io};

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, IgnoredAny, IntoDeserializer, MapAccess, Visitor},
};

use serde_json::{Map, Value};
use serde_path_to_error::{Path, Segment};

use crate::text::nfc;
use domain::{Noun, Record, link::ByKey};
use messages::message;

/// Why a line is no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineError {
    /// Where in the record, as `participants.0.role`; empty where all of it is meant.
    pub field: String,
    /// What is wrong.
    pub reason: String,
}

/// Writes a record, and a line break.
///
/// # Errors
/// Where `to` cannot be written.
pub fn write(record: &Record<ByKey>, to: &mut impl io::Write) -> io::Result<()> {
    let formatter = compact::Compact::of(record.noun());
    record.write(&mut serde_json::Serializer::with_formatter(&mut *to, formatter))?;
    to.write_all(b"\n")
}

/// Reads the record of a line, without its line break.
///
/// # Errors
/// Where the line is no JSON, has no known noun, or is not of the noun's form.
pub fn read(line: &[u8]) -> Result<Record<ByKey>, LineError> {
    let line = std::str::from_utf8(line).map_err(|error| {
        whole(
            message!(
                "byte {} of the line is not UTF-8; save the file as UTF-8",
                error.valid_up_to() + 1
            )
            .to_string(),
        )
    })?;
    let line = &*nfc(line);
    if !line.trim_start().starts_with('{') {
        return Err(whole(message!("a line holds one record, an object in braces").to_string()));
    }
    let noun = match first_noun(line) {
        Some(noun) => noun,
        None => find_noun(line)?,
    };
    let mut json = serde_json::Deserializer::from_str(line);
    let record = Record::read(noun, WithoutNoun(&mut json));
    match record.and_then(|record| json.end().map(|()| record)) {
        Ok(record) => Ok(record),
        // Only where it fails, since it costs to keep track of where one is.
        Err(error) => match earlier::claim(noun, line) {
            Some(record) => Ok(record),
            None => Err(located(noun, line, &error)),
        },
    }
}

/// Reads the attributes of a record.
///
/// # Errors
/// Where they are not of the noun's form.
pub fn read_attributes(noun: Noun, said: Map<String, Value>) -> Result<Record<ByKey>, LineError> {
    let mut track = serde_path_to_error::Track::new();
    let from = serde_path_to_error::Deserializer::new(Value::Object(said), &mut track);
    let read = Record::read(noun, from);
    read.map_err(|error| LineError { field: dotted(&track.path()), reason: error.to_string() })
}

fn whole(reason: String) -> LineError {
    LineError { field: String::new(), reason }
}

/// The noun, where it is what the line starts with, as in all that hoptac writes.
fn first_noun(line: &str) -> Option<Noun> {
    let (name, rest) = line.strip_prefix(r#"{"noun":""#)?.split_once('"')?;
    rest.starts_with([',', '}']).then(|| Noun::named(name)).flatten()
}

fn find_noun(line: &str) -> Result<Noun, LineError> {
    #[derive(Deserialize)]
    struct Tagged<'a> {
        #[serde(borrow)]
        noun: Option<Cow<'a, str>>,
    }
    let names = || Noun::IN_ORDER.map(|noun| noun.to_string()).join(", ");
    let tagged: Tagged<'_> = serde_json::from_str(line).map_err(|error| whole(told(&error)))?;
    let Some(name) = tagged.noun else {
        return Err(whole(message!("`noun` is missing; write one of {}", names()).to_string()));
    };
    Noun::named(&name).ok_or_else(|| LineError {
        field: "noun".to_owned(),
        reason: message!("`{}` is not a noun; write one of {}", excerpt(&name), names())
            .to_string(),
    })
}

fn excerpt(text: &str) -> String {
    text.chars().take(40).collect()
}

/// What is wrong, and at which character of the line.
fn told(error: &serde_json::Error) -> String {
    let text = error.to_string();
    // The line of the error is always the first.
    text.replace(" at line 1 column ", " at character ")
}

fn located(noun: Noun, line: &str, error: &serde_json::Error) -> LineError {
    let mut json = serde_json::Deserializer::from_str(line);
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(WithoutNoun(&mut json), &mut track);
    let field = match Record::read(noun, tracked) {
        Ok(_) => String::new(),
        Err(_) => dotted(&track.path()),
    };
    LineError { field, reason: told(error) }
}

/// A place as rules tell it: `participants.0.role`.
fn dotted(path: &Path) -> String {
    let parts = path.iter().filter_map(|segment| match segment {
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Map { key } => Some(key.clone()),
        Segment::Enum { variant } => Some(variant.clone()),
        Segment::Unknown => None,
    });
    parts.collect::<Vec<_>>().join(".")
}

/// An object without its `noun`, so that nouns can refuse what they do not know.
struct WithoutNoun<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for WithoutNoun<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(Object(visitor))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

struct Object<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Object<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the attributes of a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Attributes(map))
    }
}

struct Attributes<A>(A);

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Attributes<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        loop {
            match self.0.next_key::<Key<'de>>()? {
                None => return Ok(None),
                Some(Key(key)) if key == "noun" => drop(self.0.next_value::<IgnoredAny>()?),
                Some(Key(key)) => return seed.deserialize(key.into_deserializer()).map(Some),
            }
        }
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        self.0.next_value_seed(seed)
    }
}

/// A key, borrowed from the line where it can be.
struct Key<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of an attribute")
            }

            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests;
