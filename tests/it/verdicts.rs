//! Every scenario of the simulator, judged: the verdict its TOML expects is the verdict given.

use std::collections::BTreeSet;
use unstuck::diagnosis::diagnose;
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
                group: Text::new(&group.name),
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

/// What a diagnosis of a scenario says other than expected, one line each.
fn misses(scenario: &Scenario, seed: u64) -> Vec<String> {
    let world = World::open(scenario, seed, now());
    let said = diagnose(&facts(&world, &scenario.stack), now());
    let expected = scenario.expected.as_ref().expect("what is expected");
    let first = said.findings.first();
    let told = [
        ("verdict", Some(said.verdict.as_str()), Some(&expected.verdict)),
        ("cause", first.map(|f| f.cause), expected.cause.as_ref()),
        ("category", first.map(|f| f.category.as_str()), expected.category.as_ref()),
        ("service", first.and_then(|f| f.service.as_ref()).map(|id| id.name.raw()), expected.service.as_ref()),
    ];
    let mut wrong: Vec<String> = told
        .into_iter()
        .filter(|(_, _, wanted)| wanted.is_some())
        .filter(|(_, found, wanted)| *found != wanted.map(String::as_str))
        .map(|(what, found, wanted)| format!("{what} is {found:?}, not {wanted:?}"))
        .collect();
    let absent = expected.also.iter().filter(|cause| said.findings.iter().all(|f| f.cause != cause.as_str()));
    wrong.extend(absent.map(|cause| format!("no finding says {cause}")));
    let missing = expected.headline.iter().filter(|words| !said.headline.contains(words.as_str()));
    wrong.extend(missing.map(|words| format!("the headline lacks {words:?}")));
    if said.findings.iter().any(|finding| finding.evidence.is_empty()) {
        wrong.push("a finding without a quote".to_owned());
    }
    let at = format!("{}, seed {seed} (“{}”)", scenario.name, said.headline);
    wrong.into_iter().map(|what| format!("{at}: {what}")).collect()
}

#[test]
fn every_scenario_is_judged_as_its_toml_expects() {
    let scenarios = Scenario::names().into_iter().map(|name| Scenario::load(name).expect("a scenario"));
    // Where a list of stacks is opened there is nothing to judge.
    let judged: Vec<Scenario> = scenarios.filter(|scenario| !scenario.stack.is_empty()).collect();
    let wrong: Vec<String> =
        judged.iter().flat_map(|scenario| (1..=5).flat_map(|seed| misses(scenario, seed))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
