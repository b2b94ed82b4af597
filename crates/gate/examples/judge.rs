//! Judges requests: reads `{query, operationName, variables}` line by line, and writes for each
//! where it was refused, or the arguments that its fields would get.
//!
//! `cargo run -p hoptac-gate --example judge -- schema.graphql < requests > verdicts`

use std::{
    collections::BTreeMap,
    error::Error,
    fs,
    io::{self, BufRead, BufWriter, Write},
};

use hoptac_gate::{
    ArgumentError, Document, ExtendedType, Gate, GateError, Node, Variables,
    executable::{Field, Operation, Selection, SelectionSet},
};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    query: String,
    operation_name: Option<String>,
    #[serde(default)]
    variables: Map<String, Json>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: judge SCHEMA")?;
    let gate = Gate::new(&fs::read_to_string(path)?)?;
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let request: Request = serde_json::from_str(&line?)?;
        let verdict = judge(&gate, request).unwrap_or_else(|(phase, errors)| {
            let errors = errors.iter().map(|error| {
                let places = error.locations.iter().map(|it| json!([it.line, it.column]));
                json!({ "message": error.message, "locations": places.collect::<Json>() })
            });
            json!({ "phase": phase, "errors": errors.collect::<Json>() })
        });
        writeln!(out, "{verdict}")?;
    }
    Ok(out.flush()?)
}

fn judge(gate: &Gate, request: Request) -> Result<Json, (&'static str, Vec<GateError>)> {
    let parsed = gate.parse(&request.query).map_err(|error| ("syntax", vec![error]))?;
    let document = gate.validate(&parsed).map_err(|errors| ("validation", errors))?;
    let operation = document
        .operation(request.operation_name.as_deref())
        .map_err(|error| ("operation", vec![error]))?;
    let variables = gate
        .coerce(&document, operation, request.variables)
        .map_err(|errors| ("variables", errors))?;
    let mut echo = Echo {
        gate,
        document: &document,
        operation,
        variables: &variables,
        arguments: Map::new(),
        failed: BTreeMap::new(),
    };
    let root = operation.object_type().as_str();
    if let Err(error) = echo.select(root, &[&operation.selection_set], "") {
        echo.failed.insert(String::new(), error.message);
    }
    Ok(json!({ "phase": "accepted", "arguments": echo.arguments, "failed": echo.failed }))
}

/// An execution in which every field notes its arguments under its path, every list has one item,
/// and every interface and union is the first of its objects by name.
struct Echo<'a> {
    gate: &'a Gate,
    document: &'a Document,
    operation: &'a Operation,
    variables: &'a Variables,
    arguments: Map<String, Json>,
    failed: BTreeMap<String, String>,
}

impl<'a> Echo<'a> {
    fn select(
        &mut self,
        object: &str,
        sets: &[&'a SelectionSet],
        path: &str,
    ) -> Result<(), ArgumentError> {
        let (mut groups, mut seen) = (Vec::new(), Vec::new());
        for set in sets {
            self.collect(object, set, &mut groups, &mut seen)?;
        }
        for (name, fields) in groups {
            let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            if let Err(error) = self.field(&fields, &path) {
                self.failed.insert(path, error.message);
            }
        }
        Ok(())
    }

    fn field(&mut self, fields: &[&'a Node<Field>], path: &str) -> Result<(), ArgumentError> {
        let Some(first) = fields.first().filter(|it| !it.name.starts_with("__")) else {
            return Ok(());
        };
        let values =
            self.gate.arguments(self.operation, first).values(self.variables)?.into_owned();
        self.arguments.insert(path.to_owned(), Json::Object(values.into_json()));
        let sets: Vec<_> = fields.iter().filter_map(|it| it.selection_set.as_ref()).collect();
        match self.object(first.ty().inner_named_type()) {
            Some(object) if !sets.is_empty() => self.select(object, &sets, path),
            _ => Ok(()),
        }
    }

    fn collect(
        &self,
        object: &str,
        set: &'a SelectionSet,
        groups: &mut Vec<(&'a str, Vec<&'a Node<Field>>)>,
        seen: &mut Vec<&'a str>,
    ) -> Result<(), ArgumentError> {
        for selection in &set.selections {
            let conditions = self.gate.conditions(self.operation, selection.directives());
            if !conditions.hold(self.variables)? {
                continue;
            }
            match selection {
                Selection::Field(field) => {
                    let name = field.response_name().as_str();
                    match groups.iter_mut().find(|(key, _)| *key == name) {
                        Some((_, fields)) => fields.push(field),
                        None => groups.push((name, vec![field])),
                    }
                }
                Selection::InlineFragment(it) => {
                    if it.type_condition.as_ref().is_none_or(|it| self.applies(it, object)) {
                        self.collect(object, &it.selection_set, groups, seen)?;
                    }
                }
                Selection::FragmentSpread(it) => {
                    let name = it.fragment_name.as_str();
                    if seen.contains(&name) {
                        continue;
                    }
                    seen.push(name);
                    let fragment = self.document.fragment(name);
                    if let Some(it) =
                        fragment.filter(|it| self.applies(it.type_condition(), object))
                    {
                        self.collect(object, &it.selection_set, groups, seen)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn applies(&self, condition: &str, object: &str) -> bool {
        condition == object || self.gate.schema().is_subtype(condition, object)
    }

    /// The object that stands for a type: itself, or the first by name of those it may be.
    fn object(&self, name: &str) -> Option<&'a str> {
        let types = &self.gate.schema().types;
        let objects = types.iter().filter_map(|(it, definition)| {
            matches!(definition, ExtendedType::Object(_)).then_some(it.as_str())
        });
        objects.filter(|it| self.applies(name, it)).min()
    }
}
