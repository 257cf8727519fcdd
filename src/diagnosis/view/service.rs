//! A service with its row in the stack and the deployments that matter.

use super::episode::{Episode, Role};
use super::nest::ResourceAt;
use super::operation::OperationView;
use super::undone::forgotten;
use super::usual::Usual;
use crate::domain::deployment::{DeploymentStatus, HookWait, RolloutState, ServiceDeployment};
use crate::domain::facts::ServiceFacts;
use crate::domain::service::{Controller, Scheduling, Service, ServiceId};
use crate::domain::stack::{ResourceStatus, StackStatus};
use crate::domain::{Text, Timestamp};

/// One service as the rules see it.
#[derive(Clone, Debug)]
pub struct ServiceView<'a> {
    pub id: &'a ServiceId,
    pub facts: &'a ServiceFacts,
    pub service: Option<&'a Service>,
    /// Its row in the stack.
    pub row: Option<ResourceAt<'a>>,
    /// The current deployment first, then those given up.
    pub episodes: Vec<Episode<'a>>,
    /// The stack waits for it, or stopped at it.
    pub holds_stack: bool,
}

impl<'a> ServiceView<'a> {
    /// Puts together what is known about a service.
    pub fn of(
        id: &'a ServiceId,
        facts: &'a ServiceFacts,
        row: Option<ResourceAt<'a>>,
        operation: &OperationView<'a>,
        status: Option<&StackStatus>,
    ) -> Self {
        let service = facts.service.value();
        let tasks = || facts.tasks.value().into_iter().flat_map(|tasks| tasks.values());
        let mut episodes = Vec::new();
        if let Some(service) = service {
            let turned = operation.turned(row).filter(|_| status.is_some_and(|s| s.as_str().contains("ROLLBACK")));
            episodes.extend(deployment_episodes(service, operation, turned));
            if status.is_some_and(|s| s.as_str().contains("ROLLBACK") || s.is_failed()) {
                episodes.extend(forgotten(service, tasks(), row, operation, &episodes));
            }
        }
        for episode in &mut episodes {
            episode.tasks =
                tasks().filter(|task| episode.id.is_some() && task.started_by.as_ref() == episode.id).collect();
        }
        let moving = status.is_some_and(|s| s.is_moving() || s.is_failed());
        // What is cleaned up has been updated already: a row that says otherwise was read before.
        let cleans = status.is_some_and(|s| s.as_str().ends_with("_CLEANUP_IN_PROGRESS"));
        let open = row.map(|at| match &at.resource.status {
            status if cleans => *status == ResourceStatus::DeleteInProgress,
            status => status.is_in_progress() || status.is_failed(),
        });
        let is_unfinished = || episodes.first().is_some_and(Episode::is_open);
        let holds_stack = moving && open.unwrap_or_else(is_unfinished);
        Self { id, facts, service, row, episodes, holds_stack }
    }

