//! How an account comes to be: its scenario is put on the agenda, and time passes until now.

use super::agenda::{Agenda, Happening, Step};
use super::dice::Dice;
use super::hold::Hold;
use super::state::{ServiceControl, StackControl, World, after};
use crate::domain::service::{BreakerSetting, Controller, Scheduling, Service, ServiceId};
use crate::domain::stack::{NESTED_STACK, Stack, StackStatus};
use crate::domain::{Text, Timestamp};
use crate::sim::account::{Account, LaunchType, SimService, SimStack};
use crate::sim::scenario::{OperationPlan, ResourcePlan, Scenario, ServicePlan, StackPlan};
use std::sync::Arc;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
/// Hours between two deploys: thirty of them stay well within the 90 days that ECS remembers.
const PACE: i64 = 41;
/// Updates of a stack that has nothing to tell.
const QUIET_DEPLOYS: i32 = 4;

impl World {
    /// Opens a scenario in the middle of the incident: its history is simulated up to `now`.
    pub fn open(scenario: &Scenario, seed: u64, now: Timestamp) -> Self {
        let account = Account {
            id: scenario.account.clone(),
            region: scenario.region.clone(),
            principal: format!("arn:aws:sts::{}:assumed-role/oncall-admin/you", scenario.account),
            alias: Some(scenario.alias.clone()).filter(|alias| !alias.is_empty()),
            stacks: vec![],
            services: vec![],
            tasks: vec![],
            task_definitions: vec![],
            log_groups: vec![],
            targets: [].into(),
            images: [].into(),
            scalable_targets: [].into(),
            container_instances: vec![],
            drifts: vec![],
            denied: scenario.denied.iter().cloned().collect(),
        };
        let mut world = Self {
            account,
            now: Timestamp::UNIX_EPOCH,
            agenda: Agenda::default(),
            dice: Dice::new(seed),
            controls: vec![],
            operations: vec![],
            lives: [].into(),
            requests_from: after(now, -HOUR),
            places: [].into(),
            log_lines: 0,
            asked: vec![],
            first_stop: None,
        };
        for plan in &scenario.stacks {
            let place = world.add_stack(plan);
            for service in scenario.services.iter().filter(|service| service.stack == plan.name) {
                world.add_service(place, plan, service);
            }
            world.declare_services(place);
        }
        for name in &scenario.quiet {
            world.add_stack(&quiet_stack(name));
        }
        for place in 0..world.operations.len() {
            let quiet = place >= scenario.stacks.len();
            let deploys = scenario.stacks.get(place).map_or(QUIET_DEPLOYS, |plan| plan.deploys);
            world.put_history(place, deploys, quiet, now);
        }
        world.advance(now);
        world
    }

    fn add_stack(&mut self, plan: &StackPlan) -> usize {
        let place = self.account.stacks.len();
        let parent = plan.nested_in.as_ref().and_then(|name| self.stack_planned(name));
        let name = match &plan.nested_as {
            // CloudFormation's own name for a nested stack.
            Some(logical) => format!("{}-{logical}-{}", plan.nested_in.as_deref().unwrap_or(""), self.dice.suffix()),
            None => plan.name.clone(),
        };
        let uuid = self.dice.uuid();
        let id = Text::new(self.arn("cloudformation", &format!("stack/{name}/{uuid}")));
        let (parent_id, root) = match parent.and_then(|parent| self.account.stacks.get(parent)) {
            Some(sim) => (Some(sim.stack.id.clone()), Some(sim.stack.root.clone().unwrap_or(sim.stack.id.clone()))),
            None => (None, None),
        };
        self.account.stacks.push(SimStack {
            stack: Stack {
                id: id.clone(),
                name: Text::new(name),
                status: StackStatus::CreateInProgress,
                status_reason: None,
                created_at: None,
                updated_at: None,
                deleted_at: None,
                parent: parent_id,
                root,
                role: Some(format!("arn:aws:iam::{}:role/cloudformation-deploy", self.account.id).into()),
                rollback_disabled: plan.rollback_disabled,
                drift_checked_at: None,
            },
            resources: vec![],
            events: vec![],
        });
        self.operations.push(StackControl {
            parent,
            nested: vec![],
            resources: plan.resources.clone(),
            operation: plan.operation.clone(),
            incident: None,
            express: plan.express,
            told: plan.told,
            planned_as: plan.name.clone(),
            began: Timestamp::UNIX_EPOCH,
            rollback_failed: [].into(),
            skipped: [].into(),
            continued: false,
            forced: false,
            kept: [].into(),
            rollback_disabled: plan.rollback_disabled,
            last_token: None,
        });
        for resource in &plan.resources {
            let physical = format!("{}-{}", plan.name, resource.id.to_lowercase());
            self.declare(place, &resource.id, &resource.kind, Some(physical.into()));
        }
        if let (Some(parent), Some(logical)) = (parent, &plan.nested_as) {
            self.declare(parent, logical, NESTED_STACK, Some(id));
            if let Some(control) = self.operations.get_mut(parent) {
                control.nested.push((place, logical.clone()));
            }
        }
        place
    }

