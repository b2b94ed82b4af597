//! Content codings: which one a client takes best (RFC 9110, 12.5.3), and bytes written in it.

use std::io::Write;

use axum::http::{HeaderMap, header};

use crate::http::negotiate::joined;

/// The least that is worth compressing, in bytes.
pub const WORTH: usize = 1_024;

/// How the bytes of an answer are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As they are.
    Identity,
    /// By gzip (RFC 1952).
    Gzip,
    /// By Brotli (RFC 7932).
    Brotli,
    /// By Zstandard (RFC 8878).
    Zstd,
}

impl Encoding {
    /// Those that make bytes fewer, the one that costs least first.
    const ALL: [Self; 3] = [Self::Zstd, Self::Brotli, Self::Gzip];

    /// Its name in headers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Gzip => "gzip",
            Self::Brotli => "br",
            Self::Zstd => "zstd",
        }
    }

    /// The one that a client takes best; where it takes several alike, the one that costs least.
    pub fn accepted(headers: &HeaderMap) -> Self {
        if !headers.contains_key(header::ACCEPT_ENCODING) {
            return Self::Identity;
        }
        let accept = joined(headers, header::ACCEPT_ENCODING);
        let mut best = (Self::Identity, weight(&accept, Self::Identity, false).unwrap_or(0.001));
        for encoding in Self::ALL {
            let quality = weight(&accept, encoding, true).unwrap_or(0.0);
            let is_better = quality > best.1 || (best.0 == Self::Identity && quality >= best.1);
            if quality > 0.0 && is_better {
                best = (encoding, quality);
            }
        }
        best.0
    }

    /// Bytes written so; `None` where that fails, or makes them no fewer.
    pub fn encode(self, bytes: &[u8]) -> Option<Vec<u8>> {
        let encoded = match self {
            Self::Identity => return None,
            Self::Gzip => {
                let mut encoder =
                    flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(5));
                encoder.write_all(bytes).ok()?;
                encoder.finish().ok()?
            }
            Self::Brotli => {
                let mut encoded = Vec::new();
                let mut writer = brotli::CompressorWriter::new(&mut encoded, 4_096, 5, 22);
                writer.write_all(bytes).and_then(|()| writer.flush()).ok()?;
                drop(writer);
                encoded
            }
            Self::Zstd => zstd::bulk::compress(bytes, 3).ok()?,
        };
        (encoded.len() < bytes.len()).then_some(encoded)
    }
}

/// How much a coding is wanted; `None` where it is not spoken of.
fn weight(accept: &str, encoding: Encoding, or_any: bool) -> Option<f32> {
    let mut any = None;
    for range in accept.split(',') {
        let (name, parameters) = range.split_once(';').unwrap_or((range, ""));
        let quality =
            parameters.split_once("q=").map_or(Some(1.0), |(_, it)| it.trim().parse().ok());
        let name = name.trim();
        let is_gzip = encoding == Encoding::Gzip && name.eq_ignore_ascii_case("x-gzip");
        if name.eq_ignore_ascii_case(encoding.as_str()) || is_gzip {
            return Some(quality.unwrap_or(0.0));
        }
        if name == "*" && or_any {
            any = quality;
        }
    }
    any
}

#[cfg(test)]
mod tests {
    use super::{Encoding::*, *};

    #[test]
    fn the_coding_is_what_the_client_takes_best() {
        for (accept, expected) in [
            ("gzip, deflate, br, zstd", Zstd),
            ("gzip, deflate, br", Brotli),
            ("gzip;q=1.0, br;q=0.5", Gzip),
            ("gzip;q=0, br;q=0", Identity),
            ("GZIP", Gzip),
            ("*", Zstd),
            ("*;q=0.1, zstd;q=0", Brotli),
            ("identity, gzip;q=0.5", Identity),
            ("deflate", Identity),
            ("", Identity),
        ] {
            let value = accept.parse().unwrap();
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, value)]);
            assert_eq!(Encoding::accepted(&headers), expected, "{accept}");
        }
        assert_eq!(Encoding::accepted(&HeaderMap::new()), Identity);
    }

    #[test]
    fn what_is_made_no_shorter_is_left() {
        let noise = [*blake3::hash(b"a").as_bytes(), *blake3::hash(b"b").as_bytes()].concat();
        for encoding in Encoding::ALL {
            assert_eq!(encoding.encode(&noise), None);
            assert!(encoding.encode(&[b'a'; 5_000]).unwrap().len() < 200);
        }
    }
}
