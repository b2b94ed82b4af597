//! What an operation tells its client, whatever kind it is: a subscription each thing that happens,
//! a live query each answer, any other operation the one that it has.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{member::Member, queries::LiveQueries, responses::Responses};
use crate::{
    graphql::Position,
    http::{
        App,
        asker::RequestContext,
        charge::Charge,
        error::HttpError,
        graphql::{Admitted, LiveCursor},
    },
};

/// What is told of an operation, as JSON.
#[derive(Debug)]
pub struct Told {
    /// The answer.
    pub payload: String,
    /// Its errors, where nothing comes after them: it was not executed, or is over.
    pub refused: Option<String>,
    /// The cursor to resume after it, where there is one.
    pub cursor: Option<String>,
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
}

impl Told {
    /// What ends a live query.
    pub fn refused(errors: &Value) -> Self {
        let payload = json!({ "errors": errors }).to_string();
        Self { payload, refused: Some(errors.to_string()), cursor: None }
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
        let executed = Executed { responses, position, subscribes, begun: false, waiting: None };
        Ok(Self::Own(Box::new(executed)))
    }

    /// Whether its answers are each of the newest only.
    pub const fn is_live(&self) -> bool {
        matches!(self, Self::Live(_))
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
    async fn ready(&mut self) {
        if self.waiting.is_some() {
            return;
        }
        let Some(answer) = self.responses.next().await else {
            self.waiting = Some(Next::End);
            return;
        };
        let refused = !self.begun
            && (self.responses.refused
                || (self.subscribes && answer.is_err() && !self.position.has_begun()));
        self.begun = true;
        let errors = refused.then(|| serde_json::to_string(&answer.errors).unwrap_or_default());
        let payload = serde_json::to_string(&answer).unwrap_or_default();
        let cursor = self.position.take_reached();
        self.waiting = Some(Next::Told(Told { payload, refused: errors, cursor }));
    }
}
