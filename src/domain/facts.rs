//! Everything AWS has said so far. Only [`Facts::learn`] writes here.

use super::capacity::ContainerInstance;
use super::clock::Timestamp;
use super::custom_request::CustomRequest;
use super::deployment::{DeploymentStatus, RolloutState, ServiceDeployment};
use super::drift::Drift;
use super::emptied::Emptied;
use super::fault::{Fault, FaultKind};
use super::identity::Identity;
use super::image::ImagePresence;
use super::known::Known;
use super::left_out::LeftOut;
use super::log::{LogRecord, LogSource, LogSpot};
use super::log_scope::LogGroupId;
use super::log_store::LogStore;
use super::news::News;
use super::older::with_older;
use super::revision::ServiceRevision;
use super::saved_query::SavedQuery;
use super::scaling::ScalableTarget;
use super::service::{Service, ServiceId};
use super::service_token::ServiceToken;
use super::sighting::Sighting;
use super::stack::{Stack, StackEvent, StackResource};
use super::target::{TargetHealth, TargetTurn, turns};
use super::task::Task;
use super::task_definition::TaskDefinition;
use super::text::Text;
use super::told_back::ToldBack;
use super::topic::Topic;
use std::collections::{BTreeMap, BTreeSet};

/// What AWS has said, each fact with its age and its fault.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    pub identity: Known<Identity>,
    /// None where the account has none, or nobody may say.
    pub alias: Known<Option<Text>>,
    /// The stacks of the region, for choosing one.
    pub stacks: Known<Vec<Stack>>,
    /// The stack in question.
    pub stack: Known<Stack>,
    /// Its insides and those of every stack nested in it, by ARN.
    pub nest: BTreeMap<Text, StackFacts>,
    pub services: BTreeMap<ServiceId, ServiceFacts>,
    pub task_definitions: BTreeMap<Text, Known<TaskDefinition>>,
    pub logs: BTreeMap<LogSource, Known<LogStore>>,
    /// By ARN of the target group.
    pub targets: BTreeMap<Text, Known<Vec<TargetHealth>>>,
    /// How those were seen to turn, oldest first, up to [`TURNS_KEPT`] of each group.
    pub turns: BTreeMap<Text, Vec<TargetTurn>>,
    /// By reference.
    pub images: BTreeMap<Text, Known<ImagePresence>>,
    /// Causes this program has seen, in this run and before; not of AWS's telling, and so beside what it tells.
    pub seen: Vec<Sighting>,
    /// Services that were scaled to zero by this program and have not their old count yet; of the journal's telling.
    pub emptied: BTreeMap<ServiceId, Emptied>,
    /// Services whose autoscaling this program has suspended and nobody has resumed, and since when; of the journal's
    /// telling.
    pub at_rest: BTreeMap<ServiceId, Timestamp>,
    /// Services whose deployment this program has told to go back last; of the journal's telling.
    pub told_back: BTreeMap<ServiceId, ToldBack>,
    /// What a rollback continued from here has left out; of the journal's telling.
    pub left_out: Option<LeftOut>,
    /// When the update was cancelled from here; of the journal's telling.
    pub cancelled: Option<Timestamp>,
    /// When custom resources were answered FAILED from here, by ARN of the stack and logical id; of the journal's
    /// telling.
    pub answered_failed: BTreeMap<(Text, Text), Timestamp>,
    /// Why the journal cannot be used, where it cannot: nothing is sent without it.
    pub no_journal: Option<Text>,
    /// By cluster name.
    pub capacity: BTreeMap<Text, Known<Vec<ContainerInstance>>>,
    /// The queries saved in the account.
    pub saved_queries: Known<Vec<SavedQuery>>,
    /// The fields of log groups' newest events.
    pub log_fields: BTreeMap<LogGroupId, Known<Vec<Text>>>,
    /// Events that were looked at whole, by `@ptr`.
    pub log_records: BTreeMap<Text, Known<Vec<(Text, Text)>>>,
    /// What the last drift detection of the stack was seen to find.
    pub drift: Known<Drift>,
    /// Lines around those that were looked at whole.
    pub log_around: BTreeMap<LogSpot, Known<Vec<LogRecord>>>,
    /// What custom resources wait to be answered, by ARN of the stack and logical id; none where no log line holds it.
    pub custom_requests: BTreeMap<(Text, Text), Known<Option<CustomRequest>>>,
}

