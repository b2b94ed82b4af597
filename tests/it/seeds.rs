//! The seeds that come with the program, and files with mistakes in them.

mod roles;

use std::collections::BTreeMap;

use hoptac::{
    domain::{
        CodeScheme, Effect, Noun, Problem, ProblemCode, Province, RecordId, edge::Relation,
        edge::Term, record::Entity,
    },
    exchange::seeds::Seeds,
    registry::{Registry, Snapshot, SubmitError},
};
use jiff::civil::{Date, date};

use super::fixture;

const LAST_OF_63: Date = date(2025, 6, 30);
const FIRST_OF_34: Date = date(2025, 7, 1);

fn seeded(data: &std::path::Path) -> (Registry, Seeds) {
    let seeds = Seeds::built_in().unwrap();
    let (registry, _) = fixture::open(data).unwrap();
    match fixture::submit(&registry, seeds.command()) {
        Ok(receipt) => {
            assert!(receipt.effects.iter().all(|(_, effect)| *effect == Effect::Created));
        }
        Err(SubmitError::Rejected(problems)) => {
            panic!("{}", problems.iter().map(|it| seeds.locate(it) + "\n").collect::<String>())
        }
        Err(error) => panic!("{error}"),
    }
    (registry, seeds)
}

fn provinces(snapshot: &Snapshot) -> Vec<Province> {
    let places = snapshot.places(Relation::All, None, Noun::Province, None, None);
    places
        .map(|place| {
            let found = snapshot.find(place.unwrap().to).unwrap().unwrap();
            Province::of(&found.record).unwrap().clone()
        })
        .collect()
}

#[test]
fn every_seed_registers_and_a_second_time_nothing_happens() {
    let data = tempfile::tempdir().unwrap();
    let (registry, seeds) = seeded(data.path());
    assert_eq!(seeds.len(), 533);
    let head = registry.head();
    let again = fixture::submit(&registry, seeds.command()).unwrap();
    assert_eq!(again.committed, None);
    assert!(again.effects.iter().all(|(_, effect)| *effect == Effect::Unchanged));
    assert_eq!(registry.head(), head);
    registry.close().unwrap();
}

#[test]
fn the_units_are_63_until_the_last_of_june_2025_and_34_from_the_first_of_july() {
    let data = tempfile::tempdir().unwrap();
    let (registry, _) = seeded(data.path());
    let provinces = provinces(&registry.snapshot());
    let valid = |day| provinces.iter().filter(|it| it.is_valid_on(day)).count();
    assert_eq!((valid(LAST_OF_63), valid(FIRST_OF_34)), (63, 34));
    registry.close().unwrap();
}

#[test]
fn seven_gso_codes_mean_another_unit_since_july_2025() {
    let data = tempfile::tempdir().unwrap();
    let (registry, _) = seeded(data.path());
    let provinces = provinces(&registry.snapshot());
    let meaning = |day: Date| -> BTreeMap<String, String> {
        let codes = provinces.iter().flat_map(|province| {
            let valid = province.codes.iter().filter(move |code| {
                code.scheme == CodeScheme::Gso && code.is_valid_on(day) && province.is_valid_on(day)
            });
            valid.map(|code| (code.value.clone(), province.name.vi().unwrap().to_owned()))
        });
        codes.collect()
    };
    let (before, after) = (meaning(LAST_OF_63), meaning(FIRST_OF_34));
    assert_eq!((before.len(), after.len()), (63, 34));
    let changed: Vec<_> = after
        .iter()
        .filter(|(code, name)| before.get(*code).is_some_and(|was| was != *name))
        .map(|(code, _)| code.as_str())
        .collect();
    assert_eq!(changed, ["15", "24", "44", "52", "80", "82", "91"]);
    assert_eq!(before["52"], "Bình Định");
    assert_eq!(after["52"], "Gia Lai");
    registry.close().unwrap();
}

#[test]
fn a_record_is_found_by_each_of_its_human_keys() {
    let data = tempfile::tempdir().unwrap();
    let (registry, _) = seeded(data.path());
    let snapshot = registry.snapshot();
    let named = snapshot.list_named(&Term::ProvinceCode(CodeScheme::Gso, "52".into())).unwrap();
    assert_eq!(named.len(), 2);
    let sector = snapshot.list_named(&Term::SectorCode("TOURISM".into())).unwrap();
    assert!(matches!(sector[..], [RecordId { noun: Noun::Sector, .. }]));
    registry.close().unwrap();
}

#[test]
fn a_broken_seed_file_is_told_with_file_line_record_and_reason() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("activities.toml");
    let text = "\n[[activity]]\nkey = 'a'\nsector = 'tourism'\ntitle.vi = 'x'\nstatus = 'DONE'\n";
    std::fs::write(&file, text).unwrap();
    let told = Seeds::from_folder(folder.path()).unwrap_err().to_string();
    assert!(told.starts_with(&format!("{}:2: activity `a`: ", file.display())), "{told}");
    assert!(told.contains("DONE"), "{told}");
}

#[test]
fn a_seed_that_breaks_a_rule_is_told_where_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("activities.toml");
    let text = "[[activity]]\nkey = 'a'\nsector = 'nowhere'\ntitle.vi = 'x'\nstatus = 'UNKNOWN'\n";
    std::fs::write(&file, text).unwrap();
    let sectors = "[[sector]]\nkey = 'trade'\ncode = 'TRADE'\nname.en = 'Trade'\n";
    std::fs::write(folder.path().join("sectors.toml"), sectors).unwrap();
    let seeds = Seeds::from_folder(folder.path()).unwrap();
    let data = tempfile::tempdir().unwrap();
    let (registry, _) = fixture::open(data.path()).unwrap();
    let Err(SubmitError::Rejected(problems)) = fixture::submit(&registry, seeds.command()) else {
        panic!("a broken seed was accepted")
    };
    let [problem @ Problem { code: ProblemCode::NotFound, .. }] = &problems[..] else {
        panic!("{problems:?}")
    };
    let told = seeds.locate(problem);
    let expected = format!("{}:1: activity `a`: sector: no sector has the key", file.display());
    assert!(told.starts_with(&expected), "{told}");
    assert_eq!(registry.head().seq, 0);
    registry.close().unwrap();
}
