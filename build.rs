//! Builds the console's bundle for the feature `console`: copies `web/` into the build's own folder,
//! installs what its lock file names and bundles it, so that no file of the source tree changes.
//! `src/http/console.rs` embeds what lands in `$OUT_DIR/console`. Without the feature: does nothing.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::{self, Command, Stdio},
};

const REMEDY: &str =
    "install Node.js 20 or newer with npm, or build without the console: --no-default-features";

/// What `npm` leaves in `web/` when someone works there; neither a source nor worth watching.
const MADE: [&str; 2] = ["node_modules", "dist"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_CONSOLE").is_none() {
        return;
    }
    if let Err(failure) = bundle() {
        for line in failure.lines().chain([REMEDY]) {
            println!("cargo::error={line}");
        }
        process::exit(1);
    }
}

fn bundle() -> Result<(), String> {
    let source = folder("CARGO_MANIFEST_DIR")?.join("web");
    let out = folder("OUT_DIR")?;
    let work = out.join("web");
    let console = out.join("console");
    lay(&source, &work).map_err(|error| {
        format!("cannot copy {} to {}: {error}", source.display(), work.display())
    })?;
    install(&work)?;
    npm(&work, &["run", "--silent", "build", "--", &console.to_string_lossy()])
}

fn folder(variable: &str) -> Result<PathBuf, String> {
    env::var_os(variable).map(PathBuf::from).ok_or_else(|| format!("{variable} is not set"))
}

/// Lays the sources out in the work folder, where installed packages stay from an earlier build.
fn lay(source: &Path, work: &Path) -> io::Result<()> {
    fs::create_dir_all(work)?;
    for stale in fs::read_dir(work)? {
        let stale = stale?;
        if stale.file_name() != "node_modules" {
            remove(&stale.path())?;
        }
    }
    for entry in fs::read_dir(source)? {
        let entry = entry?;
        if MADE.iter().any(|made| entry.file_name() == *made) {
            continue;
        }
        println!("cargo::rerun-if-changed={}", entry.path().display());
        copy(&entry.path(), &work.join(entry.file_name()))?;
    }
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        return fs::copy(from, to).map(|_| ());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

/// Installs the packages unless the same lock file was installed here before.
fn install(work: &Path) -> Result<(), String> {
    let lock = work.join("package-lock.json");
    let installed = work.join("node_modules").join(".installed-lock.json");
    let wanted =
        fs::read(&lock).map_err(|error| format!("cannot read {}: {error}", lock.display()))?;
    if fs::read(&installed).is_ok_and(|present| present == wanted) {
        return Ok(());
    }
    npm(work, &["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"])?;
    fs::write(&installed, wanted)
        .map_err(|error| format!("cannot write {}: {error}", installed.display()))
}

fn npm(work: &Path, arguments: &[&str]) -> Result<(), String> {
    let name = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let command = format!("npm {}", arguments.join(" "));
    let output = Command::new(name)
        .args(arguments)
        .current_dir(work)
        .env("npm_config_update_notifier", "false")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| {
            format!("the console is bundled by npm, and `{command}` did not start: {error}")
        })?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr]
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .concat();
    Err(format!("`{command}` failed in {}: {}\n{said}", work.display(), output.status))
}
