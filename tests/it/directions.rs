//! Who gave to whom, over the API, on a small registry in which each rule of direction is at work.

use std::fmt::Write;

use hoptac::domain::Command;
use serde_json::{Value, json};

use crate::{
    fixture::{adding, drafts},
    world::World,
};

const PROVINCES: &str = "
[[province]]
key = 'city'
kind = 'MUNICIPALITY'
name.vi = 'Thành phố'
[[province]]
key = 'east'
kind = 'PROVINCE'
name.vi = 'Đông'
[[province]]
key = 'west'
kind = 'PROVINCE'
name.vi = 'Tây'
";

const SECTORS: &str = "
[[sector]]
key = 'health'
code = 'HEALTH'
name.vi = 'Y tế'
";

const AGREEMENTS: &str = "
[[agreement]]
key = 'tt'
code = 'tt'
kind = 'COOPERATION_AGREEMENT'
title.vi = 'Thỏa thuận'
parties = [
  { province = 'city', role = 'LEAD', side = 'city' },
  { province = 'east', role = 'MEMBER', side = 'highlands' },
  { province = 'west', role = 'MEMBER', side = 'highlands' },
]
";

const FIELDS: &str = "
[[field]]
key = 'f'
agreement = 'tt'
sector = 'health'
";

const EVENTS: &str = "
[[event]]
key = 'meeting'
agreement = 'tt'
kind = 'CONFERENCE'
title.vi = 'Hội nghị'
host = 'city'
status = 'HELD'
participants = [
  { province = 'east', role = 'UNSPECIFIED', side = 'highlands' },
  { province = 'west', role = 'UNSPECIFIED', side = 'highlands' },
]
";

/// One activity for each rule: aid, joint action, roles that no source states, aid within a side
/// and outside the agreement, and a host alone.
fn activities() -> String {
    let row = |province: &str, role: &str, side: &str| {
        format!("{{ province = '{province}', role = '{role}', side = '{side}' }}")
    };
    let all = |city: &str, others: &str| {
        let others = ["east", "west"].map(|it| row(it, others, "highlands")).join(", ");
        format!("{}, {others}", row("city", city, "city"))
    };
    let within =
        format!("{}, {}", row("west", "FUNDER", "hills"), row("east", "BENEFICIARY", "hills"));
    let idle = format!("{}, {}", row("city", "HOST", "city"), row("east", "PARTNER", "highlands"));
    let mut toml = String::new();
    for (key, under, rows) in [
        ("aid", "field = 'f'", all("PROVIDER", "BENEFICIARY")),
        ("joint", "agreement = 'tt'", all("PARTNER", "PARTNER")),
        ("open", "agreement = 'tt'", all("UNSPECIFIED", "UNSPECIFIED")),
        ("within", "", within),
        ("idle", "agreement = 'tt'", idle),
    ] {
        let _ = write!(
            toml,
            "[[activity]]\nkey = '{key}'\nsector = 'health'\n{under}\ntitle.vi = '{key}'\n\
             status = 'UNKNOWN'\nparticipants = [{rows}]\n"
        );
    }
    toml
}

async fn world() -> World {
    let world = World::empty();
    let activities = activities();
    let records = drafts(&[
        ("provinces.toml", PROVINCES),
        ("sectors.toml", SECTORS),
        ("agreements.toml", AGREEMENTS),
        ("fields.toml", FIELDS),
        ("activities.toml", &activities),
        ("events.toml", EVENTS),
    ]);
    world.submit(Command::Register(adding(records))).await;
    world
}

