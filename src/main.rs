//! The program `hoptac`; all of it is in the library.
#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    hoptac::cli::main()
}
