//! A server in this process, and clients of its streams that say exactly what they are told to.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use futures_util::{SinkExt, StreamExt};
use hoptac::{
    auth::Role,
    domain::{Command, Lang},
    exchange::seeds::Seeds,
    graphql::Api,
    http::{App, Identity, Timeouts},
    registry::{Clock, Options, Registry, Request},
    tokens::{Coverage, Draft, Grant, Register, Secret, Tokens},
};
use jiff::Timestamp;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpSocket, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest},
};

/// Nothing here takes longer; it keeps a test that hangs from hanging for ever.
const LIMIT: Duration = Duration::from_secs(60);

/// A clock that is set by hand.
pub struct HandClock(Mutex<Timestamp>);

impl HandClock {
    pub fn set(&self, moment: &str) {
        *self.0.lock().unwrap() = moment.parse().unwrap();
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// A server, its registry, and the tokens that it knows.
pub struct Site {
    pub clock: Arc<HandClock>,
    pub address: SocketAddr,
    pub api: Api,
    pub app: App,
    folder: Arc<TempDir>,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

impl Site {
    pub async fn new(patience: Timeouts) -> Self {
        let clock = Arc::new(HandClock(Mutex::new(crate::world::NOW.parse().unwrap())));
        let site = Self::open(Arc::new(tempfile::tempdir().unwrap()), clock, patience).await;
        let seeds = Seeds::built_in().unwrap().command();
        let request = Request::of_system("test", Command::Register(seeds));
        site.api.registry().submit(request).await.unwrap();
        site
    }

    /// One in whose registry there is nothing.
    pub async fn empty(patience: Timeouts) -> Self {
        let clock = Arc::new(HandClock(Mutex::new(crate::world::NOW.parse().unwrap())));
        Self::open(Arc::new(tempfile::tempdir().unwrap()), clock, patience).await
    }

    async fn open(folder: Arc<TempDir>, clock: Arc<HandClock>, patience: Timeouts) -> Self {
        let time = Arc::clone(&clock) as Arc<dyn Clock>;
        let opened = Registry::open(folder.path(), Options::default(), time, &mut |_| {}).unwrap();
        let api = Api::new(Arc::new(opened.0));
        let tokens = Arc::new(Tokens::open(folder.path()).unwrap());
        let app = App::new(api.clone(), Identity::new(tokens, true)).with_patience(patience);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let until = async { drop(stopped.await) };
        let serving = hoptac::http::serve(listener, app.clone(), until);
        let server = tokio::spawn(async { serving.await.unwrap() });
        Self { clock, address, api, app, folder, stop, server }
    }

    /// Stops the server as the program does, closes the registry, and starts again on its files.
    pub async fn restart(self, patience: Timeouts) -> Self {
        let Self { clock, api, app, folder, stop, server, .. } = self;
        app.drain();
        stop.send(()).unwrap();
        timeout(LIMIT, async { tokio::join!(server, app.drained()) }).await.unwrap().0.unwrap();
        drop(app);
        let registry = Arc::clone(api.registry());
        drop(api);
        let registry = timeout(LIMIT, sole(registry)).await.expect("nothing reads it any more");
        tokio::task::spawn_blocking(|| registry.close()).await.unwrap().unwrap();
        Self::open(folder, clock, patience).await
    }

    /// The secret of a new token.
    pub fn token(&self, role: Role, expires_at: Option<&str>) -> (String, String) {
        let now = self.api.registry().now();
        let register = Register::within(self.folder.path());
        let number = u8::try_from(register.list().unwrap().len()).unwrap();
        let secret = Secret::from_random([number; 32]);
        let grant = Grant { role, coverage: Coverage::everywhere() };
        let expires_at = expires_at.map(|it| it.parse().unwrap());
        let draft = Draft { name: format!("token {number}"), grant, expires_at };
        let token = register.create(draft, &secret, [number; 8], now).unwrap();
        (token.id, secret.expose().to_owned())
    }

    pub fn revoke(&self, id: &str) {
        let now = self.api.registry().now();
        Register::within(self.folder.path()).revoke(id, now).unwrap();
    }

    /// Publishes a sector, which everybody may see; gives the number of the change.
    pub async fn publish(&self, number: usize) -> u64 {
        let command =
            crate::fixture::adding(vec![crate::fixture::sector(&format!("s{number}"), 1)]);
        let receipt = self.api.registry().submit(crate::fixture::request(command)).await.unwrap();
        receipt.committed.unwrap().seq
    }

    /// The cursor of the present moment.
    pub async fn cursor(&self) -> String {
        let caller = Arc::new(hoptac::auth::Caller::anonymous());
        let request = async_graphql::Request::new("{ head { cursor } }");
        let answer = self.api.execute(request, caller, Lang::Vi).await;
        answer.data.into_json().unwrap()["head"]["cursor"].as_str().unwrap().to_owned()
    }
}

/// Waits until nobody else holds the registry: what was aborted lets go when it is next run.
async fn sole(mut registry: Arc<Registry>) -> Registry {
    loop {
        registry = match Arc::try_unwrap(registry) {
            Ok(registry) => return registry,
            Err(shared) => shared,
        };
        tokio::task::yield_now().await;
    }
}

/// A client of one WebSocket.
pub struct Socket(pub WebSocketStream<TcpStream>);

impl Socket {
    pub async fn connect(site: &Site, headers: &[(&'static str, &str)]) -> Self {
        Self::try_connect(site, headers).await.unwrap()
    }

    /// The socket, or the status that refused it.
    pub async fn try_connect(site: &Site, headers: &[(&'static str, &str)]) -> Result<Self, u16> {
        let url = format!("ws://{}/graphql", site.address);
        let mut request = url.into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        let socket = TcpSocket::new_v4().unwrap();
        // So that who does not read is soon seen not to.
        socket.set_recv_buffer_size(16 << 10).unwrap();
        let stream = socket.connect(site.address).await.unwrap();
        match client_async(request, stream).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(tokio_tungstenite::tungstenite::Error::Http(answer)) => {
                Err(answer.status().as_u16())
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// A socket with an open conversation.
    pub async fn open(site: &Site, secret: Option<&str>) -> Self {
        let mut socket = Self::connect(site, &[PROTOCOL]).await;
        let payload = secret.map(|it| json!({ "authorization": format!("Bearer {it}") }));
        socket.say(json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(socket.hear().await, json!({ "type": "connection_ack" }));
        socket
    }

    pub async fn say(&mut self, message: Value) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    pub async fn subscribe(&mut self, id: &str, query: &str) {
        self.ask(id, &json!({ "query": query })).await;
    }

    pub async fn ask(&mut self, id: &str, payload: &Value) {
        self.say(json!({ "id": id, "type": "subscribe", "payload": payload })).await;
    }

    /// The next message of the protocol.
    pub async fn hear(&mut self) -> Value {
        match self.frame().await {
            Message::Text(text) => serde_json::from_str(&text).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    /// The next message of the protocol, whenever it comes.
    pub async fn hear_ever(&mut self) -> Value {
        loop {
            match self.0.next().await.expect("a frame").unwrap() {
                Message::Text(text) => return serde_json::from_str(&text).unwrap(),
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// The payload of the next answer under an id.
    pub async fn next(&mut self, id: &str) -> Value {
        let mut message = self.hear().await;
        assert_eq!((&message["type"], &message["id"]), (&json!("next"), &json!(id)), "{message}");
        message["payload"].take()
    }

    /// How the socket is closed: code and reason. What comes before is passed over.
    pub async fn closed(&mut self) -> (u16, String) {
        let closed = async {
            loop {
                if let Message::Close(frame) = self.frame().await {
                    let frame = frame.expect("a code");
                    return (frame.code.into(), frame.reason.as_str().to_owned());
                }
            }
        };
        timeout(LIMIT, closed).await.expect("closed in time")
    }

    async fn frame(&mut self) -> Message {
        loop {
            let frame = timeout(LIMIT, self.0.next()).await.expect("in time");
            match frame.expect("a frame").unwrap() {
                Message::Ping(_) | Message::Pong(_) => {}
                frame => return frame,
            }
        }
    }
}

/// What a socket is opened with.
pub const PROTOCOL: (&str, &str) = ("sec-websocket-protocol", "graphql-transport-ws");

/// A client of one stream of events.
pub struct Events {
    lines: tokio::io::Lines<BufReader<TcpStream>>,
    pub head: String,
}

/// An event: its name, data and id.
#[derive(Debug, Default, PartialEq)]
pub struct Event {
    pub name: String,
    pub data: String,
    pub id: Option<String>,
}

impl Events {
    pub async fn open(site: &Site, query: &str, headers: &[(&str, &str)]) -> Self {
        Self::ask(site, &json!({ "query": query }), headers).await
    }

    pub async fn ask(site: &Site, body: &Value, headers: &[(&str, &str)]) -> Self {
        let body = body.to_string();
        let mut request = format!(
            "POST /graphql HTTP/1.1\r\nhost: {}\r\naccept: text/event-stream\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n",
            site.address,
            body.len()
        );
        for (name, value) in headers {
            request.extend([name, ": ", value, "\r\n"]);
        }
        let mut stream = TcpStream::connect(site.address).await.unwrap();
        stream.write_all(format!("{request}\r\n{body}").as_bytes()).await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(timeout(LIMIT, stream.read_u8()).await.unwrap().unwrap());
        }
        let lines = BufReader::new(stream).lines();
        Self { lines, head: String::from_utf8(head).unwrap() }
    }

    /// Waits until the stream ends, by which nothing was completed.
    pub async fn ended(&mut self) {
        while let Some(line) = timeout(LIMIT, self.lines.next_line()).await.unwrap().unwrap() {
            assert!(!line.starts_with("event"), "{line}");
        }
    }

    /// The next event; comments, and the sizes of chunks, are passed over.
    pub async fn next(&mut self) -> Event {
        let mut event = Event::default();
        loop {
            let line = timeout(LIMIT, self.lines.next_line()).await.expect("in time");
            let line = line.unwrap().expect("an event");
            match line.split_once(": ").or(line.split_once(':')) {
                Some(("event", name)) => name.clone_into(&mut event.name),
                Some(("data", data)) => data.clone_into(&mut event.data),
                Some(("id", id)) => event.id = Some(id.to_owned()),
                _ if line.is_empty() && !event.name.is_empty() => return event,
                _ => {}
            }
        }
    }
}

/// The status and the body of what a POST is answered with, as JSON where it can be.
pub async fn post(address: SocketAddr, body: &Value) -> (u16, String) {
    let body = body.to_string();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
         connection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    timeout(LIMIT, stream.read_to_string(&mut answer)).await.unwrap().unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer.split_once("\r\n\r\n").unwrap().1.to_owned())
}
