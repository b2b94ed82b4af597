//! What an answer rests on: the notes ([`LastWrites`]) of all that was read for it, found or not.
//! While none of them is written, the same is answered. Parts of an answer have footprints of their
//! own, which are parts of its. Must not know what an answer is.

use std::sync::{Arc, Mutex};

/// Notes on which an answer rests at most; one that was read more widely rests on the head.
const MOST: usize = 4_096;

/// What is read for one operation, noted as it is read.
#[derive(Debug, Default)]
pub struct Footprint(Mutex<Open>);

/// What is read for the innermost part that is being read, and before it for those around it.
#[derive(Debug, Default)]
struct Open {
    innermost: Noted,
    around: Vec<Noted>,
}

#[derive(Debug, Default)]
struct Noted {
    /// Several times over, until they become too many.
    notes: Vec<u32>,
    head: bool,
    day: bool,
}

/// What a finished answer rests on, beside who asked what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// In order, each once; `None` where it rests on the head.
    notes: Option<Arc<[u32]>>,
    day: bool,
}

impl Footprint {
    fn with<T>(&self, change: impl FnOnce(&mut Open) -> T) -> T {
        match self.0.lock() {
            Ok(mut open) => change(&mut open),
            Err(poisoned) => {
                let mut open = poisoned.into_inner();
                // It was left in the middle of a change, which may be lost.
                open.innermost.head = true;
                change(&mut open)
            }
        }
    }

    /// Notes what was read.
    pub(super) fn note(&self, note: u32) {
        self.with(|open| open.innermost.note(note));
    }

    /// Notes that anything that is written may make it another.
    pub fn rest_on_head(&self) {
        self.with(|open| open.innermost.head = true);
    }

    /// Notes that another day may make it another.
    pub fn rest_on_day(&self) {
        self.with(|open| open.innermost.day = true);
    }

    /// Notes all that something rests on which is taken as it was found before.
    pub fn rest_on(&self, basis: &Basis) {
        self.with(|open| open.innermost.absorb(basis));
    }

    /// Begins a part: what is read from now on is noted for it.
    pub fn begin_part(&self) {
        self.with(|open| {
            let around = std::mem::take(&mut open.innermost);
            open.around.push(around);
        });
    }

    /// Ends the innermost part, and tells what it rests on; so does what is around it.
    pub fn end_part(&self) -> Basis {
        self.with(|open| {
            let around = open.around.pop().unwrap_or_default();
            let basis = std::mem::replace(&mut open.innermost, around).basis();
            open.innermost.absorb(&basis);
            basis
        })
    }

    /// What an answer rests on, for which no more is read.
    #[must_use]
    pub fn basis(&self) -> Basis {
        self.with(|open| open.innermost.basis())
    }
}

impl Noted {
    fn note(&mut self, note: u32) {
        if self.head || self.notes.last() == Some(&note) {
            return;
        }
        self.notes.push(note);
        self.bound();
    }

    fn absorb(&mut self, basis: &Basis) {
        self.day |= basis.day;
        match &basis.notes {
            Some(notes) if !self.head => {
                self.notes.extend_from_slice(notes);
                self.bound();
            }
            Some(_) => {}
            None => self.head = true,
        }
    }

    fn bound(&mut self) {
        if self.notes.len() >= 2 * MOST {
            self.tidy();
            self.head = self.notes.len() > MOST;
        }
    }

    fn basis(&mut self) -> Basis {
        if !self.head {
            self.tidy();
        }
        let notes = (!self.head).then(|| self.notes.as_slice().into());
        Basis { notes, day: self.day }
    }

    fn tidy(&mut self) {
        self.notes.sort_unstable();
        self.notes.dedup();
    }
}

impl Basis {
    /// That of an answer of which nothing is known.
    #[must_use]
    pub const fn head() -> Self {
        Self { notes: None, day: true }
    }

    /// Whether anything that is written may make it another.
    #[must_use]
    pub const fn rests_on_head(&self) -> bool {
        self.notes.is_none()
    }

    /// Whether another day may make it another.
    #[must_use]
    pub const fn rests_on_day(&self) -> bool {
        self.day
    }

    /// The notes; `None` where it rests on the head.
    pub(super) fn notes(&self) -> Option<&[u32]> {
        self.notes.as_deref()
    }

    /// Bytes that it takes up.
    #[must_use]
    pub fn weight(&self) -> u64 {
        self.notes.as_ref().map_or(0, |notes| 4 * notes.len() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_widely_rests_on_the_head() {
        let most = u32::try_from(MOST).unwrap();
        let footprint = Footprint::default();
        (0..3 * most).for_each(|note| footprint.note(note % 1_000));
        assert_eq!(footprint.basis().notes().map(<[u32]>::len), Some(1_000));
        (0..=2 * most).for_each(|note| footprint.note(note));
        assert_eq!(footprint.basis(), Basis { notes: None, day: false });
    }

    #[test]
    fn what_a_part_rests_on_all_around_it_does() {
        let footprint = Footprint::default();
        let told = |basis: &Basis| (basis.notes().map(<[u32]>::to_vec), basis.rests_on_day());
        footprint.note(1);
        footprint.begin_part();
        footprint.note(2);
        footprint.begin_part();
        footprint.note(3);
        footprint.rest_on_day();
        let inner = footprint.end_part();
        footprint.begin_part();
        footprint.rest_on(&inner);
        let again = footprint.end_part();
        assert_eq!(told(&inner), (Some(vec![3]), true));
        assert_eq!(inner, again);
        footprint.note(4);
        assert_eq!(told(&footprint.end_part()), (Some(vec![2, 3, 4]), true));
        footprint.begin_part();
        assert_eq!(told(&footprint.end_part()), (Some(vec![]), false));
        footprint.note(5);
        assert_eq!(told(&footprint.basis()), (Some(vec![1, 2, 3, 4, 5]), true));
        footprint.begin_part();
        footprint.rest_on_head();
        assert!(footprint.end_part().rests_on_head());
        footprint.begin_part();
        assert!(!footprint.end_part().rests_on_head(), "only what is around it does");
        assert!(footprint.basis().rests_on_head());
    }
}
