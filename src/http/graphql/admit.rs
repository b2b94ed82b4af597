//! Whether what is asked for is executed: the stage for limits, budgets, and documents that are
//! known by a name or were parsed before. The same for every transport.

use async_graphql::{Request, parser::types::OperationType};

use super::Asker;
use crate::{
    graphql::operation,
    http::{
        App,
        error::{ErrorCode, HttpError},
        params::Params,
    },
};

/// What is to be executed.
#[derive(Debug)]
pub struct Admitted {
    /// The request, its document parsed where that is sound.
    pub request: Request,
    /// The kind of the operation, where that is clear.
    pub operation: Option<OperationType>,
    /// Whether the document is GraphQL.
    pub parsed: bool,
}

impl Admitted {
    /// What is wrong with it, if it is refused before execution.
    pub const fn flaw(&self) -> ErrorCode {
        if self.parsed { ErrorCode::GraphqlValidationFailed } else { ErrorCode::GraphqlParseFailed }
    }

    /// Whether a subscription is asked for.
    pub fn subscribes(&self) -> bool {
        self.operation == Some(OperationType::Subscription)
    }
}

/// Admits what a caller asks for.
///
/// # Errors
/// Why it is not executed, told as a request error.
pub fn admit(_app: &App, params: Params, _asker: &Asker) -> Result<Admitted, HttpError> {
    let mut request = params.into_request()?;
    let parsed = request.parsed_query().is_ok();
    let operation = operation(&mut request);
    Ok(Admitted { request, operation, parsed })
}
