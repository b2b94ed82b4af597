//! What rows name, and what they no longer name: one name in either form of Unicode, a difference
//! between rows of a record, units that look alike, rows that are gone.

use hoptac::{
    domain::{Existing, Noun},
    exchange::import::{Lines, Present},
};

use super::{
    bring,
    cases::{Place, account},
    transferred,
};
use unicode_normalization::UnicodeNormalization;

#[test]
fn a_name_in_either_form_finds_its_record() {
    let place = Place::new();
    let province = "[[record]]\nnoun = \"province\"\nset.key = \"p-{Tỉnh|slug}\"\nset.kind = \"PROVINCE\"\n\
                    set.name.vi = \"{Tỉnh}\"\n";
    let activity = "[[record]]\nnoun = \"activity\"\n[record.set]\nkey = \"t-{Nội dung|slug}\"\nsector = \"tourism\"\n\
                    title.vi = \"{Nội dung}\"\nstatus = \"UNKNOWN\"\n\
                    participants = [{ province = \"p-{Tỉnh|slug}\", role = \"PARTNER\" }]\n";
    let apart = |text: &str| text.nfd().collect::<String>();
    let (summary, _) = place.table(province, "Tỉnh\nĐắk Lắk\n", Existing::Keep);
    assert_eq!(summary.account, account(1, 0, 0));
    for (key, table) in [
        ("t-hội-nghị", apart("Nội dung,Tỉnh\nHội nghị,Đắk Lắk\n")),
        ("t-hội-chợ", "Nội dung,Tỉnh\nHội chợ,Đắk Lắk\n".to_owned()),
        ("t-hội-thảo", format!("Nội dung,Tỉnh\nHội thảo,{}\n", apart("Đắk Lắk"))),
    ] {
        let (summary, told) = place.table(activity, &table, Existing::Keep);
        assert_eq!((summary.account, told.lines().as_str()), (account(1, 0, 0), ""), "{key}");
        assert!(place.line(key).contains("\"province\":\"p-đắk-lắk\""), "{}", place.line(key));
    }
    // Registered in parts, it is found by a whole name.
    let (summary, _) = place.table(province, apart("Tỉnh\nĐắk Nông\n"), Existing::Keep);
    let (found, told) = place.table(activity, "Nội dung,Tỉnh\nLễ hội,Đắk Nông\n", Existing::Keep);
    assert_eq!(
        (summary.account, found.account),
        (account(1, 0, 0), account(1, 0, 0)),
        "{}",
        told.lines()
    );
}

#[test]
fn rows_of_one_record_that_differ_lose_nobody() {
    let mapping = "[codes]\nscheme = \"GSO\"\non = \"2024-01-01\"\n[[record]]\nnoun = \"activity\"\nrows = \"merged\"\n\
                   [record.set]\nkey = \"t-{Số}\"\nsector = \"tourism\"\ntitle = { vi = \"{Nội dung}\" }\nnote = \"{Ghi chú}\"\n\
                   status = \"UNKNOWN\"\nparticipants = [{ province = \"{Tỉnh|province}\", role = \"PARTNER\" }]\n";
    let place = Place::new();
    let table =
        "Số,Nội dung,Tỉnh,Ghi chú\n1,Hội nghị,79,x\n1,Hội nghị vùng,66,x\n1,Hội nghị,64,x\n";
    let (summary, told) = place.table(mapping, table, Existing::Keep);
    assert_eq!((summary.account, summary.created[&Noun::Activity]), (account(3, 0, 0), 1));
    let line = place.line("t-1");
    assert_eq!(line.matches("\"role\":\"PARTNER\"").count(), 3, "{line}");
    assert!(line.contains("\"vi\":\"Hội nghị\""), "{line}");
    let noted: Vec<_> = told.noted.iter().map(|it| (it.at.line, it.reason.as_str())).collect();
    assert_eq!(noted.len(), 1, "{noted:?}");
    assert!(noted[0].0 == 3 && noted[0].1.contains("another title on line 2"), "{noted:?}");
    // The same of a note, and of both.
    let table = "Số,Nội dung,Tỉnh,Ghi chú\n2,A,79,x\n2,A,66,y\n2,B,64,z\n";
    let (_, told) = place.table(mapping, table, Existing::Keep);
    assert_eq!(place.line("t-2").matches("\"role\":\"PARTNER\"").count(), 3);
    let lines: Vec<_> = told.noted.iter().map(|it| it.at.line).collect();
    assert_eq!(lines, [3, 4, 4]);
}

