//! Facts to a diagnosis: join, ask the rules, rank, judge, say.

use super::beside;
use super::candidate::{Bearing, Candidate};
use super::clocks::clocks;
use super::headline::headline;
use super::impact::impact;
use super::judge::judge;
use super::not_checked::not_checked;
use super::rank::ranked;
use super::reading::Reader;
use super::remedies;
use super::rules::{
    at_zero, behind, breaker, cancelled, changed, churn, controller, deletion, deployment_said, holder,
    operation_failed, remembered, rollback_failed, service_events, stalled, tasks, usual, waiting,
};
use super::takes::Takes;
use super::verdict::{Diagnosis, StackLine};
use super::view::{Recalled, ServiceView, View};
use super::words::with_short_names_in_words;
use crate::domain::Timestamp;
use crate::domain::facts::Facts;

/// Why it is stuck, or that it is not. Pure, and quick enough to run whenever facts change.
pub fn diagnose(facts: &Facts, now: Timestamp) -> Diagnosis {
    let view = View::of(facts);
    let reader = Reader::default();
    let mut found = Vec::new();
    if view.stack.is_some() {
        for service in &view.services {
            found.extend(of_service(&view, service, &reader, now));
        }
        found.extend(rollback_failed::left_behind(&view, &reader));
        found.extend(cancelled::on_purpose(&view, now));
        found.extend(operation_failed::first_failure(&view, &reader, now));
        found.extend(holder::holding(&view, now));
        found.extend(deletion::told(&view, &reader));
    }
    let holding = view.services.iter().filter(|s| s.holds_stack).map(|s| s.id).collect();
    let mut found = ranked(found, &holding);
    let seen = remembered::causes(&view, &found, now);
    if !seen.is_empty() {
        found.extend(seen);
        found = ranked(found, &holding);
    }
    beside::supported(facts, &mut found, now);
    found.iter_mut().for_each(Candidate::advise);
    let takes = Takes::of(view.stack);
    for step in found.iter_mut().flat_map(|c| &mut c.finding.next_steps) {
        *step = with_short_names_in_words(&takes.tell(step));
    }
    let verdict = judge(&view, &found, now);
    let impact = impact(&view, &found, now);
    let headline = headline(&view, verdict, (&found, &impact), now);
    let clocks = clocks(&view, &found, &reader, now);
    let no_way_out = remedies::settle(&view, verdict, &mut found, (&clocks, now));
    Diagnosis {
        stack: line(&view),
        change_began: view.operation.change_began,
        verdict,
        headline,
        impact,
        no_way_out,
        changes: changed::of_services(&view, &found),
        clocks,
        blocking: found.iter().take_while(|c| c.bearing >= Bearing::Blocks).count(),
        findings: found.into_iter().map(|c| c.finding).collect(),
        not_checked: not_checked(facts),
    }
}

/// Rules of one service. Counts, silence and the usual wait are asked only where nothing says more.
fn of_service(view: &View<'_>, service: &ServiceView<'_>, reader: &Reader, now: Timestamp) -> Vec<Candidate> {
    let mut found = tasks::failing(view, service, reader, now);
    found.extend(service_events::told(view, service, reader, now));
    behind::health(view, service, reader, &mut found);
    found.extend(deployment_said::told(view, service, reader, now));
    if Recalled::of(view, service).is_some_and(|recalled| recalled.is_turning(view, service, now)) {
        // What is given up stands in nobody's way.
        let obstacles = found.iter_mut().filter(|c| c.bearing == Bearing::Blocks);
        obstacles.for_each(|c| c.bearing = Bearing::Context);
    }
    let moved = at_zero::came_back(view, service, now).or_else(|| beside::brought_back(service));
    let on_purpose = waiting::on_purpose(view, service, now);
    // Who deploys it is said whatever else is found: what ECS and CloudFormation can do depends on it.
    let controller = controller::of_another(view, service);
    let is_others = controller.is_some();
    let is_open = on_purpose.is_empty() && !found.iter().any(|c| c.bearing >= Bearing::Blocks);
    found.extend(on_purpose);
    found.extend(moved);
    if is_open {
        found.extend(churn::replaced(view, service, now).or_else(|| stalled::no_movement(view, service, now)));
        // Targets that fail are no proof by themselves; where nothing moves they are why.
        let weighs =
            if found.iter().any(|c| c.bearing >= Bearing::Blocks) { Bearing::Blocks } else { Bearing::Context };
        found.extend(beside::unhealthy(view, service, weighs));
        if found.is_empty() && !is_others {
            found.extend(usual::wait(view, service, now));
        }
    }
    found.extend(controller);
    found.extend(at_zero::serves_nothing(view, service, now));
    found.extend(at_zero::at_rest(view, service, now));
    if view.is_yet_to_turn(service) {
        let obstacles = found.iter_mut().filter(|c| c.bearing == Bearing::Blocks);
        obstacles.for_each(|c| c.bearing = Bearing::Context);
    }
    if found.iter().any(|c| c.bearing == Bearing::Blocks) {
        found.extend(breaker::prospects(view, service, reader));
    }
    found
}

fn line(view: &View<'_>) -> Option<StackLine> {
    let stack = view.stack?;
    // A stack that has settled a moment ago has no row of it yet: when it began is not since when it is so.
    let is_untold = view.operation.events.iter().any(|e| e.is_about_stack() && e.stack == stack.id);
    let told = || stack.deleted_at.or(stack.updated_at).or(stack.created_at).filter(|_| !is_untold);
    let settled = || view.settled_at().or_else(told);
    let since = view.status_since().or_else(settled);
    Some(StackLine { name: stack.name.clone(), id: stack.id.clone(), status: stack.status.clone(), since })
}
