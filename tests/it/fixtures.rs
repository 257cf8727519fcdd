//! Facts and diagnoses made by hand, for screens: the nouns, and a crash loop made of them.

use std::collections::BTreeSet;
use std::sync::Arc;
use unstuck::app::keymap::Keymap;
use unstuck::app::model::{Model, Screen};
use unstuck::app::session::Session;
use unstuck::diagnosis::changed::{Changed, Phrase};
use unstuck::diagnosis::verdict::{
    Category, Clock, ClockKind, Confidence, Diagnosis, Evidence, EvidenceSource, Finding, NotChecked, Remedy,
    StackLine, Verdict,
};
use unstuck::domain::deployment::{Deployment, DeploymentStatus, RolloutState};
use unstuck::domain::guard::Guard;
use unstuck::domain::identity::{Identity, Place};
use unstuck::domain::log::{LogRecord, LogSource};
use unstuck::domain::news::News;
use unstuck::domain::operation::Operation;
use unstuck::domain::service::{BreakerSetting, Controller, Scheduling, Service, ServiceId};
use unstuck::domain::stack::{ResourceStatus, Stack, StackEvent, StackResource, StackStatus};
use unstuck::domain::task::{Container, Task};
use unstuck::domain::task_definition::{ContainerDefinition, LogConfiguration, TaskDefinition};
use unstuck::domain::topic::Topic;
use unstuck::domain::{Text, Timestamp};

pub const STACK: &str = "arn:aws:cloudformation:eu-west-1:210987654321:stack/orders-prod/0a1b2c3d";
pub const NESTED: &str = "arn:aws:cloudformation:eu-west-1:210987654321:stack/orders-prod-Web-1X2Y/4e5f6a7b";
const SERVICE: &str = "arn:aws:ecs:eu-west-1:210987654321:service/prod/orders";
const CRASH: &str = "Essential container in task exited";

/// 2026-11-20, this many seconds after noon UTC.
pub fn noon(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_176_000 + seconds).expect("valid")
}

pub fn now() -> Timestamp {
    noon(47 * 60)
}

pub fn id() -> ServiceId {
    ServiceId { cluster: Text::new("prod"), name: Text::new("orders") }
}

/// A model that has been told nothing.
pub fn blank(screen: Screen) -> Model {
    let place = Place { region: Text::new("eu-west-1"), profile: Some(Text::new("orders-prod")), endpoint: None };
    let session = Session { place, read_only: false, guard: Guard::default(), run: 7 };
    let keymap = Keymap::embedded().expect("valid");
    Model::new(session, screen, Arc::new(keymap), now())
}

pub fn blank_stack() -> Model {
    blank(Screen::Stack(Text::new("orders-prod")))
}

/// Learns something some seconds ago.
pub fn learn(model: &mut Model, seconds_ago: i64, topic: Topic, news: News) {
    let at = Timestamp::from_second(now().as_second() - seconds_ago).expect("valid");
    model.facts.learn(&topic, at, Ok(news));
}

pub fn stack(name: &str, id: &str, status: &str, began: i64) -> Stack {
    Stack {
        id: Text::new(id),
        name: Text::new(name),
        status: StackStatus::parse(status),
        status_reason: None,
        created_at: Some(noon(-90_000)),
        updated_at: Some(noon(began)),
        deleted_at: None,
        parent: None,
        root: None,
        role: None,
        rollback_disabled: false,
        drift_checked_at: None,
    }
}

pub fn resource(logical: &str, physical: &str, kind: &str, status: &str, reason: Option<&str>) -> StackResource {
    StackResource {
        logical_id: Text::new(logical),
        physical_id: Some(Text::new(physical)),
        kind: Text::new(kind),
        status: ResourceStatus::parse(status),
        status_reason: reason.map(Text::new),
        updated_at: Some(noon(0)),
    }
}

