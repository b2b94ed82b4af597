//! The commands and their options, as `--help` tells them.
//!
//! Values of settings stay texts here: `settings` reads them, whether they come from a flag, the
//! environment or a file.

#![allow(clippy::doc_markdown, reason = "these comments are printed as they stand")]

mod token;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::{
    flags::{BaseArgs, SettingArgs},
    settings::Flags,
};
pub use token::{CreateArgs, Named, TokenCommand};

const EXIT_CODES: &str = "\
Exit codes:
  0  done, and all is well
  1  done, and something is wrong: findings, rejected seeds, a server that is not ready
  2  not done: a wrong option or setting, a data folder in use, a file that cannot be read";

const SOURCES: &str = "\
Each setting comes from its flag, else from the environment, else from a TOML file, else is the
default. The file is the one that --config or HOPTAC_CONFIG names, else hoptac.toml in the current
folder where there is one; `hoptac settings` prints one that explains every key.";

/// A registry of cooperation between provinces: a GraphQL API over an embedded database.
///
/// `hoptac serve` starts it, with the recorded cooperation of Ho Chi Minh City and the Central
/// Highlands to look at, and prints the address of the console.
#[derive(Debug, Parser)]
#[command(version, after_help = EXIT_CODES, after_long_help = format!("{SOURCES}\n\n{EXIT_CODES}"))]
#[command(propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// What can be asked of the program.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the registry over HTTP: GraphQL at /graphql, the console at /graphiql
    ///
    /// An empty registry is filled with the built-in seeds first. Stops on Ctrl-C or SIGTERM, after
    /// the requests under way are answered.
    #[command(after_long_help = SOURCES)]
    Serve(ServeArgs),

    /// Register seed files: those that come with the program, or a folder's
    ///
    /// All records or none: a broken file is told by file, line, record and reason, and nothing is
    /// written. What is registered already is left as it is, so seeding twice does no harm.
    #[command(after_long_help = SOURCES)]
    Seed {
        #[command(flatten)]
        base: BaseArgs,

        /// Folder with seed files, one per noun (activities.toml, …) [default: the built-in seeds]
        #[arg(long, value_name = "FOLDER")]
        from: Option<PathBuf>,
    },

    /// Register what files hold, by external key: hoptac's own lines, or tables with a mapping
    ///
    /// Rows in error are passed over and told in FILE.rejected.txt; rows that differ from what is
    /// registered in FILE.kept.txt. The same import again does no harm: it goes on where one was
    /// interrupted. docs/exchange.md tells the forms.
    #[command(after_help = EXIT_CODES, after_long_help = format!("{EXIT_CODES}\n\n{SOURCES}"))]
    Import {
        #[command(flatten)]
        import: ImportArgs,

        #[command(flatten)]
        base: BaseArgs,
    },

    /// Write the registry as lines that can be imported, or as tables for spreadsheets
    ///
    /// As it stands, or as it stood: histories and callers stay behind.
    #[command(after_long_help = SOURCES)]
    Export {
        #[command(flatten)]
        export: ExportArgs,

        #[command(flatten)]
        base: BaseArgs,
    },

    /// Write a made-up registry, as lines to be imported: for trying out and for measuring
    ///
    /// Every title in it says that it is synthetic. The same numbers give the same bytes.
    Generate(GenerateArgs),

    /// Print the GraphQL schema in its definition language
    Schema {
        /// As a subgraph of Apollo Federation 2, with keys
        #[arg(long)]
        federation: bool,
    },

    /// Print every setting with its default and meaning, as a file to start from
    #[command(after_long_help = SOURCES)]
    Settings,

    /// Check every byte of the journal, and the view and search index against it; changes nothing
    ///
    /// The journal can be checked while a server has it open; what is derived only while none has.
    #[command(after_help = EXIT_CODES, after_long_help = format!("{EXIT_CODES}\n\n{SOURCES}"))]
    Verify(BaseArgs),

    /// Copy the journal and the tokens to a new folder, also while they are served
    ///
    /// The copy holds all that was committed when it began. It is read through before it gets its
    /// name; until then it is called FOLDER.unfinished.
    #[command(after_long_help = SOURCES)]
    Backup {
        /// Folder for the copy; it is made, and must not hold anything
        #[arg(value_name = "FOLDER")]
        dest: PathBuf,

        #[command(flatten)]
        base: BaseArgs,
    },

    /// Bring a backup back into the data folder, while no server has it open
    ///
    /// The backup is read through first: a damaged one changes nothing. Tokens are brought back only
    /// where the data folder has none. The next start builds the view and the search index.
    #[command(after_long_help = SOURCES)]
    Restore {
        /// The backup's folder
        #[arg(value_name = "FOLDER")]
        source: PathBuf,

        /// Set a registry that is there aside, within the data folder, under a name that is free
        #[arg(long)]
        replace: bool,

        #[command(flatten)]
        base: BaseArgs,
    },

    /// Build the view anew from the journal
    ///
    /// The view is what queries read. It can always be made again, so this loses nothing; the server
    /// does it by itself where it finds the view in doubt. The search index is removed, for the next
    /// start to build it.
    #[command(after_long_help = SOURCES)]
    Rebuild(BaseArgs),

    /// Make, list and revoke the tokens by which callers prove who they are
    #[command(subcommand)]
    Token(TokenCommand),

    /// Ask a running server whether it is ready; for health checks
    #[command(after_help = EXIT_CODES)]
    Health {
        #[command(flatten)]
        base: BaseArgs,

        /// Address of the server [default: the one that --listen or its kin sets]
        #[arg(long, value_name = "URL")]
        url: Option<String>,
    },

    /// Print the script by which a shell completes commands and options
    ///
    /// docs/operating.md tells where each shell looks for it.
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },

    /// Print the manual page, or write one for each command into a folder
    ///
    /// `hoptac manual | man -l -` shows it.
    Manual {
        /// Folder for the pages; it is made where there is none
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
    },
}

/// What is imported, and how.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The files, in any order; records may point at records in others
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    /// What the columns of tables mean; without it, files are hoptac's own lines
    #[arg(long, value_name = "MAPPING.toml")]
    pub mapping: Option<PathBuf>,

    /// Tell what would be done, and write nothing to the registry
    ///
    /// It holds in memory what it would write: about 2 KiB for each record.
    #[arg(long)]
    pub dry_run: bool,

    /// Give records that are registered with other content the new one, instead of keeping them
    #[arg(long)]
    pub update: bool,
}

/// What is exported, and how.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// ndjson: hoptac's own lines, to be imported; csv: tables for spreadsheets, one a noun
    #[arg(long, value_enum, default_value = "ndjson")]
    pub format: FileFormat,

    /// The file, or for tables the folder [default: standard output]
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,

    /// Start tables with a byte order mark, by which spreadsheets tell UTF-8
    #[arg(long)]
    pub bom: bool,

    /// What stands between the cells of tables
    #[arg(long, value_name = "CHARACTER", default_value = ",")]
    pub separator: char,

    /// The registry as it was after a command, or at a moment (2025-06-30T17:00:00Z)
    #[arg(long, value_name = "SEQ|INSTANT")]
    pub at: Option<String>,

    /// Only records of this noun, such as `activity`; may be given several times
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
}

/// What is made up.
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// How many activities; there are about five records for each
    #[arg(long, value_name = "COUNT")]
    pub activities: u64,

    /// Among how many provinces
    #[arg(long, value_name = "COUNT", default_value_t = 63)]
    pub provinces: u32,

    /// Where chance starts
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub seed: u64,

    /// The file [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// What the server takes.
#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    settings: SettingArgs<true>,

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
