//! How much one operation reads, and how much it may: counted by the snapshot that it reads, so
//! that nothing is read without being counted. Must not know what an operation is, nor who pays
//! for it.

mod used;

use std::{
    fmt,
    sync::atomic::{AtomicU8, AtomicU64, Ordering::Relaxed, Ordering::SeqCst},
};

pub use used::{Used, Work};

/// Why an operation reads no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Nobody waits for the answer.
    Abandoned,
    /// It has read as much as an operation may.
    Spent,
    /// Nobody pays for more.
    Unpaid,
}

impl Stop {
    const ALL: [Self; 3] = [Self::Abandoned, Self::Spent, Self::Unpaid];
}

/// An operation was stopped; its [`Meter`] knows why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

/// Gives points that may be used beyond those before; 0 where there are none.
pub type Purse = dyn Fn() -> u64 + Send + Sync;

/// What one operation has read, and how much it may.
///
/// One thread at a time reads for an operation, so that a count is read and written apart, which
/// costs a fraction of doing both at once. Others only look, or give the operation up.
pub struct Meter {
    used: [AtomicU64; 5],
    /// Points up to which nobody pays more.
    allowed: AtomicU64,
    /// Counts until it is looked whether these points are used: never more than are left, since a
    /// count is a point at most.
    slack: AtomicU64,
    /// Points that it may use at most.
    most: AtomicU64,
    /// Points that earlier parts of it used.
    before: AtomicU64,
    purse: Option<Box<Purse>>,
    /// One more than the place of the reason; 0 while there is none.
    stop: AtomicU8,
}

impl fmt::Debug for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (used, stop) = (self.used(), self.stop());
        f.debug_struct("Meter").field("used", &used).field("stop", &stop).finish_non_exhaustive()
    }
}

impl Default for Meter {
    fn default() -> Self {
        Self::up_to(u64::MAX)
    }
}

impl Meter {
    /// For an operation that may use so many points.
    #[must_use]
    pub fn up_to(most: u64) -> Self {
        Self {
            used: Default::default(),
            allowed: AtomicU64::new(most),
            slack: AtomicU64::new(most),
            most: AtomicU64::new(most),
            before: AtomicU64::new(0),
            purse: None,
            stop: AtomicU8::new(0),
        }
    }

    /// For an operation that may use so many points, of which some are paid, and others come from a
    /// purse whenever those before are used.
    #[must_use]
    pub fn paid(most: u64, paid: u64, purse: Box<Purse>) -> Self {
        let (purse, made) = (Some(purse), Self::up_to(paid.min(most)));
        Self { most: AtomicU64::new(most), purse, ..made }
    }

    /// Counts work that is about to be done.
    ///
    /// # Errors
    /// Where it must not be done any more.
    #[inline]
    pub fn count(&self, work: Work, many: u64) -> Result<(), Stopped> {
        let counter = &self.used[work as usize];
        counter.store(counter.load(Relaxed).saturating_add(many), Relaxed);
        let slack = self.slack.load(Relaxed);
        if many <= slack && self.stop.load(Relaxed) == 0 {
            self.slack.store(slack - many, Relaxed);
            return Ok(());
        }
        self.ask()
    }

    /// Whether so much more work may be done, in whichever order: it is not stopped meanwhile for
    /// what it may use at most.
    #[must_use]
    pub fn fits(&self, work: &Used) -> bool {
        self.points().saturating_add(work.total()) <= self.most()
    }

    /// Counts work that another operation did for this one.
    ///
    /// # Errors
    /// As for [`Meter::count`].
    pub fn count_all(&self, work: &Used) -> Result<(), Stopped> {
        work.each().iter().try_for_each(|(work, many)| self.count(*work, *many))
    }

    fn points(&self) -> u64 {
        self.used().points()
    }

    /// Asks for more points than were allowed.
    #[cold]
    fn ask(&self) -> Result<(), Stopped> {
        loop {
            if self.stop().is_some() {
                return Err(Stopped);
            }
            let (points, allowed) = (self.points(), self.allowed.load(Relaxed));
            if points <= allowed {
                self.slack.store(allowed - points, Relaxed);
                return Ok(());
            }
            if points > self.most() {
                self.end(Stop::Spent);
                continue;
            }
            match self.purse.as_ref().map_or(u64::MAX, |purse| purse()) {
                0 => self.end(Stop::Unpaid),
                more => self.allowed.store(allowed.saturating_add(more).min(self.most()), Relaxed),
            }
        }
    }

    /// Gives the operation up: what it still reads fails.
    pub fn abandon(&self) {
        self.end(Stop::Abandoned);
    }

    /// The first reason stays.
    fn end(&self, stop: Stop) {
        let _ = self.stop.compare_exchange(0, stop as u8 + 1, SeqCst, SeqCst);
    }

    /// Why it was stopped, if it was.
    #[must_use]
    pub fn stop(&self) -> Option<Stop> {
        let place = self.stop.load(SeqCst).checked_sub(1)?;
        Stop::ALL.get(usize::from(place)).copied()
    }

