//! Figures over the API, on the real seeds: what they mean, whom they count, and that the records
//! behind each are as many as it says.

use std::collections::BTreeSet;

use hoptac::domain::Command;
use serde_json::{Value, json};

use crate::{
    fixture::{adding, drafts},
    world::World,
};

/// What the numbers mean, in the words in which it was laid down.
const DEFINITIONS: [&str; 14] = [
    "An activity gives the flow p→b for every PROVIDER or FUNDER p and BENEFICIARY b, p ≠ b. Two \
     PARTNERs, whom a source calls partners in joint action, give both directions. HOST and \
     IMPLEMENTER alone give none. UNSPECIFIED participants are those of whom no source says who \
     gives. A province named by several rows counts once.",
    "Participants on one side form no pair with each other, unless a source says that one gives \
     and the other receives. Participants without a side form pairs with everybody.",
    "Unordered, a ≠ b. An activity belongs to pair {a,b} if it has a flow either way, or if one of \
     the two is UNSPECIFIED and the other anything but HOST or IMPLEMENTER. A pair's events are \
     those of its activities, and agreement-level events whose host and participants include \
     both, not on one side.",
    "Per activity and pair: one way a→b, one way b→a, mutual, or unspecified, if it has no flow \
     either way.",
    "An activity as a whole is MUTUAL if it is mutual in at least one of its pairs; otherwise \
     UNSPECIFIED if it is unspecified in at least one; otherwise ONE_WAY.",
    "The least that it can be, whatever the direction of each unspecified activity is.",
    "`2·min(w_ab, w_ba)/(w_ab+w_ba)`",
    "`Σ min(w_ij,w_ji) / Σ w_ij` (weighted reciprocity: Squartini, Picciolo, Ruzzenenti, \
     Garlaschelli, Sci. Rep. 3:2729, 2013). w counts activities; null where there is no flow, or \
     if it hangs on unspecified activities.",
    "`balance = (w_ab−w_ba)/(w_ab+w_ba)`",
    "counts by status over distinct activities; `completionRate = completed / (all − cancelled)`; \
     `elapsedRate` of the period on a day; `overdue` = planned end's latest day is past and it is \
     neither completed nor cancelled; days late.",
    "claim value − recorded count in the claim's scope → MATCHES, UNDER_RECORDED, OVER_RECORDED, \
     NOT_COMPARABLE, with the ids counted.",
    "`AS_RECORDED` (five provinces), or the units valid `ON` a date (four after 2025-07-01), by \
     following successions; an activity that fell in two old pairs counts once in the merged \
     pair. Where a unit was split, its successor is ambiguous: say so, count it in `unresolved`, \
     never guess.",
    "\"Today\" is the day in Asia/Ho_Chi_Minh",
    "Every aggregate can list the ids behind it",
];

#[test]
fn definitions_stand_in_the_schema_word_for_word() {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let schema = words(&hoptac::graphql::sdl()).replace("\\\"", "\"");
    for definition in DEFINITIONS {
        assert!(schema.contains(&words(definition)), "not in the schema: {definition}");
    }
}

/// Plain figures: where each stands in a tally, and its name.
const PLAIN: [(&str, &str); 14] = [
    ("/activities", "ACTIVITIES"),
    ("/flows/aToB", "A_TO_B"),
    ("/flows/bToA", "B_TO_A"),
    ("/flows/oneWayAToB", "ONE_WAY_A_TO_B"),
    ("/flows/oneWayBToA", "ONE_WAY_B_TO_A"),
    ("/flows/oneWay", "ONE_WAY"),
    ("/flows/mutual", "MUTUAL"),
    ("/flows/unspecified", "UNSPECIFIED"),
    ("/events/count", "EVENTS"),
    ("/events/hostedByA", "HOSTED_BY_A"),
    ("/events/hostedByB", "HOSTED_BY_B"),
    ("/events/hostedElsewhere", "HOSTED_ELSEWHERE"),
    ("/events/hostUnknown", "HOST_UNKNOWN"),
    ("/outcomes/count", "OUTCOMES"),
];

