//! The answers of one operation, computed one by one where blocking is allowed.

use std::{sync::Arc, task::Poll, time::Duration};

use async_graphql::{Response, parser::types::OperationType};
use futures_util::stream::{self, BoxStream, StreamExt};
use messages::{Message, message};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout_at},
};

use crate::{
    domain::Languages,
    graphql::{CancelOnDrop, Offloaded, Position},
    http::{
        App,
        asker::RequestContext,
        backlog::{Backlog, Held, LOOK_AGAIN},
        budget::Payer,
        charge::Charge,
        client::ClientAddr,
        error::ErrorCode,
        graphql::{Admitted, complete, too_long, within},
        lines::{Lines, Place},
        metrics::Watched,
        request_id::RequestId,
    },
    registry::Registry,
};

/// The answers of one operation.
///
/// Reading the view and the journal blocks, so the stream is polled on the pool for that; while it
/// waits for something to happen, it takes no thread.
pub struct Responses {
    stream: Offloaded<Response>,
    flaw: ErrorCode,
    languages: Languages,
    request_id: RequestId,
    /// Until when the one answer of a query or mutation is waited for, and what is told then.
    deadline: Option<(Instant, Message)>,
    /// What it is counted by, since when.
    watched: Option<(Watched, Instant)>,
    /// What pays for it.
    payment: Option<Payment>,
    /// With whom it shares.
    shared: Option<Shared>,
    /// Turns among the operations of one socket, and the one that was taken for the last answer.
    turns: Option<Arc<Semaphore>>,
    turn: Option<OwnedSemaphorePermit>,
    /// Ends what is read for the operation with it.
    _give_up: CancelOnDrop,
    /// Whether the last answer says that the operation was refused before execution.
    pub refused: bool,
}

impl Responses {
    /// The answers to what was admitted, and is paid for like this.
    pub fn of(
        app: &App,
        (admitted, charge): (Admitted, Charge),
        asker: &RequestContext,
        position: &Arc<Position>,
    ) -> Self {
        let (flaw, operation) = (admitted.flaw(), admitted.operation);
        let watched = Watched::new(&app.metrics, admitted.label.clone());
        let give_up = CancelOnDrop(Arc::clone(&charge.meter));
        let (registry, subscribes) = (Arc::clone(app.api.registry()), admitted.subscribes());
        let payment = Some(Payment { charge, registry, subscribes, told: 0 });
        let shared = Some(Shared {
            lines: Arc::clone(&app.lines),
            payer: Payer::of(asker),
            backlog: app.backlog.clone(),
            client: asker.client,
            _document: app.backlog.hold(asker.client, admitted.weight()),
            computes: operation != Some(OperationType::Mutation),
        });
        let deadline = (!admitted.subscribes()).then(|| {
            let within = within(app, operation);
            (Instant::now() + within, too_long(within, operation))
        });
        let stream = match admitted.into_operation() {
            Ok(operation) => app.api.stream(
                operation,
                Arc::clone(&asker.caller),
                asker.languages,
                Arc::clone(position),
                Arc::clone(&give_up.0),
            ),
            Err(errors) => {
                let refused = app.api.refuse(errors, &asker.caller, asker.languages).response;
                stream::once(async { refused }).boxed()
            }
        };
        let (request_id, languages) = (asker.request_id.clone(), asker.languages);
        let watched = Some((watched, Instant::now()));
        let made = Self::new(stream);
        Self {
            flaw,
            languages,
            request_id,
            deadline,
            watched,
            payment,
            shared,
            _give_up: give_up,
            ..made
        }
    }

    fn new(stream: BoxStream<'static, Response>) -> Self {
        Self {
            stream: Offloaded::new(stream),
            flaw: ErrorCode::GraphqlValidationFailed,
            languages: Languages::default(),
            request_id: RequestId::default(),
            deadline: None,
            watched: None,
            payment: None,
            shared: None,
            turns: None,
            turn: None,
            _give_up: CancelOnDrop::default(),
            refused: false,
        }
    }

    /// The same, which takes turns with others.
    pub fn in_turn(self, turns: Arc<Semaphore>) -> Self {
        Self { turns: Some(turns), ..self }
    }

    /// The turn that was taken for the last answer: others take it once it is dropped.
    pub const fn take_turn(&mut self) -> Option<OwnedSemaphorePermit> {
        self.turn.take()
    }

