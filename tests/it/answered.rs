//! What a write is told to be right after its answer, and how long one without an answer is looked after.

use crate::fixtures::{crash_loop, id, now, service};
use unstuck::app::tracker::{Progress, Tracker};
use unstuck::domain::fault::{Fault, FaultKind};
use unstuck::domain::operation::{Operation, Outcome};
use unstuck::domain::{Text, Timestamp};

fn fault(kind: FaultKind, message: &str) -> Fault {
    Fault { action: "ecs:UpdateService", kind, message: Text::new(message) }
}

fn later(seconds: i64) -> Timestamp {
    Timestamp::from_second(now().as_second() + seconds).expect("valid")
}

fn answered(outcome: &Outcome) -> Tracker {
    let mut tracker = Tracker::new(Operation::scale_to_zero(id(), 4), &crash_loop().facts, now());
    assert!(tracker.is_in_flight() && tracker.is_open());
    tracker.answered(outcome, later(1));
    tracker
}

#[test]
fn what_was_not_taken_is_over_says_why_and_has_not_failed() {
    for (outcome, words) in [
        (Outcome::Moved("the count is 3".to_owned()), "not sent, the state has moved: the count is 3"),
        (Outcome::Refused("read-only; nothing was sent".to_owned()), "read-only; nothing was sent"),
        (
            Outcome::Rejected(fault(FaultKind::Rejected, "Service was not ACTIVE.")),
            "Service was not ACTIVE; the service is being deleted",
        ),
    ] {
        let tracker = answered(&outcome);
        let Progress::Settled { well: false, words: said } = &tracker.progress else { panic!("{outcome:?}") };
        assert!(said.contains(words), "{said}");
        // No step of a way out is offered for what has changed nothing.
        assert!(!tracker.has_failed() && !tracker.has_ended_well() && !tracker.is_in_flight(), "{outcome:?}");
    }
}

#[test]
fn without_an_answer_it_is_in_flight_until_an_effect_is_seen_or_none_for_long() {
    let lost = Outcome::Unknown(fault(FaultKind::Timeout, "no answer"));
    let taken = Outcome::Accepted { request_id: None, began: None };
    // The answer, the seconds since, whether an effect was seen; whether it is still in flight, and still looked after.
    for (outcome, seconds, is_seen, in_flight, is_open) in [
        (&lost, 60, false, true, true),
        (&lost, 119, false, true, true),
        (&lost, 130, false, false, false),
        (&lost, 130, true, false, true),
        (&taken, 1, false, false, true),
        (&taken, 900, false, false, true),
        (&taken, 900, true, false, true),
    ] {
        let mut facts = crash_loop().facts;
        let mut tracker = answered(outcome);
        if is_seen {
            let zero = unstuck::domain::service::Service { desired: 0, ..service() };
            facts.services.get_mut(&id()).expect("known").service.learn(later(2), zero);
        }
        tracker.follow(&facts, later(seconds));
        let told = format!("{outcome:?} after {seconds} s, {is_seen}: {:?}", tracker.progress);
        assert_eq!((tracker.is_in_flight(), tracker.is_open()), (in_flight, is_open), "{told}");
        assert!(is_open || !tracker.has_failed(), "{told}");
    }
}
