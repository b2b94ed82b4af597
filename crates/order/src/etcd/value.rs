//! The bytes under the keys: the head, and a group.
//!
//! ```text
//! head  = [seq, u64][hash, 32 bytes]
//! group = [form, u8 = 1][nonce, 16 bytes][hash of the entry before, 32 bytes][head][parts, u32]
//!         [length of what follows when inflated, u32][deflated bodies, where parts is 0]
//! bodies, inflated = ([length, u32][body])…
//! ```
//!
//! Numbers are little-endian. Bodies are deflated (RFC 1951). Where a group has parts, these are
//! the deflated bodies in pieces, each under a key of its own.

use std::io::{Read, Write};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use journal::{Group, Hash, Head};

use crate::Proposal;

/// Most bytes of the bodies of one group.
pub(super) const MAX_BODIES: usize = 160 << 20;

const FORM: u8 = 1;
const HEAD: usize = 40;
const FIXED: usize = 1 + 16 + 32 + HEAD + 4 + 4;

pub(super) fn encode_head(head: Head) -> Vec<u8> {
    [head.seq.to_le_bytes().as_slice(), head.hash.as_bytes()].concat()
}

pub(super) fn decode_head(bytes: &[u8]) -> Result<Head, String> {
    let mut reader = Fields { bytes };
    let head = reader.head()?;
    if reader.bytes.is_empty() { Ok(head) } else { Err("it is longer than a head".to_owned()) }
}

/// A group as it lies under its key, and its bodies, deflated.
pub(super) fn encode(proposal: &Proposal) -> std::io::Result<(Vec<u8>, Vec<u8>)> {
    let Proposal { group, nonce } = proposal;
    let mut deflated = DeflateEncoder::new(Vec::new(), Compression::fast());
    let mut length = 0_usize;
    for body in &group.bodies {
        deflated.write_all(&u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes())?;
        deflated.write_all(body)?;
        length += 4 + body.len();
    }
    let deflated = deflated.finish()?;
    let mut fixed = Vec::with_capacity(FIXED);
    fixed.push(FORM);
    fixed.extend_from_slice(nonce);
    fixed.extend_from_slice(group.previous.as_bytes());
    fixed.extend_from_slice(&encode_head(group.last));
    fixed.extend_from_slice(&0_u32.to_le_bytes());
    fixed.extend_from_slice(&u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
    Ok((fixed, deflated))
}

/// Notes in the fixed part of a group that its bodies lie in pieces.
pub(super) fn set_parts(fixed: &mut [u8], parts: u32) {
    let at = FIXED - 8;
    fixed[at..at + 4].copy_from_slice(&parts.to_le_bytes());
}

/// What a group's key holds.
#[derive(Debug)]
pub(super) struct Stored<'a> {
    pub(super) nonce: [u8; 16],
    pub(super) previous: Hash,
    pub(super) last: Head,
    /// How many keys hold its bodies; 0 where they follow.
    pub(super) parts: u32,
    length: usize,
    pub(super) deflated: &'a [u8],
}

impl<'a> Stored<'a> {
    pub(super) fn decode(bytes: &'a [u8]) -> Result<Self, String> {
        let mut reader = Fields { bytes };
        let form = reader.array::<1>()?[0];
        if form != FORM {
            return Err(format!("form {form} is of a newer hoptac"));
        }
        let nonce = reader.array()?;
        let previous = Hash::from_bytes(reader.array()?);
        let last = reader.head()?;
        let parts = u32::from_le_bytes(reader.array()?);
        let length = usize::try_from(u32::from_le_bytes(reader.array()?)).unwrap_or(usize::MAX);
        if length > MAX_BODIES {
            return Err(format!("its bodies have {length} bytes, more than {MAX_BODIES}"));
        }
        Ok(Self { nonce, previous, last, parts, length, deflated: reader.bytes })
    }

    /// The group, of its deflated bodies.
    pub(super) fn group(&self, first: u64, deflated: &[u8]) -> Result<Group, String> {
        let mut inflated = Vec::with_capacity(self.length);
        DeflateDecoder::new(deflated)
            .take(self.length as u64 + 1)
            .read_to_end(&mut inflated)
            .map_err(|error| format!("its bodies cannot be inflated: {error}"))?;
        if inflated.len() != self.length {
            return Err(format!("its bodies have not the {} bytes that it says", self.length));
        }
        let (mut reader, mut bodies) = (Fields { bytes: &inflated }, Vec::new());
        while !reader.bytes.is_empty() {
            let length = u32::from_le_bytes(reader.array()?);
            bodies.push(reader.take(usize::try_from(length).unwrap_or(usize::MAX))?.to_vec());
        }
        Ok(Group { first, previous: self.previous, bodies, last: self.last })
    }
}

struct Fields<'a> {
    bytes: &'a [u8],
}

impl<'a> Fields<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], String> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or("it is cut short")?;
        self.bytes = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], String> {
        let (taken, rest) = self.bytes.split_first_chunk().ok_or("it is cut short")?;
        self.bytes = rest;
        Ok(*taken)
    }

    fn head(&mut self) -> Result<Head, String> {
        let seq = u64::from_le_bytes(self.array()?);
        Ok(Head { seq, hash: Hash::from_bytes(self.array()?) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposal() -> Proposal {
        let group = Group {
            first: 8,
            previous: Hash::of(b"seven"),
            bodies: vec![b"eight".to_vec(), Vec::new(), vec![7; 10_000]],
            last: Head { seq: 10, hash: Hash::of(b"ten") },
        };
        Proposal { group, nonce: *b"sixteen bytes of" }
    }

    #[test]
    fn a_group_reads_back() {
        let proposal = proposal();
        let (mut bytes, deflated) = encode(&proposal).unwrap();
        assert_eq!(bytes.len(), FIXED);
        set_parts(&mut bytes, 3);
        assert_eq!(Stored::decode(&bytes).unwrap().parts, 3);
        set_parts(&mut bytes, 0);
        bytes.extend(&deflated);
        let stored = Stored::decode(&bytes).unwrap();
        assert_eq!((stored.parts, stored.nonce), (0, proposal.nonce));
        assert_eq!(stored.group(8, stored.deflated).unwrap(), proposal.group);
    }

    #[test]
    fn what_is_cut_or_of_another_form_is_told() {
        let (mut bytes, deflated) = encode(&proposal()).unwrap();
        bytes.extend(&deflated);
        for end in 0..bytes.len() {
            let read =
                Stored::decode(&bytes[..end]).and_then(|stored| stored.group(8, stored.deflated));
            assert!(read.is_err(), "{end} bytes");
        }
        bytes[0] = 9;
        assert_eq!(Stored::decode(&bytes).unwrap_err(), "form 9 is of a newer hoptac");
        let head = encode_head(Head { seq: 3, hash: Hash::of(b"three") });
        assert_eq!(decode_head(&head).unwrap().seq, 3);
        assert!(decode_head(&head[1..]).is_err());
        assert!(decode_head(&[head.as_slice(), &[0]].concat()).is_err());
    }

    #[test]
    fn bodies_that_inflate_to_more_than_they_say_are_refused() {
        let (mut bytes, deflated) = encode(&proposal()).unwrap();
        let at = FIXED - 4;
        for length in [0, 100, u32::MAX] {
            bytes[at..].copy_from_slice(&u32::to_le_bytes(length));
            let read =
                Stored::decode(&bytes).and_then(|stored| stored.group(8, &deflated).map(|_| ()));
            assert!(read.is_err(), "{length}");
        }
    }
}
