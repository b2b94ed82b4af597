//! What a cell of a table shows of a value, and how it is kept from being a formula.

use jiff::civil::Date;
use serde_json::{Map, Value};

/// A cell of a workbook.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// A text, which is no formula whatever it starts with.
    Text(String),
    /// A number that a workbook keeps as it is.
    Number(f64),
    /// A day.
    Day(Date),
    /// True or false.
    Flag(bool),
}

/// Digits that workbooks keep of a number.
const DIGITS: usize = 15;
/// The day after which workbooks count days without a mistake.
const FIRST_DAY: Date = jiff::civil::date(1900, 3, 1);

impl Cell {
    /// The cell that shows a value in a column.
    pub fn of(column: &str, value: &Value) -> Self {
        match value {
            Value::Null => Self::Blank,
            Value::Bool(flag) => Self::Flag(*flag),
            Value::Number(number) => Self::number(&number.to_string()),
            Value::String(text) if is_decimal(column) => Self::number(text),
            Value::String(text) => Self::text(text.clone()),
            value => Self::text(shown(value)),
        }
    }

    fn text(text: String) -> Self {
        if text.is_empty() {
            return Self::Blank;
        }
        // What is a whole day shows the same, and can be sorted and reckoned with.
        match text.parse() {
            Ok(day) if text.len() == 10 && day >= FIRST_DAY => Self::Day(day),
            _ => Self::Text(text),
        }
    }

    /// A number, as text where a workbook would lose some of its digits.
    fn number(text: &str) -> Self {
        let digits = text.trim_start_matches(['-', '0', '.']).chars().filter(char::is_ascii_digit);
        let plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.'));
        match text.parse() {
            Ok(number) if plain && digits.count() <= DIGITS => Self::Number(number),
            _ => Self::Text(text.to_owned()),
        }
    }
}

/// Whether a column has decimals, which are written as text so that no digit is lost.
fn is_decimal(column: &str) -> bool {
    matches!(column.rsplit('.').next(), Some("amount" | "value"))
}

/// What a text file shows of a value: the entries of a list are separated by `; `.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(entries) => entries.iter().map(shown).collect::<Vec<_>>().join("; "),
        Value::Object(parts) => shown_parts(parts),
    }
}

/// What is there of an entry of a list: `province=hcmc, role=PROVIDER`.
fn shown_parts(parts: &Map<String, Value>) -> String {
    let there = parts.iter().filter(|(_, value)| !value.is_null());
    let shown = there.map(|(name, value)| match value {
        Value::Object(parts) => shown_parts(parts),
        value => format!("{name}={}", shown(value)),
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// A cell of a text file that no spreadsheet takes for a formula. Numbers stay numbers.
#[must_use]
pub fn guarded(cell: String) -> String {
    let starts_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_number = cell.strip_prefix(['-', '+']).is_some_and(|digits| {
        digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
    });
    if starts_formula && !is_number { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn cells_are_what_their_values_are() {
        for (column, value, expected) in [
            ("title.vi", json!("=1+1"), Cell::Text("=1+1".to_owned())),
            ("key", json!("007"), Cell::Text("007".to_owned())),
            ("money.amount", json!("150000000.5"), Cell::Number(150_000_000.5)),
            ("value", json!("0.00012"), Cell::Number(0.000_12)),
            ("value", json!("1234567890123456"), Cell::Text("1234567890123456".to_owned())),
            ("attendance", json!(1_200), Cell::Number(1_200.0)),
            ("planned", json!("2024-09-07"), Cell::Day(jiff::civil::date(2024, 9, 7))),
            ("planned", json!("2024-09"), Cell::Text("2024-09".to_owned())),
            ("validFrom", json!("1897-01-01"), Cell::Text("1897-01-01".to_owned())),
            ("draft", json!(true), Cell::Flag(true)),
            ("note", json!(null), Cell::Blank),
            (
                "codes",
                json!([{ "a": 1, "b": null }, { "a": 2 }]),
                Cell::Text("a=1; a=2".to_owned()),
            ),
        ] {
            assert_eq!(Cell::of(column, &value), expected);
        }
    }

    #[test]
    fn what_looks_like_a_formula_is_disarmed_and_numbers_are_not() {
        for (cell, shown) in [
            ("=1+1", "'=1+1"),
            ("+84 28", "'+84 28"),
            ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("-1.5", "-1.5"),
            ("-", "'-"),
            ("Đà Lạt", "Đà Lạt"),
            ("", ""),
        ] {
            assert_eq!(guarded(cell.to_owned()), shown);
        }
    }
}
