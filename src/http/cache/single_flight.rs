//! Single flight: of those who ask the same at the same moment, one (the leader) computes the
//! answer, and the others (the followers) wait for it.

use std::hash::Hash;

use quick_cache::sync::Cache;

/// What is being computed, by what is asked.
///
/// A cache without room does all of it: it tells who leads, has followers wait, lets one of them
/// lead where the leader is dropped, and keeps nothing.
pub struct SingleFlight<K, T>(Cache<K, T>);

impl<K: Hash + Eq + Clone, T: Clone> SingleFlight<K, T> {
    /// Nothing under way.
    pub fn new() -> Self {
        Self(Cache::new(0))
    }

    /// What the leader computes, who may be the caller.
    ///
    /// # Errors
    /// The leader's own, which are for no follower: one of them leads next.
    pub async fn join<E>(&self, key: &K, lead: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        self.0.get_or_insert_async(key, lead).await
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use futures_util::{FutureExt, future::join_all};
    use tokio::sync::oneshot;

    use super::*;

    type Numbers = SingleFlight<u8, u32>;

    /// Leads, or says that it would have.
    async fn follow(flights: &Numbers, key: u8) -> Result<u32, &'static str> {
        flights.join(&key, ready(Err("leads"))).await
    }

    #[tokio::test]
    async fn one_computes_and_all_are_answered() {
        let flights = Numbers::new();
        let (land, landed) = oneshot::channel();
        let mut leader = Box::pin(flights.join(&1, async { landed.await.map_err(|_| "dropped") }));
        assert_eq!((&mut leader).now_or_never(), None);
        let mut followers = Box::pin(join_all((0..3).map(|_| follow(&flights, 1))));
        assert_eq!((&mut followers).now_or_never(), None);
        assert_eq!(follow(&flights, 2).await, Err("leads"));
        land.send(7).unwrap();
        assert_eq!(leader.await, Ok(7));
        assert_eq!(followers.await, [Ok(7); 3]);
        assert_eq!(follow(&flights, 1).await, Err("leads"), "what was computed is not kept");
        assert_eq!(flights.0.len(), 0);
    }

    #[tokio::test]
    async fn where_the_leader_gives_up_a_follower_leads() {
        let flights = Numbers::new();
        let mut leader = Box::pin(flights.join(&1, pending::<Result<u32, ()>>()));
        assert_eq!((&mut leader).now_or_never(), None);
        let mut followers =
            Box::pin(join_all((0..3).map(|at| flights.join(&1, ready(Ok::<_, ()>(at))))));
        assert_eq!((&mut followers).now_or_never(), None);
        drop(leader);
        let told = followers.await;
        assert!(told[0].is_ok() && told.iter().all(|it| *it == told[0]), "{told:?}");
    }

    #[tokio::test]
    async fn the_error_of_a_leader_is_its_own() {
        let flights = Numbers::new();
        let (fail, failed) = oneshot::channel();
        let mut leader = Box::pin(flights.join(&1, async { failed.await.unwrap() }));
        assert_eq!((&mut leader).now_or_never(), None);
        let mut follower = Box::pin(flights.join(&1, ready(Ok("led".len().try_into().unwrap()))));
        assert_eq!((&mut follower).now_or_never(), None);
        fail.send(Err("too poor")).unwrap();
        assert_eq!(leader.await, Err("too poor"));
        assert_eq!(follower.await, Ok::<_, &str>(3));
    }
}
