//! The frame: how one entry lies in a segment file.
//!
//! ```text
//! frame   = [payload length, u32][crc32c of the payload, u32][payload]
//! payload = [seq, u64][synced seq, u64][hash of the previous payload, 32 bytes][body]
//! ```
//!
//! Numbers are little-endian. The hash of an entry is the BLAKE3 hash of its payload, so each entry
//! vouches for all before it. The synced seq is the highest seq known to be durable when the frame
//! was written: a frame that survives therefore proves that everything up to its synced seq was
//! acknowledged.
//!
//! Owns the bytes of one frame. Must not know about files, nor what a body means.

use super::hash::Hash;

/// The most a payload may have: 256 MiB.
pub const MAX_PAYLOAD: usize = 256 * 1024 * 1024;
/// The most a body may have: [`MAX_PAYLOAD`] less the seqs and the previous hash.
pub const MAX_BODY: usize = MAX_PAYLOAD - PAYLOAD_HEADER;

/// Bytes before the payload: length and checksum.
pub(super) const FRAME_HEADER: usize = 8;
/// Bytes of the payload before the body: seq, synced seq, previous hash.
pub(super) const PAYLOAD_HEADER: usize = 48;

/// The newest entry of a journal: seq 0 and [`Hash::ZERO`] when it is empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Head {
    /// The seq of the newest entry; the first entry has seq 1.
    pub seq: u64,
    /// The hash of the newest entry.
    pub hash: Hash,
}

/// One entry as read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Position in the journal: 1, 2, 3… without a gap.
    pub seq: u64,
    /// The last entry of the group before its own.
    pub synced: u64,
    /// The hash of the entry before, [`Hash::ZERO`] for the first.
    pub previous: Hash,
    /// The hash of this entry: over its seqs, its previous hash and its body.
    pub hash: Hash,
    /// The bytes that were appended.
    pub body: Vec<u8>,
}

/// What is wrong with the bytes where a frame should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum FrameFault {
    #[error("length {0} is not that of a frame")]
    Length(u32),
    #[error("the file ends inside entry {seq}")]
    Cut { seq: u64 },
    #[error("entry {seq} does not match its checksum")]
    Checksum { seq: u64 },
    #[error("entry {found} stands where entry {expected} should")]
    Seq { expected: u64, found: u64 },
    #[error("entry {seq} says that entry {synced} was durable before it, which cannot be")]
    Synced { seq: u64, synced: u64 },
    #[error("entry {seq} does not follow the entry before it: the previous hash differs")]
    Previous { seq: u64 },
}

impl FrameFault {
    /// Whether an interrupted write can leave this. A frame with a sound checksum was written as it
    /// stands.
    pub(super) fn may_be_torn(self) -> bool {
        matches!(self, Self::Length(_) | Self::Cut { .. } | Self::Checksum { .. })
    }
}

/// A frame whose checksum holds, borrowed from the bytes it was found in.
#[derive(Debug, Clone, Copy)]
pub(super) struct RawFrame<'a> {
    pub(super) seq: u64,
    pub(super) synced: u64,
    pub(super) previous: Hash,
    pub(super) payload: &'a [u8],
}

impl RawFrame<'_> {
    /// Bytes in the file, from this frame's beginning to the next.
    pub(super) fn size(&self) -> usize {
        FRAME_HEADER + self.payload.len()
    }

    pub(super) fn hash(&self) -> Hash {
        Hash::of(self.payload)
    }

    pub(super) fn to_frame(self) -> Frame {
        Frame {
            seq: self.seq,
            synced: self.synced,
            previous: self.previous,
            hash: self.hash(),
            body: self.payload[PAYLOAD_HEADER..].to_vec(),
        }
    }

    /// Checks that this frame may stand at `seq`, after an entry with hash `previous` (`None` if
    /// not known here).
    pub(super) fn check_place(&self, seq: u64, previous: Option<Hash>) -> Result<(), FrameFault> {
        if self.seq != seq {
            return Err(FrameFault::Seq { expected: seq, found: self.seq });
        }
        if self.synced >= seq {
            return Err(FrameFault::Synced { seq, synced: self.synced });
        }
        match previous {
            Some(previous) if previous != self.previous => Err(FrameFault::Previous { seq }),
            _ => Ok(()),
        }
    }
}

/// What the first bytes of a slice hold.
#[derive(Debug)]
pub(super) enum Parsed<'a> {
    Frame(RawFrame<'a>),
    /// More bytes are needed to tell: this many in all.
    Short(usize),
    Fault(FrameFault),
}

/// Reads the frame that `bytes` begin with; `seq` is the one expected, to name it in a fault.
pub(super) fn parse(bytes: &[u8], seq: u64) -> Parsed<'_> {
    let (Some(length), Some(checksum)) = (u32_at(bytes, 0), u32_at(bytes, 4)) else {
        return Parsed::Short(FRAME_HEADER);
    };
    let size = match usize::try_from(length) {
        Ok(size) if (PAYLOAD_HEADER..=MAX_PAYLOAD).contains(&size) => size,
        _ => return Parsed::Fault(FrameFault::Length(length)),
    };
    let Some(payload) = bytes.get(FRAME_HEADER..FRAME_HEADER + size) else {
        return Parsed::Short(FRAME_HEADER + size);
    };
    if crc32c::crc32c(payload) != checksum {
        return Parsed::Fault(FrameFault::Checksum { seq });
    }
    match (u64_at(payload, 0), u64_at(payload, 8), array_at(payload, 16)) {
        (Some(seq), Some(synced), Some(previous)) => {
            Parsed::Frame(RawFrame { seq, synced, previous: Hash::from_bytes(previous), payload })
        }
        _ => Parsed::Fault(FrameFault::Length(length)),
    }
}

