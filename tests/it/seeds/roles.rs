//! The coding of the seeds, counted from the files alone: what each role rests on, who stands on
//! which side, in which field an activity is, and which way things went.

use std::collections::{BTreeMap, BTreeSet};

use hoptac::{
    domain::{
        Agreement, Participant, Record, Role,
        link::{ByKey, KeyOf},
    },
    exchange::seeds::Seeds,
};

/// What a remark begins with; every other basis is quoted.
const NOTE: &str = "Note: ";
/// As long as a quote may be, in characters.
const BASIS_MAX: usize = 160;
/// The words by which a source calls an action joint.
const JOINT: [&str; 5] = ["sẽ cùng", "phối hợp", "hai bên", "trao đổi", "ngược lại"];
/// The agreement of 2022, and its predecessors.
const REGIONAL: [&str; 3] = ["tt-2022", "ct-2010-2021", "ct-2000-2013"];
/// The sectors of the priority fields of the agreement of 2022.
const PRIORITY: [&str; 5] =
    ["tourism", "trade", "agriculture", "science-technology", "health-education"];

fn drafts() -> Vec<Record<ByKey>> {
    Seeds::built_in().unwrap().command().drafts
}

/// The participants of activities and events, and the agreement that they come together under.
fn rows(record: &Record<ByKey>) -> Option<(&[Participant<ByKey>], Option<&str>)> {
    let (participants, agreement) = match record {
        Record::Activity(it) => (&it.participants, &it.agreement),
        Record::Event(it) => (&it.participants, &it.agreement),
        _ => return None,
    };
    Some((participants, agreement.as_ref().map(KeyOf::as_str)))
}

fn agreements(drafts: &[Record<ByKey>]) -> BTreeMap<&str, &Agreement<ByKey>> {
    let found = drafts.iter().filter_map(|draft| match draft {
        Record::Agreement(it) => Some((it.key.as_deref()?, it)),
        _ => None,
    });
    found.collect()
}

/// Whether an agreement is one of some, or stands under one of them.
fn is_under(all: &BTreeMap<&str, &Agreement<ByKey>>, own: Option<&str>, of: &[&str]) -> bool {
    let mut next = own;
    while let Some(key) = next {
        if of.contains(&key) {
            return true;
        }
        next = all[key].parent.as_ref().map(KeyOf::as_str);
    }
    false
}

fn province(row: &Participant<ByKey>) -> &str {
    row.province.as_ref().unwrap().as_str()
}

#[test]
fn each_role_that_gives_a_direction_rests_on_the_words_of_a_source_or_a_note() {
    for draft in &drafts() {
        let Some((participants, _)) = rows(draft) else { continue };
        let key = draft.key().unwrap();
        for row in participants {
            let told = format!("{key}: {} as {:?}", province(row), row.role);
            let Some(basis) = row.basis.as_deref() else {
                let needs = [Role::Provider, Role::Beneficiary, Role::Funder, Role::Partner];
                assert!(!needs.contains(&row.role), "{told} has no basis");
                continue;
            };
            assert_ne!(row.role, Role::Unspecified, "{told} has a basis: {basis}");
            assert!(basis.chars().count() <= BASIS_MAX, "{told}: {basis}");
            if row.role == Role::Partner {
                let lower = basis.to_lowercase();
                assert!(JOINT.iter().any(|word| lower.contains(word)), "{told}: {basis}");
            }
            let mut printed = draft.sources().iter().filter_map(|source| source.quote.as_deref());
            let quoted = printed.any(|quote| quote.contains(basis));
            let noted = basis.starts_with(NOTE) && row.role != Role::Partner;
            assert!(quoted || noted, "{told}: no source of it has the words: {basis}");
        }
    }
}

