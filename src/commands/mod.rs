//! One file per command. The only room that prints, and the only one that knows of clock, environment and terminal.
//!
//! Entry: [`run`]: parse the arguments, run one command, give the exit status: 0 fine, 1 the report has errors, 2 wrong
//! usage or a fault of the environment.

mod accept;
mod args;
mod build;
mod changes;
mod chromium;
mod check;
mod coverage;
mod extras;
mod fix;
mod folder;
mod import;
mod manual;
mod new;
mod origin;
mod pipeline;
mod serve;
mod signal;
mod terminal;
mod whole;

use crate::diagnostics::nearest;
use args::{Arguments, Command, CommonArguments};
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All is well.
    Fine,
    /// The report has errors.
    Faulty,
    /// Wrong usage, or something that is not the report's fault.
    Failed,
}

/// Runs the program with the arguments it was started with.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => match misplaced(&error, std::env::args().skip(1)) {
            Some(message) => {
                terminal::fault(&message);
                return ExitCode::from(2);
            }
            None => error.exit(),
        },
    };
    let command = arguments.command.unwrap_or(Command::Build(arguments.build));
    let common = match &command {
        Command::New(_) | Command::Import(_) | Command::Completions(_) | Command::Manual => None,
        Command::Build(arguments) => Some(&arguments.common),
        Command::Check(arguments) => Some(&arguments.common),
        Command::Changes(arguments) => Some(&arguments.common),
        Command::Accept(arguments) => Some(&arguments.common),
        Command::Serve(arguments) => Some(&arguments.common),
    };
    if let Err(message) = common.map_or(Ok(()), prepare) {
        terminal::fault(&message);
        return ExitCode::from(2);
    }
    let outcome = match &command {
        Command::New(arguments) => new::new(arguments),
        Command::Import(arguments) => import::import(arguments),
        Command::Build(arguments) => in_pool(|| build::build(arguments)),
        Command::Check(arguments) => in_pool(|| check::check(arguments)),
        Command::Changes(arguments) => in_pool(|| changes::changes(arguments)),
        Command::Accept(arguments) => in_pool(|| accept::accept(arguments)),
        Command::Completions(arguments) => manual::completions(arguments),
        Command::Manual => manual::manual(),
        Command::Serve(arguments) => serve::serve(arguments),
    };
    match outcome {
        _ if terminal::is_lost() => ExitCode::from(2),
        Outcome::Fine => ExitCode::SUCCESS,
        Outcome::Faulty => ExitCode::from(1),
        Outcome::Failed => ExitCode::from(2),
    }
}

/// What is meant by arguments of which clap says that they do not go together: a command behind options, or one that is
/// misspelt and followed by a folder.
fn misplaced(error: &clap::Error, mut arguments: impl Iterator<Item = String>) -> Option<String> {
    if error.kind() != ErrorKind::ArgumentConflict || !error.to_string().contains("subcommand") {
        return None;
    }
    let word = arguments.find(|argument| !argument.starts_with('-'))?;
    let program = Arguments::command();
    let commands = || program.get_subcommands().map(clap::Command::get_name);
    if commands().any(|command| command == word) {
        return Some(format!("options stand behind the command: `sourcebook {word} …`"));
    }
    let meant = nearest(&word, commands()).map(|near| format!(": did you mean `sourcebook {near}`?"));
    Some(format!("there is no command `{word}`{}", meant.unwrap_or_default()))
}

/// Sets the number of threads and makes sure that there is a folder to read.
fn prepare(common: &CommonArguments) -> Result<(), String> {
    if common.folder.is_file() {
        return Err(format!(
            "`{}` is a file: name the folder of the report, which holds its `sourcebook.toml`",
            common.folder
        ));
    }
    if !common.folder.is_dir() {
        let program = Arguments::command();
        let commands = program.get_subcommands().map(clap::Command::get_name);
        let meant = nearest(common.folder.as_str(), commands)
            .map(|near| format!(": did you mean `sourcebook {near}`?"));
        return Err(format!("there is no folder `{}`{}", common.folder, meant.unwrap_or_default()));
    }
    // Without a number, as many as there are processors.
    let jobs = common.jobs.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK);
    pool.build_global().map_err(|error| match jobs {
        0 => format!("cannot start threads: {error}"),
        _ => format!("cannot start {jobs} threads: {error}"),
    })
}

/// The stack of each thread, as that of a main thread mostly is; memory that is not used is not taken.
const STACK: usize = 8 << 20;

/// Does something as one of the threads that share the work. One that is not would sleep while they work and wake them each time, and
/// systems then let two of them have one processor while another is idle.
fn in_pool<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    rayon::scope(|_| work())
}
