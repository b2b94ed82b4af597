//! What a change changed: two versions of a record, compared attribute by attribute, as they
//! stand in the schema: names in camel case, links as ids.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, SimpleObject, Value};

use super::id;
use crate::{
    auth::{Caller, Role},
    domain::{
        ById, ByKey, NounId, Record,
        link::{KeyOf, Linker},
    },
};

/// Attributes that name callers, and so are for callers alone who are known themselves.
const NAMES_CALLERS: [&str; 1] = ["submittedBy"];

/// Any JSON value: of an attribute, as this API would write it.
#[derive(Debug, Clone, PartialEq)]
pub struct Json(pub serde_json::Value);

/// Any JSON value: what an attribute held. Texts are objects of `vi` and `en`; dates, periods and
/// exact numbers are strings; records are told by their ids.
#[Scalar(name = "JSON", specified_by_url = "https://www.rfc-editor.org/rfc/rfc8259")]
impl ScalarType for Json {
    fn parse(value: Value) -> InputValueResult<Self> {
        value.into_json().map(Self).map_err(InputValueError::custom)
    }

    fn to_value(&self) -> Value {
        Value::from_json(self.0.clone()).unwrap_or_default()
    }
}

/// What happened to one attribute of a record.
#[derive(Debug, Clone, PartialEq, SimpleObject)]
pub struct FieldChange {
    /// The attribute, as the record's type calls it, such as `statusReason`.
    field: String,
    /// What it held before; null where it held nothing, or the record was not there.
    before: Option<Json>,
    /// What it holds since; null where it holds nothing.
    after: Option<Json>,
}

/// The attributes in which a version of a record differs from the one before it, by name. Where
/// there was none before, all that it holds.
pub fn diff(before: Option<&Record>, after: Option<&Record>, caller: &Caller) -> Vec<FieldChange> {
    let mut before = before.map(attributes).unwrap_or_default();
    let mut after = after.map(attributes).unwrap_or_default();
    let mut names: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
    names.sort_unstable();
    names.dedup();
    let known = caller.role > Role::Anonymous;
    names.retain(|name| known || !NAMES_CALLERS.contains(&name.as_str()));
    let mut take = |name: &String| {
        let (before, after) = (before.remove(name), after.remove(name));
        let held = |value: Option<serde_json::Value>| value.filter(|it| !holds_nothing(it));
        (held(before).map(Json), held(after).map(Json))
    };
    let changes = names.into_iter().map(|field| {
        let (before, after) = take(&field);
        FieldChange { field, before, after }
    });
    changes.filter(|it| it.before != it.after).collect()
}

fn holds_nothing(value: &serde_json::Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

/// A record's attributes by name.
fn attributes(record: &Record) -> serde_json::Map<String, serde_json::Value> {
    // A record is a noun's name and the noun's attributes.
    let shown = serde_json::to_value(record.clone().relink(&mut GlobalIds));
    match shown {
        Ok(serde_json::Value::Object(wrapped)) => match wrapped.into_iter().next() {
            Some((_, serde_json::Value::Object(attributes))) => attributes,
            _ => serde_json::Map::new(),
        },
        _ => serde_json::Map::new(),
    }
}

/// Points at records by their ids in the schema, which stand where a file has keys.
struct GlobalIds;

impl Linker<ById, ByKey> for GlobalIds {
    fn link<I: NounId>(&mut self, from: I, _: &'static str) -> KeyOf<I> {
        KeyOf::new(id::encode(from.record()).0)
    }
}
