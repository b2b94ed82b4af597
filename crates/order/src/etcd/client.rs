//! Calls to etcd: one member at a time, the next where one fails.
//!
//! Owns connections, deadlines, and who is asked. Must not know what keys mean, nor whether a call
//! may be made twice: a failed call is told to the caller, and the next one goes elsewhere.

use std::time::Duration;

use http::uri::PathAndQuery;
use prost::Message;
use tonic::{
    Code, Request, Status, Streaming,
    client::Grpc,
    metadata::{AsciiMetadataValue, MetadataValue},
    transport::{Channel, Endpoint},
};
use tonic_prost::ProstCodec;

use super::messages::{AuthenticateRequest, AuthenticateResponse};
use crate::OrderError;

/// A range may hold many groups of 1 MiB.
const MOST_BYTES: usize = 256 << 20;
/// How often a silent connection is looked at. More often would be taken for an attack by etcd, which
/// then ends the streams.
const PING: Duration = Duration::from_secs(10);

/// Where etcd is, and how it is spoken to.
#[derive(Clone)]
pub struct Access {
    /// The members, as `http://host:port`.
    pub endpoints: Vec<String>,
    /// A user of etcd with its password, where it asks for one.
    pub credentials: Option<(String, String)>,
    /// How members prove who they are, and this machine to them. Endpoints begin with `https` then.
    pub tls: Option<Tls>,
    /// How long one member is waited for.
    pub patience: Duration,
}

/// Certificates for TLS, each the text of a PEM file.
#[derive(Clone, PartialEq, Eq)]
pub struct Tls {
    /// Who signs the certificates of etcd's members.
    pub ca: Vec<u8>,
    /// This machine's certificate and its key, where etcd asks for one.
    pub identity: Option<(Vec<u8>, Vec<u8>)>,
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tls")
            .field("has_identity", &self.identity.is_some())
            .finish_non_exhaustive()
    }
}

/// What etcd can be asked.
pub(super) mod method {
    pub(crate) const RANGE: &str = "/etcdserverpb.KV/Range";
    pub(crate) const PUT: &str = "/etcdserverpb.KV/Put";
    pub(crate) const DELETE_RANGE: &str = "/etcdserverpb.KV/DeleteRange";
    pub(crate) const TXN: &str = "/etcdserverpb.KV/Txn";
    pub(crate) const COMPACT: &str = "/etcdserverpb.KV/Compact";
    pub(crate) const WATCH: &str = "/etcdserverpb.Watch/Watch";
    pub(crate) const LEASE_GRANT: &str = "/etcdserverpb.Lease/LeaseGrant";
    pub(crate) const LEASE_REVOKE: &str = "/etcdserverpb.Lease/LeaseRevoke";
    pub(crate) const LEASE_KEEP_ALIVE: &str = "/etcdserverpb.Lease/LeaseKeepAlive";
    pub(crate) const AUTHENTICATE: &str = "/etcdserverpb.Auth/Authenticate";
    pub(crate) const STATUS: &str = "/etcdserverpb.Maintenance/Status";
    pub(crate) const DEFRAGMENT: &str = "/etcdserverpb.Maintenance/Defragment";
    pub(crate) const ALARM: &str = "/etcdserverpb.Maintenance/Alarm";
}

#[derive(Clone)]
pub(super) struct Client {
    members: Vec<(String, Channel)>,
    /// Which member is asked.
    at: usize,
    credentials: Option<(String, String)>,
    token: Option<AsciiMetadataValue>,
    patience: Duration,
}

