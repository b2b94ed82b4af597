//! A disk of its own for a data folder, which others fill and empty.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A disk in memory of at most so many MiB, until it is dropped.
pub struct SmallDisk {
    at: PathBuf,
    most: u64,
}

impl SmallDisk {
    /// `None` where none can be mounted.
    pub fn mount(at: &Path, mebibytes: u64) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let most = mebibytes << 20;
        let size = format!("size={most}");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "hoptac-campaign"])
            .arg(at)
            .output()
            .ok()?;
        mounted.status.success().then(|| Self { at: at.to_owned(), most })
    }

    /// Fills it, but for so many bytes.
    pub fn fill(&self, left: u64) {
        // Refused where more was written meanwhile.
        let filled = (0..100).any(|_| self.set(self.used() + left));
        assert!(filled, "{} cannot be filled", self.at.display());
    }

    /// Takes away what fills it.
    pub fn make_room(&self) {
        assert!(self.set(self.most), "{} cannot be given room", self.at.display());
    }

    fn used(&self) -> u64 {
        let mut df = Command::new("df");
        let told = df.args(["--block-size=1", "--output=used"]).arg(&self.at).output().unwrap();
        let told = String::from_utf8(told.stdout).unwrap();
        told.lines().nth(1).unwrap().trim().parse().unwrap()
    }

    fn set(&self, bytes: u64) -> bool {
        let size = format!("remount,size={bytes}");
        Command::new("mount").args(["-o", &size]).arg(&self.at).output().unwrap().status.success()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.at).status();
    }
}
