//! The durable truth: an append-only, hash-chained log of committed commands.
//!
//! `log` keeps opaque bodies on disk (`segment` and `frame` are its files, `chain` tells a torn
//! tail from damage, `mark` notes a clean close, `behind` reads later what need not be read first);
//! [`Entry`] is what a body says and [`codec`] its
//! byte form. This module knows what an entry holds, never what a
//! change means.
//!
//! Where something else orders the entries, [`Journal::prepare`] says how a group would stand here
//! and [`Journal::take`] writes groups that were ordered: the same bytes in every journal.

mod behind;
mod chain;
pub mod codec;
mod copy;
mod error;
mod frame;
mod group;
mod hash;
mod lock;
mod log;
mod look;
mod mark;
mod mend;
mod options;
mod passed;
mod reader;
mod scan;
mod segment;
mod syncer;
mod verify;
mod written;

use std::{ops::ControlFlow, path::Path, sync::Arc};

pub use chain::TornTail;
pub use codec::{CodecError, LEVEL, LEVEL_LEAST};
pub use copy::Copied;
pub use error::{JournalError, LogError};
pub use frame::Head;
pub use group::Group;
pub use hash::Hash;
pub use lock::DirLock as Hold;
pub use options::Options;
pub use passed::{PassedError, read as read_passed};
pub use scan::Progress;
pub use syncer::Syncer;
pub use verify::{Finding, Report as VerifyReport, SegmentReport, verify};
pub use written::WriteStats;

use domain::{Change, Effect, Record, RecordId};

/// A command as it was committed: who, when, what, and each record as it was afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number, from 1, without gaps.
    pub seq: u64,
    /// The BLAKE3 hash of the entry's bytes.
    pub hash: Hash,
    /// The hash of the entry before it; zeros for the first.
    pub previous: Hash,
    /// What was committed.
    pub body: Body,
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// When it was committed; never earlier than the entry before it.
    pub at: jiff::Timestamp,
    /// Who sent the command.
    pub by: String,
    /// The key under which the sender may retry it, and what it then must be alike.
    pub idempotency: Option<Idempotency>,
    /// The command's name.
    pub command: String,
    /// Why it was sent, where its sender said so.
    pub reason: Option<String>,
    /// The records that it wrote, each whole, in the byte form of [`codec::encode_record`].
    pub changes: Vec<Image>,
    /// What became of each record that the command named, in its order: what its sender is told.
    pub effects: Vec<(RecordId, Effect)>,
}

/// What makes a command sent again the same command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    /// The key that its sender gave it.
    pub key: String,
    /// The BLAKE3 hash of all that its sender asked.
    pub fingerprint: [u8; 32],
}

/// A record as a command left it: its bytes, and the record itself where whoever made them still
/// has it.
#[derive(Debug, Clone)]
pub struct Image {
    /// Which record.
    pub id: RecordId,
    /// Its bytes.
    pub bytes: Vec<u8>,
    record: Option<Record>,
}

impl Image {
    /// The image that an entry holds.
    #[must_use]
    pub const fn stored(id: RecordId, bytes: Vec<u8>) -> Self {
        Self { id, bytes, record: None }
    }

    /// The image of a change, with the bytes that were made of it.
    #[must_use]
    pub fn of(change: Change, bytes: Vec<u8>) -> Self {
        Self { id: change.id, bytes, record: Some(change.after) }
    }

    /// The record; decoded where nobody has it.
    ///
    /// # Errors
    /// Where the bytes are not exactly one record of a known form.
    pub fn into_record(self) -> Result<Record, CodecError> {
        self.record.map_or_else(|| codec::decode_record(&self.bytes), Ok)
    }
}

/// The record follows from the bytes.
impl PartialEq for Image {
    fn eq(&self, other: &Self) -> bool {
        (self.id, &self.bytes) == (other.id, &other.bytes)
    }
}

impl Eq for Image {}

/// The journal, open for appending. There is one in all processes.
pub struct Journal {
    log: log::Log,
}

