//! A deployment in which nothing moves for longer than this service's own deployments took, and the one reason for
//! that which can be computed: minimum and maximum percent that leave no room.

use super::percents;
use super::quotes::{event, rollout, stack_row};
use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::remedies;
use crate::diagnosis::verdict::{Category, Confidence, Evidence, Finding};
use crate::diagnosis::view::{ServiceView, View};
use crate::domain::Timestamp;
use crate::domain::clock::{seconds_between, short_duration};
use crate::domain::deployment::RolloutState;
use crate::domain::service::Controller;

/// Below this nothing is called stalled, however quick the service usually is: an image can take that long to pull
/// (our choice).
const LEAST: u64 = 300;

/// Seconds ECS is given to start the first task of a deployment before percents are held to leave it no room (our
/// choice).
const BEGINS: u64 = 120;

/// At most one finding, of the current deployment.
pub fn no_movement(view: &View<'_>, service: &ServiceView<'_>, now: Timestamp) -> Option<Candidate> {
    let (episode, known) = (service.current()?, service.service?);
    let deployment = episode.deployment.filter(|d| d.rollout != RolloutState::Completed)?;
    if !episode.is_open() || matches!(known.controller, Controller::CodeDeploy | Controller::External) {
        return None;
    }
    let still_for = seconds_between(service.last_movement(&view.operation)?, now);
    let others = || known.deployments.iter().filter(|d| d.id != deployment.id).map(|d| i64::from(d.running.max(0)));
    // Computed and not guessed: it needs no patience beyond the time ECS takes to begin.
    let is_full =
        deployment.running == 0 && deployment.pending == 0 && others().sum::<i64>() >= i64::from(known.desired);
    let deadlock = percents::why(known).filter(|_| is_full && still_for >= BEGINS);
    if deadlock.is_none() && still_for < service.patience().max(LEAST) {
        return None;
    }
    let name = &service.id.name;
    let for_long = short_duration(still_for);
    let than = match service.usual() {
        Some(usual) => format!("its deployments usually take {}", short_duration(usual.typical)),
        None => "it has no finished deployment to compare with".to_owned(),
    };
    let counts = format!("{} of {} tasks running", deployment.running, deployment.desired);
    let (cause, category, confidence, short, step) = match deadlock {
        Some(words) => (
            "min_max_percent_deadlock",
            Category::DeploymentConfig,
            Confidence::High,
            words,
            percents::step(known).unwrap_or_default(),
        ),
        None => (
            "no_progress",
            Category::Other,
            Confidence::Low,
            format!("nothing has moved for {for_long} ({counts}; {than})"),
            format!("Look at the events and the waiting tasks of {name}: no message names a cause."),
        ),
    };
    let mut evidence: Vec<Evidence> = rollout(episode, known.arn.clone()).into_iter().collect();
    evidence.extend(known.events.iter().find(|e| episode.covers(e.at)).map(|e| event(e, service)));
    evidence.extend(stack_row(view, service));
    let finding = Finding {
        cause,
        category,
        confidence,
        summary: format!("{name} does not move on to {}: {short}", episode.revision()),
        extent: String::new(),
        service: Some(service.id.clone()),
        evidence,
        next_steps: vec![step],
        remedies: remedies::for_service(view, service),
        revision: None,
    };
    let short = format!("does not move: {short}");
    let (depth, is_wrapper) = if cause == "no_progress" { (1, true) } else { (6, false) };
    Some(Candidate {
        finding,
        bearing: Bearing::Blocks,
        depth,
        is_wrapper,
        count: 1,
        latest: Some(now),
        short,
        decisive: String::new(),
        advice: None,
    })
}
