//! Random commands that edit, move, publish and hide the records of a small registry.

use hoptac::{
    domain::{Command, NounId, ProvinceId, Record, commands::MergeProvinces, link::ByKey},
    registry::{Registry, Request, SubmitError},
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use serde_json::{Value, json};

const ROLES: [&str; 7] =
    ["PROVIDER", "BENEFICIARY", "FUNDER", "HOST", "IMPLEMENTER", "PARTNER", "UNSPECIFIED"];
const SIDES: [Option<&str>; 3] = [None, Some("city"), Some("highlands")];
const STATUSES: [&str; 5] = ["PLANNED", "ONGOING", "COMPLETED", "CANCELLED", "UNKNOWN"];
const PERIODS: [&str; 7] =
    ["2023", "2024-03", "2024-03-05/2025", "../2025", "2025/..", "2024-06-30", "2025-07/2026"];

/// A record as a file gives it, with the name of its noun.
pub type Draft = (&'static str, Value);

pub fn record((noun, fields): &Draft) -> Record<ByKey> {
    serde_json::from_value(json!({ *noun: fields })).unwrap()
}

/// What every other record may name: nine provinces, two sectors, two agreements, a field.
pub fn ground() -> Vec<Draft> {
    let (carved, merger, second) = (Some("2024-03-05"), Some("2025-07-01"), Some("2026-01-01"));
    let dates = [
        (None, merger),
        (None, merger),
        (None, merger),
        (carved, second),
        (None, None),
        (merger, second),
        (merger, None),
        (merger, None),
        (second, None),
    ];
    let mut all: Vec<Draft> = (1..)
        .zip(dates)
        .map(|(number, (from, to))| {
            let name = json!({ "vi": format!("Tỉnh {number}") });
            let key = format!("p{number}");
            let kind = "PROVINCE";
            let fields = json!({
                "key": key, "kind": kind, "name": name, "validFrom": from, "validTo": to,
            });
            ("Province", fields)
        })
        .collect();
    for number in 1..=2 {
        let name = json!({ "vi": format!("Lĩnh vực {number}") });
        let fields =
            json!({ "key": format!("s{number}"), "code": format!("S{number}"), "name": name });
        all.push(("Sector", fields));
        all.push(agreement(number, number == 1, false, None));
    }
    all.push(("Field", json!({ "key": "f1", "agreement": "a1", "sector": "s1" })));
    let url = json!({
        "key": "d1", "title": "Báo cáo", "url": "https://example.org", "language": "vi",
        "reliability": "LOW", "reading": "FULL",
    });
    all.push(("Document", url));
    all
}

fn agreement(number: u64, draft: bool, below: bool, period: Option<&str>) -> Draft {
    let parent = (below && number == 2).then_some("a1");
    let fields = json!({
        "key": format!("a{number}"), "code": format!("A{number}"), "kind": "PLAN", "draft": draft,
        "title": { "vi": "Kế hoạch" }, "parent": parent, "period": period,
    });
    ("Agreement", fields)
}

fn any_agreement() -> impl Strategy<Value = Draft> {
    (1..=2u64, any::<bool>(), any::<bool>(), option::of(select(vec!["2023", "2025-08/.."])))
        .prop_map(|(number, draft, below, period)| agreement(number, draft, below, period))
}

fn any_succession() -> impl Strategy<Value = Draft> {
    let all = vec![
        ("m1", "2025-07-01", vec!["p1", "p2"], vec!["p6"]),
        ("m1", "2025-07-01", vec!["p2"], vec!["p6"]),
        ("m2", "2025-07-01", vec!["p3"], vec!["p7", "p8"]),
        ("m3", "2026-01-01", vec!["p4", "p6"], vec!["p9"]),
        ("c1", "2024-03-05", vec!["p5"], vec!["p5", "p4"]),
        ("b1", "2025-07-01", vec!["p5", "p3"], vec!["p5"]),
        ("x1", "2025-07-01", vec!["p4"], vec!["p4", "p5"]),
    ];
    select(all).prop_map(|(key, on, from, to)| {
        ("Succession", json!({ "key": key, "on": on, "predecessors": from, "successors": to }))
    })
}

fn any_participants() -> impl Strategy<Value = Value> {
    let row = (1..=9u64, select(&ROLES[..]), select(&SIDES[..]));
    vec(row, 0..5).prop_map(|mut rows| {
        rows.sort_unstable();
        rows.dedup();
        let row = |(province, role, side)| {
            json!({ "province": format!("p{province}"), "role": role, "side": side })
        };
        rows.into_iter().map(row).collect()
    })
}

fn any_period() -> impl Strategy<Value = Option<&'static str>> {
    option::weighted(0.8, select(&PERIODS[..]))
}

fn any_activity() -> impl Strategy<Value = Draft> {
    let under = (option::of(1..=2u64), any::<bool>(), 1..=2u64);
    let how = (select(&STATUSES[..]), 0..3u64);
    (1..=4u64, under, any_participants(), (any_period(), any_period()), how).prop_map(
        |(
            number,
            (agreement, in_field, sector),
            participants,
            (planned, actual),
            (status, money),
        )| {
            let commitment = json!({
                "money": { "amount": money.to_string(), "currency": "VND" }, "funding": "ODA",
            });
            let commitments: Vec<_> = (0..money).map(|_| commitment.clone()).collect();
            let mut fields = json!({
                "key": format!("v{number}"), "sector": format!("s{sector}"),
                "agreement": agreement.map(|it| format!("a{it}")), "title": { "vi": "Hoạt động" },
                "participants": participants, "planned": planned, "actual": actual,
                "status": status, "commitments": commitments,
                "statusReason": (status == "CANCELLED").then_some("hết vốn"),
            });
            if in_field {
                fields["field"] = "f1".into();
                (fields["agreement"], fields["sector"]) = ("a1".into(), "s1".into());
            }
            ("Activity", fields)
        },
    )
}

fn any_event() -> impl Strategy<Value = Draft> {
    let under = (option::weighted(0.7, 1..=4u64), option::of(1..=2u64), option::of(1..=9u64));
    (1..=3u64, under, any_participants(), any_period(), any::<bool>()).prop_map(
        |(number, (activity, agreement, host), participants, period, held)| {
            // An event of an activity is under its agreement, which is filled in.
            let agreement = agreement.filter(|_| activity.is_none()).map(|it| format!("a{it}"));
            let fields = json!({
                "key": format!("e{number}"), "activity": activity.map(|it| format!("v{it}")),
                "agreement": agreement, "kind": "CONFERENCE", "title": { "vi": "Sự kiện" },
                "host": host.map(|it| format!("p{it}")), "participants": participants,
                "period": period, "status": if held { "HELD" } else { "SCHEDULED" },
            });
            ("Event", fields)
        },
    )
}

fn any_indicator() -> impl Strategy<Value = Draft> {
    any::<bool>().prop_map(|cumulative| {
        let fields = json!({
            "key": "i1", "activity": "v1", "title": { "vi": "Chỉ số" }, "measure": "UNIT",
            "unit": "người", "ascending": true, "cumulative": cumulative,
        });
        ("Indicator", fields)
    })
}

fn any_outcome() -> impl Strategy<Value = Draft> {
    let statuses = ["DRAFT", "SUBMITTED", "APPROVED", "APPROVED", "SUPERSEDED", "RETRACTED"];
    let about = (any::<bool>(), 1..=4u64, 1..=3u64, any::<bool>());
    let actors = (option::weighted(0.3, 1..=9u64), option::weighted(0.3, 1..=9u64));
    let how = (select(statuses.to_vec()), 0..50u64, any::<bool>());
    (1..=5u64, about, actors, any_period(), how).prop_map(
        |(number, (of_event, activity, event, measured), (provider, beneficiary), period, how)| {
            let (status, value, sourced) = how;
            let actor = |it: Option<u64>| it.map(|it| json!({ "province": format!("p{it}") }));
            let measured = measured && !of_event;
            let activity = if measured { 1 } else { activity };
            let fields = json!({
                "key": format!("o{number}"), "kind": "OUTPUT", "title": { "vi": "Kết quả" },
                "activity": (!of_event).then(|| format!("v{activity}")),
                "event": of_event.then(|| format!("e{event}")),
                "indicator": measured.then_some("i1"), "measure": "UNIT",
                "unit": if measured || sourced { "người" } else { "tấn" },
                "value": value.to_string(), "provider": actor(provider),
                "beneficiary": actor(beneficiary), "period": period, "status": status,
                "statusReason": (status == "RETRACTED").then_some("nhầm"),
                "sources": if sourced { json!([{ "document": "d1" }]) } else { json!([]) },
            });
            ("Outcome", fields)
        },
    )
}

/// Merges a unit into another, where the rules allow it.
pub fn merge(registry: &Registry, kept: u64, duplicate: u64) {
    let merge = MergeProvinces {
        province: ProvinceId::from_number(kept).into(),
        duplicate: ProvinceId::from_number(duplicate),
        duplicate_version: None,
        differing: ["validFrom", "validTo"].map(str::to_owned).to_vec(),
        in_parts: false,
        reason: "registered twice".to_owned(),
    };
    let request = Request::of_system("test", Command::MergeProvinces(merge));
    match registry.submit_blocking(request) {
        Ok(_) | Err(SubmitError::Rejected(_)) => {}
        Err(error) => panic!("{error}"),
    }
}

pub fn any_draft() -> impl Strategy<Value = Draft> {
    prop_oneof![
        4 => any_activity(),
        4 => any_event(),
        5 => any_outcome(),
        1 => any_indicator(),
        1 => any_agreement(),
        1 => any_succession(),
    ]
}
