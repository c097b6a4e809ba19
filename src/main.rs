//! The `sourcebook` program: everything is in the library; this hands over to the command line.

use std::process::ExitCode;

/// A build makes and drops millions of small texts, which the system's allocator is slower at on every platform.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    sourcebook::commands::run()
}
