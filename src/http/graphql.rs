//! GraphQL over HTTP: POST with a JSON body, GET for queries.
//!
//! The media type that the client accepts decides what the status tells: see [`MediaType`].

use std::sync::Arc;

use async_graphql::{
    Request, Response as Answer, ServerError, Value,
    parser::types::{ExecutableDocument, OperationType},
};
use axum::{
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};
use serde::Serialize;
use tracing::Span;

use super::{
    App, BODY_MAX,
    error::{ErrorCode, HttpError},
    identity,
    negotiate::{MediaType, is_json, joined},
    params,
};
use crate::{auth::Caller, domain::Lang};

/// The handler of `/graphql`.
pub fn route() -> MethodRouter<App> {
    get(on_get).post(on_post)
}

async fn on_post(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, HttpError> {
    let caller = identity::caller(&app, &headers)?;
    let media_type = negotiated(&headers)?;
    if !is_json(&headers) {
        return Err(HttpError::new(
            ErrorCode::UnsupportedMediaType,
            "send the request as `Content-Type: application/json`, in UTF-8",
        )
        .with_header(header::ACCEPT, "application/json"));
    }
    let body = body.map_err(|rejection| unread(&rejection))?;
    Ok(respond(execute(app, params::from_body(&body)?, caller, &headers).await?, media_type))
}

async fn on_get(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let caller = identity::caller(&app, &headers)?;
    let media_type = negotiated(&headers)?;
    let mut request = params::from_uri(&uri)?;
    let name = request.operation_name.clone();
    // A document that does not parse is told by the answer.
    let parsed = request.parsed_query().ok();
    let operation = parsed.and_then(|document| operation(document, name.as_deref()));
    if operation.is_some_and(|operation| operation != OperationType::Query) {
        return Err(HttpError::new(
            ErrorCode::MethodNotAllowed,
            "only queries are executed by GET; send this operation by POST",
        )
        .with_header(header::ALLOW, "POST"));
    }
    Ok(respond(execute(app, request, caller, &headers).await?, media_type))
}

fn negotiated(headers: &HeaderMap) -> Result<MediaType, HttpError> {
    MediaType::accepted(headers).ok_or_else(|| {
        HttpError::new(
            ErrorCode::NotAcceptable,
            "answers are application/graphql-response+json or application/json; accept one of them",
        )
    })
}

fn unread(rejection: &BytesRejection) -> HttpError {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        let message = format!("a request's body may have {BODY_MAX} bytes");
        return HttpError::new(ErrorCode::PayloadTooLarge, message);
    }
    HttpError::bad_request("the body ended early")
}

/// The kind of the operation that a request asks for, where that is clear.
fn operation(document: &ExecutableDocument, name: Option<&str>) -> Option<OperationType> {
    let mut operations = document.operations.iter();
    let found = match name {
        Some(name) => operations.find(|(known, _)| known.is_some_and(|it| it.as_str() == name)),
        None => operations.next().filter(|_| operations.next().is_none()),
    };
    found.map(|(_, operation)| operation.node.ty)
}

/// Executes a request on a thread that may block, since reading the view does.
async fn execute(
    app: App,
    request: Request,
    caller: Arc<Caller>,
    headers: &HeaderMap,
) -> Result<Answer, HttpError> {
    let lang = Lang::from_accept_language(&joined(headers, header::ACCEPT_LANGUAGE));
    let (runtime, span) = (tokio::runtime::Handle::current(), Span::current());
    let executed = tokio::task::spawn_blocking(move || {
        span.in_scope(|| runtime.block_on(app.api.execute(request, caller, lang)))
    });
    executed.await.map_err(|error| {
        tracing::error!(%error, "A request's execution panicked");
        HttpError::new(ErrorCode::Internal, "the request failed; the log tells why")
    })
}

/// A response in the order and form that the specification gives: without `data` where the request
/// was not executed.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    extensions: &'a std::collections::BTreeMap<String, Value>,
}

fn respond(mut answer: Answer, media_type: MediaType) -> Response {
    let executed = !is_request_error(&answer);
    if !executed {
        for error in &mut answer.errors {
            let extensions = error.extensions.get_or_insert_default();
            if extensions.get("code").is_none() {
                extensions.set("code", ErrorCode::BadRequest.as_str());
            }
        }
    }
    let data = executed.then_some(&answer.data);
    let body = Body { errors: &answer.errors, data, extensions: &answer.extensions };
    let Ok(body) = serde_json::to_vec(&body) else {
        let message = "the answer cannot be written as JSON";
        return HttpError::new(ErrorCode::Internal, message).into_response();
    };
    let status = match media_type {
        MediaType::GraphqlResponse if !executed => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    let content_type = HeaderValue::from_static(media_type.content_type());
    headers.insert(header::CONTENT_TYPE, content_type);
    headers.insert(header::VARY, HeaderValue::from_static("accept, accept-language"));
    response
}

/// Whether the request was refused before execution: an error of the execution stands at a path.
fn is_request_error(answer: &Answer) -> bool {
    !answer.errors.is_empty()
        && answer.data == Value::Null
        && answer.errors.iter().all(|error| error.path.is_empty())
}
