//! The secret of a token, and the hash that stands for it.

use std::fmt;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};

/// What every secret begins with, so that one that leaked is told by its looks.
const PREFIX: &str = "hoptac_";
const BYTES: usize = 32;

/// A secret, shown once to whom it belongs. Nothing prints it but [`Secret::expose`].
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The secret made of random bytes.
    #[must_use]
    pub fn from_random(random: [u8; BYTES]) -> Self {
        Self(format!("{PREFIX}{}", BASE64URL_NOPAD.encode(&random)))
    }

    /// Reads a secret; `None` where none looks like this.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let encoded = text.strip_prefix(PREFIX)?;
        // Before it is decoded, so that a huge one costs nothing.
        if encoded.len() != BASE64URL_NOPAD.encode_len(BYTES) {
            return None;
        }
        BASE64URL_NOPAD.decode(encoded.as_bytes()).ok()?;
        Some(Self(text.to_owned()))
    }

    /// The secret as its owner sends it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The hash that is kept in its place.
    ///
    /// Plain BLAKE3: a slow, salted hash protects secrets that can be guessed, and nobody guesses
    /// 256 random bits; it would only make every request slow.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest(*blake3::hash(self.0.as_bytes()).as_bytes())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The BLAKE3 hash of a secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Reads the hash from 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok().map(Self)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_reads_back_and_shows_in_no_debug() {
        let secret = Secret::from_random([7; BYTES]);
        assert_eq!(secret.expose().len(), 50);
        assert_eq!(Secret::parse(secret.expose()), Some(secret.clone()));
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_ne!(secret.digest(), Secret::from_random([8; BYTES]).digest());
        assert_eq!(Digest::parse(&secret.digest().to_string()), Some(secret.digest()));
    }

    #[test]
    fn what_does_not_look_like_a_secret_is_none() {
        let secret = Secret::from_random([7; BYTES]).expose().to_owned();
        let spaced = format!(" {secret}");
        let long = format!("{secret}{}", "A".repeat(1 << 20));
        let strange = format!("{}!", &secret[..secret.len() - 1]);
        for text in ["", "hoptac_", "hoptac", &secret[7..], &spaced, &long, &strange, "hoptac_é"] {
            assert_eq!(Secret::parse(text), None, "{}", text.len());
        }
    }
}
