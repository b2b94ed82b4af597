//! Who may do and see what, told as tables and tried at random.

mod above;
mod asked;
mod listed;
mod merges;
mod model;
mod scopes;

use super::{Refused, decide};
use crate::{Caller, Role, Scope};
use domain::{
    AgreementId, Command, NounId, OrganizationId, ProvinceId, Refusal, problem::ProblemCode,
};
use samples::world::{self, World};

fn caller(id: &str, role: Role, scope: Scope) -> Caller {
    Caller { id: id.to_owned(), name: id.to_owned(), role, scope }
}

fn province(number: u64) -> Scope {
    Scope::Province(ProvinceId::from_number(number))
}

fn organization(number: u64) -> Scope {
    Scope::Organization(OrganizationId::from_number(number))
}

fn agreement(number: u64) -> Scope {
    Scope::Agreement(AgreementId::from_number(number))
}

/// A caller, and what a plain table says of them.
struct Cast {
    caller: Caller,
    /// Whether they may act on activity 1, its event and directive 1's activities.
    first: bool,
    /// Whether they may act on activity 2, whose agreement is a draft.
    second: bool,
    /// Whether they see that draft.
    draft: bool,
}

/// Everybody who asks.
fn cast() -> Vec<Cast> {
    use Role::{Admin, Anonymous, Approver, Coordinator, Reader, Recorder, System};
    use world::{DRAFT, GIA_LAI, HCM, HOSPITAL, KON_TUM, LAM_DONG, SCHOOL, SIGNED};
    let is = |name: &str, role, scope, [first, second, draft]: [bool; 3]| Cast {
        caller: caller(name, role, scope),
        first,
        second,
        draft,
    };
    let (yes, no) = (true, false);
    vec![
        is("anybody", Anonymous, Scope::All, [yes, yes, no]),
        is("reader", Reader, Scope::All, [yes, yes, no]),
        is("reader-hcm", Reader, province(HCM), [yes, yes, yes]),
        is("rec-hcm", Recorder, province(HCM), [yes, yes, yes]),
        is("rec-lam-dong", Recorder, province(LAM_DONG), [yes, yes, yes]),
        is("rec-hospital", Recorder, organization(HOSPITAL), [yes, no, yes]),
        is("rec-kon-tum", Recorder, province(KON_TUM), [no, no, no]),
        is("rec-gia-lai", Recorder, province(GIA_LAI), [no, no, no]),
        is("rec-school", Recorder, organization(SCHOOL), [no, no, no]),
        is("rec-all", Recorder, Scope::All, [yes, yes, yes]),
        is("app-hcm", Approver, province(HCM), [yes, yes, yes]),
        is("app-lam-dong", Approver, province(LAM_DONG), [yes, yes, yes]),
        is("app-gia-lai", Approver, province(GIA_LAI), [no, no, no]),
        is("coord-signed", Coordinator, agreement(SIGNED), [yes, no, no]),
        is("coord-draft", Coordinator, agreement(DRAFT), [no, yes, yes]),
        is("coord-kon-tum", Coordinator, province(KON_TUM), [yes, no, no]),
        is("admin", Admin, agreement(DRAFT), [yes, yes, yes]),
        is("system", System, Scope::All, [yes, yes, yes]),
    ]
}

/// What became of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Done,
    /// The caller may not.
    Denied,
    /// Nobody may now, or what it names is not there.
    Refused,
}

/// Sends a command, and writes what it does.
fn ask(world: &mut World, by: &Caller, command: &Command) -> Answer {
    match decide(by, &world::context(&by.id), command, &world.memory) {
        Ok(decision) => {
            world.write(&decision);
            Answer::Done
        }
        Err(Refused::Denied(_)) => Answer::Denied,
        Err(Refused::Refusal(Refusal::Rejected(problems))) => {
            let state = |code| {
                use ProblemCode::{Conflict, IllegalTransition, NotFound, SelfApproval};
                matches!(code, Conflict | IllegalTransition | NotFound | SelfApproval)
            };
            assert!(
                problems.iter().any(|it| state(it.code)),
                "{}: the input itself is wrong: {problems:?}",
                command.name()
            );
            Answer::Refused
        }
        Err(Refused::Refusal(Refusal::Fault(fault))) => panic!("{fault}"),
    }
}
