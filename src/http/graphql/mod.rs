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
    response::Response,
    routing::{MethodRouter, get},
};

use super::{App, error::HttpError, live, negotiate::MediaType, observe::RequestId};
pub use admit::{Admitted, admit, pay};
pub use execute::{GiveUp, too_long, within};
use finish::finish;
pub use finish::{Flight, Landed};
pub use receive::{Asker, lang};
use receive::{Received, Taken};
pub use respond::complete;

/// The handler of `/graphql`.
pub fn route() -> MethodRouter<App> {
    get(on_get).post(on_post)
}

async fn on_post(State(app): State<App>, request: Request) -> Result<Response, HttpError> {
    let telling = Telling::of(&app, &request);
    let answered = async {
        match receive::post(&app, request).await? {
            Taken::Kept(finished, wanted) => Ok(finished.respond(&wanted).await),
            Taken::New(received) => answer(app, *received).await,
        }
    };
    answered.await.map_err(|error| telling.tell(error))
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
    let telling = Telling::of(&app, &request);
    let answered = match receive::get(&app, &request) {
        Ok(Taken::Kept(finished, wanted)) => Ok(finished.respond(&wanted).await),
        Ok(Taken::New(received)) => answer(app, *received).await,
        Err(error) => Err(error),
    };
    answered.map_err(|error| telling.tell(error))
}

/// How an error of a request is told to its client.
struct Telling {
    id: RequestId,
    media_type: MediaType,
    precise: bool,
}

impl Telling {
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

/// Answers what was received as the client takes it: a subscription by events where it can,
/// anything else by events only where it must.
async fn answer(app: App, received: Received) -> Result<Response, HttpError> {
    let Received { params, method, asker, answers, resumed, wanted, reports, unread } = received;
    let admitted = match admit(&app, params, &asker) {
        Ok(admitted) => admitted,
        Err(refused) => return respond::refuse(refused, answers),
    };
    receive::fits_method(&method, &admitted, answers)?;
    if answers.by_events(&admitted) {
        pay(&app, &admitted, &asker)?;
        return Ok(live::events(app, admitted, asker, resumed));
    }
    let finished = finish(&app, admitted, &asker, reports).await?;
    if let Some(unread) = unread {
        app.answers.keep_unread(unread, &asker.caller, &finished);
    }
    Ok(finished.respond(&wanted).await)
}
