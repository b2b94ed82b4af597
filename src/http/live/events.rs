//! The answers of one operation as server-sent events: graphql-sse, in its mode of distinct
//! connections. Each carries as its id the cursor to resume from.
//!
//! Specification: <https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md>.

use std::{convert::Infallible, sync::Arc, time::Duration};

use async_graphql::Response as Answer;
use axum::{
    http::{HeaderValue, header},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream;
use tokio::{
    sync::mpsc,
    time::{MissedTickBehavior, interval, timeout},
};
use tracing::Instrument;

use super::{
    responses::{Responses, failure},
    stopping,
};
use crate::{
    graphql::Position,
    http::{App, asker::RequestContext, charge::Charge, graphql::Admitted, identity},
};

/// Answers an operation by a stream of events; a subscription after the cursor, where one is given.
pub fn stream(
    app: App,
    admitted: (Admitted, Charge),
    asker: RequestContext,
    resumed: Option<String>,
) -> Response {
    let position = Arc::new(Position::after(resumed));
    let responses = Responses::of(&app, admitted, &asker, &position);
    let patience = app.patience;
    // One event waits beside the one that is being written.
    let (sender, mut receiver) = mpsc::channel(1);
    tokio::spawn(pump(app, asker, responses, position, sender).in_current_span());
    let events = stream::poll_fn(move |context| receiver.poll_recv(context));
    // So that neither end, nor a proxy between them, takes the stream for dead.
    let keep_alive = KeepAlive::new().interval(patience.ping).text("ping");
    let mut response = Sse::new(events).keep_alive(keep_alive).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.append(header::VARY, HeaderValue::from_static("accept, accept-language"));
    // Proxies of one widespread kind hold events back unless told not to.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

type Sender = mpsc::Sender<Result<Event, Infallible>>;

/// Sends answers until there are no more, the server stops, the caller may no longer stay, or
/// nobody reads.
async fn pump(
    app: App,
    asker: RequestContext,
    mut responses: Responses,
    position: Arc<Position>,
    sender: Sender,
) {
    let RequestContext { caller, languages, .. } = asker;
    let _open = app.metrics.streams.enter();
    let mut draining = app.draining.subscribe();
    let (mut recheck, stalled) = (interval(app.patience.recheck), app.patience.stalled);
    recheck.set_missed_tick_behavior(MissedTickBehavior::Delay);
    'answers: loop {
        let mut next = std::pin::pin!(responses.next());
        let answer = loop {
            tokio::select! {
                biased;
                // Without a word: what is not complete is resumed by its client.
                () = stopping(&mut draining) => return,
                () = sender.closed() => return,
                _ = recheck.tick() => {
                    if let Err(refused) = identity::remains(&app, &caller) {
                        let told = failure(languages, refused.message(), refused.code());
                        send(&sender, stalled, event(&told, None)).await;
                        break 'answers;
                    }
                }
                answer = &mut next => break answer,
            }
        };
        let Some(answer) = answer else { break };
        // Between the last check and now the caller may have lost the right to see it.
        if identity::remains(&app, &caller).is_err() {
            recheck.reset_immediately();
            continue;
        }
        if !send(&sender, stalled, event(&answer, position.take_reached())).await {
            tracing::info!("Closed an event stream that was not read");
            return;
        }
    }
    send(&sender, stalled, Event::default().event("complete").data("")).await;
}

/// Whether an event was taken in time.
async fn send(sender: &Sender, stalled: Duration, event: Event) -> bool {
    matches!(timeout(stalled, sender.send(Ok(event))).await, Ok(Ok(())))
}

fn event(answer: &Answer, cursor: Option<String>) -> Event {
    let data = serde_json::to_string(answer).unwrap_or_default();
    let event = Event::default().event("next").data(data);
    cursor.into_iter().fold(event, Event::id)
}
