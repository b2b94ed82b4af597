//! Parts of what is read for a request: what each rests on and what it takes, apart from all around
//! it; and what tells one moment of a request from another.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use jiff::civil::Date;

use super::Moment;
use registry::{Basis, Used};

/// What is known of all that is read for a request, at whichever moment.
#[derive(Default)]
pub(super) struct Trace {
    /// Whether it was asked who the caller is, beyond what they may see.
    identified: AtomicBool,
    /// Work for what is found once for all.
    shared: Mutex<Used>,
}

impl Trace {
    pub fn was_identified(&self) -> bool {
        self.identified.load(Ordering::Relaxed)
    }

    pub fn identify(&self) {
        self.identified.store(true, Ordering::Relaxed);
    }

    /// Notes work that is of no part.
    pub fn share(&self, work: &Used) {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        *shared = shared.with(work);
    }

    fn shared(&self) -> Used {
        *self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// From when, and how, something is seen, told from other moments of the same request and of others
/// of the same caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Viewpoint {
    /// The command and the day; `None` for those of the request.
    at: Option<(u64, Date)>,
    /// Whether it is not asked of each record whether it may be seen.
    sees_all: bool,
}

impl Moment {
    /// Begins a part of the request; [`Moment::end_part`] is to be given what this gives.
    #[must_use]
    pub fn begin_part(&self) -> Used {
        if let Some(footprint) = self.snapshot().footprint() {
            footprint.begin_part();
        }
        self.work_of_parts()
    }

    /// Ends the innermost part: what it rests on, and the work that it took.
    pub fn end_part(&self, begun: &Used) -> (Basis, Used) {
        let footprint = self.snapshot().footprint();
        let basis = footprint.map_or_else(Basis::head, |footprint| footprint.end_part());
        (basis, self.work_of_parts().since(begun))
    }

    fn work_of_parts(&self) -> Used {
        self.0.meter.used().since(&self.0.trace.shared())
    }

    /// Notes all that something rests on which is taken as it was found before.
    pub fn rest_on(&self, basis: &Basis) {
        if let Some(footprint) = self.snapshot().footprint() {
            footprint.rest_on(basis);
        }
    }

    /// How the moment is told from others, within a request.
    #[must_use]
    pub fn viewpoint(&self, request: &Self) -> Viewpoint {
        let is_own = Arc::ptr_eq(&self.0, &request.0);
        let at = (!is_own).then(|| (self.0.snapshot.pinned_at(), self.0.today));
        Viewpoint { at, sees_all: self.0.sees_all }
    }

    /// The day of the moment, for who shows it to nobody.
    #[must_use]
    pub fn pinned_day(&self) -> Date {
        self.0.today
    }
}
