//! Which handler a request goes to, and what surrounds all of them.
//!
//! From the outside in: `observe`, `cors` where origins are listed, the length of the address, the
//! handler. Nearly every request is a POST to `/graphql`, which therefore goes straight to its
//! handler: axum's router clones and boxes a service for each layer of each request.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    http::{HeaderMap, HeaderValue, Method, Uri, Version, header, uri::Authority},
    response::{IntoResponse, Response},
    routing::get,
};
use messages::message;
use tower_http::cors::CorsLayer;
use tower_layer::Layer;
use tower_service::Service;

use super::{
    App,
    client::Peer,
    console, cors, endpoint, entries,
    error::{ErrorCode, HttpError},
    export, health, import, metrics,
    negotiate::prefers,
    observe, shared, status,
};

const GRAPHQL: &str = "/graphql";

/// What answers the requests of connections.
pub trait Answer: Clone + Send + Sync + 'static {
    /// The answer to a request that came from an address.
    fn answer(&self, peer: Peer, request: Request) -> impl Future<Output = Response> + Send;
}

/// All routes.
#[derive(Clone)]
pub struct Routes(Arc<Parts>);

struct Parts {
    app: App,
    cors: Option<CorsLayer>,
    others: Router,
}

impl Routes {
    /// The routes over the handlers' state.
    pub fn new(app: App) -> Self {
        let others = Router::new()
            .route(GRAPHQL, endpoint::route())
            .route("/export", export::route())
            .route("/import", import::route())
            .route(entries::PATH, get(entries::give))
            .route("/health/live", get(health::live))
            .route("/health/ready", get(health::ready))
            .route("/health/write", get(health::write))
            .merge(console::routes())
            .fallback(no_page)
            .method_not_allowed_fallback(method_not_allowed)
            .layer(DefaultBodyLimit::max(app.options.requests.body_max))
            .with_state(app.clone());
        Self(Arc::new(Parts { cors: cors::layer(&app.options), app, others }))
    }

    async fn route(&self, request: Request) -> Response {
        let Parts { app, others, .. } = &*self.0;
        // Within `cors`: pages of other origins read why they have to wait.
        if let Err(error) = shared::wait(app, request.headers()).await {
            return error.into_response();
        }
        if request.method() == Method::POST && request.uri().path() == GRAPHQL {
            endpoint::post(app, request).await
        } else {
            answered(others.clone().call(request)).await
        }
    }
}

impl Answer for Routes {
    async fn answer(&self, peer: Peer, request: Request) -> Response {
        let app = &self.0.app;
        observe::observe(app, peer, request, async |request| {
            if let Err(error) = fits(app, request.uri()).and_then(|()| names_host(&request)) {
                return error.into_response();
            }
            let mut response = match &self.0.cors {
                None => self.route(request).await,
                Some(layer) => answered(layer.layer(Inner(self.clone())).call(request)).await,
            };
            shared::note(app, &mut response);
            response
        })
        .await
    }
}

/// The routes of the metrics' own address: what is asked there is not counted.
#[derive(Clone)]
pub struct MetricsRoutes(Router);

impl MetricsRoutes {
    /// The routes over the handlers' state.
    pub fn new(app: App) -> Self {
        Self(metrics::router(app.clone()).merge(status::router(app)).fallback(not_found))
    }
}

impl Answer for MetricsRoutes {
    async fn answer(&self, _: Peer, request: Request) -> Response {
        answered(self.0.clone().call(request)).await
    }
}

/// The routes as a layer takes them.
#[derive(Clone)]
struct Inner(Routes);

impl Service<Request> for Inner {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let Self(routes) = self.clone();
        Box::pin(async move { Ok(routes.route(request).await) })
    }
}

/// What a service answers that never fails.
async fn answered(answer: impl Future<Output = Result<Response, Infallible>>) -> Response {
    let Ok(response) = answer.await;
    response
}

/// Refuses a request whose address is too long.
fn fits(app: &App, uri: &Uri) -> Result<(), HttpError> {
    let most = app.options.requests.uri_max;
    let length = uri.path_and_query().map_or(0, |it| it.as_str().len());
    if length <= most {
        return Ok(());
    }
    let message = message!(
        "the address has {length} bytes, at most {most} are allowed; send the request by POST"
    );
    Err(HttpError::new(ErrorCode::UriTooLong, message))
}

/// Refuses a request over HTTP/1.1 that names no host, several, or what is none (RFC 9112, 3.2):
/// what stands between may take it for another than the server does.
fn names_host(request: &Request) -> Result<(), HttpError> {
    if request.version() != Version::HTTP_11 {
        return Ok(());
    }
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let message = match (hosts.next(), hosts.count()) {
        (Some(host), 0) if is_host(host) => return Ok(()),
        (Some(host), 0) => {
            let host = host.as_bytes().escape_ascii();
            message!(
                "the header `Host` is \"{host}\"; send a host and, unless usual, its port, such as \
                 `example.org:8080`"
            )
        }
        (first, more) => {
            let hosts = usize::from(first.is_some()) + more;
            message!("the request has {hosts} headers `Host`; send one")
        }
    };
    Err(HttpError::bad_request(message))
}

/// Whether a header's value is `uri-host [ ":" port ]`. It may be empty, as the name of a host may.
fn is_host(value: &HeaderValue) -> bool {
    let Ok(text) = value.to_str() else { return false };
    if text.is_empty() {
        return true;
    }
    let Ok(authority) = text.parse::<Authority>() else { return false };
    // Of a user before, or of a port that is none, nothing is said by the parser.
    let Some(port) = text.strip_prefix(authority.host()) else { return false };
    port.is_empty() || port == ":" || authority.port_u16().is_some()
}

async fn not_found(uri: Uri) -> HttpError {
    let message = message!("there is nothing at {}; GraphQL is at /graphql", uri.path());
    HttpError::new(ErrorCode::NotFound, message)
}

/// The same, as a page where a person asks.
async fn no_page(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let is_looked_at = matches!(method, Method::GET | Method::HEAD)
        && prefers(&headers, "text/html", "application/json");
    let page = if is_looked_at { console::no_page(uri.path(), &headers).await } else { None };
    match page {
        Some(page) => page,
        None => not_found(uri).await.into_response(),
    }
}

async fn method_not_allowed() -> HttpError {
    HttpError::new(
        ErrorCode::MethodNotAllowed,
        message!("the method is not allowed; the header Allow lists the allowed ones"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_or_an_address_and_may_have_a_port() {
        for right in ["", "a", "example.org", "a:8080", "a:", "127.0.0.1:80", "[::1]", "[::1]:80"] {
            assert!(is_host(&HeaderValue::from_static(right)), "{right}");
        }
        for wrong in ["a b", "a/b", "b@a", "a:b", "a:80:80", "a:65536", "a?b", "::1", "a,b c"] {
            assert!(!is_host(&HeaderValue::from_static(wrong)), "{wrong}");
        }
        assert!(!is_host(&HeaderValue::from_bytes("đ".as_bytes()).unwrap()));
    }
}
