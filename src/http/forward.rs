//! What is sent on to the machine that writes: a request as it came, or an import as it comes.
//!
//! Must not know who writes: that is told by [`Standing`].

use std::{
    num::NonZeroU32,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    body::{Body, BodyDataStream, Bytes, to_bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Uri, header},
    response::Response,
};
use futures_util::{StreamExt, stream};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use messages::message;
use serde_json::{Map, Value};
use tokio::{
    sync::{Semaphore, watch},
    time::{sleep, timeout},
};

use super::{
    App,
    error::{ErrorCode, HttpError},
    observe,
    shared::{SEQ, STALE, number, shows},
};
use crate::registry::{Standing, Writes};

/// By which machine a request was sent on.
const FORWARDED: HeaderName = HeaderName::from_static("hoptac-forwarded");
/// That a machine did nothing with what was sent on to it, since it does not write.
const NOT_WRITER: HeaderName = HeaderName::from_static("hoptac-not-writer");
/// How long is waited for a machine that writes, and between two tries.
const WRITER: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(50);
/// How long the answer of a machine is waited for that writes no more.
const GRACE: Duration = Duration::from_secs(1);
/// How long a machine may leave what it is sent without a receipt of its system.
const SILENT: Duration = Duration::from_secs(2);
/// Largest answer that is taken over for a socket.
const ANSWER_MAX: usize = 64 << 20;
/// Most requests that are on their way to the machine that writes.
const MOST: usize = 1_024;

/// What travels along with a request that is sent on.
const TRAVELS: [HeaderName; 7] = [
    header::ACCEPT,
    header::ACCEPT_LANGUAGE,
    header::AUTHORIZATION,
    header::CONTENT_TYPE,
    observe::REQUEST_ID,
    observe::TRACE_PARENT,
    observe::TRACE_STATE,
];

/// What of an answer is about the connection that it came over.
const OF_CONNECTION: [HeaderName; 4] =
    [header::CONNECTION, header::TRANSFER_ENCODING, header::DATE, STALE];

/// The way to the machine that writes.
pub struct Forwarder {
    client: Client<HttpConnector, Body>,
    places: Semaphore,
}

impl Default for Forwarder {
    fn default() -> Self {
        let client = Client::builder(TokioExecutor::new()).build(connector());
        Self { client, places: Semaphore::new(MOST) }
    }
}

/// What connects to other machines.
pub fn connector() -> HttpConnector {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    connector.set_connect_timeout(Some(Duration::from_secs(1)));
    // What is cut off takes nothing, and does not say so.
    connector.set_tcp_user_timeout(Some(SILENT));
    connector
}

/// A request as it came, to be sent on.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Its path and query string.
    pub uri: Uri,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

/// A body that is passed on as it comes, and whether any of it was.
struct Passing {
    body: BodyDataStream,
    has_begun: bool,
}

// Nothing panics while it holds the lock but the body, of which no more is read then.
fn locked(passing: &Mutex<Passing>) -> MutexGuard<'_, Passing> {
    passing.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Why a request was not answered where it was sent on to.
enum Unanswered {
    /// It did nothing there.
    NotSent,
    /// It may have done something.
    Lost,
}

/// What of the headers of a socket travels along with what it is used to send, which is JSON.
pub fn travels(headers: &HeaderMap) -> HeaderMap {
    let given = |name: &HeaderName| Some((name.clone(), headers.get(name)?.clone()));
    let mut travels: HeaderMap =
        [header::AUTHORIZATION, header::ACCEPT_LANGUAGE].iter().filter_map(given).collect();
    let json = |text| HeaderValue::from_static(text);
    travels.insert(header::CONTENT_TYPE, json("application/json"));
    travels.insert(header::ACCEPT, json("application/graphql-response+json"));
    travels
}

/// Has what the first message of a socket says in the place of headers travel along.
pub fn note_travels(travels: &mut HeaderMap, payload: &Map<String, Value>) {
    for name in [header::AUTHORIZATION, header::ACCEPT_LANGUAGE] {
        let given = payload.iter().find(|(it, _)| it.eq_ignore_ascii_case(name.as_str()));
        let given = given.and_then(|(_, value)| value.as_str()).filter(|it| !it.is_empty());
        if let Some(Ok(value)) = given.map(HeaderValue::from_str) {
            travels.insert(name, value);
        }
    }
}

/// Has a request answered by the machine that writes. `None` where that is this machine.
///
/// # Errors
/// 503 where there is none, or its answer is lost.
pub async fn forward(app: &App, sent: &Sent) -> Result<Option<Response>, HttpError> {
    let Sent { uri, headers, body } = sent;
    let within = app.options.requests.mutation_within;
    forward_as(app, (uri, headers), Some(within), || Some(Body::from(body.clone()))).await
}

/// The same of a request whose body is passed on as it comes, however long that takes. Once any of it
/// was, it is not sent again.
///
/// # Errors
/// As for [`forward`].
pub async fn forward_stream(
    app: &App,
    uri: &Uri,
    headers: &HeaderMap,
    body: Body,
) -> Result<Option<Response>, HttpError> {
    let passing = Passing { body: body.into_data_stream(), has_begun: false };
    let passing = Arc::new(Mutex::new(passing));
    let again = || {
        let passing = Arc::clone(&passing);
        let is_whole = !locked(&passing).has_begun;
        let pieces = stream::poll_fn(move |context| {
            let mut passing = locked(&passing);
            passing.has_begun = true;
            passing.body.poll_next_unpin(context)
        });
        is_whole.then(|| Body::from_stream(pieces))
    };
    forward_as(app, (uri, headers), None, again).await
}

