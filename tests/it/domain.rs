//! Registering: what the rules accept and refuse, whatever the order of the drafts.

mod map_view;

use std::collections::BTreeMap;

use hoptac::{
    domain::{
        Change, Command, Context, Decision, Effect, Existing, Noun, Overlay, Problem, ProblemCode,
        Record, RecordId, Refusal, Register, View, decide, edge::terms, link::ByKey,
    },
    exchange::seeds::Seeds,
};
use jiff::{Timestamp, civil::date};
use map_view::{MapView, by_key};
use proptest::{collection::vec, prelude::*};

use super::fixture::{adding, drafts, replacing, sector};

fn context() -> Context {
    Context { by: "test".to_owned(), at: Timestamp::UNIX_EPOCH, today: date(2026, 11, 23) }
}

fn decided(register: Register, view: &MapView) -> Decision {
    decide(&context(), &Command::Register(register), view)
        .unwrap_or_else(|refusal| panic!("{refusal:?}"))
}

/// Registers drafts and returns the registry that follows.
fn registered(register: Register, view: &MapView) -> MapView {
    let mut after = view.clone();
    after.apply(&decided(register, view).changes);
    after
}

/// The problems of a refusal, as code, draft and field.
fn refused(register: Register, view: &MapView) -> Vec<(ProblemCode, usize, String)> {
    match decide(&context(), &Command::Register(register), view) {
        Err(Refusal::Rejected(problems)) => problems
            .into_iter()
            .map(|Problem { code, draft, field, .. }| (code, draft.unwrap(), field.join(".")))
            .collect(),
        other => panic!("{other:?}"),
    }
}

fn provinces(rows: &[&str]) -> Vec<Record<ByKey>> {
    let row = |fields: &&str| format!("[[province]]\nkind = 'PROVINCE'\nname.vi = 'P'\n{fields}\n");
    drafts(&[("provinces.toml", &rows.iter().map(row).collect::<String>())])
}

fn agreements(rows: &[(&str, Option<&str>)]) -> Vec<Record<ByKey>> {
    let row = |(key, parent): &(&str, Option<&str>)| {
        let parent = parent.map(|parent| format!("parent = '{parent}'\n")).unwrap_or_default();
        format!(
            "[[agreement]]\nkey = '{key}'\ncode = '{key}'\nkind = 'PLAN'\ntitle.vi = 'A'\n{parent}"
        )
    };
    drafts(&[("agreements.toml", &rows.iter().map(row).collect::<String>())])
}

/// A small world: provinces p and q with an organization each, agreements, a field, sectors.
fn world() -> MapView {
    let mut all = provinces(&["key = 'p'", "key = 'q'"]);
    all.extend(drafts(&[(
        "organizations.toml",
        "[[organization]]\nkey = 'op'\nkind = 'DEPARTMENT'\nname.vi = 'O'\nprovince = 'p'\n\
         [[organization]]\nkey = 'oq'\nkind = 'DEPARTMENT'\nname.vi = 'O'\nprovince = 'q'\n",
    )]));
    all.extend(agreements(&[("a", None), ("b", None)]));
    all.extend([sector("s", 0), sector("t", 0)]);
    all.extend(drafts(&[("fields.toml", "[[field]]\nkey = 'f'\nagreement = 'a'\nsector = 's'\n")]));
    registered(adding(all), &MapView::default())
}

fn activity(fields: &str) -> Vec<Record<ByKey>> {
    let start = "[[activity]]\nkey = 'x'\ntitle.vi = 'X'\nstatus = 'UNKNOWN'\n";
    drafts(&[("activities.toml", &format!("{start}{fields}"))])
}

fn shuffled(seeds: &Seeds) -> impl Strategy<Value = Vec<Record<ByKey>>> + use<> {
    Just(seeds.command().drafts).prop_shuffle()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_drafts_changes_nothing_but_ids(drafts in shuffled(&Seeds::built_in().unwrap())) {
        let empty = MapView::default();
        let straight = registered(Seeds::built_in().unwrap().command(), &empty);
        let decision = decided(adding(drafts.clone()), &empty);
        prop_assert!(decision.effects.iter().all(|(_, effect)| *effect == Effect::Created));
        prop_assert_eq!(decision.effects.len(), drafts.len());
        for ((id, _), draft) in decision.effects.iter().zip(&drafts) {
            prop_assert_eq!(id.noun, draft.noun());
        }
        let mut mixed = MapView::default();
        mixed.apply(&decision.changes);
        prop_assert_eq!(by_key(&mixed), by_key(&straight));
        let again = decided(replacing(drafts), &mixed);
        prop_assert_eq!(again.changes, Vec::new());
        prop_assert!(again.effects.iter().all(|(_, effect)| *effect == Effect::Unchanged));
    }
}

