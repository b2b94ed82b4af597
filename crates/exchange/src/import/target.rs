//! Where an import goes: into the registry, or nowhere, to see what it would do.

use std::{io, sync::Arc};

use super::ImportError;
use auth::{Caller, Refused, decide};
use domain::{
    Command, Context, Decision, Import, MadeKeys, Noun, Overlay, Refusal, View, edge::Term,
};
use registry::{Receipt, Registry, Request, Snapshot, SubmitError, day_of};

/// Takes commands.
pub trait Target {
    /// The last command before the import.
    fn began(&self) -> u64;

    /// The keys that an export of the registry made up.
    ///
    /// # Errors
    /// Where the journal cannot be read.
    fn made_keys(&self) -> Result<Option<MadeKeys>, ImportError>;

    /// Whether a record with this key is registered.
    ///
    /// # Errors
    /// Where the view cannot be read.
    fn knows(&self, noun: Noun, key: &str) -> Result<bool, ImportError>;

    /// Has a part of the input registered; what became of it is told later, so that others can be
    /// sent meanwhile.
    fn submit(&mut self, import: Import) -> Answer;
}

/// What will tell what became of a part; waits for it.
pub type Answer = Box<dyn FnOnce() -> Result<Receipt, SubmitError>>;

/// The registry, for a caller. Called on a thread that may block.
pub struct Live<'a> {
    /// The registry.
    pub registry: &'a Registry,
    /// Who imports.
    pub caller: Arc<Caller>,
    /// The last command before the import.
    pub began: u64,
    /// As what the parts of the input are sent: [`Command::Import`] or [`Command::Transfer`].
    pub sent_as: fn(Import) -> Command,
}

impl Target for Live<'_> {
    fn began(&self) -> u64 {
        self.began
    }

    fn made_keys(&self) -> Result<Option<MadeKeys>, ImportError> {
        Ok(self.registry.made_keys()?)
    }

    fn knows(&self, noun: Noun, key: &str) -> Result<bool, ImportError> {
        let term = Term::Key(noun, key.to_owned());
        let found = self.registry.snapshot().list_named(&term).map_err(io::Error::other)?;
        Ok(!found.is_empty())
    }

    fn submit(&mut self, import: Import) -> Answer {
        Box::new(self.registry.send_blocking(Request {
            command: (self.sent_as)(import),
            caller: (*self.caller).clone(),
            idempotency: None,
            dry_run: false,
        }))
    }
}

/// The registry as it stands, and laid over it what was sent so far: nothing is written. It
/// holds in memory what the import would write.
pub struct DryRun<'a> {
    registry: &'a Registry,
    caller: Arc<Caller>,
    began: u64,
    sent_as: fn(Import) -> Command,
    over: Overlay<'a, Snapshot>,
}

impl<'a> DryRun<'a> {
    /// Starts from a snapshot; what is sent is decided as [`Command::Import`] or
    /// [`Command::Transfer`].
    #[must_use]
    pub fn new(
        registry: &'a Registry,
        snapshot: &'a Snapshot,
        caller: Arc<Caller>,
        sent_as: fn(Import) -> Command,
    ) -> Self {
        Self { registry, caller, began: snapshot.seq(), sent_as, over: Overlay::new(snapshot) }
    }
}

impl Target for DryRun<'_> {
    fn began(&self) -> u64 {
        self.began
    }

    fn made_keys(&self) -> Result<Option<MadeKeys>, ImportError> {
        Ok(self.registry.made_keys()?)
    }

    fn knows(&self, noun: Noun, key: &str) -> Result<bool, ImportError> {
        let found = self.over.named(&Term::Key(noun, key.to_owned())).map_err(io::Error::other)?;
        Ok(!found.is_empty())
    }

    fn submit(&mut self, import: Import) -> Answer {
        let answer = self.decide(import);
        Box::new(|| answer)
    }
}

impl DryRun<'_> {
    fn decide(&mut self, import: Import) -> Result<Receipt, SubmitError> {
        let at = self.registry.now();
        let context = Context { by: self.caller.id.clone(), at, today: day_of(at) };
        let read_only = |fault: domain::ViewFault| SubmitError::ReadOnly(fault.to_string());
        let decided = decide(&self.caller, &context, &(self.sent_as)(import), &self.over);
        let Decision { changes, effects, .. } = decided.map_err(|refused| match refused {
            Refused::Denied(denial) => SubmitError::Denied(denial),
            Refused::Refusal(Refusal::Rejected(problems)) => SubmitError::Rejected(problems),
            Refused::Refusal(Refusal::Fault(fault)) => read_only(fault),
        })?;
        self.over.apply(&changes, self.began + 1, at).map_err(read_only)?;
        Ok(Receipt { committed: None, effects, replayed: false })
    }
}
