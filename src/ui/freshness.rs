//! How old what a pane shows is, and what has gone wrong with it since: read off the topics that feed it.

use crate::app::feed::{Feed, feeds};
use crate::app::model::Model;
use crate::app::panes::Pane;
use crate::domain::clock::age;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::known::Known;
use crate::domain::topic::Topic;
use crate::domain::unstarted::has_no_log;
use crate::domain::{Text, Timestamp};

/// Age and fault of everything on the screen.
pub struct Freshness {
    topics: Vec<(Topic, Seen)>,
    now: Timestamp,
}

/// What has come of one topic.
#[derive(Clone, Default)]
struct Seen {
    answered: bool,
    learned_at: Option<Timestamp>,
    fault: Option<Fault>,
}

impl Freshness {
    /// Looks at every topic that is wanted now; what is no longer asked is not stale.
    pub fn of(model: &Model) -> Self {
        let topics = feeds(model).into_iter().filter_map(|feed| match feed {
            Feed::Topic(topic) => Some(topic),
            Feed::Live(_) => None,
        });
        Self { topics: topics.map(|topic| (topic.clone(), seen(model, &topic))).collect(), now: model.now }
    }

    fn of_pane(&self, pane: Pane) -> impl Iterator<Item = &(Topic, Seen)> {
        self.topics.iter().filter(move |(topic, _)| feeds_pane(topic, pane))
    }

    /// The age of the oldest answer a pane is drawn from.
    pub fn age(&self, pane: Pane) -> Option<String> {
        let lasting = |topic: &Topic| !matches!(topic, Topic::Identity | Topic::TaskDefinition(_));
        let answers = self.of_pane(pane).filter(|(topic, _)| lasting(topic)).filter_map(|(_, seen)| seen.learned_at);
        answers.min().map(|at| age(at, self.now))
    }

    /// What has gone wrong with what a pane shows, in a sentence.
    pub fn fault(&self, pane: Pane) -> Option<String> {
        let mut faults: Vec<(&Fault, Option<Timestamp>)> = Vec::new();
        let mut unwritten: Vec<&Text> = Vec::new();
        for (topic, seen) in self.of_pane(pane) {
            // That there is no such stack is the verdict, and no fault of each pane.
            if matches!((topic, &seen.fault), (Topic::Stack(_), Some(fault)) if fault.kind == FaultKind::NotFound) {
                continue;
            }
            if let (Topic::Log(source), Some(fault)) = (topic, &seen.fault)
                && lacks_stream(fault)
            {
                unwritten.push(&source.stream);
                continue;
            }
            if let Some(fault) = &seen.fault
                && !faults.iter().any(|(known, _)| *known == fault)
            {
                faults.push((fault, seen.learned_at));
            }
        }
        let more = |many: usize| if many > 1 { format!(" (and {} more)", many - 1) } else { String::new() };
        let Some((fault, learned_at)) = faults.first() else {
            let stream = unwritten.first()?;
            let (more, has) = (more(unwritten.len()), if unwritten.len() > 1 { "have" } else { "has" });
            return Some(format!("{}{more} {has} not written yet", named(stream)));
        };
        let (what, more) = (fault.what(), more(faults.len()));
        let what = what.trim_end_matches('.');
        Some(match learned_at {
            Some(at) => format!("stale {}: {what}{more}", age(*at, self.now)),
            None => format!("{what}{more}: {}", fault.what_to_do()),
        })
    }

    /// Whether anything is asked for a pane at all.
    pub fn is_asked(&self, pane: Pane) -> bool {
        self.of_pane(pane).next().is_some()
    }

    /// Whether a pane still waits for a first answer, good or bad.
    pub fn is_loading(&self, pane: Pane) -> bool {
        let mut topics = self.of_pane(pane).peekable();
        topics.peek().is_none() || topics.any(|(_, seen)| !seen.answered)
    }

    /// What has been answered and what is awaited, in words, for the time before a verdict.
    pub fn progress(&self) -> (Vec<String>, Vec<String>) {
        let (mut answered, mut awaited) = (Vec::new(), Vec::new());
        for (words, of_kind) in KINDS {
            let all = self.topics.iter().filter(|(topic, _)| of_kind(topic));
            let (total, done) = all.fold((0, 0), |(n, done), (_, seen)| (n + 1, done + usize::from(seen.answered)));
            match (total, done) {
                (0, _) => {}
                (_, 0) => awaited.push(words.to_owned()),
                (total, done) if total == done => answered.push(words.to_owned()),
                (total, done) => awaited.push(format!("{words} ({done} of {total})")),
            }
        }
        (answered, awaited)
    }
}

/// Whether a log stream is not there yet: its container has written nothing. That is evidence, and nobody's mistake.
fn lacks_stream(fault: &Fault) -> bool {
    fault.kind == FaultKind::NotFound && fault.message.raw().contains("log stream")
}

/// A stream with as much of the task's id as tells it from others.
fn named(stream: &Text) -> String {
    match stream.as_str().rsplit_once('/') {
        Some((container, task)) => format!("{container}/{}", task.chars().take(8).collect::<String>()),
        None => stream.to_string(),
    }
}

