//! The protocol `graphql-transport-ws`: what is said over a WebSocket, and why one is closed.
//!
//! Specification: <https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>. Must not
//! know sockets, nor how operations are executed.

use messages::Message;
use serde_json::{Map, Value, json};

use crate::http::{
    json,
    params::{self, Params},
};

/// The subprotocol's name, as both ends agree on it.
pub const NAME: &str = "graphql-transport-ws";
/// Longest id of an operation, in bytes.
const ID_MAX: usize = 128;

/// What a client says.
#[derive(Debug)]
pub enum ClientMessage {
    /// Opens the conversation, perhaps with a token.
    Init(Map<String, Value>),
    Ping,
    Pong,
    /// Asks for an operation under an id of its own choice.
    Subscribe(String, Box<Params>),
    /// Asks for something that cannot be read as an operation; why is told under its id.
    Unreadable(String, Message),
    /// Wants no more of an operation.
    Complete(String),
}

/// Reads what a client says.
///
/// # Errors
/// [`Close::Invalid`] where it is nothing that the protocol knows.
pub fn read(text: &str) -> Result<ClientMessage, Close> {
    let invalid = |why: &str| Close::Invalid(why.to_owned());
    let value = json::read(text.as_bytes());
    let value = value.map_err(|error| Close::Invalid(format!("the message {error}")))?;
    let Value::Object(mut message) = value else {
        return Err(invalid("the message is not an object"));
    };
    let Some(Value::String(kind)) = message.remove("type") else {
        return Err(invalid("the message has no `type`"));
    };
    let payload = match message.remove("payload") {
        None | Some(Value::Null) => None,
        Some(Value::Object(payload)) => Some(payload),
        Some(_) => return Err(invalid("`payload` must be an object")),
    };
    let id = match message.remove("id") {
        Some(Value::String(id)) if (1..=ID_MAX).contains(&id.len()) => Some(id),
        _ => None,
    };
    let needed = || invalid("`id` must be a string of 1 to 128 bytes");
    match kind.as_str() {
        "connection_init" => Ok(ClientMessage::Init(payload.unwrap_or_default())),
        "ping" => Ok(ClientMessage::Ping),
        "pong" => Ok(ClientMessage::Pong),
        "complete" => id.map(ClientMessage::Complete).ok_or_else(needed),
        "subscribe" => {
            let id = id.ok_or_else(needed)?;
            let Some(payload) = payload else { return Err(invalid("`payload` is missing")) };
            Ok(match params::from_map(payload) {
                Ok(params) => ClientMessage::Subscribe(id, Box::new(params)),
                Err(error) => ClientMessage::Unreadable(id, error.message().clone()),
            })
        }
        _ => Err(invalid("the `type` is not that of a client message")),
    }
}

/// The conversation is open.
pub fn ack() -> String {
    json!({ "type": "connection_ack" }).to_string()
}

/// The answer to a ping.
pub fn pong() -> String {
    json!({ "type": "pong" }).to_string()
}

/// One answer of an operation, which is JSON.
pub fn next(id: &str, payload: &str) -> String {
    let id = Value::from(id);
    format!("{{\"id\":{id},\"type\":\"next\",\"payload\":{payload}}}")
}

/// An operation was not executed, or is over: its errors, which are JSON. Nothing more comes under
/// its id.
pub fn error(id: &str, errors: &str) -> String {
    let id = Value::from(id);
    format!("{{\"id\":{id},\"type\":\"error\",\"payload\":{errors}}}")
}

/// Nothing more comes under an id.
pub fn complete(id: &str) -> String {
    json!({ "id": id, "type": "complete" }).to_string()
}

/// Why a socket is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Close {
    /// The server stops; connect again and resume.
    GoingAway,
    /// A message is larger than those that are taken.
    TooBig,
    /// A message is none of the protocol.
    Invalid(String),
    /// An operation was asked for before the conversation was open.
    Unauthorized,
    /// The caller may not (or no longer) be here.
    Forbidden(String),
    /// No subprotocol that is spoken here was offered.
    Subprotocol,
    /// The conversation was not opened in time.
    InitTimeout,
    /// A ping was not answered.
    Silent,
    /// The id of a running operation was used for another.
    Duplicate(String),
    /// This machine does not show what is wanted.
    NotCaughtUp,
    /// What was sent was not read.
    Slow,
    /// The conversation was opened twice.
    InitTwice,
}

