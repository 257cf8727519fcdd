//! The one sentence: service, time and cause.

use super::candidate::{Bearing, Candidate};
use super::rules::deletion::{CREATION_FAILED, KEPT};
use super::verdict::{Category, Impact, Serving, Verdict};
use super::view::{Cancelled, View};
use super::words::with_short_names;
use crate::domain::clock::{Timestamp, age};
use crate::domain::fault::FaultKind;
use crate::domain::stack::{Stack, StackStatus};

/// Says it in one sentence, with names in place of ARNs and registries: the evidence has them whole.
pub fn headline(
    view: &View<'_>,
    verdict: Verdict,
    (found, impact): (&[Candidate], &[Impact]),
    now: Timestamp,
) -> String {
    let mut said = with_short_names(&sentence(view, verdict, found, now));
    let named = found.first().and_then(|first| first.finding.service.as_ref());
    let is_down = impact.iter().any(|i| Some(&i.service) == named && i.serving == Serving::Nothing);
    if is_down && matches!(verdict, Verdict::Stuck | Verdict::Failed) {
        said.push_str("; nothing serves");
    }
    said
}

fn sentence(view: &View<'_>, verdict: Verdict, found: &[Candidate], now: Timestamp) -> String {
    let Some(stack) = view.stack else { return unknown_stack(view) };
    let name = &stack.name;
    let first = found.first();
    let cause = first.map(|c| match &c.finding.service {
        Some(service) => format!("{} {}", service.name, c.short),
        None => c.short.clone(),
    });
    let since = view.operation.began.filter(|_| view.is_moving()).or_else(|| {
        let service = first.and_then(|c| c.finding.service.as_ref());
        view.services.iter().find(|s| Some(s.id) == service).and_then(|s| s.began())
    });
    let so_far = since.map(|at| age(at, now));
    match verdict {
        Verdict::Stuck => {
            let said = cause.unwrap_or_else(|| format!("{name} does not move"));
            let green = if view.is_moving() { String::new() } else { format!(" although {name} is {}", stack.status) };
            let time = so_far.map(|t| format!("; stuck for {t}")).unwrap_or_default();
            format!("{said}{}{time}{green}", as_well(found))
        }
        Verdict::Failed => {
            let without = view.left_out().map(|left| format!(" without {}", left.short())).unwrap_or_default();
            failed(stack, found, (Cancelled::of(view).map(|it| it.words(now)), without))
        }
        Verdict::Waiting if stack.status == StackStatus::ReviewInProgress => {
            format!("{name} waits for somebody to execute its change set")
        }
        Verdict::Waiting => cause.unwrap_or_else(|| format!("{name} waits on purpose")),
        Verdict::Progressing | Verdict::Slow => {
            let scaled = first.and_then(|c| scaled_down(view, c));
            let short = first.map_or("", |c| c.short.as_str());
            let is_trouble = scaled.is_none() && first.is_some_and(|c| c.finding.category != Category::Benign);
            let cancelled = Cancelled::of(view).map(|it| it.words(now));
            let is_it = first.is_some_and(|c| c.finding.cause == CANCELLED);
            moving(view, verdict, (scaled.or(cause.filter(|_| !is_it)), short, is_trouble), (so_far, cancelled))
        }
        Verdict::Healthy if stack.status == StackStatus::DeleteComplete => {
            let told = |c: &&Candidate| [CREATION_FAILED, KEPT].iter().any(|words| c.short.starts_with(words));
            let all: Vec<&str> = found.iter().filter(told).map(|c| c.short.as_str()).collect();
            std::iter::once(format!("{name} is deleted").as_str()).chain(all).collect::<Vec<_>>().join("; ")
        }
        Verdict::Healthy => healthy(view, stack),
        Verdict::Unknown => format!("{name} is {}: too little is known to say more", stack.status),
    }
}

/// That its service was told to stop all its tasks: a cause of before that stops nothing any more.
fn scaled_down(view: &View<'_>, first: &Candidate) -> Option<String> {
    let service = view.services.iter().find(|s| Some(s.id) == first.finding.service.as_ref() && s.wants_none())?;
    let running = service.service.map_or(0, |s| s.deployments.iter().fold(0, |n, d| d.running.saturating_add(n)));
    match running {
        0 if first.finding.cause == "scaled_to_zero" => None,
        0 => Some(format!("{} is scaled to zero, so nothing of it serves", service.id.name)),
        _ => Some(format!("{} is being scaled to zero", service.id.name)),
    }
}

/// What blocks beside the first: mending that alone will not do. Other services are told before other causes.
fn as_well(found: &[Candidate]) -> String {
    let Some((first, rest)) = found.split_first().filter(|(first, _)| first.bearing >= Bearing::Blocks) else {
        return String::new();
    };
    let mut services: Vec<&str> = Vec::new();
    let mut causes = 0;
    for other in rest.iter().filter(|c| c.bearing >= Bearing::Blocks && !c.is_wrapper) {
        match &other.finding.service {
            Some(id) if first.finding.service.as_ref() != Some(id) => {
                let name = id.name.as_str();
                if !services.contains(&name) {
                    services.push(name);
                }
            }
            _ => causes += 1,
        }
    }
    match (services.as_slice(), causes) {
        ([], 0) => String::new(),
        ([], 1) => "; and 1 more cause".to_owned(),
        ([], n) => format!("; and {n} more causes"),
        ([one], _) => format!("; {one} is blocked as well"),
        (many, _) => format!("; {} more services are blocked as well", many.len()),
    }
}

