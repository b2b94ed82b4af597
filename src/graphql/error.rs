//! Top-level errors: what a caller did wrong, told with a code; what went wrong here, masked.

use async_graphql::{Error, ErrorExtensions};

use crate::{domain::ViewFault, registry::StoreError};

/// The codes that stand in `extensions.code` of top-level errors. Added to, never renamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorCode {
    /// An argument is well-formed GraphQL, but no value that the field takes.
    BadUserInput,
    /// Something went wrong here; the log has the details.
    Internal,
}

impl ErrorCode {
    /// The code as callers read it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::Internal => "INTERNAL",
        }
    }
}

/// An argument that the field does not take; the message names the value and the remedy.
pub fn bad_input(message: impl Into<String>) -> Error {
    coded(message, ErrorCode::BadUserInput)
}

/// A fault of the view: logged here once, masked in the answer.
#[expect(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
pub fn internal(error: StoreError) -> Error {
    tracing::error!(%error, "a query met a fault of the view");
    coded("something went wrong here; try again, or tell the operator", ErrorCode::Internal)
}

/// As [`internal`], where a rule could not read the view.
pub fn unreadable(fault: ViewFault) -> Error {
    internal(StoreError::Corrupt(fault.0))
}

fn coded(message: impl Into<String>, code: ErrorCode) -> Error {
    Error::new(message).extend_with(|_, extensions| extensions.set("code", code.as_str()))
}
