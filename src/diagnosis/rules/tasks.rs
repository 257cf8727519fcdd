//! Tasks of the deployment in question that ended badly, a finding for each group.

use super::changed;
use super::health_times;
use super::quotes::stack_row;
use super::undone;
use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::catalogue::MessageKind;
use crate::diagnosis::failures::{Group, groups_of};
use crate::diagnosis::ports;
use crate::diagnosis::reading::Reader;
use crate::diagnosis::remedies;
use crate::diagnosis::verdict::{Category, Confidence, Evidence, EvidenceSource, Finding};
use crate::diagnosis::view::{Episode, Role, ServiceView, View};
use crate::diagnosis::words::{as_clause, meaning, minute, seconds, short_quote, with_short_names};
use crate::domain::{Text, Timestamp};

/// Failures of one group after which it cannot be chance, while nothing holds (our choice; AWS's own breaker has
/// the same least threshold).
const SAME: usize = 3;
/// Failures of whatever kind after which a deployment in which nothing holds will not come right (our choice).
const ANY: usize = 5;

/// Causes that say a program failed and not at what.
const VAGUE: [&str; 5] = ["app_crashed", "error_logged", "exited_with_error", "exited_with_255", "exited_with_misuse"];

/// Findings of one service.
pub fn failing(view: &View<'_>, service: &ServiceView<'_>, reader: &Reader, now: Timestamp) -> Vec<Candidate> {
    service.episodes.iter().flat_map(|episode| of_episode(view, service, episode, reader, now)).collect()
}

fn of_episode(
    view: &View<'_>,
    service: &ServiceView<'_>,
    episode: &Episode<'_>,
    reader: &Reader,
    now: Timestamp,
) -> Vec<Candidate> {
    let groups = groups_of(episode, view.facts, reader);
    let total: usize = groups.iter().map(|g| g.failures.len()).sum();
    let longest = groups.iter().filter_map(|g| g.ran()).map(|(_, longest)| longest).max();
    // Failures before a task that now holds are over: that is a recovery, not a loop.
    let held = episode.stable_since(longest, now);
    let open = |g: &Group<'_>| held.map_or(g.failures.len(), |at| g.since(at));
    let still: usize = groups.iter().map(open).sum();
    let goes_on = groups.iter().any(|g| open(g) >= SAME) || still >= ANY;
    let bearing = |g: &Group<'_>| match episode.role {
        Role::Undone => undone::bearing(view, service, now),
        Role::Current if !episode.is_open() || open(g) == 0 => Bearing::Context,
        // It has stopped trying: nothing can fail any more.
        Role::Current if service.wants_none() => Bearing::Context,
        Role::Current if view.is_before_operation(g.latest()) => Bearing::Context,
        Role::Current if goes_on || episode.has_failed() => Bearing::Blocks,
        Role::Current => Bearing::Context,
    };
    // What was before a recovery in a deployment that is done needs nobody's eyes.
    let matters = |g: &&Group<'_>| episode.role == Role::Undone || (episode.is_open() && open(g) > 0);
    groups.iter().filter(matters).map(|g| candidate(view, service, episode, g, total, bearing(g))).collect()
}

