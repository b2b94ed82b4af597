//! What an operation tells its client, whatever kind it is: a subscription each thing that happens,
//! a live query each answer, any other operation the one that it has.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Map, Value, json, value::RawValue};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{member::Member, queries::LiveQueries, responses::Responses};
use crate::{
    graphql::Position,
    http::{
        App,
        asker::RequestContext,
        backlog::{Backlog, Held},
        charge::Charge,
        client::ClientAddr,
        error::HttpError,
        graphql::{Admitted, LiveCursor},
    },
    registry::Registry,
};

/// Where an answer says which command it may show, since no header goes with it.
const SEQ: &str = "seq";

/// What is told of an operation, as JSON.
#[derive(Debug)]
pub struct Told {
    /// The answer.
    pub payload: String,
    /// Its errors, where nothing comes after them: it was not executed, or is over.
    pub refused: Option<String>,
    /// The cursor to resume after it, where there is one.
    pub cursor: Option<String>,
    /// What counts it among what is kept for its client.
    pub held: Option<Held>,
}

/// What comes next of an operation.
#[derive(Debug)]
pub enum Next {
    /// Nothing yet.
    Nothing,
    /// This.
    Told(Told),
    /// No more.
    End,
}

/// Where the answers of an operation come from.
pub enum Source {
    /// It is executed for its client.
    Own(Box<Executed>),
    /// Others may ask it, too.
    Live(Member),
}

/// An operation that is executed for its client.
pub struct Executed {
    responses: Responses,
    position: Arc<Position>,
    subscribes: bool,
    begun: bool,
    waiting: Option<Next>,
    /// Which command an answer may show, where no header says it.
    seq: Option<Arc<Registry>>,
    backlog: Backlog,
    client: ClientAddr,
}

impl Told {
    /// What ends a live query.
    pub fn refused(errors: &Value) -> Self {
        let payload = json!({ "errors": errors }).to_string();
        Self { payload, refused: Some(errors.to_string()), cursor: None, held: None }
    }

    /// The one answer of a mutation, as another machine gave it: of one that it did not execute, the
    /// errors. It says the last command that it may show, as those of this machine do.
    pub fn answered(payload: &str, seq: u64) -> Self {
        let mut answer: BTreeMap<&str, &RawValue> =
            serde_json::from_str(payload).unwrap_or_default();
        if let (Some(errors), None) = (answer.get("errors"), answer.get("data")) {
            return Self::refused(&serde_json::from_str(errors.get()).unwrap_or_default());
        }
        let extensions = answer.get("extensions").map(|it| serde_json::from_str(it.get()));
        let mut extensions: Map<String, Value> =
            extensions.and_then(Result::ok).unwrap_or_default();
        extensions.insert(SEQ.to_owned(), seq.into());
        let extensions = serde_json::value::to_raw_value(&extensions);
        if let Ok(extensions) = &extensions {
            answer.insert("extensions", extensions);
        }
        let payload = serde_json::to_string(&answer).unwrap_or_default();
        Self { payload, refused: None, cursor: None, held: None }
    }

    /// The same, counted from now on where it was not.
    pub fn counted(mut self, backlog: &Backlog, client: ClientAddr) -> Self {
        self.held.get_or_insert_with(|| backlog.hold(client, self.payload.len() as u64));
        self
    }
}

impl Source {
    /// The answers to what was admitted, and is paid for like this; after a cursor, where one is
    /// given.
    ///
    /// # Errors
    /// Where a live query is not taken, or its cursor is none.
    pub fn of(
        app: &App,
        (admitted, charge): (Admitted, Charge),
        asker: &RequestContext,
        resumed: Option<String>,
    ) -> Result<Self, HttpError> {
        if let (Some(mut live), Some(question)) = (admitted.live.clone(), admitted.question()) {
            // What is computed is paid for when it is.
            drop(charge);
            if let Some(cursor) = resumed {
                live.after = Some(LiveCursor::decode(&cursor)?);
            }
            return LiveQueries::join(app, (admitted, live, question), asker).map(Self::Live);
        }
        let position = Arc::new(Position::after(resumed));
        let subscribes = admitted.subscribes();
        let responses = Responses::of(app, (admitted, charge), asker, &position);
        let executed = Executed {
            responses,
            position,
            subscribes,
            begun: false,
            waiting: None,
            seq: None,
            backlog: app.backlog.clone(),
            client: asker.client,
        };
        Ok(Self::Own(Box::new(executed)))
    }

    /// Whether its answers are each of the newest only.
    pub const fn is_live(&self) -> bool {
        matches!(self, Self::Live(_))
    }

    /// Whether it has one answer.
    pub const fn answers_once(&self) -> bool {
        matches!(self, Self::Own(it) if !it.subscribes)
    }

    /// The same, which is computed in turn with others of one socket, and says what it shows of the
    /// registry. Of a live query one answer is told at a time, and each is of the newest.
    pub fn of_socket(self, turns: &Arc<Semaphore>, registry: &Arc<Registry>) -> Self {
        match self {
            Self::Own(it) => Self::Own(Box::new(it.of_socket(turns, registry))),
            live @ Self::Live(_) => live,
        }
    }

    /// The turn that was taken for what was told last: others take it once it is dropped.
    pub fn take_turn(&mut self) -> Option<OwnedSemaphorePermit> {
        match self {
            Self::Own(it) => it.responses.take_turn(),
            Self::Live(_) => None,
        }
    }

    /// Waits until there is something to tell.
    pub async fn ready(&mut self) {
        match self {
            Self::Own(it) => it.ready().await,
            Self::Live(it) => it.ready().await,
        }
    }

    /// What is to be told, once it is ready.
    pub async fn take(&mut self) -> Next {
        match self {
            Self::Own(it) => it.waiting.take().unwrap_or(Next::Nothing),
            Self::Live(it) => it.take().await,
        }
    }
}

impl Executed {
    fn of_socket(self, turns: &Arc<Semaphore>, registry: &Arc<Registry>) -> Self {
        let responses = self.responses.in_turn(Arc::clone(turns));
        Self { responses, seq: Some(Arc::clone(registry)), ..self }
    }

    async fn ready(&mut self) {
        if self.waiting.is_some() {
            return;
        }
        let Some(mut answer) = self.responses.next().await else {
            self.waiting = Some(Next::End);
            return;
        };
        let refused = !self.begun
            && (self.responses.refused
                || (self.subscribes && answer.is_err() && !self.position.has_begun()));
        self.begun = true;
        if let (Some(registry), false, false) = (&self.seq, self.subscribes, refused) {
            answer.extensions.insert(SEQ.to_owned(), registry.head().seq.into());
        }
        let errors = refused.then(|| serde_json::to_string(&answer.errors).unwrap_or_default());
        let payload = serde_json::to_string(&answer).unwrap_or_default();
        let cursor = self.position.take_reached();
        let told = Told { payload, refused: errors, cursor, held: None };
        self.waiting = Some(Next::Told(told.counted(&self.backlog, self.client)));
    }
}
