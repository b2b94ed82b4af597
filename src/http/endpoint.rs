//! `/graphql`: a request becomes one answer, a stream of events or a socket.
//!
//! Owns which of them. The stages of an answer are `graphql`, streams and sockets are `live`.

use std::{sync::Arc, time::Instant};

use async_graphql::parser::types::OperationType;
use axum::{
    extract::{Request, State, WebSocketUpgrade, ws::rejection::WebSocketUpgradeRejection},
    http::header,
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};

use super::{
    App,
    cache::{CachedResponse, Negotiated},
    error::HttpError,
    forward,
    graphql::{
        self, Received,
        receive::{self, Incoming},
    },
    live,
    metrics::CacheLookup,
    negotiate::MediaType,
    request_id::RequestId,
    shared, table,
};

/// The handler of `/graphql`.
pub fn route() -> MethodRouter<App> {
    get(on_get).post(on_post)
}

async fn on_post(State(app): State<App>, request: Request) -> Response {
    post(&app, request).await
}

/// Answers a POST.
pub async fn post(app: &App, request: Request) -> Response {
    let telling = ErrorFormat::of(app, &request);
    let begun = telling.id.begun();
    let answered = match receive::post(app, request).await {
        Ok(Incoming::Kept(finished, wanted)) => return kept(app, &finished, &wanted, begun).await,
        // Apart, so that what most requests need stays small.
        Ok(Incoming::New(received)) => Box::pin(answer(app.clone(), *received, begun)).await,
        Err(error) => Err(error),
    };
    answered.unwrap_or_else(|error| telling.tell(error).into_response())
}

async fn on_get(
    State(app): State<App>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    request: Request,
) -> Result<Response, HttpError> {
    if asks_for_socket(&request) {
        let upgrade = upgrade.map_err(|refused| live::no_handshake(&refused))?;
        return live::upgrade(app, upgrade, request.headers(), request.extensions());
    }
    let telling = ErrorFormat::of(&app, &request);
    let begun = telling.id.begun();
    let answered = match receive::get(&app, &request) {
        Ok(Incoming::Kept(finished, wanted)) => Ok(kept(&app, &finished, &wanted, begun).await),
        Ok(Incoming::New(received)) => Box::pin(answer(app, *received, begun)).await,
        Err(error) => Err(error),
    };
    answered.map_err(|error| telling.tell(error))
}

/// How an error of a request is told to its client.
struct ErrorFormat {
    id: RequestId,
    media_type: MediaType,
    precise: bool,
}

impl ErrorFormat {
    fn of(app: &App, request: &Request) -> Self {
        let media_type = MediaType::accepted(request.headers()).unwrap_or(MediaType::Json);
        let modern = media_type == MediaType::GraphqlResponse;
        let precise = modern && app.options.requests.precise_statuses;
        Self { id: RequestId::in_extensions(request.extensions()), media_type, precise }
    }

    fn tell(&self, error: HttpError) -> HttpError {
        error.under(&self.id).precisely(self.precise).accepted_as(self.media_type)
    }
}

fn asks_for_socket(request: &Request) -> bool {
    let upgrade = request.headers().get(header::UPGRADE);
    upgrade.is_some_and(|it| it.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

/// The response of an answer that was kept under the bytes of the request.
async fn kept(
    app: &App,
    finished: &Arc<CachedResponse>,
    wanted: &Negotiated,
    begun: Instant,
) -> Response {
    let response = finished.respond(wanted, None).await;
    let (operation, outcome) = &finished.counted;
    app.metrics.answered(operation, *outcome, CacheLookup::Kept, begun.elapsed());
    response
}

/// Answers what was received as the client takes it: a subscription by events where it can,
/// anything else by events only where it must.
async fn answer(app: App, received: Received, begun: Instant) -> Result<Response, HttpError> {
    let Received { params, method, asker, answers, resumed, wanted, reports, unread, held, sent } =
        received;
    let min_seq = params.min_seq();
    if let Some(wanted) = &min_seq {
        shared::wait_for(&app, wanted).await?;
    }
    let admitted = graphql::admit(&app, params, &asker);
    // It is read, and what is kept of it is counted with the operation.
    drop(held);
    let admitted = match admitted {
        Ok(admitted) => admitted,
        Err(refused) => return graphql::refuse(refused, answers),
    };
    receive::fits_method(&method, &admitted, answers)?;
    if let (Some(sent), Some(OperationType::Mutation)) = (sent, admitted.operation)
        && let Some(response) = forward::forward(&app, &sent).await?
    {
        return Ok(response);
    }
    let payer = Some(admitted.account().clone());
    if answers.by_events(&admitted) {
        let charge = graphql::pay(&app, &admitted)?;
        return live::events(app, (admitted, charge), asker, resumed).await;
    }
    receive::fits_single(&admitted)?;
    if answers.table.is_some() {
        table::only_of_queries(&admitted)?;
    }
    let finished = Box::pin(graphql::finish(&app, admitted, &asker, reports, begun)).await?;
    if let Some(table) = answers.table {
        return table::respond(&finished, table, &wanted).await;
    }
    // What shows all there is now may not do so when it is asked for again.
    if let Some(unread) = unread.filter(|_| min_seq.is_none()) {
        app.answers.keep_unread(unread, &asker.caller, &finished);
    }
    Ok(finished.respond(&wanted, payer).await)
}
