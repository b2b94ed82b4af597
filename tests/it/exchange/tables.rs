//! Tables with a mapping: what a cell means, and what is told where it means nothing.

use std::{path::Path, sync::Arc};

use hoptac::{
    domain::{Existing, Noun},
    exchange::{
        import::Summary,
        mapping::{Mapping, Provinces, Table},
        seeds::Seeds,
    },
};

use super::{Told, bring, exported};
use crate::fixture::{open, request};

const MAPPING: &str = r#"
[table]
ignore = ["Remark"]

[codes]
scheme = "GSO"
DAY

[values.role]
gives = "PROVIDER"
receives = "BENEFICIARY"

[[record]]
noun = "activity"
rows = "adjacent"
set.key = "t-{No}"
set.sector = "tourism"
set.title.vi = "{Title|required}"
set.planned = "{Year}"
set.status = "PLANNED"
set.participants = [{ province = "{Code|required|province}", role = "{Role|map:role}" }]

[[record]]
noun = "event"
when = { Event = "yes" }
set.key = "t-{No}-e"
set.activity = "t-{No}"
set.kind = "CONFERENCE"
set.title.vi = "Hội nghị: {Title}"
set.status = "HELD"
set.period = "{Year}"
set.attendance = "{People|number}"
"#;

fn read(day: &str, table: &[u8]) -> Result<(Summary, Told, String), String> {
    let folder = tempfile::tempdir().unwrap();
    let (registry, _) = open(folder.path()).unwrap();
    registry.submit_blocking(request(Seeds::built_in().unwrap().command())).unwrap();
    let mapping = MAPPING.replace("DAY", day);
    let mapping = Mapping::parse(Path::new("m.toml"), &mapping).map_err(|it| it.to_string())?;
    let provinces = Some(Arc::new(Provinces::new(registry.snapshot())));
    let table = Table::open(table, 0, Arc::new(mapping), provinces).map_err(|it| it.to_string())?;
    let (summary, told) = bring(&registry, table, Existing::Keep);
    Ok((summary, told, exported(&registry)))
}

const HEAD: &str = "No,Title,Year,Code,Role,Event,People,Remark\r\n";

