//! GraphQL over HTTP: POST with a JSON body, GET for queries; events and sockets by `live`.
//!
//! The media type that the client accepts decides what the status tells: see [`MediaType`].

use std::sync::Arc;

use async_graphql::{
    Request, Response as Answer, ServerError, Value, parser::types::OperationType,
};
use axum::{
    body::Bytes,
    extract::{
        State, WebSocketUpgrade, rejection::BytesRejection,
        ws::rejection::WebSocketUpgradeRejection,
    },
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};
use serde::Serialize;
use tracing::Span;

use super::{
    App, BODY_MAX,
    error::{ErrorCode, HttpError},
    identity, live,
    negotiate::{MediaType, is_json, joined, takes_events},
    params,
};
use crate::{auth::Caller, domain::Lang, graphql::operation};

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
    let answers = Answers::wanted(&headers)?;
    if !is_json(&headers) {
        return Err(HttpError::new(
            ErrorCode::UnsupportedMediaType,
            "send the request as `Content-Type: application/json`, in UTF-8",
        )
        .with_header(header::ACCEPT, "application/json"));
    }
    let body = body.map_err(|rejection| unread(&rejection))?;
    let mut request = params::from_body(&body)?;
    let operation = operation(&mut request);
    answer(app, request, operation, caller, answers, &headers).await
}

async fn on_get(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, HttpError> {
    if asks_for_socket(&headers) {
        let upgrade = upgrade.map_err(|error| HttpError::bad_request(error.body_text()))?;
        return live::upgrade(app, upgrade, &headers, lang(&headers));
    }
    let caller = identity::caller(&app, &headers)?;
    let answers = Answers::wanted(&headers)?;
    let mut request = params::from_uri(&uri)?;
    let operation = operation(&mut request);
    let executed = match operation {
        None | Some(OperationType::Query) => true,
        // What changes nothing may be asked for by GET.
        Some(OperationType::Subscription) => answers.events.is_some(),
        Some(OperationType::Mutation) => false,
    };
    if !executed {
        return Err(HttpError::new(
            ErrorCode::MethodNotAllowed,
            "only queries are executed by GET, and subscriptions where text/event-stream is \
             accepted; send this operation by POST",
        )
        .with_header(header::ALLOW, "POST"));
    }
    answer(app, request, operation, caller, answers, &headers).await
}

fn asks_for_socket(headers: &HeaderMap) -> bool {
    headers.get(header::UPGRADE).is_some_and(|it| it.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

fn lang(headers: &HeaderMap) -> Lang {
    Lang::from_accept_language(&joined(headers, header::ACCEPT_LANGUAGE))
}

/// How a client takes its answers.
#[derive(Clone, Copy)]
struct Answers {
    /// The media type of a single answer.
    media_type: MediaType,
    /// Whether it takes events, and then whether it takes nothing else.
    events: Option<bool>,
}

impl Answers {
    fn wanted(headers: &HeaderMap) -> Result<Self, HttpError> {
        let events = takes_events(headers);
        let media_type = match events {
            Some(true) => MediaType::Json,
            _ => negotiated(headers)?,
        };
        Ok(Self { media_type, events })
    }
}

/// Executes an operation, and answers as the client takes it: a subscription by events where it
/// can, anything else by events only where it must.
async fn answer(
    app: App,
    request: Request,
    operation: Option<OperationType>,
    caller: Arc<Caller>,
    answers: Answers,
    headers: &HeaderMap,
) -> Result<Response, HttpError> {
    let subscribes = operation == Some(OperationType::Subscription);
    if answers.events.is_some_and(|nothing_else| nothing_else || subscribes) {
        return Ok(live::events(app, request, caller, lang(headers), headers));
    }
    Ok(respond(execute(app, request, caller, headers).await?, answers.media_type))
}

fn negotiated(headers: &HeaderMap) -> Result<MediaType, HttpError> {
    MediaType::accepted(headers).ok_or_else(|| {
        HttpError::new(
            ErrorCode::NotAcceptable,
            "answers are application/graphql-response+json, application/json or text/event-stream; accept one of them",
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

/// Executes a request on a thread that may block, since reading the view does.
async fn execute(
    app: App,
    request: Request,
    caller: Arc<Caller>,
    headers: &HeaderMap,
) -> Result<Answer, HttpError> {
    let lang = lang(headers);
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
    let executed = !was_refused(&mut answer);
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

/// Whether the request was refused before execution, and if so, a code for each error: an error of
/// the execution stands at a path.
pub fn was_refused(answer: &mut Answer) -> bool {
    let refused = !answer.errors.is_empty()
        && answer.data == Value::Null
        && answer.errors.iter().all(|error| error.path.is_empty());
    if refused {
        for error in &mut answer.errors {
            let extensions = error.extensions.get_or_insert_default();
            if extensions.get("code").is_none() {
                extensions.set("code", ErrorCode::BadRequest.as_str());
            }
        }
    }
    refused
}
