//! The answers that a client has, by their tags: `If-None-Match` (RFC 9110, 13.1.2).

use axum::http::{HeaderMap, HeaderValue, header};

/// The tags that a client lists.
#[derive(Debug, Clone, Default)]
pub struct KnownTags(Vec<HeaderValue>);

impl KnownTags {
    /// Those in the headers of a request.
    pub fn of(headers: &HeaderMap) -> Self {
        Self(headers.get_all(header::IF_NONE_MATCH).iter().cloned().collect())
    }

    /// Whether a tag is among them, or they stand for all. Compared weakly: `W/` does not matter.
    pub fn include(&self, tag: &str) -> bool {
        self.0.iter().filter_map(|list| list.to_str().ok()).any(|list| lists(list, tag))
    }
}

/// Gives a response its tag, for whoever keeps it to ask with each time: the next change may come at
/// any moment. A `public` one may be kept for others, too.
pub fn be_asked_for_again(headers: &mut HeaderMap, tag: &str, public: bool) {
    let Ok(tag) = HeaderValue::try_from(tag) else { return };
    headers.insert(header::ETAG, tag);
    let control = if public { "public, no-cache" } else { "private, no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(control));
}

/// Whether a list has a tag. A tag ends at its second quote; there may be commas before.
fn lists(mut list: &str, tag: &str) -> bool {
    loop {
        list = list.trim_start_matches([',', ' ', '\t']);
        let opaque = list.strip_prefix("W/").unwrap_or(list);
        let end = opaque.strip_prefix('"').and_then(|it| it.find('"')).map(|it| it + 2);
        let (listed, rest) = match end {
            Some(end) => opaque.split_at(end),
            // It is no tag.
            None => list.split_at(list.find(',').unwrap_or(list.len())),
        };
        if listed.is_empty() {
            return false;
        }
        if listed == tag || listed.trim_end() == "*" {
            return true;
        }
        list = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_found_in_any_list() {
        for (given, found) in [
            (&[][..], false),
            (&[""], false),
            (&[r#""a""#], true),
            (&[r#"W/"a""#], true),
            (&[r#""b", W/"a""#], true),
            (&[r#""b","a","c""#], true),
            (&[r#""b""#, r#""a""#], true),
            (&[r#""x, y" ,, "a""#], true),
            (&[r#""x,"a","y""#], false),
            (&[r#""b\","a""#], true),
            (&[r#"b, "a""#], true),
            (&["a"], false),
            (&[r#""a"#], false),
            (&["*"], true),
            (&[r#""*""#], false),
        ] {
            let values = given.iter().map(|it| (header::IF_NONE_MATCH, it.parse().unwrap()));
            let known = KnownTags::of(&values.collect());
            assert_eq!(known.include(r#""a""#), found, "{given:?}");
        }
    }
}
