//! Rows in any order, and rows that contradict or need each other: in linear time, with one line
//! for each that is not registered.

use hoptac::{domain::Noun, exchange::import::Account};

use super::{exported, named::UNITS, transferred as lines};
use crate::fixture::open;

fn agreement(key: &str, parent: Option<&str>) -> String {
    let parent = parent.map_or_else(String::new, |it| format!(",\"parent\":\"{it}\""));
    format!(
        "{{\"noun\":\"agreement\",\"key\":\"{key}\",\"code\":\"{}\",\"kind\":\"PLAN\",\"title\":{{\"vi\":\"a\"}}{parent}}}\n",
        key.to_uppercase()
    )
}

fn province(key: &str, scheme: &str, code: &str) -> String {
    format!(
        "{{\"noun\":\"province\",\"key\":\"{key}\",\"kind\":\"PROVINCE\",\"name\":{{\"en\":\"City\"}},\"codes\":[{{\"scheme\":\"{scheme}\",\"value\":\"{code}\"}}]}}\n"
    )
}

#[test]
fn a_broken_chain_has_one_cause() {
    let folder = tempfile::tempdir().unwrap();
    let (registry, _) = open(folder.path()).unwrap();
    let count = 4_000;
    let text: String = (0..count)
        .map(|at| {
            let next = format!("a-{}", at + 1);
            agreement(&format!("a-{at}"), Some(if at + 1 == count { "nowhere" } else { &next }))
        })
        .collect();
    let (summary, told) = lines(&registry, &text);
    assert_eq!(summary.account, Account { rejected: count, ..Account::default() });
    assert_eq!(told.rejected.len() as u64, count);
    let causes = told.rejected.iter().filter(|it| it.reason.contains("has the key `nowhere`"));
    assert_eq!(causes.map(|it| it.at.line).collect::<Vec<_>>(), [count]);
    let follows = format!("it depends on the agreement `a-{}` on line {count}", count - 1);
    let told = told.rejected.iter().filter(|it| it.reason.starts_with(&follows));
    assert_eq!(told.count() as u64, count - 1);
}

#[test]
fn chains_written_backwards_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let (registry, _) = open(folder.path()).unwrap();
    // As deep as agreements may stand above one another, in many parts of the file.
    let text: String = (0..6_000u32)
        .map(|at| {
            let next = format!("a-{}", at + 150);
            agreement(&format!("a-{at}"), Some(next.as_str()).filter(|_| at + 150 < 6_000))
        })
        .collect();
    let (summary, told) = lines(&registry, &text);
    assert_eq!((told.lines().as_str(), summary.created[&Noun::Agreement]), ("", 6_000));
}

#[test]
fn claims_that_point_far_away_and_back_come_home() {
    let folder = tempfile::tempdir().unwrap();
    let (registry, _) = open(folder.path()).unwrap();
    let claim = |at: u32, to: u32| {
        format!(
            "{{\"noun\":\"claim\",\"key\":\"c-{at:05}\",\"agreement\":\"a\",\"metric\":\"AGREED_ACTIVITIES\",\"kind\":\"PLANNED\",\"value\":\"{at}\",\"conflictsWith\":[\"c-{to:05}\"]}}\n"
        )
    };
    let pairs = (0..6_000).map(|at| claim(at, (at + 3_000) % 6_000));
    let circle = (6_000..9_000).map(|at| claim(at, if at == 8_999 { 6_000 } else { at + 1 }));
    let text = agreement("a", None) + &pairs.chain(circle).collect::<String>();
    let (summary, told) = lines(&registry, &text);
    assert_eq!((told.lines().as_str(), summary.account.registered), ("", 9_001));
    let export = exported(&registry);
    let again = tempfile::tempdir().unwrap();
    let (other, _) = open(again.path()).unwrap();
    assert_eq!(lines(&other, &export).1.lines(), "");
    assert!(exported(&other) == export, "it came back otherwise");
}

#[test]
fn of_those_that_claim_the_same_the_first_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let (registry, _) = open(folder.path()).unwrap();
    let text: String = ["a", "b", "c"]
        .map(|key| {
            agreement(&format!("dc-{key}"), None)
                .replace(&format!("DC-{}", key.to_uppercase()), "DC/1")
        })
        .concat();
    let (summary, told) = lines(&registry, &text);
    assert_eq!((summary.account.registered, summary.account.rejected), (1, 2));
    assert_eq!(
        told.lines(),
        "2: code: `DC/1` is taken by the agreement `dc-a`; use another, or that record's key; the first is on line 1\n\
         3: code: `DC/1` is taken by the agreement `dc-a`; use another, or that record's key; the first is on line 1\n"
    );
    // Over several parts of a file, too, and one line for each however many they are.
    let text: String = (0..5_000).map(|at| province(&format!("w-{at}"), "OTHER", "NA")).collect();
    let (summary, told) = lines(&registry, &text);
    assert_eq!((summary.account.registered, summary.account.rejected), (1, 4_999));
    assert_eq!(told.rejected.len(), 4_999);
    let first = told.rejected.iter().filter(|it| it.reason.ends_with("the first is on line 1"));
    assert_eq!(first.count(), 4_999, "{}", &told.lines()[..400]);
    let wiki: String =
        (0..4).map(|at| province(&format!("q-{at}"), "WIKIDATA", "Q3116994")).collect();
    assert_eq!(
        lines(&registry, &wiki).0.account,
        Account { registered: 1, rejected: 3, ..Account::default() }
    );
}

#[test]
fn outcomes_are_corrected_once_and_in_no_circle() {
    let folder = tempfile::tempdir().unwrap();
    let (registry, _) = open(folder.path()).unwrap();
    let outcome = |key: &str, status: &str, corrects: &str| {
        let corrects = if corrects.is_empty() {
            String::new()
        } else {
            format!(",\"supersedes\":\"{corrects}\"")
        };
        format!(
            "{{\"noun\":\"outcome\",\"key\":\"{key}\",\"kind\":\"OUTPUT\",\"title\":{{\"vi\":\"o\"}},\"activity\":\"x\",\"measure\":\"UNIT\",\"unit\":\"người\",\"value\":\"10\",\"status\":\"{status}\",\"sources\":[{{\"document\":\"d\"}}]{corrects}}}\n"
        )
    };
    let text = UNITS.to_owned()
        + &outcome("s1", "APPROVED", "s2")
        + &outcome("s2", "APPROVED", "s1")
        + &outcome("s3", "SUPERSEDED", "")
        + &outcome("s4", "APPROVED", "s3")
        + &outcome("s5", "APPROVED", "s3");
    let (summary, told) = lines(&registry, &text);
    assert_eq!(summary.account.rejected, 3, "{}", told.lines());
    let told = told.lines();
    for line in [5, 6] {
        assert!(
            told.contains(&format!(
                "{line}: supersedes: the outcomes correct each other in a circle"
            )),
            "{told}"
        );
    }
    assert!(told.contains("9: supersedes: the outcome `s3` is corrected by `s4` already; correct that one, or retract it; the first is on line 8"), "{told}");
    // Later, too.
    let (summary, told) = lines(&registry, &outcome("s6", "APPROVED", "s3"));
    assert_eq!(summary.account.rejected, 1, "{}", told.lines());
}
