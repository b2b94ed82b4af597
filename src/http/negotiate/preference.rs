//! Lists of preferences: items with parameters, one of which may be a weight (RFC 9110, 12.4.2).
//!
//! Reading is lenient where a refusal would serve nobody: a weight may lack its first digit (`.2`,
//! which Java sends) and may have any number of decimals. An item whose weight cannot be read is
//! left out.

use axum::http::{HeaderMap, HeaderName};

/// Most items of a list that are read.
const ITEMS_MAX: usize = 64;

/// An item of a list.
#[derive(Debug, Clone, Copy)]
pub struct Preference<'h> {
    /// What is preferred, as the client writes it.
    pub value: &'h str,
    /// How much, in thousandths; 0 where it is refused.
    pub weight: u16,
    parameters: &'h str,
}

impl<'h> Preference<'h> {
    fn read(item: &'h str) -> Option<Self> {
        let value = parts(item, ';').next().unwrap_or_default();
        let mut preference = Self { value, weight: 1_000, parameters: &item[value.len()..] };
        for (name, value) in preference.parameters() {
            if name.eq_ignore_ascii_case("q") {
                preference.weight = weight(value)?;
            }
        }
        Some(preference)
    }

    /// Its parameters, without quotes; the weight is among them.
    pub fn parameters(&self) -> impl Iterator<Item = (&'h str, &'h str)> + use<'h> {
        parameters(self.parameters)
    }
}

/// The items of a header's lists, in their order.
pub fn preferences<'h>(
    headers: &'h HeaderMap,
    name: &HeaderName,
) -> impl Iterator<Item = Preference<'h>> + use<'h> {
    listed(headers.get_all(name).iter().filter_map(|list| list.to_str().ok()))
}

/// The items of lists, in their order.
pub fn listed<'h, I: Iterator<Item = &'h str>>(
    lists: I,
) -> impl Iterator<Item = Preference<'h>> + use<'h, I> {
    let items = lists.flat_map(|list| parts(list, ',')).filter(|item| !item.is_empty());
    items.take(ITEMS_MAX).filter_map(Preference::read)
}

/// The parameters behind a value, by name, without quotes: `; charset="utf-8"; x=1`.
pub fn parameters(text: &str) -> impl Iterator<Item = (&str, &str)> {
    parts(text, ';').filter(|it| !it.is_empty()).map(|parameter| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        (name.trim_end(), value.trim_start().trim_matches('"'))
    })
}

/// The parts of a text between separators, without the space around them. What stands in quotes
/// is not parted.
fn parts(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    let parts = text.split(move |it| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        escaped = quoted && it == '\\';
        quoted ^= it == '"';
        !quoted && it == separator
    });
    parts.map(str::trim)
}

/// A weight in thousandths; further decimals are left out. `None` where it is none.
fn weight(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if text.len() == text.matches('.').count() || !decimals.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let digits = decimals.bytes().map(|it| u16::from(it - b'0')).chain([0; 3]);
    let thousandths = digits.take(3).fold(0, |sum, digit| sum * 10 + digit);
    match whole {
        "" | "0" => Some(thousandths),
        "1" if decimals.bytes().all(|it| it == b'0') => Some(1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header;

    use super::*;

    fn read(list: &str) -> Vec<(String, u16)> {
        let headers = HeaderMap::from_iter([(header::ACCEPT, list.parse().unwrap())]);
        let read = preferences(&headers, &header::ACCEPT);
        read.map(|it| (it.value.to_owned(), it.weight)).collect()
    }

    #[test]
    fn a_weight_is_read_among_other_parameters() {
        for (item, weight) in [
            ("a", Some(1_000)),
            ("a;q=0.5", Some(500)),
            ("a ; Q = 0.5 ", Some(500)),
            ("a;q=1.0;x=1", Some(1_000)),
            ("a;x=1;q=0.25", Some(250)),
            ("a;x=\"q=0;q=0\";q=.2", Some(200)),
            ("a;q=\"0.5\"", Some(500)),
            ("a;q=0", Some(0)),
            ("a;q=0.", Some(0)),
            ("a;q=1.000000", Some(1_000)),
            ("a;q=0.3333333", Some(333)),
            ("a;q=1.001", None),
            ("a;q=2", None),
            ("a;q=-1", None),
            ("a;q=+0.5", None),
            ("a;q=0.+5", None),
            ("a;q=", None),
            ("a;q", None),
            ("a;q=.", None),
            ("a;q=high", None),
        ] {
            let expected: Vec<_> = weight.map(|it| ("a".to_owned(), it)).into_iter().collect();
            assert_eq!(read(item), expected, "{item}");
        }
    }

    #[test]
    fn what_is_quoted_parts_nothing() {
        let expected = [("a".to_owned(), 100), ("b".to_owned(), 1_000)];
        assert_eq!(read(r#"a;x="1,2;\"q=1";q=0.1 ,, b"#), expected);
        assert_eq!(read(r#"a;q=0.1;x="never closed, b"#), [("a".to_owned(), 100)]);
    }

    #[test]
    fn a_long_list_is_not_read_to_its_end() {
        assert_eq!(read(&"a,".repeat(10_000)).len(), ITEMS_MAX);
    }
}
