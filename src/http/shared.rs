//! How a machine answers that is one of several with the same registry: up to which command an answer
//! shows it, how long to wait for one, and what is sent on to the machine that writes.
//!
//! Must not know how machines agree: that is told by [`Standing`].

use std::{
    num::NonZeroU32,
    time::{Duration, Instant},
};

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Uri, header},
    response::Response,
};
use http_body_util::Full;
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
};
use crate::registry::{Standing, Writes};

/// The last command that an answer may show.
pub const SEQ: HeaderName = HeaderName::from_static("hoptac-seq");
/// The command that an answer must show, or `now`.
pub const MIN_SEQ: HeaderName = HeaderName::from_static("hoptac-min-seq");
/// How old what an answer shows is, in seconds, where that is much.
pub const STALE: HeaderName = HeaderName::from_static("hoptac-stale");
/// By which machine a request was sent on.
const FORWARDED: HeaderName = HeaderName::from_static("hoptac-forwarded");
/// That a machine did nothing with what was sent on to it, since it does not write.
const NOT_WRITER: HeaderName = HeaderName::from_static("hoptac-not-writer");
/// How long is waited for a command to be shown.
const SHOWN: Duration = Duration::from_secs(1);
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
/// What a request wants to see at least, as JSON.
pub fn min_seq(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// What of an answer is about the connection that it came over.
const OF_CONNECTION: [HeaderName; 4] =
    [header::CONNECTION, header::TRANSFER_ENCODING, header::DATE, STALE];

/// The way to the machine that writes.
pub struct Forwarder {
    client: Client<HttpConnector, Full<Bytes>>,
    places: Semaphore,
}

impl Default for Forwarder {
    fn default() -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        connector.set_connect_timeout(Some(Duration::from_secs(1)));
        // What is cut off takes nothing, and does not say so.
        connector.set_tcp_user_timeout(Some(SILENT));
        let client = Client::builder(TokioExecutor::new()).build(connector);
        Self { client, places: Semaphore::new(MOST) }
    }
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

/// Why a request was not answered where it was sent on to.
enum Unanswered {
    /// It did nothing there.
    NotSent,
    /// It may have done something.
    Lost,
}

impl App {
    /// What is asked of where this machine stands among others; `None` where it is alone.
    pub(super) fn place<T>(&self, of: impl FnOnce(&Standing) -> T) -> Option<T> {
        self.api.registry().standing().map(|standing| of(&standing.borrow()))
    }

    /// Whether another machine decides what is written, or none does.
    pub(super) fn sends_on(&self) -> bool {
        self.place(|place| place.writes != Writes::Here).unwrap_or(false)
    }

    /// Why nothing can be written, where machines share the registry and that is so.
    pub(super) fn writes_nothing(&self) -> Option<&'static str> {
        self.place(|place| match (&place.writes, &place.trouble) {
            _ if place.is_full => Some("no-space"),
            (_, Some(_)) => Some("no-order"),
            (Writes::Nobody, _) => Some("no-writer"),
            (Writes::Here | Writes::Elsewhere(_), None) => None,
        })?
    }

    /// For how many seconds it is not known that everything is shown, where that is long; the most
    /// where it never was.
    pub(super) fn stale_seconds(&self) -> Option<u64> {
        let most = self.options.stale;
        let current = self.place(|place| place.current)?;
        let age = current.map_or(Duration::MAX, |current| current.elapsed());
        (age >= most).then_some(age.as_secs())
    }

    /// Whether this machine is known to lack, for long, what others have.
    pub(super) fn is_behind(&self) -> bool {
        let most = self.options.stale;
        // Where nobody answers, it may show all that there is.
        let lacks = |place: &Standing| {
            place.heard.is_some_and(|heard| heard.elapsed() < most) && place.ordered > self.seq()
        };
        self.stale_seconds().is_some() && self.place(lacks).unwrap_or(false)
    }

    /// Whether this machine's history is not that of the others.
    pub(super) fn is_cut_off(&self) -> bool {
        self.place(|place| place.is_cut_off).unwrap_or(false)
    }
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

/// Says what an answer shows.
pub fn note(app: &App, response: &mut Response) {
    let headers = response.headers_mut();
    // What another machine answered may be ahead of what is shown here.
    let answered = headers.get(SEQ).and_then(number).unwrap_or(0);
    headers.insert(SEQ, app.seq().max(answered).into());
    if let Some(seconds) = app.stale_seconds() {
        headers.insert(STALE, seconds.into());
    }
}

/// Waits until what a request wants to see is shown.
///
/// # Errors
/// 503 where that takes too long.
pub async fn wait(app: &App, headers: &HeaderMap) -> Result<(), HttpError> {
    match headers.get(MIN_SEQ) {
        Some(wanted) => wait_for(app, wanted.to_str().unwrap_or_default()).await,
        None => Ok(()),
    }
}

/// Waits until a command is shown, or, for `now`, all that was answered before on any machine.
///
/// # Errors
/// As for [`wait`].
pub async fn wait_for(app: &App, wanted: &str) -> Result<(), HttpError> {
    let seq = match (wanted, wanted.parse::<u64>()) {
        ("now", _) => None,
        (_, Ok(seq)) => Some(seq),
        (_, Err(_)) => {
            return Err(HttpError::bad_request(message!(
                "Hoptac-Min-Seq, or `minSeq`, is `{wanted}`; send the Hoptac-Seq of an answer, or `now`"
            )));
        }
    };
    let registry = app.api.registry();
    let is_shown = match seq {
        Some(seq) => shows(app, seq).await,
        None => timeout(SHOWN, registry.is_current(Instant::now())).await.is_ok(),
    };
    if is_shown {
        return Ok(());
    }
    let shown = registry.head().seq;
    let message = message!(
        "this machine shows the commands up to {shown}, and not yet what `Hoptac-Min-Seq: {wanted}` \
         asks for; send the request again in a second"
    );
    Err(HttpError::new(ErrorCode::NotCaughtUp, message).with_retry_after(NonZeroU32::MIN))
}

async fn shows(app: &App, seq: u64) -> bool {
    let registry = app.api.registry();
    if registry.head().seq >= seq {
        return true;
    }
    let mut follower = registry.follow();
    matches!(timeout(SHOWN, follower.beyond(seq - 1)).await, Ok(Some(_)))
}

/// Has a request answered by the machine that writes. `None` where that is this machine.
///
/// # Errors
/// 503 where there is none, or its answer is lost.
pub async fn forward(app: &App, sent: &Sent) -> Result<Option<Response>, HttpError> {
    let Some(mut standing) = app.api.registry().standing() else { return Ok(None) };
    let until = Instant::now() + WRITER;
    let Ok(_place) = app.forwarder.places.try_acquire() else { return Err(nobody()) };
    loop {
        let writes = standing.borrow().writes.clone();
        match writes {
            Writes::Here => return Ok(None),
            // One hop: who sent it on finds out who writes.
            _ if sent.headers.contains_key(FORWARDED) => {
                return Err(nobody().with_header(NOT_WRITER, "1"));
            }
            Writes::Elsewhere(url) => match send(app, &url, sent, &mut standing).await {
                Ok(response) => return Ok(Some(received(app, response).await)),
                Err(Unanswered::NotSent) => {}
                Err(Unanswered::Lost) => return Err(lost()),
            },
            Writes::Nobody => {}
        }
        if Instant::now() >= until {
            return Err(nobody());
        }
        sleep(PAUSE).await;
    }
}

/// What the machine that writes answers to parameters, as text; for a socket.
///
/// # Errors
/// As for [`forward`]; also where this machine has come to write meanwhile.
pub async fn forward_text(
    app: App,
    headers: HeaderMap,
    body: Vec<u8>,
) -> Result<String, HttpError> {
    let sent = Sent { uri: Uri::from_static("/graphql"), headers, body: body.into() };
    let response = forward(&app, &sent).await?.ok_or_else(nobody)?;
    let bytes = to_bytes(response.into_body(), ANSWER_MAX).await.map_err(|_| lost())?;
    String::from_utf8(bytes.into()).map_err(|_| lost())
}

async fn send(
    app: &App,
    url: &str,
    sent: &Sent,
    standing: &mut watch::Receiver<Standing>,
) -> Result<Response, Unanswered> {
    let path = sent.uri.path_and_query().map_or("/", |it| it.as_str());
    let mut request = Request::builder().method(Method::POST).uri(format!("{url}{path}"));
    for name in TRAVELS {
        if let Some(value) = sent.headers.get(&name) {
            request = request.header(name, value);
        }
    }
    let request = request.header(FORWARDED, "1").body(Full::new(sent.body.clone()));
    let request = request.map_err(|_| Unanswered::NotSent)?;
    let within = app.options.requests.mutation_within;
    let moved = async {
        let is_other = |now: &Standing| now.writes != Writes::Elsewhere(url.to_owned());
        let _ = standing.wait_for(is_other).await;
        // Who hands the role over still answers what it decided.
        sleep(GRACE).await;
    };
    let answered = tokio::select! {
        answered = timeout(within, app.forwarder.client.request(request)) => answered,
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

fn number(value: &HeaderValue) -> Option<u64> {
    value.to_str().ok()?.parse().ok()
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
