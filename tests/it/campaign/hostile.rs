//! Hostile clients: the memory that each can make the server take, the processor time of each request
//! against what it pays, and how long honest readers wait beside them.
//!
//! Figures of time say something where the program is a release build: `tests/campaign/run hostile 50000`
//! takes the one that `CAMPAIGN_PROGRAM` names, and then holds it to the bounds.

mod wire;

use std::{
    fs,
    io::Write,
    net::{IpAddr, SocketAddr, TcpStream},
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use self::wire::{connect, exchange, frame, h2_begin, h2_data, h2_head, open_socket, text};
use super::{cases, tell};
use crate::program::{Place, Server};

const HOSTILE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 9));
const HONEST: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 2));
/// Most that a client of one address makes the server take, in MiB: 32 that are counted, what their
/// connections hold uncounted, and what the allocator keeps of both.
const MEMORY_MOST: u64 = 192;
/// Processor time that a request may take beyond what it pays.
const UNPAID_MOST: f64 = 5e-3;
const CONNECTIONS: usize = 16;

/// Whether the program is a release build, whose times say something.
fn is_judged() -> bool {
    std::env::var_os("CAMPAIGN_PROGRAM").is_some()
}

/// Processor time that one point pays for, in seconds, as the program is built.
fn of_point() -> f64 {
    if is_judged() { 5e-6 } else { 400e-6 }
}

fn place(activities: usize) -> Place {
    let place = Place::new();
    let count = activities.to_string();
    assert_eq!(place.run(&["generate", "--activities", &count, "--out", "l.ndjson"]).code, Some(0));
    let imported = place.run(&["transfer", "l.ndjson"]);
    assert_eq!(imported.code, Some(0), "{}", imported.err);
    place
}

/// Memory that a server takes now, in MiB.
fn memory(server: &Server) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().trim().parse::<u64>().unwrap() >> 10
}

/// Processor time that a server has taken, in seconds.
fn processor(server: &Server) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{}/stat", server.id())).unwrap();
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    let ticks = |nth: usize| fields[nth].parse::<f64>().unwrap();
    (ticks(11) + ticks(12)) / 100.0
}

/// A server of a registry, which has done what it does by itself after a start, such as to index what was taken over.
fn at_rest(place: &Place, options: &[&str]) -> Server {
    let server = place.serve(&[&["--no-seed", "--log-filter", "off"][..], options].concat());
    let patience = Instant::now() + Duration::from_secs(300);
    loop {
        let before = processor(&server);
        std::thread::sleep(Duration::from_millis(500));
        if processor(&server) - before <= 0.02 {
            return server;
        }
        assert!(Instant::now() < patience, "the server does not come to rest");
    }
}

/// Sends until a time is over, or the other end takes no more.
fn send_on(stream: &mut TcpStream, bytes: &[u8], until: Instant) {
    stream.set_write_timeout(Some(Duration::from_millis(200))).unwrap();
    while Instant::now() < until {
        match stream.write(bytes) {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(_) => return,
        }
    }
}

/// A client that decides how much memory the server takes: keeps its connections until all is done.
type Attack = fn(SocketAddr, Instant) -> Vec<TcpStream>;

fn pings(server: SocketAddr, until: Instant) -> Vec<TcpStream> {
    let mut socket = open_socket(HOSTILE, server).unwrap();
    let many = frame(9, &[7; 125]).repeat(400);
    send_on(&mut socket, &many, until);
    vec![socket]
}

fn pings_of_the_protocol(server: SocketAddr, until: Instant) -> Vec<TcpStream> {
    let mut socket = open_socket(HOSTILE, server).unwrap();
    let many = text(&json!({ "type": "ping", "payload": { "a": "b".repeat(400) } })).repeat(100);
    send_on(&mut socket, &many, until);
    vec![socket]
}

