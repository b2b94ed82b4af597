//! A registry as the program leaves it, and what it must answer however its files were treated.

use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::Path,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::Chance;
use crate::{
    image,
    program::{Answer, Ended, Place, Server},
};

/// What is broken is mended within this time, or it is not.
pub const MENDED: Duration = Duration::from_secs(90);
/// An answer takes no longer.
const PATIENCE: Duration = Duration::from_secs(60);
/// A token that nobody uses.
pub const TO_REVOKE: &str = "to be revoked";
/// How the program is served: so that each answer is computed anew, however often it is asked for.
pub const SERVED: [&str; 7] =
    ["--no-seed", "--log-filter", "warn", "--answers-mb", "0", "--budget-points", "0"];

/// What is asked, about everything that files hold: records, lists, versions, figures, changes, the
/// index of words, and who asks.
const QUERIES: [&str; 5] = [
    "{ activities(first: 60) { totalCount nodes { id title status version } }
       viewer { name role } }",
    "{ outcomes(first: 40) { totalCount nodes { id title version } }
       provinces(first: 70) { nodes { id name } } events(first: 40) { totalCount nodes { id title } } }",
    "{ changes(first: 40) { nodes { seq at by hash recordCount records(first: 5) { recordId } } }
       head { seq hash } }",
    "{ cooperationMatrix { network { mutual oneWay directedPairs reciprocity } } }",
    "{ search(text: \"đào tạo\", first: 100) { edges { node { id } } } }",
];

/// Those of which the answers to a stranger stay as they are when drafts are written.
pub const STAYING: [usize; 3] = [0, 1, 3];

/// A registry at rest, with what it answers.
pub struct Stand {
    place: Place,
    secret: String,
    /// An activity that outcomes are recorded of.
    activity: String,
    /// What an administrator and a stranger are answered.
    expected: [Vec<Value>; 2],
}

/// What became of a question.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    /// It was answered as it must be.
    Right,
    /// Words were found in fewer records than have them.
    Less,
    /// It was refused, or failed, and said so.
    Failed(String),
    /// Nobody answered.
    Nobody,
}

impl Stand {
    /// The seeds, an import that goes to sorted runs, and changes after it.
    pub fn new(activities: usize) -> Self {
        let place = Place::new();
        let server = place.serve(&["--log-filter", "off"]);
        let secret = fs::read_to_string(place.data().join("admin-token")).unwrap();
        let secret = secret.trim().to_owned();
        assert_eq!(server.stop("TERM").code, Some(0));
        let create = ["token", "create", "--name", TO_REVOKE, "--role", "READER"];
        assert_eq!(place.run(&create).code, Some(0));
        let count = activities.to_string();
        assert_eq!(
            place.run(&["generate", "--activities", &count, "--out", "l.ndjson"]).code,
            Some(0)
        );
        let imported = place.run(&["transfer", "l.ndjson"]);
        assert_eq!(imported.code, Some(0), "{}", imported.err);
        let server = place.serve(&SERVED);
        let found = server.query("{ activity(by: {key: \"q1-ansinh\"}) { id } }");
        let activity = found["data"]["activity"]["id"].as_str().unwrap().to_owned();
        for number in 0..6 {
            let told = post(server.address, Some(&secret), &recording(&activity, number)).unwrap();
            assert!(told.json()["data"]["recordOutcome"]["outcome"].is_object(), "{}", told.body);
        }
        let begun = Instant::now();
        let expected = [Some(secret.as_str()), None].map(|secret| {
            QUERIES.map(|query| {
                loop {
                    let answer = ask(server.address, secret, query).unwrap();
                    if answer.get("errors").is_none() {
                        break answer;
                    }
                    // The index of words is built yet.
                    assert!(begun.elapsed() < MENDED, "{query}: {answer:#}");
                    std::thread::sleep(Duration::from_millis(100));
                }
            })
        });
        assert_eq!(server.stop("TERM").code, Some(0));
        Self { place, secret, activity, expected: expected.map(Vec::from) }
    }

    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// Its files, in a place of their own.
    pub fn copied(&self) -> Place {
        let place = Place::new();
        image::copy(&self.place.data(), &place.data());
        place
    }

