//! HTTP: the GraphQL-over-HTTP handler, health, the console. Knows nothing of rules.

mod budget;
mod cache;
mod client;
pub mod console;
mod counts;
mod documents;
mod error;
mod graphql;
mod health;
mod identity;
mod live;
mod negotiate;
mod observe;
mod options;
mod origin;
mod params;

use std::sync::Arc;

use axum::{
    Router, extract::DefaultBodyLimit, http::Uri, middleware::from_fn_with_state,
    response::Redirect, routing::get,
};
use tokio::sync::watch;

use crate::graphql::Api;
pub use budget::Budget;
use budget::Budgets;
use cache::{Answers, Flights};
pub use client::{Block, ClientAddr};
pub use counts::Counted;
use counts::Counts;
use documents::Documents;
pub use documents::{DocumentOptions, ManifestError, Trust};
use error::{ErrorCode, HttpError};
pub use identity::Identity;
pub use live::Patience;
use observe::RequestIds;
pub use options::{Caches, Connections, ForwardedBy, Network, Options, Requests, Strangers};
pub use origin::AllowedOrigin;

/// What all handlers share.
#[derive(Clone)]
pub struct App {
    api: Api,
    identity: Identity,
    ids: Arc<RequestIds>,
    draining: watch::Sender<bool>,
    patience: Patience,
    options: Arc<Options>,
    documents: Arc<Documents>,
    budgets: Arc<Budgets>,
    answers: Arc<Answers>,
    flights: Arc<Flights<graphql::Flight, graphql::Landed>>,
    counts: Arc<Counts>,
}

impl App {
    /// The handlers' state, over an API, for callers told apart like this, with an operator's
    /// choices.
    ///
    /// # Errors
    /// Where a manifest of trusted documents cannot be taken.
    pub fn new(api: Api, identity: Identity, options: Options) -> Result<Self, ManifestError> {
        let api = if options.strangers.suggestions { api } else { api.without_suggestions() };
        Ok(Self {
            documents: Arc::new(Documents::open(options.documents.clone())?),
            budgets: Arc::new(Budgets::new(options.budget)),
            answers: Arc::new(Answers::new(options.caches.answers)),
            flights: Arc::new(Flights::new()),
            counts: Arc::default(),
            api,
            identity,
            ids: Arc::new(RequestIds::default()),
            draining: watch::Sender::new(false),
            patience: Patience::default(),
            options: Arc::new(options),
        })
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
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .merge(console::routes())
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(DefaultBodyLimit::max(app.options.requests.body_max))
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
