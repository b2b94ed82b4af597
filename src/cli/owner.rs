//! Who runs a command that writes into a data folder: root would leave files there that the server,
//! which runs as somebody else, cannot open.

use std::{fs, os::unix::fs::MetadataExt, path::Path};

use anyhow::bail;

/// Refuses what root would write into the folder of somebody else.
///
/// # Errors
/// What to run instead.
pub fn check(data: &Path) -> anyhow::Result<()> {
    let (Ok(process), Ok(folder)) = (fs::metadata("/proc/self"), fs::metadata(data)) else {
        return Ok(());
    };
    refuse(process.uid(), (folder.uid(), folder.gid()), data)
}

fn refuse(process: u32, (user, group): (u32, u32), data: &Path) -> anyhow::Result<()> {
    if process != 0 || user == 0 {
        return Ok(());
    }
    bail!(
        "{} belongs to user {user}, and root would leave files in it that the server cannot open; \
         run the command as that user: `setpriv --reuid={user} --regid={group} --clear-groups \
         hoptac …`, or beside the shipped unit `systemd-run --pipe --wait --property=User=hoptac \
         --property=DynamicUser=yes --property=StateDirectory=hoptac hoptac …`",
        data.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_writes_into_its_own_folders_alone() {
        let told = |process, owner| refuse(process, (owner, 7), Path::new("d"));
        assert!(told(0, 0).is_ok() && told(998, 998).is_ok());
        assert!(told(998, 0).is_ok(), "a group may share a folder of root's");
        let refused = told(0, 998).unwrap_err().to_string();
        assert!(refused.contains("--reuid=998 --regid=7"), "{refused}");
    }
}
