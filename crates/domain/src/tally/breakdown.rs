//! A few values told apart by a key, which add up key by key.

use serde::{Deserialize, Serialize};

/// Something that adds up, and of which as much can be taken away again.
pub trait Additive: Clone + Default + PartialEq {
    /// Adds `other` where `sign` is 1, takes it away where it is −1.
    fn merge(&mut self, other: &Self, sign: i64);

    /// Returns whether it is what adding nothing gives.
    fn is_zero(&self) -> bool;
}

impl Additive for i64 {
    fn merge(&mut self, other: &Self, sign: i64) {
        *self += sign * other;
    }

    fn is_zero(&self) -> bool {
        *self == 0
    }
}

/// Values by key, in the order of the keys. Zeros are not kept, so that equal sums are equal.
///
/// A sorted list: with the handful of keys that figures have, a tree costs many times the memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breakdown<K, V = i64>(Vec<(K, V)>);

impl<K: Ord + Clone, V: Additive> Breakdown<K, V> {
    /// The breakdown with one key.
    pub fn one(key: K, value: V) -> Self {
        if value.is_zero() { Self::default() } else { Self(vec![(key, value)]) }
    }

    /// Adds a value to that of a key.
    pub fn add(&mut self, key: K, value: &V) {
        match self.place(&key) {
            Ok(place) => self.settle(place, value, 1),
            Err(place) if !value.is_zero() => self.0.insert(place, (key, value.clone())),
            Err(_) => {}
        }
    }

    pub(super) fn merge_one(&mut self, key: &K, value: &V, sign: i64) {
        let place = self.place(key).unwrap_or_else(|place| {
            self.0.insert(place, (key.clone(), V::default()));
            place
        });
        self.settle(place, value, sign);
    }

    fn place(&self, key: &K) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.cmp(key))
    }

    fn settle(&mut self, place: usize, value: &V, sign: i64) {
        let total = &mut self.0[place].1;
        total.merge(value, sign);
        if total.is_zero() {
            self.0.remove(place);
        }
    }

    /// Returns the value of a key, unless it is zero.
    pub fn find(&self, key: &K) -> Option<&V> {
        Some(&self.0[self.place(key).ok()?].1)
    }
}

impl<K: Ord> Breakdown<K> {
    /// Returns the count of a key; 0 where it has none.
    pub fn get(&self, key: &K) -> i64 {
        self.0.binary_search_by(|(known, _)| known.cmp(key)).map_or(0, |place| self.0[place].1)
    }

    /// Returns the count of all keys together.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.0.iter().map(|(_, count)| count).sum()
    }

    /// Returns the count of the keys that fit.
    pub fn total_of(&self, fits: impl Fn(&K) -> bool) -> i64 {
        self.0.iter().filter(|(key, _)| fits(key)).map(|(_, count)| count).sum()
    }
}

impl<K, V> Breakdown<K, V> {
    /// Returns whether all values are zero.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The keys and values that are not zero, in the order of the keys.
    pub fn iter(&self) -> std::slice::Iter<'_, (K, V)> {
        self.0.iter()
    }
}

impl<K, V> Default for Breakdown<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'a, K, V> IntoIterator for &'a Breakdown<K, V> {
    type Item = &'a (K, V);
    type IntoIter = std::slice::Iter<'a, (K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K: Ord + Clone, V: Additive> FromIterator<(K, V)> for Breakdown<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(values: I) -> Self {
        let mut all = Self::default();
        for (key, value) in values {
            all.add(key, &value);
        }
        all
    }
}

impl<K: Ord + Clone, V: Additive> Additive for Breakdown<K, V> {
    fn merge(&mut self, other: &Self, sign: i64) {
        if self.0.is_empty() && sign == 1 {
            self.0.clone_from(&other.0);
            return;
        }
        for (key, value) in &other.0 {
            self.merge_one(key, value, sign);
        }
    }

    fn is_zero(&self) -> bool {
        self.is_empty()
    }
}
