//! The pieces that a run is read by: sorted entries, each key told by what it shares with the one
//! before, with a checksum. Must not know what keys mean.

use super::RunFault;

/// Bytes of entries after which a block is closed.
pub(super) const BLOCK: usize = 4 << 10;

/// A block in the making.
#[derive(Default)]
pub(super) struct BlockWriter {
    bytes: Vec<u8>,
    last: Vec<u8>,
}

impl BlockWriter {
    /// Adds an entry; keys come in ascending order.
    pub fn add(&mut self, key: &[u8], value: &[u8]) {
        let shared = key.iter().zip(&self.last).take_while(|(a, b)| a == b).count();
        put_number(&mut self.bytes, shared);
        put_number(&mut self.bytes, key.len() - shared);
        put_number(&mut self.bytes, value.len());
        self.bytes.extend(&key[shared..]);
        self.bytes.extend(value);
        self.last.truncate(shared);
        self.last.extend(&key[shared..]);
    }

    pub const fn is_full(&self) -> bool {
        self.bytes.len() >= BLOCK
    }

    pub const fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The finished block with its checksum; what follows is the next.
    pub fn finish(&mut self) -> Vec<u8> {
        self.last.clear();
        sealed(std::mem::take(&mut self.bytes))
    }
}

/// Bytes with their checksum behind them.
pub(super) fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = crc32c::crc32c(&bytes);
    bytes.extend(sum.to_le_bytes());
    bytes
}

/// Bytes without the checksum behind them, which must be theirs.
pub(super) fn unsealed(bytes: &[u8]) -> Result<&[u8], RunFault> {
    let (bytes, sum) = bytes.split_last_chunk::<4>().ok_or(RunFault::Short)?;
    if crc32c::crc32c(bytes) == u32::from_le_bytes(*sum) { Ok(bytes) } else { Err(RunFault::Sum) }
}

/// Writes a number in groups of seven bits, the lowest first.
pub(super) fn put_number(to: &mut Vec<u8>, number: usize) {
    let mut left = number;
    while left >= 0x80 {
        to.push(u8::try_from(left & 0x7f).unwrap_or(0) | 0x80);
        left >>= 7;
    }
    to.push(u8::try_from(left).unwrap_or(0));
}

/// Reads a number written by [`put_number`], and moves past it.
pub(super) fn take_number(from: &mut &[u8]) -> Result<usize, RunFault> {
    let (mut number, mut shift) = (0usize, 0);
    loop {
        let (&byte, rest) = from.split_first().ok_or(RunFault::Short)?;
        *from = rest;
        number |= usize::from(byte & 0x7f).checked_shl(shift).ok_or(RunFault::Short)?;
        if byte < 0x80 {
            return Ok(number);
        }
        shift += 7;
    }
}

/// Takes so many bytes from the front.
pub(super) fn take_bytes<'a>(from: &mut &'a [u8], count: usize) -> Result<&'a [u8], RunFault> {
    let (taken, rest) = from.split_at_checked(count).ok_or(RunFault::Short)?;
    *from = rest;
    Ok(taken)
}

/// Where an entry stands in a block: ends are also where the next begins.
#[derive(Clone, Copy)]
struct Slot {
    key_end: u32,
    value: u32,
    value_end: u32,
}

/// A block as it is read: whole keys, in order.
pub(super) struct Block {
    keys: Vec<u8>,
    slots: Vec<Slot>,
    bytes: Box<[u8]>,
}

impl Block {
    /// Reads a block, and compares it with its checksum.
    pub fn read(bytes: Box<[u8]>) -> Result<Self, RunFault> {
        let mut rest = unsealed(&bytes)?;
        let all = rest.len();
        let small = |number: usize| u32::try_from(number).map_err(|_| RunFault::Short);
        let (mut keys, mut slots, mut begin) = (Vec::with_capacity(2 * all), Vec::new(), 0);
        while !rest.is_empty() {
            let shared = take_number(&mut rest)?;
            let (own, length) = (take_number(&mut rest)?, take_number(&mut rest)?);
            let own = take_bytes(&mut rest, own)?;
            let end = keys.len();
            if shared > end - begin {
                return Err(RunFault::Short);
            }
            keys.extend_from_within(begin..begin + shared);
            keys.extend(own);
            begin = end;
            let value = all - rest.len();
            take_bytes(&mut rest, length)?;
            let (key_end, value_end) = (small(keys.len())?, small(value + length)?);
            slots.push(Slot { key_end, value: small(value)?, value_end });
        }
        keys.shrink_to_fit();
        Ok(Self { keys, slots, bytes })
    }

    pub const fn len(&self) -> usize {
        self.slots.len()
    }

    pub fn key(&self, place: usize) -> &[u8] {
        let begin = place.checked_sub(1).map_or(0, |before| self.slots[before].key_end);
        &self.keys[begin as usize..self.slots[place].key_end as usize]
    }

    pub fn value(&self, place: usize) -> &[u8] {
        let slot = self.slots[place];
        &self.bytes[slot.value as usize..slot.value_end as usize]
    }

    /// The first place whose key is not before this one.
    pub fn first_from(&self, key: &[u8]) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.key(middle) < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Bytes of memory.
    pub fn weight(&self) -> u64 {
        (self.keys.len() + self.bytes.len() + size_of::<Slot>() * self.slots.len() + 120) as u64
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_block_reads_back_and_any_flip_is_seen(
            entries in proptest::collection::btree_map(
                proptest::collection::vec(0u8..3, 0..12), proptest::collection::vec(any::<u8>(), 0..200), 0..30),
            flip in any::<prop::sample::Index>(), bit in 0..8u8,
        ) {
            let mut writer = BlockWriter::default();
            for (key, value) in &entries {
                writer.add(key, value);
            }
            let bytes = writer.finish();
            let block = Block::read(bytes.clone().into()).unwrap();
            let read: Vec<_> =
                (0..block.len()).map(|it| (block.key(it).to_vec(), block.value(it).to_vec())).collect();
            prop_assert_eq!(read, entries.clone().into_iter().collect::<Vec<_>>());
            for (place, key) in entries.keys().enumerate() {
                prop_assert_eq!(block.first_from(key), place);
            }
            let mut flipped = bytes;
            let place = flip.index(flipped.len());
            flipped[place] ^= 1u8 << bit;
            prop_assert!(Block::read(flipped.into()).is_err());
        }
    }

    #[test]
    fn numbers_read_back() {
        for number in [0, 1, 127, 128, 16_383, 16_384, usize::MAX] {
            let mut bytes = Vec::new();
            put_number(&mut bytes, number);
            assert_eq!(take_number(&mut bytes.as_slice()).ok(), Some(number));
        }
    }
}
