//! `POST /import`: a file of lines, or a table with its mapping, for callers without a shell on the
//! server.
//!
//! Owns the way from a body to rows: `body` is what a request brings, `report` what it is answered.
//! What a caller may write is decided record by record in `auth`; one import runs at a time, the
//! others wait.

mod body;
mod report;

use std::{
    io::{self, BufReader, Read},
    sync::Arc,
};

use axum::{
    Json,
    body::{Body, Bytes},
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, Uri, header},
    response::{IntoResponse, Response},
    routing::{MethodRouter, post},
};
use futures_util::{StreamExt, stream::BoxStream};
use messages::{Message, message};
use serde::Deserialize;
use tokio::sync::{Semaphore, mpsc};
use tracing::Span;

use super::{
    App,
    error::{ErrorCode, HttpError},
    forward, identity,
    negotiate::{body_coding, languages},
};
use crate::{
    auth::{Caller, Role, policy::allowed_anywhere},
    domain::{Action, Command, Existing},
    exchange::{
        import::{self, DryRun, ImportError, Item, Lines, Live, Present, Registered, Target},
        mapping::{Mapping, Provinces, Table},
    },
    registry::{Registry, SubmitError},
};
use report::{Answer, Listed};

/// Largest body of an import, in bytes.
pub const IMPORT_MAX: u64 = 64 << 20;
/// Pieces of the body that are read ahead.
const AHEAD: usize = 8;

/// Imports under way.
static RUNNING: Semaphore = Semaphore::const_new(1);

