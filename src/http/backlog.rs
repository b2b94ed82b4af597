//! What is kept in memory for clients: answers that they have not read yet, requests as far as they
//! have come, and the documents of operations that go on. How many bytes that takes, in all and for
//! each address. For whom much is kept is served no more until there is less, so that no client
//! decides how much memory the server takes.
//!
//! Must not know what is asked or answered.

use std::{
    collections::HashMap,
    net::IpAddr,
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    http::Version,
    response::Response,
};
use hyper::body::{Frame, SizeHint};
use messages::message;

use super::{
    client::{ClientAddr, subscriber},
    error::{ErrorCode, HttpError},
};

/// Most bytes that wait for the clients of one address; what is computed already comes on top.
pub const OF_ONE: u64 = 32 << 20;
/// Most bytes that wait for all clients, beyond which only those are answered for whom little waits.
pub const OF_ALL: u64 = 256 << 20;
/// What is little.
pub const OF_READER: u64 = 256 << 10;
/// Requests and answers over HTTP/1 that are not counted, as a connection carries but one at a time.
const SMALL: u64 = 4 << 10;
/// How long is waited before it is looked again whether a client has read.
pub const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// What waits for whom. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Backlog(Arc<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    all: AtomicU64,
    of: Mutex<HashMap<IpAddr, u64>>,
}

/// Bytes that wait for a client, until it is dropped.
#[derive(Debug)]
pub struct Held {
    backlog: Backlog,
    address: IpAddr,
    bytes: u64,
}

impl Backlog {
    /// Bytes begin to wait for a client.
    pub fn hold(&self, client: ClientAddr, bytes: u64) -> Held {
        let address = subscriber(client.0);
        self.0.all.fetch_add(bytes, Relaxed);
        *self.of().entry(address).or_default() += bytes;
        Held { backlog: self.clone(), address, bytes }
    }

    /// How many bytes wait.
    pub fn bytes(&self) -> u64 {
        self.0.all.load(Relaxed)
    }

    /// Whether a client may be answered more.
    pub fn has_room(&self, client: ClientAddr) -> bool {
        let all = self.bytes();
        // The lock is spared where even all of it were one address's.
        if all < OF_ONE {
            return true;
        }
        let own = self.of().get(&subscriber(client.0)).copied().unwrap_or_default();
        // Who reads is answered, however many others do not.
        own < if all < OF_ALL { OF_ONE } else { OF_READER }
    }

    /// As [`Backlog::has_room`], for a request.
    ///
    /// # Errors
    /// Why it is not answered.
    pub fn check(&self, client: ClientAddr) -> Result<(), HttpError> {
        if self.has_room(client) {
            return Ok(());
        }
        let message = message!(
            "as much is kept for this address as may be: answers that are not read, requests that \
             are not whole, and subscriptions; read the answers, or close connections"
        );
        Err(HttpError::new(ErrorCode::Unavailable, message)
            .with_retry_after(std::num::NonZeroU32::MIN))
    }

