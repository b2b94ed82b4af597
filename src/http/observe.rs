//! What surrounds every request: its id, its line in the log, the security headers, and the net
//! below a panicking handler.

use std::{
    any::Any,
    hash::{BuildHasher, RandomState},
    panic::AssertUnwindSafe,
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use messages::message;
use tracing::{Instrument, Span, field};

use super::{
    App,
    budget::REFUSED_AFTER,
    client::{Client, Peer},
    error::{ErrorCode, HttpError},
    negotiate::languages,
    request_id::RequestId,
    traced, whole,
};
use crate::domain::Lang;

/// The header that carries the id.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// W3C trace context: of which trace the request is a part.
pub const TRACE_PARENT: HeaderName = HeaderName::from_static("traceparent");
/// W3C trace context: what others keep beside. It is left alone.
pub const TRACE_STATE: HeaderName = HeaderName::from_static("tracestate");
/// What takes as long as the file that is sent.
const IMPORT: &str = "/import";
/// Where it is asked whether the server is there.
const PROBES: &str = "/health/";
/// Longest id that is taken over from a client, in bytes.
const ID_MAX: usize = 64;

/// Headers of every answer that does not set them itself. What is no page of the console neither
/// loads nor frames anything, and answers change with the registry.
const DEFAULTS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::CACHE_CONTROL, "no-store"),
];

/// Makes ids that are unlikely to have been used before, also not by an earlier process.
#[derive(Default)]
pub struct RequestIds {
    key: RandomState,
    last: AtomicU64,
}

impl RequestIds {
    fn next(&self) -> String {
        format!("{:016x}", self.key.hash_one(self.last.fetch_add(1, Ordering::Relaxed)))
    }

    /// The id that the client or a proxy gave the request, or a new one.
    fn of(&self, headers: &HeaderMap) -> String {
        let given = headers.get(REQUEST_ID).and_then(|value| value.to_str().ok());
        given.filter(|id| is_sane(id)).map_or_else(|| self.next(), str::to_owned)
    }
}

/// Whether an id can stand in logs and headers as it is.
fn is_sane(id: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    (1..=ID_MAX).contains(&id.len()) && id.bytes().all(allowed)
}

/// The ids of the trace and of the span that the request is a part of, as the client or a proxy
/// gave them: 32 and 16 hexadecimal digits.
fn trace_of(headers: &HeaderMap) -> Option<(&str, &str)> {
    let mut parts = headers.get(TRACE_PARENT)?.to_str().ok()?.split('-');
    let (version, trace, parent, flags) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let hexadecimal = |text: &str, length: usize| {
        text.len() == length
            && text.bytes().all(|it| it.is_ascii_digit() || (b'a'..=b'f').contains(&it))
    };
    // Later versions may have more parts; the first has none.
    let complete = version != "00" || parts.next().is_none();
    let sane = complete
        && version != "ff"
        && hexadecimal(version, 2)
        && hexadecimal(trace, 32)
        && hexadecimal(parent, 16)
        && hexadecimal(flags, 2)
        && [trace, parent].iter().all(|id| id.bytes().any(|digit| digit != b'0'));
    sane.then_some((trace, parent))
}

/// Surrounds every request.
pub async fn observe(
    app: &App,
    peer: Peer,
    request: Request,
    handler: impl AsyncFnOnce(Request) -> Response,
) -> Response {
    let started = Instant::now();
    let (mut request, body) = whole::watch(request);
    let id = RequestId::new(&app.ids.of(request.headers()), started);
    let client = Client::of(peer, request.headers(), &app.options.network);
    let span = tracing::info_span!(
        "request", request.id = id.as_str(), client = %client.address, caller = field::Empty,
        operation = field::Empty, points = field::Empty, error.code = field::Empty,
        trace.id = field::Empty, trace.parent = field::Empty
    );
    traced::begin(&span, &request);
    if let Some((trace, parent)) = trace_of(request.headers()) {
        span.record("trace.id", trace);
        span.record("trace.parent", parent);
    }
    let (address, version) = (client.address, request.version());
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let languages = languages(request.headers());
    let extensions = request.extensions_mut();
    extensions.insert(client);
    extensions.insert(id.clone());
    extensions.insert(languages);
    let mut response = async {
        // Whether the server is there is told to anybody.
        let probes = uri.path().starts_with(PROBES);
        let room = if probes { Ok(()) } else { app.backlog.check(address) };
        let response = match room {
            Ok(()) => guarded(handler(request), &id).await,
            Err(unread) => unread.under(&id).into_response(),
        };
        let response = said_in(languages.messages, response);
        let (path, status) = (uri.path(), response.status());
        // How long a client takes to send its body says nothing of the server; a file that is
        // imported is read while it comes.
        let since = body.at().filter(|_| path != IMPORT).unwrap_or(started);
        let took = since.elapsed();
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        if let Some(code) = response.extensions().get::<ErrorCode>() {
            Span::current().record("error.code", code.as_str());
        }
        // Who looks every few seconds whether the server is there tells nothing by that.
        if probes && status.is_success() {
            tracing::debug!(
                http.method = %method, http.path = path, http.status = status.as_u16(), micros,
                "Answered a probe"
            );
        } else if took >= app.options.requests.slow_after && path != IMPORT {
            tracing::warn!(
                http.method = %method, http.path = path, http.status = status.as_u16(), micros,
                "Answered a slow request"
            );
        } else {
            tracing::info!(
                http.method = %method, http.path = path, http.status = status.as_u16(), micros,
                "Answered a request"
            );
        }
        traced::end(status);
        if response.extensions().get() == Some(&ErrorCode::RateLimited) {
            tokio::time::sleep(REFUSED_AFTER).await;
        }
        response
    }
    .instrument(span)
    .await;
    app.metrics.responded(&response);
    body.tell(&mut response);
    let headers = response.headers_mut();
    for (name, value) in DEFAULTS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if let Ok(id) = HeaderValue::try_from(id.as_str()) {
        headers.insert(REQUEST_ID, id);
    }
    if response.status() == StatusCode::NOT_MODIFIED {
        // The router counts the bytes of the body, which are none, and not those of the answer that
        // still holds (RFC 9110, 8.6).
        response.headers_mut().remove(header::CONTENT_LENGTH);
    }
    app.backlog.count(address, version, response)
}

