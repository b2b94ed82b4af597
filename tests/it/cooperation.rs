//! Figures over the API, on the real seeds: what they mean, whom they count, and that the records
//! behind each are as many as it says.

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
    let behind =
        |name: &str| format!("{name}: contributors(figure: {name}, first: 0) {{ totalCount }}");
    let behind: String = PLAIN.iter().map(|(_, name)| behind(name) + " ").collect();
    let group = "contributors(first: 0) { totalCount }";
    format!(
        "{behind} activities
         flows {{ aToB bToA oneWayAToB oneWayBToA oneWay mutual unspecified
           balance reciprocity }}
         events {{ count hostedByA hostedByB hostedElsewhere hostUnknown
           byStatus {{ status count {group} }} }}
         outcomes {{ count evidenced byKind {{ kind count {group} }} byStatus {{ status count {group} }}
           sums {{ unit count {group} }} }}
         byStatus {{ status count {group} }}
         bySector {{ sector {{ code }} tally {{ activities behind: contributors(figure: ACTIVITIES, first: 0) {{ totalCount }} }} }}
         byYear {{ year tally {{ activities behind: contributors(figure: ACTIVITIES, first: 0) {{ totalCount }} }} }}"
    )
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
