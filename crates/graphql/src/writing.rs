//! Answers that are written as JSON while they are resolved: an object becomes its text as soon as
//! its fields are known, instead of a map that is walked once more at the end.
//!
//! The text of an object travels upwards as `Value::Binary`, which no scalar of the schema is. Texts
//! cannot be joined, so a document that selects an object twice under one name is answered without
//! this (see `Document::repeats`).

use std::sync::atomic::{AtomicU64, Ordering};

use async_graphql::{Name, Value};
use serde::Serialize;

/// Bytes that an object is given at first.
const FIRST: usize = 256;

/// In the data of a request: its answer is written while it is resolved.
#[derive(Debug, Default)]
pub struct Writing {
    objects: AtomicU64,
}

impl Writing {
    /// A new object of the answer.
    pub fn object(&self) -> Object {
        self.objects.fetch_add(1, Ordering::Relaxed);
        let mut json = Vec::with_capacity(FIRST);
        json.push(b'{');
        Object { json }
    }

    /// How many objects were written.
    pub fn objects(&self) -> u64 {
        self.objects.load(Ordering::Relaxed)
    }
}

/// An object, as far as it is written.
pub struct Object {
    json: Vec<u8>,
}

impl Object {
    /// Adds a field, of another name than those before it.
    pub fn add(&mut self, name: &Name, value: &Value) {
        if self.json.len() > 1 {
            self.json.push(b',');
        }
        // A name consists of letters, digits and underscores.
        self.json.push(b'"');
        self.json.extend(name.as_bytes());
        self.json.extend(b"\":");
        write(&mut self.json, value);
    }

    /// The text, as the value of a field.
    pub fn into_value(mut self) -> Value {
        self.json.push(b'}');
        Value::Binary(self.json.into())
    }
}

/// Writes a value as JSON, parts of which may be written already.
pub fn write(json: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Binary(written) => json.extend_from_slice(written),
        Value::List(items) => {
            json.reserve(items.iter().map(length).sum());
            json.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    json.push(b',');
                }
                write(json, item);
            }
            json.push(b']');
        }
        Value::Object(fields) => {
            json.push(b'{');
            for (index, (name, value)) in fields.iter().enumerate() {
                if index > 0 {
                    json.push(b',');
                }
                plain(json, name.as_str());
                json.push(b':');
                write(json, value);
            }
            json.push(b'}');
        }
        Value::String(text) => plain(json, text),
        leaf => plain(json, leaf),
    }
}

/// Bytes that a value takes up with a comma, as far as it is written.
fn length(value: &Value) -> usize {
    if let Value::Binary(written) = value { written.len() + 1 } else { 0 }
}

/// Writes what has no parts that may be written already.
fn plain(json: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) {
    // Neither memory nor a text, a number or a name fails to be written to.
    drop(serde_json::to_writer(json, value));
}

/// How many objects a value holds that are not written yet.
pub fn objects(value: &Value) -> u64 {
    let (mut count, mut rest) = (0_u64, vec![value]);
    while let Some(value) = rest.pop() {
        match value {
            Value::Object(fields) => {
                count += 1;
                rest.extend(fields.values());
            }
            Value::List(items) => rest.extend(items),
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            "[A-Z_]{1,8}".prop_map(|name| Value::Enum(Name::new(name))),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            let field = ("[_a-zA-Z][_a-zA-Z0-9]{0,8}", inner.clone());
            let fields = prop::collection::vec(field, 0..5);
            prop_oneof![
                prop::collection::vec(inner, 0..5).prop_map(Value::List),
                fields.prop_map(|fields| Value::Object(
                    fields.into_iter().map(|(name, value)| (Name::new(name), value)).collect()
                )),
            ]
        })
    }

    /// The same value, with its objects written.
    fn written(value: Value, writing: &Writing) -> Value {
        match value {
            Value::List(items) => {
                Value::List(items.into_iter().map(|item| written(item, writing)).collect())
            }
            Value::Object(fields) => {
                let mut object = writing.object();
                for (name, value) in fields {
                    object.add(&name, &written(value, writing));
                }
                object.into_value()
            }
            leaf => leaf,
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_would_be_serialised(value in any_value()) {
            let expected = serde_json::to_vec(&value).unwrap();
            let mut plain = Vec::new();
            write(&mut plain, &value);
            prop_assert_eq!(&plain, &expected);
            let (writing, count) = (Writing::default(), objects(&value));
            let value = written(value, &writing);
            let mut json = Vec::new();
            write(&mut json, &value);
            prop_assert_eq!(&json, &expected);
            prop_assert_eq!((writing.objects(), objects(&value)), (count, 0));
        }
    }

    #[test]
    fn texts_are_escaped() {
        let mut object = Writing::default().object();
        object.add(&Name::new("a"), &Value::from("\"\\\n\u{1}đ"));
        let mut json = Vec::new();
        write(&mut json, &object.into_value());
        let read: serde_json::Value = serde_json::from_slice(&json).unwrap();
        assert_eq!(read, json!({ "a": "\"\\\n\u{1}đ" }));
    }
}