proptest! {
    #[test]
    fn an_overlay_shows_what_a_plain_map_would(
        base in vec((0..6u64, 0..4u64), 0..6), over in vec(vec((0..6u64, 0..4u64), 1..4), 0..5),
    ) {
        let change = |(number, text): (u64, u64)| {
            let name = format!("{{\"en\": \"{text}\"}}");
            let json = format!(
                "{{\"Sector\": {{\"key\": \"k{text}\", \"code\": \"C{}\", \"name\": {name}}}}}",
                text % 2
            );
            let id = RecordId { noun: Noun::Sector, number: number + 1 };
            Change { id, after: serde_json::from_str(&json).unwrap() }
        };
        let mut below = MapView::default();
        below.apply(&base.into_iter().map(change).collect::<Vec<_>>());
        let mut plain = below.clone();
        let mut overlay = Overlay::new(&below);
        for command in over {
            let changes: Vec<Change> = command.into_iter().map(change).collect();
            let at = plain.apply(&changes);
            overlay.apply(&changes, plain.seq(), at).unwrap();
        }
        for number in 1..=7 {
            let id = RecordId { noun: Noun::Sector, number };
            prop_assert_eq!(overlay.record(id).unwrap(), plain.record(id).unwrap());
        }
        for text in 0..4 {
            for term in terms(&change((0, text)).after) {
                prop_assert_eq!(overlay.named(&term).unwrap(), plain.named(&term).unwrap());
            }
        }
        for noun in [Noun::Sector, Noun::Field] {
            prop_assert_eq!(overlay.last_number(noun).unwrap(), plain.last_number(noun).unwrap());
        }
    }
}

#[test]
fn what_is_there_is_kept_or_replaced_as_asked() {
    let view = registered(adding(vec![sector("s", 1)]), &MapView::default());
    let both = vec![sector("t", 1), sector("s", 2)];
    let kept = decided(adding(both.clone()), &view);
    assert_eq!(
        kept.effects.iter().map(|it| it.1).collect::<Vec<_>>(),
        [Effect::Created, Effect::Kept]
    );
    assert_eq!(kept.changes.len(), 1);
    let replaced = decided(replacing(both), &view);
    assert_eq!(
        replaced.effects.iter().map(|it| it.1).collect::<Vec<_>>(),
        [Effect::Created, Effect::Updated]
    );
    assert_eq!(replaced.changes.len(), 2);
}

