//! The clocks of an operation: since when, when something last moved, how long it usually takes, and what ends it
//! when. Each says what it rests on; a clock that rests on nothing is not there.

use super::candidate::Candidate;
use super::failures::Tally;
use super::reading::Reader;
use super::verdict::{Clock, ClockKind};
use super::view::{BreakerView, Episode, ServiceView, View};
use super::words::{minute_or_day, seconds};
use crate::domain::Timestamp;
use crate::domain::clock::{age, seconds_between, short_duration};
use crate::domain::deployment::{HookWait, RolloutState};
use crate::domain::task::Task;

/// Seconds CloudFormation waits for an ECS service, from the row that says it is in progress. About: AWS gives no
/// figure to the minute.
const STACK_WAITS: i64 = 3 * 3600;

/// Services told of at most, each with several clocks: those the findings name first, then those the stack waits for.
const SERVICES: usize = 4;

/// The clocks of the stack and of each service that is in deployment, that of the first finding first. None where
/// nothing is under way.
pub fn clocks(view: &View<'_>, found: &[Candidate], reader: &Reader, now: Timestamp) -> Vec<Clock> {
    let place = |s: &&ServiceView<'_>| found.iter().position(|c| c.finding.service.as_ref() == Some(s.id));
    let is_open = |s: &&ServiceView<'_>| s.holds_stack && view.is_moving() || s.current().is_some_and(rolls_out);
    let mut services: Vec<&ServiceView<'_>> =
        view.services.iter().filter(|s| is_open(s) || view.is_moving() && place(s).is_some()).collect();
    services.sort_by_key(|s| place(s).unwrap_or(usize::MAX));
    let named = found.iter().find_map(|c| c.finding.service.as_ref());
    let first = view.services.iter().find(|s| Some(s.id) == named).or_else(|| services.first().copied());
    let mut all = Vec::new();
    all.extend(failed_for(view, now));
    all.extend(since(view, first, now));
    let several = services.len() > 1;
    for service in services.into_iter().take(SERVICES) {
        let name = &service.id.name;
        let of_it = |clock: Clock| Clock {
            // Where several are told of, each is named; some of their words do so by themselves.
            words: if several && !clock.words.contains(name.as_str()) {
                format!("{name}: {}", clock.words)
            } else {
                clock.words
            },
            service: Some(service.id.clone()),
            ..clock
        };
        all.extend(of_service(view, service, reader, now).into_iter().map(of_it));
    }
    all
}

fn of_service(view: &View<'_>, service: &ServiceView<'_>, reader: &Reader, now: Timestamp) -> Vec<Clock> {
    let tally = service.current().map(|e| Tally::of(e, view.facts, reader)).unwrap_or_default();
    let mut all = Vec::new();
    all.extend(last_progress(view, service, &tally, now));
    all.extend(usual(service));
    all.extend(stack_timeout(view, service, now));
    all.extend(breaker(service, &tally, now));
    all.extend(hooks(service, now));
    all.extend(bake(service, now));
    all
}

/// Under way, or given up and not yet undone. One that is complete and has lost tasks since is no rollout.
fn rolls_out(episode: &Episode<'_>) -> bool {
    episode.deployment.is_some_and(|d| matches!(d.rollout, RolloutState::InProgress | RolloutState::Failed))
}

fn clock(what: ClockKind, words: String, until: Option<Timestamp>, rests_on: &str) -> Clock {
    Clock { what, service: None, words, until, rests_on: rests_on.to_owned() }
}

/// `in about 20m`, or that it is over.
fn left(until: Timestamp, now: Timestamp) -> String {
    match seconds_between(now, until) {
        0 => "any moment now".to_owned(),
        n => format!("in about {}", short_duration(n)),
    }
}

fn after(at: Timestamp, seconds: i64) -> Option<Timestamp> {
    Timestamp::from_second(at.as_second().saturating_add(seconds)).ok()
}

/// How long a rollback that failed has waited for a person: nothing else ends that.
fn failed_for(view: &View<'_>, now: Timestamp) -> Option<Clock> {
    let stack = view.stack.filter(|stack| stack.status.as_str().ends_with("ROLLBACK_FAILED"))?;
    let at = view.settled_at()?;
    let words =
        format!("the rollback of {} failed {} ago, at {} UTC", stack.name, age(at, now), minute_or_day(at, now));
    Some(clock(ClockKind::Since, words, None, "the stack's events"))
}

