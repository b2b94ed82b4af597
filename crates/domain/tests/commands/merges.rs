//! Merges: what is taken over, what is refused, and how many records one command moves.

use domain::{
    Change, Command, Document, Effect, NounId, Organization, Province, ProvinceId, RecordId,
    Sector, Source,
    commands::{MOVED_MAX, MergeDocuments, MergeOrganizations, MergeProvinces},
    problem::ProblemCode::{Inconsistent, TooLong},
    record::Entity,
};
use jiff::Timestamp;
use samples::world::*;

use crate::refuses;

fn merge_documents(duplicate: u64) -> MergeDocuments {
    MergeDocuments {
        document: target(1),
        duplicate: id(duplicate),
        duplicate_version: None,
        differing: Vec::new(),
        in_parts: false,
        reason: "trùng".to_owned(),
    }
}

#[test]
fn the_record_that_stays_takes_over_what_only_the_duplicate_has() {
    let mut world = World::new();
    let twin = Document {
        key: Some("twin".to_owned()),
        publisher: Some("Báo".to_owned()),
        url: Some("https://example.invalid/twin".to_owned()),
        note: Some("trang 2".to_owned()),
        ..document()
    };
    world.run("boss", Command::AddDocument(twin.clone()));
    let cited = Sector {
        sources: vec![source(), Source { document: id(2), ..source() }],
        ..sector("HEALTH")
    };
    world.run("boss", Command::AddSector(cited));
    let decision = world.run("boss", Command::MergeDocuments(merge_documents(2)));
    let about: Vec<(RecordId, Effect)> = decision.effects;
    let paper = |number| id::<domain::DocumentId>(number).record();
    assert_eq!(about, [(paper(1), Effect::Updated), (paper(2), Effect::Updated)]);
    assert_eq!(decision.reason.as_deref(), Some("trùng"));
    let kept: Document = world.get(1);
    assert_eq!((kept.publisher, kept.url), (twin.publisher.clone(), twin.url.clone()));
    assert_eq!((kept.key, kept.note), (None, twin.note.clone()));
    assert_eq!(world.get::<Document>(2), Document { merged_into: Some(id(1)), ..twin });
    // The same words of both documents are said once.
    assert_eq!(world.get::<Sector>(2).sources, [source()]);
    let taken = Document { url: Some("https://example.invalid/twin".to_owned()), ..document() };
    refuses(&world, &Command::AddDocument(taken), &[(domain::ProblemCode::Taken, "url")]);
}

#[test]
fn where_both_have_another_value_the_caller_decides() {
    let mut world = World::new();
    let other = Document { title: "Tổng kết".to_owned(), ..document() };
    world.run("boss", Command::AddDocument(other));
    let merge = merge_documents(2);
    refuses(&world, &Command::MergeDocuments(merge.clone()), &[(Inconsistent, "differing")]);
    let settled = MergeDocuments { differing: vec!["title".to_owned()], ..merge };
    world.run("boss", Command::MergeDocuments(settled));
    assert_eq!(world.get::<Document>(1).title, document().title);
    assert_eq!(world.get::<Document>(2).title, "Tổng kết");
}

#[test]
fn names_and_codes_of_both_find_the_one_that_stays() {
    let mut world = World::new();
    let twin = Province { aliases: vec!["TP HCM".to_owned()], ..province("Sài Gòn", "79b") };
    world.run("boss", Command::RegisterProvince(twin.clone()));
    let merge = MergeProvinces {
        province: target(HCM),
        duplicate: id(5),
        duplicate_version: None,
        differing: Vec::new(),
        in_parts: false,
        reason: "trùng".to_owned(),
    };
    // Two codes of one scheme at one time: one of them is wrong.
    refuses(&world, &Command::MergeProvinces(merge.clone()), &[(Inconsistent, "differing")]);
    let settled = MergeProvinces { differing: vec!["codes".to_owned()], ..merge };
    world.run("boss", Command::MergeProvinces(settled));
    let kept: Province = world.get(HCM);
    assert_eq!(kept.aliases, ["Sài Gòn", "TP HCM"]);
    assert_eq!(kept.codes, province("X", "79").codes);
    assert_eq!(world.get::<Province>(5), Province { merged_into: Some(id(HCM)), ..twin });
    // Who registers the code of the duplicate registers the same unit a third time.
    refuses(
        &world,
        &Command::RegisterProvince(province("Sài Gòn", "79b")),
        &[(domain::ProblemCode::Taken, "codes.0")],
    );
    let body = organization("Trạm", 5);
    world.run("boss", Command::RegisterOrganization(body));
    assert_eq!(world.get::<Organization>(3).province, id::<ProvinceId>(HCM));
}

#[test]
fn an_organization_is_merged_with_one_of_the_same_province() {
    let mut world = World::new();
    let merge = |duplicate| {
        Command::MergeOrganizations(MergeOrganizations {
            organization: target(HOSPITAL),
            duplicate: id(duplicate),
            duplicate_version: None,
            differing: vec!["kind".to_owned()],
            in_parts: false,
            reason: "trùng".to_owned(),
        })
    };
    refuses(&world, &merge(SCHOOL), &[(Inconsistent, "duplicate")]);
    world.run("boss", Command::RegisterOrganization(organization("Bệnh viện tỉnh", LAM_DONG)));
    world.run("boss", merge(3));
    assert_eq!(world.get::<Organization>(HOSPITAL).aliases, ["Bệnh viện tỉnh"]);
}

#[test]
fn more_than_one_command_moves_are_moved_in_parts() {
    let mut world = World::new();
    world.run("boss", Command::AddDocument(document()));
    let citing: Vec<Change> = (0..=u64::try_from(MOVED_MAX).unwrap())
        .map(|place| {
            let sources = vec![Source { document: id(2), quote: None }];
            let it = Sector { sources, ..sector(&format!("S{place}")) };
            Change { id: id::<domain::SectorId>(place + 2).record(), after: it.into_record() }
        })
        .collect();
    world.memory.apply(&citing, Timestamp::UNIX_EPOCH);
    let whole = merge_documents(2);
    refuses(&world, &Command::MergeDocuments(whole.clone()), &[(TooLong, "duplicate")]);
    let parts = MergeDocuments { in_parts: true, ..whole };
    let first = world.run("boss", Command::MergeDocuments(parts.clone()));
    assert_eq!(first.changes.len(), MOVED_MAX);
    let about = (id::<domain::DocumentId>(1).record(), Effect::Unchanged);
    assert_eq!(first.effects, [about]);
    assert_eq!(world.get::<Document>(2).merged_into, None);
    let last = world.run("boss", Command::MergeDocuments(parts));
    assert_eq!(last.changes.len(), 3);
    assert_eq!(world.get::<Document>(2).merged_into, Some(id(1)));
}
