//! The columns of a noun's table, as its attributes declare them: what has parts takes a column for
//! each. Asks the nouns' own readers which attributes they take, and of which form.

use std::fmt;

use serde::{
    Deserializer,
    de::{self, DeserializeSeed, IntoDeserializer, MapAccess, Visitor},
};

use domain::{Noun, Record, link::ByKey};

/// The attributes of a noun that tables show, in order, such as `title.vi`.
#[must_use]
pub fn columns(noun: Noun) -> Vec<String> {
    let mut columns = Vec::new();
    let read = |probe: Probe<'_>| Record::<ByKey>::read(noun, probe).map(drop);
    for attribute in names(read) {
        let of_value = |probe: Probe<'_>| read(Probe { attribute: Some(attribute), ..probe });
        let parts = names(of_value);
        if parts.is_empty() {
            columns.push(attribute.to_owned());
        }
        columns.extend(parts.into_iter().map(|part| format!("{attribute}.{part}")));
    }
    columns
}

/// The names of the attributes that a reader asks for.
fn names(read: impl FnOnce(Probe<'_>) -> Result<(), Stop>) -> Vec<&'static str> {
    let mut names: &[&str] = &[];
    // It never gets what it asks for.
    let _ = read(Probe { attribute: None, names: &mut names });
    names.to_vec()
}

/// Pretends to be a file: notes what a reader asks for, and stops it there. Lets it read the name
/// of one attribute, so that the reader of its value asks.
struct Probe<'a> {
    attribute: Option<&'static str>,
    names: &'a mut &'static [&'static str],
}

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = Stop;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Stop> {
        Err(Stop)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_some(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        if self.attribute.is_some() {
            return visitor.visit_map(self);
        }
        *self.names = names;
        Err(Stop)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

impl<'de> MapAccess<'de> for Probe<'_> {
    type Error = Stop;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Stop> {
        let name = self.attribute.take().ok_or(Stop)?;
        seed.deserialize(name.into_deserializer()).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Stop> {
        seed.deserialize(Probe { attribute: None, names: self.names })
    }
}

/// What a reader is told that asks for a value.
#[derive(Debug, thiserror::Error)]
#[error("nothing is read here")]
struct Stop;

impl de::Error for Stop {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}
