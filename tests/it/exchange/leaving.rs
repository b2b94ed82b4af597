//! What leaves: `GET /export` as the caller may see it, lists as tables by `Accept`, and exports beside
//! a running server and from where nothing can be written.

use std::{
    io::{Cursor, Read},
    path::Path,
    process::Command,
    sync::Arc,
};

use hoptac::{
    domain::Existing,
    exchange::mapping::{Mapping, Table},
};
use zip::ZipArchive;

use super::bring;
use crate::{
    fixture::open,
    program::{Answer, Place, Server},
};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A draft agreement with an activity, and a directive of another agreement that it answers.
const HIDDEN: &str = r#"{"noun":"agreement","key":"x-draft","code":"X-DRAFT","kind":"PLAN","title":{"en":"=SUM(A1)"},"parties":[{"province":"ho-chi-minh","role":"LEAD"}],"draft":true}
{"noun":"activity","key":"x-act","agreement":"x-draft","sector":"tourism","title":{"en":"Hidden"},"participants":[{"province":"ho-chi-minh","role":"PROVIDER"},{"province":"gia-lai","role":"BENEFICIARY"}],"planned":"2027","status":"PLANNED"}
{"noun":"directive","key":"x-dir","agreement":"tt-2022","kind":"RECOMMENDATION","text":{"vi":"Báo cáo"},"issuedOn":"2024-04","status":"ANSWERED","answeredBy":["x-act"]}
{"noun":"outcome","key":"x-out","kind":"OUTPUT","title":{"en":"Unapproved"},"activity":"x-act","measure":"UNIT","value":"5","unit":"persons","status":"DRAFT"}
"#;

/// A seeded server with something hidden, and the token of an administrator.
fn place() -> (Place, Server, String) {
    let place = Place::new();
    place.run(&["seed"]);
    place.write("hidden.ndjson", HIDDEN);
    let brought = place.run(&["transfer", "hidden.ndjson"]);
    assert_eq!(brought.code, Some(0), "{}{}", brought.out, brought.err);
    let token =
        place.run(&["token", "create", "--name", "t", "--role", "ADMIN", "--everywhere"]).out;
    let server = place.serve(&[]);
    (place, server, token.trim().to_owned())
}

/// Without chunks, as HTTP/1.0 has it.
fn get(server: &Server, path: &str, headers: &[(&str, &str)]) -> Answer {
    let headers: Vec<_> =
        headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let headers = headers.concat();
    server.send(format!("GET {path} HTTP/1.0\r\n{headers}\r\n").as_bytes())
}

#[test]
fn everybody_takes_with_them_what_they_may_see() {
    let (place, server, token) = place();
    let bearer = format!("Bearer {token}");
    let all = get(&server, "/export", &[("authorization", &bearer)]);
    let public = get(&server, "/export?format=ndjson", &[]);
    assert_eq!((all.status, public.status), (200, 200), "{}{}", all.body, public.body);
    assert_eq!(all.header("content-type"), "application/x-ndjson");
    // Beside a running server, from the journal.
    let by_shell = place.run(&["export"]);
    assert!(by_shell.err.contains("is in use: its journal is read"), "{}", by_shell.err);
    assert_eq!(all.body, by_shell.out);
    for hidden in ["x-draft", "x-act", "x-out"] {
        assert!(all.body.contains(hidden) && !public.body.contains(hidden), "{hidden}");
    }
    let line = |answer: &Answer| {
        answer.body.lines().find(|line| line.contains("\"x-dir\"")).unwrap_or("none").to_owned()
    };
    assert!(line(&all).contains("\"answeredBy\":[\"x-act\"]"), "{}", line(&all));
    assert!(line(&public).contains("\"status\":\"ANSWERED\"}"), "{}", line(&public));
    let hidden = all.body.lines().count() - public.body.lines().count();
    assert_eq!(hidden, 3, "nothing else is hidden");

    // Unchanged until something is written, for each by itself.
    let tag = public.header("etag").to_owned();
    let again = get(&server, "/export?format=ndjson", &[("if-none-match", &tag)]);
    assert_eq!((again.status, again.body.as_str(), again.header("etag")), (304, "", tag.as_str()));
    let other = get(&server, "/export", &[("if-none-match", &tag), ("authorization", &bearer)]);
    assert_eq!(other.status, 200);
    assert_eq!(other.header("cache-control"), "private, no-cache");

    // At an earlier moment.
    let seeded = get(&server, "/export?at=1", &[("authorization", &bearer)]);
    assert!(seeded.status == 200 && !seeded.body.contains("x-dir"), "{}", seeded.body);
    let before = get(&server, "/export?at=2001-01-01", &[]);
    assert_eq!((before.status, before.body.as_str()), (200, ""), "nothing was registered yet");
    for (query, told) in [
        ("at=99", "there is no change 99 yet"),
        ("at=soon", "at=soon is no moment; write the number of a change, a day"),
        ("format=pdf", "unknown variant `pdf`"),
        ("kinds=dog", "`dog` is not a kind of records; name some of document, province"),
        ("format=csv", "a CSV file has one table; name one kind"),
        ("rows=sources", "rows are those of tables"),
        (
            "format=csv&kinds=sector&rows=parties",
            "sector has no list `parties`; rows can be made of",
        ),
        ("all=true", "unknown field `all`"),
    ] {
        let refused = get(&server, &format!("/export?{query}"), &[]);
        assert_eq!((refused.status, refused.code().as_str()), (400, "BAD_REQUEST"), "{query}");
        assert!(refused.body.contains(told), "{}", refused.body);
    }
    let page = [("user-agent", "Mozilla/5.0"), ("sec-fetch-site", "cross-site")];
    assert_eq!(get(&server, "/export", &page).code(), "CSRF_PREVENTED");
}

