//! What is wrong with a request, and where in the document. Must not know the rules.

use apollo_compiler::{
    diagnostic::ToCliReport,
    parser::SourceSpan,
    validation::{DiagnosticData, DiagnosticList},
};

/// Errors of one document that are told; the rest is left out.
pub(crate) const ERRORS: usize = 100;

/// What a schema breaks, in the words of the library.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the schema is invalid: {0}")]
pub struct SchemaError(pub(crate) String);

/// A rule that a request breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct GateError {
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where in the document; empty where it is in no one place.
    pub locations: Vec<Location>,
}

/// A place in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// From 1; a line ends at LF, CR LF or CR.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

impl Location {
    /// The place of a byte in a text.
    #[must_use]
    pub fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let bytes = before.as_bytes();
        let (mut line, mut start) = (1, 0);
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                line += 1;
                start = at + 1;
            }
        }
        Self { line, column: before[start..].chars().count() + 1 }
    }
}

impl GateError {
    /// An error of the whole document, or of no document.
    #[must_use]
    pub const fn new(message: String) -> Self {
        Self { message, locations: Vec::new() }
    }

    /// An error at a place of a document's text.
    #[must_use]
    pub fn at(message: String, text: &str, span: Option<SourceSpan>) -> Self {
        let locations = span.map(|span| Location::of(text, span.offset())).into_iter().collect();
        Self { message, locations }
    }
}

/// The first error of syntax in a text.
pub(crate) fn first(text: &str, found: &DiagnosticList) -> GateError {
    let first = found.iter().min_by_key(|it| it.error.location().map(|span| span.offset()));
    first.map_or_else(
        || GateError::new("the document cannot be parsed".to_owned()),
        |it| error(text, it.error),
    )
}

/// One error of the library.
pub(crate) fn error(text: &str, found: &DiagnosticData) -> GateError {
    let mut message = found.unstable_compat_message().unwrap_or_else(|| found.to_string());
    if found.unstable_error_name() == Some("ConflictingFieldType") {
        // A quotation mark is missing there.
        message = message.replacen(" and \"", "\" and \"", 1);
    }
    GateError::at(message, text, found.location())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_at_lf_cr_lf_or_cr() {
        for (text, line, column) in [
            ("x", 1, 1),
            ("a\nx", 2, 1),
            ("a\r\nx", 2, 1),
            ("a\r x", 2, 2),
            ("a\r\rx", 3, 1),
            ("é😀 x", 1, 4),
            ("a\u{2028}x", 1, 3),
        ] {
            let offset = text.find('x').unwrap();
            assert_eq!(Location::of(text, offset), Location { line, column }, "{text:?}");
        }
    }
}
