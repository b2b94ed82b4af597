//! The rules of the specification: the library's, and what it lets through.
//!
//! `apollo-compiler` 2.0.0-beta.2 keeps chapter 5, but for what stands here:
//! - it does not look for a field that is given twice in one input object;
//! - it does not look for undefined variables within the values of custom scalars;
//! - it takes the default `null` of a variable for one that is not null;
//! - it takes numbers at custom scalars that no double holds;
//! - it counts a field that is selected twice at the top of a subscription as two;
//! - it holds lists for equal where one begins with the other, when it compares arguments.

mod walk;
mod work;

use std::collections::HashSet;

use apollo_compiler::{
    ExecutableDocument, Name, Node, Schema,
    ast::{self, Definition, Selection, Value},
    executable::{self, SelectionSet},
    validation::{DiagnosticList, Valid},
};
use walk::{each_value, in_directives, in_selections};

use crate::{
    GateError,
    error::{ERRORS, error},
};

/// Validates a parsed document.
pub(crate) fn validate(
    schema: &Valid<Schema>,
    document: &ast::Document,
) -> Result<Valid<ExecutableDocument>, Vec<GateError>> {
    let text = document.sources.values().next().map_or("", |source| source.source_text());
    work::hold(document, text).map_err(|error| vec![error])?;
    let mut errors = Vec::new();
    literals(document, text, &mut errors);
    let valid = match document.to_executable_validate(schema) {
        Ok(valid) => valid,
        Err(found) => {
            let single = one_root(&found.partial);
            errors.extend(to_errors(text, &found.errors, |name| !single || name != Some(MULTIPLE)));
            Valid::assume_valid(found.partial)
        }
    };
    if errors.is_empty() {
        undefined(document, text, &mut errors);
        null_defaults(schema, document, text, &mut errors);
        unequal_lists(schema, document, text, &mut errors);
        if errors.is_empty() {
            return Ok(valid);
        }
    }
    errors.sort_by(|a, b| a.locations.cmp(&b.locations));
    if errors.len() > ERRORS {
        errors.truncate(ERRORS);
        errors.push(GateError::new("There are too many errors; no more are told.".to_owned()));
    }
    Err(errors)
}

/// What the library calls arguments that differ, and a subscription with several fields.
const CONFLICT: &str = "ConflictingFieldArgument";
const MULTIPLE: &str = "SubscriptionUsesMultipleFields";

fn to_errors(
    text: &str,
    found: &DiagnosticList,
    counts: impl Fn(Option<&str>) -> bool,
) -> impl Iterator<Item = GateError> {
    let found = found.iter().filter(move |it| counts(it.error.unstable_error_name()));
    found.take(ERRORS + 1).map(move |it| error(text, it.error))
}

/// Whether each subscription selects one name at its top, however often.
///
/// <https://spec.graphql.org/September2025/#sec-Single-Root-Field>
fn one_root(document: &ExecutableDocument) -> bool {
    document.operations.iter().filter(|it| it.is_subscription()).all(|operation| {
        let (mut names, mut seen) = (HashSet::new(), HashSet::new());
        let mut open: Vec<&SelectionSet> = vec![&operation.selection_set];
        while let Some(set) = open.pop() {
            for selection in &set.selections {
                match selection {
                    executable::Selection::Field(it) => {
                        names.insert(it.response_name());
                    }
                    executable::Selection::InlineFragment(it) => open.push(&it.selection_set),
                    executable::Selection::FragmentSpread(it) => {
                        let fragment = document.fragments.get(&it.fragment_name);
                        let fragment = fragment.filter(|it| seen.insert(&it.name));
                        open.extend(fragment.map(|it| &it.selection_set));
                    }
                }
            }
        }
        names.len() == 1
    })
}

/// <https://spec.graphql.org/September2025/#sec-Input-Object-Field-Uniqueness>, and numbers that
/// are none.
fn literals(document: &ast::Document, text: &str, errors: &mut Vec<GateError>) {
    each_value(document, &mut |value| {
        let fields = match value.as_ref() {
            Value::Object(fields) => fields,
            Value::Float(it) if it.try_to_f64().is_err() => {
                let message = format!("The number {it} is too large.");
                return errors.push(GateError::at(message, text, value.location()));
            }
            _ => return,
        };
        let mut seen = HashSet::with_capacity(fields.len());
        for (name, _) in fields {
            if !seen.insert(name.as_str()) {
                let message = format!("There can be only one input field named \"{name}\".");
                errors.push(GateError::at(message, text, name.location()));
            }
        }
    });
}