fn unread_subscriptions(server: SocketAddr, until: Instant) -> Vec<TcpStream> {
    let first = "{ changes(first: 1) { pageInfo { endCursor } } }";
    let mut probe = connect(HOSTILE, server);
    let (_, body) = exchange(&mut probe, &json!({ "query": first }).to_string()).unwrap();
    let answer: Value = serde_json::from_slice(&body).unwrap();
    let cursor = answer["data"]["changes"]["pageInfo"]["endCursor"].as_str().unwrap().to_owned();
    let query = format!(
        "subscription {{ changes(after: {cursor:?}) {{ seq records {{ kind node {{ id }} diff {{ field }} }} }} }}"
    );
    let mut sockets: Vec<TcpStream> = (0..6).filter_map(|_| open_socket(HOSTILE, server)).collect();
    for socket in &mut sockets {
        let _ = socket.write_all(&text(&json!({ "type": "connection_init" })));
        for id in 0..50 {
            let payload = json!({ "query": query });
            let ask = json!({ "type": "subscribe", "id": id.to_string(), "payload": payload });
            let _ = socket.write_all(&text(&ask));
        }
    }
    std::thread::sleep(until.saturating_duration_since(Instant::now()));
    sockets
}

/// Each stream asks for a large answer, and takes none of it.
fn shut_windows(server: SocketAddr, until: Instant) -> Vec<TcpStream> {
    let mut connections = Vec::new();
    for connection in 0..CONNECTIONS {
        let mut stream = connect(HOSTILE, server);
        let _ = stream.write_all(&h2_begin(0));
        for nth in 0..100_u32 {
            // Each is another question, so that none is answered from what is kept.
            let path = format!(
                "/graphql?query=%7B__schema%7Btypes%7Bname%20description%20fields%7Bname%20a{connection}_{nth}:\
                 description%7D%7D%7D%7D"
            );
            let _ = stream.write_all(&h2_head(2 * nth + 1, &path, false));
        }
        connections.push(stream);
    }
    std::thread::sleep(until.saturating_duration_since(Instant::now()));
    connections
}

/// Each stream sends nearly all of a large request, and then no more.
fn halves_of_requests(server: SocketAddr, until: Instant) -> Vec<TcpStream> {
    let half = vec![b' '; 60 << 10];
    let one = || {
        let mut stream = connect(HOSTILE, server);
        stream.set_write_timeout(Some(Duration::from_millis(500))).unwrap();
        let _ = stream.write_all(&h2_begin(1 << 16));
        for nth in (0..100_u32).map(|nth| 2 * nth + 1) {
            let sent = stream
                .write_all(&h2_head(nth, "/graphql", true))
                .and_then(|()| stream.write_all(&h2_data(nth, &half)));
            if sent.is_err() || Instant::now() > until {
                break;
            }
            // So much is taken meanwhile that the windows are not exceeded.
            std::thread::sleep(Duration::from_millis(3));
        }
        stream
    };
    let connections = std::thread::scope(|scope| {
        let all: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(one)).collect();
        all.into_iter().map(|it| it.join().unwrap()).collect()
    });
    std::thread::sleep(until.saturating_duration_since(Instant::now()));
    connections
}

/// Subscriptions that wait for ever, each with a large document of its own.
fn large_documents(server: SocketAddr, until: Instant) -> Vec<TcpStream> {
    let mut sockets = Vec::new();
    let fields = "__typename ".repeat(1_500);
    for socket in 0..40 {
        let Some(mut stream) = open_socket(HOSTILE, server) else { break };
        let _ = stream.write_all(&text(&json!({ "type": "connection_init" })));
        for nth in 0..50 {
            let query = format!("subscription S{socket}_{nth} {{ changes {{ seq {fields} }} }}");
            let ask = json!({ "type": "subscribe", "id": nth.to_string(), "payload": { "query": query } });
            if stream.write_all(&text(&ask)).is_err() || Instant::now() > until {
                break;
            }
        }
        sockets.push(stream);
        if Instant::now() > until {
            break;
        }
    }
    sockets
}

const ATTACKS: [(&str, Attack); 6] = [
    ("pings that are not read", pings),
    ("pings of the protocol", pings_of_the_protocol),
    ("subscriptions that are not read", unread_subscriptions),
    ("HTTP/2 windows that stay shut", shut_windows),
    ("halves of requests", halves_of_requests),
    ("large documents of subscriptions", large_documents),
];

