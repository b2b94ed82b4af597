//! Work on many files at once.

use std::{
    num::NonZero,
    sync::atomic::{AtomicUsize, Ordering},
};

use super::StoreError;

/// What each gives, in no order, worked out on all processors.
pub fn in_parallel<T: Sync, R: Send>(
    all: &[T],
    work: impl Fn(&T) -> Result<R, StoreError> + Sync,
) -> Result<Vec<R>, StoreError> {
    let next = AtomicUsize::new(0);
    let some = || -> Result<Vec<R>, StoreError> {
        let mut done = Vec::new();
        while let Some(one) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push(work(one)?);
        }
        Ok(done)
    };
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get).min(all.len());
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(some)).collect();
        let mut done = some()?;
        for other in others {
            let found = other.join().map_err(|_| StoreError::corrupt("hashing panicked"))?;
            done.extend(found?);
        }
        Ok(done)
    })
}
