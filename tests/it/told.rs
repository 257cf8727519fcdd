//! What the feeds would have learned of a stack of the simulated account, without asking it. Benchmarks use it too.

use std::collections::BTreeSet;
use unstuck::domain::facts::Facts;
use unstuck::domain::fault::{Fault, FaultKind};
use unstuck::domain::log::{LogRecord, LogSource};
use unstuck::domain::news::News;
use unstuck::domain::service::ServiceId;
use unstuck::domain::topic::Topic;
use unstuck::domain::{Text, Timestamp};
use unstuck::sim::world::World;

/// When worlds are opened here.
pub fn now() -> Timestamp {
    Timestamp::from_second(1_795_000_000).expect("valid")
}

/// Hands over an answer, or the refusal the scenario asks for.
fn tell(facts: &mut (Facts, Timestamp), world: &World, topic: &Topic, action: &'static str, news: News) {
    let denied = Fault { action, kind: FaultKind::AccessDenied, message: Text::new("not authorized") };
    let answer = if world.account.denied.contains(action) { Err(denied) } else { Ok(news) };
    facts.0.learn(topic, facts.1, answer);
}

/// What the feeds would have learned of a stack, its nested ones and their services, just when worlds are opened here.
pub fn facts(world: &World, name: &str) -> Facts {
    let mut facts = (facts_at(world, name, now()), now());
    tell_lines(&mut facts, world);
    facts.0
}

/// The same but for log lines, learned at another time: what is older than a write says nothing of how it went.
pub fn facts_at(world: &World, name: &str, at: Timestamp) -> Facts {
    let mut facts = (Facts::default(), at);
    let account = &world.account;
    let root = account.stacks.iter().find(|s| s.stack.name.raw() == name).expect("the stack");
    let topic = Topic::Stack(Text::new(name));
    tell(&mut facts, world, &topic, "cloudformation:DescribeStacks", News::Stack(Box::new(root.stack.clone())));
    let mut services = BTreeSet::new();
    for stack in
        account.stacks.iter().filter(|s| s.stack.id == root.stack.id || s.stack.root.as_ref() == Some(&root.stack.id))
    {
        let id = &stack.stack.id;
        let rows = News::Resources(stack.resources.clone());
        tell(&mut facts, world, &Topic::Resources(id.clone()), "cloudformation:ListStackResources", rows);
        let events = News::Events(stack.events.iter().rev().cloned().collect());
        tell(&mut facts, world, &Topic::Events(id.clone()), "cloudformation:DescribeStackEvents", events);
        let arns = stack.resources.iter().filter(|r| r.is_ecs_service()).filter_map(|r| r.physical_id.as_ref());
        services.extend(arns.filter_map(|arn| ServiceId::from_arn(arn.raw())));
    }
    for service in account.services.iter().filter(|s| services.contains(&s.service.id)) {
        let id = &service.service.id;
        let topic = Topic::Services { cluster: id.cluster.clone(), names: [id.name.clone()].into() };
        tell(&mut facts, world, &topic, "ecs:DescribeServices", News::Services(vec![service.told().into_owned()]));
        let history = News::Deployments(service.told_history().to_vec());
        tell(&mut facts, world, &Topic::Deployments(id.clone()), "ecs:ListServiceDeployments", history);
        let group = format!("service:{}", id.name.raw());
        let of = |t: &&unstuck::sim::account::SimTask| t.task.group.as_ref().is_some_and(|g| g.raw() == group);
        let tasks: Vec<_> = account.tasks.iter().filter(of).map(|t| t.task.clone()).collect();
        let listed = tasks.iter().map(|t| t.arn.clone()).collect();
        let news = News::Tasks { described: tasks, listed };
        tell(&mut facts, world, &Topic::Tasks(id.clone()), "ecs:ListTasks", news);
    }
    for definition in &account.task_definitions {
        let topic = Topic::TaskDefinition(definition.arn.clone());
        let news = News::TaskDefinition(Box::new(definition.clone()));
        tell(&mut facts, world, &topic, "ecs:DescribeTaskDefinition", news);
    }
    facts.0
}

fn tell_lines(facts: &mut (Facts, Timestamp), world: &World) {
    for group in &world.account.log_groups {
        for (stream, lines) in &group.streams {
            let stream = Text::new(stream);
            let record = |line: &unstuck::sim::account::SimLogEvent| LogRecord {
                id: Text::new(&line.id),
                group: Text::new(&group.name),
                at: line.at,
                ingested_at: Some(line.ingested_at),
                stream: stream.clone(),
                message: Text::new(&line.message),
            };
            let records = News::Log(lines.iter().map(record).collect());
            let source =
                LogSource { group: Text::new(&group.name), region: None, stream: stream.clone(), from: facts.1 };
            tell(facts, world, &Topic::Log(source), "logs:FilterLogEvents", records);
        }
    }
}
