//! Several inputs of one mutation in one request: each is done or refused by itself, under a key of
//! its own, as if it were sent alone.

use async_graphql::{Result, Value};
use macros::{Input, Object};

use super::{
    PlanActivityPayload, RecordOutcomePayload, ScheduleEventPayload,
    activity::PlanActivityInput,
    event::ScheduleEventInput,
    intent::{Answer, MutationInput, Order, fingerprint},
    outcome::RecordOutcomeInput,
    payload::{UserError, UserErrorCode},
    read::Inputs,
};
use crate::{context::Context, table::Args};
use auth::Denial;
use messages::{Say, message};

use registry::SubmitError;

/// Most inputs of one request.
const INPUTS_MAX: usize = 100;

macro_rules! bulk {
    ($(
        $(#[$doc:meta])*
        $input:ident of $list:ident: $one:ident, $payload:ident of $result:ident
    )+) => {$(
        $(#[$doc])*
        #[derive(Debug, Input)]
        pub struct $input {
            /// The inputs: 1 to 100. Each has a key of its own.
            pub $list: Vec<$one>,
        }

        /// The result of this mutation.
        #[derive(Object)]
        pub struct $payload {
            /// What became of each input, in their order. Empty if the list was refused.
            pub results: Vec<$result>,
            /// The errors of the list as a whole; empty if each input was looked at.
            pub errors: Vec<UserError>,
        }
    )+};
}

bulk! {
    /// Outcomes to record.
    RecordOutcomesInput of outcomes: RecordOutcomeInput,
    RecordOutcomesPayload of RecordOutcomePayload

    /// Activities to register.
    PlanActivitiesInput of activities: PlanActivityInput,
    PlanActivitiesPayload of PlanActivityPayload

    /// Events to register.
    ScheduleEventsInput of events: ScheduleEventInput,
    ScheduleEventsPayload of ScheduleEventPayload
}

/// Has each input done as `mutation` alone would, and tells what became of each. All are on their
/// way at once, and are decided in their order.
///
/// # Errors
/// Where the caller may send none of them, or nobody can now.
pub async fn send_each<I: MutationInput>(
    ctx: &Context,
    args: Args<'_>,
    mutation: &str,
    list: &str,
    inputs: Vec<I>,
) -> Result<(Vec<Answer>, Vec<UserError>)> {
    if let Some(error) = refused(list, inputs.len()) {
        return Ok((Vec::new(), vec![error]));
    }
    let moment = ctx.moment()?;
    let written = written(args, list);
    let mut sent = Vec::with_capacity(inputs.len());
    for (place, input) in inputs.into_iter().enumerate() {
        let mut read = Inputs::default();
        let (sending, command) = input.read(&mut read);
        sending.check(&mut read);
        let print = || fingerprint(mutation, written.get(place).copied().into_iter());
        let order = Order::new(moment, sending, command, read, print);
        let judged = moment.registry().send(order.request.clone()).await;
        sent.push((order, judged));
    }
    let mut answers = Vec::with_capacity(sent.len());
    for (order, judged) in sent {
        answers.push(match judged.await {
            // Others of the list may be the caller's.
            Err(SubmitError::Denied(denial @ Denial::Scope { .. })) => {
                let (code, told) = (UserErrorCode::Forbidden, denial.message());
                Answer::refused(moment, vec![UserError::new(code, Vec::new(), told)])
            }
            judged => order.answer(moment, judged, I::path)?,
        });
    }
    Ok((answers, Vec::new()))
}

/// What is wrong with the length of the list.
fn refused(list: &str, length: usize) -> Option<UserError> {
    let (code, message) = match length {
        0 => (UserErrorCode::Required, message!("the list is empty; write one input or more")),
        length if length > INPUTS_MAX => {
            let message = message!(
                "the list has {length} inputs; {INPUTS_MAX} are allowed; send several requests"
            );
            (UserErrorCode::TooLong, message)
        }
        _ => return None,
    };
    Some(UserError::new(code, vec![list.to_owned()], message))
}

/// The inputs as they were sent.
fn written<'a>(args: Args<'a>, list: &str) -> Vec<&'a Value> {
    let input = args.values().iter().find(|(name, _)| name == "input").map(|(_, value)| value);
    let Some(Value::Object(parts)) = input else { return Vec::new() };
    match parts.get(list) {
        Some(Value::List(inputs)) => inputs.iter().collect(),
        // One alone is a list of one.
        Some(input) => vec![input],
        None => Vec::new(),
    }
}
