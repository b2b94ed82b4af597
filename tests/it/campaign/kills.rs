//! Many clients retry the same commands while the server is killed again and again: each command
//! is done once, and everybody is told the same.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::{Mutex, mpsc},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::cases;
use crate::program::{Place, Server};

const CLIENTS: usize = 32;
/// How many clients send each command.
const SENDERS: usize = 4;
const KILLS: usize = 10;
/// Commands that are sent between one kill and the next, about.
const BETWEEN: usize = 100;
/// What happens between one kill and the next takes no longer, or something hangs.
const LIMIT: Duration = Duration::from_secs(12);
/// An answer takes no longer, or it is not waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// Between one try and the next, so that the server gets to start.
const BACK_OFF: Duration = Duration::from_millis(5);

fn kills() -> usize {
    cases(KILLS)
}

fn commands() -> usize {
    BETWEEN * kills()
}

/// What a client tells of each command.
type Told = Result<Answer, String>;

struct Answer {
    number: usize,
    outcome: String,
    replayed: bool,
    /// How often it was sent before without an answer.
    lost: usize,
}

/// Where the server is, while there is one.
type Whereabouts = Mutex<Option<SocketAddr>>;

/// Sends commands one by one, each until it is answered, to wherever the server is by then.
struct Client<'a> {
    server: &'a Whereabouts,
    token: &'a str,
    until: Instant,
}

impl Client<'_> {
    fn send(&self, number: usize, activity: &str) -> Told {
        let body = recording(activity, number);
        let mut lost = 0;
        while Instant::now() < self.until {
            let address = *self.server.lock().unwrap();
            let answer = address.map(|address| post(address, self.token, &body));
            // What took too long may or may not be done, like what broke.
            let late = |it: &Value| it["errors"][0]["extensions"]["code"] == "TIMEOUT";
            let Some(Ok(answer)) = answer.filter(|it| !it.as_ref().is_ok_and(late)) else {
                lost += usize::from(address.is_some());
                std::thread::sleep(BACK_OFF);
                continue;
            };
            let payload = &answer["data"]["recordOutcome"];
            let Some(outcome) = payload["outcome"]["id"].as_str() else {
                return Err(format!("command {number}: {answer}"));
            };
            let replayed = payload["change"]["replayed"] == true;
            return Ok(Answer { number, outcome: outcome.to_owned(), replayed, lost });
        }
        Err(format!("command {number} was not answered in time, after {lost} broken connections"))
    }
}

/// Asks over a connection of its own; an error is a connection that broke, at whatever moment.
fn post(address: SocketAddr, token: &str, body: &str) -> std::io::Result<Value> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let size = body.len();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {size}\r\nconnection: close\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let broken = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
    let (_, body) = answer.split_once("\r\n\r\n").ok_or_else(broken)?;
    // Half a body is no JSON.
    Ok(serde_json::from_str(body)?)
}

fn recording(activity: &str, number: usize) -> String {
    let query = "mutation ($input: RecordOutcomeInput!) { recordOutcome(input: $input) {
        outcome { id } change { replayed } errors { message } } }";
    let input = json!({
        "kind": "OUTPUT", "title": {"vi": format!("Kết quả {number}")}, "activity": activity,
        "measure": "UNIT", "value": number.to_string(), "unit": "persons",
        "idempotencyKey": format!("command-{number}"),
    });
    json!({"query": query, "variables": {"input": input}}).to_string()
}

/// The commands of one client: some others have them too, each begins elsewhere.
fn commands_of(client: usize) -> Vec<usize> {
    let groups = CLIENTS / SENDERS;
    let mut commands: Vec<usize> =
        (0..commands()).filter(|it| it % groups == client % groups).collect();
    let turn = commands.len() / SENDERS * (client / groups);
    commands.rotate_left(turn);
    commands
}

/// A server that is killed and started again, and what its clients were told.
struct Ordeal<'a> {
    place: &'a Place,
    told: mpsc::Receiver<Told>,
    until: Instant,
    answers: Vec<Answer>,
}

impl Ordeal<'_> {
    /// Waits until so many commands are answered.
    fn wait(&mut self, answers: usize) {
        while self.answers.len() < answers {
            let left = self.until.saturating_duration_since(Instant::now());
            match self.told.recv_timeout(left) {
                Ok(told) => self.answers.push(told.unwrap_or_else(|error| panic!("{error}"))),
                Err(error) => panic!("{error} after {} answers", self.answers.len()),
            }
        }
    }

    /// Kills the server again and again, each time after as many answers, until all is answered.
    fn go_through(&mut self, mut server: Server, whereabouts: &Whereabouts) -> Server {
        let all = commands() * SENDERS;
        for kill in 1..=kills() {
            self.wait(all * kill / (kills() + 1));
            // Its port may be another's from now on.
            *whereabouts.lock().unwrap() = None;
            server.kill();
            server = self.place.serve(&[]);
            *whereabouts.lock().unwrap() = Some(server.address);
        }
        self.wait(all);
        server
    }

    /// The outcome of each command, the same to whoever sent it.
    fn outcomes(&self) -> BTreeMap<usize, &str> {
        let mut outcomes = BTreeMap::new();
        for answer in &self.answers {
            let known = *outcomes.entry(answer.number).or_insert(answer.outcome.as_str());
            assert_eq!(known, answer.outcome, "command {} is two outcomes", answer.number);
        }
        outcomes
    }
}

