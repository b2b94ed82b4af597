//! Tests of dates.

use proptest::prelude::*;

use super::{super::string_form::assert, *};

/// Any date, more often near the present, so that two of them often overlap.
pub fn any_date() -> impl Strategy<Value = EdtfDate> {
    let day = (prop_oneof![1i16..=9999, 2020i16..=2026], 1i8..=12, 1i8..=31, 0..3);
    day.prop_filter_map("no such day", |(year, month, day, parts)| {
        EdtfDate::new(year, (parts > 0).then_some(month), (parts > 1).then_some(day)).ok()
    })
}

fn date(value: &str) -> EdtfDate {
    value.parse().unwrap()
}

#[test]
fn a_date_spans_what_it_leaves_open() {
    for (value, earliest, latest, precision) in [
        ("2024", "2024-01-01", "2024-12-31", Precision::Year),
        ("2024-02", "2024-02-01", "2024-02-29", Precision::Month),
        ("2024-09-15", "2024-09-15", "2024-09-15", Precision::Day),
        ("0001", "0001-01-01", "0001-12-31", Precision::Year),
        ("9999-12", "9999-12-01", "9999-12-31", Precision::Month),
    ] {
        assert_eq!(date(value).earliest().to_string(), earliest);
        assert_eq!(date(value).latest().to_string(), latest);
        assert_eq!(date(value).precision(), precision);
    }
}

#[test]
fn a_rejection_names_the_value_and_what_is_wrong() {
    for (value, message) in [
        ("2024-13", "`2024-13` is not a date: month 13 is not in 1..12"),
        ("2024-00", "`2024-00` is not a date: month 0 is not in 1..12"),
        ("2023-02-29", "`2023-02-29` is not a date: day 29 is not in 1..28"),
        ("1900-02-29", "`1900-02-29` is not a date: day 29 is not in 1..28"),
        ("0000", "`0000` is not a date: year 0 is not in 1..9999"),
        ("15/09/2024", "`15/09/2024` is not a date"),
    ] {
        assert_eq!(
            value.parse::<EdtfDate>().unwrap_err().to_string(),
            format!("{message}; write YYYY, YYYY-MM or YYYY-MM-DD")
        );
    }
}

#[test]
fn other_shapes_are_rejected() {
    let long = "2".repeat(10_000);
    let others = [
        "",
        " 2024",
        "2024 ",
        "2024-9",
        "202",
        "20244",
        "-2024",
        "+024",
        "2024-",
        "2024-09-",
        "2024-09-5",
        "2024--9",
        "2024-0a",
        "20x4",
        "٢٠٢٤",
        "２０２４",
        "2024/09",
        "2024-09-15-01",
        "2024-09-15T00:00",
        "2024-+9",
        "2024~",
        &long,
    ];
    for value in others {
        let error = value.parse::<EdtfDate>().unwrap_err();
        assert_eq!((error.value.clone(), error.problem), (Excerpt::of(value), EdtfProblem::Shape));
        assert!(error.to_string().chars().count() < 120);
    }
}

#[test]
fn parts_out_of_range_are_rejected() {
    for (year, month, day, problem) in [
        (-1, None, None, EdtfProblem::Year(-1)),
        (10_000, None, None, EdtfProblem::Year(10_000)),
        (2024, Some(-9), None, EdtfProblem::Month(-9)),
        (2024, Some(9), Some(31), EdtfProblem::Day { day: 31, last: 30 }),
        (2024, None, Some(1), EdtfProblem::Shape),
    ] {
        assert_eq!(EdtfDate::new(year, month, day).unwrap_err().problem, problem);
    }
}

#[test]
fn binary_form_is_frozen() {
    assert_eq!(assert::to_bincode(&date("2024-09-15")), [0x2f, 0xd1, 0x0f, 0]);
    assert_eq!(assert::to_bincode(&date("2024")), [0, 0xd0, 0x0f, 0]);
    for bits in [
        0,
        15,
        2024 << 9 | 15,
        2024 << 9 | 13 << 5,
        2023 << 9 | 2 << 5 | 0x1d,
        10_000 << 9,
        u32::MAX,
    ] {
        let error = assert::from_bincode::<EdtfDate>(&bits.to_le_bytes()).unwrap_err();
        assert!(error.contains("is not an encoded date"), "{error}");
    }
}

#[test]
fn a_date_that_is_no_string_is_explained() {
    let error = serde_json::from_str::<EdtfDate>("2024").unwrap_err().to_string();
    assert!(error.contains("integer `2024`, expected a date as a string"), "{error}");
}

proptest! {
    #[test]
    fn every_form_round_trips(date in any_date()) {
        prop_assert_eq!(date.to_string().parse(), Ok(date));
        prop_assert_eq!(EdtfDate::new(date.year(), date.month(), date.day()), Ok(date));
        assert::survives_serde(&date);
    }

    #[test]
    fn order_follows_earliest_then_latest(a in any_date(), b in any_date()) {
        prop_assert_eq!(a.cmp(&b), (a.earliest(), a.latest()).cmp(&(b.earliest(), b.latest())));
        prop_assert_eq!(a.cmp(&b) == Ordering::Equal, a == b);
        prop_assert!(a.earliest() <= a.latest());
    }

    #[test]
    fn what_parses_is_canonical(value in "\\PC*|[0-9-]{0,12}") {
        if let Ok(date) = value.parse::<EdtfDate>() {
            prop_assert_eq!(date.to_string(), value);
        }
    }
}
