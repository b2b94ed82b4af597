//! Scanning all segments, on as many threads as there are processors.
//!
//! Hashing is what a scan costs, and segments can be hashed apart: only the link from one to the
//! next needs both.
//!
//! Owns the threads and the progress. Must not know which faults are damage.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use super::error::LogError;
use super::segment::{self, Scanned, SegmentFile};

/// More threads than this wait for memory, not for the processor.
const MOST_THREADS: usize = 8;

/// How far a scan has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read so far.
    pub bytes_done: u64,
    /// Bytes to read in all.
    pub bytes_total: u64,
}

enum Message {
    Bytes(u64),
    Done(usize, Result<Scanned, LogError>),
}

/// Scans `segments` and returns what each holds, in their order.
pub(super) fn scan_all(
    segments: &[SegmentFile],
    on_progress: &mut dyn FnMut(Progress),
) -> Result<Vec<Scanned>, LogError> {
    let bytes_total = segments.iter().map(|segment| segment.len).sum();
    let threads = thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(MOST_THREADS)
        .min(segments.len());
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..threads {
            let (send, next) = (send.clone(), &next);
            scope.spawn(move || work(segments, next, &send));
        }
        drop(send);
        collect(&receive, Progress { bytes_done: 0, bytes_total }, on_progress)
    })
}

/// Scans one segment after another until none is left, or nobody listens.
fn work(segments: &[SegmentFile], next: &AtomicUsize, send: &Sender<Message>) {
    let mut buffer = Vec::new();
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(segment) = segments.get(index) else { return };
        let result = segment::scan(segment, &mut buffer, &mut |bytes| {
            // A closed channel is noticed below.
            let _ = send.send(Message::Bytes(bytes));
        });
        if send.send(Message::Done(index, result)).is_err() {
            return;
        }
    }
}

fn collect(
    receive: &Receiver<Message>,
    mut progress: Progress,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<Vec<Scanned>, LogError> {
    let mut results = Vec::new();
    on_progress(progress);
    for message in receive {
        match message {
            Message::Bytes(bytes) => {
                progress.bytes_done += bytes;
                on_progress(progress);
            }
            Message::Done(index, result) => results.push((index, result?)),
        }
    }
    results.sort_by_key(|(index, _)| *index);
    Ok(results.into_iter().map(|(_, scanned)| scanned).collect())
}