    /// Asks one of the questions, as administrator or stranger. A wrong answer is a failure of all.
    pub fn ask(&self, address: SocketAddr, nth: usize, stranger: bool, told: &str) -> Asked {
        let secret = (!stranger).then_some(self.secret.as_str());
        let Ok(answer) = ask(address, secret, QUERIES[nth]) else { return Asked::Nobody };
        let expected = &self.expected[usize::from(stranger)][nth];
        if answer == *expected {
            return Asked::Right;
        }
        if is_less(&answer, expected) {
            return Asked::Less;
        }
        let code = &answer["errors"][0]["extensions"]["code"];
        assert!(code.is_string(), "{told}: a wrong answer to {}: {answer:#}", QUERIES[nth]);
        Asked::Failed(code.as_str().unwrap().to_owned())
    }

    /// Asks all until all is right, and tells how much was not at first.
    pub fn all_right(&self, address: SocketAddr, stranger: bool, told: &str) -> usize {
        let begun = Instant::now();
        let mut failed = 0;
        for (nth, query) in QUERIES.iter().enumerate() {
            loop {
                let asked = self.ask(address, nth, stranger, told);
                if asked == Asked::Right {
                    break;
                }
                assert_ne!(asked, Asked::Less, "{told}: a wrong answer to {query}");
                failed += 1;
                assert!(begun.elapsed() < MENDED, "{told}: {asked:?} to {query}");
                std::thread::sleep(Duration::from_millis(100));
            }
        }
        failed
    }

    /// Asks as a stranger what stays the same, until all of it is right.
    pub fn staying_right(&self, address: SocketAddr, told: &str) {
        let begun = Instant::now();
        for nth in STAYING {
            while self.ask(address, nth, true, told) != Asked::Right {
                assert!(begun.elapsed() < MENDED, "{told}: {} is not answered", QUERIES[nth]);
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }

    pub const fn questions() -> usize {
        QUERIES.len()
    }

    /// Records the outcome of a number; what became of it, or that the connection broke.
    pub fn record(&self, address: SocketAddr, number: usize) -> std::io::Result<Value> {
        let answer = post(address, Some(&self.secret), &recording(&self.activity, number))?;
        Ok(serde_json::from_str(&answer.body)?)
    }
}

/// Whether an answer of a search has fewer hits than another, in the same order, and none besides.
fn is_less(answer: &Value, expected: &Value) -> bool {
    let hits = |it: &Value| it["data"]["search"]["edges"].as_array().cloned();
    let (Some(found), Some(expected)) = (hits(answer), hits(expected)) else { return false };
    let mut rest = expected.iter();
    answer.get("errors").is_none() && found.iter().all(|hit| rest.any(|it| it == hit))
}

/// Sends a request over a connection of its own; an error is a connection that broke.
pub fn post(address: SocketAddr, secret: Option<&str>, body: &Value) -> std::io::Result<Answer> {
    post_within(PATIENCE, address, secret, body)
}

/// The same, waiting for so long at most.
pub fn post_within(
    time: Duration,
    address: SocketAddr,
    secret: Option<&str>,
    body: &Value,
) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&address, time)?;
    stream.set_read_timeout(Some(time))?;
    let signed = secret.map_or_else(String::new, |it| format!("authorization: Bearer {it}\r\n"));
    let body = body.to_string();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nhost: a\r\n{signed}content-type: application/json\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes())?;
    read(stream)
}

fn read(mut stream: TcpStream) -> std::io::Result<Answer> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    if !bytes.windows(4).any(|it| it == b"\r\n\r\n") {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Answer::read(&bytes))
}

/// The answer to a query as JSON; half of one is none.
pub fn ask(address: SocketAddr, secret: Option<&str>, query: &str) -> std::io::Result<Value> {
    Ok(serde_json::from_str(&post(address, secret, &json!({ "query": query }))?.body)?)
}

