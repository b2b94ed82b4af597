//! The parameters of a GraphQL request, from a body or a query string.

use axum::{extract::Query, http::Uri};
use messages::{Message, message};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    error::{ErrorCode, HttpError},
    json::{self, JsonError},
    shared,
};

/// The parameters that are read; others are left alone, as the specification asks.
const NAMES: [&str; 5] = ["query", "documentId", "operationName", "variables", "extensions"];

/// A request, for who sent something else.
pub const EXAMPLE: &str = r#"{"query": "{ __typename }"}"#;

/// What a request asks for, well-formed.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Params {
    /// The document's text. Clients that name a document in another way leave it out.
    pub query: Option<String>,
    /// What names a trusted document.
    pub document_id: Option<String>,
    /// Which operation of the document.
    pub operation_name: Option<String>,
    /// The variables, an object.
    pub variables: Option<Value>,
    /// What the client says beside, an object.
    pub extensions: Option<Value>,
}

impl Params {
    /// What the client wants the answer to show at least, as `extensions.minSeq`.
    pub fn min_seq(&self) -> Option<String> {
        shared::min_seq(self.extensions.as_ref().and_then(|it| it.get("minSeq")))
    }

    /// Whether the client asks to be told what the request costs.
    pub fn asks_for_cost(&self) -> bool {
        self.extensions.as_ref().and_then(|it| it.get("cost")) == Some(&Value::Bool(true))
    }
}

/// Reads the parameters of a JSON body.
///
/// # Errors
/// Where the body is not an object, a parameter is of the wrong type, or a name stands twice.
pub fn from_body(body: &[u8]) -> Result<Params, HttpError> {
    match json::read(body).map_err(|error| unread(&message!("the body"), &error))? {
        Value::Object(parameters) => from_map(parameters),
        Value::Array(_) => Err(HttpError::misshapen(message!(
            "batches are not supported; send each operation in its own request"
        ))),
        _ => Err(HttpError::misshapen(message!(
            "the body is not an object; send one like {EXAMPLE}"
        ))),
    }
}

/// Reads the parameters of a query string, where `variables` and `extensions` are JSON.
///
/// # Errors
/// As [`from_body`]; also where a parameter is given twice.
pub fn from_uri(uri: &Uri) -> Result<Params, HttpError> {
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri).map_err(|error| {
        HttpError::bad_request(message!("the query string cannot be read: {error}"))
    })?;
    let mut parameters = Map::new();
    for (name, text) in pairs {
        if !NAMES.contains(&name.as_str()) {
            continue;
        }
        let value = if matches!(name.as_str(), "variables" | "extensions") {
            parse(&name, &text)?
        } else {
            Value::String(text)
        };
        if parameters.insert(name.clone(), value).is_some() {
            return Err(HttpError::misshapen(message!("`{name}` is given twice")));
        }
    }
    from_map(parameters)
}

/// An empty parameter is one that was left out.
fn parse(name: &str, text: &str) -> Result<Value, HttpError> {
    if text.is_empty() {
        return Ok(Value::Null);
    }
    json::read(text.as_bytes()).map_err(|error| unread(&message!("`{name}`"), &error))
}

/// What is told of JSON that is not read.
fn unread(what: &Message, error: &JsonError) -> HttpError {
    let message = message!("{what} {error}");
    match error {
        JsonError::Malformed(_) => HttpError::bad_request(message),
        JsonError::Twice(_) => HttpError::misshapen(message),
        JsonError::TooDeep => {
            HttpError::new(ErrorCode::LimitExceeded, message).with_reason("JSON_DEPTH")
        }
    }
}

/// Reads the parameters of an object.
///
/// # Errors
/// As [`from_body`].
pub fn from_map(mut parameters: Map<String, Value>) -> Result<Params, HttpError> {
    let query = match parameters.remove("query") {
        None | Some(Value::Null) => None,
        Some(Value::String(query)) => Some(query),
        Some(_) => return Err(HttpError::misshapen(message!("`query` must be a string"))),
    };
    let document_id = match parameters.remove("documentId") {
        None | Some(Value::Null) => None,
        Some(Value::String(id)) if id.is_empty() => None,
        Some(Value::String(id)) => Some(id),
        Some(_) => {
            return Err(HttpError::misshapen(message!("`documentId` must be a string or null")));
        }
    };
    let operation_name = match parameters.remove("operationName") {
        None | Some(Value::Null) => None,
        // Clients that always send the parameter send it empty for an anonymous operation.
        Some(Value::String(name)) if name.is_empty() => None,
        Some(Value::String(name)) => Some(name),
        Some(_) => {
            return Err(HttpError::misshapen(message!("`operationName` must be a string or null")));
        }
    };
    let variables = object(&mut parameters, "variables")?;
    let extensions = object(&mut parameters, "extensions")?;
    Ok(Params { query, document_id, operation_name, variables, extensions })
}

fn object(parameters: &mut Map<String, Value>, name: &str) -> Result<Option<Value>, HttpError> {
    match parameters.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value @ Value::Object(_)) => Ok(Some(value)),
        Some(_) => Err(HttpError::misshapen(message!("`{name}` must be an object or null"))),
    }
}
