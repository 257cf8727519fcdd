//! Services, their deployments, and the tasks of the deployment in question with reason and exit code in the row.

use super::task_row::TaskColumns;
use super::when;
use crate::app::model::Model;
use crate::app::panes::Pane;
use crate::app::panes::rollouts::{RolloutRow, rows};
use crate::domain::Text;
use crate::domain::clock::seconds_between;
use crate::domain::deployment::{Deployment, RolloutState};
use crate::domain::service::{Service, TaskSet};
use crate::domain::task_definition::short_name;
use crate::ui::freshness::Freshness;
use crate::ui::pane_frame::{self, Captions, Edge};
use crate::ui::role::Role;
use crate::ui::rows::{self as list, MARK, Row, Selection};
use crate::ui::theme::Theme;
use crate::ui::verdict_style::of_rollout;
use crate::ui::wrap::wrap_around;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Lines the reason of a rollout takes where its row is not selected.
const REASON_LINES: usize = 2;

pub fn draw(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme, freshness: &Freshness, edge: Edge) {
    let found = rows(&model.facts, &model.panes.rollouts, &model.diagnosis.findings);
    let at = selected(model, &found);
    let captions = Captions::of_list(model, theme, Pane::Rollouts, at, found.len());
    let inner = pane_frame::draw(buffer, area, model, theme, freshness, (Pane::Rollouts, edge, captions));
    if found.is_empty() {
        pane_frame::instead_of_rows(buffer, inner, theme, &no_rows(model, freshness));
        return;
    }
    let room = usize::from(inner.width.saturating_sub(MARK));
    let columns = TaskColumns::of(room);
    let selection = Selection { at, focused: model.panes.focus == Pane::Rollouts };
    list::draw(buffer, inner, theme, found.len(), selection, |n| {
        let opened = n == at && selection.focused;
        let before = n.checked_sub(1).and_then(|n| found.get(n));
        match found.get(n) {
            Some(RolloutRow::Service(service)) => service_row(service, theme, room),
            Some(RolloutRow::Missing(id, fault)) => {
                let words = format!("{id}  {}", fault.what());
                let lines = wrap_around(&words, room, REASON_LINES);
                Row { heading: None, lines: lines.into_iter().map(|l| Line::styled(l, theme.of(Role::Bad))).collect() }
            }
            Some(RolloutRow::Deployment { deployment, in_question, stopped, .. }) => {
                let untold = *in_question && !matches!(found.get(n + 1), Some(RolloutRow::Task { .. }));
                let mut row = deployment_row((deployment, *stopped), theme, room, (*in_question, opened));
                if untold && model.panes.rollouts.list.filter.is_empty() {
                    row.lines.push(Line::styled(
                        format!("   {}", no_tasks(model, freshness, deployment)),
                        theme.of(Role::Muted),
                    ));
                }
                row
            }
            Some(RolloutRow::TaskSet { set, .. }) => task_set_row(set, theme),
            Some(RolloutRow::Past { definition, stopped, .. }) => past_row(definition, *stopped, theme),
            Some(RolloutRow::Task { task, stage, why }) => {
                let above = match before {
                    Some(RolloutRow::Task { why, .. }) => Some(why),
                    _ => None,
                };
                let repeated = why.is_some() && above == Some(why) && !opened;
                let mut row = columns.row(task, *stage, why.as_ref().map(|why| (why, repeated)), (model.now, theme));
                row.heading = above.is_none().then(|| columns.heading(theme));
                row
            }
            None => Row::default(),
        }
    });
}

pub fn captions(model: &Model, theme: &Theme) -> Captions {
    let found = rows(&model.facts, &model.panes.rollouts, &model.diagnosis.findings);
    Captions::of_list(model, theme, Pane::Rollouts, selected(model, &found), found.len())
}

