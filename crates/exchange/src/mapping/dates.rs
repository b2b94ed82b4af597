//! Dates as spreadsheets write them, by a pattern such as `dd/mm/yyyy`.

use jiff::{ToSpan, civil::Date};
use messages::message;

/// How a column writes dates: one pattern, or several of which the first that fits counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatePattern {
    text: String,
    forms: Vec<Form>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    /// Parts in this order, separated by this.
    Parts(Vec<Part>, char),
    /// The number of a day, counted from 1900.
    Excel,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Day,
    Month,
    Year,
}

impl DatePattern {
    /// Reads `dd/mm/yyyy`, `excel`, or several with `or` between them; `None` where it is none.
    pub fn read(text: &str) -> Option<Self> {
        let forms = text.split(" or ").map(form).collect::<Option<_>>()?;
        Some(Self { text: text.trim().to_owned(), forms })
    }

    /// The date in the form of records: a day, a month or a year, as far as it is written.
    ///
    /// # Errors
    /// Why it is none, in words.
    pub fn date(&self, text: &str) -> Result<String, String> {
        let read = self.forms.iter().find_map(|form| form.date(text));
        read.ok_or_else(|| {
            message!("`{text}` is not a date by {}; correct it, or name its pattern", self.text)
                .to_string()
        })
    }
}

fn form(text: &str) -> Option<Form> {
    let text = text.trim();
    if text == "excel" {
        return Some(Form::Excel);
    }
    let separator = text.chars().find(|c| !"dmy".contains(*c)).unwrap_or('/');
    let part = |part: &str| match part {
        "d" | "dd" => Some(Part::Day),
        "m" | "mm" => Some(Part::Month),
        "yyyy" => Some(Part::Year),
        _ => None,
    };
    let parts: Vec<_> = text.split(separator).map(part).collect::<Option<_>>()?;
    let once = |part| parts.iter().filter(|it| **it == part).count() <= 1;
    let (day, month) = (parts.contains(&Part::Day), parts.contains(&Part::Month));
    let whole = parts.contains(&Part::Year) && (month || !day);
    let fits = whole && once(Part::Day) && once(Part::Month) && once(Part::Year);
    fits.then_some(Form::Parts(parts, separator))
}

impl Form {
    fn date(&self, text: &str) -> Option<String> {
        match self {
            Self::Parts(parts, separator) => by_parts(parts, *separator, text),
            Self::Excel => by_serial(text),
        }
    }
}

fn by_parts(parts: &[Part], separator: char, text: &str) -> Option<String> {
    let written: Vec<_> = text.split(separator).map(str::trim).collect();
    // A month and a year, or a year alone, are dates too.
    let expected: Vec<Part> = match written.len() {
        1 => vec![Part::Year],
        2 => parts.iter().copied().filter(|part| *part != Part::Day).collect(),
        _ => parts.to_vec(),
    };
    if expected.len() != written.len() {
        return None;
    }
    let (mut day, mut month, mut year) = (None, None, None);
    for (part, digits) in expected.iter().zip(written) {
        let lengths = if *part == Part::Year { 4..=4 } else { 1..=2 };
        if !lengths.contains(&digits.len()) || !digits.bytes().all(|it| it.is_ascii_digit()) {
            return None;
        }
        match part {
            Part::Day => day = Some(digits.parse::<i8>().ok()?),
            Part::Month => month = Some(digits.parse::<i8>().ok()?),
            Part::Year => year = Some(digits.parse::<i16>().ok()?),
        }
    }
    let year = year.filter(|year| *year > 0)?;
    // The day that is checked where only a month is written.
    let date = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let text = date.to_string();
    let length = match (month, day) {
        (None, _) => 4,
        (_, None) => 7,
        _ => 10,
    };
    text.get(..length).map(str::to_owned)
}

/// The day with this number in a spreadsheet; the time of the day is dropped.
fn by_serial(text: &str) -> Option<String> {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    // Numbers of four digits would be days before 1928, and are years.
    if whole.len() < 5 || text.parse::<f64>().is_err() {
        return None;
    }
    let days: i64 = whole.parse().ok().filter(|days| (10_000..=2_958_465).contains(days))?;
    let start = Date::new(1899, 12, 30).ok()?;
    start.checked_add(days.days()).ok().map(|date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::DatePattern;

    fn date(pattern: &str, text: &str) -> Result<String, String> {
        DatePattern::read(pattern).unwrap().date(text)
    }

    #[test]
    fn days_months_and_years_are_read_by_their_pattern() {
        for (pattern, text, expected) in [
            ("dd/mm/yyyy", "15/03/2023", "2023-03-15"),
            ("dd/mm/yyyy", "5/3/2023", "2023-03-05"),
            ("dd/mm/yyyy", "3/2023", "2023-03"),
            ("dd/mm/yyyy", "2023", "2023"),
            ("d.m.yyyy", "1.12.1999", "1999-12-01"),
            ("yyyy-mm-dd", "2023-03", "2023-03"),
            ("m/d/yyyy", "3/15/2023", "2023-03-15"),
            ("m/d/yyyy", "3/2023", "2023-03"),
            ("excel", "45000", "2023-03-15"),
            ("excel", "45000.75", "2023-03-15"),
            ("dd/mm/yyyy or excel", "45000", "2023-03-15"),
            ("dd/mm/yyyy or yyyy-mm-dd", "2023-03-15", "2023-03-15"),
        ] {
            assert_eq!(date(pattern, text).as_deref(), Ok(expected), "{pattern}: {text}");
        }
    }

    #[test]
    fn what_is_no_date_is_told() {
        for text in
            ["31/02/2023", "15/13/2023", "15/03/23", "15-03-2023", "1/2/3/2023", "x", "0/1/2023"]
        {
            let told = date("dd/mm/yyyy", text).unwrap_err();
            let expected =
                format!("`{text}` is not a date by dd/mm/yyyy; correct it, or name its pattern");
            assert_eq!(told, expected);
        }
        for text in ["2023", "-45000", "9999999", "45k00"] {
            assert!(date("excel", text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_pattern_without_a_year_is_none() {
        for pattern in ["dd/mm", "yy/mm/dd", "dd/yyyy", "dd/dd/yyyy", "", "dd/mm/yyyy or"] {
            assert_eq!(DatePattern::read(pattern), None, "{pattern}");
        }
    }
}
