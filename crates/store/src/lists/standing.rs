//! Which agreements have a status on a day: found bit by bit once, and kept with the sets that it was
//! found in until an agreement is written.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;
use roaring::RoaringBitmap;

use super::{
    Lists,
    days::Days,
    facet::{Column, Facet},
};
use domain::{AgreementStatus, Noun, Turn};

/// Statuses on days that are kept: those asked last.
const KEPT: usize = 16;

/// The set of each piece, in order.
type Sets = Arc<[RoaringBitmap]>;

/// What was found so far.
#[derive(Default)]
pub(super) struct StandingFound(Mutex<Vec<(AgreementStatus, Date, Sets)>>);

impl StandingFound {
    // Nothing panics while it holds the lock.
    fn kept(&self) -> MutexGuard<'_, Vec<(AgreementStatus, Date, Sets)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, status: AgreementStatus, day: Date) -> Option<Sets> {
        let kept = self.kept();
        let found = kept.iter().find(|(of, on, _)| (*of, *on) == (status, day));
        found.map(|(.., sets)| Arc::clone(sets))
    }

    fn put(&self, status: AgreementStatus, day: Date, sets: &Sets) {
        let mut kept = self.kept();
        if kept.len() == KEPT {
            kept.remove(0);
        }
        kept.push((status, day, Arc::clone(sets)));
    }
}

impl Lists {
    /// The agreements that have a status on a day, by piece.
    pub(super) fn standing(&self, status: AgreementStatus, day: Date) -> Sets {
        if let Some(found) = self.standing.get(status, day) {
            return found;
        }
        let pieces = self.pieces(Noun::Agreement);
        let found: Sets = pieces.map(|piece| self.standing_in(piece, status, day)).collect();
        self.standing.put(status, day, &found);
        found
    }

    fn standing_in(&self, piece: u64, status: AgreementStatus, day: Date) -> RoaringBitmap {
        let all = self.piece(Noun::Agreement, Facet::ALL, piece);
        let mut found = all.cloned().unwrap_or_default();
        let (reached, open) = status.turns();
        for turn in reached {
            found = self.reached(*turn, piece, &found, day);
        }
        for turn in open {
            found -= self.reached(*turn, piece, &found, day);
        }
        found
    }

    /// Those of a set that have reached a turn by a day.
    fn reached(&self, turn: Turn, piece: u64, of: &RoaringBitmap, day: Date) -> RoaringBitmap {
        let days = Days::of(self, Noun::Agreement, Column::of(turn), piece);
        days.part(of).0 - days.after(day)
    }
}
