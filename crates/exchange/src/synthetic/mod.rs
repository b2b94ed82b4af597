//! A made-up registry of any size, as lines: for trying out and for measuring, never for facts.
//!
//! Shaped like the real one: few pairs of provinces do most of what is done, support flows one
//! way more often than both, some of what was due is late, outcomes stand wherever they can on
//! their way to approval. Every title, name and text says that it is made up. The same numbers
//! give the same bytes on every machine: chance comes from PCG (`rand_pcg`), started from the
//! seed anew for each agreement, and nothing is computed in floating point.

mod activity;
mod chance;
mod frame;

use std::io;

use crate::line;
use chance::{Chance, ZipfChoice};
use domain::{Record, link::ByKey};
use registry::Progress;

/// Activities that one agreement has on average.
const PER_AGREEMENT: u64 = 24;
/// Provinces that can be told apart by their numbers.
pub const PROVINCES_MAX: u32 = 10_000;

/// What is to be made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Synthetic {
    /// How many activities.
    pub activities: u64,
    /// How many provinces, from 2 to [`PROVINCES_MAX`].
    pub provinces: u32,
    /// Where chance starts.
    pub seed: u64,
}

impl Synthetic {
    /// Writes all of it, and returns how many records that were.
    ///
    /// # Errors
    /// Where `to` cannot be written.
    pub fn write(
        &self,
        to: &mut impl io::Write,
        on_progress: &mut dyn FnMut(Progress),
    ) -> io::Result<u64> {
        let mut records = 0;
        self.each(&mut |record, done| {
            records += 1;
            if records % 5_000 == 0 {
                on_progress(Progress { task: "generating", done, total: self.activities });
            }
            line::write(&record, to)
        })?;
        Ok(records)
    }

    /// Gives every record, each after those that it points at, and how many activities there are
    /// by then.
    ///
    /// # Errors
    /// Where `give` fails.
    pub fn each(
        &self,
        give: &mut dyn FnMut(Record<ByKey>, u64) -> io::Result<()>,
    ) -> io::Result<()> {
        frame::frame(self, &mut |record| give(record, 0))?;
        let givers = ZipfChoice::new(self.provinces, 0);
        let receivers = ZipfChoice::new(self.provinces, self.provinces / 3 + 1);
        let mut done = 0;
        let mut number = 0;
        while done < self.activities {
            let mut chance = Chance::new(self.seed, number);
            let pair = chance::pair(&mut chance, &givers, &receivers);
            let wanted = 1 + chance.below(2 * PER_AGREEMENT - 1);
            let count = wanted.min(self.activities - done);
            let agreement = frame::agreement(number, pair, &mut chance);
            let fields = frame::fields(&agreement, &mut chance);
            give(agreement.record(), done)?;
            for field in &fields {
                give(field.record(&agreement), done)?;
            }
            for _ in 0..count {
                done += 1;
                let field = &fields[chance.index(fields.len())];
                let made = activity::Maker { synthetic: self, agreement: &agreement, field };
                made.activity(done, &mut chance, &givers, &mut |record| give(record, done))?;
            }
            frame::review(&agreement, count, done, &mut chance, &mut |record| give(record, done))?;
            number += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
