//! Errors of requests, in the shape of a GraphQL response.

use std::{num::NonZeroU32, sync::Arc};

use axum::{
    Json,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use messages::{Message, Say, message};
use serde_json::json;

use super::{negotiate::MediaType, request_id::RequestId};
use crate::domain::Lang;
pub use crate::graphql::ErrorCode;

/// The status that goes with a code where the whole request has it.
#[must_use]
pub const fn status(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::BadRequest
        | ErrorCode::GraphqlParseFailed
        | ErrorCode::GraphqlValidationFailed
        | ErrorCode::BadUserInput
        | ErrorCode::LimitExceeded
        | ErrorCode::PersistedQueryNotFound
        | ErrorCode::PersistedQueryNotSupported
        | ErrorCode::CursorUnknown => StatusCode::BAD_REQUEST,
        ErrorCode::Unauthenticated => StatusCode::UNAUTHORIZED,
        ErrorCode::Forbidden | ErrorCode::CsrfPrevented => StatusCode::FORBIDDEN,
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        ErrorCode::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
        ErrorCode::RequestTimeout => StatusCode::REQUEST_TIMEOUT,
        ErrorCode::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ErrorCode::UriTooLong => StatusCode::URI_TOO_LONG,
        ErrorCode::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ErrorCode::TooManySubscriptions | ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::Timeout
        | ErrorCode::ReadOnly
        | ErrorCode::Unavailable
        | ErrorCode::NotCaughtUp => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// An answer to a request that cannot be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpError {
    code: ErrorCode,
    message: Box<Message>,
    reason: Option<&'static str>,
    request_id: Option<Arc<str>>,
    /// Whether it is JSON, but none of the right shape.
    misshapen: bool,
    precise: bool,
    media_type: MediaType,
    header: Option<(HeaderName, &'static str)>,
    retry_after: Option<NonZeroU32>,
}

impl HttpError {
    /// An error with a message that says what to do.
    pub fn new(code: ErrorCode, message: impl Say) -> Self {
        Self {
            code,
            message: Box::new(message.message()),
            reason: None,
            request_id: None,
            misshapen: false,
            precise: false,
            media_type: MediaType::Json,
            header: None,
            retry_after: None,
        }
    }

    /// A malformed request.
    pub fn bad_request(message: impl Say) -> Self {
        Self::new(ErrorCode::BadRequest, message)
    }

    /// A request that is JSON, but has not the parameters that it must have.
    pub fn misshapen(message: impl Say) -> Self {
        Self { misshapen: true, ..Self::bad_request(message) }
    }

    /// A body that is sent in a coding: none is read.
    pub fn unread_coding(coding: &str) -> Self {
        let message = message!(
            "the body has `Content-Encoding: {coding}`, which is not supported; send it without"
        );
        // By which a client learns what is read (RFC 9110, 15.5.16).
        Self::new(ErrorCode::UnsupportedMediaType, message)
            .with_header(header::ACCEPT_ENCODING, "identity")
    }

    /// The same, as far as the client is told by the status what sort of malformed it is.
    pub fn precisely(self, precise: bool) -> Self {
        Self { precise, ..self }
    }

    /// The same, to a client of GraphQL that accepts this type: one that accepts the newer reads no
    /// error from the older.
    pub fn accepted_as(self, media_type: MediaType) -> Self {
        Self { media_type, ..self }
    }

    /// The same, with a reason that programs can tell apart, as `extensions.reason`.
    pub fn with_reason(self, reason: &'static str) -> Self {
        Self { reason: Some(reason), ..self }
    }

    /// The same, with the id under which the log tells more, where it is our fault.
    pub fn under(self, id: &RequestId) -> Self {
        if self.code != ErrorCode::Internal {
            return self;
        }
        Self { request_id: Some(id.text()), ..self }
    }

    /// What went wrong.
    pub const fn code(&self) -> ErrorCode {
        self.code
    }

    /// What went wrong, and what to do, in words.
    pub fn message(&self) -> &Message {
        &self.message
    }

    /// The response, with the message in a language.
    pub fn respond_in(self, lang: Lang) -> Response {
        let status = if self.misshapen && self.precise {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            status(self.code)
        };
        let mut extensions = json!({ "code": self.code.as_str() });
        if let Some(reason) = self.reason {
            extensions["reason"] = reason.into();
        }
        if let Some(id) = &self.request_id {
            extensions["requestId"] = (**id).into();
        }
        let error = json!({ "message": lang.say(&*self.message), "extensions": extensions });
        let mut response = (status, Json(json!({ "errors": [error] }))).into_response();
        let headers = response.headers_mut();
        let content_type = HeaderValue::from_static(self.media_type.content_type());
        headers.insert(header::CONTENT_TYPE, content_type);
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.as_str()));
        headers.append(header::VARY, HeaderValue::from_static("accept-language"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.get().into());
        }
        if let Some((name, value)) = &self.header {
            headers.insert(name, HeaderValue::from_static(value));
        }
        // By which it is counted, and said in the language of the request.
        response.extensions_mut().insert(self.code);
        response.extensions_mut().insert(self);
        response
    }

    /// The same, to be asked again after so many seconds.
    pub fn with_retry_after(self, seconds: NonZeroU32) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    /// The same, with a header.
    pub fn with_header(self, name: HeaderName, value: &'static str) -> Self {
        Self { header: Some((name, value)), ..self }
    }
}

impl IntoResponse for HttpError {
    /// In English; `observe` says it in the language of the request.
    fn into_response(self) -> Response {
        self.respond_in(Lang::En)
    }
}
