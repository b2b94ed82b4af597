//! The columns of a noun's table, as its attributes declare them: what has parts takes a column for
//! each. A list stands in one cell, unless a row is made of each of its entries. Asks the nouns' own
//! readers which attributes they take, and of which form.

use std::fmt;

use serde::{
    Deserializer,
    de::{self, DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess, Visitor},
};
use serde_json::Value;

use domain::{Noun, Record, link::ByKey};

/// The columns of a table.
#[derive(Debug, Clone)]
pub struct Columns {
    names: Vec<String>,
    /// The list of whose entries rows are made.
    rows: Option<String>,
}

impl Columns {
    /// Those of a noun, with a row for each record, or for each entry of one of its lists.
    ///
    /// # Errors
    /// Where the noun has no such list.
    pub fn of(noun: Noun, rows: Option<&str>) -> Result<Self, String> {
        let mut columns = Self { names: Vec::new(), rows: rows.map(str::to_owned) };
        let mut lists = Vec::new();
        columns.find(noun, &mut Vec::new(), &mut lists);
        match rows.filter(|rows| !lists.contains(&(*rows).to_owned())) {
            Some(unknown) => Err(format!(
                "{noun} has no list `{unknown}`; rows can be made of {}",
                lists.join(", ")
            )),
            None => Ok(columns),
        }
    }

    fn find(&mut self, noun: Noun, path: &mut Vec<&'static str>, lists: &mut Vec<String>) {
        let name = path.join(".");
        let within = |rows: &String| name.starts_with(&format!("{rows}."));
        if !self.rows.as_ref().is_some_and(within) && ask(noun, path, None) == Form::List {
            lists.push(name.clone());
        }
        match ask(noun, path, self.rows.as_deref()) {
            Form::Parts(parts) if !parts.is_empty() => {
                for part in parts {
                    path.push(part);
                    self.find(noun, path, lists);
                    path.pop();
                }
            }
            _ => self.names.push(name),
        }
    }

    /// What the columns are called, such as `title.vi`.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The cells of the rows that a record makes: one row, or one for each entry.
    #[must_use]
    pub fn rows(&self, record: &Value) -> Vec<Vec<Value>> {
        let row = |record: &Value| self.names.iter().map(|name| at(record, name)).collect();
        let Some(list) = &self.rows else { return vec![row(record)] };
        let entries = match at(record, list) {
            Value::Array(entries) if !entries.is_empty() => entries,
            _ => return vec![row(record)],
        };
        let with = |entry: Value| {
            let mut record = record.clone();
            if let Some(place) = record.pointer_mut(&format!("/{}", list.replace('.', "/"))) {
                *place = entry;
            }
            row(&record)
        };
        entries.into_iter().map(with).collect()
    }
}

fn at(record: &Value, name: &str) -> Value {
    let found = name.split('.').try_fold(record, |value, name| value.get(name));
    found.cloned().unwrap_or(Value::Null)
}

/// What a reader asks for at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    /// Attributes with these names.
    Parts(Vec<&'static str>),
    /// Entries.
    List,
    /// Something else.
    Plain,
}

/// What the reader of a noun asks for at a path; at that of `entries`, what it asks for in an entry.
fn ask(noun: Noun, path: &[&'static str], entries: Option<&str>) -> Form {
    let mut form = Form::Plain;
    let enters = entries.is_some_and(|entries| {
        let path = path.join(".");
        path == entries || path.starts_with(&format!("{entries}."))
    });
    // It never gets what it asks for.
    let _ = Record::<ByKey>::read(noun, Probe { path, enters, form: &mut form });
    form
}

/// Pretends to be a file: lets a reader read the names on a path, and notes what it asks for there.
struct Probe<'a> {
    path: &'a [&'static str],
    /// Whether lists are entered.
    enters: bool,
    form: &'a mut Form,
}

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = Stop;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Stop> {
        Err(Stop)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_some(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        if self.enters {
            return visitor.visit_seq(self);
        }
        *self.form = Form::List;
        Err(Stop)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        if !self.path.is_empty() {
            return visitor.visit_map(self);
        }
        *self.form = Form::Parts(names.to_vec());
        Err(Stop)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct newtype_struct tuple tuple_struct map enum identifier ignored_any
    }
}

impl<'de> MapAccess<'de> for Probe<'_> {
    type Error = Stop;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Stop> {
        let (name, rest) = self.path.split_first().ok_or(Stop)?;
        self.path = rest;
        seed.deserialize((*name).into_deserializer()).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Stop> {
        seed.deserialize(Probe { path: self.path, enters: self.enters, form: self.form })
    }
}

impl<'de> SeqAccess<'de> for Probe<'_> {
    type Error = Stop;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Stop> {
        seed.deserialize(Probe { path: self.path, enters: self.enters, form: self.form }).map(Some)
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::seeds::Seeds;

    #[test]
    fn rows_can_be_made_of_the_entries_of_a_list() {
        let columns = Columns::of(Noun::Activity, Some("commitments")).unwrap();
        let names = columns.names().join(" ");
        assert!(
            names.contains(
                "commitments.money.amount commitments.money.currency commitments.funding"
            )
        );
        let record = json!({
            "key": "a", "title": { "vi": "A" },
            "commitments": [
                { "money": { "amount": "1", "currency": "VND" }, "funding": "STATE_BUDGET" },
                { "money": { "amount": "2", "currency": "VND" }, "funding": "SOCIALISED" },
            ],
        });
        let of = |columns: &Columns, name: &str| {
            let place = columns.names().iter().position(|it| it == name).unwrap();
            columns.rows(&record).into_iter().map(|mut row| row.remove(place)).collect::<Vec<_>>()
        };
        assert_eq!(of(&columns, "key"), ["a", "a"]);
        assert_eq!(of(&columns, "commitments.money.amount"), ["1", "2"]);
        let columns = Columns::of(Noun::Activity, Some("participants")).unwrap();
        assert_eq!(of(&columns, "participants.role"), [Value::Null], "who has none is not lost");
        let told = Columns::of(Noun::Sector, Some("participants")).unwrap_err();
        assert_eq!(told, "sector has no list `participants`; rows can be made of sources");
        assert!(Columns::of(Noun::Sector, Some("name")).is_err());
    }

    /// The paths of what a value has that is no list and has no parts.
    fn leaves(path: &str, value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Null => {}
            Value::Object(parts) => {
                for (name, value) in parts {
                    let path =
                        if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    leaves(&path, value, found);
                }
            }
            _ => found.push(path.to_owned()),
        }
    }

    #[test]
    fn a_column_stands_for_each_attribute_and_for_each_of_its_parts() {
        let shown = |noun| Columns::of(noun, None).unwrap().names().join(" ");
        assert_eq!(
            shown(Noun::Agreement),
            "key code kind title.vi title.en description.vi description.en parties signedOn period \
             draft termination.on termination.reason parent sources note"
        );
        assert_eq!(
            shown(Noun::Claim),
            "key agreement metric metricWords kind value unit qualifier narrative.vi narrative.en \
             scope.provinces scope.role scope.sector scope.period scope.text statedOn statedBy \
             statedByOrganization conflictsWith sources note"
        );
    }

    #[test]
    fn every_attribute_of_every_seed_has_its_column() {
        for draft in Seeds::built_in().unwrap().command().drafts {
            let value = draft.write(serde_json::value::Serializer).unwrap();
            let mut found = Vec::new();
            leaves("", &value, &mut found);
            for path in found {
                let columns = Columns::of(draft.noun(), None).unwrap();
                assert!(columns.names().contains(&path), "{} has no {path}", draft.noun());
            }
        }
    }
}