/// The handler of `/import`.
pub fn route() -> MethodRouter<App> {
    post(on_post)
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ImportOptions {
    /// The sheet of a workbook, instead of the one that the mapping names.
    sheet: Option<String>,
    #[serde(default)]
    dry_run: bool,
    #[serde(default)]
    update: bool,
    #[serde(default)]
    gone: bool,
}

async fn on_post(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    asked: Result<Query<ImportOptions>, QueryRejection>,
    body: Body,
) -> Result<Response, HttpError> {
    let lang = languages(&headers).messages;
    let caller = identity::caller(&app, &headers)?;
    may_import(&caller)?;
    let Query(asked) = asked
        .map_err(|rejection| HttpError::bad_request(Message::foreign(rejection.body_text())))?;
    let form = body::form(&headers)?;
    if let Some(coding) = body_coding(&headers) {
        return Err(HttpError::unread_coding(coding));
    }
    let declared =
        headers.get(header::CONTENT_LENGTH).and_then(|it| it.to_str().ok()?.parse().ok());
    if declared.is_some_and(|declared: u64| declared > IMPORT_MAX) {
        return Err(too_large());
    }
    if app.sends_on() {
        return forward::forward_stream(&app, &uri, &headers, body)
            .await?
            .ok_or_else(forward::nobody);
    }
    let brought = body::open(form, body).await?;
    if asked.sheet.is_some() && brought.mapping.is_none() {
        return Err(HttpError::bad_request(message!("only a table with its mapping has a sheet")));
    }
    // It is never closed, so that a turn always comes.
    let turn = RUNNING.acquire().await;
    let (pieces, read) = mpsc::channel(AHEAD);
    let sent = tokio::spawn(send(brought.bytes, pieces));
    let span = Span::current();
    let mapping = match (brought.mapping, &asked.sheet) {
        (Some(mapping), Some(sheet)) => {
            Some(Arc::new(Arc::unwrap_or_clone(mapping).of_sheet(sheet.clone())))
        }
        (mapping, _) => mapping,
    };
    let imported = tokio::task::spawn_blocking(move || {
        span.in_scope(|| {
            run(app.api.registry(), caller, &asked, mapping.as_ref(), Pieces::new(read))
        })
    });
    let imported = imported.await;
    sent.abort();
    drop(turn);
    let answer = imported.map_err(|error| {
        tracing::error!(%error, "An import panicked");
        HttpError::new(ErrorCode::Internal, message!("the import failed; the log has the reason"))
    })?;
    let language = [(header::CONTENT_LANGUAGE, lang.as_str()), (header::VARY, "accept-language")];
    answer.map(|answer| (language, Json(answer.said_in(lang))).into_response())
}

fn may_import(caller: &Caller) -> Result<(), HttpError> {
    if allowed_anywhere(caller).contains(&Action::Import) {
        return Ok(());
    }
    if caller.role == Role::Anonymous {
        let message = message!("an import needs a token; send one as `Authorization: Bearer …`");
        return Err(HttpError::new(ErrorCode::Unauthenticated, message)
            .with_reason("ABSENT")
            .with_header(header::WWW_AUTHENTICATE, "Bearer"));
    }
    let message = message!(
        "an import needs the role RECORDER, and yours is {}; ask an administrator",
        caller.role
    );
    Err(HttpError::new(ErrorCode::Forbidden, message))
}

fn too_large() -> HttpError {
    let message = message!("an import may have at most {IMPORT_MAX} bytes; send the file in parts");
    HttpError::new(ErrorCode::PayloadTooLarge, message)
}

/// Hands on the pieces of a body, up to the largest.
async fn send(
    mut stream: BoxStream<'static, io::Result<Bytes>>,
    pieces: mpsc::Sender<io::Result<Bytes>>,
) {
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
            failed @ Err(_) => failed,
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
    asked: &ImportOptions,
    mapping: Option<&Arc<Mapping>>,
    body: Pieces,
) -> Result<Answer, HttpError> {
    let existing = if asked.update { Existing::Replace } else { Existing::Keep };
    let snapshot = registry.snapshot();
    let before = Arc::new(Registered::new(registry, registry.snapshot()).map_err(unreadable)?);
    let mut listed = Listed::new(registry, Arc::clone(&before));
    let present = Present::default();
    let rows = rows(registry, mapping.cloned(), asked.update.then_some(before), body)?;
    let rows: Rows = if asked.gone { Box::new(present.watch(rows)) } else { rows };
    let (began, sent_as) = (snapshot.seq(), Command::Import);
    let mut live = Live { registry, caller: Arc::clone(&caller), began, sent_as };
    let mut rehearsal = DryRun::new(registry, &snapshot, caller, sent_as);
    let target: &mut dyn Target = if asked.dry_run { &mut rehearsal } else { &mut live };
    let summary = import::import(rows, existing, target, &mut listed).map_err(ended)?;
    if asked.gone {
        let mut gone = Vec::new();
        let mut give = |key: &str, id| gone.push((key.to_owned(), id));
        let families = mapping.map(|it| it.key_families());
        present.gone(&snapshot, families, &mut give).map_err(unreadable)?;
        listed.list_gone(gone);
    }
    Ok(Answer::of(&summary, asked.dry_run, listed))
}

type Rows = Box<dyn Iterator<Item = io::Result<Item>> + Send>;

/// The rows that a body gives: lines, or as a mapping has them.
fn rows(
    registry: &Registry,
    mapping: Option<Arc<Mapping>>,
    amended: Option<Arc<Registered>>,
    body: Pieces,
) -> Result<Rows, HttpError> {
    let body = BufReader::new(body);
    let Some(mapping) = mapping else {
        return Ok(Box::new(Lines::new(body, 0).amending(amended)));
    };
    let provinces = Arc::new(Provinces::new(registry.snapshot()));
    let table = Table::open(body, 0, mapping, Some(provinces));
    let table =
        table.map_err(|error| HttpError::bad_request(Message::foreign(error.to_string())))?;
    Ok(Box::new(table.amending(amended)))
}

fn unreadable(error: impl std::fmt::Display) -> HttpError {
    tracing::error!(%error, "The registry could not be read for an import");
    HttpError::new(ErrorCode::Internal, message!("the import failed; the log has the reason"))
}

fn ended(error: ImportError) -> HttpError {
    match error {
        ImportError::Submit(SubmitError::Denied(denial)) => {
            HttpError::new(ErrorCode::Forbidden, denial)
        }
        ImportError::Submit(error @ SubmitError::ReadOnly(_)) => {
            HttpError::new(ErrorCode::ReadOnly, error)
        }
        ImportError::Submit(
            error @ (SubmitError::Closed
            | SubmitError::NotWriter(_)
            | SubmitError::InDoubt
            | SubmitError::NoSpace
            | SubmitError::Unordered(_)),
        ) => HttpError::new(ErrorCode::Unavailable, error),
        ImportError::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => too_large(),
        ImportError::Io(error) => HttpError::bad_request(message!(
            "the body could not be read to its end: {error}; registered rows stay, and running it \
             again continues from there",
            error = Message::foreign(error.to_string())
        )),
        error => {
            tracing::error!(%error, "An import failed");
            HttpError::new(
                ErrorCode::Internal,
                message!("the import failed; the log has the reason"),
            )
        }
    }
}
