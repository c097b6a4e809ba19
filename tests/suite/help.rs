//! What the command line says of itself: examples in every help, completions, the manual page.

use crate::guide_reference::commands;
use crate::support::{finish, program, report, root, run};
use std::process::{Command, Stdio};

/// The commands in the examples of a help: lines set in, up to the explanation behind them.
fn examples(help: &str) -> Vec<Vec<String>> {
    let block = help.split_once("\nExamples:\n").map_or("", |(_, examples)| examples);
    let lines = block.lines().take_while(|line| line.starts_with("  "));
    let command = |line: &str| -> Vec<String> {
        let line = line.trim_start();
        let command = line.split("  ").next().unwrap_or_default();
        let command = command.split([';', '>', '|']).next().unwrap_or_default();
        command.split_whitespace().map(str::to_owned).collect()
    };
    lines.map(command).collect()
}

#[test]
fn every_help_has_examples_that_the_program_understands() {
    let mut failures = Vec::new();
    for command in commands().into_iter().chain([String::new()]) {
        let mut arguments = vec![command.as_str(), "--help"];
        arguments.retain(|word| !word.is_empty());
        let help = run(root(), &arguments).stdout;
        let examples = examples(&help);
        let own = examples.iter().any(|words| command.is_empty() || words.get(1) == Some(&command));
        if !own {
            failures.push(format!("`{}` shows no example", arguments.join(" ")));
        }
        for words in examples {
            assert_eq!(words[0], "sourcebook", "{words:?}");
            // Arguments are read, and nothing is done.
            let mut asked: Vec<&str> = words[1..].iter().map(String::as_str).collect();
            asked.push("--help");
            let run = run(root(), &asked);
            if run.status != 0 {
                failures.push(format!("the example `{}` is refused:\n{}", words.join(" "), run.stderr));
            }
        }
    }
    report(&failures, "write examples in src/commands/args.rs");
}

#[test]
fn the_help_of_the_program_has_an_example_of_each_command() {
    let help = run(root(), &["--help"]).stdout;
    let examples = examples(&help);
    // What packagers need stands in its own help.
    let missing: Vec<String> = commands()
        .into_iter()
        .filter(|name| !["completions", "manual"].contains(&name.as_str()))
        .filter(|name| !examples.iter().any(|words| words.get(1) == Some(name)))
        .collect();
    report(&missing, "each command stands in the examples of `sourcebook --help`");
}

/// Gives `text` to a program; `None` where it is not installed.
fn judged(program: &str, arguments: &[&str], text: &str) -> Option<(bool, String)> {
    let mut command = Command::new(program);
    let child =
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.ok()?;
    let mut stdin = child.stdin.take().expect("standard input is piped");
    let text = text.to_owned();
    let writer = std::thread::spawn(move || std::io::Write::write_all(&mut stdin, text.as_bytes()));
    let output = child.wait_with_output().expect("the program ends");
    let _ = writer.join();
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Some((output.status.success(), said))
}

#[test]
fn completions_know_all_commands_and_options() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(root(), &["completions", shell]);
        assert_eq!(script.status, 0, "{shell}: {}", script.stderr);
        for word in commands().iter().map(String::as_str).chain(["single-file", "min-coverage"]) {
            assert!(script.stdout.contains(word), "{shell} does not know {word}");
        }
    }
    assert_eq!(run(root(), &["completions", "cmd"]).status, 2);
    let script = run(root(), &["completions", "bash"]).stdout;
    if let Some((fine, said)) = judged("bash", &["-n"], &script) {
        assert!(fine && said.is_empty(), "{said}");
    }
    let asked = format!(
        "{script}\nCOMP_WORDS=(sourcebook ch); COMP_CWORD=1; _sourcebook sourcebook ch sourcebook; printf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
    );
    if let Some((fine, said)) = judged("bash", &[], &asked) {
        assert!(fine && said.lines().eq(["check", "changes"]), "{said}");
    }
}

#[test]
fn the_manual_page_is_whole() {
    let page = run(root(), &["manual"]);
    assert_eq!(page.status, 0, "{}", page.stderr);
    let page = page.stdout;
    assert!(page.contains("\n.TH sourcebook 1 ") || page.starts_with(".TH sourcebook 1 "), "{page}");
    for command in commands() {
        assert!(page.contains(&format!("\n.SH \"SOURCEBOOK {}\"\n", command.to_uppercase())), "{command}");
    }
    if let Some((fine, said)) = judged("man", &["--warnings", "-l", "-"], &page) {
        assert!(fine && !said.contains("warning:"), "{said}");
        assert!(said.contains("--single-file") && said.contains("EXIT STATUS"), "{said}");
    }
}

/// `sourcebook check | head` closes the pipe before all is said.
#[test]
fn nobody_has_to_read_what_it_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let closed = || {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        writer
    };
    for (arguments, status) in
        [(&["completions", "bash"][..], 0), (&["manual"], 0), (&["check", "--format", "json"], 1)]
    {
        let run = finish(program(folder.path()).args(arguments).stdout(closed()));
        assert_eq!((run.status, run.stderr.contains("panicked")), (status, false), "{arguments:?}");
    }
    for arguments in [&["check"][..], &["build", "nowhere"], &["no-such-command"]] {
        let run = finish(program(folder.path()).args(arguments).stderr(closed()));
        assert!([1, 2].contains(&run.status), "{arguments:?} ends with {}", run.status);
    }
}
