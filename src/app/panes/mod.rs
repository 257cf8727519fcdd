//! What each pane shows and where the person looks in it: rows from facts, selection, filter.
//!
//! Never here: facts themselves (they are only read), drawing.

pub mod events;
pub mod findings;
pub mod list;
pub mod live;
pub mod log_rows;
pub mod logs;
pub mod rollouts;
pub mod stacks;

use list::List;
use logs::Logs;
use rollouts::Rollouts;

/// The panes of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pane {
    /// The list of stacks; alone on its screen.
    Stacks,
    Findings,
    Events,
    Rollouts,
    Logs,
}

impl Pane {
    /// The panes of a stack's screen, in the order of their numbers.
    pub const OF_STACK: [Self; 4] = [Self::Findings, Self::Events, Self::Rollouts, Self::Logs];

    pub fn title(self) -> &'static str {
        match self {
            Self::Stacks => "stacks",
            Self::Findings => "findings",
            Self::Events => "stack events",
            Self::Rollouts => "rollouts",
            Self::Logs => "logs",
        }
    }
}

/// Where the person looks. Only actions write it.
#[derive(Clone, Debug)]
pub struct Panes {
    pub focus: Pane,
    /// The focused pane has the whole screen.
    pub zoom: bool,
    pub times: Times,
    /// Somebody has asked for the values of changed variables.
    pub values: bool,
    pub stacks: List,
    pub findings: List,
    pub events: List,
    pub rollouts: Rollouts,
    pub logs: Logs,
}

/// How points in time are shown in rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// `3m20s` ago.
    Age,
    /// Time of day in UTC.
    Clock,
    /// Time of day where the person is.
    Local,
}

impl Panes {
    pub fn new(focus: Pane) -> Self {
        Self {
            focus,
            zoom: false,
            times: Times::Clock,
            values: false,
            stacks: List::default(),
            findings: List::default(),
            events: List::default(),
            rollouts: Rollouts::default(),
            logs: Logs::default(),
        }
    }

    /// The list of a pane.
    pub fn list(&self, pane: Pane) -> &List {
        match pane {
            Pane::Stacks => &self.stacks,
            Pane::Findings => &self.findings,
            Pane::Events => &self.events,
            Pane::Rollouts => &self.rollouts.list,
            Pane::Logs => &self.logs.list,
        }
    }

    pub fn list_mut(&mut self, pane: Pane) -> &mut List {
        match pane {
            Pane::Stacks => &mut self.stacks,
            Pane::Findings => &mut self.findings,
            Pane::Events => &mut self.events,
            Pane::Rollouts => &mut self.rollouts.list,
            Pane::Logs => &mut self.logs.list,
        }
    }
}
