//! Media types: which one a response has (RFC 9110, 12.5.1), and whether a request's is read.

use axum::http::{HeaderMap, header};

use super::preference::{parameters, preferences};

/// The media type of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaType {
    /// `application/graphql-response+json`: the status tells whether the request was executed.
    GraphqlResponse,
    /// `application/json`: the status is 200 for every well-formed request.
    Json,
}

impl MediaType {
    /// The `Content-Type` of such a response.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }

    /// The type that a client accepts best; `None` where it accepts neither. Where it has no
    /// preference, `application/json`, which every client can read.
    pub fn accepted(headers: &HeaderMap) -> Option<Self> {
        if accepts_anything(headers) {
            return Some(Self::Json);
        }
        let graphql = weight(headers, "application/graphql-response+json");
        let json = weight(headers, "application/json");
        // A client that names both alike knows the newer one, and is served better by it.
        let newer = graphql.exact && graphql.thousandths >= json.thousandths;
        match (graphql.thousandths > 0, json.thousandths > 0) {
            (true, _) if newer || graphql.thousandths > json.thousandths => {
                Some(Self::GraphqlResponse)
            }
            (_, true) => Some(Self::Json),
            (true, false) => Some(Self::GraphqlResponse),
            (false, false) => None,
        }
    }
}

/// A table that spreadsheets open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableType {
    /// Text (RFC 4180).
    Csv,
    /// A workbook.
    Xlsx,
}

impl TableType {
    /// The `Content-Type` of such a response.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// How the names of such files end.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The table that a client names and wants at least as much as JSON; `None` where it wants none.
    pub fn accepted(headers: &HeaderMap) -> Option<Self> {
        let of = |table: Self| {
            let name = table.content_type().split(';').next().unwrap_or_default();
            let json = ["application/graphql-response+json", "application/json"];
            json.iter().all(|json| prefers(headers, name, json)).then(|| weight(headers, name))
        };
        match (of(Self::Csv), of(Self::Xlsx)) {
            (Some(csv), Some(xlsx)) if xlsx.thousandths > csv.thousandths => Some(Self::Xlsx),
            (Some(_), _) => Some(Self::Csv),
            (None, xlsx) => xlsx.map(|_| Self::Xlsx),
        }
    }
}

/// Whether a client has no preference.
fn accepts_anything(headers: &HeaderMap) -> bool {
    headers.get_all(header::ACCEPT).iter().all(|it| it.as_bytes().trim_ascii().is_empty())
}

/// How much a type is wanted.
#[derive(Debug, Clone, Copy)]
struct Weight {
    thousandths: u16,
    /// Whether the type itself is named, not only a range that holds it.
    exact: bool,
}

/// The weight that `Accept` gives a type, by its most specific range.
fn weight(headers: &HeaderMap, wanted: &str) -> Weight {
    let mut best = (0, 0);
    for range in preferences(headers, &header::ACCEPT) {
        let specificity = specificity(range.value, wanted);
        let mut charsets =
            range.parameters().filter(|(name, _)| name.eq_ignore_ascii_case("charset"));
        if specificity > 0 && specificity >= best.0 && charsets.all(|(_, it)| is_utf8(it)) {
            best = (specificity, range.weight);
        }
    }
    Weight { thousandths: best.1, exact: best.0 == 3 }
}

/// How closely a range names a type: 3 the type itself, 2 its group, 1 all types, 0 not at all.
fn specificity(range: &str, wanted: &str) -> u8 {
    let group = range.strip_suffix("/*").zip(wanted.split_once('/'));
    match group {
        _ if range.eq_ignore_ascii_case(wanted) => 3,
        Some(("*", _)) => 1,
        Some((named, (group, _))) if named.eq_ignore_ascii_case(group) => 2,
        _ => 0,
    }
}

/// Whether a client names a type and wants it at least as much as another.
pub fn prefers(headers: &HeaderMap, wanted: &str, other: &str) -> bool {
    let (wanted, other) = (weight(headers, wanted), weight(headers, other));
    wanted.exact && wanted.thousandths > 0 && wanted.thousandths >= other.thousandths
}

/// Whether a client takes its answers as server-sent events: `Some(true)` where it takes them in
/// no other way, `Some(false)` where it leaves the choice.
pub fn takes_events(headers: &HeaderMap) -> Option<bool> {
    let events = weight(headers, "text/event-stream");
    let taken = events.exact && events.thousandths > 0;
    taken.then(|| MediaType::accepted(headers).is_none())
}

/// Whether a request's body is said to be JSON in UTF-8.
pub fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let Ok(value) = value.to_str() else { return false };
    let (named, rest) = value.split_once(';').unwrap_or((value, ""));
    named.trim().eq_ignore_ascii_case("application/json")
        && parameters(rest)
            .all(|(name, value)| !name.eq_ignore_ascii_case("charset") || is_utf8(value))
}

