//! Pages: whatever the order, the filter and the size of pages, walking them gives the list.

use serde_json::Value;

use crate::world::World;

const ORDERS: [&str; 6] =
    ["DATE_ASC", "DATE_DESC", "TITLE_ASC", "TITLE_DESC", "REGISTERED_ASC", "REGISTERED_DESC"];

struct List<'a> {
    world: &'a World,
    field: &'a str,
    order: &'a str,
    filter: &'a str,
}

impl List<'_> {
    /// One page: its ids, its info.
    async fn page(&self, asked: &str) -> (Vec<String>, Value) {
        let Self { world, field, order, filter } = self;
        let query = format!(
            "{{ {field}({asked} orderBy: {order} {filter}) {{ edges {{ cursor node {{ id }} }}
               pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} totalCount }} }}"
        );
        let page = world.data(&query).await[field].take();
        let edges = page["edges"].as_array().unwrap();
        let ids = edges.iter().map(|edge| edge["node"]["id"].as_str().unwrap().to_owned());
        (ids.collect(), page)
    }

    /// All ids, page by page, from the start or from the end.
    async fn walk(&self, size: usize, backward: bool) -> Vec<String> {
        let (count, cursor, more, edge) = if backward {
            ("last", "before", "hasPreviousPage", "startCursor")
        } else {
            ("first", "after", "hasNextPage", "endCursor")
        };
        let mut walked = Vec::new();
        let mut asked = format!("{count}: {size}");
        loop {
            let (ids, page) = self.page(&asked).await;
            if backward {
                walked.splice(0..0, ids);
            } else {
                walked.extend(ids);
            }
            if page["pageInfo"][more] == false {
                assert_eq!(
                    page["totalCount"],
                    walked.len() as u64,
                    "{} {}",
                    self.field,
                    self.order
                );
                return walked;
            }
            let at = page["pageInfo"][edge].as_str().unwrap();
            asked = format!("{count}: {size} {cursor}: \"{at}\"");
        }
    }
}

#[tokio::test]
async fn pages_of_any_size_in_any_order_from_either_end_make_up_the_list() {
    let world = World::seeded().await;
    let lists = [
        ("activities", "", [7, 50]),
        ("activities", "filter: {status: [PLANNED, ONGOING]}", [20, 46]),
        ("provinces", "filter: {validOn: \"2025-07-01\"}", [5, 33]),
        ("sectors", "", [1, 8]),
        ("indicators", "", [1, 2]),
    ];
    for (field, filter, sizes) in lists {
        for order in ORDERS {
            let list = List { world: &world, field, order, filter };
            let whole = list.walk(100, false).await;
            let mut distinct = whole.clone();
            distinct.sort();
            distinct.dedup();
            assert_eq!(distinct.len(), whole.len(), "{field} {order} repeats an entry");
            for size in sizes {
                assert_eq!(list.walk(size, false).await, whole, "{field} {order} by {size}");
                assert_eq!(list.walk(size, true).await, whole, "{field} {order} back by {size}");
            }
        }
        for (forward, backward) in [("DATE_ASC", "DATE_DESC"), ("TITLE_ASC", "TITLE_DESC")] {
            let walk =
                async |order| List { world: &world, field, order, filter }.walk(100, false).await;
            let mut reversed = walk(backward).await;
            reversed.reverse();
            assert_eq!(walk(forward).await, reversed, "{field} {backward}");
        }
    }
}

#[tokio::test]
async fn what_no_page_can_be_is_refused_with_the_value_and_the_remedy() {
    let world = World::seeded().await;
    let cursor = world.data("{ activities(first: 1) { pageInfo { endCursor } } }").await;
    let cursor = cursor["activities"]["pageInfo"]["endCursor"].as_str().unwrap().to_owned();
    let cases = [
        ("first: -1", "`first` is -1; write 0 to 100"),
        ("first: 101", "`first` is 101; write 0 to 100"),
        ("last: 2147483647", "`last` is 2147483647; write 0 to 100"),
        ("first: 1, last: 1", "`first` and `last` are both given; use one of them"),
        (
            "after: \"nonsense!\"",
            "`nonsense!` is not a cursor of this list; use one from its edges",
        ),
        ("after: \"\"", "`` is not a cursor of this list; use one from its edges"),
        (&format!("after: \"{cursor}\", orderBy: TITLE_ASC"), "comes from another order"),
    ];
    for (asked, reason) in cases {
        let answer = world.answer(&format!("{{ activities({asked}) {{ totalCount }} }}")).await;
        let error = &answer["errors"][0];
        assert!(error["message"].as_str().unwrap().contains(reason), "{asked}: {answer}");
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{asked}");
        assert!(answer["data"]["activities"].is_null());
    }
    let other = format!("{{ events(after: \"{cursor}\") {{ totalCount }} }}");
    let answer = world.answer(&other).await;
    assert!(answer["errors"][0]["message"].as_str().unwrap().contains("not a cursor of this list"));
}
