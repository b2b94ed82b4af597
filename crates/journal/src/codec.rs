//! The byte form of records and entries: `[version byte][bincode, legacy configuration]`.
//!
//! A form, once written, is read for ever. When a noun changes, its present struct is frozen
//! under an old name with a `From` into the new one, the version byte goes up, and the old byte
//! keeps decoding. Structs stored here have no `flatten`, `untagged` or `skip_serializing_if`,
//! and enum variants are only appended. `tests/golden` holds the bytes of every form.
//!
//! Machines of a cluster read what any of them writes, so during an upgrade the writer writes the
//! form that all of them read, told by its level. What that has no place for is refused.

mod v1;
mod v2;

use bincode::config::{Configuration, Fixint, Limit, LittleEndian};
use serde::{Deserialize, Serialize};

use super::{Body, Idempotency, Image};
use domain::{Effect, Record, RecordId};

/// The most that one record may take up, in bytes.
pub const RECORD_MAX: usize = 16 << 20;

const RECORD_VERSION: u8 = 3;
const BODY_VERSION: u8 = 2;
/// The newest form of entries that is read and written here: raised with either of the two.
pub const LEVEL: u32 = RECORD_VERSION as u32 + BODY_VERSION as u32;
/// The oldest one that is still written, for machines that read no later one.
pub const LEVEL_LEAST: u32 = 3;
/// From which level on there is the third form of records, and the second of entries.
const RECORDS_3: u32 = 5;
const BODIES_2: u32 = 4;

type Legacy<const LIMIT: usize> = Configuration<LittleEndian, Fixint, Limit<LIMIT>>;

const fn legacy<const LIMIT: usize>() -> Legacy<LIMIT> {
    bincode::config::legacy().with_limit::<LIMIT>()
}