fn selected(model: &Model, found: &[RolloutRow]) -> usize {
    let keys: Vec<Text> = found.iter().map(RolloutRow::key).collect();
    model.panes.rollouts.list.index(&keys, 0)
}

fn no_rows(model: &Model, freshness: &Freshness) -> String {
    let resources = model.facts.stack.value().and_then(|stack| model.facts.nest.get(&stack.id)).map(|s| &s.resources);
    if !model.panes.rollouts.list.filter.is_empty() {
        "no service, deployment or task holds all of these words; Esc shows all".to_owned()
    } else if let Some(words) = when::without_stack(model) {
        words
    } else if resources.is_some_and(|known| known.value().is_none() && known.fault().is_some()) {
        "the stack's resources could not be read, so its services are not known".to_owned()
    } else if resources.is_none_or(|known| !known.is_answered()) {
        "reading the stack's resources …".to_owned()
    } else if model.facts.services.is_empty() && freshness.age(Pane::Rollouts).is_none() {
        let topics = freshness.is_loading(Pane::Rollouts);
        let none = "this stack has no ECS service; what it waits for is in the stack events";
        match (has_service(model), topics && freshness.is_asked(Pane::Rollouts)) {
            (true, true) => "reading services …".to_owned(),
            (true, false) => "the stack's ECS service has no ARN yet: it is not created so far".to_owned(),
            (false, _) => none.to_owned(),
        }
    } else {
        "no service could be read yet".to_owned()
    }
}

fn has_service(model: &Model) -> bool {
    let resources = model.facts.nest.values().filter_map(|stack| stack.resources.value()).flatten();
    resources.into_iter().any(|resource| resource.is_ecs_service())
}

/// ECS shows stopped tasks for about an hour.
const FORGETS_SECONDS: u64 = 3_600;

fn no_tasks(model: &Model, freshness: &Freshness, deployment: &Deployment) -> &'static str {
    let any_answer = model.facts.services.values().any(|known| known.tasks.is_answered());
    if !any_answer {
        "reading tasks …"
    } else if freshness.fault(Pane::Rollouts).is_some() {
        "its tasks could not be read"
    } else if deployment.created_at.is_some_and(|at| seconds_between(at, model.now) < FORGETS_SECONDS) {
        "no task of it was started so far"
    } else {
        "no task of it is listed; ECS forgets stopped tasks after about an hour"
    }
}

fn service_row(service: &Service, theme: &Theme, room: usize) -> Row {
    let short = service.running < service.desired;
    let mut spans = vec![
        Span::styled(service.id.name.to_string(), theme.of(Role::Strong)),
        Span::styled(format!("  desired {}", service.desired), theme.of(Role::Text)),
        Span::styled(format!("  running {}", service.running), theme.of(if short { Role::Bad } else { Role::Text })),
        Span::styled(format!("  pending {}", service.pending), theme.of(Role::Text)),
    ];
    if service.status.raw() != "ACTIVE" {
        spans.push(Span::styled(format!("  {}", service.status), theme.of(Role::Bad)));
    }
    let mut more = String::new();
    if let (Some(min), Some(max)) = (service.min_healthy_percent, service.max_percent) {
        more.push_str(&format!("  min {min}% max {max}%"));
    }
    if let Some(breaker) = service.breaker {
        more.push_str(if breaker.enabled { "  breaker on" } else { "  breaker off" });
    }
    if Line::from(spans.clone()).width() + more.len() <= room {
        spans.push(Span::styled(more, theme.of(Role::Muted)));
    }
    Row { heading: None, lines: vec![Line::from(spans)] }
}

