//! The partners of keep.eu, by the mapping in the documentation: the numbers known from an
//! independent count come out of the records, and out of the API's own figures of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{Arc, OnceLock},
};

use futures_util::FutureExt;
use hoptac::{
    auth::Caller,
    domain::{
        Activity, Command, Entity, Existing, Lang, Noun, NounId, Province, ProvinceId, RecordId,
        edge::Relation,
        tally::{Flow, flows},
    },
    exchange::{
        import::Summary,
        mapping::{Mapping, Table},
    },
    graphql::Api,
    registry::Snapshot,
};
use serde_json::Value;

use super::{Told, take_in};
use crate::fixture::open;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The table, imported once for all tests.
struct Imported {
    api: Api,
    snapshot: Snapshot,
    summary: Summary,
    told: Told,
}

fn imported() -> &'static Imported {
    static IMPORTED: OnceLock<Imported> = OnceLock::new();
    IMPORTED.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let (registry, _) = open(folder.path()).unwrap();
        let mapping = Mapping::read(&root().join("docs/mappings/keep.toml")).unwrap();
        let table = std::fs::read(root().join("tests/data/keep_partnership.csv")).unwrap();
        let table = Table::open(table.as_slice(), 0, Arc::new(mapping), None).unwrap();
        let (summary, told) = take_in(&registry, table, Existing::Keep, Command::Transfer);
        let snapshot = registry.snapshot();
        Imported { api: Api::new(Arc::new(registry)), snapshot, summary, told }
    })
}

/// What the API tells strangers of all pairs under an agreement.
fn matrix(agreement: &str) -> Value {
    let query = format!(
        "{{ cooperationMatrix(scope: {{agreement: {{key: \"{agreement}\"}}}}) {{
            totals {{ activities }}
            network {{ pairs directedPairs mutualPairs oneWayPairs }}
            cells(first: 1, orderBy: {{figure: ACTIVITIES}}) {{
                totalCount
                edges {{ node {{
                    a {{ codes {{ value }} }} b {{ codes {{ value }} }} tally {{ activities }}
                }} }} }} }} }}"
    );
    let asked = imported().api.execute(query.into(), Arc::new(Caller::anonymous()), Lang::Vi);
    let answer = asked.now_or_never().unwrap();
    assert!(answer.errors.is_empty(), "{:?}", answer.errors);
    answer.data.into_json().unwrap()["cooperationMatrix"].take()
}

#[test]
fn the_matrix_of_the_api_gives_the_known_numbers() {
    let all = matrix("keep-partnership");
    assert_eq!(all["totals"]["activities"], 1_852);
    assert_eq!(all["cells"]["totalCount"], 4_711);
    assert_eq!(all["network"]["pairs"], 4_711);
    let top = &all["cells"]["edges"][0]["node"];
    assert_eq!(top["tally"]["activities"], 59);
    let names: BTreeSet<_> =
        ["a", "b"].map(|side| top[side]["codes"][0]["value"].as_str().unwrap()).into();
    assert_eq!(names, BTreeSet::from(["BG41", "MK00"]));

    let led = &matrix("keep-lead")["network"];
    assert_eq!(led["directedPairs"], 2_018);
    assert_eq!(led["pairs"], 1_690);
    assert_eq!(led["mutualPairs"], 328);
    assert_eq!(led["oneWayPairs"], 1_362);
}

/// The activities under an agreement.
fn activities(snapshot: &Snapshot, agreement: &str) -> Vec<Activity> {
    use hoptac::domain::edge::Term;
    let term = Term::Key(Noun::Agreement, agreement.to_owned());
    let agreement = snapshot.list_named(&term).unwrap()[0];
    let places =
        snapshot.places(Relation::AgreementActivities, Some(agreement), Noun::Activity, None, None);
    let found = |id: RecordId| Activity::of(&snapshot.find(id).unwrap().unwrap().record).cloned();
    places.map(|place| found(place.unwrap().to).unwrap()).collect()
}

fn code(snapshot: &Snapshot, id: ProvinceId) -> String {
    let found = snapshot.find(id.record()).unwrap().unwrap();
    Province::of(&found.record).unwrap().codes[0].value.clone()
}

#[test]
fn projects_regions_and_pairs_are_as_many_as_known() {
    let Imported { snapshot, summary, .. } = imported();
    assert_eq!(summary.created[&Noun::Activity], 2 * 1_852);
    assert_eq!(summary.created[&Noun::Province], 263);
    let projects = activities(snapshot, "keep-partnership");
    assert_eq!(projects.len(), 1_852);
    let mut pairs: BTreeMap<(ProvinceId, ProvinceId), usize> = BTreeMap::new();
    for project in &projects {
        let flows = flows(&project.participants);
        for Flow { from, to } in flows.into_iter().filter(|flow| flow.from < flow.to) {
            *pairs.entry((from, to)).or_default() += 1;
        }
    }
    assert_eq!(pairs.len(), 4_711);
    let ((a, b), most) = pairs.iter().max_by_key(|(_, count)| **count).unwrap();
    let names = BTreeSet::from([code(snapshot, *a), code(snapshot, *b)]);
    assert_eq!((names, *most), (BTreeSet::from(["BG41".into(), "MK00".into()]), 59));
}

#[test]
fn leads_and_partners_flow_as_known() {
    let Imported { snapshot, .. } = imported();
    let mut directed = BTreeSet::new();
    for project in activities(snapshot, "keep-lead") {
        directed.extend(flows(&project.participants).into_iter().map(|it| (it.from, it.to)));
    }
    let unordered: BTreeSet<_> = directed.iter().map(|&(a, b)| (a.min(b), a.max(b))).collect();
    let mutual = directed.iter().filter(|&&(a, b)| a < b && directed.contains(&(b, a))).count();
    assert_eq!((directed.len(), unordered.len(), mutual), (2_018, 1_690, 328));
    assert_eq!(unordered.len() - mutual, 1_362);
}

#[test]
fn dirt_is_told_row_by_row() {
    let Imported { summary, told, .. } = imported();
    // The mapping says that partners without a region may be left out, and each is told.
    assert_eq!(told.lines(), "");
    let blank = |it: &&hoptac::exchange::import::Rejection| {
        let reason = "the cell is blank; what it belongs to is left out";
        it.column == "NUTS2 (or equivalent)" && it.reason == reason
    };
    assert_eq!(told.noted.iter().filter(blank).count(), 377);
    let account = &summary.account;
    assert_eq!((summary.rows, account.rejected, account.rows()), (8_621, 0, 8_621));
    let noted = |column: &str| told.noted.iter().filter(|it| it.column == column).count();
    assert_eq!((noted("Lead Partner"), noted("Legal Status")), (39, 263 + 117));
    let second = told.noted.iter().find(|it| it.column == "Lead Partner").unwrap();
    assert!(second.reason.starts_with("activity `keep-"), "{second:?}");
    assert!(second.reason.contains(" has this on line "), "{second:?}");
}
