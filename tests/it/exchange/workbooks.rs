//! Workbooks (XLSX) as tables: cells as they were meant, sheets by name, and files that mean harm.

use std::{
    io::{Cursor, Write},
    path::Path,
    sync::Arc,
};

use hoptac::{
    domain::Existing,
    exchange::{
        import::Account,
        mapping::{Mapping, Provinces, Table},
        seeds::Seeds,
    },
    registry::Registry,
};
use tempfile::TempDir;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Told, bring, exported};
use crate::{
    fixture::{open, request},
    program::Place,
};

/// Written by openpyxl.
const OFFICE: &[u8] = include_bytes!("../../data/workbooks/office.xlsx");

const MAPPING: &str = r#"
[table]
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
title = { vi = "{Nội dung|required|collapse}" }
participants = [
  { province = "{Bên / hỗ trợ|province}", role = "PROVIDER" },
  { province = "{Bên / nhận|province}", role = "BENEFICIARY" },
]
planned = "{Thời gian / kế hoạch}"
actual = "{Thời gian / thực hiện|date:dd/mm/yyyy}"
status = "UNKNOWN"
note = "{Ghi chú}"
commitments = [{ money = { amount = "{Kinh phí (triệu đồng)}", currency = "KWD" }, funding = "STATE_BUDGET" }]
"#;

const TABLE: &str = r#"
sheet = "hoạt động 2024"
header = [3, 4]
numbers = "vi"
fill_down = ["Bên / hỗ trợ"]
"#;

struct Read {
    _folder: TempDir,
    registry: Registry,
    account: Account,
    told: Told,
}

fn read(mapping: &str, sheet: Option<&str>, table: &[u8]) -> Result<Read, String> {
    let folder = tempfile::tempdir().unwrap();
    let (registry, _) = open(folder.path()).unwrap();
    registry.submit_blocking(request(Seeds::built_in().unwrap().command())).unwrap();
    let mapping = Mapping::parse(Path::new("m.toml"), mapping).map_err(|it| it.to_string())?;
    let mapping = match sheet {
        Some(sheet) => mapping.of_sheet(sheet.to_owned()),
        None => mapping,
    };
    let provinces = Some(Arc::new(Provinces::new(registry.snapshot())));
    let table = Table::open(table, 0, Arc::new(mapping), provinces).map_err(|it| it.to_string())?;
    let (summary, told) = bring(&registry, table, Existing::Keep);
    Ok(Read { _folder: folder, registry, account: summary.account, told })
}

impl Read {
    fn line(&self, key: &str) -> String {
        let export = exported(&self.registry);
        let of = format!("\"key\":\"{key}\"");
        export.lines().find(|line| line.contains(&of)).unwrap_or("none").to_owned()
    }
}

#[test]
fn an_offices_workbook_is_read_as_it_is_shown() {
    let read = read(&MAPPING.replace("TABLE", TABLE), None, OFFICE).unwrap();
    assert_eq!(
        read.told.lines(),
        "7: Kinh phí (triệu đồng): G7 holds a formula without its value; open the workbook and save \
         it again\n\
         8: Kinh phí (triệu đồng): G8 holds the error #N/A; correct its formula\n"
    );
    let expected = Account { registered: 3, rejected: 2, ..Account::default() };
    assert_eq!(read.account, expected, "the blank row is none");
    for (key, parts) in [
        // 1.234 is a number of the workbook, and no Vietnamese one thousand two hundred.
        ("t-tn-01", ["\"actual\":\"2023-03-15\"", "\"amount\":\"1.234\"", "\"planned\":\"2023\""]),
        ("t-tn-02", ["\"actual\":\"2024-09-07\"", "\"amount\":\"0.3\"", "Tập huấn khuyến nông"]),
        (
            "t-7",
            ["\"actual\":\"2024-12-01\"", "\"amount\":\"12345678901.25\"", "\"note\":\"true\""],
        ),
    ] {
        let line = read.line(key);
        for part in parts {
            assert!(line.contains(part), "{part}: {line}");
        }
    }
    assert!(read.line("t-tn-02").contains("\"province\":\"ho-chi-minh\""), "as the cell above");
    assert!(read.line("t-7").contains("Ngày hội Văn hóa (ví dụ)"), "{}", read.line("t-7"));
}

