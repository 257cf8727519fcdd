//! Builders of facts: a stack `shop` with a service `web`, deployed twenty minutes ago, that usually takes four.

use crate::domain::deployment::{
    Deployment, DeploymentStatus, RolloutState, ServiceDeployment, ServiceDeploymentDetail, ServiceDeploymentStatus,
};
use crate::domain::facts::Facts;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::log::{LogRecord, LogSource};
use crate::domain::news::News;
use crate::domain::service::{BreakerSetting, Controller, Scheduling, Service, ServiceEvent, ServiceId};
use crate::domain::stack::{ResourceStatus, Stack, StackEvent, StackResource, StackStatus};
use crate::domain::task::{Container, Task};
use crate::domain::topic::Topic;
use crate::domain::{Text, Timestamp};

pub const STACK: &str = "arn:aws:cloudformation:eu-west-1:111122223333:stack/shop/0a1b";
pub const CHILD: &str = "arn:aws:cloudformation:eu-west-1:111122223333:stack/shop-Api-1QX/2c3d";
pub const SERVICE: &str = "arn:aws:ecs:eu-west-1:111122223333:service/prod/web";
pub const NEW: &str = "ecs-svc/2000000000000000002";
pub const OLD: &str = "ecs-svc/1000000000000000001";
const MINUTE: i64 = 60;

/// The moment of all stories.
pub fn now() -> Timestamp {
    Timestamp::from_second(1_795_000_000).expect("valid")
}

/// Seconds before now.
pub fn ago(seconds: i64) -> Timestamp {
    Timestamp::from_second(now().as_second() - seconds).expect("valid")
}

pub fn web() -> ServiceId {
    ServiceId { cluster: Text::new("prod"), name: Text::new("web") }
}

pub fn revision(n: u32) -> Text {
    Text::new(format!("arn:aws:ecs:eu-west-1:111122223333:task-definition/web:{n}"))
}

/// The facts of a story and what happens in it.
pub struct Story {
    pub facts: Facts,
    service: Service,
    tasks: Vec<Task>,
    rows: Vec<StackEvent>,
    resources: Vec<StackResource>,
    stack: Stack,
    past: Vec<ServiceDeployment>,
}

impl Story {
    /// `shop` is in this state; its update, with a new revision of `web`, began twenty minutes ago.
    pub fn new(status: StackStatus) -> Self {
        let stack = Stack {
            id: Text::new(STACK),
            name: Text::new("shop"),
            status,
            status_reason: None,
            created_at: Some(ago(90 * 86_400)),
            updated_at: Some(ago(20 * MINUTE)),
            deleted_at: None,
            parent: None,
            root: None,
            role: None,
            rollback_disabled: false,
            drift_checked_at: None,
        };
        let service = Service {
            id: web(),
            arn: Text::new(SERVICE),
            cluster_arn: Text::new("arn:aws:ecs:eu-west-1:111122223333:cluster/prod"),
            status: Text::new("ACTIVE"),
            desired: 4,
            running: 4,
            pending: 1,
            task_definition: revision(8),
            scheduling: Scheduling::Replica,
            controller: Controller::Ecs,
            created_at: Some(ago(90 * 86_400)),
            grace_period: None,
            breaker: Some(BreakerSetting { enabled: true, rollback: true }),
            min_healthy_percent: Some(100),
            max_percent: Some(200),
            target_groups: vec![],
            deployments: vec![
                deployment(NEW, 8, DeploymentStatus::Primary, RolloutState::InProgress, 0, 19 * MINUTE),
                deployment(OLD, 7, DeploymentStatus::Active, RolloutState::Completed, 4, 86_400),
            ],
            task_sets: vec![],
            events: vec![],
        };
        let past = ServiceDeployment {
            arn: Text::new("arn:aws:ecs:eu-west-1:111122223333:service-deployment/prod/web/past"),
            status: ServiceDeploymentStatus::Successful,
            status_reason: None,
            created_at: Some(ago(86_400)),
            started_at: Some(ago(86_400)),
            finished_at: Some(ago(86_400 - 240)),
            target_revision: None,
            detail: None,
        };
        let mut story = Self {
            facts: Facts::default(),
            service,
            tasks: vec![],
            rows: vec![],
            resources: vec![],
            stack,
            past: vec![past],
        };
        story.row(STACK, "shop", "AWS::CloudFormation::Stack", "UPDATE_IN_PROGRESS", Some("User Initiated"), 1200);
        story
    }

