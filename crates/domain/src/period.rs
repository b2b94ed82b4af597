//! Periods between two dates of partial precision, either end possibly open.
//!
//! Owns the interval form of EDTF and what a period says about a day. Must not know what day it is
//! today.

use std::{
    fmt::{self, Display},
    str::FromStr,
};

use jiff::civil::Date;
use messages::Say;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{
    decimal::Decimal,
    edtf::{EdtfDate, EdtfError},
    string_form::{self, Excerpt},
};

/// A period of days, both ends included; an end without a date is open.
///
/// Written `2022-12-29/2025`, `2024/..` or `../2025`; a lone date, `2024`, is the period that
/// starts and ends in it. Serialises as that string where a person reads, else as
/// `(Option<EdtfDate>, Option<EdtfDate>)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    start: Option<EdtfDate>,
    end: Option<EdtfDate>,
}

/// Why something is not a period; names the value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Say)]
pub enum PeriodError {
    /// Neither a start nor an end is given.
    #[error("a period needs a start or an end")]
    Open,
    /// The end lies before the start, at whatever days they may mean.
    #[error("the period ends {end}, before it starts {start}")]
    Backwards {
        /// The given start.
        start: EdtfDate,
        /// The given end.
        end: EdtfDate,
    },
    /// The text is not one date, nor two ends with a slash between.
    #[error("{value} is not a period; write START/END, START/.., ../END or one date")]
    Shape {
        /// The rejected text.
        value: Excerpt,
    },
    /// One of the ends is not a date.
    #[error("{value} is not a period: {source}")]
    Date {
        /// The rejected text.
        value: Excerpt,
        /// What is wrong with the end.
        source: EdtfError,
    },
}

impl Period {
    /// Makes a period from its ends.
    ///
    /// # Errors
    ///
    /// Rejects a period without any end, and one whose end's latest day lies before its start's
    /// earliest day.
    pub fn new(start: Option<EdtfDate>, end: Option<EdtfDate>) -> Result<Self, PeriodError> {
        match (start, end) {
            (None, None) => Err(PeriodError::Open),
            (Some(start), Some(end)) if end.latest() < start.earliest() => {
                Err(PeriodError::Backwards { start, end })
            }
            _ => Ok(Self { start, end }),
        }
    }

    /// Returns the date it starts, unless that is open.
    #[must_use]
    pub fn start(&self) -> Option<EdtfDate> {
        self.start
    }

    /// Returns the date it ends, unless that is open.
    #[must_use]
    pub fn end(&self) -> Option<EdtfDate> {
        self.end
    }

    /// Returns the first day it may cover; `None` if the start is open.
    #[must_use]
    pub fn earliest(&self) -> Option<Date> {
        self.start.map(EdtfDate::earliest)
    }

    /// Returns the last day it may cover; `None` if the end is open.
    #[must_use]
    pub fn latest(&self) -> Option<Date> {
        self.end.map(EdtfDate::latest)
    }

    /// Returns whether some day may lie in both periods; symmetric.
    #[must_use]
    pub fn may_overlap(&self, other: &Self) -> bool {
        let not_after = |first: Option<Date>, last: Option<Date>| {
            first.zip(last).is_none_or(|(first, last)| first <= last)
        };
        not_after(self.earliest(), other.latest()) && not_after(other.earliest(), self.latest())
    }

    /// Returns whether even its latest day lies before `day`; never for an open end.
    #[must_use]
    pub fn is_past_on(&self, day: Date) -> bool {
        self.latest().is_some_and(|latest| latest < day)
    }

    /// Returns the share of its days that are over when `day` begins, in 0..=1 at six places;
    /// `None` with an open end.
    ///
    /// Days are counted from the earliest to the latest: 0 on the first day, 1 from the day after
    /// the last.
    #[must_use]
    pub fn elapsed_rate(&self, day: Date) -> Option<Decimal> {
        let (first, last) = (self.earliest()?, self.latest()?);
        let whole = days(first, last) + 1;
        Decimal::ratio(days(first, day).clamp(0, whole), whole)
    }
}

fn days(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

impl From<EdtfDate> for Period {
    /// The period that starts and ends in `date`.
    fn from(date: EdtfDate) -> Self {
        Self { start: Some(date), end: Some(date) }
    }
}

impl Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.start, self.end) {
            (Some(start), Some(end)) if start == end => start.fmt(f),
            (Some(start), Some(end)) => write!(f, "{start}/{end}"),
            (Some(start), None) => write!(f, "{start}/.."),
            (None, Some(end)) => write!(f, "../{end}"),
            // Unreachable by construction.
            (None, None) => f.write_str("../.."),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(value: &str) -> Result<Self, PeriodError> {
        let date = |part: &str| {
            part.parse().map_err(|source| PeriodError::Date { value: Excerpt::of(value), source })
        };
        let end = |part: &str| {
            if part == ".." { Ok(None) } else { date(part).map(Some) }
        };
        match value.split_once('/') {
            None => date(value).map(Self::from),
            Some((start, finish))
                if start.is_empty() || finish.is_empty() || finish.contains('/') =>
            {
                Err(PeriodError::Shape { value: Excerpt::of(value) })
            }
            Some((start, finish)) => Self::new(end(start)?, end(finish)?),
        }
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            (self.start, self.end).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return string_form::deserialize(
                deserializer,
                "a period as a string, such as \"2022-12-29/2025\" or \"2024/..\"",
            );
        }
        let (start, end) = Deserialize::deserialize(deserializer)?;
        Self::new(start, end).map_err(de::Error::custom)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::{
        super::{edtf::tests::any_date, string_form::assert},
        *,
    };

