//! Places for what is computed at the same time, and who takes the next: each caller takes turns
//! within a line of their own, and has no more places than a share, so that whoever asks for much
//! waits for themselves.
//!
//! Must not know what is computed.

use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use messages::message;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{
    budget::Payer,
    error::{ErrorCode, HttpError},
};

/// Operations of which each core computes some at the same time: while one waits for the disk,
/// others go on.
const OF_CORE: usize = 4;
/// Most operations of one caller that wait for a place.
const WAITING_MOST: usize = 512;

/// The places, and the lines of those who wait for one.
#[derive(Debug)]
pub struct Lines {
    places: Arc<Semaphore>,
    /// Places of one caller at a time: as many as there are cores, so that a quarter of all places
    /// is the most that any takes.
    share: usize,
    of: Mutex<HashMap<Payer, Line>>,
}

/// A caller's line.
#[derive(Debug)]
struct Line {
    turns: Arc<Semaphore>,
    /// Who is in it, with a place or without.
    long: usize,
}

/// A place, until it is dropped.
#[derive(Debug)]
pub struct Place {
    _taken: Option<OwnedSemaphorePermit>,
    _turn: Option<OwnedSemaphorePermit>,
    _stand: Stand,
}

/// A stand in a line.
#[derive(Debug)]
struct Stand {
    lines: Arc<Lines>,
    payer: Payer,
}

impl Lines {
    /// The places of a machine with so many cores.
    pub fn new(cores: usize) -> Self {
        let places = Arc::new(Semaphore::new(OF_CORE * cores));
        Self { places, share: cores, of: Mutex::default() }
    }

    /// Waits for a place for somebody.
    ///
    /// # Errors
    /// Where too many of theirs wait.
    pub async fn place(self: &Arc<Self>, payer: Payer) -> Result<Place, HttpError> {
        let (stand, turns) = self.stand(payer)?;
        // Their own turn first: who has none takes no place from others.
        let turn = turns.acquire_owned().await.ok();
        let place = Arc::clone(&self.places).acquire_owned().await.ok();
        Ok(Place { _taken: place, _turn: turn, _stand: stand })
    }

    fn stand(self: &Arc<Self>, payer: Payer) -> Result<(Stand, Arc<Semaphore>), HttpError> {
        let mut lines = self.lines();
        let line = lines
            .entry(payer.clone())
            .or_insert_with(|| Line { turns: Arc::new(Semaphore::new(self.share)), long: 0 });
        if line.long >= WAITING_MOST {
            let message = message!(
                "{WAITING_MOST} operations of yours wait to be computed; wait for their answers"
            );
            return Err(
                HttpError::new(ErrorCode::RateLimited, message).with_retry_after(NonZeroU32::MIN)
            );
        }
        line.long += 1;
        let turns = Arc::clone(&line.turns);
        drop(lines);
        Ok((Stand { lines: Arc::clone(self), payer }, turns))
    }

    // Nothing panics while it holds the lock.
    fn lines(&self) -> MutexGuard<'_, HashMap<Payer, Line>> {
        self.of.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        let mut lines = self.lines.lines();
        if let Some(line) = lines.get_mut(&self.payer) {
            line.long -= 1;
            if line.long == 0 {
                lines.remove(&self.payer);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn payer(name: &str) -> Payer {
        Payer::Token(name.to_owned())
    }

    #[tokio::test]
    async fn one_caller_takes_their_share_and_others_are_served_at_once() {
        let lines = Arc::new(Lines::new(2));
        let mut taken = Vec::new();
        let mut waiting = Vec::new();
        for _ in 0..WAITING_MOST {
            let mut place = Box::pin(lines.place(payer("greedy")));
            match place.as_mut().now_or_never() {
                Some(place) => taken.push(place.unwrap()),
                None => waiting.push(place),
            }
        }
        assert_eq!((taken.len(), waiting.len()), (2, WAITING_MOST - 2));
        let refused = lines.place(payer("greedy")).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::RateLimited);
        let honest = lines.place(payer("honest")).now_or_never().expect("at once").unwrap();
        taken.pop();
        let next = waiting.iter_mut().filter_map(|it| it.as_mut().now_or_never());
        let next: Vec<_> = next.collect();
        assert_eq!(next.len(), 1, "the next of the line comes when one is done");
        drop((honest, taken, next, waiting));
        assert!(lines.lines().is_empty(), "nobody is remembered");
        assert_eq!(lines.places.available_permits(), 8);
    }
}