impl Client {
    /// Connects when first asked. Called within a runtime.
    pub(super) fn new(access: &Access) -> Result<Self, OrderError> {
        let connect = |endpoint: &String| {
            let parsed = Endpoint::from_shared(endpoint.clone());
            let parsed = parsed.map_err(|error| {
                OrderError::Down(format!(
                    "`{endpoint}` is not an address such as http://host:2379: {error}"
                ))
            })?;
            let channel = secured(parsed, access.tls.as_ref())?
                .connect_timeout(access.patience)
                .tcp_nodelay(true)
                .http2_keep_alive_interval(PING)
                .keep_alive_timeout(access.patience)
                .connect_lazy();
            Ok((endpoint.clone(), channel))
        };
        let members =
            access.endpoints.iter().map(connect).collect::<Result<Vec<_>, OrderError>>()?;
        if members.is_empty() {
            return Err(OrderError::Down("no member of etcd is named".to_owned()));
        }
        let Access { credentials, patience, .. } = access.clone();
        Ok(Self { members, at: 0, credentials, token: None, patience })
    }

    /// Asks the members one after the other, each once, until one answers. For what may be asked
    /// twice.
    pub(super) async fn ask<Q, A>(
        &mut self,
        method: &'static str,
        question: Q,
    ) -> Result<A, OrderError>
    where
        Q: Message + Clone + 'static,
        A: Message + Default + 'static,
    {
        let mut last = None;
        // Once more than there are members: a token may have run out.
        for _ in 0..=self.members.len() {
            match self.call(method, question.clone()).await {
                Ok(answer) => return Ok(answer),
                Err(status) => last = Some(down(&status)),
            }
        }
        Err(last.unwrap_or_else(|| OrderError::Down("no member of etcd is named".to_owned())))
    }

    /// Asks one member, once. After a failure the next call goes to the next member.
    pub(super) async fn call<Q, A>(
        &mut self,
        method: &'static str,
        question: Q,
    ) -> Result<A, Status>
    where
        Q: Message + 'static,
        A: Message + Default + 'static,
    {
        let answer = tokio::time::timeout(self.patience, self.unary(method, question)).await;
        let answer = answer.unwrap_or_else(|_| {
            Err(Status::deadline_exceeded(format!("{} did not answer", self.member())))
        });
        if let Err(status) = &answer {
            self.failed(status);
        }
        answer
    }

    async fn unary<Q, A>(&mut self, method: &'static str, question: Q) -> Result<A, Status>
    where
        Q: Message + 'static,
        A: Message + Default + 'static,
    {
        self.sign_in().await?;
        let request = self.request(question);
        let mut grpc = self.grpc();
        ready(&mut grpc).await?;
        let path = PathAndQuery::from_static(method);
        let answer = grpc.unary(request, path, ProstCodec::<Q, A>::default()).await?;
        Ok(answer.into_inner())
    }

    /// Asks for a token, where one is needed and there is none.
    async fn sign_in(&mut self) -> Result<(), Status> {
        if self.token.is_some() {
            return Ok(());
        }
        let Some((name, password)) = self.credentials.clone() else { return Ok(()) };
        let mut grpc = self.grpc();
        ready(&mut grpc).await?;
        let path = PathAndQuery::from_static(method::AUTHENTICATE);
        let codec = ProstCodec::<AuthenticateRequest, AuthenticateResponse>::default();
        let question = Request::new(AuthenticateRequest { name, password });
        let token = grpc.unary(question, path, codec).await?.into_inner().token;
        let token = MetadataValue::try_from(token)
            .map_err(|_| Status::unauthenticated("etcd gave a token that is no header"))?;
        self.token = Some(token);
        Ok(())
    }

    /// Opens a stream to one member: `questions` are sent as they come.
    pub(super) async fn stream<Q, A>(
        &mut self,
        method: &'static str,
        questions: impl futures_util::Stream<Item = Q> + Send + 'static,
    ) -> Result<Streaming<A>, Status>
    where
        Q: Message + 'static,
        A: Message + Default + 'static,
    {
        let opened = tokio::time::timeout(self.patience, async {
            self.sign_in().await?;
            // A member that lost its leader ends such a stream instead of staying silent.
            let mut request = self.request(questions);
            request.metadata_mut().insert("hasleader", MetadataValue::from_static("true"));
            let mut grpc = self.grpc();
            ready(&mut grpc).await?;
            let path = PathAndQuery::from_static(method);
            grpc.streaming(request, path, ProstCodec::<Q, A>::default()).await
        });
        let opened = opened.await.unwrap_or_else(|_| {
            Err(Status::deadline_exceeded(format!("{} did not answer", self.member())))
        });
        match opened {
            Ok(answers) => Ok(answers.into_inner()),
            Err(status) => {
                self.failed(&status);
                Err(status)
            }
        }
    }

    /// Turns to the next member.
    pub(super) fn turn(&mut self) {
        self.at = (self.at + 1) % self.members.len();
    }

    /// Which member is asked.
    pub(super) fn member(&self) -> &str {
        &self.members[self.at].0
    }

    /// A client for each member, to ask that one alone.
    pub(super) fn each(&self) -> impl Iterator<Item = (String, Self)> + '_ {
        self.members.iter().map(|(name, channel)| {
            let members = vec![(name.clone(), channel.clone())];
            (name.clone(), Self { members, at: 0, ..self.clone() })
        })
    }

