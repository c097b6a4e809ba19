//! `sourcebook completions` and `sourcebook manual`: what the command line knows of itself, as a shell's script and as a
//! page for `man`. Both go to standard output, so that whoever packages the program decides where they stand.

use super::args::{Arguments, CompletionsArguments};
use super::{Outcome, terminal};
use clap::CommandFactory;
use clap_mangen::Man;
use std::io;

/// The name under which the program is called.
const NAME: &str = "sourcebook";

/// Prints a shell's script.
pub(super) fn completions(arguments: &CompletionsArguments) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), NAME, &mut script);
    terminal::print(&String::from_utf8_lossy(&script));
    Outcome::Fine
}

/// Prints the manual page.
pub(super) fn manual() -> Outcome {
    match page() {
        Ok(page) => {
            terminal::print(&page);
            Outcome::Fine
        }
        Err(error) => {
            terminal::fault(&format!("the manual page cannot be made: {error}"));
            Outcome::Failed
        }
    }
}

/// A part of a page, written as roff.
type Part = fn(&Man, &mut dyn io::Write) -> io::Result<()>;

/// One page for the program and all its commands: a reader searches one text.
fn page() -> io::Result<String> {
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    let man = Man::new(command.clone());
    let mut title = Vec::new();
    man.render_title(&mut title)?;
    let mut page = String::from_utf8_lossy(&title).into_owned();
    for (heading, part) in
        [("NAME", Man::render_name_section as Part), ("DESCRIPTION", Man::render_description_section)]
    {
        page.push_str(&section(heading, &man, &[part])?);
    }
    // The options of the program without a command are those of `build`, which has a section.
    page.push_str(&section("EXAMPLES", &man, &[examples])?);
    for command in command.get_subcommands().filter(|command| !command.is_hide_set()) {
        let heading = format!("\"{} {}\"", NAME.to_uppercase(), command.get_name().to_uppercase());
        let man = Man::new(command.clone());
        let parts: &[Part] = &[
            Man::render_synopsis_section,
            Man::render_description_section,
            Man::render_options_section,
            examples,
        ];
        page.push_str(&section(&heading, &man, parts)?);
    }
    page.push_str(
        ".SH \"EXIT STATUS\"\n0 when all is well, 1 when the report has errors, 2 for wrong usage or a fault of the machine.\n",
    );
    Ok(page)
}

/// Parts under one heading, paragraphs each.
fn section(heading: &str, man: &Man, parts: &[Part]) -> io::Result<String> {
    let mut text = format!(".SH {heading}\n");
    for (index, part) in parts.iter().enumerate() {
        let mut roff = Vec::new();
        part(man, &mut roff)?;
        let roff = String::from_utf8_lossy(&roff);
        // Each part brings the definitions of roff's own preamble, which the title has given, and a heading.
        let body = roff.lines().skip_while(|line| !line.starts_with(".SH ")).skip(1).collect::<Vec<_>>();
        if index > 0 && !body.is_empty() {
            text.push_str(".PP\n");
        }
        for line in body {
            text.push_str(line);
            text.push('\n');
        }
    }
    Ok(text)
}

/// The examples of the help, line by line.
fn examples(man: &Man, out: &mut dyn io::Write) -> io::Result<()> {
    let mut roff = Vec::new();
    man.render_extra_section(&mut roff)?;
    let text = String::from_utf8_lossy(&roff).replacen(".SH EXTRA\n", ".SH EXTRA\n.nf\n", 1);
    writeln!(out, "{text}.fi")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_has_one_title_and_a_section_for_each_command() {
        let page = page().unwrap();
        assert_eq!(page.matches(".TH ").count(), 1);
        for command in Arguments::command().get_subcommands() {
            let heading = format!(".SH \"SOURCEBOOK {}\"\n", command.get_name().to_uppercase());
            assert_eq!(page.matches(&heading).count(), 1, "{heading}");
        }
        assert_eq!(page.matches(".nf\n").count(), page.matches(".fi\n").count());
    }
}
