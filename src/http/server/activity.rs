//! What a connection is doing: a request under way, its headers coming in, or nothing. From that
//! follows until when it may go on.

use std::{
    collections::HashMap,
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    http::Version,
    response::Response,
};
use tokio::time::Instant;

use super::stream::STALLED;
use crate::http::options::Connections;

/// How long none of an answer over HTTP/2 may be taken.
const UNREAD: Duration = STALLED;

/// What a connection is doing.
#[derive(Debug)]
pub struct Activity {
    opened: Instant,
    /// Requests whose answer is not all sent.
    requests: AtomicUsize,
    /// Whether bytes came in while no request was under way: the headers of one.
    reading: AtomicBool,
    /// Since when it is reading or idle, in milliseconds since it was opened.
    since: AtomicU64,
    /// Over HTTP/2: since when each answer waits for the other end. A window that it keeps shut is
    /// waited for by no write that could fail.
    sending: Mutex<Sendings>,
}

/// The answers that wait for the other end to take more of them, each with since when.
#[derive(Debug, Default)]
struct Sendings {
    last: u64,
    waits: HashMap<u64, Instant>,
}

impl Activity {
    /// A connection that was opened just now: the headers of a request are expected.
    pub fn new(opened: Instant) -> Self {
        Self {
            opened,
            requests: AtomicUsize::new(0),
            reading: AtomicBool::new(true),
            since: AtomicU64::new(0),
            sending: Mutex::default(),
        }
    }

    /// A request is under way until what is given is dropped.
    pub fn busy(self: &Arc<Self>) -> Busy {
        self.requests.fetch_add(1, Relaxed);
        Busy(Arc::clone(self))
    }

    /// Bytes came in.
    pub fn heard(&self, now: Instant) {
        if self.requests.load(Relaxed) == 0 && !self.reading.swap(true, Relaxed) {
            self.mark(now);
        }
    }

    /// A request is no longer under way.
    fn done(&self, now: Instant) {
        if self.requests.fetch_sub(1, Relaxed) == 1 {
            self.reading.store(false, Relaxed);
            self.mark(now);
        }
    }

    fn mark(&self, now: Instant) {
        let since = u64::try_from((now - self.opened).as_millis()).unwrap_or(u64::MAX);
        self.since.store(since, Relaxed);
    }

    /// Until when it may go on as it does; `None` while a request is under way, which has its own
    /// limits.
    fn until(&self, limits: &Connections) -> Option<Instant> {
        if self.requests.load(Relaxed) > 0 {
            return None;
        }
        let within =
            if self.reading.load(Relaxed) { limits.headers_within } else { limits.idle_within };
        Some(self.opened + Duration::from_millis(self.since.load(Relaxed)) + within)
    }

    /// Whether it took too long, or an answer is not read.
    pub fn is_over(&self, now: Instant, limits: &Connections) -> bool {
        self.until(limits).is_some_and(|until| until <= now)
            || self.sending().waits.values().any(|since| *since + UNREAD <= now)
    }

    /// An answer begins to be sent over HTTP/2.
    fn begins_to_send(&self) -> u64 {
        let mut sending = self.sending();
        sending.last += 1;
        let number = sending.last;
        sending.waits.insert(number, Instant::now());
        number
    }

    // Nothing panics while it holds the lock.
    fn sending(&self) -> MutexGuard<'_, Sendings> {
        self.sending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When to look again: looking now and then is cheaper than being told of each request, and
    /// finds what took too long within half of its time more.
    pub fn look_again(&self, now: Instant, limits: &Connections) -> Instant {
        let soon = now + limits.headers_within.min(limits.idle_within) / 2;
        self.until(limits).map_or(soon, |until| until.min(soon).max(now))
    }
}

/// A request under way.
#[derive(Debug)]
pub struct Busy(Arc<Activity>);

impl Busy {
    /// Lasts until an answer's body is sent, or given up.
    pub fn until_sent(self, version: Version, answer: Response) -> Response {
        let number = (version == Version::HTTP_2).then(|| self.0.begins_to_send());
        answer.map(|body| Body::new(Sending { body, busy: self, number }))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.done(Instant::now());
    }
}

/// A body that is being sent.
struct Sending {
    body: Body,
    busy: Busy,
    /// Its number among those that are sent over HTTP/2.
    number: Option<u64>,
}

impl Drop for Sending {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            self.busy.0.sending().waits.remove(&number);
        }
    }
}

impl HttpBody for Sending {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Some(number) = self.number {
            let mut sending = self.busy.0.sending();
            if polled.is_ready() {
                sending.waits.insert(number, Instant::now());
            } else {
                // It is the answer that is not ready, not the other end.
                sending.waits.remove(&number);
            }
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_and_idling_have_times_of_their_own() {
        let limits = Connections::default();
        let opened = Instant::now();
        let at = |seconds| opened + Duration::from_secs(seconds);
        let activity = Arc::new(Activity::new(opened));
        assert!(!activity.is_over(at(9), &limits));
        assert!(activity.is_over(at(10), &limits), "a new one must send a request");

        let busy = activity.busy();
        assert!(!activity.is_over(at(10_000), &limits), "a request has its own limits");
        activity.heard(at(10));
        std::mem::forget(busy);
        activity.done(at(20));
        assert!(!activity.is_over(at(20 + 74), &limits));
        assert!(activity.is_over(at(20 + 75), &limits), "an idle one is closed");

        let answer = Response::new(Body::from("an answer"));
        let sent = activity.busy().until_sent(Version::HTTP_2, answer);
        let begun = Instant::now();
        assert!(!activity.is_over(begun, &limits));
        assert!(activity.is_over(begun + UNREAD, &limits), "a window that stays shut");
        drop(sent);
        assert!(!activity.is_over(begun, &limits));
        activity.mark(at(20));

        activity.heard(at(50));
        activity.heard(at(55));
        assert!(!activity.is_over(at(59), &limits));
        assert!(activity.is_over(at(60), &limits), "each byte wins no time");
    }
}
