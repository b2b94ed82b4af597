//! After writes at random: lists are what they say, and no kept answer is stale ([`kept`]). Here,
//! every list under every filter, in every order, at every moment, for callers of each kind of
//! sight, is compared with a count of all records.
#![allow(clippy::unwrap_used, clippy::wildcard_imports, reason = "a test fails by panicking")]
#![allow(clippy::cast_possible_truncation, reason = "small numbers")]

mod kept;
mod parts;
mod random;
mod tables;

use std::sync::Arc;

use async_graphql::Request;
use auth::{Caller, Role, Scope, may_see};
use domain::{Lang, Noun, NounId, ProvinceId, Record, RecordId, Versioned};
use hoptac_graphql::Api;
use proptest::{collection::vec, prelude::*};
use random::{Step, command, open, prepare, submit};
use registry::{Snapshot, collation_key};
use serde_json::Value;
use tables::{LISTS, List, RELATED};

const ORDERS: [&str; 6] =
    ["DATE_ASC", "DATE_DESC", "TITLE_ASC", "TITLE_DESC", "REGISTERED_ASC", "REGISTERED_DESC"];

fn callers() -> Vec<Caller> {
    let caller = |role, scope| {
        let id = format!("{role:?} {scope:?}");
        Caller { name: id.clone(), id, role, scope }
    };
    let of_province = Scope::Province(ProvinceId::from_number(2));
    let of_agreement = Scope::Agreement(domain::AgreementId::from_number(2));
    vec![
        Caller::anonymous(),
        caller(Role::Reader, Scope::All),
        caller(Role::Reader, of_province),
        caller(Role::Recorder, Scope::All),
        caller(Role::Recorder, of_province),
        caller(Role::Coordinator, of_agreement),
        caller(Role::Coordinator, Scope::All),
        caller(Role::Admin, Scope::All),
    ]
}

/// The id by which callers name a record.
fn id_of(id: RecordId) -> String {
    let number = id.number.to_be_bytes();
    let digits = number.iter().skip_while(|byte| **byte == 0).copied();
    let bytes: Vec<u8> = std::iter::once(id.noun.tag()).chain(digits).collect();
    data_encoding::BASE64URL_NOPAD.encode(&bytes)
}

/// A filter with the ids that it names.
fn named(filter: &str) -> String {
    let mut filter = filter.to_owned();
    for (noun, name) in [
        (Noun::Province, "PROVINCE"),
        (Noun::Sector, "SECTOR"),
        (Noun::Agreement, "AGREEMENT"),
        (Noun::Activity, "ACTIVITY"),
    ] {
        for number in 1..4 {
            let id = id_of(RecordId { noun, number });
            filter = filter.replace(&format!("${name}{number}"), &format!("\"{id}\""));
        }
    }
    filter
}

/// All records of a noun that a caller may see and that pass, in an order.
fn recounted(
    snapshot: &Snapshot,
    caller: &Caller,
    noun: Noun,
    passes: &dyn Fn(&Record) -> bool,
    order: &str,
) -> Vec<String> {
    let all = (1..200).filter_map(|number| snapshot.find(RecordId { noun, number }).unwrap());
    let shown = |it: &Arc<Versioned>| {
        may_see(caller, it.id, &it.record, snapshot).unwrap() && passes(&it.record)
    };
    let mut all: Vec<_> = all.filter(shown).collect();
    all.sort_by_key(|it| {
        let day = (it.record.day().is_none(), it.record.day());
        match order.split_once('_').unwrap().0 {
            "DATE" => (day, Vec::new(), it.id),
            "TITLE" => ((false, None), collation_key(&it.record.title(Lang::Vi)), it.id),
            _ => ((false, None), Vec::new(), it.id),
        }
    });
    if order.ends_with("DESC") {
        all.reverse();
    }
    all.iter().map(|it| id_of(it.id)).collect()
}

struct Asked<'a> {
    api: &'a Api,
    caller: &'a Arc<Caller>,
    /// What stands around the list, with `@` in its place.
    around: &'a str,
}

