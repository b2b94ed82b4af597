//! Days of many records at once, told by the sets of their bits.

use jiff::civil::Date;
use roaring::RoaringBitmap;

use super::{
    Lists,
    facet::{Column, DAY_BITS, Facet},
};
use crate::keys;
use domain::Noun;

/// The days of a column, of the records of one piece.
pub(super) struct Days<'a> {
    known: Option<&'a RoaringBitmap>,
    /// From the lowest bit.
    bits: [Option<&'a RoaringBitmap>; DAY_BITS as usize],
}

/// Records by how their day compares with another.
#[derive(Default)]
pub(super) struct Compared {
    pub before: RoaringBitmap,
    pub on: RoaringBitmap,
    pub after: RoaringBitmap,
}

impl<'a> Days<'a> {
    pub fn of(lists: &'a Lists, noun: Noun, column: Column, piece: u64) -> Self {
        let mut bits = [None; DAY_BITS as usize];
        for (bit, set) in (0..DAY_BITS).zip(&mut bits) {
            *set = lists.piece(noun, Facet::day_bit(column, bit), piece);
        }
        Self { known: lists.piece(noun, Facet::day_known(column), piece), bits }
    }

    /// Those of a set whose day is known, and those whose day is not.
    pub fn part(&self, of: &RoaringBitmap) -> (RoaringBitmap, RoaringBitmap) {
        match self.known {
            Some(known) => (of & known, of - known),
            None => (RoaringBitmap::new(), of.clone()),
        }
    }

    /// Compares the days of a set, as far as they are known.
    pub fn compare(&self, set: &RoaringBitmap, day: Date) -> Compared {
        let number = keys::day_number(day);
        let mut compared = Compared { on: self.part(set).0, ..Compared::default() };
        for (bit, ones) in self.bits.iter().enumerate().rev() {
            if compared.on.is_empty() {
                break;
            }
            let (ones, zeros) = parted(&compared.on, *ones);
            if number >> bit & 1 == 1 {
                compared.before |= zeros;
                compared.on = ones;
            } else {
                compared.after |= ones;
                compared.on = zeros;
            }
        }
        compared
    }

    /// All whose day comes before this one. From the lowest bit: each changes one set in place.
    pub fn before(&self, day: Date) -> RoaringBitmap {
        let Some(known) = self.known else { return RoaringBitmap::new() };
        // Those not before it, by the bits so far.
        let mut rest = known.clone();
        self.follow(keys::day_number(day), &mut rest);
        known - rest
    }

    /// All whose day comes after this one.
    pub fn after(&self, day: Date) -> RoaringBitmap {
        let Some(known) = self.known else { return RoaringBitmap::new() };
        let number = keys::day_number(day);
        let mut after = RoaringBitmap::new();
        self.follow(number, &mut after);
        debug_assert!(after.is_subset(known));
        after
    }

    /// Goes on from those that compare so where no bit is looked at to those that do by all bits: a
    /// bit that the number lacks adds all that have it, and one that it has takes away all that lack
    /// it.
    fn follow(&self, number: u32, set: &mut RoaringBitmap) {
        for (bit, ones) in self.bits.iter().enumerate() {
            match (number >> bit & 1 == 1, ones) {
                (true, Some(ones)) => *set &= *ones,
                (true, None) => set.clear(),
                (false, Some(ones)) => *set |= *ones,
                (false, None) => {}
            }
        }
    }

    /// The first of a set by day and then by place, so many of them: those whose day is not known
    /// come last. From the end where `from_end`. Not in order among themselves.
    pub fn first(&self, set: &RoaringBitmap, many: u64, from_end: bool) -> RoaringBitmap {
        if set.len() <= many {
            return set.clone();
        }
        let (known, unknown) = self.part(set);
        let (mut open, rest) = if from_end { (unknown, known) } else { (known, unknown) };
        let mut sure = RoaringBitmap::new();
        if open.len() < many {
            sure = std::mem::replace(&mut open, rest);
        }
        // Only what has days is told apart by them.
        for ones in self.bits.iter().rev() {
            let (ones, zeros) = parted(&open, *ones);
            let (sooner, later) = if from_end { (ones, zeros) } else { (zeros, ones) };
            if sure.len() + sooner.len() >= many {
                open = sooner;
            } else {
                sure |= sooner;
                open = later;
            }
        }
        // These share their day.
        let wanted = usize::try_from(many - sure.len()).unwrap_or(usize::MAX);
        if from_end {
            sure.extend(open.iter().rev().take(wanted));
        } else {
            sure.extend(open.iter().take(wanted));
        }
        sure
    }

    /// The day of one record.
    pub fn day(&self, place: u32) -> Option<Date> {
        let has = |set: Option<&RoaringBitmap>| set.is_some_and(|set| set.contains(place));
        if !has(self.known) {
            return None;
        }
        let number =
            self.bits.iter().rev().fold(0, |number, set| number << 1 | u32::from(has(*set)));
        keys::date(number)
    }
}

/// Those of a set that are in another, and those that are not.
fn parted(set: &RoaringBitmap, by: Option<&RoaringBitmap>) -> (RoaringBitmap, RoaringBitmap) {
    by.map_or_else(|| (RoaringBitmap::new(), set.clone()), |by| (set & by, set - by))
}
