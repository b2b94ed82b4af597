//! Tables as offices keep them: what each cell means, and that no row is lost without a word.

use std::{path::Path, sync::Arc};

use hoptac::{
    domain::{Existing, Noun},
    exchange::{
        import::{Account, Registered, Summary},
        mapping::{Mapping, Provinces, Table},
        seeds::Seeds,
    },
    registry::Registry,
};
use tempfile::TempDir;
use unicode_normalization::UnicodeNormalization;

use super::{Told, bring, exported, lines};
use crate::fixture::{open, request};

/// A mapping as an office may write it, with other settings and another last attribute.
const OFFICE: &str = r#"
TABLE
[codes]
scheme = "GSO"
on = "2024-01-01"
[[record]]
noun = "activity"
[record.set]
key = "t-{Số|required|slug}"
agreement = "tt-2022"
sector = "tourism"
title = { vi = "{Nội dung|required}" }
participants = [
  { province = "{Bên hỗ trợ|province}", role = "PROVIDER" },
  { province = "{Bên nhận|province}", role = "BENEFICIARY" },
]
status = "UNKNOWN"
LAST
"#;

const HEAD: &str = "Số,Nội dung,Bên hỗ trợ,Bên nhận,Năm";

/// A registry with the seeds.
pub struct Place {
    _folder: TempDir,
    pub registry: Registry,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (registry, _) = open(folder.path()).unwrap();
        registry.submit_blocking(request(Seeds::built_in().unwrap().command())).unwrap();
        Self { _folder: folder, registry }
    }

    pub fn table(
        &self,
        mapping: &str,
        table: impl AsRef<[u8]>,
        existing: Existing,
    ) -> (Summary, Told) {
        self.try_table(mapping, table, existing).unwrap()
    }

    fn try_table(
        &self,
        mapping: &str,
        table: impl AsRef<[u8]>,
        existing: Existing,
    ) -> Result<(Summary, Told), String> {
        let mapping = Mapping::parse(Path::new("m.toml"), mapping).map_err(|it| it.to_string())?;
        let provinces = Some(Arc::new(Provinces::new(self.registry.snapshot())));
        let registered = Registered::new(&self.registry, self.registry.snapshot()).unwrap();
        let amended = (existing == Existing::Replace).then(|| Arc::new(registered));
        let table = Table::open(table.as_ref(), 0, Arc::new(mapping), provinces);
        let table = table.map_err(|it| it.to_string())?.amending(amended);
        Ok(bring(&self.registry, table, existing))
    }

    /// The line of a record in an export.
    pub fn line(&self, key: &str) -> String {
        let export = exported(&self.registry);
        let of = format!("\"key\":\"{key}\"");
        export.lines().find(|line| line.contains(&of)).unwrap_or("none").to_owned()
    }
}

fn office(table: &str, last: &str) -> String {
    OFFICE.replace("TABLE", table).replace("LAST", last)
}

fn keep(mapping: &str, table: &str) -> (Place, Summary, Told) {
    let place = Place::new();
    let (summary, told) = place.table(mapping, table, Existing::Keep);
    (place, summary, told)
}

fn refused(mapping: &str, table: impl AsRef<[u8]>) -> String {
    Place::new().try_table(mapping, table, Existing::Keep).unwrap_err()
}

pub fn account(registered: u64, rejected: u64, passed_over: u64) -> Account {
    Account { registered, rejected, passed_over, ..Account::default() }
}

