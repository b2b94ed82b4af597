//! The console: the pages, and `GraphiQL` under `/graphiql`, served from the binary alone.
//!
//! Owns the pages' files, their cache and compression headers, and the policies that keep them
//! on their own origin. Must not know the schema or the registry: the pages talk to `/graphql` like
//! any other client. A build without the feature `console` serves a page that says so.

#[cfg(not(feature = "console"))]
mod absent;
#[cfg(feature = "console")]
mod bundle;
#[cfg(test)]
mod tests;

#[cfg(not(feature = "console"))]
use absent as content;
#[cfg(feature = "console")]
use bundle as content;

use axum::{
    Router,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::map_response,
    response::Response,
};

/// What a page may load: everything from its own origin, nothing from elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What `GraphiQL` may load. Monaco writes its styles into the page, and has workers and a font.
/// Scripts and workers have no exception.
const GRAPHIQL_POLICY: &str = "default-src 'none'; script-src 'self'; worker-src 'self'; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Security headers of every answer, errors and redirects included, beside the policy.
const SECURITY: [(HeaderName, &str); 3] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// The routes of the pages and of `GraphiQL`, for GET and HEAD.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let pages = content::pages().route_layer(map_response(async |it| secure(POLICY, it)));
    let graphiql =
        content::graphiql().route_layer(map_response(async |it| secure(GRAPHIQL_POLICY, it)));
    pages.merge(graphiql)
}

/// The page that says that there is none at an address; `None` where no page can say so.
pub async fn no_page(path: &str, request: &HeaderMap) -> Option<Response> {
    content::no_page(path, request).await.map(|it| secure(POLICY, it))
}

/// The manifest of the documents that the pages send: the server trusts what it serves itself.
pub(super) const DOCUMENTS: &str = content::DOCUMENTS;

/// The terms of each package that the pages bundle, and of what they are made from; none in a build
/// without pages.
///
/// # Errors
/// Where the bundle cannot be unpacked.
pub fn licences() -> std::io::Result<Vec<String>> {
    content::licences()
}

fn secure(policy: &'static str, mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    for (name, value) in SECURITY {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