fn is_utf8(charset: &str) -> bool {
    charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderName;

    use super::{MediaType::*, *};

    fn headers(name: &HeaderName, values: &[&str]) -> HeaderMap {
        values.iter().map(|value| (name.clone(), value.parse().unwrap())).collect()
    }

    #[test]
    fn the_best_accepted_type_is_chosen() {
        for (accept, chosen) in [
            ("", Some(Json)),
            ("*/*", Some(Json)),
            ("application/*", Some(Json)),
            ("application/json", Some(Json)),
            ("application/json;charset=utf-8", Some(Json)),
            ("application/json, multipart/mixed", Some(Json)),
            ("text/html, application/xml;q=0.9, */*;q=0.8", Some(Json)),
            ("application/graphql-response+json", Some(GraphqlResponse)),
            ("Application/GraphQL-Response+JSON; charset=\"UTF-8\"", Some(GraphqlResponse)),
            ("application/graphql-response+json, application/json", Some(GraphqlResponse)),
            ("application/json, application/graphql-response+json", Some(GraphqlResponse)),
            ("application/graphql-response+json, application/json;q=0.9", Some(GraphqlResponse)),
            ("application/graphql-response+json;q=0.5, application/json", Some(Json)),
            ("application/json;q=0, */*", Some(GraphqlResponse)),
            ("application/json;q=0.1, */*;q=0.9", Some(GraphqlResponse)),
            ("text/html", None),
            ("application/json;q=0", None),
            ("application/json;charset=iso-8859-1", None),
            ("*/*;q=0", None),
            ("nonsense", None),
            // As Java sends it where nobody says otherwise.
            ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", Some(Json)),
            ("application/json;q=0.33333", Some(Json)),
            (
                "application/graphql-response+json;q=1.0;x=1, application/json",
                Some(GraphqlResponse),
            ),
            ("application/json;profile=\"a,b;q=0\"", Some(Json)),
            (",", None),
        ] {
            let found = MediaType::accepted(&headers(&header::ACCEPT, &[accept]));
            assert_eq!(found, chosen, "Accept: {accept}");
        }
        assert_eq!(MediaType::accepted(&HeaderMap::new()), Some(Json));
        let split = headers(&header::ACCEPT, &["text/html", "application/json"]);
        assert_eq!(MediaType::accepted(&split), Some(Json));
    }

    #[test]
    fn events_are_sent_to_those_who_name_them() {
        for (accept, taken) in [
            ("", None),
            ("*/*", None),
            ("application/json", None),
            ("text/event-stream", Some(true)),
            ("text/event-stream;q=0", None),
            ("application/json, text/event-stream, multipart/mixed", Some(false)),
        ] {
            let headers = headers(&header::ACCEPT, &[accept]);
            assert_eq!(takes_events(&headers), taken, "Accept: {accept}");
        }
    }

    #[test]
    fn only_json_in_utf_8_is_read() {
        for (content_type, read) in [
            ("application/json", true),
            ("Application/JSON", true),
            ("application/json; charset=utf-8", true),
            ("application/json;charset=\"UTF-8\"", true),
            ("application/json; profile=x", true),
            ("application/json;", true),
            ("application/json; profile=\"a;charset=latin1\"", true),
            ("application/json; charset=iso-8859-1", false),
            ("application/json5", false),
            ("application/graphql", false),
            ("text/plain", false),
            ("multipart/form-data; boundary=x", false),
            ("application/x-www-form-urlencoded", false),
            ("", false),
        ] {
            let headers = headers(&header::CONTENT_TYPE, &[content_type]);
            assert_eq!(is_json(&headers), read, "Content-Type: {content_type}");
        }
        assert!(!is_json(&HeaderMap::new()));
        assert!(!is_json(&headers(&header::CONTENT_TYPE, &["application/json", "text/plain"])));
    }

    #[test]
    fn a_table_is_given_to_who_names_it() {
        let xlsx = TableType::Xlsx.content_type();
        let both = format!("text/csv;q=0.5, {xlsx}");
        for (accept, expected) in [
            ("text/csv", Some(TableType::Csv)),
            (xlsx, Some(TableType::Xlsx)),
            ("text/csv, application/json;q=0.9", Some(TableType::Csv)),
            ("text/csv;q=0.9, application/json", None),
            ("text/csv;q=0.2, */*;q=0.1", Some(TableType::Csv)),
            (both.as_str(), Some(TableType::Xlsx)),
            ("text/*", None),
            ("*/*", None),
            ("", None),
            ("text/csv;q=0", None),
        ] {
            let headers = headers(&header::ACCEPT, &[accept]);
            assert_eq!(TableType::accepted(&headers), expected, "{accept}");
        }
    }
}
