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
