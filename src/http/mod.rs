//! HTTP: the GraphQL-over-HTTP handler, health, the console. Knows nothing of rules.

mod budget;
mod cache;
mod client;
pub mod console;
mod cors;
mod counts;
mod csrf;
mod documents;
mod error;
mod graphql;
mod health;
mod identity;
mod import;
mod live;
mod negotiate;
mod observe;
mod options;
mod origin;
mod params;
mod routes;
mod server;

use std::{ops::Deref, sync::Arc};

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
pub use error::status;
pub use identity::Identity;
pub use live::Patience;
use observe::RequestIds;
pub use options::{Caches, Connections, ForwardedBy, Network, Options, Requests, Strangers};
pub use origin::AllowedOrigin;
pub use server::serve;

/// The handlers' state. Cloned several times for each request, and so only one pointer.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// What all handlers share.
#[derive(Clone)]
pub struct Shared {
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

impl Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl App {
    /// The handlers' state, over an API, for callers told apart like this.
    #[must_use]
    pub fn new(api: Api, identity: Identity) -> Self {
        Self(Arc::new(Shared {
            api,
            identity,
            ids: Arc::new(RequestIds::default()),
            draining: watch::Sender::new(false),
            patience: Patience::default(),
            options: Arc::default(),
            documents: Arc::default(),
            budgets: Arc::new(Budgets::new(Budget::default())),
            answers: Arc::new(Answers::new(Caches::default().answers)),
            flights: Arc::new(Flights::new()),
            counts: Arc::default(),
        }))
    }

    /// The same, with an operator's choices.
    ///
    /// # Errors
    /// Where a manifest of trusted documents cannot be taken.
    pub fn with_options(self, options: Options) -> Result<Self, ManifestError> {
        let suggests = options.strangers.suggestions;
        let shared = Arc::unwrap_or_clone(self.0);
        Ok(Self(Arc::new(Shared {
            documents: Arc::new(Documents::open(options.documents.clone())?),
            budgets: Arc::new(Budgets::new(options.budget)),
            answers: Arc::new(Answers::new(options.caches.answers)),
            api: if suggests { shared.api } else { shared.api.without_suggestions() },
            options: Arc::new(options),
            ..shared
        })))
    }

    /// The same, that waits otherwise.
    #[must_use]
    pub fn with_patience(self, patience: Patience) -> Self {
        Self(Arc::new(Shared { patience, ..Arc::unwrap_or_clone(self.0) }))
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