    /// A row of a stack's history; of the stack itself where the name is the stack's.
    pub fn row(&mut self, stack: &str, id: &str, kind: &str, status: &str, reason: Option<&str>, seconds: i64) {
        let own = kind == "AWS::CloudFormation::Stack" && (id == "shop" || stack == CHILD && id == "shop-Api-1QX");
        let physical = if own {
            stack
        } else if kind == "AWS::CloudFormation::Stack" {
            CHILD
        } else {
            id
        };
        self.rows.push(StackEvent {
            id: Text::new(format!("row-{}", self.rows.len())),
            stack: Text::new(stack),
            logical_id: Text::new(id),
            physical_id: Some(Text::new(physical)),
            kind: Text::new(kind),
            status: ResourceStatus::parse(status),
            reason: reason.map(Text::new),
            at: ago(seconds),
            detailed_status: None,
            service_token: None,
        });
    }

    /// A resource as it stands now, with its last row.
    pub fn resource(&mut self, stack: &str, id: &str, kind: &str, status: &str, reason: Option<&str>, seconds: i64) {
        self.row(stack, id, kind, status, reason, seconds);
        let physical = match kind {
            "AWS::ECS::Service" => SERVICE,
            "AWS::CloudFormation::Stack" => CHILD,
            _ => id,
        };
        self.resources.push(StackResource {
            logical_id: Text::new(id),
            physical_id: Some(Text::new(physical)),
            kind: Text::new(kind),
            status: ResourceStatus::parse(status),
            status_reason: reason.map(Text::new),
            updated_at: Some(ago(seconds)),
        });
        if stack == CHILD {
            let row = self.resources.pop().expect("just pushed");
            let topic = Topic::Resources(Text::new(CHILD));
            self.facts.learn(&topic, now(), Ok(News::Resources(vec![row])));
        }
    }

    pub fn service_row(&mut self, status: &str, reason: Option<&str>) -> &mut Self {
        self.resource(STACK, "Service", "AWS::ECS::Service", status, reason, 1140);
        self
    }

    pub fn stack(&mut self) -> &mut Stack {
        &mut self.stack
    }

    pub fn service(&mut self) -> &mut Service {
        &mut self.service
    }

    pub fn primary(&mut self) -> &mut Deployment {
        self.service.deployments.first_mut().expect("there is one")
    }

    pub fn past(&mut self) -> &mut Vec<ServiceDeployment> {
        &mut self.past
    }

    pub fn event(&mut self, message: &str, seconds: i64) {
        let id = Text::new(format!("event-{}", self.service.events.len()));
        self.service.events.push(ServiceEvent { id, at: ago(seconds), message: Text::new(message) });
    }

    /// A task that runs since then.
    pub fn running(&mut self, by: &str, seconds: i64) -> &mut Task {
        let mut task = self.blank(by, seconds + 30);
        task.last_status = Text::new("RUNNING");
        task.started_at = Some(ago(seconds));
        self.tasks.push(task);
        self.tasks.last_mut().expect("just pushed")
    }

    /// A task that ended then, after six seconds.
    pub fn stopped(&mut self, by: &str, code: &str, reason: &str, exit: Option<i32>, seconds: i64) -> &mut Task {
        let mut task = self.blank(by, seconds + 40);
        task.last_status = Text::new("STOPPED");
        task.desired_status = Text::new("STOPPED");
        task.stop_code = Some(Text::new(code));
        task.stopped_reason = Some(Text::new(reason));
        task.started_at = exit.map(|_| ago(seconds + 8));
        task.execution_stopped_at = Some(ago(seconds + 2));
        task.stopped_at = Some(ago(seconds));
        task.containers[0].exit_code = exit;
        if by == NEW && code != "UserInitiated" && !reason.starts_with("Scaling") {
            self.primary().failed += 1;
        }
        self.tasks.push(task);
        self.tasks.last_mut().expect("just pushed")
    }

    /// Tasks of the new deployment that exit 1, one every minute, newest one minute ago.
    pub fn crashes(&mut self, n: i64) -> &mut Self {
        for k in 1..=n {
            self.stopped(NEW, "EssentialContainerExited", "Essential container in task exited", Some(1), k * 60);
        }
        self
    }

