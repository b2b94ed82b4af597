//! The guide for partner agencies: every snippet of it runs, in order, against the real program, and
//! is answered as the guide says.
//!
//! The word after a block's language says what it is: `sh server` starts the server, `sh run` runs
//! in a shell, `sh root` is for whoever installs, `js FILE` (or `ndjson`, `csv`, `toml`) is a file, `graphql NAME` is sent with the
//! token in `NAME.token` and the
//! `json variables` that follow, and an `answer` is what the block before it is answered with. In
//! answers and variables `…` is anything, and `<name>` a value that stays the same once it was seen.

use std::{collections::BTreeMap, path::Path};

use serde_json::{Value, json};

use crate::program::{Place, Server};

/// Where the guide says that the server is.
const ADDRESS: &str = "127.0.0.1:8080";

/// A block of a page.
struct Block {
    line: usize,
    /// Its language and what it is.
    head: String,
    text: String,
}

/// The fenced blocks of a page of Markdown.
fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (at, line) in page.lines().enumerate() {
        match (line.strip_prefix("```"), open) {
            (Some(head), false) => {
                blocks.push(Block { line: at + 1, head: head.to_owned(), text: String::new() });
                open = true;
            }
            (Some(_), true) => open = false,
            (None, true) => {
                let block = blocks.last_mut().unwrap();
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, false) => {}
        }
    }
    assert!(!open, "a block is not closed");
    blocks
}

/// A reader who follows a guide.
struct Reader {
    place: Place,
    server: Option<Server>,
    /// What the last block was answered with.
    answer: Option<String>,
    /// What stands for the names in angle brackets.
    known: BTreeMap<String, String>,
}

impl Reader {
    fn new() -> Self {
        Self { place: Place::new(), server: None, answer: None, known: BTreeMap::new() }
    }

    fn follow(&mut self, page: &str) {
        let blocks = blocks(page);
        let mut blocks = blocks.iter().peekable();
        while let Some(Block { line, head, text }) = blocks.next() {
            match head.split_once(' ') {
                Some(("sh", "server")) => {
                    assert_eq!(text, "hoptac serve\n", "line {line}");
                    self.server = Some(self.place.serve(&[]));
                }
                Some(("sh", "run")) => self.answer = Some(self.run(*line, text)),
                Some(("js" | "ndjson" | "csv" | "toml", file)) => {
                    self.place.write(file, &self.put(text));
                }
                Some(("graphql", name)) => {
                    let variables = blocks.next_if(|next| next.head == "json variables");
                    let variables = variables.map_or("{}".to_owned(), |it| self.put(&it.text));
                    let variables = serde_json::from_str(&variables).unwrap();
                    self.answer = Some(self.ask(name, text, &variables));
                    let next = blocks.peek().map(|next| next.head.as_str());
                    assert_eq!(next, Some("json answer"), "line {line}: the answer is missing");
                }
                Some(("json", "answer")) => {
                    let answer = self.answer.take().unwrap();
                    let read = |text: &str| {
                        serde_json::from_str::<Value>(text)
                            .unwrap_or_else(|error| panic!("line {line}: {error}: {text}"))
                    };
                    let (expected, answer) = (read(text), read(&answer));
                    self.compare(&expected, &answer)
                        .unwrap_or_else(|told| panic!("line {line}: {told} in {answer:#}"));
                }
                Some(("text", "answer")) => {
                    assert_eq!(self.answer.take().as_ref(), Some(text), "line {line}");
                }
                // For whoever installs, and for other programs, which are not here.
                Some(("sh", "root")) => {}
                None if ["nginx", "caddy", "toml", "yaml"].contains(&head.as_str()) => {}
                _ => panic!("line {line}: no test knows what to do with `{head}`"),
            }
        }
    }

    /// A text with the server's real address, and what is known by now.
    fn put(&self, text: &str) -> String {
        let address = self.server.as_ref().map(|server| server.address.to_string());
        let text = text.replace(ADDRESS, &address.unwrap_or_default());
        self.known.iter().fold(text, |text, (name, value)| text.replace(name, value))
    }

    fn run(&self, line: usize, script: &str) -> String {
        let program = Path::new(env!("CARGO_BIN_EXE_hoptac"));
        let path = std::env::join_paths(
            std::iter::once(program.parent().unwrap().to_owned())
                .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
        );
        let mut command = std::process::Command::new("bash");
        command.args(["-eu", "-c", &self.put(script)]);
        let ended = command.current_dir(self.place.path()).env("PATH", path.unwrap()).output();
        let ended = ended.unwrap();
        let err = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success(), "line {line}: {err}");
        String::from_utf8(ended.stdout).unwrap()
    }

    fn ask(&self, name: &str, query: &str, variables: &Value) -> String {
        let token = std::fs::read_to_string(self.place.path().join(format!("{name}.token")));
        let bearer = format!("Bearer {}", token.unwrap().trim_end());
        let headers = [("content-type", "application/json"), ("authorization", bearer.as_str())];
        let body = json!({ "query": query, "variables": variables }).to_string();
        self.server.as_ref().unwrap().ask("POST", "/graphql", &headers, &body).body
    }

    /// Whether an answer is the expected one; learns what stands for names.
    fn compare(&mut self, expected: &Value, answer: &Value) -> Result<(), String> {
        match (expected, answer) {
            (Value::String(anything), _) if anything == "…" => Ok(()),
            (Value::String(name), Value::String(value)) if name.starts_with('<') => {
                let known = self.known.entry(name.clone()).or_insert_with(|| value.clone());
                if known == value { Ok(()) } else { Err(format!("{name} was {known}")) }
            }
            (Value::Object(expected), Value::Object(answer)) => {
                if !expected.keys().eq(answer.keys()) {
                    let (expected, answer) = (expected.keys(), answer.keys());
                    return Err(format!("{expected:?} are expected, not {answer:?}"));
                }
                expected.iter().try_for_each(|(key, value)| self.compare(value, &answer[key]))
            }
            (Value::Array(expected), Value::Array(answer)) if expected.len() == answer.len() => {
                let mut pairs = expected.iter().zip(answer);
                pairs.try_for_each(|(expected, answer)| self.compare(expected, answer))
            }
            _ if expected == answer => Ok(()),
            _ => Err(format!("{expected} is expected, not {answer}")),
        }
    }
}

#[test]
fn an_agency_that_follows_the_guide_gets_the_answers_in_it() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/integrating.md");
    Reader::new().follow(&std::fs::read_to_string(page).unwrap());
}

#[test]
fn an_operator_can_do_what_the_manual_says() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operating.md");
    Reader::new().follow(&std::fs::read_to_string(page).unwrap());
}

#[test]
fn files_go_in_and_out_as_their_page_says() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/exchange.md");
    Reader::new().follow(&std::fs::read_to_string(page).unwrap());
}

#[test]
fn an_answer_other_than_the_expected_is_found() {
    let mut reader = Reader::new();
    let id = json!({ "id": "<a>", "any": "…" });
    assert_eq!(reader.compare(&id, &json!({ "id": "x", "any": [1] })), Ok(()));
    for (expected, answer) in [
        (id.clone(), json!({ "id": "y", "any": [1] })),
        (id.clone(), json!({ "id": "x" })),
        (id, json!({ "id": "x", "any": 1, "more": 1 })),
        (json!([1, 2]), json!([1])),
        (json!({ "a": null }), json!({ "a": 1 })),
    ] {
        assert!(reader.compare(&expected, &answer).is_err(), "{answer}");
    }
}
