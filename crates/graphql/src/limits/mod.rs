//! How much one request may ask for: checked on its text before that is parsed, and on the parsed
//! document before it is validated or executed, in time linear in its size. Must not know HTTP,
//! nor what a request reads.
//!
//! The library checks documents with their fragments expanded, which a few hundred bytes make
//! longer than any machine can wait for; what passes here is short when expanded.

mod cost;
mod counts;
mod order;
mod shape;
#[cfg(test)]
mod tests;
mod tokens;
mod values;

use std::fmt;

use async_graphql::{
    Variables,
    parser::types::{ExecutableDocument, OperationDefinition, Selection, SelectionSet},
};
use messages::{Message, Say, message};
use serde_json::{Map, Value};

pub use cost::{Estimate, MUTATION};
pub use shape::Shape;
use tokens::Tokens;

/// How deep brackets may stand within one another. The parser recurses over them.
const NESTING: usize = 64;
/// Bytes of a number; the longest that is one has fewer.
const DIGITS: usize = 400;
/// Points that the introspection of one request may cost: its objects are not counted as they are
/// written, but all of them afterwards.
const INTROSPECTION: u64 = 200_000;

/// The most that a request may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the document.
    pub document_bytes: usize,
    /// Tokens of the document, as the specification cuts it.
    pub tokens: usize,
    /// Fields within one another.
    pub depth: usize,
    /// Fields within one another from `__schema` or `__type` on.
    pub introspection_depth: usize,
    /// Fields and fragments, with all fragments expanded.
    pub selections: usize,
    /// Fields under another name, with all fragments expanded.
    pub aliases: usize,
    /// Directives in the document.
    pub directives: usize,
    /// Directives at one place.
    pub field_directives: usize,
    /// Fields at the top of a query or subscription.
    pub root_queries: usize,
    /// Fields at the top of a mutation.
    pub root_mutations: usize,
    /// Points that it may cost as far as that can be told beforehand, see [`cost`].
    pub cost: u64,
    /// Points that it may use while it is executed.
    pub reads: u64,
    /// Lists and objects within one another in the variables.
    pub variables_depth: usize,
    /// Values in the variables.
    pub variables_values: usize,
}

impl Limits {
    /// Whatever is asked for.
    pub const NONE: Self = Self {
        document_bytes: usize::MAX,
        tokens: usize::MAX,
        depth: usize::MAX,
        introspection_depth: usize::MAX,
        selections: usize::MAX,
        aliases: usize::MAX,
        directives: usize::MAX,
        field_directives: usize::MAX,
        root_queries: usize::MAX,
        root_mutations: usize::MAX,
        cost: u64::MAX,
        reads: u64::MAX,
        variables_depth: usize::MAX,
        variables_values: usize::MAX,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 64 << 10,
            tokens: 2_000,
            depth: 12,
            introspection_depth: 20,
            selections: 10_000,
            aliases: 30,
            directives: 50,
            field_directives: 5,
            root_queries: 20,
            root_mutations: 5,
            cost: 500_000,
            reads: 250_000,
            variables_depth: 16,
            variables_values: 10_000,
        }
    }
}

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Bytes of the document.
    DocumentBytes,
    /// Tokens of the document.
    Tokens,
    /// Brackets within one another.
    Nesting,
    /// Bytes of a number.
    Digits,
    /// Fields within one another.
    Depth,
    /// Fields of the introspection within one another.
    IntrospectionDepth,
    /// Selections, expanded.
    Selections,
    /// Aliases, expanded.
    Aliases,
    /// Directives of the document.
    Directives,
    /// Directives at one place.
    FieldDirectives,
    /// Fields at the top of an operation.
    RootFields,
    /// Points, told beforehand.
    Cost,
    /// Points, used while it is executed.
    Reads,
    /// Nesting of the variables.
    VariablesDepth,
    /// Values in the variables.
    VariablesValues,
}

impl Limit {
    /// The name, as answers tell it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DocumentBytes => "DOCUMENT_BYTES",
            Self::Tokens => "TOKENS",
            Self::Nesting => "NESTING",
            Self::Digits => "DIGITS",
            Self::Depth => "DEPTH",
            Self::IntrospectionDepth => "INTROSPECTION_DEPTH",
            Self::Selections => "SELECTIONS",
            Self::Aliases => "ALIASES",
            Self::Directives => "DIRECTIVES",
            Self::FieldDirectives => "FIELD_DIRECTIVES",
            Self::RootFields => "ROOT_FIELDS",
            Self::Cost => "COST",
            Self::Reads => "READS",
            Self::VariablesDepth => "VARIABLES_DEPTH",
            Self::VariablesValues => "VARIABLES_VALUES",
        }
    }

    fn told(self) -> Message {
        match self {
            Self::DocumentBytes => message!("bytes of text"),
            Self::Tokens => message!("tokens"),
            Self::Nesting => message!("levels of nested brackets"),
            Self::Digits => message!("bytes in one number"),
            Self::Depth => message!("levels of nested fields"),
            Self::IntrospectionDepth => message!("levels of nested fields in its introspection"),
            Self::Selections => message!("selections with its fragments expanded"),
            Self::Aliases => message!("aliases with its fragments expanded"),
            Self::Directives => message!("directives"),
            Self::FieldDirectives => message!("directives at one place"),
            Self::RootFields => message!("root fields"),
            Self::Cost => message!("points of cost"),
            Self::Reads => message!("points of reads"),
            Self::VariablesDepth => message!("levels of nested values in its variables"),
            Self::VariablesValues => message!("values in its variables"),
        }
    }
}

