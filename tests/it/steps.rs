//! What a diagnosis of any scenario tells a person to do: commands that can be pasted, effects that are true.

use crate::told::{facts, now};
use std::collections::BTreeSet;
use unstuck::app::panes::rollouts::{self, RolloutRow, Rollouts};
use unstuck::diagnosis::diagnose;
use unstuck::diagnosis::render::{SeenFrom, json, markdown, text};
use unstuck::diagnosis::verdict::Diagnosis;
use unstuck::domain::identity::Place;
use unstuck::domain::{Text, Timestamp};
use unstuck::sim::scenario::Scenario;
use unstuck::sim::world::World;

/// What is said of a scenario, when it opens and later.
fn said(name: &str, later: i64) -> Option<(Diagnosis, Timestamp)> {
    let scenario = Scenario::load(name).ok().filter(|scenario| !scenario.stack.is_empty())?;
    let mut world = World::open(&scenario, 1, now());
    let at = Timestamp::from_second(now().as_second() + later).expect("valid");
    world.advance(at);
    Some((diagnose(&facts(&world, &scenario.stack), at), at))
}

/// Commands in an output: each from `aws` and one of the services called, to the end of it.
fn commands(output: &str) -> Vec<&str> {
    let services = ["ecs", "cloudformation", "application-autoscaling", "logs", "iam", "elbv2", "ecr"];
    let begins = services.iter().flat_map(|service| {
        let begin = format!("aws {service} ");
        output.match_indices(&begin).map(|(at, _)| at).collect::<Vec<_>>()
    });
    begins.filter_map(|at| output.get(at..)?.split(['`', '\n', '"']).next()).collect()
}

