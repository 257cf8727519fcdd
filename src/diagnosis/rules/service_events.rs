//! What the service says itself: placement, health checks, and reasons inlined in its events. For deployments whose
//! tasks never came to be this is all there is.

use super::behind::given_reason;
use super::percents;
use super::{changed, quotes, undone, unread};
use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::catalogue::{Explanation, MessageKind, depth};
use crate::diagnosis::reading::{Reader, is_cancellation};
use crate::diagnosis::remedies;
use crate::diagnosis::verdict::{Category, Confidence, Finding};
use crate::diagnosis::view::{Episode, Role, ServiceView, View};
use crate::diagnosis::words::{meaning, minute_or_day, with_short_names, without_ids};
use crate::domain::clock::seconds_between;
use crate::domain::deployment::Deployment;
use crate::domain::service::ServiceEvent;
use crate::domain::task::Task;
use crate::domain::{Text, Timestamp};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// Repetitions after which an event is no longer routine (our choice).
const SAME: usize = 3;

/// Findings of one service.
pub fn told(view: &View<'_>, service: &ServiceView<'_>, reader: &Reader, now: Timestamp) -> Vec<Candidate> {
    service.episodes.iter().flat_map(|episode| of_episode(view, service, episode, reader, now)).collect()
}

fn of_episode(
    view: &View<'_>,
    service: &ServiceView<'_>,
    episode: &Episode<'_>,
    reader: &Reader,
    now: Timestamp,
) -> Vec<Candidate> {
    let events = service.service.map_or(&[][..], |s| s.events.as_slice());
    let mut by_cause: BTreeMap<&'static str, (Rc<Explanation>, Vec<&ServiceEvent>)> = BTreeMap::new();
    let mut progress: Option<Timestamp> = None;
    // Hundreds of events name one of thousands of tasks each.
    let tasks = service.facts.tasks.value().into_iter().flat_map(|tasks| tasks.values());
    let tasks: HashMap<&str, &Task> = tasks.map(|task| (task.id(), task)).collect();
    let listed = service.service.map_or(&[][..], |s| s.deployments.as_slice());
    let is_own = |e: &&ServiceEvent| !is_of_another(e, episode, listed, &tasks) && !is_echo(e, episode, events);
    for event in events.iter().filter(|e| episode.covers(e.at)).filter(is_own) {
        if is_recovery(event.message.raw()) {
            progress = progress.max(Some(event.at));
        }
        if is_routine(event.message.raw()) {
            continue;
        }
        let explanation = reader.read(MessageKind::ServiceEvent, &event.message);
        // The rollback of a breaker is told by the deployment itself.
        if !(explanation.benign || explanation.wrapper && explanation.category == Category::Rollback) {
            by_cause.entry(explanation.cause).or_insert_with(|| (explanation, Vec::new())).1.push(event);
        }
    }
    let found = by_cause.into_values();
    found.filter_map(|(e, events)| candidate(view, service, episode, &e, &events, progress, now)).collect()
}

