//! A document that was read: parsed, held to the limits, and known to be valid for what it was
//! asked with before. Read once, asked often. Must not know where it is kept.

use std::{
    collections::HashSet,
    sync::{LazyLock, Mutex, PoisonError},
};

use async_graphql::{
    Name, Request, Variables,
    parser::{
        parse_query,
        types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType},
    },
};

use super::{
    limits::{Checked, Introspects, LimitError, Limits, Shape, is_light, repeats},
    schema,
};

/// With how many names and variables a document is remembered to be valid.
const VALID_MAX: usize = 1_024;
/// Bytes that a parsed document takes up for each of its text, about, and beside them.
const PARSED: (u64, u64) = (24, 2_048);

static SHAPE: LazyLock<Shape> = LazyLock::new(|| Shape::of(schema::plain()));

/// What tells the operation and variables that a document is asked with, and the document.
pub type Digest = [u8; 32];

/// A document, read.
#[derive(Debug)]
pub struct Document {
    /// Bytes of its text.
    length: usize,
    parsed: ExecutableDocument,
    checked: Checked,
    repeats: bool,
    /// What it was valid with. Validation hangs on the document, the name of the operation and
    /// the variables, and on nothing else.
    valid: Mutex<HashSet<Digest>>,
}

impl Document {
    /// Reads a document; `None` where it does not parse, for which the library has the words.
    ///
    /// # Errors
    /// The limit that it goes beyond.
    pub fn read(text: &str, limits: &Limits) -> Result<Option<Self>, LimitError> {
        limits.hold_text(text)?;
        let Ok(parsed) = parse_query(text) else { return Ok(None) };
        let checked = limits.hold_document(&parsed)?;
        let (length, repeats) = (text.len(), repeats(&parsed));
        Ok(Some(Self { length, parsed, checked, repeats, valid: Mutex::default() }))
    }

    /// The operation that is asked for, where that is clear.
    #[must_use]
    pub fn operation(&self, name: Option<&str>) -> Option<&OperationDefinition> {
        let found = match (&self.parsed.operations, name) {
            (DocumentOperations::Single(operation), None) => Some(operation),
            (DocumentOperations::Single(_), Some(_)) => None,
            (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
            (DocumentOperations::Multiple(operations), None) => {
                operations.values().next().filter(|_| operations.len() == 1)
            }
        };
        found.map(|operation| &operation.node)
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

    /// Whether an operation reads so little that it need not be handed over to another thread.
    #[must_use]
    pub fn is_light(&self, name: Option<&str>) -> bool {
        let operation = self.operation(name);
        self.checked.introspects == Introspects::No
            && operation.is_some_and(|it| is_light(&SHAPE, &self.parsed, it))
    }

    /// Whether it selects objects twice under one name, so that what comes of both must be joined.
    #[must_use]
    pub const fn repeats(&self) -> bool {
        self.repeats
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

    /// Whether it is known to be valid with what this digest tells. One that asks for the schema
    /// never is, since the schema that trusts tells more than the other.
    #[must_use]
    pub fn is_valid(&self, with: &Digest) -> bool {
        self.checked.introspects == Introspects::No
            && self.valid.lock().unwrap_or_else(PoisonError::into_inner).contains(with)
    }

    /// Remembers that it is valid with what this digest tells.
    pub fn note_valid(&self, with: Digest) {
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
