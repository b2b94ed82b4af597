//! The settings: declared, read from flags, environment and file, and validated here, once.
//!
//! A new setting is one declaration below; a group's struct is that of the layer which uses it.
//! `hoptac.example.toml` is made from the declarations by `hoptac settings`.

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
    address, checked, flag, kibibytes, list, mebibytes, number, optional, path, seconds, shown,
};

pub use collector::collector;
pub use error::SettingErrors;
pub use example::example;
pub use layers::Flags;
pub use log_filter::log_filter;
pub use log_format::LogFormat;
pub use setting::{Form, Setting};

settings! {
    "Registry" {
        /// Folder that the registry is kept in
        ///
        /// It is created where there is none. Relative to the current folder.
        shared @ data: PathBuf = "data", Form::Text("FOLDER"), PathBuf::from("./data"), path();
        /// Memory for cached records and pages, in MiB
        ///
        /// From 16.
        shared @ cache_bytes: u64 = "cache-mb", Form::Number("MIB"),
            store::Options::default().cache_bytes, mebibytes(16, 1 << 20);
        /// Leave an empty registry empty
        ///
        /// Otherwise it is filled with the built-in seeds.
        @ no_seed: bool = "no-seed", Form::Flag, false, flag();
    }
    "Log" {
        /// Form of the log on standard error, text or json
        ///
        /// "text" is for people, "json" for machines.
        shared @ log_format: LogFormat = "log-format", Form::Text("FORMAT"), LogFormat::Text, shown(LogFormat::parse);
        /// What is logged, such as `warn` or `info,hoptac::http=debug`
        ///
        /// A level (error, warn, info, debug, trace), or levels by module.
        shared @ log_filter: String = "log-filter", Form::Text("FILTER"), "info".to_owned(), checked(log_filter);
        /// Collector that traces are sent to, over OTLP; empty for none
        ///
        /// Like `http://127.0.0.1:4318`. It needs a hoptac that was built with the feature
        /// `opentelemetry`, which heeds `OTEL_EXPORTER_OTLP_ENDPOINT` and its kin too.
        @ otlp_endpoint: Option<String> = "otlp-endpoint", Form::Text("URL"), None,
            optional(shown(collector));
    }
    "Server" {
        /// Address and port to answer on; port 0 takes a free one
        ///
        /// 127.0.0.1 is reached from this machine alone, 0.0.0.0 from all networks.
        @ listen: SocketAddr = "listen", Form::Text("ADDRESS:PORT"),
            SocketAddr::from(([127, 0, 0, 1], 8_080)), address();
        /// Address and port to tell metrics at, for Prometheus; empty for none
        ///
        /// At /metrics, and health checks beside. They tell what callers ask: let no stranger reach
        /// this address, such as 127.0.0.1:9464, and no proxy pass it on.
        @ metrics_listen: Option<SocketAddr> = "metrics-listen", Form::Text("ADDRESS:PORT"), None,
            optional(address());
        /// Let callers without a token read what is published
        ///
        /// If not, GraphQL answers 401 to them; the console and the health checks stay open.
        @ anonymous: bool = "anonymous", Form::Flag, true, flag();
        /// Serve as a subgraph of Apollo Federation 2
        ///
        /// Adds `_service` and `_entities` to the schema, by which a gateway composes it into its
        /// own. Callers see and may do the same with them as without.
        @ federation: bool = "federation", Form::Flag, false, flag();
        /// Longest wait for requests under way when stopping, in seconds
        @ shutdown: Duration = "shutdown-seconds", Form::Number("SECONDS"),
            Duration::from_secs(10), seconds(0, 3_600);
    }
    groups
    "Proxies and other origins" network: Network {
        /// Proxies that are believed who a request is from, as addresses or CIDR blocks
        ///
        /// Like 127.0.0.1 or 10.0.0.0/8. From anybody else such headers are left alone.
        trusted_proxies = "trusted-proxies", Form::List("CIDR"), list(shown(http::block));
        /// By which headers they say it: `x-forwarded` or `forwarded`
        ///
        /// "x-forwarded" reads X-Forwarded-For, -Proto and -Host, "forwarded" reads Forwarded (RFC
        /// 7239). Choose those that the proxy sets: others it passes on as a client wrote them.
        forwarded_by = "forwarded-by", Form::Text("HEADERS"), shown(http::ForwardedBy::parse);
        /// Origins whose pages may call this server, such as https://app.example
        ///
        /// Over HTTP (CORS) and over WebSocket, beside the server's own. `*` stands for all.
        /// Cookies and other credentials of a browser are never asked for: a page sends its token.
        origins = "origins", Form::List("ORIGIN"), list(shown(http::AllowedOrigin::parse));
    }
    "Requests" requests: Requests {
        /// Largest body of a request, and largest message over a WebSocket, in KiB
        body_max = "body-kib", Form::Number("KIB"), kibibytes(1, 64 << 10);
        /// Longest path and query string of a request, in KiB
        uri_max = "uri-kib", Form::Number("KIB"), kibibytes(1, 60);
        /// Longest time that a query is worked on, in seconds
        query_within = "query-seconds", Form::Number("SECONDS"), seconds(1, 3_600);
        /// Longest time that a mutation is waited for, in seconds
        ///
        /// What was handed to the writer by then may still be committed: a retry with the same
        /// idempotency key tells.
        mutation_within = "mutation-seconds", Form::Number("SECONDS"), seconds(1, 3_600);
        /// Answer 294 where an answer has data and errors, and 422 to what is not valid
        ///
        /// As the edition of September 2026 of GraphQL over HTTP recommends, to those who accept
        /// application/graphql-response+json. Otherwise 200 and 400, which more software knows.
        precise_statuses = "precise-statuses", Form::Flag, flag();
    }
    "Callers without a token" strangers: Strangers {
        /// Tell callers without a token the schema
        introspection = "anonymous-introspection", Form::Flag, flag();
        /// Tell callers without a token which names are like those that they misspell
        suggestions = "anonymous-suggestions", Form::Flag, flag();
    }
    "Limits of one request" limits: Limits {
        /// Longest document, in KiB
        document_bytes = "document-kib", Form::Number("KIB"), kibibytes(1, 1 << 10);
        /// Most tokens of a document
        tokens = "document-tokens", Form::Number("NUMBER"), number(10, 100_000);
        /// Most fields within one another
        depth = "query-depth", Form::Number("NUMBER"), number(1, 60);
        /// Most fields within one another below `__schema` and `__type`
        introspection_depth = "introspection-depth", Form::Number("NUMBER"), number(1, 60);
        /// Most fields and fragments of a document, with its fragments expanded
        selections = "query-selections", Form::Number("NUMBER"), number(10, 1_000_000);
        /// Most aliases of a document, with its fragments expanded
        aliases = "query-aliases", Form::Number("NUMBER"), number(0, 10_000);
        /// Most directives in a document
        directives = "document-directives", Form::Number("NUMBER"), number(0, 10_000);
        /// Most directives at one place of a document
        field_directives = "field-directives", Form::Number("NUMBER"), number(0, 100);
        /// Most fields at the top of a query or subscription
        root_queries = "root-queries", Form::Number("NUMBER"), number(1, 1_000);
        /// Most fields at the top of a mutation
        root_mutations = "root-mutations", Form::Number("NUMBER"), number(1, 1_000);
        /// Most points that one request may cost
        ///
        /// An object costs one point, and as often as its lists may hold it: a page as many as
        /// `first` or `last` says (20 where neither does), another list 10. Forty objects of the
        /// introspection cost one point, a mutation ten more.
        cost = "query-cost", Form::Number("POINTS"), number(1, u64::MAX);
        /// Most lists and objects within one another in the variables
        variables_depth = "variables-depth", Form::Number("NUMBER"), number(1, 100);
        /// Most values in the variables
        variables_values = "variables-values", Form::Number("NUMBER"), number(1, 1_000_000);
    }
    "Budgets" budget: Budget {
        /// Points that a caller may spend at once; 0 counts nothing
        ///
        /// A caller is a token, or an address where there is none (of IPv6 the first 64 bits).
        /// Answers that are kept cost nothing.
        points = "budget-points", Form::Number("POINTS"), number(0, 1 << 40);
        /// Points that come back to a caller each second
        restored = "budget-per-second", Form::Number("POINTS"), number(1, 1 << 40);
    }
    "Documents" documents: DocumentOptions {
        /// What becomes of documents that no manifest has: `off`, `warn` or `enforce`
        ///
        /// "off" executes them, "warn" tells of them in the log, "enforce" refuses them, but for
        /// introspection by callers with a token.
        trust = "trusted-documents", Form::Text("MODE"), shown(http::Trust::parse);
        /// Manifests of trusted documents, as Relay, GraphQL Code Generator or Apollo write them
        ///
        /// Read once, when the server starts.
        manifests = "manifests", Form::List("FILE"), list(path());
        /// Keep documents under their hash, so that clients need not send them again
        ///
        /// Automatic persisted queries, in Apollo's protocol.
        persisted = "persisted-queries", Form::Flag, flag();
        /// Memory for documents that were read, in MiB
        bytes = "documents-mb", Form::Number("MIB"), mebibytes(1, 1 << 16);
    }
    "Caches" caches: Caches {
        /// Memory for answers to queries, in MiB; 0 keeps none
        ///
        /// An answer is kept until the registry or the day changes, and given to nobody else than
        /// those who may see the same.
        answers = "answers-mb", Form::Number("MIB"), mebibytes(0, 1 << 16);
    }
    "Connections" connections: Connections {
        /// Most connections at a time
        ///
        /// One more is answered 503 and closed.
        most = "connections", Form::Number("NUMBER"), number(1, 1 << 20);
        /// Most connections at a time of one address; 0 for as many as there are
        ///
        /// Of IPv6, of the same first 64 bits. Trusted proxies and this machine may open any
        /// number: name the proxies, since all their clients come from one address.
        most_of_one = "address-connections", Form::Number("NUMBER"), number(0, 1 << 20);
        /// Largest headers of a request, all together, in KiB
        headers_max = "headers-kib", Form::Number("KIB"), kibibytes(8, 1 << 10);
        /// Longest time for a client to send the headers of a request, in seconds
        headers_within = "headers-seconds", Form::Number("SECONDS"), seconds(1, 600);
        /// Longest time for a client to send the body of a request, in seconds
        body_within = "body-seconds", Form::Number("SECONDS"), seconds(1, 3_600);
        /// Longest time that a connection without a request is kept, in seconds
        idle_within = "idle-seconds", Form::Number("SECONDS"), seconds(1, 3_600);
    }
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
