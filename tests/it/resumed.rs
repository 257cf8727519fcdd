//! What of the autoscaling stays suspended when it is resumed from here: what was before, by the journal alone.

use crate::fixtures::{crash_loop, id, learn, noon};
use unstuck::app::message::Msg;
use unstuck::app::pull::{Next, pull};
use unstuck::app::situated::Target;
use unstuck::app::update::update;
use unstuck::app::way::{Does, Standing, way};
use unstuck::domain::Text;
use unstuck::domain::lever::Lever;
use unstuck::domain::news::News;
use unstuck::domain::operation::Operation;
use unstuck::domain::scaling::{ScalableTarget, Suspended};
use unstuck::domain::taken::Taken;
use unstuck::domain::topic::Topic;

const NONE: Suspended = Suspended { scale_in: false, scale_out: false, scheduled: false };
const IN: Suspended = Suspended { scale_in: true, ..NONE };
const SCHEDULE: Suspended = Suspended { scheduled: true, ..NONE };

/// A write in the journal: its lever, what it was aimed at, what was suspended before, how it was answered.
type Write = (Lever, &'static str, Suspended, Option<&'static str>);

const HERE: &str = "autoscaling of prod/orders";
const YES: Option<&str> = Some("accepted: request r-1");

/// The journal, oldest first; what stays suspended; whether the guided way has it resumed at its end.
const JOURNALS: &[(&[Write], Suspended, bool)] = &[
    (&[], NONE, false),
    (&[(Lever::SuspendScaling, HERE, NONE, YES)], NONE, true),
    (&[(Lever::SuspendScaling, HERE, IN, YES)], IN, true),
    (&[(Lever::SuspendScaling, HERE, IN, None)], IN, true),
    (&[(Lever::SuspendScaling, HERE, IN, Some("rejected: no"))], NONE, false),
    (&[(Lever::SuspendScaling, "autoscaling of test/orders", IN, YES)], NONE, false),
    (&[(Lever::SuspendScaling, HERE, IN, YES), (Lever::SuspendScaling, HERE, SCHEDULE, YES)], SCHEDULE, true),
    (&[(Lever::SuspendScaling, HERE, IN, YES), (Lever::StopDeployment, "service prod/orders", NONE, YES)], IN, true),
    // Done by somebody else in between: there is nothing left to take back to.
    (&[(Lever::SuspendScaling, HERE, Suspended::ALL, YES)], NONE, true),
    // Resumed from here, and suspended again by somebody else.
    (&[(Lever::SuspendScaling, HERE, IN, YES), (Lever::ResumeScaling, HERE, Suspended::ALL, YES)], IN, false),
];

#[test]
fn resuming_leaves_suspended_what_was_before_it_was_suspended_from_here() {
    for (number, (journal, left, is_on_the_way)) in JOURNALS.iter().enumerate() {
        let mut model = crash_loop();
        let target = ScalableTarget { min: 2, max: 8, suspended: Suspended::ALL, created_at: None };
        learn(&mut model, 1, Topic::Scaling(id()), News::Scaling(Some(target)));
        let taken = |(second, (lever, aim, before, result)): (i64, &Write)| Taken {
            at: noon(46 * 60 + second),
            lever: Some(*lever),
            action: Text::new(lever.action()),
            target: Text::new("orders"),
            about: Text::new("orders"),
            aim: Text::new(aim),
            before: Some(Text::from(before.to_string())),
            account: Some(Text::new("210987654321")),
            region: model.session.place.region.clone(),
            profile: model.session.place.profile.clone(),
            command: Text::new(""),
            result: result.map(Text::new),
            began: None,
        };
        let all: Vec<Taken> = (0..).zip(*journal).map(taken).collect();
        update(&mut model, Msg::Taken(all));
        model.settle();
        let next = pull(&model, Lever::ResumeScaling, &Target::Service(id()));
        let Some(Next::Confirm(Operation::SetScaling(change))) = next else { panic!("{number}: {next:?}") };
        assert_eq!((change.from, change.to), (Suspended::ALL, *left), "{number}");
        let steps = way(&model).expect("the stack is known").steps;
        let resumes = Does::Pull(Lever::ResumeScaling, Target::Service(id()));
        let is_told = steps.iter().any(|step| step.does == resumes && step.standing != Standing::Done);
        assert_eq!(is_told, *is_on_the_way, "{number}: {steps:#?}");
    }
}
