//! What is kept in etcd beside the order: what the cluster began from, tokens, how far the journals
//! of machines are safe, and the form that entries are written in.

use std::time::Duration;

use super::{
    super::{
        client::method,
        keys::Keys,
        messages::{
            DeleteRangeRequest, DeleteRangeResponse, KeyValue, RangeRequest, RangeResponse,
            TxnRequest, TxnResponse,
        },
        transaction::{absent, always, delete, get, holds, put, range, written_at},
        value,
        watch::{Deletions, Seen, Watch},
    },
    Meta, Shared, json, parse,
};
use crate::OrderError;
use journal::Head;

/// A token, as etcd keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptToken {
    /// Its id.
    pub id: String,
    /// What is kept of it.
    pub value: Vec<u8>,
    /// When it was written.
    revision: i64,
}

/// All tokens at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptTokens {
    /// What the cluster is; `None` where there is none.
    pub meta: Option<Meta>,
    /// By id.
    pub tokens: Vec<KeptToken>,
    /// The secret by which machines know each other; `None` where there is none yet.
    pub peer: Option<String>,
}

impl Shared {
    /// Begins a cluster at an entry: those who join need a journal up to there. `instead` is what
    /// the cluster was until now, whose groups are given up. Returns what the cluster is now, which
    /// is something else where another machine was faster.
    ///
    /// # Errors
    /// Where etcd does not answer: it may be begun or not, and can be asked again.
    pub fn begin(
        &mut self,
        meta: &Meta,
        head: Head,
        instead: Option<&Meta>,
    ) -> Result<Meta, OrderError> {
        let Self { state, runtime } = self;
        let keys = state.keys.clone();
        let found = runtime.block_on(state.get(keys.meta()))?;
        let known = found.as_ref().map(parse::<Meta>).transpose()?;
        if let Some(known) = known.filter(|known| Some(known) != instead) {
            return Ok(known);
        }
        let unchanged = match &found {
            Some(kv) => written_at(keys.meta(), kv.mod_revision),
            None => absent(keys.meta()),
        };
        let mut success: Vec<_> = keys.kept().into_iter().map(delete).collect();
        success.push(put(keys.meta(), json(meta), 0));
        success.push(match head.seq {
            0 => delete((keys.head(), Vec::new())),
            _ => put(keys.head(), value::encode_head(head), 0),
        });
        let txn = TxnRequest { compare: vec![unchanged], success, failure: Vec::new() };
        runtime.block_on(state.client.ask::<_, TxnResponse>(method::TXN, txn))?;
        self.meta()?.ok_or_else(|| OrderError::Down("what was begun is gone".to_owned()))
    }

    /// All tokens, and of which cluster they are.
    ///
    /// # Errors
    /// Where etcd does not answer.
    pub fn tokens(&mut self) -> Result<KeptTokens, OrderError> {
        self.read_tokens().map(|(tokens, _)| tokens)
    }

    fn read_tokens(&mut self) -> Result<(KeptTokens, i64), OrderError> {
        let Self { state, runtime } = self;
        let (from, end) = state.keys.tokens();
        let (meta, peer) = (state.keys.meta(), state.keys.peer());
        let txn = always(vec![get(meta), range(from.clone(), end, 0), get(peer)]);
        let answer: TxnResponse = runtime.block_on(state.client.ask(method::TXN, txn))?;
        let revision = answer.header.as_ref().map_or(0, |header| header.revision);
        let mut ranges = answer.ranges().map(|range| range.kvs);
        let meta = ranges.next().unwrap_or_default();
        let tokens = ranges.next().unwrap_or_default().into_iter();
        let tokens =
            tokens.filter_map(|KeyValue { key, value, mod_revision: revision, .. }| {
                Some(KeptToken { id: Keys::name_below(&from, &key)?, value, revision })
            });
        let meta = meta.first().map(parse).transpose()?;
        let peer = ranges.next().and_then(|kvs| kvs.first().map(parse)).transpose()?;
        Ok((KeptTokens { meta, tokens: tokens.collect(), peer }, revision))
    }

