//! Keeps the GraphQL specification (September 2025) for a schema: parses and validates documents,
//! coerces variables and arguments. What passes may be executed without a further look at it.
//!
//! - [`Gate`] holds a schema; it reads documents and coerces the variables of an operation.
//! - [`Document`] is a valid document; it finds operations, and the place of anything in its text.
//! - [`Arguments`] are the arguments of one field, compiled once and evaluated with each set of
//!   [`Variables`]; [`Conditions`] are its `@skip` and `@include`.
//! - [`Value`] is what they evaluate to.
//! - [`GateError`] says what is wrong, and where.
//!
//! Must not know what a schema means, how a document is executed, nor where it came from.
//!
//! Beyond the specification a document may have fragments within one another 100 deep, and not too
//! many operations that spread the same ones.
//!
//! `apollo-compiler` parses and validates. What it treats otherwise than the specification is
//! caught in `syntax` and `rules`.

mod arguments;
mod coerce;
mod document;
mod error;
mod literal;
mod rules;
mod size;
mod syntax;
mod value;

use std::sync::Arc;

pub use apollo_compiler::{
    Name, Node, Schema, ast, executable,
    parser::SourceSpan,
    schema::{ExtendedType, FieldDefinition},
};
use apollo_compiler::{parser::Parser, validation::Valid};

pub use arguments::{ArgumentError, Arguments, Conditions};
pub use coerce::Variables;
pub use document::{Document, Parsed};
pub use error::{GateError, Location, SchemaError};
pub use value::{Object, Value};

/// Brackets within one another, unless it is set.
const NESTING: usize = 200;
/// Tokens, unless it is set.
const TOKENS: usize = 100_000;
/// Brackets within one another that may be set.
const DEEPEST: usize = 500;
/// How deep the library may recurse; more than brackets may nest.
const RECURSION: usize = 1_200;

/// A schema, and all that a request must keep to be executed against it.
#[derive(Debug, Clone)]
pub struct Gate {
    schema: Arc<Valid<Schema>>,
    nesting: usize,
    tokens: usize,
}

impl Gate {
    /// The gate of a schema, given in the schema definition language.
    ///
    /// # Errors
    /// What is wrong with the schema.
    pub fn new(sdl: &str) -> Result<Self, SchemaError> {
        let schema = Schema::parse_and_validate(sdl, "schema.graphql")
            .map_err(|found| SchemaError(found.errors.to_string()))?;
        Ok(Self { schema: Arc::new(schema), nesting: NESTING, tokens: TOKENS })
    }

    /// Sets how deep brackets may stand within one another, and how many tokens a document may
    /// have. 200 and 100,000 unless set, 500 brackets at most.
    #[must_use]
    pub const fn limits(mut self, nesting: usize, tokens: usize) -> Self {
        self.nesting = if nesting > DEEPEST { DEEPEST } else { nesting };
        self.tokens = tokens;
        self
    }

    /// The schema.
    #[must_use]
    pub fn schema(&self) -> &Valid<Schema> {
        &self.schema
    }

    /// Parses a document, and validates it.
    ///
    /// # Errors
    /// The first error of syntax, or everything that is invalid.
    pub fn read(&self, text: &str) -> Result<Document, Vec<GateError>> {
        self.validate(&self.parse(text).map_err(|error| vec![error])?)
    }

    /// Parses a document. Its selections may be counted before it is validated.
    ///
    /// # Errors
    /// The first error of syntax.
    pub fn parse(&self, text: &str) -> Result<Parsed, GateError> {
        let text = syntax::hold(text, self.nesting, self.tokens)?;
        // Ignored tokens count there, of which there may be one for each byte.
        let mut parser = Parser::new().recursion_limit(RECURSION).token_limit(usize::MAX);
        match parser.parse_ast(text.as_str(), "") {
            Ok(ast) => Ok(Parsed { ast }),
            Err(found) => Err(error::first(&text, &found.errors)),
        }
    }

    /// Validates a parsed document.
    ///
    /// # Errors
    /// Everything that is invalid, at most 100 errors, in the order of the document.
    pub fn validate(&self, parsed: &Parsed) -> Result<Document, Vec<GateError>> {
        let document = rules::validate(&self.schema, &parsed.ast)?;
        Ok(Document::new(document))
    }
}
