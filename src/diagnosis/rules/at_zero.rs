//! A service that wants no tasks: steady for ECS and the stack, and yet nothing serves; and one whose count has come
//! back by itself.

use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::verdict::{Category, Confidence, Evidence, EvidenceSource, Finding, Remedy};
use crate::diagnosis::view::{ServiceView, View};
use crate::diagnosis::words::minute_or_day;
use crate::domain::operation::{Operation, SetCount, SetScaling};
use crate::domain::shell::shell_word;
use crate::domain::task::Task;
use crate::domain::task_definition::short_name;
use crate::domain::{Text, Timestamp};

/// Said of every service that wants no tasks: on purpose, or scaled down and not yet restored. Where the journal has
/// it that this program did so, somebody has to give the count back: that is waited for, once the stack stands still.
pub fn serves_nothing(view: &View<'_>, service: &ServiceView<'_>, now: Timestamp) -> Option<Candidate> {
    // On the way to being deleted every service is scaled to zero, by CloudFormation.
    let is_deleted = view.status().is_some_and(|status| status.as_str().starts_with("DELETE_"));
    let here = view.facts.emptied.get(service.id);
    // Where another controller deploys, the count is what its task sets are parts of: 0 is news where we have set it.
    let is_set = |desired: i32| service.wants_none() || desired == 0 && here.is_some();
    let known = service.service.filter(|known| is_set(known.desired) && !is_deleted)?;
    let (cluster, name) = (shell_word(&known.id.cluster), shell_word(&known.id.name));
    let command =
        |count: &str| format!("`aws ecs update-service --cluster {cluster} --service {name} --desired-count {count}`");
    let rests = view.facts.at_rest.contains_key(service.id);
    let resume = if rests { ", then resume its autoscaling" } else { "" };
    let (cause, category, short, step) = match here {
        Some(here) => (
            "scaled_to_zero_here",
            Category::DeploymentConfig,
            format!(
                "is still scaled to zero by this program, since {} UTC (it had {}): nothing of it serves",
                minute_or_day(here.at, now),
                here.from
            ),
            format!(
                "Mend the cause and {{deploy|deploy}}, and restore the count{resume}: {}",
                command(&here.from.to_string())
            ),
        ),
        None => (
            "scaled_to_zero",
            Category::Benign,
            "wants no tasks (desired count 0), so nothing of it serves".to_owned(),
            format!(
                "If it was scaled to zero to get a deploy unstuck: mend the cause and {{deploy|deploy}}, and restore the \
                 count: {}",
                command("COUNT")
            ),
        ),
    };
    let quote = Text::new(format!("desiredCount 0, runningCount {}", known.running));
    let finding = Finding {
        cause,
        category,
        confidence: Confidence::High,
        summary: format!("{} {short}", service.id.name),
        extent: String::new(),
        service: Some(service.id.clone()),
        evidence: vec![Evidence { source: EvidenceSource::Deployment, at: None, quote, about: known.arn.clone() }],
        next_steps: vec![step],
        remedies: Vec::new(),
        revision: None,
    };
    let waits = here.is_some() && !view.is_moving();
    let bearing = if waits { Bearing::Waits } else { Bearing::Context };
    Some(Candidate::new(finding, bearing, 1, short))
}

