//! Every scenario of the simulator, judged: the verdict its TOML expects is the verdict given.

use crate::told::{facts, now};
use std::collections::BTreeSet;
use unstuck::diagnosis::diagnose;
use unstuck::diagnosis::verdict::{Category, Serving, Verdict};
use unstuck::domain::Timestamp;
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

/// Deploys that arrive, wait or have recovered, each with the seconds it is looked at.
const WELL: [(&str, i64); 8] = [
    ("healthy", 1500),
    ("slow", 3000),
    ("recovering", 1500),
    ("recovered", 1500),
    ("at-zero", 900),
    ("baking", 2400),
    // Until its hook's time is up and it rolls back.
    ("hook-waiting", 2400),
    ("code-deploy-shifting", 2400),
];

#[test]
fn nothing_that_goes_well_is_ever_called_stuck_or_failed() {
    let mut wrong = Vec::new();
    for (name, seconds) in WELL {
        let scenario = Scenario::load(name).expect("a scenario");
        for seed in 1..=2 {
            let mut world = World::open(&scenario, seed, now());
            for second in (0..=seconds).step_by(30) {
                let at = Timestamp::from_second(now().as_second() + second).expect("valid");
                world.advance(at);
                let said = diagnose(&facts(&world, &scenario.stack), at);
                if matches!(said.verdict, Verdict::Stuck | Verdict::Failed | Verdict::Unknown) {
                    wrong.push(format!("{name}, seed {seed}, after {second} s: {}", said.headline));
                }
                let down = said.impact.iter().filter(|impact| impact.serving == Serving::Nothing);
                wrong.extend(down.map(|i| format!("{name}, seed {seed}, after {second} s: {}", i.words)));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_category_has_a_scenario() {
    let all = Scenario::names().into_iter().filter_map(|name| Scenario::load(name).ok()?.expected?.category);
    let all: BTreeSet<String> = all.collect();
    let missing: Vec<&str> = Category::ALL.iter().map(|c| c.as_str()).filter(|name| !all.contains(*name)).collect();
    assert_eq!(missing, [""; 0], "categories without a scenario");
}
