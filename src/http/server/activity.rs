//! What a connection is doing: a request under way, its headers coming in, or nothing. From that
//! follows until when it may go on.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    response::Response,
};
use tokio::time::Instant;

use crate::http::options::Connections;

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
}

impl Activity {
    /// A connection that was opened just now: the headers of a request are expected.
    pub const fn new(opened: Instant) -> Self {
        Self {
            opened,
            requests: AtomicUsize::new(0),
            reading: AtomicBool::new(true),
            since: AtomicU64::new(0),
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

    /// Whether it took too long.
    pub fn is_over(&self, now: Instant, limits: &Connections) -> bool {
        self.until(limits).is_some_and(|until| until <= now)
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
    pub fn until_sent(self, answer: Response) -> Response {
        answer.map(|body| Body::new(Sending { body, _busy: self }))
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
    _busy: Busy,
}

impl HttpBody for Sending {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
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

        activity.heard(at(50));
        activity.heard(at(55));
        assert!(!activity.is_over(at(59), &limits));
        assert!(activity.is_over(at(60), &limits), "each byte wins no time");
    }
}
