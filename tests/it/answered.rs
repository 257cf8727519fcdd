//! What a write is told to be right after its answer, and how long one without an answer is looked after.

use crate::drawn::screen;
use crate::fixtures::{crash_loop, id, learn, now, service};
use unstuck::app::key::{Code, Key};
use unstuck::app::message::Msg;
use unstuck::app::model::Model;
use unstuck::app::overlay::Overlay;
use unstuck::app::tracker::{Progress, Tracker};
use unstuck::app::update::update;
use unstuck::domain::fault::{Fault, FaultKind};
use unstuck::domain::lever::Lever;
use unstuck::domain::news::News;
use unstuck::domain::operation::{Operation, Outcome};
use unstuck::domain::scaling::{ScalableTarget, Suspended};
use unstuck::domain::topic::Topic;
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

#[test]
fn what_the_look_right_before_sending_found_moved_is_said_though_nothing_else_tells_it_yet() {
    let mut model = crash_loop();
    let (operation, at) = (Operation::scale_to_zero(id(), 4), model.now);
    let outcome = Outcome::Moved("the desired count is 6 and no longer 4".to_owned());
    update(&mut model, Msg::Done { operation, at, outcome });
    model.settle();
    let shown = screen(&model, (120, 40));
    assert!(shown.contains("the desired count is 6 and no longer 4") && shown.contains("[ Close ]"), "{shown}");
}

fn press(model: &mut Model, key: Key) {
    update(model, Msg::Key(key));
    model.settle();
}

/// Somebody who set out for zero has its autoscaling suspended first: how that is answered, and whether the dialog for
/// zero comes back by itself.
#[test]
fn what_was_set_out_for_comes_back_only_once_the_suspension_is_seen() {
    let seen = Suspended::ALL;
    for (outcome, suspended, comes_back) in [
        (None, Suspended::default(), false),
        (Some(Outcome::Accepted { request_id: None, began: None }), Suspended::default(), false),
        (Some(Outcome::Rejected(fault(FaultKind::AccessDenied, "no"))), Suspended::default(), false),
        (Some(Outcome::Accepted { request_id: None, began: None }), seen, true),
    ] {
        let mut model = crash_loop();
        let target = ScalableTarget { min: 2, max: 8, suspended: Suspended::default(), created_at: None };
        learn(&mut model, 1, Topic::Scaling(id()), News::Scaling(Some(target.clone())));
        ":scale-to-zero".chars().for_each(|c| press(&mut model, Key::char(c)));
        press(&mut model, Key::plain(Code::Enter));
        press(&mut model, Key::ctrl('s'));
        let Some(Overlay::Confirm(confirm)) = &model.overlay else { panic!("no dialog") };
        confirm.phrase().to_owned().chars().for_each(|c| press(&mut model, Key::char(c)));
        press(&mut model, Key::plain(Code::Enter));
        let operation = model.trackers[0].operation.clone();
        assert_eq!(operation.lever(), Lever::SuspendScaling);
        let told = format!("{outcome:?}");
        if let Some(outcome) = outcome {
            let at = model.now;
            update(&mut model, Msg::Done { operation, at, outcome });
        }
        for seconds in 1..4 {
            let (at, topic) = (later(seconds), Topic::Scaling(id()));
            let answer = Ok(News::Scaling(Some(ScalableTarget { suspended, ..target.clone() })));
            update(&mut model, Msg::Told { topic, at, answer });
            update(&mut model, Msg::Tick(at));
            model.settle();
        }
        let is_open = matches!(&model.overlay, Some(Overlay::Confirm(confirm)) if confirm.operation.lever() == Lever::ScaleToZero);
        assert_eq!(is_open, comes_back, "{told}");
    }
}
