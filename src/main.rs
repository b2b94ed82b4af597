//! The program `hoptac`; all of it is in the library.
#![forbid(unsafe_code)]

/// GraphQL answers are made of many small pieces; this allocator hands them out faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    hoptac::cli::main()
}
