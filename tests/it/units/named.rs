//! Units named for a day on which they did not exist: an answer with a notice, never a silent zero.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::world::World;

const ASKED: &str =
    "a { key } b { key } boundaries { on } tally { activities unresolved { kind count } }
    notices { code message named { key } answered { key } }";

async fn cooperation(world: &World, b: &str, boundaries: &str) -> Value {
    let a = "{code: {scheme: GSO, value: \"79\"}}";
    let boundaries =
        if boundaries.is_empty() { String::new() } else { format!(", boundaries: {boundaries}") };
    let query = format!("{{ cooperation(between: {{a: {a}, b: {b}}}{boundaries}) {{ {ASKED} }} }}");
    world.data(&query).await["cooperation"].take()
}

/// The activities between any units of two lists as they are recorded, each once.
async fn recorded(world: &World, one: &[&str], other: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for a in one {
        for b in other {
            let query = format!(
                "{{ cooperation(between: {{a: {{key: \"{a}\"}}, b: {{key: \"{b}\"}}}}, boundaries: {{kind: AS_RECORDED}}) {{
                   activities(first: 100) {{ nodes {{ id }} }} }} }}"
            );
            let data = world.data(&query).await;
            let nodes = data["cooperation"]["activities"]["nodes"].as_array().unwrap();
            found.extend(nodes.iter().map(|it| it["id"].as_str().unwrap().to_owned()));
        }
    }
    found
}

#[tokio::test]
async fn the_obvious_question_is_answered_the_same_however_the_unit_is_named() {
    let world = World::seeded().await;
    let city = ["ho-chi-minh", "ho-chi-minh-2025", "binh-duong", "ba-ria-vung-tau"];
    let daklak = ["dak-lak", "dak-lak-2025", "phu-yen"];
    let expected = recorded(&world, &city, &daklak).await.len();
    let plain = cooperation(&world, "{code: {scheme: GSO, value: \"66\"}}", "").await;
    assert_eq!(plain["boundaries"]["on"], "2026-11-23");
    // One is of 2002, when Đắk Lắk was not divided yet: nobody says which part is meant.
    let counted = plain["tally"]["activities"].as_u64().unwrap();
    assert_eq!(plain["tally"]["unresolved"], json!([{ "kind": "ACTIVITY", "count": 1 }]));
    assert_eq!(counted + 1, expected as u64);
    assert_eq!((&plain["b"]["key"], &plain["notices"]), (&json!("dak-lak-2025"), &json!([])));
    for b in [
        "{code: {scheme: GSO, value: \"66\", on: \"2024-01-01\"}}",
        "{code: {scheme: GSO, value: \"605\"}}",
        "{key: \"dak-lak\"}",
        "{key: \"phu-yen\"}",
    ] {
        let named = cooperation(&world, b, "").await;
        assert_eq!(named["tally"], plain["tally"], "{b}");
        assert_eq!(named["b"], plain["b"], "{b}");
        assert_eq!(named["notices"][0]["code"], "UNIT_ENDED", "{b}");
        assert_eq!(named["notices"][0]["answered"]["key"], "dak-lak-2025", "{b}");
    }
    let today = "{kind: TODAY}";
    assert_eq!(cooperation(&world, "{code: {scheme: GSO, value: \"66\"}}", today).await, plain);
}

#[tokio::test]
async fn a_code_without_a_day_is_of_the_day_of_the_boundaries() {
    let world = World::seeded().await;
    for (code, on, key) in [
        ("66", "2024-01-01", "dak-lak"),
        ("66", "2026-01-01", "dak-lak-2025"),
        ("52", "2024-01-01", "binh-dinh"),
        ("52", "2026-01-01", "gia-lai-2025"),
        ("605", "2003-01-01", "dak-lak"),
    ] {
        let b = format!("{{code: {{scheme: GSO, value: \"{code}\"}}}}");
        let found = cooperation(&world, &b, &format!("{{on: \"{on}\"}}")).await;
        assert_eq!(found["b"]["key"], key, "{code} on {on}");
        let of_b = found["notices"].as_array().unwrap();
        assert!(of_b.iter().all(|it| it["named"]["key"] == "ho-chi-minh-2025"), "{found:#}");
    }
}

#[tokio::test]
async fn a_unit_that_ended_is_an_answer_with_a_notice() {
    let world = World::seeded().await;
    // GSO 67 means nothing since 2025-07-01.
    for b in [
        "{code: {scheme: GSO, value: \"67\"}}",
        "{code: {scheme: GSO, value: \"67\", on: \"2026-01-01\"}}",
        "{key: \"dak-nong\"}",
    ] {
        let found = cooperation(&world, b, "").await;
        assert_eq!(found["b"]["key"], "lam-dong-2025", "{b}");
        assert!(found["tally"]["activities"].as_i64().unwrap() > 0, "{b}");
        let notice = &found["notices"][0];
        assert_eq!(
            (&notice["code"], &notice["named"]["key"]),
            (&json!("UNIT_ENDED"), &json!("dak-nong"))
        );
        assert_eq!(
            notice["message"],
            "Đắk Nông (2004-01-01 until 2025-07-01) ended on 2025-07-01; on 2026-11-23 the answer is \
             about Lâm Đồng (since 2025-07-01)"
        );
    }
    let before = cooperation(&world, "{key: \"dak-nong\"}", "{on: \"2003-06-01\"}").await;
    assert_eq!(before["b"]["key"], "dak-lak");
    assert_eq!(before["notices"][0]["code"], "UNIT_NOT_BEGUN");
    let recorded =
        cooperation(&world, "{code: {scheme: GSO, value: \"66\"}}", "{kind: AS_RECORDED}").await;
    assert_eq!(recorded["b"]["key"], "dak-lak-2025");
    let codes: Vec<_> =
        recorded["notices"].as_array().unwrap().iter().map(|it| &it["code"]).collect();
    assert_eq!(codes, [&json!("AS_RECORDED_ONLY"), &json!("AS_RECORDED_ONLY")]);
    let own = world
        .data("{ province(by: {key: \"kon-tum\"}) { progress { agreed boundaries { on } notices { code answered { key } } } } }")
        .await;
    let progress = &own["province"]["progress"];
    assert!(progress["agreed"].as_i64().unwrap() > 0);
    assert_eq!(progress["boundaries"]["on"], "2026-11-23");
    let expected = json!([{"code": "UNIT_ENDED", "answered": {"key": "quang-ngai-2025"}}]);
    assert_eq!(progress["notices"], expected);
}

#[tokio::test]
async fn under_at_the_units_are_those_of_the_moment() {
    let world = World::seeded().await;
    let data = world
        .data(
            "{ at(moment: {instant: \"2025-06-30T16:59:59Z\"}) { cooperationMatrix { boundaries { on } } }
               later: at(moment: {instant: \"2025-06-30T17:00:00Z\"}) { cooperationMatrix { boundaries { on } } }
               now: at(moment: {seq: 1}) { cooperationMatrix { boundaries { on } } }
               future: at(moment: {instant: \"2030-01-01T00:00:00Z\"}) { cooperationMatrix { boundaries { on } } } }",
        )
        .await;
    let on = |name: &str| data[name]["cooperationMatrix"]["boundaries"]["on"].clone();
    assert_eq!(
        [on("at"), on("later"), on("now"), on("future")],
        ["2025-06-30", "2025-07-01", "2026-11-23", "2026-11-23"]
    );
}
