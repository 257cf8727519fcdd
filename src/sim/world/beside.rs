//! What stands beside ECS and moves with it: targets of the load balancer, images in the registry, container
//! instances, autoscaling.

use super::definitions::PORT;
use super::names::{instance_id, names_registry};
use super::state::{Life, World};
use crate::domain::capacity::{ContainerInstance, Room};
use crate::domain::scaling::{ScalableTarget, Suspended};
use crate::domain::service::ServiceId;
use crate::domain::target::{TargetHealth, TargetState};
use crate::domain::{Text, Timestamp};
use crate::sim::account::{SimContainerInstance, SimImage};
use crate::sim::scenario::{Fate, InstancesPlan, ServicePlan};

/// What an m5.xlarge registers.
const WHOLE: Room = Room { cpu: 4096, memory: 15_731 };
/// MiB that other services' tasks take on each instance of a cluster: our choice, so that none has half of itself left.
const TAKEN: [i32; 3] = [7_168, 9_216, 10_240];

impl World {
    /// Writes anew what the load balancer thinks of a service's tasks. A target that fails is unhealthy from its
    /// first check on, without the checks it takes to say so: our choice.
    pub(super) fn tell_targets(&mut self, service: usize) {
        let Some((_, control)) = self.service(service) else { return };
        let Some(group) = self.target_group_arn(&control.plan) else { return };
        let started = self.lives_of(service).filter(|(_, task, _)| task.started_at.is_some());
        let targets = started.map(|(_, task, life)| {
            let (state, reason, description) = health(life);
            TargetHealth {
                target: task.address.clone().unwrap_or_else(|| Text::new(format!("i-{:.17}", task.id()))),
                port: Some(PORT),
                state,
                reason: reason.map(Text::new),
                description: description.map(Text::new),
            }
        });
        let targets = targets.collect();
        self.account.targets.insert(group, targets);
    }

    /// A build has pushed the image of a revision, unless its fate is that it is not there.
    pub(super) fn push_image(&mut self, plan: &ServicePlan, revision: i32, at: Timestamp) {
        // An image of another registry is not ours to have.
        let reference = self.image(plan, revision);
        if names_registry(&plan.image) {
            return;
        }
        let Some((_, tag)) = reference.rsplit_once(':') else { return };
        let fate = if revision >= plan.revision { &plan.fate } else { &plan.old_fate };
        let images = self.account.images.entry(plan.image.clone()).or_default();
        if is_missing(fate) || images.iter().any(|image| image.tag == tag) {
            return;
        }
        let digest = format!("sha256:{:016x}{:016x}{:016x}{:016x}", sum(tag, 1), sum(tag, 2), sum(tag, 3), sum(tag, 4));
        images.push(SimImage { tag: tag.to_owned(), digest, pushed_at: at });
    }

    pub(super) fn add_scaling(&mut self, plan: &ServicePlan) {
        let Some(bounds) = plan.autoscaling else { return };
        let id = ServiceId { cluster: Text::new(&plan.cluster), name: Text::new(&plan.name) };
        let target =
            ScalableTarget { min: bounds.min, max: bounds.max, suspended: Suspended::default(), created_at: None };
        self.account.scalable_targets.insert(id, target);
    }

    /// Three instances for a cluster, when its first service on EC2 is told.
    pub(super) fn add_instances(&mut self, plan: &ServicePlan) {
        let has = self.account.container_instances.iter().any(|known| known.cluster == plan.cluster);
        if plan.launch_type != "EC2" || has {
            return;
        }
        for (place, taken) in (1_u64..).zip(TAKEN) {
            let id = match place {
                1 => instance_id(plan),
                _ => format!("{:016x}{:016x}", sum(&plan.cluster, place), sum(&plan.cluster, place + 9)),
            };
            let arn = self.arn("ecs", &format!("container-instance/{}/{id}", plan.cluster));
            let remaining = Room { memory: WHOLE.memory - taken, ..WHOLE };
            let instance = ContainerInstance {
                arn: arn.into(),
                ec2_id: Some(format!("i-0{:016x}", sum(&plan.cluster, place)).into()),
                status: Text::new("ACTIVE"),
                agent_connected: plan.instances == InstancesPlan::Connected,
                registered: WHOLE,
                remaining,
            };
            let cluster = plan.cluster.clone();
            self.account.container_instances.push(SimContainerInstance { cluster, instance, taken });
        }
    }

    /// Takes what the tasks of a service on EC2 need from its cluster's instances, one after the other in turn.
    pub(super) fn fill_instances(&mut self, service: usize) {
        let Some((_, control)) = self.service(service).filter(|(_, control)| control.plan.launch_type == "EC2") else {
            return;
        };
        let cluster = control.plan.cluster.clone();
        let needs = |task: &crate::domain::task::Task| {
            let definition = self.account.task_definitions.iter().find(|known| known.arn == task.task_definition)?;
            let number = |text: &Option<Text>| text.as_ref().and_then(|t| t.raw().parse().ok()).unwrap_or(0);
            Some(Room { cpu: number(&definition.cpu), memory: number(&definition.memory) })
        };
        let on_ec2 = self.account.tasks.iter().filter(|sim| sim.cluster == cluster && sim.task.address.is_none());
        let live = on_ec2.filter(|sim| self.lives.contains_key(sim.task.id()));
        let needed: Vec<Room> = live.filter_map(|sim| needs(&sim.task)).collect();
        let of_cluster = self.account.container_instances.iter_mut().filter(|known| known.cluster == cluster);
        for (place, known) in of_cluster.enumerate() {
            let mine = needed.iter().skip(place).step_by(TAKEN.len());
            let (cpu, memory) = mine.fold((0, 0), |(cpu, memory), room| (cpu + room.cpu, memory + room.memory));
            let whole = known.instance.registered;
            known.instance.remaining = Room { cpu: whole.cpu - cpu, memory: whole.memory - known.taken - memory };
        }
    }
}

/// The private address of a task: made of its id, so that it stays the same.
pub(super) fn address(task: &str) -> String {
    let sum = sum(task, 0);
    format!("10.0.{}.{}", 16 + (sum >> 8) % 32, 4 + sum % 250)
}

fn health(life: &Life) -> (TargetState, Option<&'static str>, Option<String>) {
    let told = |state, reason, words: &str| (state, Some(reason), Some(words.to_owned()));
    match life.fate.as_ref() {
        _ if life.ending => {
            told(TargetState::Draining, "Target.DeregistrationInProgress", "Target deregistration is in progress")
        }
        Fate::Unhealthy { reason, .. } => told(TargetState::Unhealthy, code(reason), reason),
        _ if life.good => (TargetState::Healthy, None, None),
        _ => told(TargetState::Initial, "Elb.InitialHealthChecking", "Initial health checks in progress"),
    }
}

/// The reason code that goes with the load balancer's words.
fn code(words: &str) -> &'static str {
    let words = words.to_ascii_lowercase();
    if words.contains("codes") {
        "Target.ResponseCodeMismatch"
    } else if words.contains("timed out") {
        "Target.Timeout"
    } else {
        "Target.FailedHealthChecks"
    }
}

/// Whether tasks cannot start because their image is not there.
fn is_missing(fate: &Fate) -> bool {
    matches!(fate, Fate::NeverStarts { reason, .. }
        if reason.contains("CannotPullContainerError") && reason.contains("not found"))
}

/// A number of a text and a salt: for what must look like chance and move nothing else.
fn sum(text: &str, salt: u64) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64 ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let sum = text.bytes().fold(start, |sum, b| (sum ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    (sum ^ (sum >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}
