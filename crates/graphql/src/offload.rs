//! Streams whose items take blocking work: each is computed on the pool for it.

use std::{
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
};

use futures_util::stream::{BoxStream, StreamExt};
use tokio::{
    sync::Notify,
    task::{JoinError, spawn_blocking},
};
use tracing::Span;

/// A stream that is polled on the pool for blocking work, one item at a time. While it waits for
/// something to happen, it takes no thread.
pub struct Offloaded<T> {
    /// `None` once it has ended.
    stream: Option<BoxStream<'static, T>>,
    woken: Arc<WakeSignal>,
    span: Span,
}

/// Remembers that the stream can go on.
#[derive(Default)]
struct WakeSignal(Notify);

impl Wake for WakeSignal {
    fn wake(self: Arc<Self>) {
        self.0.notify_one();
    }
}

impl<T: Send + 'static> Offloaded<T> {
    /// The stream, polled within the span that is current now.
    #[must_use]
    pub fn new(stream: BoxStream<'static, T>) -> Self {
        Self { stream: Some(stream), woken: Arc::default(), span: Span::current() }
    }

    /// The next item; `None` when there are no more. It may only be called within a Tokio runtime.
    ///
    /// # Errors
    /// Where the stream panicked, which ends it.
    pub async fn next(&mut self) -> Result<Option<T>, JoinError> {
        loop {
            match self.poll().await? {
                Poll::Ready(item) => return Ok(item),
                Poll::Pending => self.woken().await,
            }
        }
    }

    /// The next item, if it is there already; `None` when there are no more.
    ///
    /// # Errors
    /// Where the stream panicked, which ends it.
    pub async fn poll(&mut self) -> Result<Poll<Option<T>>, JoinError> {
        let Some(mut stream) = self.stream.take() else { return Ok(Poll::Ready(None)) };
        let (waker, span) = (Waker::from(Arc::clone(&self.woken)), self.span.clone());
        let polled = spawn_blocking(move || {
            let poll = span.in_scope(|| stream.poll_next_unpin(&mut Context::from_waker(&waker)));
            (stream, poll)
        });
        let (stream, poll) = polled.await?;
        if !matches!(poll, Poll::Ready(None)) {
            self.stream = Some(stream);
        }
        Ok(poll)
    }

    /// Waits until a stream that was pending can go on.
    pub fn woken(&self) -> impl Future<Output = ()> + use<T> {
        let woken = Arc::clone(&self.woken);
        async move { woken.0.notified().await }
    }
}
