//! Entries in sled and in runs against a plain map.

use std::collections::BTreeMap;

use proptest::{collection::vec, prelude::*};

use super::*;

#[derive(Debug, Clone)]
enum Step {
    /// Entries that are written in bulk; those that are in sled go there.
    Bulk(Vec<(u8, u8)>),
    /// Entries that are written to sled.
    Small(Vec<(u8, u8)>),
    Merge,
    Reopen,
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => vec(any::<(u8, u8)>(), 1..60).prop_map(Step::Bulk),
        2 => vec(any::<(u8, u8)>(), 1..8).prop_map(Step::Small),
        1 => Just(Step::Merge),
        1 => Just(Step::Reopen),
    ]
}

/// Edges of few records, so that many share a beginning.
fn key(number: u8) -> Vec<u8> {
    [b"e\x01.......".as_slice(), &[number / 16, 0, number % 16]].concat()
}

struct System {
    view: tempfile::TempDir,
    db: sled::Db,
    tree: Tree,
    model: BTreeMap<Vec<u8>, Vec<u8>>,
}

impl System {
    fn new() -> Self {
        let view = tempfile::tempdir().unwrap();
        let db = sled::Config::new().temporary(true).open().unwrap();
        let tree = Tree::open(db.open_tree("view").unwrap(), view.path(), 1 << 16).unwrap();
        Self { view, db, tree, model: BTreeMap::new() }
    }

    fn step(&mut self, step: Step) {
        let mut batch = sled::Batch::default();
        match step {
            Step::Bulk(entries) => {
                let entries: BTreeMap<_, _> = entries
                    .into_iter()
                    .map(|(k, v)| (key(k), vec![v; usize::from(v) * 9]))
                    .collect();
                let is_in_sled =
                    |key: &[u8]| self.tree.find(key).unwrap().is_some_and(|(_, in_sled)| in_sled);
                let (small, bulk): (BTreeMap<_, _>, BTreeMap<_, _>) =
                    entries.clone().into_iter().partition(|(key, _)| is_in_sled(key));
                let bulk = bulk.iter().map(|(key, value)| (&**key, &**value));
                batch.insert(keys::RUNS, self.tree.add_run(bulk).unwrap());
                for (key, value) in &small {
                    batch.insert(&**key, &**value);
                }
                self.model.extend(entries);
            }
            Step::Small(entries) => {
                for (number, value) in entries {
                    batch.insert(key(number), &[value][..]);
                    self.model.insert(key(number), vec![value]);
                }
            }
            Step::Merge => {
                let Some(merging) = self.tree.start_merging().unwrap() else { return };
                let (list, old) = self.tree.finish_merging(merging).unwrap().unwrap();
                batch.insert(keys::RUNS, list);
                for file in &old {
                    fs::remove_file(file).unwrap();
                }
            }
            Step::Reopen => {
                let sled = self.db.open_tree("view").unwrap();
                self.tree = Tree::open(sled, self.view.path(), 1 << 16).unwrap();
            }
        }
        self.tree.apply(batch, *b"er").unwrap();
    }

    fn compare(&self, from: u8, to: u8) {
        let (from, to) = (key(from.min(to)), key(to.max(from)));
        let entry = |entry: Result<Entry, RunFault>| {
            let (key, value) = entry.unwrap();
            (key.to_vec(), value.to_vec())
        };
        let expected: Vec<_> = self
            .model
            .range(from.clone()..to.clone())
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect();
        let forth: Vec<_> = self.tree.range(&from, &to).map(entry).collect();
        assert_eq!(forth, expected);
        let mut back: Vec<_> = self.tree.range(&from, &to).rev().map(entry).collect();
        back.reverse();
        assert_eq!(back, expected);
        let (mut both, mut front, mut rear) = (self.tree.range(&from, &to), Vec::new(), Vec::new());
        while let Some(next) = both.next() {
            front.push(entry(next));
            rear.extend(both.next_back().map(entry));
        }
        rear.reverse();
        assert_eq!([front, rear].concat(), expected);
        for number in 0..=u8::MAX {
            let found = self.tree.get(&key(number)).unwrap().map(|it| it.to_vec());
            assert_eq!(found.as_ref(), self.model.get(&key(number)));
        }
        for start in (0..16).map(|it| key(it * 16)[..10].to_vec()) {
            let found = self.tree.scan_prefix(&start).map(entry).count();
            assert_eq!(found, self.model.keys().filter(|key| key.starts_with(&start)).count());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn entries_are_what_a_map_says_wherever_they_are(
        steps in vec(any_step(), 1..30), ranges in vec(any::<(u8, u8)>(), 1..6),
    ) {
        let mut system = System::new();
        for step in steps {
            system.step(step);
        }
        for (from, to) in ranges {
            system.compare(from, to);
        }
        system.tree.check_runs().unwrap();
    }
}

#[test]
fn any_flip_in_a_run_is_an_error_and_never_another_answer() {
    let mut system = System::new();
    system.step(Step::Bulk((0..=u8::MAX).map(|number| (number, number)).collect()));
    let (file, _) = system.tree.files().remove(0);
    let bytes = fs::read(&file).unwrap();
    for place in (0..bytes.len()).step_by(97) {
        let mut flipped = bytes.clone();
        flipped[place] ^= 1 << (place % 8);
        fs::write(&file, flipped).unwrap();
        let sled = system.db.open_tree("view").unwrap();
        let Ok(tree) = Tree::open(sled, system.view.path(), 1 << 16) else { continue };
        assert!(tree.check_runs().is_err());
        for (key, value) in &system.model {
            if let Ok(found) = tree.get(key) {
                assert_eq!(found.as_deref(), Some(value.as_slice()), "a flip at {place}");
            }
        }
    }
}
