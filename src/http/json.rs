//! JSON as clients send it: a name stands once in an object, and nothing is nested without end.
//!
//! The library takes the last of several values of one name, and others take the first (RFC 8259,
//! 4): what a proxy lets through and what is done here could differ. Must not know what is said.

use std::{cell::Cell, fmt};

use messages::Say;
use serde::{
    Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value};

/// Most lists and objects within one another. The library reads 127 at most.
const DEPTH_MAX: usize = 120;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Why JSON is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Say)]
pub enum JsonError {
    /// It is no JSON.
    #[error("is not JSON: {0}")]
    Malformed(String),
    /// An object has several values of one name.
    #[error("has `{0}` twice in one object; send it once")]
    Twice(String),
    /// It is nested too deep.
    #[error("has more than {DEPTH_MAX} lists and objects within one another")]
    TooDeep,
}

/// Reads a value. A byte order mark in front is left alone, as RFC 8259 allows in section 8.1.
///
/// # Errors
/// Why it is not read.
pub fn read(bytes: &[u8]) -> Result<Value, JsonError> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let fault = Cell::new(None);
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let read = Reader { depth: 0, fault: &fault }.deserialize(&mut deserializer);
    let read = read.and_then(|value| deserializer.end().map(|()| value));
    read.map_err(|error| fault.take().unwrap_or_else(|| JsonError::Malformed(error.to_string())))
}

/// Reads a value at a depth; why it does not is noted.
#[derive(Clone, Copy)]
struct Reader<'f> {
    depth: usize,
    fault: &'f Cell<Option<JsonError>>,
}

impl Reader<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth < DEPTH_MAX {
            return Ok(Self { depth: self.depth + 1, ..self });
        }
        Err(self.refuse(JsonError::TooDeep))
    }

    fn refuse<E: serde::de::Error>(self, fault: JsonError) -> E {
        let error = E::custom(&fault);
        self.fault.set(Some(fault));
        error
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let deeper = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(deeper)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let deeper = self.deeper()?;
        let mut object = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            if object.contains_key(&name) {
                return Err(self.refuse(JsonError::Twice(name)));
            }
            let value = entries.next_value_seed(deeper)?;
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn nested(depth: usize) -> Vec<u8> {
        [vec![b'['; depth], vec![b']'; depth]].concat()
    }

    #[test]
    fn what_is_not_read_is_told_as_what_it_is() {
        let twice = |name: &str| Err(JsonError::Twice(name.to_owned()));
        assert_eq!(read(br#"{"a": 1, "b": 2, "a": 1}"#), twice("a"));
        assert_eq!(read(br#"{"a": [{"b": 1, "\u0062": 2}]}"#), twice("b"));
        assert!(read(br#"{"a": {"a": 1}, "b": {"a": 1}}"#).is_ok());
        assert!(read(&nested(DEPTH_MAX)).is_ok());
        assert_eq!(read(&nested(DEPTH_MAX + 1)), Err(JsonError::TooDeep));
        assert_eq!(read(&nested(100_000)), Err(JsonError::TooDeep));
        assert_eq!(read("\u{feff}[1]".as_bytes()), Ok(Value::from(vec![1])));
        for text in ["", "\u{feff}", "\u{feff}\u{feff}1", "1 2", "{\"a\": 1,}", "nul", "[1"] {
            assert!(matches!(read(text.as_bytes()), Err(JsonError::Malformed(_))), "{text}");
        }
        assert!(matches!(read(b"\"\xff\""), Err(JsonError::Malformed(_))));
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_the_library_reads(text in any_json()) {
            let whole: Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(read(text.as_bytes()), Ok(whole));
        }
    }

    fn any_json() -> impl Strategy<Value = String> {
        let number = prop_oneof![
            any::<i64>().prop_map(|it| it.to_string()),
            any::<u64>().prop_map(|it| it.to_string()),
            "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?",
        ];
        let text = "\\PC{0,8}".prop_map(|it| Value::from(it).to_string());
        let words = prop_oneof![Just("null"), Just("true"), Just("false")];
        let leaf = prop_oneof![number, text, words.prop_map(str::to_owned)];
        leaf.prop_recursive(4, 64, 8, |inner| {
            let entries =
                prop::collection::hash_map("[a-z\u{e0}-\u{1ef}]{0,4}", inner.clone(), 0..8);
            let object = entries.prop_map(|entries| {
                let entries =
                    entries.iter().map(|(name, value)| format!("{}:{value}", Value::from(&**name)));
                format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
            });
            let list = prop::collection::vec(inner, 0..8);
            prop_oneof![list.prop_map(|it| format!("[{}]", it.join(" ,"))), object]
        })
    }
}