fn candidate(
    view: &View<'_>,
    service: &ServiceView<'_>,
    episode: &Episode<'_>,
    explanation: &Explanation,
    events: &[&ServiceEvent],
    progress: Option<Timestamp>,
    now: Timestamp,
) -> Option<Candidate> {
    let newest = events.iter().max_by_key(|e| e.at)?;
    let first = events.iter().map(|e| e.at).min()?;
    // ECS repeats an event only every few hours when nothing changes: silence is no recovery, a later success is.
    let over = progress.is_some_and(|at| at > newest.at)
        || episode.stable_since(None, now).is_some_and(|at| at > newest.at && episode.tasks.len() > 1);
    let is_health = explanation.category == Category::HealthCheck;
    // One unhealthy answer is routine; it takes a second one in this deployment to speak of it.
    if episode.role == Role::Current && (!episode.is_open() || over || (is_health && events.len() < 2)) {
        return None;
    }
    // What the rollback cut short had no time to say more; one answer is routine there too.
    let cut_short = || service.row.and_then(|row| view.operation.ended(row)).and_then(|e| e.reason.as_ref());
    if episode.role == Role::Undone && is_health && events.len() < 2 && cut_short().is_some_and(is_cancellation) {
        return None;
    }
    let lasts = seconds_between(first, now) >= service.patience().max(300);
    let is_late = view.moving_since().is_none_or(|began| seconds_between(began, now) >= service.patience());
    let bearing = match episode.role {
        Role::Undone => undone::bearing(view, service, now),
        // Told before this try began. Silence is no recovery, so that this holds as long as patience does.
        Role::Current if service.wants_none() => Bearing::Context,
        Role::Current if view.is_before_operation(Some(newest.at)) && !is_late => Bearing::Context,
        Role::Current if events.len() >= SAME || episode.has_failed() => Bearing::Blocks,
        Role::Current if lasts && !is_health => Bearing::Blocks,
        Role::Current => Bearing::Context,
    };
    let undone = episode.role == Role::Undone;
    let verb = match (is_health, undone) {
        (true, false) => "does not become healthy",
        (true, true) => "did not become healthy",
        (false, false) => "cannot start",
        (false, true) => "could not start",
    };
    let decisive = given_reason(newest.message.as_str()).map_or_else(|| explanation.decisive.clone(), Text::new);
    // ECS says that there is no room; the numbers are the service's own.
    let numbers = service.service.filter(|_| explanation.cause == "min_max_percent_deadlock").and_then(percents::why);
    let short = numbers.unwrap_or_else(|| meaning(&explanation.summary, &decisive));
    let times = if events.len() == 1 { "told once".to_owned() } else { format!("told {} times", events.len()) };
    let numbered = service.service.filter(|_| explanation.cause == "min_max_percent_deadlock").and_then(percents::step);
    let is_numbered = numbered.is_some();
    let mut next_steps = changed::likely(view, service, episode, Some(&newest.message));
    let unread = unread::why(view, service, episode, now).filter(|_| explanation.cause == "tasks_failing_repeatedly");
    let advice = Some(explanation.next_step.clone()).filter(|_| unread.is_none() && !is_numbered);
    next_steps.extend(numbered);
    next_steps.extend(unread.into_iter().flatten());
    let mut newest_first: Vec<&&ServiceEvent> = events.iter().collect();
    newest_first.sort_by_key(|e| std::cmp::Reverse(e.at));
    let told = newest_first.into_iter().take(3).map(|e| quotes::event(e, service));
    let evidence = told.chain(quotes::stack_row(view, service)).collect();
    let confidence = match (explanation.wrapper || explanation.category == Category::Other, events.len()) {
        (true, _) => Confidence::Low,
        (false, SAME..) => Confidence::High,
        // An error class inlined in the event is as explicit as in the task itself.
        (false, _) if explanation.decisive.raw().contains("Error") => Confidence::High,
        (false, _) => Confidence::Medium,
    };
    let finding = Finding {
        cause: explanation.cause,
        category: explanation.category,
        confidence,
        summary: format!("{} {verb}: {short}", service.id.name),
        extent: format!("{times} since {}, on {}", minute_or_day(first, now), episode.revision()),
        service: Some(service.id.clone()),
        evidence,
        next_steps,
        remedies: remedies::for_service(view, service),
        revision: episode.task_definition.cloned(),
    };
    let depth = depth(MessageKind::ServiceEvent, explanation);
    let short = format!("{verb}: {short}");
    let is_wrapper = explanation.wrapper;
    Some(Candidate {
        finding,
        bearing,
        depth,
        is_wrapper,
        count: events.len(),
        latest: Some(newest.at),
        short,
        decisive: with_short_names(decisive.as_str()),
        advice,
    })
}

/// An event that names another deployment, or a task that is known to belong to another one.
fn is_of_another(
    event: &ServiceEvent,
    episode: &Episode<'_>,
    listed: &[Deployment],
    tasks: &HashMap<&str, &Task>,
) -> bool {
    let message = event.message.raw();
    let other_deployment = message.split("ecs-svc/").skip(1).any(|rest| {
        let id: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let is_it = |known: &Text| known.raw().strip_prefix("ecs-svc/") == Some(id.as_str());
        // Of one that is known by its span alone, no listed deployment is it.
        !id.is_empty() && episode.id.map_or_else(|| listed.iter().any(|d| is_it(&d.id)), |own| !is_it(own))
    });
    let named = || word_after(message, "(task ").or_else(|| word_after(message, "task "));
    let other_task = || {
        let task = tasks.get(named()?)?;
        task.started_by.as_ref().map(|by| Some(by) != episode.id)
    };
    other_deployment || other_task().unwrap_or(false)
}

/// Seconds into a rollback in which a service may still tell of a task of the deployment that is undone (our choice).
const ECHO: u64 = 60;

/// Whether an event told just after an older deployment was taken up again says what was told before of the one that
/// is undone: its last tasks end as the rollback begins, and the event does not name them.
fn is_echo(event: &ServiceEvent, episode: &Episode<'_>, events: &[ServiceEvent]) -> bool {
    let made = episode.deployment.and_then(|d| d.created_at);
    let Some(turned) = episode.from.filter(|from| made.is_some_and(|made| made < *from)) else { return false };
    let words = without_ids(event.message.raw());
    let was_told = |e: &ServiceEvent| e.at < turned && without_ids(e.message.raw()) == words;
    seconds_between(turned, event.at) < ECHO && events.iter().any(was_told)
}

fn word_after<'a>(message: &'a str, mark: &str) -> Option<&'a str> {
    let (_, rest) = message.split_once(mark)?;
    rest.split([')', ' ', ',', '.']).next().filter(|word| !word.is_empty())
}

/// Events that are read so often and mean so little that they need no catalogue.
fn is_routine(message: &str) -> bool {
    const ROUTINE: [&str; 6] =
        ["has started ", "has stopped ", "deregistered ", "registered ", "has reached a steady state", "draining"];
    ROUTINE.iter().any(|words| message.contains(words)) && !message.contains("failed") && !message.contains("unable")
}

/// Events after which an earlier complaint is over.
pub fn is_recovery(message: &str) -> bool {
    message.contains("has reached a steady state") || message.contains("deployment completed")
}

/// How many tasks an event says were started.
pub fn tasks_started(message: &str) -> Option<usize> {
    message.split_once("has started ")?.1.split(' ').next()?.parse().ok()
}