impl Journal {
    /// Makes the folder of a journal, durably, where there is none.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn create_folder(folder: &Path) -> Result<(), JournalError> {
        Ok(lock::create_dir(folder)?)
    }

    /// Keeps everybody from opening the journal in a folder, for as long as it is held.
    ///
    /// # Errors
    /// [`LogError::Locked`] where it is open.
    pub fn hold(folder: &Path) -> Result<Hold, JournalError> {
        Ok(Hold::take(folder)?)
    }

    /// Keeps everybody from opening the journal in a folder for as long as it is held, without
    /// writing anything: others may hold it so at the same time. `None` where nobody ever opened it.
    ///
    /// # Errors
    /// [`LogError::Locked`] where it is open.
    pub fn hold_to_read(folder: &Path) -> Result<Option<Hold>, JournalError> {
        Ok(Hold::take_to_read(folder)?)
    }

    /// Copies the journal in a folder, which may be open, to a new folder, durably, and reads the
    /// copy through. It ends with the last whole entry that is there now, and is marked as closed.
    ///
    /// # Errors
    /// Where the journal or the copy is damaged, or the system refuses.
    pub fn copy(
        from: &Path,
        to: &Path,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<Copied, JournalError> {
        Ok(copy::copy(from, to, on_progress)?)
    }

    /// Opens the journal in a folder, creating it where there is none, and checks all of it.
    ///
    /// A torn last entry, which was never acknowledged, is cut off and told.
    ///
    /// # Errors
    /// [`LogError::Locked`] where another process has it open, [`LogError::Damaged`] with file
    /// and offset where acknowledged bytes are not as they were written.
    pub fn open(
        folder: &Path,
        options: Options,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<(Self, Option<TornTail>), JournalError> {
        let opened = log::Log::open(folder, options, on_progress)?;
        Ok((Self { log: opened.log }, opened.truncated))
    }

    /// Where the journal stands.
    #[must_use]
    pub fn head(&self) -> Head {
        self.log.head()
    }

    /// What was written since it was opened, in numbers that go on with it.
    #[must_use]
    pub fn written(&self) -> Arc<WriteStats> {
        self.log.written()
    }

    /// Syncs what [`Journal::take`] wrote, from any thread.
    #[must_use]
    pub fn syncer(&self) -> Syncer {
        self.log.syncer()
    }

    /// Appends bodies as one group; they are durable when this returns.
    ///
    /// # Errors
    /// [`JournalError::Moved`] where the journal does not stand at `expected`. After any other
    /// error nothing can be appended until the journal is opened anew.
    pub fn append(&mut self, expected: u64, bodies: Vec<Body>) -> Result<Vec<Entry>, JournalError> {
        let head = self.head();
        if head.seq != expected {
            return Err(JournalError::Moved { expected, actual: head.seq });
        }
        let encoded = encode(&bodies, expected, LEVEL)?;
        let appended = self.log.append(&encoded)?;
        Ok(entries(head.hash, bodies, appended))
    }

    /// Works out how bodies would stand in the journal as the next group, in the form of a level.
    /// Writes nothing.
    ///
    /// # Errors
    /// Where a body is too large, or the form cannot say it.
    pub fn prepare(&self, bodies: &[Body], level: u32) -> Result<Group, JournalError> {
        Ok(self.log.prepare(encode(bodies, self.head().seq, level)?)?)
    }

    /// Appends groups that were ordered elsewhere, and are durable there; here they are once the
    /// [`Syncer`] has synced them.
    ///
    /// # Errors
    /// [`JournalError::Codec`] where an entry is of an unknown form, [`LogError::Unordered`] and
    /// [`LogError::Mismatch`] where the groups are not what comes next; then nothing was written.
    pub fn take(&mut self, groups: &[Group]) -> Result<Vec<Entry>, JournalError> {
        let head = self.head();
        let bodies = groups.iter().flat_map(|group| &group.bodies).zip(head.seq + 1..);
        let bodies: Vec<Body> = bodies
            .map(|(body, seq)| {
                codec::decode_known(body).map_err(|source| JournalError::Codec { seq, source })
            })
            .collect::<Result<_, _>>()?;
        Ok(entries(head.hash, bodies, self.log.take(groups)?))
    }

    /// As [`Journal::take`], of the one group that was prepared of these bodies.
    ///
    /// # Errors
    /// As for `take`.
    pub fn take_own(
        &mut self,
        group: &Group,
        bodies: Vec<Body>,
    ) -> Result<Vec<Entry>, JournalError> {
        let head = self.head();
        Ok(entries(head.hash, bodies, self.log.take(std::slice::from_ref(group))?))
    }

    /// A handle that reads what is acknowledged, from any thread.
    #[must_use]
    pub fn reader(&self) -> Reader {
        Reader { log: self.log.reader() }
    }

    /// Closes the journal, noting that everything in it was acknowledged.
    ///
    /// # Errors
    /// Where the note cannot be written; the entries are durable all the same.
    pub fn close(self) -> Result<(), JournalError> {
        Ok(self.log.close()?)
    }
}

/// Reads acknowledged entries while others are appended.
#[derive(Clone)]
pub struct Reader {
    log: reader::Reader,
}

impl Reader {
    /// Reads the journal in a folder without opening it, also while another process has it open:
    /// what stands in it now.
    ///
    /// # Errors
    /// As for [`Journal::open`]; it need not be free.
    pub fn look(
        folder: &Path,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, JournalError> {
        Ok(Self { log: look::look(folder, on_progress)? })
    }

    /// The entries from a number on, up to where the journal stands now.
    pub fn read_from(&self, seq: u64) -> impl Iterator<Item = Result<Entry, JournalError>> + use<> {
        self.log.read_from(seq).map(|frame| entry(&frame?))
    }

    /// The groups from the one that begins with a number on, as they were written, up to where the
    /// journal stands now. From a number within a group on, the first is what is left of it.
    pub fn groups_from(
        &self,
        seq: u64,
    ) -> impl Iterator<Item = Result<Group, JournalError>> + use<> {
        group::Groups::new(self.log.read_from(seq)).map(|group| Ok(group?))
    }

    /// The groups that follow an entry, as the bytes that [`read_passed`] reads: some `most` of them, at
    /// least one group where there is one. The entry must be the last of its group.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn pass(&self, after: u64, most: usize) -> Result<Vec<u8>, JournalError> {
        passed::write(self.groups_from(after + 1), most)
    }

    /// Where the journal stands, as far as it was read.
    #[must_use]
    pub fn head(&self) -> Head {
        self.log.head()
    }

    /// Bytes of it that were not checked yet ([`Options::check_first`]).
    #[must_use]
    pub fn unread_bytes(&self) -> u64 {
        self.log.unread_bytes()
    }

    /// Checks what was not checked yet, in pieces, before each of which it asks whether to go on.
    ///
    /// # Errors
    /// As for [`Journal::open`].
    pub fn check_unread(&self, go_on: impl FnMut() -> ControlFlow<()>) -> Result<(), JournalError> {
        Ok(self.log.check_unread(go_on)?)
    }

    /// Bytes that the journal takes up.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.log.bytes()
    }

    /// One entry; `None` where there is none with this number.
    ///
    /// # Errors
    /// Where its bytes cannot be read.
    pub fn get(&self, seq: u64) -> Result<Option<Entry>, JournalError> {
        self.log.get(seq)?.as_ref().map(entry).transpose()
    }
}

fn encode(bodies: &[Body], after: u64, level: u32) -> Result<Vec<Vec<u8>>, JournalError> {
    let encoded = bodies.iter().zip(after + 1..).map(|(body, seq)| {
        codec::encode_body_at(body, level).map_err(|source| JournalError::Codec { seq, source })
    });
    encoded.collect()
}

/// The entries that bodies became, behind the one with the hash `previous`.
fn entries(mut previous: Hash, bodies: Vec<Body>, appended: Vec<log::Appended>) -> Vec<Entry> {
    let entries = bodies.into_iter().zip(appended).map(|(body, log::Appended { seq, hash })| {
        let entry = Entry { seq, hash, previous, body };
        previous = hash;
        entry
    });
    entries.collect()
}

fn entry(frame: &frame::Frame) -> Result<Entry, JournalError> {
    let body = codec::decode_body(&frame.body)
        .map_err(|source| JournalError::Codec { seq: frame.seq, source })?;
    Ok(Entry { seq: frame.seq, hash: frame.hash, previous: frame.previous, body })
}
