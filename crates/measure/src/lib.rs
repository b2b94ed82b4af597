//! Numbers that are kept while the program runs, for whoever asks: counted by relaxed atomics, so
//! that counting costs nanoseconds and holds nobody up. Knows nothing of what they mean.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// Counts one.
    pub fn count(&self) {
        self.add(1);
    }

    /// Counts so many.
    pub fn add(&self, many: u64) {
        self.0.fetch_add(many, Relaxed);
    }

    /// What was counted so far.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }
}

/// How many of something there are now.
#[derive(Debug, Clone, Default)]
pub struct Gauge(Arc<AtomicU64>);

impl Gauge {
    /// One more is there, until what is given is dropped.
    #[must_use]
    pub fn enter(&self) -> Present {
        self.0.fetch_add(1, Relaxed);
        Present(self.clone())
    }

    /// How many are there.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }
}

/// One of those that a [`Gauge`] counts.
#[derive(Debug)]
pub struct Present(Gauge);

impl Drop for Present {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Relaxed);
    }
}

/// How values are spread: how many there were up to each of some bounds, and their sum. Durations
/// are kept in nanoseconds.
#[derive(Debug)]
pub struct Histogram {
    bounds: &'static [u64],
    /// One more than there are bounds: the last is of what is beyond.
    counts: Box<[AtomicU64]>,
    sum: AtomicU64,
}

/// A [`Histogram`] at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    /// The bounds, rising.
    pub bounds: &'static [u64],
    /// How many values were up to each bound but beyond the one before; the last beyond all.
    pub counts: Vec<u64>,
    /// The sum of all values.
    pub sum: u64,
}

impl Spread {
    /// How many values there were.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }
}

impl Histogram {
    /// A histogram with these bounds, which must rise.
    #[must_use]
    pub fn new(bounds: &'static [u64]) -> Self {
        debug_assert!(bounds.is_sorted(), "{bounds:?}");
        let counts = (0..=bounds.len()).map(|_| AtomicU64::new(0)).collect();
        Self { bounds, counts, sum: AtomicU64::new(0) }
    }

    /// Counts a value.
    pub fn record(&self, value: u64) {
        // In a row: most values are small, and the bounds are few.
        let place = self.bounds.iter().position(|bound| value <= *bound);
        self.counts[place.unwrap_or(self.bounds.len())].fetch_add(1, Relaxed);
        self.sum.fetch_add(value, Relaxed);
    }

    /// Counts a duration.
    pub fn time(&self, took: Duration) {
        self.record(nanoseconds(took));
    }

    /// What was counted so far. Values that come in meanwhile may be in the sum alone.
    #[must_use]
    pub fn read(&self) -> Spread {
        let counts = self.counts.iter().map(|count| count.load(Relaxed)).collect();
        Spread { bounds: self.bounds, counts, sum: self.sum.load(Relaxed) }
    }
}

/// A duration in nanoseconds; 584 years at most.
#[must_use]
pub fn nanoseconds(took: Duration) -> u64 {
    u64::try_from(took.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_counted_up_to_its_bound() {
        let histogram = Histogram::new(&[1, 10, 100]);
        for value in [0, 1, 2, 10, 11, 100, 101, 5_000] {
            histogram.record(value);
        }
        let spread = histogram.read();
        assert_eq!(spread.counts, [2, 2, 2, 2]);
        assert_eq!((spread.count(), spread.sum), (8, 5_225));
        histogram.time(Duration::from_nanos(7));
        assert_eq!(histogram.read().counts, [2, 3, 2, 2]);
    }

    #[test]
    fn a_gauge_counts_those_that_are_there() {
        let gauge = Gauge::default();
        let (first, second) = (gauge.enter(), gauge.enter());
        assert_eq!(gauge.get(), 2);
        drop(first);
        assert_eq!(gauge.get(), 1);
        drop(second);
        assert_eq!(gauge.get(), 0);
    }
}