/// Why a request asks for too much.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Say)]
pub enum LimitError {
    /// It goes beyond a limit.
    #[error("the request has {} {}, at most {most} are allowed; request less, or use several \
         requests",
        Excess(*.found, *.most), .limit.told())]
    Excess {
        /// Which.
        limit: Limit,
        /// How much it is, or at least is.
        found: u64,
        /// The limit.
        most: u64,
    },
    /// A fragment spreads itself.
    #[error("the fragment `{0}` spreads itself, directly or indirectly; remove the spread")]
    Cycle(String),
}

/// A number that may have been counted only until it was too large.
struct Excess(u64, u64);

impl Say for Excess {
    fn message(&self) -> Message {
        let Self(found, most) = *self;
        if found == most.saturating_add(1) || found == u64::MAX {
            return message!("more than {most}");
        }
        Message::verbatim(found.to_string())
    }
}

impl fmt::Display for Excess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl LimitError {
    fn hold(limit: Limit, found: usize, most: usize) -> Result<(), Self> {
        Self::hold_points(limit, found as u64, most as u64)
    }

    const fn hold_points(limit: Limit, found: u64, most: u64) -> Result<(), Self> {
        if found > most {
            return Err(Self::Excess { limit, found, most });
        }
        Ok(())
    }
}

impl Limits {
    /// Holds a document's text to the limits, so that it may be parsed.
    ///
    /// # Errors
    /// The first limit that it goes beyond.
    pub fn hold_text(&self, text: &str) -> Result<(), LimitError> {
        LimitError::hold(Limit::DocumentBytes, text.len(), self.document_bytes)?;
        let found = Tokens::of(text, self.tokens);
        LimitError::hold(Limit::Tokens, found.count, self.tokens)?;
        LimitError::hold(Limit::Nesting, found.nesting, NESTING)?;
        LimitError::hold(Limit::Digits, found.digits, DIGITS)
    }

    /// Holds a parsed document to the limits, so that it may be validated.
    ///
    /// # Errors
    /// The first limit that it goes beyond, or a cycle of fragments.
    pub fn hold_document(&self, document: &ExecutableDocument) -> Result<Checked, LimitError> {
        let order = order::inner_first(document).map_err(LimitError::Cycle)?;
        counts::hold(document, &order, self)?;
        let (introspects, asks_for_service) = introspects(document);
        Ok(Checked { order, introspects, asks_for_service })
    }

    /// Holds the variables to the limits.
    ///
    /// # Errors
    /// The first limit that they go beyond.
    pub fn hold_variables(&self, variables: &Map<String, Value>) -> Result<(), LimitError> {
        let (depth, values) = values::measure(variables, self.variables_values);
        LimitError::hold(Limit::VariablesValues, values, self.variables_values)?;
        LimitError::hold(Limit::VariablesDepth, depth, self.variables_depth)
    }

    /// Holds the cost of an operation to the limits, and gives it.
    ///
    /// # Errors
    /// Where it costs more.
    pub fn hold_cost(
        &self,
        shape: &Shape,
        document: &ExecutableDocument,
        checked: &Checked,
        operation: &OperationDefinition,
        variables: &Variables,
    ) -> Result<u64, LimitError> {
        let Estimate { points, introspection, .. } =
            checked.estimate(shape, document, operation, variables);
        LimitError::hold_points(Limit::Cost, points, self.cost)?;
        LimitError::hold_points(Limit::Cost, introspection, self.cost.min(INTROSPECTION))?;
        Ok(points)
    }
}

/// What is known of a document that passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    order: Vec<String>,
    /// Whether it asks for the schema.
    pub introspects: Introspects,
    /// Whether it asks for the schema as a gateway does.
    pub asks_for_service: bool,
}

impl Checked {
    /// What an operation costs beforehand.
    pub fn estimate(
        &self,
        shape: &Shape,
        document: &ExecutableDocument,
        operation: &OperationDefinition,
        variables: &Variables,
    ) -> Estimate {
        cost::cost(shape, document, &self.order, operation, variables)
    }
}

/// How much of the schema a document asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Introspects {
    /// Nothing, but names of types.
    No,
    /// Something, beside others.
    Also,
    /// Nothing else.
    Only,
}

/// How much of the schema a document asks for, and whether as a gateway does.
fn introspects(document: &ExecutableDocument) -> (Introspects, bool) {
    let (mut found, mut asks_for_service) = ((false, false), false);
    let mut look = |set: &SelectionSet| {
        let mut sets = vec![set];
        while let Some(set) = sets.pop() {
            for selection in &set.items {
                match &selection.node {
                    Selection::Field(it) => match it.node.name.node.as_str() {
                        "__schema" | "__type" => found.0 = true,
                        "__typename" => {}
                        name => {
                            asks_for_service |= name == "_service";
                            found.1 = true;
                        }
                    },
                    Selection::InlineFragment(it) => sets.push(&it.node.selection_set.node),
                    Selection::FragmentSpread(_) => {}
                }
            }
        }
    };
    for (_, operation) in document.operations.iter() {
        look(&operation.node.selection_set.node);
    }
    for fragment in document.fragments.values() {
        if !fragment.node.type_condition.node.on.node.starts_with("__") {
            look(&fragment.node.selection_set.node);
        }
    }
    let introspects = match found {
        (false, _) => Introspects::No,
        (true, true) => Introspects::Also,
        (true, false) => Introspects::Only,
    };
    (introspects, asks_for_service)
}
