//! The tokens of a document.
//!
//! Specification: <https://spec.graphql.org/September2025/#sec-Appendix-Grammar-Summary.Lexical-Tokens>.

use std::fmt;

use super::SyntaxFault;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    End,
    Bang,
    Dollar,
    Ampersand,
    ParenOpen,
    ParenClose,
    Spread,
    Colon,
    Equals,
    At,
    BracketOpen,
    BracketClose,
    BraceOpen,
    Bar,
    BraceClose,
    Name,
    Int,
    Float,
    /// A string, also a block of it.
    String,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::End => "<EOF>",
            Self::Bang => "\"!\"",
            Self::Dollar => "\"$\"",
            Self::Ampersand => "\"&\"",
            Self::ParenOpen => "\"(\"",
            Self::ParenClose => "\")\"",
            Self::Spread => "\"...\"",
            Self::Colon => "\":\"",
            Self::Equals => "\"=\"",
            Self::At => "\"@\"",
            Self::BracketOpen => "\"[\"",
            Self::BracketClose => "\"]\"",
            Self::BraceOpen => "\"{\"",
            Self::Bar => "\"|\"",
            Self::BraceClose => "\"}\"",
            Self::Name => "Name",
            Self::Int => "Int",
            Self::Float => "Float",
            Self::String => "String",
        })
    }
}

/// A token, with its text and the byte that it begins at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    pub(super) offset: usize,
}

impl fmt::Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, text, .. } = self;
        match kind {
            Kind::Name | Kind::Int | Kind::Float => write!(f, "{kind} \"{text}\""),
            Kind::String => f.write_str("a string"),
            _ => kind.fmt(f),
        }
    }
}

/// Cuts a text into tokens.
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    /// Comments and commas, from one byte to another.
    pub(super) ignored: Vec<(usize, usize)>,
}

