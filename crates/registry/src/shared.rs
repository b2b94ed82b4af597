//! The part that the thread that writes takes in an order that several machines share: it follows
//! what others decide, or decides itself and has each group ordered before it is written here.
//!
//! What the journal has was ordered: so it is never ahead of the order, and a journal that is has
//! another history. Must not know who is to be the writer: that its [`Member`] says.

use std::time::{Duration, Instant};

use tokio::sync::{oneshot, watch};

use super::{
    SubmitError,
    member::{Machines, Member, Role, Standing, Writes},
    queue::{Answer, Appended, PendingAnswer, Queue, QueuedCommand},
    refusal::{Ordered, Refusal, other_history, same_history},
    sync::Syncing,
    writer::Writer,
};
use journal::{Body, Entry, Group, JournalError, LEVEL, LogError};
use order::{OrderError, Proposal};

/// How long it is waited for groups, or commands, before the role is asked again.
const TURN: Duration = Duration::from_millis(100);
/// How often it is asked where the order stands.
const PROVE: Duration = Duration::from_millis(500);
/// How long is waited after a failure.
const PAUSE: Duration = Duration::from_millis(200);
/// Bytes of groups that are read at once.
const READ: usize = 8 << 20;
/// Records that are shown at once.
const SHOWN: usize = 4_000;

/// The order, and what is known of it.
pub(super) struct Shared {
    member: Box<dyn Member>,
    standing: watch::Sender<Standing>,
    /// Whether all that is ordered is here, as a writer must know.
    is_sure: bool,
    /// When the order was last asked where it stands, and what it said.
    asked: Option<(Instant, u64)>,
    /// Syncs what was taken.
    pub syncing: Option<Syncing>,
    /// The form that entries are written in.
    pub level: u32,
}

impl Shared {
    pub fn new(member: Box<dyn Member>, standing: watch::Sender<Standing>) -> Self {
        let level = Machines::default().level;
        Self { member, standing, is_sure: false, asked: None, syncing: None, level }
    }

    fn tell(&self, change: impl FnOnce(&mut Standing)) {
        self.standing.send_modify(change);
    }

    /// Tells who writes, where that is new.
    fn tell_writer(&self, writes: &Writes) {
        self.standing.send_if_modified(|standing| {
            let is_new = standing.writes != *writes;
            if is_new {
                standing.writes.clone_from(writes);
            }
            is_new
        });
    }

    /// Tells who takes part, which nobody is to be woken for.
    fn tell_machines(&mut self) {
        let machines = self.member.machines();
        self.level = machines.level;
        self.standing.send_if_modified(|standing| {
            standing.machines = machines;
            false
        });
    }

    fn tell_refused(&self, refusal: &Refusal) {
        let (why, is_cut_off) = match refusal {
            Refusal::Passing(why) => (why, false),
            Refusal::Full => (&OrderError::Full.to_string(), false),
            Refusal::CutOff(why) => (why, true),
        };
        let is_new = self.standing.borrow().trouble.as_ref() != Some(why);
        if is_new {
            tracing::warn!(why, is_cut_off, "The order is not followed: {why}");
        }
        self.tell(|standing| {
            standing.trouble = Some(why.clone());
            standing.is_full = matches!(refusal, Refusal::Full);
            standing.is_cut_off |= is_cut_off;
            standing.failures += 1;
            if is_cut_off {
                standing.writes = Writes::Nobody;
            }
        });
    }

    fn tell_well(&self) {
        self.standing.send_if_modified(|standing| {
            standing.is_full = false;
            standing.trouble.take().is_some()
        });
    }

    fn is_cut_off(&self) -> bool {
        self.standing.borrow().is_cut_off
    }
}

impl Writer {
    /// Follows or decides, as the member says, until nobody sends commands any more.
    pub fn take_part(&mut self, queue: &mut Queue) {
        while !queue.has_ended() {
            let Some(shared) = &mut self.shared else { return };
            shared.tell_machines();
            let role = match shared.member.role() {
                _ if shared.is_cut_off() => Role::Follower(None),
                // Whose storage failed cannot write, nor who has no room.
                Role::Writer if self.shower.fault.get().is_some() || self.lacks_room() => {
                    Role::Leaving
                }
                role => role,
            };
            let done = match role {
                Role::Writer => self.lead(queue),
                Role::Leaving => {
                    self.leave(queue);
                    Ok(())
                }
                Role::Follower(url) => self.follow(url.as_deref(), queue),
            };
            if let (Err(refusal), Some(shared)) = (done, &self.shared) {
                shared.tell_refused(&refusal);
                self.refuse(queue, PAUSE);
            }
        }
    }

