//! Entries of several sources as one list, in the order of their keys, from either end. Where
//! several have a key, the newest source tells.

use std::{cmp::Ordering, sync::Arc};

use sled::IVec;

use super::{
    RunFault,
    block::Block,
    run::{Blocks, Run},
};
use crate::doubt::{Doubt, guarded};

/// A key and its value.
pub(crate) type Entry = (IVec, IVec);

/// The entries of one run between two places.
pub(super) struct RunEntries {
    run: Arc<Run>,
    blocks: Arc<Blocks>,
    /// The next from the front, and the one after the next from the back.
    front: (usize, usize),
    back: (usize, usize),
    /// The blocks that the two are in, as far as read.
    read: [Option<(usize, Arc<Block>)>; 2],
}

impl RunEntries {
    pub fn between(
        run: Arc<Run>,
        blocks: &Arc<Blocks>,
        from: &[u8],
        to: &[u8],
    ) -> Result<Self, RunFault> {
        let (front, back) = (run.place_of(from, blocks)?, run.place_of(to, blocks)?);
        Ok(Self { run, blocks: Arc::clone(blocks), front, back, read: [None, None] })
    }

    fn block(&mut self, end: usize, nth: usize) -> Result<Arc<Block>, RunFault> {
        if let Some((known, block)) = &self.read[end]
            && *known == nth
        {
            return Ok(Arc::clone(block));
        }
        let block = self.run.block(nth, Some(&*self.blocks))?;
        self.read[end] = Some((nth, Arc::clone(&block)));
        Ok(block)
    }

    fn next_front(&mut self) -> Result<Option<Entry>, RunFault> {
        if self.front >= self.back {
            return Ok(None);
        }
        let (nth, place) = self.front;
        let block = self.block(0, nth)?;
        self.front = if place + 1 < block.len() { (nth, place + 1) } else { (nth + 1, 0) };
        Ok(Some((block.key(place).into(), block.value(place).into())))
    }

    fn next_back(&mut self) -> Result<Option<Entry>, RunFault> {
        if self.front >= self.back {
            return Ok(None);
        }
        let nth = if self.back.1 == 0 { self.back.0 - 1 } else { self.back.0 };
        let block = self.block(1, nth)?;
        let place = if self.back.1 == 0 { block.len() - 1 } else { self.back.1 - 1 };
        self.back = (nth, place);
        Ok(Some((block.key(place).into(), block.value(place).into())))
    }
}

/// Where entries come from.
pub(super) enum Source {
    Sled(sled::Iter),
    Run(RunEntries),
}

impl Source {
    fn next(&mut self, end: usize) -> Result<Option<Entry>, RunFault> {
        match self {
            Self::Sled(entries) => guarded(|| {
                let next = if end == 0 { entries.next() } else { entries.next_back() };
                next.transpose()
            }),
            Self::Run(entries) if end == 0 => entries.next_front(),
            Self::Run(entries) => entries.next_back(),
        }
    }
}

/// A source, and what was taken from either end of it already.
struct HeadEntry {
    source: Source,
    ends: [Option<Entry>; 2],
    is_done: bool,
}

impl HeadEntry {
    fn fill(&mut self, end: usize) -> Result<(), RunFault> {
        if self.ends[end].is_none() && !self.is_done {
            self.ends[end] = self.source.next(end)?;
            self.is_done = self.ends[end].is_none();
        }
        Ok(())
    }

    /// The outermost entry at an end that is left, once it was filled.
    fn outermost(&self, end: usize) -> Option<&Entry> {
        self.ends[end].as_ref().or(self.ends[1 - end].as_ref())
    }

    fn take(&mut self, end: usize) -> Option<Entry> {
        self.ends[end].take().or_else(|| self.ends[1 - end].take())
    }
}

/// The merged entries of sources.
pub(crate) struct Entries {
    /// The newest first.
    sources: Vec<HeadEntry>,
    /// Why there are none.
    fault: Option<RunFault>,
    /// Where a fault is noted.
    doubt: Doubt,
}

impl Entries {
    pub(super) fn of(sources: impl IntoIterator<Item = Source>) -> Self {
        let peeked = |source| HeadEntry { source, ends: [None, None], is_done: false };
        let sources = sources.into_iter().map(peeked).collect();
        Self { sources, fault: None, doubt: Doubt::default() }
    }

    /// Nothing but a fault.
    pub(super) fn failed(fault: RunFault) -> Self {
        Self { fault: Some(fault), ..Self::of([]) }
    }

    /// The same, whose faults are noted.
    pub(super) fn noted_by(self, doubt: &Doubt) -> Self {
        Self { doubt: doubt.clone(), ..self }
    }

    fn noted_step(&mut self, end: usize) -> Result<Option<Entry>, RunFault> {
        let step = self.step(end);
        if let Err(fault) = &step {
            self.doubt.note(fault);
        }
        step
    }

    fn step(&mut self, end: usize) -> Result<Option<Entry>, RunFault> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        if let [only] = self.sources.as_mut_slice() {
            return only.source.next(end);
        }
        for source in &mut self.sources {
            source.fill(end)?;
        }
        let mut best: Option<(usize, &IVec)> = None;
        let mut is_tied = false;
        for (place, source) in self.sources.iter().enumerate() {
            let Some((key, _)) = source.outermost(end) else { continue };
            let order = best.map_or(Ordering::Less, |(_, known)| key.cmp(known));
            match if end == 0 { order } else { order.reverse() } {
                _ if best.is_none() => best = Some((place, key)),
                Ordering::Less => (best, is_tied) = (Some((place, key)), false),
                Ordering::Equal => is_tied = true,
                Ordering::Greater => {}
            }
        }
        let Some((best, _)) = best else { return Ok(None) };
        let taken = self.sources[best].take(end);
        if let (Some((key, _)), true) = (&taken, is_tied) {
            for source in &mut self.sources[best + 1..] {
                if source.outermost(end).is_some_and(|(other, _)| other == key) {
                    source.take(end);
                }
            }
        }
        Ok(taken)
    }
}

impl Iterator for Entries {
    type Item = Result<Entry, RunFault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.noted_step(0).transpose()
    }
}

impl DoubleEndedIterator for Entries {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.noted_step(1).transpose()
    }
}
