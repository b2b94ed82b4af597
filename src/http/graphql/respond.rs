//! Answers as HTTP: in the media type that the client accepts, which decides what the status
//! tells (see [`MediaType`]).

use std::sync::Arc;

use async_graphql::{Response as Answer, ServerError, Value};
use axum::{
    body::Bytes,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use messages::message;

use super::receive::AcceptedTypes;
use crate::{
    graphql::{Parts, write},
    http::{
        App,
        cache::{CachedResponse, Standing},
        error::{self, ErrorCode, HttpError},
        metrics::{Operation, OperationResult},
        negotiate::MediaType,
        request_id::RequestId,
    },
};

/// Errors of one answer that are told; validation may find one for every few bytes.
const ERRORS_MAX: usize = 50;
/// What stands before the data of an answer.
const DATA: &[u8] = b"\"data\":";
/// Bytes that a body is given at first.
const FIRST: usize = 1_024;

/// Finishes the answer to a request that was executed, or refused before. It holds as of a
/// standing, or for the request alone.
///
/// # Errors
/// Where it cannot be written as JSON.
pub fn finished(
    app: &App,
    answer: &Answer,
    refused: bool,
    standing: Option<Standing>,
    counted: (Arc<Operation>, OperationResult),
) -> Result<CachedResponse, HttpError> {
    let body = body(answer, refused).map_err(|_| {
        HttpError::new(ErrorCode::Internal, message!("the answer cannot be written as JSON"))
    })?;
    let body = Bytes::from(body);
    let precise = app.options.requests.precise_statuses;
    let status = |media_type| status(answer, refused, media_type, precise);
    let statuses = [status(MediaType::GraphqlResponse), status(MediaType::Json)];
    // What has errors may be right a moment later.
    let standing = standing.filter(|_| answer.errors.is_empty()).map(|standing| {
        // The data is held once: it comes first where there are no errors.
        let of = |parts: Parts| parts.of(body.slice(1 + DATA.len()..));
        Standing { parts: standing.parts.map(of), ..standing }
    });
    Ok(CachedResponse::new(body, statuses, standing, counted))
}

/// A response in the order and form that the specification gives: without `data` where the request
/// was not executed.
fn body(answer: &Answer, refused: bool) -> serde_json::Result<Vec<u8>> {
    let mut body = Vec::with_capacity(FIRST);
    body.push(b'{');
    if !answer.errors.is_empty() {
        body.extend(b"\"errors\":");
        serde_json::to_writer(&mut body, &answer.errors)?;
        body.push(b',');
    }
    if !refused {
        body.extend(DATA);
        write(&mut body, &answer.data);
        body.push(b',');
    }
    if !answer.extensions.is_empty() {
        body.extend(b"\"extensions\":");
        serde_json::to_writer(&mut body, &answer.extensions)?;
        body.push(b',');
    }
    match body.last_mut() {
        Some(last @ b',') => *last = b'}',
        _ => body.push(b'}'),
    }
    Ok(body)
}

/// The response to a request that was not admitted. What is well-formed and only asks for too much,
/// or for a document that is not known, is answered as validation would.
///
/// # Errors
/// All else, to be told as any error.
pub fn refuse(refused: HttpError, answers: AcceptedTypes) -> Result<Response, HttpError> {
    if !matches!(
        refused.code(),
        ErrorCode::LimitExceeded
            | ErrorCode::PersistedQueryNotFound
            | ErrorCode::PersistedQueryNotSupported
    ) {
        return Err(refused);
    }
    let mut response = refused.into_response();
    if answers.media_type == MediaType::Json {
        *response.status_mut() = StatusCode::OK;
    }
    let content_type = HeaderValue::from_static(answers.media_type.content_type());
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    Ok(response)
}

/// The status of an answer: what `application/json` is accepted for has 200 whatever is wrong with
/// the document, since older clients read no other answer.
fn status(answer: &Answer, refused: bool, media_type: MediaType, precise: bool) -> StatusCode {
    let modern = media_type == MediaType::GraphqlResponse;
    if !refused {
        let partial = modern && precise && !answer.errors.is_empty();
        return if partial { partial_success() } else { StatusCode::OK };
    }
    let code = answer.errors.first().and_then(code_of).unwrap_or_default();
    let is = |known: ErrorCode| code == known.as_str();
    if is(ErrorCode::GraphqlParseFailed)
        || is(ErrorCode::GraphqlValidationFailed)
        || is(ErrorCode::LimitExceeded)
    {
        return match modern {
            false => StatusCode::OK,
            true if precise && is(ErrorCode::GraphqlValidationFailed) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            true => StatusCode::BAD_REQUEST,
        };
    }
    let known = ErrorCode::ALL.iter().find(|known| is(**known));
    known.map_or(StatusCode::INTERNAL_SERVER_ERROR, |known| error::status(*known))
}

/// 294, as GraphQL over HTTP recommends for data with errors.
fn partial_success() -> StatusCode {
    StatusCode::from_u16(294).unwrap_or(StatusCode::OK)
}

/// The code of an error.
pub fn code_of(error: &ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(code) => Some(code),
        _ => None,
    }
}

/// Completes an answer's errors: those of a request that was refused before execution get the code
/// of its flaw, and those that are our fault the id under which the log tells more. Tells whether
/// the request was refused: an error of the execution stands at a path.
pub fn complete(answer: &mut Answer, flaw: ErrorCode, id: &RequestId) -> bool {
    let refused = !answer.errors.is_empty()
        && answer.data == Value::Null
        && answer.errors.iter().all(|error| error.path.is_empty());
    if refused {
        answer.errors.truncate(ERRORS_MAX);
    }
    for error in &mut answer.errors {
        let extensions = error.extensions.get_or_insert_default();
        if refused && extensions.get("code").is_none() {
            extensions.set("code", flaw.as_str());
        }
        if code_of(error) == Some(ErrorCode::Internal.as_str()) {
            error.extensions.get_or_insert_default().set("requestId", id.as_str());
        }
    }
    refused
}
