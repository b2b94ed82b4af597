//! The file of tokens: its form, and how it is replaced whole.
//!
//! Owns names, modes and fsyncs. Must not know what a change means.

use std::{
    fs::{self, File, Metadata},
    io::{ErrorKind, Read, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt, fchown},
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    error::{FileError, KeptError},
    secret::Digest,
    token::{Coverage, Grant, Token},
};
use domain::{Noun, RecordId};

const HEAD: &str = "\
# The tokens of this registry: who may do what. Secrets are not in here, only their hashes.
# `hoptac token` changes it; a change takes effect at the next request.

";

/// Before the hash of all lines before it, on the last.
const SUM: &str =
    "\n# blake3 of the lines above; delete this line if you edit the file by hand\n# ";

/// Where the tokens of a data folder are.
pub(super) fn tokens(data: &Path) -> PathBuf {
    data.join("tokens.toml")
}

/// What a file was when it was read. Each change replaces the file, so one of these differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    inode: u64,
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    /// The stamp of a file; `None` where there is none.
    pub(super) fn of(path: &Path) -> Result<Option<Self>, FileError> {
        match fs::metadata(path) {
            Ok(metadata) => Ok(Some(Self::from(&metadata))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(FileError::io("look at", path)(error)),
        }
    }
}

impl From<&Metadata> for Stamp {
    fn from(metadata: &Metadata) -> Self {
        Self {
            inode: metadata.ino(),
            size: metadata.size(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    #[serde(default, rename = "token")]
    tokens: Vec<Row>,
}

/// A token in the file. At most one of `province`, `organization` and `agreement` is there, and
/// then `record` is the number of the one that it named.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Row {
    id: String,
    name: String,
    role: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    province: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    organization: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    agreement: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    record: Option<u64>,
    blake3: String,
    created_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revoked_at: Option<Timestamp>,
}

impl Row {
    fn of(token: &Token) -> Self {
        let record = token.grant.coverage.record();
        let named = |noun| {
            let named = token.grant.coverage.named.clone().unwrap_or_default();
            record.filter(|record| record.noun == noun).map(|_| named)
        };
        Self {
            id: token.id.clone(),
            name: token.name.clone(),
            role: token.grant.role.to_string(),
            province: named(Noun::Province),
            organization: named(Noun::Organization),
            agreement: named(Noun::Agreement),
            record: record.map(|record| record.number),
            blake3: token.digest.to_string(),
            created_at: token.created_at,
            expires_at: token.expires_at,
            revoked_at: token.revoked_at,
        }
    }

    fn into_token(self) -> Result<Token, String> {
        let Some(role) = Grant::role(&self.role) else {
            return Err(format!("the token {} has the unknown role `{}`", self.id, self.role));
        };
        let digest = Digest::parse(&self.blake3)
            .ok_or_else(|| format!("the blake3 of the token {} is not a hash", self.id))?;
        let coverage = match (self.province, self.organization, self.agreement, self.record) {
            (None, None, None, None) => Some(Coverage::everywhere()),
            (Some(named), None, None, Some(it)) => covering(Noun::Province, it, &named),
            (None, Some(named), None, Some(it)) => covering(Noun::Organization, it, &named),
            (None, None, Some(named), Some(it)) => covering(Noun::Agreement, it, &named),
            _ => None,
        };
        // Never read as covering everything.
        let coverage = coverage.ok_or_else(|| {
            format!(
                "the token {} needs one of province, organization and agreement with a record, \
                 or none of them",
                self.id
            )
        })?;
        Ok(Token {
            id: self.id,
            name: self.name,
            grant: Grant { role, coverage },
            digest,
            created_at: self.created_at,
            expires_at: self.expires_at,
            revoked_at: self.revoked_at,
        })
    }
}

fn covering(noun: Noun, number: u64, named: &str) -> Option<Coverage> {
    if number == 0 {
        return None;
    }
    Coverage::of(RecordId { noun, number }, named)
}

impl Token {
    /// The token as it is kept for several machines: a row of the file.
    ///
    /// # Errors
    /// Where it cannot be written as one.
    pub fn to_kept(&self) -> Result<String, KeptError> {
        let wrong = |error: toml::ser::Error| KeptError::new(&self.id, error.to_string());
        toml::to_string(&Row::of(self)).map_err(wrong)
    }

    /// Reads what [`Token::to_kept`] wrote under an id.
    ///
    /// # Errors
    /// Where it is none, or another's.
    pub fn from_kept(id: &str, kept: &[u8]) -> Result<Self, KeptError> {
        let wrong = |reason: &str| KeptError::new(id, reason.to_owned());
        let text = std::str::from_utf8(kept).map_err(|_| wrong("it is no text"))?;
        let row: Row = toml::from_str(text).map_err(|error| wrong(error.message()))?;
        let token = row.into_token().map_err(|reason| wrong(&reason))?;
        if token.id == id { Ok(token) } else { Err(wrong("it is the row of another token")) }
    }
}

/// Reads the tokens in a file, and what the file was then; none where there is no file.
pub(super) fn read(path: &Path) -> Result<(Vec<Token>, Option<Stamp>), FileError> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok((Vec::new(), None)),
        Err(error) => return Err(FileError::io("open", path)(error)),
    };
    // Of the file that was opened: the name may lead to another one by now.
    let stamp = file.metadata().map_err(FileError::io("look at", path))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(FileError::io("read", path))?;
    Ok((parse(path, &text(path, bytes)?)?, Some(Stamp::from(&stamp))))
}