#[tokio::test]
async fn an_activity_has_a_direction_and_pairs() {
    let world = world().await;
    let data = world
        .data(
            "{ activities(first: 10) { nodes {
                key direction today: direction(boundaries: {kind: TODAY})
                pairs { a { key } b { key } direction from { key } to { key } } } } }",
        )
        .await;
    let pair = |a: &str, b: &str, direction: &str, ends: Option<[&str; 2]>| {
        let end = |place: usize| ends.map(|ends| json!({ "key": ends[place] }));
        json!({
            "a": { "key": a }, "b": { "key": b }, "direction": direction, "from": end(0),
            "to": end(1),
        })
    };
    let of_city = |direction: &str, one_way: bool| -> Vec<Value> {
        let pair = |other| pair("city", other, direction, one_way.then_some(["city", other]));
        ["east", "west"].map(pair).into()
    };
    let expected: [(&str, Value, Vec<Value>); 5] = [
        ("aid", json!("ONE_WAY"), of_city("ONE_WAY", true)),
        ("joint", json!("MUTUAL"), of_city("MUTUAL", false)),
        ("open", json!("UNSPECIFIED"), of_city("UNSPECIFIED", false)),
        ("within", json!("ONE_WAY"), vec![pair("east", "west", "ONE_WAY", Some(["west", "east"]))]),
        ("idle", Value::Null, Vec::new()),
    ];
    let found = data["activities"]["nodes"].as_array().unwrap();
    assert_eq!(found.len(), expected.len());
    for (key, direction, pairs) in expected {
        let it = found.iter().find(|it| it["key"] == key).unwrap();
        assert_eq!((&it["direction"], &it["today"]), (&direction, &direction), "{key}");
        assert_eq!(it["pairs"], json!(pairs), "{key}");
    }
}

const DIRECTIONS: &str = "activities oneWay mutual unspecified withoutPair
    oneWayShare { value low high ifOneWay ifMutual unspecified }
    givers { province { key } activities oneWay mutual unspecified contributors { totalCount nodes { id } } }
    receivers { province { key } activities oneWay mutual unspecified contributors { totalCount nodes { id } } }
    ACTIVITIES: contributors(figure: ACTIVITIES) { totalCount nodes { id } }
    ONE_WAY: contributors(figure: ONE_WAY) { totalCount nodes { id } }
    MUTUAL: contributors(figure: MUTUAL) { totalCount nodes { id } }
    UNSPECIFIED: contributors(figure: UNSPECIFIED) { totalCount nodes { id } }
    WITHOUT_PAIR: contributors(figure: WITHOUT_PAIR) { totalCount nodes { id } }";

/// Counts of activities, one way, mutual, unspecified and without a pair, each with as many
/// records.
fn assert_counts(directions: &Value, expected: [i64; 5]) {
    let names = [
        ("activities", "ACTIVITIES"),
        ("oneWay", "ONE_WAY"),
        ("mutual", "MUTUAL"),
        ("unspecified", "UNSPECIFIED"),
        ("withoutPair", "WITHOUT_PAIR"),
    ];
    for ((name, behind), expected) in names.into_iter().zip(expected) {
        assert_eq!(directions[name], expected, "{name}");
        assert_eq!(directions[behind]["totalCount"], expected, "{name}");
        let listed = directions[behind]["nodes"].as_array().unwrap().len();
        assert_eq!(i64::try_from(listed).unwrap(), expected, "{name}");
    }
}

