//! What the calls of [`super::Shared`] do, within its runtime.

use std::time::{Duration, Instant};

use tonic::{Code, Status};

use super::super::{
    client::{Client, is_full, method},
    keys::Keys,
    lease::Claim,
    messages::{
        CompactionRequest, DeleteRangeRequest, DeleteRangeResponse, Empty, KeyValue, PutRequest,
        RangeRequest, RangeResponse, TxnRequest, TxnResponse,
    },
    transaction::{absent, always, get, holds, put, range, written_at},
    value::{self, Stored},
    watch::{Deletions, Seen, Watch},
};
use super::Writer;
use crate::{OrderError, Proposal};
use journal::{Group, Head};

/// Most bytes under one key. etcd takes requests of 1.5 MiB.
const PART: usize = 1 << 20;
/// How long a proposal is made again before its caller is told that it is in doubt.
const INSIST: Duration = Duration::from_secs(3);
/// Between two tries.
const PAUSE: Duration = Duration::from_millis(50);
/// A watch that is silent for so long is doubted, and the head is read.
const SILENCE: Duration = Duration::from_secs(1);
/// Groups that are read at first, and at most, at once.
const PAGE: (i64, i64) = (32, 1_024);
/// The page grows while the groups of one have fewer bytes.
const PAGE_BYTES: usize = 1 << 20;
/// How many bytes of groups are followed at once.
const FOLLOWED: usize = 8 << 20;

pub(super) struct State {
    pub(super) client: Client,
    pub(super) keys: Keys,
    pub(super) claim: Option<Claim>,
    watch: Option<Watch>,
    /// When the watch was last known to tell what there is.
    heard: Option<Instant>,
    /// Tells that a token was written.
    pub(super) tokens: Option<Watch>,
    page: i64,
}

impl State {
    pub(super) const fn new(client: Client, keys: Keys) -> Self {
        Self { client, keys, claim: None, watch: None, heard: None, tokens: None, page: PAGE.0 }
    }

    pub(super) async fn get(&mut self, key: Vec<u8>) -> Result<Option<KeyValue>, OrderError> {
        let question = RangeRequest { key, range_end: Vec::new(), limit: 0 };
        let answer: RangeResponse = self.client.ask(method::RANGE, question).await?;
        Ok(answer.kvs.into_iter().next())
    }

    pub(super) async fn head(&mut self) -> Result<Head, OrderError> {
        let key = self.keys.head();
        let found = self.get(key).await?;
        self.head_of(found.map(|kv| kv.value))
    }

    fn head_of(&self, value: Option<Vec<u8>>) -> Result<Head, OrderError> {
        let Some(value) = value else { return Ok(Head::default()) };
        value::decode_head(&value).map_err(|what| damaged(&self.keys.head(), what))
    }

    pub(super) async fn append(&mut self, proposal: &Proposal) -> Result<(), OrderError> {
        let Proposal { group, nonce } = proposal;
        let bytes = group.bytes();
        if bytes > value::MAX_BODIES {
            return Err(OrderError::TooLarge { bytes, max: value::MAX_BODIES });
        }
        let Some(Claim(claim)) = self.claim else { return Err(self.not_writer().await) };
        // Who writes does not read what it is told of that.
        self.watch = None;
        let (mut value, deflated) =
            value::encode(proposal).map_err(|error| OrderError::Down(error.to_string()))?;
        let until = Instant::now() + INSIST;
        if deflated.len() <= PART {
            value.extend(deflated);
        } else {
            let pieces = deflated.chunks(PART);
            value::set_parts(&mut value, u32::try_from(pieces.len()).unwrap_or(u32::MAX));
            for (piece, nth) in pieces.zip(0..) {
                let key = self.keys.part(*nonce, nth);
                self.put_part(PutRequest { key, value: piece.to_vec(), lease: 0 }, until).await?;
            }
        }
        let (head, place) = (self.keys.head(), self.keys.group(group.first));
        let before = Head { seq: group.first - 1, hash: group.previous };
        let at_head = match before.seq {
            0 => absent(head.clone()),
            _ => holds(head.clone(), value::encode_head(before)),
        };
        let writer = self.keys.writer();
        let reads = vec![get(head.clone()), get(place.clone()), get(writer.clone())];
        let txn = TxnRequest {
            compare: vec![at_head, written_at(writer, claim)],
            success: vec![put(place, value, 0), put(head, value::encode_head(group.last), 0)],
            failure: reads,
        };
        loop {
            let status = match self.client.call::<_, TxnResponse>(method::TXN, txn.clone()).await {
                Ok(answer) if answer.succeeded => return Ok(()),
                Ok(answer) => return self.refused(answer, proposal, before),
                Err(status) => status,
            };
            if is_full(&status) {
                // What fills the space is done all the same.
                let written = self.get(self.keys.group(group.first)).await?;
                let written = written.map(|kv| kv.value);
                let is_mine = self.is_mine(written.as_deref(), proposal)?;
                return if is_mine { Ok(()) } else { Err(OrderError::Full) };
            }
            if is_too_large(&status) {
                return Err(OrderError::TooLarge { bytes, max: PART });
            }
            self.wait_until(until, &status).await?;
        }
    }

