//! The operations that run over one socket, each under the id that the client gave it.

use std::{collections::HashMap, sync::Arc};

use async_graphql::Response;
use tokio::{sync::mpsc, task::AbortHandle};
use tracing::Instrument;

use super::responses::Responses;
use crate::{
    graphql::Position,
    http::{App, asker::RequestContext, charge::Charge, graphql::Admitted},
};

/// Most operations that run over one socket at a time.
pub const RUNNING_MAX: usize = 50;
/// Answers that wait for the socket before operations wait for it.
const WAITING: usize = 4;

/// What an operation has to tell.
pub struct ServerMessage {
    pub id: String,
    /// Tells the operation from an earlier one under the same id.
    generation: u64,
    /// The answer; `None` when there are no more.
    pub response: Option<Response>,
    /// Whether the operation was not executed: the answer has its errors, and is the last.
    pub refused: bool,
}

/// The operations that run.
pub struct Operations {
    running: HashMap<String, (u64, AbortHandle)>,
    started: u64,
    sender: mpsc::Sender<ServerMessage>,
    receiver: mpsc::Receiver<ServerMessage>,
}

/// Why an operation is not started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// One runs under its id.
    Duplicate,
    /// Too many run.
    TooMany,
}

impl Operations {
    pub fn new() -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        Self { running: HashMap::new(), started: 0, sender, receiver }
    }

    /// Starts an operation.
    pub fn start(
        &mut self,
        id: String,
        app: &App,
        admitted: (Admitted, Charge),
        asker: &RequestContext,
    ) -> Result<(), Refused> {
        if self.running.contains_key(&id) {
            return Err(Refused::Duplicate);
        }
        if self.running.len() >= RUNNING_MAX {
            return Err(Refused::TooMany);
        }
        self.started += 1;
        let generation = self.started;
        let (name, sender) = (id.clone(), self.sender.clone());
        let subscribes = admitted.0.subscribes();
        let position = Arc::new(Position::default());
        let mut responses = Responses::of(app, admitted, asker, &position);
        let task = async move {
            let mut first = true;
            loop {
                let response = responses.next().await;
                let refused = first
                    && response.as_ref().is_some_and(|it| {
                        responses.refused || (subscribes && it.is_err() && !position.has_begun())
                    });
                let ended = response.is_none() || refused;
                let told = ServerMessage { id: name.clone(), generation, response, refused };
                if sender.send(told).await.is_err() || ended {
                    return;
                }
                first = false;
            }
        };
        let task = tokio::spawn(task.in_current_span());
        self.running.insert(id, (generation, task.abort_handle()));
        Ok(())
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
                if told.response.is_none() || told.refused {
                    self.running.remove(&told.id);
                }
                return told;
            }
        }
    }
}

impl Drop for Operations {
    fn drop(&mut self) {
        for (_, task) in self.running.values() {
            task.abort();
        }
    }
}
