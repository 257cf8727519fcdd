//! One row whole, as lines: for the detail view and for copying.

use super::{explain_deployment, explain_line};
use crate::app::detail::Detail;
use crate::app::evidence::event_line;
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::app::panes::rollouts::RolloutRow;
use crate::app::panes::{Pane, events, rollouts, stacks};
use crate::app::place::{self, Rows};
use crate::app::scroll::Scroll;
use crate::diagnosis::changed::Changed;
use crate::diagnosis::task_stage::TaskStage;
use crate::diagnosis::task_why::Why;
use crate::diagnosis::verdict::Finding;
use crate::domain::clock::date_time;
use crate::domain::deployment::Deployment;
use crate::domain::service::{Service, TaskSet};
use crate::domain::stack::{Stack, StackEvent};
use crate::domain::task::Task;
use crate::domain::{Text, Timestamp};

/// Opens the detail view of the selected row.
pub fn describe(model: &mut Model) {
    match lines(model) {
        Some((title, lines)) => {
            let pane = model.panes.focus;
            let (at, _) = place::place(model, pane);
            let row = Rows::of(model, pane).key(at).unwrap_or_else(|| Text::new(""));
            let scroll = Scroll::default();
            let detail = Detail { title, lines, scroll, pane, row, marked: None, gone: None };
            model.overlay = Some(Overlay::Detail(Box::new(detail)));
        }
        None => model.say("nothing is selected"),
    }
}

/// Makes an open detail view say what is known now.
pub fn renew(model: &mut Model) {
    let Some(Overlay::Detail(detail)) = &model.overlay else { return };
    let pane = detail.pane;
    let at = Rows::of(model, pane).find(&detail.row);
    let found = at.and_then(|at| lines_at(model, pane, at));
    let now = model.now;
    if let Some(Overlay::Detail(detail)) = &mut model.overlay {
        detail.renew(found, now);
    }
}

/// Title and lines of the selected row.
pub fn lines(model: &Model) -> Option<(String, Vec<Text>)> {
    let (at, _) = place::place(model, model.panes.focus);
    lines_at(model, model.panes.focus, at)
}

fn lines_at(model: &Model, pane: Pane, at: usize) -> Option<(String, Vec<Text>)> {
    let panes = &model.panes;
    let facts = &model.facts;
    match pane {
        Pane::Stacks => stacks::rows(facts, &panes.stacks).get(at).map(|s| (s.name.to_string(), stack(s))),
        Pane::Findings => model.diagnosis.findings.get(at).map(|f| (f.cause.to_owned(), finding(f, model))),
        Pane::Events => {
            let rows = events::rows(facts, &panes.events);
            rows.get(at).map(|row| (row.event.logical_id.to_string(), event(row.event)))
        }
        Pane::Rollouts => match rollouts::rows(facts, &panes.rollouts, &model.diagnosis.findings).get(at)? {
            RolloutRow::Service(s) => Some((s.id.to_string(), service(s))),
            RolloutRow::Missing(id, fault) => {
                Some((id.to_string(), vec![Text::from(fault.what()), Text::from(fault.what_to_do())]))
            }
            RolloutRow::Deployment { service, deployment: d, in_question, .. } => {
                let known = facts.services.get(&service.id).filter(|_| *in_question);
                let lines = deployment(d).into_iter().chain(explain_deployment::lines(known));
                Some((d.id.to_string(), lines.collect()))
            }
            RolloutRow::TaskSet { set, .. } => Some((format!("task set {}", set.id), task_set(set))),
            RolloutRow::Past { id, definition, stopped, .. } => {
                let mut lines = fields(&[
                    ("deployment", Some((*id).clone())),
                    ("task definition", Some((*definition).clone())),
                    ("stopped tasks", Some(Text::from(stopped.to_string()))),
                ]);
                lines.extend([
                    Text::new(""),
                    Text::new("ECS tells of this deployment no more; these are its tasks we know."),
                ]);
                Some((id.to_string(), lines))
            }
            RolloutRow::Task { task: t, stage, why } => {
                let mut of_services = model.facts.services.values();
                let seen = of_services.find_map(|known| known.remembered.get(&t.arn)).copied();
                Some((format!("task {}", t.id()), task(t, *stage, why.as_ref(), seen)))
            }
        },
        Pane::Logs => explain_line::lines(facts, &panes.logs, at),
    }
}

