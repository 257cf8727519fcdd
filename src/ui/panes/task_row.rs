//! One task in one row: state, for how long, exit code, reason; the culprit container's own words first.

use crate::app::model::Model;
use crate::domain::clock::age;
use crate::domain::task::{Container, Task};
use crate::ui::role::Role;
use crate::ui::rows::{Row, hang};
use crate::ui::theme::Theme;
use crate::ui::wrap::{fit, wrap};
use ratatui::text::{Line, Span};

/// Where the columns of tasks stand.
pub struct TaskColumns {
    room: usize,
}

const ID: usize = 8;
const STATE: usize = 12;
const FOR: usize = 6;
const EXIT: usize = 4;
/// Cells before the reason: indent, the columns, a blank after each.
const BEFORE_REASON: usize = 2 + ID + 1 + STATE + 1 + FOR + 1 + EXIT + 1;
/// A reason beside its row is worth reading from this width on; under it the reason goes below.
const REASON_BESIDE: usize = 24;
/// Indent of a reason below its row.
const BELOW: usize = 4;

impl TaskColumns {
    pub fn of(room: usize) -> Self {
        Self { room }
    }

    /// The names of the columns.
    pub fn heading(&self, theme: &Theme) -> Line<'static> {
        let words = format!("  {:<ID$} {:<STATE$} {:<FOR$} {:<EXIT$} reason", "task", "state", "for", "exit");
        Line::styled(words, theme.of(Role::Label))
    }

    /// The row. A `repeated` reason is the one of the row above and said as "same".
    pub fn row(&self, task: &Task, model: &Model, theme: &Theme, repeated: bool) -> Row {
        let state = task.last_status.as_str().to_lowercase();
        let since = if task.is_stopped() { task.stopped_at } else { task.started_at.or(task.created_at) };
        let exit = culprit(task).and_then(|c| c.exit_code);
        let (state_role, exit_role) = match (task.is_stopped(), exit) {
            (true, Some(0)) => (Role::Muted, Role::Slow),
            (true, _) => (Role::Muted, Role::Bad),
            _ => (if task.last_status.raw() == "RUNNING" { Role::Ok } else { Role::Busy }, Role::Text),
        };
        let mut before = vec![
            Span::styled(format!("  {} ", fit(task.short_id(), ID)), theme.of(Role::Text)),
            Span::styled(format!("{} ", fit(&state, STATE)), theme.of(state_role)),
            Span::styled(
                format!("{:<FOR$} ", since.map_or(String::new(), |at| age(at, model.now))),
                theme.of(Role::Muted),
            ),
            Span::styled(
                format!("{:<EXIT$} ", exit.map_or(String::new(), |code| code.to_string())),
                theme.of(exit_role),
            ),
        ];
        let Some((words, telling)) = reason_of(task) else {
            return Row { heading: None, lines: vec![Line::from(before)] };
        };
        if repeated {
            before.push(Span::styled("same", theme.of(Role::Muted)));
            return Row { heading: None, lines: vec![Line::from(before)] };
        }
        let role = theme.of(if telling { Role::Quote } else { Role::Muted });
        let beside = self.room.saturating_sub(BEFORE_REASON);
        if beside >= REASON_BESIDE {
            return Row { heading: None, lines: hang(before, wrap(&words, beside), BEFORE_REASON, role) };
        }
        let below = wrap(&words, self.room.saturating_sub(BELOW).max(8));
        let mut lines = vec![Line::from(before)];
        lines.extend(below.into_iter().map(|line| Line::styled(format!("{:BELOW$}{line}", ""), role)));
        Row { heading: None, lines }
    }
}

/// The container to look at: one with a reason of its own, else one that ended by itself. Those told to stop
/// (143, and 137 where something else failed) come last.
fn culprit(task: &Task) -> Option<&Container> {
    let rank = |container: &&Container| match (&container.reason, container.exit_code) {
        (Some(_), _) => 0,
        (None, Some(0)) => 4,
        (None, Some(143)) => 3,
        (None, Some(137)) => 2,
        (None, Some(_)) => 1,
        (None, None) => 5,
    };
    task.containers.iter().min_by_key(rank)
}

/// The reason to show, and whether it is the culprit's own and not only the task's.
pub fn reason_of(task: &Task) -> Option<(String, bool)> {
    let named = |container: &Container, words: &str| {
        if task.containers.len() > 1 { format!("{}: {words}", container.name) } else { words.to_owned() }
    };
    if let Some(container) = culprit(task)
        && let Some(reason) = &container.reason
    {
        return Some((named(container, reason.as_str()), true));
    }
    let unhealthy = task.health.as_ref().is_some_and(|health| health.raw() == "UNHEALTHY");
    match (&task.stopped_reason, culprit(task)) {
        (Some(reason), Some(container)) if container.exit_code.is_some() => {
            Some((named(container, reason.as_str()), false))
        }
        (Some(reason), _) => Some((reason.to_string(), true)),
        (None, _) if unhealthy && !task.is_stopped() => Some(("its health check fails".to_owned(), true)),
        (None, _) => None,
    }
}
