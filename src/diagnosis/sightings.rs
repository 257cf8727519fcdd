//! What of a diagnosis is worth remembering once AWS tells of it no more.

use super::catalogue;
use super::verdict::{Category, Confidence, Diagnosis, EvidenceSource, Finding, Verdict};
use crate::domain::Text;
use crate::domain::redact::redact;
use crate::domain::service::ServiceId;
use crate::domain::sighting::{Grounds, Seen};
use std::collections::BTreeSet;

/// The causes found. Guesses, what goes as it should, and what we know from memory alone are not worth it.
pub fn of(diagnosis: &Diagnosis) -> Vec<Seen<'_>> {
    let is_trouble = matches!(diagnosis.verdict, Verdict::Stuck | Verdict::Failed);
    let mut told: BTreeSet<&ServiceId> = BTreeSet::new();
    let matters = |f: &&Finding| f.category != Category::Benign && f.confidence > Confidence::Low && !f.is_remembered();
    let found = diagnosis.findings.iter().filter(matters);
    found
        .map(|finding| {
            let service = finding.service.as_ref();
            // Of a service the first is its cause; what follows stands beside it.
            let is_first = service.is_some_and(|id| told.insert(id));
            let sure = (is_trouble && is_first).then(|| grounds(finding)).flatten();
            Seen { cause: finding.cause, service, sure }
        })
        .collect()
}

/// What a sure finding rests on, without the words of any log: those are the program's, and may hold anything.
fn grounds(finding: &Finding) -> Option<Grounds> {
    if finding.confidence < Confidence::High || finding.category == Category::Rollback {
        return None;
    }
    let general = catalogue::in_general(finding.cause)?;
    let is_log = |source: EvidenceSource| source == EvidenceSource::Log;
    let from_log = finding.evidence.iter().any(|quote| is_log(quote.source));
    // A row of the stack says only that it failed or waits.
    let own = finding.evidence.iter().filter(|quote| !is_log(quote.source));
    let first = own.min_by_key(|quote| quote.source == EvidenceSource::StackEvent)?;
    let summary = if from_log { general.summary } else { finding.summary.clone() };
    let step = if from_log { Some(general.next_step) } else { finding.next_steps.first().cloned() };
    Some(Grounds {
        summary: Text::from(redact(&summary)),
        quote: Text::from(redact(first.quote.raw())),
        at: first.at,
        source: Text::new(first.source.as_str()),
        about: first.about.clone(),
        next_step: step.map(|step| Text::from(redact(&step))),
        revision: finding.revision.clone(),
    })
}
