//! GraphQL over HTTP, in stages: POST with a JSON body, GET for queries.
//!
//! 1. `receive`: method, origin, caller, media types, and the parameters, as [`Received`];
//! 2. `admit`: whether what is asked for is executed at all: limits and budgets;
//! 3. `finish`: the answer, kept or computed by `execute` within its time;
//! 4. `respond`: its form, status and headers.
//!
//! `endpoint` sends a request through them, in this order; `live` sends what comes over sockets or
//! is answered by events through `admit` and `execute` alike. Must not know either.

mod admit;
mod execute;
mod finish;
mod lasting;
pub mod receive;
mod respond;

use super::asker::RequestContext;
pub use admit::{Admitted, admit, pay};
pub use execute::{too_long, within};
pub use finish::{UnderWay, finish};
pub use lasting::{LiveCursor, LiveOptions};
pub use receive::Received;
pub use respond::{complete, refuse};
