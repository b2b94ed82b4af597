//! `hoptac serve`: opens the registry, answers until told to stop, closes it.

use std::{io, net::SocketAddr, sync::Arc, thread, time::Duration};

use anyhow::{Context, bail};
use tokio::{
    net::TcpListener,
    runtime::{self, Runtime},
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};

use super::{
    CommandResult, report, seed,
    settings::{LogFormat, Settings},
    token,
};
use crate::{
    exchange::seeds::Seeds,
    graphql::Api,
    http::{self, Identity},
    registry::Registry,
    search::Search,
    tokens::Tokens,
};

/// How long work that does not heed the end is waited for once all answers are given.
const STRAGGLERS: Duration = Duration::from_secs(2);
/// How often it is written down when tokens were last used.
const USED_EVERY: Duration = Duration::from_secs(60);

/// Serves until SIGTERM or SIGINT.
pub fn run(settings: &Settings) -> anyhow::Result<CommandResult> {
    let listener = bind("listen", settings.listen)?;
    let metrics = settings.metrics_listen.map(|it| bind("metrics-listen", it)).transpose()?;
    let registry = Arc::new(report::open(settings)?);
    fill(&registry, settings)?;
    token::create_first(settings)?;
    let tokens = Arc::new(Tokens::open(&settings.data)?);
    let identity = Identity::new(Arc::clone(&tokens), settings.anonymous);
    let search = Search::open(&settings.data, &registry).context("the search cannot be started")?;
    let api = Api::new(Arc::clone(&registry)).with_search(search);
    let api = if settings.federation { api.federated() } else { api };
    let app = http::App::new(api, identity).with_options(settings.http())?;
    let app = app.with_data(settings.data.clone());
    let runtime = runtime().context("the runtime cannot be started")?;
    runtime.spawn(save_used(Arc::clone(&tokens)));
    let served = runtime.block_on(serve(listener, metrics, app, settings));
    // Drops what is left of the connections, and with it their hold on the registry.
    runtime.shutdown_timeout(STRAGGLERS);
    if let Err(error) = tokens.save_used() {
        tracing::warn!(%error, "The times of the last use of tokens were not saved: {error}");
    }
    let closed = close(registry);
    served.and(closed).map(|()| CommandResult::Done)
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
    listener: std::net::TcpListener,
    metrics: Option<std::net::TcpListener>,
    app: http::App,
    settings: &Settings,
) -> anyhow::Result<()> {
    let mut stop = Stop::new()?;
    let listener = TcpListener::from_std(listener)?;
    let address = listener.local_addr()?;
    let (order, mut ordered) = watch::channel(());
    let server = http::serve(listener, app.clone(), async move {
        // An error says that the sender is gone, which is the end as well.
        let _ = ordered.changed().await;
    });
    let mut server = tokio::spawn(server);
    let metrics = metrics.map(|listener| tell_metrics(listener, &app)).transpose()?;
    announce((address, metrics), settings, &app);
    tokio::select! {
        ended = &mut server => bail!("the server ended by itself: {ended:?}"),
        signal = stop.asked() => tracing::info!("Stopping on {signal}; send it again to stop at once"),
    }
    app.drain();
    order.send_replace(());
    let ended = async {
        // Sockets are no requests any more, and so are waited for by themselves.
        let _ = tokio::join!(&mut server, app.drained());
    };
    tokio::select! {
        () = ended => {}
        () = tokio::time::sleep(settings.shutdown) => {
            let seconds = settings.shutdown.as_secs();
            tracing::warn!("Requests were still in progress after {seconds} seconds");
        }
        signal = stop.asked() => tracing::warn!("Stopping at once on a second {signal}"),
    }
    Ok(())
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

fn close(registry: Arc<Registry>) -> anyhow::Result<()> {
    let Some(registry) = Arc::into_inner(registry) else {
        tracing::warn!("A request still reads the view; the next start will take longer");
        return Ok(());
    };
    registry.close().context("the registry did not close cleanly")?;
    tracing::info!("Stopped");
    Ok(())
}

/// The signals that ask for the end.
struct Stop {
    terminate: Signal,
    interrupt: Signal,
}

impl Stop {
    fn new() -> io::Result<Self> {
        let terminate = signal(SignalKind::terminate())?;
        Ok(Self { terminate, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn asked(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }
}
