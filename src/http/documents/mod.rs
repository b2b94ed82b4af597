//! Documents: those that were read before, by the SHA-256 of their text; those that clients name
//! instead of sending them; and those that an operator trusts.
//!
//! Automatic persisted queries follow Apollo's protocol: a client sends the hash alone, is told
//! `PERSISTED_QUERY_NOT_FOUND`, sends hash and text once, and from then on the hash alone. What is
//! kept for that is bounded, and may be forgotten. Trusted documents come from manifests, that of
//! the pages among them, and are never forgotten; they are named by `documentId`, or by their hash.

mod manifest;

use std::{collections::HashMap, fmt, path::PathBuf, sync::Arc};

use async_graphql::{ServerError, parser::types::OperationType};
use data_encoding::HEXLOWER_PERMISSIVE;
use messages::{Message, message};
use quick_cache::{Weighter, sync::Cache};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{
    error::{ErrorCode, HttpError},
    params::{EXAMPLE, Params},
};
use crate::{
    auth::{Caller, Role},
    graphql::{Api, Digest, Document, Introspects, LimitError, Limits, ReadError},
    measure::Counter,
};
pub use manifest::ManifestError;

/// What becomes of documents that no manifest has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trust {
    /// They are executed.
    #[default]
    Off,
    /// They are executed, and the log tells of them.
    Warn,
    /// They are refused, but for introspection by those who signed in.
    Enforce,
}

impl Trust {
    /// Reads `off`, `warn` or `enforce`.
    ///
    /// # Errors
    /// What to write instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text {
            "off" => Ok(Self::Off),
            "warn" => Ok(Self::Warn),
            "enforce" => Ok(Self::Enforce),
            _ => Err("write off, warn or enforce".to_owned()),
        }
    }
}

impl fmt::Display for Trust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Off => "off",
            Self::Warn => "warn",
            Self::Enforce => "enforce",
        })
    }
}

/// What an operator chooses about documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentOptions {
    /// What becomes of documents that no manifest has.
    pub trust: Trust,
    /// The manifests of those that are trusted.
    pub manifests: Vec<PathBuf>,
    /// Whether clients may name documents by their hash after having sent them once.
    pub persisted: bool,
    /// Bytes for documents that were read.
    pub bytes: u64,
}

impl Default for DocumentOptions {
    fn default() -> Self {
        Self { trust: Trust::Off, manifests: Vec::new(), persisted: true, bytes: 16 << 20 }
    }
}

#[derive(Clone)]
struct ByBytes;

/// A document that is kept, and what it is counted as: the cache counts on a weight that stays.
#[derive(Clone)]
struct Kept {
    document: Arc<Document>,
    weight: u64,
}

impl Kept {
    fn new(document: Arc<Document>) -> Self {
        let weight = document.weight();
        Self { document, weight }
    }
}

impl Weighter<Digest, Kept> for ByBytes {
    fn weight(&self, _: &Digest, kept: &Kept) -> u64 {
        kept.weight
    }
}

/// What became of requests for documents.
#[derive(Debug, Default)]
pub struct DocumentCounts {
    /// Documents that were read before.
    pub hits: Counter,
    /// Documents that had to be read.
    pub misses: Counter,
    /// Documents that were named by a hash or id, and found.
    pub named: Counter,
    /// Hashes and ids that nothing was known under.
    pub unknown: Counter,
    /// Documents that no manifest has.
    pub untrusted: Counter,
}

/// The documents.
pub struct Documents {
    options: DocumentOptions,
    read: Cache<Digest, Kept, ByBytes>,
    /// Texts of the trusted, by their hash.
    trusted: HashMap<Digest, String>,
    /// Hashes of the trusted, by their id in a manifest.
    ids: HashMap<String, Digest>,
    counts: DocumentCounts,
}

/// A document that is asked for.
pub enum Found {
    /// It was read.
    Read {
        /// The document.
        document: Arc<Document>,
        /// The hash of its text.
        digest: Digest,
        /// Whether a manifest has it.
        is_trusted: bool,
    },
    /// It does not parse, or is invalid.
    Refused {
        /// Which of both.
        flaw: ErrorCode,
        /// All that is wrong.
        errors: Vec<ServerError>,
        /// The kind and name of its operation, where it has one.
        operation: Option<(OperationType, Option<String>)>,
    },
}

