//! What a request says before its document is looked at: who asks, in which form the answer is
//! wanted, and the parameters.

use std::{error::Error, sync::Arc, time::Duration};

use async_graphql::parser::types::OperationType;
use axum::{
    body::Body,
    extract::Request,
    http::{Extensions, HeaderMap, HeaderName, Method, Version, header},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use messages::message;
use tokio::time::timeout;

use super::Admitted;
use crate::{
    auth::Role,
    domain::Languages,
    graphql::Digest,
    http::{
        App,
        asker::RequestContext,
        backlog::{Held, is_counted},
        cache::{self, CachedResponse, Negotiated},
        client::{Client, ClientAddr},
        csrf,
        error::{ErrorCode, HttpError},
        forward::Sent,
        identity,
        negotiate::{MediaType, TableType, body_coding, is_json, takes_events},
        params::{self, Params},
        request_id::RequestId,
    },
};

/// By which a client asks to be told what its request costs.
const COST: HeaderName = HeaderName::from_static("x-hoptac-cost");
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// Longest cursor that is taken, in bytes.
const CURSOR_MAX: usize = 100;

/// A request, received.
#[derive(Debug)]
pub struct Received {
    /// What is asked for.
    pub params: Params,
    /// By which method.
    pub method: Method,
    /// Who asks.
    pub asker: RequestContext,
    /// How answers are taken.
    pub answers: AcceptedTypes,
    /// The cursor after which a stream of events is resumed.
    pub resumed: Option<String>,
    /// How the answer is taken.
    pub wanted: Negotiated,
    /// Whether the client asks to be told what it costs.
    pub reports: bool,
    /// What tells the request from all others before it is read; `None` where its answer is not
    /// kept.
    pub unread: Option<Digest>,
    /// What counts its bytes.
    pub held: Option<Held>,
    /// The request as it came, where another machine writes.
    pub sent: Option<Sent>,
}

/// A request, as far as it had to be received.
pub enum Incoming {
    /// Its answer is kept.
    Kept(Arc<CachedResponse>, Negotiated),
    /// It is to be answered.
    New(Box<Received>),
}

/// What is known of a request before it is read.
struct Envelope {
    asker: RequestContext,
    answers: AcceptedTypes,
    wanted: Negotiated,
    reports: bool,
    resumed: Option<String>,
}

impl Envelope {
    fn of(
        app: &App,
        method: &Method,
        headers: &HeaderMap,
        extensions: &Extensions,
    ) -> Result<Self, HttpError> {
        let asker = asker(app, headers, extensions)?;
        let answers = AcceptedTypes::wanted(headers)?;
        let public = asker.caller.role == Role::Anonymous;
        let wanted = Negotiated::of(method, headers, answers.media_type, public);
        let (reports, resumed) = (headers.contains_key(COST), resumed(headers));
        Ok(Self { asker, answers, wanted, reports, resumed })
    }

    /// The kept answer to a request of these bytes, or else what the bytes say.
    fn open(
        self,
        app: &App,
        method: Method,
        bytes: &[u8],
        held: Option<Held>,
        read: impl FnOnce() -> Result<Params, HttpError>,
    ) -> Result<Incoming, HttpError> {
        let Self { asker, answers, wanted, reports, resumed } = self;
        let is_json = answers.events.is_none() && answers.table.is_none();
        let is_kept = app.answers.is_enabled() && is_json && !reports;
        let kind = u8::from(method == Method::GET);
        let unread = is_kept
            .then(|| cache::digest_of_bytes(kind, answers.media_type, asker.languages, bytes));
        if let Some(unread) = &unread
            && let Some(kept) =
                app.answers.find_unread(unread, &asker.caller, (app.standing(), app.api.registry()))
        {
            return Ok(Incoming::Kept(kept, wanted));
        }
        let params = read()?;
        let reports = reports || params.asks_for_cost();
        let sent = None;
        let received = Received {
            params,
            method,
            asker,
            answers,
            resumed,
            wanted,
            reports,
            unread,
            held,
            sent,
        };
        Ok(Incoming::New(Box::new(received)))
    }
}

/// How a client takes its answers.
#[derive(Debug, Clone, Copy)]
pub struct AcceptedTypes {
    /// The media type of a single answer.
    pub media_type: MediaType,
    /// Whether it takes events, and then whether it takes nothing else.
    pub events: Option<bool>,
    /// The table that it wants of the list in a single answer.
    pub table: Option<TableType>,
}

impl AcceptedTypes {
    fn wanted(headers: &HeaderMap) -> Result<Self, HttpError> {
        let (events, table) = (takes_events(headers), TableType::accepted(headers));
        let media_type = match (table, events) {
            // By its status such a client is told that it got no table.
            (Some(_), _) => MediaType::GraphqlResponse,
            (None, Some(true)) => MediaType::Json,
            (None, _) => negotiated(headers)?,
        };
        Ok(Self { media_type, events: events.filter(|_| table.is_none()), table })
    }

    /// Whether the answer goes out as events.
    pub fn by_events(self, admitted: &Admitted) -> bool {
        self.events.is_some_and(|nothing_else| {
            nothing_else || admitted.subscribes() || admitted.live.is_some()
        })
    }
}

/// Receives a request by POST.
///
/// # Errors
/// As a request that cannot be served is told.
pub async fn post(app: &App, request: Request) -> Result<Incoming, HttpError> {
    let envelope = Envelope::of(app, &Method::POST, request.headers(), request.extensions())?;
    if !is_json(request.headers()) {
        return Err(HttpError::new(
            ErrorCode::UnsupportedMediaType,
            message!("send the request as `Content-Type: application/json`, in UTF-8"),
        )
        .with_header(header::ACCEPT, "application/json"));
    }
    if let Some(coding) = body_coding(request.headers()) {
        return Err(HttpError::unread_coding(coding));
    }
    let (within, client) = (app.options.connections.body_within, envelope.asker.client);
    let original = app.sends_on().then(|| (request.uri().clone(), request.headers().clone()));
    let (version, body) = (request.version(), request.into_body());
    let received = timeout(within, receive_body(app, client, version, body)).await;
    let (body, held) = received.map_err(|_| late(within))??;
    let mut incoming =
        envelope.open(app, Method::POST, &body, held, || params::from_body(&body))?;
    if let (Incoming::New(received), Some((uri, headers))) = (&mut incoming, original) {
        received.sent = Some(Sent { uri, headers, body: body.into() });
    }
    Ok(incoming)
}

/// Receives a body, and counts what comes of it among what is kept for the client.
async fn receive_body(
    app: &App,
    client: ClientAddr,
    version: Version,
    body: Body,
) -> Result<(Vec<u8>, Option<Held>), HttpError> {
    let most = app.options.requests.body_max;
    let (mut body, mut bytes) = (Limited::new(body, most), Vec::new());
    let mut held = None;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| unread(most, &*error))?;
        let Ok(data) = frame.into_data() else { continue };
        bytes.extend_from_slice(&data);
        if is_counted(bytes.len() as u64, version) {
            app.backlog.check(client)?;
            held.get_or_insert_with(|| app.backlog.hold(client, 0)).grow(data.len() as u64);
        }
    }
    Ok((bytes, held))
}