#[test]
fn no_client_decides_how_much_memory_the_server_takes() {
    let long = cases(0);
    let place = place(if long == 0 { 100 } else { long });
    let within = Duration::from_secs(if long == 0 { 3 } else { 20 });
    let mut figures = Vec::new();
    for (name, attack) in ATTACKS {
        let server = at_rest(&place, &[]);
        assert!(server.query("{ activities(first: 10) { nodes { id } } }")["data"].is_object());
        let before = memory(&server);
        let address = server.address;
        let attacking = std::thread::spawn(move || attack(address, Instant::now() + within));
        let mut most = before;
        while !attacking.is_finished() {
            most = most.max(memory(&server));
            std::thread::sleep(Duration::from_millis(20));
        }
        let connections = attacking.join().unwrap();
        most = most.max(memory(&server));
        // Others are served all the while.
        let mut honest = connect(HONEST, address);
        let (status, _) =
            exchange(&mut honest, &json!({ "query": "{ head { seq } }" }).to_string())
                .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(status, 200, "{name}");
        drop(connections);
        let grown = most - before;
        figures.push(format!("{name} +{grown} MiB"));
        assert!(grown <= MEMORY_MOST, "{name}: {grown} MiB, from {before}");
    }
    tell("hostile", &format!("memory, at most {MEMORY_MOST} MiB: {}", figures.join(", ")));
}

/// Requests that take much of the processor, or of which that was said.
fn dear() -> Vec<(&'static str, String)> {
    let aliases = |many: usize, field: &str| {
        let fields: Vec<_> = (0..many).map(|nth| format!("a{nth}: {field}")).collect();
        format!("{{ {} }}", fields.join(" "))
    };
    vec![
        ("orders a list", "{ activities(first: 1, orderBy: TITLE_ASC) { nodes { id } } }".to_owned()),
        ("counts outcomes", "{ outcomes(first: 0) { totalCount } }".to_owned()),
        ("orders 20 lists", aliases(20, "activities(first: 1, orderBy: TITLE_ASC) { nodes { id } }")),
        ("asks for the schema 20 times", aliases(20, "__schema { types { name fields { name } } }")),
        (
            "asks for the whole schema",
            include_str!("../../../crates/graphql/src/limits/tests/introspection.graphql").to_owned(),
        ),
        ("changes with differences", "{ changes(first: 4) { nodes { records { diff { field } } } } }".to_owned()),
        ("misspells 1,900 fields", format!("{{ {} }}", "activitiez ".repeat(1_900))),
        ("sends a long text", format!("{{ search(text: \"\"\"{}\"\"\") {{ edges {{ score }} }} }}", "x ".repeat(30_000))),
        ("asks for 1,900 fields", aliases(1_900, "__typename")),
        ("asks for the whole matrix", "{ cooperationMatrix { cells(first: 100) { totalCount nodes { mutual oneWay } } } }".to_owned()),
        ("searches", "{ search(text: \"a b c d e f g h\", first: 100) { edges { highlights { pieces { text } } } } }".to_owned()),
    ]
}

fn remaining(stream: &mut TcpStream) -> f64 {
    let (_, body) = exchange(stream, &json!({ "query": "{ __typename }" }).to_string()).unwrap();
    let answer: Value = serde_json::from_slice(&body).unwrap();
    answer["extensions"]["cost"]["remaining"].as_f64().unwrap()
}

