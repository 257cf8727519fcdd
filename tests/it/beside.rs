//! What is asked beside ECS, of the simulated account: only where it decides something, and what it adds.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use unstuck::app::feed::{Feed, feeds};
use unstuck::app::keymap::Keymap;
use unstuck::app::model::{Model, Screen};
use unstuck::app::session::Session;
use unstuck::aws::connect::connect_in_process;
use unstuck::aws::watch::Watch;
use unstuck::diagnosis::verdict::EvidenceSource;
use unstuck::domain::guard::Guard;
use unstuck::domain::news::News;
use unstuck::domain::scaling::{ScalableTarget, Suspended};
use unstuck::domain::target::TargetState;
use unstuck::domain::topic::Topic;
use unstuck::domain::{Text, Timestamp};
use unstuck::runtime::clock::Clock;
use unstuck::runtime::following::Following;
use unstuck::runtime::gather::gather;
use unstuck::sim::door::{Door, sdk_client};
use unstuck::sim::scenario::Scenario;

/// Everything a single look learns of a scenario, so many seconds after it was opened.
async fn look(name: &str, seconds: i64, denied: &[&str]) -> Model {
    let scenario = Scenario::load(name).expect("a scenario");
    let opened: Timestamp = "2026-11-21T03:00:00Z".parse().expect("a time");
    let base = opened.checked_add(jiff::SignedDuration::from_secs(seconds)).expect("in range");
    let hand = Arc::new(Mutex::new(opened));
    let hand_of_clock = Arc::clone(&hand);
    let door = Door::open(&scenario, 7, Arc::new(move || *hand_of_clock.lock().expect("no panic")));
    *hand.lock().expect("no panic") = base;
    door.world().account.denied.extend(denied.iter().map(|action| (*action).to_owned()));
    let clients = connect_in_process(sdk_client(door), &scenario.region);
    let session = Session { place: clients.place().clone(), read_only: true, guard: Guard::default(), run: 1 };
    let keymap = Arc::new(Keymap::embedded().expect("our keymap"));
    let clock = Clock::simulated(base, 1);
    let model = Model::new(session, Screen::Stack(Text::new(&scenario.stack)), keymap, clock.now());
    gather(Following::new(model, clients, clock)).await.0
}

/// The topics beside ECS a model wants, by kind.
fn beside(model: &Model) -> Vec<&'static str> {
    let kinds = feeds(model).into_iter().filter_map(|feed| match feed {
        Feed::Topic(Topic::TargetHealth(_)) => Some("targets"),
        Feed::Topic(Topic::Image(_)) => Some("image"),
        Feed::Topic(Topic::Capacity(_)) => Some("capacity"),
        Feed::Topic(Topic::Scaling(_)) => Some("scaling"),
        Feed::Topic(Topic::Revisions { .. }) => Some("revisions"),
        _ => None,
    });
    kinds.collect()
}