fn candidate(
    view: &View<'_>,
    service: &ServiceView<'_>,
    episode: &Episode<'_>,
    group: &Group<'_>,
    total: usize,
    bearing: Bearing,
) -> Candidate {
    let short = short(group);
    let name = &service.id.name;
    let verb = verb(group, episode.role);
    let since = group.first().map(|at| format!(" since {}", minute(at))).unwrap_or_default();
    let n = group.failures.len();
    let of = if n == total { counted_all(n) } else { format!("{n} of {total} failed tasks") };
    let extent = format!("{of} of {}{since}{}", episode.revision(), same_line(group));
    let telling = group.log.as_ref().map(|word| &word.line);
    let mut next_steps = changed::likely(view, service, episode, telling.or(group.newest().map(|f| &f.words)));
    let subject = group.explanation.subject.as_ref();
    if ["oom_killed", "heap_exhausted", "killed_sigkill"].contains(&group.explanation.cause) {
        let container = group.newest().and_then(|f| f.container).map(|c| &c.name);
        next_steps.extend(changed::memory_back(view, service, episode, container));
    }
    // Its words name nothing to change: what is new is where to look.
    if VAGUE.contains(&group.explanation.cause) && next_steps.is_empty() {
        let new = changed::sentence(view, service, episode);
        next_steps.extend(new.map(|new| format!("Look first at what changed from {new}.")));
    }
    let is_put_back = next_steps.iter().any(|step| step.starts_with("Put memory back"));
    let is_answered = subject.is_some_and(|name| next_steps.iter().any(|step| step.contains(name.as_str())));
    let advice = Some(group.explanation.next_step.clone()).filter(|_| !is_answered && !is_put_back);
    if group.explanation.category == Category::HealthCheck {
        next_steps.extend(health_times::step(view, service, episode, group));
        next_steps.extend(wrong_port(view, episode, group));
    }
    let finding = Finding {
        cause: group.explanation.cause,
        category: group.explanation.category,
        confidence: confidence(group),
        summary: format!("{name} {verb}: {short}"),
        extent,
        service: Some(service.id.clone()),
        evidence: evidence(group).into_iter().chain(stack_row(view, service)).collect(),
        next_steps,
        remedies: remedies::for_service(view, service),
        revision: episode.task_definition.cloned(),
    };
    Candidate {
        finding,
        bearing,
        depth: group.depth,
        is_wrapper: group.explanation.wrapper,
        count: n,
        latest: group.latest(),
        short: format!("{verb}: {short}"),
        // That a check failed adds nothing to the answer it got.
        decisive: match group.explanation.category {
            Category::HealthCheck => String::new(),
            _ => with_short_names(group.explanation.decisive.as_str()),
        },
        advice,
    }
}

/// A container's own check that asks a port the task does not open.
fn wrong_port(view: &View<'_>, episode: &Episode<'_>, group: &Group<'_>) -> Option<String> {
    if group.explanation.cause.starts_with("elb_") {
        return None;
    }
    let definition = view.facts.task_definitions.get(episode.task_definition?)?.value()?;
    let named = group.newest().and_then(|f| f.container).and_then(|c| definition.container(c.name.raw()));
    let checked = named.filter(|c| c.health_check.is_some());
    let container = checked.or_else(|| definition.containers.iter().find(|c| c.health_check.is_some()))?;
    ports::of_check(definition, container)
}

/// Whether the tasks say the same at their end, of those whose log was read.
fn same_line(group: &Group<'_>) -> String {
    match (group.logs_same, group.logs_read) {
        (_, 0 | 1) => String::new(),
        (same, read) if same == read => format!(", the same last line in all {read} logs read"),
        (same, read) => format!(", the same last line in {same} of {read} logs read"),
    }
}

fn counted_all(n: usize) -> String {
    if n == 1 { "1 task".to_owned() } else { format!("all {n} failed tasks") }
}

