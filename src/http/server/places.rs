//! The places that connections take: so many in all, and so many of one address, so that no
//! stranger can take them all.
//!
//! An address is the socket's: whom a proxy speaks for is not known before its headers are. So
//! trusted proxies may take any, and so may this machine itself, where a proxy may stand that
//! nobody named.

use std::{
    collections::HashMap,
    fmt,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use ipnet::IpNet;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{
    http::{client::subscriber, metrics::Metrics, options::Options},
    measure::Present,
};

/// The places of a listener.
pub struct ConnectionLimits {
    room: Arc<Semaphore>,
    most: usize,
    /// Most of one address; 0 for as many as there are.
    most_of_one: usize,
    trusted: Vec<IpNet>,
    taken: Arc<Mutex<ByAddress>>,
    metrics: Option<Arc<Metrics>>,
    /// Over how many machines the connections of one address are spread.
    machines: Box<dyn Fn() -> u32 + Send + Sync>,
}

/// How many places each address has taken.
type ByAddress = HashMap<IpAddr, usize>;

/// A place, until it is dropped.
pub struct ConnectionPermit {
    _room: OwnedSemaphorePermit,
    _of_one: Option<AddressPermit>,
    _counted: Option<Present>,
}

/// One of the places of an address.
struct AddressPermit {
    address: IpAddr,
    taken: Arc<Mutex<ByAddress>>,
}

/// Why there is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Full {
    /// So many connections are open.
    All(usize),
    /// So many are of the same address.
    AddressPermit(usize),
}

impl fmt::Display for Full {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(most) => write!(f, "{most} are open"),
            Self::AddressPermit(most) => write!(
                f,
                "{most} are open from its address; if a proxy is there, name it in \
                 trusted-proxies"
            ),
        }
    }
}

impl ConnectionLimits {
    /// As many places as an operator chose.
    pub fn new(options: &Options, metrics: Arc<Metrics>) -> Self {
        let limits = &options.connections;
        Self {
            most_of_one: limits.most_of_one,
            trusted: options.network.trusted_proxies.clone(),
            metrics: Some(metrics),
            ..Self::uncounted(limits.most)
        }
    }

    /// So many places, for whomever, of which no number is kept.
    pub fn uncounted(most: usize) -> Self {
        Self {
            room: Arc::new(Semaphore::new(most)),
            most,
            most_of_one: 0,
            trusted: Vec::new(),
            taken: Arc::default(),
            metrics: None,
            machines: Box::new(|| 1),
        }
    }

    /// The same, of one of so many machines: an address gets its share of each. What there is in all
    /// is this machine's own.
    pub fn among(self, machines: impl Fn() -> u32 + Send + Sync + 'static) -> Self {
        Self { machines: Box::new(machines), ..self }
    }

    /// Takes a place for a connection from an address.
    ///
    /// # Errors
    /// Where there is none.
    pub fn take(&self, peer: IpAddr) -> Result<ConnectionPermit, Full> {
        let taken = self.find(peer.to_canonical());
        if let Some(metrics) = &self.metrics {
            match &taken {
                Ok(_) => metrics.accepted.count(),
                Err(Full::All(_)) => metrics.refused.count(),
                Err(Full::AddressPermit(_)) => metrics.refused_of_one.count(),
            }
        }
        taken
    }

    fn find(&self, peer: IpAddr) -> Result<ConnectionPermit, Full> {
        // Given back where there is no room.
        let of_one = self.of_one(peer)?;
        let room = Arc::clone(&self.room).try_acquire_owned();
        let room = room.map_err(|_| Full::All(self.most))?;
        let counted = self.metrics.as_ref().map(|metrics| metrics.connections.enter());
        Ok(ConnectionPermit { _room: room, _of_one: of_one, _counted: counted })
    }

