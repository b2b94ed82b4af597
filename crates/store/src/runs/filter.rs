//! Tells which beginnings of keys a run cannot have, so that most runs are not asked for what they
//! do not hold (Bloom, CACM 13:7, 1970). Must not know what keys mean.

use super::{
    RunFault,
    block::{put_number, take_number},
};

/// Bits for each beginning, and how many of them are set: one in a hundred is thought to be there
/// in vain.
const BITS: u64 = 10;
const SET: u64 = 7;

/// Beginnings of keys, some bits each.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Filter {
    words: Box<[u64]>,
}

/// A filter in the making: the hashes of what it will know.
#[derive(Default)]
pub(super) struct FilterWriter {
    hashes: Vec<u64>,
    last: Vec<u8>,
}

impl FilterWriter {
    /// Adds a beginning; the same several times in a row costs nothing.
    pub fn add(&mut self, beginning: &[u8]) {
        if self.last != beginning {
            self.hashes.push(hash(beginning));
            self.last.clear();
            self.last.extend(beginning);
        }
    }

    pub fn finish(self) -> Filter {
        let words = usize::try_from((self.hashes.len() as u64 * BITS).div_ceil(64).max(1));
        let mut words = vec![0u64; words.unwrap_or(1)].into_boxed_slice();
        for hash in self.hashes {
            for bit in bits(hash, words.len()) {
                words[bit / 64] |= 1 << (bit % 64);
            }
        }
        Filter { words }
    }
}

impl Filter {
    /// Whether a beginning may be there; `false` is certain.
    pub fn may_hold(&self, beginning: &[u8]) -> bool {
        let set = |bit: usize| self.words[bit / 64] & (1 << (bit % 64)) != 0;
        bits(hash(beginning), self.words.len()).all(set)
    }

    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 * self.words.len() + 8);
        put_number(&mut bytes, self.words.len());
        bytes.extend(self.words.iter().flat_map(|word| word.to_le_bytes()));
        bytes
    }

    pub fn decode(bytes: &[u8]) -> Result<Self, RunFault> {
        let mut rest = bytes;
        let count = take_number(&mut rest)?;
        let (words, left) = rest.as_chunks::<8>();
        if !left.is_empty() || words.len() != count || count == 0 {
            return Err(RunFault::Short);
        }
        Ok(Self { words: words.iter().map(|word| u64::from_le_bytes(*word)).collect() })
    }
}

/// The bits of a hash, from its two halves (Kirsch and Mitzenmacher, ESA 2006).
fn bits(hash: u64, words: usize) -> impl Iterator<Item = usize> {
    let all = words as u64 * 64;
    let step = (hash >> 32) | 1;
    (0..SET).map(move |nth| {
        let bit = hash.wrapping_add(nth.wrapping_mul(step)) % all;
        usize::try_from(bit).unwrap_or(0)
    })
}

/// FNV-1a, <http://www.isthe.com/chongo/tech/comp/fnv/>, with Murmur's last mixing, so that all
/// bits depend on all bytes.
fn hash(bytes: &[u8]) -> u64 {
    let mut hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_is_found_and_little_else() {
        let name = |number: u32| number.to_be_bytes();
        let mut writer = FilterWriter::default();
        (0..10_000).for_each(|number| writer.add(&name(number)));
        let filter = writer.finish();
        let filter = Filter::decode(&filter.encode()).unwrap();
        assert!((0..10_000).all(|number| filter.may_hold(&name(number))));
        let in_vain = (10_000..20_000).filter(|number| filter.may_hold(&name(*number))).count();
        assert!(in_vain < 200, "{in_vain} of 10,000");
    }

    #[test]
    fn an_empty_one_holds_nothing() {
        assert!(!FilterWriter::default().finish().may_hold(b"a"));
    }
}
