//! Bytes written in a content coding.

use std::io::Write;

use crate::http::negotiate::Coding;

/// The least that is worth compressing, in bytes.
pub const WORTH: usize = 1_024;

/// The codings in which answers are written, the one that costs least first.
pub const WRITTEN: [Coding; 3] = [Coding::Zstd, Coding::Brotli, Coding::Gzip];

/// Bytes in a coding; `None` where that fails, or makes them no fewer.
pub fn compress(bytes: &[u8], coding: Coding) -> Option<Vec<u8>> {
    let compressed = match coding {
        Coding::Identity => return None,
        Coding::Gzip => {
            let mut encoder =
                flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(5));
            encoder.write_all(bytes).ok()?;
            encoder.finish().ok()?
        }
        Coding::Brotli => {
            let mut compressed = Vec::new();
            let mut writer = brotli::CompressorWriter::new(&mut compressed, 4_096, 5, 22);
            writer.write_all(bytes).and_then(|()| writer.flush()).ok()?;
            drop(writer);
            compressed
        }
        Coding::Zstd => zstd::bulk::compress(bytes, 3).ok()?,
    };
    (compressed.len() < bytes.len()).then_some(compressed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_no_shorter_is_left() {
        let noise = [*blake3::hash(b"a").as_bytes(), *blake3::hash(b"b").as_bytes()].concat();
        for coding in WRITTEN {
            assert_eq!(compress(&noise, coding), None);
            assert!(compress(&[b'a'; 5_000], coding).unwrap().len() < 200);
        }
    }
}