#[test]
fn tables_leave_as_text_and_as_workbooks() {
    let (_place, server, token) = place();
    let bearer = format!("Bearer {token}");
    let csv = get(&server, "/export?format=csv&kinds=activities&rows=participants", &[]);
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"activities-2.csv\"");
    let head = csv.body.lines().next().unwrap();
    assert!(
        head.contains(",participants.province,participants.organization,participants.role,"),
        "{head}"
    );
    let mut rows = csv.body.lines().filter(|row| row.starts_with("yte-mat-daknong,"));
    assert!(
        rows.any(|row| row.contains(",PROVIDER,")) && rows.any(|row| row.contains(",BENEFICIARY,"))
    );
    let bom = get(&server, "/export?format=csv&kinds=sector&bom=true", &[]);
    assert!(bom.body.starts_with("\u{feff}key,code,name.vi,name.en"), "{}", bom.body);
    let drafts = "/export?format=csv&kinds=agreement";
    let drafts = get(&server, drafts, &[("authorization", &bearer)]);
    assert!(drafts.body.contains(",'=SUM(A1),"), "no spreadsheet runs it");

    let book = get(&server, "/export?format=xlsx", &[("authorization", &bearer)]);
    assert_eq!((book.status, book.header("content-type")), (200, XLSX));
    let mut archive = ZipArchive::new(Cursor::new(&book.bytes)).unwrap();
    let mut names = String::new();
    archive.by_name("xl/workbook.xml").unwrap().read_to_string(&mut names).unwrap();
    for kind in ["documents", "provinces", "activities", "directives"] {
        assert!(names.contains(&format!("name=\"{kind}\"")), "{names}");
    }
    let again = get(&server, "/export?format=xlsx", &[("authorization", &bearer)]);
    assert!(again.bytes == book.bytes, "the same moment gives the same bytes");

    // What leaves as a workbook comes in as a table.
    let mapping = "[table]\nsheet = \"sectors\"\nignore = [\"sources\", \"note\", \
                   \"description.vi\", \"description.en\"]\n[[record]]\n\
                   noun = \"sector\"\nset.key = \"{key}\"\nset.code = \"{code}\"\n\
                   set.name = { vi = \"{name.vi}\", en = \"{name.en}\" }\n";
    let mapping = Mapping::parse(Path::new("m.toml"), mapping).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (registry, _) = open(folder.path()).unwrap();
    let table = Table::open(book.bytes.as_slice(), 0, Arc::new(mapping), None).unwrap();
    let (summary, told) = bring(&registry, table, Existing::Keep);
    assert_eq!((told.lines().as_str(), summary.account.rejected), ("", 0));
    let sectors = get(&server, "/export?kinds=sector", &[]).body.lines().count() as u64;
    assert_eq!(summary.account.registered, sectors);
}

/// Sends a query that accepts a type.
fn ask(server: &Server, accept: &str, query: &str) -> Answer {
    let body = serde_json::json!({ "query": query }).to_string();
    let headers = [("content-type", "application/json"), ("accept", accept)];
    server.ask("POST", "/graphql", &headers, &body)
}

