//! What an answer rests on: the notes ([`LastWrites`]) of all that was read for it, found or not.
//! While none of them is written, the same is answered. Must not know what an answer is.

use std::sync::Mutex;

/// Notes on which an answer rests at most; one that was read more widely rests on the head.
const MOST: usize = 4_096;

/// What is read for one operation, noted as it is read.
#[derive(Debug, Default)]
pub struct Footprint(Mutex<Noted>);

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
    notes: Option<Box<[u32]>>,
    day: bool,
}

impl Footprint {
    fn with(&self, change: impl FnOnce(&mut Noted)) {
        match self.0.lock() {
            Ok(mut noted) => change(&mut noted),
            // It was left in the middle of a change, which may be lost.
            Err(poisoned) => poisoned.into_inner().head = true,
        }
    }

    /// Notes what was read.
    pub(super) fn note(&self, note: u32) {
        self.with(|noted| {
            if noted.head || noted.notes.last() == Some(&note) {
                return;
            }
            noted.notes.push(note);
            if noted.notes.len() >= 2 * MOST {
                noted.tidy();
                noted.head = noted.notes.len() > MOST;
            }
        });
    }

    /// Notes that anything that is written may make it another.
    pub fn rest_on_head(&self) {
        self.with(|noted| noted.head = true);
    }

    /// Notes that another day may make it another.
    pub fn rest_on_day(&self) {
        self.with(|noted| noted.day = true);
    }

    /// What an answer rests on, for which no more is read.
    #[must_use]
    pub fn basis(&self) -> Basis {
        let mut basis = Basis::head();
        self.with(|noted| {
            basis.day = noted.day;
            if !noted.head {
                noted.tidy();
                basis.notes = Some(noted.notes.as_slice().into());
            }
        });
        basis
    }
}

impl Noted {
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
}
