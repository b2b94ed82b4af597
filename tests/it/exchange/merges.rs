//! Merges at random beside other writes: nothing points at what was merged, what was counted is what
//! a count of all records gives, every key of old is answered, and all of it comes back byte by byte.

use std::path::Path;

use hoptac::{
    domain::{
        Command, DocumentId, Noun, NounId, OrganizationId, ProvinceId, RecordId,
        commands::{
            MergeDocuments, MergeOrganizations, MergeProvinces, SeparateDocument,
            SeparateOrganization, SeparateProvince, Target,
        },
        edge::{Relation, Term},
        standing,
    },
    journal::{self, Journal},
    registry::{Folders, Registry, Request, Snapshot, SubmitError},
    store,
};
use proptest::{collection::vec, prelude::*};

use super::{comes_back, comes_back_from_behind, exported, lines, seeded, transferred};

/// Nouns whose records are merged.
const NOUNS: [Noun; 3] = [Noun::Province, Noun::Organization, Noun::Document];

#[derive(Debug, Clone)]
enum Step {
    Merge(usize, u64, u64),
    Separate(usize, u64),
    /// An activity that names two organizations, a province and a document, by keys of old, too.
    Plan(u64, u64, u64, u64),
}

fn any_step() -> impl Strategy<Value = Step> {
    let number = || 0u64..90;
    prop_oneof![
        6 => (0..3usize, number(), number()).prop_map(|(noun, kept, it)| Step::Merge(noun, kept, it)),
        1 => (0..3usize, number()).prop_map(|(noun, it)| Step::Separate(noun, it)),
        3 => (number(), number(), number(), number())
            .prop_map(|(one, other, place, paper)| Step::Plan(one, other, place, paper)),
    ]
}