/// A tally with the number of records behind each figure.
fn tally() -> String {
    let behind = |name: &str| {
        format!(
            "{name}: contributors(figure: {name}, first: 100) {{ totalCount nodes {{ __typename }} }}"
        )
    };
    let behind: String = PLAIN.iter().map(|(_, name)| behind(name) + " ").collect();
    let group = "contributors(first: 100) { totalCount nodes { __typename } }";
    format!(
        "{behind} activities
         flows {{ aToB bToA oneWayAToB oneWayBToA oneWay mutual unspecified
           balance reciprocity }}
         events {{ count hostedByA hostedByB hostedElsewhere hostUnknown
           byStatus {{ status count {group} }} }}
         outcomes {{ count evidenced byKind {{ kind count {group} }} byStatus {{ status count {group} }}
           sums {{ unit count {group} }} }}
         byStatus {{ status count {group} }}
         bySector {{ sector {{ code }} tally {{ activities behind: contributors(figure: ACTIVITIES, first: 100) {{ totalCount nodes {{ __typename }} }} }} }}
         byYear {{ year tally {{ activities behind: contributors(figure: ACTIVITIES, first: 100) {{ totalCount nodes {{ __typename }} }} }} }}"
    )
}

/// As many entries are listed as are counted, as far as a page has them.
fn assert_listed(within: &Value) {
    match within {
        Value::Object(fields) => {
            if let (Some(total), Some(nodes)) = (fields.get("totalCount"), fields.get("nodes")) {
                let listed = nodes.as_array().unwrap().len() as u64;
                assert_eq!(total.as_u64().unwrap().min(100), listed, "{within:#}");
            }
            fields.values().for_each(assert_listed);
        }
        Value::Array(all) => all.iter().for_each(assert_listed),
        _ => {}
    }
}

fn groups<'a>(tally: &'a Value, at: &str) -> impl Iterator<Item = &'a Value> {
    tally.pointer(at).and_then(Value::as_array).into_iter().flatten()
}

#[tokio::test]
async fn as_many_records_stand_behind_each_figure_as_it_says() {
    let world = World::seeded().await;
    for boundaries in ["{kind: AS_RECORDED}", "{on: \"2025-07-01\"}"] {
        let query = format!(
            "{{ cooperationMatrix(boundaries: {boundaries}) {{
                cells(first: 2000) {{ edges {{ node {{ a {{ key }} b {{ key }} tally {{ {} }} }} }} }} }} }}",
            tally()
        );
        let data = world.data(&query).await;
        let cells: Vec<_> = groups(&data, "/cooperationMatrix/cells/edges").collect();
        assert!(cells.len() > 4, "{} cells", cells.len());
        assert_listed(&data);
        for cell in cells {
            let tally = &cell["node"]["tally"];
            for (at, name) in PLAIN {
                assert_eq!(tally.pointer(at), tally[name].get("totalCount"), "{name} of {cell:#}");
            }
            for at in [
                "/byStatus",
                "/events/byStatus",
                "/outcomes/byKind",
                "/outcomes/byStatus",
                "/outcomes/sums",
            ] {
                for group in groups(tally, at) {
                    assert_eq!(
                        group["count"], group["contributors"]["totalCount"],
                        "{at}: {group}"
                    );
                }
            }
            for at in ["/bySector", "/byYear"] {
                let mut all = 0;
                for slice in groups(tally, at) {
                    let slice = &slice["tally"];
                    assert_eq!(slice["activities"], slice["behind"]["totalCount"], "{at}");
                    all += slice["activities"].as_i64().unwrap();
                }
                assert_eq!(tally["activities"], json!(all), "{at}");
            }
        }
    }
}

