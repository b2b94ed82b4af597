//! Arguments of `generate`.

use std::path::PathBuf;

use clap::Args;

/// Arguments of `generate`.
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// Number of activities; there are about five records for each
    #[arg(long, value_name = "COUNT")]
    pub activities: u64,

    /// Number of provinces
    #[arg(long, value_name = "COUNT", default_value_t = 63)]
    pub provinces: u32,

    /// Seed of the random numbers
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub seed: u64,

    /// The file [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}
