//! Units as they were from 2002 to 2026: which there are on a day, what each is called, what codes
//! mean, and under which units figures count.

use hoptac::domain::Command;
use serde_json::{Value, json};

use crate::{
    fixture::{adding, drafts},
    search,
    world::World,
};

mod named;

/// The units of before 2025-07-01, but for those that came, went or were renamed since 2003.
const ALWAYS: [&str; 59] = [
    "Hà Nội",
    "Hà Giang",
    "Cao Bằng",
    "Bắc Kạn",
    "Tuyên Quang",
    "Lào Cai",
    "Lai Châu",
    "Sơn La",
    "Yên Bái",
    "Hoà Bình",
    "Thái Nguyên",
    "Lạng Sơn",
    "Quảng Ninh",
    "Bắc Giang",
    "Phú Thọ",
    "Vĩnh Phúc",
    "Bắc Ninh",
    "Hải Dương",
    "Hải Phòng",
    "Hưng Yên",
    "Thái Bình",
    "Hà Nam",
    "Nam Định",
    "Ninh Bình",
    "Thanh Hóa",
    "Nghệ An",
    "Hà Tĩnh",
    "Quảng Bình",
    "Quảng Trị",
    "Đà Nẵng",
    "Quảng Nam",
    "Quảng Ngãi",
    "Bình Định",
    "Phú Yên",
    "Khánh Hòa",
    "Ninh Thuận",
    "Bình Thuận",
    "Kon Tum",
    "Gia Lai",
    "Đắk Lắk",
    "Lâm Đồng",
    "Bình Phước",
    "Tây Ninh",
    "Bình Dương",
    "Đồng Nai",
    "Bà Rịa - Vũng Tàu",
    "Hồ Chí Minh",
    "Long An",
    "Tiền Giang",
    "Bến Tre",
    "Trà Vinh",
    "Vĩnh Long",
    "Đồng Tháp",
    "An Giang",
    "Kiên Giang",
    "Cần Thơ",
    "Sóc Trăng",
    "Bạc Liêu",
    "Cà Mau",
];

/// Those carved out on 2004-01-01.
const CARVED_OUT: [&str; 3] = ["Điện Biên", "Đắk Nông", "Hậu Giang"];

/// The units since 2025-07-01.
const MERGED: [&str; 34] = [
    "Hà Nội",
    "Tuyên Quang",
    "Cao Bằng",
    "Thái Nguyên",
    "Lào Cai",
    "Điện Biên",
    "Lai Châu",
    "Sơn La",
    "Phú Thọ",
    "Lạng Sơn",
    "Quảng Ninh",
    "Bắc Ninh",
    "Hải Phòng",
    "Hưng Yên",
    "Ninh Bình",
    "Thanh Hóa",
    "Nghệ An",
    "Hà Tĩnh",
    "Quảng Trị",
    "Huế",
    "Đà Nẵng",
    "Quảng Ngãi",
    "Gia Lai",
    "Đắk Lắk",
    "Khánh Hòa",
    "Lâm Đồng",
    "Đồng Nai",
    "Tây Ninh",
    "Hồ Chí Minh",
    "Đồng Tháp",
    "Vĩnh Long",
    "An Giang",
    "Cần Thơ",
    "Cà Mau",
];

/// The units that a set of names means, with the word for the kind.
fn full(names: &[&[&str]], municipalities: &[&str]) -> Vec<String> {
    let mut full: Vec<String> = names
        .concat()
        .iter()
        .map(|name| {
            let kind = if municipalities.contains(name) { "Thành phố" } else { "Tỉnh" };
            format!("{kind} {name}")
        })
        .collect();
    full.sort();
    full
}

