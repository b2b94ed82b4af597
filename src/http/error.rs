//! Errors of requests, in the shape of a GraphQL response.

use axum::{
    Json,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

/// What went wrong with a request before GraphQL saw it, as `extensions.code`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorCode {
    /// The request is malformed.
    BadRequest,
    /// The request is understood, and not allowed.
    Forbidden,
    /// A token is needed, or the one sent does not count.
    Unauthenticated,
    /// Nothing is there.
    NotFound,
    /// The method does not fit the path, or the operation.
    MethodNotAllowed,
    /// No acceptable media type can be produced.
    NotAcceptable,
    /// The body is too large.
    PayloadTooLarge,
    /// The body is of a media type that is not read.
    UnsupportedMediaType,
    /// The request asks for more than a limit allows; `extensions.reason` tells which.
    LimitExceeded,
    /// The caller's budget is spent; `Retry-After` tells until when.
    RateLimited,
    /// No document is known under the hash or id that was sent. Send the document.
    PersistedQueryNotFound,
    /// Documents are not kept under their hash. Send the document each time.
    PersistedQueryNotSupported,
    /// It is our fault.
    Internal,
}

impl ErrorCode {
    /// The code as answers spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadRequest => "BAD_REQUEST",
            Self::Forbidden => "FORBIDDEN",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::NotFound => "NOT_FOUND",
            Self::MethodNotAllowed => "METHOD_NOT_ALLOWED",
            Self::NotAcceptable => "NOT_ACCEPTABLE",
            Self::PayloadTooLarge => "PAYLOAD_TOO_LARGE",
            Self::UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
            Self::LimitExceeded => "LIMIT_EXCEEDED",
            Self::RateLimited => "RATE_LIMITED",
            Self::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Self::PersistedQueryNotSupported => "PERSISTED_QUERY_NOT_SUPPORTED",
            Self::Internal => "INTERNAL",
        }
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::BadRequest
            | Self::LimitExceeded
            | Self::PersistedQueryNotFound
            | Self::PersistedQueryNotSupported => StatusCode::BAD_REQUEST,
            Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// An answer to a request that cannot be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpError {
    code: ErrorCode,
    message: String,
    reason: Option<&'static str>,
    header: Option<(HeaderName, &'static str)>,
    retry_after: Option<u64>,
}

impl HttpError {
    /// An error with a message that says what to do.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), reason: None, header: None, retry_after: None }
    }

    /// A malformed request.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::BadRequest, message)
    }

    /// The same, with a reason that programs can tell apart, as `extensions.reason`.
    pub fn with_reason(self, reason: &'static str) -> Self {
        Self { reason: Some(reason), ..self }
    }

    /// What went wrong.
    pub const fn code(&self) -> ErrorCode {
        self.code
    }

    /// What went wrong, and what to do, in words.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The same, to be asked again after so many seconds.
    pub fn with_retry_after(self, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    /// The same, with a header.
    pub fn with_header(self, name: HeaderName, value: &'static str) -> Self {
        Self { header: Some((name, value)), ..self }
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let Self { code, message, reason, header, retry_after } = self;
        let mut extensions = json!({ "code": code.as_str() });
        if let Some(reason) = reason {
            extensions["reason"] = reason.into();
        }
        let error = json!({ "message": message, "extensions": extensions });
        let mut response = (code.status(), Json(json!({ "errors": [error] }))).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json; charset=utf-8"),
        );
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if let Some((name, value)) = header {
            headers.insert(name, HeaderValue::from_static(value));
        }
        response
    }
}