fn text(path: &Path, bytes: Vec<u8>) -> Result<String, FileError> {
    let wrong =
        |_| FileError::Form { path: path.to_owned(), reason: "it is not UTF-8 text".to_owned() };
    String::from_utf8(bytes).map_err(wrong)
}

fn parse(path: &Path, text: &str) -> Result<Vec<Token>, FileError> {
    let wrong = |reason| FileError::Form { path: path.to_owned(), reason };
    if let Some((lines, sum)) = text.rsplit_once(SUM)
        && sum.trim_end() != blake3::hash(lines.as_bytes()).to_hex().as_str()
    {
        let reason = "it is not what was written: its last line has another hash. Bring the file \
                      back from a backup; or, if you edited it by hand, delete its last two lines";
        return Err(wrong(reason.to_owned()));
    }
    let form: Form = toml::from_str(text).map_err(|error| wrong(error.message().to_owned()))?;
    let tokens = form.tokens.into_iter().map(Row::into_token).collect::<Result<_, _>>();
    tokens.map_err(wrong)
}

/// Reads the file of a data folder as it stands, once it is seen to be one of tokens; `None` where
/// there is none.
///
/// # Errors
/// Where it cannot be read, or is no file of tokens.
pub fn read_text(data: &Path) -> Result<Option<String>, FileError> {
    let path = tokens(data);
    let text = match fs::read(&path) {
        Ok(bytes) => text(&path, bytes)?,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(FileError::io("read", &path)(error)),
    };
    parse(&path, &text)?;
    Ok(Some(text))
}

/// Puts a text that [`read_text`] gave into a data folder.
///
/// # Errors
/// Where the system refuses.
pub fn write_text(data: &Path, text: &str) -> Result<(), FileError> {
    write_private(&tokens(data), text)
}

/// Replaces the file by one with these tokens.
pub(super) fn write(path: &Path, tokens: &[Token]) -> Result<(), FileError> {
    let form = Form { tokens: tokens.iter().map(Row::of).collect() };
    let body = toml::to_string(&form)
        .map_err(|error| FileError::Form { path: path.to_owned(), reason: error.to_string() })?;
    let text = format!("{HEAD}{body}");
    write_private(path, &format!("{text}{SUM}{}\n", blake3::hash(text.as_bytes()).to_hex()))
}

/// Whose a file must be: whose it is, or, where there is none, whose its folder is. A command that
/// root runs must not shut out the server, which runs as somebody else.
fn owner_of(path: &Path) -> Result<(u32, u32), FileError> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let found = fs::metadata(path).or_else(|_| fs::metadata(folder));
    let found = found.map_err(FileError::io("look at", folder))?;
    Ok((found.uid(), found.gid()))
}

/// Gives a file to its owner. Who is not root cannot, and need not where they are the owner.
fn give(file: &File, path: &Path, (user, group): (u32, u32)) -> Result<(), FileError> {
    let is = file.metadata().map_err(FileError::io("look at", path))?;
    if (is.uid(), is.gid()) == (user, group) {
        return Ok(());
    }
    match fchown(file, Some(user), Some(group)) {
        // Another group shuts nobody out: the file is for its user alone.
        Err(_) if is.uid() == user => Ok(()),
        Err(source) => {
            let _ = fs::remove_file(path);
            Err(FileError::Owner { path: path.to_owned(), user, source })
        }
        Ok(()) => Ok(()),
    }
}

/// Opens a file that is locked by, and makes it whose the folder is.
pub(super) fn open_lock(path: &Path) -> Result<File, FileError> {
    let owner = owner_of(path)?;
    let lock = File::options().create(true).write(true).truncate(false).mode(0o600).open(path);
    let lock = lock.map_err(FileError::io("open", path))?;
    give(&lock, path, owner)?;
    Ok(lock)
}

/// Replaces a file whole and durably, by one that only its owner may read: at any moment, and
/// after any crash, there is the one or the other. One at a time for each path.
///
/// # Errors
/// Where the system refuses.
pub fn write_private(path: &Path, text: &str) -> Result<(), FileError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let new = PathBuf::from(name);
    let owner = owner_of(path)?;
    match fs::remove_file(&new) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(FileError::io("remove", &new)(error));
        }
        _ => {}
    }
    // Made anew, so that its mode is this one also after an interrupted attempt.
    let mut file = File::options()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&new)
        .map_err(FileError::io("create", &new))?;
    give(&file, &new, owner)?;
    file.write_all(text.as_bytes()).map_err(FileError::io("write", &new))?;
    file.sync_all().map_err(FileError::io("sync", &new))?;
    fs::rename(&new, path).map_err(FileError::io("replace", path))?;
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(FileError::io("sync the folder", folder))
}
