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
mod cut;
mod light;
mod walk;
mod weight;

use std::any::TypeId;

use async_graphql::{Name, Value as Const, parser::types::OperationType};
use gate::{ArgumentError, Conditions, Gate, SourceSpan, Variables, executable::Operation};

pub use walk::{Bound, event, execute, subscribe};

use super::{
    library,
    table::{FieldRow, ObjectRow, ROOTS, TABLES},
    types::shown::Show,
};

/// An operation as steps.
#[derive(Debug)]
pub struct Plan {
    /// What kind of operation it is.
    pub kind: OperationType,
    steps: Vec<Step>,
    /// Arguments that hang on variables, by the slots that steps name.
    slots: Vec<gate::Arguments>,
    /// What decided which fields are selected by variables, and how.
    conditions: Vec<(Conditions, bool)>,
    /// Whether it reads so little that it costs less than handing it over to another thread: a few
    /// records, each by its key or through one other, and nothing that is listed, searched or added
    /// up.
    pub is_light: bool,
    /// Whether there are lists whose items are cut out.
    has_cuts: bool,
}

/// A field to resolve, or a name of a type to write.
#[derive(Debug)]
struct Step {
    /// The name in the answer.
    key: Box<str>,
    /// The same as JSON, with its colon.
    json: Box<str>,
    /// Where in the document.
    span: Option<SourceSpan>,
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
        /// How its items are cut out of an answer; `None` where they are not worth it.
        cut: Option<Cut>,
    },
}

/// How the items of a list are cut out of an answer, to be taken over by later ones.
#[derive(Debug, Clone, Copy)]
struct Cut {
    /// What tells the list from others of the plan.
    place: u32,
    show: Show,
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

/// The values of the arguments that hang on variables, by slot; or why a field has none.
pub type Slots = Vec<Result<Vec<(Name, Const)>, ArgumentError>>;

impl Plan {
    /// The plan of an operation of a document, with these variables.
    #[must_use]
    pub fn of(
        gate: &Gate,
        document: &gate::Document,
        operation: &Operation,
        variables: &Variables,
    ) -> Self {
        compile::plan(gate, document, operation, variables)
    }

    /// Whether it is the plan with these variables, too.
    #[must_use]
    pub fn fits(&self, variables: &Variables) -> bool {
        self.conditions.iter().all(|(found, is)| compile::holds(found, variables) == *is)
    }

    /// Bytes that it takes up; an estimate.
    #[must_use]
    pub fn weight(&self) -> u64 {
        weight::of(self)
    }

    /// The arguments that hang on variables, by slot.
    #[must_use]
    pub fn bind(&self, variables: &Variables) -> Slots {
        let given = |slot: &gate::Arguments| slot.values(variables).map(|it| library::given(&it));
        self.slots.iter().map(given).collect()
    }
}

/// The root type of a kind of operation.
fn root(kind: OperationType) -> Option<&'static ObjectRow> {
    let [query, mutation, subscription] = ROOTS;
    TABLES.find_object(match kind {
        OperationType::Query => query,
        OperationType::Mutation => mutation,
        OperationType::Subscription => subscription,
    })
}
