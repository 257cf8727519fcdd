//! A desired count that autoscaling has brought back.

use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::verdict::{Category, Confidence, Evidence, EvidenceSource, Finding};
use crate::diagnosis::view::ServiceView;
use crate::diagnosis::words::minute;
use crate::domain::Text;
use crate::domain::shell::shell_word;

/// The count was below autoscaling's minimum and is not any more: somebody set it down, autoscaling set it up.
pub fn brought_back(service: &ServiceView<'_>) -> Option<Candidate> {
    let target = service.facts.scaling.value()?.as_ref().filter(|target| target.brings_back())?;
    let [.., (_, before), (at, now)] = service.facts.counts.as_slice() else { return None };
    if *before >= target.min || *now < target.min {
        return None;
    }
    let id = service.id;
    let bounds = format!("minimum {}, maximum {}", target.min, target.max);
    let short = format!("is brought back from {before} to {now} tasks by autoscaling ({bounds})");
    let command = format!(
        "`aws application-autoscaling register-scalable-target --service-namespace ecs --resource-id \
         {} --scalable-dimension ecs:service:DesiredCount --min-capacity 0`",
        shell_word(&Text::new(format!("service/{}/{}", id.cluster.raw(), id.name.raw())))
    );
    let finding = Finding {
        cause: "autoscaling_minimum",
        category: Category::Autoscaling,
        confidence: Confidence::Medium,
        summary: format!("{} {short} since {}", id.name, minute(*at)),
        extent: String::new(),
        service: Some(id.clone()),
        evidence: vec![Evidence {
            source: EvidenceSource::Autoscaling,
            at: service.facts.scaling.learned_at(),
            quote: Text::new(format!("{bounds}; desired count {before}, then {now}")),
            about: Text::new(format!("service/{}/{}", id.cluster.raw(), id.name.raw())),
        }],
        next_steps: vec![format!(
            "Lower its minimum before scaling down again, and put {} back afterwards: {command}",
            target.min
        )],
        remedies: Vec::new(),
        revision: None,
    };
    Some(Candidate {
        finding,
        bearing: Bearing::Context,
        // It explains a count that comes back, and no task that fails.
        depth: 0,
        is_wrapper: false,
        count: 1,
        latest: Some(*at),
        short,
        decisive: String::new(),
        advice: None,
    })
}