    /// All tokens, as soon as one was written or taken away since they were last asked for so, or
    /// after some time. They are read anew in any case: an answer says that there is contact.
    ///
    /// # Errors
    /// Where etcd does not answer.
    pub fn await_tokens(&mut self, wait: Duration) -> Result<KeptTokens, OrderError> {
        let Self { state, runtime } = self;
        if let Some(mut watch) = state.tokens.take() {
            match runtime.block_on(watch.next(wait)) {
                Seen::End => state.client.turn(),
                Seen::Written(_) | Seen::Silence => state.tokens = Some(watch),
            }
        }
        let (tokens, revision) = self.read_tokens()?;
        let Self { state, runtime } = self;
        if state.tokens.is_none() {
            let (client, keys) = (&mut state.client, state.keys.tokens());
            let opened = Watch::open(client, keys, revision + 1, Deletions::Told);
            state.tokens = runtime.block_on(opened).ok();
        }
        Ok(tokens)
    }

    /// Writes a token, if it still is what it was when it was read: `None` for a new one. Returns
    /// whether that was so.
    ///
    /// # Errors
    /// Where etcd does not answer: it may be written or not, and can be asked again.
    pub fn put_token(
        &mut self,
        id: &str,
        value: &[u8],
        before: Option<&KeptToken>,
    ) -> Result<bool, OrderError> {
        let Self { state, runtime } = self;
        let key = state.keys.token(id);
        let unchanged = match before {
            Some(before) => written_at(key.clone(), before.revision),
            None => absent(key.clone()),
        };
        let txn = TxnRequest {
            compare: vec![unchanged],
            success: vec![put(key.clone(), value.to_vec(), 0)],
            failure: Vec::new(),
        };
        runtime.block_on(state.client.ask::<_, TxnResponse>(method::TXN, txn))?;
        // An answer that was lost is found by reading.
        let written = runtime.block_on(state.get(key))?;
        Ok(written.is_some_and(|kv| kv.value == value))
    }

    /// The secret by which machines know each other, which only who may read the order has: this one,
    /// where there was none.
    ///
    /// # Errors
    /// Where etcd does not answer.
    pub fn peer_secret(&mut self, made: &str) -> Result<String, OrderError> {
        let Self { state, runtime } = self;
        let key = state.keys.peer();
        let txn = TxnRequest {
            compare: vec![absent(key.clone())],
            success: vec![put(key.clone(), json(&made), 0)],
            failure: Vec::new(),
        };
        let mut found = runtime.block_on(state.get(key.clone()))?;
        if found.is_none() {
            runtime.block_on(state.client.ask::<_, TxnResponse>(method::TXN, txn))?;
            found = runtime.block_on(state.get(key))?;
        }
        let gone = || OrderError::Down("the secret of the machines is gone".to_owned());
        parse(&found.ok_or_else(gone)?)
    }

    /// Takes a token away, as if it had never been.
    ///
    /// # Errors
    /// Where etcd does not answer.
    pub fn delete_token(&mut self, id: &str) -> Result<(), OrderError> {
        let key = self.state.keys.token(id);
        self.remove(key)
    }

    /// Says up to which entry a machine's journal is safe: the groups up to there may be given up.
    ///
    /// # Errors
    /// Where etcd does not answer.
    pub fn set_durable(&mut self, node: &str, seq: u64) -> Result<(), OrderError> {
        let Self { state, runtime } = self;
        let keys = &state.keys;
        let dropped = delete((keys.dropped(node), Vec::new()));
        let txn = always(vec![put(keys.durable(node), json(&seq), 0), dropped]);
        runtime.block_on(state.client.ask::<_, TxnResponse>(method::TXN, txn)).map(|_| ())
    }

    /// Keeps nothing any more for a machine that is not there, and notes how far its journal was
    /// safe; until it says that anew. Returns whether that was so.
    ///
    /// # Errors
    /// Where etcd does not answer.
    pub fn drop_silent(&mut self, node: &str, seq: u64) -> Result<bool, OrderError> {
        let Self { state, runtime } = self;
        let keys = &state.keys;
        let (durable, dropped) = (keys.durable(node), keys.dropped(node));
        let txn = TxnRequest {
            compare: vec![absent(keys.node(node)), holds(durable.clone(), json(&seq))],
            success: vec![put(dropped, json(&seq), 0), delete((durable, Vec::new()))],
            failure: Vec::new(),
        };
        let answer: TxnResponse = runtime.block_on(state.client.ask(method::TXN, txn))?;
        Ok(answer.succeeded)
    }