/// A unit, and what it may have to do with.
pub const UNITS: &str = concat!(
    r#"{"noun":"province","key":"h","kind":"PROVINCE","name":{"vi":"H"}}"#,
    "\n",
    r#"{"noun":"sector","key":"s","code":"S","name":{"vi":"S"}}"#,
    "\n",
    r#"{"noun":"document","key":"d","title":"D","language":"vi","reliability":"NORMAL","reading":"FULL"}"#,
    "\n",
    r#"{"noun":"activity","key":"x","sector":"s","title":{"vi":"x"},"status":"COMPLETED","participants":[{"province":"h","role":"PROVIDER"}]}"#,
    "\n",
);

fn outcome(key: &str, unit: &str, status: &str) -> String {
    format!(
        "{{\"noun\":\"outcome\",\"key\":\"{key}\",\"kind\":\"OUTPUT\",\"title\":{{\"vi\":\"{key}\"}},\"activity\":\"x\",\"measure\":\"UNIT\",\"unit\":\"{unit}\",\"value\":\"10\",\"status\":\"{status}\",\"sources\":[{{\"document\":\"d\"}}]}}\n"
    )
}

#[test]
fn units_that_look_alike_are_one_unit() {
    let place = Place::new();
    let apart: String = "người".nfd().collect();
    let text = UNITS.to_owned()
        + &outcome("o1", "người", "APPROVED")
        + &outcome("o2", &apart, "APPROVED")
        + &outcome("o3", "người\\u200b", "APPROVED")
        + &outcome("o4", " người", "APPROVED")
        + &outcome("o5", "người", "APPROVED");
    let (summary, told) = transferred(&place.registry, &text);
    // What is hidden is told, not summed apart.
    assert_eq!(summary.account, account(7, 2, 0), "{}", told.lines());
    assert!(told.lines().contains("7: unit: the text has the invisible U+200B; remove it"));
    assert!(told.lines().contains("8: unit: the text starts or ends with white space"));
    let units: std::collections::BTreeSet<_> = ["o1", "o2", "o5"]
        .map(|key| {
            let line = place.line(key);
            let (_, unit) = line.split_once("\"unit\":\"").unwrap();
            unit.split('"').next().unwrap().to_owned()
        })
        .into();
    assert_eq!(units, ["người".to_owned()].into());
}

#[test]
fn what_is_gone_from_a_new_file_is_listed_on_request() {
    let place = Place::new();
    let row = |key: &str| outcome(key, "người", "DRAFT");
    transferred(
        &place.registry,
        &(UNITS.to_owned() + &row("TN-01") + &row("TN-02") + &row("tn-03")),
    );
    let second = row("TN-01") + &row("TN-04");
    let present = Present::default();
    let rows = present.watch(Lines::new(second.as_bytes(), 0));
    let before = place.registry.snapshot();
    bring(&place.registry, rows, Existing::Keep);
    let gone = |families: Option<Vec<(Noun, String)>>| {
        let mut gone = Vec::new();
        let mut give = |key: &str, _| gone.push(key.to_owned());
        present.gone(&before, families, &mut give).unwrap();
        gone
    };
    // Of a mapping's keys, those that start as they do; of lines, all of the nouns that they have.
    assert_eq!(gone(Some(vec![(Noun::Outcome, "TN-".to_owned())])), ["TN-02"]);
    let all = gone(None);
    assert!(all.contains(&"TN-02".to_owned()) && all.contains(&"tn-03".to_owned()), "{all:?}");
    assert!(!all.contains(&"TN-01".to_owned()) && all.len() > 2);
    assert_eq!(gone(Some(vec![(Noun::Event, "TN-".to_owned())])), Vec::<String>::new());
    // Nothing is removed.
    assert!(place.line("TN-02").contains("TN-02"));
}
