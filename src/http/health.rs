//! Whether the process is up, and whether the registry can be read and written.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::App;

/// Answers as long as the process does.
pub async fn live() -> Response {
    Json(json!({ "status": "live" })).into_response()
}

/// 200 with the last command's number, and how many bytes of journal and view are still to be checked
/// since the start; 503 while nothing can be written, since storage failed or the
/// disk is nearly full, and once the server is stopping.
pub async fn ready(State(app): State<App>) -> Response {
    let status = state(&app);
    let unchecked = app.api.registry().checked().left();
    let body = Json(json!({ "status": status, "seq": app.seq(), "unchecked": unchecked }));
    if status == READY {
        return body.into_response();
    }
    (StatusCode::SERVICE_UNAVAILABLE, body).into_response()
}

/// 200 where a mutation would be written, here or on the machine that writes; else 503 with what is
/// missing.
pub async fn write(State(app): State<App>) -> Response {
    let status = match (state(&app), app.writes_nothing()) {
        (READY, Some(missing)) => missing,
        (status, _) => status,
    };
    let body = Json(json!({ "status": status, "seq": app.seq() }));
    if status == READY {
        return body.into_response();
    }
    (StatusCode::SERVICE_UNAVAILABLE, body).into_response()
}

/// The state in which the registry can be read and written.
const READY: &str = "ready";

/// Whether the registry can be read and written, in a word.
pub fn state(app: &App) -> &'static str {
    if *app.draining.borrow() {
        "stopping"
    } else if app.api.registry().is_read_only().is_some() {
        // What failed stands in the log: it may name files.
        "read-only"
    } else if app.is_cut_off() {
        "cut-off"
    } else if app.is_behind() {
        "behind"
    } else {
        READY
    }
}
