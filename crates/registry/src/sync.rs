//! Syncs what was taken from an order that several machines share, on a thread of its own: the order
//! keeps it until then, so nobody waits for it.

use std::{
    io,
    sync::{
        Arc,
        mpsc::{RecvTimeoutError, Sender, channel},
    },
    thread::JoinHandle,
    time::Duration,
};

use super::show::Applier;
use journal::Syncer;

/// How often. What comes at a steady rate costs as many syncs a second, however much it is.
const EVERY: Duration = Duration::from_millis(100);

/// The thread; it ends with this.
pub(super) struct Syncing {
    ends: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Syncing {
    /// Starts it. A sync that fails stops all writing.
    pub fn start(syncer: Syncer, shower: &Arc<Applier>) -> io::Result<Self> {
        let (ends, ended) = channel();
        let shower = Arc::clone(shower);
        let thread =
            std::thread::Builder::new().name("hoptac-sync".to_owned()).spawn(move || {
                while ended.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                    if let Err(error) = syncer.sync() {
                        return shower.stop(&error.to_string());
                    }
                }
            })?;
        Ok(Self { ends: Some(ends), thread: Some(thread) })
    }
}

impl Drop for Syncing {
    fn drop(&mut self) {
        self.ends = None;
        if let Some(thread) = self.thread.take() {
            // It ended by a panic, or as it should.
            let _ = thread.join();
        }
    }
}
