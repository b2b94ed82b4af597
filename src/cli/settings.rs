//! The settings: declared, read from flags, environment and file, and validated here, once.
//!
//! A new setting is one declaration below; a group's struct is that of the layer which uses it.
//! `hoptac.example.toml` is made from the declarations by `hoptac settings`.

mod cluster;
mod collector;
mod declared;
mod error;
mod example;
mod file;
mod layers;
mod log_filter;
mod log_format;
mod notation;
mod setting;
#[cfg(test)]
mod tests;

use std::{ffi::OsString, net::SocketAddr, path::PathBuf, sync::LazyLock, time::Duration};

use crate::{
    graphql::Limits,
    http::{
        self, Budget, Caches, Connections, DocumentOptions, Network, Options, Requests, Strangers,
    },
    store,
};
use declared::settings;
use layers::Layers;
use notation::{
    address, checked, flag, folder, kibibytes, list, mebibytes, milliseconds, number, optional,
    path, seconds, shown,
};

pub use cluster::Cluster;
pub use collector::collector;
pub use error::SettingErrors;
pub use example::example;
pub use layers::Flags;
pub use log_filter::log_filter;
pub use log_format::LogFormat;
pub use setting::{Form, Setting};

settings! {
    "Registry" {
        /// Folder of the registry
        ///
        /// It is created if it does not exist. A relative path starts at the current folder.
        shared @ data: PathBuf = "data", Form::Text("FOLDER"), PathBuf::from("./data"), folder();
        /// Memory for cached records and pages, in MiB
        ///
        /// At least 16.
        shared @ cache_bytes: u64 = "cache-mb", Form::Number("MIB"),
            store::Options::default().cache_bytes, mebibytes(16, 1 << 20);
        /// Leave an empty registry empty
        ///
        /// Otherwise it is filled with the built-in seeds.
        @ no_seed: bool = "no-seed", Form::Flag, false, flag();
    }
    "Log" {
        /// Format of the log on standard error, text or json
        ///
        /// "text" is for people, "json" for machines.
        shared @ log_format: LogFormat = "log-format", Form::Text("FORMAT"), LogFormat::Text, shown(LogFormat::parse);
        /// Levels of the log, such as `warn` or `info,hoptac::http=debug`
        ///
        /// A level (error, warn, info, debug, trace), or levels by module.
        shared @ log_filter: String = "log-filter", Form::Text("FILTER"), "info".to_owned(), checked(log_filter);
        /// Collector for traces over OTLP; empty for none
        ///
        /// For example `http://127.0.0.1:4318`. It needs a build with the feature `opentelemetry`.
        /// Such a build also supports `OTEL_EXPORTER_OTLP_ENDPOINT` and related variables.
        @ otlp_endpoint: Option<String> = "otlp-endpoint", Form::Text("URL"), None,
            optional(shown(collector));
    }
    "Server" {
        /// Address and port of the server; port 0 takes a free one
        ///
        /// 127.0.0.1 is reachable from this machine only, 0.0.0.0 from all networks.
        @ listen: SocketAddr = "listen", Form::Text("ADDRESS:PORT"),
            SocketAddr::from(([127, 0, 0, 1], 8_080)), address();
        /// Address and port of the metrics for Prometheus; empty for none
        ///
        /// Serves /metrics, /status and the health checks. They show what callers ask, and name
        /// tokens: do not let anonymous callers reach this address, such as 127.0.0.1:9464, and let
        /// no proxy forward it.
        @ metrics_listen: Option<SocketAddr> = "metrics-listen", Form::Text("ADDRESS:PORT"), None,
            optional(address());
        /// Let callers without a token read published records
        ///
        /// Otherwise GraphQL answers 401 to them; the console and the health checks stay open.
        @ anonymous: bool = "anonymous", Form::Flag, true, flag();
        /// Serve as a subgraph of Apollo Federation 2
        ///
        /// Adds `_service` and `_entities` to the schema, so that a gateway can compose it into its
        /// own. Permissions of callers do not change.
        @ federation: bool = "federation", Form::Flag, false, flag();
        /// Longest wait for requests in progress at shutdown, in seconds
        @ shutdown: Duration = "shutdown-seconds", Form::Number("SECONDS"),
            Duration::from_secs(10), seconds(0, 3_600);
    }
    groups
    "Cluster" cluster: Cluster {
        /// Members of etcd that order what several machines write; empty for one machine
        ///
        /// For example `etcd://10.0.0.1:2379,10.0.0.2:2379,10.0.0.3:2379/hoptac`, with the name of
        /// the cluster at the end; `etcds://` speaks TLS. docs/cluster.md describes how one machine
        /// becomes three.
        order = "order", Form::Text("URL"), optional(shown(cluster::order));
        /// Name of this machine in the cluster; empty for its host name
        ///
        /// It must not change, and no other machine may have it.
        node = "node", Form::Text("NAME"), optional(shown(cluster::node));
        /// Address at which other machines of the cluster reach this one; empty for that of `listen`
        ///
        /// For example `http://10.0.0.1:8080`. Who is not the writer forwards mutations to it.
        node_url = "node-url", Form::Text("URL"), optional(shown(cluster::node_url));
        /// User of etcd; empty where it asks for none
        user = "order-user", Form::Text("NAME"), optional(shown(cluster::user));
        /// File with the password of that user
        password_file = "order-password-file", Form::Text("FILE"), optional(path());
        /// Certificate of who signs those of etcd, as PEM
        ///
        /// Needed for `etcds://`.
        ca = "order-ca", Form::Text("FILE"), optional(path());
        /// Certificate of this machine for etcd, as PEM; empty where it asks for none
        certificate = "order-certificate", Form::Text("FILE"), optional(path());
        /// Key of that certificate, as PEM
        key = "order-key", Form::Text("FILE"), optional(path());
        /// Largest file of etcd, in MiB: what its `--quota-backend-bytes` says
        ///
        /// Once half of it is in use, nothing is kept any more for machines that are not there. etcd
        /// from 3.6 on says it itself.
        quota = "order-quota-mib", Form::Number("MIB"), mebibytes(1, 65_536);
        /// Time without contact to etcd after which tokens are refused, in seconds
        ///
        /// One that was revoked meanwhile would still count here. Callers without a token are
        /// answered as before.
        token_stale = "token-stale-seconds", Form::Number("SECONDS"), seconds(5, 86_400);
        /// Age from which an answer tells how old it is, in seconds
        ///
        /// By the header Hoptac-Stale, where this machine is behind the others or cut off.
        stale = "stale-seconds", Form::Number("SECONDS"), seconds(1, 3_600);
    }
    "Proxies and other origins" network: Network {
        /// Proxies whose headers state the client, as addresses or CIDR blocks
        ///
        /// For example 127.0.0.1 or 10.0.0.0/8. These headers are ignored from any other address.
        trusted_proxies = "trusted-proxies", Form::List("CIDR"), list(shown(http::block));
        /// Headers that state the client: `x-forwarded` or `forwarded`
        ///
        /// "x-forwarded" reads X-Forwarded-For, -Proto and -Host, "forwarded" reads Forwarded (RFC
        /// 7239). Choose the ones that the proxy sets: it forwards others as a client wrote them.
        forwarded_by = "forwarded-by", Form::Text("HEADERS"), shown(http::ForwardedBy::parse);
        /// Origins whose pages may call this server, such as https://app.example
        ///
        /// Over HTTP (CORS) and over WebSocket, in addition to its own origin. `*` means all. The
        /// server never uses cookies or other credentials of a browser: a page sends its token.
        origins = "origins", Form::List("ORIGIN"), list(shown(http::AllowedOrigin::parse));
    }
    "Requests" requests: Requests {
        /// Largest body of a request, and largest message over a WebSocket, in KiB
        body_max = "body-kib", Form::Number("KIB"), kibibytes(1, 64 << 10);
        /// Longest path and query string of a request, in KiB
        uri_max = "uri-kib", Form::Number("KIB"), kibibytes(1, 60);
        /// Time limit of a query, in seconds
        query_within = "query-seconds", Form::Number("SECONDS"), seconds(1, 3_600);
        /// Longest wait for a mutation, in seconds
        ///
        /// A mutation that the writer received by then may still be committed. A retry with the
        /// same idempotency key returns its result.
        mutation_within = "mutation-seconds", Form::Number("SECONDS"), seconds(1, 3_600);
        /// Time from which a request is logged as a warning, in milliseconds
        ///
        /// With its operation and the points that it used. Imports are as long as their files.
        slow_after = "slow-ms", Form::Number("MILLISECONDS"), milliseconds(0, 3_600_000);
        /// Answer 294 for data with errors, and 422 for requests that are not valid
        ///
        /// As the edition of September 2026 of GraphQL over HTTP recommends, for clients that
        /// accept application/graphql-response+json. Otherwise 200 and 400, which more software
        /// supports.
        precise_statuses = "precise-statuses", Form::Flag, flag();
    }
    "Callers without a token" strangers: Strangers {
        /// Allow introspection without a token
        introspection = "anonymous-introspection", Form::Flag, flag();
        /// Suggest similar names in errors for callers without a token
        suggestions = "anonymous-suggestions", Form::Flag, flag();
    }
    "Limits of one request" limits: Limits {
        /// Longest document, in KiB
        document_bytes = "document-kib", Form::Number("KIB"), kibibytes(1, 1 << 10);
        /// Most tokens of a document
        tokens = "document-tokens", Form::Number("NUMBER"), number(10, 100_000);
        /// Most nested fields
        depth = "query-depth", Form::Number("NUMBER"), number(1, 60);
        /// Most nested fields below `__schema` and `__type`
        introspection_depth = "introspection-depth", Form::Number("NUMBER"), number(1, 60);
        /// Most fields and fragments of a document, with fragments expanded
        selections = "query-selections", Form::Number("NUMBER"), number(10, 1_000_000);
        /// Most aliases of a document, with fragments expanded
        aliases = "query-aliases", Form::Number("NUMBER"), number(0, 10_000);
        /// Most directives in a document
        directives = "document-directives", Form::Number("NUMBER"), number(0, 10_000);
        /// Most directives at one place of a document
        field_directives = "field-directives", Form::Number("NUMBER"), number(0, 100);
        /// Most root fields of a query or subscription
        root_queries = "root-queries", Form::Number("NUMBER"), number(1, 1_000);
        /// Most root fields of a mutation
        root_mutations = "root-mutations", Form::Number("NUMBER"), number(1, 1_000);
        /// Most points that one request may cost, as far as that can be told beforehand
        ///
        /// Each object that an answer may contain costs one point. A page may contain `first` or
        /// `last` entries (20 if neither is given), any other list 10. Each field of a mutation costs
        /// ten more.
        cost = "query-cost", Form::Number("POINTS"), number(1, u64::MAX);
        /// Most points that one operation may use while it is executed
        ///
        /// Each object that it writes costs one point, and so does each record, list entry and cell
        /// of figures that it reads, beyond two for each object. An operation that would use more
        /// is stopped, and not answered in part.
        reads = "query-reads", Form::Number("POINTS"), number(1, u64::MAX);
        /// Most nested lists and objects in the variables
        variables_depth = "variables-depth", Form::Number("NUMBER"), number(1, 100);
        /// Most values in the variables
        variables_values = "variables-values", Form::Number("NUMBER"), number(1, 1_000_000);
    }
    "Budgets" budget: Budget {
        /// Points that a caller may spend at once; 0 turns budgets off
        ///
        /// A caller is a token, or an address if there is no token (for IPv6 the first 64 bits).
        /// Cached responses cost nothing.
        points = "budget-points", Form::Number("POINTS"), number(0, 1 << 40);
        /// Points restored to a caller each second
        restored = "budget-per-second", Form::Number("POINTS"), number(1, 1 << 40);
    }
    "Documents" documents: DocumentOptions {
        /// Treatment of documents that no manifest has: `off`, `warn` or `enforce`
        ///
        /// "off" executes them, "warn" also logs them, "enforce" refuses them, except introspection
        /// by callers with a token. The documents of the pages are built in, and always executed.
        trust = "trusted-documents", Form::Text("MODE"), shown(http::Trust::parse);
        /// Manifests of trusted documents, as written by Relay, GraphQL Code Generator or Apollo
        ///
        /// Read once, at the start of the server.
        manifests = "manifests", Form::List("FILE"), list(path());
        /// Cache documents under their hash, so that clients need not send them again
        ///
        /// Automatic persisted queries, in Apollo's protocol.
        persisted = "persisted-queries", Form::Flag, flag();
        /// Memory for parsed documents, in MiB
        bytes = "documents-mb", Form::Number("MIB"), mebibytes(1, 1 << 16);
    }
    "Caches" caches: Caches {
        /// Memory for the response cache, in MiB; 0 turns it off
        ///
        /// A response is cached until the registry or the day changes. It is given only to callers
        /// who may see the same.
        answers = "answers-mb", Form::Number("MIB"), mebibytes(0, 1 << 16);
    }
    "Connections" connections: Connections {
        /// Most simultaneous connections
        ///
        /// A further one is answered 503 and closed.
        most = "connections", Form::Number("NUMBER"), number(1, 1 << 20);
        /// Most simultaneous connections of one address; 0 for no limit
        ///
        /// For IPv6, of the same first 64 bits. Trusted proxies and this machine are exempt: name
        /// the proxies, because all their clients come from one address.
        most_of_one = "address-connections", Form::Number("NUMBER"), number(0, 1 << 20);
        /// Largest headers of a request, in total, in KiB
        headers_max = "headers-kib", Form::Number("KIB"), kibibytes(8, 1 << 10);
        /// Time limit for the headers of a request, in seconds
        headers_within = "headers-seconds", Form::Number("SECONDS"), seconds(1, 600);
        /// Time limit for the body of a request, in seconds
        body_within = "body-seconds", Form::Number("SECONDS"), seconds(1, 3_600);
        /// Time after which a connection without a request is closed, in seconds
        idle_within = "idle-seconds", Form::Number("SECONDS"), seconds(1, 3_600);
    }
}

