//! The time, which comes in from outside.

use jiff::{Timestamp, civil::Date, tz::Offset};

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// The moment it is.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "the one place where the time comes in")]
        Timestamp::now()
    }
}

/// A clock that stands still, for tests and for answers as of a moment.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// The day that a moment falls on in `Asia/Ho_Chi_Minh`, which has been at UTC+7 since 1975.
#[must_use]
pub fn day_of(moment: Timestamp) -> Date {
    Offset::constant(7).to_datetime(moment).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_five_in_the_afternoon_utc() {
        let day = |text: &str| day_of(text.parse().unwrap()).to_string();
        assert_eq!(day("2025-06-30T16:59:59Z"), "2025-06-30");
        assert_eq!(day("2025-06-30T17:00:00Z"), "2025-07-01");
    }
}
