//! Work that nobody waits for any more: how the layer above stops what it gave up.

use std::sync::Arc;

use registry::Meter;

/// Gives an operation up when it is dropped: what it still reads fails.
#[derive(Debug, Default)]
pub struct CancelOnDrop(pub Arc<Meter>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.abandon();
    }
}
