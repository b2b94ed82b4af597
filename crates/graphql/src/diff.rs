//! What a change changed: two versions of a record, compared attribute by attribute, as they
//! stand in the schema: names in camel case, links as ids.

use async_graphql::{Result, dynamic::TypeRef};
use macros::Object;

use super::{
    id,
    moment::Moment,
    table::{Const, Output, Tables, Value},
};
use auth::Role;
use domain::{
    ById, ByKey, FieldPath, Noun, NounId, Record, RecordId,
    link::{KeyOf, Linker},
};

/// Attributes that name callers, and so are for callers alone who are known themselves.
const NAMES_CALLERS: [&str; 1] = ["submittedBy"];

/// Stands for the id of a record that the caller may not see; no text has a control character.
const HIDDEN: &str = "\0";

/// Any JSON value: of an attribute, as this API would write it.
#[derive(Debug, Clone, PartialEq)]
pub struct Json(pub serde_json::Value);

impl Output for &Json {
    fn type_ref(tables: &mut Tables) -> TypeRef {
        const DESCRIPTION: &str = "Any JSON value: the value of an attribute. Texts are objects with \
            `vi` and `en`; dates, periods and exact numbers are strings; records are given by \
            their ids.";
        let specified_by = "https://www.rfc-editor.org/rfc/rfc8259";
        tables.scalar_ref("JSON", DESCRIPTION.to_owned(), specified_by)
    }

    fn resolve<'a>(self) -> Result<Value<'a>>
    where
        Self: 'a,
    {
        Ok(Value::Any(Const::from_json(self.0.clone()).unwrap_or_default()))
    }
}

/// The change of one attribute of a record.
#[derive(Debug, Clone, PartialEq, Object)]
pub struct FieldChange {
    /// The name of the attribute in the record's type, such as `statusReason`.
    field: String,
    /// The old value; null if there was none, or if the record did not exist.
    before: Option<Json>,
    /// The new value; null if there is none.
    after: Option<Json>,
}

/// The attributes in which a version of a record differs from the one before it, by name. Where
/// there was none before, all that it holds. Links to what may not be seen at the moment are left
/// out, as they are where the record itself is shown.
pub fn diff(before: Option<&Record>, after: Option<&Record>, moment: &Moment) -> Vec<FieldChange> {
    let attributes = |record| attributes(record, moment);
    let mut before = before.map(attributes).unwrap_or_default();
    let mut after = after.map(attributes).unwrap_or_default();
    let mut names: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
    names.sort_unstable();
    names.dedup();
    let known = moment.caller().role > Role::Anonymous;
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
fn attributes(record: &Record, moment: &Moment) -> serde_json::Map<String, serde_json::Value> {
    // A record is a noun's name and the noun's attributes.
    let mut shown = serde_json::to_value(record.clone().relink(&mut GlobalIds(moment)));
    shown.iter_mut().for_each(leave_out_hidden);
    match shown {
        Ok(serde_json::Value::Object(wrapped)) => match wrapped.into_iter().next() {
            Some((_, serde_json::Value::Object(attributes))) => attributes,
            _ => serde_json::Map::new(),
        },
        _ => serde_json::Map::new(),
    }
}

fn leave_out_hidden(value: &mut serde_json::Value) {
    use serde_json::Value::{Array, Null, Object, String};
    match value {
        String(text) if text == HIDDEN => *value = Null,
        Array(all) => {
            all.retain(|it| it != HIDDEN);
            all.iter_mut().for_each(leave_out_hidden);
        }
        Object(fields) => fields.values_mut().for_each(leave_out_hidden),
        _ => {}
    }
}

/// Points at records by their ids in the schema, which stand where a file has keys.
struct GlobalIds<'a>(&'a Moment);

impl GlobalIds<'_> {
    /// Whether the caller may see a record; not where that cannot be told.
    fn shows(&self, id: RecordId) -> bool {
        use Noun::{Document, Organization, Province, Sector, Succession};
        // These are everybody's.
        matches!(id.noun, Document | Organization | Province | Sector | Succession)
            || self.0.sees_all()
            || matches!(self.0.find(id), Ok(Some(_)))
    }
}

impl Linker<ById, ByKey> for GlobalIds<'_> {
    fn link<I: NounId>(&mut self, from: I, _: &FieldPath<'_>) -> KeyOf<I> {
        let from = from.record();
        KeyOf::new(if self.shows(from) { id::encode(from).0 } else { HIDDEN.to_owned() })
    }
}