#[tokio::test]
async fn swapping_the_provinces_swaps_what_has_a_direction_and_nothing_else() {
    let world = World::seeded().await;
    let pairs = world
        .data(
            "{ cooperationMatrix { cells(first: 2000) { edges { node { a { id } b { id } } } } } }",
        )
        .await;
    for cell in groups(&pairs, "/cooperationMatrix/cells/edges") {
        let (a, b) = (&cell["node"]["a"]["id"], &cell["node"]["b"]["id"]);
        let query = format!(
            "{{ there: cooperation(between: {{a: {{id: {a}}}, b: {{id: {b}}}}}) {{ a {{ id }} tally {{ ...all }} }}
                back: cooperation(between: {{a: {{id: {b}}}, b: {{id: {a}}}}}) {{ a {{ id }} tally {{ ...all }} }} }}
             fragment all on Tally {{ {} }}",
            tally()
        );
        let data = world.data(&query).await;
        assert_eq!((&data["there"]["a"]["id"], &data["back"]["a"]["id"]), (a, b));
        let mut there = data["there"]["tally"].clone();
        let back = &data["back"]["tally"];
        let mut swap = |one: &str, other: &str| {
            let [one_value, other_value] =
                [one, other].map(|at| there.pointer(at).unwrap().clone());
            *there.pointer_mut(one).unwrap() = other_value;
            *there.pointer_mut(other).unwrap() = one_value;
        };
        swap("/flows/aToB", "/flows/bToA");
        swap("/flows/oneWayAToB", "/flows/oneWayBToA");
        swap("/events/hostedByA", "/events/hostedByB");
        swap("/A_TO_B", "/B_TO_A");
        swap("/ONE_WAY_A_TO_B", "/ONE_WAY_B_TO_A");
        swap("/HOSTED_BY_A", "/HOSTED_BY_B");
        if let Some(balance) = there["flows"]["balance"].as_str() {
            let negated = balance.strip_prefix('-').map_or_else(
                || if balance == "0" { "0".to_owned() } else { format!("-{balance}") },
                str::to_owned,
            );
            there["flows"]["balance"] = json!(negated);
        }
        assert_eq!(&there, back);
    }
}

#[tokio::test]
async fn pages_of_cells_are_the_whole_list_in_any_order() {
    let world = World::seeded().await;
    for order in [
        "{figure: ACTIVITIES}",
        "{figure: RECIPROCITY, direction: ASC}",
        "{figure: EVIDENCE_SHARE}",
    ] {
        let page = |after: &str, first: usize| {
            format!(
                "{{ cooperationMatrix {{ cells(first: {first}, after: {after}, orderBy: {order}) {{
                    totalCount pageInfo {{ hasNextPage endCursor }} edges {{ cursor node {{ a {{ key }} b {{ key }} }} }} }} }} }}"
            )
        };
        let whole = world.data(&page("null", 2000)).await;
        let whole = &whole["cooperationMatrix"]["cells"];
        let (mut after, mut found) = ("null".to_owned(), Vec::new());
        loop {
            let data = world.data(&page(&after, 7)).await;
            let cells = &data["cooperationMatrix"]["cells"];
            found.extend(groups(cells, "/edges").cloned());
            if cells["pageInfo"]["hasNextPage"] == json!(false) {
                break;
            }
            after = cells["pageInfo"]["endCursor"].to_string();
        }
        assert_eq!(whole["totalCount"], json!(found.len()), "{order}");
        assert_eq!(whole["edges"], json!(found), "{order}");
    }
}