#[test]
fn rows_make_one_activity_and_its_event() {
    let table = format!(
        "\u{feff}{HEAD}1,\"Hội chợ, \"\"lớn\"\"\",2024,79,gives,yes,120,\"a\r\nb\"\r\n1,\"Hội chợ, \"\"lớn\"\"\",2024,66,Receives,,,\r\n"
    );
    let (summary, told, export) = read("on = 2024-01-01", table.as_bytes()).unwrap();
    assert_eq!(told.lines(), "");
    assert_eq!((summary.created[&Noun::Activity], summary.created[&Noun::Event]), (1, 1));
    let line = export.lines().find(|line| line.contains("\"key\":\"t-1\"")).unwrap();
    assert!(line.contains(r#""title":{"vi":"Hội chợ, \"lớn\""}"#), "{line}");
    assert!(line.contains(r#"[{"province":"ho-chi-minh","role":"PROVIDER"},{"province":"dak-lak","role":"BENEFICIARY"}]"#), "{line}");
    assert!(export.contains(r#""attendance":120"#));
    assert_eq!(told.noted[0].reason, "`Receives` is read as `receives`");
}

#[test]
fn a_code_that_changed_its_meaning_needs_its_day() {
    let row = |year: &str| format!("{HEAD}1,A,{year},52,gives,,,\r\n");
    let (_, told, _) = read("", row("2024").as_bytes()).unwrap();
    let told = told.lines();
    assert!(told.starts_with("2: Code: the code `52` meant "), "{told}");
    assert!(told.contains("at different times; write under [codes] on which day"), "{told}");
    for (day, year, key) in
        [("on = 2025-06-30", "2024", "binh-dinh"), ("on = 2025-07-01", "2026", "gia-lai")]
    {
        let (_, told, export) = read(day, row(year).as_bytes()).unwrap();
        assert_eq!(told.lines(), "", "{day}");
        let line = export.lines().find(|line| line.contains("\"key\":\"t-1\"")).unwrap();
        assert!(line.contains(key), "{day}: {line}");
    }
}

#[test]
fn what_is_wrong_with_a_row_is_told_by_line_and_column() {
    let table = format!(
        "{HEAD}1,,2024,79,gives,,,\r\n2,A,20x4,79,gives,,,\r\n3,A,2024,00,gives,,,\r\n4,A,2024,79,takes,,,\r\n5,A,2024\r\n\
         6,A,2024,79,gives,yes,many,\r\n7,A,2024,79,gives,,,\r\n8,B,2024,79,gives,,,\r\n7,C,2024,66,gives,,,\r\n"
    );
    let (summary, told, _) = read("on = 2024-01-01", table.as_bytes()).unwrap();
    let lines = told.lines();
    for expected in [
        "2: Title: the cell is blank",
        "3: planned: ",
        "4: Code: no province has the code `00`; register it first",
        "5: Role: `takes` is not one of `gives`, `receives`; add it to [values.role]",
        "6: : the row has 3 cells, the first row 8; is a separator within a cell not quoted?",
        "7: People: `many` is not a number",
        "10: key: the key `t-7` names two records here",
    ] {
        assert!(lines.contains(expected), "{expected} is not in\n{lines}");
    }
    assert_eq!(summary.created.get(&Noun::Event), None);
}

#[test]
fn a_table_that_does_not_fit_its_mapping_is_refused_whole() {
    for (table, told) in [
        ("No,Title\r\n", "line 1: no column is named `Code`, `Event`, `People`, `Role`, `Year`"),
        ("No,Title,Year,Code,Role,Event,People,Extra\r\n", "what becomes of `Extra`"),
        ("No,No\r\n", "line 1: two columns are named `No`; rename one"),
    ] {
        let refused = read("", table.as_bytes()).unwrap_err();
        assert!(refused.contains(told), "{refused}");
    }
    let refused = read("", b"No,Title,Year,Code,Role,Event,People,R\xe9\r\n").unwrap_err();
    assert!(refused.contains("is not UTF-8; name the file's encoding in the mapping"), "{refused}");
}

#[test]
fn another_encoding_is_read_where_the_mapping_names_it() {
    let mapping = MAPPING.replace("DAY", "on = 2024-01-01");
    let mapping =
        mapping.replace("[table]", "[table]\nencoding = \"utf-16le\"\nseparator = \"\\t\"");
    let mapping = Mapping::parse(Path::new("m.toml"), &mapping).unwrap();
    let text = format!("\u{feff}{HEAD}1,Đà Lạt,2024,79,gives,,,\r\n").replace(',', "\t");
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let folder = tempfile::tempdir().unwrap();
    let (registry, _) = open(folder.path()).unwrap();
    registry.submit_blocking(request(Seeds::built_in().unwrap().command())).unwrap();
    let provinces = Some(Arc::new(Provinces::new(registry.snapshot())));
    let table = Table::open(bytes.as_slice(), 0, Arc::new(mapping), provinces).unwrap();
    let (_, told) = bring(&registry, table, Existing::Keep);
    assert_eq!(told.lines(), "");
    assert!(exported(&registry).contains("Đà Lạt\"}"));
}

#[test]
fn a_quote_that_is_not_closed_does_not_take_in_the_file() {
    let mut table = format!("{HEAD}1,\"A,2024,79,gives,,,\r\n").into_bytes();
    table.resize(12 << 20, b'x');
    let mapping = Mapping::parse(Path::new("m.toml"), &MAPPING.replace("DAY", "")).unwrap();
    let mut table = Table::open(table.as_slice(), 0, Arc::new(mapping), None).unwrap();
    let error = table.next().unwrap().unwrap_err();
    assert!(error.to_string().contains("is a quote not closed?"), "{error}");
}

#[test]
fn a_mapping_that_means_nothing_is_refused() {
    for (from, to, told) in [
        ("noun = \"event\"", "noun = \"evnt\"", "m.toml: record 2: `evnt` is not a noun"),
        (
            "map:role",
            "map:roles",
            "record 1: `map:roles` names a missing table; write [values.roles]",
        ),
        ("|number", "|numeral", "record 2: `numeral` is not a filter"),
        ("{Year}", "{Year", "record 1: `{Year` has a brace that is not closed"),
        ("[codes]\nscheme = \"GSO\"", "", "record 1: `province` needs a code scheme"),
        ("set.key = \"t-{No}-e\"", "", "record 2: `set.key` is missing"),
        ("rows = \"adjacent\"", "rows = \"some\"", "m.toml:"),
    ] {
        let mapping = MAPPING.replace("DAY", "").replace(from, to);
        let error = Mapping::parse(Path::new("m.toml"), &mapping).unwrap_err().to_string();
        assert!(error.contains(told), "{error}");
    }
    let many = MAPPING.replace("DAY", "").replace("{Year}", &"{Year}".repeat(2_001));
    let error = Mapping::parse(Path::new("m.toml"), &many).unwrap_err().to_string();
    assert!(error.contains("places for cells; at most 2000 are allowed"), "{error}");
}

#[test]
fn a_name_or_alias_is_looked_up_however_it_is_spelled_and_never_guessed() {
    let folder = tempfile::tempdir().unwrap();
    let (registry, _) = open(folder.path()).unwrap();
    registry.submit_blocking(request(Seeds::built_in().unwrap().command())).unwrap();
    let mapping = |day: &str| {
        format!(
            "{day}\n[[record]]\nnoun = \"activity\"\nset.key = \"n-{{No}}\"\nset.sector = \"tourism\"\n\
             set.title.vi = \"T\"\nset.status = \"UNKNOWN\"\nset.participants = [\n\
             {{ province = \"{{Unit|province:name}}\", role = \"PARTNER\" }},\n\
             {{ organization = \"{{Body|organization:name}}\", role = \"PARTNER\" }}]"
        )
    };
    let read = |day: &str, table: &'static str| {
        let mapping = Mapping::parse(Path::new("m.toml"), &mapping(day)).unwrap();
        let provinces = Some(Arc::new(Provinces::new(registry.snapshot())));
        let table = Table::open(table.as_bytes(), 0, Arc::new(mapping), provinces).unwrap();
        bring(&registry, table, Existing::Keep).1.lines()
    };
    let on = "[codes]\nscheme = \"GSO\"\non = \"2024-01-01\"";
    let table =
        "No,Unit,Body\n1,tp. hcm,SATRA\n2,Tỉnh KONTUM,\n3,Dak Lac,sở du lịch tphcm\n4,Đak-Lak,\n";
    assert_eq!(
        read(on, table),
        "4: Unit: no province is called `Dak Lac`; register it, or give it this alias\n\
         5: Unit: no province is called `Đak-Lak`; register it, or give it this alias\n"
    );
    let text = exported(&registry);
    for line in ["n-1", "n-2"] {
        assert!(text.contains(&format!("\"key\":\"{line}\"")), "{line}");
    }
    assert!(text.contains("[{\"province\":\"ho-chi-minh\",\"role\":\"PARTNER\"},{\"province\":\"ho-chi-minh\",\"organization\":\"satra\""));
    let shared = read("", "No,Unit,Body\n5,Gia Lai,\n");
    assert_eq!(
        shared,
        "2: Unit: `Gia Lai` may be gia-lai and gia-lai-2025; write the key of the one that is meant, \
         or take the alias from the other, or write under [codes] for which day\n"
    );
    let late =
        read(on, "No,Unit,Body\n6,Thành phố Huế,\n7,Quận Cam,\n8,,sở an toàn thực phẩm tp.hcm\n");
    assert!(
        late.contains("4: Body: `sở an toàn thực phẩm tp.hcm` may be soattp-hcmc and "),
        "{late}"
    );
}
