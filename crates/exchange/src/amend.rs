//! What a file says of registered records: what it names changes, the rest stays. An attribute is
//! emptied by `null` alone.

use std::io;

use serde_json::{Map, Value};

use crate::export::{Export, ExportError};
use domain::{Noun, Record, link::ByKey};
use registry::{Registry, Snapshot};

/// The registry as it was when an import began.
pub struct Registered(Export);

impl Registered {
    /// What a snapshot shows.
    ///
    /// # Errors
    /// Where the journal cannot be read.
    pub fn new(registry: &Registry, snapshot: Snapshot) -> Result<Self, ExportError> {
        Export::new(registry, snapshot, &[]).map(Self)
    }

    /// The records as they were.
    #[must_use]
    pub const fn export(&self) -> &Export {
        &self.0
    }

    /// All attributes of a registered record, with what a row says of it; what the row says, where
    /// there is no such record.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn amend(&self, noun: Noun, said: Map<String, Value>) -> io::Result<Map<String, Value>> {
        let key = said.get("key").and_then(Value::as_str).unwrap_or_default();
        let Some(registered) = self.0.keyed(noun, key).map_err(io::Error::other)? else {
            return Ok(said);
        };
        let mut whole = attributes(&registered)?;
        for (name, value) in said {
            match (whole.get_mut(&name), value) {
                // A text in one language leaves that in the other.
                (Some(Value::Object(before)), Value::Object(now)) if is_text(&now) => {
                    before.extend(now);
                    before.retain(|_, text| !text.is_null());
                }
                (_, value) => drop(whole.insert(name, value)),
            }
        }
        whole.retain(|_, value| !value.is_null());
        Ok(whole)
    }
}

/// The attributes of a record, as a file has them.
pub fn attributes(record: &Record<ByKey>) -> io::Result<Map<String, Value>> {
    match record.write(serde_json::value::Serializer)? {
        Value::Object(attributes) => Ok(attributes),
        _ => Ok(Map::new()),
    }
}

fn is_text(value: &Map<String, Value>) -> bool {
    !value.is_empty() && value.keys().all(|name| matches!(name.as_str(), "vi" | "en"))
}
