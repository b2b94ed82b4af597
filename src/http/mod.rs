//! HTTP: the GraphQL-over-HTTP handler, health, the console. Knows nothing of rules.

pub mod console;
mod error;
mod graphql;
mod health;
mod identity;
mod import;
mod live;
mod negotiate;
mod observe;
mod params;

use std::sync::Arc;

use axum::{
    Router, extract::DefaultBodyLimit, http::Uri, middleware::from_fn_with_state,
    response::Redirect, routing::get,
};
use tokio::sync::watch;

use crate::graphql::Api;
use error::{ErrorCode, HttpError};
pub use identity::Identity;
pub use live::Patience;
use observe::RequestIds;

/// Largest body of a request, in bytes.
pub const BODY_MAX: usize = 256 << 10;

/// What all handlers share.
#[derive(Clone)]
pub struct App {
    api: Api,
    identity: Identity,
    ids: Arc<RequestIds>,
    draining: watch::Sender<bool>,
    patience: Patience,
}

impl App {
    /// The handlers' state, over an API, for callers told apart like this.
    #[must_use]
    pub fn new(api: Api, identity: Identity) -> Self {
        Self {
            api,
            identity,
            ids: Arc::new(RequestIds::default()),
            draining: watch::Sender::new(false),
            patience: Patience::default(),
        }
    }

    /// The same, that waits otherwise.
    #[must_use]
    pub fn with_patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// Reports the server as not ready from now on, and ends all streams: it is about to stop.
    pub fn drain(&self) {
        self.draining.send_replace(true);
    }

    /// Waits until all streams have ended.
    pub async fn drained(&self) {
        self.draining.closed().await;
    }

    /// The last command announced.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.api.registry().head().seq
    }
}

/// All routes.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/", get(async || Redirect::temporary("graphiql")))
        .route("/graphql", graphql::route())
        .route("/import", import::route())
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .merge(console::routes())
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(from_fn_with_state(app.clone(), observe::observe))
        .with_state(app)
}

async fn not_found(uri: Uri) -> HttpError {
    let message = format!("nothing is at {}; GraphQL is at /graphql", uri.path());
    HttpError::new(ErrorCode::NotFound, message)
}

async fn method_not_allowed() -> HttpError {
    HttpError::new(ErrorCode::MethodNotAllowed, "the method is none of those in the header Allow")
}