    /// The same, waiting as long for an answer.
    pub(super) fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    fn failed(&mut self, status: &Status) {
        // A token runs out, and none is valid any more once users or roles of etcd changed.
        if status.code() == Code::Unauthenticated || status.message().contains("auth store is old")
        {
            self.token = None;
        }
        if !is_answer(status) {
            self.turn();
        }
    }

    fn request<T>(&self, message: T) -> Request<T> {
        let mut request = Request::new(message);
        if let Some(token) = &self.token {
            request.metadata_mut().insert("authorization", token.clone());
        }
        request
    }

    fn grpc(&self) -> Grpc<Channel> {
        Grpc::new(self.members[self.at].1.clone())
            .max_decoding_message_size(MOST_BYTES)
            .max_encoding_message_size(MOST_BYTES)
    }
}

/// Speaks TLS where that is wanted.
#[cfg(feature = "tls")]
fn secured(endpoint: Endpoint, tls: Option<&Tls>) -> Result<Endpoint, OrderError> {
    use tonic::transport::{Certificate, ClientTlsConfig, Identity};
    let Some(Tls { ca, identity }) = tls else { return Ok(endpoint) };
    let mut config = ClientTlsConfig::new().ca_certificate(Certificate::from_pem(ca));
    if let Some((certificate, key)) = identity {
        config = config.identity(Identity::from_pem(certificate, key));
    }
    endpoint.tls_config(config).map_err(|error| {
        OrderError::Down(format!("the certificates for etcd cannot be used: {}", told(&error)))
    })
}

#[cfg(not(feature = "tls"))]
fn secured(endpoint: Endpoint, tls: Option<&Tls>) -> Result<Endpoint, OrderError> {
    match tls {
        None => Ok(endpoint),
        Some(_) => Err(OrderError::Down(
            "this hoptac was built without TLS for etcd; build it with the feature `cluster-tls`, \
             or use etcd:// within a private network"
                .to_owned(),
        )),
    }
}

/// An error with its causes: tonic's own say little.
fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

async fn ready(grpc: &mut Grpc<Channel>) -> Result<(), Status> {
    grpc.ready().await.map_err(|error| Status::unavailable(told(&error)))
}

/// Whether a failure is the cluster's answer, which another member would give, too.
pub(super) fn is_answer(status: &Status) -> bool {
    matches!(
        status.code(),
        Code::InvalidArgument
            | Code::PermissionDenied
            | Code::OutOfRange
            | Code::FailedPrecondition
    ) || is_full(status)
}

/// Whether etcd has no space left.
pub(super) fn is_full(status: &Status) -> bool {
    status.code() == Code::ResourceExhausted && status.message().contains("space exceeded")
}

pub(super) fn down(status: &Status) -> OrderError {
    if is_full(status) {
        return OrderError::Full;
    }
    OrderError::Down(format!("{:?}: {}", status.code(), status.message()))
}
