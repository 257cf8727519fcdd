//! The incident report: the diagnosis, what happened when, what was done, and how to see the same. All of it passes
//! through redaction.

use super::json::value;
use super::markdown::{code, markdown, plain};
use super::seen_from::SeenFrom;
use super::text::short_ref;
use crate::diagnosis::timeline::{Moment, Weight};
use crate::diagnosis::verdict::Diagnosis;
use crate::domain::clock::{Timestamp, date_time, time_of_day};
use crate::domain::redact::redact;
use crate::domain::sighting::Sighting;
use crate::domain::taken::Taken;
use serde_json::{Value, json as object};

/// What a report is made of.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    pub made_at: Timestamp,
    pub seen_from: SeenFrom<'a>,
    pub diagnosis: &'a Diagnosis,
    /// Oldest first.
    pub moments: Vec<Moment>,
    /// Causes this program has seen in this and earlier runs.
    pub seen: &'a [Sighting],
    /// What was done by this program, oldest first; why that cannot be said where the journal cannot be read.
    pub actions: Result<Vec<Taken>, String>,
    /// Commands that show the same.
    pub commands: Vec<String>,
}

/// Moments in the Markdown form at most; the JSON form has them all.
const MOMENTS: usize = 200;

impl Report<'_> {
    /// For a ticket.
    pub fn markdown(&self) -> String {
        let name = self.diagnosis.stack.as_ref().map_or("an unknown stack", |line| line.name.as_str());
        let mut out = format!("# Incident report: {}\n\n", plain(name));
        out.push_str(&format!("Made {}. All times are UTC.\n\n", date_time(self.made_at)));
        out.push_str(&markdown(self.diagnosis, &self.seen_from));
        self.timeline(&mut out);
        self.seen(&mut out);
        self.done(&mut out);
        out.push_str("### See the same\n\n```sh\n");
        for command in &self.commands {
            // A fence ends at its own line only, and a command is one line.
            out.push_str(&format!("{}\n", redact(command)));
        }
        out.push_str("```\n");
        out
    }

    fn timeline(&self, out: &mut String) {
        if self.moments.is_empty() {
            return;
        }
        out.push_str("### Timeline\n\n| time | source | about | what |\n|---|---|---|---|\n");
        // Where there are too many, what happens in every deployment is left out, then the oldest.
        let many = self.moments.len() > MOMENTS;
        let shown: Vec<&Moment> = self.moments.iter().filter(|m| !many || m.weight != Weight::Routine).collect();
        let shown = shown.get(shown.len().saturating_sub(MOMENTS)..).unwrap_or_default();
        for moment in shown {
            let times = match moment.times {
                0 | 1 => String::new(),
                times => format!(" (×{times}, last {})", time_of_day(moment.last)),
            };
            let what = plain(&format!("{}{times}", moment.words));
            let what = if moment.weight == Weight::Failure { format!("**{what}**") } else { what };
            let about = plain(&short_ref(moment.about.as_str()));
            out.push_str(&format!("| {} | {} | {about} | {what} |\n", date_time(moment.at), moment.source.as_str()));
        }
        if shown.len() < self.moments.len() {
            out.push_str(&format!("\n{} more are in the JSON form.\n", self.moments.len() - shown.len()));
        }
        out.push('\n');
    }

    fn seen(&self, out: &mut String) {
        if self.seen.is_empty() {
            return;
        }
        out.push_str("### Seen by this program\n\n");
        for group in self.seen {
            let of = group.service.as_ref().map(|id| format!(" of {id}")).unwrap_or_default();
            let (first, last) = (date_time(group.first_seen), date_time(group.last_seen));
            out.push_str(&format!("- {}{}: first {first}, last {last}\n", code(group.cause.as_str()), plain(&of)));
        }
        out.push('\n');
    }

    fn done(&self, out: &mut String) {
        out.push_str("### Actions taken\n\n");
        match &self.actions {
            Ok(actions) if actions.is_empty() => out.push_str("None by this program on this machine.\n"),
            Ok(actions) => {
                for taken in actions {
                    let result = taken.result.as_ref().map_or("no answer is written down", |result| result.as_str());
                    out.push_str(&format!(
                        "- {} {} on {}: {}; {}\n",
                        date_time(taken.at),
                        plain(taken.action.as_str()),
                        plain(taken.target.as_str()),
                        plain(result),
                        code(taken.command.as_str())
                    ));
                }
            }
            Err(why) => out.push_str(&format!("Not known: {}.\n", plain(why))),
        }
        out.push('\n');
    }

    /// For scripts: one object, ended.
    pub fn json(&self) -> String {
        let whole = object!({
            "made_at": date_time(self.made_at),
            "region": self.seen_from.place.region,
            "account": self.seen_from.identity.map(|who| who.account.as_str()),
            "principal": self.seen_from.identity.map(|who| who.arn.as_str()),
            "diagnosis": value(self.diagnosis, &self.seen_from),
            "timeline": self.moments.iter().map(moment).collect::<Vec<_>>(),
            "seen": self.seen.iter().map(seen).collect::<Vec<_>>(),
            "actions": self.actions.as_ref().ok().map(|all| all.iter().map(taken).collect::<Vec<_>>()),
            "actions_unknown": self.actions.as_ref().err().map(|why| redact(why)),
            "commands": self.commands.iter().map(|command| redact(command)).collect::<Vec<_>>(),
        });
        format!("{whole:#}\n")
    }
}

fn moment(moment: &Moment) -> Value {
    object!({
        "at": date_time(moment.at),
        "last": date_time(moment.last),
        "times": moment.times,
        "source": moment.source.as_str(),
        "about": moment.about,
        "words": redact(moment.words.as_str()),
        "weight": moment.weight.as_str(),
    })
}

fn seen(group: &Sighting) -> Value {
    object!({
        "cause": group.cause,
        "service": group.service.as_ref().map(ToString::to_string),
        "first_seen": date_time(group.first_seen),
        "last_seen": date_time(group.last_seen),
    })
}

fn taken(taken: &Taken) -> Value {
    object!({
        "at": date_time(taken.at),
        "action": taken.action,
        "target": taken.target,
        "command": redact(taken.command.as_str()),
        "result": taken.result.as_ref().map(|result| redact(result.as_str())),
    })
}