    /// Decides what waits, once all that is ordered is here.
    fn lead(&mut self, queue: &mut Queue) -> Result<(), Refusal> {
        match self.prove() {
            // What is decided is ordered, or is not.
            Ok(()) | Err(Refusal::Passing(_) | Refusal::Full) => {}
            Err(cut_off) => return Err(cut_off),
        }
        let is_sure = self.shared.as_ref().is_some_and(|it| it.is_sure);
        if !is_sure && !self.catch_up()? {
            return Ok(());
        }
        if let Some(shared) = &self.shared {
            shared.tell_well();
            shared.tell_writer(&Writes::Here);
        }
        if let Some(first) = queue.next_within(TURN) {
            self.serve(first, queue);
        }
        Ok(())
    }

    fn lacks_room(&self) -> bool {
        self.around.room.lacks(0).is_some()
    }

    /// Decides what waits, and lets others write.
    fn leave(&mut self, queue: &mut Queue) {
        if self.shared.as_ref().is_some_and(|it| it.is_sure) && !self.lacks_room() {
            while let Some(first) = queue.waiting() {
                self.serve(first, queue);
            }
        }
        self.behind.wait();
        if let Some(shared) = &mut self.shared {
            shared.is_sure = false;
            shared.tell_writer(&Writes::Nobody);
            shared.member.left();
        }
    }

    /// Takes what others decided; commands are sent away.
    fn follow(&mut self, url: Option<&str>, queue: &mut Queue) -> Result<(), Refusal> {
        let Some(shared) = &mut self.shared else { return Ok(()) };
        shared.is_sure = false;
        let url = url.map(str::to_owned);
        shared.tell_writer(&url.clone().map_or(Writes::Nobody, Writes::Elsewhere));
        if shared.is_cut_off() || self.shower.fault.get().is_some() {
            self.refuse(queue, TURN);
            return Ok(());
        }
        while let Some(QueuedCommand { answer, .. }) = queue.waiting() {
            let _ = answer.send(Err(SubmitError::NotWriter(url.clone())));
        }
        let after = self.journal.head().seq;
        let followed = shared.member.follow(after, TURN);
        if matches!(followed, Err(OrderError::Trimmed { .. })) {
            // How much is missing is known all the same.
            self.prove()?;
        }
        self.take_ordered(followed)?;
        self.prove()?;
        if let Some(shared) = &self.shared {
            shared.tell_well();
        }
        Ok(())
    }

    /// Takes all that is ordered; returns whether it is all for sure.
    fn catch_up(&mut self) -> Result<bool, Refusal> {
        let Some(shared) = &mut self.shared else { return Ok(true) };
        let head = shared.member.head()?;
        let own = self.journal.head();
        if head == own {
            self.behind.wait();
            shared.is_sure = true;
            return Ok(true);
        }
        same_history(own, head)?;
        let read = shared.member.read(own.seq, READ);
        self.take_ordered(read)?;
        Ok(false)
    }

    /// Asks now and then where the order stands, and notes since when all of it is shown.
    fn prove(&mut self) -> Result<(), Refusal> {
        let Some(shared) = &mut self.shared else { return Ok(()) };
        if shared.asked.is_none_or(|(asked, _)| asked.elapsed() >= PROVE) {
            let now = Instant::now();
            let (head, own) = (shared.member.head()?, self.journal.head());
            same_history(own, head)?;
            shared.is_sure &= head == own;
            shared.asked = Some((now, head.seq));
        }
        let shown = self.shower.announce.borrow().head.seq;
        let durable = self.journal.syncer().durable();
        if let Some((asked, seq)) = shared.asked {
            shared.standing.send_if_modified(|standing| {
                let is_current = shown >= seq;
                standing.ordered = seq.max(shown);
                standing.durable = durable;
                standing.heard = Some(asked);
                if is_current {
                    standing.current = Some(asked);
                }
                // Nobody is to be woken for that.
                false
            });
        }
        Ok(())
    }

    /// Writes and shows what was ordered.
    fn take_ordered(&mut self, groups: Result<Vec<Group>, OrderError>) -> Result<(), Refusal> {
        let after = self.journal.head().seq;
        let groups = match (groups, &mut self.shared) {
            (Err(OrderError::Trimmed { floor }), Some(shared)) => {
                shared.member.missing(after, floor)?
            }
            (groups, _) => groups?,
        };
        if groups.is_empty() {
            return Ok(());
        }
        let entries = self.journal.take(&groups).map_err(|error| match error {
            JournalError::Codec { .. } => Refusal::CutOff(format!(
                "{error}; this machine keeps what it has until it runs the same hoptac"
            )),
            JournalError::Log(LogError::Unordered { .. } | LogError::Mismatch { .. }) => {
                Refusal::CutOff(other_history(&error.to_string()))
            }
            JournalError::Log(_) | JournalError::Moved { .. } => {
                let fault = error.to_string();
                self.shower.stop(&fault);
                Refusal::Passing(fault)
            }
        })?;
        self.at = entries.last().map_or(self.at, |entry| entry.body.at);
        self.show_taken(entries);
        Ok(())
    }