    /// Waits until a client may be answered more.
    pub async fn room(&self, client: ClientAddr) {
        while !self.has_room(client) {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Counts the body of a response for as long as its bytes are there.
    pub fn count(&self, client: ClientAddr, version: Version, response: Response) -> Response {
        let size = response.body().size_hint().exact();
        if size.is_some_and(|size| !is_counted(size, version)) {
            return response;
        }
        let held = self.hold(client, size.unwrap_or_default());
        response.map(|body| Body::new(Counted { body, held }))
    }

    // Nothing panics while it holds the lock.
    fn of(&self) -> MutexGuard<'_, HashMap<IpAddr, u64>> {
        self.0.of.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether bytes of one request or answer are counted.
pub fn is_counted(bytes: u64, version: Version) -> bool {
    bytes >= SMALL || (bytes > 0 && version >= Version::HTTP_2)
}

impl Held {
    /// More bytes wait.
    pub fn grow(&mut self, bytes: u64) {
        if bytes == 0 {
            return;
        }
        self.backlog.0.all.fetch_add(bytes, Relaxed);
        *self.backlog.of().entry(self.address).or_default() += bytes;
        self.bytes += bytes;
    }

    /// Takes so many of the bytes out, and more where there are not as many.
    fn split(&mut self, bytes: u64) -> Self {
        let Self { backlog, address, bytes: left } = self;
        let (backlog, address) = (backlog.clone(), *address);
        let own = bytes.min(*left);
        *left -= own;
        let mut split = Self { backlog, address, bytes: own };
        split.grow(bytes - own);
        split
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.bytes == 0 {
            return;
        }
        self.backlog.0.all.fetch_sub(self.bytes, Relaxed);
        let mut of = self.backlog.of();
        if let Some(bytes) = of.get_mut(&self.address) {
            *bytes -= self.bytes;
            if *bytes == 0 {
                of.remove(&self.address);
            }
        }
    }
}

/// A body whose bytes are counted: as long as it has them, and as long as whoever took them does.
struct Counted {
    body: Body,
    held: Held,
}

/// Bytes, and what counts them.
struct CountedBytes(Bytes, #[expect(dead_code, reason = "it counts until it is dropped")] Held);

impl AsRef<[u8]> for CountedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl HttpBody for Counted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        polled.map(|frame| {
            frame.map(|frame| {
                frame.map(|frame| {
                    frame.map_data(|bytes| {
                        let held = self.held.split(bytes.len() as u64);
                        Bytes::from_owner(CountedBytes(bytes, held))
                    })
                })
            })
        })
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(address: &str) -> ClientAddr {
        ClientAddr(address.parse().unwrap())
    }

    #[test]
    fn who_reads_nothing_is_answered_no_more_and_others_are() {
        let backlog = Backlog::default();
        let (slow, other) = (client("203.0.113.9"), client("203.0.113.10"));
        let held: Vec<Held> = (0..4).map(|_| backlog.hold(slow, OF_ONE / 4)).collect();
        assert_eq!((backlog.has_room(slow), backlog.has_room(other)), (false, true));
        assert_eq!(backlog.check(slow).unwrap_err().code(), ErrorCode::Unavailable);
        drop(held);
        assert!(backlog.has_room(slow) && backlog.of().is_empty(), "nobody is remembered");
        let many: Vec<Held> =
            (0..8).map(|host| backlog.hold(client(&format!("203.0.113.{host}")), OF_ONE)).collect();
        let reads = backlog.hold(other, OF_READER - 1);
        assert!(backlog.has_room(other), "who reads is answered all the same");
        let more = backlog.hold(other, 1);
        assert!(!backlog.has_room(other), "and who does not is not");
        drop((many, reads, more));
        assert_eq!(backlog.bytes(), 0);
    }

    #[tokio::test]
    async fn bytes_are_counted_until_who_took_them_is_done() {
        let (backlog, slow) = (Backlog::default(), client("203.0.113.9"));
        let answer = Response::new(Body::from(vec![7; 10_000]));
        let mut body = backlog.count(slow, Version::HTTP_11, answer).into_body();
        assert_eq!(backlog.bytes(), 10_000, "before anybody asks for them");
        let next = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context));
        let frame = next.await.unwrap().unwrap().into_data().unwrap();
        drop(body);
        assert_eq!((frame.len(), backlog.bytes()), (10_000, 10_000), "as long as they are there");
        drop(frame);
        assert_eq!(backlog.bytes(), 0);
        // What has no length in advance is counted as it comes.
        let pieces = [Ok::<_, axum::Error>(Bytes::from_static(b"abc"))];
        let answer = Response::new(Body::from_stream(futures_util::stream::iter(pieces)));
        let mut body = backlog.count(slow, Version::HTTP_11, answer).into_body();
        assert_eq!(backlog.bytes(), 0);
        let next = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context));
        let frame = next.await.unwrap().unwrap().into_data().unwrap();
        assert_eq!(backlog.bytes(), 3);
        drop((frame, body));
        let small = Response::new(Body::from("small"));
        let one = backlog.count(slow, Version::HTTP_11, small);
        assert_eq!(backlog.bytes(), 0, "a connection over HTTP/1 has but one of these");
        let two = backlog.count(slow, Version::HTTP_2, Response::new(Body::from("small")));
        assert_eq!(backlog.bytes(), 5);
        drop((one, two));
        assert_eq!(backlog.bytes(), 0);
    }
}
