//! Media types: which one a response has (RFC 9110, 12.5.1), and whether a request's is read.

use axum::http::{HeaderMap, HeaderName, header};

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
        let accept = joined(headers, header::ACCEPT);
        if accept.trim().is_empty() {
            return Some(Self::Json);
        }
        let graphql = weight(&accept, "application/graphql-response+json");
        let json = weight(&accept, "application/json");
        // A client that names both alike knows the newer one, and is served better by it.
        let newer = graphql.exact && graphql.quality >= json.quality;
        match (graphql.quality > 0.0, json.quality > 0.0) {
            (true, _) if newer || graphql.quality > json.quality => Some(Self::GraphqlResponse),
            (_, true) => Some(Self::Json),
            (true, false) => Some(Self::GraphqlResponse),
            (false, false) => None,
        }
    }
}

/// How much a type is wanted.
#[derive(Debug, Clone, Copy)]
struct Weight {
    quality: f32,
    /// Whether the type itself is named, not only a range that holds it.
    exact: bool,
}

/// The weight that an `Accept` header gives a type, by its most specific range.
fn weight(accept: &str, wanted: &str) -> Weight {
    let mut best = (0, 0.0_f32);
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let named = parts.next().unwrap_or_default().to_ascii_lowercase();
        let specificity = match (named.as_str(), named.strip_suffix('*')) {
            ("*/*", _) => 1,
            (_, Some(group)) if group.ends_with('/') && wanted.starts_with(group) => 2,
            (named, _) if named == wanted => 3,
            _ => continue,
        };
        let mut quality = 1.0;
        let mut readable = true;
        for (name, value) in parts.filter_map(|parameter| parameter.split_once('=')) {
            match name.to_ascii_lowercase().as_str() {
                "q" => quality = value.parse().unwrap_or(0.0),
                "charset" => readable = is_utf8(value),
                _ => {}
            }
        }
        if readable && specificity >= best.0 {
            best = (specificity, quality);
        }
    }
    Weight { quality: best.1, exact: best.0 == 3 }
}

/// Whether a client names a type and wants it at least as much as another.
pub fn prefers(headers: &HeaderMap, wanted: &str, other: &str) -> bool {
    let accept = joined(headers, header::ACCEPT);
    let (wanted, other) = (weight(&accept, wanted), weight(&accept, other));
    wanted.exact && wanted.quality > 0.0 && wanted.quality >= other.quality
}

/// Whether a client takes its answers as server-sent events: `Some(true)` where it takes them in
/// no other way, `Some(false)` where it leaves the choice.
pub fn takes_events(headers: &HeaderMap) -> Option<bool> {
    let accept = joined(headers, header::ACCEPT);
    let events = weight(&accept, "text/event-stream");
    let taken = events.exact && events.quality > 0.0;
    taken.then(|| MediaType::accepted(headers).is_none())
}

/// Whether a request's body is said to be JSON in UTF-8.
pub fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let Ok(value) = value.to_str() else { return false };
    let mut parts = value.split(';').map(str::trim);
    let named = parts.next().is_some_and(|it| it.eq_ignore_ascii_case("application/json"));
    named
        && parts.filter_map(|parameter| parameter.split_once('=')).all(|(name, value)| {
            !name.trim().eq_ignore_ascii_case("charset") || is_utf8(value.trim())
        })
}

fn is_utf8(charset: &str) -> bool {
    let charset = charset.trim_matches('"');
    charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
}

/// All values of a list header as one.
pub fn joined(headers: &HeaderMap, name: HeaderName) -> String {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
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
}