/// A task set as a deployment: ECS tells of it whether it is steady instead of a rollout.
fn task_set_row(set: &TaskSet, theme: &Theme) -> Row {
    let name = short_name(set.task_definition.as_str());
    let revision = name.rsplit_once(':').map_or(name, |(_, revision)| revision);
    let running = if set.running < set.desired { Role::Bad } else { Role::Ok };
    let line = Line::from(vec![
        Span::styled(format!(" :{revision:<3} {:<8}", set.status.as_str()), theme.of(Role::Strong)),
        Span::styled(format!(" task set {}", set.stability), theme.of(Role::Text)),
        Span::styled(format!("  {} of {} running", set.running, set.desired), theme.of(running)),
        Span::styled(format!("  {} pending", set.pending), theme.of(Role::Muted)),
    ]);
    Row { heading: None, lines: vec![line] }
}

/// A deployment of which only stopped tasks are known.
fn past_row(definition: &Text, stopped: usize, theme: &Theme) -> Row {
    let name = short_name(definition.as_str());
    let revision = name.rsplit_once(':').map_or(name, |(_, revision)| revision);
    let line = Line::from(vec![
        Span::styled(format!(" :{revision:<3} {:<8}", "past"), theme.of(Role::Text)),
        Span::styled(" told by ECS no more", theme.of(Role::Muted)),
        Span::styled(format!("  {stopped} stopped"), theme.of(Role::Text)),
    ]);
    Row { heading: None, lines: vec![line] }
}

fn deployment_row(
    (deployment, stopped): (&Deployment, usize),
    theme: &Theme,
    room: usize,
    (in_question, opened): (bool, bool),
) -> Row {
    let name = short_name(deployment.task_definition.as_str());
    let revision = name.rsplit_once(':').map_or(name, |(_, revision)| revision);
    let count = |n: i32, what: &str, role: Role| {
        Span::styled(format!("  {n} {what}"), theme.of(if n == 0 { Role::Muted } else { role }))
    };
    let name_role = if in_question { Role::Strong } else { Role::Text };
    let rollout = if deployment.rollout == RolloutState::Untold { "" } else { deployment.rollout.as_str() };
    let spans = vec![
        Span::styled(format!(" :{revision:<3} "), theme.of(name_role)),
        Span::styled(format!("{:<8}", deployment.status.as_str()), theme.of(name_role)),
        Span::styled(format!(" {rollout:<11}"), theme.of(of_rollout(&deployment.rollout))),
    ];
    // ECS counts from the last task that came up: fewer than have failed in all.
    let failed = count(deployment.failed, if deployment.failed == 0 { "failed" } else { "failed in a row" }, Role::Bad);
    let all_stopped = i32::try_from(stopped).unwrap_or(i32::MAX);
    let says_more = in_question && all_stopped > deployment.failed.max(0);
    let mut counts = vec![
        (deployment.running, count(deployment.running, "running", Role::Ok)),
        (deployment.pending, count(deployment.pending, "pending", Role::Busy)),
        (if says_more { all_stopped } else { 0 }, count(all_stopped, "stopped", Role::Text)),
        (deployment.failed, failed),
    ];
    if !says_more {
        counts.remove(2);
    }
    let mut line = Line::from(spans);
    // Where there is no room for all, a count of none goes: of those pending first.
    for at in [1, 0] {
        let all = line.width() + counts.iter().map(|(_, span)| span.width()).sum::<usize>();
        if all > room && counts.get(at).is_some_and(|(n, _)| *n == 0) {
            counts.remove(at);
        }
    }
    line.extend(counts.into_iter().map(|(_, span)| span));
    let mut lines = vec![line];
    let telling = opened || deployment.rollout == RolloutState::Failed;
    if let Some(reason) = deployment.rollout_reason.as_ref().filter(|_| telling) {
        let width = room.saturating_sub(3);
        let most = if opened { usize::MAX } else { REASON_LINES };
        let role = theme.of(if deployment.rollout == RolloutState::Failed { Role::Text } else { Role::Muted });
        let wrapped = wrap_around(reason.as_str(), width, most);
        lines.extend(wrapped.into_iter().map(|line| Line::styled(format!("   {line}"), role)));
    }
    Row { heading: None, lines }
}
