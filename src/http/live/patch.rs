//! What makes one answer of another: JSON Patch (RFC 6902), as short as is found without much ado.
//!
//! Members of objects are told apart by name, entries of lists by the id of what they show, so that
//! a record which comes into a page in front is one operation. Must not know what an answer means.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Map, Value};

/// One operation.
#[derive(Debug, Serialize)]
struct Operation<'a> {
    op: &'static str,
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a Value>,
}

/// The operations that make `new` of `old`, as JSON.
pub fn between(old: &Value, new: &Value) -> String {
    let mut patch = Patch { operations: Vec::new(), path: String::new() };
    patch.value(old, new);
    // Memory does not fail to be written to.
    serde_json::to_string(&patch.operations).unwrap_or_default()
}

struct Patch<'a> {
    operations: Vec<Operation<'a>>,
    /// Where it stands, as a pointer (RFC 6901).
    path: String,
}

impl<'a> Patch<'a> {
    fn value(&mut self, old: &'a Value, new: &'a Value) {
        match (old, new) {
            (Value::Object(old), Value::Object(new)) => self.object(old, new),
            (Value::Array(old), Value::Array(new)) => self.list(old, new),
            (old, new) if old == new => {}
            (_, new) => self.note("replace", Some(new)),
        }
    }

    fn object(&mut self, old: &'a Map<String, Value>, new: &'a Map<String, Value>) {
        for (name, value) in old {
            self.below(name, |it| match new.get(name) {
                Some(new) => it.value(value, new),
                None => it.note("remove", None),
            });
        }
        for (name, value) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
            self.below(name, |it| it.note("add", Some(value)));
        }
    }

    fn list(&mut self, old: &'a [Value], new: &'a [Value]) {
        let kept = kept(old, new);
        // From the end, so that places before stay as they are.
        let goes: Vec<_> = {
            let mut stays = kept.iter().map(|(old, _)| *old).peekable();
            (0..old.len()).filter(|at| stays.next_if_eq(at).is_none()).collect()
        };
        for at in goes.into_iter().rev() {
            self.below(&at.to_string(), |it| it.note("remove", None));
        }
        // From the start, so that each place is the one that it has in the end.
        let mut stays = kept.into_iter().peekable();
        for (at, value) in new.iter().enumerate() {
            let stood = stays.next_if(|(_, place)| *place == at).map(|(old, _)| old);
            self.below(&at.to_string(), |it| match stood {
                Some(stood) => it.value(&old[stood], value),
                None => it.note("add", Some(value)),
            });
        }
    }

    fn below(&mut self, name: &str, change: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push('/');
        for letter in name.chars() {
            match letter {
                '~' => self.path.push_str("~0"),
                '/' => self.path.push_str("~1"),
                letter => self.path.push(letter),
            }
        }
        change(self);
        self.path.truncate(length);
    }

    fn note(&mut self, op: &'static str, value: Option<&'a Value>) {
        self.operations.push(Operation { op, path: self.path.clone(), value });
    }
}

/// The entries that stay, as their places before and after, in order.
fn kept(old: &[Value], new: &[Value]) -> Vec<(usize, usize)> {
    let (Some(before), Some(after)) = (places(old), places(new)) else {
        // By their places: entries without names of their own.
        return (0..old.len().min(new.len())).map(|at| (at, at)).collect();
    };
    let mut both: Vec<_> =
        before.iter().filter_map(|(name, at)| Some((*at, *after.get(name)?))).collect();
    both.sort_unstable();
    ascending(&both)
}

/// Where each entry of a list stands, by what tells it from the others; `None` where nothing does.
fn places(list: &[Value]) -> Option<HashMap<&str, usize>> {
    let mut places = HashMap::with_capacity(list.len());
    for (at, entry) in list.iter().enumerate() {
        if places.insert(name(entry)?, at).is_some() {
            return None;
        }
    }
    Some(places)
}

/// What tells an entry from others: the id of what it shows, or where it stands.
fn name(entry: &Value) -> Option<&str> {
    let name =
        ["/id", "/node/id", "/cursor", ""].into_iter().find_map(|at| entry.pointer(at)?.as_str());
    name.filter(|it| !it.is_empty())
}

/// The most of these pairs, ordered by their first, whose second ascend, too (the longest
/// increasing subsequence).
fn ascending(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length the place of the pair that ends such a run with the least second.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, (_, second)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *second);
        before.push(length.checked_sub(1).map(|it| ends[it]));
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut found = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(at) = next {
        found.push(pairs[at]);
        next = before[at];
    }
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};
    use serde_json::json;

    use super::*;

    fn applied(old: &Value, patch: &str) -> Value {
        let mut made = old.clone();
        let patch: json_patch::Patch = serde_json::from_str(patch).unwrap();
        json_patch::patch(&mut made, &patch).unwrap();
        made
    }

    fn tree() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<u8>().prop_map(Value::from),
            "[a-e~/]{0,2}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 60, 6, |inner| {
            let named = ("[a-f]", inner.clone()).prop_map(|(id, it)| json!({ "id": id, "it": it }));
            let object = vec(("[a-d~/]{1,2}", inner.clone()), 0..5);
            prop_oneof![
                vec(inner, 0..6).prop_map(Value::from),
                vec(named, 0..8).prop_map(Value::from),
                object.prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_patch_makes_the_new_of_the_old(old in tree(), new in tree()) {
            let patch = between(&old, &new);
            prop_assert_eq!(applied(&old, &patch), new.clone(), "{}", patch);
            prop_assert_eq!(between(&new, &new), "[]");
        }
    }

    #[test]
    fn what_comes_goes_or_moves_in_a_page_is_told_alone() {
        let page = |ids: &[&str], title: &str| {
            let nodes = ids.iter().map(|id| json!({ "node": { "id": id, "title": title } }));
            json!({ "edges": nodes.collect::<Vec<_>>() })
        };
        let old = page(&["a", "b", "c", "d"], "x");
        for (ids, operations) in [
            (&["n", "a", "b", "c"][..], 2),
            (&["a", "c", "d"], 1),
            (&["d", "a", "b", "c"], 2),
            (&["a", "b", "c", "d"], 0),
            (&[], 4),
        ] {
            let new = page(ids, "x");
            let patch = between(&old, &new);
            assert_eq!(applied(&old, &patch), new, "{patch}");
            let told: Vec<Value> = serde_json::from_str(&patch).unwrap();
            assert_eq!(told.len(), operations, "{patch}");
        }
        let mut new = old.clone();
        new["edges"][2]["node"]["title"] = json!("y");
        let told = r#"[{"op":"replace","path":"/edges/2/node/title","value":"y"}]"#;
        assert_eq!(between(&old, &new), told);
    }
}
