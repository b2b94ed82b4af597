//! Dates as sources print them: a year, a month or a day.
//!
//! Owns EDTF level 0 dates (ISO 8601-2:2019) in the years 0001 to 9999 of the proleptic Gregorian
//! calendar. Must not know what a date is about, nor what day it is today.

use std::{
    cmp::Ordering,
    fmt::{self, Display},
    str::FromStr,
};

use jiff::civil::Date;
use messages::{Message, Say, message};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::string_form::{self, Excerpt};

/// A date at the precision its source printed: `2024`, `2024-09` or `2024-09-15`.
///
/// Ordered by earliest, then by latest possible day: `2024-01-01` < `2024-01` < `2024`. Two dates
/// are equal only at the same precision.
///
/// Serialises as its string where a person reads, else as a `u32`: bits 0 to 4 the day (0 for
/// none), bits 5 to 8 the month (0 for none), bits 9 to 22 the year, the rest zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EdtfDate {
    /// The earliest possible day; month and day are 1 where the precision leaves them open.
    earliest: Date,
    precision: Precision,
}

/// How much of a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Only the year.
    Year,
    /// The year and the month.
    Month,
    /// The year, the month and the day.
    Day,
}

/// Something that is not a date; names the value, what is wrong and the accepted forms.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Say)]
#[error("{value} is not a date{problem}; write YYYY, YYYY-MM or YYYY-MM-DD")]
pub struct EdtfError {
    /// The rejected value.
    pub value: Excerpt,
    /// What is wrong with it.
    pub problem: EdtfProblem,
}

/// What keeps something from being a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdtfProblem {
    /// It has another shape than the three accepted ones.
    Shape,
    /// The year is not in 1..9999.
    Year(i16),
    /// The month is not in 1..12.
    Month(i8),
    /// The month has no such day.
    Day {
        /// The day.
        day: i8,
        /// The last day of the month.
        last: i8,
    },
}

impl Say for EdtfProblem {
    /// Continues "… is not a date".
    fn message(&self) -> Message {
        match self {
            Self::Shape => Message::verbatim(""),
            Self::Year(year) => message!(": year {year} is not in 1..9999"),
            Self::Month(month) => message!(": month {month} is not in 1..12"),
            Self::Day { day, last } => message!(": day {day} is not in 1..{last}"),
        }
    }
}

impl Display for EdtfProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl EdtfDate {
    /// Makes a date from the parts that are known.
    ///
    /// # Errors
    ///
    /// Names the part that is out of range. A day without a month has the wrong shape.
    pub fn new(year: i16, month: Option<i8>, day: Option<i8>) -> Result<Self, EdtfError> {
        Self::from_parts(year, month, day).map_err(|problem| EdtfError {
            value: Excerpt::of(&written(year, month, day)),
            problem,
        })
    }

    fn from_parts(year: i16, month: Option<i8>, day: Option<i8>) -> Result<Self, EdtfProblem> {
        let date = |year, month, day| Date::new(year, month, day).ok();
        let first = date(year, 1, 1).filter(|_| year > 0);
        let first = first.ok_or(EdtfProblem::Year(year))?;
        let (earliest, precision) = match (month, day) {
            (None, None) => (first, Precision::Year),
            (None, Some(_)) => return Err(EdtfProblem::Shape),
            (Some(month), day) => {
                let first = date(year, month, 1).ok_or(EdtfProblem::Month(month))?;
                let last = first.days_in_month();
                match day {
                    None => (first, Precision::Month),
                    Some(day) => {
                        let problem = EdtfProblem::Day { day, last };
                        (date(year, month, day).ok_or(problem)?, Precision::Day)
                    }
                }
            }
        };
        Ok(Self { earliest, precision })
    }

    /// Returns the first day it may mean.
    #[must_use]
    pub fn earliest(self) -> Date {
        self.earliest
    }

    /// Returns the last day it may mean.
    #[must_use]
    pub fn latest(self) -> Date {
        match self.precision {
            Precision::Year => self.earliest.last_of_year(),
            Precision::Month => self.earliest.last_of_month(),
            Precision::Day => self.earliest,
        }
    }

    /// Returns how much of the date is known.
    #[must_use]
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// Returns the year, in 1..9999.
    #[must_use]
    pub fn year(self) -> i16 {
        self.earliest.year()
    }

