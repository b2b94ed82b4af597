//! What the thread of the role and the thread of the writer tell each other.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use order::etcd::Claim;

use crate::registry::Machines;

/// What is told.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// That this machine is the writer.
    pub claim: Option<Claim>,
    /// Where the writer is, if it is another.
    pub url: Option<String>,
    /// That this machine is about to end.
    pub is_leaving: bool,
    /// Who takes part.
    pub machines: Machines,
    /// That the writer's thread decided all that waited, and decides no more.
    pub has_left: bool,
}

/// The place where it is told.
#[derive(Debug, Default)]
pub(super) struct Part {
    told: Mutex<Told>,
    changed: Condvar,
}

impl Part {
    pub fn lock(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn tell(&self, change: impl FnOnce(&mut Told)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }

    /// Waits until something holds, or the time is over.
    pub fn wait(&self, time: Duration, holds: impl Fn(&Told) -> bool) {
        let waited = self.changed.wait_timeout_while(self.lock(), time, |told| !holds(told));
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }
}
