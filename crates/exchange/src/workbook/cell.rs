//! What a cell of a workbook says, as text: numbers without the noise of binary fractions, days
//! in the form of records.

use calamine::{DataRef, ExcelDateTime, ExcelDateTimeType};
use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};

/// What a cell is, beside its text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Kind {
    /// Text, as it stands.
    #[default]
    Text,
    /// A number: digits, with a point before the fraction, whatever language the table is in.
    Number,
    /// A day, perhaps with a time behind it.
    Day,
    /// Nothing that can be read, for this reason.
    Wrong(Box<str>),
}

/// Digits that workbooks keep of a number.
const DIGITS: usize = 15;
/// Longest number that is written out.
const ZEROS_MAX: i32 = 30;
const DAY: f64 = 86_400.0;
/// The number of the last day that workbooks know: 9999-12-31.
const LAST_DAY: i64 = 2_958_465;

/// The text of a cell, and what it is.
pub fn read(value: &DataRef<'_>) -> (String, Kind) {
    let wrong = |text: String, reason: String| (text, Kind::Wrong(reason.into()));
    match value {
        DataRef::Empty => (String::new(), Kind::Text),
        DataRef::String(text) => (lines(text), Kind::Text),
        DataRef::SharedString(text) => (lines(text), Kind::Text),
        DataRef::DurationIso(text) => (text.clone(), Kind::Text),
        DataRef::Bool(flag) => (flag.to_string(), Kind::Text),
        DataRef::Int(number) => (number.to_string(), Kind::Number),
        DataRef::Float(number) => match decimal(*number) {
            Ok(text) => (text, Kind::Number),
            Err(reason) => wrong(number.to_string(), reason),
        },
        DataRef::DateTime(at) if at.is_duration() => (duration(at.as_f64()), Kind::Text),
        DataRef::DateTime(at) => moment(at),
        DataRef::DateTimeIso(text) => iso(text),
        DataRef::Error(error) => {
            wrong(error.to_string(), format!("holds the error {error}; correct its formula"))
        }
    }
}

/// Lines end with `\n` alone.
fn lines(text: &str) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    }
}

/// A number without an exponent, in as many digits as workbooks keep.
fn decimal(number: f64) -> Result<String, String> {
    let rounded = format!("{number:.*e}", DIGITS - 1);
    let Some((mantissa, exponent)) = rounded.split_once('e') else {
        return Err(format!("holds {number}, which is no number"));
    };
    let exponent: i32 = exponent.parse().unwrap_or(i32::MAX);
    if exponent.abs() > ZEROS_MAX {
        return Err(format!("holds {number:e}, which is too large or too small; write it as text"));
    }
    if exponent >= 15 && rounded.parse() != Ok(number) {
        return Err(format!(
            "holds {number}, which has more digits than a workbook keeps of a number; write it as text"
        ));
    }
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(mantissa) => ("-", mantissa),
        None => ("", mantissa),
    };
    let digits = mantissa.replace('.', "");
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return Ok("0".to_owned());
    }
    let whole = usize::try_from(exponent + 1).unwrap_or(0);
    let text = if whole == 0 {
        let zeros = usize::try_from(-exponent - 1).unwrap_or(0);
        format!("0.{}{digits}", "0".repeat(zeros))
    } else if digits.len() <= whole {
        format!("{digits}{}", "0".repeat(whole - digits.len()))
    } else {
        format!("{}.{}", &digits[..whole], &digits[whole..])
    };
    Ok(format!("{sign}{text}"))
}

/// A whole number of days or seconds.
fn whole(number: f64) -> Option<i64> {
    format!("{number:.0}").parse().ok()
}

/// A day and a time by the number that stands for them.
fn moment(at: &ExcelDateTime) -> (String, Kind) {
    let number = at.as_f64();
    let told = |reason| (number.to_string(), Kind::Wrong(reason));
    let seconds = whole(number * DAY);
    let Some(seconds) = seconds.filter(|seconds| (0..(LAST_DAY + 1) * 86_400).contains(seconds))
    else {
        return told(format!("holds {number} as a day, and no day has this number").into());
    };
    let (days, time) = (seconds / 86_400, seconds % 86_400);
    let starts_1904 = starts_1904(at);
    if days == 0 && !starts_1904 {
        return (duration(number), Kind::Text);
    }
    if days == 60 && !starts_1904 {
        return told("holds 1900-02-29, which was no day; correct it".into());
    }
    let first = match days {
        _ if starts_1904 => Date::new(1904, 1, 1),
        // Workbooks count a 29 February 1900, which was not.
        ..60 => Date::new(1899, 12, 31),
        _ => Date::new(1899, 12, 30),
    };
    let day = first.and_then(|first| first.checked_add(days.days()));
    match day {
        Ok(day) if time == 0 => (day.to_string(), Kind::Day),
        Ok(day) => (format!("{day}T{}", clock(time)), Kind::Day),
        Err(_) => told(format!("holds {number} as a day, and no day has this number").into()),
    }
}

