//! The `sourcebook` program: everything is in the library; this hands over to the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    sourcebook::commands::run()
}
