//! Answers as they leave the schema: their data is JSON that was written while it was resolved.

use async_graphql::{Response, ServerError, Value};
use jiff::civil::Date;
use registry::{Basis, Meter};

use super::parts::Parts;

/// An answer, and what it hangs on beside the request, the language, and the caller's role and
/// scope.
pub struct ExecutionResult {
    /// The answer; its data is to be written by [`write`].
    pub response: Response,
    /// How many objects it holds.
    pub objects: u64,
    /// The last command announced when it was read; `None` where that is not known.
    pub seq: Option<u64>,
    /// The day it was.
    pub today: Date,
    /// What it rests on of the registry: it is the same while nothing of that is written.
    pub basis: Basis,
    /// Whether it hangs on who the caller is.
    pub identified: bool,
    /// The parts of it that later answers to the same may take over, if they were asked for.
    pub parts: Option<Parts>,
}

impl ExecutionResult {
    /// The answer to what is not executed.
    pub(super) const fn refused(response: Response, today: Date) -> Self {
        Self {
            response,
            objects: 0,
            basis: Basis::head(),
            seq: None,
            today,
            identified: true,
            parts: None,
        }
    }

    /// The answer as values.
    #[must_use]
    pub fn into_response(self) -> Response {
        plain(self.response)
    }
}

/// The answer that a walk wrote: its data travels as the one value that no scalar of the schema is.
pub fn of_walk(data: Option<Vec<u8>>, errors: Vec<ServerError>) -> Response {
    let data = data.map_or(Value::Null, |json| Value::Binary(json.into()));
    let mut response = Response::new(data);
    response.errors = errors;
    response
}

/// Parts of an answer that a walk wrote.
pub fn parts_of(response: &Response, parts: Parts) -> Option<Parts> {
    match &response.data {
        Value::Binary(json) if response.errors.is_empty() => Some(parts.of(json.clone())),
        _ => None,
    }
}

/// The same answer with its data as values.
pub fn plain(mut response: Response) -> Response {
    if let Value::Binary(json) = &response.data {
        // What a walk wrote is JSON.
        response.data = serde_json::from_slice(json).unwrap_or_default();
    }
    response
}

/// Writes the data of an answer as JSON.
pub fn write(json: &mut Vec<u8>, data: &Value) {
    match data {
        Value::Binary(written) => json.extend_from_slice(written),
        // Memory does not fail to be written to.
        other => drop(serde_json::to_writer(json, other)),
    }
}

/// How many objects a value holds.
pub fn objects(value: &Value) -> u64 {
    let (mut count, mut rest) = (0_u64, vec![value]);
    while let Some(value) = rest.pop() {
        match value {
            Value::Object(fields) => {
                count += 1;
                rest.extend(fields.values());
            }
            Value::List(items) => rest.extend(items),
            _ => {}
        }
    }
    count
}

/// A response, or where its operation was stopped, why.
pub fn unless_stopped(response: Response, meter: &Meter, writes: bool) -> Response {
    let Some(stop) = meter.stop() else { return response };
    let mut error = crate::error::why_stopped(meter, stop, writes)
        .into_server_error(async_graphql::Pos::default());
    // It is of no place in the document.
    error.locations.clear();
    Response::from_errors(vec![error])
}
