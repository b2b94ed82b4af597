//! `GET /cluster/entries`: what follows an entry of the journal, for machines of the same cluster that
//! join it or fell behind, and how they ask for it.
//!
//! Who asks proves by a secret of the cluster that it is one of them, or is an administrator. Must not
//! know who takes part, nor what the bytes say.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode, header},
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt, Empty, Limited};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use messages::{Message, message};
use serde::Deserialize;
use tokio::{
    runtime::{Builder, Runtime},
    sync::Semaphore,
    time::timeout,
};

use super::{
    App,
    error::{ErrorCode, HttpError},
    forward, identity,
};
use crate::{auth::Role, tokens::Secret};

/// Where it is asked for.
pub const PATH: &str = "/cluster/entries";
/// By which a machine proves that it is of the cluster.
const PEER: HeaderName = HeaderName::from_static("hoptac-peer");
/// Bytes that are given at once, or one group.
const GIVEN: usize = 8 << 20;
/// Most that is taken at once: the largest group that is ordered, and what is around it.
const TAKEN: usize = 256 << 20;
/// How long the whole of it is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Those who are given some at the same time.
static GIVING: Semaphore = Semaphore::const_new(2);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    after: u64,
}

/// Gives whole groups that follow the entry `after`, the last of its group; nothing where there are
/// none.
pub async fn give(
    State(app): State<App>,
    headers: HeaderMap,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, HttpError> {
    let peer = headers.get(PEER).and_then(|it| it.to_str().ok());
    let is_peer = peer.is_some_and(|secret| identity::is_peer(&app, secret));
    if !is_peer && identity::caller(&app, &headers)?.role < Role::Admin {
        let message = message!("the entries of the journal are for machines of its cluster");
        return Err(HttpError::new(ErrorCode::Forbidden, message));
    }
    let Query(Asked { after }) = asked
        .map_err(|rejection| HttpError::bad_request(Message::foreign(rejection.body_text())))?;
    // What it has must be what was ordered.
    if app.is_cut_off() || app.stale_seconds().is_some() {
        return Err(forward::nobody());
    }
    // It is never closed.
    let _turn = GIVING.acquire().await;
    let journal = app.api.registry().journal().clone();
    let read = tokio::task::spawn_blocking(move || journal.pass(after, GIVEN)).await;
    let bytes = read.map_err(|error| error.to_string());
    match bytes.and_then(|read| read.map_err(|error| error.to_string())) {
        Ok(bytes) => {
            Ok(([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
        }
        Err(error) => {
            tracing::error!(error, after, "Another machine was not given entries: {error}");
            let message = message!("the journal cannot be read; the log has the reason");
            Err(HttpError::new(ErrorCode::Internal, message))
        }
    }
}

/// Asks other machines, from a thread that may block.
pub struct Asker {
    client: Client<HttpConnector, Empty<Bytes>>,
    runtime: Runtime,
}

impl Asker {
    /// Connects when it first asks.
    ///
    /// # Errors
    /// Where the system has no descriptor left.
    pub fn new() -> std::io::Result<Self> {
        let client = Client::builder(TokioExecutor::new()).build(forward::connector());
        Ok(Self { client, runtime: Builder::new_current_thread().enable_all().build()? })
    }

    /// What follows an entry at the machine with this address.
    ///
    /// # Errors
    /// Why it was not given.
    pub fn ask(&self, url: &str, secret: &Secret, after: u64) -> Result<Vec<u8>, String> {
        let mut value = HeaderValue::from_str(secret.expose()).map_err(|it| it.to_string())?;
        value.set_sensitive(true);
        let request = Request::get(format!("{url}{PATH}?after={after}"));
        let request = request.header(PEER, value).body(Empty::new());
        let request = request.map_err(|error| error.to_string())?;
        let answered = async {
            let response = self.client.request(request).await.map_err(|it| it.to_string())?;
            let status = response.status();
            let body = Limited::new(Body::new(response.into_body()), TAKEN).collect().await;
            let bytes = body.map_err(|error| error.to_string())?.to_bytes();
            match status {
                StatusCode::OK => Ok(Vec::from(bytes)),
                status => Err(format!("it answers with status {status}")),
            }
        };
        let within = async { timeout(PATIENCE, answered).await };
        self.runtime.block_on(within).unwrap_or_else(|_| Err("it takes too long".to_owned()))
    }
}
