//! Documents that were read. Must not know how they are executed, nor where they are kept.

use apollo_compiler::{
    ExecutableDocument, Node, ast,
    executable::{Fragment, Operation},
    parser::SourceSpan,
    validation::Valid,
};

use crate::{GateError, Location, size};

/// A document that was parsed, and not yet validated.
#[derive(Debug, Clone)]
pub struct Parsed {
    pub(crate) ast: ast::Document,
}

impl Parsed {
    /// The definitions, as they are written.
    #[must_use]
    pub const fn ast(&self) -> &ast::Document {
        &self.ast
    }
}

/// A valid document. Every field in it carries its definition in the schema.
#[derive(Debug, Clone)]
pub struct Document {
    executable: Valid<ExecutableDocument>,
    size: usize,
}

impl Document {
    pub(crate) fn new(executable: Valid<ExecutableDocument>) -> Self {
        let size = size::of(&executable);
        Self { executable, size }
    }

    /// The operations and fragments.
    #[must_use]
    pub const fn executable(&self) -> &Valid<ExecutableDocument> {
        &self.executable
    }

    /// The text, with blanks for its comments and commas.
    #[must_use]
    pub fn text(&self) -> &str {
        self.executable.sources.values().next().map_or("", |source| source.source_text())
    }

    /// The operation of a name, or the only one.
    ///
    /// # Errors
    /// Where there is none of that name, or more than one and no name.
    pub fn operation(&self, name: Option<&str>) -> Result<&Node<Operation>, GateError> {
        let operations = &self.executable.operations;
        if let Some(name) = name {
            let found = operations.named.get(name);
            return found
                .ok_or_else(|| GateError::new(format!("Unknown operation named \"{name}\".")));
        }
        if operations.len() > 1 {
            let message = "Must provide operation name if query contains multiple operations.";
            return Err(GateError::new(message.to_owned()));
        }
        operations
            .iter()
            .next()
            .ok_or_else(|| GateError::new("Must provide an operation.".to_owned()))
    }

    /// The fragment of a name.
    #[must_use]
    pub fn fragment(&self, name: &str) -> Option<&Node<Fragment>> {
        self.executable.fragments.get(name)
    }

    /// Where something begins in the text.
    #[must_use]
    pub fn location(&self, span: Option<SourceSpan>) -> Option<Location> {
        span.map(|span| Location::of(self.text(), span.offset()))
    }

    /// Bytes of memory that it takes, its text among them; an estimate, up to a half more than what was
    /// asked of the allocator.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }
}