/// A count this program has set to 0 that is above it again and below what it was: nobody has restored it from here.
/// Once the stack stands still somebody has to say what it is to be.
pub fn came_back(view: &View<'_>, service: &ServiceView<'_>, now: Timestamp) -> Option<Candidate> {
    let here = view.facts.emptied.get(service.id)?;
    let known = service.service.filter(|known| known.desired > 0)?;
    let (id, count) = (service.id, known.desired);
    let target = service.facts.scaling.value().and_then(Option::as_ref).filter(|target| target.brings_back());
    let by = match target {
        Some(target) if target.min == count => format!("autoscaling (minimum {count})"),
        _ => "autoscaling or somebody else".to_owned(),
    };
    let since = minute_or_day(here.at, now);
    let short = format!("came back to {count}: {by}, after it was scaled to zero from here at {since} UTC");
    let still = format!("Restore the count it had, {}", here.from);
    let (step, remedies) = match (view.is_moving(), target) {
        (true, Some(_)) => ("Suspend its autoscaling before scaling it to zero again.".to_owned(), Vec::new()),
        (true, None) => ("Find out who sets the count before scaling it to zero again.".to_owned(), Vec::new()),
        (false, target) => {
            let restore = SetCount { service: id.clone(), from: count, to: here.from };
            let fails = failing(service);
            let first = fails.as_ref().map_or(String::new(), |words| format!("; {words}"));
            let effect =
                format!("it had {} before it was scaled to zero; {count} came back by itself{first}", here.from);
            let mut remedies = vec![Remedy { operation: Operation::SetCount(restore), effect: format!("{effect}.") }];
            remedies.extend(target.map(|target| Remedy {
                operation: Operation::SetScaling(SetScaling::suspend(id.clone(), target.suspended)),
                effect: format!(
                    "if it is to be scaled to zero again: with minimum {} autoscaling brings it back. Resume it after.",
                    target.min
                ),
            }));
            let step = match target {
                Some(_) => format!("{still}; or suspend its autoscaling first, if it is to be at zero."),
                None => format!("{still}, or find out who has set it to {count}."),
            };
            let step =
                fails.map_or(step.clone(), |words| format!("First {{deploy|deploy}} what works: {words}. {step}"));
            (step, remedies)
        }
    };
    let quote = Text::new(format!("desiredCount {count}, runningCount {}", known.running));
    let finding = Finding {
        cause: "count_came_back",
        category: Category::Autoscaling,
        confidence: if target.is_some_and(|target| target.min == count) {
            Confidence::High
        } else {
            Confidence::Medium
        },
        summary: format!("{} {short}", id.name),
        extent: String::new(),
        service: Some(id.clone()),
        evidence: vec![Evidence { source: EvidenceSource::Deployment, at: None, quote, about: known.arn.clone() }],
        next_steps: vec![step],
        remedies,
        revision: None,
    };
    let bearing = if view.is_moving() { Bearing::Context } else { Bearing::Waits };
    // It explains no task that fails.
    Some(Candidate::new(finding, bearing, 0, short))
}

/// Why a count alone mends nothing: tasks of its newest revision have failed, and none of it runs.
fn failing(service: &ServiceView<'_>) -> Option<String> {
    let episode = service.current()?;
    let exited = |task: &&Task| {
        task.is_stopped() && task.containers.iter().any(|it| it.exit_code.is_some_and(|code| code != 0 && code != 143))
    };
    let has_failed =
        episode.tasks.iter().copied().any(|task| exited(&task)) || episode.deployment.is_some_and(|d| d.failed > 0);
    let runs = episode.tasks.iter().any(|task| task.last_status.raw() == "RUNNING");
    let old = service
        .good_revision(episode)
        .map_or(String::new(), |good| format!("; {} ran before", short_name(good.as_str())));
    (has_failed && !runs).then(|| format!("tasks of {} fail{old}", episode.revision()))
}

/// Autoscaling this program has suspended and nobody has resumed: the count stays where it is, whatever the load.
pub fn at_rest(view: &View<'_>, service: &ServiceView<'_>, now: Timestamp) -> Option<Candidate> {
    let since = minute_or_day(*view.facts.at_rest.get(service.id)?, now);
    let id = service.id;
    let short = format!("has its autoscaling suspended by this program, since {since} UTC: nothing moves its count");
    let resource = Text::new(format!("service/{}/{}", id.cluster.raw(), id.name.raw()));
    let finding = Finding {
        cause: "autoscaling_suspended_here",
        category: Category::Autoscaling,
        confidence: Confidence::High,
        summary: format!("{} {short}", id.name),
        extent: String::new(),
        service: Some(id.clone()),
        evidence: vec![Evidence {
            source: EvidenceSource::Autoscaling,
            at: service.facts.scaling.learned_at(),
            quote: Text::new("scale-in, scale-out and the schedule are suspended"),
            about: resource,
        }],
        next_steps: vec!["Resume it once the count is what it is to be.".to_owned()],
        remedies: Vec::new(),
        revision: None,
    };
    Some(Candidate::new(finding, Bearing::Context, 0, short))
}