#[test]
fn equal_instalments_are_entries_of_their_own() {
    let money = "[[record]]\nnoun = \"activity\"\nrows = \"merged\"";
    let last = "commitments = [{ money = { amount = \"{Kinh phí}\", currency = \"VND\" }, funding = \"STATE_BUDGET\" }]";
    let mapping = office("", last).replace("[[record]]\nnoun = \"activity\"", money);
    let head = HEAD.replace("Năm", "Kinh phí");
    let table = format!(
        "{head}\nTN-01,Cầu,79,66,50000000\nTN-01,Cầu,79,66,50000000\nTN-01,Cầu,79,66,70000000\n"
    );
    let (place, summary, told) = keep(&mapping, &table);
    assert_eq!(told.lines(), "");
    assert_eq!((summary.account, summary.created[&Noun::Activity]), (account(3, 0, 0), 1));
    let line = place.line("t-tn-01");
    assert_eq!(line.matches("\"amount\":\"50000000\"").count(), 2, "{line}");
    assert_eq!(line.matches("\"amount\":").count(), 3, "{line}");
    assert_eq!(line.matches("\"role\":\"PROVIDER\"").count(), 1, "{line}");

    // The marks of thousands are the table's to tell, whether or not the mapping says number.
    let table = format!(
        "{head}\nTN-00,Cầu,79,66,50.000\nTN-01,Cầu,79,66,2.000\nTN-02,Cầu,79,66,1.500\n\
         TN-03,Cầu,79,66,150.0\nTN-04,Cầu,79,66,50.000.000\n"
    );
    let (_, summary, told) = keep(&mapping, &table);
    assert_eq!(summary.account, account(0, 5, 0), "{}", told.lines());
    assert!(told.lines().contains("5: Kinh phí: `150.0` reads as a fraction, or as 150000"));
    assert!(told.lines().contains("2: Kinh phí: `50.000` reads as 50000 or as 50 and a fraction"));
    let vi = mapping.replace("[codes]", "[table]\nnumbers = \"vi\"\n[codes]");
    let (place, summary, told) = keep(&vi, &table);
    assert_eq!(summary.account, account(4, 1, 0));
    assert!(told.lines().starts_with("5: Kinh phí: `150.0` is not a number as `vi`"));
    for (key, amount) in [("00", 50_000), ("01", 2_000), ("02", 1_500), ("04", 50_000_000)] {
        let line = place.line(&format!("t-tn-{key}"));
        assert!(line.contains(&format!("\"amount\":\"{amount}\"")), "{line}");
    }
}

