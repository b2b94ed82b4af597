//! The id of a request. Must not know requests.

use std::{sync::Arc, time::Instant};

use axum::http::Extensions;

/// The id of a request, under which the log tells of it, and since when it is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId {
    id: Arc<str>,
    begun: Instant,
}

impl RequestId {
    /// An id, of a request whose head was read then.
    pub fn new(id: &str, begun: Instant) -> Self {
        Self { id: id.into(), begun }
    }

    /// The id as a text.
    pub fn as_str(&self) -> &str {
        &self.id
    }

    /// The id as a text that is shared.
    pub fn text(&self) -> Arc<str> {
        Arc::clone(&self.id)
    }

    /// When the head of the request was read.
    pub const fn begun(&self) -> Instant {
        self.begun
    }

    /// The id of the request with these extensions; `-` where nobody noted it.
    pub fn in_extensions(extensions: &Extensions) -> Self {
        extensions.get().cloned().unwrap_or_default()
    }
}

impl Default for RequestId {
    fn default() -> Self {
        Self::new("-", Instant::now())
    }
}
