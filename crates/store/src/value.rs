//! The values of the view: record versions, the spans of edges, and where the view stands.

use std::sync::Arc;

use jiff::Timestamp;

use super::StoreError;
use domain::{Noun, RecordId, Versioned};
use journal::{Hash, codec};

/// Bytes before a record's own: version 4, seq 8, created 8, updated 8.
const STAMP: usize = 28;

/// When and as which version a record was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    pub version: u32,
    pub seq: u64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// Writes a version: its stamp, then the record's bytes as the journal holds them.
pub fn encode_version(stamp: &Stamp, record: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(STAMP + record.len());
    bytes.extend(stamp.seq.to_be_bytes());
    bytes.extend(stamp.version.to_be_bytes());
    bytes.extend(stamp.created_at.as_microsecond().to_be_bytes());
    bytes.extend(stamp.updated_at.as_microsecond().to_be_bytes());
    bytes.extend(record);
    bytes
}

/// The seq that wrote a version, without reading the rest.
pub fn version_seq(bytes: &[u8]) -> Result<u64, StoreError> {
    Ok(u64::from_be_bytes(array(bytes, 0)?))
}

/// The stamp of a version.
pub fn decode_stamp(bytes: &[u8]) -> Result<Stamp, StoreError> {
    let time = |at| {
        Timestamp::from_microsecond(i64::from_be_bytes(array(bytes, at)?))
            .map_err(|_| StoreError::corrupt("a version's time is out of range"))
    };
    Ok(Stamp {
        seq: version_seq(bytes)?,
        version: u32::from_be_bytes(array(bytes, 8)?),
        created_at: time(12)?,
        updated_at: time(20)?,
    })
}

/// The bytes of the record within a version.
pub fn version_record(bytes: &[u8]) -> Result<&[u8], StoreError> {
    bytes.get(STAMP..).ok_or_else(|| StoreError::corrupt("a version is cut short"))
}

/// Reads a version.
pub fn decode_version(id: RecordId, bytes: &[u8]) -> Result<Arc<Versioned>, StoreError> {
    let stamp = decode_stamp(bytes)?;
    let record = codec::decode_record(version_record(bytes)?)
        .map_err(|error| StoreError::Corrupt(format!("{id} cannot be read: {error}")))?;
    Ok(Arc::new(Versioned {
        id,
        version: stamp.version,
        seq: stamp.seq,
        created_at: stamp.created_at,
        updated_at: stamp.updated_at,
        record,
    }))
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Result<[u8; N], StoreError> {
    bytes
        .get(at..at + N)
        .and_then(|part| part.try_into().ok())
        .ok_or_else(|| StoreError::corrupt("a value is cut short"))
}

/// The seqs between which an edge or a term was there: added at one, removed at another.
///
/// The last span is open while its end is `u64::MAX`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeqRanges(Vec<(u64, u64)>);

impl SeqRanges {
    /// Opens a span, where none is open.
    pub fn open(&mut self, seq: u64) {
        match self.0.last_mut() {
            // Removed and added again by one command: it was there all along.
            Some(last) if last.1 == seq => last.1 = u64::MAX,
            Some((_, u64::MAX)) => {}
            _ => self.0.push((seq, u64::MAX)),
        }
    }

    /// Closes the open span.
    pub fn close(&mut self, seq: u64) {
        if let Some(last) = self.0.last_mut().filter(|last| last.1 == u64::MAX) {
            last.1 = seq;
        }
        // Added and removed by one command: it never was there.
        self.0.retain(|(from, to)| from < to);
    }

    /// Writes the spans: the seqs of each, and of one that is open the first alone.
    pub fn encode(&self) -> Vec<u8> {
        let seqs = self.0.iter().flat_map(|(from, to)| [*from, *to]);
        seqs.filter(|seq| *seq != u64::MAX).flat_map(u64::to_be_bytes).collect()
    }

    /// Writes a span that is opened.
    pub fn opened(seq: u64) -> Vec<u8> {
        seq.to_be_bytes().to_vec()
    }

    /// Reads spans.
    pub fn decode(bytes: &[u8]) -> Result<Self, StoreError> {
        pairs(bytes).map(|spans| Self(spans.collect()))
    }

    /// The seqs at which each span begins and ends, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = (u64, u64)> {
        self.0.iter().copied()
    }

    /// Whether stored spans hold a seq, without reading them all into memory.
    pub fn hold(bytes: &[u8], seq: u64) -> Result<bool, StoreError> {
        Ok(pairs(bytes)?.any(|(from, to)| from <= seq && seq < to))
    }
}

fn pairs(bytes: &[u8]) -> Result<impl Iterator<Item = (u64, u64)> + '_, StoreError> {
    let (seqs, rest) = bytes.as_chunks::<8>();
    if !rest.is_empty() {
        return Err(StoreError::corrupt("the spans of an edge are cut short"));
    }
    let seq = |bytes: &[u8; 8]| u64::from_be_bytes(*bytes);
    let spans = seqs.chunks(2);
    Ok(spans.filter_map(move |span| Some((seq(span.first()?), span.get(1).map_or(u64::MAX, seq)))))
}

