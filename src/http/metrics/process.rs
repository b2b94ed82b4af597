//! What the system says of this process, as far as it does: Linux tells it in files.

use std::fs;

/// Bytes of memory that the process holds.
pub fn resident_bytes() -> Option<u64> {
    kibibytes(&fs::read_to_string("/proc/self/status").ok()?, "VmRSS:").map(|it| it << 10)
}

/// Files and connections that the process has open.
pub fn open_files() -> Option<u64> {
    fs::read_dir("/proc/self/fd").ok().map(|open| open.count() as u64)
}

/// How many it may have open.
pub fn most_files() -> Option<u64> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// A line's number, where a file has lines like `name: number kB`.
fn kibibytes(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_found_among_the_lines() {
        let status = "Name:\thoptac\nVmHWM:\t    9000 kB\nVmRSS:\t    8012 kB\nThreads:\t4\n";
        assert_eq!(kibibytes(status, "VmRSS:"), Some(8_012));
        assert_eq!(kibibytes(status, "VmSwap:"), None);
        assert_eq!(kibibytes("VmRSS:\tmuch", "VmRSS:"), None);
    }
}
