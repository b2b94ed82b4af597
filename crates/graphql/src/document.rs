//! A document that was read: parsed and validated by the gate, held to the limits, and compiled to
//! plans. Read once, asked often. Must not know where it is kept.

use std::{
    collections::HashSet,
    sync::{
        Arc, LazyLock, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use async_graphql::{
    Pos, Request, ServerError, Value, Variables,
    parser::types::{
        DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection,
        SelectionSet,
    },
};
use gate::{GateError, Node, executable};
use serde_json::{Map, Value as Json};

use super::{
    Operation, answer, error, library,
    limits::{Checked, Introspects, LimitError, Limits, Shape},
    plan::Plan,
    schema::Served,
    table::TABLES,
};

/// How many plans of a document are kept.
const PLANS_MAX: usize = 8;
/// Bytes that the library's form takes up for each of the gate's, about, and beside them.
const LIBRARY: (u64, u64) = (2, 1_024);
/// Bytes that a plan takes up in the list of plans, with the name of its operation.
const PLAN: u64 = 96;

static SHAPE: LazyLock<Shape> = LazyLock::new(|| Shape::of(&TABLES));

/// What tells the operation and variables that a document is asked with, and the document.
pub type Digest = [u8; 32];

/// A document, read.
#[derive(Debug)]
pub struct Document {
    schema: Served,
    read: gate::Document,
    /// The same for the limits and the library.
    library: ExecutableDocument,
    checked: Checked,
    /// Its plans, under the names of their operations.
    plans: Mutex<Vec<(Option<String>, Arc<Plan>)>>,
    /// Bytes of those.
    planned: AtomicU64,
}

/// Why a document is not executed.
#[derive(Debug, Clone)]
pub enum ReadError {
    /// It asks for too much.
    Limit(LimitError),
    /// It does not parse.
    Syntax(ServerError),
    /// It is invalid: all that is wrong, and the kind and name of its operation where it has one.
    Invalid(Vec<ServerError>, Option<(OperationType, Option<String>)>),
}

impl Document {
    /// Reads a document.
    ///
    /// # Errors
    /// The limit that it goes beyond, or what is wrong with it.
    pub fn read(schema: Served, text: &str, limits: &Limits) -> Result<Self, ReadError> {
        limits.hold_text(text).map_err(ReadError::Limit)?;
        let gate = schema.gate();
        let parsed = gate.parse(text).map_err(|error| ReadError::Syntax(server_error(&error)))?;
        let library = library::document(parsed.ast());
        let checked = limits.hold_document(&library).map_err(ReadError::Limit)?;
        let read = gate.validate(&parsed).map_err(|errors| {
            let told = errors.iter().map(|it| error::with_suggestions(server_error(it)));
            ReadError::Invalid(told.collect(), library::only(parsed.ast()))
        })?;
        Ok(Self {
            schema,
            read,
            library,
            checked,
            plans: Mutex::default(),
            planned: AtomicU64::default(),
        })
    }

    /// An operation of the document with variables as they are sent.
    ///
    /// # Errors
    /// Where none is meant, or the variables do not fit: all that is wrong.
    pub fn ask(
        self: &Arc<Self>,
        name: Option<String>,
        variables: Map<String, Json>,
    ) -> Result<Operation, Vec<ServerError>> {
        let told = |error: GateError| server_error(&error);
        let asked = self.read.operation(name.as_deref()).map_err(|error| vec![told(error)])?;
        let coerced = self.schema.gate().coerce(&self.read, asked, variables);
        let variables =
            coerced.map_err(|errors| errors.into_iter().map(told).collect::<Vec<_>>())?;
        Ok(Operation { document: Arc::clone(self), name, variables })
    }

    /// What the gate read.
    pub(super) const fn gate(&self) -> &gate::Document {
        &self.read
    }

    /// The schema that it was read against.
    pub(super) const fn served(&self) -> Served {
        self.schema
    }

    fn operation(&self, name: Option<&str>) -> Option<&Node<executable::Operation>> {
        self.read.operation(name).ok()
    }

    /// The name that the operation which is asked for has in the document.
    #[must_use]
    pub fn name<'a>(&'a self, name: Option<&'a str>) -> Option<&'a str> {
        self.operation(name)?.name.as_ref().map(gate::Name::as_str)
    }

    /// The kind of the operation that is asked for, where that is clear.
    #[must_use]
    pub fn kind(&self, name: Option<&str>) -> Option<OperationType> {
        self.operation(name).map(|operation| library::kind(operation.operation_type))
    }

    /// What an operation costs with these variables, in points; 1 where none is meant.
    ///
    /// # Errors
    /// Where it costs more than the limits allow.
    pub fn cost(
        &self,
        name: Option<&str>,
        variables: &Variables,
        limits: &Limits,
    ) -> Result<u64, LimitError> {
        let Some(operation) = self.library_operation(name) else { return Ok(1) };
        limits.hold_cost(&SHAPE, &self.library, &self.checked, operation, variables)
    }

    /// What the introspection in the answer of an operation costs, in points: its objects, but no
    /// more than was told beforehand; and how many other objects the answer has.
    #[must_use]
    pub(super) fn cost_of_introspection(
        &self,
        name: Option<&str>,
        variables: &Variables,
        data: &Value,
    ) -> (u64, u64) {
        let (Some(operation), Value::Object(fields)) = (self.library_operation(name), data) else {
            return (0, 0);
        };
        let keys = self.keys_of_introspection(&operation.selection_set.node);
        let (mut introspected, mut others) = (0, 0);
        for (key, value) in fields {
            let sum = if keys.contains(key.as_str()) { &mut introspected } else { &mut others };
            *sum += answer::objects(value);
        }
        let estimate = self.checked.estimate(&SHAPE, &self.library, operation, variables);
        (introspected.min(estimate.introspection), others)
    }

    /// The keys in the answer under which the schema is told.
    fn keys_of_introspection<'a>(&'a self, root: &'a SelectionSet) -> HashSet<&'a str> {
        let (mut keys, mut met, mut sets) = (HashSet::new(), HashSet::new(), vec![root]);
        while let Some(set) = sets.pop() {
            for selection in &set.items {
                match &selection.node {
                    Selection::Field(it) => {
                        if matches!(it.node.name.node.as_str(), "__schema" | "__type") {
                            keys.insert(it.node.response_key().node.as_str());
                        }
                    }
                    Selection::InlineFragment(it) => sets.push(&it.node.selection_set.node),
                    Selection::FragmentSpread(it) => {
                        let name = &it.node.fragment_name.node;
                        let fragment = self.library.fragments.get(name);
                        if let Some(fragment) = fragment.filter(|_| met.insert(name)) {
                            sets.push(&fragment.node.selection_set.node);
                        }
                    }
                }
            }
        }
        keys
    }

    fn library_operation(&self, name: Option<&str>) -> Option<&OperationDefinition> {
        let found = match (&self.library.operations, name) {
            (DocumentOperations::Single(operation), None) => Some(operation),
            (DocumentOperations::Single(_), Some(_)) => None,
            (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
            (DocumentOperations::Multiple(operations), None) => {
                operations.values().next().filter(|_| operations.len() == 1)
            }
        };
        found.map(|operation| &operation.node)
    }

    /// Whether an operation reads so little that it need not be handed over to another thread;
    /// known once it was asked.
    #[must_use]
    pub(super) fn is_light(&self, name: Option<&str>, variables: &gate::Variables) -> bool {
        self.find_plan(name, variables).is_some_and(|plan| plan.is_light)
    }

    /// The plan of an operation with these variables; `None` where none is meant, or it is for the
    /// library to answer.
    #[must_use]
    pub(super) fn plan(
        &self,
        name: Option<&str>,
        variables: &gate::Variables,
    ) -> Option<Arc<Plan>> {
        let operation = self.operation(name)?;
        if self.checked.introspects != Introspects::No || self.checked.asks_for_service {
            return None;
        }
        if let Some(known) = self.find_plan(name, variables) {
            return Some(known);
        }
        let made = Arc::new(Plan::of(self.schema.gate(), &self.read, operation, variables));
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if plans.len() < PLANS_MAX {
            plans.push((name.map(str::to_owned), Arc::clone(&made)));
            self.planned.fetch_add(made.weight() + PLAN, Ordering::Relaxed);
        }
        Some(made)
    }

    fn find_plan(&self, name: Option<&str>, variables: &gate::Variables) -> Option<Arc<Plan>> {
        let plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = plans.iter();
        let known = known.find(|(known, plan)| known.as_deref() == name && plan.fits(variables));
        known.map(|(_, plan)| Arc::clone(plan))
    }

    /// How much of the schema it asks for.
    #[must_use]
    pub const fn introspects(&self) -> Introspects {
        self.checked.introspects
    }

    /// The request of an operation of it, for the library.
    #[must_use]
    pub(super) fn request(&self, name: Option<&str>, variables: Variables) -> Request {
        // What is parsed is not parsed again, so its text is not wanted.
        let mut request = Request::new(String::new()).variables(variables);
        request.set_parsed_query(self.library.clone());
        // Of one operation the library has the name where the document gives one.
        match name.filter(|_| matches!(self.library.operations, DocumentOperations::Multiple(_))) {
            Some(name) => request.operation_name(name),
            None => request,
        }
    }

    /// Bytes that it takes up with the plans that are kept now; an estimate. It grows with them:
    /// who keeps the document weighs it again.
    #[must_use]
    pub fn weight(&self) -> u64 {
        let read = self.read.size() as u64;
        // A plan has about as many steps as the document has fields, before it is there.
        read + read * LIBRARY.0 + LIBRARY.1 + self.planned.load(Ordering::Relaxed).max(read)
    }
}

/// An error of the gate as answers have them.
pub fn server_error(error: &GateError) -> ServerError {
    let mut made = ServerError::new(&error.message, None);
    let places = error.locations.iter();
    made.locations = places.map(|it| Pos { line: it.line, column: it.column }).collect();
    made
}
