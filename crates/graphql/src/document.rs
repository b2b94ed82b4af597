//! A document that was read: parsed, held to the limits, known to be valid for what it was asked
//! with before, and compiled to plans. Read once, asked often. Must not know where it is kept.

use std::{
    collections::HashSet,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use async_graphql::{
    Name, Request, ServerError, Variables,
    parser::{
        parse_query,
        types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType},
    },
};

use super::{
    limits::{Checked, Introspects, LimitError, Limits, Shape},
    plan::{self, Plan},
    schema::Served,
    table::TABLES,
};

/// With how many names and variables a document is remembered to be valid.
const VALID_MAX: usize = 1_024;
/// How many plans of a document are kept.
const PLANS_MAX: usize = 8;
/// Bytes that a parsed document takes up for each of its text, about, and beside them.
const PARSED: (u64, u64) = (24, 2_048);

static SHAPE: LazyLock<Shape> = LazyLock::new(|| Shape::of(&TABLES));

/// What tells the operation and variables that a document is asked with, and the document.
pub type Digest = [u8; 32];

/// A document, read.
#[derive(Debug)]
pub struct Document {
    /// Bytes of its text.
    length: usize,
    parsed: ExecutableDocument,
    checked: Checked,
    /// What it was valid with. Validation hangs on the document, the name of the operation and
    /// the variables, and on nothing else.
    valid: Mutex<HashSet<Digest>>,
    /// Its plans, under the names of their operations.
    plans: Mutex<Vec<(Option<String>, Arc<Plan>)>>,
}

impl Document {
    /// Reads a document, or says why it does not parse.
    ///
    /// # Errors
    /// The limit that it goes beyond.
    pub fn read(text: &str, limits: &Limits) -> Result<Result<Self, ServerError>, LimitError> {
        limits.hold_text(text)?;
        let parsed = match parse_query(text) {
            Ok(parsed) => parsed,
            Err(error) => return Ok(Err(error.into())),
        };
        let checked = limits.hold_document(&parsed)?;
        Ok(Ok(Self::of(parsed, text.len(), checked)))
    }

    /// A document whoever asks it may.
    ///
    /// # Errors
    /// Where it does not parse, or a fragment spreads itself.
    pub fn trusted(text: &str) -> Result<Self, ServerError> {
        let parsed = parse_query(text)?;
        let checked = Limits::NONE.hold_document(&parsed);
        let checked = checked.map_err(|error| ServerError::new(error.to_string(), None))?;
        Ok(Self::of(parsed, text.len(), checked))
    }

    fn of(parsed: ExecutableDocument, length: usize, checked: Checked) -> Self {
        Self { length, parsed, checked, valid: Mutex::default(), plans: Mutex::default() }
    }

    /// The operation that is asked for, where that is clear.
    #[must_use]
    pub fn operation(&self, name: Option<&str>) -> Option<&OperationDefinition> {
        plan::operation(&self.parsed, name)
    }

    /// The name that the operation which is asked for has in the document.
    #[must_use]
    pub fn name<'a>(&'a self, name: Option<&'a str>) -> Option<&'a str> {
        match (&self.parsed.operations, name) {
            (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
                operations.keys().next().map(Name::as_str)
            }
            (DocumentOperations::Multiple(operations), Some(name)) => {
                operations.contains_key(name).then_some(name)
            }
            _ => None,
        }
    }

    /// The kind of the operation that is asked for, where that is clear.
    #[must_use]
    pub fn kind(&self, name: Option<&str>) -> Option<OperationType> {
        self.operation(name).map(|operation| operation.ty)
    }

    /// What an operation costs with these variables, in points; 1 where none is meant.
    ///
    /// # Errors
    /// Where it costs more than the limits allow, or the variables go beyond theirs.
    pub fn cost(
        &self,
        name: Option<&str>,
        variables: &Variables,
        limits: &Limits,
    ) -> Result<u64, LimitError> {
        limits.hold_variables(variables)?;
        let Some(operation) = self.operation(name) else { return Ok(1) };
        limits.hold_cost(&SHAPE, &self.parsed, &self.checked, operation, variables)
    }

    /// Whether an operation reads so little that it need not be handed over to another thread;
    /// known once it was asked.
    #[must_use]
    pub fn is_light(&self, name: Option<&str>, variables: &Variables) -> bool {
        let operation = self.operation(name);
        operation
            .is_some_and(|it| self.find_plan(name, it, variables).is_some_and(|it| it.is_light))
    }

    /// The plan of an operation of the document, which is valid, with these variables; `None`
    /// where none is meant, or it is for the library to answer.
    #[must_use]
    pub fn plan(&self, name: Option<&str>, variables: &Variables) -> Option<Arc<Plan>> {
        let operation = self.operation(name)?;
        if self.checked.introspects != Introspects::No || plan::asks_for_service(operation) {
            return None;
        }
        if let Some(known) = self.find_plan(name, operation, variables) {
            return Some(known);
        }
        let made = Arc::new(Plan::of(&self.parsed, operation, variables));
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if plans.len() < PLANS_MAX {
            plans.push((name.map(str::to_owned), Arc::clone(&made)));
        }
        Some(made)
    }

    fn find_plan(
        &self,
        name: Option<&str>,
        operation: &OperationDefinition,
        variables: &Variables,
    ) -> Option<Arc<Plan>> {
        let plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        let known = plans
            .iter()
            .find(|(known, plan)| known.as_deref() == name && plan.fits(operation, variables));
        known.map(|(_, plan)| Arc::clone(plan))
    }

    /// How much of the schema it asks for.
    #[must_use]
    pub const fn introspects(&self) -> Introspects {
        self.checked.introspects
    }

    /// The request of an operation of it.
    #[must_use]
    pub fn request(&self, name: Option<&str>, variables: Variables) -> Request {
        // What is parsed is not parsed again, so its text is not wanted.
        let mut request = Request::new(String::new()).variables(variables);
        request.set_parsed_query(self.parsed.clone());
        match name {
            Some(name) => request.operation_name(name),
            None => request,
        }
    }

    /// What is wrong with what is asked of it, before anything is read or written for it. What was
    /// found to be right is remembered under a digest.
    ///
    /// # Errors
    /// All that is wrong.
    pub async fn validate(
        &self,
        served: Served,
        (name, variables): (Option<&str>, &Variables),
        digest: Option<&Digest>,
    ) -> Result<(), Vec<ServerError>> {
        if digest.is_some_and(|digest| self.is_valid(digest)) {
            return Ok(());
        }
        let errors = served.validate(self.request(name, variables.clone()), self.kind(name)).await;
        if !errors.is_empty() {
            return Err(errors);
        }
        if let Some(digest) = digest {
            self.note_valid(*digest);
        }
        Ok(())
    }

    /// Whether it is known to be valid with what this digest tells.
    fn is_valid(&self, with: &Digest) -> bool {
        self.valid.lock().unwrap_or_else(PoisonError::into_inner).contains(with)
    }

    /// Remembers that it is valid with what this digest tells.
    fn note_valid(&self, with: Digest) {
        let mut valid = self.valid.lock().unwrap_or_else(PoisonError::into_inner);
        if valid.len() >= VALID_MAX {
            valid.clear();
        }
        valid.insert(with);
    }

    /// Bytes that it takes up, about.
    #[must_use]
    pub fn weight(&self) -> u64 {
        self.length as u64 * PARSED.0 + PARSED.1 + VALID_MAX as u64
    }
}