    /// How much the operation has done.
    #[must_use]
    pub fn used(&self) -> Used {
        let [records, entries, cells, objects, other] = self.used.each_ref();
        Used {
            records: records.load(Relaxed),
            entries: entries.load(Relaxed),
            cells: cells.load(Relaxed),
            objects: objects.load(Relaxed),
            other: other.load(Relaxed),
        }
    }

    /// Points that the operation may use at most.
    #[must_use]
    pub fn most(&self) -> u64 {
        self.most.load(Relaxed)
    }

    /// Begins another part of the operation, which may use so many points itself, whether or not
    /// the one before was stopped for what it used. Nothing is given to it by a purse.
    pub fn restart(&self, most: u64) {
        let before = self.take();
        self.before.store(before, Relaxed);
        self.most.store(most, Relaxed);
        self.allowed.store(most, Relaxed);
        self.slack.store(most, Relaxed);
        let _ = self.stop.compare_exchange(Stop::Spent as u8 + 1, 0, SeqCst, SeqCst);
    }

    /// The points that all parts of the operation used since they were last taken.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.before.load(Relaxed).saturating_add(self.points())
    }

    /// The same, which are counted from nothing again.
    pub fn take(&self) -> u64 {
        let points = self.total();
        self.before.store(0, Relaxed);
        self.used.iter().for_each(|counter| counter.store(0, Relaxed));
        points
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, atomic::AtomicUsize};

    use super::*;

    #[test]
    fn what_reads_more_than_it_may_is_stopped_for_good() {
        let meter = Meter::up_to(10);
        assert_eq!(meter.count(Work::Entry, 10), Ok(()));
        assert_eq!((meter.count(Work::Record, 1), meter.stop()), (Err(Stopped), Some(Stop::Spent)));
        // An object would pay for reads.
        assert_eq!(meter.count(Work::Object, 1), Err(Stopped));
        meter.abandon();
        assert_eq!(meter.stop(), Some(Stop::Spent), "the first reason stays");
        let used = meter.used();
        assert_eq!((used.entries, used.records, used.objects), (10, 1, 1));
    }

    #[test]
    fn points_are_drawn_as_they_are_used_and_no_more() {
        let drawn = Arc::new(AtomicUsize::new(0));
        let purse = {
            let drawn = Arc::clone(&drawn);
            move || if drawn.fetch_add(1, Relaxed) < 2 { 100 } else { 0 }
        };
        let meter = Meter::paid(1_000, 50, Box::new(purse));
        assert_eq!(meter.count(Work::Cell, 50), Ok(()));
        assert_eq!(drawn.load(Relaxed), 0);
        assert_eq!((meter.count(Work::Cell, 1), drawn.load(Relaxed)), (Ok(()), 1));
        assert_eq!((meter.count(Work::Cell, 199), drawn.load(Relaxed)), (Ok(()), 2));
        assert_eq!(meter.count(Work::Cell, 1), Err(Stopped));
        assert_eq!(meter.stop(), Some(Stop::Unpaid));
    }

    #[test]
    fn each_part_may_use_as_much_and_all_are_paid_for() {
        let meter = Meter::up_to(u64::MAX);
        assert_eq!(meter.count(Work::Record, 70), Ok(()));
        meter.restart(10);
        assert_eq!(meter.count(Work::Record, 11), Err(Stopped));
        meter.restart(10);
        assert_eq!((meter.count(Work::Record, 10), meter.stop()), (Ok(()), None));
        assert_eq!((meter.take(), meter.take()), (70 + 11 + 10, 0));
        meter.abandon();
        meter.restart(10);
        assert_eq!(meter.stop(), Some(Stop::Abandoned));
    }

    #[test]
    fn work_of_others_counts_as_if_it_were_done() {
        let meter = Meter::up_to(10);
        let work = Used { records: 4, entries: 1, cells: 1, objects: 2, other: 1 };
        assert!(meter.fits(&work));
        assert_eq!(meter.count_all(&work), Ok(()));
        assert_eq!((meter.used(), meter.total()), (work, 5));
        // In some order it were stopped: reads are paid for by objects that come later.
        let more = Used { records: 4, objects: 2, ..Used::default() };
        assert!(!meter.fits(&more));
        assert_eq!(meter.count_all(&more), Ok(()));
        assert_eq!(meter.used().since(&work), more);
        assert_eq!(work.with(&more), meter.used());
        meter.abandon();
        assert_eq!(meter.count_all(&Used::default()), Err(Stopped));
    }

    #[test]
    fn what_is_given_up_reads_no_more() {
        let meter = Meter::default();
        assert_eq!(meter.count(Work::Record, u64::MAX), Ok(()));
        meter.abandon();
        assert_eq!(
            (meter.count(Work::Record, 1), meter.stop()),
            (Err(Stopped), Some(Stop::Abandoned))
        );
    }
}
