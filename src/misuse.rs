//! What is said of a command line that cannot be read: clap's own words, and the names that would have been right.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, Error};

/// The error, and under it every option or subcommand there is where one was given that is not.
pub fn words(error: &Error, root: &Command, given: &[String]) -> String {
    let said = error.render().to_string();
    let names = match error.kind() {
        ErrorKind::UnknownArgument if is_option(error) => options(meant(root, given)),
        ErrorKind::UnknownArgument => subcommands(root),
        ErrorKind::InvalidSubcommand => subcommands(root),
        _ => return said,
    };
    format!("{}\n\n{names}", said.trim_end())
}

fn is_option(error: &Error) -> bool {
    matches!(error.get(ContextKind::InvalidArg), Some(ContextValue::String(word)) if word.starts_with('-'))
}

/// The subcommand the words name, else the program itself.
fn meant<'a>(root: &'a Command, given: &[String]) -> &'a Command {
    given.iter().find_map(|word| root.find_subcommand(word)).unwrap_or(root)
}

fn options(command: &Command) -> String {
    let names = command.get_arguments().filter_map(|argument| argument.get_long());
    let names: Vec<String> = names.map(|name| format!("--{name}")).collect();
    format!("Options of {}: {}", command.get_bin_name().unwrap_or(command.get_name()), names.join(", "))
}

fn subcommands(root: &Command) -> String {
    let names: Vec<&str> = root.get_subcommands().map(Command::get_name).filter(|name| *name != "help").collect();
    format!("Subcommands: {}", names.join(", "))
}
