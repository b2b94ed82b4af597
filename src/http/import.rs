//! `POST /import`: a file of lines for callers without a shell on the server.
//!
//! Owns the way from a body to rows, and the report as JSON. What a caller may write is decided
//! record by record in `auth`; one import runs at a time, the others wait.

use std::{
    io::{self, BufReader, Read},
    sync::Arc,
};

use axum::{
    Json,
    body::{Body, Bytes},
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, header},
    routing::{MethodRouter, post},
};
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use tokio::sync::{Semaphore, mpsc};
use tracing::Span;

use super::{
    App,
    error::{ErrorCode, HttpError},
    identity,
};
use crate::{
    auth::{Caller, Role, policy::allowed_anywhere},
    domain::{Action, Existing, RecordId},
    exchange::{
        export::Export,
        import::{
            self, ImportError, Lines, Live, Rehearsal, Rejection, Report, Row, Summary, Target,
            differing,
        },
    },
    registry::{Registry, SubmitError},
};

/// Largest body of an import, in bytes.
pub const IMPORT_MAX: u64 = 64 << 20;
/// Most rows that a report lists of each sort; more are counted.
const LISTED: usize = 1_000;
/// Pieces of the body that are read ahead.
const AHEAD: usize = 8;

/// Imports under way.
static RUNNING: Semaphore = Semaphore::const_new(1);

/// The handler of `/import`.
pub fn route() -> MethodRouter<App> {
    post(on_post)
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Asked {
    #[serde(default)]
    dry_run: bool,
    #[serde(default)]
    update: bool,
}

async fn on_post(
    State(app): State<App>,
    headers: HeaderMap,
    asked: Result<Query<Asked>, QueryRejection>,
    body: Body,
) -> Result<Json<Answer>, HttpError> {
    let caller = identity::caller(&app, &headers)?;
    may_import(&caller)?;
    let Query(asked) = asked.map_err(|rejection| HttpError::bad_request(rejection.body_text()))?;
    is_lines(&headers)?;
    let declared =
        headers.get(header::CONTENT_LENGTH).and_then(|it| it.to_str().ok()?.parse().ok());
    if declared.is_some_and(|declared: u64| declared > IMPORT_MAX) {
        return Err(too_large());
    }
    // It is never closed, so that a turn always comes.
    let turn = RUNNING.acquire().await;
    let (pieces, read) = mpsc::channel(AHEAD);
    let sent = tokio::spawn(send(body, pieces));
    let span = Span::current();
    let imported = tokio::task::spawn_blocking(move || {
        span.in_scope(|| run(app.api.registry(), caller, asked, Pieces::new(read)))
    });
    let imported = imported.await;
    sent.abort();
    drop(turn);
    let answer = imported.map_err(|error| {
        tracing::error!(%error, "An import panicked");
        HttpError::new(ErrorCode::Internal, "the import failed; the log tells why")
    })?;
    answer.map(Json)
}

fn may_import(caller: &Caller) -> Result<(), HttpError> {
    if allowed_anywhere(caller).contains(&Action::Import) {
        return Ok(());
    }
    if caller.role == Role::Anonymous {
        let message = "an import needs a token; send one as `Authorization: Bearer …`";
        return Err(HttpError::new(ErrorCode::Unauthenticated, message)
            .with_reason("ABSENT")
            .with_header(header::WWW_AUTHENTICATE, "Bearer"));
    }
    let message = format!(
        "an import needs the role COORDINATOR, and yours is {}; ask an administrator",
        caller.role
    );
    Err(HttpError::new(ErrorCode::Forbidden, message))
}

fn is_lines(headers: &HeaderMap) -> Result<(), HttpError> {
    let told = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or("");
    let essence = told.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    if ["application/x-ndjson", "application/ndjson", "application/jsonl"]
        .contains(&essence.as_str())
    {
        return Ok(());
    }
    let message = "send lines of JSON, in UTF-8, as `Content-Type: application/x-ndjson`";
    Err(HttpError::new(ErrorCode::UnsupportedMediaType, message)
        .with_header(header::ACCEPT, "application/x-ndjson"))
}

fn too_large() -> HttpError {
    let message = format!("an import may have {IMPORT_MAX} bytes; send the file in parts");
    HttpError::new(ErrorCode::PayloadTooLarge, message)
}

/// Hands on the pieces of a body, up to the largest.
async fn send(body: Body, pieces: mpsc::Sender<io::Result<Bytes>>) {
    let mut stream = body.into_data_stream();
    let mut left = IMPORT_MAX;
    while let Some(piece) = stream.next().await {
        let piece = match piece {
            Ok(piece) if piece.len() as u64 > left => {
                Err(io::Error::new(io::ErrorKind::FileTooLarge, "the body is too large"))
            }
            Ok(piece) => {
                left -= piece.len() as u64;
                Ok(piece)
            }
            Err(error) => Err(io::Error::new(io::ErrorKind::UnexpectedEof, error)),
        };
        let failed = piece.is_err();
        if pieces.send(piece).await.is_err() || failed {
            return;
        }
    }
}

/// A body, read by a thread that may block.
struct Pieces {
    from: mpsc::Receiver<io::Result<Bytes>>,
    piece: Bytes,
}

impl Pieces {
    const fn new(from: mpsc::Receiver<io::Result<Bytes>>) -> Self {
        Self { from, piece: Bytes::new() }
    }
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.from.blocking_recv() {
                Some(piece) => self.piece = piece?,
                None => return Ok(0),
            }
        }
        let count = self.piece.len().min(buffer.len());
        buffer[..count].copy_from_slice(&self.piece.split_to(count));
        Ok(count)
    }
}

