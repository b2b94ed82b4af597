//! The gate, asked through its API. graphql-js judges it in `tests/clients`; here stands what that
//! does not show: messages, places, sizes, and how long hostile documents take.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod arguments;
mod documents;
mod hostile;
mod variables;

use std::{fmt::Write, sync::LazyLock};

use hoptac_gate::{Document, Gate, GateError, Variables};
use serde_json::Value as Json;

static GATE: LazyLock<Gate> =
    LazyLock::new(|| Gate::new(include_str!("../everything.graphql")).unwrap());

/// Errors as lines of place and message.
fn told(errors: &[GateError]) -> String {
    let mut lines = String::new();
    for GateError { message, locations } in errors {
        for place in locations {
            write!(lines, "{}:{} ", place.line, place.column).unwrap();
        }
        writeln!(lines, "{message}").unwrap();
    }
    lines
}

fn coerce(document: &Document, variables: &Json) -> Result<Variables, String> {
    let given = variables.as_object().unwrap().clone();
    let operation = document.operation(None).unwrap();
    GATE.coerce(document, operation, given).map_err(|errors| told(&errors))
}

/// The arguments of the first field at the top of a document with variables, as JSON text.
fn arrives(text: &str, variables: &Json) -> String {
    let document = GATE.read(text).unwrap_or_else(|errors| panic!("{}", told(&errors)));
    let operation = document.operation(None).unwrap();
    let field = operation.selection_set.fields().next().unwrap();
    match coerce(&document, variables) {
        Err(told) => told,
        Ok(variables) => match GATE.arguments(operation, field).values(&variables) {
            Ok(values) => Json::Object(values.into_owned().into_json()).to_string(),
            Err(error) => error.to_string(),
        },
    }
}

/// Why a document is refused.
fn refused(text: &str) -> String {
    told(&GATE.read(text).expect_err(text))
}