#[test]
fn the_processor_is_paid_for() {
    let long = cases(0);
    let place = place(if long == 0 { 100 } else { long });
    // Enough that nothing is refused, and hardly restored, so that what is spent is seen.
    let budget = ["--budget-points", "1000000000", "--budget-per-second", "1", "--answers-mb", "0"];
    let server = at_rest(&place, &budget);
    let (mut figures, mut broken) = (Vec::new(), Vec::new());
    for (name, query) in dear() {
        let mut stream = connect(HOSTILE, server.address);
        let (spent, used) = (remaining(&mut stream), processor(&server));
        let (begun, mut asked, mut bytes) = (Instant::now(), 0_u32, 0);
        while asked < 3 || (begun.elapsed() < Duration::from_millis(600) && asked < 200) {
            // A comment makes it another document, so that it is read anew.
            let query = format!("{query} # {asked}");
            let (status, body) =
                exchange(&mut stream, &json!({ "query": query }).to_string()).unwrap();
            assert!(status < 500, "{name}: {status} {}", String::from_utf8_lossy(&body));
            (asked, bytes) = (asked + 1, body.len());
        }
        let used = (processor(&server) - used) / f64::from(asked);
        let points = (spent - remaining(&mut stream)) / f64::from(asked);
        let unpaid = used - points * of_point();
        let millis = used * 1e3;
        figures.push(format!("{name} {millis:.1} ms for {points:.0} points, {bytes} bytes"));
        if unpaid > UNPAID_MOST {
            broken.push(format!("{name}: {:.1} ms are not paid", unpaid * 1e3));
        }
    }
    tell("hostile", &format!("processor: {}", figures.join("; ")));
    assert!(!is_judged() || broken.is_empty(), "{broken:?}");
}

/// The time that so many of a hundred answers took at most, in milliseconds.
fn percentile(mut times: Vec<Duration>, hundredths: usize) -> f64 {
    times.sort_unstable();
    times[(times.len() * hundredths / 100).min(times.len() - 1)].as_secs_f64() * 1e3
}

/// What honest readers wait, one question after the other with pauses.
fn honest(server: SocketAddr, within: Duration) -> Vec<Duration> {
    let until = Instant::now() + within;
    let query = "query ($n: Int!) { activities(first: $n) { totalCount nodes { id title } } }";
    let (mut times, mut stream, mut nth) = (Vec::new(), connect(HONEST, server), 0);
    while Instant::now() < until {
        nth += 1;
        let body = json!({ "query": query, "variables": { "n": 10 + nth % 5 } }).to_string();
        let begun = Instant::now();
        let (status, body) = exchange(&mut stream, &body).unwrap();
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
        times.push(begun.elapsed());
        std::thread::sleep(Duration::from_millis(5));
    }
    times
}

/// Sixteen connections that send one dear request after the other; tells how many were answered.
fn beside(server: &Server, query: &str, within: Duration) -> (Vec<Duration>, f64) {
    let (stop, address) = (AtomicBool::new(false), server.address);
    let used = processor(server);
    let times = std::thread::scope(|scope| {
        for connection in 0..CONNECTIONS {
            let stop = &stop;
            scope.spawn(move || {
                let (mut stream, mut sent) = (connect(HOSTILE, address), 0);
                while !stop.load(Relaxed) {
                    let query = format!("{query} # {connection} {sent}");
                    sent += 1;
                    if exchange(&mut stream, &json!({ "query": query }).to_string()).is_err() {
                        stream = connect(HOSTILE, address);
                    }
                }
            });
        }
        let times = honest(address, within);
        stop.store(true, Relaxed);
        times
    });
    (times, (processor(server) - used) / within.as_secs_f64())
}

#[test]
fn honest_readers_are_served_beside_hostile_ones() {
    let long = cases(0);
    let place = place(if long == 0 { 100 } else { long });
    let within = Duration::from_secs(if long == 0 { 1 } else { 20 });
    let (mut figures, mut broken) = (Vec::new(), Vec::new());
    let kinds: Vec<_> = dear().into_iter().take(if long == 0 { 2 } else { usize::MAX }).collect();
    for (name, query) in kinds {
        let server = at_rest(&place, &[]);
        let alone = percentile(honest(server.address, within), 99);
        let (times, cores) = beside(&server, &query, within);
        let answers = times.len();
        let with = percentile(times, 99);
        figures.push(format!(
            "{name}: p99 {alone:.1} ms alone, {with:.1} ms beside ({answers} answers; {cores:.2} cores)"
        ));
        if with > 3.0 * alone.max(1.0) {
            broken.push(format!("{name}: {alone:.1} ms became {with:.1} ms"));
        }
    }
    tell(
        "hostile",
        &format!("honest readers beside {CONNECTIONS} connections: {}", figures.join("; ")),
    );
    assert!(!is_judged() || broken.is_empty(), "{broken:?}");
}
