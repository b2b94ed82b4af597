//! A subscriber over a WebSocket (graphql-transport-ws) that goes on at another machine, from the
//! cursor of the last change that it was told, whenever its socket ends or falls silent, and now and
//! then by itself.

use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest},
};

use super::stand::{Machine, PATIENCE, Stand};
use crate::campaign::Chance;

/// How long nothing is heard before another machine is asked: a machine that hangs, or is cut off,
/// does not say so.
const SILENCE: Duration = Duration::from_secs(2);
/// Changes after which the machine is left at the latest, though it is well.
const STAY: usize = 400;

/// What a subscriber saw.
#[derive(Debug, Default)]
pub struct Told {
    /// Where it began, and the last change that it was told.
    pub first: u64,
    pub last: u64,
    cursor: String,
    /// How often it went on at another machine.
    pub moves: usize,
    /// How often it was refused, since the machine was behind.
    pub early: usize,
}

impl Told {
    /// Whether all was told that there will be, where that is known.
    fn is_all(&self, last: &Mutex<Option<u64>>) -> bool {
        last.lock().unwrap().is_some_and(|last| self.last >= last)
    }
}

/// Follows until the head that is known once the load has ended.
pub fn follow(stand: &Stand, nth: usize, last: &Mutex<Option<u64>>) -> Told {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let answer = stand.machines[0].ask(&stand.secret, "{ head { seq cursor } }");
    let now = answer.expect("it answers")["data"]["head"].take();
    let first = now["seq"].as_u64().unwrap();
    let cursor = now["cursor"].as_str().unwrap().to_owned();
    let mut told = Told { first, last: first, cursor, ..Told::default() };
    let mut chance = Chance::of("subscriber", nth);
    let (mut at, mut heard) = (nth, (Instant::now(), first));
    loop {
        let machine = &stand.machines[at % stand.machines.len()];
        let stay = 1 + chance.below(STAY);
        let heard_it = runtime.block_on(listen(machine, stand, &mut told, stay, last));
        if told.is_all(last) {
            return told;
        }
        if told.last > heard.1 {
            heard = (Instant::now(), told.last);
        }
        assert!(heard.0.elapsed() < PATIENCE, "nothing is told after {}", told.last);
        told.moves += 1;
        at += 1 + chance.below(stand.machines.len() - 1);
        if heard_it.is_none() {
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Listens to one machine; `None` where that did not come about.
async fn listen(
    machine: &Machine,
    stand: &Stand,
    told: &mut Told,
    stay: usize,
    last: &Mutex<Option<u64>>,
) -> Option<()> {
    let mut socket = connect(machine).await?;
    let payload = json!({ "authorization": format!("Bearer {}", stand.secret) });
    say(&mut socket, &json!({ "type": "connection_init", "payload": payload })).await?;
    if hear(&mut socket).await?["type"] != "connection_ack" {
        return None;
    }
    let query = "subscription ($after: String) { changes(after: $after) { seq cursor } }";
    let payload = json!({ "query": query, "variables": { "after": told.cursor } });
    say(&mut socket, &json!({ "id": "a", "type": "subscribe", "payload": payload })).await?;
    for _ in 0..stay {
        if told.is_all(last) {
            break;
        }
        let Some(message) = hear(&mut socket).await else { break };
        let (kind, payload) = (&message["type"], &message["payload"]);
        if kind == "next" && payload["data"]["changes"].is_object() {
            let change = &payload["data"]["changes"];
            let seq = change["seq"].as_u64().unwrap();
            assert_eq!(seq, told.last + 1, "{} tells a gap or a repeat", machine.name);
            told.last = seq;
            change["cursor"].as_str().unwrap().clone_into(&mut told.cursor);
            continue;
        }
        let said = message.to_string();
        assert!(!said.contains("CURSOR_UNKNOWN"), "{}: {said}", machine.name);
        told.early += usize::from(said.contains("NOT_CAUGHT_UP"));
        return None;
    }
    Some(())
}

type Socket = WebSocketStream<TcpStream>;

async fn connect(machine: &Machine) -> Option<Socket> {
    let mut request = format!("ws://{}/graphql", machine.address).into_client_request().unwrap();
    let protocol = "graphql-transport-ws".parse().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", protocol);
    timeout(SILENCE, async {
        let stream = TcpStream::connect(machine.address).await.ok()?;
        client_async(request, stream).await.ok().map(|(socket, _)| socket)
    })
    .await
    .ok()?
}

async fn say(socket: &mut Socket, message: &Value) -> Option<()> {
    socket.send(Message::text(message.to_string())).await.ok()
}

/// The next message; `None` where the socket ends, or is silent.
async fn hear(socket: &mut Socket) -> Option<Value> {
    loop {
        match timeout(SILENCE, socket.next()).await.ok()??.ok()? {
            Message::Text(text) => return serde_json::from_str(&text).ok(),
            Message::Close(_) => return None,
            _ => {}
        }
    }
}