fn since(view: &View<'_>, service: Option<&ServiceView<'_>>, now: Timestamp) -> Option<Clock> {
    if let Some(began) = view.moving_since() {
        let status = view.status()?;
        let turned = view.operation.rollback_began.filter(|_| status.is_rolling_back());
        let forth = |turned| age(view.operation.change_began.unwrap_or(turned), turned);
        let words = match turned {
            // Somebody has continued it.
            Some(turned) if turned < began => {
                let (ago, first) = (age(began, now), age(turned, now));
                format!(
                    "the rollback goes on for {ago}; it began {first} ago, after {} of going forward",
                    forth(turned)
                )
            }
            Some(turned) => {
                format!("rolling back for {}, after {} of going forward", age(turned, now), forth(turned))
            }
            None => {
                let since = view.status_since().unwrap_or(began);
                format!("{status} for {}, since {} UTC", age(since, now), minute_or_day(since, now))
            }
        };
        return Some(clock(ClockKind::Since, words, None, "the stack's events"));
    }
    let service = service.filter(|s| s.current().is_some_and(rolls_out))?;
    let began = service.began()?;
    let made = service.current().and_then(|e| e.deployment?.created_at);
    if let Some(episode) = service.current().filter(|_| made.is_some_and(|made| made < began)) {
        let (name, revision) = (&service.id.name, episode.revision());
        let words = format!(
            "the way of {name} back to {revision} began {} ago, at {} UTC",
            age(began, now),
            minute_or_day(began, now)
        );
        return Some(clock(ClockKind::Since, words, None, "the stack's events: when it turned to roll back"));
    }
    let words = format!(
        "the deployment of {} began {} ago, at {} UTC",
        service.id.name,
        age(began, now),
        minute_or_day(began, now)
    );
    Some(clock(ClockKind::Since, words, None, "the deployment's createdAt"))
}

fn last_progress(view: &View<'_>, service: &ServiceView<'_>, tally: &Tally, now: Timestamp) -> Option<Clock> {
    let episode = service.current()?;
    if tally.failed > 0 {
        let (words, rests_on) = match episode.stable_since(None, now).filter(|at| episode.covers(*at)) {
            Some(at) => (
                format!("a new task has held for {}", age(at, now)),
                "tasks that are HEALTHY or have run for two minutes",
            ),
            None => {
                // Those that ran before it began may be of another deployment of the same revision.
                let of_it = |task: &&Task| {
                    Some(&task.task_definition) == episode.task_definition
                        && task.started_at.is_some_and(|at| !episode.covers(at))
                };
                let tasks = service.facts.tasks.value().into_iter().flat_map(|all| all.values());
                let older: Vec<&Task> = tasks.filter(of_it).collect();
                let running = older.iter().filter(|task| !task.is_stopped()).count();
                let (new, beside) = match (older.len(), running) {
                    (0, _) => ("", String::new()),
                    (_, 0) => ("new ", String::new()),
                    (_, 1) => ("new ", "; 1 from before runs".to_owned()),
                    (_, n) => ("new ", format!("; {n} from before run")),
                };
                let words = format!("no {new}task of {} has held so far{beside}", episode.revision());
                (words, "the tasks of this deployment")
            }
        };
        return Some(clock(ClockKind::LastProgress, words, None, rests_on));
    }
    let moved = service.last_movement(&view.operation)?;
    let rests_on = "the newest of: the deployment's start, a step of a task that lives, the stack's row";
    Some(clock(ClockKind::LastProgress, format!("last step {} ago", age(moved, now)), None, rests_on))
}

fn usual(service: &ServiceView<'_>) -> Option<Clock> {
    let usual = service.usual()?;
    let rests_on = match usual.times {
        1 => "its only finished deployment".to_owned(),
        n => format!("the median of its {n} finished deployments"),
    };
    let words = format!("{} usually takes {}", service.id.name, seconds(usual.typical));
    Some(Clock { what: ClockKind::Usual, service: None, words, until: None, rests_on })
}

