//! What the palette runs by name: an action of the console, or a lever.

use super::action::Action;
use crate::domain::lever::Lever;
use crate::domain::lever_table::row;

/// Something with a name that can be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Action(Action),
    Lever(Lever),
}

impl Command {
    pub fn name(self) -> &'static str {
        match self {
            Self::Action(action) => action.name(),
            Self::Lever(lever) => lever.name(),
        }
    }

    /// What it does, in a sentence.
    pub fn help(self) -> &'static str {
        match self {
            Self::Action(action) => action.help(),
            Self::Lever(lever) => row(lever).does,
        }
    }
}

/// The commands whose names or help hold every word typed: those whose name begins so first, then those whose name
/// holds it all.
pub fn matching(typed: &str) -> Vec<Command> {
    let typed = typed.to_lowercase();
    let words: Vec<&str> = typed.split_whitespace().collect();
    let actions = Action::ALL.iter().copied().map(Command::Action);
    // A query is saved where it is written.
    let levers = Lever::ALL.into_iter().filter(|lever| *lever != Lever::SaveQuery);
    let all = actions.chain(levers.map(Command::Lever));
    let holds = |command: &Command| {
        let all = format!("{} {}", command.name(), command.help()).to_lowercase();
        words.iter().all(|word| all.contains(word))
    };
    let in_name = |command: &Command| words.iter().all(|word| command.name().contains(word));
    let mut found: Vec<Command> = all.filter(holds).collect();
    // What leaves the program is run by nobody who has typed a part of another name.
    let leaves = |command: &Command| matches!(command, Command::Action(Action::Quit | Action::ForceQuit));
    let is_whole = |command: &Command| command.name() == typed.trim();
    found.sort_by_key(|command| {
        let is_far = leaves(command) && !is_whole(command);
        (!command.name().starts_with(typed.trim()), is_far, !in_name(command))
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_the_name_stands_before_one_of_the_description() {
        for (typed, first) in [
            ("zero", "scale-to-zero"),
            ("Hook roll", "roll-back-at-hook"),
            ("rest", "restore"),
            ("force", "force-deployment"),
            ("quit", "quit"),
            ("force-quit", "force-quit"),
        ] {
            let found: Vec<&str> = matching(typed).into_iter().map(Command::name).collect();
            assert_eq!(found.first(), Some(&first), "{typed}: {found:?}");
        }
        let found: Vec<&str> = matching("zero").into_iter().map(Command::name).collect();
        assert!(found.contains(&"restore"), "by its description, after it: {found:?}");
    }
}