impl Close {
    /// The close code (RFC 6455, 7.4), and the reason in words: 123 bytes at most.
    pub fn frame(&self) -> (u16, String) {
        let (code, reason) = match self {
            Self::GoingAway => (1001, "the server is stopping; reconnect and resume"),
            Self::TooBig => (1009, "the message is too large"),
            Self::Invalid(why) => (4400, why.as_str()),
            Self::Unauthorized => (4401, "Unauthorized"),
            Self::Forbidden(why) => (4403, why.as_str()),
            Self::Subprotocol => (4406, "Subprotocol not acceptable"),
            Self::InitTimeout => (4408, "Connection initialisation timeout"),
            Self::Duplicate(id) => {
                return (4409, shortened(&format!("Subscriber for {id} already exists")));
            }
            Self::Slow => (4410, "the client did not read in time; resume after the last event"),
            Self::NotCaughtUp => {
                (4412, "this machine does not show yet what minSeq asks for; reconnect")
            }
            Self::Silent => (4411, "a ping was not answered in time"),
            Self::InitTwice => (4429, "Too many initialisation requests"),
        };
        (code, shortened(reason))
    }
}

/// The end of a conversation: by whom, and why.
pub enum CloseReason {
    /// The other end is gone, or closes.
    Theirs,
    /// This end closes.
    Ours(Close),
}

impl From<Close> for CloseReason {
    fn from(close: Close) -> Self {
        Self::Ours(close)
    }
}

fn shortened(reason: &str) -> String {
    let mut end = reason.len().min(123);
    while !reason.is_char_boundary(end) {
        end -= 1;
    }
    reason[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_client_may_say_is_read() {
        let said = |text: &str| format!("{:?}", read(text).unwrap());
        assert_eq!(said(r#"{"type": "connection_init"}"#), "Init({})");
        assert_eq!(said(r#"{"type": "connection_init", "payload": null}"#), "Init({})");
        assert_eq!(said(r#"{"type": "ping", "payload": {"a": 1}}"#), "Ping");
        assert_eq!(said(r#"{"type": "pong"}"#), "Pong");
        assert_eq!(said(r#"{"type": "complete", "id": "a"}"#), r#"Complete("a")"#);
        let query = r#"{"type": "subscribe", "id": "a", "payload": {"query": "{ a }"}}"#;
        assert!(matches!(read(query), Ok(ClientMessage::Subscribe(id, _)) if id == "a"));
        assert_eq!(said("\u{feff}{\"type\": \"ping\"}"), "Ping");
        let none = r#"{"type": "subscribe", "id": "a", "payload": {"query": 1}}"#;
        assert!(matches!(read(none), Ok(ClientMessage::Unreadable(id, _)) if id == "a"));
    }

    #[test]
    fn anything_else_closes_the_socket() {
        for text in [
            "",
            "{",
            "[]",
            "null",
            "{}",
            r#"{"type": 1}"#,
            r#"{"type": "ping", "type": "pong"}"#,
            r#"{"type": "subscribe", "id": "a", "payload": {"query": "{ a }", "query": "{ b }"}}"#,
            r#"{"type": "start"}"#,
            r#"{"type": "connection_ack"}"#,
            r#"{"type": "connection_init", "payload": "x"}"#,
            r#"{"type": "complete"}"#,
            r#"{"type": "complete", "id": ""}"#,
            r#"{"type": "subscribe", "id": "a"}"#,
            r#"{"type": "subscribe", "payload": {"query": "{ a }"}}"#,
            r#"{"type": "subscribe", "id": 1, "payload": {"query": "{ a }"}}"#,
        ] {
            let close = read(text).unwrap_err();
            assert_eq!(close.frame().0, 4400, "{text}");
        }
    }

    #[test]
    fn a_reason_fits_its_frame() {
        let (code, reason) = Close::Duplicate("đ".repeat(64)).frame();
        assert_eq!(code, 4409);
        assert!(reason.len() <= 123 && reason.len() > 120, "{}", reason.len());
    }
}