    async fn put_part(&mut self, part: PutRequest, until: Instant) -> Result<(), OrderError> {
        loop {
            match self.client.call::<_, Empty>(method::PUT, part.clone()).await {
                Ok(_) => return Ok(()),
                Err(status) if is_full(&status) => return Err(OrderError::Full),
                Err(status) => self.wait_until(until, &status).await?,
            }
        }
    }

    async fn wait_until(&self, until: Instant, status: &Status) -> Result<(), OrderError> {
        if Instant::now() >= until {
            let reason = status.message();
            tracing::warn!(reason, member = self.client.member(), "no answer to a proposal");
            return Err(OrderError::InDoubt);
        }
        tokio::time::sleep(PAUSE).await;
        Ok(())
    }

    /// What a transaction that did nothing says: that an earlier try did it, or why it did not.
    fn refused(
        &mut self,
        answer: TxnResponse,
        proposal: &Proposal,
        before: Head,
    ) -> Result<(), OrderError> {
        let mut values = answer.ranges().map(RangeResponse::value);
        let mut next = || values.next().flatten();
        let (head, group, writer) = (next(), next(), next());
        if self.is_mine(group.as_deref(), proposal)? {
            return Ok(());
        }
        let head = self.head_of(head)?;
        if head != before {
            return Err(OrderError::Moved(head));
        }
        self.claim = None;
        Err(OrderError::NotWriter(writer.as_deref().and_then(url)))
    }

    /// Whether what stands at the place of a proposal is that proposal.
    fn is_mine(&self, stored: Option<&[u8]>, proposal: &Proposal) -> Result<bool, OrderError> {
        let Some(stored) = stored else { return Ok(false) };
        let key = || self.keys.group(proposal.group.first);
        let stored = Stored::decode(stored).map_err(|what| damaged(&key(), what))?;
        Ok(stored.nonce == proposal.nonce)
    }

    async fn not_writer(&mut self) -> OrderError {
        let key = self.keys.writer();
        let writer = self.get(key).await.ok().flatten();
        OrderError::NotWriter(writer.and_then(|kv| url(&kv.value)))
    }

    /// The groups that follow an entry, and the revision at which they were read.
    pub(super) async fn read(
        &mut self,
        after: u64,
        max_bytes: usize,
    ) -> Result<(Vec<Group>, i64), OrderError> {
        let (mut groups, mut bytes, mut next) = (Vec::new(), 0, after + 1);
        loop {
            let from = self.keys.group(next);
            let reads = vec![get(self.keys.head()), range(from, self.keys.groups_end(), self.page)];
            let answer: TxnResponse = self.client.ask(method::TXN, always(reads)).await?;
            let revision = answer.header.as_ref().map_or(0, |header| header.revision);
            let mut ranges = answer.ranges();
            let head = ranges.next().and_then(RangeResponse::value);
            let head = self.head_of(head)?;
            let RangeResponse { kvs, more, .. } = ranges.next().unwrap_or_default();
            let page_bytes: usize = kvs.iter().map(|kv| kv.value.len()).sum();
            if kvs.first().and_then(|kv| self.keys.first(&kv.key)) != Some(next) && head.seq >= next
            {
                let floor = kvs.first().and_then(|kv| self.keys.first(&kv.key));
                return Err(OrderError::Trimmed { floor: floor.unwrap_or(head.seq + 1) });
            }
            for kv in &kvs {
                let group = self.group(kv).await?;
                bytes += group.bytes();
                next = group.last.seq + 1;
                groups.push(group);
            }
            self.page = if page_bytes < PAGE_BYTES {
                (self.page * 2).min(PAGE.1)
            } else {
                (self.page / 2).max(PAGE.0)
            };
            if !more || bytes >= max_bytes {
                return Ok((groups, revision));
            }
        }
    }

    /// The group under a key, with its pieces.
    async fn group(&mut self, kv: &KeyValue) -> Result<Group, OrderError> {
        let wrong = |what| damaged(&kv.key, what);
        let first =
            self.keys.first(&kv.key).ok_or_else(|| wrong("no entry's number".to_owned()))?;
        let stored = Stored::decode(&kv.value).map_err(wrong)?;
        let mut deflated = Vec::new();
        for nth in 0..stored.parts {
            let key = self.keys.part(stored.nonce, nth);
            let part = self.get(key).await?;
            let part = part.ok_or_else(|| wrong(format!("its piece {nth} is gone")))?;
            deflated.extend(part.value);
        }
        let whole = if stored.parts == 0 { stored.deflated } else { &deflated };
        stored.group(first, whole).map_err(wrong)
    }