/// Receives a request by GET.
///
/// # Errors
/// As for [`post`].
pub fn get(app: &App, request: &Request) -> Result<Incoming, HttpError> {
    let headers = request.headers();
    csrf::check(headers, &Client::in_extensions(request.extensions()), &app.options.network)?;
    let envelope = Envelope::of(app, &Method::GET, headers, request.extensions())?;
    let uri = request.uri();
    let query = uri.query().unwrap_or_default();
    envelope.open(app, Method::GET, query.as_bytes(), None, || params::from_uri(uri))
}

/// Refuses in a single answer what is answered again and again.
///
/// # Errors
/// 406 for a live query, and for a subscription.
pub fn fits_single(admitted: &Admitted) -> Result<(), HttpError> {
    let message = if admitted.subscribes() {
        message!(
            "a subscription is answered as events or over a WebSocket; accept text/event-stream"
        )
    } else if admitted.live.is_some() {
        message!(
            "a query with `@live` is answered as events or over a WebSocket; accept \
             text/event-stream, or send the query without `@live`"
        )
    } else {
        return Ok(());
    };
    Err(HttpError::new(ErrorCode::NotAcceptable, message))
}

/// Refuses by GET what may change something.
///
/// # Errors
/// 405 for what is no query, nor a subscription that is answered by events.
pub fn fits_method(
    method: &Method,
    admitted: &Admitted,
    answers: AcceptedTypes,
) -> Result<(), HttpError> {
    let fits = match admitted.operation {
        None | Some(OperationType::Query) => true,
        // What changes nothing may be asked for by GET.
        Some(OperationType::Subscription) => answers.events.is_some(),
        Some(OperationType::Mutation) => false,
    };
    if fits || method != Method::GET {
        return Ok(());
    }
    Err(HttpError::new(
        ErrorCode::MethodNotAllowed,
        message!(
            "only queries are executed by GET, and subscriptions where text/event-stream is \
         accepted; send this operation by POST"
        ),
    )
    .with_header(header::ALLOW, "POST"))
}

/// Who sends a request with these headers and extensions.
///
/// # Errors
/// 401 for a token that does not count, or none where one is needed.
pub fn asker(
    app: &App,
    headers: &HeaderMap,
    extensions: &Extensions,
) -> Result<RequestContext, HttpError> {
    let caller = identity::caller(app, headers)?;
    let client = ClientAddr::in_extensions(extensions);
    let request_id = RequestId::in_extensions(extensions);
    let languages = extensions.get::<Languages>().copied().unwrap_or_default();
    Ok(RequestContext { caller, client, languages, request_id })
}

fn resumed(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(LAST_EVENT_ID).and_then(|value| value.to_str().ok());
    id.filter(|id| (1..=CURSOR_MAX).contains(&id.len())).map(str::to_owned)
}

fn negotiated(headers: &HeaderMap) -> Result<MediaType, HttpError> {
    MediaType::accepted(headers).ok_or_else(|| {
        HttpError::new(
            ErrorCode::NotAcceptable,
            message!(
                "answers are application/graphql-response+json, application/json, \
                 text/event-stream or, of a list, text/csv or a workbook (.xlsx); accept one of them"
            ),
        )
    })
}

fn late(within: Duration) -> HttpError {
    let message = message!("the body did not arrive within {} seconds", within.as_secs());
    HttpError::new(ErrorCode::RequestTimeout, message)
}

fn unread(most: usize, error: &(dyn Error + Send + Sync + 'static)) -> HttpError {
    if error.is::<LengthLimitError>() {
        let message = message!("the body of a request may have at most {most} bytes");
        return HttpError::new(ErrorCode::PayloadTooLarge, message);
    }
    HttpError::bad_request(message!("the body ended early"))
}