/// <https://spec.graphql.org/September2025/#sec-All-Variable-Uses-Defined>
fn undefined(document: &ast::Document, text: &str, errors: &mut Vec<GateError>) {
    for definition in &document.definitions {
        let Definition::OperationDefinition(operation) = definition else { continue };
        let mut found = |value: &Node<Value>| {
            let Value::Variable(name) = value.as_ref() else { return };
            if operation.variables.iter().all(|it| it.name != *name) {
                let message = format!("Variable \"${name}\" is not defined.");
                errors.push(GateError::at(message, text, value.location()));
            }
        };
        in_directives(&operation.directives, &mut found);
        let (mut open, mut seen) = (vec![operation.selection_set.as_slice()], HashSet::new());
        while let Some(selections) = open.pop() {
            in_selections(selections, &mut found);
            for name in spreads(selections) {
                let fragment = fragment(document, name).filter(|_| seen.insert(name.as_str()));
                if let Some(fragment) = fragment {
                    in_directives(&fragment.directives, &mut found);
                    open.push(&fragment.selection_set);
                }
            }
        }
    }
}

fn fragment<'a>(document: &'a ast::Document, name: &Name) -> Option<&'a ast::FragmentDefinition> {
    document.definitions.iter().find_map(|definition| match definition {
        Definition::FragmentDefinition(it) if it.name == *name => Some(&**it),
        _ => None,
    })
}

pub(super) fn spreads(selections: &[Selection]) -> Vec<&Name> {
    let (mut open, mut found) = (vec![selections], Vec::new());
    while let Some(selections) = open.pop() {
        for selection in selections {
            match selection {
                Selection::Field(it) => open.extend(it.selection_set.as_deref()),
                Selection::InlineFragment(it) => open.push(&it.selection_set),
                Selection::FragmentSpread(it) => found.push(&it.fragment_name),
            }
        }
    }
    found
}

/// Where a default is `null`, a variable fits no better than without one.
///
/// <https://spec.graphql.org/September2025/#sec-All-Variable-Usages-Are-Allowed>
fn null_defaults(
    schema: &Valid<Schema>,
    document: &ast::Document,
    text: &str,
    errors: &mut Vec<GateError>,
) {
    let is_null = |it: &Node<ast::VariableDefinition>| {
        it.default_value.as_ref().is_some_and(|it| it.is_null())
    };
    let concerned = document.definitions.iter().any(|definition| {
        definition.as_operation_definition().is_some_and(|it| it.variables.iter().any(is_null))
    });
    if !concerned {
        return;
    }
    let mut without = document.clone();
    for definition in &mut without.definitions {
        let Definition::OperationDefinition(operation) = definition else { continue };
        for variable in operation.make_mut().variables.iter_mut().filter(|it| is_null(it)) {
            variable.make_mut().default_value = None;
        }
    }
    if let Err(found) = without.to_executable_validate(schema) {
        errors.extend(to_errors(text, &found.errors, |name| name != Some(MULTIPLE)));
    }
}

/// Lists are compared item by item; one more item at the end of each tells those of another length.
///
/// <https://spec.graphql.org/September2025/#sec-Field-Selection-Merging>
fn unequal_lists(
    schema: &Valid<Schema>,
    document: &ast::Document,
    text: &str,
    errors: &mut Vec<GateError>,
) {
    let mut lengths = HashSet::new();
    each_value(document, &mut |value| {
        if let Value::List(items) = value.as_ref() {
            lengths.insert(items.len());
        }
    });
    if lengths.len() < 2 {
        return;
    }
    let mut longer = document.clone();
    for definition in &mut longer.definitions {
        match definition {
            Definition::OperationDefinition(it) => lengthen(&mut it.make_mut().selection_set),
            Definition::FragmentDefinition(it) => lengthen(&mut it.make_mut().selection_set),
            _ => {}
        }
    }
    // The item fits no type; only what is said of merging counts.
    if let Err(found) = longer.to_executable_validate(schema) {
        errors.extend(to_errors(text, &found.errors, |name| name == Some(CONFLICT)));
    }
}

fn lengthen(selections: &mut [Selection]) {
    for selection in selections {
        match selection {
            Selection::Field(it) => {
                let field = it.make_mut();
                for argument in &mut field.arguments {
                    longer(&mut argument.make_mut().value);
                }
                lengthen(field.selection_set.as_deref_mut().unwrap_or_default());
            }
            Selection::InlineFragment(it) => lengthen(&mut it.make_mut().selection_set),
            Selection::FragmentSpread(_) => {}
        }
    }
}

fn longer(value: &mut Node<Value>) {
    match value.make_mut() {
        Value::List(items) => {
            items.iter_mut().for_each(longer);
            items.push(Node::new(Value::Enum(Name::new_static_unchecked("END"))));
        }
        Value::Object(fields) => fields.iter_mut().for_each(|(_, it)| longer(it)),
        _ => {}
    }
}
