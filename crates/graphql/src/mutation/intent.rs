//! What each mutation is made of: its input, and the command that it asks for. Sending the
//! command and telling what became of it is the same for all, and done here.

use async_graphql::{Result, Value};
use macros::Input;

use super::{
    payload::{Commit, UserError, UserErrorCode},
    read::Inputs,
};
use crate::{
    context::Context,
    error::unserved,
    moment::Moment,
    table::{Args, Input},
    types::NounObject,
};
use auth::Denial;
use domain::{Command, NounId, RecordId};
use messages::{Say, message};
use registry::{Idempotency, Receipt, Request, SubmitError};

/// Longest idempotency key, in characters.
const KEY_MAX: usize = 200;

/// The input of a mutation.
pub trait MutationInput: Input {
    /// How it is to be sent, and the command that it asks for.
    fn read(self, inputs: &mut Inputs) -> (SubmitOptions, Command);

    /// The path in the input of what the command calls otherwise.
    fn path(command_path: Vec<String>) -> Vec<String> {
        command_path
    }
}

/// How an input is to be sent.
#[derive(Debug, Input)]
pub struct SubmitOptions {
    /// Identifies the command for 30 days: if the same caller sends it again, the first answer is
    /// returned and nothing is written. 1 to 200 characters.
    idempotency_key: Option<String>,
    /// Whether the input is only checked: errors are returned, and nothing is written.
    #[graphql(default)]
    dry_run: bool,
}

impl SubmitOptions {
    /// Notes what is wrong with the key.
    pub fn check(&self, inputs: &mut Inputs) {
        let Some(key) = &self.idempotency_key else { return };
        let length = key.chars().count();
        let fault = if length == 0 {
            (UserErrorCode::Required, message!("the key is empty; write one, or leave it out"))
        } else if length > KEY_MAX {
            let message = message!("the key has {length} characters; {KEY_MAX} are allowed");
            (UserErrorCode::TooLong, message)
        } else {
            return;
        };
        inputs.refuse_at("idempotencyKey", fault.0, fault.1);
    }
}

/// What became of an input.
pub struct Answer {
    moment: Moment,
    shown: Vec<RecordId>,
    /// The change; `None` where nothing was written.
    pub change: Option<Commit>,
    /// All errors of the input; empty if it was accepted.
    pub errors: Vec<UserError>,
}

impl Answer {
    /// What was refused, and why.
    pub fn refused(moment: &Moment, errors: Vec<UserError>) -> Self {
        Self { moment: moment.clone(), shown: Vec::new(), change: None, errors }
    }

    /// The record that the input is about, as the change left it.
    pub fn one<T: NounObject>(&self) -> Result<Option<T>> {
        Ok(self.all()?.pop())
    }

    /// The records that the input names, as the change left them.
    pub fn all<T: NounObject>(&self) -> Result<Vec<T>> {
        let found = self.shown.iter().map(|id| self.moment.find(*id));
        let objects = found.map(|it| Ok(it?.and_then(|it| T::locate(&self.moment, it))));
        objects.filter_map(Result::transpose).collect()
    }
}

/// Has an input done, and tells what became of it.
///
/// # Errors
/// Where the caller may not, or nobody can now.
pub async fn send<I: MutationInput>(ctx: &Context, args: Args<'_>, input: I) -> Result<Answer> {
    let mut inputs = Inputs::default();
    let (sending, command) = input.read(&mut inputs);
    sending.check(&mut inputs);
    submit(ctx, args, (sending, command), inputs, I::path).await
}

/// The path in the input of what the command calls otherwise.
pub type Path = fn(Vec<String>) -> Vec<String>;

async fn submit(
    ctx: &Context,
    args: Args<'_>,
    (sending, command): (SubmitOptions, Command),
    inputs: Inputs,
    path: Path,
) -> Result<Answer> {
    let moment = ctx.moment()?;
    let print = || fingerprint(args.field, args.values().iter().map(|(_, input)| input));
    let order = Order::new(moment, sending, command, inputs, print);
    let judged = moment.registry().submit(order.request.clone()).await;
    order.answer(moment, judged, path)
}

/// What is sent for an input.
pub struct Order {
    /// The command; only judged where the input could not be read.
    pub request: Request,
    shown: Option<Vec<RecordId>>,
    unread: Vec<UserError>,
}