fn unknown_stack(view: &View<'_>) -> String {
    match view.facts.stack.fault() {
        Some(fault) if fault.kind == FaultKind::NotFound => {
            "there is no stack of this name in this account and region".to_owned()
        }
        Some(fault) => format!("The stack is not known: {}; {}", fault.what(), fault.what_to_do()),
        None => "Nothing is known of the stack yet".to_owned(),
    }
}

/// Steady is not all there is to say where a service wants no tasks.
fn healthy(view: &View<'_>, stack: &Stack) -> String {
    let (name, status) = (&stack.name, &stack.status);
    let idle: Vec<&str> = view.services.iter().filter(|s| s.wants_none()).map(|s| s.id.name.as_str()).collect();
    match (view.services.len(), idle.as_slice()) {
        (0, _) => format!("{name} is {status}: nothing runs, nothing is wrong"),
        (1, []) => format!("{name} is {status} and its service is steady"),
        (n, []) => format!("{name} is {status} and its {n} services are steady"),
        (_, [one]) => format!("{name} is {status}, and {one} wants no tasks: nothing of it serves"),
        (n, many) => format!("{name} is {status}, and {} of its {n} services want no tasks", many.len()),
    }
}

/// The finding that says no more than that the update was cancelled.
const CANCELLED: &str = "update_cancelled";

fn failed(stack: &Stack, found: &[Candidate], (cancelled, without): (Option<String>, String)) -> String {
    let name = &stack.name;
    let what = match stack.status {
        StackStatus::UpdateRollbackFailed => format!("the rollback of {name} failed"),
        StackStatus::UpdateRollbackComplete => match cancelled {
            Some(words) => format!("the update of {name} was {words} and rolled back{without}"),
            None => format!("the update of {name} was rolled back{without}"),
        },
        StackStatus::RollbackComplete => format!("the creation of {name} failed and was rolled back"),
        StackStatus::RollbackFailed => format!("the creation of {name} failed, and so did its rollback"),
        StackStatus::CreateFailed => format!("the creation of {name} failed"),
        StackStatus::UpdateFailed => format!("the update of {name} failed"),
        StackStatus::DeleteFailed => format!("the deletion of {name} failed"),
        _ => format!("{name} is {} and has not waited for its rollout", stack.status),
    };
    let mut ended = found.iter().filter(|c| c.bearing >= Bearing::Blocks);
    let Some(first) = ended.next().filter(|first| first.finding.cause != CANCELLED) else { return what };
    let said = match &first.finding.service {
        Some(service) => format!("{} {}", service.name, first.short),
        None => first.short.clone(),
    };
    // The resource that holds the rollback is named even where the cause lies deeper, without its stack's long name.
    let resource = ended
        .find(|c| c.finding.cause == "rollback_failed")
        .and_then(|c| c.finding.evidence.first())
        .map(|e| format!(" at {}", e.about.as_str().rsplit('.').next().unwrap_or_default()))
        .unwrap_or_default();
    // The cause is read first: on a narrow screen it is what the first line has room for. Where the rollback is over,
    // the service it went back to does not run either.
    if stack.status.is_rolled_back() && first.bearing == Bearing::Blocks {
        return format!("{said}, even after {what}");
    }
    format!("{said}; {what}{resource}")
}

fn moving(
    view: &View<'_>,
    verdict: Verdict,
    (cause, short, is_trouble): (Option<String>, &str, bool),
    (so_far, cancelled): (Option<String>, Option<String>),
) -> String {
    let doing = view.status().map_or("moves", |status| match status {
        StackStatus::CreateInProgress => "is being created",
        StackStatus::DeleteInProgress => "is being deleted",
        StackStatus::UpdateCompleteCleanupInProgress | StackStatus::UpdateRollbackCompleteCleanupInProgress => {
            "is cleaning up"
        }
        s if s.is_rolling_back() => "is rolling back",
        s if s.is_moving() => "is updating",
        _ => "is complete, its service still moves",
    });
    let name = view.name();
    // Of the deployment that is undone: its end is why, and no obstacle now.
    let is_past = ["could not ", "did not "].iter().any(|verb| short.starts_with(verb))
        && view.status().is_some_and(StackStatus::is_rolling_back);
    let manner = match verdict {
        Verdict::Slow => ", slower than usual",
        // What is known to fail now is not usual, however little has come of it yet.
        _ if cause.is_some() && is_trouble && !is_past => "",
        _ if view.is_moving() => " as usual",
        _ => "",
    };
    let time = so_far.map(|t| format!(", {t} so far")).unwrap_or_default();
    if let Some(words) = cancelled {
        let manner = if verdict == Verdict::Slow { ", slower than usual," } else { "" };
        let why = format!("{name} {doing}{manner} since its update was {words}");
        return cause.map_or(why.clone(), |cause| format!("{why}; {cause}"));
    }
    match cause {
        Some(cause) if is_past => format!("{name} {doing}{manner} because {cause}"),
        Some(cause) => format!("{name} {doing}{manner}: {cause}"),
        None => format!("{name} {doing}{manner}{time}"),
    }
}
