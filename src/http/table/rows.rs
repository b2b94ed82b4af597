//! The one list of an answer, and the columns that its entries have: the paths of the response.

use async_graphql::{Name, Value, indexmap::IndexMap};
use messages::{Message, message};

type Object = IndexMap<Name, Value>;

/// The rows of a table.
#[derive(Debug, PartialEq)]
pub struct Rows {
    /// The field that the list is of.
    pub name: String,
    /// What the columns are called.
    pub columns: Vec<String>,
    /// The cells of each entry.
    pub cells: Vec<Vec<serde_json::Value>>,
}

/// A list, and the path to it.
type List<'a> = (Vec<&'a str>, &'a [Value]);

impl Rows {
    /// The rows of an answer's data.
    ///
    /// # Errors
    /// What to do where there is no list, or several.
    pub fn of(data: &Value) -> Result<Self, Message> {
        let mut lists = Vec::new();
        find(data, &mut Vec::new(), &mut lists);
        match lists.as_slice() {
            [(path, entries)] => Ok(Self::of_list(path, entries)),
            [] => Err(message!(
                "the answer has no list to make a table of; select one, such as the nodes of a \
                 connection, or accept application/json"
            )),
            _ => {
                let paths: Vec<_> = lists.iter().map(|(path, _)| path.join(".")).collect();
                let paths = paths.join(", ");
                Err(message!(
                    "the answer has several lists: {paths}; select one for a table, or accept \
                     application/json"
                ))
            }
        }
    }

    fn of_list(path: &[&str], entries: &[Value]) -> Self {
        let named = path.iter().rev().find(|name| !matches!(**name, "edges" | "nodes"));
        let name = named.map_or_else(|| "table".to_owned(), |name| (*name).to_owned());
        let mut columns = Columns::default();
        for entry in entries {
            columns.add(entry);
        }
        let mut paths = Vec::new();
        columns.paths(&mut Vec::new(), &mut paths);
        let cell = |entry: &Value, path: &[Name]| {
            let found = path.iter().try_fold(entry, |value, name| match value {
                Value::Object(parts) => parts.get(name),
                _ => None,
            });
            found.cloned().and_then(|it| it.into_json().ok()).unwrap_or_default()
        };
        let rows = entries.iter().map(|entry| paths.iter().map(|it| cell(entry, it)).collect());
        Self { cells: rows.collect(), columns: named_columns(&paths, &name), name }
    }
}

/// What columns are called: by their paths, without the `node` of an edge where that is clear.
fn named_columns(paths: &[Vec<Name>], list: &str) -> Vec<String> {
    let full = |path: &[Name]| path.iter().map(Name::as_str).collect::<Vec<_>>().join(".");
    let short = |path: &[Name]| match path {
        [first, rest @ ..] if first == "node" && !rest.is_empty() => full(rest),
        path => full(path),
    };
    let shorts: Vec<_> = paths.iter().map(|path| short(path)).collect();
    let name = |(path, short): (&Vec<Name>, &String)| match shorts
        .iter()
        .filter(|it| *it == short)
        .count()
    {
        _ if path.is_empty() => list.to_owned(),
        1 => short.clone(),
        _ => full(path),
    };
    paths.iter().zip(&shorts).map(name).collect()
}

/// Finds lists, and none within them.
fn find<'a>(value: &'a Value, path: &mut Vec<&'a str>, lists: &mut Vec<List<'a>>) {
    match value {
        Value::List(entries) => lists.push((path.clone(), entries)),
        Value::Object(parts) => {
            for (name, part) in parts {
                path.push(name.as_str());
                find(part, path, lists);
                path.pop();
            }
        }
        _ => {}
    }
}

/// The parts of all entries, each once, in the order in which they were first seen.
#[derive(Default)]
struct Columns {
    parts: IndexMap<Name, Columns>,
    /// Whether an entry is something else than an object here.
    plain: bool,
}

impl Columns {
    fn add(&mut self, value: &Value) {
        match value {
            Value::Object(parts) => self.add_parts(parts),
            Value::Null => {}
            _ => self.plain = true,
        }
    }

    fn add_parts(&mut self, parts: &Object) {
        for (name, part) in parts {
            self.parts.entry(name.clone()).or_default().add(part);
        }
    }

    fn paths(&self, path: &mut Vec<Name>, paths: &mut Vec<Vec<Name>>) {
        // What is null in all entries may have had parts; it is one empty column.
        if self.parts.is_empty() && (self.plain || !path.is_empty()) {
            paths.push(path.clone());
        }
        for (name, part) in &self.parts {
            path.push(name.clone());
            part.paths(path, paths);
            path.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rows(data: &str) -> Result<Rows, String> {
        Rows::of(&serde_json::from_str(data).unwrap()).map_err(|it| it.to_string())
    }

    #[test]
    fn columns_are_the_paths_of_the_response_in_its_order() {
        let read = rows(
            r#"{ "agreement": { "code": "A", "activities": { "totalCount": 2, "edges": [
                { "cursor": "c1", "node": { "title": "T", "field": null, "sources": [{ "a": 1 }] } },
                { "cursor": "c2", "node": { "title": "U", "field": { "code": "F" }, "sources": [] } }
            ] } } }"#,
        );
        let expected = Rows {
            name: "activities".to_owned(),
            columns: ["cursor", "title", "field.code", "sources"].map(str::to_owned).to_vec(),
            cells: vec![
                vec![json!("c1"), json!("T"), json!(null), json!([{ "a": 1 }])],
                vec![json!("c2"), json!("U"), json!("F"), json!([])],
            ],
        };
        assert_eq!(read, Ok(expected));
        let names = |data: &str| rows(data).unwrap().columns;
        assert_eq!(
            names(r#"{ "a": { "edges": [{ "id": 1, "node": { "id": 2 } }] } }"#),
            ["id", "node.id"]
        );
        assert_eq!(names(r#"{ "words": ["a", "b"] }"#), ["words"]);
        assert!(names(r#"{ "a": { "nodes": [] } }"#).is_empty());
    }

    #[test]
    fn one_list_is_asked_for() {
        let none = rows(r#"{ "a": { "b": 1 }, "c": null }"#).unwrap_err();
        assert!(none.starts_with("the answer has no list"), "{none}");
        let two = rows(r#"{ "a": { "nodes": [] }, "b": [1] }"#).unwrap_err();
        assert!(two.starts_with("the answer has several lists: a.nodes, b;"), "{two}");
    }
}
