//! The calls a reader can make to see the same.

use super::verdict::Diagnosis;
use crate::domain::Text;
use crate::domain::facts::Facts;
use crate::domain::identity::Place;
use crate::domain::service::ServiceId;
use crate::domain::shell::shell_word;
use std::collections::BTreeSet;

/// Log streams named at most: enough to see what the failing tasks said.
const STREAMS: usize = 3;
/// Tasks named at most, of those the findings quote.
const TASKS: usize = 5;

/// `aws` commands that only read, from the stack down to the failing line.
pub fn repeat(facts: &Facts, diagnosis: &Diagnosis, place: &Place) -> Vec<String> {
    let mut commands = vec!["aws sts get-caller-identity".to_owned()];
    if let Some(stack) = facts.stack.value() {
        let name = shell_word(&stack.name);
        commands.push(format!("aws cloudformation describe-stacks --stack-name {name}"));
        for id in facts.nest.keys() {
            let id = if *id == stack.id { name.clone() } else { shell_word(id) };
            commands.push(format!("aws cloudformation describe-stack-events --stack-name {id}"));
        }
    }
    let about: BTreeSet<&ServiceId> = diagnosis.findings.iter().filter_map(|f| f.service.as_ref()).collect();
    for id in about {
        let (cluster, name) = (shell_word(&id.cluster), shell_word(&id.name));
        commands.push(format!("aws ecs describe-services --cluster {cluster} --services {name}"));
        commands.push(format!("aws ecs list-service-deployments --cluster {cluster} --service {name}"));
        let list = format!("aws ecs list-tasks --cluster {cluster} --service-name {name} --desired-status");
        commands.extend(["RUNNING", "STOPPED"].map(|status| format!("{list} {status}")));
        let tasks: Vec<String> = quoted_tasks(diagnosis, id).into_iter().take(TASKS).map(shell_word).collect();
        if !tasks.is_empty() {
            commands.push(format!("aws ecs describe-tasks --cluster {cluster} --tasks {}", tasks.join(" ")));
        }
        let service = facts.services.get(id).and_then(|known| known.service.value());
        let revisions: BTreeSet<&Text> =
            service.into_iter().flat_map(|s| &s.deployments).map(|d| &d.task_definition).collect();
        for arn in revisions {
            commands.push(format!("aws ecs describe-task-definition --task-definition {}", shell_word(arn)));
        }
    }
    for source in facts.logs.iter().filter(|(_, tail)| tail.value().is_some()).map(|(source, _)| source).take(STREAMS) {
        let region = source.region.as_ref().filter(|region| **region != place.region);
        let region = region.map(|region| format!(" --region {}", shell_word(region))).unwrap_or_default();
        commands.push(format!(
            "aws logs get-log-events --log-group-name {} --log-stream-name {}{region}",
            shell_word(&source.group),
            shell_word(&source.stream)
        ));
    }
    commands.into_iter().map(|command| with_place(command, place)).collect()
}

/// ARNs of the tasks the findings about a service quote.
fn quoted_tasks<'a>(diagnosis: &'a Diagnosis, id: &ServiceId) -> BTreeSet<&'a Text> {
    let of_service = diagnosis.findings.iter().filter(|finding| finding.service.as_ref() == Some(id));
    let about = of_service.flat_map(|finding| &finding.evidence).map(|quote| &quote.about);
    about.filter(|about| about.raw().starts_with("arn:") && about.raw().contains(":task/")).collect()
}

/// Where this run looked, by region, profile and endpoint; a log group may lie in a region of its own.
fn with_place(command: String, place: &Place) -> String {
    let here = place.arguments();
    match command.contains(" --region ") {
        true => format!("{command}{}", here.replacen(&format!(" --region {}", shell_word(&place.region)), "", 1)),
        false => format!("{command}{here}"),
    }
}
