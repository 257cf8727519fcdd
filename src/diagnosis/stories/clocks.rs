//! The clocks: what each says, when it runs out, and what it rests on.

use super::fixtures::{NEW, STACK, Story, ago, now, open};
use crate::diagnosis::diagnose;
use crate::diagnosis::verdict::{Clock, ClockKind, Diagnosis};
use crate::domain::deployment::{Breaker, HookWait, RolloutState, ServiceDeploymentDetail};
use crate::domain::stack::StackStatus;
use crate::domain::{Text, Timestamp};

fn updating() -> Story {
    let mut story = Story::new(StackStatus::UpdateInProgress);
    story.service_row("UPDATE_IN_PROGRESS", None);
    story
}

fn of(story: Story) -> Diagnosis {
    diagnose(&story.told(), now())
}

fn clock(said: &Diagnosis, what: ClockKind) -> Option<(String, Option<Timestamp>)> {
    let mut all = said.clocks.iter().filter(|c| c.what == what);
    all.next().map(|Clock { words, until, .. }| (words.clone(), *until))
}

#[test]
fn an_update_has_its_start_its_last_step_its_usual_length_and_its_limit() {
    let mut story = updating();
    story.running(NEW, 60);
    let said = of(story);
    let words = |what| clock(&said, what).map(|(words, _)| words);
    let began = ago(1200).strftime("%H:%M");
    assert_eq!(words(ClockKind::Since), Some(format!("UPDATE_IN_PROGRESS for 20m, since {began} UTC")));
    assert_eq!(words(ClockKind::LastProgress).as_deref(), Some("last step 1m ago"));
    assert_eq!(words(ClockKind::Usual).as_deref(), Some("web usually takes 4m"));
    // Three hours after the row went in progress, 19 minutes ago.
    let limit = ("CloudFormation gives up on Service in about 2h41m".to_owned(), Some(ago(1140 - 3 * 3600)));
    assert_eq!(clock(&said, ClockKind::StackTimeout), Some(limit));
    assert!(said.clocks.iter().all(|c| !c.rests_on.is_empty()));
    assert_eq!(clock(&said, ClockKind::Breaker), None, "nothing has failed");
}

#[test]
fn a_rollback_is_told_from_the_change_it_undoes_and_a_continued_one_from_when_it_goes_on() {
    let stack = "AWS::CloudFormation::Stack";
    let since = |rows: &[(&str, Option<&str>, i64)], status| {
        let mut story = Story::new(status);
        rows.iter().for_each(|(status, reason, at)| story.row(STACK, "shop", stack, status, *reason, *at));
        clock(&of(story), ClockKind::Since).map(|(words, _)| words)
    };
    let cancelled = ("UPDATE_ROLLBACK_IN_PROGRESS", Some("User Initiated"), 120);
    let rolling = StackStatus::UpdateRollbackInProgress;
    let told = since(&[cancelled], rolling.clone());
    assert_eq!(told.as_deref(), Some("rolling back for 2m, after 18m of going forward"));
    let failed = ("UPDATE_ROLLBACK_FAILED", Some("The following resource(s) failed to update: [Service]."), 100);
    let continued = ("UPDATE_ROLLBACK_IN_PROGRESS", Some("User Initiated"), 30);
    let told = since(&[cancelled, failed, continued], rolling);
    assert_eq!(told.as_deref(), Some("the rollback goes on for 30s; it began 2m ago, after 18m of going forward"));
    let cleaning = ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", None, 5);
    let told = since(&[cleaning], StackStatus::UpdateCompleteCleanupInProgress).expect("told");
    assert!(told.starts_with("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS for 5s, "), "{told}");
}

#[test]
fn the_limit_counts_from_the_first_row_of_the_phase_and_not_from_the_last() {
    let mut story = Story::new(StackStatus::UpdateInProgress);
    let ecs = "AWS::ECS::Service";
    story.row(STACK, "Service", ecs, "UPDATE_COMPLETE", None, 5000);
    story.row(STACK, "Service", ecs, "UPDATE_IN_PROGRESS", None, 1100);
    story.resource(STACK, "Service", ecs, "UPDATE_IN_PROGRESS", Some("Eventual consistency check initiated"), 500);
    assert_eq!(clock(&of(story), ClockKind::StackTimeout).and_then(|(_, until)| until), Some(ago(1100 - 3 * 3600)));
}

#[test]
fn the_breakers_clock_follows_count_threshold_and_rate() {
    let said_of = |crashes: i64, counted: i32, threshold: i32| {
        let mut story = updating();
        story.crashes(crashes);
        story.primary().failed = counted;
        let breaker = Breaker { status: Text::new("MONITORING"), failures: counted, threshold };
        story.past().insert(0, open(ServiceDeploymentDetail { breaker: Some(breaker), ..Default::default() }));
        clock(&of(story), ClockKind::Breaker)
    };
    // One a minute, the newest a minute ago, six to go.
    let trips = Some(("the circuit breaker trips in about 5m".to_owned(), Some(ago(60 - 6 * 60))));
    assert_eq!(said_of(4, 4, 10), trips);
    let two = said_of(2, 2, 10).expect("told");
    assert_eq!(two, ("the circuit breaker has counted 2 of 10 failures".to_owned(), None), "two are no rate");
    let reset = said_of(8, 1, 10).expect("told");
    assert_eq!(reset, ("the circuit breaker will not trip: it counts 1 of 10".to_owned(), None));
}

#[test]
fn a_hook_and_a_bake_time_say_when_they_end() {
    let mut story = updating();
    let hook = HookWait {
        id: Text::new("approve"),
        status: Text::new("AWAITING_ACTION"),
        expires_at: Some(ago(-1800)),
        timeout_action: Some(Text::new("ROLLBACK")),
    };
    story.past().insert(0, open(ServiceDeploymentDetail { hooks: vec![hook], ..Default::default() }));
    let ends = ("hook approve ends with ROLLBACK in about 30m".to_owned(), Some(ago(-1800)));
    assert_eq!(clock(&of(story), ClockKind::Hook), Some(ends));
    let mut story = updating();
    story.running(NEW, 600);
    story.primary().running = 4;
    let stage = Some(Text::new("BAKE_TIME"));
    let detail = ServiceDeploymentDetail { lifecycle_stage: stage, bake_minutes: Some(30), ..Default::default() };
    story.past().insert(0, open(detail));
    let ends = ("the bake time of 30 min ends in about 20m".to_owned(), Some(ago(600 - 1800)));
    assert_eq!(clock(&of(story), ClockKind::Bake), Some(ends));
}

#[test]
fn where_nothing_runs_no_clock_runs() {
    let mut story = Story::new(StackStatus::UpdateComplete);
    story.service_row("UPDATE_COMPLETE", None);
    story.primary().rollout = RolloutState::Completed;
    story.primary().running = 3;
    assert_eq!(of(story).clocks, []);
}
