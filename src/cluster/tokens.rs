//! The tokens of a cluster, mirrored into this machine's own file, from which each request reads.
//!
//! Owns one thread, which waits for changes and reads all tokens at least every second: an answer
//! says that they are current. What etcd holds of another cluster, or of none, is no answer.

use std::{
    mem::{Discriminant, discriminant},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use order::{
    Membership, OrderError,
    etcd::{KeptTokens, Shared},
};

use crate::tokens::{Contact, KeptError, Register, RegisterError, Secret, Token};

/// How often the tokens are read where nothing tells of a change.
const EVERY: Duration = Duration::from_secs(1);

/// Why the tokens were not mirrored.
#[derive(Debug, thiserror::Error)]
pub enum MirrorError {
    /// They cannot be read.
    #[error(transparent)]
    Order(#[from] OrderError),
    /// One of them is no token.
    #[error(transparent)]
    Kept(#[from] KeptError),
    /// The file cannot be written.
    #[error(transparent)]
    Register(#[from] RegisterError),
    /// They are not those of this machine's cluster.
    #[error("etcd holds {0}, whose tokens are not taken over")]
    Other(String),
}

/// Mirrors tokens until it is dropped.
pub struct Mirror {
    contact: Arc<Contact>,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Mirror {
    /// Mirrors the tokens once, as far as that is possible, and then goes on by itself. Tokens count
    /// for `stale` after a contact.
    ///
    /// # Errors
    /// Where the system has no thread left.
    pub fn start(
        shared: Shared,
        own: Membership,
        data: &Path,
        stale: Duration,
    ) -> std::io::Result<Self> {
        let contact = Arc::new(Contact::new(stale));
        let ended = Arc::new(AtomicBool::new(false));
        let (data, told) = (data.to_owned(), None);
        let mut source = Source { shared, own, data, contact: Arc::clone(&contact), told };
        source.mirror(Duration::ZERO);
        let until = Arc::clone(&ended);
        let thread = thread::Builder::new().name("hoptac-tokens".to_owned()).spawn(move || {
            while !until.load(Ordering::Acquire) {
                source.mirror(EVERY);
            }
        })?;
        Ok(Self { contact, ended, thread: Some(thread) })
    }

    /// When the tokens were current.
    #[must_use]
    pub fn contact(&self) -> Arc<Contact> {
        Arc::clone(&self.contact)
    }
}

impl Drop for Mirror {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The secret by which the machines of a cluster know each other, as it was read, or else made.
///
/// # Errors
/// Where etcd does not answer, or the system has no random bytes.
pub fn peer_secret(
    shared: &mut Shared,
    known: Option<String>,
) -> Result<Option<Secret>, OrderError> {
    if let Some(known) = known {
        return Ok(Secret::parse(&known));
    }
    let mut random = [0; 32];
    getrandom::fill(&mut random)
        .map_err(|error| OrderError::Down(format!("no random bytes: {error}")))?;
    let kept = shared.peer_secret(Secret::from_random(random).expose())?;
    Ok(Secret::parse(&kept))
}

struct Source {
    shared: Shared,
    own: Membership,
    data: PathBuf,
    contact: Arc<Contact>,
    /// The kind of error that was told last.
    told: Option<Discriminant<MirrorError>>,
}

impl Source {
    /// Waits for a change, and mirrors what there is; a kind of error is told once until
    /// there was none, or another.
    fn mirror(&mut self, wait: Duration) {
        // What is answered was so after this moment, whenever the answer comes.
        let asked = Instant::now();
        let told = self.shared.await_tokens(wait);
        match told.map_err(MirrorError::from).and_then(|told| self.take(told)) {
            Ok(()) => {
                self.contact.note(asked);
                self.told = None;
            }
            Err(error) => {
                let kind = Some(discriminant(&error));
                if self.told == kind {
                    tracing::debug!(%error, "The tokens of the cluster are not current: {error}");
                } else {
                    tracing::warn!(%error, "The tokens of the cluster are not current: {error}");
                }
                self.told = kind;
                // Members that refuse at once are not asked all the time.
                thread::sleep(EVERY.saturating_sub(asked.elapsed()).min(EVERY / 2));
            }
        }
    }

    fn take(&mut self, told: KeptTokens) -> Result<(), MirrorError> {
        let Some(meta) = told.meta else {
            return Err(MirrorError::Other("no cluster of this name".to_owned()));
        };
        if (meta.id.as_str(), meta.epoch) != (self.own.id.as_str(), self.own.epoch) {
            let Membership { name, epoch, .. } = &self.own;
            let other = format!("{name} of id {} and epoch {}, not {epoch}", meta.id, meta.epoch);
            return Err(MirrorError::Other(other));
        }
        if let Some(secret) = peer_secret(&mut self.shared, told.peer)? {
            self.contact.note_peer(&secret);
        }
        let tokens = told.tokens.iter().map(|kept| Token::from_kept(&kept.id, &kept.value));
        let tokens: Vec<_> = tokens.collect::<Result<_, _>>()?;
        if Register::within(&self.data).mirror(tokens)? {
            tracing::info!("Took over the tokens of the cluster");
        }
        Ok(())
    }
}
