//! Lines of files into rows, one record each. Bounded: no line is held that is longer than any
//! record.

use std::{
    io::{self, BufRead, Read},
    sync::Arc,
};

use serde_json::{Map, Value};

use super::{Item, Position, Registered, Rejection, Row};
use crate::{line, text::nfc};
use domain::{Noun, Record, link::ByKey};
use messages::message;

/// Longest line, in bytes.
pub const LINE_MAX: usize = 4 << 20;

/// The rows of one file of lines.
pub struct Lines<R> {
    from: R,
    at: Position,
    line: Vec<u8>,
    registered: Option<Arc<Registered>>,
}

impl<R: BufRead> Lines<R> {
    /// The rows of the file with this number.
    pub const fn new(from: R, file: usize) -> Self {
        Self { from, at: Position { file, line: 0 }, line: Vec::new(), registered: None }
    }

    /// Has lines say of registered records only what they name.
    #[must_use]
    pub fn amending(mut self, registered: Option<Arc<Registered>>) -> Self {
        self.registered = registered;
        self
    }

    /// Reads the next line; `None` at the end, `Some(false)` where it is too long.
    fn advance(&mut self) -> io::Result<Option<bool>> {
        self.line.clear();
        let limit = LINE_MAX as u64 + 2;
        if self.from.by_ref().take(limit).read_until(b'\n', &mut self.line)? == 0 {
            return Ok(None);
        }
        self.at.line += 1;
        let whole = self.line.ends_with(b"\n") || (self.line.len() as u64) < limit;
        if !whole {
            self.from.skip_until(b'\n')?;
        }
        while self.line.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            self.line.pop();
        }
        if self.at.line == 1 && self.line.starts_with(b"\xef\xbb\xbf") {
            self.line.drain(..3);
        }
        Ok(Some(whole && self.line.len() <= LINE_MAX))
    }

    fn item(&self, whole: bool) -> io::Result<Item> {
        let rejected = |column, reason| Item::Rejected(Rejection { at: self.at, column, reason });
        if !whole {
            let reason = message!("the line is longer than {LINE_MAX} bytes; no record is so long")
                .to_string();
            return Ok(rejected(String::new(), reason));
        }
        let read = match &self.registered {
            None => line::read(&self.line),
            Some(registered) => amended(&self.line, registered)?,
        };
        Ok(match read {
            Ok(draft) => {
                let (at, bytes) = (self.at, self.line.len());
                Item::Row(Row { at, also: Vec::new(), alone: true, draft, bytes })
            }
            Err(error) => rejected(error.field, error.reason),
        })
    }

    /// A text of another encoding, known by its first bytes.
    fn is_utf_16(&self) -> bool {
        self.at.line == 1
            && (self.line.starts_with(b"\xff\xfe") || self.line.starts_with(b"\xfe\xff"))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Item>;

    fn next(&mut self) -> Option<io::Result<Item>> {
        loop {
            match self.advance() {
                Ok(None) => return None,
                Ok(Some(_)) if self.is_utf_16() => {
                    let reason =
                        message!("the file is UTF-16, and lines are read as UTF-8; save it so");
                    return Some(Err(io::Error::new(
                        io::ErrorKind::InvalidData,
                        reason.to_string(),
                    )));
                }
                Ok(Some(whole)) if !self.line.trim_ascii().is_empty() => {
                    return Some(self.item(whole));
                }
                Ok(Some(_)) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// Reads what a line says of a record: of a registered one it may say but what changes.
fn amended(
    line: &[u8],
    registered: &Registered,
) -> io::Result<Result<Record<ByKey>, line::LineError>> {
    let text = std::str::from_utf8(line).ok().map(nfc);
    let said = text.and_then(|text| serde_json::from_str::<Map<String, Value>>(&text).ok());
    // What cannot be read so is told by the way that all lines are read.
    let Some(mut said) = said else { return Ok(line::read(line)) };
    let noun = said.remove("noun").and_then(|noun| Noun::named(noun.as_str()?));
    let Some(noun) = noun.filter(|_| said.contains_key("key")) else { return Ok(line::read(line)) };
    Ok(line::read_attributes(noun, registered.amend(noun, said)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &[u8]) -> Vec<io::Result<Item>> {
        Lines::new(text, 0).collect()
    }

    #[test]
    fn rows_know_their_lines_whatever_ends_them() {
        let text = "\u{feff}{\"noun\":\"sector\",\"key\":\"a\",\"code\":\"A\",\"name\":{\"en\":\"A\"}}\r\n\r\n  \n{\"noun\":\"x\"}";
        let items: Vec<_> = items(text.as_bytes()).into_iter().map(Result::unwrap).collect();
        assert_eq!(items.len(), 2);
        assert!(matches!(&items[0], Item::Row(row) if row.at.line == 1), "{items:?}");
        assert!(matches!(&items[1], Item::Rejected(it) if it.at.line == 4 && it.column == "noun"));
    }

    #[test]
    fn a_huge_line_is_passed_over_and_the_next_is_read() {
        let mut text = vec![b'x'; 3 * LINE_MAX];
        text.extend(
            b"\n{\"noun\":\"sector\",\"key\":\"a\",\"code\":\"A\",\"name\":{\"en\":\"A\"}}",
        );
        let items: Vec<_> = items(&text).into_iter().map(Result::unwrap).collect();
        let Item::Rejected(huge) = &items[0] else { panic!("{:?}", items[0]) };
        assert_eq!(huge.reason, "the line is longer than 4194304 bytes; no record is so long");
        assert!(matches!(&items[1], Item::Row(row) if row.at.line == 2));
    }

    #[test]
    fn another_encoding_ends_the_import_with_what_to_do() {
        let error = items(b"\xff\xfe{\0\"\0").remove(0).unwrap_err();
        assert!(error.to_string().contains("UTF-16"), "{error}");
    }
}
