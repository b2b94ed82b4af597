//! Content codings: which one a client takes best (RFC 9110, 12.5.3), and which a request has.

use axum::http::{HeaderMap, header};

use super::preference::preferences;

/// How bytes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// As they are.
    Identity,
    /// By gzip (RFC 1952).
    Gzip,
    /// By Brotli (RFC 7932).
    Brotli,
}

impl Coding {
    const ALL: [Self; 3] = [Self::Identity, Self::Gzip, Self::Brotli];

    /// Its name in headers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Gzip => "gzip",
            Self::Brotli => "br",
        }
    }

    fn is_called(self, name: &str) -> bool {
        name.eq_ignore_ascii_case(self.as_str())
            || (self == Self::Gzip && name.eq_ignore_ascii_case("x-gzip"))
    }

    /// The one of those offered that a client takes best, and of several alike the first. `Identity`
    /// needs no mention to be taken, but then comes last.
    pub fn accepted(headers: &HeaderMap, offered: &[Self]) -> Self {
        let mut any = None;
        let mut named = [None; Self::ALL.len()];
        for range in preferences(headers, &header::ACCEPT_ENCODING) {
            let slot = match Self::ALL.iter().find(|it| it.is_called(range.value)) {
                Some(coding) => &mut named[*coding as usize],
                None if range.value == "*" => &mut any,
                None => continue,
            };
            *slot = slot.or(Some(range.weight));
        }
        let mut best = (Self::Identity, named[Self::Identity as usize].unwrap_or(0));
        for &coding in offered {
            let weight = named[coding as usize].or(any).unwrap_or(0);
            let is_better = weight > best.1 || (best.0 == Self::Identity && weight == best.1);
            if weight > 0 && is_better {
                best = (coding, weight);
            }
        }
        best.0
    }
}

/// The coding in which a body is sent, where it is none that leaves it as it is.
pub fn body_coding(headers: &HeaderMap) -> Option<&str> {
    let mut codings = preferences(headers, &header::CONTENT_ENCODING);
    codings.find(|it| !Coding::Identity.is_called(it.value)).map(|it| it.value)
}

#[cfg(test)]
mod tests {
    use super::{Coding::*, *};

    #[test]
    fn the_coding_is_what_the_client_takes_best() {
        for (accept, expected) in [
            ("gzip, deflate, br, zstd", Brotli),
            ("gzip, deflate, br", Brotli),
            ("gzip;q=1.0, br;q=0.5", Gzip),
            ("gzip;q=1.0;x=1", Gzip),
            ("gzip;x=1;q=0.5, br;q=0.4", Gzip),
            ("gzip;Q=0.5", Gzip),
            ("gzip;q=0, br;q=0", Identity),
            ("gzip;q=0;x=1", Identity),
            ("GZIP", Gzip),
            ("X-GZip", Gzip),
            ("*", Brotli),
            ("*;q=0.1, br;q=0", Gzip),
            ("*;q=0", Identity),
            ("gzip, identity", Gzip),
            ("identity, gzip;q=0.5", Identity),
            ("identity;q=0", Identity),
            ("br; q=0.001", Brotli),
            ("deflate", Identity),
            ("zstd", Identity),
            ("", Identity),
        ] {
            let value = accept.parse().unwrap();
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, value)]);
            assert_eq!(Coding::accepted(&headers, &[Brotli, Gzip]), expected, "{accept}");
        }
        assert_eq!(Coding::accepted(&HeaderMap::new(), &[Gzip]), Identity);
        let all = HeaderMap::from_iter([(header::ACCEPT_ENCODING, "br, gzip".parse().unwrap())]);
        assert_eq!(Coding::accepted(&all, &[Gzip]), Gzip);
        assert_eq!(Coding::accepted(&all, &[Gzip, Brotli]), Gzip);
    }

    #[test]
    fn a_body_in_a_coding_is_named() {
        for (given, named) in [
            (None, None),
            (Some(""), None),
            (Some("identity"), None),
            (Some("gzip"), Some("gzip")),
            (Some("identity, br"), Some("br")),
        ] {
            let header = given.map(|it| (header::CONTENT_ENCODING, it.parse().unwrap()));
            assert_eq!(body_coding(&header.into_iter().collect()), named, "{given:?}");
        }
    }
}
