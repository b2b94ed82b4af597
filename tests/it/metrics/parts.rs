//! Entries of pages that an answer takes over from the one before.

use serde_json::json;

use super::{admin, ask, grew, page, serve};
use crate::program::Place;

#[test]
fn entries_of_pages_that_are_taken_over_are_counted() {
    let place = Place::new();
    let server = serve(&place, &["--no-seed"]);
    let admin = admin(&place);
    let add = |number: usize| {
        let input = json!({ "title": format!("d {number}"), "language": "vi", "reading": "FULL",
            "reliability": "NORMAL", "key": format!("d-{number}") });
        let query = "mutation ($input: AddDocumentInput!) { addDocument(input: $input) {
            document { id } } }";
        let body = json!({ "query": query, "variables": { "input": input } });
        let answer = ask(&server, &[("authorization", &admin)], &body);
        assert!(answer.json()["data"]["addDocument"]["document"].is_object(), "{}", answer.body);
    };
    let query =
        "{ documents(orderBy: REGISTERED_ASC) { nodes { title successions { totalCount nodes {
        id } pageInfo { hasNextPage } sources: pageInfo { hasPreviousPage } } } } }";
    let mut pages = vec![page(&server)];
    for number in 1..=4 {
        add(number);
        let answer = ask(&server, &[], &json!({ "query": query }));
        // In other words it is another question, of which nothing is known.
        let other = ask(&server, &[], &json!({ "query": format!("{query} # {number}") }));
        assert_eq!(answer.body, other.body);
        let told = answer.json()["data"]["documents"]["nodes"].take();
        assert_eq!(told.as_array().map(Vec::len), Some(number), "{}", answer.body);
        pages.push(page(&server));
    }
    let found = |round: usize, found: &str| {
        let pages = [&pages[round - 1], &pages[round]];
        grew(pages, "hoptac_answer_parts_total", &[("found", found)])
    };
    // They are noted when the same is computed the second time, and taken over from then on.
    let rounds = [1, 2, 3, 4].map(|round| (found(round, "taken"), found(round, "computed")));
    assert_eq!(rounds, [(0, 0), (0, 2), (2, 1), (3, 1)]);
}
