//! What to ask beside ECS, and only where the answer can decide something: every call counts against a quota that is
//! shared with everybody in the account.

use super::model::Model;
use super::overlay::Overlay;
use super::picked::picked;
use crate::diagnosis::beside::{images_in_question, wants_instances, wants_targets};
use crate::diagnosis::verdict::{Category, Finding, Verdict};
use crate::domain::Text;
use crate::domain::facts::{Facts, ServiceFacts};
use crate::domain::lever::Lever;
use crate::domain::operation::Operation;
use crate::domain::service::{Service, ServiceId};
use crate::domain::task_definition::TaskDefinition;
use crate::domain::topic::{REVISIONS_A_CALL, Topic};
use std::collections::BTreeSet;

/// The topics beside ECS that the services in question want now.
pub fn beside(model: &Model, services: &[ServiceId]) -> BTreeSet<Topic> {
    let mut topics = BTreeSet::new();
    for id in services {
        let Some(known) = model.facts.services.get(id) else { continue };
        let Some(service) = known.service.value() else { continue };
        let findings: Vec<&Finding> =
            model.diagnosis.findings.iter().filter(|finding| finding.service.as_ref() == Some(id)).collect();
        if fails_checks(model.diagnosis.verdict, known, service, &findings) {
            topics.extend(service.target_groups.iter().cloned().map(Topic::TargetHealth));
        }
        let images = findings.iter().flat_map(|finding| images_in_question(&model.facts, finding));
        topics.extend(images.map(Topic::Image));
        if findings.iter().any(|finding| wants_instances(finding)) {
            topics.insert(Topic::Capacity(id.cluster.clone()));
        }
        if count_matters(model, known, id, &findings) {
            topics.insert(Topic::Scaling(id.clone()));
        }
        topics.extend(revisions(&model.facts, known, service, id));
        // A revision the stack has gone back from: none of the service's deployments leads to it.
        topics.extend(findings.iter().filter_map(|f| f.revision.clone()).map(Topic::TaskDefinition));
        // What the open deployment comes from: ECS lists no deployment of it once its tasks are gone.
        topics.extend(known.source_definition().cloned().map(Topic::TaskDefinition));
    }
    topics
}

/// A health check is what fails; or tasks run, the deployment takes longer than usual and nothing else tells why.
fn fails_checks(verdict: Verdict, known: &ServiceFacts, service: &Service, findings: &[&Finding]) -> bool {
    if findings.iter().any(|finding| wants_targets(finding)) {
        return true;
    }
    let late = matches!(verdict, Verdict::Slow | Verdict::Stuck | Verdict::Failed);
    let unexplained = late && findings.iter().all(|f| matches!(f.category, Category::Other | Category::Benign));
    let runs = |id: &Text| {
        let tasks = known.tasks.value().into_iter().flat_map(|tasks| tasks.values());
        tasks.filter(|task| task.started_by.as_ref() == Some(id)).any(|t| !t.is_stopped() && t.started_at.is_some())
    };
    unexplained && !service.is_settled() && service.in_question().is_some_and(|(id, _)| runs(id))
}

/// The count has moved or is 0, somebody is about to set it to 0, or that is offered where the stack itself declares
/// autoscaling. The confirmation says anew what follows once the answer is there.
fn count_matters(model: &Model, known: &ServiceFacts, id: &ServiceId, findings: &[&Finding]) -> bool {
    let offered = || {
        let remedies = findings.iter().flat_map(|finding| &finding.remedies);
        remedies.map(|remedy| &remedy.operation).any(|operation| is_scaling(operation, id))
            && declares_scaling(&model.facts)
    };
    let chosen = || match &model.overlay {
        Some(Overlay::Confirm(confirm)) => {
            is_scaling(&confirm.operation, id)
                || matches!(&confirm.operation, Operation::SetScaling(change) if change.service == *id)
        }
        Some(Overlay::Menu { .. } | Overlay::Way) => picked(model).service.as_ref() == Some(id),
        _ => false,
    };
    let moved = || {
        let mut open = model.trackers.iter().filter(|tracker| tracker.is_open());
        open.any(|tracker| matches!(&tracker.operation, Operation::SetScaling(change) if change.service == *id))
    };
    let is_zero = known.counts.last().is_some_and(|(_, desired)| *desired == 0);
    let is_owed = || model.facts.emptied.contains_key(id);
    known.counts.len() > 1 || is_zero || is_owed() || offered() || chosen() || moved()
}

fn declares_scaling(facts: &Facts) -> bool {
    let resources = facts.nest.values().filter_map(|insides| insides.resources.value()).flatten();
    resources.into_iter().any(|resource| resource.kind.raw() == "AWS::ApplicationAutoScaling::ScalableTarget")
}

fn is_scaling(operation: &Operation, id: &ServiceId) -> bool {
    operation.lever() == Lever::ScaleToZero && operation.service() == Some(id)
}

/// The revisions of the open deployment, where the rows of the service do not show what changed: they name one task
/// definition only, or two with the same images, whose tags may have moved.
fn revisions(facts: &Facts, known: &ServiceFacts, service: &Service, id: &ServiceId) -> Option<Topic> {
    let open = known.open_deployment()?;
    let sources = &open.detail.as_ref()?.source_revisions;
    let definition = |arn: &Text| facts.task_definitions.get(arn)?.value();
    let listed: BTreeSet<&Text> = service.deployments.iter().map(|row| &row.task_definition).collect();
    let images: BTreeSet<Option<Vec<&Text>>> = listed.iter().map(|arn| definition(arn).map(images_of)).collect();
    let is_unclear = listed.len() < 2 || (images.len() == 1 && !images.contains(&None));
    let arns: BTreeSet<Text> = open.target_revision.iter().chain(sources).take(REVISIONS_A_CALL).cloned().collect();
    (is_unclear && !sources.is_empty() && !service.is_settled()).then(|| Topic::Revisions { service: id.clone(), arns })
}

fn images_of(definition: &TaskDefinition) -> Vec<&Text> {
    definition.containers.iter().filter_map(|container| container.image.as_ref()).collect()
}
