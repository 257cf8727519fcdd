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

/// Logs that must say the same before it is more than one task's complaint (our choice).
const AGREED: usize = 2;
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
    // An answer that refuses the request itself is not for want of anything outside; one task's log alone is no proof.
    let competes = answer.is_some_and(is_about_the_request) || same.len() < AGREED;
    let verb = match episode.role {
        Role::Undone => "did not become healthy",
        Role::Current => "does not become healthy",
    };
    let sign = answer.map(|words| format!("; {}", with_short_names(words))).unwrap_or_default();
    let address = lack.subject.is_none().then(|| address(newest.line.as_str())).flatten();
    let (what, advice) = match address.filter(|_| lack.category == Category::Network) {
        Some(address) => (
            format!("the program cannot reach what it needs: {address}"),
            format!("Check address, port, security group, route and DNS for {address}; is the other side up?"),
        ),
        // The thing that is lacked says it; the line itself is quoted.
        None if lack.subject.is_some() => (meaning(&lack.summary, &Text::new("")), lack.next_step.clone()),
        None => (meaning(&lack.summary, &lack.decisive), lack.next_step.clone()),
    };
    let short = format!("{verb}: {what}{sign}");
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
        confidence: if same.len() < AGREED { Confidence::Medium } else { Confidence::High },
        summary: format!("{name} {short}"),
        extent,
        service: Some(service.id.clone()),
        evidence: evidence.chain(stack_row(view, service)).collect(),
        next_steps: next_steps(view, service, episode, &newest.line),
        remedies: remedies::for_service(view, service),
        revision: episode.task_definition.cloned(),
    };
    let told_by_log = depth(MessageKind::LogLine, lack);
    Some(Candidate {
        finding,
        bearing,
        depth: if competes { group.depth.saturating_sub(1) } else { told_by_log },
        is_wrapper: false,
        count: group.failures.len(),
        latest: group.latest(),
        short,
        decisive: String::new(),
        advice: Some(advice),
    })
}

/// What of the change the line names: a variable that is gone, or one whose new value has the address in it.
fn next_steps(view: &View<'_>, service: &ServiceView<'_>, episode: &Episode<'_>, line: &Text) -> Vec<String> {
    let mut steps = changed::likely(view, service, episode, Some(line));
    let host = address(line.as_str()).and_then(|address| address.split(':').next());
    steps.extend(host.and_then(|host| changed::names_now(view, service, episode, host)));
    steps
}

/// Endings of a program's own files, which stand before a line's number as a host stands before its port.
const SOURCES: [&str; 12] = ["go", "js", "mjs", "ts", "py", "rb", "rs", "java", "kt", "php", "cs", "cpp"];

/// `db.internal:5432`: the first word of a line that is a host, with its port.
fn address(line: &str) -> Option<&str> {
    let words = line.split(|c: char| c.is_whitespace() || "\"'`()[]{}<>,;=/@\\".contains(c));
    words.map(|word| word.trim_end_matches(['.', ':'])).find(|word| {
        let Some((host, port)) = word.split_once(':') else { return false };
        let is_port = port.len() >= 2 && port.parse::<u16>().is_ok();
        let ending = host.rsplit('.').next().unwrap_or_default();
        is_port
            && host.contains('.')
            && !SOURCES.contains(&ending)
            && host.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c))
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
    use super::{address, is_about_the_request};

    #[test]
    fn an_address_is_a_host_with_its_port() {
        for (line, found) in [
            ("could not connect to server: db.internal:5432\", x", Some("db.internal:5432")),
            ("{\"addr\":\"10.0.0.1:6379\"}", Some("10.0.0.1:6379")),
            ("postgres://shop@db.internal:5432/shop refused", Some("db.internal:5432")),
            ("2026-11-21T16:45:08.564Z ERROR at 12:30:01", None),
            ("main.go:17: connection refused", None),
            ("connection refused", None),
        ] {
            assert_eq!(address(line), found, "{line}");
        }
    }

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
