//! Connections: how many there may be, how long each may take, and how all of them end.
//!
//! `places` says whether there is room for another, `activity` tells what one is doing, `stream` is
//! its bytes. Must not know requests.

mod activity;
mod places;
mod stream;

use std::{convert::Infallible, io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::body::Body;
use hyper::{Request, body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    time::{Instant, timeout},
};

use super::{
    App,
    client::Peer,
    options::Connections,
    routes::{Answer, MetricsRoutes, Routes},
};
use activity::Activity;
use places::ConnectionLimits;
use stream::Watched;

/// Most connections that are told at a time that there is no room.
const REFUSED_MOST: usize = 64;
/// How long a client that is refused may take to hear of it.
const REFUSED_WITHIN: Duration = Duration::from_secs(1);
/// How long is waited where the system has no room for another connection.
const SYSTEM_FULL: Duration = Duration::from_millis(100);
/// Most streams of one HTTP/2 connection at a time.
const STREAMS_MOST: u32 = 100;

/// Bytes of requests over HTTP/2 that are sent before they are read: of one, and of all of a
/// connection.
const STREAM_WINDOW: u32 = 256 << 10;
const CONNECTION_WINDOW: u32 = 512 << 10;
/// Bytes of an answer over HTTP/2 that are taken before they can be sent.
const SEND_BUFFER: usize = 64 << 10;

const REFUSAL: &str = "{\"errors\":[{\"message\":\"too many connections; try again in a \
    moment\",\"extensions\":{\"code\":\"UNAVAILABLE\"}}]}";

/// Most connections to the metrics' own listener at a time.
const METRICS_MOST: usize = 16;

/// Answers what comes to a listener until told to stop, and then until all that is under way is
/// answered. Streams end when [`App::drain`] says so.
///
/// # Errors
/// None at present: whatever fails on one connection ends that alone.
pub async fn serve(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let places = ConnectionLimits::new(&app.options, Arc::clone(&app.metrics));
    let of = app.clone();
    let places = places.among(move || of.machines());
    let limits = app.options.connections.clone();
    Server::new(Routes::new(app), limits, places).run(listener, stop).await;
    Ok(())
}

/// Tells the numbers of an app to who asks at a listener, as [`serve`] answers all else.
///
/// # Errors
/// As for [`serve`].
pub async fn serve_metrics(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let limits = app.options.connections.clone();
    let places = ConnectionLimits::uncounted(METRICS_MOST);
    Server::new(MetricsRoutes::new(app), limits, places).run(listener, stop).await;
    Ok(())
}

/// What a listener's connections are served by.
struct Server<A> {
    routes: A,
    limits: Connections,
    places: ConnectionLimits,
    refusals: Arc<Semaphore>,
    /// Each connection holds a receiver; it hears of the end, and is waited for, by that.
    order: watch::Sender<bool>,
}

impl<A: Answer> Server<A> {
    fn new(routes: A, limits: Connections, places: ConnectionLimits) -> Self {
        let refusals = Arc::new(Semaphore::new(REFUSED_MOST));
        Self { routes, limits, places, refusals, order: watch::Sender::new(false) }
    }

    async fn run(self, listener: TcpListener, stop: impl Future<Output = ()>) {
        let mut stop = pin!(stop);
        loop {
            let accepted = tokio::select! {
                () = &mut stop => break,
                accepted = listener.accept() => accepted,
            };
            match accepted {
                Ok((stream, peer)) => self.welcome(stream, peer),
                Err(error) => pause_after(&error).await,
            }
        }
        drop(listener);
        self.order.send_replace(true);
        self.order.closed().await;
    }

    /// Serves a connection, or tells its client that there is no room.
    fn welcome(&self, stream: TcpStream, peer: SocketAddr) {
        // Small answers go out at once.
        let _ = stream.set_nodelay(true);
        match self.places.take(peer.ip()) {
            Ok(place) => {
                let activity = Arc::new(Activity::new(Instant::now()));
                let stream = Watched::new(stream, Arc::clone(&activity), place);
                let (routes, limits) = (self.routes.clone(), self.limits.clone());
                let ordered = self.order.subscribe();
                tokio::spawn(connection(stream, activity, peer, routes, limits, ordered));
            }
            Err(full) => {
                let Ok(turn) = Arc::clone(&self.refusals).try_acquire_owned() else { return };
                tracing::warn!(client = %peer.ip(), "Refused a connection: {full}");
                tokio::spawn(async move {
                    let _ = timeout(REFUSED_WITHIN, refuse(stream)).await;
                    drop(turn);
                });
            }
        }
    }
}

/// Waits where a connection could not be taken for want of something that others may give back.
async fn pause_after(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!(%error, "A connection cannot be accepted");
        tokio::time::sleep(SYSTEM_FULL).await;
    }
}

