//! What beside ECS was wanted and could not be had.

use crate::diagnosis::gap::gap;
use crate::diagnosis::verdict::NotChecked;
use crate::domain::facts::Facts;
use crate::domain::image::Found;
use crate::domain::target::group_name;

/// Adds each of them with its fault, and the images of registries that are not asked.
pub fn add_gaps(gaps: &mut Vec<NotChecked>, facts: &Facts) {
    for (group, known) in &facts.targets {
        gap(gaps, &format!("targets of {}", group_name(group.as_str())), known);
    }
    for (image, known) in &facts.images {
        gap(gaps, &format!("whether {image} exists"), known);
        if known.value().is_some_and(|presence| presence.found == Found::NotEcr) {
            let why = "only private registries of ECR are asked".to_owned();
            gaps.push(NotChecked { what: format!("whether {image} exists"), why });
        }
    }
    for (cluster, known) in &facts.capacity {
        gap(gaps, &format!("what instances of {cluster} have left"), known);
    }
    for (id, known) in &facts.services {
        gap(gaps, &format!("autoscaling of {}", id.name), &known.scaling);
        gap(gaps, &format!("revisions of {}", id.name), &known.revisions);
    }
}