    /// The deployment it is being moved to.
    pub fn current(&self) -> Option<&Episode<'a>> {
        self.episodes.first().filter(|e| e.role == Role::Current)
    }

    /// The open or newest service deployment.
    pub fn service_deployment(&self) -> Option<&'a ServiceDeployment> {
        let all = self.facts.deployments.value()?;
        all.iter().find(|d| d.is_open()).or_else(|| all.first())
    }

    /// Its service deployments that were created at or after a time, newest first; none where the time is not known.
    pub fn deployments_since(&self, began: Option<Timestamp>) -> Vec<&'a ServiceDeployment> {
        let (Some(all), Some(began)) = (self.facts.deployments.value(), began) else { return Vec::new() };
        all.iter().filter(|d| d.created_at.is_some_and(|at| at >= began)).collect()
    }

    /// How long its deployments usually take.
    pub fn usual(&self) -> Option<Usual> {
        Usual::of(self.facts.deployments.value()?)
    }

    /// Seconds after which it is no longer usual: its own longest ordinary deployment, ten minutes without history. At
    /// least two minutes, since the shortest deployments vary by the time an image takes to pull (our choice).
    pub fn patience(&self) -> u64 {
        self.usual().map_or(600, |usual| usual.longest.max(120))
    }

    /// When the current deployment began.
    pub fn began(&self) -> Option<Timestamp> {
        self.current().and_then(|e| e.from)
    }

    /// When its deployment went on past a pause hook: what it waited there for a person is none of its own slowness. AWS
    /// tells no time of the answer; it is the last time the deployment moved since (our choice: too late rather than
    /// too early).
    pub fn went_on(&self) -> Option<Timestamp> {
        let detail = self.service_deployment()?.detail.as_ref()?;
        // A hook that is a function has no time to be answered by, and is part of what is usual.
        let was_paused = detail.hooks.iter().any(|hook| hook.expires_at.is_some());
        let waits = detail.hooks.iter().any(HookWait::is_waiting);
        detail.updated_at.filter(|_| was_paused && !waits)
    }

    /// When something last moved: the deployment began or went to another stage, one of its live tasks began, or the
    /// stack took a step.
    pub fn last_movement(&self, operation: &OperationView<'_>) -> Option<Timestamp> {
        let episode = self.current()?;
        let live = episode.tasks.iter().filter(|t| !t.is_stopped());
        let steps = live.flat_map(|t| [t.created_at, t.pull_started_at, t.pull_stopped_at, t.started_at]).flatten();
        let row = self.row.and_then(|at| operation.newest_of(at.stack, &at.resource.logical_id)).map(|e| e.at);
        let open = self.service_deployment().filter(|d| d.is_open()).and_then(|d| d.detail.as_ref()?.updated_at);
        steps.chain(episode.from).chain(row).chain(open).max()
    }

    /// The revision that worked before this episode: the other listed deployment that is complete or still serves.
    pub fn good_revision(&self, episode: &Episode<'_>) -> Option<&'a Text> {
        let others = self.service?.deployments.iter().filter(|d| Some(&d.id) != episode.id);
        let good = |d: &&crate::domain::deployment::Deployment| {
            d.rollout != RolloutState::Failed
                && (d.rollout == RolloutState::Completed
                    || d.running > 0
                    || d.status == DeploymentStatus::Active
                    || episode.role == Role::Undone)
        };
        let best = others.filter(good).max_by_key(|d| (d.rollout == RolloutState::Completed, d.created_at));
        // Of task sets the one that takes the traffic is the good one.
        let set = || {
            let mut sets = self.service.into_iter().flat_map(|s| &s.task_sets);
            sets.find(|set| Some(&set.id) != episode.id && set.status.raw() == "PRIMARY")
                .map(|set| &set.task_definition)
        };
        let listed = best.map(|d| &d.task_definition).or_else(set);
        let listed = listed.or_else(|| self.facts.source_definition().filter(|_| episode.role == Role::Current));
        listed.filter(|arn| Some(*arn) != episode.task_definition)
    }

    /// Whether its desired count is 0. A DAEMON service has no count, and where another controller runs the tasks it
    /// is that of a task set.
    pub fn wants_none(&self) -> bool {
        self.service.is_some_and(|s| {
            s.desired == 0
                && s.scheduling != Scheduling::Daemon
                && !matches!(s.controller, Controller::CodeDeploy | Controller::External)
        })
    }
}

/// The primary deployment and those ECS lists as failed. A deployment older than the change was taken up again when
/// the rollback turned: what was told before that is of the deployment the rollback undoes.
fn deployment_episodes<'a>(
    service: &'a Service,
    operation: &OperationView<'a>,
    turned: Option<Timestamp>,
) -> Vec<Episode<'a>> {
    let Some(primary) = service.primary() else { return task_set_episode(service).into_iter().collect() };
    let began = |at: Option<Timestamp>| at.or(operation.change_began);
    let is_older = primary.created_at.zip(operation.change_began).is_some_and(|(made, change)| made < change);
    let taken_up = turned.filter(|_| is_older).or(primary.created_at);
    let mut found = vec![Episode {
        id: Some(&primary.id),
        role: Role::Current,
        deployment: Some(primary),
        task_set: None,
        task_definition: Some(&primary.task_definition),
        tasks: Vec::new(),
        from: began(taken_up),
        until: None,
    }];
    let failed = service.deployments.iter().filter(|d| d.rollout == RolloutState::Failed && d.id != primary.id);
    found.extend(failed.max_by_key(|d| d.created_at).map(|d| Episode {
        id: Some(&d.id),
        role: Role::Undone,
        deployment: Some(d),
        task_set: None,
        task_definition: Some(&d.task_definition),
        tasks: Vec::new(),
        from: began(d.created_at),
        until: taken_up,
    }));
    found
}

/// The task set the service is being moved to, where another controller than ECS runs it: the newest.
fn task_set_episode(service: &Service) -> Option<Episode<'_>> {
    let newest = service.task_sets.iter().max_by_key(|set| set.created_at)?;
    Some(Episode {
        id: Some(&newest.id),
        role: Role::Current,
        deployment: None,
        task_set: Some(newest),
        task_definition: Some(&newest.task_definition),
        tasks: Vec::new(),
        from: newest.created_at,
        until: None,
    })
}