async fn forward_as(
    app: &App,
    (uri, headers): (&Uri, &HeaderMap),
    within: Option<Duration>,
    body: impl Fn() -> Option<Body>,
) -> Result<Option<Response>, HttpError> {
    let Some(mut standing) = app.api.registry().standing() else { return Ok(None) };
    let until = Instant::now() + WRITER;
    let Ok(_place) = app.forwarder.places.try_acquire() else { return Err(nobody()) };
    loop {
        let writes = standing.borrow().writes.clone();
        match writes {
            Writes::Here => return Ok(None),
            // One hop: who sent it on finds out who writes.
            _ if headers.contains_key(FORWARDED) => {
                return Err(nobody().with_header(NOT_WRITER, "1"));
            }
            Writes::Elsewhere(url) => {
                // Who writes no more did nothing, and has what it read.
                let request = request(&url, (uri, headers), body().ok_or_else(nobody)?);
                match send(app, (&url, request?), within, &mut standing).await {
                    Ok(response) => return Ok(Some(received(app, response).await)),
                    Err(Unanswered::NotSent) => {}
                    Err(Unanswered::Lost) => return Err(lost()),
                }
            }
            Writes::Nobody => {}
        }
        if Instant::now() >= until {
            return Err(nobody());
        }
        sleep(PAUSE).await;
    }
}

/// What the machine that writes answers to parameters, as text, and the last command that it may
/// show; for a socket.
///
/// # Errors
/// As for [`forward`]; also where this machine has come to write meanwhile.
pub async fn forward_text(
    app: App,
    headers: HeaderMap,
    body: Vec<u8>,
) -> Result<(String, u64), HttpError> {
    let sent = Sent { uri: Uri::from_static("/graphql"), headers, body: body.into() };
    let response = forward(&app, &sent).await?.ok_or_else(nobody)?;
    let seq = response.headers().get(SEQ).and_then(number).unwrap_or(0).max(app.seq());
    let bytes = to_bytes(response.into_body(), ANSWER_MAX).await.map_err(|_| lost())?;
    Ok((String::from_utf8(bytes.into()).map_err(|_| lost())?, seq))
}

fn request(
    url: &str,
    (uri, headers): (&Uri, &HeaderMap),
    body: Body,
) -> Result<Request<Body>, HttpError> {
    let path = uri.path_and_query().map_or("/", |it| it.as_str());
    let mut request = Request::builder().method(Method::POST).uri(format!("{url}{path}"));
    for name in TRAVELS {
        if let Some(value) = headers.get(&name) {
            request = request.header(name, value);
        }
    }
    request.header(FORWARDED, "1").body(body).map_err(|_| nobody())
}

async fn send(
    app: &App,
    (url, request): (&str, Request<Body>),
    within: Option<Duration>,
    standing: &mut watch::Receiver<Standing>,
) -> Result<Response, Unanswered> {
    let asked = async {
        let answer = app.forwarder.client.request(request);
        match within {
            Some(within) => timeout(within, answer).await,
            None => Ok(answer.await),
        }
    };
    let moved = async {
        let is_other = |now: &Standing| now.writes != Writes::Elsewhere(url.to_owned());
        let _ = standing.wait_for(is_other).await;
        // Who hands the role over still answers what it decided.
        sleep(GRACE).await;
    };
    let answered = tokio::select! {
        answered = asked => answered,
        () = moved => return Err(Unanswered::Lost),
    };
    match answered {
        Ok(Ok(response)) if response.headers().contains_key(NOT_WRITER) => Err(Unanswered::NotSent),
        Ok(Ok(response)) => Ok(response.map(Body::new)),
        Ok(Err(error)) if error.is_connect() => Err(Unanswered::NotSent),
        Ok(Err(error)) => {
            tracing::warn!(%error, url, "The answer of the machine that writes was lost: {error}");
            Err(Unanswered::Lost)
        }
        Err(_) => Err(Unanswered::Lost),
    }
}

/// What another machine answered, once this one shows it, too.
async fn received(app: &App, mut response: Response) -> Response {
    let seq = response.headers().get(SEQ).and_then(number);
    for name in OF_CONNECTION {
        response.headers_mut().remove(name);
    }
    if let Some(seq) = seq.filter(|_| response.status() != StatusCode::SERVICE_UNAVAILABLE) {
        // Where that takes too long, it is done all the same: whoever must see it here asks for that.
        let _ = shows(app, seq).await;
    }
    response
}

/// That no machine writes.
pub fn nobody() -> HttpError {
    let message = message!("no machine of this registry writes at present; send this again");
    HttpError::new(ErrorCode::Unavailable, message).with_retry_after(NonZeroU32::MIN)
}

fn lost() -> HttpError {
    let message = message!(
        "it is not known yet whether the command was written; send it again with the same \
         idempotency key"
    );
    HttpError::new(ErrorCode::Unavailable, message).with_retry_after(NonZeroU32::MIN)
}