#[test]
fn the_city_and_the_provinces_stand_on_two_sides_of_what_is_between_them() {
    let drafts = drafts();
    let agreements = agreements(&drafts);
    for draft in &drafts {
        let Some((participants, agreement)) = rows(draft) else { continue };
        let between = is_under(&agreements, agreement, &REGIONAL);
        for row in participants {
            let side = if province(row) == "ho-chi-minh" { "city" } else { "highlands" };
            assert_eq!(row.side.as_deref(), between.then_some(side), "{:?}", draft.key());
        }
    }
    for (key, agreement) in &agreements {
        let between = is_under(&agreements, Some(key), &REGIONAL);
        assert!(agreement.parties.iter().all(|it| it.side.is_some() == between), "{key}");
        let sides: BTreeSet<_> =
            agreement.parties.iter().filter_map(|it| it.side.as_ref()).collect();
        let expected = if between { agreement.parties.len().min(2) } else { 0 };
        assert_eq!(sides.len(), expected, "{key}");
    }
}

#[test]
fn what_is_agreed_under_the_agreement_of_2022_stands_in_its_fields() {
    let drafts = drafts();
    let agreements = agreements(&drafts);
    let mut fields: BTreeMap<&str, usize> = BTreeMap::new();
    for draft in &drafts {
        let Record::Activity(it) = draft else { continue };
        let own = it.agreement.as_ref().map(KeyOf::as_str);
        let field = it.field.as_ref().map(KeyOf::as_str);
        let sector = it.sector.as_str();
        if is_under(&agreements, own, &["tt-2022"]) && PRIORITY.contains(&sector) {
            assert_eq!(field, Some(format!("tt-2022/{sector}").as_str()), "{:?}", it.key);
            *fields.entry(sector).or_default() += 1;
        }
    }
    let counted = PRIORITY.map(|sector| fields[sector]);
    assert_eq!(counted, [10, 13, 7, 5, 3]);
}

/// The direction of an activity: who gives, where all of it goes one way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    OneWayFrom(BTreeSet<String>),
    Mutual,
    Unspecified,
    None,
}

/// Counts by hand: who gives to whom as stated, and between whom nobody says.
fn way(participants: &[Participant<ByKey>]) -> Way {
    let (mut given, mut open) = (BTreeSet::new(), BTreeSet::new());
    for one in participants {
        for other in participants {
            let (a, b) = (province(one), province(other));
            if a == b {
                continue;
            }
            let apart = one.side.is_none() || one.side != other.side;
            match (one.role, other.role) {
                (Role::Provider | Role::Funder, Role::Beneficiary) => {
                    given.insert((a, b));
                }
                (Role::Partner, Role::Partner) if apart => {
                    given.insert((a, b));
                }
                (Role::Unspecified, role)
                    if apart && !matches!(role, Role::Host | Role::Implementer) =>
                {
                    open.extend([(a, b), (b, a)]);
                }
                _ => {}
            }
        }
    }
    if given.iter().any(|(a, b)| given.contains(&(*b, *a))) {
        Way::Mutual
    } else if open.iter().any(|(a, b)| !given.contains(&(*a, *b)) && !given.contains(&(*b, *a))) {
        Way::Unspecified
    } else if given.is_empty() {
        Way::None
    } else {
        Way::OneWayFrom(given.into_iter().map(|(from, _)| from.to_owned()).collect())
    }
}

#[test]
fn so_many_activities_go_one_way_both_ways_or_nobody_says() {
    let drafts = drafts();
    let agreements = agreements(&drafts);
    let count = |of: Option<&[&str]>| {
        let mut counts: BTreeMap<Way, usize> = BTreeMap::new();
        for draft in &drafts {
            let Record::Activity(it) = draft else { continue };
            let own = it.agreement.as_ref().map(KeyOf::as_str);
            if of.is_none_or(|of| is_under(&agreements, own, of)) {
                *counts.entry(way(&it.participants)).or_default() += 1;
            }
        }
        counts
    };
    let from = |key: &str| Way::OneWayFrom(BTreeSet::from([key.to_owned()]));
    let under = [(from("ho-chi-minh"), 15), (Way::Mutual, 9), (Way::Unspecified, 28)];
    assert_eq!(count(Some(&["tt-2022"])), BTreeMap::from(under));
    let all = [
        (from("ho-chi-minh"), 18),
        (from("ho-chi-minh-2025"), 5),
        (Way::Mutual, 10),
        (Way::Unspecified, 30),
    ];
    assert_eq!(count(None), BTreeMap::from(all));
}