#[test]
fn a_kept_record_need_not_agree_with_what_the_registry_has_become() {
    let view = world();
    let of_p =
        "sector = 's'\nparticipants = [{ province = 'p', organization = 'op', role = 'HOST' }]";
    let seed = activity(of_p);
    let view = registered(adding(seed.clone()), &view);
    let moved = drafts(&[(
        "organizations.toml",
        "[[organization]]\nkey = 'op'\nkind = 'DEPARTMENT'\nname.vi = 'O'\nprovince = 'q'\n",
    )]);
    let view = registered(replacing(moved), &view);
    for mode in [adding, replacing] {
        assert_eq!(decided(mode(seed.clone()), &view).effects[0].1, Effect::Unchanged);
    }
    let seed = activity(&format!("{of_p}\nnote = 'changed'"));
    assert_eq!(decided(adding(seed.clone()), &view).effects[0].1, Effect::Kept);
    let field = "participants.0.province".to_owned();
    assert_eq!(refused(replacing(seed), &view), [(ProblemCode::Inconsistent, 0, field)]);
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_the_drafts() {
    let mut all = activity("sector = 'nowhere'\nfield = 'nothing'\nstatusReason = 'x'");
    all.extend(provinces(&["key = 'r'\nvalidFrom = '2025-07-01'\nvalidTo = '2025-07-01'"]));
    let found = refused(adding(all), &world());
    assert_eq!(
        found,
        [
            (ProblemCode::NotFound, 0, "field".to_owned()),
            (ProblemCode::NotFound, 0, "sector".to_owned()),
            (ProblemCode::Inconsistent, 0, "statusReason".to_owned()),
            (ProblemCode::OutOfOrder, 1, "validTo".to_owned()),
        ]
    );
}

#[test]
fn a_key_is_needed_fits_and_is_given_once() {
    let keyed = |key: &str| format!("key = '{key}'");
    let long = keyed(&"x".repeat(121));
    let found = refused(
        adding(provinces(&["", &keyed("a b"), &long, &keyed("twice"), &keyed("twice")])),
        &MapView::default(),
    );
    let key = || "key".to_owned();
    assert_eq!(
        found,
        [
            (ProblemCode::Required, 0, key()),
            (ProblemCode::Invalid, 1, key()),
            (ProblemCode::TooLong, 2, key()),
            (ProblemCode::Duplicate, 4, key()),
        ]
    );
}

#[test]
fn an_organization_brings_its_province_and_no_other_is_accepted() {
    let view = world();
    let participant =
        |of: &str| activity(&format!("sector = 's'\nparticipants = [{{ {of}, role = 'HOST' }}]"));
    let decision = decided(adding(participant("organization = 'oq'")), &view);
    let Record::Activity(written) = &decision.changes[0].after else { panic!() };
    assert_eq!(
        written.participants[0].province.map(RecordId::from),
        view.find(Noun::Province, "q")
    );
    let found = refused(adding(participant("organization = 'oq', province = 'p'")), &view);
    assert_eq!(found, [(ProblemCode::Inconsistent, 0, "participants.0.province".to_owned())]);
    let found =
        refused(adding(activity("sector = 's'\nparticipants = [{ role = 'HOST' }]")), &view);
    assert_eq!(found, [(ProblemCode::Required, 0, "participants.0".to_owned())]);
}

#[test]
fn an_activity_is_of_its_fields_agreement_and_sector() {
    let view = world();
    let decision = decided(adding(activity("sector = 's'\nfield = 'f'")), &view);
    let Record::Activity(written) = &decision.changes[0].after else { panic!() };
    assert_eq!(written.agreement.map(RecordId::from), view.find(Noun::Agreement, "a"));
    let found = refused(adding(activity("sector = 't'\nfield = 'f'\nagreement = 'b'")), &view);
    assert_eq!(
        found,
        [
            (ProblemCode::Inconsistent, 0, "agreement".to_owned()),
            (ProblemCode::Inconsistent, 0, "sector".to_owned()),
        ]
    );
}

#[test]
fn an_activity_may_stand_in_a_field_of_an_agreement_above_its_own() {
    let view = registered(adding(agreements(&[("c", Some("d")), ("d", Some("a"))])), &world());
    for below in ["c", "d"] {
        let rows = format!("sector = 's'\nfield = 'f'\nagreement = '{below}'");
        let decision = decided(adding(activity(&rows)), &view);
        let Record::Activity(written) = &decision.changes[0].after else { panic!() };
        assert_eq!(written.agreement.map(RecordId::from), view.find(Noun::Agreement, below));
    }
    let field = "[[field]]\nkey = 'g'\nagreement = 'd'\nsector = 's'\n";
    let view = registered(adding(drafts(&[("fields.toml", field)])), &view);
    let found = refused(adding(activity("sector = 's'\nfield = 'g'\nagreement = 'a'")), &view);
    assert_eq!(found, [(ProblemCode::Inconsistent, 0, "agreement".to_owned())]);
}

#[test]
fn an_event_is_of_its_activitys_agreement() {
    let view = registered(adding(activity("sector = 's'\nfield = 'f'")), &world());
    let event = |fields: &str| {
        let start = "[[event]]\nkey = 'e'\nkind = 'OTHER'\ntitle.vi = 'E'\nstatus = 'HELD'\n";
        drafts(&[("events.toml", &format!("{start}activity = 'x'\n{fields}"))])
    };
    let decision = decided(adding(event("")), &view);
    let Record::Event(written) = &decision.changes[0].after else { panic!() };
    assert_eq!(written.agreement.map(RecordId::from), view.find(Noun::Agreement, "a"));
    let found = refused(adding(event("agreement = 'b'")), &view);
    assert_eq!(found, [(ProblemCode::Inconsistent, 0, "agreement".to_owned())]);
}

#[test]
fn a_code_means_one_unit_on_a_day_and_may_mean_another_on_the_next() {
    let coded = |key: &str, days: &str| {
        format!("key = '{key}'\ncodes = [{{ scheme = 'GSO', value = '52'{days} }}]")
    };
    let until = coded("old", ", validTo = '2025-07-01'");
    let from = coded("new", ", validFrom = '2025-07-01'");
    let early = coded("early", ", validFrom = '2025-06-30'");
    let other = "key = 'other'\ncodes = [{ scheme = 'NUTS', value = '52' }]";
    let view = MapView::default();
    assert_eq!(decided(adding(provinces(&[&until, &from, other])), &view).changes.len(), 3);
    let taken = |draft: usize| (ProblemCode::Taken, draft, "codes.0".to_owned());
    // The first has it; the other is told so.
    assert_eq!(refused(adding(provinces(&[&until, &early])), &view), [taken(1)]);
    let view = registered(adding(provinces(&[&until])), &view);
    assert_eq!(refused(adding(provinces(&[&early])), &view), [taken(0)]);
    assert_eq!(decided(adding(provinces(&[&from])), &view).changes.len(), 1);
}

#[test]
fn a_succession_falls_on_the_days_of_its_units() {
    let units = |ended: &str, began: &str| {
        let mut all = provinces(&[
            &format!("key = 'was'\nvalidTo = '{ended}'"),
            &format!("key = 'is'\nvalidFrom = '{began}'"),
        ]);
        let text = "[[succession]]\nkey = 's'\non = '2025-07-01'\npredecessors = ['was']\nsuccessors = ['is']\n";
        all.extend(drafts(&[("successions.toml", text)]));
        adding(all)
    };
    let view = MapView::default();
    assert_eq!(decided(units("2025-07-01", "2025-07-01"), &view).changes.len(), 3);
    assert_eq!(
        refused(units("2025-06-30", "2025-07-02"), &view),
        [
            (ProblemCode::Inconsistent, 2, "predecessors.0".to_owned()),
            (ProblemCode::Inconsistent, 2, "successors.0".to_owned()),
        ]
    );
}

#[test]
fn no_agreement_stands_above_itself_whatever_the_order() {
    let view =
        registered(adding(agreements(&[("a", Some("b")), ("b", None)])), &MapView::default());
    let parent = |draft: usize| (ProblemCode::Inconsistent, draft, "parent".to_owned());
    assert_eq!(refused(replacing(agreements(&[("b", Some("a"))])), &view), [parent(0)]);
    assert_eq!(
        refused(replacing(agreements(&[("b", Some("c")), ("c", Some("a"))])), &view),
        [parent(0), parent(1)]
    );
    // Each order of turning the two around is the same.
    for turned in [[("a", None), ("b", Some("a"))], [("b", Some("a")), ("a", None)]] {
        assert_eq!(decided(replacing(agreements(&turned)), &view).changes.len(), 2);
    }
}

#[test]
fn codes_and_addresses_are_taken_but_once() {
    let view = registered(adding(agreements(&[("a", None)])), &MapView::default());
    let other = "[[agreement]]\nkey = 'other'\ncode = 'a'\nkind = 'PLAN'\ntitle.vi = 'A'\n";
    let other = adding(drafts(&[("agreements.toml", other)]));
    assert_eq!(refused(other, &view), [(ProblemCode::Taken, 0, "code".to_owned())]);
    let document = |key: &str| {
        format!(
            "[[document]]\nkey = '{key}'\ntitle = 'D'\nurl = 'https://example.invalid'\n\
             language = 'vi'\nreliability = 'NORMAL'\nreading = 'FULL'\n"
        )
    };
    let twice = [document("d"), document("e")].concat();
    let found = refused(adding(drafts(&[("documents.toml", &twice)])), &view);
    let taken = |draft: usize| (ProblemCode::Taken, draft, "url".to_owned());
    assert_eq!(found, [taken(1)]);
}

#[test]
fn a_code_that_its_holder_gives_up_in_the_same_command_is_free() {
    let coded = |key: &str, code: &str| {
        format!("[[agreement]]\nkey = '{key}'\ncode = '{code}'\nkind = 'PLAN'\ntitle.vi = 'A'\n")
    };
    let both = |a: &str, b: &str| {
        let text = [coded("a", a), coded("b", b)].concat();
        Register { drafts: drafts(&[("agreements.toml", &text)]), existing: Existing::Replace }
    };
    let view = registered(both("1", "2"), &MapView::default());
    let swapped = registered(both("2", "1"), &view);
    let at: BTreeMap<_, _> = by_key(&swapped);
    assert_eq!(at.len(), 2);
    assert_eq!(swapped.seq(), 2);
    assert!(swapped.at() > Timestamp::UNIX_EPOCH);
}
