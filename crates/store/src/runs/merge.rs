//! Several runs into one, on a thread of its own.

use std::{
    cmp::Ordering as CmpOrdering,
    fs,
    ops::Range,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

use super::{Run, RunFault, RunWriter, StoreError, Tree, block::Block, encode_notes, path};

/// How many runs of similar size are merged.
const FAN: usize = 8;
/// A merged run is at most so large, in bytes: what it costs to merge, and to know what it holds,
/// is bounded.
const LARGEST: u64 = 768 << 20;
/// More runs than this are not added before some are merged.
const RUNS_MAX: usize = 48;
/// Each size is so many times the one below, from this many bytes on.
const SMALLEST: u64 = 1 << 20;

/// The list of runs after a merge, and the files that then are of no use.
pub(crate) type Replaced = (Vec<u8>, Vec<PathBuf>);

/// A merge that is going on.
pub(crate) struct Merging {
    which: Range<usize>,
    given_up: Arc<AtomicBool>,
    thread: Option<JoinHandle<Result<Option<Run>, RunFault>>>,
}

impl Merging {
    /// Whether its result is there.
    pub fn is_finished(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    fn join(mut self) -> Result<Option<Run>, StoreError> {
        let Some(thread) = self.thread.take() else { return Ok(None) };
        Ok(thread.join().map_err(|_| StoreError::corrupt("merging its runs panicked"))??)
    }
}

/// Ends it, where its result was not taken.
impl Drop for Merging {
    fn drop(&mut self) {
        self.given_up.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Tree {
    /// Whether it is to be waited for a merge before more is added.
    pub fn has_many_runs(&self) -> bool {
        self.runs().len() > RUNS_MAX
    }

    /// Starts to merge what should be, if anything.
    pub fn start_merging(&self) -> Result<Option<Merging>, StoreError> {
        let runs = self.runs();
        let sizes: Vec<u64> = runs.iter().map(|run| run.note.bytes).collect();
        let Some(which) = plan(&sizes) else { return Ok(None) };
        let merged: Vec<Arc<Run>> = runs[which.clone()].to_vec();
        // Runs are numbered by twos, so that this one is free.
        let number = merged.last().map_or(0, |run| run.note.number) + 1;
        let file = path(&self.folder, number);
        let given_up = Arc::new(AtomicBool::new(false));
        let is_given_up = Arc::clone(&given_up);
        let thread = std::thread::Builder::new()
            .name("hoptac-merge".to_owned())
            .spawn(move || {
                let written = merge(&merged, RunWriter::create(&file)?, number, &is_given_up)?;
                if written.is_none() {
                    fs::remove_file(&file)?;
                }
                Ok(written)
            })
            .map_err(StoreError::io(&self.folder))?;
        Ok(Some(Merging { which, given_up, thread: Some(thread) }))
    }

    /// Puts the result of a merge in the place of what was merged; returns the list of runs, for
    /// the batch that makes it so, and the files that then are of no use.
    pub fn finish_merging(&self, merging: Merging) -> Result<Option<Replaced>, StoreError> {
        let which = merging.which.clone();
        let Some(merged) = merging.join()? else { return Ok(None) };
        let mut runs = self.runs().to_vec();
        let old: Vec<_> = runs.splice(which, [Arc::new(merged)]).collect();
        let list = encode_notes(&runs);
        self.set_runs(runs);
        Ok(Some((list, old.iter().map(|run| run.path().to_owned()).collect())))
    }
}

/// An entry of a run, and the way to the next.
struct Cursor {
    run: Arc<Run>,
    block: Option<Arc<Block>>,
    nth: usize,
    place: usize,
}

impl Cursor {
    fn at_first(run: &Arc<Run>) -> Result<Self, RunFault> {
        let mut cursor = Self { run: Arc::clone(run), block: None, nth: 0, place: 0 };
        cursor.read()?;
        Ok(cursor)
    }

    fn read(&mut self) -> Result<(), RunFault> {
        let is_left = self.nth < self.run.end().0;
        self.block = if is_left { Some(self.run.block(self.nth, None)?) } else { None };
        Ok(())
    }

    fn key(&self) -> Option<&[u8]> {
        self.block.as_ref().map(|block| block.key(self.place))
    }

    fn advance(&mut self) -> Result<(), RunFault> {
        self.place += 1;
        if self.block.as_ref().is_some_and(|block| self.place >= block.len()) {
            (self.nth, self.place) = (self.nth + 1, 0);
            self.read()?;
        }
        Ok(())
    }
}

fn merge(
    runs: &[Arc<Run>],
    mut writer: RunWriter,
    number: u64,
    given_up: &AtomicBool,
) -> Result<Option<Run>, RunFault> {
    // The newest first: of several with a key, it tells.
    let mut cursors =
        runs.iter().rev().map(Cursor::at_first).collect::<Result<Vec<_>, RunFault>>()?;
    while !given_up.load(Ordering::Relaxed) {
        let (mut best, mut is_tied) = (None::<(usize, &[u8])>, false);
        for (place, cursor) in cursors.iter().enumerate() {
            let Some(key) = cursor.key() else { continue };
            match best.map_or(CmpOrdering::Less, |(_, known)| key.cmp(known)) {
                CmpOrdering::Less => (best, is_tied) = (Some((place, key)), false),
                CmpOrdering::Equal => is_tied = true,
                CmpOrdering::Greater => {}
            }
        }
        let Some((best, key)) = best else { return writer.finish(number).map(Some) };
        if let Some(block) = &cursors[best].block {
            writer.add(key, block.value(cursors[best].place))?;
        }
        if is_tied {
            let key = key.to_vec();
            for cursor in &mut cursors[best + 1..] {
                if cursor.key() == Some(&*key) {
                    cursor.advance()?;
                }
            }
        }
        cursors[best].advance()?;
    }
    Ok(None)
}

/// Which runs are to be merged, given their sizes, the oldest first: those of a size, once there are
/// [`FAN`] of them, with all that are newer. So each entry is merged about once for each size.
fn plan(sizes: &[u64]) -> Option<Range<usize>> {
    let tier = |bytes: u64| (bytes / SMALLEST).checked_ilog(FAN as u64).map_or(0, |it| it + 1);
    let tiers: Vec<u32> = sizes.iter().map(|bytes| tier(*bytes)).collect();
    let highest = tiers.iter().copied().max()?;
    (0..=highest).find_map(|limit| {
        let begin = tiers.iter().rposition(|tier| *tier > limit).map_or(0, |it| it + 1);
        let many = tiers[begin..].iter().filter(|tier| **tier == limit).count() >= FAN;
        (many && sizes[begin..].iter().sum::<u64>() <= LARGEST).then_some(begin..tiers.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_runs_of_a_size_are_merged_and_the_largest_never() {
        let (small, large) = (10 << 20, LARGEST - 1);
        assert_eq!(plan(&[]), None);
        assert_eq!(plan(&[small; 7]), None);
        assert_eq!(plan(&[small; 8]), Some(0..8));
        let after_large: Vec<u64> = [large].into_iter().chain([small; 9]).collect();
        assert_eq!(plan(&after_large), Some(1..10));
        assert_eq!(plan(&[large; 20]), None);
    }

    #[test]
    fn however_many_are_added_few_are_left_and_each_byte_is_merged_few_times() {
        let (mut sizes, mut moved, mut most) = (Vec::new(), 0, 0);
        for _ in 0..2_000 {
            sizes.push(1 << 20);
            while let Some(which) = plan(&sizes) {
                let sum = sizes[which.clone()].iter().sum();
                moved += sum;
                sizes.splice(which, [sum]);
            }
            most = most.max(sizes.len());
        }
        assert!(most < RUNS_MAX, "{most} runs at once");
        assert!(moved <= (5 * 2_000) << 20, "{moved} bytes were moved");
    }
}