async fn units(world: &World, day: &str) -> Vec<String> {
    let query = format!(
        "{{ provinces(first: 100, filter: {{validOn: \"{day}\"}}) {{ nodes {{ fullName(on: \"{day}\", lang: VI) }} }} }}"
    );
    let data = world.data(&query).await;
    let nodes = data["provinces"]["nodes"].as_array().unwrap();
    let mut names: Vec<String> =
        nodes.iter().map(|it| it["fullName"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn as_many_units_are_valid_on_a_day_as_there_were() {
    let world = World::seeded().await;
    for (day, all, municipalities) in [
        ("2003-06-01", 61, 4),
        ("2003-12-31", 61, 4),
        ("2004-01-01", 64, 5),
        ("2004-06-01", 64, 5),
        ("2006-06-01", 64, 5),
        ("2008-07-31", 64, 5),
        ("2008-08-01", 63, 5),
        ("2024-06-01", 63, 5),
        ("2024-12-31", 63, 5),
        ("2025-01-01", 63, 6),
        ("2025-06-30", 63, 6),
        ("2025-07-01", 34, 6),
        ("2026-04-29", 34, 6),
        ("2026-04-30", 34, 7),
        ("2026-11-01", 34, 7),
    ] {
        let query = format!(
            "{{ all: provinces(filter: {{validOn: \"{day}\"}}) {{ totalCount }}
                municipalities: provinces(filter: {{validOn: \"{day}\", kind: MUNICIPALITY}}) {{ totalCount }}
                provinces: provinces(filter: {{validOn: \"{day}\", kind: PROVINCE}}) {{ totalCount }} }}"
        );
        let data = world.data(&query).await;
        let count = |name: &str| data[name]["totalCount"].as_i64().unwrap();
        assert_eq!((count("all"), count("municipalities")), (all, municipalities), "{day}");
        assert_eq!(count("provinces"), all - municipalities, "{day}");
    }
}

#[tokio::test]
async fn the_units_of_a_day_are_those_that_there_were() {
    let world = World::seeded().await;
    let four = ["Hà Nội", "Hải Phòng", "Đà Nẵng", "Hồ Chí Minh"];
    let five = [&four[..], &["Cần Thơ"]].concat();
    let six = [&five[..], &["Huế"]].concat();
    let seven = [&six[..], &["Đồng Nai"]].concat();
    let (hue, city, ha_tay) = (["Thừa Thiên Huế"], ["Huế"], ["Hà Tây"]);
    for (day, expected) in [
        ("2003-12-31", full(&[&ALWAYS, &hue, &ha_tay], &four)),
        ("2004-01-01", full(&[&ALWAYS, &CARVED_OUT, &hue, &ha_tay], &five)),
        ("2008-08-01", full(&[&ALWAYS, &CARVED_OUT, &hue], &five)),
        ("2025-01-01", full(&[&ALWAYS, &CARVED_OUT, &city], &six)),
        ("2025-07-01", full(&[&MERGED], &six)),
        ("2026-04-30", full(&[&MERGED], &seven)),
    ] {
        assert_eq!(units(&world, day).await, expected, "{day}");
    }
}

#[tokio::test]
async fn a_code_means_the_unit_of_its_day() {
    let world = World::seeded().await;
    for (code, day, expected) in [
        ("67", "2003-06-01", Value::Null),
        ("67", "2004-07-07", Value::Null),
        ("67", "2004-07-08", json!("dak-nong")),
        ("67", "2025-07-01", Value::Null),
        ("605", "2003-06-01", json!("dak-lak")),
        ("605", "2004-07-08", Value::Null),
        ("66", "2004-07-07", Value::Null),
        ("66", "2004-07-08", json!("dak-lak")),
        ("66", "2025-07-01", json!("dak-lak-2025")),
        ("28", "2008-07-31", json!("ha-tay")),
        ("28", "2008-08-01", Value::Null),
        ("701", "2002-12-29", json!("ho-chi-minh")),
    ] {
        let query = format!(
            "{{ province(by: {{code: {{scheme: GSO, value: \"{code}\", on: \"{day}\"}}}}) {{ key codes(scheme: GSO, on: \"{day}\") {{ value }} }} }}"
        );
        let found = &world.data(&query).await["province"];
        assert_eq!(found["key"], expected, "{code} on {day}");
        if !found.is_null() {
            assert_eq!(found["codes"], json!([{ "value": code }]), "{code} on {day}");
        }
    }
}

#[tokio::test]
async fn a_unit_has_its_kind_and_name_of_the_day() {
    let world = World::seeded().await;
    let data = world
        .data(
            "{ hue: province(by: {key: \"hue\"}) {
                 before: fullName(on: \"2024-12-31\", lang: VI) after: fullName(on: \"2025-01-01\", lang: VI)
                 english: fullName(on: \"2025-01-01\", lang: EN) now: fullName(lang: VI)
                 name kind was: kind(on: \"2024-04-01\") earlierForms { until kind name } }
               dongNai: province(by: {key: \"dong-nai-2025\"}) { fullName(lang: VI) then: fullName(lang: VI, on: \"2026-04-29\") }
               dakLak: province(by: {key: \"dak-lak\"}) {
                 predecessors { key } successors { key }
                 successions { on predecessors { key } successors { key } } }
               dakNong: province(by: {key: \"dak-nong\"}) { predecessors { key } successors { key } }
               haNoi: province(by: {key: \"ha-noi\"}) { predecessors { key } successors { key } successions { key } }
               haTay: province(by: {key: \"ha-tay\"}) { successors { key } } }",
        )
        .await;
    assert_eq!(
        data["hue"],
        json!({
            "before": "Tỉnh Thừa Thiên Huế", "after": "Thành phố Huế", "english": "Hue City",
            "now": "Thành phố Huế", "name": "Huế", "kind": "MUNICIPALITY", "was": "PROVINCE",
            "earlierForms": [{"until": "2025-01-01", "kind": "PROVINCE", "name": "Thừa Thiên Huế"}],
        })
    );
    let dong_nai = json!({"fullName": "Thành phố Đồng Nai", "then": "Tỉnh Đồng Nai"});
    assert_eq!(data["dongNai"], dong_nai);
    let keys = |keys: &[&str]| json!(keys.iter().map(|it| json!({"key": it})).collect::<Vec<_>>());
    assert_eq!(
        data["dakLak"],
        json!({
            "predecessors": [], "successors": keys(&["dak-lak-2025"]),
            "successions": [
                {"on": "2004-01-01", "predecessors": keys(&["dak-lak"]), "successors": keys(&["dak-lak", "dak-nong"])},
                {"on": "2025-07-01", "predecessors": keys(&["phu-yen", "dak-lak"]), "successors": keys(&["dak-lak-2025"])},
            ],
        })
    );
    let dak_nong =
        json!({"predecessors": keys(&["dak-lak"]), "successors": keys(&["lam-dong-2025"])});
    assert_eq!(data["dakNong"], dak_nong);
    assert_eq!(data["haNoi"]["predecessors"], json!([]));
    assert_eq!(data["haNoi"]["successors"], json!([]));
    let grew = keys(&["ha-noi-2008", "vinh-phuc-2008", "hoa-binh-2008"]);
    assert_eq!(data["haNoi"]["successions"], grew);
    assert_eq!(data["haTay"]["successors"], keys(&["ha-noi"]));
}

#[tokio::test]
async fn a_unit_is_found_by_its_earlier_name() {
    let world = World::seeded().await.searching();
    search::ready(&world).await;
    let data = world
        .data("{ search(text: \"thua thien hue\", kinds: [PROVINCE]) { edges { node { ... on Province { key } } } } }")
        .await;
    assert_eq!(data["search"]["edges"][0]["node"]["key"], "hue", "{data:#}");
}

/// The activities of the City and a unit under some boundaries, and those that nobody can place.
async fn counted(world: &World, unit: &str, boundaries: &str) -> (i64, i64) {
    let query = format!(
        "{{ cooperation(between: {{a: {{key: \"ho-chi-minh\"}}, b: {{key: \"{unit}\"}}}},
              boundaries: {boundaries}, scope: {{sector: {{code: \"UNITS\"}}}}) {{
              tally {{ activities unresolved {{ kind count }} }} }} }}"
    );
    let tally = &world.data(&query).await["cooperation"]["tally"];
    let unresolved = tally["unresolved"][0]["count"].as_i64().unwrap_or_default();
    (tally["activities"].as_i64().unwrap(), unresolved)
}

/// The registry with one activity of a province and the City.
async fn with_activity(province: &str, planned: &str) -> World {
    let world = World::seeded().await;
    let activity = format!(
        "[[activity]]\nkey = 'x'\nsector = 'units'\ntitle.vi = 'x'\nstatus = 'PLANNED'\nplanned = '{planned}'\n\
         participants = [{{ province = 'ho-chi-minh', role = 'PROVIDER' }}, {{ province = '{province}', role = 'BENEFICIARY' }}]\n"
    );
    let sector = "[[sector]]\nkey = 'units'\ncode = 'UNITS'\nname.vi = 'x'\n";
    let files = [("sectors.toml", sector), ("activities.toml", activity.as_str())];
    world.submit(Command::Register(adding(drafts(&files)))).await;
    world
}

#[tokio::test]
async fn a_record_of_before_a_carve_out_is_of_the_undivided_unit() {
    let world = with_activity("dak-lak", "2003-05").await;
    assert_eq!(counted(&world, "dak-lak", "{on: \"2003-06-01\"}").await, (1, 0));
    for unit in ["dak-lak", "dak-nong"] {
        assert_eq!(counted(&world, unit, "{on: \"2005-01-01\"}").await, (0, 1), "{unit}");
        assert_eq!(counted(&world, unit, "{kind: TODAY}").await, (0, 1), "{unit}");
    }
    assert_eq!(counted(&world, "dak-lak", "{kind: AS_RECORDED}").await, (1, 0));
}

#[tokio::test]
async fn a_record_of_after_a_carve_out_is_of_the_unit_that_went_on() {
    let world = with_activity("dak-lak", "2004-01-01").await;
    for day in ["2003-06-01", "2005-01-01", "2026-01-01"] {
        let on = format!("{{on: \"{day}\"}}");
        assert_eq!(counted(&world, "dak-lak", &on).await, (1, 0), "{day}");
    }
    assert_eq!(counted(&world, "dak-nong", "{on: \"2005-01-01\"}").await, (0, 0));
    let carved = with_activity("dak-nong", "2005").await;
    assert_eq!(counted(&carved, "dak-lak", "{on: \"2003-06-01\"}").await, (1, 0));
    assert_eq!(counted(&carved, "dak-nong", "{on: \"2003-06-01\"}").await, (1, 0));
    assert_eq!(counted(&carved, "dak-lak", "{on: \"2005-06-01\"}").await, (0, 0));
    assert_eq!(counted(&carved, "lam-dong", "{kind: TODAY}").await, (1, 0));
}

#[tokio::test]
async fn a_record_of_a_unit_that_joined_another_is_of_that_one() {
    let joined = with_activity("ha-tay", "2006").await;
    assert_eq!(counted(&joined, "ha-noi", "{on: \"2008-08-01\"}").await, (1, 0));
    assert_eq!(counted(&joined, "ha-noi", "{on: \"2008-07-31\"}").await, (0, 0));
    assert_eq!(counted(&joined, "ha-tay", "{on: \"2008-07-31\"}").await, (1, 0));
    let grown = with_activity("ha-noi", "2009").await;
    for unit in ["ha-noi", "ha-tay", "vinh-phuc", "hoa-binh"] {
        assert_eq!(counted(&grown, unit, "{on: \"2008-07-31\"}").await, (0, 1), "{unit}");
    }
    assert_eq!(counted(&grown, "ha-noi", "{kind: TODAY}").await, (1, 0));
    let parted = with_activity("vinh-phuc", "2006").await;
    for unit in ["ha-noi", "vinh-phuc"] {
        assert_eq!(counted(&parted, unit, "{on: \"2009-01-01\"}").await, (0, 1), "{unit}");
    }
}

#[tokio::test]
async fn the_parties_of_2000_to_2003_are_the_undivided_units() {
    let world = World::seeded().await;
    let data = world
        .data(
            "{ agreements(first: 100) { nodes { code period { edtf } signedOn
                 parties { province { key validFrom } } } } }",
        )
        .await;
    let mut early = 0;
    for agreement in data["agreements"]["nodes"].as_array().unwrap() {
        let signed = agreement["signedOn"].as_str().or(agreement["period"]["edtf"].as_str());
        if signed.is_none_or(|signed| signed.starts_with("..") || signed >= "2004") {
            continue;
        }
        early += 1;
        for party in agreement["parties"].as_array().unwrap() {
            assert!(party["province"]["validFrom"].is_null(), "{agreement:#}");
        }
    }
    assert_eq!(early, 2);
}