/// A document as a request names it.
struct Named {
    text: Option<String>,
    digest: Digest,
}

impl Default for Documents {
    fn default() -> Self {
        Self::with(DocumentOptions::default())
    }
}

impl Documents {
    /// The documents of the pages, those of an operator's manifests, and room for others.
    ///
    /// # Errors
    /// Where a manifest cannot be taken.
    pub fn open(options: DocumentOptions) -> Result<Self, ManifestError> {
        let mut documents = Self::with(options);
        let options = &documents.options;
        let (mut trusted, mut ids) = (HashMap::new(), HashMap::new());
        let mut trust = |documents: Vec<(String, String)>| {
            for (id, text) in documents {
                let digest = hash(&text);
                trusted.insert(digest, text);
                ids.insert(id, digest);
            }
        };
        trust(manifest::built_in()?);
        for path in &options.manifests {
            trust(manifest::read(path)?);
        }
        (documents.trusted, documents.ids) = (trusted, ids);
        Ok(documents)
    }

    fn with(options: DocumentOptions) -> Self {
        let expected = usize::try_from(options.bytes / 16_384).unwrap_or(usize::MAX).max(64);
        Self {
            read: Cache::with_weighter(expected, options.bytes, ByBytes),
            options,
            trusted: HashMap::new(),
            ids: HashMap::new(),
            counts: DocumentCounts::default(),
        }
    }

    /// What became of requests so far.
    pub const fn counts(&self) -> &DocumentCounts {
        &self.counts
    }

    /// How many documents are kept that were read, and in how many bytes.
    pub fn size(&self) -> (usize, u64) {
        (self.read.len(), self.read.weight())
    }

    /// Finds the document that a request names or brings along, and takes its text out of it.
    ///
    /// # Errors
    /// Where it is not known, not trusted, or goes beyond a limit.
    pub fn find(
        &self,
        api: &Api,
        params: &mut Params,
        caller: &Caller,
        limits: &Limits,
    ) -> Result<Found, HttpError> {
        let Named { text, digest } = self.named(params)?;
        let is_trusted = self.trusted.contains_key(&digest);
        if !is_trusted {
            self.distrust(&digest, params, caller)?;
        }
        let is_named = text.is_none();
        let found = match (self.read.get(&digest), text) {
            (Some(Kept { document, weight }), _) => {
                self.counts.hits.count();
                // It has got further plans since.
                if document.weight() > weight {
                    self.read.insert(digest, Kept::new(Arc::clone(&document)));
                }
                document
            }
            (None, text) => {
                let text = text.or_else(|| self.trusted.get(&digest).cloned());
                let Some(text) = text else { return Err(self.unknown()) };
                self.counts.misses.count();
                let read = match api.read(&text, limits) {
                    Ok(read) => Arc::new(read),
                    Err(ReadError::Limit(error)) => return Err(beyond(&error)),
                    Err(ReadError::Syntax(error)) => {
                        let (flaw, errors) = (ErrorCode::GraphqlParseFailed, vec![error]);
                        return Ok(Found::Refused { flaw, errors, operation: None });
                    }
                    Err(ReadError::Invalid(errors, operation)) => {
                        let flaw = ErrorCode::GraphqlValidationFailed;
                        return Ok(Found::Refused { flaw, errors, operation });
                    }
                };
                self.read.insert(digest, Kept::new(Arc::clone(&read)));
                read
            }
        };
        if is_named {
            self.counts.named.count();
        }
        if !is_trusted && self.options.trust == Trust::Enforce {
            // Only they came this far.
            if found.introspects() != Introspects::Only {
                return Err(untrusted());
            }
        }
        Ok(Found::Read { document: found, digest, is_trusted })
    }

