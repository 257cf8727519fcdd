//! An account with more of everything than fits on a page, and SDK clients that ask it.

use crate::domain::deployment::{ServiceDeployment, ServiceDeploymentDetail, ServiceDeploymentStatus};
use crate::domain::service::{Controller, Scheduling, Service, ServiceId};
use crate::domain::stack::{ResourceStatus, Stack, StackEvent, StackResource, StackStatus};
use crate::domain::task::{Container, Task};
use crate::domain::{Text, Timestamp};
use crate::sim::account::{Account, LaunchType, LogGroup, SimLogEvent, SimRevision, SimService, SimStack, SimTask};
use crate::sim::door::{Door, sdk_client};
use crate::sim::scenario::{LiveTailPlan, Scenario};
use aws_credential_types::Credentials;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// When every test begins.
pub const START: i64 = 1_795_000_000_000;
pub const EVENTS: usize = 230;
pub const RESOURCES: usize = 120;
pub const STACKS: usize = 30;
pub const STOPPED: usize = 120;
pub const DEPLOYMENTS: usize = 45;
pub const LINES: usize = 25;
pub const CLUSTER: &str = "lab";
pub const GROUP: &str = "/lab/web";
pub const STREAM: &str = "web/app/0001";

/// The account's door with a clock that stands still until it is moved.
pub struct Bench {
    pub door: Door,
    clock: Arc<AtomicI64>,
}

pub fn at(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).expect("a time")
}

pub fn stack_arn(name: &str) -> String {
    format!("arn:aws:cloudformation:eu-west-1:123456789012:stack/{name}/0a1b2c3d-0000-4000-8000-00000000{name:.4}")
}

fn ecs_arn(resource: &str) -> String {
    format!("arn:aws:ecs:eu-west-1:123456789012:{resource}")
}

impl Bench {
    pub fn new() -> Self {
        Self::with_tails(LiveTailPlan::default())
    }

    pub fn with_tails(plan: LiveTailPlan) -> Self {
        let clock = Arc::new(AtomicI64::new(START));
        let hand = clock.clone();
        let scenario = Scenario { live_tail: plan, ..Scenario::load("crash-loop").expect("the default scenario") };
        let door = Door::open(&scenario, 1, Arc::new(move || at(hand.load(Ordering::SeqCst))));
        fill(&mut door.world().account);
        Self { door, clock }
    }

    /// Another account's door, whose clock stands still for good.
    pub fn over(door: Door) -> Self {
        Self { door, clock: Arc::default() }
    }

    pub fn pass(&self, ms: i64) {
        self.clock.fetch_add(ms, Ordering::SeqCst);
    }

    pub fn deny(&self, action: &str) {
        self.door.world().account.denied.insert(action.to_owned());
    }

    pub fn ecs(&self) -> aws_sdk_ecs::Client {
        let config = aws_sdk_ecs::Config::builder()
            .behavior_version_latest()
            .region(aws_sdk_ecs::config::Region::new("eu-west-1"))
            .credentials_provider(keys())
            .retry_config(aws_sdk_ecs::config::retry::RetryConfig::disabled())
            .http_client(sdk_client(self.door.clone()));
        aws_sdk_ecs::Client::from_conf(config.build())
    }

    pub fn cloudformation(&self) -> aws_sdk_cloudformation::Client {
        let config = aws_sdk_cloudformation::Config::builder()
            .behavior_version_latest()
            .region(aws_sdk_cloudformation::config::Region::new("eu-west-1"))
            .credentials_provider(keys())
            .retry_config(aws_sdk_cloudformation::config::retry::RetryConfig::disabled())
            .http_client(sdk_client(self.door.clone()));
        aws_sdk_cloudformation::Client::from_conf(config.build())
    }

    pub fn logs(&self) -> aws_sdk_cloudwatchlogs::Client {
        let config = aws_sdk_cloudwatchlogs::Config::builder()
            .behavior_version_latest()
            .region(aws_sdk_cloudwatchlogs::config::Region::new("eu-west-1"))
            .credentials_provider(keys())
            .retry_config(aws_sdk_cloudwatchlogs::config::retry::RetryConfig::disabled())
            .http_client(sdk_client(self.door.clone()));
        aws_sdk_cloudwatchlogs::Client::from_conf(config.build())
    }

    pub fn sts(&self) -> aws_sdk_sts::Client {
        let config = aws_sdk_sts::Config::builder()
            .behavior_version_latest()
            .region(aws_sdk_sts::config::Region::new("eu-west-1"))
            .credentials_provider(keys())
            .retry_config(aws_sdk_sts::config::retry::RetryConfig::disabled())
            .http_client(sdk_client(self.door.clone()));
        aws_sdk_sts::Client::from_conf(config.build())
    }
}

fn keys() -> Credentials {
    Credentials::new("AKIDSIMULATED", "not-a-secret", None, None, "test")
}

fn fill(account: &mut Account) {
    account.stacks.push(wide_stack());
    account.stacks.extend((0..STACKS).map(|n| SimStack {
        stack: stack(&format!("s-{n:02}"), StackStatus::CreateComplete),
        resources: vec![],
        events: vec![],
    }));
    let gone = stack("gone", StackStatus::DeleteComplete);
    account.stacks.push(SimStack { stack: gone, resources: vec![], events: vec![] });
    account.services.push(service());
    account.tasks.extend((0..STOPPED).map(|n| SimTask { cluster: CLUSTER.to_owned(), task: task(n, "STOPPED") }));
    account.tasks.extend((0..3).map(|n| SimTask { cluster: CLUSTER.to_owned(), task: task(900 + n, "RUNNING") }));
    account.log_groups.push(log_group());
}