pub fn event(stack: &str, at: i64, logical: &str, kind: &str, status: &str, reason: Option<&str>) -> StackEvent {
    let about_stack = kind == "AWS::CloudFormation::Stack" && !logical.starts_with("Web");
    StackEvent {
        id: Text::from(format!("{stack}/{at}/{logical}/{status}")),
        stack: Text::new(stack),
        logical_id: Text::new(logical),
        physical_id: Some(Text::new(if about_stack { stack } else { logical })),
        kind: Text::new(kind),
        status: ResourceStatus::parse(status),
        reason: reason.map(Text::new),
        at: noon(at),
        detailed_status: None,
        service_token: None,
    }
}

fn deployment(revision: i32, status: DeploymentStatus, rollout: RolloutState, counts: [i32; 3]) -> Deployment {
    Deployment {
        id: Text::from(format!("ecs-svc/00{revision}")),
        status,
        task_definition: Text::from(format!("arn:aws:ecs:eu-west-1:210987654321:task-definition/orders:{revision}")),
        desired: 4,
        running: counts[0],
        pending: counts[1],
        failed: counts[2],
        created_at: Some(noon(5)),
        updated_at: Some(noon(60)),
        rollout,
        rollout_reason: Some(Text::from(format!("ECS deployment ecs-svc/00{revision} in progress."))),
    }
}

pub fn service() -> Service {
    Service {
        id: id(),
        arn: Text::new(SERVICE),
        cluster_arn: Text::new("arn:aws:ecs:eu-west-1:210987654321:cluster/prod"),
        status: Text::new("ACTIVE"),
        desired: 4,
        running: 4,
        pending: 1,
        task_definition: Text::new("arn:aws:ecs:eu-west-1:210987654321:task-definition/orders:42"),
        scheduling: Scheduling::Replica,
        controller: Controller::Ecs,
        created_at: None,
        grace_period: None,
        breaker: Some(BreakerSetting { enabled: false, rollback: false }),
        min_healthy_percent: Some(100),
        max_percent: Some(200),
        target_groups: vec![],
        deployments: vec![
            deployment(42, DeploymentStatus::Primary, RolloutState::InProgress, [0, 1, 14]),
            deployment(41, DeploymentStatus::Active, RolloutState::Completed, [4, 0, 0]),
        ],
        task_sets: vec![],
        events: vec![],
    }
}

/// A task of revision 42: `ago` seconds ago stopped, or created where it still starts.
pub fn task(id: &str, ago: i64, status: &str, exit: Option<i32>, reason: Option<&str>) -> Task {
    let at = Some(noon(47 * 60 - ago));
    let stopped = status == "STOPPED";
    Task {
        arn: Text::from(format!("arn:aws:ecs:eu-west-1:210987654321:task/prod/{id}{}", "0".repeat(24))),
        task_definition: Text::new("arn:aws:ecs:eu-west-1:210987654321:task-definition/orders:42"),
        started_by: Some(Text::new("ecs-svc/0042")),
        group: Some(Text::new("service:orders")),
        last_status: Text::new(status),
        desired_status: Text::new(if stopped { "STOPPED" } else { "RUNNING" }),
        stop_code: stopped.then(|| Text::new("EssentialContainerExited")),
        stopped_reason: stopped.then(|| Text::new(CRASH)),
        created_at: Some(noon(47 * 60 - ago - 40)).filter(|_| stopped).or(at),
        pull_started_at: None,
        pull_stopped_at: None,
        started_at: at.filter(|_| stopped),
        stopping_at: at.filter(|_| stopped),
        execution_stopped_at: at.filter(|_| stopped),
        stopped_at: at.filter(|_| stopped),
        health: None,
        address: None,
        containers: vec![Container {
            name: Text::new("app"),
            image: Some(Text::new("210987654321.dkr.ecr.eu-west-1.amazonaws.com/orders:2.0.0")),
            last_status: Some(Text::new(status)),
            exit_code: exit,
            reason: reason.map(Text::new),
            health: None,
        }],
    }
}

fn definition(revision: i32) -> TaskDefinition {
    TaskDefinition {
        arn: Text::from(format!("arn:aws:ecs:eu-west-1:210987654321:task-definition/orders:{revision}")),
        family: Text::new("orders"),
        revision,
        cpu: None,
        memory: None,
        task_role: None,
        execution_role: None,
        network_mode: None,
        containers: vec![ContainerDefinition {
            log: Some(LogConfiguration {
                driver: Text::new("awslogs"),
                group: Some(Text::new("/ecs/orders")),
                region: None,
                stream_prefix: Some(Text::new("app")),
            }),
            ..ContainerDefinition::bare(Text::new("app"))
        }],
    }
}

