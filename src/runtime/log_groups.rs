//! From what a person names to log groups: a group itself, or a stack for those its services log to.

use crate::aws::connect::Clients;
use crate::aws::watch::Watch;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::identity::Identity;
use crate::domain::log_scope::LogGroupId;
use crate::domain::news::News;
use crate::domain::service::ServiceId;
use crate::domain::topic::{SERVICES_A_CALL, Topic};
use crate::domain::{Text, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// Levels of nested stacks that are looked into.
const DEEPEST: usize = 8;

/// What was found.
#[derive(Debug, Default)]
pub struct FoundGroups {
    /// Each once, in the order they were found.
    pub groups: Vec<LogGroupId>,
    /// What of it cannot be read here, in sentences.
    pub notes: Vec<String>,
}

/// Who asks, where that can be known.
pub async fn identity(clients: &Clients, now: Timestamp) -> Result<Identity, Fault> {
    match Watch::new(Topic::Identity, clients.clone()).poll(now).await? {
        News::Identity(identity) => Ok(identity),
        _ => Err(odd("sts:GetCallerIdentity")),
    }
}

/// The log groups of names, each a stack's or a group's.
///
/// # Errors
/// The fault of the first call that failed.
pub async fn find_groups(clients: &Clients, names: &[String], now: Timestamp) -> Result<FoundGroups, Fault> {
    let mut found = FoundGroups::default();
    for name in names {
        if !may_be_stack(name) {
            found.add(LogGroupId::parse(name));
            continue;
        }
        match Watch::new(Topic::Stack(Text::new(name)), clients.clone()).poll(now).await {
            Ok(News::Stack(stack)) => of_stack(clients, stack.id, now, &mut found).await?,
            Ok(_) => return Err(odd("cloudformation:DescribeStacks")),
            // A name without a slash can be either.
            Err(fault) if fault.kind == FaultKind::NotFound && !name.contains(':') => {
                found.note(format!("no stack is called {}: it is looked for as a log group", Text::new(name)));
                found.add(LogGroupId::parse(name));
            }
            Err(fault) => return Err(fault),
        }
    }
    Ok(found)
}

/// A stack's name has letters, digits and hyphens, and begins with a letter.
fn may_be_stack(name: &str) -> bool {
    match name.strip_prefix("arn:") {
        Some(rest) => rest.split(':').nth(1) == Some("cloudformation"),
        None => {
            name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        }
    }
}

async fn of_stack(clients: &Clients, stack: Text, now: Timestamp, found: &mut FoundGroups) -> Result<(), Fault> {
    let (mut level, mut seen) = (vec![stack], BTreeSet::new());
    let mut services: BTreeMap<Text, BTreeSet<Text>> = BTreeMap::new();
    for _ in 0..DEEPEST {
        for id in std::mem::take(&mut level) {
            let News::Resources(resources) = Watch::new(Topic::Resources(id), clients.clone()).poll(now).await? else {
                return Err(odd("cloudformation:ListStackResources"));
            };
            for resource in resources {
                let Some(id) = resource.physical_id.as_ref() else { continue };
                if resource.is_nested_stack() && seen.insert(id.clone()) {
                    level.push(id.clone());
                }
                if let Some(id) = ServiceId::from_arn(id.raw()).filter(|_| resource.is_ecs_service()) {
                    services.entry(id.cluster).or_default().insert(id.name);
                }
            }
        }
    }
    let mut definitions = BTreeSet::new();
    for (cluster, names) in services {
        let names: Vec<Text> = names.into_iter().collect();
        for names in names.chunks(SERVICES_A_CALL) {
            let topic = Topic::Services { cluster: cluster.clone(), names: names.iter().cloned().collect() };
            let News::Services(services) = Watch::new(topic, clients.clone()).poll(now).await? else {
                return Err(odd("ecs:DescribeServices"));
            };
            for service in services {
                // Old tasks may log elsewhere than new ones.
                definitions.extend(service.deployments.iter().map(|deployment| deployment.task_definition.clone()));
                definitions.insert(service.task_definition);
            }
        }
    }
    for arn in definitions.into_iter().filter(|arn| !arn.is_empty()) {
        let topic = Topic::TaskDefinition(arn);
        let News::TaskDefinition(definition) = Watch::new(topic, clients.clone()).poll(now).await? else {
            return Err(odd("ecs:DescribeTaskDefinition"));
        };
        for log in definition.containers.iter().filter_map(|container| container.log.as_ref()) {
            if let Some(group) = log.awslogs_group() {
                found.add(LogGroupId::named(group.clone(), log.region.clone()));
            }
        }
        definition.unread().for_each(|words| found.note(words.to_string()));
    }
    Ok(())
}

impl FoundGroups {
    fn add(&mut self, group: LogGroupId) {
        if !self.groups.contains(&group) {
            self.groups.push(group);
        }
    }

    fn note(&mut self, words: String) {
        if !self.notes.contains(&words) {
            self.notes.push(words);
        }
    }
}

fn odd(action: &'static str) -> Fault {
    Fault { action, kind: FaultKind::Garbled, message: Text::new("an answer to another question") }
}

#[cfg(test)]
mod tests {
    use super::may_be_stack;

    #[test]
    fn a_name_that_no_stack_can_have_is_a_group() {
        for (name, stack) in [
            ("shop-checkout", true),
            ("arn:aws:cloudformation:eu-west-1:1:stack/shop/0a", true),
            ("/ecs/shop", false),
            ("shop_logs", false),
            ("2fast", false),
            ("arn:aws:logs:eu-west-1:1:log-group:shop", false),
            ("", false),
        ] {
            assert_eq!(may_be_stack(name), stack, "{name}");
        }
    }
}