#[test]
fn a_sheet_is_named_or_the_only_one() {
    let refused = |table: &str, sheet: Option<&str>, file: &[u8]| {
        let table = TABLE.replace("sheet = \"hoạt động 2024\"", table);
        read(&MAPPING.replace("TABLE", &table), sheet, file).err().unwrap_or_default()
    };
    assert_eq!(
        refused("", None, OFFICE),
        "the workbook has several sheets: `Hướng dẫn`, `Hoạt động 2024`, `Nháp`; name one by sheet = \
         \"…\" under [table], by --sheet, or over HTTP by ?sheet="
    );
    assert_eq!(
        refused("sheet = \"Hoạt động\"", None, OFFICE),
        "the workbook has no sheet `Hoạt động`; there are `Hướng dẫn`, `Hoạt động 2024`, `Nháp`"
    );
    assert_eq!(refused("sheet = \"Nháp 2\"", Some("Hoạt động 2024"), OFFICE), "", "asked for last");
    assert_eq!(
        refused("", Some("A"), b"S\xe1\xbb\x91\n1\n"),
        "there is no sheet `A`, since this is no workbook (.xlsx)"
    );
}

#[test]
fn what_is_no_workbook_of_today_is_told_by_name() {
    let told = |file: &[u8]| read(&MAPPING.replace("TABLE", ""), None, file).err().unwrap();
    assert_eq!(
        told(include_bytes!("../../data/workbooks/old.xls")),
        "this is a workbook of Excel 97-2003 (.xls); save it as .xlsx or CSV"
    );
    assert_eq!(
        told(include_bytes!("../../data/workbooks/locked.xlsx")),
        "this workbook is encrypted; save it without a password, and send that"
    );
    assert_eq!(
        told(&archive(&[("mimetype", "x"), ("content.xml", "<a/>")])),
        "this is an OpenDocument file (.ods); save it as .xlsx or CSV"
    );
    assert_eq!(
        told(&archive(&[("xl/workbook.bin", "x"), ("[Content_Types].xml", "<a/>")])),
        "this is a binary workbook (.xlsb); save it as .xlsx or CSV"
    );
    assert_eq!(
        told(&archive(&[("a.txt", "a")])),
        "this is a ZIP archive, but no workbook; give its files one by one"
    );
    for cut in [5, 200, OFFICE.len() - 30] {
        assert!(told(&OFFICE[..cut]).starts_with("the workbook is damaged: "));
    }
}

