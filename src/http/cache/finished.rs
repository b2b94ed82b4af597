//! A finished answer: its bytes, plain and compressed, and what tells it from others.

use std::sync::{Arc, OnceLock};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::Response,
};
use data_encoding::BASE64URL_NOPAD;
use jiff::civil::Date;

use super::encoding::{Encoding, WORTH};
use crate::http::{
    metrics::{Operation, Outcome},
    negotiate::MediaType,
};

/// Headers of an answer, about, so that there is room for them.
const HEADERS: usize = 12;
/// The headers that an answer hangs on.
const VARY: &str = "accept, accept-encoding, accept-language, authorization";

/// As of when an answer was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The last command announced.
    pub seq: u64,
    /// The day it was.
    pub today: Date,
}

/// A finished answer.
#[derive(Debug)]
pub struct Finished {
    body: Bytes,
    encoded: [OnceLock<Option<Bytes>>; 3],
    tag: OnceLock<String>,
    statuses: [StatusCode; 2],
    /// As of when it holds; `None` where it is for one request alone.
    pub standing: Option<Standing>,
    /// What it is counted under whenever it is given.
    pub counted: (Arc<Operation>, Outcome),
}

/// How a client takes an answer.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Its media type.
    pub media_type: MediaType,
    /// Its coding.
    pub encoding: Encoding,
    /// The tags of those that the client has.
    pub known: Option<HeaderValue>,
    /// Whether it is asked for by GET, so that it may be kept and compared.
    pub by_get: bool,
    /// Whether it is for everybody.
    pub public: bool,
}

impl Wanted {
    /// How the sender of these headers takes an answer.
    pub fn of(method: &Method, headers: &HeaderMap, media_type: MediaType, public: bool) -> Self {
        Self {
            media_type,
            encoding: Encoding::accepted(headers),
            known: headers.get(header::IF_NONE_MATCH).cloned(),
            by_get: method == Method::GET,
            public,
        }
    }
}

impl Finished {
    /// An answer of these bytes, with its status as `application/graphql-response+json` and as
    /// `application/json`.
    pub fn new(
        body: Vec<u8>,
        statuses: [StatusCode; 2],
        standing: Option<Standing>,
        counted: (Arc<Operation>, Outcome),
    ) -> Self {
        Self {
            body: body.into(),
            encoded: Default::default(),
            tag: OnceLock::new(),
            statuses,
            standing,
            counted,
        }
    }

    /// Bytes that it takes up, about, when it was compressed as well.
    pub fn weight(&self) -> u64 {
        600 + self.body.len() as u64 * 3 / 2
    }

    /// The response, as a client takes it.
    pub async fn respond(self: &Arc<Self>, wanted: &Wanted) -> Response {
        let (body, encoding) = self.written(wanted.encoding).await;
        let is_kept = wanted.by_get && self.standing.is_some();
        let tag = is_kept.then(|| self.tag(wanted.media_type, encoding));
        let is_known = match (&tag, &wanted.known) {
            (Some(tag), Some(known)) => names(known, tag),
            _ => false,
        };
        let mut response = Response::default();
        if is_known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            *response.status_mut() = self.status(wanted.media_type);
            *response.body_mut() = body.into();
        }
        let headers = response.headers_mut();
        headers.reserve(HEADERS);
        headers.append(header::VARY, HeaderValue::from_static(VARY));
        if !is_known {
            let content_type = HeaderValue::from_static(wanted.media_type.content_type());
            headers.insert(header::CONTENT_TYPE, content_type);
            if encoding != Encoding::Identity {
                let encoding = HeaderValue::from_static(encoding.as_str());
                headers.insert(header::CONTENT_ENCODING, encoding);
            }
        }
        if let Some(tag) = tag.and_then(|tag| HeaderValue::try_from(tag).ok()) {
            headers.insert(header::ETAG, tag);
            // Whoever keeps it asks each time: the next change may come at any moment.
            let control = if wanted.public { "public, no-cache" } else { "private, no-cache" };
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(control));
        }
        response
    }

    const fn status(&self, media_type: MediaType) -> StatusCode {
        let [modern, json] = self.statuses;
        match media_type {
            MediaType::GraphqlResponse => modern,
            MediaType::Json => json,
        }
    }

    /// The bytes in a coding, or as they are where they are few or become no fewer. Each coding is
    /// written once, where blocking is allowed.
    async fn written(self: &Arc<Self>, encoding: Encoding) -> (Bytes, Encoding) {
        let slot = match encoding {
            Encoding::Gzip => 0,
            Encoding::Brotli => 1,
            Encoding::Zstd => 2,
            Encoding::Identity => return (self.body.clone(), encoding),
        };
        if self.body.len() < WORTH {
            return (self.body.clone(), Encoding::Identity);
        }
        if self.encoded[slot].get().is_none() {
            let this = Arc::clone(self);
            let write = move || {
                this.encoded[slot].get_or_init(|| encoding.encode(&this.body).map(Bytes::from));
            };
            // Where it panics, the bytes go out as they are.
            drop(tokio::task::spawn_blocking(write).await);
        }
        match self.encoded[slot].get() {
            Some(Some(encoded)) => (encoded.clone(), encoding),
            _ => (self.body.clone(), Encoding::Identity),
        }
    }

    /// A strong tag: other bytes, in whatever type and coding, have another (RFC 9110, 8.8.3).
    fn tag(&self, media_type: MediaType, encoding: Encoding) -> String {
        let hash = self
            .tag
            .get_or_init(|| BASE64URL_NOPAD.encode(&blake3::hash(&self.body).as_bytes()[..15]));
        let media_type = match media_type {
            MediaType::GraphqlResponse => 'g',
            MediaType::Json => 'j',
        };
        format!("\"{hash}-{media_type}-{}\"", encoding.as_str())
    }
}

/// Whether a list of tags names one; compared weakly (RFC 9110, 13.1.2).
fn names(known: &HeaderValue, tag: &str) -> bool {
    let Ok(known) = known.to_str() else { return false };
    known
        .split(',')
        .map(str::trim)
        .any(|it| it == "*" || it.strip_prefix("W/").unwrap_or(it) == tag)
}