    /// Returns the month, in 1..12, if it is known.
    #[must_use]
    pub fn month(self) -> Option<i8> {
        (self.precision >= Precision::Month).then(|| self.earliest.month())
    }

    /// Returns the day of the month, if it is known.
    #[must_use]
    pub fn day(self) -> Option<i8> {
        (self.precision == Precision::Day).then(|| self.earliest.day())
    }

    /// Compares by the earliest possible day alone: `2024` and `2024-01` compare equal.
    #[must_use]
    pub fn cmp_earliest(&self, other: &Self) -> Ordering {
        self.earliest.cmp(&other.earliest)
    }

    fn to_bits(self) -> u32 {
        let part = |part: Option<i8>| u32::from(part.unwrap_or(0).unsigned_abs());
        part(self.day()) | part(self.month()) << 5 | u32::from(self.year().unsigned_abs()) << 9
    }

    fn from_bits(bits: u32) -> Option<Self> {
        let part = |part: u32| i8::try_from(part).ok().map(|part| (part != 0).then_some(part));
        let year = i16::try_from(bits >> 9).ok()?;
        Self::from_parts(year, part(bits >> 5 & 0xf)?, part(bits & 0x1f)?).ok()
    }
}

fn written(year: i16, month: Option<i8>, day: Option<i8>) -> String {
    let part = |part: Option<i8>| part.map_or(String::new(), |part| format!("-{part:02}"));
    format!("{year:04}{}{}", part(month), part(day))
}

impl TryFrom<Date> for EdtfDate {
    type Error = EdtfError;

    /// Takes a known day; rejects the years before 1.
    fn try_from(day: Date) -> Result<Self, EdtfError> {
        Self::new(day.year(), Some(day.month()), Some(day.day()))
    }
}

impl Ord for EdtfDate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.cmp_earliest(other).then_with(|| self.latest().cmp(&other.latest()))
    }
}

impl PartialOrd for EdtfDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Display for EdtfDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = *b"0000-00-00";
        let parts = [
            (0..4, self.year().unsigned_abs()),
            (5..7, self.earliest.month().unsigned_abs().into()),
            (8..10, self.earliest.day().unsigned_abs().into()),
        ];
        for (place, mut left) in parts {
            for digit in text[place].iter_mut().rev() {
                *digit = b"0123456789"[usize::from(left % 10)];
                left /= 10;
            }
        }
        let length = match self.precision {
            Precision::Year => 4,
            Precision::Month => 7,
            Precision::Day => 10,
        };
        f.pad(str::from_utf8(&text[..length]).map_err(|_| fmt::Error)?)
    }
}

impl FromStr for EdtfDate {
    type Err = EdtfError;

    fn from_str(value: &str) -> Result<Self, EdtfError> {
        parse(value).map_err(|problem| EdtfError { value: Excerpt::of(value), problem })
    }
}

fn parse(value: &str) -> Result<EdtfDate, EdtfProblem> {
    let part = |part: Option<&str>| match part {
        None => Ok(None),
        Some(part) => digits(part, 2).map(Some).ok_or(EdtfProblem::Shape),
    };
    let mut parts = value.split('-');
    let year = parts.next().and_then(|year| digits(year, 4)).ok_or(EdtfProblem::Shape)?;
    let (month, day) = (part(parts.next())?, part(parts.next())?);
    match parts.next() {
        None => EdtfDate::from_parts(year, month, day),
        Some(_) => Err(EdtfProblem::Shape),
    }
}

/// Reads a number of exactly `length` ASCII digits.
fn digits<N: FromStr>(text: &str, length: usize) -> Option<N> {
    let written = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    written.then(|| text.parse().ok())?
}

impl Serialize for EdtfDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_u32(self.to_bits())
        }
    }
}

impl<'de> Deserialize<'de> for EdtfDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return string_form::deserialize(
                deserializer,
                "a date as a string, such as \"2024\" or \"2024-09-15\"",
            );
        }
        let bits = u32::deserialize(deserializer)?;
        Self::from_bits(bits)
            .ok_or_else(|| de::Error::custom(format_args!("{bits:#010x} is not an encoded date")))
    }
}

#[cfg(test)]
pub(super) mod tests;
