//! Answers as HTTP: in the media type that the client accepts, which decides what the status
//! tells (see [`MediaType`]).

use std::collections::BTreeMap;

use async_graphql::{Response as Answer, ServerError, Value};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::receive::Answers;
use crate::http::{
    App,
    error::{ErrorCode, HttpError},
    negotiate::MediaType,
};

/// A response in the order and form that the specification gives: without `data` where the request
/// was not executed.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: &'a BTreeMap<String, Value>,
}

/// The response to a request that was executed, or refused by validation.
pub fn respond(_app: &App, mut answer: Answer, answers: Answers) -> Response {
    let executed = !was_refused(&mut answer);
    let data = executed.then_some(&answer.data);
    let body = Body { errors: &answer.errors, data, extensions: &answer.extensions };
    let Ok(body) = serde_json::to_vec(&body) else {
        let message = "the answer cannot be written as JSON";
        return HttpError::new(ErrorCode::Internal, message).into_response();
    };
    let status = match answers.media_type {
        MediaType::GraphqlResponse if !executed => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    let content_type = HeaderValue::from_static(answers.media_type.content_type());
    headers.insert(header::CONTENT_TYPE, content_type);
    headers.insert(header::VARY, HeaderValue::from_static("accept, accept-language"));
    response
}

/// The response to a request that was not admitted.
pub fn refuse(_app: &App, refused: HttpError, _answers: Answers) -> Response {
    refused.into_response()
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
