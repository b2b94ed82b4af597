//! GraphQL over HTTP: POST with a JSON body, GET for queries; events and sockets by `live`.
//!
//! A request goes through these stages, in this order:
//!
//! 1. `receive`: method, origin, caller, media types, and the parameters, as [`Received`];
//! 2. `admit`: whether what is asked for is executed at all: limits and budgets;
//! 3. `finish`: the answer, kept or computed by `execute` within its time;
//! 4. `respond`: its form, status and headers.
//!
//! What comes over sockets passes through `admit` and `execute` alike.

mod admit;
mod execute;
mod finish;
mod receive;
mod respond;

use axum::{
    extract::{Request, State, WebSocketUpgrade, ws::rejection::WebSocketUpgradeRejection},
    http::header,
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};

use super::{App, error::HttpError, live};
pub use admit::{Admitted, admit, pay};
use execute::execute;
use finish::finish;
pub use finish::{Flight, Landed};
pub use receive::{Asker, lang};
use receive::{Received, Taken};
pub use respond::was_refused;

/// The handler of `/graphql`.
pub fn route() -> MethodRouter<App> {
    get(on_get).post(on_post)
}

async fn on_post(State(app): State<App>, request: Request) -> Result<Response, HttpError> {
    match receive::post(&app, request).await? {
        Taken::Kept(finished, wanted) => Ok(respond::respond(&app, &finished, &wanted).await),
        Taken::New(received) => answer(app, *received).await,
    }
}

async fn on_get(
    State(app): State<App>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    request: Request,
) -> Result<Response, HttpError> {
    if asks_for_socket(&request) {
        let upgrade = upgrade.map_err(|error| HttpError::bad_request(error.body_text()))?;
        return live::upgrade(app, upgrade, request.headers(), request.extensions());
    }
    match receive::get(&app, &request)? {
        Taken::Kept(finished, wanted) => Ok(respond::respond(&app, &finished, &wanted).await),
        Taken::New(received) => answer(app, *received).await,
    }
}

fn asks_for_socket(request: &Request) -> bool {
    let upgrade = request.headers().get(header::UPGRADE);
    upgrade.is_some_and(|it| it.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

/// Answers what was received as the client takes it: a subscription by events where it can,
/// anything else by events only where it must.
async fn answer(app: App, received: Received) -> Result<Response, HttpError> {
    let Received { params, method, asker, answers, resumed, wanted, reports, unread } = received;
    let admitted = match admit(&app, params, &asker) {
        Ok(admitted) => admitted,
        Err(refused) => return Ok(respond::refuse(&app, refused, answers)),
    };
    receive::fits_method(&method, &admitted, answers)?;
    if answers.by_events(&admitted) {
        pay(&app, &admitted, &asker)?;
        return Ok(live::events(app, admitted, asker, resumed));
    }
    match finish(&app, admitted, &asker, reports).await {
        Ok(finished) => {
            if let Some(unread) = unread {
                app.answers.keep_unread(unread, &asker.caller, &finished);
            }
            Ok(respond::respond(&app, &finished, &wanted).await)
        }
        Err(failed) => Ok(failed.into_response()),
    }
}