/// Of these names of variables, those that look like settings and are none, each with the one that
/// may be meant.
pub fn unknown_variables(
    names: impl Iterator<Item = String>,
) -> impl Iterator<Item = (String, Option<String>)> {
    let known: Vec<String> =
        SETTINGS.iter().map(Setting::variable).chain([layers::VARIABLE.to_owned()]).collect();
    names.filter(|name| name.starts_with("HOPTAC_")).filter_map(move |name| {
        if known.contains(&name) {
            return None;
        }
        let meant = file::nearest(&name, known.iter().map(String::as_str)).map(str::to_owned);
        Some((name, meant))
    })
}

impl Settings {
    /// What the handlers of HTTP are to heed.
    pub fn http(&self) -> Options {
        Options {
            network: self.network.clone(),
            requests: self.requests.clone(),
            connections: self.connections.clone(),
            strangers: self.strangers,
            limits: self.limits,
            budget: self.budget,
            documents: self.documents.clone(),
            caches: self.caches,
            stale: self.cluster.stale,
        }
    }

    /// Reads the settings from flags, then the environment, then the file, then the defaults.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn read(
        flags: &Flags,
        environment: &dyn Fn(&str) -> Option<OsString>,
    ) -> Result<Self, SettingErrors> {
        let mut layers = Layers::open(&SETTINGS, flags, environment).map_err(SettingErrors)?;
        Self::of(&mut layers).ok_or(SettingErrors(layers.errors))
    }
}