/// How many outcomes there are, and how many the feed tells of.
fn count(server: &Server, token: &str) -> (u64, u64) {
    let query =
        json!({"query": "{ outcomes(filter: {status: [DRAFT]}) { totalCount } head { seq } }"});
    let answer = post(server.address, token, &query.to_string()).unwrap();
    let number = |value: &Value| value.as_u64().unwrap_or_else(|| panic!("{answer}"));
    (number(&answer["data"]["outcomes"]["totalCount"]), number(&answer["data"]["head"]["seq"]))
}

/// The numbers of all changes, as the feed tells them page by page.
fn fed(server: &Server, token: &str) -> Vec<u64> {
    let (mut all, mut after) = (Vec::new(), Value::Null);
    loop {
        let query = "query ($after: String) { changes(first: 100, after: $after) {
            pageInfo { endCursor hasNextPage } nodes { seq } } }";
        let body = json!({"query": query, "variables": {"after": after}}).to_string();
        let mut answer = post(server.address, token, &body).unwrap();
        let mut page = answer["data"]["changes"].take();
        all.extend(page["nodes"].as_array().unwrap().iter().map(|it| it["seq"].as_u64().unwrap()));
        if page["pageInfo"]["hasNextPage"] != true {
            return all;
        }
        after = page["pageInfo"]["endCursor"].take();
    }
}

#[test]
fn what_thirty_two_clients_retry_while_the_server_is_killed_is_done_once() {
    let until = Instant::now() + LIMIT * u32::try_from(kills()).unwrap();
    let place = Place::new();
    let server = place.serve(&[]);
    let token = std::fs::read_to_string(place.data().join("admin-token")).unwrap();
    let token = token.trim();
    let found = server.query("{ activity(by: {key: \"q1-ansinh\"}) { id } }");
    let activity = found["data"]["activity"]["id"].as_str().unwrap();
    let (none, seeds) = count(&server, token);
    assert_eq!(none, 0);

    let whereabouts = Mutex::new(Some(server.address));
    let (tell, told) = mpsc::channel();
    let ordeal = Ordeal { place: &place, told, until, answers: Vec::new() };
    let (ordeal, server) = std::thread::scope(|scope| {
        // Its end of the channel goes where it fails.
        let mut ordeal = ordeal;
        for number in 0..CLIENTS {
            let (client, tell) = (Client { server: &whereabouts, token, until }, tell.clone());
            scope.spawn(move || {
                for command in commands_of(number) {
                    let told = client.send(command, activity);
                    // Nobody listens any more where another one failed.
                    if told.is_err() | tell.send(told).is_err() {
                        return;
                    }
                }
            });
        }
        drop(tell);
        let server = ordeal.go_through(server, &whereabouts);
        (ordeal, server)
    });

    let outcomes = ordeal.outcomes();
    assert_eq!(outcomes.len(), commands());
    assert_eq!(outcomes.values().collect::<std::collections::BTreeSet<_>>().len(), commands());
    let (lost, first): (usize, usize) = ordeal.answers.iter().fold((0, 0), |(lost, first), it| {
        (lost + it.lost.min(1), first + usize::from(!it.replayed))
    });
    assert!(lost >= kills(), "no kill was in anybody's way: {lost} commands were sent again");
    assert!(first <= commands(), "{first} commands were done, by what their senders were told");
    assert_eq!(count(&server, token), (commands() as u64, seeds + commands() as u64));
    let head = seeds + commands() as u64;
    assert_eq!(fed(&server, token), (1..=head).collect::<Vec<_>>(), "the feed has each once");
    let again = Client { server: &whereabouts, token, until };
    for (&number, &outcome) in outcomes.iter().step_by(100) {
        let answer = again.send(number, activity).unwrap();
        assert_eq!((answer.outcome.as_str(), answer.replayed), (outcome, true));
    }
    server.stop("TERM");
    let verified = place.run(&["verify"]);
    assert_eq!(verified.code, Some(0), "{}{}", verified.out, verified.err);
    let (kills, commands, told) = (kills(), commands(), ordeal.answers.len());
    super::tell(
        "kills",
        &format!(
            "{kills} kills under {CLIENTS} clients, {commands} commands and {told} acknowledgements of them, \
             {lost} sent again: 0 lost, 0 doubled, 0 gaps in the feed of {head} changes"
        ),
    );
}
