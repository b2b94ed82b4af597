//! What traces say of requests.

use axum::{extract::Request, http::StatusCode};
use opentelemetry::{propagation::TextMapPropagator, trace::Status};
use opentelemetry_http::HeaderExtractor;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

use crate::http::metrics::Label;

/// Where something is; any other path is a stranger's.
const ROUTES: [&str; 5] = ["/graphql", "/graphiql", "/import", "/health/live", "/health/ready"];

/// Begins the trace of a request within its span, or continues that of its caller. Nothing may
/// have been recorded in the span yet.
pub fn begin(span: &Span, request: &Request) {
    let caller = TraceContextPropagator::new().extract(&HeaderExtractor(request.headers()));
    // A span that is not traced has no parent.
    let _ = span.set_parent(caller);
    span.set_attribute("http.request.method", request.method().as_str().to_owned());
    let path = request.uri().path();
    span.set_attribute("url.path", path.to_owned());
    if let Some(route) = ROUTES.into_iter().find(|route| *route == path) {
        span.set_attribute("http.route", route);
    }
}

/// Says which operation the current request asks for.
pub fn operation(label: &Label) {
    let span = Span::current();
    span.set_attribute("graphql.operation.type", label.kind.as_str());
    if let Some(name) = &label.name {
        span.set_attribute("graphql.operation.name", name.to_string());
    }
}

/// Says how the current request was answered.
pub fn end(status: StatusCode) {
    let span = Span::current();
    span.set_attribute("http.response.status_code", i64::from(status.as_u16()));
    if status.is_server_error() {
        span.set_status(Status::error(""));
    }
}
