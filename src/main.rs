//! The command line: parse arguments, run one command, set the exit status.
fn main() {}
