//! What a person on call asks first, in one answer. It is told at the address of the metrics alone: it
//! names tokens, and says how much room the disk has.

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{App, health, metrics};
use crate::tokens::{self, FileError, Register};

/// How long before its end a token is told to end soon.
pub const SOON: SignedDuration = SignedDuration::from_hours(14 * 24);

/// How a server fares at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// The program's.
    pub version: String,
    /// As `/health/ready` says it: `ready`, `read-only`, `behind`, `cut-off` or `stopping`.
    pub state: String,
    /// Why nothing is written, where that is so.
    pub reason: Option<String>,
    /// When this was asked.
    pub now: Timestamp,
    /// Start time of the server.
    pub started_at: Timestamp,
    /// The number of the last command.
    pub head_seq: u64,
    /// Bytes of the journal.
    pub journal_bytes: u64,
    /// Bytes of the journal and the view that were checked since the start.
    pub checked_bytes: u64,
    /// Those that are still to be checked.
    pub unchecked_bytes: u64,
    /// Commands that wait to be written.
    pub queued_commands: u64,
    /// Commands of the journal that the view does not show yet.
    pub view_lag: u64,
    /// Commands that the search index does not find yet; `None` while it is opened or built.
    pub search_lag: Option<u64>,
    /// Room on the disk of the data folder, where the system tells it.
    pub disk_free_bytes: Option<u64>,
    /// Memory of the process, where the system tells it.
    pub resident_bytes: Option<u64>,
    /// Files that it has open, likewise.
    pub open_files: Option<u64>,
    /// How many it may have open, likewise.
    pub open_files_max: Option<u64>,
    /// Open connections.
    pub connections: u64,
    /// How many there may be.
    pub connections_max: u64,
    /// The last backup that was noted in the data folder.
    pub backup: Option<Copied>,
    /// The last backup that was restored on trial, by when that was.
    pub drill: Option<Copied>,
    /// The tokens; `None` where their file cannot be read.
    pub tokens: Option<TokenStatus>,
}

/// A copy of the registry, and up to which command it reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copied {
    /// When it was made, or tried.
    pub at: Timestamp,
    /// Its last command.
    pub seq: u64,
}

/// What is to be known of tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenStatus {
    /// How many let somebody in.
    pub valid: u64,
    /// Those among them that end within [`SOON`], the first to end first.
    pub ending: Vec<Ending>,
}

/// A token that ends soon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ending {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub name: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl TokenStatus {
    /// Of the tokens of a data folder.
    ///
    /// # Errors
    /// Where their file cannot be read.
    pub fn of(data: &std::path::Path, now: Timestamp) -> Result<Self, FileError> {
        let all = Register::within(data).list()?;
        let valid = all.into_iter().filter(|it| it.state(now) == tokens::State::Valid);
        let mut found = Self { valid: 0, ending: Vec::new() };
        for token in valid {
            found.valid += 1;
            let ends = token.expires_at.filter(|at| at.duration_since(now) <= SOON);
            if let Some(expires_at) = ends {
                found.ending.push(Ending { id: token.id, name: token.name, expires_at });
            }
        }
        found.ending.sort_by(|a, b| (a.expires_at, &a.id).cmp(&(b.expires_at, &b.id)));
        Ok(found)
    }
}

/// The route of the answer, for the metrics' own address.
pub fn router(app: App) -> Router {
    Router::new().route("/status", get(status)).with_state(app)
}

/// How the server fares.
async fn status(State(app): State<App>) -> Response {
    // Files are read.
    match tokio::task::spawn_blocking(move || of(&app)).await {
        Ok(status) => Json(status).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn of(app: &App) -> Status {
    let registry = app.api.registry();
    // In this order: what is shown was announced before, and what is announced was written before.
    let searched = app.api.searched();
    let head_seq = registry.head().seq;
    let written = registry.journal().head().seq;
    let (now, checked) = (registry.now(), registry.checked());
    Status {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        state: health::state(app).to_owned(),
        reason: registry.is_read_only(),
        now,
        started_at: app.metrics.started(),
        head_seq,
        journal_bytes: registry.journal().bytes(),
        checked_bytes: checked.done,
        unchecked_bytes: checked.left(),
        queued_commands: registry.queued() as u64,
        view_lag: written.saturating_sub(head_seq),
        search_lag: searched.map(|shown| head_seq.saturating_sub(shown)),
        disk_free_bytes: app.room().free(),
        resident_bytes: metrics::process::resident_bytes(),
        open_files: metrics::process::open_files(),
        open_files_max: metrics::process::most_files(),
        connections: app.metrics.connections.get(),
        connections_max: app.options.connections.most as u64,
        backup: app.last_backup().map(|it| Copied { at: it.made_at, seq: it.seq }),
        drill: app.last_drill().map(|it| Copied { at: it.drilled_at, seq: it.seq }),
        tokens: app.tokens_now(now),
    }
}
