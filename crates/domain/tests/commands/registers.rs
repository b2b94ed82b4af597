//! Provinces and how they followed each other, organizations, sectors, documents and claims.

use jiff::civil::date as day;

use super::refuses;
use domain::{
    Claim, CodeScheme, Command, Document, Effect, Noun, Organization,
    ProblemCode::*,
    Province, ProvinceKind, RecordId, Role, Sector, Succession,
    commands::{NewProvince, PlanActivity, RecordSuccession, Successor},
};
use samples::world::*;

/// Kon Tum and Gia Lai become a unit that takes over Gia Lai's code.
fn merger() -> RecordSuccession {
    RecordSuccession {
        key: None,
        on: day(2024, 7, 1),
        instrument: Some(id(1)),
        predecessors: vec![id(KON_TUM), id(GIA_LAI)],
        successors: vec![Successor::New(NewProvince {
            key: None,
            kind: ProvinceKind::Province,
            name: text("Gia Lai"),
            aliases: Vec::new(),
            region: None,
            codes: vec![(CodeScheme::Gso, "64".to_owned())],
            note: None,
        })],
        sources: Vec::new(),
        note: None,
    }
}

#[test]
fn a_succession_ends_units_with_their_codes_and_begins_others() {
    let mut world = World::new();
    let decision = world.run("admin", Command::RecordSuccession(merger()));
    let first = RecordId { noun: Noun::Succession, number: 1 };
    assert_eq!(decision.effects[0], (first, Effect::Created));
    for number in [KON_TUM, GIA_LAI] {
        let ended: Province = world.get(number);
        assert_eq!(ended.valid_to, Some(day(2024, 7, 1)));
        assert_eq!(ended.codes[0].valid_to, Some(day(2024, 7, 1)));
    }
    let began: Province = world.get(5);
    assert_eq!(began.valid_from, Some(day(2024, 7, 1)));
    assert_eq!(began.codes[0].value, "64");
    assert_eq!(world.get::<Succession>(1).successors, [id(5)]);

    let of_past = |planned: &str| {
        Command::PlanActivity(PlanActivity {
            participants: vec![participant(KON_TUM, Role::Partner)],
            planned: Some(period(planned)),
            ..activity()
        })
    };
    refuses(&world, &of_past("2025"), &[(OutOfOrder, "participants.0.province")]);
    world.run("rec", of_past("2023/2025"));
}

#[test]
fn a_succession_tells_all_that_is_wrong_at_once() {
    let mut world = World::new();
    let wrong = RecordSuccession {
        instrument: Some(id(7)),
        predecessors: vec![id(KON_TUM), id(KON_TUM), id(88)],
        successors: vec![
            Successor::Registered(id(LAM_DONG)),
            Successor::New(NewProvince {
                key: None,
                kind: ProvinceKind::Province,
                name: text("Mới"),
                aliases: Vec::new(),
                region: None,
                codes: vec![(CodeScheme::Gso, "79".to_owned())],
                note: None,
            }),
        ],
        ..merger()
    };
    refuses(
        &world,
        &Command::RecordSuccession(wrong),
        &[
            (NotFound, "instrument"),
            (Duplicate, "predecessors.1"),
            (NotFound, "predecessors.2"),
            (Inconsistent, "successors.0"),
            (Taken, "successors.1.codes.0"),
        ],
    );
    let empty = RecordSuccession { predecessors: Vec::new(), successors: Vec::new(), ..merger() };
    refuses(
        &world,
        &Command::RecordSuccession(empty),
        &[(Required, "predecessors"), (Required, "successors")],
    );
    world.run("admin", Command::RecordSuccession(merger()));
    let again = RecordSuccession { on: day(2025, 7, 1), ..merger() };
    let told = world.refused("admin", &Command::RecordSuccession(again));
    assert!(told.contains(&(Inconsistent, "predecessors.0".to_owned())), "{told:?}");
}

#[test]
fn what_belongs_to_nobody_is_checked_too() {
    let world = World::new();
    let shared = Province { valid_from: Some(day(2024, 1, 1)), ..province("Mới", "79") };
    refuses(&world, &Command::RegisterProvince(shared), &[(Taken, "codes.0")]);
    let lost = Organization { province: id(9), ..organization("x", 1) };
    refuses(&world, &Command::RegisterOrganization(lost), &[(NotFound, "province")]);
    refuses(&world, &Command::AddSector(sector("TOURISM")), &[(Taken, "code")]);
    let lower = Sector { key: Some("k".repeat(121)), ..sector("tourism") };
    refuses(&world, &Command::AddSector(lower), &[(TooLong, "key"), (Invalid, "code")]);
    let ahead = Document {
        published_on: Some(date("2025")),
        url: Some("ftp://x".to_owned()),
        sha256: Some("0".to_owned()),
        ..document()
    };
    refuses(
        &world,
        &Command::AddDocument(ahead),
        &[(OutOfOrder, "publishedOn"), (Invalid, "url"), (Invalid, "sha256")],
    );
    let bare = Claim {
        value: None,
        stated_on: Some(date("2025")),
        sources: Vec::new(),
        conflicts_with: vec![id(9)],
        ..claim()
    };
    refuses(
        &world,
        &Command::RecordClaim(bare),
        &[
            (Required, "value"),
            (OutOfOrder, "statedOn"),
            (Required, "sources"),
            (NotFound, "conflictsWith.0"),
        ],
    );
}