/// The insides of one stack of the nest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StackFacts {
    pub resources: Known<Vec<StackResource>>,
    /// Newest first, bounded to [`EVENTS_KEPT`].
    pub events: Known<Vec<StackEvent>>,
}

/// What is known about one service.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceFacts {
    pub service: Known<Service>,
    /// Desired counts as they were seen to change, oldest first, up to [`COUNTS_KEPT`].
    pub counts: Vec<(Timestamp, i32)>,
    /// Newest first.
    pub deployments: Known<Vec<ServiceDeployment>>,
    /// Those its service deployments in question name, by ARN.
    pub revisions: Known<BTreeMap<Text, ServiceRevision>>,
    /// By task ARN. Stopped tasks stay after ECS has forgotten them, up to [`TASKS_KEPT`].
    pub tasks: Known<BTreeMap<Text, Task>>,
    /// Of those that only we remember, when we saw them first; by task ARN.
    pub remembered: BTreeMap<Text, Timestamp>,
    /// None where no autoscaling moves its count.
    pub scaling: Known<Option<ScalableTarget>>,
}

impl ServiceFacts {
    /// The service deployment that is under way.
    pub fn open_deployment(&self) -> Option<&ServiceDeployment> {
        self.deployments.value()?.iter().find(|deployment| deployment.is_open())
    }

    /// The task definition the service goes back to where its open deployment is rolled back.
    pub fn goes_back_to(&self) -> Option<&Text> {
        let listed = || {
            let mut others =
                self.service.value()?.deployments.iter().filter(|row| row.status == DeploymentStatus::Active);
            others.find(|row| row.rollout == RolloutState::Completed).map(|row| &row.task_definition)
        };
        self.source_definition().or_else(listed)
    }

    /// The task definition the open service deployment comes from; ECS tells it even where no task of it is left.
    pub fn source_definition(&self) -> Option<&Text> {
        let source = self.open_deployment()?.detail.as_ref()?.source_revisions.first()?;
        self.revisions.value()?.get(source).map(|revision| &revision.task_definition)
    }
}

/// Stack events kept for one stack.
pub const EVENTS_KEPT: usize = 10_000;
/// Changes of the desired count kept for one service.
pub const COUNTS_KEPT: usize = 20;
/// Turns of targets kept for one group.
pub const TURNS_KEPT: usize = 200;
/// Stopped tasks kept for one service.
pub const TASKS_KEPT: usize = 5_000;

impl Facts {
    /// Takes an answer about a topic. A fault leaves the last good value in its place.
    pub fn learn(&mut self, topic: &Topic, at: Timestamp, answer: Result<News, Fault>) {
        match answer {
            Ok(news) => self.learn_news(topic, at, news),
            Err(fault) => self.learn_fault(topic, at, fault),
        }
    }