/// Tells a client that there is no room.
async fn refuse(mut stream: TcpStream) -> io::Result<()> {
    let size = REFUSAL.len();
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json; charset=utf-8\r\n\
         content-length: {size}\r\nretry-after: 1\r\nconnection: close\r\n\r\n{REFUSAL}"
    );
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await?;
    // What it has sent meanwhile must be read, or it may not see the answer.
    let mut unread = [0; 1_024];
    while stream.read(&mut unread).await? > 0 {}
    Ok(())
}

/// Serves one connection to its end: its own, that of its time, or the server's.
async fn connection(
    stream: Watched,
    activity: Arc<Activity>,
    peer: SocketAddr,
    routes: impl Answer,
    limits: Connections,
    mut ordered: watch::Receiver<bool>,
) {
    let service = {
        let activity = Arc::clone(&activity);
        service_fn(move |request: Request<Incoming>| {
            let (busy, routes) = (activity.busy(), routes.clone());
            async move {
                let version = request.version();
                let answer = routes.answer(Peer(peer), request.map(Body::new)).await;
                Ok::<_, Infallible>(busy.until_sent(version, answer))
            }
        })
    };
    let builder = builder(&limits);
    let mut connection =
        pin!(builder.serve_connection_with_upgrades(TokioIo::new(stream), service));
    let mut stopping = false;
    loop {
        let look_again = activity.look_again(Instant::now(), &limits);
        tokio::select! {
            ended = &mut connection => {
                if let Err(error) = ended {
                    tracing::debug!(%error, client = %peer.ip(), "A connection failed");
                }
                return;
            }
            () = tokio::time::sleep_until(look_again) => {
                if activity.is_over(Instant::now(), &limits) {
                    tracing::debug!(client = %peer.ip(), "Closed a connection that took too long");
                    return;
                }
            }
            _ = ordered.wait_for(|ordered| *ordered), if !stopping => {
                stopping = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

fn builder(limits: &Connections) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    // `activity` times the headers, apart from the wait for a request.
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(None)
        .max_buf_size(limits.headers_max);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS_MOST)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .max_send_buf_size(SEND_BUFFER)
        .max_header_list_size(u32::try_from(limits.headers_max).unwrap_or(u32::MAX));
    builder
}

#[cfg(test)]
mod tests {
    use axum::response::Response;

    use super::*;
    use crate::http::{metrics::Metrics, options::Options};

    /// Says hello.
    #[derive(Clone)]
    struct Hello;

    impl Answer for Hello {
        async fn answer(&self, _: Peer, _: Request<Body>) -> Response {
            Response::new("hello".into())
        }
    }

    /// What a client reads of the answer to a request, its connection kept.
    async fn ask(
        listener: &TcpListener,
        server: &Server<Hello>,
        peer: &str,
    ) -> (String, TcpStream) {
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (stream, _) = listener.accept().await.unwrap();
        server.welcome(stream, SocketAddr::new(peer.parse().unwrap(), 1));
        client.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
        let mut head = [0; 12];
        client.read_exact(&mut head).await.unwrap();
        (String::from_utf8(head.to_vec()).unwrap(), client)
    }

    #[tokio::test]
    async fn one_stranger_leaves_room_for_others() {
        let mut options = Options::default();
        options.connections.most_of_one = 2;
        let metrics = Arc::new(Metrics::new(jiff::Timestamp::UNIX_EPOCH));
        let places = ConnectionLimits::new(&options, metrics);
        let server = Server::new(Hello, options.connections, places);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut kept = Vec::new();
        for (peer, expected) in [
            ("203.0.113.9", "HTTP/1.1 200"),
            ("203.0.113.9", "HTTP/1.1 200"),
            ("203.0.113.9", "HTTP/1.1 503"),
            ("203.0.113.10", "HTTP/1.1 200"),
        ] {
            let (head, client) = ask(&listener, &server, peer).await;
            assert_eq!(head, expected, "{peer}");
            kept.push(client);
        }
        kept.clear();
        // Room is made as soon as the server sees that they are gone.
        while ask(&listener, &server, "203.0.113.9").await.0 != "HTTP/1.1 200" {}
    }
}
