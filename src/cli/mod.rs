//! The command line: what each command does, and how its options are read.