impl Asked<'_> {
    async fn page(&self, list: &str) -> Value {
        let query = self.around.replace('@', list);
        let answer =
            self.api.execute(Request::new(&query), Arc::clone(self.caller), Lang::Vi).await;
        let answer = serde_json::to_value(&answer).unwrap();
        assert!(answer.get("errors").is_none(), "{query}\n{answer:#}");
        let mut data = &answer["data"];
        while data.get("totalCount").is_none() {
            data = data.as_object().unwrap().values().next().unwrap();
            if data.is_null() {
                return Value::Null;
            }
        }
        data.clone()
    }

    async fn compare(&self, field: &str, filter: &str, order: &str, expected: &[String]) {
        let filter = if filter.is_empty() { String::new() } else { format!("filter: {filter}") };
        let show = "{ totalCount nodes { id } pageInfo { endCursor hasNextPage } }";
        let told = format!("{field} {filter} {order} of {} in {}", self.caller.id, self.around);
        let ids = |page: &Value| -> Vec<String> {
            let nodes = page["nodes"].as_array().unwrap().iter();
            nodes.map(|node| node["id"].as_str().unwrap().to_owned()).collect()
        };
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let list = format!("{field}(first: 3, orderBy: {order} {filter} {after}) {show}");
            let page = self.page(&list).await;
            if page.is_null() {
                // What leads there is hidden.
                return;
            }
            assert_eq!(page["totalCount"], expected.len(), "{told}");
            found.extend(ids(&page));
            assert!(found.len() <= expected.len(), "{told}");
            if page["pageInfo"]["hasNextPage"] != true {
                break;
            }
            after = format!("after: {}", page["pageInfo"]["endCursor"]);
        }
        assert_eq!(found, expected, "{told}");
        let last = self.page(&format!("{field}(last: 2, orderBy: {order} {filter}) {show}")).await;
        assert_eq!(ids(&last), expected[expected.len().saturating_sub(2)..], "last of {told}");
    }
}

fn block<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

async fn compare_all(api: &Api, seed: usize) {
    let head = api.registry().snapshot();
    let mut turn = seed;
    for caller in callers().into_iter().map(Arc::new) {
        for List { field, noun, filters } in LISTS {
            for (filter, passes) in *filters {
                turn += 1;
                let order = ORDERS[turn % ORDERS.len()];
                let filter = named(filter);
                let now = Asked { api, caller: &caller, around: "{ @ }" };
                let expected = recounted(&head, &caller, *noun, passes, order);
                now.compare(field, &filter, order, &expected).await;
                // At an earlier moment, all that was hidden then.
                if turn.is_multiple_of(3) {
                    let seq = 1 + turn as u64 * 7 % head.seq();
                    let around = format!("{{ at(moment: {{seq: {seq}}}) {{ @ }} }}");
                    let then = Asked { api, caller: &caller, around: &around };
                    let expected = recounted(&head.at(seq), &caller, *noun, passes, order);
                    then.compare(field, &filter, order, &expected).await;
                }
            }
        }
        for (around, field, noun, within) in RELATED {
            turn += 1;
            let order = ORDERS[turn % ORDERS.len()];
            let around = named(around);
            let below = Asked { api, caller: &caller, around: &around };
            let expected = recounted(&head, &caller, *noun, within, order);
            below.compare(field, "", order, &expected).await;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn lists_are_what_a_count_of_all_records_says(
        steps in vec(any::<Step>(), 30..90), seed in any::<u16>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let api = Api::new(open(folder.path()));
        block(async {
            prepare(api.registry()).await;
            let half = steps.len() / 2;
            for (number, step) in steps.iter().enumerate() {
                submit(api.registry(), command(number, *step)).await;
                if number == half {
                    compare_all(&api, usize::from(seed)).await;
                }
            }
            compare_all(&api, usize::from(seed) / 2).await;
        });
        // What a new start finds is the same.
        let registry = Arc::clone(api.registry());
        drop(api);
        Arc::into_inner(registry).unwrap().close().unwrap();
        let api = Api::new(open(folder.path()));
        block(compare_all(&api, usize::from(seed) / 3));
    }
}
