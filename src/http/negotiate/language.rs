//! Languages: in which one a client takes texts (RFC 9110, 12.5.4).

use std::cmp::Reverse;

use axum::http::{HeaderMap, header};

use super::preference::{Preference, listed, preferences};
use crate::domain::{Lang, Languages};

/// The languages that a client takes best: that of the highest weight, and then named first. Where
/// it takes neither more, texts are in Vietnamese; and messages in English, unless it names
/// Vietnamese.
pub fn languages(headers: &HeaderMap) -> Languages {
    best(preferences(headers, &header::ACCEPT_LANGUAGE))
}

/// As [`languages`], of a list that came otherwise than by a header.
pub fn languages_of(list: &str) -> Languages {
    best(listed(std::iter::once(list)))
}

fn best<'a>(ranges: impl Iterator<Item = Preference<'a>>) -> Languages {
    let mut any = None;
    let mut best = [None; 2];
    for (position, range) in ranges.enumerate() {
        // A range of languages has no parameter but its weight.
        if range.parameters().any(|(name, _)| !name.eq_ignore_ascii_case("q")) {
            continue;
        }
        let slot = match (range.value, range.value.parse()) {
            ("*", _) => &mut any,
            (_, Ok(Lang::Vi)) => &mut best[0],
            (_, Ok(Lang::En)) => &mut best[1],
            (_, Err(_)) => continue,
        };
        *slot = (*slot).max(Some((range.weight, Reverse(position))));
    }
    let [vi, en] = best.map(|named| named.or(any).filter(|&(weight, _)| weight > 0));
    match (en > vi, best[0].is_some_and(|(weight, _)| weight > 0)) {
        (true, _) => Languages::only(Lang::En),
        (false, true) => Languages::only(Lang::Vi),
        (false, false) => Languages::default(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chosen(list: &str) -> Lang {
        both(list).texts
    }

    fn both(list: &str) -> Languages {
        languages(&HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, list.parse().unwrap())]))
    }

    #[test]
    fn messages_are_in_english_unless_vietnamese_is_asked_for() {
        for (list, lang) in [
            ("", Lang::En),
            ("*", Lang::En),
            ("fr-FR, de;q=0.9", Lang::En),
            ("vi;q=0", Lang::En),
            ("en", Lang::En),
            ("vi", Lang::Vi),
            ("vi-VN,vi;q=0.9,en-US;q=0.6,en;q=0.5", Lang::Vi),
            ("en;q=0.5, vi;q=0.501", Lang::Vi),
            ("en-US,en;q=0.9,vi;q=0.8", Lang::En),
            ("fr, vi;q=0.1", Lang::Vi),
        ] {
            assert_eq!(both(list).messages, lang, "{list}");
        }
    }

    #[test]
    fn a_language_is_chosen_by_weight_then_by_order() {
        for (list, lang) in [
            ("", Lang::Vi),
            ("en", Lang::En),
            ("en-GB,en;q=0.9,vi;q=0.8", Lang::En),
            ("en;q=0.5, vi;q=0.501", Lang::Vi),
            ("en, vi", Lang::En),
            ("vi, en", Lang::Vi),
            ("fr-FR, de;q=0.9", Lang::Vi),
            ("fr, en;q=0.1", Lang::En),
            ("*", Lang::Vi),
            ("en;q=0.5, *;q=0.9", Lang::Vi),
            ("vi;q=0, *", Lang::En),
            ("vi;q=0", Lang::Vi),
            ("en;q=0", Lang::Vi),
            ("en ; Q=0.3", Lang::En),
            ("en;q=1.5", Lang::Vi),
            ("en;q=1.001", Lang::Vi),
            ("en;q=0.1234", Lang::En),
            ("en;q=-1, vi;q=0.1", Lang::Vi),
            ("en;level=1", Lang::Vi),
            (",,;;=,q=,en;q", Lang::Vi),
        ] {
            assert_eq!(chosen(list), lang, "{list}");
        }
        let hostile = format!("{}en", "x;q=0.5,".repeat(100_000));
        assert_eq!(chosen(&hostile), Lang::Vi);
    }

    proptest! {
        #[test]
        fn any_list_chooses_a_language(list in "[ -~]*|[a-z*;,=. 0-9qQ-]{0,60}") {
            prop_assert!(Lang::ALL.contains(&chosen(&list)));
        }
    }
}
