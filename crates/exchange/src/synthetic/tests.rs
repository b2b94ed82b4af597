//! What is made up: always the same, plainly labelled, of the right shape.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use domain::{Noun, Role};

fn made(synthetic: Synthetic) -> Vec<Record<ByKey>> {
    let mut records = Vec::new();
    synthetic
        .each(&mut |record, _| {
            records.push(record);
            Ok(())
        })
        .unwrap();
    records
}

const SMALL: Synthetic = Synthetic { activities: 1_500, provinces: 63, seed: 7 };

#[test]
fn the_same_numbers_give_the_same_bytes_and_another_seed_gives_others() {
    let bytes = |synthetic: Synthetic| {
        let mut bytes = Vec::new();
        synthetic.write(&mut bytes, &mut |_| {}).unwrap();
        bytes
    };
    let first = bytes(SMALL);
    assert_eq!(first, bytes(SMALL));
    assert_ne!(first, bytes(Synthetic { seed: 8, ..SMALL }));
    // The bytes are promised: a change of them is a change of what others measured.
    let known = "ef4f59fa65de9790";
    assert_eq!(&blake3::hash(&first).to_hex()[..16], known);
}

#[test]
fn every_text_that_names_something_says_that_it_is_made_up() {
    for record in made(SMALL) {
        let mut line = Vec::new();
        line::write(&record, &mut line).unwrap();
        let line = String::from_utf8(line).unwrap();
        let said = line.contains("Synthetic: ") && line.contains("Mô phỏng: ");
        assert!(said || line.contains("Synthetic document"), "{line}");
    }
}

#[test]
fn it_has_the_shape_of_a_real_registry() {
    let records = made(SMALL);
    let (mut statuses, mut sectors, mut years) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let (mut events, mut outcomes) = (BTreeMap::<String, usize>::new(), BTreeSet::new());
    let (mut givers, mut roles) = (BTreeMap::<String, usize>::new(), BTreeSet::new());
    let mut activities = 0;
    for record in &records {
        match record {
            Record::Activity(it) => {
                activities += 1;
                statuses.insert(it.status);
                sectors.insert(it.sector.as_str().to_owned());
                years.insert(it.planned.unwrap().to_string()[..4].to_owned());
                for participant in &it.participants {
                    roles.insert(participant.role);
                    if participant.role == Role::Provider {
                        let key = participant.province.as_ref().unwrap().as_str().to_owned();
                        *givers.entry(key).or_default() += 1;
                    }
                }
            }
            Record::Event(it) => {
                *events.entry(it.activity.as_ref().unwrap().as_str().to_owned()).or_default() += 1;
            }
            Record::Outcome(it) => {
                outcomes.insert(it.status);
            }
            _ => {}
        }
    }
    assert_eq!(activities, 1_500);
    assert_eq!((statuses.len(), outcomes.len(), sectors.len(), roles.len()), (6, 6, 7, 6));
    assert!(years.len() >= 8, "{years:?}");
    assert_eq!(events.values().max(), Some(&5));
    assert!(events.len() < activities, "some have none");
    let (most, all) = (givers.values().max().unwrap(), givers.values().sum::<usize>());
    assert!(most * 10 > all, "few give most: {most} of {all}");
}

#[test]
fn each_record_comes_after_those_that_it_points_at() {
    let mut seen: BTreeSet<(Noun, String)> = BTreeSet::new();
    for record in made(Synthetic { activities: 300, provinces: 2, seed: 1 }) {
        let mut points = Points(&seen);
        let key = record.key().unwrap().to_owned();
        drop(record.clone().relink::<ByKey>(&mut points));
        assert!(seen.insert((record.noun(), key)), "twice: {record:?}");
    }
}

struct Points<'a>(&'a BTreeSet<(Noun, String)>);

impl domain::link::Linker<ByKey, ByKey> for Points<'_> {
    fn link<I: domain::NounId>(
        &mut self,
        from: domain::link::KeyOf<I>,
        place: &domain::FieldPath<'_>,
    ) -> domain::link::KeyOf<I> {
        let named = (I::NOUN, from.as_str().to_owned());
        assert!(self.0.contains(&named), "{named:?} at {place} comes later");
        from
    }
}
