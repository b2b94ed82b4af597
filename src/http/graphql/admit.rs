//! Whether what is asked for is executed: documents that are known, limits, and budgets. The same
//! for every transport.

use async_graphql::{ServerError, parser::types::OperationType};
use messages::message;
use serde_json::{Map, Value as Json};

use super::{LiveOptions, RequestContext};
use crate::{
    auth::Role,
    graphql::{Digest, Introspects, Operation, Work},
    http::{
        App,
        budget::Account,
        cache::digest_of_question,
        charge::Charge,
        cpu::CpuTime,
        documents::{Found, beyond},
        error::{ErrorCode, HttpError},
        metrics::Label,
        params::Params,
    },
};

/// What a request costs that is not executed, in points: it was read all the same.
const REFUSED: u64 = 10;

/// What is to be executed.
#[derive(Debug, Clone)]
pub struct Admitted {
    /// The kind of the operation, where that is clear.
    pub operation: Option<OperationType>,
    /// What it costs at most, in points.
    pub cost: u64,
    /// What it is counted under.
    pub label: Label,
    /// How it is kept alive; `None` where it is answered once.
    pub live: Option<LiveOptions>,
    /// What it is paid from.
    account: Account,
    prepared: Prepared,
}

/// What is asked for.
#[derive(Debug, Clone)]
enum Prepared {
    /// An operation with variables that fit, and what tells it from all others.
    Operation(Operation, Digest),
    /// What is not executed: the code of its flaw, and all that is wrong.
    Refused(ErrorCode, Vec<ServerError>),
}

impl Admitted {
    /// What is wrong with it, if it is refused before execution.
    pub const fn flaw(&self) -> ErrorCode {
        match self.prepared {
            Prepared::Operation(..) => ErrorCode::GraphqlValidationFailed,
            Prepared::Refused(flaw, _) => flaw,
        }
    }

    /// Bytes that it keeps in memory for as long as it runs.
    pub fn weight(&self) -> u64 {
        match &self.prepared {
            Prepared::Operation(it, _) => it.weight(),
            Prepared::Refused(..) => 0,
        }
    }

    /// Whether a subscription is asked for.
    pub fn subscribes(&self) -> bool {
        self.operation == Some(OperationType::Subscription)
    }

    /// What tells a query from all others; `None` for what is no query.
    pub fn question(&self) -> Option<Digest> {
        match &self.prepared {
            Prepared::Operation(_, digest) if self.operation == Some(OperationType::Query) => {
                Some(*digest)
            }
            _ => None,
        }
    }

    /// What it is paid from.
    pub const fn account(&self) -> &Account {
        &self.account
    }

    /// Whether it reads so little that it need not be handed over to another thread.
    pub fn is_light(&self) -> bool {
        match &self.prepared {
            Prepared::Operation(it, _) => it.is_light(),
            Prepared::Refused(..) => true,
        }
    }

    /// The operation to execute.
    ///
    /// # Errors
    /// Why there is none.
    pub fn into_operation(self) -> Result<Operation, Vec<ServerError>> {
        match self.prepared {
            Prepared::Operation(operation, _) => Ok(operation),
            Prepared::Refused(_, errors) => Err(errors),
        }
    }
}

/// Admits what a caller asks for who has anything left to pay from; what it costs is yet to be paid.
///
/// # Errors
/// Why it is not executed, told as a request error.
pub fn admit(app: &App, params: Params, asker: &RequestContext) -> Result<Admitted, HttpError> {
    let now = app.api.registry().now();
    let account = app.budgets.account(asker, app.machines(), now);
    account.check(now).map_err(|seconds| {
        let message = message!("your budget is spent; send the request again in {seconds} seconds");
        HttpError::new(ErrorCode::RateLimited, message).with_retry_after(seconds)
    })?;
    let work = CpuTime::begin();
    let admitted = read(app, params, asker, &account);
    // What an answer costs pays for what it took to read the question, if that was little.
    work.charge(&account, admitted.as_ref().map_or(REFUSED, |it| it.cost.min(REFUSED)));
    if admitted.is_err() {
        // Who has nothing left is told so by the next request.
        account.owe(REFUSED);
    }
    admitted
}

