//! What is said on a small screen where AWS has refused a write for want of a permission, and beside the lever after.

use crate::drawn::screen;
use crate::fixtures::{crash_loop, id};
use unstuck::app::key::{Code, Key};
use unstuck::app::message::Msg;
use unstuck::app::model::Model;
use unstuck::app::tracker::Tracker;
use unstuck::app::update::update;
use unstuck::domain::Text;
use unstuck::domain::deployment::ServiceDeploymentStatus;
use unstuck::domain::fault::{Fault, FaultKind};
use unstuck::domain::operation::{Operation, Outcome, SetCount, StopDeployment};

fn answered(model: &mut Model, operation: &Operation, kind: FaultKind, message: &str) -> String {
    let fault = Fault { action: operation.action(), kind, message: Text::new(message) };
    model.trackers.push(Tracker::new(operation.clone(), &model.facts, model.now));
    let at = model.now;
    update(model, Msg::Done { operation: operation.clone(), at, outcome: Outcome::Rejected(fault) });
    screen(model, (80, 24))
}

#[test]
fn a_refusal_is_read_whole_on_a_small_screen_and_stands_beside_the_lever_until_it_is_taken() {
    let mut model = crash_loop();
    let deployment = Text::new("arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/orders/a");
    let stop = StopDeployment { service: id(), deployment, from: ServiceDeploymentStatus::InProgress };
    let shown = answered(&mut model, &Operation::StopDeployment(stop), FaultKind::AccessDenied, "not authorized");
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains("no permission: allow ecs:StopServiceDeployment for this principal"), "{shown}");

    let zero = Operation::scale_to_zero(id(), 4);
    answered(&mut model, &zero, FaultKind::AccessDenied, "not authorized");
    update(&mut model, Msg::Key(Key::char('A')));
    let menu = screen(&model, (200, 60));
    let denied = "permission ecs:UpdateService was refused at 12:";
    assert!(menu.contains(denied) && menu.contains("Enter tries it again"), "{menu}");
    update(&mut model, Msg::Key(Key::plain(Code::Esc)));
    let (at, outcome) = (model.now, Outcome::Accepted { request_id: None, began: None });
    update(&mut model, Msg::Done { operation: zero, at, outcome });
    update(&mut model, Msg::Key(Key::char('A')));
    let menu = screen(&model, (200, 60));
    assert!(!menu.contains(denied), "{menu}");
}

#[test]
fn a_count_out_of_range_is_refused_in_whole_words() {
    let mut model = crash_loop();
    let large = Operation::SetCount(SetCount { service: id(), from: 4, to: 2_147_483_647 });
    let shown = answered(&mut model, &large, FaultKind::Rejected, "desiredCount is out of range.");
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains("refused: desiredCount is out of range; at most 5000 tasks a service"), "{shown}");
}
