//! HTTP: the GraphQL-over-HTTP handler, health, the console. Knows nothing of rules.

mod asker;
mod backlog;
mod budget;
mod cache;
mod charge;
mod client;
pub mod console;
mod cors;
mod cpu;
mod csrf;
mod documents;
mod endpoint;
mod entries;
mod error;
mod export;
mod forward;
mod graphql;
mod health;
mod identity;
mod import;
mod json;
mod lines;
mod live;
mod metrics;
mod negotiate;
mod network;
mod observe;
mod options;
mod origin;
mod params;
mod request_id;
mod routes;
mod server;
mod shared;
mod status;
mod table;
mod traced;
mod whole;

use std::{ops::Deref, path::PathBuf, sync::Arc, thread};

use jiff::Timestamp;
use tokio::sync::watch;

use crate::{
    backup::{self, Drill, Manifest},
    graphql::{Api, Limits},
    registry::Room,
};
use backlog::Backlog;
pub use budget::Budget;
use budget::Budgets;
use cache::ResponseCache;
pub use client::ClientAddr;
use documents::Documents;
pub use documents::{DocumentOptions, ManifestError, Trust};
pub use entries::Asker as EntriesAsker;
pub use error::status;
pub use identity::Identity;
use lines::Lines;
use live::LiveQueries;
pub use live::Timeouts;
use metrics::Metrics;
pub use network::{AllowedOrigin, ForwardedBy, Network, block};
use observe::RequestIds;
pub use options::{Caches, Connections, Options, Requests, Strangers};
pub use server::{serve, serve_metrics};
pub use status::{Copied, Ending, Status, TokenStatus};

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
    patience: Timeouts,
    options: Arc<Options>,
    documents: Arc<Documents>,
    budgets: Arc<Budgets>,
    answers: Arc<ResponseCache>,
    under_way: Arc<graphql::UnderWay>,
    live: Arc<LiveQueries>,
    metrics: Arc<Metrics>,
    /// Places for operations that are computed at the same time.
    lines: Arc<Lines>,
    /// What is kept for clients.
    backlog: Backlog,
    /// The way to the machine that writes, where that is another.
    forwarder: Arc<forward::Forwarder>,
    data: Option<PathBuf>,
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
        // What the first document makes, such as the gate, is made before anybody is charged for it.
        drop(api.read("{ __typename }", &Limits::default()));
        let metrics = Arc::new(Metrics::new(api.registry().now()));
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self(Arc::new(Shared {
            api,
            identity,
            metrics,
            ids: Arc::new(RequestIds::default()),
            draining: watch::Sender::new(false),
            patience: Timeouts::default(),
            options: Arc::default(),
            documents: Arc::default(),
            budgets: Arc::new(Budgets::new(Budget::default(), Limits::default().reads)),
            answers: Arc::new(ResponseCache::new(Caches::default().answers)),
            under_way: Arc::new(graphql::UnderWay::new()),
            live: Arc::default(),
            lines: Arc::new(Lines::new(cores)),
            backlog: Backlog::default(),
            forwarder: Arc::default(),
            data: None,
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
            budgets: Arc::new(Budgets::new(options.budget, options.limits.reads)),
            answers: Arc::new(ResponseCache::new(options.caches.answers)),
            api: if suggests { shared.api } else { shared.api.without_suggestions() },
            options: Arc::new(options),
            ..shared
        })))
    }

    /// The same, that waits otherwise.
    #[must_use]
    pub fn with_patience(self, patience: Timeouts) -> Self {
        Self(Arc::new(Shared { patience, ..Arc::unwrap_or_clone(self.0) }))
    }

    /// The same, over the data folder, where it is noted when it was backed up.
    #[must_use]
    pub fn with_data(self, data: PathBuf) -> Self {
        Self(Arc::new(Shared { data: Some(data), ..Arc::unwrap_or_clone(self.0) }))
    }

    /// The last backup of the data folder, as far as it was noted.
    fn last_backup(&self) -> Option<Manifest> {
        self.data.as_deref().and_then(backup::last)
    }

    /// The last backup of the data folder that was restored on trial, likewise.
    fn last_drill(&self) -> Option<Drill> {
        self.data.as_deref().and_then(backup::last_drill)
    }

    /// What is to be known of the tokens of the data folder.
    fn tokens_now(&self, now: Timestamp) -> Option<TokenStatus> {
        self.data.as_deref().and_then(|data| TokenStatus::of(data, now).ok())
    }

    /// Reports the server as not ready from now on, and ends all streams: it is about to stop.
    pub fn drain(&self) {
        self.draining.send_replace(true);
    }

    /// Waits until all streams have ended.
    pub async fn drained(&self) {
        self.draining.closed().await;
    }

    /// Why the registry must be opened anew, where that is so.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        self.api.registry().fault()
    }

    /// Bytes that are kept for clients: answers that they have not read, requests that are not whole.
    #[must_use]
    pub fn client_bytes(&self) -> u64 {
        self.backlog.bytes()
    }

    /// The disk of the registry.
    #[must_use]
    pub fn room(&self) -> &Room {
        self.api.registry().room()
    }

    /// The last command announced.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.api.registry().head().seq
    }
}