    /// The machines that nothing is kept for any more, and how far their journals were safe.
    ///
    /// # Errors
    /// Where etcd does not answer.
    pub fn dropped(&mut self) -> Result<Vec<(String, u64)>, OrderError> {
        let keys = self.state.keys.all_dropped();
        self.numbers(keys)
    }

    /// Up to which entry the journal of each machine is safe, also of those that are not there.
    ///
    /// # Errors
    /// Where etcd does not answer.
    pub fn durables(&mut self) -> Result<Vec<(String, u64)>, OrderError> {
        let keys = self.state.keys.durables();
        self.numbers(keys)
    }

    /// The number under each key between two, by what is named there.
    fn numbers(
        &mut self,
        (key, range_end): (Vec<u8>, Vec<u8>),
    ) -> Result<Vec<(String, u64)>, OrderError> {
        let Self { state, runtime } = self;
        let question = RangeRequest { key: key.clone(), range_end, limit: 0 };
        let answer: RangeResponse = runtime.block_on(state.client.ask(method::RANGE, question))?;
        let named = |kv: &KeyValue| {
            let name = Keys::name_below(&key, &kv.key)?;
            Some(parse(kv).map(|seq| (name, seq)))
        };
        answer.kvs.iter().filter_map(named).collect()
    }

    /// Forgets a machine that will not come back: groups are not kept for it any more.
    ///
    /// # Errors
    /// Where etcd does not answer.
    pub fn forget(&mut self, node: &str) -> Result<(), OrderError> {
        let keys = &self.state.keys;
        let (durable, dropped) = (keys.durable(node), keys.dropped(node));
        self.remove(durable)?;
        self.remove(dropped)
    }

    fn remove(&mut self, key: Vec<u8>) -> Result<(), OrderError> {
        let Self { state, runtime } = self;
        let question = DeleteRangeRequest { key, range_end: Vec::new() };
        let asked = state.client.ask::<_, DeleteRangeResponse>(method::DELETE_RANGE, question);
        runtime.block_on(asked).map(|_| ())
    }

    /// The first entry that is kept; `None` where none is.
    ///
    /// # Errors
    /// Where etcd does not answer.
    pub fn floor(&mut self) -> Result<Option<u64>, OrderError> {
        let Self { state, runtime } = self;
        let question =
            RangeRequest { key: state.keys.group(0), range_end: state.keys.groups_end(), limit: 1 };
        let answer: RangeResponse = runtime.block_on(state.client.ask(method::RANGE, question))?;
        Ok(answer.kvs.first().and_then(|kv| state.keys.first(&kv.key)))
    }

    /// Up to which form entries are written; `None` where nobody said.
    ///
    /// # Errors
    /// Where etcd does not answer.
    pub fn codec(&mut self) -> Result<Option<u32>, OrderError> {
        let Self { state, runtime } = self;
        let key = state.keys.codec();
        runtime.block_on(state.get(key))?.as_ref().map(parse).transpose()
    }

    /// Raises the form that entries are written in. It is never lowered: what was written must be
    /// read. Returns what it is now.
    ///
    /// # Errors
    /// Where etcd does not answer.
    pub fn raise_codec(&mut self, level: u32) -> Result<u32, OrderError> {
        loop {
            let Self { state, runtime } = self;
            let key = state.keys.codec();
            let found = runtime.block_on(state.get(key.clone()))?;
            let known: Option<u32> = found.as_ref().map(parse).transpose()?;
            if let Some(known) = known.filter(|known| *known >= level) {
                return Ok(known);
            }
            let unchanged = match found {
                Some(kv) => written_at(key.clone(), kv.mod_revision),
                None => absent(key.clone()),
            };
            let success = vec![put(key, json(&level), 0)];
            let txn = TxnRequest { compare: vec![unchanged], success, failure: Vec::new() };
            runtime.block_on(state.client.ask::<_, TxnResponse>(method::TXN, txn))?;
        }
    }
}
