//! What serves now, in words.

use super::fixtures::{NEW, OLD, STACK, Story, ago, now, web};
use crate::diagnosis::diagnose;
use crate::diagnosis::render::{SeenFrom, text};
use crate::diagnosis::verdict::{ClockKind, Serving};
use crate::domain::Text;
use crate::domain::identity::Place;
use crate::domain::news::News;
use crate::domain::service::ServiceId;
use crate::domain::stack::{ResourceStatus, StackStatus};
use crate::domain::topic::Topic;

fn updating() -> Story {
    let mut story = Story::new(StackStatus::UpdateInProgress);
    story.service_row("UPDATE_IN_PROGRESS", None);
    story
}

fn serves(story: Story) -> (Serving, String) {
    let said = diagnose(&story.told(), now());
    let impact = said.impact.first().expect("a row");
    (impact.serving, impact.words.clone())
}

#[test]
fn old_tasks_that_still_serve_are_told_apart_from_new_ones() {
    for (old, new, wanted, serving, words) in [
        (4, 0, 4, Serving::Whole, "4 of 4 old tasks still serve on :7"),
        (2, 0, 4, Serving::Partly, "2 of 4 old tasks still serve on :7"),
        (2, 1, 4, Serving::Partly, "3 tasks serve, 4 are wanted: 1 on :8 and 2 on :7"),
        (0, 4, 4, Serving::Whole, "4 of 4 tasks serve on :8"),
        (0, 0, 4, Serving::Nothing, "nothing serves: 0 of 4 tasks"),
        (4, 0, 0, Serving::Whole, "4 tasks still serve on :7; none is wanted (desired count 0)"),
        (1, 0, 0, Serving::Whole, "1 task still serves on :7; none is wanted (desired count 0)"),
        (0, 0, 0, Serving::Unwanted, "no tasks are wanted (desired count 0)"),
    ] {
        let mut story = updating();
        story.service().desired = wanted;
        story.service().deployments[1].running = old;
        story.primary().running = new;
        assert_eq!(serves(story), (serving, words.to_owned()), "{old} {new} {wanted}");
    }
}

#[test]
fn a_task_that_has_just_begun_among_failing_ones_is_not_counted_on() {
    let mut story = updating();
    story.crashes(4).running(NEW, 5);
    story.primary().running = 1;
    let words = "4 of 4 old tasks still serve on :7; 1 more runs and has not proved healthy";
    assert_eq!(serves(story), (Serving::Whole, words.to_owned()));
    let mut story = updating();
    for ill in [true, true, true, true] {
        story.running(OLD, 9000).health = ill.then(|| Text::new("UNHEALTHY"));
    }
    let words = "nothing serves: 0 of 4 tasks; 4 more run and have not proved healthy";
    assert_eq!(serves(story), (Serving::Nothing, words.to_owned()));
}

#[test]
fn every_service_in_deployment_has_its_clocks_and_its_impact() {
    let mut story = updating();
    story.crashes(3);
    let mut facts = story.told();
    let id = ServiceId { cluster: Text::new("prod"), name: Text::new("api") };
    let mut other = facts.services[&web()].service.value().cloned().expect("known");
    other.id = id.clone();
    other.deployments[0].created_at = Some(ago(100));
    let topic = Topic::Services { cluster: id.cluster.clone(), names: [id.name.clone()].into() };
    facts.learn(&topic, now(), Ok(News::Services(vec![other])));
    let mut rows = facts.nest[&Text::new(STACK)].resources.value().cloned().expect("known");
    let mut row = rows[0].clone();
    row.logical_id = Text::new("Api");
    row.physical_id = row.physical_id.map(|arn| Text::new(arn.raw().replace("/web", "/api")));
    row.status = ResourceStatus::UpdateInProgress;
    rows.push(row);
    facts.learn(&Topic::Resources(Text::new(STACK)), now(), Ok(News::Resources(rows)));
    let said = diagnose(&facts, now());
    let of = |name: &str, what: ClockKind| {
        let mut all = said.clocks.iter().filter(|c| c.what == what);
        all.find(|c| c.service.as_ref().is_some_and(|id| id.name.raw() == name)).map(|c| c.words.clone())
    };
    assert!(of("web", ClockKind::LastProgress).is_some_and(|words| words.contains("web:8")), "{:#?}", said.clocks);
    assert_eq!(of("api", ClockKind::LastProgress).as_deref(), Some("api: last step 1m40s ago"));
    assert!(of("api", ClockKind::StackTimeout).is_some() && of("web", ClockKind::StackTimeout).is_some());
    let services: Vec<&str> = said.impact.iter().map(|impact| impact.service.name.as_str()).collect();
    assert_eq!(services, ["web", "api"], "in the order of the findings");
}

#[test]
fn a_headline_says_that_nothing_serves_and_the_text_says_what_serves_first() {
    for (old, is_down) in [(4, false), (0, true)] {
        let mut story = updating();
        story.crashes(4).service().deployments[1].running = old;
        let said = diagnose(&story.told(), now());
        assert_eq!(said.headline.ends_with("; nothing serves"), is_down, "{}", said.headline);
        let place = Place { region: Text::new("eu-west-1"), profile: None, endpoint: None };
        let form = text(&said, &SeenFrom { place: &place, identity: None });
        assert!(form.find("  serves ") < form.find("  cause "), "{form}");
    }
}

#[test]
fn a_service_that_is_being_scaled_to_zero_is_not_said_to_be_unable_to_start() {
    let mut story = updating();
    story.crashes(4).service().desired = 0;
    let said = diagnose(&story.told(), now());
    assert!(said.headline.ends_with(": web is being scaled to zero"), "{}", said.headline);
}
