//! Everything a key or the palette can ask for. The variant's kebab-case name is its name in the keymap and
//! the palette; its sentence here is its help.

/// Defines the actions, their names and their help in one place.
macro_rules! actions {
    ($($(#[doc = $help:literal])+ $variant:ident = $name:literal,)+) => {
        /// What a person asks for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[doc = $help])+ $variant,)+
        }

        impl Action {
            /// Every action, in the order help shows them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name in the keymap and the palette.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// One sentence of help.
            pub fn help(self) -> &'static str {
                match self { $(Self::$variant => concat!($($help),+).trim_start(),)+ }
            }
        }
    };
}

actions! {
    /// Leave the program
    Quit = "quit",
    /// Leave the program at once
    ForceQuit = "force-quit",
    /// Close what is open, then go back: to the finding, to the list of stacks
    Back = "back",
    /// Show the keys
    Help = "help",
    /// Run any action by name
    Palette = "palette",
    /// What can be done to the stack or service now
    Actions = "actions",
    /// The guided way out, step by step, and where one is on it
    WayOut = "way-out",
    /// Give a service scaled to zero its old count back
    Restore = "restore",
    /// Ask AWS again now
    Refresh = "refresh",
    /// Go back to the list of stacks
    Stacks = "stacks",
    /// Next pane
    FocusNext = "focus-next",
    /// Previous pane
    FocusPrevious = "focus-previous",
    /// Pane 1: the verdict and its evidence
    FocusFindings = "focus-findings",
    /// Pane 2: stack events
    FocusEvents = "focus-events",
    /// Pane 3: services, deployments, tasks
    FocusRollouts = "focus-rollouts",
    /// Pane 4: log lines
    FocusLogs = "focus-logs",
    /// One pane on the whole screen
    Zoom = "zoom",
    /// One row up
    Up = "up",
    /// One row down
    Down = "down",
    /// One page up
    PageUp = "page-up",
    /// One page down
    PageDown = "page-down",
    /// First row
    Top = "top",
    /// Last row
    Bottom = "bottom",
    /// Open the row
    Open = "open",
    /// Show the row whole
    Describe = "describe",
    /// Go to the row the finding's evidence speaks of; again for the next
    NextEvidence = "next-evidence",
    /// The same, going back through the evidence
    PreviousEvidence = "previous-evidence",
    /// Show only rows with these words
    Filter = "filter",
    /// Copy the row
    Copy = "copy",
    /// What happened when, as a list and as a picture
    Timeline = "timeline",
    /// Times of day in UTC, local ones, ages
    Times = "times",
    /// Show or hide the values of changed variables
    ShowValues = "show-values",
    /// Wrap long lines
    Wrap = "wrap",
    /// Stop and go on following new lines
    Pause = "pause",
    /// Go to the newest line and follow
    Follow = "follow",
    /// Next line that looks like an error
    NextError = "next-error",
    /// Previous line that looks like an error
    PreviousError = "previous-error",
    /// Search the lines
    Search = "search",
    /// Next line with the words searched for
    NextMatch = "next-match",
    /// Previous line with the words searched for
    PreviousMatch = "previous-match",
    /// How far back a query looks
    Window = "window",
    /// How a query is kept fresh: stream, windows, service
    Way = "way",
    /// Numbers of a result as bars
    Picture = "picture",
    /// Save every line or row to a file
    Save = "save",
    /// Follow the logs of what is selected
    Lines = "lines",
    /// Write a Logs Insights query
    EditQuery = "edit-query",
    /// Queries to choose from: presets for what is selected, saved ones, earlier ones
    Queries = "queries",
    /// Close the query and show the tasks' own lines again
    CloseQuery = "close-query",
}

impl Action {
    /// Whether it only moves what is seen.
    pub const fn moves(self) -> bool {
        matches!(self, Self::Up | Self::Down | Self::PageUp | Self::PageDown | Self::Top | Self::Bottom)
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_named_after_its_variant() {
        for action in Action::ALL {
            let mut kebab = String::new();
            for c in format!("{action:?}").chars() {
                if c.is_uppercase() && !kebab.is_empty() {
                    kebab.push('-');
                }
                kebab.extend(c.to_lowercase());
            }
            assert_eq!(action.name(), kebab);
            assert!(!action.help().is_empty());
        }
    }
}
