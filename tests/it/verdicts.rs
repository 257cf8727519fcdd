//! Every scenario of the simulator, judged: the verdict its TOML expects is the verdict given.

use crate::told::{facts, now};
use unstuck::diagnosis::diagnose;
use unstuck::sim::scenario::Scenario;
use unstuck::sim::world::World;

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
    let serving: Vec<String> = said.impact.iter().map(|i| format!("{}: {}", i.service.name, i.words)).collect();
    let unserved = expected.serves.iter().filter(|words| serving.iter().all(|line| !line.contains(words.as_str())));
    wrong.extend(unserved.map(|words| format!("{serving:?} lack {words:?}")));
    let clocks: Vec<&str> = said.clocks.iter().map(|clock| clock.words.as_str()).collect();
    let untimed = expected.clocks.iter().filter(|words| clocks.iter().all(|line| !line.contains(words.as_str())));
    wrong.extend(untimed.map(|words| format!("{clocks:?} lack {words:?}")));
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