    fn show_taken(&mut self, entries: Vec<Entry>) {
        let (mut part, mut records) = (Vec::new(), 0);
        for entry in entries {
            records += entry.body.changes.len();
            part.push(entry);
            if records >= SHOWN {
                records = 0;
                let entries = Ok(std::mem::take(&mut part));
                self.behind.give(Appended { entries, answers: Vec::new() });
            }
        }
        let appended = Appended { entries: Ok(part), answers: Vec::new() };
        if self.behind.is_idle() {
            self.shower.show(appended);
        } else {
            self.behind.give(appended);
        }
    }

    /// Answers commands for a while that they cannot be served.
    fn refuse(&mut self, queue: &mut Queue, wait: Duration) {
        let Some(shared) = &self.shared else { return };
        let until = Instant::now() + wait;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let Some(QueuedCommand { answer, .. }) = queue.next_within(left) else { break };
            let standing = shared.standing.borrow();
            let why = || standing.trouble.clone().unwrap_or_else(|| "no machine writes".to_owned());
            let refused =
                if standing.is_full { SubmitError::NoSpace } else { SubmitError::Unordered(why()) };
            let _ = answer.send(Err(refused));
        }
        // A queue that nobody can send to does not wait.
        std::thread::sleep(until.saturating_duration_since(Instant::now()));
    }

    /// Has a group ordered, and written here. While it is in doubt, its callers and those behind them
    /// are told so, and it is proposed again.
    pub fn order(
        &mut self,
        bodies: Vec<Body>,
        answers: &mut Vec<(oneshot::Sender<Answer>, PendingAnswer)>,
        queue: &mut Queue,
    ) -> Ordered {
        if bodies.is_empty() {
            return self.confirm(answers);
        }
        let prepared = self.journal.prepare(&bodies, self.level());
        let prepared = prepared.map_err(|error| error.to_string());
        let proposed =
            prepared.and_then(|group| Proposal::of(group).map_err(|error| error.to_string()));
        let proposal = match proposed {
            Ok(proposal) => proposal,
            Err(fault) => return Ordered::Done(Err(fault)),
        };
        loop {
            let Some(shared) = &mut self.shared else { return Ordered::Not };
            let begun = Instant::now();
            let doubt = match shared.member.append(&proposal) {
                Ok(()) => {
                    shared.tell_well();
                    shared.asked = Some((begun, proposal.group.last.seq));
                    let taken = self.journal.take_own(&proposal.group, bodies);
                    return Ordered::Done(taken.map_err(|error| error.to_string()));
                }
                Err(OrderError::Moved(_) | OrderError::NotWriter(_)) => {
                    shared.is_sure = false;
                    return Ordered::Not;
                }
                Err(error @ (OrderError::TooLarge { .. } | OrderError::Damaged { .. })) => {
                    return Ordered::Done(Err(error.to_string()));
                }
                Err(error) => error,
            };
            if self.shower.fault.get().is_some() || queue.has_ended() {
                // The next start finds out.
                return Ordered::Not;
            }
            for (answer, _) in answers.drain(..) {
                let _ = answer.send(Err(SubmitError::InDoubt));
            }
            shared.tell_refused(&doubt.into());
            self.refuse(queue, PAUSE);
        }
    }

    /// The form that entries are written in.
    pub fn level(&self) -> u32 {
        self.shared.as_ref().map_or(LEVEL, |shared| shared.level)
    }

    /// Answers that write nothing hold only if nothing was ordered that is not here.
    fn confirm(&mut self, answers: &mut Vec<(oneshot::Sender<Answer>, PendingAnswer)>) -> Ordered {
        let Some(shared) = &mut self.shared else { return Ordered::Not };
        match shared.member.head() {
            Ok(head) if head == self.journal.head() => {}
            Ok(_) => {
                shared.is_sure = false;
                return Ordered::Not;
            }
            Err(error) => {
                shared.tell_refused(&Refusal::Passing(error.to_string()));
                for (answer, _) in answers.drain(..) {
                    let _ = answer.send(Err(SubmitError::Unordered(error.to_string())));
                }
            }
        }
        Ordered::Done(Ok(Vec::new()))
    }
}

#[cfg(test)]
#[path = "shared_order.rs"]
mod ordered;
#[cfg(test)]
#[path = "shared_tests.rs"]
mod tests;
