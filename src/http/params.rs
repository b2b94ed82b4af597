//! The parameters of a GraphQL request, from a body or a query string.

use async_graphql::{Request, Variables};
use axum::{extract::Query, http::Uri};
use serde_json::{Map, Value};

use super::error::HttpError;

/// The parameters that are read; others are left alone, as the specification asks.
const NAMES: [&str; 4] = ["query", "operationName", "variables", "extensions"];

const EXAMPLE: &str = r#"send an object like {"query": "{ __typename }"}"#;

/// What a request asks for, well-formed.
#[derive(Debug, Clone, Default)]
pub struct Params {
    /// The document's text. Clients that name a document in another way leave it out.
    pub query: Option<String>,
    /// Which operation of the document.
    pub operation_name: Option<String>,
    /// The variables, an object.
    pub variables: Option<Value>,
    /// What the client says beside, an object.
    pub extensions: Option<Value>,
}

impl Params {
    /// The request of a document that is given as a text.
    ///
    /// # Errors
    /// Where it is not.
    pub fn into_request(self) -> Result<Request, HttpError> {
        let Some(query) = self.query else {
            return Err(HttpError::misshapen(format!("`query` is missing; {EXAMPLE}")));
        };
        let mut request = Request::new(query);
        if let Some(name) = self.operation_name {
            request = request.operation_name(name);
        }
        if let Some(variables) = self.variables {
            request = request.variables(Variables::from_json(variables));
        }
        Ok(request)
    }
}

/// Reads the parameters of a JSON body.
///
/// # Errors
/// Where the body is not an object, or a parameter is of the wrong type.
pub fn from_body(body: &[u8]) -> Result<Params, HttpError> {
    let value: Value = serde_json::from_slice(body)
        .map_err(|error| HttpError::bad_request(format!("the body is not JSON: {error}")))?;
    match value {
        Value::Object(parameters) => from_map(parameters),
        Value::Array(_) => Err(HttpError::misshapen(
            "batches are not taken; send each operation as a request of its own",
        )),
        _ => Err(HttpError::misshapen(format!("the body is not an object; {EXAMPLE}"))),
    }
}

/// Reads the parameters of a query string, where `variables` and `extensions` are JSON.
///
/// # Errors
/// As [`from_body`]; also where a parameter is given twice.
pub fn from_uri(uri: &Uri) -> Result<Params, HttpError> {
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri).map_err(|error| {
        HttpError::bad_request(format!("the query string cannot be read: {error}"))
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
            return Err(HttpError::misshapen(format!("`{name}` is given twice")));
        }
    }
    from_map(parameters)
}

/// An empty parameter is one that was left out.
fn parse(name: &str, text: &str) -> Result<Value, HttpError> {
    if text.is_empty() {
        return Ok(Value::Null);
    }
    let wrong = |error| HttpError::bad_request(format!("`{name}` is not JSON: {error}"));
    serde_json::from_str(text).map_err(wrong)
}

/// Reads the parameters of an object.
///
/// # Errors
/// As [`from_body`].
pub fn from_map(mut parameters: Map<String, Value>) -> Result<Params, HttpError> {
    let query = match parameters.remove("query") {
        None | Some(Value::Null) => None,
        Some(Value::String(query)) => Some(query),
        Some(_) => return Err(HttpError::misshapen("`query` must be a string")),
    };
    let operation_name = match parameters.remove("operationName") {
        None | Some(Value::Null) => None,
        // Clients that always send the parameter send it empty for an anonymous operation.
        Some(Value::String(name)) if name.is_empty() => None,
        Some(Value::String(name)) => Some(name),
        Some(_) => return Err(HttpError::misshapen("`operationName` must be a string or null")),
    };
    let variables = object(&mut parameters, "variables")?;
    let extensions = object(&mut parameters, "extensions")?;
    Ok(Params { query, operation_name, variables, extensions })
}

fn object(parameters: &mut Map<String, Value>, name: &str) -> Result<Option<Value>, HttpError> {
    match parameters.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value @ Value::Object(_)) => Ok(Some(value)),
        Some(_) => Err(HttpError::misshapen(format!("`{name}` must be an object or null"))),
    }
}
