//! The count a service had before it was scaled to zero from here, in this run or an earlier one: the journal has it.

use crate::domain::clock::{Timestamp, seconds_between};
use crate::domain::emptied::Emptied;
use crate::domain::facts::{Facts, ServiceFacts};
use crate::domain::identity::Place;
use crate::domain::lever::Lever;
use crate::domain::service::ServiceId;
use crate::domain::taken::Taken;
use std::collections::BTreeMap;

/// What is known of a service scaled to zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scaled {
    /// When, the first time.
    pub at: Timestamp,
    /// The count before.
    pub from: i32,
    /// When it was given a count again from here.
    pub restored_at: Option<Timestamp>,
}

/// A count that came back and was set to zero again this much later is another story (our choice).
pub const ONE_STORY: u64 = 24 * 3_600;

/// The newest story of a service scaled to zero; the writes are oldest first. Where the count came back by itself and
/// was set to zero again, the count before the first time is the old one. What AWS has refused did not happen.
pub fn scaled(taken: &[Taken], service: &ServiceId) -> Option<Scaled> {
    let aim = format!("service {service}");
    let mut story: Option<Scaled> = None;
    for write in taken.iter().filter(|write| write.aim.raw() == aim && has_happened(write)) {
        match write.lever {
            Some(Lever::ScaleToZero) => {
                let from = write.before.as_ref().and_then(|before| before.raw().parse().ok());
                let Some(from) = from.filter(|from| *from > 0) else { continue };
                let goes_on =
                    story.is_some_and(|s| s.restored_at.is_none() && seconds_between(s.at, write.at) <= ONE_STORY);
                if !goes_on {
                    story = Some(Scaled { at: write.at, from, restored_at: None });
                }
            }
            Some(Lever::SetCount) => {
                if let Some(story) = &mut story {
                    story.restored_at.get_or_insert(write.at);
                }
            }
            _ => {}
        }
    }
    story
}

/// The story of a service whose old count nobody has given back yet: it wants no tasks, or its count has come back by
/// itself and in part. A part is owed only while the change runs or ran last in which it was taken away (`is_of_now`):
/// what a later deploy sets is what somebody wants. Once it was seen at the old count or above, nothing is owed.
pub fn open(
    taken: &[Taken],
    (id, known): (&ServiceId, &ServiceFacts),
    is_of_now: impl Fn(Timestamp) -> bool,
) -> Option<Scaled> {
    let story = scaled(taken, id).filter(|story| story.restored_at.is_none())?;
    let desired = known.service.value()?.desired;
    let was_whole = || known.counts.iter().any(|(at, count)| *at > story.at && *count >= story.from);
    let is_partly = || desired < story.from && is_of_now(story.at) && !was_whole();
    (desired == 0 || is_partly()).then_some(story)
}

/// The services that were scaled to zero from here and have not their old count yet. Of the journal only what was done
/// in this place and account counts, as far as they are known by now.
pub fn emptied(
    taken: &[Taken],
    facts: &Facts,
    place: &Place,
    is_of_now: impl Fn(Timestamp) -> bool,
) -> BTreeMap<ServiceId, Emptied> {
    let account = facts.identity.value().map(|who| &who.account);
    let scales =
        |write: &&Taken| write.lever.is_some_and(|lever| matches!(lever, Lever::ScaleToZero | Lever::SetCount));
    let here: Vec<Taken> = taken.iter().filter(scales).filter(|write| write.is_of(place, account)).cloned().collect();
    let owed = |(id, known): (&ServiceId, &ServiceFacts)| {
        let story = open(&here, (id, known), &is_of_now)?;
        Some((id.clone(), Emptied { at: story.at, from: story.from }))
    };
    facts.services.iter().filter_map(owed).collect()
}

/// Whether it was sent and not refused. One without an answer may have happened.
pub fn has_happened(write: &Taken) -> bool {
    let words = write.result.as_ref().map_or("unknown", |result| result.as_str());
    words.starts_with("accepted") || words.starts_with("unknown")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Text;

    fn write(second: i64, lever: Lever, before: &str, result: Option<&str>) -> Taken {
        let text = Text::new;
        Taken {
            at: Timestamp::from_second(second).expect("valid"),
            lever: Some(lever),
            action: text("ecs:UpdateService"),
            target: text("checkout"),
            about: text("checkout"),
            aim: text("service prod/checkout"),
            before: Some(text(before)),
            account: None,
            region: text("eu-west-1"),
            profile: None,
            command: text(""),
            result: result.map(text),
            began: None,
        }
    }

    #[test]
    fn the_old_count_is_that_before_the_first_zero_since_it_was_last_restored() {
        use Lever::{ScaleToZero, SetCount};
        let service = ServiceId { cluster: Text::new("prod"), name: Text::new("checkout") };
        let (yes, no) = (Some("accepted: request r-1"), Some("rejected: no"));
        let zero = |at, before, result| write(at, ScaleToZero, before, result);
        for (taken, expected) in [
            (vec![], None),
            (vec![zero(1, "4", yes)], Some((4, None))),
            (vec![zero(1, "4", no)], None),
            (vec![zero(1, "4", None)], Some((4, None))),
            (vec![zero(1, "4", yes), zero(60, "2", yes)], Some((4, None))),
            (vec![zero(1, "4", yes), zero(100_000, "6", yes)], Some((6, None))),
            (vec![zero(1, "4", yes), write(9, SetCount, "0", yes)], Some((4, Some(9)))),
            (vec![zero(1, "4", yes), write(9, SetCount, "0", no)], Some((4, None))),
            (vec![zero(1, "4", yes), write(9, SetCount, "0", yes), zero(20, "3", yes)], Some((3, None))),
            (vec![zero(1, "0", yes), zero(2, "", yes)], None),
        ] {
            let found = scaled(&taken, &service).map(|s| (s.from, s.restored_at.map(|at| at.as_second())));
            assert_eq!(found, expected, "{taken:?}");
        }
        let other = ServiceId { cluster: Text::new("test"), name: Text::new("checkout") };
        assert_eq!(scaled(&[zero(1, "4", yes)], &other), None);
    }
}
