//! What can be asked of the registry, and the one function that answers.

pub use super::{
    action::{Action, Writes},
    commands::Command,
    decision::{Context, Decision, Effect},
};
use super::{problem::Refusal, register, view::View};

/// Decides what a command does to the registry as the view shows it. Pure: the same command in
/// the same context on the same view always gives the same changes. Whether the caller may ask
/// is not decided here.
///
/// # Errors
/// [`Refusal::Rejected`] with every rule that the command breaks; [`Refusal::Fault`] where the
/// view cannot be read.
pub fn decide(context: &Context, command: &Command, view: &impl View) -> Result<Decision, Refusal> {
    match command {
        Command::Register(register) => register::decide(register, view),
        Command::Import(import) => register::decide_import(context, import, view),
        Command::Transfer(import) => register::decide_transfer(import, view),
        other => super::commands::decide(context, other, view),
    }
}
