//! The answers of one operation as server-sent events: graphql-sse, in its mode of distinct
//! connections. Each carries as its id the cursor to resume from.
//!
//! Specification: <https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md>.

use std::{convert::Infallible, pin::pin, time::Duration};

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
    responses::failure,
    stopping,
    told::{Next, Source},
};
use crate::http::{
    App, asker::RequestContext, backlog::Held, charge::Charge, error::HttpError, graphql::Admitted,
    identity,
};

/// Answers an operation by a stream of events; a subscription or a live query after the cursor,
/// where one is given.
///
/// # Errors
/// Where a live query is not taken, or its cursor is none.
pub async fn stream(
    app: App,
    admitted: (Admitted, Charge),
    asker: RequestContext,
    resumed: Option<String>,
) -> Result<Response, HttpError> {
    let mut source = Source::of(&app, admitted, &asker, resumed)?;
    if source.answers_once() {
        // The head says which command the answer shows, and for a mutation that is its own.
        source.ready().await;
    }
    let patience = app.patience;
    // One event waits beside the one that is being written.
    let (sender, mut receiver) = mpsc::channel(1);
    tokio::spawn(pump(app, asker, source, sender).in_current_span());
    let events = stream::poll_fn(move |context| {
        let next = receiver.poll_recv(context);
        // From here on, whoever sends it counts it.
        next.map(|event| event.map(|(event, _)| Ok::<_, Infallible>(event)))
    });
    // So that neither end, nor a proxy between them, takes the stream for dead.
    let keep_alive = KeepAlive::new().interval(patience.ping).text("ping");
    let mut response = Sse::new(events).keep_alive(keep_alive).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.append(header::VARY, HeaderValue::from_static("accept, accept-language"));
    // Proxies of one widespread kind hold events back unless told not to.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

/// Events, each with what counts it.
type Sender = mpsc::Sender<(Event, Option<Held>)>;

/// Sends answers until there are no more, the server stops, the caller may no longer stay, or
/// nobody reads.
async fn pump(app: App, asker: RequestContext, mut source: Source, sender: Sender) {
    let RequestContext { caller, client, languages, .. } = asker;
    let _open = app.metrics.streams.enter();
    let mut draining = app.draining.subscribe();
    let (mut recheck, stalled) = (interval(app.patience.recheck), app.patience.stalled);
    recheck.set_missed_tick_behavior(MissedTickBehavior::Delay);
    'answers: loop {
        {
            let mut ready = pin!(source.ready());
            loop {
                tokio::select! {
                    biased;
                    // Without a word: what is not complete is resumed by its client.
                    () = stopping(&mut draining) => return,
                    () = sender.closed() => return,
                    _ = recheck.tick() => {
                        if let Err(refused) = identity::remains(&app, &caller) {
                            let told = failure(languages, refused.message(), refused.code());
                            let told = serde_json::to_string(&told).unwrap_or_default();
                            send(&sender, stalled, event(told, None)).await;
                            break 'answers;
                        }
                    }
                    () = &mut ready => break,
                }
            }
        }
        // Between the last check and now the caller may have lost the right to see it.
        if identity::remains(&app, &caller).is_err() {
            recheck.reset_immediately();
            continue;
        }
        let Ok(Ok(place)) = timeout(stalled, sender.reserve()).await else {
            tracing::info!("Closed an event stream that was not read");
            return;
        };
        // What is the newest now.
        match source.take().await {
            Next::Nothing => {}
            Next::Told(told) => {
                let told = told.counted(&app.backlog, client);
                place.send((event(told.payload, told.cursor), told.held));
            }
            Next::End => break,
        }
    }
    send(&sender, stalled, Event::default().event("complete").data("")).await;
}

/// Whether an event was taken in time.
async fn send(sender: &Sender, stalled: Duration, event: Event) -> bool {
    matches!(timeout(stalled, sender.send((event, None))).await, Ok(Ok(())))
}

fn event(data: String, cursor: Option<String>) -> Event {
    let event = Event::default().event("next").data(data);
    cursor.into_iter().fold(event, Event::id)
}
