//! The console: `GraphiQL` under `/graphiql`, served from the binary alone.
//!
//! Owns the page's files, their cache and compression headers, and the policy that keeps the page
//! on its own origin. Must not know the schema or the registry: the page talks to `/graphql` like
//! any other client. A build without the feature `console` serves a page that says so.

#[cfg(not(feature = "console"))]
mod absent;
#[cfg(feature = "console")]
mod bundle;
#[cfg(test)]
mod tests;

#[cfg(not(feature = "console"))]
use absent as pages;
#[cfg(feature = "console")]
use bundle as pages;

use axum::{
    Router,
    http::{HeaderName, HeaderValue, header},
    middleware::map_response,
    response::Response,
};

/// What the page may load: everything from its own origin, nothing from elsewhere.
///
/// Monaco writes its styles into the page and keeps cursors and icons in `data:` images, hence the
/// two exceptions. Scripts and workers have none.
const POLICY: &str = "default-src 'none'; script-src 'self'; worker-src 'self'; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Security headers of every answer below `/graphiql`, errors and redirects included.
const SECURITY: [(HeaderName, &str); 4] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// The routes `/graphiql`, `/graphiql/` and everything below, for GET and HEAD.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    pages::routes().route_layer(map_response(secure))
}

async fn secure(mut response: Response) -> Response {
    for (name, value) in SECURITY {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