/// Why bytes are not of a known form.
#[derive(Debug, thiserror::Error)]
pub enum CodecError {
    /// There are none.
    #[error("the value is empty")]
    Empty,
    /// The version byte is of no form that this program knows.
    #[error("format version {0} is not supported")]
    Version(u8),
    /// The bytes are not of the form that they say.
    #[error("{0}")]
    Decode(#[from] bincode::error::DecodeError),
    /// The value cannot be written.
    #[error("{0}")]
    Encode(#[from] bincode::error::EncodeError),
    /// Bytes are left when the value is read.
    #[error("{0} bytes are left over")]
    Trailing(usize),
    /// The form that is to be written has no place for something: its name.
    #[error("the form that all machines of the cluster read has no place for `{0}`")]
    NoPlace(&'static str),
    /// A field holds what it cannot.
    #[error("{0}")]
    Value(String),
}

/// Writes a record.
///
/// # Errors
/// Where the record takes up more than [`RECORD_MAX`].
pub fn encode_record(record: &Record) -> Result<Vec<u8>, CodecError> {
    encode::<RECORD_MAX>(RECORD_VERSION, record)
}

/// Writes a record in the form of a level, between [`LEVEL_LEAST`] and [`LEVEL`].
///
/// # Errors
/// As for [`encode_record`]; [`CodecError::NoPlace`] where the form cannot say all of it.
pub fn encode_record_at(record: &Record, level: u32) -> Result<Vec<u8>, CodecError> {
    if level >= RECORDS_3 {
        return encode_record(record);
    }
    encode::<RECORD_MAX>(2, &v2::Record::try_from(record)?)
}

/// Reads a record.
///
/// # Errors
/// Where the bytes are not exactly one record of a known form.
pub fn decode_record(bytes: &[u8]) -> Result<Record, CodecError> {
    match bytes.split_first() {
        Some((&RECORD_VERSION, payload)) => decode::<RECORD_MAX, Record>(payload),
        Some((&2, payload)) => decode::<RECORD_MAX, v2::Record>(payload).map(Into::into),
        Some((&1, payload)) => {
            decode::<RECORD_MAX, v1::Record>(payload).map(|it| v2::Record::from(it).into())
        }
        Some((&version, _)) => Err(CodecError::Version(version)),
        None => Err(CodecError::Empty),
    }
}

/// The most that one entry may take up, in bytes.
const BODY_MAX: usize = 256 << 20;

/// The first form of entries, frozen: they gave no reason.
#[derive(Serialize, Deserialize)]
struct BodyV1 {
    at_micros: i64,
    by: String,
    idempotency: Option<(String, [u8; 32])>,
    command: String,
    changes: Vec<(u64, Vec<u8>)>,
    effects: Vec<(u64, Effect)>,
}

impl From<BodyV1> for BodyV2 {
    fn from(it: BodyV1) -> Self {
        let BodyV1 { at_micros, by, idempotency, command, changes, effects } = it;
        Self { at_micros, by, idempotency, command, reason: None, changes, effects }
    }
}

#[derive(Serialize, Deserialize)]
struct BodyV2 {
    at_micros: i64,
    by: String,
    idempotency: Option<(String, [u8; 32])>,
    command: String,
    reason: Option<String>,
    changes: Vec<(u64, Vec<u8>)>,
    effects: Vec<(u64, Effect)>,
}

/// Writes what an entry says.
///
/// # Errors
/// Where it takes up more than 256 MiB.
pub fn encode_body(body: &Body) -> Result<Vec<u8>, CodecError> {
    encode_body_at(body, LEVEL)
}

/// Writes what an entry says in the form of a level, between [`LEVEL_LEAST`] and [`LEVEL`].
///
/// # Errors
/// As for [`encode_body`]; [`CodecError::NoPlace`] where the form cannot say all of it.
pub fn encode_body_at(body: &Body, level: u32) -> Result<Vec<u8>, CodecError> {
    let stored = BodyV2 {
        at_micros: body.at.as_microsecond(),
        by: body.by.clone(),
        idempotency: body.idempotency.clone().map(|it| (it.key, it.fingerprint)),
        command: body.command.clone(),
        reason: body.reason.clone(),
        changes: body.changes.iter().map(|it| (it.id.pack(), it.bytes.clone())).collect(),
        effects: body.effects.iter().map(|(id, effect)| (id.pack(), *effect)).collect(),
    };
    if says_reasons(level) {
        return encode::<BODY_MAX>(BODY_VERSION, &stored);
    }
    let BodyV2 { at_micros, by, idempotency, command, reason, changes, effects } = stored;
    if reason.is_some() {
        return Err(CodecError::NoPlace("reason"));
    }
    encode::<BODY_MAX>(1, &BodyV1 { at_micros, by, idempotency, command, changes, effects })
}

/// Whether entries in the form of a level have a place for the reason of a command.
#[must_use]
pub const fn says_reasons(level: u32) -> bool {
    level >= BODIES_2
}

/// Reads what an entry says.
///
/// # Errors
/// Where the bytes are not exactly one body of a known form.
pub fn decode_body(bytes: &[u8]) -> Result<Body, CodecError> {
    let stored: BodyV2 = match bytes.split_first() {
        Some((&BODY_VERSION, payload)) => decode::<BODY_MAX, _>(payload)?,
        Some((&1, payload)) => decode::<BODY_MAX, BodyV1>(payload)?.into(),
        Some((&version, _)) => return Err(CodecError::Version(version)),
        None => return Err(CodecError::Empty),
    };
    let id = |packed| {
        RecordId::unpack(packed)
            .ok_or_else(|| CodecError::Value(format!("{packed:#018x} is not the id of a record")))
    };
    let changes = stored.changes.into_iter();
    let changes = changes.map(|(packed, bytes)| Ok(Image::stored(id(packed)?, bytes)));
    let effects = stored.effects.into_iter().map(|(packed, effect)| Ok((id(packed)?, effect)));
    Ok(Body {
        at: jiff::Timestamp::from_microsecond(stored.at_micros)
            .map_err(|error| CodecError::Value(error.to_string()))?,
        by: stored.by,
        idempotency: stored.idempotency.map(|(key, fingerprint)| Idempotency { key, fingerprint }),
        command: stored.command,
        reason: stored.reason,
        changes: changes.collect::<Result<_, CodecError>>()?,
        effects: effects.collect::<Result<_, CodecError>>()?,
    })
}

/// As [`decode_body`], where the records that it wrote are of known forms, too, as far as their first
/// bytes tell.
///
/// # Errors
/// As for [`decode_body`], of a record as well.
pub fn decode_known(bytes: &[u8]) -> Result<Body, CodecError> {
    let body = decode_body(bytes)?;
    for image in &body.changes {
        match image.bytes.first() {
            Some(1..=RECORD_VERSION) => {}
            Some(&version) => return Err(CodecError::Version(version)),
            None => return Err(CodecError::Empty),
        }
    }
    Ok(body)
}

fn encode<const LIMIT: usize>(version: u8, value: &impl Serialize) -> Result<Vec<u8>, CodecError> {
    let mut bytes = vec![version];
    bincode::serde::encode_into_std_write(value, &mut bytes, legacy::<LIMIT>())?;
    Ok(bytes)
}

fn decode<const LIMIT: usize, T: serde::de::DeserializeOwned>(
    payload: &[u8],
) -> Result<T, CodecError> {
    let (value, read) = bincode::serde::decode_from_slice(payload, legacy::<LIMIT>())?;
    match payload.len() - read {
        0 => Ok(value),
        left => Err(CodecError::Trailing(left)),
    }
}
