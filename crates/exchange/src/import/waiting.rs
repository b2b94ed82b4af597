//! Rows that wait for others: a temporary file of them, gone when the import ends, however it ends.

use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};

use tempfile::SpooledTempFile;

use super::{Position, Row};
use crate::line;

/// So many bytes are kept in memory before a file is made.
const MEMORY_MAX: usize = 1 << 20;

/// Rows that wait, in their order.
pub struct Waiting {
    file: SpooledTempFile,
    rows: u64,
}

impl Default for Waiting {
    fn default() -> Self {
        Self { file: SpooledTempFile::new(MEMORY_MAX), rows: 0 }
    }
}

impl Waiting {
    /// How many wait.
    pub const fn len(&self) -> u64 {
        self.rows
    }

    /// Has a row wait behind the others.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn push(&mut self, row: &Row) -> io::Result<()> {
        let mut text = Vec::with_capacity(row.bytes + 64);
        text.extend((row.at.file as u64).to_le_bytes());
        text.extend(row.at.line.to_le_bytes());
        line::write(&row.draft, &mut text)?;
        self.rows += 1;
        self.file.write_all(&text)
    }

    /// Those that wait, so many at a time.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn parts(
        &mut self,
        size: usize,
    ) -> io::Result<impl Iterator<Item = io::Result<Vec<Row>>> + '_> {
        self.file.seek(SeekFrom::Start(0))?;
        let mut from = BufReader::new(&mut self.file);
        Ok(std::iter::from_fn(move || {
            let mut part = Vec::new();
            while part.len() < size {
                match next(&mut from) {
                    Ok(Some(row)) => part.push(row),
                    Ok(None) => break,
                    Err(error) => return Some(Err(error)),
                }
            }
            if part.is_empty() { None } else { Some(Ok(part)) }
        }))
    }
}

fn next(from: &mut impl BufRead) -> io::Result<Option<Row>> {
    if from.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let mut number = || {
        let mut bytes = [0; 8];
        from.read_exact(&mut bytes)?;
        Ok::<_, io::Error>(u64::from_le_bytes(bytes))
    };
    let (file, line) = (number()?, number()?);
    let file = usize::try_from(file).map_err(io::Error::other)?;
    let mut text = Vec::new();
    from.read_until(b'\n', &mut text)?;
    let draft =
        line::read(text.trim_ascii_end()).map_err(|error| io::Error::other(error.reason))?;
    Ok(Some(Row { at: Position { file, line }, draft, bytes: text.len() }))
}
