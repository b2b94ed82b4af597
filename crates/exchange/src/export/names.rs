//! From ids to keys: how records that leave point at each other.

use std::collections::HashMap;

use serde_json::Value;

use super::{ExportError, Source};
use crate::line;
use domain::{
    ById, FieldPath, MadeKeys, NounId, Record, RecordId,
    link::{ByKey, KeyOf, Linker},
};
use registry::StoreError;

/// So many keys are remembered; then all are forgotten and looked up again.
const KNOWN_MAX: usize = 100_000;

/// What stands for the key of a hidden record, until it is taken out: no key has it.
const HIDDEN: &str = "\0";

/// Names records by key.
pub struct Names<'a> {
    source: &'a dyn Source,
    made: &'a MadeKeys,
    known: HashMap<RecordId, String>,
    fault: Option<StoreError>,
    /// Whether the present record points at a hidden one.
    hides: bool,
}

impl<'a> Names<'a> {
    /// The names that records have as a source shows them.
    pub fn new(source: &'a dyn Source, made: &'a MadeKeys) -> Self {
        Self { source, made, known: HashMap::new(), fault: None, hides: false }
    }

    /// A record that has a key and points by key; `None` where there is none to be seen.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn record(&mut self, id: RecordId) -> Result<Option<Record<ByKey>>, ExportError> {
        let Some(found) = self.source.find(id)? else { return Ok(None) };
        self.hides = false;
        let mut record = found.record.clone().relink::<ByKey>(self);
        if record.key().is_none() {
            record.set_key(Some(self.made.key(id)));
        }
        if let Some(fault) = self.fault.take() {
            return Err(fault.into());
        }
        if self.hides { without_hidden(&record) } else { Ok(Some(record)) }
    }

    fn key(&mut self, id: RecordId) -> String {
        if let Some(key) = self.known.get(&id) {
            return key.clone();
        }
        let key = match self.source.find(id) {
            Ok(Some(found)) => found.record.key().map_or_else(|| self.made.key(id), str::to_owned),
            Ok(None) => HIDDEN.to_owned(),
            Err(fault) => {
                self.fault = Some(fault);
                HIDDEN.to_owned()
            }
        };
        if self.known.len() >= KNOWN_MAX {
            self.known.clear();
        }
        self.known.insert(id, key.clone());
        key
    }
}

impl Linker<ById, ByKey> for Names<'_> {
    fn link<I: NounId>(&mut self, from: I, _: &FieldPath<'_>) -> KeyOf<I> {
        let key = self.key(from.record());
        self.hides |= key == HIDDEN;
        KeyOf::new(key)
    }
}

/// The record without what points at hidden ones; `None` where it is none without.
fn without_hidden(record: &Record<ByKey>) -> Result<Option<Record<ByKey>>, ExportError> {
    let value = record.write(serde_json::value::Serializer).map_err(std::io::Error::from)?;
    let Some(Value::Object(value)) = stripped(value, false) else { return Ok(None) };
    Ok(line::read_attributes(record.noun(), value).ok())
}

/// A value without what points at hidden records: an entry of a list goes as a whole.
fn stripped(value: Value, in_entry: bool) -> Option<Value> {
    match value {
        Value::String(text) if text == HIDDEN => None,
        Value::Array(entries) => {
            let entries = entries.into_iter().filter_map(|entry| stripped(entry, true));
            Some(Value::Array(entries.collect()))
        }
        Value::Object(parts) => {
            let mut kept = serde_json::Map::new();
            for (name, part) in parts {
                match stripped(part, in_entry) {
                    Some(part) => drop(kept.insert(name, part)),
                    None if in_entry => return None,
                    None => {}
                }
            }
            Some(Value::Object(kept))
        }
        plain => Some(plain),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_is_left_of_what_points_at_a_hidden_record() {
        let value = json!({
            "key": "a", "parent": HIDDEN, "answeredBy": ["b", HIDDEN],
            "sources": [{ "document": HIDDEN, "quote": "x" }, { "document": "d" }],
            "provider": { "province": "p", "organization": HIDDEN },
        });
        let expected = json!({
            "key": "a", "answeredBy": ["b"], "sources": [{ "document": "d" }],
            "provider": { "province": "p" },
        });
        assert_eq!(stripped(value, false), Some(expected));
    }
}
