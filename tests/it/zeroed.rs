//! The steps of the way over a count of zero, in whichever order things were done and by whom.

use crate::fixtures::{STACK, crash_loop, event, id, learn, noon, resource, service, stack, told_stack};
use std::collections::BTreeSet;
use unstuck::app::message::Msg;
use unstuck::app::update::update;
use unstuck::app::way::{Standing, way};
use unstuck::domain::Text;
use unstuck::domain::lever::Lever;
use unstuck::domain::news::News;
use unstuck::domain::scaling::{ScalableTarget, Suspended};
use unstuck::domain::service::Service;
use unstuck::domain::taken::Taken;
use unstuck::domain::topic::Topic;

const SERVICE: &str = "service prod/orders";
const OWN: &str = "AWS::CloudFormation::Stack";

/// What was done, in this order, a minute apart; what is suspended of its autoscaling, where it has one; how many tasks
/// it wants and runs; status of the stack; the steps, each with how it stands (done, next, later, needless).
type Story = (&'static [Lever], Option<Suspended>, (i32, i32), &'static str, &'static [(char, &'static str)]);

const STORIES: &[Story] = &[
    // Autoscaling holds it: suspending is still to be done, and resuming is foretold.
    (
        &[Lever::ScaleToZero],
        Some(Suspended { scale_in: false, scale_out: false, scheduled: false }),
        (0, 4),
        "UPDATE_IN_PROGRESS",
        &[
            ('n', "suspend the autoscaling of orders"),
            ('d', "scale orders to zero"),
            ('l', "no task of orders runs"),
            ('l', "orders-prod settles"),
            ('l', "continue the update rollback of orders-prod, if it fails"),
            ('l', "restore the count of orders to 4"),
            ('l', "resume the autoscaling of orders"),
            ('l', "see what differs"),
        ],
    ),
    // Suspended by somebody else, whose business it is to resume it.
    (
        &[Lever::ScaleToZero],
        Some(Suspended::ALL),
        (0, 4),
        "UPDATE_IN_PROGRESS",
        &[
            ('d', "suspend the autoscaling of orders"),
            ('d', "scale orders to zero"),
            ('n', "no task of orders runs"),
            ('l', "orders-prod settles"),
            ('l', "continue the update rollback of orders-prod, if it fails"),
            ('l', "restore the count of orders to 4"),
            ('l', "see what differs"),
        ],
    ),
    // The rollback that was continued waits for the service as well: that came first.
    (
        &[Lever::ContinueRollback, Lever::ScaleToZero],
        None,
        (0, 4),
        "UPDATE_ROLLBACK_IN_PROGRESS",
        &[
            ('d', "continue the update rollback of orders-prod"),
            ('d', "scale orders to zero"),
            ('n', "no task of orders runs"),
            ('l', "orders-prod settles"),
            ('l', "restore the count of orders to 4"),
            ('l', "see what differs"),
        ],
    ),
    (
        &[Lever::ScaleToZero, Lever::ContinueRollback],
        None,
        (0, 0),
        "UPDATE_ROLLBACK_IN_PROGRESS",
        &[
            ('d', "scale orders to zero"),
            ('d', "no task of orders runs"),
            ('n', "orders-prod settles"),
            ('d', "continue the update rollback of orders-prod"),
            ('l', "restore the count of orders to 4"),
            ('l', "see what differs"),
        ],
    ),
    // Restored from here, and set to zero again by somebody else.
    (
        &[Lever::ScaleToZero, Lever::SetCount],
        Some(Suspended { scale_in: false, scale_out: false, scheduled: false }),
        (0, 0),
        "UPDATE_COMPLETE",
        &[
            // It was never suspended.
            ('-', "suspend the autoscaling of orders"),
            ('d', "scale orders to zero"),
            ('d', "no task of orders runs"),
            ('d', "orders-prod settles"),
            ('-', "continue the update rollback of orders-prod"),
            ('n', "restore the count of orders to 4"),
            ('l', "see what differs"),
        ],
    ),
];

fn write((minute, lever): (i64, &Lever)) -> Taken {
    let is_count = matches!(lever, Lever::ScaleToZero | Lever::SetCount);
    Taken {
        at: noon(40 * 60 + minute * 60),
        lever: Some(*lever),
        action: Text::new(lever.action()),
        target: Text::new("orders"),
        about: Text::new("orders"),
        aim: if is_count { Text::new(SERVICE) } else { Text::from(format!("stack {STACK}")) },
        before: Some(Text::new(if is_count { "4" } else { "UPDATE_ROLLBACK_FAILED" })),
        account: Some(Text::new("210987654321")),
        region: Text::new("eu-west-1"),
        profile: Some(Text::new("prod")),
        command: Text::new(""),
        result: Some(Text::new("accepted: request r-1")),
        began: None,
    }
}

#[test]
fn each_step_stands_as_what_was_done_and_what_is_read_say() {
    for (number, (done, suspended, (desired, running), status, expected)) in STORIES.iter().enumerate() {
        let mut model = crash_loop();
        let events = vec![
            event(STACK, 300, "orders-prod", OWN, status, None),
            event(STACK, 0, "orders-prod", OWN, "UPDATE_IN_PROGRESS", Some("User Initiated")),
        ];
        let rows = vec![resource("Service", "orders", "AWS::ECS::Service", "UPDATE_IN_PROGRESS", None)];
        told_stack(&mut model, stack("orders-prod", STACK, status, 0), rows, events);
        let names = BTreeSet::from([id().name]);
        let now = Service { desired: *desired, running: *running, pending: 0, ..service() };
        learn(&mut model, 1, Topic::Services { cluster: id().cluster, names }, News::Services(vec![now]));
        let target = suspended.map(|suspended| ScalableTarget { min: 2, max: 8, suspended, created_at: None });
        learn(&mut model, 1, Topic::Scaling(id()), News::Scaling(target));
        update(&mut model, Msg::Taken((0..).zip(*done).map(write).collect()));
        model.settle();
        let steps = way(&model).expect("the stack is known").steps;
        let stands = |standing| match standing {
            Standing::Done => 'd',
            Standing::Now => 'n',
            Standing::Later => 'l',
            Standing::Spared => '-',
        };
        let seen: Vec<(char, &str)> = steps.iter().map(|step| (stands(step.standing), step.words.as_str())).collect();
        let is_it =
            |((mark, begin), (seen, words)): (&(char, &str), &(char, &str))| mark == seen && words.starts_with(begin);
        assert!(seen.len() == expected.len() && expected.iter().zip(&seen).all(is_it), "{number}: {seen:#?}");
    }
}
