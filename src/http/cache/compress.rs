//! Bytes written in the one content coding that answers have: gzip (RFC 1952), which every client
//! takes that takes any. Brotli and Zstandard were measured, and were not worth their build.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};

/// The least that is worth compressing, in bytes.
pub const WORTH: usize = 1_024;
const LEVEL: Compression = Compression::new(5);

/// Bytes by gzip; `None` where that fails, or makes them no fewer.
pub fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), LEVEL);
    encoder.write_all(bytes).ok()?;
    let written = encoder.finish().ok()?;
    (written.len() < bytes.len()).then_some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_no_shorter_is_left() {
        let noise = [*blake3::hash(b"a").as_bytes(), *blake3::hash(b"b").as_bytes()].concat();
        assert_eq!(gzip(&noise), None);
        assert!(gzip(&[b'a'; 5_000]).unwrap().len() < 200);
    }
}
