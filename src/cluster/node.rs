//! The thread of a machine's role: it keeps a lease, says what the machine is, claims the role of the
//! writer where nobody has it, takes it from one that is gone, and gives up what all journals have.
//!
//! What it finds out may be outdated when it is told: that only one writes rests on the compared
//! head alone.

use std::{
    io,
    net::{TcpStream, ToSocketAddrs},
    sync::Arc,
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use order::{
    Order, OrderError,
    etcd::{self, Claim, Lease, Shared, Space, Writer},
};
use tokio::sync::watch;

use super::{
    clocks::Clocks,
    member::Etcd,
    part::Part,
    peers::Fetch,
    trim::{self, Plan},
};
use crate::{
    journal::{LEVEL, LEVEL_LEAST},
    registry::{Clock, Follower, Machines, Registry, Standing, SystemClock},
};

/// For how long the lease stands without being kept alive, in seconds.
const LEASE: u32 = 3;
/// How often it is looked who writes.
const LOOK: Duration = Duration::from_millis(250);
/// How often the machine says what it is, and whether the writer takes connections is tried.
const SAY: Duration = Duration::from_millis(500);
/// How often the journal's position is noted, and by the writer how much space is left; and how often
/// groups are given up: where it is short, whenever that is looked at.
const NOTE: Duration = Duration::from_secs(5);
const TRIM: Duration = Duration::from_secs(60);
/// A machine that is further behind does not claim to be the writer.
const CURRENT: Duration = Duration::from_secs(3);
/// How long a connection is waited for.
const CONNECT: Duration = Duration::from_millis(200);
/// How long what waits for the writer is waited for at the end.
const LEAVE: Duration = Duration::from_secs(5);
/// How long a machine whose storage failed does not claim.
const AGAIN: Duration = Duration::from_secs(10);

/// A machine's part in a cluster, before it begins.
pub struct Node {
    shared: Shared,
    me: Writer,
    part: Arc<Part>,
    quota: u64,
}

/// A machine's part in a cluster.
pub struct Running {
    part: Arc<Part>,
    thread: JoinHandle<()>,
}

impl Node {
    /// Prepares the part of a machine, over three connections: one for what its registry follows and
    /// writes, and one for its readers. `fetch` asks other machines. The files of etcd may
    /// have `quota` bytes, where it does not say so itself.
    #[must_use]
    pub fn new(
        me: Writer,
        shared: Shared,
        (for_registry, for_readers): (Shared, Shared),
        fetch: Fetch,
        quota: u64,
    ) -> (Self, Etcd) {
        let part = Arc::new(Part::default());
        let member = Etcd::new(for_registry, for_readers, Arc::clone(&part), fetch);
        (Self { shared, me, part, quota }, member)
    }

    /// Begins, beside a registry that was opened with the member.
    ///
    /// # Errors
    /// Where the system has no thread left.
    pub fn start(
        self,
        follower: Follower,
        standing: watch::Receiver<Standing>,
    ) -> io::Result<Running> {
        let part = Arc::clone(&self.part);
        let Self { shared, me, quota, .. } = self;
        let thread = Thread {
            shared,
            me,
            part: Arc::clone(&part),
            follower,
            standing,
            lease: None,
            claim: None,
            clocks: Clocks::default(),
            codec: None,
            said: None,
            noted: None,
            quota,
            looked: Instant::now(),
            trimmed: Instant::now(),
            not_before: Instant::now(),
            trouble: None,
        };
        let thread =
            thread::Builder::new().name("hoptac-node".to_owned()).spawn(move || thread.run())?;
        Ok(Running { part, thread })
    }
}

impl Running {
    /// Whether the registry fits: waits until it is known to show all that is ordered, or for a
    /// while where nobody can tell.
    ///
    /// # Errors
    /// Why its history is not the cluster's.
    pub fn settle(registry: &Registry, wait: Duration) -> Result<(), String> {
        let until = Instant::now() + wait;
        let Some(standing) = registry.standing() else { return Ok(()) };
        while Instant::now() < until {
            let now = standing.borrow().clone();
            if let (true, Some(why)) = (now.is_cut_off, now.trouble) {
                return Err(why);
            }
            if now.current.is_some() {
                break;
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Hands the role over, once what waits is decided, and is no more a part of the cluster.
    pub fn leave(self) {
        self.part.tell(|told| told.is_leaving = true);
        if self.thread.join().is_err() {
            tracing::error!("the thread of this machine's role panicked");
        }
    }
}

struct Thread {
    shared: Shared,
    me: Writer,
    part: Arc<Part>,
    follower: Follower,
    standing: watch::Receiver<Standing>,
    lease: Option<Lease>,
    claim: Option<Claim>,
    clocks: Clocks,
    codec: Option<u32>,
    said: Option<Instant>,
    noted: Option<Instant>,
    quota: u64,
    /// When it was last looked how much space is left, and when groups were last given up.
    looked: Instant,
    trimmed: Instant,
    /// Before when it does not claim.
    not_before: Instant,
    /// What was told to be wrong.
    trouble: Option<String>,
}

impl Thread {
    fn run(mut self) {
        while !self.part.lock().is_leaving {
            let begun = Instant::now();
            let done = self.turn();
            self.tell(done.err().map(|error| error.to_string()));
            let rest = LOOK.saturating_sub(begun.elapsed());
            self.part.wait(rest, |told| told.is_leaving);
        }
        // What waits is decided first; who is not the writer has nothing to hand over.
        self.part.wait(LEAVE, |told| told.has_left || told.claim.is_none());
        self.part.tell(|told| told.claim = None);
        if let Some(lease) = self.lease.take()
            && let Err(error) = self.shared.give_up(lease)
        {
            tracing::warn!(%error, "The role was not handed over; it ends in {LEASE} seconds");
        }
    }

    /// Tells what is wrong, once.
    fn tell(&mut self, trouble: Option<String>) {
        if self.trouble == trouble {
            return;
        }
        if let Some(trouble) = &trouble {
            tracing::warn!(trouble, "The cluster is out of reach: {trouble}");
        } else {
            tracing::info!("The cluster is in reach");
        }
        self.trouble = trouble;
    }

    fn turn(&mut self) -> Result<(), OrderError> {
        if self.part.lock().has_left {
            // Its storage failed: another machine is to write.
            self.part.tell(|told| told.has_left = false);
            self.not_before = Instant::now() + AGAIN;
            self.claim = None;
            if let Some(lease) = self.lease.take() {
                self.shared.give_up(lease)?;
            }
        }
        if self.lease.as_ref().is_none_or(|lease| !lease.is_alive()) {
            self.stand_down(None);
            (self.lease, self.said) = (Some(self.take_lease()?), None);
        }
        let is_due = self.said.is_none_or(|said| said.elapsed() >= SAY);
        let said = if is_due { self.say() } else { Ok(()) };
        if self.claim.is_some()
            && let Some(off) = self.clocks.is_off()
        {
            tracing::warn!(
                off,
                "This machine does not write any more: its clock is {off} ms behind the others'; set \
                 it right"
            );
            self.stand_down(None);
            return self.lease.take().map_or(Ok(()), |lease| self.shared.give_up(lease));
        }
        // Where there is no space, it is made all the same, by whoever writes.
        let space = |done: Result<(), OrderError>| match done {
            Err(OrderError::Full) => Ok(true),
            done => done.map(|()| false),
        };
        let is_full = space(said)?;
        self.look(is_due)?;
        let is_full = space(self.note())? || is_full;
        if self.claim.is_some() {
            self.trim(is_full)?;
        }
        if is_full { Err(OrderError::Full) } else { Ok(()) }
    }

    /// A new lease. Where there is no space for it, some is made: perhaps nobody writes who does.
    fn take_lease(&mut self) -> Result<Lease, OrderError> {
        match self.shared.lease(LEASE) {
            Err(OrderError::Full) => {
                self.trim(true)?;
                Err(OrderError::Full)
            }
            lease => lease,
        }
    }

    /// Says what this machine is, and hears what the others are.
    fn say(&mut self) -> Result<(), OrderError> {
        let Some(lease) = &self.lease else { return Ok(()) };
        let now = SystemClock.now().as_millisecond();
        let Writer { node, url } = self.me.clone();
        let me = etcd::Node { node, url, seq: self.follower.seq(), level: LEVEL, clock: now };
        self.shared.announce(&me, lease)?;
        self.codec = self.shared.codec()?;
        let nodes = self.shared.nodes()?;
        let others = nodes.iter().filter(|node| node.node != self.me.node);
        self.clocks.hear(others, (Instant::now(), SystemClock.now().as_millisecond()));
        let count = |all: usize| u32::try_from(all).unwrap_or(u32::MAX);
        let machines = Machines {
            here: count(nodes.len()).max(1),
            dropped: count(self.shared.dropped()?.len()),
            level: self.codec.unwrap_or(LEVEL).min(LEVEL),
        };
        self.part.tell(|told| told.machines = machines);
        self.said = Some(Instant::now());
        Ok(())
    }

    /// Finds out who writes, and claims to do so where nobody does.
    fn look(&mut self, tries: bool) -> Result<(), OrderError> {
        match self.shared.writer()? {
            Some((writer, claim)) if writer == self.me && self.claim == Some(claim) => Ok(()),
            // It was this machine, before it was started again.
            Some((writer, claim)) if writer.node == self.me.node => self.claim(Some(claim)),
            Some((writer, claim)) => {
                self.stand_down(Some(writer.url.clone()));
                if tries && refuses(&writer.url) { self.claim(Some(claim)) } else { Ok(()) }
            }
            None => {
                self.stand_down(None);
                self.claim(None)
            }
        }
    }

    fn stand_down(&mut self, url: Option<String>) {
        self.claim = None;
        self.part.tell(|told| (told.claim, told.url) = (None, url));
    }

    fn claim(&mut self, instead: Option<Claim>) -> Result<(), OrderError> {
        let may = self.lease.is_some() && self.may_claim();
        let Some(lease) = self.lease.as_ref().filter(|_| may) else { return Ok(()) };
        let (writer, claim) = self.shared.claim(&self.me, lease, instead)?;
        if !self.shared.is_writer() {
            self.stand_down(Some(writer.url));
            return Ok(());
        }
        tracing::info!(seq = self.follower.seq(), "This machine is the writer");
        self.claim = Some(claim);
        self.part.tell(|told| (told.claim, told.url) = (Some(claim), None));
        Ok(())
    }

    fn may_claim(&mut self) -> bool {
        let standing = self.standing.borrow();
        let is_current = standing.current.is_some_and(|current| current.elapsed() < CURRENT);
        let now = Instant::now();
        let is_early =
            now < self.not_before || self.clocks.are_unknown() || self.clocks.yields(now);
        if standing.is_cut_off || !is_current || is_early {
            return false;
        }
        if let Some(off) = self.clocks.is_off() {
            tracing::warn!(
                off,
                "This machine does not write: its clock is {off} ms behind the others'; set it right"
            );
            return false;
        }
        // Whoever writes another form than the others read would cut them off.
        self.codec.is_none_or(|codec| (LEVEL_LEAST..=LEVEL).contains(&codec))
    }

    /// Notes up to where this machine's journal is safe.
    fn note(&mut self) -> Result<(), OrderError> {
        if self.noted.is_none_or(|noted| noted.elapsed() >= NOTE) {
            let durable = self.standing.borrow().durable;
            self.shared.set_durable(&self.me.node, durable)?;
            self.noted = Some(Instant::now());
        }
        Ok(())
    }

    /// Gives up what is not to be kept, and gives the space of that back where there is none left.
    fn trim(&mut self, is_full: bool) -> Result<(), OrderError> {
        if self.looked.elapsed() < NOTE {
            return Ok(());
        }
        self.looked = Instant::now();
        let space = self.shared.space();
        let has_alarm = is_full || space.iter().any(|member| !member.errors.is_empty());
        let is_short = has_alarm || space.iter().any(|member| member.is_short(self.quota));
        if !is_short && self.trimmed.elapsed() < TRIM {
            return Ok(());
        }
        self.trimmed = Instant::now();
        let here = self.shared.nodes()?;
        let Plan { mut below, dropped } = trim::plan(self.shared.durables()?, &here, is_short);
        for (node, seq) in dropped {
            match self.shared.drop_silent(&node, seq) {
                Ok(true) => tracing::warn!(
                    node,
                    seq,
                    "Nothing after command {seq} is kept for {node} any more: half of etcd's space is \
                     in use, and it is not there. When it comes back, it takes over from another \
                     machine what it lacks"
                ),
                // It is there again, or there is no space to note that: what it lacks is kept.
                Ok(false) | Err(OrderError::Full) => below = below.min(seq),
                Err(error) => return Err(error),
            }
        }
        self.shared.trim(below)?;
        // A member that gives space back answers nothing meanwhile: not for little.
        if has_alarm && space.iter().any(has_much_to_give) {
            self.shared.give_space_back()?;
        }
        Ok(())
    }
}

/// Whether a tenth of the file of a member is not in use.
fn has_much_to_give(member: &Space) -> bool {
    member
        .status
        .as_ref()
        .is_ok_and(|status| status.file.saturating_sub(status.used) > status.file / 10)
}

/// Whether nobody takes connections where a machine did: its program is gone, the machine is not.
fn refuses(url: &str) -> bool {
    let Some(address) = url.strip_prefix("http://") else { return false };
    let Ok(mut addresses) = address.to_socket_addrs() else { return false };
    let Some(address) = addresses.next() else { return false };
    let tried = TcpStream::connect_timeout(&address, CONNECT);
    tried.is_err_and(|error| error.kind() == io::ErrorKind::ConnectionRefused)
}
