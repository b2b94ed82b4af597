//! `hoptac serve`: opens the registry, answers until told to stop, closes it.

#[cfg_attr(feature = "cluster", path = "serve/part/present.rs")]
#[cfg_attr(not(feature = "cluster"), path = "serve/part/absent.rs")]
mod part;
mod stop;

use std::{
    io,
    net::SocketAddr,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use tokio::{
    net::TcpListener,
    runtime::{self, Runtime},
    sync::watch,
};

use super::{
    CommandResult, report, seed,
    settings::{LogFormat, Settings},
    token,
};
use stop::{Phase, Stop};

use crate::{
    exchange::seeds::Seeds,
    graphql::Api,
    http::{self, Identity},
    registry::{Registry, Writes},
    search::Search,
    tokens::Tokens,
};

/// How long work that does not heed the end is waited for once all answers are given.
const STRAGGLERS: Duration = Duration::from_secs(2);
/// How often it is written down when tokens were last used.
const USED_EVERY: Duration = Duration::from_secs(60);

/// Least time between two times that the registry is opened anew, at first and at most; doubled each
/// time, and forgotten after an hour without a fault.
const ANEW: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(300));
const FORGOTTEN: Duration = Duration::from_secs(3_600);
/// How often it is looked whether the storage failed.
const LOOK_AFTER: Duration = Duration::from_secs(1);
/// How long requests may go on once the registry is to be opened anew.
const HURRIED: Duration = Duration::from_secs(2);
/// How long what still holds the registry is waited for.
const HELD: Duration = Duration::from_secs(10);

/// Why serving ended.
enum Ended {
    /// A signal asked for it.
    Stopped,
    /// The storage failed: the registry is opened anew.
    Fault,
}

/// Serves until SIGTERM or SIGINT. Where the storage fails, the registry is closed and opened anew,
/// which mends the view or builds another: the address stays taken, and clients wait meanwhile.
pub fn run(settings: &Settings) -> anyhow::Result<CommandResult> {
    let listener = bind("listen", settings.listen)?;
    let metrics = settings.metrics_listen.map(|it| bind("metrics-listen", it)).transpose()?;
    let stop = Stop::listen().context("signals cannot be waited for")?;
    let (mut pause, mut first) = (Duration::ZERO, true);
    loop {
        let metrics = metrics.as_ref().map(std::net::TcpListener::try_clone).transpose()?;
        let begun = Instant::now();
        let asked = Asked { settings, stop: stop.clone(), not_before: begun + pause, first };
        match once(asked, (listener.try_clone()?, metrics))? {
            Ended::Stopped => return Ok(CommandResult::Done),
            Ended::Fault if begun.elapsed() > FORGOTTEN => pause = Duration::ZERO,
            Ended::Fault => pause = (pause * 2).clamp(ANEW.0, ANEW.1),
        }
        first = false;
        tracing::warn!("Opening the registry anew");
    }
}

/// How it is served.
struct Asked<'a> {
    settings: &'a Settings,
    stop: Stop,
    /// Before when the registry is not opened anew.
    not_before: Instant,
    /// Whether it is the first time.
    first: bool,
}

type Listeners = (std::net::TcpListener, Option<std::net::TcpListener>);

/// Opens the registry, serves, and closes it.
fn once(asked: Asked<'_>, listeners: Listeners) -> anyhow::Result<Ended> {
    let (settings, stop) = (asked.settings, asked.stop.clone());
    stop.is_now(Phase::Opening);
    let url = format!("http://{}", listeners.0.local_addr()?);
    let (registry, part) = part::open(settings, &url)?;
    let registry = Arc::new(registry);
    if let Err(error) = registry.room().keep() {
        tracing::warn!(%error, "No room was kept for when the disk is full: {error}");
    }
    if part.is_some() && !settings.no_seed {
        fill_once_it_writes(&registry, settings.clone());
    } else if part.is_none() {
        fill(&registry, settings)?;
    }
    let tokens = if let Some(part) = &part {
        Tokens::open(&settings.data)?.mirrored(part.contact())
    } else {
        token::create_first(settings)?;
        Tokens::open(&settings.data)?
    };
    let tokens = Arc::new(tokens);
    let identity = Identity::new(Arc::clone(&tokens), settings.anonymous);
    let search = Search::open(&settings.data, &registry).context("the search cannot be started")?;
    let api = Api::new(Arc::clone(&registry)).with_search(search);
    let api = if settings.federation { api.federated() } else { api };
    let app = http::App::new(api, identity).with_options(settings.http())?;
    let app = app.with_data(settings.data.clone());
    let runtime = runtime().context("the runtime cannot be started")?;
    runtime.spawn(save_used(Arc::clone(&tokens)));
    stop.is_now(Phase::Serving);
    let served = runtime.block_on(serve(listeners, app, asked));
    stop.is_now(Phase::Closing("what clients and the search index still do"));
    stop.bound_closing();
    // Drops what is left of the connections, and with it their hold on the registry.
    runtime.shutdown_timeout(STRAGGLERS);
    if let Err(error) = tokens.save_used() {
        tracing::warn!(%error, "The times of the last use of tokens were not saved: {error}");
    }
    stop.is_now(Phase::Closing("the view and the journal, which are written down"));
    let anew = matches!(served, Ok(Ended::Fault));
    if let Some(part) = part {
        part.leave();
    }
    let closed = close(registry, anew);
    stop.is_now(Phase::Opening);
    let served = served?;
    closed.map(|()| served)
}