    fn stack_planned(&self, name: &str) -> Option<usize> {
        self.operations.iter().position(|control| control.planned_as == name)
    }

    fn add_service(&mut self, stack: usize, stack_plan: &StackPlan, plan: &ServicePlan) {
        let service = Service {
            id: ServiceId { cluster: Text::new(&plan.cluster), name: Text::new(&plan.name) },
            arn: self.arn("ecs", &format!("service/{}/{}", plan.cluster, plan.name)).into(),
            cluster_arn: self.arn("ecs", &format!("cluster/{}", plan.cluster)).into(),
            status: Text::new("ACTIVE"),
            desired: plan.desired,
            running: 0,
            pending: 0,
            task_definition: Text::new(""),
            scheduling: Scheduling::parse(&plan.scheduling),
            controller: Controller::parse(&plan.controller),
            created_at: None,
            grace_period: plan.target_group.as_ref().map(|_| 60),
            breaker: plan.breaker.map(|breaker| BreakerSetting { enabled: true, rollback: breaker.rollback }),
            min_healthy_percent: Some(plan.min_healthy_percent),
            max_percent: Some(plan.old_max_percent.unwrap_or(plan.max_percent)),
            target_groups: self.target_group_arn(plan).map(Text::new).into_iter().collect(),
            deployments: vec![],
            task_sets: vec![],
            events: vec![],
        };
        self.add_scaling(plan);
        self.add_instances(plan);
        let launch_type = LaunchType::parse(&plan.launch_type);
        self.account.services.push(SimService { service, history: vec![], revisions: vec![], launch_type });
        self.controls.push(ServiceControl {
            plan: Arc::new(plan.clone()),
            stack,
            revision: plan.revision - stack_plan.deploys - 1,
            incident: None,
            failures: 0,
            next_wave: Timestamp::UNIX_EPOCH,
            next_look: None,
            launched: 0,
            hold: Hold::default(),
            tasks: vec![],
            stale: true,
        });
    }

    /// Puts a stack's past and its incident on the agenda. A nested stack follows its parent.
    fn put_history(&mut self, place: usize, deploys: i32, quiet: bool, now: Timestamp) {
        let Some(control) = self.operations.get(place).filter(|control| control.parent.is_none()) else { return };
        let (operation, told) = (control.operation.clone(), control.told);
        let began = operation.as_ref().map(|op| after(now, -(op.began_minutes_ago() * MINUTE as f64) as i64));
        let last = began.unwrap_or(now);
        if let Some(OperationPlan::FailedCreate { .. }) = operation {
            return self.agenda.put(last, Happening::Operation(place, Step::CreateAndFail));
        }
        let pace = if quiet { 4 * PACE } else { PACE } * HOUR;
        let offset = self.dice.between(5 * HOUR, 30 * HOUR);
        let mut at = after(last, -(i64::from(deploys) * pace) - offset);
        let created = after(at, -48 * HOUR);
        self.mark_created(place, created);
        let mut updates = vec![];
        for _ in 0..deploys {
            let shift = self.dice.between(-4 * HOUR, 4 * HOUR);
            updates.push(after(at, shift));
            at = after(at, pace);
        }
        if told {
            self.tell_past(place, created, &updates);
        } else {
            self.agenda.put(created, Happening::Operation(place, Step::Create));
            updates.iter().for_each(|at| self.agenda.put(*at, Happening::Operation(place, Step::Begin)));
        }
        if let Some(began) = began {
            let deletes = matches!(operation, Some(OperationPlan::Delete { .. }));
            let step = if deletes { Step::Delete } else { Step::Begin };
            self.agenda.put(began, Happening::Operation(place, step));
            self.mark_incident(place, began);
        }
    }

    fn mark_created(&mut self, place: usize, at: Timestamp) {
        if let Some(sim) = self.account.stacks.get_mut(place) {
            sim.stack.created_at = Some(at);
        }
        for (sim, control) in self.account.services.iter_mut().zip(&self.controls) {
            if control.stack == place {
                sim.service.created_at = Some(at);
            }
        }
        for (child, _) in self.operations.get(place).map(|control| control.nested.clone()).unwrap_or_default() {
            self.mark_created(child, at);
        }
    }

    fn mark_incident(&mut self, place: usize, began: Timestamp) {
        if let Some(control) = self.operations.get_mut(place) {
            control.incident = Some(began);
        }
        self.controls.iter_mut().filter(|control| control.stack == place).for_each(|c| c.incident = Some(began));
        for (child, _) in self.operations.get(place).map(|control| control.nested.clone()).unwrap_or_default() {
            self.mark_incident(child, began);
        }
    }
}

fn quiet_stack(name: &str) -> StackPlan {
    let resource = |id: &str, kind: &str, changes| ResourcePlan {
        id: id.to_owned(),
        kind: kind.to_owned(),
        changes,
        ..ResourcePlan::default()
    };
    StackPlan {
        name: name.to_owned(),
        resources: vec![
            resource("Queue", "AWS::SQS::Queue", true),
            resource("DeadLetters", "AWS::SQS::Queue", false),
            resource("Alarm", "AWS::CloudWatch::Alarm", false),
        ],
        ..StackPlan::default()
    }
}