fn every(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn merge(noun: Noun, kept: u64, duplicate: u64) -> Command {
    macro_rules! of {
        ($merge:ident, $field:ident, $id:ident, $differing:expr) => {
            Command::$merge($merge {
                $field: Target::from($id::from_number(kept)),
                duplicate: $id::from_number(duplicate),
                duplicate_version: None,
                differing: every(&$differing),
                in_parts: false,
                reason: "registered twice".to_owned(),
            })
        };
    }
    match noun {
        Noun::Province => of!(
            MergeProvinces,
            province,
            ProvinceId,
            ["kind", "region", "validFrom", "validTo", "earlier", "codes", "note"]
        ),
        Noun::Organization => {
            of!(MergeOrganizations, organization, OrganizationId, ["kind", "note"])
        }
        _ => of!(
            MergeDocuments,
            document,
            DocumentId,
            [
                "title",
                "publisher",
                "publishedOn",
                "language",
                "sha256",
                "reliability",
                "reading",
                "note"
            ]
        ),
    }
}

fn separate(noun: Noun, number: u64) -> Command {
    let reason = "two things after all".to_owned();
    match noun {
        Noun::Province => Command::SeparateProvince(SeparateProvince {
            province: ProvinceId::from_number(number).into(),
            reason,
        }),
        Noun::Organization => Command::SeparateOrganization(SeparateOrganization {
            organization: OrganizationId::from_number(number).into(),
            reason,
        }),
        _ => Command::SeparateDocument(SeparateDocument {
            document: DocumentId::from_number(number).into(),
            reason,
        }),
    }
}

fn record(noun: Noun, pick: u64, snapshot: &Snapshot) -> RecordId {
    let mut last = 0;
    while snapshot.find(RecordId { noun, number: last + 1 }).unwrap().is_some() {
        last += 1;
    }
    RecordId { noun, number: pick % last + 1 }
}

fn key(noun: Noun, pick: u64, snapshot: &Snapshot) -> String {
    let id = record(noun, pick, snapshot);
    snapshot.find(id).unwrap().unwrap().record.key().unwrap().to_owned()
}

/// Whether the command was accepted.
fn sent(registry: &Registry, command: Command) -> bool {
    match registry.submit_blocking(Request::of_system("test", command)) {
        Ok(receipt) => receipt.committed.is_some(),
        Err(SubmitError::Rejected(_)) => false,
        Err(error) => panic!("{error}"),
    }
}

fn do_step(registry: &Registry, place: usize, step: &Step) {
    let snapshot = registry.snapshot();
    match *step {
        Step::Merge(noun, kept, duplicate) => {
            let noun = NOUNS[noun];
            let kept = record(noun, kept, &snapshot).number;
            sent(registry, merge(noun, kept, record(noun, duplicate, &snapshot).number));
        }
        Step::Separate(noun, it) => {
            let noun = NOUNS[noun];
            sent(registry, separate(noun, record(noun, it, &snapshot).number));
        }
        Step::Plan(one, other, place_of, paper) => {
            let line = format!(
                "{{\"noun\":\"activity\",\"key\":\"x-{place}\",\"sector\":\"tourism\",\
                 \"title\":{{\"vi\":\"T\"}},\"status\":\"PLANNED\",\"participants\":[\
                 {{\"organization\":\"{}\",\"role\":\"PROVIDER\"}},\
                 {{\"organization\":\"{}\",\"role\":\"BENEFICIARY\"}},\
                 {{\"province\":\"{}\",\"role\":\"PARTNER\"}}],\
                 \"sources\":[{{\"document\":\"{}\"}}]}}\n",
                key(Noun::Organization, one, &snapshot),
                key(Noun::Organization, other, &snapshot),
                key(Noun::Province, place_of, &snapshot),
                key(Noun::Document, paper, &snapshot),
            );
            let (summary, told) = transferred(registry, &line);
            assert_eq!(summary.created.values().sum::<u64>(), 1, "{line}{}", told.lines());
        }
    }
}

/// Nothing but what was merged into it points at a record that was merged, in whatever noun; it is in
/// no list, and its key is answered by one that was not merged.
fn check(snapshot: &Snapshot) -> usize {
    let mut merged = 0;
    for noun in Noun::ALL {
        for number in 1.. {
            let id = RecordId { noun, number };
            let Some(found) = snapshot.find(id).unwrap() else { break };
            found.record.see_links(&mut |at, _, to| {
                assert_eq!(standing(snapshot, to).unwrap(), to, "{id} at {at}");
            });
            let Some(kept) = found.record.merged_into() else { continue };
            merged += 1;
            assert_eq!(kept.noun, noun);
            let key = found.record.key().unwrap().to_owned();
            assert_eq!(snapshot.list_named(&Term::Key(noun, key)).unwrap(), [id]);
            for relation in Relation::ALL.iter().filter(|it| it.leads_from() == Some(noun)) {
                assert_eq!(snapshot.count(*relation, Some(id), noun).unwrap(), 0, "{relation:?}");
            }
        }
        let listed = snapshot.count(Relation::All, None, noun).unwrap();
        let hidden = snapshot.count(Relation::Merged, None, noun).unwrap();
        let last = (1..).take_while(|number| {
            snapshot.find(RecordId { noun, number: *number }).unwrap().is_some()
        });
        assert_eq!(listed + hidden, last.count() as u64, "{noun}");
    }
    merged
}

fn verified(folder: &Path, registry: Registry) {
    registry.close().unwrap();
    let folders = Folders::within(folder);
    let (journal, _) =
        Journal::open(&folders.journal, journal::Options::default(), &mut |_| {}).unwrap();
    let report =
        store::verify(&folders.view, &folders.scratch, &journal.reader(), &mut |_| {}).unwrap();
    assert_eq!((report.differing, report.examples), (0, Vec::new()));
}

/// Merged records come back as such.
fn merges_come_back(text: &str) {
    comes_back(text, |registry, _| {
        check(&registry.snapshot());
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn merges_beside_other_writes_keep_every_link_and_every_figure(
        steps in vec(any_step(), 20..60),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let registry = seeded(folder.path());
        for (place, step) in steps.iter().enumerate() {
            do_step(&registry, place, step);
        }
        let merged = check(&registry.snapshot());
        prop_assert!(merged > 0, "all merges were refused");
        merges_come_back(&exported(&registry));
        verified(folder.path(), registry);
    }
}

#[test]
fn a_merge_of_each_noun_comes_back_in_any_order_of_lines() {
    let folder = tempfile::tempdir().unwrap();
    let registry = seeded(folder.path());
    let named = |noun, key: &str| {
        let term = Term::Key(noun, key.to_owned());
        registry.snapshot().list_named(&term).unwrap()[0].number
    };
    for (noun, kept, duplicate) in [
        (Noun::Organization, "ubnd-quan1", "ubnd-quan3"),
        (Noun::Document, "nq-202-2025-qh15", "qd-19-2025-qd-ttg"),
        (Noun::Province, "ha-giang", "bac-kan"),
        // What was merged goes along.
        (Noun::Province, "cao-bang", "lang-son"),
        (Noun::Province, "lai-chau", "cao-bang"),
    ] {
        let (kept, duplicate) = (named(noun, kept), named(noun, duplicate));
        let command = merge(noun, kept, duplicate);
        registry.submit_blocking(Request::of_system("test", command)).unwrap();
    }
    assert_eq!(check(&registry.snapshot()), 5);
    let text = exported(&registry);
    assert_eq!(text.matches("\"mergedInto\":").count(), 5);
    assert_eq!(text.matches("\"mergedInto\":\"lai-chau\"").count(), 2);
    merges_come_back(&text);
    comes_back_from_behind(&text);
    verified(folder.path(), registry);
}

#[test]
fn a_file_neither_merges_nor_changes_what_was_merged() {
    let folder = tempfile::tempdir().unwrap();
    let registry = seeded(folder.path());
    let before = exported(&registry);
    let line = |key: &str| {
        let start = format!("{{\"noun\":\"organization\",\"key\":\"{key}\"");
        before.lines().find(|line| line.starts_with(&start)).unwrap().to_owned()
    };
    let (kept, duplicate) = (line("ubnd-quan1"), line("ubnd-quan3"));
    let named = |key: &str| {
        let term = Term::Key(Noun::Organization, key.to_owned());
        registry.snapshot().list_named(&term).unwrap()[0].number
    };
    let into = duplicate.replace("\"province\":", "\"mergedInto\":\"ubnd-quan1\",\"province\":");
    let update = |text: &str| {
        use hoptac::{domain::Existing, exchange::import::Lines};
        super::bring(&registry, Lines::new(text.as_bytes(), 0), Existing::Replace)
    };
    let (_, told) = update(&into);
    assert!(
        told.lines().contains("a file merges no record that is registered"),
        "{}",
        told.lines()
    );
    let command = merge(Noun::Organization, named("ubnd-quan1"), named("ubnd-quan3"));
    registry.submit_blocking(Request::of_system("test", command)).unwrap();
    // The file of before names both, as it does every night.
    let (summary, told) = lines(&registry, &format!("{kept}\n{duplicate}\n"));
    assert_eq!((told.lines().as_str(), summary.unchanged, summary.kept), ("", 1, 1));
    let changed = duplicate.replace("UBND Quận 3", "UBND Quận Ba");
    assert_ne!(changed, duplicate);
    let (_, told) = update(&changed);
    assert_eq!(
        told.lines(),
        "1: key: the organization was merged into `ubnd-quan1`; change that one, and leave this row \
         out\n"
    );
    // Who names it means the one that stays.
    let field = r#"{"noun":"field","key":"f-x","agreement":"tt-2022","sector":"other","lead":"ubnd-quan3"}"#;
    assert_eq!(lines(&registry, field).1.lines(), "");
    let exported = exported(&registry);
    let field = exported.lines().find(|line| line.contains("\"key\":\"f-x\"")).unwrap();
    assert!(field.contains("\"lead\":\"ubnd-quan1\""), "{field}");
    // A code or address of it is still its own.
    let taken = line("ubnd-quan1").replace("ubnd-quan1", "ubnd-quan3");
    assert_eq!(update(&taken).0.created.len(), 0);
}
