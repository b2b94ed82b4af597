//! Top-level errors: what a caller did wrong, told with a code; what went wrong here, masked.

use std::sync::Arc;

use async_graphql::{Error, ErrorExtensions, Response, ServerError, Value};

use super::{
    code::ErrorCode,
    limits::Limit,
    table::{InputError, TABLES},
};
use auth::Denial;
use domain::{Lang, ViewFault};
use messages::{Message, Say, message};
use registry::{Meter, Stop, StoreError, SubmitError};

/// An argument that the field does not take; the message names the value and the remedy.
pub fn bad_input(message: impl Say) -> Error {
    coded(message, ErrorCode::BadUserInput)
}

/// An argument that cannot be read: the message says where it is, and `argument` holds that path.
pub fn bad_argument(error: &InputError) -> Error {
    let path: Vec<&str> = error.path().collect();
    let error = bad_input(message!("`{}`: {}", path.join("."), error.message()));
    error.extend_with(|_, extensions| {
        let path: Vec<_> = path.iter().map(|part| Value::from(*part)).collect();
        extensions.set("argument", path);
    })
}

/// A cursor of another history; the message says how to go on.
pub fn cursor_unknown(message: impl Say) -> Error {
    coded(message, ErrorCode::CursorUnknown)
}

/// What this machine does not show yet, though another one may.
pub fn not_caught_up(message: impl Say) -> Error {
    coded(message, ErrorCode::NotCaughtUp)
}

/// What cannot be served now, but may be in a moment.
pub fn unavailable(message: impl Say) -> Error {
    coded(message, ErrorCode::Unavailable)
}

/// A fault of the view: logged here once, masked in the answer.
#[expect(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
pub fn internal(error: StoreError) -> Error {
    if error.is_stop() {
        return stopped();
    }
    tracing::error!(%error, "a query failed on the view");
    masked()
}

/// As [`internal`], where a rule could not read the view.
pub fn unreadable(fault: ViewFault) -> Error {
    internal(StoreError::View(fault))
}

/// Why a command was not even considered: the caller may not, or nobody can now.
pub fn unserved(error: &SubmitError) -> Error {
    match error {
        SubmitError::Denied(denial) => coded(denial, denied(denial)),
        SubmitError::ReadOnly(_) => coded(
            message!(
                "storage failed, or the disk is nearly full: records can be read, and nothing is \
                 written until that is mended"
            ),
            ErrorCode::ReadOnly,
        ),
        SubmitError::Closed => {
            coded(message!("the server is stopping; send this again"), ErrorCode::Unavailable)
        }
        SubmitError::NotWriter(_) | SubmitError::InDoubt | SubmitError::NoSpace => {
            coded(error, ErrorCode::Unavailable)
        }
        SubmitError::Unordered(_) => coded(
            message!("the machines of this registry do not agree at present; send this again"),
            ErrorCode::Unavailable,
        ),
        SubmitError::Internal(_) | SubmitError::Rejected(_) | SubmitError::KeyReused(_) => {
            tracing::error!(%error, "a command failed by an internal error");
            masked()
        }
    }
}

const fn denied(denial: &Denial) -> ErrorCode {
    match denial {
        Denial::Anonymous(_) => ErrorCode::Unauthenticated,
        Denial::Role { .. } | Denial::Scope { .. } => ErrorCode::Forbidden,
    }
}

/// A fault of ours, which is told without its reason.
pub fn masked() -> Error {
    coded(
        message!("the server failed; try again, or report it to the operator"),
        ErrorCode::Internal,
    )
}

/// The operation was stopped, so that this is not read for it. Nobody sees it: the answer is
/// [`why_stopped`].
pub fn stopped() -> Error {
    coded(message!("the operation was stopped"), ErrorCode::Timeout)
}

