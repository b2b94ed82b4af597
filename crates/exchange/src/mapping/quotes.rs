//! What is wrong with the quotes of a table, by line; and a guard against rows without end.
//!
//! Reads along with the reader of rows, which takes quotes as they come.

use std::{
    collections::VecDeque,
    io::{self, Read},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use messages::message;

/// A quote that stands where none should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Inside a cell that is not quoted; it is read as it stands.
    Bare {
        /// The line, from 1.
        line: u64,
    },
    /// Text stands behind the quote that closes a cell.
    Behind {
        /// The line on which the cell opens.
        opens: u64,
        /// The line of the text.
        line: u64,
    },
}

/// What the reader of quotes and the reader of rows know of each other.
#[derive(Debug, Default)]
pub struct Seen {
    faults: VecDeque<Fault>,
    /// Bytes read since the last row ended.
    since: u64,
}

/// The faults of a table that are read and not told yet.
#[derive(Debug, Clone, Default)]
pub struct Faults(Arc<Mutex<Seen>>);

impl Faults {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts the next row; the faults before a line are those of the row that ended.
    pub fn take(&self, before: u64) -> Vec<Fault> {
        let mut seen = self.seen();
        seen.since = 0;
        let line = |fault: &Fault| match *fault {
            Fault::Bare { line } | Fault::Behind { line, .. } => line,
        };
        let count = seen.faults.iter().take_while(|fault| line(fault) < before).count();
        seen.faults.drain(..count).collect()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// A cell begins.
    Start,
    /// In a cell that is not quoted, or behind its quotes.
    Plain { told: bool },
    /// In quotes.
    Quoted,
    /// Behind a quote in quotes: it closes them, or is the first of two.
    Closing,
}

/// Reads a table, and notes what is wrong with its quotes.
pub struct Quotes<R> {
    from: R,
    faults: Faults,
    separator: u8,
    /// Most bytes of a row.
    max: u64,
    state: State,
    line: u64,
    /// The line on which the last quotes opened.
    opened: u64,
}

impl<R: Read> Quotes<R> {
    /// Reads on from the first byte of a table.
    pub fn new(from: R, faults: Faults, separator: u8, max: u64) -> Self {
        Self { from, faults, separator, max, state: State::Start, line: 1, opened: 1 }
    }

    fn byte(&mut self, byte: u8) {
        let ends = byte == self.separator || matches!(byte, b'\n' | b'\r');
        self.state = match (self.state, byte) {
            (State::Start, b'"') => {
                self.opened = self.line;
                State::Quoted
            }
            (State::Closing, b'"') => State::Quoted,
            (State::Start | State::Plain { .. } | State::Closing, _) if ends => State::Start,
            (State::Plain { told: false }, b'"') => {
                self.faults.seen().faults.push_back(Fault::Bare { line: self.line });
                State::Plain { told: true }
            }
            (State::Start, _) => State::Plain { told: false },
            (State::Closing, _) => {
                let fault = Fault::Behind { opens: self.opened, line: self.line };
                self.faults.seen().faults.push_back(fault);
                State::Plain { told: true }
            }
            (State::Quoted, b'"') => State::Closing,
            (state, _) => state,
        };
        self.line += u64::from(byte == b'\n');
    }

    fn unclosed(&self) -> io::Error {
        let reason = message!(
            "line {}: a quote opens here and is not closed; close it, or write it twice where it \
             belongs to the cell",
            self.opened
        )
        .to_string();
        io::Error::new(io::ErrorKind::InvalidData, reason)
    }
}

impl<R: Read> Read for Quotes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let since = self.faults.seen().since;
        if since > self.max {
            if self.state == State::Quoted {
                let reason = message!(
                    "line {}: a row is longer than {} bytes; is a quote not closed? One opens here",
                    self.opened,
                    self.max
                )
                .to_string();
                return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
            }
            let reason =
                message!("line {}: a row is longer than {} bytes", self.line, self.max).to_string();
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        let count = self.from.read(buffer)?;
        if count == 0 && !buffer.is_empty() && self.state == State::Quoted {
            return Err(self.unclosed());
        }
        for byte in &buffer[..count] {
            self.byte(*byte);
        }
        self.faults.seen().since += count as u64;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Result<Vec<Fault>, String> {
        let faults = Faults::default();
        let mut read = Vec::new();
        let mut quotes = Quotes::new(text.as_bytes(), faults.clone(), b',', 1 << 20);
        quotes.read_to_end(&mut read).map_err(|error| error.to_string())?;
        assert_eq!(read, text.as_bytes());
        Ok(faults.take(u64::MAX))
    }

    #[test]
    fn quotes_are_told_by_line() {
        for (text, expected) in [
            ("a,\"b\"\"c\nd\",e\n", vec![]),
            ("a,32\" b,\"\"\n", vec![Fault::Bare { line: 1 }]),
            ("a\n\"b\nc\"d,e\n", vec![Fault::Behind { opens: 2, line: 3 }]),
            ("a\r\n \"b\"\r\n", vec![Fault::Bare { line: 2 }]),
        ] {
            assert_eq!(faults(text), Ok(expected), "{text}");
        }
        for (text, line) in [("a\n1,\"b\n2,c\n", 2), ("\"", 1), ("a,b\n\"x\"\"\n", 2)] {
            let told = faults(text).unwrap_err();
            assert!(told.starts_with(&format!("line {line}: a quote opens here")), "{told}");
        }
    }
}