/// What the service does or did not do.
fn verb(group: &Group<'_>, role: Role) -> &'static str {
    let ran = group.ran().map_or(0, |(_, longest)| longest);
    let undone = role == Role::Undone;
    match (group.explanation.category, undone) {
        (Category::HealthCheck, false) => "does not become healthy",
        (Category::HealthCheck, true) => "did not become healthy",
        // Two minutes of running is more than a start (our choice).
        (Category::Resources | Category::AppCrash | Category::Spot, false) if ran >= 120 => "keeps stopping",
        (Category::Resources | Category::AppCrash | Category::Spot, true) if ran >= 120 => "kept stopping",
        (_, false) => "cannot start",
        (_, true) => "could not start",
    }
}

/// `app exits 1 after 6 s (KeyError: 'X')`, or what the deepest words mean.
fn short(group: &Group<'_>) -> String {
    let Some(newest) = group.newest() else { return String::new() };
    let quote = |text: &Text| if text.is_empty() { String::new() } else { format!(" ({})", short_quote(text)) };
    let container = newest.container.map_or("the container", |c| c.name.as_str());
    let ran = group.ran().map(|(shortest, longest)| match longest {
        _ if longest <= shortest.saturating_mul(2).max(shortest.saturating_add(5)) => {
            format!(" after {}", seconds(median(group).unwrap_or(longest)))
        }
        _ => format!(" after {} to {}", seconds(shortest), seconds(longest)),
    });
    match (group.kind, newest.exit_code) {
        (MessageKind::ExitCode | MessageKind::LogLine, Some(code)) => {
            let word = group.log.as_ref().map(|word| quote(&word.line)).unwrap_or_default();
            let exits = if code == 137 { "is killed (137)".to_owned() } else { format!("exits {code}") };
            format!("{container} {exits}{}{word}", ran.unwrap_or_default())
        }
        (MessageKind::ContainerReason, _) => {
            format!("{container}: {}", told(group, &newest.words))
        }
        _ => told(group, &newest.words),
    }
}

/// What the words mean, and the secret or parameter they are about where that is not among the deciding words.
fn told(group: &Group<'_>, words: &Text) -> String {
    let explanation = &group.explanation;
    if explanation.category == Category::HealthCheck {
        // The task's words only repeat that a check failed; the service's event adds the answer it got.
        return with_short_names(&as_clause(&explanation.summary));
    }
    let said = meaning(&explanation.summary, &explanation.decisive);
    if !matches!(explanation.category, Category::Permissions | Category::Secrets) {
        return said;
    }
    let is_secret = |word: &&str| word.contains(":secret:") || word.contains(":parameter/");
    let secret = words.as_str().split([' ', ',', '(', ')']).find(is_secret).map(with_short_names);
    match secret.filter(|name| !said.contains(name.as_str())) {
        Some(name) => format!("{said}, {name}"),
        None => said,
    }
}

fn median(group: &Group<'_>) -> Option<u64> {
    let mut times: Vec<u64> = group.failures.iter().filter_map(|f| f.task.ran_for()).collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied()
}

/// High: the same words three times or more, or an explicit error class. Low: only a wrapper or unknown words.
fn confidence(group: &Group<'_>) -> Confidence {
    let explanation = &group.explanation;
    let agreed = group.logs_read == 0 || group.logs_same * 2 > group.logs_read;
    let class = matches!(group.kind, MessageKind::StoppedReason | MessageKind::ContainerReason);
    if explanation.wrapper || explanation.category == Category::Other {
        Confidence::Low
    } else if group.kind == MessageKind::ExitCode {
        // It exits, that is sure; why it does is not known without its log.
        Confidence::Medium
    } else if agreed && (class || group.failures.len() >= SAME) {
        Confidence::High
    } else {
        Confidence::Medium
    }
}

/// The group's quotes: the log line, the container's words and the task's, from the newest task; of the next two
/// tasks the deepest words, to show that they are the same.
fn evidence(group: &Group<'_>) -> Vec<Evidence> {
    let mut quotes = Vec::new();
    if let Some(word) = &group.log {
        let (at, quote, about) = (Some(word.at), word.line.clone(), word.stream.clone());
        quotes.push(Evidence { source: EvidenceSource::Log, at, quote, about });
    }
    for (n, failure) in group.failures.iter().take(3).enumerate() {
        let task = failure.task;
        let at = task.stopped_at.or(task.execution_stopped_at).or(task.stopping_at);
        let of_container = failure.container.and_then(|container| {
            let reason = container.reason.clone().filter(|r| !r.is_empty());
            let code = || failure.exit_code.map(|n| Text::new(format!("{} exited with code {n}", container.name)));
            reason.or_else(code)
        });
        let of_task = task.stopped_reason.clone().filter(|r| !r.is_empty());
        let of_task =
            of_task.filter(|words| of_container.as_ref() != Some(words) && (n == 0 || of_container.is_none()));
        let words = of_container.map(|w| (EvidenceSource::Container, w)).into_iter();
        let words = words.chain(of_task.map(|w| (EvidenceSource::Task, w)));
        quotes.extend(words.map(|(source, quote)| Evidence { source, at, quote, about: task.arn.clone() }));
    }
    quotes
}
