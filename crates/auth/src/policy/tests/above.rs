//! What stands under something hidden is hidden, by whatever way it stands there, and what is hidden
//! is named to nobody who may not see it.

use jiff::Timestamp;

use super::{Role, caller, decide, province};
use crate::{Caller, Refused, Scope, may_see};
use domain::{
    Activity, ActivityId, Agreement, AgreementId, Change, Claim, Command, Directive, Entity, Event,
    Field, Indicator, NounId, Outcome, OutcomeStatus, Refusal, View,
    commands::SignAgreement,
    edge::{Relation, edges},
    problem::ProblemCode,
};
use samples::world::{self, World, id};

/// Writes a record, whatever the rules say: older versions of the program had fewer.
fn write<E: Entity>(world: &mut World, number: u64, it: E) {
    let change = Change { id: E::Id::from_number(number).record(), after: it.into_record() };
    world.memory.apply(&[change], Timestamp::UNIX_EPOCH);
}

/// A registry in which each relation that leads below leads from something under the draft to a
/// record that nothing else hides.
fn mixed() -> World {
    let mut world = World::new();
    let signed = Some(id(world::SIGNED));
    let draft: Option<AgreementId> = Some(id(world::DRAFT));
    let (activity, event, indicator): (Activity, Event, Indicator) =
        (world.get(1), world.get(1), world.get(1));
    let (claim, directive, field): (Claim, Directive, Field) =
        (world.get(1), world.get(1), world.get(1));
    write(&mut world, 9, Field { agreement: id(world::DRAFT), ..field });
    write(&mut world, 10, Activity { agreement: signed, field: Some(id(9)), ..activity.clone() });
    write(&mut world, 11, Activity { agreement: draft, field: None, ..activity });
    let (under, free): (Option<ActivityId>, _) = (Some(id(2)), None);
    write(&mut world, 10, Event { agreement: signed, activity: under, ..event.clone() });
    write(&mut world, 11, Event { agreement: draft, activity: free, ..event });
    write(&mut world, 10, Indicator { activity: id(2), ..indicator });
    write(&mut world, 10, Claim { agreement: draft, ..claim });
    write(&mut world, 10, Directive { agreement: draft, ..directive });
    let mut other = World::new();
    let approved = other.bring_outcome(OutcomeStatus::Approved);
    let approved: Outcome = other.get(approved.number());
    let outcome = || Outcome { activity: None, event: None, indicator: None, ..approved.clone() };
    write(&mut world, 10, Outcome { activity: under, ..outcome() });
    write(&mut world, 11, Outcome { event: Some(id(10)), ..outcome() });
    write(&mut world, 12, Outcome { activity: Some(id(1)), indicator: Some(id(10)), ..outcome() });
    world
}

#[test]
fn what_stands_under_something_hidden_by_any_way_is_hidden() {
    let world = mixed();
    let party = caller("reader", Role::Reader, province(world::HCM));
    let strangers = [
        Caller::anonymous(),
        caller("reader", Role::Reader, Scope::All),
        caller("elsewhere", Role::Coordinator, province(world::GIA_LAI)),
    ];
    let mut tried = Vec::new();
    for it in world.memory.newest() {
        let above = |(relation, _): &&(Relation, _)| {
            edges(it.id, &it.record).iter().any(|edge| {
                let from = edge.from.and_then(|from| world.memory.record(from).unwrap());
                let hidden = from.is_some_and(|from| {
                    !may_see(&strangers[0], from.id, &from.record, &world.memory).unwrap()
                });
                edge.relation == *relation && hidden
            })
        };
        for (relation, noun) in Relation::BELOW.iter().filter(above) {
            assert_eq!(*noun, it.id.noun, "{relation:?}");
            tried.push(*relation);
            for stranger in &strangers {
                let sees = may_see(stranger, it.id, &it.record, &world.memory);
                assert_eq!(sees, Ok(false), "{relation:?} leads {} to {}", stranger.id, it.id);
            }
            let sees = may_see(&party, it.id, &it.record, &world.memory);
            assert_eq!(sees, Ok(true), "{relation:?} leads a party to {}", it.id);
        }
    }
    for (relation, _) in Relation::BELOW {
        assert!(tried.contains(&relation), "{relation:?} leads from nothing that is hidden");
    }
}

#[test]
fn a_name_that_something_hidden_has_is_taken_by_nobody_in_particular() {
    let mut world = World::new();
    let hidden: Agreement = world.get(world::DRAFT);
    let named = Agreement { key: Some("secret-key".to_owned()), ..hidden };
    write(&mut world, world::DRAFT, named);
    let sign = |code: &str| {
        let command = Command::SignAgreement(SignAgreement {
            parties: vec![world::party(world::GIA_LAI), world::party(world::KON_TUM)],
            ..world::agreement(code)
        });
        let elsewhere = caller("elsewhere", Role::Coordinator, province(world::GIA_LAI));
        decide(&elsewhere, &world::context("elsewhere"), &command, &world.memory)
    };
    let told = |code: &str| match sign(code) {
        Err(Refused::Refusal(Refusal::Rejected(problems))) => {
            let [problem] = &problems[..] else { panic!("{problems:?}") };
            assert_eq!(problem.code, ProblemCode::Taken);
            problem.message.to_string()
        }
        decided => panic!("{decided:?}"),
    };
    assert_eq!(told("TT-2026"), "`TT-2026` is taken; use another");
    let of_signed = told("TT-2022");
    assert!(of_signed.starts_with("`TT-2022` is taken by the agreement `"), "{of_signed}");
}
