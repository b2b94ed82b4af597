//! The settings: read from flags, environment and file, and validated here, once.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use tracing_subscriber::EnvFilter;

use super::file::File;

/// Every setting's key, and its default.
pub const KEYS: [(&str, &str); 8] = [
    ("listen", "127.0.0.1:8080"),
    ("data", "./data"),
    ("cache-mb", "256"),
    ("no-seed", "false"),
    ("anonymous", "true"),
    ("log-format", "text"),
    ("log-filter", "info"),
    ("shutdown-seconds", "10"),
];

/// The file that is read where none is named.
const FILE: &str = "hoptac.toml";

/// Values given by flags, by key. `config` is among them, though it is no key of the file.
pub type Flags = BTreeMap<&'static str, String>;

/// The settings, valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where the server answers.
    pub listen: SocketAddr,
    /// The folder with the registry.
    pub data: PathBuf,
    /// Memory for records and pages, in bytes.
    pub cache_bytes: u64,
    /// Whether an empty registry is left empty.
    pub no_seed: bool,
    /// Whether callers without a token read what is published.
    pub anonymous: bool,
    /// The log's form.
    pub log_format: LogFormat,
    /// What is logged, as `tracing-subscriber` writes filters.
    pub log_filter: String,
    /// How long requests under way are waited for.
    pub shutdown: Duration,
}

/// The form of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// An object a line, for machines.
    Json,
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A flag on the command line.
    Flag(&'static str),
    /// A variable of the environment.
    Variable(String),
    /// A file's line.
    File {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// Nowhere else.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(key) => write!(f, "from --{key}"),
            Self::Variable(name) => write!(f, "from the environment variable {name}"),
            Self::File { path, line } => write!(f, "from {}:{line}", path.display()),
            Self::Default => f.write_str("the default"),
        }
    }
}

/// What is wrong with a setting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// A value is not of the expected form.
    #[error("{key} = `{value}` ({origin}): {reason}")]
    Value {
        /// The setting.
        key: String,
        /// Its value.
        value: String,
        /// Where that came from.
        origin: Origin,
        /// What is wrong, and what to write.
        reason: String,
    },
    /// The file has a key that no setting has.
    #[error("{}:{line}: no setting is called `{key}`; there are {}", path.display(), keys())]
    Unknown {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The key.
        key: String,
    },
    /// The file is not TOML.
    #[error("{}:{line}: {reason}", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// The file could not be read.
    #[error("the settings file {} cannot be read: {reason}; correct --config or HOPTAC_CONFIG", path.display())]
    Unread {
        /// The file.
        path: PathBuf,
        /// What failed.
        reason: String,
    },
}

fn keys() -> String {
    KEYS.map(|(key, _)| key).join(", ")
}

/// All that is wrong with the settings, a line each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingErrors(Vec<SettingError>);

impl std::error::Error for SettingErrors {}

impl fmt::Display for SettingErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<_> = self.0.iter().map(SettingError::to_string).collect();
        f.write_str(&lines.join("\n  and: "))
    }
}

/// The environment variable of a setting.
pub fn variable(key: &str) -> String {
    format!("HOPTAC_{}", key.replace('-', "_").to_ascii_uppercase())
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
        let settings = (
            layers.value("listen", address),
            layers.value("data", folder),
            layers.value("cache-mb", |text| number(text, 16, 1 << 20)),
            layers.value("no-seed", flag),
            layers.value("anonymous", flag),
            layers.value("log-format", log_format),
            layers.value("log-filter", log_filter),
            layers.value("shutdown-seconds", |text| number(text, 0, 3_600)),
        );
        match settings {
            (
                Some(listen),
                Some(data),
                Some(cache_mb),
                Some(no_seed),
                Some(anonymous),
                Some(log_format),
                Some(log_filter),
                Some(shutdown),
            ) => Ok(Self {
                listen,
                data,
                cache_bytes: cache_mb << 20,
                no_seed,
                anonymous,
                log_format,
                log_filter,
                shutdown: Duration::from_secs(shutdown),
            }),
            _ => Err(SettingErrors(layers.errors)),
        }
    }
}

/// Where values are looked for, and what was wrong with those found so far.
struct Layers<'a> {
    flags: &'a Flags,
    environment: &'a dyn Fn(&str) -> Option<OsString>,
    file: Option<File>,
    errors: Vec<SettingError>,
}

impl Layers<'_> {
    fn find_file(&self) -> Result<Option<File>, Vec<SettingError>> {
        let named = self.flags.get("config").map(PathBuf::from);
        let variable = || (self.environment)("HOPTAC_CONFIG").filter(|path| !path.is_empty());
        let Some(path) = named.or_else(|| variable().map(PathBuf::from)) else {
            let present = Path::new(FILE).is_file();
            return if present { File::read(Path::new(FILE)).map(Some) } else { Ok(None) };
        };
        File::read(&path).map(Some)
    }

    /// The value of a setting, as the first layer that has it gives it. An empty variable counts
    /// as none, as tools that always pass all variables expect.
    fn find(&self, key: &'static str) -> (String, Origin) {
        if let Some(value) = self.flags.get(key) {
            return (value.clone(), Origin::Flag(key));
        }
        let name = variable(key);
        if let Some(value) = (self.environment)(&name).filter(|value| !value.is_empty()) {
            return (value.to_string_lossy().into_owned(), Origin::Variable(name));
        }
        let default = || KEYS.iter().find(|(known, _)| *known == key).map_or("", |(_, it)| it);
        let from_file = self.file.as_ref().and_then(|file| file.get(key));
        from_file.unwrap_or_else(|| (default().to_owned(), Origin::Default))
    }

    fn value<T>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let (value, origin) = self.find(key);
        match parse(&value) {
            Ok(parsed) => Some(parsed),
            Err(reason) => {
                let key = key.to_owned();
                self.errors.push(SettingError::Value { key, value, origin, reason });
                None
            }
        }
    }
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| {
        "it is not an IP address with a port; write it like 127.0.0.1:8080, [::1]:8080, or \
         0.0.0.0:8080 for all networks"
            .to_owned()
    })
}

fn folder(text: &str) -> Result<PathBuf, String> {
    if text.is_empty() {
        return Err("it is empty; name a folder, like ./data".to_owned());
    }
    Ok(PathBuf::from(text))
}

fn number(text: &str, least: u64, most: u64) -> Result<u64, String> {
    let number = text.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("write a whole number from {least} to {most}"))
}

fn flag(text: &str) -> Result<bool, String> {
    text.parse().map_err(|_| "write true or false".to_owned())
}

fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("write text or json".to_owned()),
    }
}

fn log_filter(text: &str) -> Result<String, String> {
    match EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!("{error}; write it like `info` or `info,hoptac::http=debug`")),
    }
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