fn read(
    app: &App,
    mut params: Params,
    asker: &RequestContext,
    account: &Account,
) -> Result<Admitted, HttpError> {
    let refused = |flaw: ErrorCode, errors: Vec<ServerError>, label: Label| Admitted {
        operation: None,
        cost: REFUSED,
        label,
        live: None,
        account: account.clone(),
        prepared: Prepared::Refused(flaw, errors),
    };
    let limits = &app.options.limits;
    let found = app.documents.find(&app.api, &mut params, &asker.caller, limits)?;
    let Params { operation_name: name, variables, extensions, .. } = params;
    let (document, digest, is_trusted) = match found {
        Found::Read { document, digest, is_trusted } => (document, digest, is_trusted),
        Found::Refused { flaw, errors, operation } => {
            let (kind, name) = operation.unzip();
            let name = name.flatten().map(Box::from);
            let label = Label { kind: kind.into(), name, ..Label::default() };
            return Ok(refused(flaw, errors, label));
        }
    };
    if document.introspects() != Introspects::No
        && !app.options.strangers.introspection
        && asker.caller.role == Role::Anonymous
    {
        let message = message!(
            "introspection requires a token; send one as \
                       `Authorization: Bearer …`"
        );
        return Err(HttpError::new(ErrorCode::Forbidden, message).with_reason("INTROSPECTION"));
    }
    let written = variables.as_ref().map(serde_json::to_vec).transpose().unwrap_or_default();
    let variables = match variables {
        Some(Json::Object(variables)) => variables,
        _ => Map::new(),
    };
    limits.hold_variables(&variables).map_err(|it| beyond(&it))?;
    let question = digest_of_question(&digest, name.as_deref(), &written.unwrap_or_default());
    let label = Label {
        kind: document.kind(name.as_deref()).into(),
        name: document.name(name.as_deref()).map(Box::from),
        is_known: is_trusted || asker.caller.role > Role::Anonymous,
    };
    let operation = match document.ask(name, variables) {
        Ok(operation) => operation,
        Err(errors) => {
            return Ok(refused(ErrorCode::GraphqlValidationFailed, errors, label));
        }
    };
    let live = match operation.live() {
        Ok(live) => live.map(|live| LiveOptions::read(live, extensions.as_ref())).transpose()?,
        Err(message) => {
            let said = asker.languages.messages.say(&message);
            let errors = vec![ServerError::new(said, None)];
            return Ok(refused(ErrorCode::BadUserInput, errors, label));
        }
    };
    let cost = operation.cost(limits).map_err(|it| beyond(&it))?;
    let kind = operation.kind();
    let (account, prepared) = (account.clone(), Prepared::Operation(operation, question));
    Ok(Admitted { operation: kind, cost, label, live, account, prepared })
}

/// Begins to have a caller pay for what was admitted.
///
/// # Errors
/// 429 where they have too little left, with the seconds after which it is enough.
pub fn pay(app: &App, admitted: &Admitted) -> Result<Charge, HttpError> {
    let Admitted { operation, cost, account, .. } = admitted;
    app.metrics.costs.record(*cost);
    let most = app.options.limits.reads;
    let charge = Charge::begin(account, app.api.registry(), *operation, *cost, most);
    let charge = charge.map_err(|seconds| {
        let message = message!(
            "the request may cost {cost} points, more than are left of your budget; send it again \
             in {seconds} seconds, or request less"
        );
        HttpError::new(ErrorCode::RateLimited, message).with_retry_after(seconds)
    })?;
    if let Prepared::Refused(..) = admitted.prepared {
        // It was read all the same.
        let _ = charge.meter.count(Work::Other, REFUSED);
    }
    Ok(charge)
}