/// Provinces with the number of activities, those one way and those mutual.
fn assert_ends(ends: &Value, expected: &[(&str, [i64; 3])]) {
    let ends = ends.as_array().unwrap();
    let found: Vec<_> = ends
        .iter()
        .map(|it| {
            assert_eq!(it["activities"], it["contributors"]["totalCount"]);
            assert_eq!(it["activities"], it["contributors"]["nodes"].as_array().unwrap().len());
            let counts = ["activities", "oneWay", "mutual"].map(|name| it[name].as_i64().unwrap());
            (it["province"]["key"].as_str().unwrap(), counts)
        })
        .collect();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn each_activity_counts_once_and_once_for_each_giver_and_receiver() {
    let world = world().await;
    let data = world
        .data(&format!(
            "{{ cooperationMatrix {{ totals {{ directions {{ {DIRECTIONS} }} }} }}
                agreement(by: {{code: \"tt\"}}) {{
                    directions {{ {DIRECTIONS} }}
                    fields {{ directions {{ {DIRECTIONS} }} }} }}
                sector(by: {{code: \"HEALTH\"}}) {{ directions {{ {DIRECTIONS} }} }}
                province(by: {{key: \"west\"}}) {{ directions {{ {DIRECTIONS} }} }} }}"
        ))
        .await;
    let totals = &data["cooperationMatrix"]["totals"]["directions"];
    assert_eq!(totals, &data["sector"]["directions"]);
    assert_counts(totals, [5, 2, 1, 1, 1]);
    let share = json!({
        "value": null, "low": "0.5", "high": "0.75", "ifOneWay": "0.75", "ifMutual": "0.5",
        "unspecified": 1,
    });
    assert_eq!(totals["oneWayShare"], share);
    let givers = [("city", [2, 1, 1]), ("west", [2, 1, 1]), ("east", [1, 0, 1])];
    assert_ends(&totals["givers"], &givers);
    let receivers = [("east", [3, 2, 1]), ("west", [2, 1, 1]), ("city", [1, 0, 1])];
    assert_ends(&totals["receivers"], &receivers);

    let agreed = &data["agreement"]["directions"];
    assert_counts(agreed, [4, 1, 1, 1, 1]);
    assert_ends(
        &agreed["givers"],
        &[("city", [2, 1, 1]), ("east", [1, 0, 1]), ("west", [1, 0, 1])],
    );
    let field = &data["agreement"]["fields"][0]["directions"];
    assert_counts(field, [1, 1, 0, 0, 0]);
    assert_eq!(field["oneWayShare"]["value"], "1");
    assert_ends(&field["receivers"], &[("east", [1, 1, 0]), ("west", [1, 1, 0])]);
    let west = &data["province"]["directions"];
    assert_counts(west, [4, 2, 1, 1, 0]);
    assert_ends(&west["givers"], &[("city", [2, 1, 1]), ("west", [2, 1, 1]), ("east", [1, 0, 1])]);
}

const NETWORK: &str = "network {
    pairs directedPairs mutualPairs oneWayPairs unspecifiedPairs oneWay mutual unspecified weight
    oneWayShare oneWayShareBounds { value low high ifOneWay ifMutual unspecified }
    reciprocity reciprocityBounds { value low high ifOneWay ifMutual unspecified } }";

#[tokio::test]
async fn figures_that_hang_on_what_no_source_states_have_bounds_and_no_value() {
    let world = world().await;
    let data = world
        .data(&format!(
            "{{ cooperationMatrix {{ {NETWORK} cells {{ nodes {{
                a {{ key }} b {{ key }} tally {{ directions {{ activities }} flows {{
                    aToB bToA oneWay mutual unspecified oneWayShare balance reciprocity
                    balanceBounds {{ value low high ifOneWay ifMutual unspecified }} }} }} }} }} }} }}"
        ))
        .await;
    let network = &data["cooperationMatrix"]["network"];
    let bounds = |[low, high, if_one_way, if_mutual]: [&str; 4]| {
        json!({
            "value": null, "low": low, "high": high, "ifOneWay": if_one_way,
            "ifMutual": if_mutual, "unspecified": 2,
        })
    };
    let expected = json!({
        "pairs": 3, "directedPairs": 5, "mutualPairs": 2, "oneWayPairs": 1,
        "unspecifiedPairs": 0, "oneWay": 3, "mutual": 2, "unspecified": 2, "weight": 7,
        "oneWayShare": null,
        "oneWayShareBounds": bounds(["0.428571", "0.714286", "0.714286", "0.428571"]),
        "reciprocity": null,
        "reciprocityBounds": bounds(["0.444444", "0.888889", "0.444444", "0.727273"]),
    });
    assert_eq!(network, &expected);
    let cells = data["cooperationMatrix"]["cells"]["nodes"].as_array().unwrap();
    let tally = |a: &str, b: &str| {
        let cell = cells.iter().find(|it| it["a"]["key"] == a && it["b"]["key"] == b);
        &cell.unwrap()["tally"]
    };
    assert_eq!(tally("city", "east")["directions"], Value::Null);
    let flows = &tally("city", "east")["flows"];
    assert_eq!(
        (&flows["aToB"], &flows["bToA"], &flows["unspecified"]),
        (&json!(2), &json!(1), &json!(1))
    );
    assert_eq!((&flows["balance"], &flows["reciprocity"]), (&Value::Null, &Value::Null));
    let balance = json!({
        "value": null, "low": "0", "high": "0.5", "ifOneWay": null, "ifMutual": "0.2",
        "unspecified": 1,
    });
    assert_eq!(flows["balanceBounds"], balance);
    let flows = &tally("east", "west")["flows"];
    assert_eq!((&flows["oneWayShare"], &flows["balance"]), (&json!("1"), &json!("-1")));
}

