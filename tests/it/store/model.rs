//! The view as a list of versions per record, which answers by going through all of them.

use std::collections::{BTreeMap, BTreeSet};

use hoptac::{
    domain::{
        Lang, Noun, Record, RecordId, Versioned,
        edge::{Relation, Term, edges, terms},
    },
    registry::{EdgeEnd, Snapshot, collation_key},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

/// Nouns with terms, days and links of every kind.
pub const NOUNS: [Noun; 7] = [
    Noun::Province,
    Noun::Organization,
    Noun::Agreement,
    Noun::Activity,
    Noun::Event,
    Noun::Claim,
    Noun::Document,
];

/// What a record is made of: small numbers, so that histories meet.
#[derive(Debug, Clone)]
pub struct Content {
    pub noun: Noun,
    /// Which record of the noun; one past the last makes a new one.
    pub pick: u8,
    pub text: u8,
    pub day: Option<u8>,
    pub links: Vec<u8>,
}

impl Content {
    /// An event names activities only that are registered: the rules see to it, and figures rest
    /// on it.
    fn record(&self, activities: u64) -> Record {
        let day = self.day.map(|day| format!("2024-02-{day:02}"));
        let (text, first) = (self.text, u64::from(*self.links.first().unwrap_or(&0)) + 1);
        let all: Vec<u64> = self.links.iter().map(|link| u64::from(*link) + 1).collect();
        let sources: Vec<_> = all.iter().map(|id| json!({ "document": id })).collect();
        let parts = |role| all.iter().map(move |id| json!({ "province": id, "role": role }));
        let name = json!({ "vi": format!("văn bản {text}") });
        let (key, tag) = (format!("key-{text}"), self.noun.name());
        let code = format!("{}", text % 3);
        let fields = match self.noun {
            Noun::Province => json!({
                "key": key, "kind": "PROVINCE", "name": name, "validFrom": day,
                "codes": [{ "scheme": "GSO", "value": code }, { "scheme": "NUTS", "value": code }],
            }),
            Noun::Organization => json!({ "kind": "OTHER", "name": name, "province": first }),
            Noun::Agreement => json!({
                "code": code, "kind": "PLAN", "title": name, "signedOn": day,
                "parties": parts("MEMBER").collect::<Vec<_>>(), "parent": all.last(),
            }),
            Noun::Activity => json!({
                "agreement": all.last(), "sector": first, "title": name, "status": "UNKNOWN",
                "participants": parts("HOST").collect::<Vec<_>>(), "sources": sources,
            }),
            Noun::Event => json!({
                "kind": "OTHER", "title": name, "status": "UNKNOWN", "host": first, "period": day,
                "activity": all.last().filter(|id| **id <= activities), "participants": parts("HOST").collect::<Vec<_>>(),
            }),
            Noun::Claim => json!({
                "metric": "EVENTS", "kind": "PLANNED", "conflictsWith": all, "statedOn": day,
            }),
            _ => json!({
                "title": key, "url": format!("https://{code}"), "language": "vi",
                "reliability": "LOW", "reading": "FULL", "publishedOn": day,
            }),
        };
        serde_json::from_value(json!({ tag: fields })).unwrap()
    }
}

#[derive(Default)]
pub struct Model {
    versions: BTreeMap<RecordId, Vec<Versioned>>,
    commits: Vec<Timestamp>,
}

impl Model {
    pub fn seq(&self) -> u64 {
        self.commits.len() as u64
    }

    /// Every third command shares its time with the one before.
    pub fn next_time(&self) -> Timestamp {
        let step = self.seq() - self.seq() / 3;
        Timestamp::UNIX_EPOCH + SignedDuration::from_micros(i64::try_from(step).unwrap())
    }

    /// Writes a command; of several contents for one record the first counts.
    pub fn change(&mut self, contents: Vec<Content>, at: Timestamp) -> Vec<(RecordId, Record)> {
        self.commits.push(at);
        let mut changes = BTreeMap::new();
        let activities = self.versions.keys().filter(|id| id.noun == Noun::Activity).count() as u64;
        for content in contents {
            let there = self.versions.keys().filter(|id| id.noun == content.noun).count() as u64;
            let number = (u64::from(content.pick) + 1).min(there + 1);
            let id = RecordId { noun: content.noun, number };
            if changes.contains_key(&id) {
                continue;
            }
            changes.insert(id, content.record(activities));
            let seq = self.seq();
            let versions = self.versions.entry(id).or_default();
            versions.push(Versioned {
                id,
                version: u32::try_from(versions.len()).unwrap() + 1,
                seq,
                created_at: versions.first().map_or(at, |first| first.created_at),
                updated_at: at,
                record: content.record(activities),
            });
        }
        changes.into_iter().collect()
    }

    fn at(&self, id: RecordId, seq: u64) -> Option<&Versioned> {
        self.versions.get(&id)?.iter().rev().find(|version| version.seq <= seq)
    }

    /// Compares everything that a snapshot can be asked.
    pub fn compare(&self, snapshot: &Snapshot) {
        let seq = snapshot.seq();
        assert!(seq <= self.seq());
        let mut places: BTreeMap<(Relation, Option<RecordId>, Noun), Vec<EdgeEnd>> =
            BTreeMap::new();
        let mut named: BTreeMap<Term, BTreeSet<RecordId>> = BTreeMap::new();
        for (id, versions) in &self.versions {
            let expected = self.at(*id, seq);
            assert_eq!(snapshot.find(*id).unwrap().as_deref(), expected, "{id} at {seq}");
            for edge in versions.iter().flat_map(|it| edges(*id, &it.record)) {
                places.entry((edge.relation, edge.from, id.noun)).or_default();
            }
            for term in versions.iter().flat_map(|it| terms(&it.record)) {
                named.entry(term).or_default();
            }
            let Some(expected) = expected else { continue };
            for edge in edges(*id, &expected.record) {
                let places = places.entry((edge.relation, edge.from, id.noun)).or_default();
                places.push(EdgeEnd { day: edge.day, to: *id });
            }
            for term in terms(&expected.record) {
                named.entry(term).or_default().insert(*id);
            }
        }
        for ((relation, from, to), mut expected) in places {
            expected.sort_by_key(|place| (place.day.is_none(), place.day, place.to));
            compare_places(snapshot, relation, from, to, &expected);
        }
        for (term, expected) in named {
            let expected: Vec<RecordId> = expected.into_iter().collect();
            assert_eq!(snapshot.list_named(&term).unwrap(), expected, "{term:?} at {seq}");
        }
        for noun in NOUNS {
            let all = self.versions.keys().filter(|id| id.noun == noun);
            let titles = all.filter_map(|id| self.at(*id, seq));
            let mut titles: Vec<_> =
                titles.map(|it| (collation_key(&it.record.title(Lang::Vi)), it.id)).collect();
            titles.sort();
            let expected: Vec<RecordId> = titles.into_iter().map(|(_, id)| id).collect();
            let found = snapshot.by_title(noun, None, None).map(Result::unwrap);
            assert_eq!(found.collect::<Vec<_>>(), expected, "{noun} at {seq}");
            assert_eq!(snapshot.count_all(noun).unwrap(), expected.len() as u64, "{noun} at {seq}");
        }
        for at in &self.commits {
            let by_then = self.commits.iter().filter(|commit| *commit <= at).count() as u64;
            assert_eq!(snapshot.seq_at(*at).unwrap(), by_then.min(seq), "at {at}");
        }
    }
}

/// All places, from either end, and those between any two of them.
fn compare_places(
    snapshot: &Snapshot,
    relation: Relation,
    from: Option<RecordId>,
    to: Noun,
    expected: &[EdgeEnd],
) {
    let ask =
        |after, before| snapshot.places(relation, from, to, after, before).map(Result::unwrap);
    let told = format!("{relation:?} of {from:?} at {}", snapshot.seq());
    assert_eq!(ask(None, None).collect::<Vec<_>>(), expected, "{told}");
    let backwards: Vec<EdgeEnd> = ask(None, None).rev().collect();
    assert_eq!(backwards, expected.iter().rev().copied().collect::<Vec<_>>(), "{told}");
    let count = snapshot.count(relation, from, to).unwrap();
    assert_eq!(count, expected.len() as u64, "{told}");
    for (first, after) in expected.iter().enumerate() {
        let rest = &expected[first + 1..];
        assert_eq!(ask(Some(*after), None).collect::<Vec<_>>(), rest, "{told} after {after:?}");
        let until = &expected[..first];
        assert_eq!(ask(None, Some(*after)).collect::<Vec<_>>(), until, "{told} before {after:?}");
        if let Some(last) = expected.last() {
            let between = rest.split_last().map_or(&[][..], |(_, between)| between);
            let asked = ask(Some(*after), Some(*last)).rev().collect::<Vec<_>>();
            assert_eq!(asked, between.iter().rev().copied().collect::<Vec<_>>(), "{told}");
        }
    }
}