#[test]
fn every_command_of_every_scenario_goes_to_the_place_it_was_seen_from() {
    let place = Place { region: Text::new("eu-west-1"), profile: Some(Text::new("shop")), endpoint: None };
    let seen = SeenFrom { place: &place, identity: None };
    let (mut all, mut wrong) = (0, Vec::new());
    for name in Scenario::names() {
        for (said, at) in [0, 3600].into_iter().filter_map(|later| said(name, later)) {
            for output in [text(&said, &seen), json(&said, &seen), markdown(&said, &seen)] {
                for command in commands(&output) {
                    all += 1;
                    if !command.ends_with(" --region eu-west-1 --profile shop") {
                        wrong.push(format!("{name}, {at}: {command}"));
                    }
                }
            }
        }
    }
    assert!(all > 100, "only {all} commands");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn scaling_one_of_two_blocked_services_says_what_the_stack_still_waits_for() {
    let (said, _) = said("two-blocked", 0).expect("a stack");
    let effects: Vec<&str> = said.ways_out().iter().map(|remedy| remedy.effect.as_str()).collect();
    for (service, other) in [("tickets", "chat"), ("chat", "tickets")] {
        let words = format!("ECS calls {service} stable with 0 tasks and shop-support then still waits for {other};");
        assert!(effects.iter().any(|effect| effect.starts_with(&words)), "{effects:?}");
    }
}

#[test]
fn a_failed_rollback_is_told_by_its_own_tasks_and_events_only() {
    for later in [0, 900, 3600, 11_000] {
        let (said, _) = said("rollback-failed", later).expect("a stack");
        assert_eq!(said.findings[0].cause, "image_not_found", "after {later} s: {}", said.headline);
        for found in said.findings.iter().filter(|found| found.cause == "command_not_found") {
            assert!(!found.extent.contains("orders:65"), "after {later} s: {}", found.sentence());
        }
    }
}

/// Scenarios with the cause of each, told while it is stuck and by whoever comes hours after CloudFormation has given
/// up and ECS has forgotten the tasks.
const GIVEN_UP: [(&str, &str, &str); 6] = [
    ("no-capacity", "insufficient_memory", "reports:77"),
    ("agent-disconnected", "agent_disconnected", "batch:51"),
    ("capacity-provider-empty", "capacity_provider_no_instances", "video:39"),
    ("vcpu-quota", "fargate_vcpu_quota", "ranking:62"),
    ("percent-deadlock", "min_max_percent_deadlock", "stock:49"),
    ("image-not-found", "image_not_found", "catalog:58"),
];

#[test]
fn a_cause_is_still_the_cause_after_cloudformation_has_given_up() {
    for (name, cause, revision) in GIVEN_UP {
        for later in [0, 12_600, 60_000] {
            let (said, _) = said(name, later).expect("a stack");
            assert_eq!(said.findings[0].cause, cause, "{name} after {later} s: {}", said.headline);
            let reach = &said.findings[0].extent;
            assert!(reach.contains(revision), "{name} after {later} s: {reach}");
        }
        let (said, _) = said(name, 12_600).expect("a stack");
        assert_eq!(said.verdict.as_str(), "failed", "{name}: {}", said.headline);
        assert!(!said.headline.contains("Exceeded attempts"), "{name}: {}", said.headline);
    }
}

#[test]
fn what_was_told_of_an_undone_update_is_its_own_hours_later() {
    for later in [0, 1200, 5000, 12_600] {
        let (said, _) = said("rollback-failed", later).expect("a stack");
        let undone = said.findings.iter().find(|found| found.cause == "command_not_found");
        let undone = undone.unwrap_or_else(|| panic!("after {later} s: nothing of the update"));
        assert!(undone.extent.contains("orders:66"), "after {later} s: {}", undone.extent);
        let first = &said.findings[0];
        assert!(first.extent.contains("orders:65"), "after {later} s: {}", first.extent);
    }
}

/// Words of a sentence that carry its meaning.
fn meant(words: &str) -> BTreeSet<String> {
    // Two commands that differ in one word say two things.
    let words: String = words.split('`').step_by(2).collect();
    let words = words.split(|c: char| !c.is_alphanumeric() && !"/:_-.".contains(c));
    words.filter(|word| word.len() > 4).map(str::to_lowercase).collect()
}

#[test]
fn nothing_is_told_to_do_twice_in_other_words() {
    let mut wrong = Vec::new();
    for name in Scenario::names() {
        for (said, _) in [0, 1200, 12_600].into_iter().filter_map(|later| said(name, later)) {
            let effects = said.ways_out().into_iter().map(|remedy| remedy.effect.as_str()).collect::<Vec<_>>();
            for found in &said.findings {
                let steps = found.next_steps.iter().map(String::as_str);
                let all: Vec<&str> = steps.chain(effects.first().copied()).chain(said.no_way_out.as_deref()).collect();
                for (n, one) in all.iter().enumerate() {
                    for other in &all[n + 1..] {
                        let (a, b) = (meant(one), meant(other));
                        let same = a.intersection(&b).count();
                        if same * 2 > a.len().min(b.len()) {
                            wrong.push(format!("{name}: {one}\n  and: {other}"));
                        }
                    }
                }
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn where_nothing_can_be_done_it_is_said_why_where_one_looks_for_it() {
    let place = Place { region: Text::new("eu-west-1"), profile: None, endpoint: None };
    let seen = SeenFrom { place: &place, identity: None };
    for name in Scenario::names() {
        for (said, at) in [0, 12_600].into_iter().filter_map(|later| said(name, later)) {
            let is_trouble = ["stuck", "failed", "waiting"].contains(&said.verdict.as_str());
            let offers = !said.ways_out().is_empty();
            assert_eq!(is_trouble && !offers, said.no_way_out.is_some(), "{name}, {at}: {}", said.headline);
            for (output, label) in [(text(&said, &seen), "  way out "), (markdown(&said, &seen), "### Ways out")] {
                assert_eq!(output.contains(label), is_trouble || offers, "{name}, {at}: {output}");
            }
        }
    }
}

#[test]
fn what_serves_is_read_before_the_findings() {
    let place = Place { region: Text::new("eu-west-1"), profile: None, endpoint: None };
    let seen = SeenFrom { place: &place, identity: None };
    let (said, _) = said("crash-loop", 0).expect("a stack");
    for output in [text(&said, &seen), markdown(&said, &seen)] {
        let serves = output.find("4 of 4 old tasks still serve").expect("what serves");
        let cause = output.find("env_missing").expect("a cause");
        assert!(serves < cause, "{output}");
    }
}

#[test]
fn nobody_is_sent_to_what_they_may_not_read_or_what_is_forgotten() {
    for (name, later, wanted) in [
        ("denied", 0, ["secret DATABASE_URL gone", "ecs:ListTasks"]),
        ("crash-loop", 12_600, ["secret DATABASE_URL gone", "log groups"]),
    ] {
        let (said, _) = said(name, later).expect("a stack");
        let steps = said.findings[0].next_steps.join(" ");
        assert!(wanted.iter().all(|words| steps.contains(words)), "{name}: {steps}");
        assert!(!steps.contains("Look at the stopped tasks"), "{name}: {steps}");
    }
}

#[test]
fn the_rollouts_open_with_the_service_the_first_finding_is_about() {
    let scenario = Scenario::load("two-blocked").expect("a scenario");
    let facts = facts(&World::open(&scenario, 1, now()), &scenario.stack);
    let said = diagnose(&facts, now());
    let first = said.findings[0].service.clone().expect("a service");
    let mut last_to_first = said.findings.clone();
    last_to_first.reverse();
    for (findings, wanted) in
        [(&said.findings, &first), (&last_to_first, last_to_first[0].service.as_ref().expect("one"))]
    {
        let rows = rollouts::rows(&facts, &Rollouts::default(), findings);
        let RolloutRow::Service(service) = &rows[0] else { panic!("{:?}", rows[0]) };
        assert_eq!(service.id, *wanted);
    }
}
