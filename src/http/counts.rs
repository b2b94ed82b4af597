//! Numbers that tell an operator how the server fares: read together, counted one by one.

use std::sync::atomic::{AtomicU64, Ordering};

use super::App;

/// What is counted where nothing else owns it.
#[derive(Debug, Default)]
pub struct Counts {
    /// Requests that were not admitted.
    pub refused: AtomicU64,
    /// Requests that their callers could not pay.
    pub unpaid: AtomicU64,
}

/// The numbers at a moment; all but those called `kept` and `bytes` only grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// Answers found by the bytes of the request.
    pub answers_unread: u64,
    /// Answers found by what the request meant.
    pub answers_hits: u64,
    /// Answers computed that may be kept.
    pub answers_misses: u64,
    /// Answers that another request computed at the same moment.
    pub answers_shared: u64,
    /// Answers that are kept.
    pub answers_kept: u64,
    /// Bytes that they take up, about.
    pub answers_bytes: u64,
    /// Documents that were read before.
    pub documents_hits: u64,
    /// Documents that had to be read.
    pub documents_misses: u64,
    /// Hashes and ids that no document was known under.
    pub documents_unknown: u64,
    /// Requests with a document that no manifest has, where that matters.
    pub documents_untrusted: u64,
    /// Documents that are kept.
    pub documents_kept: u64,
    /// Bytes that they take up, about.
    pub documents_bytes: u64,
    /// Requests refused before execution: limits, and documents that are not known or trusted.
    pub requests_refused: u64,
    /// Requests refused because the caller's budget was spent.
    pub requests_unpaid: u64,
}

impl App {
    /// The numbers now.
    #[must_use]
    pub fn counted(&self) -> Counted {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let (answers, documents) = (self.answers.counts(), self.documents.counts());
        let (answers_kept, answers_bytes) = self.answers.size();
        let (documents_kept, documents_bytes) = self.documents.size();
        Counted {
            answers_unread: read(&answers.unread),
            answers_hits: read(&answers.hits),
            answers_misses: read(&answers.misses),
            answers_shared: read(&answers.shared),
            answers_kept: answers_kept as u64,
            answers_bytes,
            documents_hits: read(&documents.hits),
            documents_misses: read(&documents.misses),
            documents_unknown: read(&documents.unknown),
            documents_untrusted: read(&documents.untrusted),
            documents_kept: documents_kept as u64,
            documents_bytes,
            requests_refused: read(&self.counts.refused),
            requests_unpaid: read(&self.counts.unpaid),
        }
    }
}
