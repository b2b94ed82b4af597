//! Operations whose answers keep coming: over a WebSocket, and as server-sent events.
//!
//! `responses` computes the answers of an operation on threads that may block. Live queries are
//! `queries`, each of which that differs is a `group`, and who asks it a `member` of it; `pushed` is
//! what they are told, whole or as a `patch`. `told` is either, as a transport sees it. `protocol` is what the two ends of a
//! WebSocket say to each other, `handshake` how one is refused, `socket` serves one, `events` serves one stream of events. All end
//! when the server stops, when the caller may no longer stay, and when the other end does not read.

mod events;
mod group;
mod handshake;
mod member;
mod operations;
mod patch;
mod protocol;
mod pushed;
mod queries;
mod responses;
mod socket;
mod told;

use std::time::Duration;

use tokio::sync::watch;

pub use events::stream as events;
pub use handshake::refused as no_handshake;
pub use queries::LiveQueries;
pub use socket::upgrade;

/// How long is waited for what.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// For the other end to read what is sent to it, before it is cut.
    pub stalled: Duration,
    /// For an end that was cut over a socket to read that it was.
    pub farewell: Duration,
    /// For a client to open the conversation over a socket.
    pub unopened: Duration,
    /// Between pings of a socket, and between comments among events. A client that is silent from
    /// one ping to the next is gone.
    pub ping: Duration,
    /// Between looks at whether a caller may stay, beside those before each answer.
    pub recheck: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            stalled: Duration::from_secs(30),
            farewell: Duration::from_secs(30),
            unopened: Duration::from_secs(10),
            ping: Duration::from_secs(15),
            recheck: Duration::from_secs(1),
        }
    }
}

/// Waits until the server is about to stop.
async fn stopping(draining: &mut watch::Receiver<bool>) {
    // An error says that the server is gone, which is the end as well.
    let _ = draining.wait_for(|draining| *draining).await;
}