impl Order {
    /// What an input asks for; `print` is its fingerprint.
    pub fn new(
        moment: &Moment,
        sending: SubmitOptions,
        command: Command,
        inputs: Inputs,
        print: impl FnOnce() -> [u8; 32],
    ) -> Self {
        let SubmitOptions { idempotency_key, dry_run } = sending;
        let unread = inputs.into_errors();
        let is_read = unread.is_empty();
        let key = idempotency_key.filter(|_| is_read);
        let idempotency = key.map(|key| Idempotency { key, fingerprint: print() });
        let shown = named(&command);
        let caller = moment.caller().clone();
        let request = Request { command, caller, idempotency, dry_run: dry_run || !is_read };
        Self { request, shown, unread }
    }

    /// What became of it.
    ///
    /// # Errors
    /// Where the caller may not, or nobody can now.
    pub fn answer(
        self,
        moment: &Moment,
        judged: Result<Receipt, SubmitError>,
        path: Path,
    ) -> Result<Answer> {
        if !self.unread.is_empty() {
            return Ok(Answer::refused(moment, all_wrong(self.unread, judged, path)?));
        }
        match judged {
            Ok(receipt) => {
                let first = || receipt.effects.iter().map(|it| it.0).take(1).collect();
                Ok(Answer {
                    moment: moment.after(receipt.committed.map(|it| it.seq))?,
                    shown: self.shown.unwrap_or_else(first),
                    change: Commit::of(&receipt),
                    errors: Vec::new(),
                })
            }
            Err(error) => Ok(Answer::refused(moment, user_errors(error, path)?)),
        }
    }
}

/// The records that the answer shows, where these are not the first that was written.
fn named(command: &Command) -> Option<Vec<RecordId>> {
    match command {
        Command::ApproveOutcomes(it) => {
            Some(it.outcomes.iter().map(|target| target.id.record()).collect())
        }
        _ => None,
    }
}

/// What could not be read, and what the rules find in the rest: without what may but follow from
/// the stand-ins.
fn all_wrong(
    mut unread: Vec<UserError>,
    judged: Result<Receipt, SubmitError>,
    path: Path,
) -> Result<Vec<UserError>> {
    match judged {
        // Whether the records are the caller's may hang on what could not be read.
        Ok(_) | Err(SubmitError::Denied(Denial::Scope { .. })) => {}
        Err(error) => {
            let mut found = user_errors(error, path)?;
            found.retain(|error| !error.may_follow_from(&unread));
            unread.append(&mut found);
        }
    }
    Ok(unread)
}

/// What is wrong with an input that was refused.
fn user_errors(error: SubmitError, path: Path) -> Result<Vec<UserError>> {
    match error {
        SubmitError::Rejected(problems) => Ok(problems
            .into_iter()
            .map(|mut problem| {
                problem.field = path(problem.field);
                UserError::of(problem)
            })
            .collect()),
        SubmitError::KeyReused(_) => {
            let field = vec!["idempotencyKey".to_owned()];
            let code = UserErrorCode::IdempotencyKeyReused;
            Ok(vec![UserError::new(code, field, error.message())])
        }
        other => Err(unserved(&other)),
    }
}

/// The BLAKE3 hash of the mutation's name and its input as sent, but for the key itself and
/// whether it is done: what must be alike for a retry.
pub fn fingerprint<'a>(mutation: &str, inputs: impl Iterator<Item = &'a Value>) -> [u8; 32] {
    let mut text = mutation.to_owned();
    for input in inputs {
        let mut input = input.clone();
        if let Value::Object(parts) = &mut input {
            parts.swap_remove("idempotencyKey");
            parts.swap_remove("dryRun");
        }
        write_canonical(&input, &mut text);
    }
    *blake3::hash(text.as_bytes()).as_bytes()
}

/// Writes a value as JSON with sorted keys, so that it reads the same however it was sent.
fn write_canonical(value: &Value, text: &mut String) {
    match value {
        Value::Object(parts) => {
            let mut parts: Vec<_> = parts.iter().collect();
            parts.sort_by(|a, b| a.0.cmp(b.0));
            for (place, (name, part)) in parts.into_iter().enumerate() {
                text.push(if place == 0 { '{' } else { ',' });
                text.push_str(name);
                text.push(':');
                write_canonical(part, text);
            }
            text.push('}');
        }
        Value::List(parts) => {
            text.push('[');
            for part in parts {
                write_canonical(part, text);
                text.push(',');
            }
            text.push(']');
        }
        // In variables an enum's value is a string.
        Value::Enum(name) => text.push_str(&Value::String(name.to_string()).to_string()),
        other => text.push_str(&other.to_string()),
    }
}

