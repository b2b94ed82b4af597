//! Messages in the language of the reader: over HTTP, and what is kept of them; `live::languages` is about
//! sockets and events.

use serde_json::{Value, json};

use crate::program::{Answer, Place, Server};

const JSON: (&str, &str) = ("content-type", "application/json");

fn admin(place: &Place) -> String {
    let secret = std::fs::read_to_string(place.data().join("admin-token")).unwrap();
    format!("Bearer {}", secret.trim_end())
}

fn post(server: &Server, headers: &[(&str, &str)], body: &Value) -> Answer {
    server.ask("POST", "/graphql", &[&[JSON], headers].concat(), &body.to_string())
}

/// Every message of an answer, wherever it stands.
fn messages(answer: &Value) -> Vec<String> {
    match answer {
        Value::Object(fields) => {
            let own = fields.get("message").and_then(Value::as_str).map(str::to_owned);
            own.into_iter().chain(fields.values().flat_map(messages)).collect()
        }
        Value::Array(items) => items.iter().flat_map(messages).collect(),
        _ => Vec::new(),
    }
}

/// A completed activity of the seeds.
fn completed(server: &Server) -> String {
    let query = "{ activities(filter: {status: [COMPLETED]}, first: 1) { nodes { id } } }";
    let answer = server.query(query);
    answer["data"]["activities"]["nodes"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn what_is_wrong_is_told_in_the_language_of_the_request() {
    let place = Place::new();
    let server = place.serve(&["--log-filter", "off"]);
    let (admin, id) = (admin(&place), completed(&server));
    let signed = ("authorization", admin.as_str());
    let add =
        "mutation ($it: AddDocumentInput!) { addDocument(input: $it) { errors { code message } } }";
    let document = json!({ "title": " x", "language": "vietnamese language", "reading": "FULL",
        "reliability": "NORMAL", "key": "d 1" });
    let cancel = "mutation ($it: CancelActivityInput!) { cancelActivity(input: $it) { errors { message } } }";
    let cancelled = json!({ "it": { "activity": id, "reason": "x" } });
    let deep = format!(
        "{{ {} __typename {} }}",
        "agreements { nodes { parent { ".repeat(5),
        "} } }".repeat(5)
    );
    for (headers, body, en, vi) in [
        (
            vec![signed],
            json!({ "query": add, "variables": { "it": document } }),
            vec![
                "`d 1` is not a key; write letters, digits and `-_./:` only",
                "the text starts or ends with white space; remove it",
                "`vietnamese language` is not a language; write a BCP 47 tag such as `vi`",
            ],
            vec![
                "`d 1` không phải là khóa; chỉ dùng chữ cái, chữ số và `-_./:`",
                "văn bản có khoảng trắng ở đầu hoặc cuối; hãy xóa đi",
                "`vietnamese language` không phải là mã ngôn ngữ; hãy ghi mã theo BCP 47, như `vi`",
            ],
        ),
        (
            vec![signed],
            json!({ "query": cancel, "variables": cancelled }),
            vec![
                "activity cannot go from COMPLETED to CANCELLED: COMPLETED is final; `reopenActivity` \
                 opens it again",
            ],
            vec![
                "hoạt động không thể chuyển từ “hoàn thành” sang “hủy”: “hoàn thành” là trạng thái \
                 cuối; `reopenActivity` mở lại hoạt động",
            ],
        ),
        (
            vec![],
            json!({ "query": add, "variables": { "it": document } }),
            vec!["`addDocument` needs a token; send one as `Authorization: Bearer …`"],
            vec!["`addDocument` cần mã truy cập; hãy gửi mã dưới dạng `Authorization: Bearer …`"],
        ),
        (
            vec![],
            json!({ "query": "{ provinces(first: 101) { totalCount } }" }),
            vec!["`first` is 101; write 0 to 100"],
            vec!["`first` là 101; hãy ghi từ 0 đến 100"],
        ),
        (
            vec![],
            json!({ "query": deep }),
            vec![
                "the request has 16 levels of nested fields, at most 12 are allowed; request less, or \
                 use several requests",
            ],
            vec![
                "yêu cầu có 16 cấp trường lồng nhau, nhiều nhất được 12; hãy yêu cầu ít hơn, hoặc chia \
                 thành nhiều yêu cầu",
            ],
        ),
        (
            vec![("authorization", "Bearer hoptac_nobody")],
            json!({ "query": "{ __typename }" }),
            vec![
                "the token is malformed; one begins with `hoptac_` and has 50 characters, sent as \
                 `Authorization: Bearer hoptac_…`",
            ],
            vec![
                "mã truy cập sai dạng; mã bắt đầu bằng `hoptac_` và có 50 ký tự, gửi dưới dạng \
                 `Authorization: Bearer hoptac_…`",
            ],
        ),
        (
            vec![],
            json!([]),
            vec!["batches are not supported; send each operation in its own request"],
            vec!["không hỗ trợ gửi gộp; hãy gửi mỗi yêu cầu riêng"],
        ),
        (
            vec![],
            json!({ "query": "{ provinces { wrong } }" }),
            vec!["Cannot query field \"wrong\" on type \"ProvinceConnection\"."],
            vec!["Kiểu \"ProvinceConnection\" không có trường \"wrong\"."],
        ),
        (
            vec![],
            json!({ "query": "{ activity(by: {}) { id } }" }),
            vec!["OneOf Input Object \"RecordBy\" must specify exactly one key."],
            vec!["Phải ghi đúng một trường của \"RecordBy\"."],
        ),
        (
            vec![],
            json!({ "query": "{ __typename @include }" }),
            vec![
                "Directive \"@include\" argument \"if\" of type \"Boolean!\" is required, but it was \
                 not provided.",
            ],
            vec!["Thiếu tham số bắt buộc \"if\" kiểu \"Boolean!\" của chỉ thị \"@include\"."],
        ),
        (
            vec![],
            json!({ "query": "query ($n: Int) { provinces(first: $n) { totalCount } }",
                "variables": { "n": "one" } }),
            vec![
                "Variable \"$n\" got invalid value \"one\"; Int cannot represent non-integer value: \
                 \"one\"",
            ],
            vec![
                "Biến \"$n\" có giá trị không hợp lệ \"one\"; Int phải là số nguyên, không phải \
                 \"one\"",
            ],
        ),
    ] {
        let ask = |lang: &[(&str, &str)]| {
            let answer = post(&server, &[&headers, lang].concat(), &body);
            assert!(answer.list("vary").contains(&"accept-language"), "{body}");
            messages(&answer.json())
        };
        let browser = "vi-VN,vi;q=0.9,en-US;q=0.6,en;q=0.5";
        assert_eq!(ask(&[]), en);
        assert_eq!(ask(&[("accept-language", "en-GB,vi;q=0.5")]), en);
        assert_eq!(ask(&[("accept-language", "fr")]), en);
        assert_eq!(ask(&[("accept-language", browser)]), vi);
    }
}

#[test]
fn errors_of_http_say_which_language_they_are_in() {
    let server = Place::new().serve(&["--no-seed", "--log-filter", "off"]);
    for (method, path, status, en, vi) in [
        ("GET", "/nothing", 404, "there is nothing at /nothing", "không có gì ở /nothing"),
        ("PUT", "/graphql", 405, "the method is not allowed", "phương thức không được phép"),
        ("POST", "/graphql", 415, "send the request as", "hãy gửi yêu cầu dưới dạng"),
        ("POST", "/import", 401, "an import needs a token", "nhập dữ liệu phải có mã truy cập"),
    ] {
        for (lang, said) in [("en", en), ("vi", vi)] {
            let headers = [("accept-language", lang), ("content-type", "text/plain")];
            let answer = server.ask(method, path, &headers, "x");
            assert_eq!(answer.status, status, "{}", answer.body);
            assert_eq!(answer.header("content-language"), lang);
            assert!(messages(&answer.json())[0].starts_with(said), "{}", answer.body);
        }
    }
}

#[test]
fn an_answer_is_kept_for_each_language_of_its_messages() {
    let server = Place::new().serve(&["--log-filter", "off"]);
    let query = json!({ "query":
        "{ agreement(by: {code: \"tt-2022\"}) { reconciliation { needed } } }" });
    let needed = |lang: &[(&str, &str)]| {
        let answer = post(&server, lang, &query).json();
        assert!(answer.get("errors").is_none(), "{answer}");
        answer["data"]["agreement"]["reconciliation"].to_string()
    };
    let (vi, en) = ([("accept-language", "vi")], [("accept-language", "en")]);
    for _ in 0..2 {
        assert!(needed(&vi).contains("số liệu công bố"), "{}", needed(&vi));
        assert!(needed(&en).contains("claim"), "{}", needed(&en));
        // Texts are in Vietnamese without a preference, messages are not.
        assert_eq!(needed(&[]), needed(&en));
    }
}

#[test]
fn the_report_of_an_import_is_in_the_language_of_the_request() {
    let place = Place::new();
    let server = place.serve(&["--no-seed", "--log-filter", "off"]);
    let admin = admin(&place);
    let lines = [
        "x",
        r#"{"noun": "nothing"}"#,
        r#"{"noun": "document", "key": "d 1", "title": "x", "language": "vi", "reading": "FULL",
            "reliability": "NORMAL"}"#,
        r#"{"noun": "document", "key": "d-2", "title": "x", "language": "vi", "reading": "SOME",
            "reliability": "NORMAL"}"#,
        r#"{"noun": "field", "key": "f-1", "agreement": "nowhere", "sector": "nothing"}"#,
    ];
    let body = lines.map(|line| line.replace('\n', " ")).join("\n");
    let reasons = |lang: &str| {
        let headers = [
            ("content-type", "application/x-ndjson"),
            ("authorization", admin.as_str()),
            ("accept-language", lang),
        ];
        let answer = server.ask("POST", "/import?dryRun=true", &headers, &body);
        assert_eq!(answer.header("content-language"), lang, "{}", answer.body);
        let rejections = answer.json()["rejections"].take();
        let reason = |row: &Value| row["reason"].as_str().unwrap().to_owned();
        rejections.as_array().unwrap().iter().map(reason).collect::<Vec<_>>()
    };
    for (lang, said) in [
        (
            "en",
            [
                "a line holds one record, an object in braces",
                "`nothing` is not a noun; write one of",
                "`d 1` is not a key; write letters, digits and `-_./:` only",
                "unknown variant `SOME`, expected `FULL` or `EXCERPT`",
                "no agreement has the key `nowhere`; add it, or name one that exists",
                "no sector has the key `nothing`; add it, or name one that exists",
            ],
        ),
        (
            "vi",
            [
                "mỗi dòng chứa một hồ sơ, là đối tượng đặt trong dấu ngoặc nhọn",
                "`nothing` không phải là loại hồ sơ; hãy ghi một trong:",
                "`d 1` không phải là khóa; chỉ dùng chữ cái, chữ số và `-_./:`",
                "không có giá trị `SOME`; hãy dùng `FULL` hoặc `EXCERPT`",
                "không có thỏa thuận nào mang khóa `nowhere`; hãy bổ sung, hoặc nêu khóa đã có",
                "không có ngành nào mang khóa `nothing`; hãy bổ sung, hoặc nêu khóa đã có",
            ],
        ),
    ] {
        let told = reasons(lang);
        for said in said {
            assert!(told.iter().any(|it| it.starts_with(said)), "{said}: {told:#?}");
        }
    }
}

#[test]
fn values_of_enums_have_labels_in_either_language() {
    let server = Place::new().serve(&["--no-seed", "--log-filter", "off"]);
    let query = "{ vi: enumLabels(names: [\"AgreementStatus\", \"OutcomeStatus\"], lang: VI) { name
        values { value label } } own: enumLabels(names: [\"Role\"]) { values { value label } } }";
    let answer = server.query(query)["data"].take();
    let label = |of: &str, place: usize, value: &str| {
        let values = answer[of][place]["values"].as_array().unwrap();
        values.iter().find(|it| it["value"] == value).unwrap()["label"].clone()
    };
    // One word, two meanings.
    assert_eq!(
        (label("vi", 0, "DRAFT"), label("vi", 1, "DRAFT")),
        (json!("Dự thảo"), json!("Bản nháp"))
    );
    assert_eq!(label("own", 0, "PROVIDER"), "Provider");
    let all = server.query("{ enumLabels { name } }");
    assert!(all["data"]["enumLabels"].as_array().unwrap().len() > 40, "{all}");
    let wrong = server.query("{ enumLabels(names: [\"Nothing\"]) { name } }");
    assert_eq!(messages(&wrong), ["no enum is called `Nothing`; name one of the schema"]);
}
