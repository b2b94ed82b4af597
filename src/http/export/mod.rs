//! `GET /export`: the records of a moment that the caller may see, as lines, a table or a workbook.
//!
//! Owns who may take how much at once, and what a response says of itself. `asked` reads what is
//! asked for, `pieces` the way of the bytes. What may be seen is decided by `graphql::Visible`.

mod asked;
mod pieces;

use std::{io, num::NonZeroU32, sync::Arc, time::Duration};

use async_graphql::parser::types::OperationType;
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::Response,
    routing::{MethodRouter, get},
};
use data_encoding::BASE64URL_NOPAD;
use flate2::{Compression, write::GzEncoder};
use futures_util::{StreamExt, stream};
use messages::message;
use tokio::{sync::Semaphore, time::timeout};
use tracing::Span;

use super::{
    App,
    asker::RequestContext,
    charge::Charge,
    client::Client,
    csrf,
    error::{ErrorCode, HttpError},
    graphql::receive,
    negotiate::{Coding, KnownTags, be_asked_for_again},
    table::attachment,
};
use crate::{
    auth::Role,
    domain::{Noun, RecordId, Versioned},
    exchange::export::{self, Columns, Export, ExportError, Source, tables::Form},
    graphql::Visible,
    registry::{Snapshot, StoreError},
};
use asked::{Asked, FileFormat};
use pieces::{Pieces, WorkTime};

/// Exports under way at the same time.
static RUNNING: Semaphore = Semaphore::const_new(8);
/// How many times as long as a query an export may work.
const QUERIES: u32 = 4;
/// For how long an export may take with all that its client takes to read it.
const WITHIN: Duration = Duration::from_secs(600);
/// Reads of a record, about: itself, and what it is named and seen by.
const READS: u64 = 4;
const LEVEL: Compression = Compression::new(5);
const VARY: &str = "accept-encoding, authorization";

/// The handler of `/export`.
pub fn route() -> MethodRouter<App> {
    get(on_get)
}

async fn on_get(State(app): State<App>, request: Request) -> Result<Response, HttpError> {
    let (parts, _) = request.into_parts();
    let Parts { headers, extensions, uri, .. } = parts;
    csrf::check(&headers, &Client::in_extensions(&extensions), &app.options.network)?;
    let asker = receive::asker(&app, &headers, &extensions)?;
    let wanted = Asked::read(&uri)?;
    let now = app.api.registry().now();
    let account = app.budgets.account(&asker, app.machines(), now);
    account.check(now).map_err(spent)?;
    let snapshot = wanted.moment(app.api.registry().snapshot())?;
    let coding = match wanted.format {
        FileFormat::Xlsx => Coding::Identity,
        _ => Coding::accepted(&headers, &[Coding::Gzip]),
    };
    let tag = tag(&app, &wanted, &asker, snapshot.seq(), coding)?;
    let mut response = head(&wanted, &asker, &tag, snapshot.seq());
    if KnownTags::of(&headers).include(&tag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().remove(header::CONTENT_TYPE);
        response.headers_mut().remove(header::CONTENT_DISPOSITION);
        return Ok(response);
    }
    let cost = cost(&app, &wanted, &snapshot)?;
    if let Some(seconds) = account.await_points(cost, now) {
        return Err(spent(seconds));
    }
    let query = Some(OperationType::Query);
    let charge = Charge::begin(&account, app.api.registry(), query, cost, u64::MAX);
    let charge = charge.map_err(spent)?;
    let place = timeout(app.options.requests.query_within, RUNNING.acquire()).await;
    // It is never closed, so that a turn comes, or the time passes.
    let Ok(place) = place else {
        let message =
            message!("too many exports are under way; send the request again in a minute");
        return Err(HttpError::new(ErrorCode::Unavailable, message)
            .with_retry_after(NonZeroU32::new(60).unwrap_or(NonZeroU32::MIN)));
    };
    let time = WorkTime::of(QUERIES * app.options.requests.query_within, WITHIN);
    let (pieces, mut given) = Pieces::new(&time);
    let (span, work) = (Span::current(), Arc::clone(&time));
    let caller = Arc::clone(&asker.caller);
    tokio::task::spawn_blocking(move || {
        span.in_scope(|| {
            let telling = Arc::clone(&work);
            let written = Visible::at(app.api.registry(), &caller, &charge.meter, snapshot.seq())
                .map_err(ExportError::from)
                .and_then(|visible| {
                    let seen = Seen { visible, time: work };
                    let journal = app.api.registry().journal().clone();
                    let export = Export::over(journal, Box::new(seen), &wanted.kinds)?;
                    write(&export, &wanted, pieces, coding)
                });
            if let Err(error) = written {
                telling.end_early(&error);
            }
            drop((charge, place));
        });
    });
    let first = match given.next().await {
        None => None,
        Some(Ok(piece)) => Some(piece),
        Some(Err(error)) => return Err(failed(&error, &time)),
    };
    let rest = stream::unfold(given, async |mut given| given.next().await.map(|it| (it, given)));
    *response.body_mut() = Body::from_stream(stream::iter(first.map(Ok)).chain(rest));
    if coding == Coding::Gzip {
        let gzip = HeaderValue::from_static(coding.as_str());
        response.headers_mut().insert(header::CONTENT_ENCODING, gzip);
    }
    Ok(response)
}