fn fields(fields: &[(&str, Option<Text>)]) -> Vec<Text> {
    let present = fields.iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
    present.map(|(name, value)| Text::from(format!("{name:<16} {value}"))).collect()
}

fn at(time: Option<Timestamp>) -> Option<Text> {
    time.map(|time| Text::from(date_time(time)))
}

fn stack(stack: &Stack) -> Vec<Text> {
    fields(&[
        ("name", Some(stack.name.clone())),
        ("id", Some(stack.id.clone())),
        ("status", Some(Text::new(stack.status.as_str()))),
        ("reason", stack.status_reason.clone()),
        ("created", at(stack.created_at)),
        ("updated", at(stack.updated_at)),
        ("nested in", stack.parent.clone()),
    ])
}

/// What to do comes before what it rests on: that is what a person opens it for.
fn finding(finding: &Finding, model: &Model) -> Vec<Text> {
    let diagnosis = &model.diagnosis;
    let service = finding.service.as_ref().map_or(String::new(), |service| format!(" · {service}"));
    let category = finding.category.as_str().replace('_', " ");
    let about = format!("{} · {category}{service}", finding.confidence.word());
    let mut lines = vec![Text::from(finding.sentence()), Text::from(about)];
    let mut of = |heading: &str, all: Vec<String>| {
        if !all.is_empty() {
            lines.extend([Text::new(""), Text::new(heading)]);
            lines.extend(all.into_iter().map(|words| Text::from(format!("  {words}"))));
        }
    };
    let place = &model.session.place;
    of("what to do", finding.next_steps.iter().map(|step| place.completed(step)).collect());
    let ways_out = diagnosis.ways_out().into_iter().flat_map(|remedy| {
        let command = format!("  {}", remedy.operation.command_at(place));
        [format!("{}: {}", remedy.operation.title(), remedy.effect), command]
    });
    of("way out", ways_out.collect());
    lines.extend([Text::new(""), Text::new("evidence")]);
    for evidence in &finding.evidence {
        let when = evidence.at.map_or(String::new(), |at| format!(" {}", date_time(at)));
        lines.push(Text::from(format!("  {}{when}  {}", evidence.source.as_str(), evidence.about)));
        lines.extend(evidence.quote.lines().map(|line| Text::from(format!("    {line}"))));
    }
    let mut of = |heading: &str, all: Vec<String>| {
        if !all.is_empty() {
            lines.extend([Text::new(""), Text::new(heading)]);
            lines.extend(all.into_iter().map(|words| Text::from(format!("  {words}"))));
        }
    };
    let changed = diagnosis.changes.iter().filter(|c| Some(&c.service) == finding.service.as_ref());
    let hint = changed.clone().any(Changed::has_masked).then(|| "V shows the values of variables".to_owned());
    of("changed", changed.flat_map(|c| c.phrases.iter().map(|phrase| phrase.words.clone())).chain(hint).collect());
    of("clocks", diagnosis.clocks.iter().map(|c| format!("{} ({})", c.words, c.rests_on)).collect());
    lines
}

fn event(event: &StackEvent) -> Vec<Text> {
    fields(&[
        ("time", at(Some(event.at))),
        ("resource", Some(event.logical_id.clone())),
        ("type", Some(event.kind.clone())),
        ("status", Some(Text::new(event.status.as_str()))),
        ("detailed status", event.detailed_status.clone()),
        ("reason", event.reason.clone()),
        ("physical id", event.physical_id.clone()),
        ("stack", Some(event.stack.clone())),
    ])
}

