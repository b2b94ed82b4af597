//! One WebSocket: the conversation, its times, its end.

use std::{sync::Arc, time::Duration};

use async_graphql::parser::types::OperationType;
use axum::{
    extract::{
        WebSocketUpgrade,
        ws::{CloseFrame, Message as Frame, WebSocket},
    },
    http::{Extensions, HeaderMap},
    response::Response,
};
use futures_util::SinkExt;
use messages::{Message, message};
use serde_json::{Map, Value};
use tokio::{
    sync::watch,
    time::{Instant, Interval, MissedTickBehavior, interval, interval_at, timeout},
};
use tracing::Instrument;

use super::{
    operations::{Operations, RUNNING_MAX, Refused, ServerMessage},
    protocol::{self, ClientMessage, Close, CloseReason},
    responses::failure,
    stopping,
    told::Told,
};
use crate::{
    auth::Caller,
    domain::Languages,
    http::{
        App,
        asker::RequestContext,
        budget::REFUSED_AFTER,
        client::{Client, ClientAddr},
        error::{ErrorCode, HttpError},
        forward,
        graphql::{admit, pay},
        identity,
        negotiate::languages_of,
        origin,
        params::Params,
        request_id::RequestId,
        shared,
    },
};

/// How long the other end may take to answer that the socket is closed.
const CLOSE_WITHIN: Duration = Duration::from_secs(2);
/// Bytes that are read of a socket at a time.
const READ_BUFFER: usize = 16 << 10;
/// Bytes that a socket holds to be sent, beyond which it fails: one answer and some pongs.
const WRITE_BUFFER_MAX: usize = 128 << 20;
/// Pings and pongs that are heard in a second; those beyond are heard in the next.
const PINGS: u32 = 100;

/// Turns a request into a WebSocket.
///
/// # Errors
/// 403 for a page of another origin, 401 for a token in the headers that does not count.
pub fn upgrade(
    app: App,
    upgrade: WebSocketUpgrade,
    headers: &HeaderMap,
    extensions: &Extensions,
) -> Result<Response, HttpError> {
    let client = Client::in_extensions(extensions);
    origin::check(headers, &client, &app.options.network)?;
    // Without a token in the headers, one may come in the first message.
    let signed_in = identity::credentials(headers).next().is_some();
    let caller = signed_in.then(|| identity::caller(&app, headers)).transpose()?;
    let (draining, travels) = (app.draining.subscribe(), forward::travels(headers));
    let upgrade = upgrade
        .protocols([protocol::NAME])
        .max_message_size(app.options.requests.body_max)
        .max_frame_size(app.options.requests.body_max)
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_write_buffer_size(WRITE_BUFFER_MAX)
        .on_failed_upgrade(|error| tracing::debug!(%error, "A WebSocket was not opened"));
    let span = tracing::Span::current();
    let languages = extensions.get::<Languages>().copied().unwrap_or_default();
    let request_id = RequestId::in_extensions(extensions);
    Ok(upgrade.on_upgrade(move |socket| {
        let conversation = Conversation {
            app,
            caller,
            travels,
            client: client.address,
            languages,
            request_id,
            open: false,
            operations: Operations::new(),
            socket,
            heard: true,
            pings: (Instant::now(), 0),
        };
        conversation.run(draining).instrument(span)
    }))
}

struct Conversation {
    app: App,
    /// Who is at the other end, as far as it is known before or after the first message.
    caller: Option<Arc<Caller>>,
    /// What travels along where a mutation is sent on to another machine.
    travels: HeaderMap,
    client: ClientAddr,
    languages: Languages,
    request_id: RequestId,
    open: bool,
    operations: Operations,
    socket: WebSocket,
    /// Whether anything was heard since the last ping.
    heard: bool,
    /// Since when pings and pongs are counted, and how many there were.
    pings: (Instant, u32),
}

/// What happens next to a conversation.
enum Next {
    Heard(Option<Result<Frame, axum::Error>>),
    ServerMessage(ServerMessage),
    Ping,
    Recheck,
    InitTimeout,
    Draining,
}

impl Conversation {
    async fn run(mut self, draining: watch::Receiver<bool>) {
        let _open = self.app.metrics.sockets.enter();
        let ended = self.converse(draining.clone()).await;
        let Self { operations, socket, app, .. } = self;
        // Nothing of it reads the registry any more when the socket is seen to be closed.
        let farewell = app.patience.farewell;
        drop((operations, app));
        if let CloseReason::Ours(close) = ended {
            tracing::info!(close.code = close.frame().0, "Closing a WebSocket: {close:?}");
            // Who was slow may yet come to read it.
            let patience = if close == Close::Slow { farewell } else { CLOSE_WITHIN };
            say_goodbye(socket, &close, patience).await;
        }
        // The server waits for this when it stops.
        drop(draining);
    }

