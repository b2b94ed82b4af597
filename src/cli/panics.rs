//! What is told of panics: one line of the log, and where it was. Those that a library raises where it
//! should fail are caught, and what becomes of them is told by who catches them.

use std::panic;

/// Tells panics to the log instead of printing them.
pub fn log() {
    panic::set_hook(Box::new(|panic| {
        let said = panic.payload();
        let text = said.downcast_ref::<&str>().copied();
        let text = text.or_else(|| said.downcast_ref::<String>().map(String::as_str));
        let text = text.unwrap_or("without a message");
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let thread = std::thread::current();
        tracing::error!(
            panic.place = place,
            panic.thread = thread.name().unwrap_or("unnamed"),
            "A panic: {text}"
        );
    }));
}