    /// Any period, open ends included.
    pub fn any_period() -> impl Strategy<Value = Period> {
        (prop::option::of(any_date()), prop::option::of(any_date()))
            .prop_filter_map("no period", |(a, b)| {
                Period::new(a, b).or_else(|_| Period::new(b, a)).ok()
            })
    }

    fn period(value: &str) -> Period {
        value.parse().unwrap()
    }

    fn days_around() -> impl Strategy<Value = Date> {
        any_date().prop_map(EdtfDate::latest)
    }

    #[test]
    fn a_period_runs_from_its_earliest_to_its_latest_day() {
        for (value, earliest, latest) in [
            ("2022-12-29/2025", Some(date(2022, 12, 29)), Some(date(2025, 12, 31))),
            ("2024/2024-06", Some(date(2024, 1, 1)), Some(date(2024, 6, 30))),
            ("2024", Some(date(2024, 1, 1)), Some(date(2024, 12, 31))),
            ("2024/..", Some(date(2024, 1, 1)), None),
            ("../2025-02", None, Some(date(2025, 2, 28))),
        ] {
            assert_eq!((period(value).earliest(), period(value).latest()), (earliest, latest));
            assert_eq!(period(value).to_string(), value);
        }
        assert_eq!(period("2024/2024"), period("2024"));
    }

    #[test]
    fn a_rejection_names_the_value() {
        for (value, message) in [
            ("2025/2024-12-31", "the period ends 2024-12-31, before it starts 2025"),
            ("../..", "a period needs a start or an end"),
            ("2024/", "`2024/` is not a period; write START/END, START/.., ../END or one date"),
            (
                "2024/2025/2026",
                "`2024/2025/2026` is not a period; write START/END, START/.., ../END or one date",
            ),
            (
                "2024/2025-13",
                "`2024/2025-13` is not a period: `2025-13` is not a date: \
                 month 13 is not in 1..12; write YYYY, YYYY-MM or YYYY-MM-DD",
            ),
        ] {
            assert_eq!(value.parse::<Period>().unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn a_period_is_past_the_day_after_its_latest() {
        assert!(!period("2023/2024-02").is_past_on(date(2024, 2, 29)));
        assert!(period("2023/2024-02").is_past_on(date(2024, 3, 1)));
        assert!(!period("2023/..").is_past_on(date(9999, 12, 31)));
    }

    #[test]
    fn elapsed_rate_counts_the_days_that_are_over() {
        let rate = |value: &str, day| period(value).elapsed_rate(day).map(|rate| rate.to_string());
        assert_eq!(rate("2023", date(2022, 6, 1)).as_deref(), Some("0"));
        assert_eq!(rate("2023", date(2023, 1, 1)).as_deref(), Some("0"));
        assert_eq!(rate("2023", date(2023, 3, 15)).as_deref(), Some("0.2"));
        assert_eq!(rate("2023", date(2023, 12, 31)).as_deref(), Some("0.99726"));
        assert_eq!(rate("2023", date(2024, 1, 1)).as_deref(), Some("1"));
        assert_eq!(rate("2023/..", date(2024, 1, 1)), None);
    }

    #[test]
    fn binary_form_is_frozen() {
        assert_eq!(assert::to_bincode(&period("2024/..")), [1, 0, 0xd0, 0x0f, 0, 0]);
        let none: [Option<EdtfDate>; 2] = [None, None];
        assert!(assert::from_bincode::<Period>(&assert::to_bincode(&(none[0], none[1]))).is_err());
        let backwards = (period("2025").start(), period("2024").end());
        let error = assert::from_bincode::<Period>(&assert::to_bincode(&backwards)).unwrap_err();
        assert!(error.contains("the period ends 2024, before it starts 2025"), "{error}");
    }

    proptest! {
        #[test]
        fn every_form_round_trips(period in any_period()) {
            prop_assert_eq!(period.to_string().parse(), Ok(period));
            assert::survives_serde(&period);
        }

        #[test]
        fn overlap_is_symmetric_and_means_a_shared_day(a in any_period(), b in any_period()) {
            prop_assert_eq!(a.may_overlap(&b), b.may_overlap(&a));
            prop_assert!(a.may_overlap(&a));
            let first = a.earliest().max(b.earliest());
            let last = [a.latest(), b.latest()].into_iter().flatten().min();
            let shared = first.zip(last).is_none_or(|(first, last)| first <= last);
            prop_assert_eq!(a.may_overlap(&b), shared);
        }

        #[test]
        fn elapsed_rate_rises_from_nought_to_one(
            period in any_period(),
            mut days in [days_around(), days_around()],
        ) {
            days.sort();
            let rates = days.map(|day| period.elapsed_rate(day));
            prop_assert!(rates[0] <= rates[1]);
            for (day, rate) in days.into_iter().zip(rates) {
                prop_assert_eq!(rate.is_some(), period.start().is_some() && period.end().is_some());
                prop_assert!(rate.is_none_or(|rate| Decimal::ZERO <= rate && rate <= Decimal::ONE));
                if period.is_past_on(day) {
                    prop_assert!(rate.is_none_or(|rate| rate == Decimal::ONE));
                }
            }
        }

        #[test]
        fn any_text_is_read_or_rejected(value in "\\PC*|[0-9./-]{0,24}|[0-9]{4}/[0-9]{4}") {
            if let Ok(period) = value.parse::<Period>() {
                prop_assert_eq!(period.to_string().parse(), Ok(period));
            }
        }
    }
}