    async fn converse(&mut self, mut draining: watch::Receiver<bool>) -> CloseReason {
        if self.socket.protocol().is_none() {
            return Close::Subprotocol.into();
        }
        let patience = self.app.patience;
        let mut ping = interval_at(Instant::now() + patience.ping, patience.ping);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut recheck = interval(patience.recheck);
        recheck.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let opened_by = Instant::now() + patience.unopened;
        loop {
            let next = self.next(&mut ping, &mut recheck, opened_by, &mut draining).await;
            if let Err(end) = self.go_on(next).await {
                return end;
            }
        }
    }

    async fn next(
        &mut self,
        ping: &mut Interval,
        recheck: &mut Interval,
        opened_by: Instant,
        draining: &mut watch::Receiver<bool>,
    ) -> Next {
        tokio::select! {
            biased;
            () = stopping(draining) => Next::Draining,
            () = tokio::time::sleep_until(opened_by), if !self.open => Next::InitTimeout,
            _ = recheck.tick(), if self.open => Next::Recheck,
            message = self.socket.recv() => Next::Heard(message),
            _ = ping.tick() => Next::Ping,
            told = self.operations.next_message() => Next::ServerMessage(told),
        }
    }

    async fn go_on(&mut self, next: Next) -> Result<(), CloseReason> {
        match next {
            Next::Draining => Err(Close::GoingAway.into()),
            Next::InitTimeout => Err(Close::InitTimeout.into()),
            Next::Recheck => self.check_caller().map_err(CloseReason::from),
            Next::Ping if !std::mem::take(&mut self.heard) => Err(Close::Silent.into()),
            Next::Ping => self.send(Frame::Ping(axum::body::Bytes::new())).await,
            Next::ServerMessage(told) => self.tell(told).await,
            Next::Heard(message) => {
                self.heard = true;
                self.hear(message).await
            }
        }
    }

    async fn hear(
        &mut self,
        message: Option<Result<Frame, axum::Error>>,
    ) -> Result<(), CloseReason> {
        match message {
            None | Some(Ok(Frame::Close(_))) => Err(CloseReason::Theirs),
            Some(Err(error)) => {
                tracing::debug!(%error, "A WebSocket failed");
                // Where it is only too large, the other end can still be told.
                let too_big = error.to_string().contains("too long");
                Err(if too_big { Close::TooBig.into() } else { CloseReason::Theirs })
            }
            Some(Ok(Frame::Ping(_) | Frame::Pong(_))) => self.pinged().await,
            Some(Ok(Frame::Binary(_))) => {
                Err(Close::Invalid("messages must be text, not binary".to_owned()).into())
            }
            Some(Ok(Frame::Text(text))) => match protocol::read(&text)? {
                ClientMessage::Pong => self.pinged().await,
                ClientMessage::Ping => {
                    self.pinged().await?;
                    self.say(protocol::pong()).await
                }
                ClientMessage::Init(_) if self.open => Err(Close::InitTwice.into()),
                ClientMessage::Init(payload) => self.open(&payload).await,
                _ if !self.open => Err(Close::Unauthorized.into()),
                ClientMessage::Complete(id) => {
                    self.operations.end(&id);
                    Ok(())
                }
                ClientMessage::Unreadable(id, why) => {
                    self.say(protocol::error(&id, &self.failure(&why, ErrorCode::BadRequest))).await
                }
                ClientMessage::Subscribe(id, request) => self.start(id, *request).await,
            },
        }
    }

    /// Opens the conversation for the caller that the payload names, or the headers did.
    async fn open(&mut self, payload: &Map<String, Value>) -> Result<(), CloseReason> {
        let forbidden = |error: HttpError| Close::Forbidden(error.message().to_string());
        let given = payload.iter().find(|(name, _)| name.eq_ignore_ascii_case("authorization"));
        let blank = |it: &Value| it.as_str().map_or(it.is_null(), |it| it.trim().is_empty());
        // Front ends send one of these for people who have logged out.
        let caller = match given.map(|(_, value)| value).filter(|it| !blank(it)) {
            None => self.unnamed().map_err(forbidden)?,
            Some(Value::String(text)) => {
                let secret =
                    text.split_once(' ').filter(|(it, _)| it.eq_ignore_ascii_case("bearer"));
                let Some((_, secret)) = secret else {
                    let message = "`authorization` must be `Bearer …`".to_owned();
                    return Err(Close::Forbidden(message).into());
                };
                identity::from_secret(&self.app, secret.trim()).map_err(forbidden)?
            }
            Some(_) => {
                return Err(Close::Forbidden("`authorization` must be a string".to_owned()).into());
            }
        };
        let listed = payload.iter().find(|(name, _)| name.eq_ignore_ascii_case("accept-language"));
        if let Some(list) = listed.and_then(|(_, value)| value.as_str()) {
            self.languages = languages_of(list);
        }
        if let Some(wanted) = shared::min_seq(payload.get("minSeq")) {
            shared::wait_for(&self.app, &wanted).await.map_err(|_| Close::NotCaughtUp)?;
        }
        forward::note_travels(&mut self.travels, payload);
        self.caller = Some(caller);
        self.open = true;
        self.say(protocol::ack()).await
    }