fn run(
    registry: &Registry,
    caller: Arc<Caller>,
    asked: Asked,
    body: Pieces,
) -> Result<Answer, HttpError> {
    let existing = if asked.update { Existing::Replace } else { Existing::Keep };
    let snapshot = registry.snapshot();
    let mut listed = Listed { registry, rejections: Vec::new(), differences: Vec::new() };
    let rows = Lines::new(BufReader::new(body), 0);
    let mut live = Live { registry, caller: Arc::clone(&caller), began: snapshot.seq() };
    let mut rehearsal = Rehearsal::new(registry, &snapshot, caller);
    let target: &mut dyn Target = if asked.dry_run { &mut rehearsal } else { &mut live };
    let summary = import::import(rows, existing, target, &mut listed).map_err(ended)?;
    Ok(Answer::of(&summary, asked.dry_run, listed))
}

fn ended(error: ImportError) -> HttpError {
    match error {
        ImportError::Submit(SubmitError::Denied(denial)) => {
            HttpError::new(ErrorCode::Forbidden, denial.to_string())
        }
        ImportError::Submit(error @ SubmitError::ReadOnly(_)) => {
            HttpError::new(ErrorCode::ReadOnly, error.to_string())
        }
        ImportError::Submit(error @ SubmitError::Closed) => {
            HttpError::new(ErrorCode::Unavailable, error.to_string())
        }
        ImportError::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => too_large(),
        ImportError::Io(error) => HttpError::bad_request(format!(
            "the body could not be read to its end: {error}; what was registered before stays, and \
             the same import goes on from there"
        )),
        error => {
            tracing::error!(%error, "An import failed");
            HttpError::new(ErrorCode::Internal, "the import failed; the log tells why")
        }
    }
}

/// Lists what became of rows, as far as a report goes.
struct Listed<'a> {
    registry: &'a Registry,
    rejections: Vec<RejectedRow>,
    differences: Vec<KeptRow>,
}

impl Report for Listed<'_> {
    fn rejected(&mut self, rejection: &Rejection) -> io::Result<()> {
        if self.rejections.len() < LISTED {
            let Rejection { at, column, reason } = rejection.clone();
            self.rejections.push(RejectedRow { line: at.line, column, reason });
        }
        Ok(())
    }

    fn kept(&mut self, row: &Row, id: RecordId) -> io::Result<()> {
        if self.differences.len() < LISTED {
            let export = Export::new(self.registry, self.registry.snapshot(), &[]);
            let attributes = export.and_then(|export| differing(&row.draft, id, &export));
            self.differences.push(KeptRow {
                line: row.at.line,
                noun: id.noun.to_string(),
                key: row.draft.key().unwrap_or_default().to_owned(),
                attributes: attributes.map_err(io::Error::other)?,
            });
        }
        Ok(())
    }

    // Lines hold nothing that is read otherwise than it stands.
    fn noted(&mut self, _: &Rejection) -> io::Result<()> {
        Ok(())
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    dry_run: bool,
    rows: u64,
    created: std::collections::BTreeMap<String, u64>,
    updated: std::collections::BTreeMap<String, u64>,
    unchanged: u64,
    kept: u64,
    rejected: u64,
    commands: Option<Commands>,
    rejections: Vec<RejectedRow>,
    differences: Vec<KeptRow>,
}

#[derive(Serialize)]
struct Commands {
    first: u64,
    last: u64,
}

#[derive(Serialize)]
struct RejectedRow {
    line: u64,
    column: String,
    reason: String,
}

#[derive(Serialize)]
struct KeptRow {
    line: u64,
    noun: String,
    key: String,
    attributes: Vec<String>,
}

impl Answer {
    fn of(summary: &Summary, dry_run: bool, listed: Listed<'_>) -> Self {
        let named = |counts: &std::collections::BTreeMap<crate::domain::Noun, u64>| {
            counts.iter().map(|(noun, count)| (noun.to_string(), *count)).collect()
        };
        Self {
            dry_run,
            rows: summary.rows,
            created: named(&summary.created),
            updated: named(&summary.updated),
            unchanged: summary.unchanged,
            kept: summary.kept,
            rejected: summary.rejected,
            commands: summary.commands.map(|(first, last)| Commands { first, last }),
            rejections: listed.rejections,
            differences: listed.differences,
        }
    }
}