/// What a caller sees, as long as there is time.
struct Seen {
    visible: Visible,
    time: Arc<WorkTime>,
}

impl Source for Seen {
    fn snapshot(&self) -> &Snapshot {
        self.visible.snapshot()
    }

    fn find(&self, id: RecordId) -> Result<Option<Arc<Versioned>>, StoreError> {
        if self.time.is_over() {
            return Err(StoreError::Stopped);
        }
        self.visible.find(id)
    }
}

fn write(
    export: &Export,
    wanted: &Asked,
    pieces: Pieces,
    coding: Coding,
) -> Result<(), ExportError> {
    if wanted.format == FileFormat::Xlsx {
        let tables = export.columns(wanted.rows.as_deref()).map_err(io::Error::other)?;
        let mut pieces = pieces;
        export.workbook(&tables, &mut pieces, &mut |_| {})?;
        return Ok(pieces.end()?);
    }
    if coding == Coding::Gzip {
        let mut to = GzEncoder::new(pieces, LEVEL);
        write_text(export, wanted, &mut to)?;
        return Ok(to.finish()?.end()?);
    }
    let mut pieces = pieces;
    write_text(export, wanted, &mut pieces)?;
    Ok(pieces.end()?)
}

fn write_text(export: &Export, wanted: &Asked, to: &mut impl io::Write) -> Result<(), ExportError> {
    let form = Form { bom: wanted.bom, ..Form::default() };
    match (wanted.format, export.nouns()) {
        (FileFormat::Csv, [noun]) => {
            let columns = Columns::of(*noun, wanted.rows.as_deref()).map_err(io::Error::other)?;
            export.table(*noun, &columns, form, to, &mut |_| {})?;
        }
        _ => drop(export.lines(to, &mut |_| {})?),
    }
    Ok(())
}

/// What the response says of itself.
fn head(wanted: &Asked, asker: &RequestContext, tag: &str, seq: u64) -> Response {
    let mut response = Response::default();
    let headers: &mut HeaderMap = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static(VARY));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(wanted.format.content_type()));
    let of = match wanted.kinds.as_slice() {
        [noun] => noun.plural(),
        _ => "hoptac",
    };
    let name = format!("{of}-{seq}");
    headers.insert(header::CONTENT_DISPOSITION, attachment(&name, wanted.format.extension()));
    be_asked_for_again(headers, tag, asker.caller.role == Role::Anonymous);
    response
}

/// A tag that another moment, another registry, another caller and another form have not.
fn tag(
    app: &App,
    wanted: &Asked,
    asker: &RequestContext,
    seq: u64,
    coding: Coding,
) -> Result<String, HttpError> {
    let entry = app.api.registry().journal().get(seq).map_err(|error| unreadable(&error))?;
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.update(entry.map_or_else(String::new, |entry| entry.hash.to_string()).as_bytes());
    hasher
        .update(format!("{wanted:?} {:?} {:?}", asker.caller.role, asker.caller.scope).as_bytes());
    hasher.update(asker.caller.id.as_bytes());
    let hash = BASE64URL_NOPAD.encode(&hasher.finalize().as_bytes()[..15]);
    Ok(format!("\"{hash}-{}\"", coding.as_str()))
}

/// What it costs, about, in points.
///
/// # Errors
/// Where it costs more than anybody may spend at once.
fn cost(app: &App, wanted: &Asked, snapshot: &Snapshot) -> Result<u64, HttpError> {
    let records = export::count(snapshot, &wanted.kinds).map_err(|error| unreadable(&error))?;
    let (cost, budget) = (records.saturating_mul(READS), app.options.budget.points);
    if budget > 0 && cost > budget {
        let message = message!(
            "an export of {records} records costs about {cost} points, and a budget has {budget}; name \
             fewer kinds, or have the operator of the registry run `hoptac export`"
        );
        return Err(HttpError::new(ErrorCode::LimitExceeded, message));
    }
    Ok(cost)
}

fn spent(seconds: NonZeroU32) -> HttpError {
    let message = message!("your budget is spent; send the request again in {seconds} seconds");
    HttpError::new(ErrorCode::RateLimited, message).with_retry_after(seconds)
}

fn unreadable(error: &dyn std::fmt::Display) -> HttpError {
    tracing::error!(%error, "The registry could not be read for an export");
    HttpError::new(ErrorCode::Internal, message!("the export failed; the log has the reason"))
}

/// Why nothing was written at all.
fn failed(error: &io::Error, time: &WorkTime) -> HttpError {
    if time.is_over() {
        let message = message!("the export took too long; name fewer kinds");
        return HttpError::new(ErrorCode::Timeout, message);
    }
    if error.kind() == io::ErrorKind::Interrupted {
        return spent(NonZeroU32::MIN);
    }
    HttpError::new(ErrorCode::Internal, message!("the export failed; the log has the reason"))
}

/// The kinds of records, as files and as lists call them.
fn kinds(names: &str) -> Result<Vec<Noun>, HttpError> {
    let find = |name: &str| {
        let is_meant = |noun: &Noun| [noun.singular(), noun.plural()].contains(&name);
        Noun::IN_ORDER.into_iter().find(is_meant).ok_or_else(|| {
            let all = Noun::IN_ORDER.map(Noun::singular).join(", ");
            HttpError::bad_request(message!(
                "`{name}` is not a kind of records; name some of {all}"
            ))
        })
    };
    names.split(',').map(|name| find(name.trim())).collect()
}
