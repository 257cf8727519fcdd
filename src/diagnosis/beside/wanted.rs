//! What a finding wants to have asked, because the answer can decide something.

use crate::diagnosis::verdict::{Category, Evidence, EvidenceSource, Finding};
use crate::domain::Text;
use crate::domain::facts::Facts;
use std::collections::BTreeSet;

/// Images asked for one finding at most: where the words name none, those of all containers are meant.
const IMAGES: usize = 3;

/// References of the images a finding about a pull is about; empty for any other finding.
pub fn images_in_question(facts: &Facts, finding: &Finding) -> Vec<Text> {
    let quotes: Vec<&Evidence> = finding.evidence.iter().filter(|quote| is_pull(quote)).collect();
    if quotes.is_empty() {
        return Vec::new();
    }
    let used = references(facts, finding, &quotes);
    let named = used.iter().filter(|image| quotes.iter().any(|quote| quote.quote.raw().contains(image.raw())));
    let named: Vec<Text> = named.take(IMAGES).cloned().collect();
    if named.is_empty() { used.into_iter().take(IMAGES).collect() } else { named }
}

fn is_pull(evidence: &Evidence) -> bool {
    let told = matches!(
        evidence.source,
        EvidenceSource::Task | EvidenceSource::Container | EvidenceSource::ServiceEvent | EvidenceSource::Deployment
    );
    told && evidence.quote.raw().to_ascii_lowercase().contains("cannotpull")
}

/// The images of the tasks that are quoted; of the service's deployments where only events are.
fn references(facts: &Facts, finding: &Finding, quotes: &[&Evidence]) -> BTreeSet<Text> {
    let Some(known) = finding.service.as_ref().and_then(|id| facts.services.get(id)) else { return BTreeSet::new() };
    let tasks = quotes.iter().filter_map(|quote| known.tasks.value()?.get(&quote.about));
    let of_tasks: BTreeSet<Text> = tasks.flat_map(|task| &task.containers).filter_map(|c| c.image.clone()).collect();
    if !of_tasks.is_empty() {
        return of_tasks;
    }
    let deployments = known.service.value().into_iter().flat_map(|service| &service.deployments);
    let definitions = deployments.filter_map(|row| facts.task_definitions.get(&row.task_definition)?.value());
    definitions.flat_map(|definition| &definition.containers).filter_map(|container| container.image.clone()).collect()
}

/// Whether it is about a load balancer's health check.
pub fn wants_targets(finding: &Finding) -> bool {
    finding.category == Category::HealthCheck
        && !matches!(finding.cause, "container_health_check_failed" | "dependency_unhealthy")
}

/// Whether a place on instances is what is missing.
pub fn wants_instances(finding: &Finding) -> bool {
    let unplaced = |quote: &Evidence| {
        quote.source == EvidenceSource::ServiceEvent && quote.quote.raw().contains("unable to place a task")
    };
    matches!(finding.category, Category::Resources | Category::AgentOrInstance) && finding.evidence.iter().any(unplaced)
}
