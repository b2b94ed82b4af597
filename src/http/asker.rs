//! Who asks for something. Must not know what.

use std::sync::Arc;

use super::{client::ClientAddr, request_id::RequestId};
use crate::{auth::Caller, domain::Languages};

/// Who asks.
#[derive(Debug, Clone)]
pub struct RequestContext {
    /// Who is signed in, or nobody in particular.
    pub caller: Arc<Caller>,
    /// The address that the request comes from.
    pub client: ClientAddr,
    /// The languages in which texts and messages are wanted.
    pub languages: Languages,
    /// The id of the request, under which the log tells of it.
    pub request_id: RequestId,
}