type Kind = (&'static str, fn(&Topic) -> bool);

/// The topics as a person calls them, in the order they are asked.
const KINDS: [Kind; 13] = [
    ("account", |t| matches!(t, Topic::Identity)),
    ("stacks", |t| matches!(t, Topic::Stacks)),
    ("stack", |t| matches!(t, Topic::Stack(_))),
    ("resources", |t| matches!(t, Topic::Resources(_))),
    ("stack events", |t| matches!(t, Topic::Events(_))),
    ("services", |t| matches!(t, Topic::Services { .. })),
    ("deployments", |t| matches!(t, Topic::Deployments(_) | Topic::TaskDefinition(_) | Topic::Revisions { .. })),
    ("tasks", |t| matches!(t, Topic::Tasks(_))),
    ("logs", |t| matches!(t, Topic::Log(_))),
    ("targets", |t| matches!(t, Topic::TargetHealth(_))),
    ("images", |t| matches!(t, Topic::Image(_))),
    ("autoscaling", |t| matches!(t, Topic::Scaling(_))),
    ("instances", |t| matches!(t, Topic::Capacity(_))),
];

fn feeds_pane(topic: &Topic, pane: Pane) -> bool {
    match pane {
        Pane::Stacks => matches!(topic, Topic::Stacks),
        // What stands beside ECS is asked slowly and only supports a finding: its age is not the finding's.
        Pane::Findings => matches!(
            topic,
            Topic::Stack(_)
                | Topic::Resources(_)
                | Topic::Events(_)
                | Topic::Services { .. }
                | Topic::Deployments(_)
                | Topic::Tasks(_)
        ),
        Pane::Events => matches!(topic, Topic::Stack(_) | Topic::Events(_)),
        Pane::Rollouts => matches!(topic, Topic::Services { .. } | Topic::Tasks(_) | Topic::Deployments(_)),
        Pane::Logs => matches!(topic, Topic::Log(_) | Topic::TaskDefinition(_)),
    }
}

fn seen(model: &Model, topic: &Topic) -> Seen {
    let facts = &model.facts;
    match topic {
        Topic::Identity => of(&facts.identity),
        Topic::Alias => of(&facts.alias),
        Topic::Stacks => of(&facts.stacks),
        Topic::Stack(_) => of(&facts.stack),
        Topic::Resources(id) => facts.nest.get(id).map(|s| of(&s.resources)).unwrap_or_default(),
        Topic::Events(id) => facts.nest.get(id).map(|s| of(&s.events)).unwrap_or_default(),
        Topic::Services { cluster, names } => {
            let of_group = facts.services.iter().filter(|(id, _)| id.cluster == *cluster && names.contains(&id.name));
            let seen: Vec<Seen> = of_group.map(|(_, service)| of(&service.service)).collect();
            Seen {
                answered: seen.iter().any(|s| s.answered),
                learned_at: seen.iter().filter_map(|s| s.learned_at).min(),
                fault: seen.into_iter().find_map(|s| s.fault),
            }
        }
        Topic::Deployments(id) => facts.services.get(id).map(|s| of(&s.deployments)).unwrap_or_default(),
        Topic::Tasks(id) => facts.services.get(id).map(|s| of(&s.tasks)).unwrap_or_default(),
        Topic::TaskDefinition(arn) => facts.task_definitions.get(arn).map(of).unwrap_or_default(),
        Topic::Log(source) if has_no_log(facts, source) => Seen { answered: true, ..Seen::default() },
        Topic::Log(source) => facts.logs.get(source).map(of).unwrap_or_default(),
        Topic::Revisions { service, .. } => facts.services.get(service).map(|s| of(&s.revisions)).unwrap_or_default(),
        Topic::TargetHealth(group) => facts.targets.get(group).map(of).unwrap_or_default(),
        Topic::Image(reference) => facts.images.get(reference).map(of).unwrap_or_default(),
        Topic::Scaling(id) => facts.services.get(id).map(|s| of(&s.scaling)).unwrap_or_default(),
        Topic::Capacity(cluster) => facts.capacity.get(cluster).map(of).unwrap_or_default(),
        Topic::SavedQueries => of(&facts.saved_queries),
        Topic::LogFields(group) => facts.log_fields.get(group).map(of).unwrap_or_default(),
        Topic::CustomRequest { stack, logical_id, .. } => {
            let key = (stack.clone(), logical_id.clone());
            facts.custom_requests.get(&key).map(of).unwrap_or_default()
        }
        Topic::Drift { .. } => of(&facts.drift),
        Topic::LogAround(spot) => facts.log_around.get(spot).map(of).unwrap_or_default(),
        Topic::LogRecord(ptr) => facts.log_records.get(ptr).map(of).unwrap_or_default(),
    }
}

fn of<T>(known: &Known<T>) -> Seen {
    Seen { answered: known.is_answered(), learned_at: known.learned_at(), fault: known.fault().cloned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::log::LogSource;

    #[test]
    fn a_stream_that_is_not_written_yet_is_named_without_advice_and_a_fault_comes_before_it() {
        let topic = |task: &str| {
            let stream = Text::new(format!("gateway/app/{task}"));
            let group = Text::new("/ecs/gateway");
            Topic::Log(LogSource { group, region: None, stream, from: Timestamp::UNIX_EPOCH })
        };
        let seen = |kind, words: &str| Seen {
            answered: true,
            learned_at: None,
            fault: Some(Fault { action: "logs:FilterLogEvents", kind, message: Text::new(words) }),
        };
        let lacks = || seen(FaultKind::NotFound, "The specified log stream does not exist.");
        let mut topics = vec![(topic("0123456789abcdef"), lacks()), (topic("fedcba9876543210"), lacks())];
        let said = |topics: &Vec<(Topic, Seen)>| {
            Freshness { topics: topics.clone(), now: Timestamp::UNIX_EPOCH }.fault(Pane::Logs).unwrap_or_default()
        };
        assert_eq!(said(&topics), "gateway/app/01234567 (and 1 more) have not written yet");
        topics.push((topic("aa"), seen(FaultKind::Service, "It is down.")));
        let words = said(&topics);
        assert!(words.starts_with("logs:FilterLogEvents failed at AWS: It is down: "), "{words}");
        assert_eq!(said(&vec![(topic("aa"), Seen { answered: true, ..Seen::default() })]), "");
    }
}