fn record(source: &LogSource, n: i64, ago_ms: i64, message: &str) -> LogRecord {
    LogRecord {
        id: Text::from(format!("{}-{n}", source.stream)),
        group: source.group.clone(),
        at: Timestamp::from_millisecond(now().as_millisecond() - ago_ms).expect("valid"),
        ingested_at: None,
        stream: source.stream.clone(),
        message: Text::new(message),
    }
}

/// Topics of the stack itself, and who asks.
pub fn told_stack(model: &mut Model, stack: Stack, resources: Vec<StackResource>, events: Vec<StackEvent>) {
    let identity = Identity {
        account: Text::new("210987654321"),
        arn: Text::new("arn:aws:sts::210987654321:assumed-role/oncall-admin/kim"),
    };
    learn(model, 60, Topic::Identity, News::Identity(identity));
    let arn = stack.id.clone();
    learn(model, 4, Topic::Stack(Text::new("orders-prod")), News::Stack(Box::new(stack)));
    learn(model, 8, Topic::Resources(arn.clone()), News::Resources(resources));
    learn(model, 2, Topic::Events(arn), News::Events(events));
}

/// Everything known about an update whose new tasks exit at once.
pub fn crash_loop() -> Model {
    let mut model = blank_stack();
    let ecs = "AWS::ECS::Service";
    let events = vec![
        event(STACK, 6, "Service", ecs, "UPDATE_IN_PROGRESS", None),
        event(STACK, 4, "TaskDefinition", "AWS::ECS::TaskDefinition", "UPDATE_COMPLETE", None),
        event(
            STACK,
            2,
            "TaskDefinition",
            "AWS::ECS::TaskDefinition",
            "UPDATE_IN_PROGRESS",
            Some("Requested update requires the creation of a new physical resource; hence creating one."),
        ),
        event(STACK, 0, "orders-prod", "AWS::CloudFormation::Stack", "UPDATE_IN_PROGRESS", Some("User Initiated")),
        event(STACK, -86_000, "orders-prod", "AWS::CloudFormation::Stack", "CREATE_COMPLETE", None),
    ];
    let resources = vec![resource("Service", SERVICE, ecs, "UPDATE_IN_PROGRESS", None)];
    told_stack(&mut model, stack("orders-prod", STACK, "UPDATE_IN_PROGRESS", 0), resources, events);
    let names = BTreeSet::from([Text::new("orders")]);
    learn(&mut model, 3, Topic::Services { cluster: Text::new("prod"), names }, News::Services(vec![service()]));
    learn(&mut model, 5, Topic::Deployments(id()), News::Deployments(vec![]));
    told_tasks(&mut model);
    for revision in [42, 41] {
        let definition = definition(revision);
        let topic = Topic::TaskDefinition(definition.arn.clone());
        learn(&mut model, 50, topic, News::TaskDefinition(Box::new(definition)));
    }
    told_logs(&mut model);
    model.diagnosis = crash_diagnosis();
    model
}

fn told_tasks(model: &mut Model) {
    let tasks = vec![
        task("b71e22aa", 4, "PENDING", None, None),
        task("9d85800c", 146, "STOPPED", Some(1), None),
        task("53c0de40", 348, "STOPPED", Some(1), None),
        task(
            "77aa01fe",
            550,
            "STOPPED",
            Some(137),
            Some("OutOfMemoryError: container killed due to memory usage; the limit of the task is 512 MiB"),
        ),
    ];
    let listed = tasks.iter().map(|task| task.arn.clone()).collect();
    learn(model, 1, Topic::Tasks(id()), News::Tasks { described: tasks, listed });
}

fn told_logs(model: &mut Model) {
    // The other streams are wanted once the first is known.
    let first = unstuck::app::logs_wanted::log_sources(&model.facts, &id());
    first.into_iter().for_each(|source| told_lines(model, source));
    let all = unstuck::app::logs_wanted::log_sources(&model.facts, &id());
    all.into_iter().skip(1).for_each(|source| told_lines(model, source));
}