/// Where the view stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// The last command that it shows; 0 for none.
    pub seq: u64,
    /// That command's hash.
    pub hash: Hash,
    /// When that command was committed.
    pub at: Timestamp,
    /// The number of the newest record of each noun, by the noun's tag.
    pub last: [u64; Noun::ALL.len() + 1],
    /// The sum of the digests of all other entries.
    pub digest: u128,
    /// The command that the kept cells stand at; not after `seq`.
    pub figures: u64,
}

/// Bytes of [`Meta`] before its form and its checksum.
const META: usize = 72 + 8 * (Noun::ALL.len() + 1);

/// The form of the view. Raised where its entries, or what they say, change, so that one of another
/// form is built anew: by 2, which provinces form a pair; by 3, names; by 4, titles and sets of
/// records; by 5, days by which an agreement's status turns.
const FORM: u64 = 5;

impl Meta {
    /// Where an empty view stands.
    pub fn empty() -> Self {
        Self {
            seq: 0,
            hash: Hash::ZERO,
            at: Timestamp::UNIX_EPOCH,
            last: [0; Noun::ALL.len() + 1],
            digest: 0,
            figures: 0,
        }
    }

    /// Writes it, with a checksum of its own.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        bytes.extend(self.seq.to_be_bytes());
        bytes.extend(self.hash.as_bytes());
        bytes.extend(self.at.as_microsecond().to_be_bytes());
        bytes.extend(self.digest.to_be_bytes());
        bytes.extend(self.last.iter().flat_map(|number| number.to_be_bytes()));
        bytes.extend(self.figures.to_be_bytes());
        bytes.extend(FORM.to_be_bytes());
        let checksum = *blake3::hash(&bytes).as_bytes();
        bytes.extend(checksum);
        bytes
    }

    /// Reads it.
    pub fn decode(bytes: &[u8]) -> Result<Self, StoreError> {
        let (bytes, checksum) = bytes
            .split_last_chunk::<32>()
            .ok_or_else(|| StoreError::corrupt("the view has no position"))?;
        if blake3::hash(bytes) != blake3::Hash::from_bytes(*checksum) {
            return Err(StoreError::corrupt("the position of the view is damaged"));
        }
        let (bytes, form) = bytes
            .split_last_chunk::<8>()
            .ok_or_else(|| StoreError::corrupt("the position of the view is cut short"))?;
        if bytes.len() != META || *form != FORM.to_be_bytes() {
            return Err(StoreError::corrupt("it is of another version of hoptac"));
        }
        let mut last = [0; Noun::ALL.len() + 1];
        for (place, number) in last.iter_mut().enumerate() {
            *number = u64::from_be_bytes(array(bytes, 64 + 8 * place)?);
        }
        Ok(Self {
            seq: u64::from_be_bytes(array(bytes, 0)?),
            hash: Hash::from_bytes(array(bytes, 8)?),
            at: Timestamp::from_microsecond(i64::from_be_bytes(array(bytes, 40)?)).map_err(
                |_| StoreError::corrupt("the time of the view's last command is out of range"),
            )?,
            digest: u128::from_be_bytes(array(bytes, 48)?),
            last,
            figures: u64::from_be_bytes(array(bytes, META - 8)?),
        })
    }
}

/// The digest of one entry. The view's digest is the wrapping sum over its entries, so that it
/// is kept up to date without reading the others (Bellare and Micciancio's `AdHash`).
pub fn digest(key: &[u8], value: &[u8]) -> u128 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(key.len() as u64).to_be_bytes());
    hasher.update(key);
    hasher.update(value);
    let mut bytes = [0; 16];
    hasher.finalize_xof().fill(&mut bytes);
    u128::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn spans_hold_what_a_plain_list_of_changes_says(flips in proptest::collection::vec(any::<bool>(), 0..20)) {
            let mut spans = SeqRanges::default();
            let mut there = vec![false];
            for (step, flip) in flips.iter().enumerate() {
                let seq = step as u64 + 1;
                if *flip { spans.open(seq) } else { spans.close(seq) }
                there.push(*flip);
            }
            let bytes = spans.encode();
            prop_assert_eq!(&SeqRanges::decode(&bytes).unwrap(), &spans);
            for (seq, there) in there.iter().enumerate() {
                prop_assert_eq!(SeqRanges::hold(&bytes, seq as u64).unwrap(), *there, "at {}", seq);
            }
        }
    }

    #[test]
    fn a_view_of_another_form_is_refused() {
        let bytes = Meta::empty().encode();
        let sealed = |bytes: &[u8]| [bytes, blake3::hash(bytes).as_bytes()].concat();
        let body = &bytes[..bytes.len() - 32];
        assert_eq!(sealed(body), bytes);
        let first_form = &body[..body.len() - 8];
        let other_form = [first_form, &(FORM + 1).to_be_bytes()].concat();
        for other in [first_form, &other_form] {
            let told = Meta::decode(&sealed(other)).unwrap_err().to_string();
            assert!(told.contains("another version of hoptac"), "{told}");
        }
    }

    #[test]
    fn where_the_view_stands_reads_back_and_any_flip_is_seen() {
        let meta =
            Meta { seq: 7, at: Timestamp::from_second(1).unwrap(), digest: 9, ..Meta::empty() };
        let bytes = meta.encode();
        assert_eq!(Meta::decode(&bytes).unwrap(), meta);
        for place in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[place] ^= 1;
            assert!(Meta::decode(&flipped).is_err(), "byte {place}");
        }
    }
}
