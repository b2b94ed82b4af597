//! What is wrong with a setting, where it came from, and what to write instead.

use std::{fmt, path::PathBuf};

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
    #[error("{}:{line}: there is no setting `{key}`; {known}", path.display())]
    Unknown {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The key.
        key: String,
        /// Which key may be meant, or where all are told.
        known: String,
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

/// All that is wrong with the settings, a line each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingErrors(pub(super) Vec<SettingError>);

impl std::error::Error for SettingErrors {}

impl fmt::Display for SettingErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<_> = self.0.iter().map(SettingError::to_string).collect();
        f.write_str(&lines.join("\n  and: "))
    }
}