impl<'a> Lexer<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0, ignored: Vec::new() }
    }

    pub(super) fn next(&mut self) -> Result<Token<'a>, SyntaxFault> {
        self.ignore();
        let offset = self.at;
        let kind = match self.byte(0) {
            None => Kind::End,
            Some(b'A'..=b'Z' | b'a'..=b'z' | b'_') => {
                self.while_true(|it| it.is_ascii_alphanumeric() || it == b'_');
                Kind::Name
            }
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b'"') if self.rest().starts_with("\"\"\"") => self.block()?,
            Some(b'"') => self.string()?,
            Some(b'.') if self.rest().starts_with("...") => self.punctuator(3, Kind::Spread),
            Some(b'!') => self.punctuator(1, Kind::Bang),
            Some(b'$') => self.punctuator(1, Kind::Dollar),
            Some(b'&') => self.punctuator(1, Kind::Ampersand),
            Some(b'(') => self.punctuator(1, Kind::ParenOpen),
            Some(b')') => self.punctuator(1, Kind::ParenClose),
            Some(b':') => self.punctuator(1, Kind::Colon),
            Some(b'=') => self.punctuator(1, Kind::Equals),
            Some(b'@') => self.punctuator(1, Kind::At),
            Some(b'[') => self.punctuator(1, Kind::BracketOpen),
            Some(b']') => self.punctuator(1, Kind::BracketClose),
            Some(b'{') => self.punctuator(1, Kind::BraceOpen),
            Some(b'|') => self.punctuator(1, Kind::Bar),
            Some(b'}') => self.punctuator(1, Kind::BraceClose),
            Some(_) => return Err(self.unexpected()),
        };
        Ok(Token { kind, text: &self.text[offset..self.at], offset })
    }

    /// Spaces, ends of lines, commas, comments and byte order marks.
    fn ignore(&mut self) {
        loop {
            let from = self.at;
            match self.byte(0) {
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.at += 1,
                Some(b'#') => {
                    self.while_true(|it| it != b'\r' && it != b'\n');
                    self.ignored.push((from, self.at));
                }
                Some(b',') => {
                    self.while_true(|it| it == b',');
                    self.ignored.push((from, self.at));
                }
                Some(0xEF) if self.rest().starts_with('\u{feff}') => self.at += 3,
                _ => return,
            }
        }
    }

    const fn punctuator(&mut self, bytes: usize, kind: Kind) -> Kind {
        self.at += bytes;
        kind
    }

    fn number(&mut self) -> Result<Kind, SyntaxFault> {
        let mut kind = Kind::Int;
        if self.byte(0) == Some(b'-') {
            self.at += 1;
        }
        if self.byte(0) == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte(0) == Some(b'.') {
            (kind, self.at) = (Kind::Float, self.at + 1);
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.byte(0) {
            (kind, self.at) = (Kind::Float, self.at + 1);
            if let Some(b'+' | b'-') = self.byte(0) {
                self.at += 1;
            }
            self.digits()?;
        }
        match self.byte(0) {
            Some(b'0'..=b'9' | b'.' | b'_' | b'A'..=b'Z' | b'a'..=b'z') => Err(self.bad_number()),
            _ => Ok(kind),
        }
    }

    fn digits(&mut self) -> Result<(), SyntaxFault> {
        if !self.byte(0).is_some_and(|it| it.is_ascii_digit()) {
            return Err(self.bad_number());
        }
        self.while_true(|it| it.is_ascii_digit());
        Ok(())
    }

    fn string(&mut self) -> Result<Kind, SyntaxFault> {
        self.at += 1;
        loop {
            match self.byte(0) {
                None | Some(b'\r' | b'\n') => {
                    return Err(self.wrong("Unterminated string.".to_owned()));
                }
                Some(b'"') => return Ok(self.punctuator(1, Kind::String)),
                Some(b'\\') => self.escape()?,
                Some(_) => self.at += 1,
            }
        }
    }

    fn escape(&mut self) -> Result<(), SyntaxFault> {
        let length = match self.byte(1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Some(2),
            Some(b'u') => unicode(self.rest()),
            _ => None,
        };
        let Some(length) = length else {
            let shown: String = self.rest().chars().take(12).take_while(|it| *it != '"').collect();
            return Err(self.wrong(format!("Invalid escape sequence: \"{shown}\".")));
        };
        self.at += length;
        Ok(())
    }

    fn block(&mut self) -> Result<Kind, SyntaxFault> {
        self.at += 3;
        loop {
            self.at += match self.text.as_bytes().get(self.at..) {
                Some([b'"', b'"', b'"', ..]) => return Ok(self.punctuator(3, Kind::String)),
                Some([b'\\', b'"', b'"', b'"', ..]) => 4,
                Some([_, ..]) => 1,
                _ => return Err(self.wrong("Unterminated string.".to_owned())),
            };
        }
    }

    /// What is left, from the beginning of a character on.
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn while_true(&mut self, belongs: impl Fn(u8) -> bool) {
        while self.byte(0).is_some_and(&belongs) {
            self.at += 1;
        }
    }

    fn unexpected(&self) -> SyntaxFault {
        self.wrong(match self.rest().chars().next() {
            Some('\'') => {
                "Unexpected single quote character ('), did you mean to use a double quote (\")?"
                    .to_owned()
            }
            Some(it) if it.is_control() => format!("Invalid character: U+{:04X}.", it as u32),
            Some(it) => format!("Unexpected character: \"{it}\"."),
            None => "Unexpected <EOF>.".to_owned(),
        })
    }

    fn bad_number(&self) -> SyntaxFault {
        self.wrong(match self.rest().chars().next() {
            Some(it) => format!("Invalid number, unexpected \"{it}\"."),
            None => "Invalid number, unexpected <EOF>.".to_owned(),
        })
    }

    const fn wrong(&self, message: String) -> SyntaxFault {
        SyntaxFault { message, offset: self.at }
    }
}

/// The length of an escape of Unicode at the beginning of a text, where it is one: of a code
/// point that is no surrogate, or of a pair of surrogates.
fn unicode(text: &str) -> Option<usize> {
    if let Some(braced) = text.strip_prefix("\\u{") {
        let (digits, _) = braced.split_once('}')?;
        let zeros = digits.len() - digits.trim_start_matches('0').len();
        let valid = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_hexdigit());
        let rest = if zeros == digits.len() { "0" } else { &digits[zeros..] };
        let point = u32::from_str_radix(rest, 16).ok().filter(|_| valid)?;
        return char::from_u32(point).map(|_| digits.len() + 4);
    }
    let first = four(text)?;
    if char::from_u32(first).is_some() {
        return Some(6);
    }
    let second = text.get(6..).and_then(four)?;
    let paired = (0xD800..0xDC00).contains(&first) && (0xDC00..0xE000).contains(&second);
    paired.then_some(12)
}

/// The value of an escape with four digits.
fn four(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let valid = digits.bytes().all(|it| it.is_ascii_hexdigit());
    valid.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}