    pub(super) async fn follow(
        &mut self,
        after: u64,
        wait: Duration,
    ) -> Result<Vec<Group>, OrderError> {
        let until = Instant::now() + wait;
        loop {
            if self.watch.is_none() {
                let (groups, revision) = self.read(after, FOLLOWED).await?;
                if !groups.is_empty() {
                    return Ok(groups);
                }
                let keys = (self.keys.group(after + 1), self.keys.groups_end());
                let (client, left) = (&mut self.client, Deletions::Left);
                self.watch = Watch::open(client, keys, revision + 1, left).await.ok();
                self.heard = Some(Instant::now());
            }
            let left = until.saturating_duration_since(Instant::now());
            let Some(watch) = &mut self.watch else {
                if left.is_zero() {
                    return Ok(Vec::new());
                }
                tokio::time::sleep(PAUSE.min(left)).await;
                continue;
            };
            match watch.next(SILENCE.min(left)).await {
                Seen::Written(kvs) => {
                    self.heard = Some(Instant::now());
                    let groups = self.take(kvs, after).await?;
                    if !groups.is_empty() {
                        return Ok(groups);
                    }
                }
                Seen::Silence if self.heard.is_none_or(|heard| heard.elapsed() >= SILENCE) => {
                    // A member that is cut off is silent, too.
                    if self.head().await?.seq > after {
                        self.watch = None;
                        self.client.turn();
                    }
                    self.heard = Some(Instant::now());
                }
                Seen::Silence => return Ok(Vec::new()),
                Seen::End => {
                    self.watch = None;
                    self.client.turn();
                }
            }
        }
    }

    /// The groups of what was seen that follow an entry. Where there is a gap, none, and the next
    /// call reads them.
    async fn take(&mut self, kvs: Vec<KeyValue>, after: u64) -> Result<Vec<Group>, OrderError> {
        let (mut groups, mut next) = (Vec::new(), after + 1);
        for kv in kvs {
            match self.keys.first(&kv.key) {
                Some(first) if first < next => {}
                Some(first) if first == next => {
                    let group = self.group(&kv).await?;
                    next = group.last.seq + 1;
                    groups.push(group);
                }
                _ => {
                    self.watch = None;
                    break;
                }
            }
        }
        Ok(groups)
    }

    pub(super) async fn trim(&mut self, below: u64) -> Result<(), OrderError> {
        let mut from = self.keys.group(0);
        let end = self.keys.group(below);
        let mut boundary = end.clone();
        // The pieces first: once the group is gone, nothing names them.
        loop {
            let question = RangeRequest { key: from, range_end: end.clone(), limit: PAGE.0 };
            let answer: RangeResponse = self.client.ask(method::RANGE, question).await?;
            for kv in &answer.kvs {
                let stored = Stored::decode(&kv.value).map_err(|what| damaged(&kv.key, what))?;
                if stored.last.seq >= below {
                    boundary.clone_from(&kv.key);
                    continue;
                }
                if stored.parts > 0 {
                    let key = self.keys.part(stored.nonce, 0);
                    let range_end = self.keys.part(stored.nonce, u32::MAX);
                    self.delete(key, range_end).await?;
                }
            }
            match answer.kvs.last() {
                Some(last) if answer.more => from = [last.key.as_slice(), &[0]].concat(),
                _ => break,
            }
        }
        let begin = self.keys.group(0);
        let revision = self.delete(begin, boundary).await?;
        let compacted = self
            .client
            .ask::<_, Empty>(method::COMPACT, CompactionRequest { revision, physical: true })
            .await;
        match compacted {
            // Another machine compacted further.
            Err(OrderError::Down(why)) if why.starts_with("OutOfRange") => Ok(()),
            compacted => compacted.map(|_| ()),
        }
    }

    async fn delete(&mut self, key: Vec<u8>, range_end: Vec<u8>) -> Result<i64, OrderError> {
        let question = DeleteRangeRequest { key, range_end };
        let answer: DeleteRangeResponse = self.client.ask(method::DELETE_RANGE, question).await?;
        Ok(answer.header.map_or(0, |header| header.revision))
    }
}

fn is_too_large(status: &Status) -> bool {
    status.code() == Code::InvalidArgument && status.message().contains("too large")
}

fn url(writer: &[u8]) -> Option<String> {
    serde_json::from_slice::<Writer>(writer).ok().map(|writer| writer.url)
}

fn damaged(key: &[u8], what: String) -> OrderError {
    OrderError::Damaged { key: String::from_utf8_lossy(key).into_owned(), what }
}
