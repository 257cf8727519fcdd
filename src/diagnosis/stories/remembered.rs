//! A cause this program saw, where AWS by now tells only that something failed.

use super::fixtures::{OLD, STACK, Story, ago, deployment, now, revision, web};
use crate::diagnosis::verdict::{Category, Confidence, Diagnosis, EvidenceSource, Verdict};
use crate::diagnosis::{diagnose, sightings};
use crate::domain::Text;
use crate::domain::deployment::{DeploymentStatus, RolloutState};
use crate::domain::memory::Memory;
use crate::domain::service::ServiceId;
use crate::domain::sighting::{Grounds, Seen, Sighting};
use crate::domain::stack::StackStatus;

const OWN: &str = "AWS::CloudFormation::Stack";
const KIND: &str = "AWS::ECS::Service";
const WAITED: &str = "Resource handler returned message: \"Exceeded attempts to wait\" (RequestToken: aa, HandlerErrorCode: NotStabilized)";

/// What was seen of `web` from 900 to 700 seconds ago, in the change that began 1200 seconds ago.
fn seen() -> Sighting {
    Sighting {
        cause: Text::new("insufficient_memory"),
        service: Some(web()),
        change: Some(ago(1200)),
        first_seen: ago(900),
        last_seen: ago(700),
        sure: Some(Grounds {
            summary: Text::new("web cannot start: no instance has enough memory"),
            quote: Text::new("(service web) was unable to place a task"),
            at: Some(ago(910)),
            source: Text::new("service-event"),
            about: Text::new("arn:of:web"),
            next_step: Some(Text::new("Give the cluster more memory.")),
            revision: Some(revision(8)),
        }),
    }
}

/// The update was rolled back; ECS tells of neither tasks nor events.
fn rolled_back() -> Story {
    let mut story = Story::new(StackStatus::UpdateRollbackComplete);
    story.row(STACK, "Service", KIND, "UPDATE_IN_PROGRESS", None, 1140);
    story.row(STACK, "Service", KIND, "UPDATE_FAILED", Some(WAITED), 500);
    story.row(STACK, "shop", OWN, "UPDATE_ROLLBACK_IN_PROGRESS", None, 490);
    story.resource(STACK, "Service", KIND, "UPDATE_COMPLETE", None, 450);
    story.row(STACK, "shop", OWN, "UPDATE_ROLLBACK_COMPLETE", None, 440);
    let old = deployment(OLD, 7, DeploymentStatus::Primary, RolloutState::Completed, 4, 86_400);
    story.service().deployments = vec![old];
    story
}

fn with(story: Story, seen: Sighting) -> Diagnosis {
    let mut facts = story.told();
    facts.seen.push(seen);
    diagnose(&facts, now())
}

fn first(said: &Diagnosis) -> &str {
    said.findings.first().map_or("", |found| found.cause)
}

#[test]
fn what_was_seen_of_the_same_change_stands_in_place_of_the_wrapper() {
    assert_eq!(first(&diagnose(&rolled_back().told(), now())), "ecs_service_not_stabilized");
    let said = with(rolled_back(), seen());
    let found = &said.findings[0];
    assert_eq!(
        (said.verdict, found.cause, found.category),
        (Verdict::Failed, "insufficient_memory", Category::Resources)
    );
    assert_eq!(said.findings.len(), 1, "the wrapper is not told beside it");
    let times = (seen().first_seen.strftime("%H:%M").to_string(), seen().last_seen.strftime("%H:%M").to_string());
    assert_eq!(
        found.extent,
        format!("seen by us at {}, last at {}; AWS now tells only that it failed", times.0, times.1)
    );
    assert!(said.headline.contains("no instance has enough memory"), "{}", said.headline);
    let sources: Vec<_> = found.evidence.iter().map(|quote| quote.source).collect();
    assert_eq!(sources, [EvidenceSource::SeenByUs, EvidenceSource::StackEvent]);
    assert_eq!(found.next_steps, ["Give the cluster more memory."]);
}