/// How many bytes the frame that `bytes` begin with has, as far as they tell: at least its header.
pub(super) fn size_stated(bytes: &[u8]) -> usize {
    let length = u32_at(bytes, 0).and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
    FRAME_HEADER + length.min(MAX_PAYLOAD)
}

/// Adds a frame to `out` and returns the entry's hash.
///
/// The caller has checked the body against [`MAX_BODY`].
pub(super) fn encode(
    out: &mut Vec<u8>,
    seq: u64,
    synced: u64,
    previous: Hash,
    body: &[u8],
) -> Hash {
    debug_assert!(body.len() <= MAX_BODY);
    let length = u32::try_from(PAYLOAD_HEADER + body.len()).unwrap_or(u32::MAX);
    let start = out.len();
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&seq.to_le_bytes());
    out.extend_from_slice(&synced.to_le_bytes());
    out.extend_from_slice(previous.as_bytes());
    out.extend_from_slice(body);
    let payload = &out[start + FRAME_HEADER..];
    let (checksum, hash) = (crc32c::crc32c(payload), Hash::of(payload));
    out[start + 4..start + FRAME_HEADER].copy_from_slice(&checksum.to_le_bytes());
    hash
}

/// Whether `bytes`, which follow something unreadable at `seq`, hold a frame that proves `seq` was
/// acknowledged.
///
/// A group is written only after the group before it is durable, and states so; hence one sound
/// frame whose synced seq is `seq` or more, at whatever offset, tells damage from a write that was
/// interrupted.
pub(super) fn proves_acknowledged(bytes: &[u8], seq: u64) -> bool {
    let most = seq.saturating_add(bytes.len() as u64);
    (1..bytes.len()).any(|at| {
        let rest = &bytes[at..];
        // The seqs are looked at first: they rule out nearly every offset without a checksum.
        let plausible = matches!(
            (u64_at(rest, FRAME_HEADER), u64_at(rest, FRAME_HEADER + 8)),
            (Some(found), Some(synced)) if found > synced && synced >= seq && found <= most
        );
        plausible && matches!(parse(rest, seq), Parsed::Frame(_))
    })
}

fn array_at<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at + N)?.try_into().ok()
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    array_at(bytes, at).map(u32::from_le_bytes)
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    array_at(bytes, at).map(u64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(seq: u64, synced: u64, body: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        encode(&mut out, seq, synced, Hash::ZERO, body);
        out
    }

    #[test]
    fn the_layout_is_frozen() {
        let mut out = Vec::new();
        let hash = encode(&mut out, 2, 1, Hash::from_bytes([7; 32]), b"abc");
        let mut payload = vec![2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0];
        payload.extend([7; 32]);
        payload.extend(b"abc");
        assert_eq!(out[..4], [51, 0, 0, 0]);
        assert_eq!(out[4..8], crc32c::crc32c(&payload).to_le_bytes());
        assert_eq!(out[8..], payload);
        assert_eq!(hash, Hash::of(&payload));
    }

    #[test]
    fn a_frame_reads_back() {
        let bytes = framed(9, 8, b"body");
        let Parsed::Frame(raw) = parse(&bytes, 9) else { panic!("not a frame") };
        assert_eq!((raw.seq, raw.synced, raw.size()), (9, 8, bytes.len()));
        assert_eq!(raw.to_frame().body, b"body");
        assert_eq!(raw.check_place(9, Some(Hash::ZERO)), Ok(()));
        assert_eq!(raw.check_place(8, None), Err(FrameFault::Seq { expected: 8, found: 9 }));
        let other = Some(Hash::of(b"other"));
        assert_eq!(raw.check_place(9, other), Err(FrameFault::Previous { seq: 9 }));
    }

    #[test]
    fn every_prefix_is_short_and_every_flip_is_not_a_frame() {
        let bytes = framed(1, 0, b"body");
        for end in 0..bytes.len() {
            assert!(matches!(parse(&bytes[..end], 1), Parsed::Short(n) if n > end));
        }
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(!matches!(parse(&flipped, 1), Parsed::Frame(_)), "bit {bit}");
        }
    }

    #[test]
    fn only_a_frame_of_a_later_group_proves_acknowledgement() {
        let mut bytes = b"unreadable".to_vec();
        bytes.extend(framed(6, 4, b"same group"));
        assert!(!proves_acknowledged(&bytes, 5));
        bytes.extend(framed(7, 6, b"next group"));
        assert!(proves_acknowledged(&bytes, 5));
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        assert!(!proves_acknowledged(&bytes, 5));
        assert!(!proves_acknowledged(&[0; 4096], 5));
    }
}
