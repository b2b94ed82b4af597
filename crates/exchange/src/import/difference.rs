//! What a row says otherwise than the record with its key.

use serde_json::Value;

use crate::{
    amend::attributes,
    export::{Export, ExportError},
};
use domain::{Record, RecordId, link::ByKey};

/// An attribute that a record has otherwise than before.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The attribute.
    pub attribute: String,
    /// What it was; null where it was absent.
    pub old: Value,
    /// What it is.
    pub new: Value,
}

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
    let (absent, other): (Vec<_>, Vec<_>) =
        differences(row, id, export)?.into_iter().partition(|it| is_absent(&it.new));
    let named = if other.is_empty() { absent } else { other };
    Ok(named.into_iter().map(|it| it.attribute).collect())
}

/// What a row makes of each attribute of a record, where that is not what it was.
///
/// # Errors
/// Where the view cannot be read.
pub fn differences(
    row: &Record<ByKey>,
    id: RecordId,
    export: &Export,
) -> Result<Vec<Difference>, ExportError> {
    let Some(registered) = export.one(id)? else { return Ok(Vec::new()) };
    let (written, mut registered) = (attributes(row)?, attributes(&registered)?);
    let differs = |(attribute, new): (String, Value)| {
        let old = registered.remove(&attribute).unwrap_or(Value::Null);
        let same = old == new || (is_absent(&old) && is_absent(&new));
        (!same).then_some(Difference { attribute, old, new })
    };
    Ok(written.into_iter().filter_map(differs).collect())
}

fn is_absent(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}