    /// The caller whom no message names: the one that the headers did, or nobody in particular.
    fn unnamed(&mut self) -> Result<Arc<Caller>, HttpError> {
        self.caller.take().map_or_else(|| identity::anonymous(&self.app), Ok)
    }

    async fn start(&mut self, id: String, params: Params) -> Result<(), CloseReason> {
        self.check_caller()?;
        let Some(caller) = self.caller.clone() else { return Err(Close::Unauthorized.into()) };
        let asker = RequestContext {
            caller,
            client: self.client,
            languages: self.languages,
            request_id: self.request_id.clone(),
        };
        let min_seq = params.min_seq();
        let sent = if self.app.sends_on() { serde_json::to_vec(&params).ok() } else { None };
        let room = self.app.backlog.check(self.client);
        let admitted = room.and_then(|()| admit(&self.app, params, &asker));
        let started = match (admitted, sent) {
            (Ok(admitted), Some(body)) if admitted.operation == Some(OperationType::Mutation) => {
                let answer = forward::forward_text(self.app.clone(), self.travels.clone(), body);
                self.operations.send_on(id.clone(), &self.app, &asker, answer)
            }
            (Ok(admitted), _) => match pay(&self.app, &admitted) {
                Ok(charge) => {
                    let admitted = (admitted, charge);
                    self.operations.start(id.clone(), &self.app, admitted, &asker, min_seq)
                }
                Err(refused) => Err(Refused::Error(refused)),
            },
            (Err(refused), _) => Err(Refused::Error(refused)),
        };
        match started {
            Ok(()) => Ok(()),
            Err(Refused::Error(refused)) => {
                self.app.metrics.failed(refused.code());
                if refused.code() == ErrorCode::RateLimited {
                    tokio::time::sleep(REFUSED_AFTER).await;
                }
                let told = self.failure(refused.message(), refused.code());
                self.say(protocol::error(&id, &told)).await
            }
            Err(Refused::Duplicate) => Err(Close::Duplicate(id).into()),
            Err(Refused::TooMany) => {
                let message = message!(
                    "{RUNNING_MAX} operations run over this WebSocket; end one, or open another \
                     WebSocket"
                );
                let told = self.failure(&message, ErrorCode::TooManySubscriptions);
                self.say(protocol::error(&id, &told)).await
            }
        }
    }

    async fn tell(&mut self, told: ServerMessage) -> Result<(), CloseReason> {
        self.check_caller()?;
        let said = match &told.told {
            Some(Told { refused: Some(errors), .. }) => protocol::error(&told.id, errors),
            Some(Told { payload, .. }) => protocol::next(&told.id, payload),
            None => protocol::complete(&told.id),
        };
        // What counts it lasts until it is sent.
        let sent = self.say(said).await;
        drop(told);
        sent
    }

    /// A ping or pong was heard: what the protocol answers by itself goes out before more is heard,
    /// so that who pings and does not read is cut like anybody who does not.
    async fn pinged(&mut self) -> Result<(), CloseReason> {
        let (since, many) = &mut self.pings;
        *many += 1;
        if *many >= PINGS {
            tokio::time::sleep_until(*since + Duration::from_secs(1)).await;
            (*since, *many) = (Instant::now(), 0);
        }
        match timeout(self.app.patience.stalled, self.socket.flush()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(CloseReason::Theirs),
            Err(_) => Err(Close::Slow.into()),
        }
    }

    /// One error, as JSON.
    fn failure(&self, message: &Message, code: ErrorCode) -> String {
        let errors = failure(self.languages, message, code).errors;
        serde_json::to_string(&errors).unwrap_or_default()
    }

    /// Whether the caller may stay.
    fn check_caller(&self) -> Result<(), Close> {
        let Some(caller) = &self.caller else { return Ok(()) };
        identity::remains(&self.app, caller)
            .map(drop)
            .map_err(|error| Close::Forbidden(error.message().to_string()))
    }

    async fn say(&mut self, text: String) -> Result<(), CloseReason> {
        self.send(Frame::Text(text.into())).await
    }

    async fn send(&mut self, message: Frame) -> Result<(), CloseReason> {
        match timeout(self.app.patience.stalled, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(CloseReason::Theirs),
            Err(_) => Err(Close::Slow.into()),
        }
    }
}

/// Closes a socket, and waits a little for the other end to have read that.
async fn say_goodbye(mut socket: WebSocket, close: &Close, patience: Duration) {
    let (code, reason) = close.frame();
    let goodbye = async {
        let frame = CloseFrame { code, reason: reason.into() };
        if socket.send(Frame::Close(Some(frame))).await.is_ok() {
            while let Some(Ok(_)) = socket.recv().await {}
        }
    };
    // Who does not answer is left.
    let _ = timeout(patience, goodbye).await;
}
