//! What of a record's texts is shown beside a hit: a short stretch of each text that has
//! something of what was looked for, cut into pieces that were and were not.

use super::{
    query::{ByteRange, Query},
    texts::Part,
};
use domain::{Lang, Record};

/// Most texts of one record that are shown.
const TEXTS_MAX: usize = 5;
/// How much of a long text is shown, in characters.
const SHOWN_CHARS: usize = 200;
/// How much of that stands before the first match, in characters.
const BEFORE_CHARS: usize = 60;

/// Something of a text in which a match stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// What the text is to its record.
    pub part: Part,
    /// The text's language, where it has one.
    pub lang: Option<Lang>,
    /// What is shown of it, in order.
    pub pieces: Vec<Piece>,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The piece, as it stands there.
    pub text: String,
    /// Whether it is a word that was looked for.
    pub matched: bool,
}

/// What is shown of a record, the texts that count most first; `None` where it is not found.
#[must_use]
pub fn highlights(query: &Query, record: &Record) -> Option<Vec<Highlight>> {
    let texts = record.texts();
    let found = query.find(&texts)?;
    let found = texts.iter().zip(found).filter(|(_, matches)| !matches.is_empty());
    let shown = found.take(TEXTS_MAX).map(|(text, matches)| Highlight {
        part: text.part,
        lang: text.lang,
        pieces: pieces(text.says, &matches),
    });
    Some(shown.collect())
}

/// Cuts out of a text what stands around its first match.
fn pieces(text: &str, matches: &[ByteRange]) -> Vec<Piece> {
    let Some(first) = matches.first() else { return Vec::new() };
    let shown = excerpt(text, first.start);
    let mut pieces = Vec::new();
    let mut add = |text: String, matched: bool| {
        if !text.is_empty() {
            pieces.push(Piece { text, matched });
        }
    };
    let mut at = shown.start;
    let before = if shown.start > 0 { "…" } else { "" };
    let mut plain = before.to_owned();
    for matched in matches {
        // A word longer than all that is shown is cut.
        let (start, end) = (matched.start.max(at), matched.end.min(shown.end));
        if start >= end {
            continue;
        }
        plain.push_str(&text[at..start]);
        add(std::mem::take(&mut plain), false);
        add(text[start..end].to_owned(), true);
        at = end;
    }
    plain.push_str(&text[at..shown.end]);
    plain.push_str(if shown.end < text.len() { "…" } else { "" });
    add(plain, false);
    pieces
}

/// The stretch of a text that is shown around a place: whole words, where words are of any usual
/// length.
fn excerpt(text: &str, around: usize) -> ByteRange {
    if text.chars().nth(SHOWN_CHARS).is_none() {
        return 0..text.len();
    }
    let back = text[..around].char_indices().rev().nth(BEFORE_CHARS - 1).map_or(0, |(at, _)| at);
    let start = match text[back..around].find(' ') {
        Some(space) if back > 0 => back + space + 1,
        _ => back,
    };
    let Some((cut, _)) = text[start..].char_indices().nth(SHOWN_CHARS) else {
        return start..text.len();
    };
    let cut = start + cut;
    let end = text[start..cut].rfind(' ').map_or(cut, |space| start + space);
    start..if end > around { end } else { cut }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(text: &str, query: &str) -> String {
        let texts = [super::super::texts::Text { part: Part::Title, lang: None, says: text }];
        let found = Query::parse(query).find(&texts).unwrap().remove(0);
        let show = |piece: &Piece| {
            if piece.matched { format!("[{}]", piece.text) } else { piece.text.clone() }
        };
        pieces(text, &found).iter().map(show).collect()
    }

    #[test]
    fn matches_are_pieces_of_their_own() {
        assert_eq!(marked("Hội chợ Đắk Lắk 2023", "dak lak"), "Hội chợ [Đắk] [Lắk] 2023");
        assert_eq!(marked("Đắk Lắk", "LẮK"), "Đắk [Lắk]");
        assert_eq!(marked("<b>a</b>", "a"), "<b>[a]</b>");
    }

    #[test]
    fn of_a_long_text_the_surroundings_of_the_first_match_are_shown() {
        let text = format!("{}Đắk Lắk {}", "trước ".repeat(100), "sau ".repeat(100));
        let shown = marked(&text, "dak lak");
        assert!(shown.starts_with("…trước trước"), "{shown}");
        assert!(shown.contains(" [Đắk] [Lắk] sau "), "{shown}");
        assert!(shown.ends_with("sau…"), "{shown}");
        assert!(shown.chars().count() < SHOWN_CHARS + 10, "{shown}");
    }

    proptest! {
        #[test]
        fn what_is_shown_stands_in_the_text(
            text in "([a-cđắ]{1,9}[ ,]{1,2}){0,60}|[ắ]{0,900}", query in "[abcdă]{1,2}",
        ) {
            let texts = [super::super::texts::Text { part: Part::Title, lang: None, says: &text }];
            if let Some(found) = Query::parse(&query).find(&texts) {
                let pieces = pieces(&text, &found[0]);
                let shown: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
                prop_assert!(text.contains(shown.trim_matches('…')));
                prop_assert!(shown.chars().count() <= SHOWN_CHARS + 2);
                prop_assert!(pieces.iter().any(|piece| piece.matched));
            }
        }
    }
}
