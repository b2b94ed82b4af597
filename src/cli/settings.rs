//! The settings: declared, read from flags, environment and file, and validated here, once.
//!
//! A new setting is one declaration below; a group's struct is that of the layer which uses it.
//! `hoptac.example.toml` is made from the declarations by `hoptac settings`.

mod declared;
mod error;
mod example;
mod layers;
mod parse;
#[cfg(test)]
mod tests;

use std::{ffi::OsString, net::SocketAddr, path::PathBuf, time::Duration};

use crate::http::{self, Connections, Network, Requests};
use declared::settings;
use layers::Layers;
use parse::{
    address, flag, folder, kibibytes, list, log_filter, log_format, mebibytes, number, seconds,
};

pub use declared::{Form, Setting};
pub use error::{Origin, SettingError, SettingErrors};
pub use example::example;
pub use layers::Flags;

/// The form of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// An object a line, for machines.
    Json,
}

settings! {
    "Registry" {
        /// Folder that the registry is kept in
        ///
        /// It is created where there is none. Relative to the current folder.
        shared @ data: PathBuf = "data", Form::Text("FOLDER"), "./data", folder;
        /// Memory for cached records and pages, in MiB
        ///
        /// From 16.
        shared @ cache_bytes: u64 = "cache-mb", Form::Number("MIB"), "256", mebibytes(16, 1 << 20);
        /// Leave an empty registry empty
        ///
        /// Otherwise it is filled with the built-in seeds.
        @ no_seed: bool = "no-seed", Form::Flag, "false", flag;
    }
    "Log" {
        /// Form of the log on standard error, text or json
        ///
        /// "text" is for people, "json" for machines.
        shared @ log_format: LogFormat = "log-format", Form::Text("FORMAT"), "text", log_format;
        /// What is logged, such as `warn` or `info,hoptac::http=debug`
        ///
        /// A level (error, warn, info, debug, trace), or levels by module.
        shared @ log_filter: String = "log-filter", Form::Text("FILTER"), "info", log_filter;
    }
    "Server" {
        /// Address and port to answer on; port 0 takes a free one
        ///
        /// 127.0.0.1 is reached from this machine alone, 0.0.0.0 from all networks.
        @ listen: SocketAddr = "listen", Form::Text("ADDRESS:PORT"), "127.0.0.1:8080", address;
        /// Let callers without a token read what is published
        ///
        /// If not, GraphQL answers 401 to them; the console and the health checks stay open.
        @ anonymous: bool = "anonymous", Form::Flag, "true", flag;
        /// Serve as a subgraph of Apollo Federation 2
        ///
        /// Adds `_service` and `_entities` to the schema, by which a gateway composes it into its
        /// own. Callers see and may do the same with them as without.
        @ federation: bool = "federation", Form::Flag, "false", flag;
        /// Longest wait for requests under way when stopping, in seconds
        @ shutdown: Duration = "shutdown-seconds", Form::Number("SECONDS"), "10", seconds(0, 3_600);
    }
    groups
    "Proxies and other origins" network: Network {
        /// Proxies that are believed who a request is from, as addresses or CIDR blocks
        ///
        /// Like 127.0.0.1 or 10.0.0.0/8. From anybody else such headers are left alone.
        trusted_proxies = "trusted-proxies", Form::List("CIDR"), "", list(http::Block::parse);
        /// By which headers they say it: `x-forwarded` or `forwarded`
        ///
        /// "x-forwarded" reads X-Forwarded-For, -Proto and -Host, "forwarded" reads Forwarded (RFC
        /// 7239). Choose those that the proxy sets: others it passes on as a client wrote them.
        forwarded_by = "forwarded-by", Form::Text("HEADERS"), "x-forwarded", http::ForwardedBy::parse;
        /// Origins whose pages may call this server, such as https://app.example
        ///
        /// Over HTTP (CORS) and over WebSocket, beside the server's own. `*` stands for all.
        /// Cookies and other credentials of a browser are never asked for: a page sends its token.
        origins = "origins", Form::List("ORIGIN"), "", list(http::AllowedOrigin::parse);
    }
    "Requests" requests: Requests {
        /// Largest body of a request, and largest message over a WebSocket, in KiB
        body_max = "body-kib", Form::Number("KIB"), "256", kibibytes(1, 64 << 10);
        /// Longest path and query string of a request, in KiB
        uri_max = "uri-kib", Form::Number("KIB"), "8", kibibytes(1, 60);
        /// Longest time that a query is worked on, in seconds
        query_within = "query-seconds", Form::Number("SECONDS"), "5", seconds(1, 3_600);
        /// Longest time that a mutation is waited for, in seconds
        ///
        /// What was handed to the writer by then may still be committed: a retry with the same
        /// idempotency key tells.
        mutation_within = "mutation-seconds", Form::Number("SECONDS"), "10", seconds(1, 3_600);
        /// Answer 294 where an answer has data and errors, and 422 to what is not valid
        ///
        /// As the edition of September 2026 of GraphQL over HTTP recommends, to those who accept
        /// application/graphql-response+json. Otherwise 200 and 400, which more software knows.
        precise_statuses = "precise-statuses", Form::Flag, "false", flag;
    }
    "Connections" connections: Connections {
        /// Most connections at a time
        ///
        /// One more is answered 503 and closed.
        most = "connections", Form::Number("NUMBER"), "4096", number(1, 1 << 20);
        /// Largest headers of a request, all together, in KiB
        headers_max = "headers-kib", Form::Number("KIB"), "32", kibibytes(8, 1 << 10);
        /// Longest time for a client to send the headers of a request, in seconds
        headers_within = "headers-seconds", Form::Number("SECONDS"), "10", seconds(1, 600);
        /// Longest time for a client to send the body of a request, in seconds
        body_within = "body-seconds", Form::Number("SECONDS"), "30", seconds(1, 3_600);
        /// Longest time that a connection without a request is kept, in seconds
        idle_within = "idle-seconds", Form::Number("SECONDS"), "75", seconds(1, 3_600);
    }
}

/// The setting of a key.
pub fn find(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}

impl Settings {
    /// Reads the settings from flags, then the environment, then the file, then the defaults.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn read(
        flags: &Flags,
        environment: &dyn Fn(&str) -> Option<OsString>,
    ) -> Result<Self, SettingErrors> {
        let mut layers = Layers { flags, environment, file: None, errors: Vec::new() };
        layers.file = layers.find_file().map_err(SettingErrors)?;
        Self::of(&mut layers).ok_or(SettingErrors(layers.errors))
    }
}