/// Declares the input of a mutation: its fields beside those that all have, each with the name
/// that the command has for it, and what stands where it is absent and the command must have it.
/// What follows `with` the command has, and no input sets.
macro_rules! intent {
    (
        $(#[$doc:meta])*
        $input:ident creates $($command:ident)::+ => $action:ident $(, path $path:path)?
        $(, with $absent:ident)?
        { $($(#[$field_doc:meta])* $field:ident: $type:ty $(= $default:expr)?,)* }
    ) => {
        $crate::mutation::intent::intent! {
            $(#[$doc])*
            $input asks $($command)::+ => $action $(, path $path)? $(, with $absent)?
            {
                $($(#[$field_doc])* $field: $type $(= $default)?,)*
                /// The caller's external key for the record: letters, digits and `-_./:`, at most
                /// 120 bytes; unique within the noun.
                key: Option<String>,
                /// The documents that print this, at most 500.
                #[graphql(default)]
                sources: Vec<$crate::mutation::inputs::SourceInput>,
                /// What is uncertain, in the words of the person who records it: at most 2,000
                /// characters.
                note: Option<String>,
            }
        }
    };
    (
        $(#[$doc:meta])*
        $input:ident amends $target:ident: $id:ty, $($command:ident)::+ => $action:ident
        { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }
    ) => {
        $crate::mutation::intent::intent! {
            $(#[$doc])*
            $input changes $target: $id, $($command)::+ => $action
            {
                $($(#[$field_doc])* $field: $type,)*
                /// All documents that print it; at most 500.
                sources: async_graphql::MaybeUndefined<
                    Vec<$crate::mutation::inputs::SourceInput>,
                >,
                /// What is uncertain: at most 2,000 characters.
                note: async_graphql::MaybeUndefined<String>,
                /// Why it is corrected: at most 2,000 characters. The history shows it.
                reason: String,
            }
        }
    };
    (
        $(#[$doc:meta])*
        $input:ident changes $target:ident: $id:ty, $($command:ident)::+ => $action:ident
        { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }
    ) => {
        $(#[$doc])*
        #[derive(Debug, macros::Input)]
        pub struct $input {
            /// The record to change.
            $target: $crate::mutation::read::IdOf<$id>,
            /// The version that the caller has read. The input is refused with CONFLICT if the
            /// record has a newer version. Without it, no version is checked.
            expected_version: Option<$crate::mutation::read::Whole<u32>>,
            $($(#[$field_doc])* $field: $type,)*
            #[graphql(flatten)]
            sending: $crate::mutation::intent::SubmitOptions,
        }

        impl $crate::mutation::intent::MutationInput for $input {
            fn read(
                self,
                inputs: &mut $crate::mutation::read::Inputs,
            ) -> ($crate::mutation::intent::SubmitOptions, domain::Command) {
                let target = domain::commands::Target {
                    id: inputs.read(stringify!($target), self.$target),
                    expected_version: inputs.read("expected_version", self.expected_version),
                };
                let command = $($command)::+ {
                    $target: target,
                    $($field: inputs.read(stringify!($field), self.$field),)*
                };
                (self.sending, domain::Command::$action(command))
            }
        }
    };
    (
        $(#[$doc:meta])*
        $input:ident asks $($command:ident)::+ => $action:ident $(, path $path:path)?
        $(, with $absent:ident)?
        { $($(#[$field_doc:meta])* $field:ident: $type:ty $(= $default:expr)?,)* }
    ) => {
        $(#[$doc])*
        #[derive(Debug, macros::Input)]
        pub struct $input {
            $($(#[$field_doc])* $field: $type,)*
            #[graphql(flatten)]
            sending: $crate::mutation::intent::SubmitOptions,
        }

        impl $crate::mutation::intent::MutationInput for $input {
            fn read(
                self,
                inputs: &mut $crate::mutation::read::Inputs,
            ) -> ($crate::mutation::intent::SubmitOptions, domain::Command) {
                let command = $($command)::+ {
                    $($field: inputs
                        .read(stringify!($field), self.$field)
                        $(.unwrap_or_else(|| $default))?,)*
                    $($absent: None,)?
                };
                (self.sending, domain::Command::$action(command))
            }

            $(
                fn path(command_path: Vec<String>) -> Vec<String> {
                    $path(command_path)
                }
            )?
        }
    };
}

pub(super) use intent;
