//! Answers as HTTP: in the media type that the client accepts, which decides what the status
//! tells (see [`MediaType`]).

use std::sync::Arc;

use async_graphql::{Response as Answer, Value};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::receive::Answers;
use crate::http::{
    App,
    cache::{Finished, Wanted},
    error::{ErrorCode, HttpError},
    negotiate::MediaType,
};

/// Errors of one answer that are told; validation may find one for every few bytes.
const ERRORS_MAX: usize = 50;

/// The response to a request that was executed, or refused by validation.
pub async fn respond(_app: &App, finished: &Arc<Finished>, wanted: &Wanted) -> Response {
    let status = match wanted.media_type {
        MediaType::GraphqlResponse if !finished.executed => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    finished.respond(wanted, status).await
}

/// The response to a request that was not admitted. What is well-formed and only asks for too much,
/// or for a document that is not known, is answered as validation would.
pub fn refuse(_app: &App, refused: HttpError, answers: Answers) -> Response {
    let as_answer = matches!(
        refused.code(),
        ErrorCode::LimitExceeded
            | ErrorCode::PersistedQueryNotFound
            | ErrorCode::PersistedQueryNotSupported
    );
    let mut response = refused.into_response();
    if as_answer {
        if answers.media_type == MediaType::Json {
            *response.status_mut() = StatusCode::OK;
        }
        let content_type = HeaderValue::from_static(answers.media_type.content_type());
        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    }
    response
}

/// Whether the request was refused before execution, and if so, a code for each error: an error of
/// the execution stands at a path.
pub fn was_refused(answer: &mut Answer) -> bool {
    let refused = !answer.errors.is_empty()
        && answer.data == Value::Null
        && answer.errors.iter().all(|error| error.path.is_empty());
    if refused {
        answer.errors.truncate(ERRORS_MAX);
        for error in &mut answer.errors {
            let extensions = error.extensions.get_or_insert_default();
            if extensions.get("code").is_none() {
                extensions.set("code", ErrorCode::BadRequest.as_str());
            }
        }
    }
    refused
}
