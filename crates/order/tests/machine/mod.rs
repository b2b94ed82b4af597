//! A machine: its own journal, and its way to the order.

use std::{
    slice,
    time::{Duration, Instant},
};

use hoptac_order::{
    Order, OrderError, Proposal,
    etcd::{Shared, Writer},
};
use journal::{Body, Entry, Group, Journal, Options};

use samples::etcd::{Etcd, access};

pub(crate) struct Machine {
    pub(crate) order: Shared,
    pub(crate) journal: Journal,
    pub(crate) me: Writer,
    _folder: tempfile::TempDir,
}

impl Machine {
    pub(crate) fn new(etcd: &Etcd, name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options { can_fetch_again: true, ..Options::default() };
        let (journal, _) = Journal::open(folder.path(), options, &mut |_| {}).unwrap();
        let me = Writer { node: name.to_owned(), url: format!("http://{name}.invalid") };
        let order = Shared::new(&access(&etcd.endpoints()), "test").unwrap();
        Self { order, journal, me, _folder: folder }
    }

    pub(crate) fn propose(&self, texts: &[&str]) -> Proposal {
        let bodies: Vec<_> = texts.iter().map(|text| body(text)).collect();
        Proposal::of(self.journal.prepare(&bodies, journal::LEVEL).unwrap()).unwrap()
    }

    pub(crate) fn take(&mut self, groups: &[Group]) -> Vec<Entry> {
        self.journal.take(groups).unwrap()
    }

    /// Proposes until it is known what became of it; returns where the entries stand.
    pub(crate) fn insist(&mut self, proposal: &Proposal) -> Result<Vec<Entry>, OrderError> {
        let until = Instant::now() + Duration::from_secs(60);
        loop {
            match self.order.append(proposal) {
                Ok(()) => return Ok(self.take(slice::from_ref(&proposal.group))),
                Err(OrderError::InDoubt | OrderError::Full | OrderError::Down(_))
                    if Instant::now() < until => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Takes all that is there.
    pub(crate) fn catch_up(&mut self) {
        loop {
            match self.order.read(self.journal.head().seq, 1 << 20) {
                Ok(groups) if groups.is_empty() => return,
                Ok(groups) => drop(self.take(&groups)),
                Err(OrderError::Down(_)) => {}
                Err(error) => panic!("{error}"),
            }
        }
    }

    pub(crate) fn commands(&self) -> Vec<String> {
        let entries = self.journal.reader().read_from(1);
        entries.map(|entry| entry.unwrap().body.command).collect()
    }
}

fn body(text: &str) -> Body {
    Body {
        at: jiff::Timestamp::UNIX_EPOCH,
        by: "test".to_owned(),
        idempotency: None,
        command: text.to_owned(),
        reason: None,
        changes: Vec::new(),
        effects: Vec::new(),
    }
}