/// The response, its error in the language of the request.
fn said_in(lang: Lang, mut response: Response) -> Response {
    let error = response.extensions_mut().remove::<HttpError>();
    let Some(error) = error.filter(|_| lang != Lang::En) else { return response };
    let said = error.respond_in(lang);
    let (headers, language) = (response.headers_mut(), said.headers());
    if let Some(language) = language.get(header::CONTENT_LANGUAGE) {
        headers.insert(header::CONTENT_LANGUAGE, language.clone());
    }
    headers.remove(header::CONTENT_LENGTH);
    *response.body_mut() = said.into_body();
    response
}

/// Answers for a handler that panics.
async fn guarded(handler: impl Future<Output = Response>, id: &RequestId) -> Response {
    AssertUnwindSafe(handler).catch_unwind().await.unwrap_or_else(|panic| {
        tracing::error!(panic = message(&*panic), "A handler panicked");
        let message = message!("the server failed; the log has the reason under the request's id");
        let error = HttpError::new(ErrorCode::Internal, message);
        error.under(id).into_response()
    })
}

/// What a panic says.
pub fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sane_id_is_kept_and_any_other_replaced() {
        let ids = RequestIds::default();
        let id_of = |given: &str| {
            let value = HeaderValue::from_bytes(given.as_bytes()).unwrap();
            ids.of(&HeaderMap::from_iter([(REQUEST_ID, value)]))
        };
        assert_eq!(id_of("abc-1_2.3"), "abc-1_2.3");
        for wild in ["", "a b", "a\"b", "é", &"x".repeat(65)] {
            let id = id_of(wild);
            assert!(id != wild && is_sane(&id), "{wild} became {id}");
        }
        assert_ne!(ids.next(), ids.next());
    }

    #[test]
    fn a_trace_is_taken_over_where_it_is_one() {
        let (trace, parent) = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
        let of = |value: String| {
            let headers = HeaderMap::from_iter([(TRACE_PARENT, value.parse().unwrap())]);
            trace_of(&headers).map(|(a, b)| (a.to_owned(), b.to_owned()))
        };
        let found = Some((trace.to_owned(), parent.to_owned()));
        assert_eq!(of(format!("00-{trace}-{parent}-01")), found);
        assert_eq!(of(format!("42-{trace}-{parent}-01-later")), found);
        for wrong in [
            format!("00-{trace}-{parent}-01-later"),
            format!("ff-{trace}-{parent}-01"),
            format!("00-{}-{parent}-01", trace.to_uppercase()),
            format!("00-{}-{parent}-01", "0".repeat(32)),
            format!("00-{trace}-{}-01", "0".repeat(16)),
            format!("00-{trace}-{parent}"),
            "00".to_owned(),
        ] {
            assert_eq!(of(wrong.clone()), None, "{wrong}");
        }
    }

    #[tokio::test]
    async fn a_panic_becomes_an_answer() {
        let response =
            guarded(async { panic!("out of cheese") }, &RequestId::new("id-1", Instant::now()))
                .await;
        assert_eq!(response.status().as_u16(), 500);
        let body = axum::body::to_bytes(response.into_body(), 1_000).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(body.contains("INTERNAL") && body.contains("id-1"), "{body}");
        assert!(!body.contains("cheese"), "{body}");
    }
}
