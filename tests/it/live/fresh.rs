//! Whatever is written, and when the day changes: the last answer of every live query is the one
//! that is given to who asks anew, and patches make the same of it as the whole.

#[path = "../../../crates/graphql/tests/lists/random.rs"]
#[expect(dead_code, reason = "the clock here is another")]
mod random;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use async_graphql::Request;
use hoptac::{
    auth::{Caller, Role, Scope},
    domain::Languages,
    http::Timeouts,
};
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};
use tokio::{sync::Notify, task::JoinHandle, time::timeout};

use super::client::{Site, Socket};
use random::{ASKED, NOW, Step, command, prepare, submit};

/// Longer than anything here takes.
const LIMIT: Duration = Duration::from_secs(60);

/// What is asked beside [`ASKED`].
const OWN: &[&str] = &[
    "{ activities(first: 3, orderBy: TITLE_DESC) { edges { cursor node { id title } } } }",
    "{ events(first: 4) { totalCount nodes { id status host { name } } } }",
    "{ changes(first: 100) { nodes { seq records { __typename } } } }",
    "{ events(first: 101) { totalCount } sectors { totalCount } }",
];

/// All that is asked.
fn corpus() -> impl Iterator<Item = &'static &'static str> {
    ASKED.iter().chain(OWN)
}

/// What a client makes of what it is told.
#[derive(Default)]
struct Seen {
    data: Value,
    revision: u64,
    patched: usize,
}

impl Seen {
    fn hear(&mut self, payload: &Value) {
        assert_eq!(payload["isLive"], true, "{payload}");
        if let Some(patch) = payload.get("patch") {
            assert_eq!(payload["revision"], self.revision + 1, "{payload}");
            let patch: json_patch::Patch = serde_json::from_value(patch.clone()).unwrap();
            json_patch::patch(&mut self.data, &patch).unwrap();
            self.revision += 1;
            self.patched += 1;
        } else {
            self.data = payload["data"].clone();
            self.revision = payload["revision"].as_u64().unwrap_or_default();
        }
    }
}

/// One who asks all of the corpus over one socket.
struct Onlooker {
    caller: Arc<Caller>,
    seen: Arc<Mutex<Vec<Seen>>>,
    news: Arc<Notify>,
    listening: JoinHandle<()>,
}

impl Onlooker {
    async fn new(site: &Site, role: Role, patches: bool) -> Self {
        let token = (role > Role::Anonymous).then(|| site.token(role, None));
        let caller = match &token {
            Some((id, _)) => Caller {
                id: id.clone(),
                role,
                scope: Scope::All,
                name: format!("token {role:?} {patches}"),
            },
            None => Caller::anonymous(),
        };
        let mut socket =
            Socket::open(site, token.as_ref().map(|(_, secret)| secret.as_str())).await;
        for (at, query) in corpus().enumerate() {
            let query = format!("query @live {query}");
            let payload = json!({ "query": query, "extensions": { "live": { "patch": patches } } });
            socket.ask(&at.to_string(), &payload).await;
        }
        let seen: Arc<Mutex<Vec<Seen>>> =
            Arc::new(Mutex::new(corpus().map(|_| Seen::default()).collect()));
        let news = Arc::new(Notify::new());
        let (heard, told) = (Arc::clone(&seen), Arc::clone(&news));
        let listening = tokio::spawn(async move {
            loop {
                let message = socket.hear_ever().await;
                assert_eq!(message["type"], "next", "{message}");
                let at: usize = message["id"].as_str().unwrap().parse().unwrap();
                heard.lock().unwrap()[at].hear(&message["payload"]);
                told.notify_one();
            }
        });
        Self { caller: Arc::new(caller), seen, news, listening }
    }

    /// Waits until each last answer is the one that is given now.
    async fn settles(&self, site: &Site) {
        for (at, query) in corpus().enumerate() {
            let caller = Arc::clone(&self.caller);
            let fresh = site.api.execute(Request::new(*query), caller, Languages::default()).await;
            let fresh = fresh.data.into_json().unwrap();
            let settled = async {
                loop {
                    assert!(!self.listening.is_finished(), "what was told could not be read");
                    if self.named(self.seen.lock().unwrap()[at].data.clone()) == fresh {
                        return;
                    }
                    self.news.notified().await;
                }
            };
            let settled = timeout(LIMIT, settled).await;
            let last = self.seen.lock().unwrap()[at].data.clone();
            assert!(settled.is_ok(), "{query} for {}:\n{last}\nnow {fresh}", self.caller.id);
        }
    }

    /// Data with the name of the token as the caller here has it.
    fn named(&self, mut data: Value) -> Value {
        if let Some(name) = data.pointer_mut("/viewer/name") {
            *name = json!(self.caller.name);
        }
        data
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, ..ProptestConfig::default() })]

    #[test]
    fn the_last_answer_is_the_one_that_is_given_now(steps in vec(any::<Step>(), 30..50)) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(follow(&steps));
    }
}

async fn follow(steps: &[Step]) {
    let patience = Timeouts { recheck: Duration::from_millis(20), ..Timeouts::default() };
    let site = Site::empty(patience).await;
    site.clock.set(NOW);
    prepare(site.api.registry()).await;
    let mut onlookers = Vec::new();
    for role in [Role::Anonymous, Role::Recorder, Role::Admin] {
        for patches in [false, true] {
            onlookers.push(Onlooker::new(&site, role, patches).await);
        }
    }
    let mut days = 0;
    for (number, step) in steps.iter().enumerate() {
        if step[0] % 13 == 0 {
            days += 40;
            let now: jiff::Timestamp = NOW.parse().unwrap();
            site.clock.set(&(now + jiff::SignedDuration::from_hours(24 * days)).to_string());
        }
        submit(site.api.registry(), command(number, *step)).await;
        // Some come one upon the other, some after all was told: by chance, and often enough that
        // however fast it is read, there are patches.
        if step[1] % 4 == 0 || number % 6 == 0 {
            for onlooker in &onlookers {
                onlooker.settles(&site).await;
            }
        }
    }
    let mut patched = 0;
    for onlooker in &onlookers {
        onlooker.settles(&site).await;
        patched += onlooker.seen.lock().unwrap().iter().map(|it| it.patched).sum::<usize>();
    }
    assert!(patched > steps.len(), "only {patched} patches");
}