    fn blank(&self, by: &str, seconds: i64) -> Task {
        let n = self.tasks.len();
        Task {
            started_by: Some(Text::new(by)),
            group: Some(Text::new("service:web")),
            created_at: Some(ago(seconds)),
            containers: vec![container("api")],
            ..Task::bare(
                Text::new(format!("arn:aws:ecs:eu-west-1:111122223333:task/prod/{n:08x}aaaabbbbccccddddeeeeffff")),
                revision(if by == NEW { 8 } else { 7 }),
                "PENDING",
                "RUNNING",
            )
        }
    }

    /// Log lines of a container of the newest stopped task of the new deployment.
    pub fn log(&mut self, container: &str, lines: &[&str]) {
        let newest = self.tasks.iter().filter(|t| t.is_stopped()).max_by_key(|t| t.stopped_at).expect("a stopped task");
        let stream = Text::new(format!("svc/{container}/{}", newest.id()));
        let source = LogSource { group: Text::new("/ecs/web"), region: None, stream: stream.clone(), from: ago(3600) };
        let records = lines.iter().enumerate().map(|(n, line)| LogRecord {
            id: Text::new(n.to_string()),
            group: Text::new("/ecs/web"),
            at: ago(62),
            ingested_at: None,
            stream: stream.clone(),
            message: Text::new(line),
        });
        self.facts.learn(&Topic::Log(source), now(), Ok(News::Log(records.collect())));
    }

    pub fn denied(&mut self, topic: &Topic, action: &'static str) {
        let fault = Fault { action, kind: FaultKind::AccessDenied, message: Text::new("not authorized") };
        self.facts.learn(topic, now(), Err(fault));
    }

    /// Everything told so far, as facts.
    pub fn told(mut self) -> Facts {
        self.rows.sort_by_key(|row| std::cmp::Reverse(row.at));
        self.service.events.sort_by_key(|event| std::cmp::Reverse(event.at));
        let stack = Text::new(STACK);
        for id in [STACK, CHILD] {
            let rows: Vec<_> = self.rows.iter().filter(|row| row.stack.raw() == id).cloned().collect();
            if !rows.is_empty() {
                self.facts.learn(&Topic::Events(Text::new(id)), now(), Ok(News::Events(rows)));
            }
        }
        self.facts.learn(&Topic::Resources(stack.clone()), now(), Ok(News::Resources(self.resources)));
        self.facts.learn(&Topic::Stack(stack), now(), Ok(News::Stack(Box::new(self.stack))));
        let topic = Topic::Services { cluster: Text::new("prod"), names: [Text::new("web")].into() };
        self.facts.learn(&topic, now(), Ok(News::Services(vec![self.service])));
        self.facts.learn(&Topic::Deployments(web()), now(), Ok(News::Deployments(self.past)));
        let tasks_denied = self.facts.services.get(&web()).is_some_and(|s| s.tasks.fault().is_some());
        if !tasks_denied {
            let listed = self.tasks.iter().map(|t| t.arn.clone()).collect();
            let news = News::Tasks { described: self.tasks, listed };
            self.facts.learn(&Topic::Tasks(web()), now(), Ok(news));
        }
        self.facts
    }
}

pub fn container(name: &str) -> Container {
    let name = Text::new(name);
    Container { name, image: None, last_status: None, exit_code: None, reason: None, health: None }
}

pub fn deployment(
    id: &str,
    rev: u32,
    status: DeploymentStatus,
    rollout: RolloutState,
    running: i32,
    seconds: i64,
) -> Deployment {
    Deployment {
        id: Text::new(id),
        status,
        task_definition: revision(rev),
        desired: 4,
        pending: 0,
        running,
        failed: 0,
        created_at: Some(ago(seconds)),
        updated_at: Some(ago(60)),
        rollout,
        rollout_reason: Some(Text::new(format!("ECS deployment {id} in progress."))),
    }
}

/// The open service deployment of a story.
pub fn open(detail: ServiceDeploymentDetail) -> ServiceDeployment {
    ServiceDeployment {
        arn: Text::new("arn:aws:ecs:eu-west-1:111122223333:service-deployment/prod/web/open"),
        status: ServiceDeploymentStatus::InProgress,
        status_reason: None,
        created_at: Some(ago(1140)),
        started_at: Some(ago(1140)),
        finished_at: None,
        target_revision: None,
        detail: Some(detail),
    }
}