/// What is said under a path.
pub fn get(address: SocketAddr, path: &str) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    read(stream)
}

/// What readiness says; `None` where nobody answers.
pub fn is_ready(address: SocketAddr) -> Option<bool> {
    Some(get(address, "/health/ready").ok()?.status == 200)
}

/// The request that records an outcome under a key: sent twice, it is done once.
pub fn recording(activity: &str, number: usize) -> Value {
    let query = "mutation ($input: RecordOutcomeInput!) { recordOutcome(input: $input) {
        outcome { id } change { seq replayed } errors { code message } } }";
    let input = json!({
        "kind": "OUTPUT", "title": {"vi": format!("Kết quả {number}")}, "activity": activity,
        "measure": "UNIT", "value": number.to_string(), "unit": "persons",
        "idempotencyKey": format!("command-{number}"),
    });
    json!({ "query": query, "variables": { "input": input } })
}

/// A fault of one place of a file.
#[derive(Debug, Clone, Copy)]
pub enum Fault {
    Flip(usize, u8),
    Noise(usize),
    Zeros(usize),
    Cut(usize),
    More,
    Gone,
}

impl Fault {
    /// One of those that a file can have; while it is served, it stays as long as it is.
    pub fn by_chance(path: &Path, served: bool, chance: &mut Chance) -> Self {
        let length = usize::try_from(fs::metadata(path).unwrap().len()).unwrap();
        let kind = if served { chance.below(4) } else { chance.below(8) };
        match kind {
            _ if length == 0 => Self::More,
            0 | 1 => Self::Flip(held(path, chance), u8::try_from(chance.below(8)).unwrap()),
            2 => Self::Noise(held(path, chance)),
            3 => Self::Zeros(held(path, chance)),
            4 => Self::Cut(chance.below(length)),
            5 => Self::Cut(0),
            6 => Self::More,
            _ => Self::Gone,
        }
    }

    pub fn befall(self, path: &Path, chance: &mut Chance) {
        use std::os::unix::fs::FileExt;
        let file = fs::File::options().read(true).write(true).open(path).unwrap();
        let length = usize::try_from(file.metadata().unwrap().len()).unwrap();
        let over = |at: usize, many: usize, mut byte: Box<dyn FnMut() -> u8>| {
            let bytes: Vec<u8> = (at..length.min(at + many)).map(|_| byte()).collect();
            file.write_all_at(&bytes, at as u64).unwrap();
        };
        match self {
            Self::Flip(at, bit) => {
                let mut byte = [0];
                file.read_exact_at(&mut byte, at as u64).unwrap();
                byte[0] ^= 1 << bit;
                file.write_all_at(&byte, at as u64).unwrap();
            }
            Self::Noise(at) => {
                let mut noise = Chance(chance.next());
                over(at, 512, Box::new(move || noise.next().to_le_bytes()[0]));
            }
            Self::Zeros(at) => over(at / 4_096 * 4_096, 4_096, Box::new(|| 0)),
            Self::Cut(to) => file.set_len(to as u64).unwrap(),
            Self::More => file.write_all_at(b"what nobody wrote", length as u64).unwrap(),
            Self::Gone => fs::remove_file(path).unwrap(),
        }
    }
}

/// A place of a file, mostly where it holds something: much of some files is zeros.
fn held(path: &Path, chance: &mut Chance) -> usize {
    let bytes = fs::read(path).unwrap();
    let place = chance.below(bytes.len());
    if chance.once_in(8) {
        return place;
    }
    let after = (place..bytes.len()).find(|at| bytes[*at] != 0);
    after.or_else(|| bytes.iter().position(|it| *it != 0)).unwrap_or(place)
}

/// Stops a server as an operator does, and has its files verified.
pub fn stop_and_verify(place: &Place, server: Server, told: &str) -> Ended {
    let ended = server.stop("TERM");
    assert_eq!(ended.code, Some(0), "{told}: {}", ended.err);
    let verified = place.run(&["verify"]);
    assert_eq!(verified.code, Some(0), "{told}: {}{}", verified.out, verified.err);
    ended
}