#[test]
fn quotes_that_stand_where_none_should_are_told_by_line() {
    let note = office("", "note = \"{Năm}\"");
    let table = format!("{HEAD}\nTN-01,Khám mắt,79,66,\"ghi chú\nTN-02,Tập huấn,79,66,x\n");
    let mapping = Mapping::parse(Path::new("m.toml"), &note).unwrap();
    let mut table = Table::open(table.as_bytes(), 0, Arc::new(mapping), None).unwrap();
    let error = table.next().unwrap().unwrap_err().to_string();
    assert!(error.starts_with("line 2: a quote opens here and is not closed"), "{error}");

    let table = format!(
        "{HEAD}\nTN-01,Màn hình,79,66,\"32\"\" inch\"\nTN-02,Màn hình 32\" loại,79,66,32\" màn\n\
         TN-03,\"Màn\" hình,79,66,\"a\"b\nTN-04,X,79,66,\"32\" inch\n"
    );
    let (place, summary, told) = keep(&note, &table);
    assert_eq!(summary.account, account(2, 2, 0), "{}", told.lines());
    assert!(place.line("t-tn-01").contains(r#""note":"32\" inch""#));
    assert!(place.line("t-tn-02").contains(r#""note":"32\" màn""#));
    assert!(told.noted.iter().all(|it| it.at.line == 3), "{:?}", told.noted);
    let lines: Vec<_> = told.rejected.iter().map(|it| it.at.line).collect();
    assert_eq!(lines, [4, 4, 5], "{}", told.lines());
}

#[test]
fn no_row_is_passed_over_without_a_word() {
    let keyless = "[[record]]\nnoun = \"event\"\nset.key = \"t-{Nội dung|slug}\"\nset.kind = \"OTHER\"\n\
                   set.title.vi = \"Sự kiện {x}\"\nset.status = \"HELD\"\nset.agreement = \"tt-2022\"\n\
                   set.period = \"2023\"\n";
    let table = "Nội dung,x\nHội chợ,1\n…,2\n🎉,3\n,4\n---,5\n,\n";
    let (_, summary, told) = keep(keyless, table);
    assert_eq!(summary.account, account(1, 4, 1));
    let lines: Vec<_> = told.rejected.iter().map(|it| it.at.line).collect();
    assert_eq!(lines, [3, 4, 5, 6]);
    assert!(told.lines().contains("3: key: the row has no key, since `Nội dung` is blank"));
    assert_eq!(told.passed_over[0].reason, "the row is blank");
    let (_, summary, _) = keep(&keyless.replace("|slug", "|skip|slug"), "Nội dung,x\n,4\n");
    assert_eq!(summary.account, account(0, 0, 1));

    let when = "[[record]]\nnoun = \"event\"\nwhen = { \"Loại\" = \"Sự kiện\" }\nset.key = \"t-{Số}\"\n\
                set.kind = \"OTHER\"\nset.title.vi = \"{Nội dung}\"\nset.status = \"HELD\"\n\
                set.agreement = \"tt-2022\"\nset.period = \"2023\"\n";
    let table = "Số,Nội dung,Loại\n1,Hội chợ,Sự kiện\n2,Hội nghị,sự kiện\n3,Hội thảo,Sự kiện \n\
                 4,Lễ,Sự  kiện\n5,Khác,Khác\n";
    let (_, summary, told) = keep(when, table);
    assert_eq!((summary.rows, summary.account), (5, account(2, 0, 3)));
    let passed: Vec<_> = told.passed_over.iter().map(|it| it.reason.as_str()).collect();
    assert_eq!(
        passed,
        [
            "`sự kiện` is not `Sự kiện`: they differ in case or spaces only",
            "`Sự  kiện` is not `Sự kiện`: they differ in case or spaces only",
            "`Khác` is not `Sự kiện`",
        ]
    );
}

#[test]
fn a_row_is_all_or_nothing_and_a_mended_file_is_read() {
    let planned = office("", "planned = \"{Năm}\"");
    let place = Place::new();
    let broken = format!("{HEAD}\nTN-01,Khám mắt,79,999,2023\n");
    let (summary, told) = place.table(&planned, broken, Existing::Keep);
    assert_eq!((summary.account, place.line("t-tn-01").as_str()), (account(0, 1, 0), "none"));
    assert_eq!(told.rejected.len(), 1);
    let mended = format!("{HEAD}\nTN-01,Khám mắt,79,66,2023\n");
    let (summary, _) = place.table(&planned, &mended, Existing::Keep);
    assert_eq!(summary.account, account(1, 0, 0));
    assert!(place.line("t-tn-01").contains("dak-lak"));
    // An entry that may be left out, as the mapping has it, is told.
    let optional = planned.replace("{Bên nhận|province}", "{Bên nhận|optional|province}");
    let left_out = format!("{HEAD}\nTN-02,Khám mắt,79,999,2023\n");
    let (summary, told) = place.table(&optional, left_out, Existing::Keep);
    assert_eq!((summary.account, told.noted.len()), (account(1, 0, 0), 1));
    assert!(told.noted[0].reason.ends_with("what it belongs to is left out"), "{told:?}");
    // Two records of one row stand or fall together.
    let two = planned
        + "\n[[record]]\nnoun = \"event\"\nset.key = \"e-{Số|slug}\"\nset.kind = \"OTHER\"\n\
           set.title.vi = \"{Nội dung}\"\nset.status = \"HELD\"\nset.activity = \"{Năm}\"\n";
    let (summary, told) =
        place.table(&two, format!("{HEAD}\nTN-03,X,79,66,2023\n"), Existing::Keep);
    assert_eq!(summary.account, account(0, 1, 0), "{}", told.lines());
    assert_eq!(place.line("t-tn-03"), "none");
}

#[test]
fn what_looks_the_same_is_the_same() {
    let planned = office("", "planned = \"{Năm}\"");
    let apart = |text: &str| text.nfd().collect::<String>();
    let table = format!("{}\nTN-01,Khám mắt,79,66,2023\n", apart(HEAD));
    let (_, summary, _) = keep(&planned, &table);
    assert_eq!(summary.account, account(1, 0, 0));

    let named = office("[table]\nignore = [\"Số\"]", "").replace("{Số|", "{Nội dung|");
    let named = named.replace("[[record]]", "[[record]]\nwhen = { \"Năm\" = \"Đủ\" }");
    let row = "1,Khám mắt Đắk Lắk,79,66,Đủ\n";
    let place = Place::new();
    let first = place.table(&named, format!("{HEAD}\n{row}"), Existing::Keep).0;
    let second = place.table(&named, format!("{HEAD}\n{}", apart(row)), Existing::Keep).0;
    assert_eq!((first.account.registered, second.account.unchanged), (1, 1));

    let hidden = format!("{HEAD}\nTN-9,Khám\u{200b} mắt\u{202e},79,66,2023\n");
    let (place, summary, told) = keep(&planned, &hidden);
    assert_eq!(summary.account, account(1, 0, 0));
    assert!(place.line("t-tn-9").contains(r#""vi":"Khám mắt""#));
    assert_eq!(told.noted[0].reason, "the invisible U+200B is removed");
}

#[test]
fn encodings_of_vietnam_are_read_or_told_by_name() {
    let mapping = "[table]\nencoding = \"windows-1258\"\n[values.st]\n\"Đang thực hiện\" = \"ONGOING\"\n[[record]]\n\
                   noun = \"activity\"\nset.key = \"t-{So|slug}\"\nset.sector = \"tourism\"\n\
                   set.title.vi = \"{Noi dung}\"\nset.status = \"{Nam|map:st}\"\n\
                   set.participants = [{ province = \"ho-chi-minh\", role = \"HOST\" }]\n";
    let table = b"So,Noi dung,Nam\n1,T\xe2\xf2p hu\xe2\xecn,\xd0ang th\xfd\xf2c hi\xea\xf2n\n";
    let place = Place::new();
    let (summary, told) = place.table(mapping, table, Existing::Keep);
    assert_eq!((summary.account, told.lines().as_str()), (account(1, 0, 0), ""));
    assert!(place.line("t-1").contains("\"vi\":\"Tập huấn\""), "{}", place.line("t-1"));
    let workbook = refused(mapping, b"PK\x03\x04rest");
    assert!(workbook.starts_with("the workbook is damaged"), "{workbook}");
    for name in ["tcvn3", "VNI-Windows"] {
        let told = refused(&mapping.replace("windows-1258", name), "So\n");
        assert!(told.contains(&format!("`{name}` is an encoding of fonts")), "{told}");
    }
}

#[test]
fn headers_are_found_named_and_told_apart() {
    let planned = |table: &str| office(&format!("[table]\n{table}"), "planned = \"{Năm}\"");
    let row = "TN-01,Khám mắt miễn phí,79,66,2023";
    let (_, summary, told) =
        keep(&planned(""), &format!("{HEAD},,\n{row},,\nTN-02,X,79,66,2023,,y\n"));
    assert_eq!(summary.account, account(2, 0, 0), "{}", told.lines());
    assert_eq!((told.noted.len(), told.noted[0].column.as_str()), (1, "column 7"));

    let titled = format!("BẢNG TỔNG HỢP,,,,\n(Kèm theo Công văn),,,,\n{HEAD}\n{row}\n");
    assert!(refused(&planned(""), &titled).contains("no column is named"));
    let (_, summary, _) = keep(&planned("header = 3"), &titled);
    assert_eq!(summary.account, account(1, 0, 0));

    let repeated = format!("{HEAD},Năm\n{row},2024\n");
    let told = refused(&planned(""), &repeated);
    assert!(told.contains("two columns are named `Năm`") && told.contains("repeated = "), "{told}");
    let numbered = planned("repeated = \"numbered\"\nignore = [\"Năm\"]");
    let (place, ..) = keep(&numbered.replace("\"{Năm}\"", "\"{Năm (2)}\""), &repeated);
    assert!(place.line("t-tn-01").contains("\"planned\":\"2024\""));

    let above = format!("Số,Nội dung,Bên,,Năm\n,,hỗ trợ,nhận,\n{row}\n");
    let two = planned("header = [1, 2]").replace("{Bên ", "{Bên / ");
    assert_eq!(keep(&two, &above).1.account, account(1, 0, 0));
    let mut none = planned("header = 0");
    for (name, place) in ["Số", "Nội dung", "Bên hỗ trợ", "Bên nhận", "Năm"].iter().zip(1..)
    {
        none = none.replace(&format!("{{{name}"), &format!("{{{place}"));
    }
    assert_eq!(keep(&none, &format!("{row}\n")).1.account, account(1, 0, 0));
}

#[test]
fn cells_are_read_as_their_office_writes_them() {
    let date = office("", "planned = \"{Năm|date:dd/mm/yyyy or excel}\"");
    let table = format!(
        "{HEAD}\n1,a,79,66,15/03/2023\n2,b,79,66,5/3/2023\n3,c,79,66,03/2023\n4,d,79,66,45000\n5,e,79,66,31/02/2023\n"
    );
    let (place, summary, told) = keep(&date, &table);
    assert_eq!(summary.account, account(4, 1, 0));
    assert!(told.lines().starts_with("6: Năm: `31/02/2023` is not a date by dd/mm/yyyy or excel"));
    for (key, day) in
        [("1", "2023-03-15"), ("2", "2023-03-05"), ("3", "2023-03"), ("4", "2023-03-15")]
    {
        assert!(
            place.line(&format!("t-{key}")).contains(&format!("\"planned\":\"{day}\"")),
            "{key}"
        );
    }

    let line = office("", "planned = \"{Năm}\"")
        .replace("{Nội dung|required}", "{Nội dung|required|collapse}");
    let (place, ..) = keep(&line, &format!("{HEAD}\n1,\"Khám  mắt\nmiễn phí\",79,66,2023\n"));
    assert!(place.line("t-1").contains("\"vi\":\"Khám mắt miễn phí\""));

    let blank = office(
        "[table]\nblank = [\"NA\", \"n/a\", \"-\", \"null\", \"#N/A\", \"không\"]",
        "planned = \"{Năm}\"",
    );
    let words = ["NA", "N/A", "-", "", "null", "#N/A", "Không", "2023"];
    let rows = words.iter().enumerate().map(|(at, word)| format!("{at},x,79,66,{word}\n"));
    let (place, summary, _) = keep(&blank, &format!("{HEAD}\n{}", rows.collect::<String>()));
    assert_eq!(summary.account, account(8, 0, 0));
    assert!(!place.line("t-0").contains("planned") && place.line("t-7").contains("2023"));

    let filled = office("[table]\nfill_down = [\"Bên hỗ trợ\"]", "planned = \"{Năm}\"");
    let (place, ..) =
        keep(&filled, &format!("{HEAD}\n1,a,79,66,2023\n2,b,,66,2023\n3,c,,66,2023\n"));
    assert!(place.line("t-3").contains(r#"{"province":"ho-chi-minh","role":"PROVIDER"}"#));

    let split = office("", "planned = \"{Năm}\"").replace("{Bên nhận|", "{Bên nhận|split:;|");
    let (place, ..) = keep(&split, &format!("{HEAD}\n1,a,79,\"66; 64; 68\",2023\n"));
    assert_eq!(place.line("t-1").matches("BENEFICIARY").count(), 3);

    let planned = office("", "planned = \"{Năm}\"");
    let (_, _, told) = keep(&planned, &format!("{HEAD}\n1,a,1,66,2023\n"));
    assert!(told.lines().contains("did you mean `01`?"), "{}", told.lines());
    let padded = planned.replace("{Bên hỗ trợ|", "{Bên hỗ trợ|pad:2|");
    assert_eq!(keep(&padded, &format!("{HEAD}\n1,a,1,66,2023\n")).1.account, account(1, 0, 0));

    let tidy = planned.replace("{Năm}", "{Năm|replace:năm =|default:2024}");
    let (place, ..) = keep(&tidy, &format!("{HEAD}\n1,a,79,66,năm 2023\n2,b,79,66,\n"));
    assert!(place.line("t-1").contains("\"planned\":\"2023\""));
    assert!(place.line("t-2").contains("\"planned\":\"2024\""));
}

#[test]
fn numbers_of_results_are_read_by_their_language() {
    let mapping = "[table]\nnumbers = \"vi\"\n[[record]]\nnoun = \"outcome\"\nset.key = \"t-{Số}\"\n\
                   set.activity = \"yte-mat-daknong\"\nset.kind = \"OUTPUT\"\nset.title.vi = \"{Nội dung}\"\n\
                   set.measure = \"UNIT\"\nset.unit = \"người\"\nset.value = \"{Giá trị|number}\"\nset.status = \"DRAFT\"\n";
    let table =
        "Số,Nội dung,Giá trị\nv0,a,1.500\nv1,b,2.000\nv2,c,12.345\nv3,d,150.000\nv4,e,\"12,5\"\n";
    let (place, summary, told) = keep(mapping, table);
    assert_eq!((summary.account, told.lines().as_str()), (account(5, 0, 0), ""));
    for (key, value) in
        [("v0", "1500"), ("v1", "2000"), ("v2", "12345"), ("v3", "150000"), ("v4", "12.5")]
    {
        assert!(
            place.line(&format!("t-{key}")).contains(&format!("\"value\":\"{value}\"")),
            "{key}"
        );
    }
    let (_, summary, _) = keep(&mapping.replace("[table]\nnumbers = \"vi\"\n", ""), table);
    assert_eq!(summary.account, account(0, 5, 0));
}

#[test]
fn an_update_changes_what_the_table_names() {
    let place = Place::new();
    let current = r#"{"noun":"activity","key":"t-tn-01","agreement":"tt-2022","sector":"tourism","title":{"vi":"Khám mắt","en":"Eye examinations"},"participants":[{"province":"ho-chi-minh","role":"PROVIDER"},{"province":"dak-lak","role":"BENEFICIARY"}],"planned":"2023","actual":"2023-05","status":"COMPLETED","commitments":[{"money":{"amount":"150000000","currency":"VND"},"funding":"SOCIALISED"}],"sources":[{"document":"base-20240404","quote":"x"}],"note":"checked"}"#;
    lines(&place.registry, current);
    let before = place.line("t-tn-01");
    let planned = office("", "planned = \"{Năm}\"");
    let table = format!("{HEAD}\nTN-01,Khám mắt,79,66,2024\n");
    let (summary, told) = place.table(&planned, &table, Existing::Replace);
    assert_eq!((summary.account.changed, told.changed.len()), (1, 1));
    let expected = before.replace("\"2023\"", "\"2024\"").replace("COMPLETED", "UNKNOWN");
    assert_eq!(place.line("t-tn-01"), expected);
    let (again, _) = place.table(&planned, &table, Existing::Replace);
    assert_eq!(again.account.unchanged, 1);
    // A blank cell says nothing, unless the mapping has it empty the attribute.
    let blank = format!("{HEAD}\nTN-01,Khám mắt,79,66,\n");
    assert_eq!(place.table(&planned, &blank, Existing::Replace).0.account.unchanged, 1);
    let clear = planned.replace("{Năm}", "{Năm|clear}");
    assert_eq!(place.table(&clear, &blank, Existing::Replace).0.account.changed, 1);
    assert_eq!(place.line("t-tn-01"), expected.replace("\"planned\":\"2024\",", ""));
}