/// The answer to an operation that was stopped: all of it.
pub fn why_stopped(meter: &Meter, stop: Stop, writes: bool) -> Error {
    let (used, most) = (meter.used(), meter.most());
    let remedy = if writes {
        message!(
            "what it wrote stays written: send it again with the same idempotency key, and select \
             less"
        )
    } else {
        message!(
            "narrow it by a filter, request smaller pages, or leave out totals and orders of long \
             lists"
        )
    };
    match stop {
        Stop::Abandoned => coded(
            message!("the operation exceeded its time limit; request less"),
            ErrorCode::Timeout,
        ),
        Stop::Spent => {
            let message = message!(
                "the operation was stopped after it had read {used}, which is more than {most} \
                 points; {remedy}"
            );
            let error = coded(message, ErrorCode::LimitExceeded);
            error.extend_with(|_, extensions| extensions.set("reason", Limit::Reads.as_str()))
        }
        Stop::Unpaid => {
            let message = message!(
                "your budget was spent while the operation was executed: it had read {used}, \
                 which is {} points; send it again later, or request less",
                used.points()
            );
            coded(message, ErrorCode::RateLimited)
        }
    }
}

/// Gives a code to the errors that the library makes of arguments which no type takes.
pub fn with_codes(response: &mut Response) {
    for error in response.errors.iter_mut().filter(|error| !error.path.is_empty()) {
        let extensions = error.extensions.get_or_insert_default();
        if extensions.get("code").is_none() {
            extensions.set("code", ErrorCode::BadUserInput.as_str());
        }
    }
}

/// How many names that are like a wrong one are told.
const SUGGESTIONS: usize = 5;

/// Adds to an error of a field or argument that is not there the names that are like it.
pub fn with_suggestions(mut error: ServerError) -> ServerError {
    if let Some(names) = similar(&error.message) {
        let names: Vec<_> = names.iter().map(|name| format!("\"{name}\"")).collect();
        let names = match names.as_slice() {
            [] => return error,
            [one] => one.clone(),
            [first @ .., last] => format!("{} or {last}", first.join(", ")),
        };
        error.message = format!("{} Did you mean {names}?", error.message);
    }
    error
}

/// The names that are like the one in a message about a field or an argument.
fn similar(message: &str) -> Option<Vec<&'static str>> {
    let quoted: Vec<_> = message.split('"').skip(1).step_by(2).collect();
    let (wrong, known): (_, Vec<&'static str>) = match quoted.as_slice() {
        [wrong, of] if message.starts_with("Cannot query field") => {
            (*wrong, TABLES.find_object(of)?.fields.keys().map(String::as_str).collect())
        }
        [wrong, place] if message.starts_with("Unknown argument") => {
            let (of, field) = place.split_once('.')?;
            let field = TABLES.find_object(of)?.fields.get(field)?;
            (*wrong, field.arguments.iter().map(|it| it.name).collect())
        }
        _ => return None,
    };
    let most = |name: &str| name.len().max(wrong.len()) * 2 / 5;
    let mut near: Vec<_> = known
        .into_iter()
        // No distance is less than that of the lengths: a name of any length costs nothing.
        .filter(|name| name.len().abs_diff(wrong.len()) <= most(name))
        .map(|name| (strsim::osa_distance(wrong, name), name))
        .filter(|(distance, name)| *distance <= most(name))
        .collect();
    near.sort_unstable();
    near.truncate(SUGGESTIONS);
    Some(near.into_iter().map(|(_, name)| name).collect())
}

/// Takes the names that are like a wrong one out of what is said of it.
pub fn without_suggestions(response: &mut Response) {
    for error in &mut response.errors {
        if let Some(at) = error.message.rfind(" Did you mean") {
            error.message.truncate(at);
        }
    }
}

fn coded(message: impl Say, code: ErrorCode) -> Error {
    let message = message.message();
    let error =
        Error { source: Some(Arc::new(message.clone())), ..Error::new(message.to_string()) };
    error.extend_with(|_, extensions| extensions.set("code", code.as_str()))
}

/// An error of the whole request.
pub fn of_request(message: impl Say) -> ServerError {
    let message = message.message();
    ServerError {
        source: Some(Arc::new(message.clone())),
        ..ServerError::new(message.to_string(), None)
    }
}

/// Says what is wrong in a language.
pub fn say(errors: &mut [ServerError], lang: Lang) {
    if lang == Lang::En {
        return;
    }
    for error in errors {
        let ours = error.source::<Message>().cloned();
        // What is wrong with a document the gate says, in the words of the specification.
        error.message = lang.say(&ours.unwrap_or_else(|| Message::foreign(&error.message)));
    }
}
