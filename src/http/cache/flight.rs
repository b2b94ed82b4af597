//! Answers under way: who asks what is being computed waits for it instead of computing it again.

use std::{
    collections::{HashMap, hash_map::Entry},
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;

/// What is under way, by what is asked.
pub struct Flights<K, T>(Arc<Mutex<HashMap<K, watch::Receiver<Option<T>>>>>);

/// How one takes part.
pub enum Seat<K: Hash + Eq, T> {
    /// By computing it.
    Pilot(Pilot<K, T>),
    /// By waiting for it.
    Passenger(Passenger<T>),
}

/// Computes an answer for all who wait. Where it is dropped without, one of them takes over.
pub struct Pilot<K: Hash + Eq, T> {
    key: Option<K>,
    flights: Arc<Mutex<HashMap<K, watch::Receiver<Option<T>>>>>,
    sender: watch::Sender<Option<T>>,
}

/// Waits for an answer.
pub struct Passenger<T>(watch::Receiver<Option<T>>);

impl<K: Hash + Eq + Clone, T: Clone> Flights<K, T> {
    /// Nothing under way.
    pub fn new() -> Self {
        Self(Arc::default())
    }

    /// Takes part in what is asked.
    pub fn board(&self, key: K) -> Seat<K, T> {
        match locked(&self.0).entry(key) {
            Entry::Occupied(entry) => Seat::Passenger(Passenger(entry.get().clone())),
            Entry::Vacant(entry) => {
                let (sender, receiver) = watch::channel(None);
                let key = Some(entry.key().clone());
                entry.insert(receiver);
                Seat::Pilot(Pilot { key, flights: Arc::clone(&self.0), sender })
            }
        }
    }
}

impl<K: Hash + Eq, T> Pilot<K, T> {
    /// Gives the answer to all who wait; who asks from now on begins anew.
    pub fn land(mut self, answer: T) {
        self.leave();
        self.sender.send_replace(Some(answer));
    }

    fn leave(&mut self) {
        if let Some(key) = self.key.take() {
            locked(&self.flights).remove(&key);
        }
    }
}

impl<K: Hash + Eq, T> Drop for Pilot<K, T> {
    fn drop(&mut self) {
        self.leave();
    }
}

impl<T: Clone> Passenger<T> {
    /// The answer; `None` where whoever computed it gave up.
    pub async fn wait(mut self) -> Option<T> {
        self.0.wait_for(Option::is_some).await.ok()?.clone()
    }
}

// Nothing panics while it holds the lock.
fn locked<T>(flights: &Mutex<T>) -> MutexGuard<'_, T> {
    flights.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_computes_and_all_are_answered() {
        let flights = Flights::<u8, u32>::new();
        let Seat::Pilot(pilot) = flights.board(1) else { panic!("somebody computes already") };
        let waiting: Vec<_> = (0..3)
            .map(|_| match flights.board(1) {
                Seat::Passenger(it) => tokio::spawn(it.wait()),
                Seat::Pilot(_) => panic!("two compute"),
            })
            .collect();
        assert!(matches!(flights.board(2), Seat::Pilot(_)));
        pilot.land(7);
        for it in waiting {
            assert_eq!(it.await.unwrap(), Some(7));
        }
        assert!(matches!(flights.board(1), Seat::Pilot(_)), "what has landed is not joined");
    }

    #[tokio::test]
    async fn who_gives_up_is_told_of() {
        let flights = Flights::<u8, u32>::new();
        let Seat::Pilot(pilot) = flights.board(1) else { panic!("somebody computes already") };
        let Seat::Passenger(waiting) = flights.board(1) else { panic!("two compute") };
        drop(pilot);
        assert_eq!(waiting.wait().await, None);
        assert!(matches!(flights.board(1), Seat::Pilot(_)));
    }
}
