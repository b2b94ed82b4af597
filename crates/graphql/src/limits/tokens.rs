//! A document's tokens, counted before it is parsed: one pass over its bytes, without recursion
//! and without memory. What is no token is left to the parser to tell.
//!
//! Specification: <https://spec.graphql.org/September2025/#sec-Appendix-Grammar-Summary.Lexical-Tokens>.

/// What a pass over a document found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tokens {
    /// How many there are, but not counted much beyond the most that is asked for.
    pub count: usize,
    /// How deep brackets of all kinds stand within one another.
    pub nesting: usize,
    /// Bytes of the longest number.
    pub digits: usize,
}

impl Tokens {
    /// Counts the tokens of a document, and stops beyond `most`.
    pub fn of(text: &str, most: usize) -> Self {
        let mut rest = text.as_bytes();
        let (mut found, mut open) = (Self::default(), 0_usize);
        while let Some(&first) = rest.first() {
            let length = match first {
                b' ' | b'\t' | b'\r' | b'\n' | b',' | 0xEF | 0xBB | 0xBF => 1,
                b'#' => span(rest, |byte| !matches!(byte, b'\r' | b'\n')),
                _ => {
                    found.count += 1;
                    token(rest)
                }
            };
            match first {
                b'{' | b'[' | b'(' => open += 1,
                b'}' | b']' | b')' => open = open.saturating_sub(1),
                b'-' | b'0'..=b'9' => found.digits = found.digits.max(length),
                _ => {}
            }
            found.nesting = found.nesting.max(open);
            if found.count > most {
                break;
            }
            rest = rest.get(length..).unwrap_or_default();
        }
        found
    }
}

/// The length of the token that begins here, at least 1.
fn token(rest: &[u8]) -> usize {
    match rest {
        [b'"', b'"', b'"', ..] => block_string(rest),
        [b'"', ..] => string(rest),
        [b'.', b'.', b'.', ..] => 3,
        [b'A'..=b'Z' | b'a'..=b'z' | b'_', ..] => {
            span(rest, |byte| byte.is_ascii_alphanumeric() || byte == b'_')
        }
        [b'-' | b'0'..=b'9', ..] => {
            1 + span(&rest[1..], |byte| {
                matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')
            })
        }
        _ => 1,
    }
}

fn span(rest: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    rest.iter().position(|byte| !belongs(*byte)).unwrap_or(rest.len())
}

/// Up to the closing quote, or to the end of a line where the string is not closed.
fn string(rest: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\r' | b'\n' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    rest.len()
}

fn block_string(rest: &[u8]) -> usize {
    let mut at = 3;
    while at < rest.len() {
        match &rest[at..] {
            [b'"', b'"', b'"', ..] => return at + 3,
            [b'\\', b'"', b'"', b'"', ..] => at += 4,
            _ => at += 1,
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        Tokens::of(text, usize::MAX).count
    }

    #[test]
    fn tokens_are_counted_as_the_specification_cuts_them() {
        for (text, tokens) in [
            ("", 0),
            (" ,\t\r\n\u{feff}# all { ignored }", 0),
            ("{ a }", 3),
            ("{a,b , c}#d", 5),
            ("query Q($a: [Int!]! = [-1, 2.5e+3]) @x { ...F ...on T { b: c(d: $a) } }", 37),
            (r#"{ a(b: "c \" d # { e") }"#, 8),
            ("{ a(b: \"\"\"c \\\"\"\" \" d\n{ e\"\"\") }", 8),
            ("\"open", 1),
            ("\"open\nb", 2),
            ("\"\"\"open { a", 1),
            ("\"end\\", 1),
            ("{ đ }", 4),
        ] {
            assert_eq!(count(text), tokens, "{text}");
        }
    }

    #[test]
    fn counting_stops_beyond_the_most() {
        let found = Tokens::of(&"{".repeat(250 << 10), 2_000);
        assert_eq!((found.count, found.nesting), (2_001, 2_001));
    }

    #[test]
    fn nesting_is_of_all_brackets_outside_strings() {
        let nesting = |text| Tokens::of(text, 2_000).nesting;
        assert_eq!(nesting("{ a(b: [{c: [1]}]) { d } }"), 5);
        assert_eq!(nesting("}}}} { a }"), 1);
        assert_eq!(nesting("{ a(b: \"[[[[\") # [[[\n }"), 2);
    }

    #[test]
    fn the_longest_number_is_measured() {
        let digits = |text| Tokens::of(text, 2_000).digits;
        assert_eq!(digits("{ a(b: -12, c: 3.25e10, d: 1) }"), 7);
        assert_eq!(digits("{ a1234567 }"), 0);
    }
}
