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
