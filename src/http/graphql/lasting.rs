//! How a query is kept alive: what its `@live` says, and what the request says beside, as
//! `extensions.live`. Must not know how answers are pushed.

use std::time::Duration;

use data_encoding::BASE64URL_NOPAD;
use messages::message;
use serde_json::Value;

use crate::{
    graphql::LiveQuery,
    http::error::{ErrorCode, HttpError},
};

/// Longest cursor, in bytes: a number, a dash, a hash.
const CURSOR_MAX: usize = 60;

/// What tells the bytes of an answer from others.
pub type AnswerHash = [u8; 16];

/// How a query is kept alive.
#[derive(Debug, Clone)]
pub struct LiveOptions {
    /// The least time between two answers.
    pub throttle: Duration,
    /// Whether the client takes patches (RFC 6902) of the answer before.
    pub patches: bool,
    /// Where it stood before: what it was told then is not told again.
    pub after: Option<LiveCursor>,
}

/// Where a live query stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LiveCursor {
    /// The command as of which the answer was read.
    pub seq: u64,
    /// The hash of the answer.
    pub hash: AnswerHash,
}

impl LiveOptions {
    /// Reads what a request says of its live query.
    ///
    /// # Errors
    /// Where it is of the wrong type, or names no place.
    pub fn read(live: LiveQuery, extensions: Option<&Value>) -> Result<Self, HttpError> {
        let mut read = Self { throttle: live.throttle, patches: false, after: None };
        let said = match extensions.and_then(|it| it.get("live")) {
            None | Some(Value::Null) => return Ok(read),
            Some(Value::Object(said)) => said,
            Some(_) => {
                let message = message!("`extensions.live` must be an object or null");
                return Err(HttpError::misshapen(message));
            }
        };
        read.patches = match said.get("patch") {
            None | Some(Value::Null) => false,
            Some(Value::Bool(patches)) => *patches,
            Some(_) => {
                let message = message!("`extensions.live.patch` must be true, false or null");
                return Err(HttpError::misshapen(message));
            }
        };
        read.after = match said.get("after") {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(LiveCursor::decode(text)?),
            Some(_) => {
                let message = message!("`extensions.live.after` must be a string or null");
                return Err(HttpError::misshapen(message));
            }
        };
        Ok(read)
    }
}

impl LiveCursor {
    /// The cursor as clients keep it.
    pub fn encode(self) -> String {
        format!("{}-{}", self.seq, BASE64URL_NOPAD.encode(&self.hash))
    }

    /// Reads a cursor.
    ///
    /// # Errors
    /// Where it is none.
    pub fn decode(text: &str) -> Result<Self, HttpError> {
        let parts = text.split_once('-').filter(|_| text.len() <= CURSOR_MAX);
        let read = parts.and_then(|(seq, hash)| {
            let hash = BASE64URL_NOPAD.decode(hash.as_bytes()).ok()?;
            Some(Self { seq: seq.parse().ok()?, hash: hash.try_into().ok()? })
        });
        read.ok_or_else(|| {
            let shown: String = text.chars().take(CURSOR_MAX).collect();
            let message = message!(
                "`{shown}` is not the cursor of a live query; send `extensions.live.cursor` of its \
                 last answer, or none"
            );
            HttpError::new(ErrorCode::BadUserInput, message)
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(extensions: &Value) -> Result<LiveOptions, HttpError> {
        let live = LiveQuery { throttle: Duration::ZERO };
        LiveOptions::read(live, Some(extensions))
    }

    #[test]
    fn a_request_says_how_it_takes_answers_and_where_it_stood() {
        let cursor = LiveCursor { seq: 12, hash: *b"sixteen bytes ok" };
        let said = json!({ "live": { "patch": true, "after": cursor.encode() }, "cost": true });
        let options = read(&said).unwrap();
        assert_eq!((options.patches, options.after), (true, Some(cursor)));
        for said in [json!({}), json!({ "live": null }), json!({ "live": { "patch": null } })] {
            let options = read(&said).unwrap();
            assert_eq!((options.patches, options.after), (false, None));
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (live, named) in [
            (json!(true), "`extensions.live`"),
            (json!({ "patch": "json" }), "`extensions.live.patch`"),
            (json!({ "after": 7 }), "`extensions.live.after`"),
            (json!({ "after": "7" }), "`7`"),
            (json!({ "after": "7-AAAA" }), "`7-AAAA`"),
            (json!({ "after": "x".repeat(5_000) }), "`xxx"),
        ] {
            let told = read(&json!({ "live": live })).unwrap_err().message().to_string();
            assert!(told.contains(named) && told.len() < 300, "{told}");
        }
    }
}
