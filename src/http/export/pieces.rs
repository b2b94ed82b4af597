//! The way of an export's bytes: written by a thread that may block, in pieces, to a response that
//! sends them as its client reads.
//!
//! Counts how long the thread works, apart from how long it waits for the client.

use std::{
    io::{self, Write},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use axum::body::Bytes;
use tokio::{
    runtime::Handle,
    sync::mpsc::{self, Receiver, Sender},
    time::{Instant, timeout_at},
};

use crate::exchange::export::ExportError;

/// Bytes of a piece, about, and how many are written ahead of the client.
const PIECE: usize = 64 << 10;
const AHEAD: usize = 4;

/// How long an export has worked, and may.
pub struct WorkTime {
    begun: Instant,
    /// Microseconds spent waiting for the client.
    waited: AtomicU64,
    most: Duration,
    ends: Instant,
    /// Why the export ended early, where it did.
    early: OnceLock<io::ErrorKind>,
}

impl WorkTime {
    /// From now on: so much work, and so much in all.
    pub fn of(most: Duration, within: Duration) -> Arc<Self> {
        let begun = Instant::now();
        let (waited, early) = (AtomicU64::new(0), OnceLock::new());
        Arc::new(Self { begun, waited, most, ends: begun + within, early })
    }

    /// Notes that the export ended early, and tells the log why as far as it is our fault.
    pub fn end_early(&self, error: &ExportError) {
        let kind = match error {
            ExportError::Store(error) if error.is_stop() => io::ErrorKind::Interrupted,
            ExportError::Io(error) => error.kind(),
            _ => io::ErrorKind::Other,
        };
        match kind {
            io::ErrorKind::BrokenPipe => {}
            io::ErrorKind::Interrupted | io::ErrorKind::TimedOut => {
                tracing::warn!(%error, "Ended an export early");
            }
            _ => tracing::error!(%error, "An export failed"),
        }
        let _ = self.early.set(kind);
    }

    /// Whether the time is over.
    pub fn is_over(&self) -> bool {
        let waited = Duration::from_micros(self.waited.load(Relaxed));
        self.begun.elapsed().saturating_sub(waited) > self.most
    }
}

/// Bytes on their way to the response.
pub struct Pieces {
    to: Sender<Bytes>,
    runtime: Handle,
    piece: Vec<u8>,
    time: Arc<WorkTime>,
}

impl Pieces {
    /// A way, and where it ends.
    pub fn new(time: &Arc<WorkTime>) -> (Self, Given) {
        let (to, given) = mpsc::channel(AHEAD);
        let (runtime, piece) = (Handle::current(), Vec::with_capacity(PIECE));
        let given = Given { given, time: Arc::clone(time) };
        (Self { to, runtime, piece, time: Arc::clone(time) }, given)
    }

    fn send(&mut self) -> io::Result<()> {
        if self.time.is_over() {
            return Err(io::Error::new(io::ErrorKind::TimedOut, "the export took too long"));
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        let waits = Instant::now();
        let sent = timeout_at(self.time.ends, self.to.send(piece.into()));
        let sent = self.runtime.block_on(sent);
        let waited = u64::try_from(waits.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.time.waited.fetch_add(waited, Relaxed);
        match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => {
                Err(io::Error::new(io::ErrorKind::BrokenPipe, "the client has gone away"))
            }
            Err(_) => Err(io::Error::new(io::ErrorKind::TimedOut, "the client reads too slowly")),
        }
    }

    /// Sends what is left.
    ///
    /// # Errors
    /// Where nobody reads it.
    pub fn end(mut self) -> io::Result<()> {
        if self.piece.is_empty() { Ok(()) } else { self.send() }
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.send()?;
        }
        Ok(bytes.len())
    }

    // Small pieces would only cost more.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Where the bytes come out.
pub struct Given {
    given: Receiver<Bytes>,
    time: Arc<WorkTime>,
}

impl Given {
    /// The next piece; at the end of an export that ended early an error, so that it is not taken
    /// for whole.
    pub async fn next(&mut self) -> Option<io::Result<Bytes>> {
        match self.given.recv().await {
            Some(piece) => Some(Ok(piece)),
            None => self.time.early.get().map(|kind| Err(io::Error::from(*kind))),
        }
    }
}
