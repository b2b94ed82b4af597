//! One run: a file of entries in the order of their keys, written once and never changed.
//!
//! Blocks of entries, then an index of where each begins and with which key, then a filter, then
//! a footer of fixed size. Each part has a checksum of its own, so that what is damaged is never
//! taken for an answer; the hash of the whole file is in the view's list of runs.

use std::{
    fs::File,
    io::{ErrorKind, Write},
    ops::ControlFlow,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use quick_cache::{Weighter, sync::Cache};
use sled::IVec;

use super::{
    RunFault, RunNote,
    block::{Block, BlockWriter, put_number, sealed, take_bytes, take_number, unsealed},
    filter::{Filter, FilterWriter},
};
use crate::keys;
use journal::Hash;

/// What a file of this form ends with.
const FORM: u64 = 0x686f_7074_6163_0001;
const FOOTER: usize = 8 * 4 + 4;

/// Blocks that were read, by run and place; bounded in bytes.
pub(super) type Blocks = Cache<(u64, u32), Arc<Block>, ByBytes>;

#[derive(Clone)]
pub(super) struct ByBytes;

impl Weighter<(u64, u32), Arc<Block>> for ByBytes {
    fn weight(&self, _: &(u64, u32), block: &Arc<Block>) -> u64 {
        block.weight()
    }
}

/// Where each block begins, and with which key.
#[derive(Default)]
struct Index {
    keys: Vec<u8>,
    /// Where each first key ends in `keys`, and each block in the file.
    ends: Vec<(u32, u64)>,
}

impl Index {
    fn key(&self, block: usize) -> &[u8] {
        let begin = block.checked_sub(1).map_or(0, |before| self.ends[before].0);
        &self.keys[begin as usize..self.ends[block].0 as usize]
    }

    fn push(&mut self, key: &[u8], end: u64) -> Result<(), RunFault> {
        self.keys.extend(key);
        let keys = u32::try_from(self.keys.len()).map_err(|_| RunFault::Short)?;
        self.ends.push((keys, end));
        Ok(())
    }

    /// The number of blocks that begin with a key that is not after this one.
    fn until(&self, key: &[u8]) -> usize {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.key(middle) <= key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        put_number(&mut bytes, self.ends.len());
        let mut begin = 0;
        for (block, (_, end)) in self.ends.iter().enumerate() {
            put_number(&mut bytes, self.key(block).len());
            bytes.extend(self.key(block));
            put_number(&mut bytes, usize::try_from(end - begin).unwrap_or(0));
            begin = *end;
        }
        bytes
    }

    fn decode(bytes: &[u8]) -> Result<Self, RunFault> {
        let (mut rest, mut index, mut end) = (bytes, Self::default(), 0);
        for _ in 0..take_number(&mut rest)? {
            let length = take_number(&mut rest)?;
            let key = take_bytes(&mut rest, length)?;
            end += take_number(&mut rest)? as u64;
            index.push(key, end)?;
        }
        index.keys.shrink_to_fit();
        index.ends.shrink_to_fit();
        if rest.is_empty() { Ok(index) } else { Err(RunFault::Short) }
    }
}

/// A run, open for reading.
pub(super) struct Run {
    pub note: RunNote,
    path: PathBuf,
    file: File,
    index: Index,
    filter: Filter,
}

impl Run {
    /// Opens the run that a note tells of, and reads its index and filter.
    pub fn open(path: &Path, note: RunNote) -> Result<Self, RunFault> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        let footer = length.checked_sub(FOOTER as u64).ok_or(RunFault::Short)?;
        let bytes = part(&file, footer, length)?;
        let (numbers, _) = unsealed(&bytes)?.as_chunks::<8>();
        let [index, filter, bytes, form] = numbers else { return Err(RunFault::Short) };
        let [index, filter, bytes, form] =
            [index, filter, bytes, form].map(|it| u64::from_le_bytes(*it));
        if form != FORM || bytes != length || length != note.bytes {
            return Err(RunFault::Short);
        }
        let known = (part(&file, index, filter)?, part(&file, filter, footer)?);
        let (index, filter) =
            (Index::decode(unsealed(&known.0)?)?, Filter::decode(unsealed(&known.1)?)?);
        Ok(Self { note, path: path.to_owned(), file, index, filter })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn may_hold(&self, beginning: &[u8]) -> bool {
        self.filter.may_hold(beginning)
    }

    /// The hash of the file as it is, also where it was removed meanwhile; `None` where it is told to
    /// stop, which it is asked after each piece with its bytes.
    pub fn hash_until(
        &self,
        mut go_on: impl FnMut(u64) -> ControlFlow<()>,
    ) -> Result<Option<Hash>, RunFault> {
        let (mut hasher, mut bytes, mut at) = (blake3::Hasher::new(), vec![0; BUFFER], 0);
        loop {
            let read = match self.file.read_at(&mut bytes, at) {
                Ok(0) => return Ok(Some(Hash::from_bytes(*hasher.finalize().as_bytes()))),
                Ok(read) => &bytes[..read],
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.into()),
            };
            hasher.update(read);
            at += read.len() as u64;
            if go_on(read.len() as u64).is_break() {
                return Ok(None);
            }
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &[u8], blocks: &Blocks) -> Result<Option<IVec>, RunFault> {
        let Some(nth) = self.index.until(key).checked_sub(1) else { return Ok(None) };
        let block = self.block(nth, Some(blocks))?;
        let place = block.first_from(key);
        let found = place < block.len() && block.key(place) == key;
        Ok(found.then(|| block.value(place).into()))
    }

    /// The place before which all keys are before this one: a block, and an entry in it.
    pub fn place_of(&self, key: &[u8], blocks: &Blocks) -> Result<(usize, usize), RunFault> {
        let Some(nth) = self.index.until(key).checked_sub(1) else { return Ok((0, 0)) };
        let block = self.block(nth, Some(blocks))?;
        let place = block.first_from(key);
        Ok(if place == block.len() { (nth + 1, 0) } else { (nth, place) })
    }

    pub fn end(&self) -> (usize, usize) {
        (self.index.ends.len(), 0)
    }

    /// One block; kept in a cache if one is given.
    pub fn block(&self, nth: usize, blocks: Option<&Blocks>) -> Result<Arc<Block>, RunFault> {
        let kept = (self.note.number, u32::try_from(nth).map_err(|_| RunFault::Short)?);
        if let Some(known) = blocks.and_then(|blocks| blocks.get(&kept)) {
            return Ok(known);
        }
        let begin = nth.checked_sub(1).map_or(0, |before| self.index.ends[before].1);
        let end = self.index.ends.get(nth).ok_or(RunFault::Short)?.1;
        let block = Arc::new(Block::read(part(&self.file, begin, end)?.into())?);
        if let Some(blocks) = blocks {
            blocks.insert(kept, Arc::clone(&block));
        }
        Ok(block)
    }
}

fn part(file: &File, begin: u64, end: u64) -> Result<Vec<u8>, RunFault> {
    let length = end.checked_sub(begin).and_then(|it| usize::try_from(it).ok());
    let mut bytes = vec![0; length.filter(|it| *it < 1 << 32).ok_or(RunFault::Short)?];
    file.read_exact_at(&mut bytes, begin)?;
    Ok(bytes)
}

/// A run in the making.
pub(super) struct RunWriter {
    path: PathBuf,
    file: File,
    buffer: Vec<u8>,
    hasher: blake3::Hasher,
    written: u64,
    block: BlockWriter,
    first: Vec<u8>,
    index: Index,
    filter: FilterWriter,
}

/// Bytes that are written at once.
const BUFFER: usize = 1 << 20;

impl RunWriter {
    pub fn create(path: &Path) -> Result<Self, RunFault> {
        Ok(Self {
            path: path.to_owned(),
            file: File::create(path)?,
            buffer: Vec::with_capacity(BUFFER + (64 << 10)),
            hasher: blake3::Hasher::new(),
            written: 0,
            block: BlockWriter::default(),
            first: Vec::new(),
            index: Index::default(),
            filter: FilterWriter::default(),
        })
    }

    /// Adds an entry; keys come in ascending order.
    pub fn add(&mut self, key: &[u8], value: &[u8]) -> Result<(), RunFault> {
        if self.block.is_empty() {
            self.first.clear();
            self.first.extend(key);
        }
        if let Some(beginning) = keys::beginning(key) {
            self.filter.add(beginning);
        }
        self.block.add(key, value);
        if self.block.is_full() { self.close_block() } else { Ok(()) }
    }

    fn close_block(&mut self) -> Result<(), RunFault> {
        let bytes = self.block.finish();
        self.put(&bytes)?;
        self.index.push(&self.first, self.written)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), RunFault> {
        self.written += bytes.len() as u64;
        self.buffer.extend(bytes);
        if self.buffer.len() >= BUFFER { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> Result<(), RunFault> {
        self.hasher.update(&self.buffer);
        self.file.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }

    /// Finishes the file, and opens it.
    pub fn finish(mut self, number: u64) -> Result<Run, RunFault> {
        if !self.block.is_empty() {
            self.close_block()?;
        }
        let index = self.written;
        self.put(&sealed(self.index.encode()))?;
        let at = self.written;
        let filter = std::mem::take(&mut self.filter).finish();
        self.put(&sealed(filter.encode()))?;
        let bytes = self.written + FOOTER as u64;
        let footer = [index, at, bytes, FORM].map(u64::to_le_bytes).concat();
        self.put(&sealed(footer))?;
        self.write()?;
        let hash = Hash::from_bytes(*self.hasher.finalize().as_bytes());
        let note = RunNote { number, bytes, hash };
        let file = File::open(&self.path)?;
        Ok(Run { note, path: self.path, file, index: self.index, filter })
    }
}
