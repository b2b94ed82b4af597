//! The operations that run over one socket, each under the id that the client gave it.

use std::{collections::HashMap, sync::Arc};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, mpsc},
    task::AbortHandle,
};
use tracing::Instrument;

use super::{
    responses::failure,
    told::{Next, Source, Told},
};
use crate::{
    domain::Languages,
    http::{
        App, asker::RequestContext, charge::Charge, error::HttpError, graphql::Admitted, shared,
    },
};

/// Most operations that run over one socket at a time.
pub const RUNNING_MAX: usize = 50;
/// Answers of one socket that are computed or wait to be sent, beyond which its operations wait.
const WAITING: usize = 4;

/// What an operation has to tell.
pub struct ServerMessage {
    pub id: String,
    /// Tells the operation from an earlier one under the same id.
    generation: u64,
    /// What it tells; `None` when there is no more.
    pub told: Option<Told>,
    /// Gives the operation its turn again once this was sent.
    _turn: Option<OwnedSemaphorePermit>,
}

impl ServerMessage {
    /// Whether nothing comes after it.
    fn is_last(&self) -> bool {
        self.told.as_ref().is_none_or(|told| told.refused.is_some())
    }
}

/// The operations that run.
pub struct Operations {
    running: HashMap<String, (u64, AbortHandle)>,
    started: u64,
    turns: Arc<Semaphore>,
    sender: mpsc::Sender<ServerMessage>,
    receiver: mpsc::Receiver<ServerMessage>,
}

/// Why an operation is not started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// One runs under its id.
    Duplicate,
    /// Too many run.
    TooMany,
    /// It is none that is taken now.
    Error(HttpError),
}

impl Operations {
    pub fn new() -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        let turns = Arc::new(Semaphore::new(WAITING));
        Self { running: HashMap::new(), started: 0, turns, sender, receiver }
    }

    /// Starts an operation, once a command is shown that it wants to see, where it names one.
    pub fn start(
        &mut self,
        id: String,
        app: &App,
        admitted: (Admitted, Charge),
        asker: &RequestContext,
        min_seq: Option<String>,
    ) -> Result<(), Refused> {
        let generation = self.begin(&id)?;
        let (name, sender) = (id.clone(), self.sender.clone());
        let (app, asker, all_turns) = (app.clone(), asker.clone(), Arc::clone(&self.turns));
        let task = async move {
            let begun = match min_seq {
                Some(wanted) => shared::wait_for(&app, &wanted).await,
                None => Ok(()),
            };
            let source = begun.and_then(|()| Source::of(&app, admitted, &asker, None));
            let (backlog, client) = (app.backlog.clone(), asker.client);
            let mut source = match source {
                Ok(source) => source.of_socket(&all_turns, app.api.registry()),
                Err(error) => {
                    app.metrics.failed(error.code());
                    let told = refused(asker.languages, &error).counted(&backlog, client);
                    let told = Some(told);
                    let _ = sender
                        .send(ServerMessage { id: name, generation, told, _turn: None })
                        .await;
                    return;
                }
            };
            // The socket may end, and the server with it, while this waits.
            drop((app, asker));
            // Of a live query one answer waits.
            let turns = source.is_live().then(|| Arc::new(Semaphore::new(1)));
            loop {
                source.ready().await;
                let turn = match &turns {
                    Some(turns) => Arc::clone(turns).acquire_owned().await.ok(),
                    None => None,
                };
                let Ok(place) = sender.reserve().await else { return };
                let told = match source.take().await {
                    Next::Nothing => continue,
                    Next::Told(told) => Some(told.counted(&backlog, client)),
                    Next::End => None,
                };
                let turn = turn.or_else(|| source.take_turn());
                let message = ServerMessage { id: name.clone(), generation, told, _turn: turn };
                let ended = message.is_last();
                place.send(message);
                if ended {
                    return;
                }
            }
        };
        let task = tokio::spawn(task.in_current_span());
        self.running.insert(id, (generation, task.abort_handle()));
        Ok(())
    }

    /// Starts a mutation that another machine executes, as the text of its answer and the last command
    /// that it may show, or why there is none.
    pub fn send_on(
        &mut self,
        id: String,
        app: &App,
        asker: &RequestContext,
        answer: impl Future<Output = Result<(String, u64), HttpError>> + Send + 'static,
    ) -> Result<(), Refused> {
        let generation = self.begin(&id)?;
        let (name, sender, languages) = (id.clone(), self.sender.clone(), asker.languages);
        let (backlog, client) = (app.backlog.clone(), asker.client);
        let task = async move {
            let told = match answer.await {
                Ok((text, seq)) => Told::answered(&text, seq),
                Err(error) => refused(languages, &error),
            };
            for told in [Some(told.counted(&backlog, client)), None] {
                let message = ServerMessage { id: name.clone(), generation, told, _turn: None };
                let ended = message.is_last();
                if sender.send(message).await.is_err() || ended {
                    return;
                }
            }
        };
        let task = tokio::spawn(task.in_current_span());
        self.running.insert(id, (generation, task.abort_handle()));
        Ok(())
    }

    /// Which operation is the next under an id.
    fn begin(&mut self, id: &str) -> Result<u64, Refused> {
        if self.running.contains_key(id) {
            return Err(Refused::Duplicate);
        }
        if self.running.len() >= RUNNING_MAX {
            return Err(Refused::TooMany);
        }
        self.started += 1;
        Ok(self.started)
    }

    /// Ends an operation, if it runs; nothing more is told of it.
    pub fn end(&mut self, id: &str) {
        if let Some((_, task)) = self.running.remove(id) {
            task.abort();
        }
    }

    /// What an operation that runs has to tell. One that told its last no longer runs.
    pub async fn next_message(&mut self) -> ServerMessage {
        loop {
            let Some(told) = self.receiver.recv().await else {
                // This end holds a sender itself.
                std::future::pending::<()>().await;
                continue;
            };
            let runs = self.running.get(&told.id).is_some_and(|(it, _)| *it == told.generation);
            if runs {
                if told.is_last() {
                    self.running.remove(&told.id);
                }
                return told;
            }
        }
    }
}

/// That an operation was refused, and why.
fn refused(languages: Languages, error: &HttpError) -> Told {
    let errors = failure(languages, error.message(), error.code()).errors;
    Told::refused(&serde_json::to_value(errors).unwrap_or_default())
}

impl Drop for Operations {
    fn drop(&mut self) {
        for (_, task) in self.running.values() {
            task.abort();
        }
    }
}
