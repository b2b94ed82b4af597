//! One intent each: what every command but `register` takes, and what it does.
//!
//! A command builds the content that its records are to have, keeps the status machines, and
//! has the shared checks apply the rules that hold whoever writes; all that is wrong with
//! an input is told at once. Must not know who may ask: that is the policy's.

mod action;
mod activity;
mod agreement;
mod claim;
mod directive;
mod document;
mod event;
mod indicator;
mod outcome;
mod patch;
mod place;
mod references;
mod work;

pub use activity::{
    CancelActivity, CompleteActivity, PlanActivity, ResumeActivity, ReviseActivityPlan,
    StartActivity, SuspendActivity,
};
pub use agreement::{AmendAgreement, SignAgreement, TerminateAgreement};
pub use directive::{AnswerDirective, CloseDirective, IssueDirective};
pub use event::{CancelEvent, ReportEventHeld, RescheduleEvent, ScheduleEvent};
pub use indicator::SetIndicatorTarget;
pub use outcome::{
    ApproveOutcomes, CorrectOutcome, RecordOutcome, RetractOutcome, ReturnOutcome, SubmitOutcome,
};
pub use patch::{Patch, Target};
pub use place::{NewProvince, RecordSuccession, Successor};

use super::{
    command::{Command, Context, Decision},
    problem::{Refusal, ViewFault},
    view::View,
};
use work::Work;

pub(super) fn decide(
    context: &Context,
    command: &Command,
    view: &impl View,
) -> Result<Decision, Refusal> {
    let mut work = Work::new(context, view);
    dispatch(&mut work, command)?;
    work.finish()
}

fn dispatch<V: View>(work: &mut Work<'_, V>, command: &Command) -> Result<(), ViewFault> {
    match command {
        Command::Register(_) | Command::Import(_) => Ok(()),
        Command::SignAgreement(input) => agreement::sign(work, input),
        Command::AmendAgreement(input) => agreement::amend(work, input),
        Command::TerminateAgreement(input) => agreement::terminate(work, input),
        Command::AddField(input) => agreement::add_field(work, input),
        Command::PlanActivity(input) => activity::plan(work, input),
        Command::ReviseActivityPlan(input) => activity::revise(work, input),
        Command::StartActivity(input) => activity::start(work, input),
        Command::SuspendActivity(input) => activity::suspend(work, input),
        Command::ResumeActivity(input) => activity::resume(work, input),
        Command::CompleteActivity(input) => activity::complete(work, input),
        Command::CancelActivity(input) => activity::cancel(work, input),
        Command::ScheduleEvent(input) => event::schedule(work, input),
        Command::RescheduleEvent(input) => event::reschedule(work, input),
        Command::ReportEventHeld(input) => event::report_held(work, input),
        Command::CancelEvent(input) => event::cancel(work, input),
        Command::DefineIndicator(input) => indicator::define(work, input),
        Command::SetIndicatorTarget(input) => indicator::set_target(work, input),
        Command::RecordOutcome(input) => outcome::record(work, input),
        Command::SubmitOutcome(input) => outcome::submit(work, input),
        Command::ApproveOutcomes(input) => outcome::approve(work, input),
        Command::ReturnOutcome(input) => outcome::send_back(work, input),
        Command::CorrectOutcome(input) => outcome::correct(work, input),
        Command::RetractOutcome(input) => outcome::retract(work, input),
        Command::RecordClaim(input) => claim::record(work, input),
        Command::IssueDirective(input) => directive::issue(work, input),
        Command::AnswerDirective(input) => directive::answer(work, input),
        Command::CloseDirective(input) => directive::close(work, input),
        Command::RegisterProvince(input) => place::register_province(work, input),
        Command::RecordSuccession(input) => place::record_succession(work, input),
        Command::RegisterOrganization(input) => place::register_organization(work, input),
        Command::AddSector(input) => place::add_sector(work, input),
        Command::AddDocument(input) => document::add(work, input),
    }
}
