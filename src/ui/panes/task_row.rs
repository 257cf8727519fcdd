//! One task in one row: where it is on its way, for how long, exit code, and the deepest words about it.

use crate::diagnosis::task_stage::{Step, TaskStage};
use crate::diagnosis::task_why::Why;
use crate::domain::Timestamp;
use crate::domain::clock::age;
use crate::domain::task::Task;
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

    /// The row. Words that are those of the row above are said as "same".
    pub fn row(
        &self,
        task: &Task,
        stage: TaskStage,
        why: Option<(&Why, bool)>,
        (now, theme): (Timestamp, &Theme),
    ) -> Row {
        let exit = why.and_then(|(why, _)| why.exit_code);
        let exit_role = match exit {
            Some(0) => Role::Slow,
            Some(_) if stage.step == Step::Stopped => Role::Bad,
            _ => Role::Text,
        };
        let since = stage.since.map_or(String::new(), |at| age(at, now));
        let mut before = vec![
            Span::styled(format!("  {} ", fit(task.short_id(), ID)), theme.of(Role::Text)),
            Span::styled(format!("{} ", fit(stage.step.as_str(), STATE)), theme.of(of_step(stage.step))),
            Span::styled(format!("{since:<FOR$} "), theme.of(Role::Muted)),
            Span::styled(
                format!("{:<EXIT$} ", exit.map_or(String::new(), |code| code.to_string())),
                theme.of(exit_role),
            ),
        ];
        let Some((why, repeated)) = why else {
            return Row { heading: None, lines: vec![Line::from(before)] };
        };
        if repeated {
            before.push(Span::styled("same", theme.of(Role::Muted)));
            return Row { heading: None, lines: vec![Line::from(before)] };
        }
        let role = theme.of(if why.is_telling { Role::Quote } else { Role::Muted });
        let beside = self.room.saturating_sub(BEFORE_REASON);
        if beside >= REASON_BESIDE {
            return Row { heading: None, lines: hang(before, wrap(&why.words, beside), BEFORE_REASON, role) };
        }
        let below = wrap(&why.words, self.room.saturating_sub(BELOW).max(8));
        let mut lines = vec![Line::from(before)];
        lines.extend(below.into_iter().map(|line| Line::styled(format!("{:BELOW$}{line}", ""), role)));
        Row { heading: None, lines }
    }
}

fn of_step(step: Step) -> Role {
    match step {
        Step::Running => Role::Ok,
        Step::Unhealthy => Role::Bad,
        Step::Stopping | Step::Stopped => Role::Muted,
        Step::Provisioning | Step::Pending | Step::Pulling | Step::Starting | Step::Activating => Role::Busy,
    }
}
