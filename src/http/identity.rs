//! Who sends a request: the bearer token in its headers, or nobody in particular.
//!
//! Owns the way from a header to a caller. Must not know what a caller may do.

use std::{
    fmt::Display,
    num::NonZeroU32,
    sync::{Arc, LazyLock},
};

use axum::http::{HeaderMap, HeaderValue, header};
use jiff::Timestamp;
use messages::{Say, message};
use tracing::{Span, field};

use super::{
    App,
    error::{ErrorCode, HttpError},
};
use crate::{
    auth::{Caller, Role},
    tokens::{TokenError, Tokens},
};

/// Whoever sends no token: the same for all.
static STRANGER: LazyLock<Arc<Caller>> = LazyLock::new(|| Arc::new(Caller::anonymous()));

const SCHEME: &str = "Bearer";
/// What a client is told that sent a token which does not count (RFC 6750, 3).
const INVALID: &str = "Bearer error=\"invalid_token\"";

/// How callers are told apart.
#[derive(Clone)]
pub struct Identity {
    tokens: Arc<Tokens>,
    anonymous: bool,
}

impl Identity {
    /// By these tokens; `anonymous` lets in those without one, to read what is published.
    #[must_use]
    pub const fn new(tokens: Arc<Tokens>, anonymous: bool) -> Self {
        Self { tokens, anonymous }
    }
}

/// The caller that the headers of a request name; notes its id in the log's span.
///
/// # Errors
/// 401 for a token that does not count, or none where one is needed. No message, and no line of
/// the log, has what was sent: it may be a secret, though a wrong one.
pub fn caller(app: &App, headers: &HeaderMap) -> Result<Arc<Caller>, HttpError> {
    let mut values = credentials(headers);
    match (values.next(), values.next()) {
        (None, _) => anonymous(app),
        (Some(value), None) => from_secret(app, bearer(value)?),
        (Some(_), Some(_)) => Err(refused(
            "MALFORMED",
            &message!("the header Authorization was sent twice; send it once"),
        )),
    }
}

/// What the headers of a request give to sign in with. An empty value gives nothing: front ends
/// send it for people who have logged out.
pub fn credentials(headers: &HeaderMap) -> impl Iterator<Item = &HeaderValue> {
    headers.get_all(header::AUTHORIZATION).iter().filter(|value| !value.is_empty())
}

/// Whether a text is the secret by which the machines of a cluster know each other.
pub fn is_peer(app: &App, secret: &str) -> bool {
    app.identity.tokens.is_peer(secret)
}

/// The caller of a request without a token.
///
/// # Errors
/// 401 where a token is needed.
pub fn anonymous(app: &App) -> Result<Arc<Caller>, HttpError> {
    if !app.identity.anonymous {
        let message =
            message!("this registry requires a token; send one as `Authorization: Bearer …`");
        // Without an error: none was sent that could be wrong (RFC 6750, 3.1).
        return Err(HttpError::new(ErrorCode::Unauthenticated, message)
            .with_reason("ABSENT")
            .with_header(header::WWW_AUTHENTICATE, SCHEME));
    }
    Ok(known(Arc::clone(&STRANGER)))
}

/// The caller that a token's secret belongs to, also where it came otherwise than by a header;
/// notes its id in the log's span.
///
/// # Errors
/// As for [`caller`].
pub fn from_secret(app: &App, secret: &str) -> Result<Arc<Caller>, HttpError> {
    let now = app.api.registry().now();
    app.identity.tokens.authenticate(secret, now).map(known).map_err(|it| untrusted(&it))
}

/// Whether a caller that was let in may stay, and until when: what an open subscription asks
/// before each thing that it sends.
///
/// # Errors
/// As for [`caller`].
pub fn remains(app: &App, caller: &Caller) -> Result<Option<Timestamp>, HttpError> {
    if caller.role == Role::Anonymous {
        return anonymous(app).map(|_| None);
    }
    let now = app.api.registry().now();
    app.identity.tokens.check(&caller.id, now).map_err(|it| untrusted(&it))
}

/// The token of a header's value.
fn bearer(value: &HeaderValue) -> Result<&str, HttpError> {
    let parts = value.to_str().ok().and_then(|value| value.split_once(' '));
    match parts {
        // Schemes are told by their name in any case (RFC 9110, 11.1).
        Some((scheme, token)) if scheme.eq_ignore_ascii_case(SCHEME) => Ok(token.trim_matches(' ')),
        _ => Err(refused(
            "MALFORMED",
            &message!(
                "the header Authorization must have the form `Authorization: Bearer hoptac_…`"
            ),
        )),
    }
}

fn known(caller: Arc<Caller>) -> Arc<Caller> {
    Span::current().record("caller", field::display(&caller.id));
    caller
}

fn untrusted(error: &TokenError) -> HttpError {
    let reason = match error {
        TokenError::Malformed => "MALFORMED",
        TokenError::Unknown => "UNKNOWN",
        TokenError::Expired { .. } => "EXPIRED",
        TokenError::Revoked { .. } => "REVOKED",
        TokenError::Stale { .. } => {
            tracing::warn!("Refused a token: {error}");
            return HttpError::new(ErrorCode::Unavailable, error).with_retry_after(NonZeroU32::MIN);
        }
        TokenError::File(fault) => {
            tracing::error!(%fault, "The tokens cannot be read, so none is accepted");
            let message = message!("the tokens cannot be checked; inform the registry's operator");
            return HttpError::new(ErrorCode::Internal, message);
        }
    };
    refused(reason, error)
}

fn refused(reason: &'static str, message: &(impl Say + Display)) -> HttpError {
    tracing::info!(reason, "Refused a token: {message}");
    HttpError::new(ErrorCode::Unauthenticated, message)
        .with_reason(reason)
        .with_header(header::WWW_AUTHENTICATE, INVALID)
}
