//! The lines of the journal: written, and read back.

use crate::domain::clock::date_time;
use crate::domain::identity::Place;
use crate::domain::lever::Lever;
use crate::domain::operation::{Operation, Outcome};
use crate::domain::redact::redact;
use crate::domain::taken::Taken;
use crate::domain::{Text, Timestamp};
use serde_json::{Value, json};

/// Makes lines.
pub(super) struct Line;

impl Line {
    /// What is about to be sent.
    pub(super) fn sending(at: Timestamp, operation: &Operation, (place, account): (&Place, Option<&Text>)) -> String {
        json!({
            "at": date_time(at),
            "phase": "sending",
            "lever": operation.lever().name(),
            "action": operation.action(),
            "target": operation.target_name(),
            "about": operation.about(),
            "aim": operation.aim(),
            "before": redact(&operation.before()),
            "command": redact(&operation.command_at(place)),
            "account": account,
            "region": place.region,
            "profile": place.profile,
            "endpoint": place.endpoint,
        })
        .to_string()
    }

    /// How it ended.
    pub(super) fn answered(
        at: Timestamp,
        operation: &Operation,
        (place, account): (&Place, Option<&Text>),
        outcome: &Outcome,
    ) -> String {
        let begun = match outcome {
            Outcome::Accepted { began, .. } => began.as_ref(),
            _ => None,
        };
        let (result, detail) = match outcome {
            Outcome::Accepted { request_id, .. } => {
                let request = request_id.as_ref().map(|id| format!("request {id}"));
                let begun = begun.map(|id| format!("it has begun {id}"));
                ("accepted", request.into_iter().chain(begun).collect::<Vec<_>>().join(", "))
            }
            Outcome::Moved(what) => ("moved", what.clone()),
            Outcome::Refused(why) => ("refused", why.clone()),
            Outcome::Rejected(fault) => ("rejected", fault.what()),
            Outcome::Unknown(fault) => ("unknown", fault.what()),
        };
        json!({
            "at": date_time(at),
            "phase": "answered",
            "action": operation.action(),
            "target": operation.target_name(),
            "aim": operation.aim(),
            "account": account,
            "region": place.region,
            "result": result,
            "detail": redact(&detail),
            "began": begun.map(Text::raw),
        })
        .to_string()
    }
}

/// Reads lines: one about a write begins an entry, one about its answer ends it.
pub(super) fn read(taken: &mut Vec<Taken>, text: &str) {
    for line in text.lines() {
        if let Ok(entry) = serde_json::from_str::<Value>(line) {
            read_entry(taken, &entry);
        }
    }
}

fn read_entry(taken: &mut Vec<Taken>, entry: &Value) -> Option<()> {
    let word = |name: &str| entry.get(name).and_then(Value::as_str).map(Text::new);
    let (action, target, region) = (word("action")?, word("target")?, word("region"));
    let (aim, account) = (word("aim"), word("account"));
    match entry.get("phase").and_then(Value::as_str)? {
        "sending" => taken.push(Taken {
            at: word("at")?.raw().parse().ok()?,
            lever: word("lever").and_then(|name| Lever::named(name.raw())),
            action,
            about: word("about").unwrap_or_else(|| target.clone()),
            aim: aim.unwrap_or_else(|| target.clone()),
            target,
            before: word("before").filter(|before| !before.is_empty()),
            account,
            region: region?,
            profile: word("profile"),
            command: word("command").unwrap_or_else(|| Text::new("")),
            result: None,
            began: None,
        }),
        "answered" => {
            let is_it = |sent: &&mut Taken| {
                sent.result.is_none()
                    && sent.action == action
                    && sent.target == target
                    && aim.as_ref().is_none_or(|aim| sent.aim == *aim)
                    && !sent.is_elsewhere(account.as_ref())
                    && region.as_ref().is_none_or(|region| sent.region == *region)
            };
            let sent = taken.iter_mut().rev().find(is_it)?;
            let result = word("result").unwrap_or_else(|| Text::new("answered"));
            let detail = word("detail").filter(|detail| !detail.is_empty());
            sent.began = word("began");
            sent.result = Some(detail.map_or(result.clone(), |detail| Text::from(format!("{result}: {detail}"))));
        }
        _ => {}
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Action, target, aim, region.
    type Told = [&'static str; 4];
    /// Writes that were sent, answers to them, and which of the writes have an answer in the end.
    type Story = (&'static [Told], &'static [Told], &'static [bool]);

    const ONE: Told = ["a", "checkout", "service prod/checkout", "eu-west-1"];

    const STORIES: &[Story] = &[
        // The newest of the same that has none yet.
        (&[ONE, ONE], &[ONE], &[false, true]),
        (&[ONE, ONE], &[ONE, ONE], &[true, true]),
        (&[ONE, ["b", ONE[1], ONE[2], ONE[3]]], &[ONE], &[true, false]),
        (&[ONE, [ONE[0], "orders", ONE[2], ONE[3]]], &[ONE], &[true, false]),
        (&[ONE, [ONE[0], ONE[1], "service test/checkout", ONE[3]]], &[ONE], &[true, false]),
        (&[ONE, [ONE[0], ONE[1], ONE[2], "us-east-1"]], &[ONE], &[true, false]),
        (&[ONE], &[["b", ONE[1], ONE[2], ONE[3]]], &[false]),
    ];

    #[test]
    fn an_answer_ends_the_newest_write_it_can_be_of() {
        let line = |phase: &str, [action, target, aim, region]: &Told| {
            let at = "2026-11-21T03:00:00Z";
            json!({"at": at, "phase": phase, "action": action, "target": target, "aim": aim, "region": region})
                .to_string()
        };
        for (number, (sent, answers, expected)) in STORIES.iter().enumerate() {
            let sent = sent.iter().map(|told| line("sending", told));
            let lines: Vec<String> = sent.chain(answers.iter().map(|told| line("answered", told))).collect();
            let mut taken = Vec::new();
            read(&mut taken, &lines.join("\n"));
            let has: Vec<bool> = taken.iter().map(|taken| taken.result.is_some()).collect();
            assert_eq!(has, *expected, "{number}");
        }
    }
}