#[tokio::test]
async fn the_matrix_of_one_province_has_its_pairs_alone() {
    let world = world().await;
    let data = world
        .data(&format!(
            "{{ city: cooperationMatrix(of: {{key: \"city\"}}) {{ ...hub }}
                east: cooperationMatrix(of: {{key: \"east\"}}, includeEmpty: true) {{ ...hub }} }}
             fragment hub on CooperationMatrix {{ of {{ key }} totals {{ activities }}
                cells {{ nodes {{ a {{ key }} b {{ key }} tally {{ flows {{ oneWayAToB oneWayBToA }} }} }} }}
                {NETWORK} }}"
        ))
        .await;
    for (hub, others) in [
        ("city", vec![("east", 1, 0), ("west", 1, 0)]),
        ("east", vec![("city", 0, 1), ("west", 0, 1)]),
    ] {
        let matrix = &data[hub];
        assert_eq!((&matrix["of"]["key"], &matrix["totals"]), (&json!(hub), &Value::Null));
        assert_eq!(matrix["network"]["pairs"], 2);
        let cells = matrix["cells"]["nodes"].as_array().unwrap();
        let found: Vec<_> = cells
            .iter()
            .map(|cell| {
                assert_eq!(cell["a"]["key"], hub);
                let flows = &cell["tally"]["flows"];
                let way = |name: &str| flows[name].as_i64().unwrap();
                (cell["b"]["key"].as_str().unwrap(), way("oneWayAToB"), way("oneWayBToA"))
            })
            .collect();
        assert_eq!(found, others);
    }
    let answer =
        world.answer("{ cooperationMatrix(of: {key: \"north\"}) { network { pairs } } }").await;
    let told = answer["errors"][0]["message"].as_str().unwrap();
    assert!(told.contains("no province has"), "{told}");
}

#[tokio::test]
async fn two_on_one_side_share_neither_agreement_nor_event() {
    let world = world().await;
    let data = world
        .data(
            "{ apart: cooperation(between: {a: {key: \"city\"}, b: {key: \"east\"}}) { ...terms }
               together: cooperation(between: {a: {key: \"east\"}, b: {key: \"west\"}}) { ...terms } }
             fragment terms on Cooperation {
                agreements { totalCount } fields { totalCount } events { totalCount }
                activities { totalCount } }",
        )
        .await;
    let counts = |agreements: i64, fields: i64, events: i64, activities: i64| {
        json!({
            "agreements": { "totalCount": agreements }, "fields": { "totalCount": fields },
            "events": { "totalCount": events }, "activities": { "totalCount": activities },
        })
    };
    assert_eq!(data["apart"], counts(1, 1, 1, 3));
    assert_eq!(data["together"], counts(0, 0, 0, 1));
}

/// What people read first is what the program answers.
#[tokio::test]
async fn the_readme_prints_the_figures_of_the_built_in_record() {
    let world = World::seeded().await;
    let data = world
        .data(
            "{ agreement(by: {code: \"tt-2022\"}) {
                 directions { activities oneWay mutual unspecified }
                 progress(on: \"2026-02-01\") { lateCount noReportCount } }
               cooperationMatrix(of: {code: {scheme: GSO, value: \"79\"}},
                                 scope: {agreement: {code: \"tt-2022\"}}) {
                 cells(first: 10) { nodes { b { name } tally { activities flows {
                   oneWayAToB oneWayBToA mutual unspecified } } } } } }",
        )
        .await;
    let readme = include_str!("../../README.md");
    let it = &data["agreement"]["directions"];
    let told = format!(
        "| {} of {} one way, {} mutual, {} unspecified |",
        it["oneWay"], it["activities"], it["mutual"], it["unspecified"]
    );
    assert!(readme.contains(&told), "{told}");
    let late = &data["agreement"]["progress"];
    let told =
        format!("{} are late and {} without report", late["lateCount"], late["noReportCount"]);
    assert!(readme.contains(&told), "{told}");
    let cells = data["cooperationMatrix"]["cells"]["nodes"].as_array().unwrap();
    assert_eq!(cells.len(), 4);
    for cell in cells {
        let (name, flows) = (cell["b"]["name"].as_str().unwrap(), &cell["tally"]["flows"]);
        assert_eq!(flows["oneWayBToA"], 0, "{name}");
        let told = format!(
            " | {} | {} | {} | {} |",
            cell["tally"]["activities"], flows["oneWayAToB"], flows["mutual"], flows["unspecified"]
        );
        let row = readme
            .lines()
            .find(|line| line.starts_with(&format!("| {name}")) && line.ends_with(&told));
        assert!(row.is_some(), "| {name}{told}");
    }
}