fn service(service: &Service) -> Vec<Text> {
    let number = |n: i32| Some(Text::from(n.to_string()));
    let mut lines = fields(&[
        ("service", Some(service.arn.clone())),
        ("status", Some(service.status.clone())),
        ("desired", number(service.desired)),
        ("running", number(service.running)),
        ("pending", number(service.pending)),
        ("task definition", Some(service.task_definition.clone())),
        ("scheduling", Some(Text::new(service.scheduling.as_str()))),
        ("controller", Some(Text::new(service.controller.as_str()))),
        ("grace period", service.grace_period.map(|s| Text::from(format!("{s} s")))),
    ]);
    for set in &service.task_sets {
        let words = format!(
            "{} {} {}: {} of {} running, {} pending, {}",
            set.id, set.status, set.task_definition, set.running, set.desired, set.pending, set.stability
        );
        lines.extend(fields(&[("task set", Some(Text::from(words)))]));
    }
    lines.push(Text::new(""));
    lines.push(Text::new("service events, newest first"));
    lines.extend(service.events.iter().map(|e| event_line(e.at, &e.message)));
    lines
}

fn task_set(set: &TaskSet) -> Vec<Text> {
    let number = |n: i32| Some(Text::from(n.to_string()));
    fields(&[
        ("task set", Some(set.id.clone())),
        ("status", Some(set.status.clone())),
        ("task definition", Some(set.task_definition.clone())),
        ("desired", number(set.desired)),
        ("running", number(set.running)),
        ("pending", number(set.pending)),
        ("stability", Some(set.stability.clone())),
        ("created", at(set.created_at)),
    ])
}

fn deployment(deployment: &Deployment) -> Vec<Text> {
    let number = |n: i32| Some(Text::from(n.to_string()));
    fields(&[
        ("deployment", Some(deployment.id.clone())),
        ("status", Some(Text::new(deployment.status.as_str()))),
        ("rollout", Some(Text::new(deployment.rollout.as_str()))),
        ("reason", deployment.rollout_reason.clone()),
        ("task definition", Some(deployment.task_definition.clone())),
        ("desired", number(deployment.desired)),
        ("running", number(deployment.running)),
        ("pending", number(deployment.pending)),
        ("failed in a row", number(deployment.failed)),
        ("created", at(deployment.created_at)),
        ("updated", at(deployment.updated_at)),
    ])
}

fn task(task: &Task, stage: TaskStage, why: Option<&Why>, seen: Option<Timestamp>) -> Vec<Text> {
    let mut lines = fields(&[
        ("why", why.map(|why| Text::from(why.words.as_str()))),
        ("is", Some(Text::new(stage.step.as_str()))),
        ("since", at(stage.since)),
        ("task", Some(task.arn.clone())),
        ("task definition", Some(task.task_definition.clone())),
        ("deployment", task.started_by.clone()),
        ("status", Some(task.last_status.clone())),
        ("stop code", task.stop_code.clone()),
        ("stopped reason", task.stopped_reason.clone()),
        ("created", at(task.created_at)),
        ("pull started", at(task.pull_started_at)),
        ("pull stopped", at(task.pull_stopped_at)),
        ("started", at(task.started_at)),
        ("stopping", at(task.stopping_at)),
        ("stopped", at(task.stopped_at)),
        ("health", task.health.clone()),
        ("forgotten by ECS, seen by us", at(seen)),
    ]);
    for container in &task.containers {
        lines.push(Text::new(""));
        lines.extend(fields(&[
            ("container", Some(container.name.clone())),
            ("image", container.image.clone()),
            ("status", container.last_status.clone()),
            ("exit code", container.exit_code.map(|code| Text::from(code.to_string()))),
            ("reason", container.reason.clone()),
            ("health", container.health.clone()),
        ]));
    }
    lines
}
