//! The commands and their options, as `--help` tells them.
//!
//! Values of settings stay texts here: `settings` reads them, whether they come from a flag, the
//! environment or a file.

#![allow(clippy::doc_markdown, reason = "these comments are printed as they stand")]

#[cfg(feature = "cluster")]
mod cluster;
mod generate;
mod import;
mod paper;
mod token;
mod watch;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::{
    flags::{AllArgs, BaseArgs, ClusterArgs},
    settings::Flags,
};
#[cfg(feature = "cluster")]
pub use cluster::ClusterCommand;
pub use generate::GenerateArgs;
pub use import::{ImportArgs, TransferArgs};
pub use paper::{PaperLang, ReportArgs};
pub use token::{CreateArgs, Named, TokenCommand};
pub use watch::{BackupArgs, StatusArgs};

const EXIT_CODES: &str = "\
Exit codes:
  0  success
  1  completed with findings: differences, rejected seeds, a server that is not ready
  2  failed: a wrong option or setting, a data folder in use, an unreadable file";

const LEVELS: &str = "\
Exit codes, as monitoring reads them:
  0  all is well
  1  something needs somebody within days
  2  something needs somebody now, or the server does not answer";

const SOURCES: &str = "\
Each setting is taken from its flag, the environment, a TOML file, or its default, in this
order. The file is named by --config or HOPTAC_CONFIG, or is hoptac.toml in the current folder;
`hoptac settings` prints one that explains every key.";

