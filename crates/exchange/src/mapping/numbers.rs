//! Numbers as spreadsheets write them. A text that reads both ways, such as `1.500`, is refused
//! until the mapping says which way the table writes.

use serde_json::Value;

/// How a language writes numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// As Vietnamese: `1.500,5`.
    Vi,
    /// As English: `1,500.5`.
    En,
}

impl Locale {
    /// The locale with a name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "vi" => Some(Self::Vi),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    const fn marks(self) -> (char, char, &'static str) {
        match self {
            Self::Vi => ('.', ',', "`vi` (1.500,5)"),
            Self::En => (',', '.', "`en` (1,500.5)"),
        }
    }
}

/// The number that a text is.
///
/// # Errors
/// Why it is none, or which two it may be, in words.
pub fn number(text: &str, locale: Option<Locale>) -> Result<Value, String> {
    let (sign, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let plain = match locale {
        None => unmarked(text, digits)?.to_owned(),
        Some(locale) => grouped(digits, locale).ok_or_else(|| {
            format!("`{text}` is not a number as {} writes it; correct it", locale.marks().2)
        })?,
    };
    let plain = format!("{sign}{plain}");
    // A fraction is kept as text, so that no digit is lost.
    Ok(plain.parse::<i64>().map_or_else(|_| plain.into(), Value::from))
}

/// The number that a text is if it has digits alone, and at most a point before its fraction.
pub fn plain(text: &str) -> Option<Value> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let is_number = is_digits(whole) && is_digits(fraction);
    is_number.then(|| text.parse::<i64>().map_or_else(|_| text.into(), Value::from))
}

/// A number without marks between its digits, but for one point that can only be the fraction's.
fn unmarked<'a>(text: &str, digits: &'a str) -> Result<&'a str, String> {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let marked = digits.chars().all(|c| c.is_ascii_digit() || ".,'".contains(c) || is_space(c));
    if !marked || !digits.contains(|c: char| c.is_ascii_digit()) {
        let reason = "is not a number; write digits, with a point before the fraction";
        return Err(format!("`{text}` {reason}"));
    }
    match digits.split_once('.') {
        None if is_digits(digits) => Ok(digits),
        Some((whole, fraction)) if is_digits(whole) && is_digits(fraction) => {
            let groups = whole.len() <= 3 && !whole.starts_with('0');
            if groups && fraction.len() < 3 && fraction.ends_with('0') {
                let zeros = "0".repeat(3 - fraction.len());
                return Err(format!(
                    "`{text}` reads as a fraction, or as {whole}{fraction}{zeros} of which a \
                     spreadsheet took zeros; write numbers = \"vi\" (1.500,5) or \"en\" \
                     (1,500.5) under [table]"
                ));
            }
            if groups && fraction.len() == 3 {
                return Err(format!(
                    "`{text}` reads as {whole}{fraction} or as {whole} and a fraction; write \
                     numbers = \"vi\" (1.500,5) or \"en\" (1,500.5) under [table]"
                ));
            }
            Ok(digits)
        }
        _ => Err(format!(
            "`{text}` has marks between its digits; write numbers = \"vi\" (1.500,5) or \"en\" \
             (1,500.5) under [table]"
        )),
    }
}

const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// A number as a language writes it, groups of three digits apart.
fn grouped(digits: &str, locale: Locale) -> Option<String> {
    let (group, point, _) = locale.marks();
    let (whole, fraction) = match digits.split_once(point) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let groups: Vec<_> = whole.split(|c| c == group || is_space(c)).collect();
    let (first, rest) = groups.split_first()?;
    let fits = all_digits(first)
        && (rest.is_empty() || first.len() <= 3)
        && rest.iter().all(|it| all_digits(it) && it.len() == 3)
        && fraction.is_none_or(all_digits);
    let fraction = fraction.map_or_else(String::new, |it| format!(".{it}"));
    fits.then(|| groups.concat() + &fraction)
}

#[cfg(test)]
mod tests {
    use super::{Locale, number};

    #[test]
    fn what_reads_both_ways_is_refused_until_the_way_is_said() {
        for text in ["1.500", "2.000", "12.345", "150.000", "150.0", "1.50"] {
            let told = number(text, None).unwrap_err();
            assert!(told.contains("reads as ") && told.contains("numbers = "), "{told}");
        }
        for (text, vi, en) in [
            ("1.500", "1500", "\"1.500\""),
            ("50.000.000", "50000000", "none"),
            ("42,900,000.00", "none", "\"42900000.00\""),
            ("12,5", "\"12.5\"", "none"),
            ("-1.500,25", "\"-1500.25\"", "none"),
            ("42 900 000", "42900000", "42900000"),
            ("150.0", "none", "\"150.0\""),
            ("1500", "1500", "1500"),
            ("1.50", "none", "\"1.50\""),
            ("1..500", "none", "none"),
            ("", "none", "none"),
        ] {
            let read =
                |locale| number(text, Some(locale)).map_or("none".to_owned(), |it| it.to_string());
            assert_eq!((read(Locale::Vi).as_str(), read(Locale::En).as_str()), (vi, en), "{text}");
        }
    }

    #[test]
    fn a_plain_number_needs_no_locale() {
        for (text, expected) in [
            ("120", "120"),
            ("-7", "-7"),
            ("6.97", "\"6.97\""),
            ("0.125", "\"0.125\""),
            ("1500.125", "\"1500.125\""),
        ] {
            assert_eq!(number(text, None).unwrap().to_string(), expected);
        }
        for text in ["12,5", "50.000.000", "1 500", "1e5", "many", ".", "NaN", "+5"] {
            assert!(number(text, None).is_err(), "{text}");
        }
    }
}
