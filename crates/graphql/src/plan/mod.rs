//! Plans: an operation of a validated document as a tree of steps, which is walked once to read
//! the records and write the JSON of the answer.
//!
//! `compile` makes the steps against the table of the schema: fields of one name are one step, and
//! fragments are laid out for each type that they may meet. What hangs on the variables of `@skip`
//! and `@include` is decided then, so a document has a plan for each combination of those that was
//! asked for; all other variables are bound to a plan when it is walked. `walk` executes. Every
//! object that is written is counted, and none is written once the request was given up. Must not
//! know what any field means.

mod compile;
mod light;
mod walk;

use std::any::TypeId;

use async_graphql::{
    Name, Pos, Value as Const, Variables,
    parser::types::{
        DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection,
    },
};
use async_graphql_value::Value as Written;

pub use walk::{event, execute, subscribe};

use super::table::{FieldRow, ObjectRow, TABLES};

/// An operation as steps.
#[derive(Debug)]
pub struct Plan {
    /// What kind of operation it is.
    pub kind: OperationType,
    steps: Vec<Step>,
    /// Arguments that hang on variables, by the slots that steps name.
    slots: Vec<Vec<(Name, Written)>>,
    /// The variables that decided which fields are selected, and what they were.
    conditions: Vec<(Name, bool)>,
    /// Roughly the bytes that it takes up.
    weight: u64,
    /// Whether it reads so little that it costs less than handing it over to another thread: a few
    /// records, each by its key or through one other, and nothing that is listed, searched or added
    /// up.
    pub is_light: bool,
}

/// A field to resolve, or a name of a type to write.
#[derive(Debug)]
struct Step {
    /// The name in the answer.
    key: Box<str>,
    /// The same as JSON, with its colon.
    json: Box<str>,
    pos: Pos,
    what: What,
}

#[derive(Debug)]
enum What {
    /// `__typename`.
    TypeName(&'static str),
    Field {
        row: &'static FieldRow,
        arguments: Arguments,
        then: Then,
        /// Whether it, or something below it, is waited for.
        waits: bool,
    },
}

/// The arguments of a step.
#[derive(Debug)]
enum Arguments {
    Fixed(Vec<(Name, Const)>),
    /// Bound before the walk, in this slot.
    Slot(usize),
}

/// What is selected of the value of a field.
#[derive(Debug)]
enum Then {
    Leaf,
    Object(Vec<Step>),
    /// By what the object is in the code.
    OneOf(Vec<(TypeId, Vec<Step>)>),
}

impl Plan {
    /// The plan of an operation of a document that is valid, with these variables.
    #[must_use]
    pub fn of(
        document: &ExecutableDocument,
        operation: &OperationDefinition,
        variables: &Variables,
    ) -> Self {
        compile::plan(document, operation, variables)
    }

    /// Whether it is the plan with these variables, too.
    #[must_use]
    pub fn fits(&self, operation: &OperationDefinition, variables: &Variables) -> bool {
        let mut conditions = self.conditions.iter();
        conditions.all(|(name, is)| compile::truth(operation, variables, name) == *is)
    }

    /// Roughly the bytes that it takes up.
    #[must_use]
    pub const fn weight(&self) -> u64 {
        self.weight
    }

    /// The arguments that hang on variables, by slot.
    fn bind(
        &self,
        operation: &OperationDefinition,
        variables: &Variables,
    ) -> Vec<Vec<(Name, Const)>> {
        let bound = |slot: &Vec<(Name, Written)>| {
            let given = slot.iter().filter_map(|(name, value)| {
                Some((name.clone(), compile::bound(operation, variables, value)?))
            });
            given.collect()
        };
        self.slots.iter().map(bound).collect()
    }
}

/// Whether an operation asks for the schema as a gateway does.
#[must_use]
pub fn asks_for_service(operation: &OperationDefinition) -> bool {
    let selected = operation.selection_set.node.items.iter();
    let names = selected.filter_map(|it| match &it.node {
        Selection::Field(field) => Some(field.node.name.node.as_str()),
        _ => None,
    });
    let mut names = names;
    names.any(|name| name == "_service")
}

/// The root type of a kind of operation.
fn root(kind: OperationType) -> Option<&'static ObjectRow> {
    TABLES.find_object(match kind {
        OperationType::Query => "Query",
        OperationType::Mutation => "Mutation",
        OperationType::Subscription => "Subscription",
    })
}

/// The operation of a document that is asked for by name, where that is clear.
#[must_use]
pub fn operation<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Option<&'a OperationDefinition> {
    let found = match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some(operation),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
        (DocumentOperations::Multiple(operations), None) => {
            operations.values().next().filter(|_| operations.len() == 1)
        }
    };
    found.map(|operation| &operation.node)
}