    /// The next answer, its errors completed; `None` when there are no more. Whoever stops waiting
    /// for it gives up the operation.
    pub async fn next(&mut self) -> Option<Response> {
        let answer = match self.deadline.clone() {
            None => self.next_of_stream().await,
            Some((until, told)) => {
                let answer = timeout_at(until, self.next_of_stream()).await;
                answer.unwrap_or_else(|_| Some(failure(self.languages, &told, ErrorCode::Timeout)))
            }
        };
        let mut answer = answer?;
        self.refused = complete(&mut answer, self.flaw, &self.request_id);
        if let Some((watched, asked)) = &mut self.watched {
            watched.answered(&answer.errors, self.refused, asked.elapsed());
        }
        Some(answer)
    }

    async fn next_of_stream(&mut self) -> Option<Response> {
        loop {
            if let Some(payment) = &self.payment {
                payment.due().await;
            }
            let turn = match &self.turns {
                Some(turns) => Arc::clone(turns).acquire_owned().await.ok(),
                None => None,
            };
            let place = match &self.shared {
                Some(shared) => shared.place().await,
                None => None,
            };
            let polled = self.stream.poll().await;
            drop(place);
            if let (Some(payment), Some((watched, _))) = (&mut self.payment, &self.watched) {
                watched.spent(payment.pay());
            }
            match polled {
                Ok(Poll::Ready(answer)) => {
                    self.turn = turn;
                    return answer;
                }
                Ok(Poll::Pending) => {
                    drop(turn);
                    self.stream.woken().await;
                }
                Err(error) => {
                    tracing::error!(%error, "An operation's execution panicked");
                    let message = message!(
                        "the server failed; the log has the reason under the request's id"
                    );
                    return Some(failure(self.languages, &message, ErrorCode::Internal));
                }
            }
        }
    }
}

/// With whom an operation shares the cores and the memory.
struct Shared {
    lines: Arc<Lines>,
    payer: Payer,
    backlog: Backlog,
    client: ClientAddr,
    /// What counts its document.
    _document: Held,
    /// Whether it takes a place: what writes waits for the writer more than it computes.
    computes: bool,
}

impl Shared {
    /// Waits until the client has read enough, and there is a place.
    async fn place(&self) -> Option<Place> {
        loop {
            self.backlog.room(self.client).await;
            if !self.computes {
                return None;
            }
            if let Ok(place) = self.lines.place(self.payer.clone()).await {
                return Some(place);
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }
}

/// How answers are paid for: the one of a query or mutation as any, each of a subscription, with
/// what it took to find it, once it was found.
struct Payment {
    charge: Charge,
    registry: Arc<Registry>,
    subscribes: bool,
    /// Points that were told of.
    told: u64,
}

impl Payment {
    /// Waits until a subscription owes nothing.
    async fn due(&self) {
        while self.subscribes
            && let Err(seconds) = self.charge.account().check(self.registry.now())
        {
            tokio::time::sleep(Duration::from_secs(seconds.get().into())).await;
        }
    }

    /// Has a subscription pay what was read since the last time, and tells how much any read.
    fn pay(&mut self) -> u64 {
        if self.subscribes {
            let used = self.charge.meter.take();
            self.charge.account().owe(used);
            return used;
        }
        let used = self.charge.used();
        used - std::mem::replace(&mut self.told, used)
    }
}

/// An answer that is one error.
pub fn failure(languages: Languages, message: &Message, code: ErrorCode) -> Response {
    let said = languages.messages.say(message);
    let mut error = async_graphql::ServerError::new(said, None);
    error.extensions.get_or_insert_default().set("code", code.as_str());
    Response::from_errors(vec![error])
}

#[cfg(test)]
mod tests {
    use std::task::Poll;

    use tokio::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn answers_come_when_there_are_some_and_end() {
        let (sender, mut receiver) = mpsc::unbounded_channel::<i32>();
        let stream = stream::poll_fn(move |context| receiver.poll_recv(context));
        let answers = stream.map(|number| Response::new(async_graphql::Value::from(number)));
        let mut responses = Responses::new(answers.boxed());
        let task = tokio::spawn(async move {
            let mut seen = Vec::new();
            while let Some(response) = responses.next().await {
                seen.push(response.data.into_json().unwrap());
            }
            seen
        });
        for number in 0..3 {
            tokio::task::yield_now().await;
            sender.send(number).unwrap();
        }
        drop(sender);
        assert_eq!(task.await.unwrap(), [0, 1, 2]);
    }

    #[tokio::test]
    async fn a_panic_is_told_once_and_ends_the_operation() {
        let stream = stream::poll_fn(|_| -> Poll<Option<Response>> { panic!("out of cheese") });
        let mut responses = Responses::new(stream.boxed());
        let told = responses.next().await.unwrap();
        assert!(told.is_err() && !told.errors[0].message.contains("cheese"));
        assert!(responses.next().await.is_none());
    }
}
