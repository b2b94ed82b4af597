//! A finished answer: its bytes, plain and compressed, and what tells it from others.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicU64, Ordering},
};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::Response,
};
use data_encoding::BASE64URL_NOPAD;
use jiff::civil::Date;

use super::compress::{WORTH, gzip};
use crate::{
    graphql::{Basis, Parts},
    http::{
        budget::Account,
        cpu::CpuTime,
        metrics::{Operation, OperationResult},
        negotiate::{Coding, KnownTags, MediaType, be_asked_for_again},
    },
    registry::Registry,
};

/// Headers of an answer, about, so that there is room for them.
const HEADERS: usize = 12;
/// The headers that an answer hangs on.
pub const VARY: &str = "accept, accept-encoding, accept-language, authorization";

/// As of when an answer was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ValidAt {
    /// The last command announced.
    pub seq: u64,
    /// The day it was.
    pub today: Date,
}

/// What an answer is kept with.
#[derive(Debug)]
pub struct Standing {
    /// As of when it was read.
    pub at: ValidAt,
    /// What it rests on.
    pub basis: Basis,
    /// The parts that later answers to the same may take over.
    pub parts: Option<Parts>,
}

/// A finished answer.
#[derive(Debug)]
pub struct CachedResponse {
    body: Bytes,
    /// The same by gzip, once somebody took it so.
    compressed: OnceLock<Option<Bytes>>,
    tag: OnceLock<String>,
    statuses: [StatusCode; 2],
    /// As of when it was read; `None` where it is for one request alone.
    pub standing: Option<ValidAt>,
    /// What it rests on.
    basis: Basis,
    /// The parts that the next answer to the same may take over.
    parts: Option<Arc<Parts>>,
    /// The last command at which it was found to hold still.
    holds_at: AtomicU64,
    /// What it is counted under whenever it is given.
    pub counted: (Arc<Operation>, OperationResult),
}

/// How a client takes an answer.
#[derive(Debug, Clone)]
pub struct Negotiated {
    /// Its media type.
    pub media_type: MediaType,
    /// Its coding.
    pub coding: Coding,
    /// The tags of those that the client has.
    pub known: KnownTags,
    /// Whether it is asked for by GET, so that it may be kept and compared.
    pub by_get: bool,
    /// Whether it is for everybody.
    pub public: bool,
}

impl Negotiated {
    /// How the sender of these headers takes an answer.
    pub fn of(method: &Method, headers: &HeaderMap, media_type: MediaType, public: bool) -> Self {
        Self {
            media_type,
            coding: Coding::accepted(headers, &[Coding::Gzip]),
            known: KnownTags::of(headers),
            by_get: method == Method::GET,
            public,
        }
    }
}

impl CachedResponse {
    /// An answer of these bytes, with its status as `application/graphql-response+json` and as
    /// `application/json`.
    pub fn new(
        body: Bytes,
        statuses: [StatusCode; 2],
        standing: Option<Standing>,
        counted: (Arc<Operation>, OperationResult),
    ) -> Self {
        let (standing, basis, parts) = match standing {
            Some(Standing { at, basis, parts }) => (Some(at), basis, parts),
            None => (None, Basis::head(), None),
        };
        Self {
            body,
            compressed: OnceLock::new(),
            tag: OnceLock::new(),
            statuses,
            standing,
            basis,
            parts: parts.map(Arc::new),
            holds_at: AtomicU64::new(standing.map_or(0, |standing| standing.seq)),
            counted,
        }
    }

    /// The answer as JSON, and its status as `application/graphql-response+json`.
    pub const fn plain(&self) -> (&Bytes, StatusCode) {
        (&self.body, self.statuses[0])
    }

    /// Whether the operation was executed; what was refused has no data.
    pub fn was_executed(&self) -> bool {
        self.statuses[0].is_success()
    }

    /// The parts that the next answer to the same may take over; none where they were not noted.
    pub fn parts(&self) -> Arc<Parts> {
        self.parts.clone().unwrap_or_default()
    }

    /// Whether it is what would be answered now.
    pub fn holds(&self, now: ValidAt, registry: &Registry) -> bool {
        let Some(standing) = self.standing else { return false };
        if standing.today != now.today && self.basis.rests_on_day() {
            return false;
        }
        let holds_at = self.holds_at.load(Ordering::Acquire);
        if holds_at == now.seq {
            return true;
        }
        let snapshot = registry.snapshot();
        let holds = snapshot.pinned_at() >= now.seq && snapshot.tells(&self.basis, holds_at);
        if holds {
            self.holds_at.fetch_max(now.seq, Ordering::AcqRel);
        }
        holds
    }

    /// Bytes that it takes up, about, when it was compressed as well.
    pub fn weight(&self) -> u64 {
        let parts = self.parts.as_ref().map_or(0, |parts| parts.weight());
        600 + self.body.len() as u64 * 3 / 2 + self.basis.weight() + parts
    }

    /// The response, as a client takes it; who pays for it pays for its compression.
    pub async fn respond(
        self: &Arc<Self>,
        wanted: &Negotiated,
        payer: Option<Account>,
    ) -> Response {
        let (body, coding) = self.written(wanted.coding, payer).await;
        let is_kept = wanted.by_get && self.standing.is_some();
        let tag = is_kept.then(|| self.tag(wanted.media_type, coding));
        let is_known = tag.as_ref().is_some_and(|tag| wanted.known.include(tag));
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
            if coding != Coding::Identity {
                let coding = HeaderValue::from_static(coding.as_str());
                headers.insert(header::CONTENT_ENCODING, coding);
            }
        }
        if let Some(tag) = tag {
            be_asked_for_again(headers, &tag, wanted.public);
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

    /// The bytes in a coding, or as they are where they are few or become no fewer. They are
    /// compressed once, where blocking is allowed.
    async fn written(self: &Arc<Self>, coding: Coding, payer: Option<Account>) -> (Bytes, Coding) {
        let plain = || (self.body.clone(), Coding::Identity);
        if coding != Coding::Gzip || self.body.len() < WORTH {
            return plain();
        }
        if self.compressed.get().is_none() {
            let this = Arc::clone(self);
            let write = move || {
                let work = CpuTime::begin();
                this.compressed.get_or_init(|| gzip(&this.body).map(Bytes::from));
                if let Some(payer) = payer {
                    work.charge(&payer, 0);
                }
            };
            // Where it panics, the bytes go out as they are.
            drop(tokio::task::spawn_blocking(write).await);
        }
        match self.compressed.get() {
            Some(Some(compressed)) => (compressed.clone(), coding),
            _ => plain(),
        }
    }

    /// A strong tag: other bytes, in whatever type and coding, have another (RFC 9110, 8.8.3).
    fn tag(&self, media_type: MediaType, coding: Coding) -> String {
        let hash = self
            .tag
            .get_or_init(|| BASE64URL_NOPAD.encode(&blake3::hash(&self.body).as_bytes()[..15]));
        let media_type = match media_type {
            MediaType::GraphqlResponse => 'g',
            MediaType::Json => 'j',
        };
        format!("\"{hash}-{media_type}-{}\"", coding.as_str())
    }
}