    fn learn_news(&mut self, topic: &Topic, at: Timestamp, news: News) {
        match (topic, news) {
            (Topic::Identity, News::Identity(identity)) => self.identity.learn(at, identity),
            (Topic::Alias, News::Alias(alias)) => self.alias.learn(at, alias),
            (Topic::Stacks, News::Stacks(stacks)) => self.stacks.learn(at, stacks),
            (Topic::Stack(_), News::Stack(stack)) => self.stack.learn(at, *stack),
            (Topic::Resources(id), News::Resources(resources)) => {
                self.of_stack(id).resources.learn(at, resources);
            }
            (Topic::Events(id), News::Events(new)) => self.of_stack(id).events.extend(at, |events| {
                events.splice(0..0, new);
                events.truncate(EVENTS_KEPT);
            }),
            (Topic::Services { cluster, names }, News::Services(found)) => {
                self.learn_services(at, cluster, names, found);
            }
            (Topic::Deployments(id), News::Deployments(list)) => self.of_service(id).deployments.learn(at, list),
            (Topic::Revisions { service, .. }, News::Revisions(found)) => {
                let found = found.into_iter().map(|revision| (revision.arn.clone(), revision));
                self.of_service(service).revisions.extend(at, |known| known.extend(found));
            }
            (Topic::Tasks(id), News::Tasks { described, listed }) => {
                let service = self.of_service(id);
                service.remembered.retain(|arn, _| !listed.contains(arn));
                service.tasks.extend(at, |known| merge_tasks(known, described, &listed));
            }
            (Topic::TaskDefinition(arn), News::TaskDefinition(definition)) => {
                self.task_definitions.entry(arn.clone()).or_default().learn(at, *definition);
            }
            (Topic::Log(source), News::Log(records)) => {
                self.logs.entry(source.clone()).or_default().extend(at, |tail| {
                    records.into_iter().for_each(|record| tail.insert(record));
                });
            }
            (Topic::TargetHealth(group), News::TargetHealth(targets)) => {
                let known = self.targets.entry(group.clone()).or_default();
                let kept = self.turns.entry(group.clone()).or_default();
                kept.extend(turns(known.value().map_or(&[], Vec::as_slice), &targets, at));
                kept.drain(..kept.len().saturating_sub(TURNS_KEPT));
                known.learn(at, targets);
            }
            (Topic::Image(reference), News::Image(presence)) => {
                self.images.entry(reference.clone()).or_default().learn(at, presence);
            }
            (Topic::Scaling(id), News::Scaling(target)) => self.of_service(id).scaling.learn(at, target),
            (Topic::Capacity(cluster), News::Capacity(instances)) => {
                self.capacity.entry(cluster.clone()).or_default().learn(at, instances);
            }
            (Topic::SavedQueries, News::SavedQueries(queries)) => self.saved_queries.learn(at, queries),
            (Topic::LogFields(group), News::LogFields(fields)) => {
                self.log_fields.entry(group.clone()).or_default().learn(at, fields);
            }
            (Topic::LogRecord(ptr), News::LogRecord(fields)) => {
                self.log_records.entry(ptr.clone()).or_default().learn(at, fields);
            }
            (Topic::Drift { .. }, News::Drift(drift)) => self.drift.learn(at, drift),
            (Topic::LogAround(spot), News::LogAround(lines)) => {
                self.log_around.entry(spot.clone()).or_default().learn(at, lines);
            }
            (Topic::CustomRequest { stack, logical_id, .. }, News::CustomRequest(request)) => {
                let known = self.custom_requests.entry((stack.clone(), logical_id.clone())).or_default();
                known.learn(at, request);
            }
            (_, _) => debug_assert!(false, "an answer to another topic"),
        }
    }

    fn learn_fault(&mut self, topic: &Topic, at: Timestamp, fault: Fault) {
        match topic {
            Topic::Identity => self.identity.fail(at, fault),
            Topic::Alias => self.alias.fail(at, fault),
            Topic::Stacks => self.stacks.fail(at, fault),
            Topic::Stack(_) => self.stack.fail(at, fault),
            Topic::Resources(id) => self.of_stack(id).resources.fail(at, fault),
            Topic::Events(id) => self.of_stack(id).events.fail(at, fault),
            Topic::Services { cluster, names } => {
                for name in names {
                    let id = ServiceId { cluster: cluster.clone(), name: name.clone() };
                    self.of_service(&id).service.fail(at, fault.clone());
                }
            }
            Topic::Deployments(id) => self.of_service(id).deployments.fail(at, fault),
            Topic::Revisions { service, .. } => self.of_service(service).revisions.fail(at, fault),
            Topic::Tasks(id) => self.of_service(id).tasks.fail(at, fault),
            Topic::TaskDefinition(arn) => self.task_definitions.entry(arn.clone()).or_default().fail(at, fault),
            Topic::Log(source) => self.logs.entry(source.clone()).or_default().fail(at, fault),
            Topic::TargetHealth(group) => self.targets.entry(group.clone()).or_default().fail(at, fault),
            Topic::Image(reference) => self.images.entry(reference.clone()).or_default().fail(at, fault),
            Topic::Scaling(id) => self.of_service(id).scaling.fail(at, fault),
            Topic::Capacity(cluster) => self.capacity.entry(cluster.clone()).or_default().fail(at, fault),
            Topic::SavedQueries => self.saved_queries.fail(at, fault),
            Topic::LogFields(group) => self.log_fields.entry(group.clone()).or_default().fail(at, fault),
            Topic::LogRecord(ptr) => self.log_records.entry(ptr.clone()).or_default().fail(at, fault),
            Topic::Drift { .. } => self.drift.fail(at, fault),
            Topic::LogAround(spot) => self.log_around.entry(spot.clone()).or_default().fail(at, fault),
            Topic::CustomRequest { stack, logical_id, .. } => {
                self.custom_requests.entry((stack.clone(), logical_id.clone())).or_default().fail(at, fault);
            }
        }
    }

