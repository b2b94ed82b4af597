//! Whether the body of a request was read to its end. Where it was not, no other request can follow
//! on the connection, and the client is told so.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    http::{HeaderValue, Version, header},
    response::Response,
};
use hyper::body::{Frame, SizeHint};

/// What tells whether the body of a request was read.
pub struct BodyRead(Option<Arc<AtomicBool>>);

/// Watches the body of a request over HTTP/1, where it has one.
pub fn watch(request: Request) -> (Request, BodyRead) {
    if request.version() >= Version::HTTP_2 || request.body().is_end_stream() {
        return (request, BodyRead(None));
    }
    let read = Arc::new(AtomicBool::new(false));
    let watched = Arc::clone(&read);
    let request = request.map(|body| Body::new(Watched { body, read: watched }));
    (request, BodyRead(Some(read)))
}

impl BodyRead {
    /// Tells the client that the connection ends, where some of the body was not read.
    pub fn tell(&self, response: &mut Response) {
        if self.0.as_ref().is_some_and(|read| !read.load(Relaxed)) {
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(header::CONNECTION, close);
        }
    }
}

/// A body that is watched.
struct Watched {
    body: Body,
    read: Arc<AtomicBool>,
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
            self.read.store(true, Relaxed);
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