/// A registry of cooperation between provinces: a GraphQL API over an embedded database.
///
/// `hoptac serve` starts the server with the recorded cooperation of Ho Chi Minh City and the
/// Central Highlands, and prints the address of the console.
#[derive(Debug, Parser)]
#[command(version, after_help = EXIT_CODES, after_long_help = format!("{SOURCES}\n\n{EXIT_CODES}"))]
#[command(propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// The commands of the program.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the registry over HTTP: the pages at /, GraphQL at /graphql, GraphiQL at /graphiql
    ///
    /// An empty registry is first filled with the built-in seeds. Ctrl-C or SIGTERM stops the
    /// server after the requests in progress are answered.
    #[command(after_long_help = SOURCES)]
    Serve(ServeArgs),

    /// Register seed files: the built-in ones, or those of a folder
    ///
    /// All records are registered, or none: an error is reported with file, line, record and
    /// reason, and nothing is written. Existing records are not changed, so seeding twice is
    /// harmless.
    #[command(after_long_help = SOURCES)]
    Seed {
        #[command(flatten)]
        base: BaseArgs,

        /// Folder with seed files, one per noun (activities.toml, …) [default: the built-in seeds]
        #[arg(long, value_name = "FOLDER")]
        from: Option<PathBuf>,
    },

    /// Import files by external key: hoptac's own lines, or tables with a mapping
    ///
    /// An import keeps the rules of the mutations, and approves no outcome. `hoptac transfer` takes
    /// over the history of another registry.
    ///
    /// Rows with errors are skipped and listed in FILE.rejected.txt; rows that differ from the
    /// registered records are listed in FILE.kept.txt. Repeating an import is harmless: it
    /// continues where it was interrupted. docs/exchange.md describes the formats.
    #[command(after_help = EXIT_CODES, after_long_help = format!("{EXIT_CODES}\n\n{SOURCES}"))]
    Import {
        #[command(flatten)]
        import: ImportArgs,

        #[command(flatten)]
        base: BaseArgs,
    },

    /// Take over the records of another registry, with what became of them there
    ///
    /// For an export of another registry, or the records of an older system: their approvals,
    /// terminations and other history come along, which `hoptac import` leaves to the mutations.
    /// Records keep the rules that hold whoever writes. It only adds; the journal says `transfer`.
    /// Reports are those of `hoptac import`.
    #[command(after_help = EXIT_CODES, after_long_help = format!("{EXIT_CODES}\n\n{SOURCES}"))]
    Transfer {
        #[command(flatten)]
        transfer: TransferArgs,

        #[command(flatten)]
        base: BaseArgs,
    },

    /// Export the registry as lines that can be transferred, or as tables for spreadsheets
    ///
    /// At present or at an earlier moment. Histories and callers are not exported. While a server
    /// uses the registry, or where it cannot be written, a view is built from its journal in the
    /// folder for temporary files (TMPDIR).
    #[command(after_long_help = SOURCES)]
    Export {
        #[command(flatten)]
        export: ExportArgs,

        #[command(flatten)]
        base: BaseArgs,
    },

    /// Write a synthetic registry as lines to transfer, for trials and measurements
    ///
    /// Every title says that it is synthetic. The same arguments give the same bytes.
    Generate(GenerateArgs),

    /// Write the report on an agreement as a file: HTML that needs neither a server nor scripts
    ///
    /// It says what the page /report/agreement/CODE says, as anybody may see it, in the form of
    /// Vietnamese administrative documents: a browser prints it on A4.
    #[command(after_long_help = SOURCES)]
    Report {
        #[command(flatten)]
        report: ReportArgs,

        #[command(flatten)]
        base: BaseArgs,
    },

    /// Print the GraphQL schema in its definition language
    Schema {
        /// As a subgraph of Apollo Federation 2, with keys
        #[arg(long)]
        federation: bool,
    },

    /// Print every setting with its default and meaning, as a configuration file
    #[command(after_long_help = SOURCES)]
    Settings,

    /// Check every byte of the journal, and compare the view and search index with it; changes
    /// nothing
    ///
    /// The journal can be checked while a server uses it; the view and the search index only while
    /// none does. It also works where nothing can be written.
    #[command(after_help = EXIT_CODES, after_long_help = format!("{EXIT_CODES}\n\n{SOURCES}"))]
    Verify(BaseArgs),

    /// Copy the journal and the tokens to a new folder, also while they are served
    ///
    /// The copy contains everything committed before it began. It is verified before it gets its
    /// name; until then it is named FOLDER.unfinished.
    #[command(after_long_help = SOURCES)]
    Backup {
        #[command(flatten)]
        backup: BackupArgs,

        #[command(flatten)]
        base: BaseArgs,
    },

    /// Restore a backup on trial, into a temporary folder, and compare all of it
    ///
    /// FOLDER is a backup, or holds those of `hoptac backup --keep`, of which the newest is taken.
    /// Nothing but a note of the drill is written to the data folder. TMPDIR names another place
    /// for what is restored.
    #[command(after_help = EXIT_CODES, after_long_help = format!("{EXIT_CODES}\n\n{SOURCES}"))]
    Drill {
        /// The backup, or the folder of backups
        #[arg(value_name = "FOLDER")]
        source: PathBuf,

        #[command(flatten)]
        base: BaseArgs,
    },

    /// Restore a backup into the data folder, while no server uses it
    ///
    /// The backup is verified first: a damaged one changes nothing. Its tokens are restored only if
    /// the data folder has none. The next start builds the view and the search index.
    #[command(after_long_help = SOURCES)]
    Restore {
        /// The backup's folder
        #[arg(value_name = "FOLDER")]
        source: PathBuf,

        /// Set an existing registry aside, within the data folder, under a free name
        #[arg(long)]
        replace: bool,

        #[command(flatten)]
        base: BaseArgs,
    },

    /// Rebuild the view from the journal
    ///
    /// Queries read the view. It is derived from the journal, so nothing is lost. The server
    /// rebuilds a doubtful view by itself. The search index is removed; the next start builds it.
    #[command(after_long_help = SOURCES)]
    Rebuild(BaseArgs),

    /// Create, list and revoke the tokens that authenticate callers
    #[command(subcommand)]
    Token(TokenCommand),

    /// Found a cluster of several machines, look after it, leave it
    ///
    /// docs/cluster.md describes how one machine becomes three.
    #[cfg(feature = "cluster")]
    #[command(subcommand)]
    Cluster(ClusterCommand),

    /// Ask a running server how it fares, and say what needs somebody
    ///
    /// The server tells this at the address of its metrics; without one, only whether it is ready.
    #[command(after_help = LEVELS)]
    Status {
        #[command(flatten)]
        status: StatusArgs,

        #[command(flatten)]
        base: BaseArgs,
    },

    /// Check whether a running server is ready; for health checks
    #[command(after_help = EXIT_CODES)]
    Health {
        #[command(flatten)]
        base: BaseArgs,

        /// Address of the server [default: the one of the setting `listen`]
        #[arg(long, value_name = "URL")]
        url: Option<String>,
    },

    /// Print the licences of everything that the program is made of
    #[command(visible_alias = "licenses")]
    Licences {
        /// Only the packages, each with its version and licence
        #[arg(long)]
        list: bool,
    },

    /// Print a shell script that completes commands and options
    ///
    /// docs/operating.md describes where to install it.
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },

    /// Print the manual page, or write one for each command to a folder
    ///
    /// `hoptac manual | man -l -` displays it.
    Manual {
        /// Folder for the pages; it is created if it does not exist
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
    },
}

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// ndjson: hoptac's own lines, which can be transferred; csv: tables for spreadsheets, one per
    /// noun; xlsx: a workbook with a sheet per noun
    #[arg(long, value_enum, default_value = "ndjson")]
    pub format: FileFormat,

    /// In tables, one row for each entry of this list, such as `participants`
    #[arg(long, value_name = "LIST")]
    pub rows: Option<String>,

    /// The file, or the folder for tables [default: standard output]
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,

    /// Start tables with a byte order mark, by which spreadsheets recognise UTF-8
    #[arg(long)]
    pub bom: bool,

    /// Separator of the cells of tables
    #[arg(long, value_name = "CHARACTER", default_value = ",")]
    pub separator: char,

    /// The registry as it was after a command, or at a moment (2025-06-30T17:00:00Z)
    #[arg(long, value_name = "SEQ|INSTANT")]
    pub at: Option<String>,

    /// Only records of this noun, such as `activity`; can be repeated
    #[arg(long, value_name = "NOUN")]
    pub noun: Vec<String>,
}

/// The forms of exported files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FileFormat {
    /// One record a line.
    Ndjson,
    /// One table a noun.
    Csv,
    /// One workbook, with a sheet a noun.
    Xlsx,
}

/// What the server takes.
#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    settings: AllArgs,

    /// The same as --anonymous=false
    #[arg(long, conflicts_with = "anonymous", help_heading = "Server")]
    no_anonymous: bool,
}

impl ServeArgs {
    /// The values given, by key.
    pub fn flags(&self) -> Flags {
        let mut flags = self.settings.flags();
        if self.no_anonymous {
            flags.insert("anonymous", "false".to_owned());
        }
        flags
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::settings::SETTINGS;

    #[test]
    fn the_options_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn help_names_the_variable_and_the_default_of_every_setting() {
        let mut command = Cli::command();
        let serve = command.find_subcommand_mut("serve").unwrap();
        let help = serve.render_long_help().to_string().replace(['\n', ' '], "");
        for setting in SETTINGS.iter() {
            let default = setting.default_told();
            let told = format!("[env:{}][default:{default}]", setting.variable());
            assert!(help.contains(&told), "{told} is not in\n{help}");
        }
    }
}
