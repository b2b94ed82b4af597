//! The order in etcd, from one machine.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::runtime::{Builder, Runtime};

use super::{
    client::{Access, Client, method},
    keys::Keys,
    lease::{Claim, Lease},
    messages::{
        Alarm, AlarmRequest, AlarmResponse, Empty, KeyValue, PutRequest, RangeRequest,
        RangeResponse, StatusResponse, TxnRequest, TxnResponse,
    },
    transaction::{absent, put, written_at},
};
use crate::{Order, OrderError, Proposal};
use journal::{Group, Head};

mod kept;
mod state;

pub use kept::{KeptToken, KeptTokens};
use state::State;

/// What a cluster is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// The form of what lies under the keys.
    pub form: u32,
    /// Random: tells this cluster from another of the same name.
    pub id: String,
    /// How often it was begun anew from a backup.
    pub epoch: u32,
}

/// Who writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Writer {
    /// The machine's name.
    pub node: String,
    /// Where it takes requests from other machines.
    pub url: String,
}

/// What a machine says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Its name.
    pub node: String,
    /// Where it takes requests from other machines.
    pub url: String,
    /// The last entry that its readers see.
    pub seq: u64,
    /// The newest form of entries that it reads.
    pub level: u32,
    /// Its clock, in milliseconds since 1970.
    pub clock: i64,
}

/// What a member of etcd says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Space {
    /// Its address.
    pub endpoint: String,
    /// How it fares; `Err` with why it does not answer.
    pub status: Result<MemberStatus, String>,
    /// What it says is wrong.
    pub errors: Vec<String>,
}

/// How a member of etcd fares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberStatus {
    /// Its version.
    pub version: String,
    /// Bytes of its file.
    pub file: u64,
    /// Bytes of these in use.
    pub used: u64,
    /// Bytes that its file may have, where it says so.
    pub quota: Option<u64>,
    /// Whether it leads.
    pub leads: bool,
}

impl Space {
    /// Whether half of what the file may have is in use, where that is `quota` unless the member says
    /// otherwise; or there is no space left.
    #[must_use]
    pub fn is_short(&self, quota: u64) -> bool {
        let half = |it: &MemberStatus| it.used >= it.quota.unwrap_or(quota) / 2;
        !self.errors.is_empty() || self.status.as_ref().is_ok_and(half)
    }
}

/// The order that several machines share. It has threads of its own, and blocks who asks.
pub struct Shared {
    state: State,
    runtime: Runtime,
}