#[tokio::test(start_paused = true)]
async fn only_what_can_decide_something_is_asked() {
    for (name, wanted) in [
        ("crash-loop", &[][..]),
        ("secret-denied", &[]),
        ("healthy", &[]),
        ("out-of-memory", &[]),
        ("image-not-found", &["image"]),
        ("health-check", &["targets"]),
        ("no-capacity", &["capacity"]),
    ] {
        assert_eq!(beside(&look(name, 0, &[]).await), wanted, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_registry_and_the_instances_are_quoted() {
    for (name, source, words) in [
        ("image-not-found", EvidenceSource::Registry, "the repository shop/catalog has no tag build-2210"),
        ("rollback-failed", EvidenceSource::Registry, "the repository shop/orders has no tag build-1455"),
        ("no-capacity", EvidenceSource::Instance, "needs 12288 MiB and 512 CPU units; the most free on 3 instances is"),
    ] {
        let model = look(name, 0, &[]).await;
        let quotes = model.diagnosis.findings.first().map(|finding| finding.evidence.as_slice()).unwrap_or_default();
        let told = quotes.iter().any(|e| e.source == source && e.quote.raw().contains(words));
        assert!(told, "{name}: {quotes:#?}");
    }
}

#[tokio::test]
async fn autoscaling_and_revisions_are_told_by_the_account() {
    let scenario = Scenario::load("crash-loop").expect("a scenario");
    let opened: Timestamp = "2026-11-21T03:00:00Z".parse().expect("a time");
    let door = Door::open(&scenario, 7, Arc::new(move || opened));
    let (id, arns) = {
        let world = door.world();
        let sim = &world.account.services[0];
        (sim.service.id.clone(), sim.revisions.iter().take(2).map(|r| r.arn.clone()).collect::<BTreeSet<_>>())
    };
    let clients = connect_in_process(sdk_client(door.clone()), &scenario.region);
    let mut scaling = Watch::new(Topic::Scaling(id.clone()), clients.clone());
    assert_eq!(scaling.poll(opened).await.expect("an answer"), News::Scaling(None));
    let target = ScalableTarget {
        min: 2,
        max: 8,
        suspended: Suspended { scale_in: true, ..Suspended::default() },
        created_at: Some(opened),
    };
    door.world().account.scalable_targets.insert(id.clone(), target.clone());
    assert_eq!(scaling.poll(opened).await.expect("an answer"), News::Scaling(Some(target)));
    let topic = Topic::Revisions { service: id, arns: arns.clone() };
    let Ok(News::Revisions(revisions)) = Watch::new(topic, clients).poll(opened).await else { panic!("revisions") };
    assert_eq!(revisions.iter().map(|r| r.arn.clone()).collect::<BTreeSet<_>>(), arns);
    let digests: BTreeSet<_> = revisions.iter().flat_map(|r| &r.images).filter_map(|i| i.digest.clone()).collect();
    assert_eq!(digests.len(), 2, "{revisions:?}");
}

/// Failing tasks come one after the other with pauses; a target is seen failing while one runs.
#[tokio::test(start_paused = true)]
async fn a_failing_target_is_quoted_while_its_task_runs() {
    let mut seen = 0;
    for seconds in (0..300).step_by(60) {
        let model = look("health-check", seconds, &[]).await;
        let targets = || model.facts.targets.values().filter_map(|known| known.value()).flatten();
        assert!(targets().any(|target| target.state == TargetState::Healthy), "the old tasks still serve");
        if !targets().any(|target| target.is_unhealthy()) {
            continue;
        }
        seen += 1;
        let mut quotes = model.diagnosis.findings.iter().flat_map(|finding| &finding.evidence);
        let told = quotes.find(|e| e.source == EvidenceSource::Target).expect("a quote");
        assert!(told.quote.raw().contains("unhealthy (Target.ResponseCodeMismatch)"), "{told:?}");
        assert!(told.about.raw().contains(":task/prod/"), "beside the task: {told:?}");
    }
    assert!(seen >= 1, "never seen");
}

#[tokio::test(start_paused = true)]
async fn a_missing_permission_is_listed_and_changes_no_verdict() {
    for (name, action) in [
        ("image-not-found", "ecr:DescribeImages"),
        ("health-check", "elasticloadbalancing:DescribeTargetHealth"),
        ("no-capacity", "ecs:ListContainerInstances"),
        ("no-capacity", "ecs:DescribeContainerInstances"),
    ] {
        let (whole, blind) = (look(name, 0, &[]).await, look(name, 0, &[action]).await);
        assert_eq!(whole.diagnosis.headline, blind.diagnosis.headline);
        let why = format!("no permission {action}");
        assert!(blind.diagnosis.not_checked.iter().any(|gap| gap.why == why), "{:?}", blind.diagnosis.not_checked);
        assert!(!whole.diagnosis.not_checked.iter().any(|gap| gap.why == why));
    }
}

/// Nothing of it is known from before: all is read after CloudFormation has given up.
#[tokio::test(start_paused = true)]
async fn whoever_comes_after_the_rollback_reads_the_undone_tasks_logs_and_their_revision() {
    let model = look("crash-loop", 8_700, &[]).await;
    let said = &model.diagnosis;
    assert_eq!((said.verdict.as_str(), said.findings[0].cause), ("failed", "env_missing"), "{}", said.headline);
    assert!(said.findings[0].evidence.iter().any(|quote| quote.source == EvidenceSource::Log), "{}", said.headline);
    let model = look("health-check", 9_600, &[]).await;
    let said = &model.diagnosis;
    assert_eq!(
        (said.verdict.as_str(), said.findings[0].cause),
        ("failed", "dependency_unreachable"),
        "{}",
        said.headline
    );
    let model = look("no-capacity", 12_600, &[]).await;
    let said = &model.diagnosis;
    assert_eq!(said.findings[0].cause, "insufficient_memory", "{}", said.headline);
    let changed: Vec<String> = said.changes.iter().map(|changed| changed.sentence()).collect();
    assert!(changed.iter().any(|words| words.contains("memory 3072 to 12288")), "{changed:?}");
    let steps = said.findings[0].next_steps.join(" ");
    assert!(!steps.contains("next try") && steps.contains("lower the"), "room of now is none of then: {steps}");
}
