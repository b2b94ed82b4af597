//! Whether the body of a request was read to its end, and when. Where it was not, no other request can
//! follow on a connection of HTTP/1, and the client is told so.

use std::{
    pin::Pin,
    sync::{Arc, OnceLock},
    task::{Context, Poll},
    time::Instant,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    http::{HeaderValue, Version, header},
    response::Response,
};
use hyper::body::{Frame, SizeHint};

/// What tells whether the body of a request was read.
pub struct BodyRead {
    /// When it was; `None` where the request has no body.
    at: Option<Arc<OnceLock<Instant>>>,
    /// Whether nothing follows on the connection where it was not.
    ends: bool,
}

/// Watches the body of a request, where it has one.
pub fn watch(request: Request) -> (Request, BodyRead) {
    let ends = request.version() < Version::HTTP_2;
    if request.body().is_end_stream() {
        return (request, BodyRead { at: None, ends });
    }
    let at = Arc::new(OnceLock::new());
    let watched = Arc::clone(&at);
    let request = request.map(|body| Body::new(Watched { body, read: watched }));
    (request, BodyRead { at: Some(at), ends })
}

impl BodyRead {
    /// When it was read to its end; `None` where it was not, or there is none.
    pub fn at(&self) -> Option<Instant> {
        self.at.as_ref()?.get().copied()
    }

    /// Tells the client that the connection ends, where some of the body was not read.
    pub fn tell(&self, response: &mut Response) {
        if self.ends && self.at.is_some() && self.at().is_none() {
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(header::CONNECTION, close);
        }
    }
}

/// A body that is watched.
struct Watched {
    body: Body,
    read: Arc<OnceLock<Instant>>,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if matches!(polled, Poll::Ready(None)) || self.body.is_end_stream() {
            let _ = self.read.set(Instant::now());
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
