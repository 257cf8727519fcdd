//! The JSON form, for scripts.

use super::seen_from::SeenFrom;
use crate::diagnosis::changed::Changed;
use crate::diagnosis::verdict::{Clock, Diagnosis, Evidence, Finding, Impact};
use crate::domain::clock::date_time;
use crate::domain::redact::redact;
use serde_json::{Value, json as object};

/// One JSON object. The members are always there; what is not known is null. Times are UTC to the second.
pub fn json(diagnosis: &Diagnosis, seen: &SeenFrom<'_>) -> String {
    format!("{:#}", value(diagnosis, seen))
}

/// The same as a part of something bigger.
pub(super) fn value(diagnosis: &Diagnosis, seen: &SeenFrom<'_>) -> Value {
    let line = diagnosis.stack.as_ref();
    object!({
        "stack": {
            "name": line.map(|l| l.name.as_str()),
            "id": line.map(|l| l.id.as_str()),
            "status": line.map(|l| l.status.as_str()),
            "since": line.and_then(|l| l.since).map(date_time),
        },
        "account": seen.identity.map(|who| who.account.as_str()),
        "region": seen.place.region,
        "verdict": diagnosis.verdict.as_str(),
        "headline": redact(&diagnosis.headline),
        "findings": diagnosis.findings.iter().map(|found| finding(found, seen)).collect::<Vec<_>>(),
        "no_way_out": diagnosis.no_way_out.as_deref().map(redact),
        "impact": diagnosis.impact.iter().map(impact).collect::<Vec<_>>(),
        "changes": diagnosis.changes.iter().map(changed).collect::<Vec<_>>(),
        "clocks": diagnosis.clocks.iter().map(clock).collect::<Vec<_>>(),
        "not_checked": diagnosis
            .not_checked
            .iter()
            .map(|gap| object!({ "what": gap.what, "why": redact(&gap.why) }))
            .collect::<Vec<_>>(),
    })
}

fn finding(found: &Finding, seen: &SeenFrom<'_>) -> Value {
    object!({
        "cause": found.cause,
        "category": found.category.as_str(),
        "confidence": found.confidence.as_str(),
        "summary": redact(&found.sentence()),
        "evidence": found.evidence.iter().map(evidence).collect::<Vec<_>>(),
        "next_steps": found.next_steps.iter().map(|step| redact(&seen.step(step))).collect::<Vec<_>>(),
        "remedies": found
            .remedies
            .iter()
            .map(|r| {
                object!({
                    "operation": r.operation.action(),
                    "command": seen.command(&r.operation),
                    "effect": redact(&r.effect),
                })
            })
            .collect::<Vec<_>>(),
    })
}

fn changed(changed: &Changed) -> Value {
    object!({
        "service": changed.service.name.as_str(),
        "from": changed.from,
        "to": changed.to,
        "phrases": changed.phrases.iter().map(|phrase| redact(&phrase.words)).collect::<Vec<_>>(),
    })
}

fn impact(impact: &Impact) -> Value {
    object!({
        "service": impact.service.name.as_str(),
        "serving": impact.serving.as_str(),
        "words": redact(&impact.words),
    })
}

fn clock(clock: &Clock) -> Value {
    object!({
        "what": clock.what.as_str(),
        "service": clock.service.as_ref().map(|id| id.name.as_str()),
        "words": redact(&clock.words),
        "until": clock.until.map(date_time),
        "rests_on": redact(&clock.rests_on),
    })
}

fn evidence(quote: &Evidence) -> Value {
    object!({
        "source": quote.source.as_str(),
        "at": quote.at.map(date_time),
        "quote": redact(quote.quote.as_str()),
        "ref": quote.about.as_str(),
    })
}
