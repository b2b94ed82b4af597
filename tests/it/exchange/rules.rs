//! An import keeps the rules of the mutations; a transfer brings the history of another registry.

use hoptac::domain::{Existing, Noun};
use hoptac::exchange::import::Lines;

use super::{bring, cases::Place, exported, lines, transferred};

/// An activity with these attributes in place of the right ones.
fn activity(key: &str, rest: &str) -> String {
    format!(
        "{{\"noun\":\"activity\",\"key\":\"{key}\",\"sector\":\"tourism\",\"title\":{{\"vi\":\"x\"}},{rest}}}\n"
    )
}

const HOST: &str = r#""participants":[{"province":"ho-chi-minh","role":"HOST"}]"#;

/// The clock stands on 2025-09-01.
#[test]
fn what_no_mutation_takes_no_import_takes() {
    let place = Place::new();
    let agreement = |key: &str, rest: &str| {
        format!(
            "{{\"noun\":\"agreement\",\"key\":\"{key}\",\"code\":\"{key}\",\"title\":{{\"vi\":\"x\"}},{rest}}}\n"
        )
    };
    let both = r#""parties":[{"province":"ho-chi-minh","role":"LEAD"},{"province":"dak-lak","role":"MEMBER"}]"#;
    let city = r#""parties":[{"province":"ho-chi-minh","role":"LEAD","side":"a"},{"province":"dak-lak","role":"MEMBER","side":"a"}]"#;
    let claim = |rest: &str| {
        format!(
            "{{\"noun\":\"claim\",\"key\":\"c\",\"metric\":\"AGREED_ACTIVITIES\",\"kind\":\"PLANNED\",\"value\":\"2\"{rest}}}\n"
        )
    };
    let event = |rest: &str| {
        format!(
            "{{\"noun\":\"event\",\"key\":\"e\",\"kind\":\"OTHER\",\"title\":{{\"vi\":\"x\"}}{rest}}}\n"
        )
    };
    let codes = r#"{"noun":"province","key":"z","kind":"PROVINCE","name":{"vi":"Z"},"codes":[{"scheme":"GSO","value":"901"},{"scheme":"GSO","value":"902"}]}"#;
    let field =
        r#"{"noun":"field","key":"f","agreement":"tt-2022","sector":"tourism"}"#.to_owned() + "\n";
    for (line, told) in [
        (activity("a", r#""status":"UNKNOWN""#), "participants: there are no participants"),
        (
            activity("a", &format!("{HOST},\"status\":\"COMPLETED\",\"actual\":\"2027\"")),
            "actual: 2027 is after today",
        ),
        (
            activity("a", &format!("{HOST},\"status\":\"COMPLETED\"")),
            "actual: a COMPLETED activity has the end",
        ),
        (
            activity("a", &format!("{HOST},\"status\":\"ONGOING\",\"actual\":\"2024\"")),
            "actual: an ONGOING activity has no end",
        ),
        (
            activity("a", &format!("{HOST},\"status\":\"SUSPENDED\"")),
            "statusReason: a SUSPENDED activity has the reason",
        ),
        (
            activity("a", &format!("{HOST},\"status\":\"PLANNED\",\"planned\":\"2026\"")),
            "participants.0.province: this unit ended on 2025-07-01",
        ),
        (
            agreement("g", r#""kind":"PLAN","signedOn":"2024""#),
            "parties: 0 are named; it needs at least one party",
        ),
        (
            agreement("g", &format!("\"kind\":\"MEMORANDUM\",{both}")),
            "signedOn: a signed agreement has the day",
        ),
        (
            agreement("g", &format!("\"kind\":\"MEMORANDUM\",\"signedOn\":\"2026\",{both}")),
            "signedOn: 2026 is after today",
        ),
        (
            agreement("g", &format!("\"kind\":\"MEMORANDUM\",\"signedOn\":\"2024\",{city}")),
            "parties: all parties stand on the side `a`",
        ),
        (claim(""), "sources: a claim is what somebody published"),
        (
            claim(r#","statedOn":"2026","sources":[{"document":"base-20240404"}]"#),
            "statedOn: 2026 is after today",
        ),
        (
            event(r#","status":"HELD","period":"2024""#),
            "activity: neither an activity nor an agreement is named",
        ),
        (
            event(r#","status":"HELD","agreement":"tt-2022""#),
            "period: the days on which it was held",
        ),
        (
            event(r#","status":"SCHEDULED","agreement":"tt-2022","period":"2027","attendance":3"#),
            "attendance: only a HELD event was attended",
        ),
        (codes.to_owned(), "codes.1: the unit has the code 901 on some of these days"),
        (field, "sector: the agreement has a field of this sector and title"),
    ] {
        let (summary, found) = lines(&place.registry, &line);
        assert_eq!(summary.account.rejected, 1, "{line}");
        assert!(found.lines().contains(told), "{told} is not in {}", found.lines());
    }
    let fields = r#"{"noun":"field","key":"f1","agreement":"tt-2022","sector":"tourism","title":{"vi":"M"}}"#;
    let twice = format!("{fields}\n{}", fields.replace("f1", "f2"));
    let (summary, told) = lines(&place.registry, &twice);
    assert_eq!((summary.account.registered, summary.account.rejected), (1, 1), "{}", told.lines());
}

/// What amendments refuse of a record that is there, an import with update refuses.
#[test]
fn an_update_makes_no_contradiction() {
    let place = Place::new();
    let base = activity(
        "a",
        &format!("{HOST},\"status\":\"COMPLETED\",\"actual\":\"2023\",\"agreement\":\"tt-2022\""),
    ) + r#"{"noun":"organization","key":"o","kind":"SCHOOL","name":{"vi":"O"},"province":"ho-chi-minh"}"#
        + "\n"
        + &activity(
            "b",
            r#""participants":[{"organization":"o","role":"HOST"}],"status":"UNKNOWN""#,
        )
        + r#"{"noun":"event","key":"ev","kind":"OTHER","title":{"vi":"E"},"activity":"a","period":"2023","status":"HELD"}"#
        + "\n"
        + r#"{"noun":"outcome","key":"r","kind":"OUTPUT","title":{"vi":"R"},"activity":"a","measure":"QUALITATIVE","status":"SUBMITTED"}"#;
    let (summary, told) = lines(&place.registry, &base);
    assert_eq!(summary.account.rejected, 0, "{}", told.lines());
    let before = exported(&place.registry);
    let update =
        |line: &str| bring(&place.registry, Lines::new(line.as_bytes(), 0), Existing::Replace);
    for (line, told) in [
        (activity("a", r#""participants":[],"status":"COMPLETED","actual":"2023","agreement":"tt-2022""#), "participants: there are no participants"),
        (activity("a", &format!("{HOST},\"status\":\"COMPLETED\",\"actual\":\"2023/..\",\"agreement\":\"tt-2022\"")), "actual: a COMPLETED activity keeps the end"),
        (r#"{"noun":"organization","key":"o","kind":"SCHOOL","name":{"vi":"O"},"province":"dak-lak"}"#.to_owned(), "the activity `b` would no longer fit"),
        (r#"{"noun":"outcome","key":"r","kind":"OUTPUT","title":{"vi":"R"},"activity":"a","measure":"QUALITATIVE","status":"APPROVED"}"#.to_owned(), "status: a SUBMITTED outcome is changed by no import"),
    ] {
        let (summary, found) = update(&line);
        assert_eq!(summary.account.rejected, 1, "{line}: {summary:?}");
        assert!(found.lines().contains(told), "{told} is not in {}", found.lines());
    }
    assert!(exported(&place.registry) == before, "something was written");
    // The events of an activity go with it.
    let moved = activity("a", &format!("{HOST},\"status\":\"COMPLETED\",\"actual\":\"2023\""));
    let (summary, told) = update(&moved);
    assert_eq!(summary.updated.get(&Noun::Activity), Some(&1), "{}", told.lines());
    assert!(!place.line("ev").contains("agreement"), "{}", place.line("ev"));
}

#[test]
fn the_history_of_another_registry_is_transferred_and_no_import_brings_it() {
    let source = Place::new();
    let text = exported(&source.registry);
    assert!(text.contains("\"status\":\"APPROVED\""));
    let here = Place::new();
    let approved: String = text
        .lines()
        .filter(|line| line.contains("\"status\":\"APPROVED\""))
        .map(|line| line.replacen("\"key\":\"", "\"key\":\"again-", 1) + "\n")
        .collect();
    let count = approved.lines().count() as u64;
    let (summary, told) = lines(&here.registry, &approved);
    assert_eq!(summary.account.rejected, count);
    assert!(
        told.lines().contains("not as APPROVED; somebody else approves it, and `hoptac transfer`")
    );
    let (summary, told) = transferred(&here.registry, &approved);
    assert_eq!(summary.account.registered, count, "{}", told.lines());
    let last = here.registry.journal().get(here.registry.head().seq).unwrap().unwrap();
    assert_eq!(last.body.command, "transfer");
    // It adds, and changes nothing that is there.
    let other =
        approved.lines().next().unwrap().replace("\"kind\":\"OUTPUT\"", "\"kind\":\"OUTCOME\"");
    let before = exported(&here.registry);
    transferred(&here.registry, &other);
    assert!(exported(&here.registry) == before, "it changed something");
}

/// Two approved outcomes of which one corrects the other would both count.
#[test]
fn what_is_corrected_does_not_count_beside_its_correction() {
    let place = Place::new();
    let outcome = |key: &str, status: &str, rest: &str| {
        format!(
            "{{\"noun\":\"outcome\",\"key\":\"{key}\",\"kind\":\"OUTPUT\",\"title\":{{\"vi\":\"R\"}},\"activity\":\"yte-mat-daknong\",\"measure\":\"QUALITATIVE\",\"status\":\"{status}\"{rest}}}\n"
        )
    };
    let later = outcome("n2", "APPROVED", ",\"supersedes\":\"n1\"");
    let (summary, told) = transferred(&place.registry, &(outcome("n1", "APPROVED", "") + &later));
    assert_eq!((summary.account.registered, summary.account.rejected), (1, 1));
    assert!(
        told.lines()
            .contains("2: supersedes: the outcome `n1` is still APPROVED, so that both count"),
        "{}",
        told.lines()
    );
    let counted = outcome("m2", "APPROVED", ",\"supersedes\":\"m1\"");
    let (summary, told) =
        transferred(&place.registry, &(counted + &outcome("m1", "SUPERSEDED", "")));
    assert_eq!(summary.account.registered, 2, "{}", told.lines());
}