    fn of_one(&self, peer: IpAddr) -> Result<Option<AddressPermit>, Full> {
        let exempt = peer.is_loopback() || self.trusted.iter().any(|block| block.contains(&peer));
        if self.most_of_one == 0 || exempt {
            return Ok(None);
        }
        let address = subscriber(peer);
        let machines = usize::try_from((self.machines)()).unwrap_or(1).max(1);
        let most = self.most_of_one.div_ceil(machines);
        let mut taken = locked(&self.taken);
        let count = taken.entry(address).or_default();
        if *count >= most {
            return Err(Full::AddressPermit(most));
        }
        *count += 1;
        Ok(Some(AddressPermit { address, taken: Arc::clone(&self.taken) }))
    }
}

impl Drop for AddressPermit {
    fn drop(&mut self) {
        let mut taken = locked(&self.taken);
        if let Some(count) = taken.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.address);
            }
        }
    }
}

// Nothing panics while it holds the lock.
fn locked(taken: &Mutex<ByAddress>) -> MutexGuard<'_, ByAddress> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use jiff::Timestamp;

    use super::*;
    use crate::http::network::block;

    fn places(most: usize, most_of_one: usize, trusted: &str) -> ConnectionLimits {
        let mut options = Options::default();
        options.connections.most = most;
        options.connections.most_of_one = most_of_one;
        options.network.trusted_proxies = vec![block(trusted).unwrap()];
        ConnectionLimits::new(&options, Arc::new(Metrics::new(Timestamp::UNIX_EPOCH)))
    }

    /// How many of ten connections from an address find a place, all of them kept.
    fn found(places: &ConnectionLimits, address: &str) -> (usize, Vec<ConnectionPermit>) {
        let address = address.parse().unwrap();
        let kept: Vec<ConnectionPermit> =
            (0..10).filter_map(|_| places.take(address).ok()).collect();
        (kept.len(), kept)
    }

    #[test]
    fn one_address_takes_no_more_than_its_share() {
        let places = places(12, 3, "10.0.0.0/8");
        let (first, kept) = found(&places, "203.0.113.9");
        assert_eq!(first, 3);
        assert_eq!(found(&places, "::ffff:203.0.113.9").0, 0, "the same address");
        assert_eq!(found(&places, "203.0.113.10").0, 3, "another, and given back");
        drop(kept);
        assert_eq!(found(&places, "203.0.113.9").0, 3, "given back");
        assert!(locked(&places.taken).is_empty(), "nobody is remembered");
    }

    #[test]
    fn each_of_several_machines_gives_an_address_its_share() {
        let machines = Arc::new(AtomicU32::new(3));
        let count = Arc::clone(&machines);
        let places = places(12, 7, "10.0.0.0/8").among(move || count.load(Ordering::Relaxed));
        let (first, kept) = found(&places, "203.0.113.9");
        assert_eq!(first, 3);
        machines.store(1, Ordering::Relaxed);
        assert_eq!(found(&places, "203.0.113.9").0, 4, "the others are gone");
        drop(kept);
    }

    #[test]
    fn of_ipv6_one_subscriber_is_one_address() {
        let places = places(12, 3, "10.0.0.0/8");
        let (_, _kept) = found(&places, "2001:db8::1");
        assert_eq!(found(&places, "2001:db8::2").0, 0);
        assert_eq!(found(&places, "2001:db8:0:1::1").0, 3);
    }

    #[test]
    fn trusted_proxies_and_this_machine_take_as_many_as_there_are() {
        let all = places(7, 3, "10.0.0.0/8");
        for address in ["10.1.2.3", "127.0.0.1", "::1"] {
            assert_eq!(found(&all, address).0, 7, "{address}");
        }
        assert_eq!(found(&places(7, 0, "10.0.0.0/8"), "203.0.113.9").0, 7, "no limit");
    }

    #[test]
    fn each_refusal_is_counted_under_its_reason() {
        let places = places(4, 3, "10.0.0.0/8");
        let (_, _kept) = found(&places, "203.0.113.9");
        let (_, _others) = found(&places, "203.0.113.10");
        let metrics = places.metrics.as_ref().unwrap();
        assert_eq!((metrics.accepted.get(), metrics.connections.get()), (4, 4));
        assert_eq!((metrics.refused_of_one.get(), metrics.refused.get()), (7, 9));
        let taken = locked(&places.taken).values().sum::<usize>();
        assert_eq!(taken, 4, "who found no room holds no share");
    }
}