    fn named(&self, params: &mut Params) -> Result<Named, HttpError> {
        let persisted = Persisted::of(params)?;
        let named = params.document_id.is_some() || persisted.is_some();
        // Clients for which `query` must be there leave it empty.
        let query = params.query.take().filter(|text| !(named && text.is_empty()));
        match (params.document_id.take(), query, persisted) {
            (Some(_), Some(_), _) => Err(HttpError::bad_request(message!(
                "`documentId` and `query` are both given; send one of them"
            ))),
            (Some(id), None, _) => {
                let by_hash = id.strip_prefix("sha256:").and_then(decode);
                let digest = self.ids.get(&id).copied().or(by_hash);
                let digest = digest.filter(|digest| self.trusted.contains_key(digest));
                Ok(Named { text: None, digest: digest.ok_or_else(|| self.unknown())? })
            }
            (None, Some(text), persisted) => {
                let digest = hash(&text);
                match persisted {
                    Some(it) if it.hash != HEXLOWER_PERMISSIVE.encode(&digest) => {
                        Err(HttpError::bad_request(message!(
                            "`extensions.persistedQuery.sha256Hash` is not the hash of `query`; \
                             send the SHA-256 of its UTF-8 bytes in hexadecimal digits"
                        ))
                        .with_reason("PERSISTED_QUERY_HASH_MISMATCH"))
                    }
                    _ => Ok(Named { text: Some(text), digest }),
                }
            }
            (None, None, Some(persisted)) => {
                let by_id = self.ids.get(&persisted.hash).copied();
                let digest = by_id.or_else(|| decode(&persisted.hash));
                let known = digest
                    .filter(|digest| self.trusted.contains_key(digest) || self.options.persisted);
                match known {
                    Some(digest) => Ok(Named { text: None, digest }),
                    None if self.options.persisted => Err(self.unknown()),
                    None => Err(HttpError::new(
                        ErrorCode::PersistedQueryNotSupported,
                        message!("PersistedQueryNotSupported: send the document as `query`"),
                    )),
                }
            }
            (None, None, None) => Err(HttpError::misshapen(message!(
                "`query` is missing; send an object like {EXAMPLE}"
            ))),
        }
    }

    /// Notes that a document is not trusted.
    ///
    /// # Errors
    /// Where it is refused for that.
    fn distrust(&self, digest: &Digest, params: &Params, caller: &Caller) -> Result<(), HttpError> {
        if self.options.trust == Trust::Off {
            return Ok(());
        }
        self.counts.untrusted.count();
        if self.options.trust == Trust::Enforce {
            return if caller.role > Role::Anonymous { Ok(()) } else { Err(untrusted()) };
        }
        let hash = HEXLOWER_PERMISSIVE.encode(digest);
        let name = params.operation_name.as_deref().unwrap_or_default();
        tracing::warn!(hash, operation = ?name, "A document is in no manifest: {hash}");
        Ok(())
    }

    fn unknown(&self) -> HttpError {
        self.counts.unknown.count();
        // Apollo's clients tell it by these words.
        HttpError::new(
            ErrorCode::PersistedQueryNotFound,
            Message::verbatim("PersistedQueryNotFound"),
        )
    }
}

/// A document named by its hash, in Apollo's protocol.
struct Persisted {
    hash: String,
}

impl Persisted {
    fn of(params: &Params) -> Result<Option<Self>, HttpError> {
        let Some(it) = params.extensions.as_ref().and_then(|it| it.get("persistedQuery")) else {
            return Ok(None);
        };
        if it.is_null() {
            return Ok(None);
        }
        if it.get("version").and_then(Value::as_u64) != Some(1) {
            return Err(HttpError::bad_request(message!(
                "`extensions.persistedQuery.version` is not supported; send 1"
            )));
        }
        let hash = it.get("sha256Hash").and_then(Value::as_str).ok_or_else(|| {
            HttpError::bad_request(message!(
                "`extensions.persistedQuery.sha256Hash` must be a string"
            ))
        })?;
        Ok(Some(Self { hash: hash.to_ascii_lowercase() }))
    }
}

/// The error of a request that goes beyond a limit.
pub fn beyond(error: &LimitError) -> HttpError {
    let refused = HttpError::new(ErrorCode::LimitExceeded, error);
    match error {
        LimitError::Excess { limit, .. } => refused.with_reason(limit.as_str()),
        LimitError::Cycle(_) => refused.with_reason("FRAGMENT_CYCLE"),
    }
}

fn untrusted() -> HttpError {
    HttpError::new(
        ErrorCode::Forbidden,
        message!("this server executes only documents of its manifests; add yours to one"),
    )
    .with_reason("UNTRUSTED_DOCUMENT")
}

fn hash(text: &str) -> Digest {
    Sha256::digest(text.as_bytes()).into()
}

fn decode(hash: &str) -> Option<Digest> {
    HEXLOWER_PERMISSIVE.decode(hash.as_bytes()).ok()?.try_into().ok()
}