/// An archive of these files.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A workbook of one sheet with these rows, and these texts.
fn workbook(settings: &str, rows: &str, texts: &str) -> Vec<u8> {
    let relation = |id: &str, kind: &str, target: &str| {
        let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        format!("<Relationship Id=\"{id}\" Type=\"{kinds}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |all: String| format!("<Relationships>{all}</Relationships>");
    archive(&[
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &relations(relation("r1", "officeDocument", "xl/workbook.xml"))),
        (
            "xl/_rels/workbook.xml.rels",
            &relations(relation("r1", "worksheet", "worksheets/sheet1.xml")),
        ),
        (
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns:r=\"x\">{settings}<sheets>\
                 <sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/styles.xml",
            "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>",
        ),
        ("xl/sharedStrings.xml", texts),
        (
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ])
}

/// A mapping of columns by their places.
const PLACES: &str = r#"
[table]
header = 0
[[record]]
noun = "organization"
set.key = "w-{1|slug}"
set.kind = "DEPARTMENT"
set.province = "ho-chi-minh"
set.name.vi = "{2}"
set.note = "{3|date:dd/mm/yyyy}"
"#;

const TEXTS: &str = "<sst uniqueCount=\"2\"><si><t>Sở A</t></si><si><t>15/03/2023</t></si></sst>";

fn cell(at: &str, rest: &str) -> String {
    format!("<c r=\"{at}\"{rest}</c>")
}

#[test]
fn days_count_from_1904_where_the_workbook_says_so_and_formulas_have_their_values() {
    let rows = [
        [
            cell("A1", "><v>1</v>"),
            cell("B1", " t=\"s\"><v>0</v>"),
            cell("C1", " s=\"1\"><v>43538</v>"),
        ],
        [
            cell("A2", "><f>A1+1</f><v>2</v>"),
            cell("B2", " t=\"str\"><f>\"Sở \"&amp;\"B\"</f><v>Sở B</v>"),
            cell("C2", " t=\"s\"><v>1</v>"),
        ],
        [
            cell("A3", "><v>3</v>"),
            cell("B3", " t=\"inlineStr\"><is><t>Sở C</t></is>"),
            cell("C3", " t=\"d\"><v>2023-03-15T00:00:00Z</v>"),
        ],
    ];
    let rows: String = rows.map(|row| format!("<row>{}</row>", row.concat())).concat();
    let book = workbook("<workbookPr date1904=\"1\"/>", &rows, TEXTS);
    let read = read(PLACES, None, &book).unwrap();
    assert_eq!(read.told.lines(), "");
    for (key, name) in [("w-1", "Sở A"), ("w-2", "Sở B"), ("w-3", "Sở C")] {
        let line = read.line(key);
        assert!(line.contains(name) && line.contains("\"note\":\"2023-03-15\""), "{line}");
    }
}

#[test]
fn files_that_mean_harm_are_refused() {
    let told = |settings: &str, rows: &str, texts: &str| {
        let book = workbook(settings, rows, texts);
        assert!(book.len() < 1 << 20, "{} bytes", book.len());
        match read(PLACES, None, &book) {
            Err(error) => error,
            Ok(read) => format!("read: {:?} {}", read.account, read.told.lines()),
        }
    };
    let bomb = format!("<sst><si><t>{}</t></si></sst>", " ".repeat(17 << 20));
    let wide = format!("<row r=\"1\">{}", "<c><v>1</v></c>".repeat(1_200_000));
    for (rows, texts, expected) in [
        ("", bomb.as_str(), "has a cell or a row of more than 16 MiB"),
        ("", "<sst uniqueCount=\"999999999999999\"/>", "says that it has more than 20000000 texts"),
        (wide.as_str(), TEXTS, "has a cell or a row of more than 16 MiB"),
        (
            "<row r=\"1048577\"><c r=\"A1048577\"><v>1</v></c></row>",
            TEXTS,
            "a cell beyond XFD1048576",
        ),
        ("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>", TEXTS, "a cell beyond XFD1048576"),
        (
            "<row r=\"9\"><c r=\"A9\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c></row>",
            TEXTS,
            "row 2 stands behind row 9",
        ),
        ("<row r=\"1\"><c r=\"A1\"><v>1</v>", TEXTS, "Unexpected end of xml"),
        (
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>",
            TEXTS,
            "not found in shared strings",
        ),
        ("<row r=\"1\"><c r=\"A1\" t=\"e\"><v>#SPILL!</v></c></row>", TEXTS, "#SPILL!"),
    ] {
        let told = told("", rows, texts);
        assert!(told.contains(expected), "{expected}: {told}");
    }
    // A cell at the far end costs its row alone.
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    let first = cell("A1", "><v>1</v>") + &cell("B1", "><v>2</v>") + &cell("C1", "><v>2023</v>");
    let told = told("", &format!("<row r=\"1\">{first}</row>{far}"), TEXTS);
    assert!(told.contains("1048576: : XFD1048576 stands beside the columns"), "{told}");
}

#[test]
fn the_command_line_and_the_server_read_sheets_by_name() {
    let place = Place::new();
    place.run(&["seed"]);
    std::fs::write(place.path().join("a.xlsx"), OFFICE).unwrap();
    let mapping = MAPPING.replace("TABLE", &TABLE.replace("sheet =", "# "));
    place.write("m.toml", &mapping);
    let import = ["import", "a.xlsx", "--mapping", "m.toml", "--dry-run"];
    let ended = place.run(&import);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("a.xlsx: the workbook has several sheets"), "{}", ended.err);
    let ended = place.run(&[&import[..], &["--sheet", "Hoạt động 2024"]].concat());
    assert!(ended.out.starts_with("read 5 rows"), "{}{}", ended.out, ended.err);
    let ended = place.run(&["import", "a.xlsx"]);
    assert!(ended.err.contains("a.xlsx is a workbook, which needs --mapping"), "{}", ended.err);

    let token =
        place.run(&["token", "create", "--name", "t", "--role", "ADMIN", "--everywhere"]).out;
    let server = place.serve(&[]);
    let send = |query: &str| {
        let mut body = Vec::new();
        for (name, bytes) in [("mapping", mapping.as_bytes()), ("table", OFFICE)] {
            let head = format!("--cut\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
        }
        body.extend(b"--cut--\r\n");
        let head = format!(
            "POST /import{query} HTTP/1.1\r\nhost: a\r\nconnection: close\r\nauthorization: Bearer {}\r\n\
             content-type: multipart/form-data; boundary=cut\r\ncontent-length: {}\r\n\r\n",
            token.trim(),
            body.len()
        );
        server.send(&[head.as_bytes(), &body].concat())
    };
    let several = send("");
    assert_eq!(several.status, 400);
    assert!(several.body.contains("several sheets: `Hướng dẫn`"), "{}", several.body);
    let read = send("?sheet=Ho%E1%BA%A1t%20%C4%91%E1%BB%99ng%202024");
    assert_eq!(read.status, 200, "{}", read.body);
    let read = read.json();
    assert_eq!((&read["account"]["registered"], &read["rejected"]), (&3.into(), &2.into()));
}
