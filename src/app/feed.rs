//! The watches that should be alive, as a pure function of the model.

use super::beside_wanted::beside;
use super::custom_wanted::custom_requests;
use super::drift_wanted::drift_topics;
use super::in_question::{in_question, service_of};
use super::logs_wanted::log_sources;
use super::model::{Model, Screen};
use super::overlay::Overlay;
use super::query_wanted::query_topics;
use super::tracked_wanted::tracked_topics;
use crate::domain::Text;
use crate::domain::facts::Facts;
use crate::domain::live::LiveSpec;
use crate::domain::stack::StackResource;
use crate::domain::topic::{SERVICES_A_CALL, Topic};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// A long watch whose value is its identity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feed {
    Topic(Topic),
    /// A query over logs that keeps answering.
    Live(LiveSpec),
}

/// How often a feed is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cadence {
    /// What it tells never changes.
    Once,
    Every(Duration),
}

/// Nested stacks are followed this deep; CloudFormation itself is used with far fewer levels.
const DEEPEST: usize = 8;

impl Feed {
    /// How often it is asked. CloudFormation's quota is not documented: a page every 3 to 5 s is what others
    /// get away with, and the stack's events come on top of its status.
    pub fn cadence(&self) -> Cadence {
        let seconds = match self {
            Self::Topic(Topic::Identity | Topic::Alias | Topic::TaskDefinition(_)) => return Cadence::Once,
            Self::Topic(Topic::LogFields(_) | Topic::LogRecord(_)) => return Cadence::Once,
            Self::Topic(Topic::Stacks) => 15,
            Self::Topic(Topic::Stack(_) | Topic::Events(_)) => 5,
            Self::Topic(Topic::Resources(_) | Topic::Deployments(_)) => 10,
            Self::Topic(Topic::Services { .. } | Topic::Tasks(_) | Topic::Drift { .. }) => 5,
            Self::Topic(Topic::Log(_)) => 4,
            // Behind a line of just now others come.
            Self::Topic(Topic::LogAround(_)) => 5,
            Self::Topic(Topic::TargetHealth(_) | Topic::Scaling(_)) => 15,
            Self::Topic(Topic::CustomRequest { .. }) => 30,
            Self::Topic(Topic::SavedQueries | Topic::Image(_) | Topic::Capacity(_) | Topic::Revisions { .. }) => 30,
            // It has a pace of its own.
            Self::Live(_) => return Cadence::Once,
        };
        Cadence::Every(Duration::from_secs(seconds))
    }
}

/// Every watch the model wants now.
pub fn feeds(model: &Model) -> BTreeSet<Feed> {
    let mut topics = BTreeSet::from([Topic::Identity]);
    topics.extend(alias_wanted(model).then_some(Topic::Alias));
    match &model.screen {
        Screen::Stacks => {
            topics.insert(Topic::Stacks);
        }
        Screen::Stack(asked) => {
            topics.insert(Topic::Stack(asked.clone()));
            topics.extend(stack_topics(&model.facts));
            topics.extend(beside(model, &in_question(&model.facts)));
            topics.extend(query_topics(model));
            topics.extend(custom_requests(&model.facts));
            topics.extend(drift_topics(model));
            topics.extend(tracked_topics(model));
        }
    }
    let mut feeds: BTreeSet<Feed> = topics.into_iter().map(Feed::Topic).collect();
    if let Screen::Stack(_) = model.screen {
        feeds.extend(model.panes.logs.live.as_ref().filter(|it| !it.ended).map(|it| Feed::Live(it.spec.clone())));
    }
    feeds
}

/// The alias stands in confirmations: it is asked once a session, when somebody begins to do something, and
/// before the dialog is open: what is read in it should not move.
fn alias_wanted(model: &Model) -> bool {
    let acts = model.overlay.as_ref().is_some_and(Overlay::acts);
    acts && model.facts.identity.value().is_some() && !model.facts.alias.is_answered()
}

fn stack_topics(facts: &Facts) -> BTreeSet<Topic> {
    let mut topics = BTreeSet::new();
    let Some(stack) = facts.stack.value() else {
        return topics;
    };
    let nest = nested_stacks(facts, &stack.id);
    for (id, open) in &nest {
        topics.insert(Topic::Resources(id.clone()));
        if *open {
            topics.insert(Topic::Events(id.clone()));
        }
    }
    for (cluster, names) in services(facts, nest.keys()) {
        let mut names = names.into_iter().peekable();
        while names.peek().is_some() {
            let names = names.by_ref().take(SERVICES_A_CALL).collect();
            topics.insert(Topic::Services { cluster: cluster.clone(), names });
        }
    }
    for id in in_question(facts) {
        topics.insert(Topic::Deployments(id.clone()));
        topics.insert(Topic::Tasks(id.clone()));
        if let Some((known, service)) = facts.services.get(&id).and_then(|s| Some((s, s.service.value()?))) {
            // The revision in question leads to the log; what it is compared with can wait until its tasks are known.
            let newest = if known.tasks.is_answered() { 3 } else { 0 };
            let rows = service.deployments.iter().take(newest).map(|row| &row.task_definition);
            let sets = service.task_sets.iter().take(newest).map(|set| &set.task_definition);
            let revisions = service.in_question().map(|(_, arn)| arn).into_iter().chain(rows).chain(sets);
            topics.extend(revisions.cloned().map(Topic::TaskDefinition));
        }
        topics.extend(log_sources(facts, &id).into_iter().map(Topic::Log));
    }
    topics
}

/// The stack and what is nested in it, by ARN, each with whether something is going on or went wrong in it.
fn nested_stacks(facts: &Facts, root: &Text) -> BTreeMap<Text, bool> {
    let mut found = BTreeMap::from([(root.clone(), true)]);
    let mut level = vec![root.clone()];
    for _ in 0..DEEPEST {
        let children: Vec<&StackResource> = level
            .iter()
            .filter_map(|id| facts.nest.get(id)?.resources.value())
            .flatten()
            .filter(|r| r.is_nested_stack())
            .collect();
        level = Vec::new();
        for child in children {
            let Some(id) = &child.physical_id else { continue };
            let open = child.status.is_in_progress() || child.status.is_failed();
            if found.insert(id.clone(), open).is_none() {
                level.push(id.clone());
            }
        }
    }
    found
}

/// The services of the stacks, by cluster.
fn services<'a>(facts: &Facts, stacks: impl Iterator<Item = &'a Text>) -> BTreeMap<Text, BTreeSet<Text>> {
    let mut clusters: BTreeMap<Text, BTreeSet<Text>> = BTreeMap::new();
    let resources = stacks.filter_map(|id| facts.nest.get(id)?.resources.value()).flatten();
    for id in resources.filter_map(service_of) {
        clusters.entry(id.cluster).or_default().insert(id.name);
    }
    clusters
}

impl std::fmt::Display for Feed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Topic(topic) => topic.fmt(f),
            Self::Live(_) => f.write_str("the query"),
        }
    }
}
