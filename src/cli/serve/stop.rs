//! The signals that ask for the end, and what becomes of the process if the end takes too long.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use tokio::{
    runtime,
    signal::unix::{SignalKind, signal},
    sync::watch,
};

/// How long closing may take once all answers are given or given up. What was acknowledged is
/// durable long before; the next start looks through the view.
const CLOSE_WITHIN: Duration = Duration::from_secs(30);
/// How often it is told what closing waits for.
const TOLD_EVERY: Duration = Duration::from_secs(5);
/// How long lines of the log are given to be written before the process ends.
const LAST_LINES: Duration = Duration::from_millis(100);

/// What the process is doing, for whoever asks it to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It opens the registry: nothing is lost where it ends at once.
    Opening,
    /// It answers requests, and ends as asked.
    Serving,
    /// It closes, and waits for this.
    Closing(&'static str),
}

/// Who waits for signals. Cheap to clone.
#[derive(Clone)]
pub struct Stop {
    phase: Arc<Mutex<Phase>>,
    /// How many signals came, and the last.
    asked: watch::Receiver<(u32, &'static str)>,
}

impl Stop {
    /// Begins to wait, on a thread of its own: signals are heard while a registry is opened, too.
    ///
    /// # Errors
    /// Where the system gives no thread, or no signals.
    pub fn listen() -> io::Result<Self> {
        let phase = Arc::new(Mutex::new(Phase::Opening));
        let (told, asked) = watch::channel((0, ""));
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let entered = runtime.enter();
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        drop(entered);
        let known = Arc::clone(&phase);
        let wait = move || {
            runtime.block_on(async {
                loop {
                    let signal = tokio::select! {
                        _ = terminate.recv() => "SIGTERM",
                        _ = interrupt.recv() => "SIGINT",
                    };
                    if *locked(&known) != Phase::Serving {
                        end(signal);
                    }
                    told.send_modify(|(count, last)| (*count, *last) = (*count + 1, signal));
                }
            });
        };
        thread::Builder::new().name("hoptac-signals".to_owned()).spawn(wait)?;
        Ok(Self { phase, asked })
    }

    /// What the process does from now on.
    pub fn is_now(&self, phase: Phase) {
        *locked(&self.phase) = phase;
    }

    /// Waits for the next signal, and names it.
    pub async fn asked(&mut self) -> &'static str {
        if self.asked.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
        self.asked.borrow_and_update().1
    }

    /// Tells now and then what closing waits for, and ends the process where that takes too long.
    pub fn bound_closing(&self) {
        let (phase, began) = (Arc::clone(&self.phase), Instant::now());
        // Where there is no thread for it, closing has no bound.
        let _ = thread::Builder::new().name("hoptac-closing".to_owned()).spawn(move || {
            loop {
                thread::sleep(TOLD_EVERY);
                let Phase::Closing(what) = *locked(&phase) else { return };
                let seconds = began.elapsed().as_secs();
                tracing::warn!(seconds, "Still closing after {seconds} seconds: {what}");
                if began.elapsed() >= CLOSE_WITHIN {
                    tracing::warn!(
                        "Ending without closing; what was acknowledged is durable, and the next \
                         start looks through the view"
                    );
                    thread::sleep(LAST_LINES);
                    std::process::exit(1);
                }
            }
        });
    }
}

/// Ends as asked: no failure, though nothing is closed.
fn end(signal: &str) -> ! {
    tracing::warn!("Ending at once on {signal}; what was acknowledged is durable");
    thread::sleep(LAST_LINES);
    std::process::exit(0)
}

// Nothing panics while it holds the lock.
fn locked(phase: &Mutex<Phase>) -> std::sync::MutexGuard<'_, Phase> {
    phase.lock().unwrap_or_else(PoisonError::into_inner)
}