#[test]
fn the_list_of_a_query_is_a_table_for_who_accepts_one() {
    let (_place, server, _) = place();
    let query = "{ sectors(first: 2) { totalCount nodes { code name(lang: EN) } } }";
    let csv = ask(&server, "text/csv", query);
    assert_eq!(csv.status, 200, "{}", csv.body);
    assert!(csv.body.starts_with("code,name\r\n") && csv.body.lines().count() == 3, "{}", csv.body);
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"sectors.csv\"");
    assert!(csv.list("vary").contains(&"accept"));

    let book = ask(&server, XLSX, query);
    assert_eq!((book.status, book.header("content-type")), (200, XLSX));
    let mut archive = ZipArchive::new(Cursor::new(&book.bytes)).unwrap();
    assert!(archive.by_name("xl/worksheets/sheet1.xml").is_ok());

    // By GET it can be kept.
    let path = "/graphql?query=%7Bsectors%28first%3A1%29%7Bnodes%7Bcode%7D%7D%7D";
    let first = get(&server, path, &[("accept", "text/csv")]);
    assert_eq!(first.status, 200, "{}", first.body);
    let known = [("accept", "text/csv"), ("if-none-match", first.header("etag"))];
    assert_eq!(get(&server, path, &known).status, 304);
    let json = get(&server, path, &[("accept", "application/json")]);
    assert!(json.body.starts_with("{\"data\""), "{}", json.body);

    for (accept, query, status, code) in [
        ("text/csv", "{ viewer { name } }", 406, "NOT_ACCEPTABLE"),
        (
            "text/csv",
            "{ a: sectors { nodes { code } } b: sectors { nodes { code } } }",
            406,
            "NOT_ACCEPTABLE",
        ),
        ("text/csv", "mutation { __typename }", 406, "NOT_ACCEPTABLE"),
        ("text/csv", "{ sectors { nodes { nothing } } }", 400, "GRAPHQL_VALIDATION_FAILED"),
        (XLSX, "{ sectors(first: -1) { nodes { code } } }", 400, "BAD_USER_INPUT"),
        ("text/html", "{ sectors { nodes { code } } }", 406, "NOT_ACCEPTABLE"),
    ] {
        let refused = ask(&server, accept, query);
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (status, code),
            "{query}: {}",
            refused.body
        );
        assert!(
            refused.header("content-type").contains("json"),
            "{}",
            refused.header("content-type")
        );
    }
}

#[test]
fn a_registry_that_cannot_be_written_is_exported_and_verified() {
    let place = Place::new();
    place.run(&["seed"]);
    let expected = place.run(&["export"]);
    let fixed = place.path().join("fixed");
    std::fs::create_dir(&fixed).unwrap();
    let mount = |arguments: &[&str]| {
        let run = Command::new("mount").args(arguments).arg(&fixed).output();
        run.is_ok_and(|run| run.status.success())
    };
    let data = place.data();
    if !mount(&["--bind", data.to_str().unwrap()]) {
        // Only where the tests may mount.
        eprintln!("read-only media are not tested here: nothing may be mounted");
        return;
    }
    let read_only = mount(&["-o", "remount,bind,ro"]);
    let ended = read_only.then(|| {
        let export = place.run(&["export", "--data", "fixed"]);
        (export, place.run(&["verify", "--data", "fixed"]))
    });
    let unmounted = Command::new("umount").arg(&fixed).status().unwrap();
    assert!(unmounted.success());
    let (export, verify) = ended.expect("what is mounted can be made read-only");
    assert!(export.err.contains("cannot be written: its journal is read"), "{}", export.err);
    assert_eq!((export.code, export.out), (Some(0), expected.out));
    assert_eq!(verify.code, Some(0), "{}{}", verify.out, verify.err);
    assert!(
        verify.out.contains("journal  sound") && verify.out.contains("closed cleanly"),
        "{}",
        verify.out
    );
    assert!(verify.out.contains("view     agrees with the journal"), "{}", verify.out);
}

#[test]
fn a_workbook_and_rows_of_a_list_leave_by_the_shell() {
    let place = Place::new();
    place.run(&["seed"]);
    let book = place.run(&["export", "--format", "xlsx", "--out", "all.xlsx"]);
    assert_eq!(book.code, Some(0), "{}", book.err);
    assert!(std::fs::read(place.path().join("all.xlsx")).unwrap().starts_with(b"PK"));
    let rows =
        ["export", "--format", "csv", "--rows", "parties", "--noun", "agreement", "--out", "out"];
    assert_eq!(place.run(&rows).code, Some(0));
    let table = std::fs::read_to_string(place.path().join("out/agreements.csv")).unwrap();
    assert!(table.starts_with("key,code,kind,") && table.contains(",parties.role,"), "{table}");
    for (arguments, told) in [
        (&["export", "--format", "xlsx"][..], "a workbook is a file; name it with --out"),
        (&["export", "--rows", "parties"], "--rows makes rows of tables"),
        (&["export", "--format", "csv", "--rows", "x", "--out", "o"], "has no list `x`"),
    ] {
        let refused = place.run(arguments);
        assert!(refused.code == Some(2) && refused.err.contains(told), "{}", refused.err);
    }
}
