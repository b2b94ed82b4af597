//! Seeds: one TOML file per noun, a table per record, written by people.
//!
//! A file `activities.toml` holds tables `[[activity]]`; their attributes are those of the noun
//! (see `seeds/README.md`). Records point at each other by key, in any order and across files.

use std::{
    ops::Range,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use toml::Spanned;

use domain::{ByKey, Existing, Noun, Problem, Record, Register};

/// The seeds that come with the program: what public sources print about the cooperation of Ho
/// Chi Minh City with the Central Highlands.
const BUILT_IN: [(&str, &str); 12] = [
    ("provinces.toml", include_str!("../../../seeds/provinces.toml")),
    ("successions.toml", include_str!("../../../seeds/successions.toml")),
    ("organizations.toml", include_str!("../../../seeds/organizations.toml")),
    ("agreements.toml", include_str!("../../../seeds/agreements.toml")),
    ("sectors.toml", include_str!("../../../seeds/sectors.toml")),
    ("fields.toml", include_str!("../../../seeds/fields.toml")),
    ("activities.toml", include_str!("../../../seeds/activities.toml")),
    ("events.toml", include_str!("../../../seeds/events.toml")),
    ("outcomes.toml", include_str!("../../../seeds/outcomes.toml")),
    ("claims.toml", include_str!("../../../seeds/claims.toml")),
    ("directives.toml", include_str!("../../../seeds/directives.toml")),
    ("documents.toml", include_str!("../../../seeds/documents.toml")),
];

/// Largest seed file, in bytes.
const FILE_MAX: u64 = 64 << 20;

/// Records read from seed files, each with the place it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seeds {
    drafts: Vec<Record<ByKey>>,
    places: Vec<Location>,
}

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The file.
    pub file: PathBuf,
    /// The line on which its table begins, from 1.
    pub line: usize,
}

/// Why seeds could not be read. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// A file or folder could not be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What failed.
        source: std::io::Error,
    },
    /// There is nothing to read.
    #[error("{} has no seed file; expected one or more of {}", .0.display(), names())]
    Empty(PathBuf),
    /// A file has a name that no noun has.
    #[error("{}: this is not the name of a seed file; expected one of {}", .0.display(), names())]
    Name(PathBuf),
    /// A file is larger than any that a person wrote.
    #[error("{} has {size} bytes; at most {FILE_MAX} are read", file.display())]
    TooLarge {
        /// The file.
        file: PathBuf,
        /// Its size in bytes.
        size: u64,
    },
    /// A file is not of the form that its noun has.
    #[error("{}:{line}: {reason}", file.display())]
    Form {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
}

fn names() -> String {
    Noun::ALL.map(file_name).join(", ")
}

/// The name of the file that holds a noun's seeds.
fn file_name(noun: Noun) -> String {
    format!("{}.toml", noun.plural())
}

impl Seeds {
    /// The seeds that come with the program.
    ///
    /// # Errors
    /// Where one of them is not of its noun's form, which a test rules out.
    pub fn built_in() -> Result<Self, SeedError> {
        let mut seeds = Self { drafts: Vec::new(), places: Vec::new() };
        for (name, text) in BUILT_IN {
            seeds.read(&Path::new("seeds").join(name), text)?;
        }
        Ok(seeds)
    }

    /// Reads the seed files of a folder.
    ///
    /// # Errors
    /// Where the folder has no seed file, a `.toml` file in it is no noun's, or one cannot be
    /// read or is not of its noun's form.
    pub fn from_folder(folder: &Path) -> Result<Self, SeedError> {
        let io = |source| SeedError::Io { path: folder.to_owned(), source };
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(io)? {
            let path = entry.map_err(io)?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                files.push(path);
            }
        }
        if files.is_empty() {
            return Err(SeedError::Empty(folder.to_owned()));
        }
        files.sort();
        let mut seeds = Self { drafts: Vec::new(), places: Vec::new() };
        for file in files {
            let io = |source| SeedError::Io { path: file.clone(), source };
            let size = std::fs::metadata(&file).map_err(io)?.len();
            if size > FILE_MAX {
                return Err(SeedError::TooLarge { file, size });
            }
            let text = std::fs::read_to_string(&file).map_err(io)?;
            seeds.read(&file, &text)?;
        }
        Ok(seeds)
    }

    fn read(&mut self, file: &Path, text: &str) -> Result<(), SeedError> {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let noun = Noun::ALL
            .into_iter()
            .find(|noun| file_name(*noun) == name)
            .ok_or_else(|| SeedError::Name(file.to_owned()))?;
        let form = |span: Option<Range<usize>>, reason: &str| SeedError::Form {
            file: file.to_owned(),
            line: span.map_or(1, |span| line_of(text, span.start)),
            reason: reason.to_owned(),
        };
        let table = noun.to_string();
        let mut document = toml::Deserializer::parse(text)
            .and_then(std::collections::BTreeMap::<String, Vec<Spanned<toml::Value>>>::deserialize)
            .map_err(|error| form(error.span(), error.message()))?;
        let rows = document.remove(&table).unwrap_or_default();
        if let Some((other, rows)) = document.first_key_value() {
            let reason = format!("`{other}` is not expected here; each table is a [[{table}]]");
            return Err(form(rows.first().map(Spanned::span), &reason));
        }
        for row in rows {
            let span = row.span();
            let line = line_of(text, span.start);
            let value = row.into_inner();
            let key =
                value.get("key").and_then(toml::Value::as_str).unwrap_or("without key").to_owned();
            let draft = Record::read(noun, value).map_err(|error: toml::de::Error| {
                form(Some(span.clone()), &format!("{noun} `{key}`: {}", error.to_string().trim()))
            })?;
            self.drafts.push(draft);
            self.places.push(Location { file: file.to_owned(), line });
        }
        Ok(())
    }

    /// How many records there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.drafts.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.drafts.is_empty()
    }

    /// The command that registers them: those not there yet are added, the others left alone.
    #[must_use]
    pub fn command(&self) -> Register {
        Register { drafts: self.drafts.clone(), existing: Existing::Keep }
    }

    /// The noun and key of the record at a place in the command.
    #[must_use]
    pub fn label(&self, draft: usize) -> String {
        self.drafts.get(draft).map_or_else(String::new, |record| {
            format!("{} `{}`", record.noun(), record.key().unwrap_or("without key"))
        })
    }

    /// A problem, told with file, line, record and reason.
    #[must_use]
    pub fn locate(&self, problem: &Problem) -> String {
        match problem.draft.and_then(|draft| Some((draft, self.places.get(draft)?))) {
            Some((draft, place)) => {
                format!("{}:{}: {}: {problem}", place.file.display(), place.line, self.label(draft))
            }
            None => problem.to_string(),
        }
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}
