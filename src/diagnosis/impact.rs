//! What serves now: the running tasks of the revision in question and of those before it, apart.

use super::candidate::Candidate;
use super::verdict::{Impact, Serving};
use super::view::{ServiceView, View};
use crate::domain::clock::seconds_between;
use crate::domain::deployment::RolloutState;
use crate::domain::service::Scheduling;
use crate::domain::target::TargetHealth;
use crate::domain::task::Task;
use crate::domain::task_definition::short_name;
use crate::domain::{Text, Timestamp};

/// Seconds a task of a deployment whose tasks fail must have run before it is held to serve (our choice, as for a
/// task that holds).
const PROVEN: u64 = 120;

/// A row for each service that is in deployment or that a finding names.
pub fn impact(view: &View<'_>, found: &[Candidate], now: Timestamp) -> Vec<Impact> {
    let named = |s: &ServiceView<'_>| found.iter().any(|c| c.finding.service.as_ref() == Some(s.id));
    let is_open = |s: &ServiceView<'_>| s.service.is_some_and(|service| !service.is_settled());
    let asked = view.services.iter().filter(|s| named(s) || is_open(s));
    let mut all: Vec<Impact> = asked.filter_map(|s| of_service(view, s, now)).collect();
    // What is down is read first, then in the order of the findings.
    let place = |i: &Impact| found.iter().position(|c| c.finding.service.as_ref() == Some(&i.service));
    all.sort_by_key(|impact| (impact.serving != Serving::Nothing, place(impact).unwrap_or(usize::MAX)));
    all
}

/// Tasks of one revision: those that serve, and those that run without.
struct Part<'a> {
    revision: &'a str,
    is_current: bool,
    was_given_up: bool,
    serve: i32,
    run: i32,
}

fn of_service(view: &View<'_>, service: &ServiceView<'_>, now: Timestamp) -> Option<Impact> {
    let known = service.service?;
    let current = service.current().and_then(|episode| episode.id);
    let rows = known.deployments.iter().map(|row| {
        let given_up = row.rollout == RolloutState::Failed;
        (&row.id, &row.task_definition, row.running, given_up, row.failed > 0)
    });
    let sets = known.task_sets.iter().map(|set| (&set.id, &set.task_definition, set.running, false, false));
    let parts: Vec<Part<'_>> = rows
        .chain(sets)
        .map(|(id, arn, run, was_given_up, fails)| {
            let fails = fails || has_ended_tasks(service, id);
            let idle = idle(view, service, id, (Some(id) == current && fails).then_some(now));
            let (run, name) = (run.max(0), short_name(arn.as_str()));
            let revision = name.rfind(':').and_then(|at| name.get(at..)).unwrap_or(name);
            Part {
                revision,
                is_current: Some(id) == current,
                was_given_up,
                serve: run.saturating_sub(idle).max(0),
                run,
            }
        })
        .collect();
    let wanted = known.desired.max(0);
    let serve = all(parts.iter().map(|part| part.serve));
    let run = all(parts.iter().map(|part| part.run));
    let serving = match serve {
        0 if wanted == 0 => Serving::Unwanted,
        0 => Serving::Nothing,
        n if n < wanted => Serving::Partly,
        _ => Serving::Whole,
    };
    let mut words = words(&parts, wanted, serving);
    let idle = run.saturating_sub(serve);
    if idle > 0 {
        let tasks = if idle == 1 { "1 more runs and has".to_owned() } else { format!("{idle} more run and have") };
        words.push_str(&format!("; {tasks} not proved healthy"));
    }
    if known.scheduling == Scheduling::Daemon {
        words.push_str("; a daemon, one on each instance");
    }
    if let Some(percent) = traffic(service) {
        words.push_str(&format!("; {percent}% of production traffic goes to the new revision"));
    }
    Some(Impact { service: service.id.clone(), serving, words })
}

fn has_ended_tasks(service: &ServiceView<'_>, id: &Text) -> bool {
    let mut tasks = service.facts.tasks.value().into_iter().flat_map(|tasks| tasks.values());
    tasks.any(|task| task.started_by.as_ref() == Some(id) && task.is_stopped())
}

fn all(counts: impl Iterator<Item = i32>) -> i32 {
    counts.fold(0, i32::saturating_add)
}

fn words(parts: &[Part<'_>], wanted: i32, serving: Serving) -> String {
    let busy: Vec<&Part<'_>> = parts.iter().filter(|part| part.serve > 0).collect();
    if let (0, [_, ..]) = (wanted, busy.as_slice()) {
        let serve = all(busy.iter().map(|part| part.serve));
        let tasks = if serve == 1 { "1 task still serves".to_owned() } else { format!("{serve} tasks still serve") };
        let on: Vec<&str> = busy.iter().map(|part| part.revision).collect();
        return format!("{tasks} on {}; none is wanted (desired count 0)", on.join(" and "));
    }
    match (serving, busy.as_slice()) {
        (Serving::Unwanted, _) => "no tasks are wanted (desired count 0)".to_owned(),
        (Serving::Nothing, _) | (_, []) => format!("nothing serves: 0 of {wanted} tasks"),
        (_, [one]) if one.is_current => format!("{} of {wanted} tasks serve on {}", one.serve, one.revision),
        (_, [one]) if one.was_given_up => {
            format!("{} of {wanted} tasks serve on {}, which was given up", one.serve, one.revision)
        }
        (_, [one]) => format!("{} of {wanted} old tasks still serve on {}", one.serve, one.revision),
        (_, several) => {
            let each: Vec<String> = several.iter().map(|part| format!("{} on {}", part.serve, part.revision)).collect();
            let all = all(several.iter().map(|part| part.serve));
            format!("{all} tasks serve, {wanted} are wanted: {}", each.join(" and "))
        }
    }
}

/// Running tasks of a deployment that do not serve: unhealthy by their own check or the load balancer's, or, where
/// its tasks fail, too young to be told from those.
fn idle(view: &View<'_>, service: &ServiceView<'_>, id: &Text, fails: Option<Timestamp>) -> i32 {
    let targets = service.service.into_iter().flat_map(|s| &s.target_groups);
    let failing: Vec<&TargetHealth> = targets
        .filter_map(|group| view.facts.targets.get(group)?.value())
        .flatten()
        .filter(|target| target.is_unhealthy())
        .collect();
    let is_young = |task: &Task, now: Timestamp| {
        let health = task.health.as_ref().map(Text::raw);
        health != Some("HEALTHY") && task.started_at.is_none_or(|at| seconds_between(at, now) < PROVEN)
    };
    let is_idle = |task: &&Task| {
        task.health.as_ref().is_some_and(|health| health.raw() == "UNHEALTHY")
            || failing.iter().any(|target| task.address.as_ref() == Some(&target.target))
            || fails.is_some_and(|now| is_young(task, now))
    };
    let tasks = service.facts.tasks.value().into_iter().flat_map(|tasks| tasks.values());
    let of_it = tasks.filter(|task| task.started_by.as_ref() == Some(id) && task.last_status.raw() == "RUNNING");
    i32::try_from(of_it.filter(is_idle).count()).unwrap_or(i32::MAX)
}

/// Where traffic is shifted between revisions, the new one's percent of it.
fn traffic(service: &ServiceView<'_>) -> Option<i32> {
    let detail = service.service_deployment().filter(|d| d.is_open())?.detail.as_ref()?;
    // A rolling deployment shifts nothing, whatever weights are told of it.
    detail.strategy.as_ref().filter(|strategy| strategy.raw() != "ROLLING")?;
    detail.revisions.iter().find(|revision| revision.is_target)?.production_percent
}
