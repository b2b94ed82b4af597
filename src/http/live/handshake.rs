//! What is told of a request that asks for a WebSocket and is no handshake.

use axum::{extract::ws::rejection::WebSocketUpgradeRejection, http::header};
use messages::message;

use crate::http::error::HttpError;

/// What is told of a request that is no handshake (RFC 6455, 4.2.1).
pub fn refused(rejection: &WebSocketUpgradeRejection) -> HttpError {
    match rejection {
        WebSocketUpgradeRejection::InvalidConnectionHeader(_) => HttpError::bad_request(message!(
            "a WebSocket is opened with the headers `Connection: Upgrade` and `Upgrade: websocket`; \
             the first is missing"
        )),
        WebSocketUpgradeRejection::InvalidWebSocketVersionHeader(_) => {
            HttpError::bad_request(message!("send the header `Sec-WebSocket-Version: 13`"))
                .with_header(header::SEC_WEBSOCKET_VERSION, "13")
        }
        WebSocketUpgradeRejection::WebSocketKeyHeaderMissing(_) => {
            HttpError::bad_request(message!("the header `Sec-WebSocket-Key` is missing"))
        }
        _ => HttpError::bad_request(message!(
            "a WebSocket is opened by GET over HTTP/1.1, on a connection that can be upgraded"
        )),
    }
}
