//! The commands for a cluster.

#![allow(clippy::doc_markdown, reason = "these comments are printed as they stand")]

use clap::Subcommand;

use super::{ClusterArgs, LEVELS, SOURCES};

/// What can be done with a cluster.
#[derive(Debug, Subcommand)]
pub enum ClusterCommand {
    /// Found a cluster with the history of this data folder
    ///
    /// Done once, on the machine that has the records, while its server is stopped. Nothing is lost:
    /// the cluster begins at the last command of the folder. The tokens of the folder become those
    /// of the cluster; where there is none, the first one is made, for an administrator. Then start
    /// the server here with the same --order, and on each other machine with an empty folder, which
    /// takes over what this one has.
    #[command(after_long_help = SOURCES)]
    Init {
        /// Begin anew from this folder, in the place of what etcd holds, or no longer holds
        ///
        /// For after etcd lost its data or was restored. What other machines committed and this one
        /// does not have is lost: take the one with the highest seq. They set their folders aside
        /// and join again.
        #[arg(long, requires = "from_here")]
        again: bool,

        /// Said with --again: the history of this folder is the one to go on with
        #[arg(long)]
        from_here: bool,

        #[command(flatten)]
        base: ClusterArgs,
    },

    /// Show the machines, who writes, how far each is, and the members of etcd
    #[command(after_help = LEVELS, after_long_help = format!("{LEVELS}\n\n{SOURCES}"))]
    Status {
        /// As JSON, for programs
        #[arg(long)]
        json: bool,

        #[command(flatten)]
        base: ClusterArgs,
    },

    /// Let entries be written in the newest form that all machines read
    ///
    /// After each machine runs a new release. It cannot be taken back: an older release does not read
    /// what is written from then on.
    #[command(after_long_help = SOURCES)]
    Upgrade {
        #[command(flatten)]
        base: ClusterArgs,
    },

    /// Make this data folder a registry of its own again, while its server is stopped
    ///
    /// The others go on without it.
    #[command(after_long_help = SOURCES)]
    Leave {
        /// Leave though this folder lacks what others committed, or etcd cannot be asked
        #[arg(long)]
        as_is: bool,

        #[command(flatten)]
        base: ClusterArgs,
    },

    /// Keep nothing any more for a machine that will not come back
    ///
    /// What a machine has not fetched stays in etcd until it has. One that was forgotten may join
    /// again with its folder, or an empty one.
    #[command(after_long_help = SOURCES)]
    Forget {
        /// Its name, as `hoptac cluster status` shows it
        #[arg(value_name = "NODE")]
        machine: String,

        #[command(flatten)]
        base: ClusterArgs,
    },
}
