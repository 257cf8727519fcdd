//! What the circuit breaker will do about a deployment that fails, so that nobody waits for it in vain.

use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::failures::Tally;
use crate::diagnosis::reading::Reader;
use crate::diagnosis::verdict::{Category, Confidence, Evidence, EvidenceSource, Finding};
use crate::diagnosis::view::{BreakerView, ServiceView, View};
use crate::domain::Text;
use crate::domain::deployment::RolloutState;

/// At most one finding, where tasks of a deployment under way fail.
pub fn prospects(view: &View<'_>, service: &ServiceView<'_>, reader: &Reader) -> Option<Candidate> {
    let (episode, known) = (service.current()?, service.service?);
    let status = view.status().filter(|s| !s.is_failed() && !s.is_rolled_back())?;
    if status.is_rolling_back() {
        return None;
    }
    let row = episode.deployment.filter(|d| d.rollout == RolloutState::InProgress)?;
    let tally = Tally::of(episode, view.facts, reader);
    let breaker = BreakerView::of(service).filter(|_| tally.failed > 0 || row.failed > 0)?;
    let (cause, short, step) = said(view, breaker, &tally)?;
    // Where it is off nothing counts, whatever numbers are told.
    let quote = match breaker.enabled {
        false => "circuit breaker off".to_owned(),
        true => format!(
            "circuit breaker on, rollback {}, {} of {} failures counted",
            if breaker.rollback { "on" } else { "off" },
            breaker.failures,
            breaker.threshold
        ),
    };
    let about = service.service_deployment().filter(|d| d.is_open()).map_or(&known.arn, |d| &d.arn).clone();
    let evidence = Evidence { source: EvidenceSource::Deployment, at: row.updated_at, quote: Text::new(quote), about };
    let finding = Finding {
        cause,
        category: Category::DeploymentConfig,
        confidence: Confidence::High,
        summary: format!("{}: {short}", service.id.name),
        extent: String::new(),
        service: Some(service.id.clone()),
        evidence: vec![evidence],
        next_steps: vec![step.to_owned()],
        remedies: Vec::new(),
        revision: None,
    };
    Some(Candidate::new(finding, Bearing::Context, 0, short))
}

/// Cause, words and next step; nothing where it does what one expects.
fn said(view: &View<'_>, breaker: BreakerView, tally: &Tally) -> Option<(&'static str, String, &'static str)> {
    let BreakerView { failures, threshold, .. } = breaker;
    if !breaker.enabled {
        // Where no stack waits for it there is no limit either.
        let limit = if view.is_moving() { " before CloudFormation's limit of about 3 h" } else { "" };
        let words = format!("the circuit breaker is off: nothing ends this deployment{limit}");
        return Some(("breaker_off", words, "Turn the deployment circuit breaker on, with rollback."));
    }
    if breaker.is_reset(tally.failed, tally.ran) {
        let words = format!(
            "the circuit breaker will not trip: a task that reached RUNNING has put the count back to 0 ({failures} of \
             {threshold} counted, {} tasks failed)",
            tally.failed
        );
        let step = "Do not wait for the circuit breaker: correct the cause and {deploy|deploy again}, or end the deployment. \
                    resetOnHealthyTask=false makes it count every failure.";
        return Some(("breaker_will_not_trip", words, step));
    }
    if !breaker.has_return {
        let words = "no revision to return to: when the circuit breaker trips it ends the deployment and nothing is \
                     rolled back";
        let step = "Expect the stack to fail: a first deployment has none to go back to. Correct the cause and \
                    {deploy|deploy again}.";
        return Some(("no_revision_to_return_to", words.to_owned(), step));
    }
    let words = "the circuit breaker is on and its rollback off: when it trips the deployment fails and stays as it is, \
                 until CloudFormation rolls back";
    let step = "Turn the circuit breaker's rollback on.";
    (!breaker.rollback).then(|| ("breaker_without_rollback", words.to_owned(), step))
}
