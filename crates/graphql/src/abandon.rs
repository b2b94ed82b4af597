//! Work that nobody waits for any more: how the layer above stops what it gave up.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Whether a request was given up. Its resolvers look before each record that they read.
#[derive(Debug, Clone, Default)]
pub struct CancelFlag(Arc<AtomicBool>);

impl CancelFlag {
    /// Gives the request up: what it still asks for fails.
    pub fn abandon(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was given up.
    #[must_use]
    pub fn is_abandoned(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Gives a request up when it is dropped.
#[derive(Debug, Default)]
pub struct CancelOnDrop(pub CancelFlag);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.abandon();
    }
}
