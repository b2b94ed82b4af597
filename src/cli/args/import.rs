//! Arguments of `import` and `transfer`.

use std::path::PathBuf;

use clap::Args;

/// Arguments of `import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The files, in any order; records may refer to records of other files
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    /// Mapping of the columns of tables; without it, files are hoptac's own lines
    #[arg(long, value_name = "MAPPING.toml")]
    pub mapping: Option<PathBuf>,

    /// Sheet of workbooks (XLSX), instead of the one that the mapping names
    #[arg(long, value_name = "NAME", requires = "mapping")]
    pub sheet: Option<String>,

    /// Report what would be done, and write nothing to the registry
    ///
    /// It holds in memory what it would write: about 2 KiB per record.
    #[arg(long)]
    pub dry_run: bool,

    /// Update registered records that differ, instead of keeping them
    ///
    /// What the files name changes; the other attributes stay. The old and the new content is listed
    /// in FILE.changed.txt.
    #[arg(long)]
    pub update: bool,

    /// List registered records that the files no longer have, in FILE.gone.txt
    ///
    /// Of tables, those whose keys the mapping makes up; of lines, all of the nouns that they have.
    #[arg(long)]
    pub gone: bool,
}

/// Arguments of `transfer`.
#[derive(Debug, Args)]
pub struct TransferArgs {
    /// The files, in any order; records may refer to records of other files
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    /// Mapping of the columns of tables; without it, files are hoptac's own lines
    #[arg(long, value_name = "MAPPING.toml")]
    pub mapping: Option<PathBuf>,

    /// The sheet of a workbook to read; only needed if it has several
    #[arg(long, value_name = "SHEET")]
    pub sheet: Option<String>,

    /// Report what would be done, and write nothing to the registry
    #[arg(long)]
    pub dry_run: bool,
}