/// Threads to answer by. Of those that may block, enough that what takes long leaves time to what
/// does not, and few enough that what each keeps of the memory it used is little in all.
fn runtime() -> io::Result<Runtime> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let blocking = (16 * cores).max(32);
    runtime::Builder::new_multi_thread().max_blocking_threads(blocking).enable_all().build()
}

/// Takes the address that a setting names.
fn bind(setting: &str, address: SocketAddr) -> anyhow::Result<std::net::TcpListener> {
    let listener = std::net::TcpListener::bind(address).map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => anyhow::anyhow!(
            "{address} is in use, perhaps by another hoptac: stop that one, or choose another \
             port with --{setting} {}:{}",
            address.ip(),
            address.port().checked_add(1).unwrap_or(8080)
        ),
        _ => {
            anyhow::anyhow!("cannot listen on {address}: {error}; choose another with --{setting}")
        }
    })?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Registers the built-in seeds where nothing was ever registered.
fn fill(registry: &Registry, settings: &Settings) -> anyhow::Result<()> {
    if settings.no_seed || registry.head().seq > 0 {
        return Ok(());
    }
    let seeds = Seeds::built_in()?;
    seed::register(registry, &seeds, "serve").context("the seeds were not registered")?;
    let records = seeds.len();
    tracing::info!(records, "Registered the {records} built-in records; --no-seed omits them");
    Ok(())
}

/// The same, where another machine may be the one to do so: whichever writes first.
fn fill_once_it_writes(registry: &Arc<Registry>, settings: Settings) {
    let registry = Arc::downgrade(registry);
    let fill = move || {
        while let Some(registry) = registry.upgrade() {
            let writes = registry.standing().map(|standing| standing.borrow().writes.clone());
            if registry.head().seq > 0 {
                return;
            }
            if writes == Some(Writes::Here)
                && let Err(error) = fill(&registry, &settings)
            {
                tracing::warn!("The built-in records were not registered: {error:#}");
            }
            drop(registry);
            thread::sleep(LOOK_AFTER / 4);
        }
    };
    if let Err(error) = thread::Builder::new().name("hoptac-first".to_owned()).spawn(fill) {
        tracing::warn!(%error, "The built-in records are not registered: {error}");
    }
}

/// Writes down now and then when tokens were last used, on a thread that may block.
async fn save_used(tokens: Arc<Tokens>) {
    let mut every = tokio::time::interval(USED_EVERY);
    loop {
        every.tick().await;
        let tokens = Arc::clone(&tokens);
        if let Ok(Err(error)) = tokio::task::spawn_blocking(move || tokens.save_used()).await {
            tracing::warn!(%error, "The times of the last use of tokens were not saved: {error}");
        }
    }
}

