//! What a row says otherwise than the record with its key.

use serde_json::Value;

use crate::export::{Export, ExportError};
use domain::{Record, RecordId, link::ByKey};

/// The attributes that a row and the record with its key give differently. What the row leaves
/// out counts only where nothing else differs: it may follow from other records.
///
/// # Errors
/// Where the view cannot be read.
pub fn differing(
    row: &Record<ByKey>,
    id: RecordId,
    export: &Export,
) -> Result<Vec<String>, ExportError> {
    let Some(registered) = export.one(id)? else { return Ok(Vec::new()) };
    let value = |record: &Record<ByKey>| record.write(serde_json::value::Serializer);
    let written = value(row).map_err(std::io::Error::from)?;
    let registered = value(&registered).map_err(std::io::Error::from)?;
    let (Value::Object(written), Value::Object(registered)) = (written, registered) else {
        return Ok(Vec::new());
    };
    let is_absent = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    let (absent, other): (Vec<_>, Vec<_>) = written
        .iter()
        .filter(|(name, value)| registered.get(*name) != Some(value))
        .partition(|(_, value)| is_absent(value));
    let named = if other.is_empty() { absent } else { other };
    Ok(named.into_iter().map(|(name, _)| name.clone()).collect())
}
