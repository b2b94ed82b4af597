//! How a machine answers that is one of several with the same registry: up to which command an answer
//! shows it, and how long to wait for one.
//!
//! Must not know how machines agree: that is told by [`Standing`].

use std::{num::NonZeroU32, time::Duration};

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue},
    response::Response,
};
use messages::message;
use serde_json::Value;
use tokio::time::timeout;

use super::{
    App,
    error::{ErrorCode, HttpError},
};
use crate::registry::{Standing, Writes};

/// The last command that an answer may show.
pub const SEQ: HeaderName = HeaderName::from_static("hoptac-seq");
/// The command that an answer must show, or `now`.
pub const MIN_SEQ: HeaderName = HeaderName::from_static("hoptac-min-seq");
/// How old what an answer shows is, in seconds, where that is much.
pub const STALE: HeaderName = HeaderName::from_static("hoptac-stale");
/// How long is waited for a command to be shown.
const SHOWN: Duration = Duration::from_secs(1);

/// What a request wants to see at least, as JSON.
pub fn min_seq(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

impl App {
    /// What is asked of where this machine stands among others; `None` where it is alone.
    pub(super) fn place<T>(&self, of: impl FnOnce(&Standing) -> T) -> Option<T> {
        self.api.registry().standing().map(|standing| of(&standing.borrow()))
    }

    /// How many machines answer the callers of this registry, as far as is known.
    pub(super) fn machines(&self) -> u32 {
        self.place(|place| place.machines.here).unwrap_or(1).max(1)
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
        None => timeout(SHOWN, registry.is_current()).await.is_ok(),
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

/// Waits until a command is shown; returns whether that is so in time.
pub async fn shows(app: &App, seq: u64) -> bool {
    let registry = app.api.registry();
    if registry.head().seq >= seq {
        return true;
    }
    let mut follower = registry.follow();
    matches!(timeout(SHOWN, follower.reaches(seq)).await, Ok(Some(_)))
}

/// The number that a header says.
pub fn number(value: &HeaderValue) -> Option<u64> {
    value.to_str().ok()?.parse().ok()
}
