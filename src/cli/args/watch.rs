//! Arguments of what operators ask and do besides serving: `backup` and `status`.

use std::path::PathBuf;

use clap::Args;

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// Folder for the copy; it is created, and must be empty if it exists
    #[arg(value_name = "FOLDER")]
    pub dest: PathBuf,

    /// Make the copy within FOLDER, named by the time, and keep only so many of the newest there
    ///
    /// Whatever has another name there is left alone.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub keep: Option<u32>,
}

/// Arguments of `status`.
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// Address of the server's metrics [default: the one of the setting `metrics-listen`]
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,

    /// As JSON, for programs
    #[arg(long)]
    pub json: bool,

    /// How old the last backup may be
    #[arg(long, value_name = "HOURS", default_value_t = 26)]
    pub backup_hours: u32,
}