fn stack(name: &str, status: StackStatus) -> Stack {
    Stack {
        id: stack_arn(name).into(),
        name: name.into(),
        status,
        status_reason: None,
        created_at: Some(at(START - 9_000_000)),
        updated_at: Some(at(START - 600_042)),
        deleted_at: None,
        parent: None,
        root: None,
        role: None,
        rollback_disabled: false,
        drift_checked_at: None,
    }
}

fn wide_stack() -> SimStack {
    let name = |n: usize| Text::new(format!("Part{n:03}"));
    let resources = (0..RESOURCES).map(|n| StackResource {
        logical_id: name(n),
        physical_id: Some(format!("wide-part-{n:03}").into()),
        kind: "AWS::SSM::Parameter".into(),
        status: ResourceStatus::UpdateComplete,
        status_reason: None,
        updated_at: None,
    });
    let events = (0..EVENTS).map(|n| StackEvent {
        id: format!("event-{n:03}").into(),
        stack: stack_arn("wide").into(),
        logical_id: name(n),
        physical_id: None,
        kind: "AWS::SSM::Parameter".into(),
        status: ResourceStatus::UpdateFailed,
        reason: Some("Resource handler returned <message>: \"a & b\"".into()),
        at: at(START - 600_000 + n as i64 * 1_001),
        detailed_status: (n == 0).then(|| "CONFIGURATION_COMPLETE".into()),
        service_token: None,
    });
    SimStack {
        stack: stack("wide", StackStatus::UpdateInProgress),
        resources: resources.collect(),
        events: events.collect(),
    }
}

fn service() -> SimService {
    let name = |kind: &str, n: usize| Text::new(ecs_arn(&format!("{kind}/{CLUSTER}/web/{n:03}")));
    let history = (0..DEPLOYMENTS).rev().map(|n| ServiceDeployment {
        arn: name("service-deployment", n),
        status: if n % 2 == 0 { ServiceDeploymentStatus::Successful } else { ServiceDeploymentStatus::Stopped },
        status_reason: None,
        created_at: Some(at(START - 5_000_000 + n as i64 * 1_000)),
        started_at: Some(at(START - 4_999_500 + n as i64 * 1_000)),
        finished_at: None,
        target_revision: Some(name("service-revision", n)),
        detail: Some(ServiceDeploymentDetail { bake_minutes: Some(5), ..Default::default() }),
    });
    let revisions = (0..DEPLOYMENTS).map(|n| SimRevision {
        arn: name("service-revision", n),
        task_definition: ecs_arn(&format!("task-definition/web:{n}")).into(),
        created_at: at(START - 5_000_000),
    });
    SimService {
        service: Service {
            id: ServiceId { cluster: CLUSTER.into(), name: "web".into() },
            arn: ecs_arn(&format!("service/{CLUSTER}/web")).into(),
            cluster_arn: ecs_arn(&format!("cluster/{CLUSTER}")).into(),
            status: "ACTIVE".into(),
            desired: 3,
            running: 3,
            pending: 0,
            task_definition: ecs_arn("task-definition/web:44").into(),
            scheduling: Scheduling::Replica,
            controller: Controller::Ecs,
            created_at: Some(at(START - 9_000_001)),
            grace_period: Some(60),
            breaker: None,
            min_healthy_percent: Some(100),
            max_percent: Some(200),
            target_groups: vec![],
            deployments: vec![],
            task_sets: vec![],
            events: vec![],
        },
        history: history.collect(),
        revisions: revisions.collect(),
        launch_type: LaunchType::Fargate,
    }
}

fn task(n: usize, status: &str) -> Task {
    let stopped_at = (status == "STOPPED").then(|| at(START));
    Task {
        started_by: Some("ecs-svc/0000000000000000044".into()),
        group: Some("service:web".into()),
        stopped_reason: stopped_at.map(|_| "Essential container in task exited".into()),
        created_at: Some(at(START - 60_500)),
        execution_stopped_at: stopped_at,
        stopped_at,
        containers: vec![Container {
            name: "app".into(),
            image: None,
            last_status: Some(status.into()),
            exit_code: Some(1),
            reason: None,
            health: None,
        }],
        ..Task::bare(
            ecs_arn(&format!("task/{CLUSTER}/{n:032x}")).into(),
            ecs_arn("task-definition/web:44").into(),
            status,
            status,
        )
    }
}

fn log_group() -> LogGroup {
    let stream = |name: &str, offset: i64| {
        let line = |n: i64| SimLogEvent {
            id: format!("{name}-{n:02}"),
            at: at(START - 100_000 + n * 1_000 + offset),
            ingested_at: at(START - 99_900 + n * 1_000),
            message: format!("line {n:02} {}", if n % 5 == 0 { "ERROR: no such table" } else { "fine" }),
        };
        (name.to_owned(), (0..LINES as i64).map(line).collect())
    };
    LogGroup {
        name: GROUP.to_owned(),
        created_at: at(START - 9_000_000),
        streams: [stream(STREAM, 0), stream("web/app/0002", 500)].into(),
    }
}
