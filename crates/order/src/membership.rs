//! That a data folder belongs to a cluster, and to which.
//!
//! A folder of a cluster must not be written by itself: its history would part from that of the
//! others. So this stands in the folder, in `cluster.toml`, where every command finds it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::address::is_name;

const FILE: &str = "cluster.toml";
const HEAD: &str = "\
# This folder is one machine's copy of a cluster. `hoptac cluster leave` makes it a registry of its own.

";

/// What a folder says of its cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// The cluster's name.
    pub name: String,
    /// Which one of that name.
    pub id: String,
    /// How often it was begun anew.
    pub epoch: u32,
    /// This machine's name in it.
    pub node: String,
}

/// What can be wrong with the file of a membership.
#[derive(Debug, thiserror::Error)]
pub enum MembershipError {
    /// The system refused.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// It is not what `hoptac cluster init` writes.
    #[error(
        "{} does not say to which cluster the folder belongs: {reason}; repair it, or set the folder \
         aside and join again with an empty one",
        path.display()
    )]
    Form {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A machine cannot be named so.
    #[error("`{0}` is no name of a machine: use up to 63 letters, digits, `-`, `_` and `.`")]
    Name(String),
}

impl Membership {
    /// Checks what a machine is to be named.
    ///
    /// # Errors
    /// Where its name cannot be a part of a key.
    pub fn check_node(name: &str) -> Result<(), MembershipError> {
        if is_name(name) { Ok(()) } else { Err(MembershipError::Name(name.to_owned())) }
    }

    /// Where it stands in a data folder.
    #[must_use]
    pub fn path(data: &Path) -> PathBuf {
        data.join(FILE)
    }

    /// What a data folder says; `None` where it belongs to no cluster.
    ///
    /// # Errors
    /// Where its file cannot be read.
    pub fn read(data: &Path) -> Result<Option<Self>, MembershipError> {
        let path = Self::path(data);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                let reason = "it is not UTF-8 text".to_owned();
                return Err(MembershipError::Form { path, reason });
            }
            Err(source) => return Err(MembershipError::Io { action: "read", path, source }),
        };
        match toml::from_str(&text) {
            Ok(membership) => Ok(Some(membership)),
            Err(error) => Err(MembershipError::Form { path, reason: error.message().to_owned() }),
        }
    }

    /// Writes it into a data folder, whole and durably, in the place of an earlier one.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn write(&self, data: &Path) -> Result<(), MembershipError> {
        let path = Self::path(data);
        let text = toml::to_string(self).map_err(|error| MembershipError::Form {
            path: path.clone(),
            reason: error.to_string(),
        })?;
        let new = data.join("cluster.toml.new");
        let io = |action, path: &Path| {
            let path = path.to_owned();
            move |source| MembershipError::Io { action, path, source }
        };
        fs::create_dir_all(data).map_err(io("create", data))?;
        fs::write(&new, format!("{HEAD}{text}")).map_err(io("write", &new))?;
        fs::File::open(&new).and_then(|it| it.sync_all()).map_err(io("sync", &new))?;
        fs::rename(&new, &path).map_err(io("replace", &path))?;
        sync(data)
    }

    /// Removes it from a data folder, durably: the folder is a registry of its own then.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn remove(data: &Path) -> Result<(), MembershipError> {
        let path = Self::path(data);
        match fs::remove_file(&path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(MembershipError::Io { action: "remove", path, source })
            }
            _ => sync(data),
        }
    }
}

fn sync(folder: &Path) -> Result<(), MembershipError> {
    let synced = fs::File::open(folder).and_then(|it| it.sync_all());
    synced.map_err(|source| MembershipError::Io { action: "sync", path: folder.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_says_to_which_cluster_it_belongs() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        assert_eq!(Membership::read(&data).unwrap(), None);
        let first = Membership {
            name: "hoptac".to_owned(),
            id: "b7".to_owned(),
            epoch: 1,
            node: "one".to_owned(),
        };
        first.write(&data).unwrap();
        assert_eq!(Membership::read(&data).unwrap().unwrap(), first);
        let second = Membership { epoch: 2, ..first };
        second.write(&data).unwrap();
        assert_eq!(Membership::read(&data).unwrap().unwrap(), second);
        for damaged in [&b"name = 3"[..], b"name = \"\xff\""] {
            fs::write(Membership::path(&data), damaged).unwrap();
            let told = Membership::read(&data).unwrap_err().to_string();
            assert!(told.contains("cluster.toml") && told.contains("join again"), "{told}");
        }
        Membership::remove(&data).unwrap();
        Membership::remove(&data).unwrap();
        assert_eq!(Membership::read(&data).unwrap(), None);
        assert!(Membership::check_node("ha-noi.1").is_ok());
        assert!(Membership::check_node("a/b").is_err());
    }
}
