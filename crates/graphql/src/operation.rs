//! An operation that may be executed: what it costs, and what it asks for.

use std::sync::Arc;

use async_graphql::{Request, Response, Value, parser::types::OperationType};

use messages::Message;

use super::{
    document::Document,
    library,
    limits::{LimitError, Limits},
    live_query::{self, LiveQuery},
    plan::{Bound, Plan, Slots},
    schema,
};

/// An operation of a document, with variables that fit.
#[derive(Debug, Clone)]
pub struct Operation {
    pub(super) document: Arc<Document>,
    pub(super) name: Option<String>,
    pub(super) variables: gate::Variables,
}

impl Operation {
    /// The kind of the operation.
    #[must_use]
    pub fn kind(&self) -> Option<OperationType> {
        self.document.kind(self.name.as_deref())
    }

    /// Whether it reads so little that it need not be handed over to another thread; known once
    /// the document was asked for it.
    #[must_use]
    pub fn is_light(&self) -> bool {
        self.document.is_light(self.name.as_deref(), &self.variables)
    }

    /// Bytes that it keeps in memory for as long as it runs; an estimate. A document that others
    /// run, too, is theirs as well.
    #[must_use]
    pub fn weight(&self) -> u64 {
        // One of those who hold it may be who keeps it for the next.
        let holders = Arc::strong_count(&self.document).saturating_sub(1).max(1);
        self.document.weight() / holders as u64
    }

    /// What it costs, in points.
    ///
    /// # Errors
    /// Where it costs more than the limits allow.
    pub fn cost(&self, limits: &Limits) -> Result<u64, LimitError> {
        let variables = library::sizes(&self.variables);
        self.document.cost(self.name.as_deref(), &variables, limits)
    }

    /// How it is kept alive; `None` where it is answered once.
    ///
    /// # Errors
    /// What is wrong with its `@live`.
    pub fn live(&self) -> Result<Option<LiveQuery>, Message> {
        let Ok(operation) = self.document.gate().operation(self.name.as_deref()) else {
            return Ok(None);
        };
        LiveQuery::of(self.document.served().gate(), operation, &self.variables)
    }

    pub(super) fn plan(&self) -> Option<Arc<Plan>> {
        self.document.plan(self.name.as_deref(), &self.variables)
    }

    pub(super) fn bound<'a>(&'a self, plan: &'a Plan, slots: &'a Slots) -> Bound<'a> {
        Bound::new(plan, self.document.gate(), slots)
    }

    pub(super) fn describe_schema(&self, response: &mut Response) {
        if let Ok(operation) = self.document.gate().operation(self.name.as_deref()) {
            let document = self.document.gate();
            schema::describe(document, operation, &mut response.data);
            let gate = self.document.served().gate();
            live_query::describe((gate, document, operation), &self.variables, &mut response.data);
        }
    }

    /// What the introspection in an answer costs, and how many other objects it has.
    pub(super) fn cost_of_introspection(&self, data: &Value) -> (u64, u64) {
        let variables = library::variables(self.variables.clone());
        self.document.cost_of_introspection(self.name.as_deref(), &variables, data)
    }

    pub(super) fn request(&self) -> Request {
        let variables = library::variables(self.variables.clone());
        self.document.request(self.name.as_deref(), variables)
    }
}