#[test]
fn what_was_seen_of_anything_else_does_not() {
    type Change = fn(&mut Sighting);
    let cases: [(&str, Change); 6] = [
        ("an earlier change", |s| s.change = Some(ago(90_000))),
        ("no change that is known", |s| s.change = None),
        ("another service", |s| s.service = Some(ServiceId { cluster: Text::new("prod"), name: Text::new("api") })),
        ("the way back", |s| s.first_seen = ago(480)),
        ("nothing sure", |s| s.sure = None),
        ("a cause nobody knows", |s| s.cause = Text::new("of_another_version")),
    ];
    for (of, change) in cases {
        let mut seen = seen();
        change(&mut seen);
        assert_eq!(first(&with(rolled_back(), seen)), "ecs_service_not_stabilized", "{of}");
    }
}

/// Tasks of the running update stop again and again, and none of them is listed.
fn failing() -> Story {
    let mut story = Story::new(StackStatus::UpdateInProgress);
    story.service_row("UPDATE_IN_PROGRESS", None);
    for at in [300, 200, 100] {
        story.event("(service web) is unable to consistently start tasks successfully.", at);
    }
    story
}

#[test]
fn while_it_goes_on_it_stands_until_the_service_recovers_or_is_deployed_anew() {
    assert_eq!(first(&diagnose(&failing().told(), now())), "tasks_failing_repeatedly");
    let said = with(failing(), seen());
    assert_eq!((said.verdict, first(&said)), (Verdict::Stuck, "insufficient_memory"), "{}", said.headline);
    let mut recovered = failing();
    recovered.event("(service web) has reached a steady state.", 600);
    assert_ne!(first(&with(recovered, seen())), "insufficient_memory");
    let mut anew = failing();
    anew.primary().created_at = Some(ago(400));
    assert_ne!(first(&with(anew, seen())), "insufficient_memory");
    let mut other = seen();
    other.sure.as_mut().expect("sure").revision = Some(revision(9));
    assert_ne!(first(&with(failing(), other)), "insufficient_memory", "another revision");
}

#[test]
fn what_is_known_from_memory_alone_is_not_seen_again() {
    let said = with(rolled_back(), seen());
    assert!(said.findings[0].is_remembered());
    assert_eq!(sightings::of(&said).len(), 0);
}

#[test]
fn of_a_log_no_word_is_remembered_and_of_what_is_not_sure_no_ground() {
    let mut story = Story::new(StackStatus::UpdateInProgress);
    story.service_row("UPDATE_IN_PROGRESS", None);
    story.crashes(9).log("api", &["KeyError: 'DB_URL'"]);
    let mut said = diagnose(&story.told(), now());
    assert_eq!(said.findings[0].confidence, Confidence::High, "{}", said.headline);
    let mut memory = Memory::default();
    memory.see(sightings::of(&said), said.change_began, now());
    let known = &memory.groups()[0];
    assert_eq!(known.change, Some(ago(1200)));
    let grounds = known.sure.as_ref().expect("what it rests on");
    assert!(!format!("{grounds:?}").contains("DB_URL"), "{grounds:?}");
    said.findings[0].confidence = Confidence::Medium;
    assert!(sightings::of(&said)[0].sure.is_none());
}

#[test]
fn what_is_believed_for_a_moment_while_the_facts_come_in_is_taken_back() {
    let found = |cause: &'static str| vec![Seen { cause, service: None, sure: None }];
    let mut memory = Memory::default();
    memory.see(found("half_known"), Some(ago(1200)), ago(100));
    memory.see(found("known"), Some(ago(1200)), ago(100));
    memory.see(found("later"), Some(ago(1200)), ago(60));
    let causes: Vec<&str> = memory.groups().iter().map(|known| known.cause.as_str()).collect();
    assert_eq!(causes, ["known", "later"]);
}
