//! Transactions, written down briefly.

use super::messages::{
    Compare, Compared, DeleteRangeRequest, PutRequest, RangeRequest, RangeResponse, Request,
    RequestOp, Response, Target, TxnRequest, TxnResponse,
};

/// That a key holds exactly this.
pub(super) fn holds(key: Vec<u8>, value: Vec<u8>) -> Compare {
    Compare { target: Target::Value.into(), key, compared: Some(Compared::Value(value)) }
}

/// That there is no such key.
pub(super) fn absent(key: Vec<u8>) -> Compare {
    let compared = Some(Compared::CreateRevision(0));
    Compare { target: Target::Create.into(), key, compared }
}

/// That a key was last written at this revision.
pub(super) fn written_at(key: Vec<u8>, revision: i64) -> Compare {
    let compared = Some(Compared::ModRevision(revision));
    Compare { target: Target::Mod.into(), key, compared }
}

pub(super) fn put(key: Vec<u8>, value: Vec<u8>, lease: i64) -> RequestOp {
    RequestOp { request: Some(Request::Put(PutRequest { key, value, lease })) }
}

pub(super) fn get(key: Vec<u8>) -> RequestOp {
    range(key, Vec::new(), 0)
}

pub(super) fn range(key: Vec<u8>, range_end: Vec<u8>, limit: i64) -> RequestOp {
    RequestOp { request: Some(Request::Range(RangeRequest { key, range_end, limit })) }
}

pub(super) fn delete((key, range_end): (Vec<u8>, Vec<u8>)) -> RequestOp {
    RequestOp { request: Some(Request::DeleteRange(DeleteRangeRequest { key, range_end })) }
}

/// Does what it says, whatever holds.
pub(super) fn always(success: Vec<RequestOp>) -> TxnRequest {
    TxnRequest { compare: Vec::new(), success, failure: Vec::new() }
}

impl TxnResponse {
    /// The ranges that were read, in their order.
    pub(super) fn ranges(self) -> impl Iterator<Item = RangeResponse> {
        self.responses.into_iter().filter_map(|op| match op.response {
            Some(Response::Range(range)) => Some(range),
            _ => None,
        })
    }
}

impl RangeResponse {
    /// The value of the one key that was asked for.
    pub(super) fn value(self) -> Option<Vec<u8>> {
        self.kvs.into_iter().next().map(|kv| kv.value)
    }
}
