//! What stands behind a health check that fails: tasks whose own log names something outside that they cannot reach
//! or may not use. The check's answer is then the sign and not the cause.

use super::changed;
use super::quotes::stack_row;
use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::catalogue::{Explanation, MessageKind, depth};
use crate::diagnosis::failures::{Group, LogWord, groups_of, lacking};
use crate::diagnosis::reading::Reader;
use crate::diagnosis::remedies;
use crate::diagnosis::verdict::{Category, Confidence, Evidence, EvidenceSource, Finding};
use crate::diagnosis::view::{Episode, Role, ServiceView, View};
use crate::diagnosis::words::{meaning, minute, with_short_names};
use crate::domain::Text;
use std::rc::Rc;

/// Logs read for one group (our choice, as for groups of crashes).
const LOGS_READ: usize = 5;

/// Adds what stands behind the failing health checks among a service's findings, and makes them its sign.
pub fn health(view: &View<'_>, service: &ServiceView<'_>, reader: &Reader, found: &mut Vec<Candidate>) {
    let is_check = |c: &&Candidate| c.finding.category == Category::HealthCheck;
    let Some(bearing) = found.iter().filter(is_check).map(|c| c.bearing).max() else { return };
    let of_episode = |episode: &Episode<'_>| {
        let groups = groups_of(episode, view.facts, reader);
        let checks = groups.iter().filter(|g| g.explanation.category == Category::HealthCheck);
        checks.filter_map(|group| of_group(view, service, episode, (group, bearing), reader)).next()
    };
    let Some(behind) = service.episodes.iter().find_map(of_episode) else { return };
    let checks = found.iter_mut().filter(|c| c.finding.category == Category::HealthCheck);
    // One that is no deeper competes with them.
    checks.filter(|c| c.depth < behind.depth).for_each(|c| c.bearing = c.bearing.min(Bearing::Context));
    found.push(behind);
}

/// Of tasks that were stopped for their health, most of whose logs that can be read lack the same. One task's
/// complaint among many is its own.
fn of_group(
    view: &View<'_>,
    service: &ServiceView<'_>,
    episode: &Episode<'_>,
    (group, bearing): (&Group<'_>, Bearing),
    reader: &Reader,
) -> Option<Candidate> {
    let read = group.failures.iter().filter_map(|f| lacking(view.facts, f.task, reader)).take(LOGS_READ);
    let read: Vec<Option<(LogWord, Rc<Explanation>)>> = read.collect();
    let told: Vec<&(LogWord, Rc<Explanation>)> = read.iter().flatten().collect();
    let (newest, lack) = told.first()?;
    let same: Vec<&LogWord> = told
        .iter()
        .filter(|(_, other)| other.cause == lack.cause && other.subject == lack.subject)
        .map(|(word, _)| word)
        .collect();
    if same.len() * 2 <= read.len() {
        return None;
    }
    let answer = answer(service, episode);
    let refused = answer.is_some_and(is_about_the_request);
    let verb = match episode.role {
        Role::Undone => "did not become healthy",
        Role::Current => "does not become healthy",
    };
    let sign = answer.map(|words| format!("; {}", with_short_names(words))).unwrap_or_default();
    // The thing that is lacked says it; the line itself is quoted.
    let decisive = if lack.subject.is_some() { Text::new("") } else { lack.decisive.clone() };
    let short = format!("{verb}: {}{sign}", meaning(&lack.summary, &decisive));
    let name = &service.id.name;
    let since = group.first().map(|at| format!(" since {}", minute(at))).unwrap_or_default();
    let logs = match (same.len(), read.len()) {
        (1, 1) => "the log of 1 of them says so".to_owned(),
        (n, of) if n == of => format!("all {n} logs read say so"),
        (n, of) => format!("{n} of {of} logs read say so"),
    };
    let extent = format!("{} failed tasks of {}{since}, {logs}", group.failures.len(), episode.revision());
    let evidence = same.iter().take(3).map(|word| Evidence {
        source: EvidenceSource::Log,
        at: Some(word.at),
        quote: word.line.clone(),
        about: word.stream.clone(),
    });
    let finding = Finding {
        cause: lack.cause,
        category: lack.category,
        confidence: Confidence::Medium,
        summary: format!("{name} {short}"),
        extent,
        service: Some(service.id.clone()),
        evidence: evidence.chain(stack_row(view, service)).collect(),
        next_steps: changed::likely(view, service, episode, Some(&newest.line)),
        remedies: remedies::for_service(view, service),
        revision: episode.task_definition.cloned(),
    };
    let told_by_log = depth(MessageKind::LogLine, lack);
    Some(Candidate {
        finding,
        bearing,
        // An answer that refuses the request itself is not for want of anything outside: the two compete.
        depth: if refused { group.depth.saturating_sub(1) } else { told_by_log },
        is_wrapper: false,
        count: group.failures.len(),
        latest: group.latest(),
        short,
        decisive: String::new(),
        advice: Some(lack.next_step.clone()),
    })
}

/// What the load balancer was answered, as the newest event of the deployment tells it.
fn answer<'a>(service: &ServiceView<'a>, episode: &Episode<'_>) -> Option<&'a str> {
    let events = service.service?.events.iter().filter(|e| episode.covers(e.at));
    let told = events.filter_map(|e| Some((e.at, given_reason(e.message.as_str())?)));
    told.max_by_key(|(at, _)| *at).map(|(_, words)| words)
}

/// The inner words of `… due to (reason …)`: what the load balancer saw.
pub fn given_reason(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("due to (reason ")?;
    rest.rsplit_once(')').map(|(reason, _)| reason)
}

/// A status from 300 to 499: the path, the host or a login is what is wrong with the request.
fn is_about_the_request(answer: &str) -> bool {
    let codes = answer.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse::<u16>().ok());
    let mut codes = codes.filter(|code| (100..600).contains(code)).peekable();
    codes.peek().is_some() && codes.all(|code| (300..500).contains(&code))
}

#[cfg(test)]
mod tests {
    use super::is_about_the_request;

    #[test]
    fn only_a_status_that_refuses_the_request_is_about_the_request() {
        for (answer, is) in [
            ("Health checks failed with these codes: [404]", true),
            ("Health checks failed with these codes: [301, 401]", true),
            ("Health checks failed with these codes: [503]", false),
            ("Health checks failed with these codes: [404, 502]", false),
            ("Request timed out", false),
            ("", false),
        ] {
            assert_eq!(is_about_the_request(answer), is, "{answer}");
        }
    }
}