#[tokio::test]
async fn what_is_not_published_counts_for_nobody() {
    let world = World::seeded().await;
    let asked = "{ cooperation(between: {a: {key: \"ho-chi-minh\"}, b: {key: \"lam-dong\"}}) {
        agreements(first: 0) { totalCount }
        tally { activities outcomes { count } contributors(figure: ACTIVITIES, first: 0) { totalCount } } } }";
    let before = world.data(asked).await;
    let hidden = drafts(&[
        (
            "agreements.toml",
            "[[agreement]]\nkey = 'x'\ncode = 'x'\nkind = 'PLAN'\ntitle.vi = 'x'\ndraft = true\n\
             parties = [{ province = 'ho-chi-minh', role = 'MEMBER' }, { province = 'lam-dong', role = 'MEMBER' }]\n",
        ),
        (
            "activities.toml",
            "[[activity]]\nkey = 'x'\nagreement = 'x'\nsector = 'tourism'\ntitle.vi = 'x'\nstatus = 'PLANNED'\n\
             participants = [{ province = 'ho-chi-minh', role = 'PARTNER' }, { province = 'lam-dong', role = 'PARTNER' }]\n",
        ),
        (
            "outcomes.toml",
            "[[outcome]]\nkey = 'x'\nkind = 'OUTPUT'\ntitle.vi = 'x'\nactivity = 'bl-lamdong-tourism'\n\
             measure = 'UNIT'\nvalue = 3\nunit = 'persons'\nstatus = 'SUBMITTED'\n",
        ),
    ]);
    world.submit(Command::Register(adding(hidden))).await;
    assert_eq!(world.data(asked).await, before);
    let admin = hoptac::auth::Caller::system("test");
    assert_eq!(world.answer_to(admin, asked).await["data"], before);
}

/// The activities agreed under an agreement are, for each of its claims about activities, those
/// counted, undecided or left out; and those completed are counted or left out for another reason
/// than their status.
#[tokio::test]
async fn what_is_recorded_never_differs_from_what_is_agreed_without_the_reason() {
    let world = World::seeded().await;
    let data = world
        .data(
            "{ agreements(first: 100) { nodes { progress { agreed completed ongoing }
                reconciliation { claim { key metric } verdict reason needed recorded recordedValue among
                    leftOut { by count contributors(first: 100) { totalCount nodes { ... on Activity { status } } } }
                    undecidedBy { by count contributors(first: 0) { totalCount } }
                    undecided(first: 0) { totalCount } } } } }",
        )
        .await;
    let count = |it: &Value| it.as_i64().unwrap();
    let (mut of_activities, mut claims, mut comparable) = (0, 0, 0);
    for agreement in data["agreements"]["nodes"].as_array().unwrap() {
        for it in agreement["reconciliation"].as_array().unwrap() {
            claims += 1;
            comparable += i32::from(it["verdict"] != "NOT_COMPARABLE");
            assert_eq!(it["verdict"] == "NOT_COMPARABLE", it["needed"].is_string(), "{it}");
            if it["among"].is_null() {
                continue;
            }
            let apart = |list: &str| -> i64 {
                let groups = it[list].as_array().unwrap().iter();
                groups
                    .map(|group| {
                        assert_eq!(group["count"], group["contributors"]["totalCount"], "{it}");
                        count(&group["count"])
                    })
                    .sum()
            };
            let (left_out, undecided) = (apart("leftOut"), apart("undecidedBy"));
            assert_eq!(undecided, count(&it["undecided"]["totalCount"]), "{it}");
            let recorded = count(&it["recorded"]);
            assert_eq!(recorded + undecided + left_out, count(&it["among"]), "{it}");
            let metric = it["claim"]["metric"].as_str().unwrap();
            if !metric.ends_with("_ACTIVITIES") {
                continue;
            }
            of_activities += 1;
            assert_eq!(it["among"], agreement["progress"]["agreed"], "{it}");
            if metric == "IMPLEMENTED_ACTIVITIES" {
                for group in it["leftOut"].as_array().unwrap() {
                    let done =
                        |it: &&Value| it["status"] == "COMPLETED" || it["status"] == "ONGOING";
                    let records = group["contributors"]["nodes"].as_array().unwrap();
                    let done = records.iter().filter(done).count();
                    assert!(done == 0 || group["by"] != "STATUS", "{group}");
                }
            }
        }
    }
    assert_eq!((claims, of_activities), (43, 3));
    assert!(comparable >= 30, "{comparable} of {claims} claims are compared");
}