async fn serve(
    (listener, metrics): Listeners,
    app: http::App,
    asked: Asked<'_>,
) -> anyhow::Result<Ended> {
    let Asked { settings, mut stop, not_before, first } = asked;
    let listener = TcpListener::from_std(listener)?;
    let address = listener.local_addr()?;
    let (order, mut ordered) = watch::channel(());
    let server = http::serve(listener, app.clone(), async move {
        // An error says that the sender is gone, which is the end as well.
        let _ = ordered.changed().await;
    });
    let mut server = tokio::spawn(server);
    let metrics = metrics.map(|listener| tell_metrics(listener, &app)).transpose()?;
    if first {
        announce((address, metrics), settings, &app);
    } else {
        tracing::info!(seq = app.seq(), "Serving again, at command {}", app.seq());
    }
    let (ended, within) = tokio::select! {
        ended = &mut server => bail!("the server ended by itself: {ended:?}"),
        signal = stop.asked() => {
            tracing::info!("Stopping on {signal}; send it again to stop at once");
            (Ended::Stopped, settings.shutdown)
        }
        () = fault(&app, not_before) => (Ended::Fault, HURRIED),
    };
    app.drain();
    order.send_replace(());
    let answered = async {
        // Sockets are no requests any more, and so are waited for by themselves.
        let _ = tokio::join!(&mut server, app.drained());
    };
    tokio::select! {
        () = answered => {}
        () = tokio::time::sleep(within) => {
            let seconds = within.as_secs();
            tracing::warn!("Requests were still in progress after {seconds} seconds");
        }
        signal = stop.asked() => {
            tracing::warn!("Stopping at once on a second {signal}");
            return Ok(Ended::Stopped);
        }
    }
    Ok(ended)
}

/// Waits until the storage failed, and the registry can be opened anew.
async fn fault(app: &http::App, not_before: Instant) {
    let mut told = false;
    loop {
        tokio::time::sleep(LOOK_AFTER).await;
        let room = app.room();
        let Some(reason) = app.fault() else {
            // What was given back is kept again once there is plenty; where not, it was told.
            let _ = room.keep();
            continue;
        };
        // A full disk takes reading away, too: what is kept of it brings that back.
        let has_room = room.lacks(0).is_none() || room.release();
        if has_room && Instant::now() >= not_before {
            tracing::warn!(reason, "The storage failed, and is mended: {reason}");
            return;
        }
        if !told && !has_room {
            told = true;
            tracing::error!(
                reason,
                "The storage failed, and there is no room to mend it: make room on the disk; no \
                 restart is needed"
            );
        }
    }
}

/// Tells metrics at a listener until the process ends: also what happens while it stops.
fn tell_metrics(listener: std::net::TcpListener, app: &http::App) -> io::Result<SocketAddr> {
    let listener = TcpListener::from_std(listener)?;
    let address = listener.local_addr()?;
    tokio::spawn(http::serve_metrics(listener, app.clone(), std::future::pending()));
    Ok(address)
}

/// Tells where the server is: to people on standard output, to machines in the log.
fn announce(
    (address, metrics): (SocketAddr, Option<SocketAddr>),
    settings: &Settings,
    app: &http::App,
) {
    let url = format!("http://{address}");
    let metrics = metrics.map(|address| format!("http://{address}/metrics"));
    if settings.log_format == LogFormat::Json {
        if let Some(url) = metrics {
            tracing::info!(metrics = url, "Serving metrics at {url}");
        }
        tracing::info!(url, "Listening on {url}");
        return;
    }
    let metrics = metrics.map_or_else(String::new, |url| format!("metrics   {url}\n  "));
    report::say(format_args!(
        "\nhoptac {} is ready\n\n  Pages     {url}/\n  GraphiQL  {url}/graphiql\n  {metrics}GraphQL   {url}/graphql\n  \
         data      {}, at command {}\n\nCtrl-C stops it.\n",
        env!("CARGO_PKG_VERSION"),
        settings.data.display(),
        app.seq()
    ));
}

/// Closes the registry. Where it is opened anew, what failed before may fail again.
fn close(mut registry: Arc<Registry>, anew: bool) -> anyhow::Result<()> {
    let begun = Instant::now();
    let registry = loop {
        match Arc::try_unwrap(registry) {
            Ok(registry) => break registry,
            Err(held) if anew && begun.elapsed() < HELD => {
                thread::sleep(LOOK_AFTER / 10);
                registry = held;
            }
            Err(_) if anew => bail!("a request still reads the view, which is to be mended"),
            Err(_) => {
                tracing::warn!("A request still reads the view; the next start will take longer");
                return Ok(());
            }
        }
    };
    let faulty = registry.fault().is_some();
    match registry.close() {
        Ok(()) => tracing::info!("Stopped"),
        Err(error) if faulty => tracing::warn!(%error, "Closed after a fault: {error}"),
        Err(error) => return Err(error).context("the registry did not close cleanly"),
    }
    Ok(())
}