impl Shared {
    /// Prepares to speak to etcd; connects when first asked.
    ///
    /// # Errors
    /// Where an address is none, or the system has no thread left.
    pub fn new(access: &Access, cluster: &str) -> Result<Self, OrderError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("hoptac-order")
            .enable_all()
            .build()
            .map_err(|error| OrderError::Down(format!("no thread for etcd: {error}")))?;
        let entered = runtime.enter();
        let state = State::new(Client::new(access)?, Keys::of(cluster));
        drop(entered);
        Ok(Self { state, runtime })
    }

    /// What the cluster is; `None` where there is none.
    ///
    /// # Errors
    /// Where etcd does not answer, or something else lies there.
    pub fn meta(&mut self) -> Result<Option<Meta>, OrderError> {
        let Self { state, runtime } = self;
        let key = state.keys.meta();
        let kv = runtime.block_on(state.get(key))?;
        kv.map(|kv| parse(&kv)).transpose()
    }

    /// Takes a lease, under which this machine says what it is.
    ///
    /// # Errors
    /// Where etcd does not answer.
    pub fn lease(&mut self, seconds: u32) -> Result<Lease, OrderError> {
        let Self { state, runtime } = self;
        runtime.block_on(Lease::take(&mut state.client, seconds))
    }

    /// Gives a lease up, with all that lies under it.
    ///
    /// # Errors
    /// Where etcd does not answer: it ends by itself then.
    pub fn give_up(&mut self, lease: Lease) -> Result<(), OrderError> {
        let Self { state, runtime } = self;
        state.claim = None;
        runtime.block_on(lease.give_up(&mut state.client))
    }

    /// Becomes the writer if nobody is, or if `instead` is and is known to be gone. Returns who is
    /// the writer now.
    ///
    /// # Errors
    /// Where etcd does not answer.
    pub fn claim(
        &mut self,
        me: &Writer,
        lease: &Lease,
        instead: Option<Claim>,
    ) -> Result<(Writer, Claim), OrderError> {
        let Self { state, runtime } = self;
        let key = state.keys.writer();
        let free = match instead {
            Some(Claim(revision)) => written_at(key.clone(), revision),
            None => absent(key.clone()),
        };
        let txn = TxnRequest {
            compare: vec![free],
            success: vec![put(key.clone(), json(me), lease.id())],
            failure: Vec::new(),
        };
        // An answer that was lost is found by reading.
        let _ = runtime.block_on(state.client.ask::<_, TxnResponse>(method::TXN, txn))?;
        let kv = runtime.block_on(state.get(key))?;
        let kv = kv.ok_or_else(|| OrderError::Down("the writer's lease ended".to_owned()))?;
        let (writer, claim): (Writer, _) = (parse(&kv)?, Claim(kv.mod_revision));
        state.claim = (writer == *me && kv.lease == lease.id()).then_some(claim);
        Ok((writer, claim))
    }

    /// Who is the writer.
    ///
    /// # Errors
    /// Where etcd does not answer.
    pub fn writer(&mut self) -> Result<Option<(Writer, Claim)>, OrderError> {
        let Self { state, runtime } = self;
        let key = state.keys.writer();
        let kv = runtime.block_on(state.get(key))?;
        kv.map(|kv| Ok((parse(&kv)?, Claim(kv.mod_revision)))).transpose()
    }

    /// Whether this machine claimed to be the writer, and was not told otherwise.
    #[must_use]
    pub const fn is_writer(&self) -> bool {
        self.state.claim.is_some()
    }

    /// Appends under a claim that this machine made over another connection, or no more.
    pub const fn write_under(&mut self, claim: Option<Claim>) {
        self.state.claim = claim;
    }

    /// Says what this machine is, for as long as its lease stands.
    ///
    /// # Errors
    /// Where etcd does not answer.
    pub fn announce(&mut self, node: &Node, lease: &Lease) -> Result<(), OrderError> {
        let Self { state, runtime } = self;
        let question =
            PutRequest { key: state.keys.node(&node.node), value: json(node), lease: lease.id() };
        runtime.block_on(state.client.ask::<_, Empty>(method::PUT, question)).map(|_| ())
    }

    /// What the machines that are there say of themselves.
    ///
    /// # Errors
    /// Where etcd does not answer.
    pub fn nodes(&mut self) -> Result<Vec<Node>, OrderError> {
        let Self { state, runtime } = self;
        let (key, range_end) = state.keys.nodes();
        let question = RangeRequest { key, range_end, limit: 0 };
        let answer: RangeResponse = runtime.block_on(state.client.ask(method::RANGE, question))?;
        answer.kvs.iter().map(parse).collect()
    }

    /// What each member of etcd says of itself.
    pub fn space(&mut self) -> Vec<Space> {
        let Self { state, runtime } = self;
        let members: Vec<_> = state.client.each().collect();
        runtime.block_on(async {
            let mut spaces = Vec::new();
            for (endpoint, mut client) in members {
                let answer: Result<StatusResponse, _> = client.call(method::STATUS, Empty {}).await;
                spaces.push(match answer {
                    Ok(answer) => {
                        let leader = answer.leader;
                        let leads = answer.header.is_some_and(|it| it.member_id == leader);
                        let bytes = |bytes: i64| u64::try_from(bytes).unwrap_or(0);
                        let status = MemberStatus {
                            version: answer.version,
                            file: bytes(answer.db_size),
                            used: bytes(answer.db_size_in_use),
                            quota: Some(bytes(answer.db_size_quota)).filter(|quota| *quota > 0),
                            leads,
                        };
                        Space { endpoint, status: Ok(status), errors: answer.errors }
                    }
                    Err(status) => {
                        let status = Err(status.message().to_owned());
                        Space { endpoint, status, errors: Vec::new() }
                    }
                });
            }
            spaces
        })
    }

    /// Gives the space that trimming freed back to etcd, and lets it take writes again after it had
    /// none left. A member that is asked answers nothing else for a moment.
    ///
    /// # Errors
    /// Where a member does not answer within a minute; the others are done all the same.
    pub fn give_space_back(&mut self) -> Result<(), OrderError> {
        const LIST: AlarmRequest = AlarmRequest { action: 0, member_id: 0, alarm: NO_SPACE };
        const NO_SPACE: i32 = 1;
        let Self { state, runtime } = self;
        let members: Vec<_> = state.client.each().collect();
        runtime.block_on(async {
            let mut refused = Ok(());
            for (endpoint, client) in members {
                let mut client = client.with_patience(Duration::from_secs(60));
                if let Err(status) = client.call::<_, Empty>(method::DEFRAGMENT, Empty {}).await {
                    refused = Err(OrderError::Down(format!("{endpoint}: {}", status.message())));
                }
            }
            let raised: AlarmResponse = state.client.ask(method::ALARM, LIST).await?;
            let raised = raised.alarms.into_iter().filter(|it| it.alarm == NO_SPACE);
            for Alarm { member_id, alarm } in raised {
                let disarm = AlarmRequest { action: 2, member_id, alarm };
                state.client.ask::<_, Empty>(method::ALARM, disarm).await?;
            }
            refused
        })
    }
}

impl Order for Shared {
    fn head(&mut self) -> Result<Head, OrderError> {
        let Self { state, runtime } = self;
        runtime.block_on(state.head())
    }

    fn append(&mut self, proposal: &Proposal) -> Result<(), OrderError> {
        let Self { state, runtime } = self;
        runtime.block_on(state.append(proposal))
    }

    fn read(&mut self, after: u64, max_bytes: usize) -> Result<Vec<Group>, OrderError> {
        let Self { state, runtime } = self;
        runtime.block_on(state.read(after, max_bytes)).map(|(groups, _)| groups)
    }

    fn follow(&mut self, after: u64, wait: Duration) -> Result<Vec<Group>, OrderError> {
        let Self { state, runtime } = self;
        runtime.block_on(state.follow(after, wait))
    }

    fn trim(&mut self, below: u64) -> Result<(), OrderError> {
        let Self { state, runtime } = self;
        runtime.block_on(state.trim(below))
    }
}

fn json<T: Serialize>(value: &T) -> Vec<u8> {
    // Structs of texts and numbers always have a form in JSON.
    serde_json::to_vec(value).unwrap_or_default()
}

fn parse<T: for<'a> Deserialize<'a>>(kv: &KeyValue) -> Result<T, OrderError> {
    serde_json::from_slice(&kv.value).map_err(|error| OrderError::Damaged {
        key: String::from_utf8_lossy(&kv.key).into_owned(),
        what: error.to_string(),
    })
}