    /// Who answers for a custom resource (ARN of its stack, logical id), by the newest row that tells.
    pub fn answerer(&self, (stack, logical_id): (&Text, &Text)) -> Option<&ServiceToken> {
        let rows = self.nest.get(stack)?.events.value()?;
        let mut rows = rows.iter().filter(|row| row.logical_id == *logical_id);
        rows.find_map(|row| row.service_token.as_ref())
    }

    fn of_stack(&mut self, id: &Text) -> &mut StackFacts {
        self.nest.entry(id.clone()).or_default()
    }

    fn of_service(&mut self, id: &ServiceId) -> &mut ServiceFacts {
        self.services.entry(id.clone()).or_default()
    }

    fn learn_services(&mut self, at: Timestamp, cluster: &Text, names: &BTreeSet<Text>, found: Vec<Service>) {
        let mut missing = names.clone();
        for service in found {
            missing.remove(&service.id.name);
            let id = ServiceId { cluster: cluster.clone(), name: service.id.name.clone() };
            let known = self.of_service(&id);
            if known.counts.last().is_none_or(|(_, desired)| *desired != service.desired) {
                known.counts.push((at, service.desired));
                known.counts.drain(..known.counts.len().saturating_sub(COUNTS_KEPT));
            }
            let mut service = service;
            // ECS tells the newest 100 events; what was told before stays.
            if let Some(before) = known.service.value() {
                let mut events = before.events.clone();
                with_older(&mut events, &service.events);
                service.events = events;
            }
            known.service.learn(at, service);
        }
        for name in missing {
            let fault = Fault {
                action: "ecs:DescribeServices",
                kind: FaultKind::NotFound,
                message: Text::new(format!("no service {name} in cluster {cluster}")),
            };
            let id = ServiceId { cluster: cluster.clone(), name };
            self.of_service(&id).service.fail(at, fault);
        }
    }
}

/// Adds what was described and drops what neither runs nor was seen to stop.
fn merge_tasks(known: &mut BTreeMap<Text, Task>, described: Vec<Task>, listed: &BTreeSet<Text>) {
    known.retain(|arn, task| task.is_stopped() || listed.contains(arn));
    known.extend(described.into_iter().map(|task| (task.arn.clone(), task)));
    let surplus = known.len().saturating_sub(TASKS_KEPT);
    if surplus > 0 {
        let mut stopped: Vec<_> = known.values().filter(|t| t.is_stopped()).collect();
        stopped.sort_by_key(|t| t.stopped_at.or(t.created_at));
        let oldest: Vec<Text> = stopped.into_iter().take(surplus).map(|t| t.arn.clone()).collect();
        oldest.iter().for_each(|arn| {
            known.remove(arn);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("valid")
    }

    fn fault() -> Fault {
        Fault { action: "sts:GetCallerIdentity", kind: FaultKind::Timeout, message: Text::new("slow") }
    }

    #[test]
    fn a_fault_leaves_the_last_good_value_and_a_good_answer_ends_the_fault() {
        let mut facts = Facts::default();
        let identity =
            Identity { account: Text::new("123456789012"), arn: Text::new("arn:aws:iam::123456789012:root") };
        facts.learn(&Topic::Identity, at(1), Ok(News::Identity(identity.clone())));
        facts.learn(&Topic::Identity, at(2), Err(fault()));
        assert_eq!(facts.identity.value(), Some(&identity));
        assert_eq!(facts.identity.learned_at(), Some(at(1)));
        assert_eq!(facts.identity.failed_at(), Some(at(2)));
        facts.learn(&Topic::Identity, at(3), Ok(News::Identity(identity)));
        assert_eq!(facts.identity.fault(), None);
    }

    #[test]
    fn a_service_that_is_not_found_says_so_and_its_neighbours_live() {
        let mut facts = Facts::default();
        let topic = Topic::Services { cluster: Text::new("prod"), names: [Text::new("gone")].into() };
        facts.learn(&topic, at(1), Ok(News::Services(vec![])));
        let id = ServiceId { cluster: Text::new("prod"), name: Text::new("gone") };
        let fault = facts.services[&id].service.fault().map(|f| f.kind.clone());
        assert_eq!(fault, Some(FaultKind::NotFound));
    }
}
