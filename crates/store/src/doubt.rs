//! Whether what the view gives can be trusted. The first fault of reading or writing it is noted:
//! such a view is not closed as a whole one, and is looked through, or built anew, when it is opened
//! again.

use std::{
    any::Any,
    fmt::Display,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, OnceLock},
};

use super::{Snapshot, StoreError, runs::RunFault};

/// The first fault of a view, if there was one. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Doubt(Arc<OnceLock<String>>);

impl Doubt {
    /// Why the view is in doubt.
    pub fn reason(&self) -> Option<&str> {
        self.0.get().map(String::as_str)
    }

    /// Notes a fault, and logs the first.
    pub fn note(&self, fault: &impl Display) {
        let mut first = false;
        let reason = self.0.get_or_init(|| {
            first = true;
            fault.to_string()
        });
        if first {
            tracing::error!(reason, "The view failed: {reason}");
        }
    }

    /// What was read or written, its fault noted if it is one.
    pub fn noted<T>(&self, done: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error) = &done
            && error.is_of_view()
        {
            self.note(error);
        }
        done
    }
}

impl Snapshot {
    /// Why the view is in doubt, where something of it failed.
    #[must_use]
    pub fn doubt(&self) -> Option<&str> {
        self.shared.tree.doubt().reason()
    }

    /// What was read, its fault noted if it is one.
    pub(super) fn noted<T>(&self, read: Result<T, StoreError>) -> Result<T, StoreError> {
        self.shared.tree.doubt().noted(read)
    }
}

/// What sled does, also where it panics instead of failing.
pub(super) fn guarded<T>(work: impl FnOnce() -> sled::Result<T>) -> Result<T, RunFault> {
    let done = catch_unwind(AssertUnwindSafe(work));
    Ok(done.map_err(|panic| RunFault::Panicked(message(&*panic)))??)
}

/// What a panic says.
pub(super) fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "without a message".to_owned())
}
