//! Bytes of any encoding into UTF-8.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding};
use messages::message;

/// Reads UTF-8 from bytes of another encoding, its lines ended by `\n` alone: so the lines of rows are
/// counted right, and a cell has no carriage returns.
pub struct Transcoder<R> {
    from: R,
    decoder: Decoder,
    /// What is decoded and not read yet, and up to where it was read.
    ready: Vec<u8>,
    read: usize,
    offset: u64,
    /// Whether a carriage return waits for what follows it.
    returned: bool,
    ended: bool,
}

impl<R: BufRead> Transcoder<R> {
    /// From the bytes of an encoding; a byte order mark at the start is passed over.
    pub fn new(from: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { from, decoder, ready: Vec::new(), read: 0, offset: 0, returned: false, ended: false }
    }

    fn decode(&mut self) -> io::Result<()> {
        let bytes = self.from.fill_buf()?;
        let last = bytes.is_empty();
        let mut ready = String::with_capacity(3 * bytes.len() + 16);
        if std::mem::take(&mut self.returned) {
            ready.push('\r');
        }
        let (result, used) =
            self.decoder.decode_to_string_without_replacement(bytes, &mut ready, last);
        self.from.consume(used);
        self.offset += used as u64;
        self.ended = last && matches!(result, DecoderResult::InputEmpty);
        if !last && ready.ends_with('\r') {
            ready.pop();
            self.returned = true;
        }
        (self.ready, self.read) = (ready.replace("\r\n", "\n").into_bytes(), 0);
        if matches!(result, DecoderResult::Malformed(..)) {
            let reason = message!(
                "byte {} is not {}; name the file's encoding in the mapping, or save it so",
                self.offset,
                self.decoder.encoding().name()
            )
            .to_string();
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Transcoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.read == self.ready.len() && !self.ended {
            self.decode()?;
        }
        let left = &self.ready[self.read..];
        let count = left.len().min(buffer.len());
        buffer[..count].copy_from_slice(&left[..count]);
        self.read += count;
        Ok(count)
    }
}
