//! Clients that record outcomes under keys until they are answered, at any machine, and one that
//! follows the feed from machine to machine.

use std::{
    net::SocketAddr,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::stand::{PATIENCE, Stand};
use crate::campaign::{
    Chance,
    stand::{post, post_within, recording},
};

pub const CLIENTS: usize = 16;
/// Between one try and the next.
const BACK_OFF: Duration = Duration::from_millis(20);
/// How long one try is waited for: a machine that hangs does not say so.
const TRY: Duration = Duration::from_secs(3);
/// The longest rest of a client between one command and the next, in milliseconds.
const REST: usize = 400;

/// What a client was told of its command.
#[derive(Debug, Clone)]
pub struct Acknowledged {
    pub number: usize,
    pub outcome: String,
    pub seq: u64,
    /// When it was first sent, and when it was answered.
    pub begun: Instant,
    pub ended: Instant,
    /// How often it was sent without being done.
    pub lost: usize,
}

/// What clients do, until they are told to end.
#[derive(Default)]
pub struct Load {
    pub acknowledged: Mutex<Vec<Acknowledged>>,
    next: AtomicUsize,
    ended: AtomicBool,
    /// Clients whose last command is not done yet.
    busy: AtomicUsize,
}

impl Load {
    pub fn end(&self) {
        self.ended.store(true, Ordering::Release);
    }

    fn is_ended(&self) -> bool {
        self.ended.load(Ordering::Acquire)
    }

    /// Whether a command is not done yet.
    pub fn is_busy(&self) -> bool {
        self.busy.load(Ordering::Acquire) > 0
    }

    pub fn count(&self) -> usize {
        self.acknowledged.lock().unwrap().len()
    }

    /// Waits until so many more commands are done that were sent from now on.
    pub fn wait(&self, more: usize) {
        let begun = Instant::now();
        let done = || {
            let all = self.acknowledged.lock().unwrap();
            let ended_since = all.iter().rev().take_while(|it| it.ended >= begun);
            ended_since.filter(|it| it.begun >= begun).take(more).count()
        };
        while done() < more {
            assert!(begun.elapsed() < PATIENCE, "{} of {more} commands were done", done());
            std::thread::sleep(BACK_OFF);
        }
    }

    /// The longest time without an answer that began or ended since a moment.
    pub fn gap(&self, since: Instant) -> Duration {
        let all = self.acknowledged.lock().unwrap();
        // Noted as they ended, but for what threads wait for each other.
        let recent = all.iter().rev().take_while(|it| it.ended >= since).count();
        let first = all.len().saturating_sub(recent + CLIENTS);
        let mut ended: Vec<_> = all[first..].iter().map(|it| it.ended).collect();
        drop(all);
        ended.sort();
        let gaps = ended.windows(2).filter(|it| it[1] >= since).map(|it| it[1] - it[0]);
        gaps.max().unwrap_or_default()
    }

    /// Sends one command after another, each to any machine until it is done.
    pub fn send(&self, stand: &Stand, client: usize) {
        let mut chance = Chance::of("cluster", client);
        self.busy.fetch_add(1, Ordering::AcqRel);
        let _busy = Busy(&self.busy);
        while !self.is_ended() {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let body = recording(&stand.activity, number);
            let (begun, mut lost) = (Instant::now(), 0);
            loop {
                let machine = chance.pick(&stand.machines);
                match Self::try_once(machine.address, &stand.secret, &body) {
                    Some((outcome, seq)) => {
                        let ended = Instant::now();
                        let told = Acknowledged { number, outcome, seq, begun, ended, lost };
                        self.acknowledged.lock().unwrap().push(told);
                        std::thread::sleep(Duration::from_millis(chance.below(REST) as u64));
                        break;
                    }
                    None => lost += 1,
                }
                let late = begun.elapsed() > PATIENCE;
                assert!(!late, "command {number} was not done in {lost} tries");
                std::thread::sleep(BACK_OFF);
            }
        }
    }

    /// The outcome and the seq, where it was done; a refusal of the command itself is a failure.
    fn try_once(at: SocketAddr, secret: &str, body: &Value) -> Option<(String, u64)> {
        let answer = post_within(TRY, at, Some(secret), body).ok()?;
        let answer: Value = serde_json::from_str(&answer.body).ok()?;
        let payload = &answer["data"]["recordOutcome"];
        assert!(
            payload["errors"].as_array().is_none_or(Vec::is_empty),
            "a command was refused: {answer}"
        );
        if payload["outcome"].is_null() {
            let code = answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default();
            let may = ["TIMEOUT", "UNAVAILABLE", "READ_ONLY", "NOT_CAUGHT_UP"].contains(&code);
            assert!(may, "no reason to try again: {answer}");
            return None;
        }
        let outcome = payload["outcome"]["id"].as_str()?.to_owned();
        Some((outcome, payload["change"]["seq"].as_u64()?))
    }

    /// Follows the feed, each page at another machine, and returns what each command wrote, by seq.
    /// Goes on until the head that is known once the load has ended.
    pub fn follow(stand: &Stand, last: &Mutex<Option<u64>>) -> Vec<(u64, String)> {
        let mut chance = Chance::of("follower", 0);
        let (mut all, mut after) = (Vec::<(u64, String)>::new(), Value::Null);
        let mut told = Instant::now();
        loop {
            if let Some(last) = *last.lock().unwrap()
                && all.last().is_some_and(|(seq, _)| *seq >= last)
            {
                return all;
            }
            let machine = chance.pick(&stand.machines);
            let Some(page) = page(machine.address, &stand.secret, &after) else {
                assert!(told.elapsed() < PATIENCE, "the feed stands still at {:?}", all.last());
                std::thread::sleep(BACK_OFF);
                continue;
            };
            for (seq, record) in entries(&page) {
                let next = all.last().map_or(1, |(seq, _)| seq + 1);
                assert_eq!(seq, next, "the feed of {} has a gap or a repeat", machine.name);
                all.push((seq, record));
                told = Instant::now();
            }
            if page["pageInfo"]["endCursor"].is_string() {
                after = page["pageInfo"]["endCursor"].clone();
            }
            if page["pageInfo"]["hasNextPage"] != true {
                std::thread::sleep(BACK_OFF);
            }
        }
    }
}

struct Busy<'a>(&'a AtomicUsize);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// All that a machine tells of its feed.
pub fn feed(at: SocketAddr, secret: &str) -> Vec<(u64, String)> {
    let (mut all, mut after) = (Vec::new(), Value::Null);
    let mut told = Instant::now();
    loop {
        let Some(mut page) = page(at, secret, &after) else {
            assert!(told.elapsed() < PATIENCE, "{at} does not answer");
            std::thread::sleep(BACK_OFF);
            continue;
        };
        told = Instant::now();
        all.extend(entries(&page));
        if page["pageInfo"]["hasNextPage"] != true {
            return all;
        }
        after = page["pageInfo"]["endCursor"].take();
    }
}

/// The changes of a page, each with the record that it wrote.
fn entries(page: &Value) -> Vec<(u64, String)> {
    let nodes = page["nodes"].as_array().unwrap().iter();
    let entry = |node: &Value| {
        let record = node["records"][0]["recordId"].as_str().unwrap_or_default();
        (node["seq"].as_u64().unwrap(), record.to_owned())
    };
    nodes.map(entry).collect()
}

/// A page of the feed; `None` where the machine is not there or does not answer in time.
fn page(at: SocketAddr, secret: &str, after: &Value) -> Option<Value> {
    let query = "query ($after: String) { changes(first: 100, after: $after) {
        pageInfo { endCursor hasNextPage } nodes { seq records(first: 1) { recordId } } } }";
    let body = json!({ "query": query, "variables": { "after": after } });
    let answer = post(at, Some(secret), &body).ok()?;
    let mut answer: Value = serde_json::from_str(&answer.body).ok()?;
    if answer["data"]["changes"].is_null() {
        let code = answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default();
        assert!(code != "CURSOR_UNKNOWN", "a cursor of another machine is unknown: {answer}");
        return None;
    }
    Some(answer["data"]["changes"].take())
}