fn told_lines(model: &mut Model, source: LogSource) {
    let ago = if source.stream.raw().contains("9d85800c") { 147_000 } else { 349_000 };
    let lines = [
        "INFO  starting orders 2.0.0 with 4 workers",
        "WARN  no cache configured, using memory",
        "ERROR Traceback (most recent call last): File \"/app/main.py\", line 88, in <module> main() File \"/app/main.py\", line 61, in main url = os.environ[\"DATABASE_URL\"]",
        "KeyError: 'DATABASE_URL' is not set, Error",
    ];
    let records = lines.iter().zip(0..).map(|(line, n)| record(&source, n, ago - n * 120, line)).collect();
    learn(model, 3, Topic::Log(source), News::Log(records));
}

fn clock(what: ClockKind, words: &str, until: Option<Timestamp>) -> Clock {
    Clock { what, service: None, words: words.to_owned(), until, rests_on: "its row".to_owned() }
}

fn crash_diagnosis() -> Diagnosis {
    let scale = Operation::scale_to_zero(id(), 4);
    Diagnosis {
        change_began: None,
        blocking: 1,
        impact: vec![],
        no_way_out: None,
        stack: Some(StackLine {
            name: Text::new("orders-prod"),
            id: Text::new(STACK),
            status: StackStatus::UpdateInProgress,
            since: Some(noon(0)),
        }),
        verdict: Verdict::Stuck,
        headline: "orders stuck for 47m: every new task exits 1 within seconds".to_owned(),
        findings: vec![
            Finding {
                cause: "app_crash",
                category: Category::AppCrash,
                confidence: Confidence::High,
                summary: "every new task exits 1 within seconds".to_owned(),
                extent: "all 14 failed tasks of orders:42 since 12:00".to_owned(),
                service: Some(id()),
                evidence: vec![
                    Evidence {
                        source: EvidenceSource::Log,
                        at: Some(noon(2673)),
                        quote: Text::new("KeyError: 'DATABASE_URL' is not set, Error"),
                        about: Text::from(format!("app/app/9d85800c{}", "0".repeat(24))),
                    },
                    Evidence {
                        source: EvidenceSource::Task,
                        at: Some(noon(2674)),
                        quote: Text::new(CRASH),
                        about: Text::from(format!(
                            "arn:aws:ecs:eu-west-1:210987654321:task/prod/9d85800c{}",
                            "0".repeat(24)
                        )),
                    },
                ],
                next_steps: vec![
                    "set DATABASE_URL in orders:43 and deploy it".to_owned(),
                    "compare the environment of revisions 41 and 42".to_owned(),
                ],
                remedies: vec![Remedy {
                    operation: scale,
                    effect: "ends the wait, and stops the 4 healthy tasks of revision 41 as well".to_owned(),
                }],
                revision: None,
            },
            Finding {
                cause: "breaker_off",
                category: Category::DeploymentConfig,
                confidence: Confidence::Medium,
                summary:
                    "the circuit breaker is off: nothing ends this deployment but CloudFormation's own limit of 3 hours"
                        .to_owned(),
                extent: String::new(),
                service: Some(id()),
                evidence: vec![],
                next_steps: vec!["turn the circuit breaker on".to_owned()],
                remedies: vec![],
                revision: None,
            },
        ],
        changes: vec![Changed {
            service: id(),
            from: "orders:41".to_owned(),
            to: "orders:42".to_owned(),
            phrases: vec![Phrase::plain("secret DATABASE_URL gone"), Phrase::plain("image 1.9.2 to 2.0.0")],
        }],
        clocks: vec![
            clock(ClockKind::Usual, "orders usually takes 4m", None),
            clock(ClockKind::StackTimeout, "CloudFormation gives up on Service in about 2h13m", Some(noon(10_800))),
        ],
        not_checked: vec![NotChecked {
            what: "target health".to_owned(),
            why: "no permission elasticloadbalancing:DescribeTargetHealth".to_owned(),
        }],
    }
}
