//! Which records a draft names, and by which of its own names it is found.

use std::hash::{DefaultHasher, Hash, Hasher};

use domain::{
    FieldPath, Noun, NounId, Record,
    link::{ByKey, KeyOf, Linker},
};

/// The name of a record, short enough to keep millions of them. Two records may share one, if
/// hardly ever: then one waits for the other in vain, and is registered all the same.
pub fn hashed(noun: Noun, key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (noun, key).hash(&mut hasher);
    hasher.finish()
}

/// The records that a draft names, by noun and key.
pub fn named(draft: &Record<ByKey>) -> Vec<(Noun, String)> {
    let mut names = Names(Vec::new());
    drop(draft.clone().relink::<ByKey>(&mut names));
    names.0.sort();
    names.0.dedup();
    names.0
}

struct Names(Vec<(Noun, String)>);

impl Linker<ByKey, ByKey> for Names {
    fn link<I: NounId>(&mut self, from: KeyOf<I>, _: &FieldPath<'_>) -> KeyOf<I> {
        self.0.push((I::NOUN, from.as_str().to_owned()));
        from
    }
}