/// Whether days are counted from 1904: then the first has the number 0.
fn starts_1904(at: &ExcelDateTime) -> bool {
    *at != ExcelDateTime::new(at.as_f64(), ExcelDateTimeType::DateTime, false)
}

fn iso(text: &str) -> (String, Kind) {
    let moment = text.trim_end_matches('Z').parse::<DateTime>();
    let day = text.parse::<Date>();
    match (day, moment) {
        (_, Ok(moment)) if moment.time() == jiff::civil::Time::midnight() => {
            (moment.date().to_string(), Kind::Day)
        }
        (_, Ok(moment)) => (moment.to_string(), Kind::Day),
        (Ok(day), _) => (day.to_string(), Kind::Day),
        _ => (text.to_owned(), Kind::Text),
    }
}

/// Hours, minutes and seconds: `1:30:00`.
fn duration(days: f64) -> String {
    let seconds = whole(days.abs() * DAY).unwrap_or(0);
    let sign = if days < 0.0 { "-" } else { "" };
    format!("{sign}{}", clock(seconds))
}

fn clock(seconds: i64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use calamine::CellErrorType;

    use super::*;

    fn day(number: f64, is_1904: bool) -> String {
        let at = ExcelDateTime::new(number, ExcelDateTimeType::DateTime, is_1904);
        match read(&DataRef::DateTime(at)) {
            (text, Kind::Wrong(reason)) => format!("{text}: {reason}"),
            (text, kind) => format!("{text} {kind:?}"),
        }
    }

    #[test]
    fn days_are_those_that_the_workbook_shows() {
        for (number, is_1904, expected) in [
            (45_000.0, false, "2023-03-15 Day"),
            (45_000.5, false, "2023-03-15T12:00:00 Day"),
            (44_999.999_999_9, false, "2023-03-15 Day"),
            (1.0, false, "1900-01-01 Day"),
            (59.0, false, "1900-02-28 Day"),
            (60.0, false, "60: holds 1900-02-29, which was no day; correct it"),
            (61.0, false, "1900-03-01 Day"),
            (0.75, false, "18:00:00 Text"),
            (2_958_465.0, false, "9999-12-31 Day"),
            (0.0, true, "1904-01-01 Day"),
            (60.0, true, "1904-03-01 Day"),
            (43_538.0, true, "2023-03-15 Day"),
            (-1.0, false, "-1: holds -1 as a day, and no day has this number"),
            (9e9, false, "9000000000: holds 9000000000 as a day, and no day has this number"),
        ] {
            assert_eq!(day(number, is_1904), expected);
        }
        for (text, expected) in [
            ("2023-03-15", "2023-03-15"),
            ("2023-03-15T00:00:00", "2023-03-15"),
            ("2023-03-15T13:30:00Z", "2023-03-15T13:30:00"),
        ] {
            assert_eq!(read(&DataRef::DateTimeIso(text.into())), (expected.into(), Kind::Day));
        }
    }

    #[test]
    fn numbers_are_those_that_were_written() {
        for (number, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (12.345, "12.345"),
            (0.1 + 0.2, "0.3"),
            (1.1, "1.1"),
            (-1_500.25, "-1500.25"),
            (1e15, "1000000000000000"),
            (123_456_789_012_345.0, "123456789012345"),
            (42_000_000_000_000_000.0, "42000000000000000"),
            (0.000_001_25, "0.00000125"),
            (100.0, "100"),
            (2_023.0, "2023"),
        ] {
            assert_eq!(read(&DataRef::Float(number)), (expected.into(), Kind::Number));
        }
        for (number, told) in [
            (1_234_567_890_123_456.0, "more digits than a workbook keeps"),
            (1e200, "too large or too small"),
            (f64::NAN, "no number"),
        ] {
            let (_, Kind::Wrong(reason)) = read(&DataRef::Float(number)) else {
                panic!("{number} is read");
            };
            assert!(reason.contains(told), "{reason}");
        }
    }

    #[test]
    fn texts_and_errors_are_kept() {
        for (value, expected) in [
            (DataRef::String("007".into()), ("007", Kind::Text)),
            (DataRef::SharedString("a\r\nb"), ("a\nb", Kind::Text)),
            (DataRef::Bool(true), ("true", Kind::Text)),
            (
                DataRef::Error(CellErrorType::NA),
                ("#N/A", Kind::Wrong("holds the error #N/A; correct its formula".into())),
            ),
        ] {
            assert_eq!(read(&value), (expected.0.to_owned(), expected.1));
        }
        let hours = ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, false);
        assert_eq!(read(&DataRef::DateTime(hours)).0, "36:00:00");
    }
}