/// While the stack waits at the service's row.
fn stack_timeout(view: &View<'_>, service: &ServiceView<'_>, now: Timestamp) -> Option<Clock> {
    let row = service.row.filter(|at| view.is_moving() && at.resource.status.is_in_progress())?;
    let rows =
        view.operation.events.iter().filter(|e| e.stack == *row.stack && e.logical_id == row.resource.logical_id);
    let oldest = rows.take_while(|e| e.status.is_in_progress()).last().map(|e| e.at);
    let began = oldest.or(row.resource.updated_at)?;
    let until = after(began, STACK_WAITS)?;
    let name = row.name(view.stack.map(|s| &s.id));
    let words = format!("CloudFormation gives up on {name} {}", left(until, now));
    let rests_on =
        format!("about 3 h from {}, when the row of {name} went {}", minute_or_day(began, now), row.resource.status);
    Some(Clock { what: ClockKind::StackTimeout, service: None, words, until: Some(until), rests_on })
}

/// Only where something has failed: before that it has nothing to count.
fn breaker(service: &ServiceView<'_>, tally: &Tally, now: Timestamp) -> Option<Clock> {
    let breaker = BreakerView::of(service).filter(|b| tally.failed > 0 || b.failures > 0)?;
    service.current().filter(|e| e.is_open() && !e.has_failed())?;
    let (counted, threshold) = (breaker.failures, breaker.threshold);
    if !breaker.enabled {
        let words = "the circuit breaker is off and ends nothing".to_owned();
        return Some(clock(ClockKind::Breaker, words, None, "the service's deployment configuration"));
    }
    if breaker.is_reset(tally.failed, tally.ran) {
        let words = format!("the circuit breaker will not trip: it counts {counted} of {threshold}");
        let rests_on =
            format!("{} failed, {} of them after RUNNING, which puts the count back to 0", tally.failed, tally.ran);
        return Some(Clock { what: ClockKind::Breaker, service: None, words, until: None, rests_on });
    }
    let rests_on = format!("{counted} of {threshold} consecutive failures");
    let more = i64::from(threshold.saturating_sub(counted).max(0));
    let until = tally
        .newest()
        .zip(tally.every())
        .and_then(|(newest, every)| after(newest, i64::try_from(every).unwrap_or(i64::MAX).saturating_mul(more)));
    let (words, rests_on) = match until {
        Some(until) => {
            let every = tally.every().map(short_duration).unwrap_or_default();
            (
                format!("the circuit breaker trips {}", left(until, now)),
                format!("{rests_on}, one every {every} of late"),
            )
        }
        None => (format!("the circuit breaker has counted {counted} of {threshold} failures"), rests_on),
    };
    Some(Clock { what: ClockKind::Breaker, service: None, words, until, rests_on })
}

fn hooks(service: &ServiceView<'_>, now: Timestamp) -> Vec<Clock> {
    let detail = service.service_deployment().filter(|d| d.is_open()).and_then(|d| d.detail.as_ref());
    let waiting = |hook: &&HookWait| hook.status.raw() == "AWAITING_ACTION";
    let of_hook = |hook: &HookWait| {
        let until = hook.expires_at?;
        let then = hook.timeout_action.as_ref().map_or("its time-out action", |action| action.as_str());
        let words = if until > now {
            format!("hook {} ends with {then} {}", hook.id, left(until, now))
        } else {
            format!("hook {} has run out {} ago: {then} is due", hook.id, age(until, now))
        };
        Some(clock(ClockKind::Hook, words, Some(until), "the hook's expiresAt and timeoutAction"))
    };
    detail.into_iter().flat_map(|d| &d.hooks).filter(waiting).filter_map(of_hook).collect()
}

fn bake(service: &ServiceView<'_>, now: Timestamp) -> Option<Clock> {
    let detail = service.service_deployment().filter(|d| d.is_open())?.detail.as_ref()?;
    if detail.lifecycle_stage.as_ref().map(|s| s.raw()) != Some("BAKE_TIME") {
        return None;
    }
    let minutes = detail.bake_minutes.filter(|m| *m > 0)?;
    let started = service.current().into_iter().flat_map(|e| &e.tasks).filter(|t| !t.is_stopped());
    let began = started.filter_map(|t| t.started_at).chain(detail.updated_at).filter(|at| *at <= now).max()?;
    let until = after(began, i64::from(minutes).saturating_mul(60))?;
    let words = format!("the bake time of {minutes} min ends {}", left(until, now));
    let rests_on = "the newest task's start or the deployment's last change: ECS does not say when baking began";
    Some(clock(ClockKind::Bake, words, Some(until), rests_on))
}