#[tokio::test]
async fn late_activities_are_listed_once_each_and_as_often_as_they_are_counted() {
    let world = World::seeded().await;
    let on = "on: \"2026-06-01\"";
    let data = world
        .data(&format!(
            "{{ progress({on}) {{ agreed overdueCount lateCount noReportCount
                overdue(first: 100) {{ nodes {{ daysLate kind activity {{ key lateness({on}) {{ kind days }} }} }} }} }} }}"
        ))
        .await;
    let progress = &data["progress"];
    let all = progress["overdue"]["nodes"].as_array().unwrap();
    assert!(all.len() > 10 && progress["lateCount"] != 0 && progress["noReportCount"] != 0);
    for it in all {
        assert_eq!(it["kind"], it["activity"]["lateness"]["kind"]);
        assert_eq!(it["daysLate"], it["activity"]["lateness"]["days"]);
    }
    let filters = [
        ("", None),
        ("kind: LATE", Some("LATE")),
        ("kind: NO_REPORT", Some("NO_REPORT")),
        ("status: [ONGOING]", None),
        ("agreement: {code: \"tt-2022\"}, sector: [{code: \"TOURISM\"}]", None),
        ("province: {key: \"dak-lak-2025\"}, kind: LATE", Some("LATE")),
    ];
    for (filter, kind) in filters {
        let mut listed = Vec::new();
        let (mut after, mut total) = ("null".to_owned(), None);
        loop {
            let page = world
                .data(&format!(
                    "{{ lateActivities({on}, filter: {{{filter}}}, first: 3, after: {after}) {{ totalCount
                        pageInfo {{ hasNextPage endCursor }} nodes {{ daysLate kind activity {{ key status }} }} }} }}"
                ))
                .await["lateActivities"]
                .clone();
            listed.extend(page["nodes"].as_array().unwrap().clone());
            total = total.or_else(|| page["totalCount"].as_u64());
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = page["pageInfo"]["endCursor"].to_string();
        }
        assert_eq!(total, Some(listed.len() as u64), "{filter}");
        assert!(listed.iter().all(|it| kind.is_none_or(|kind| it["kind"] == kind)), "{filter}");
        let days: Vec<_> = listed.iter().map(|it| it["daysLate"].as_i64()).collect();
        assert!(days.is_sorted_by(|one, other| one >= other), "{filter}: {days:?}");
        let keys: BTreeSet<_> = listed.iter().map(|it| it["activity"]["key"].as_str()).collect();
        assert_eq!(keys.len(), listed.len(), "{filter}");
        if filter.is_empty() {
            assert_eq!(listed.len(), all.len());
        }
    }
    let both = world
        .data(&format!(
            "{{ fields(first: 100) {{ nodes {{ id activities(first: 100) {{ nodes {{ key
                participants {{ province {{ key }} }} lateness({on}) {{ kind }} }} }} }} }} }}"
        ))
        .await;
    for field in both["fields"]["nodes"].as_array().unwrap() {
        let late = field["activities"]["nodes"].as_array().unwrap().iter().filter(|it| {
            let rows = it["participants"].as_array().unwrap();
            it["lateness"].is_object()
                && rows.iter().any(|row| row["province"]["key"] == "ho-chi-minh")
        });
        let page = world
            .data(&format!(
                "{{ lateActivities({on}, filter: {{field: {}, province: {{key: \"ho-chi-minh\"}}}},
                    boundaries: {{kind: AS_RECORDED}}, first: 100) {{ totalCount }} }}",
                field["id"]
            ))
            .await;
        assert_eq!(page["lateActivities"]["totalCount"], late.count());
    }
}
