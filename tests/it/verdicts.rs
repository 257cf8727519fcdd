//! Every scenario of the simulator, judged: the verdict its TOML expects is the verdict given.

use std::collections::BTreeSet;
use unstuck::diagnosis::diagnose;
use unstuck::diagnosis::verdict::Diagnosis;
use unstuck::domain::facts::Facts;
use unstuck::domain::fault::{Fault, FaultKind};
use unstuck::domain::log::{LogRecord, LogSource};
use unstuck::domain::news::News;
use unstuck::domain::service::ServiceId;
use unstuck::domain::topic::Topic;
use unstuck::domain::{Text, Timestamp};
use unstuck::sim::scenario::Scenario;
use unstuck::sim::world::World;

fn now() -> Timestamp {
    Timestamp::from_second(1_795_000_000).expect("valid")
}

/// Hands over an answer, or the refusal the scenario asks for.
fn tell(facts: &mut Facts, world: &World, topic: &Topic, action: &'static str, news: News) {
    let denied = Fault { action, kind: FaultKind::AccessDenied, message: Text::new("not authorized") };
    let answer = if world.account.denied.contains(action) { Err(denied) } else { Ok(news) };
    facts.learn(topic, now(), answer);
}

/// What the feeds would have learned of a stack, its nested ones and their services.
fn facts(world: &World, name: &str) -> Facts {
    let mut facts = Facts::default();
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
        tell(&mut facts, world, &topic, "ecs:DescribeServices", News::Services(vec![service.service.clone()]));
        let history = News::Deployments(service.history.clone());
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
    for group in &account.log_groups {
        for (stream, lines) in &group.streams {
            let stream = Text::new(stream);
            let record = |line: &unstuck::sim::account::SimLogEvent| LogRecord {
                id: Text::new(&line.id),
                at: line.at,
                ingested_at: Some(line.ingested_at),
                stream: stream.clone(),
                message: Text::new(&line.message),
            };
            let records = News::Log(lines.iter().map(record).collect());
            let source = LogSource { group: Text::new(&group.name), region: None, stream: stream.clone(), from: now() };
            tell(&mut facts, world, &Topic::Log(source), "logs:FilterLogEvents", records);
        }
    }
    facts
}

fn judged(name: &str, seed: u64) -> (Scenario, Diagnosis) {
    let scenario = Scenario::load(name).expect("a scenario");
    let world = World::open(&scenario, seed, now());
    let said = diagnose(&facts(&world, &scenario.stack), now());
    (scenario, said)
}

#[test]
fn every_scenario_is_judged_as_its_toml_expects() {
    for name in Scenario::names() {
        if Scenario::load(name).expect("a scenario").stack.is_empty() {
            continue; // a list of stacks to choose from: nothing to judge
        }
        for seed in 1..=5 {
            let (scenario, said) = judged(name, seed);
            let expected = scenario.expected.as_ref().expect("what is expected");
            let found = format!("{name}, seed {seed}: {said:#?}");
            assert_eq!(said.verdict.as_str(), expected.verdict, "{found}");
            let first = said.findings.first();
            if let Some(cause) = &expected.cause {
                assert_eq!(first.map(|f| f.cause), Some(cause.as_str()), "{found}");
            }
            if let Some(category) = &expected.category {
                assert_eq!(first.map(|f| f.category.as_str()), Some(category.as_str()), "{found}");
            }
            if let Some(service) = &expected.service {
                let about = first.and_then(|f| f.service.as_ref()).map(|id| id.name.raw());
                assert_eq!(about, Some(service.as_str()), "{found}");
            }
            for words in &expected.headline {
                assert!(said.headline.contains(words.as_str()), "the headline lacks {words:?}: {found}");
            }
            assert!(said.findings.iter().all(|f| !f.evidence.is_empty()), "a finding without a quote: {found}");
        }
    }
}
