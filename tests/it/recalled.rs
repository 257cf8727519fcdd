//! What is said after somebody has done something here: a deployment that goes back because it was told to, and a
//! rollback that was continued without some of it. Findings, menu and guided way say the same.

use crate::drawn::screen;
use crate::fixtures::{self, crash_loop, id, learn, noon};
use crate::glass::Glass;
use unstuck::app::key::{Code, Key};
use unstuck::app::message::Msg;
use unstuck::app::model::Model;
use unstuck::app::tracker::{Progress, Tracker};
use unstuck::app::update::update;
use unstuck::domain::news::News;
use unstuck::domain::operation::Operation;
use unstuck::domain::scaling::{ScalableTarget, Suspended};
use unstuck::domain::service::Service;
use unstuck::domain::topic::Topic;
use unstuck::runtime::effects::Policy;

fn command(glass: &Glass, lever: &str) {
    glass.press(Key::char(':'));
    glass.types(lever);
    glass.enter();
}

/// Opens an overlay, gives what it shows, and closes it.
async fn looked_into(glass: &mut Glass, key: char, sees: &str) -> String {
    glass.press(Key::char(key));
    let shown = glass.sees(sees).await;
    glass.press(Key::plain(Code::Esc));
    shown
}

/// Scenario, lever, name, by whom it was told to go back, the revisions.
const TOLD_BACK: &[(&str, &str, &str, &str, &str, &str, &str)] = &[
    (
        "hook-waiting",
        "roll-back-at-hook",
        "prices",
        "hook release-approval was answered with ROLLBACK from here at 03:0",
        "prices:55",
        "prices:56",
        "✓ answer the pause hook of prices: roll back",
    ),
    (
        "crash-loop",
        "stop-deployment",
        "checkout",
        "stopped from here at 03:0",
        "checkout:42",
        "checkout:43",
        "✓ stop the deployment of checkout and roll back",
    ),
];

#[tokio::test(start_paused = true)]
async fn a_deployment_that_was_told_to_go_back_is_waited_for_and_nothing_is_recommended() {
    for (scenario, lever, name, by, back, new, done) in TOLD_BACK {
        let mut glass = Glass::open_at(scenario, Policy::WithConfirmation, 200, 60);
        glass.sees("way out  A").await;
        command(&glass, lever);
        glass.sees("[ Cancel ]").await;
        glass.types(name);
        glass.enter();
        let said = glass.sees(&format!("{name} goes back to {back}, as it was told to: {by}")).await;
        assert!(said.contains("1 WAITING"), "{said}");
        assert!(!said.contains("was given up") && !said.contains("way out  A"), "{said}");
        assert!(said.contains(&format!("none is needed: {name} goes back as it was told to, and shop-")), "{said}");
        assert!(
            said.contains("mend what spoke against") && said.contains(&format!("{new} and deploy again")),
            "{said}"
        );
        assert!(said.contains(&format!("of 3 tasks of {back} run")) || *name != "prices", "{said}");
        let menu = looked_into(&mut glass, 'A', "what can be done now").await;
        assert!(!menu.contains('★') && menu.contains("none is needed: "), "{menu}");
        let way = looked_into(&mut glass, 'U', "━ the way out for ").await;
        assert!(way.contains(done) && !way.contains("▸  "), "{way}");
        let end = glass.sees(&format!("{name} was told to go back to {back}: {by}")).await;
        assert!(!end.contains("1 STUCK"), "{end}");
        let end = glass.sees("UPDATE_ROLLBACK_COMPLETE ").await;
        assert!(!end.contains("1 STUCK"), "{end}");
        let end = glass.sees("has gone back and takes the next update").await;
        assert!(end.contains("the update of shop-") && end.contains("was rolled back"), "{end}");
        glass.leave().await;
    }
}

#[test]
fn a_count_that_comes_back_while_it_is_followed_is_said_to_and_by_whom() {
    for (min, whom) in
        [(Some(2), "autoscaling in "), (Some(1), "autoscaling or somebody else"), (None, "autoscaling or")]
    {
        let mut model = crash_loop();
        model.trackers.push(Tracker {
            operation: Operation::scale_to_zero(id(), 4),
            sent_at: noon(46 * 60),
            progress: Progress::Following { steps: vec!["accepted".to_owned()], unknown: false },
            before: None,
            began: None,
            leads_to: None,
            settled_at: None,
        });
        let target = min.map(|min| ScalableTarget { min, max: 8, suspended: Suspended::default(), created_at: None });
        // Read while the dialog was open.
        learn(&mut model, 0, Topic::Scaling(id()), News::Scaling(target));
        for desired in [0, 2] {
            let service = Service { desired, ..fixtures::service() };
            let topic = Topic::Services { cluster: id().cluster, names: [id().name].into() };
            tell(&mut model, topic, News::Services(vec![service]));
        }
        let shown = screen(&model, (200, 60));
        assert!(shown.contains(&format!("→ desired count is 0 → came back to 2: {whom}")), "{shown}");
    }
}

fn tell(model: &mut Model, topic: Topic, news: News) {
    let at = model.now;
    update(model, Msg::Told { topic, at, answer: Ok(news) });
    model.settle();
}

#[tokio::test(start_paused = true)]
async fn a_creation_that_failed_is_deleted_by_a_rollback_and_that_is_said_before() {
    let mut glass = Glass::open_at("create-failed", Policy::WithConfirmation, 80, 24);
    glass.sees("the creation of").await;
    glass.sees("Delete or import the AWS::SQS::Queue of that name").await;
    glass.press(Key::char('4'));
    glass.sees("this stack has no ECS service, so no task of it logs").await;
    command(&glass, "rollback-stack");
    let dialog = glass.sees("[ Cancel ]").await;
    assert!(dialog.contains("has never had a stable state: it is deleted"), "{dialog}");
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn a_count_that_is_restored_while_its_tasks_still_fail_is_said_to_mend_nothing() {
    let mut glass = Glass::open_at("crash-loop", Policy::WithConfirmation, 200, 60);
    glass.sees("way out  A").await;
    command(&glass, "scale-to-zero");
    glass.sees("[ Cancel ]").await;
    glass.types("checkout");
    glass.enter();
    glass.sees("→ stack UPDATE_COMPLETE in ").await;
    glass.press(Key::char('R'));
    let dialog = glass.sees("ECS starts 4 tasks of checkout:43; no new deployment begins").await;
    assert!(dialog.contains("have failed before, and fail again unless the cause is mended"), "{dialog}");
    glass.types("yes");
    glass.enter();
    const UNMENDED: &str = "2 tasks have failed since: the count is back, what makes them fail is not mended";
    let end = glass.sees_at_last(UNMENDED).await;
    assert!(end.contains("failed: accepted → desired count is 4 → "), "{end}");
    glass.press(Key::char('U'));
    glass.sees("▸  see what differs").await;
    glass.enter();
    glass.sees("[ Cancel ]").await;
    glass.types("yes");
    glass.enter();
    glass.sees("as the template says").await;
    let way = looked_into(&mut glass, 'U', "nothing is left to do here: shop-checkout is UPDATE_COMPLETE").await;
    assert!(way.contains("the next deploy mends the service"), "{way}");
    glass.leave().await;
}

/// How a rollback is continued without some of it, and how that is said.
const LEFT_OUT: &[(&str, bool, &str, &str, &str)] = &[
    (
        "force-rollback",
        false,
        "whatever failed was left out of its rollback",
        "✓ force the update rollback of shop-platform: skip whatever fails",
        "the update of shop-platform was rolled back without whatever failed",
    ),
    (
        "continue-rollback",
        true,
        "OrdersService was left out of its rollback",
        "✓ continue the update rollback of shop-platform, without",
        "the update of shop-platform was rolled back without OrdersService",
    ),
];

#[tokio::test(start_paused = true)]
async fn a_comparison_is_owed_where_something_was_left_out_of_a_rollback_until_it_is_made() {
    for (lever, chooses, says, done, left) in LEFT_OUT {
        let mut glass = Glass::open_at("rollback-failed", Policy::WithConfirmation, 200, 60);
        glass.sees("way out  A  Continue the update rollback").await;
        command(&glass, lever);
        if *chooses {
            glass.sees("[x]").await;
            glass.enter();
        }
        glass.sees("[ Cancel ]").await;
        glass.types("shop-platform");
        glass.enter();
        glass.sees("stack UPDATE_ROLLBACK_COMPLETE").await;
        let said = glass.sees("way out  A  Compare shop-platform with its template").await;
        assert!(said.contains(says) && !said.contains("none is needed"), "{said}");
        let menu = looked_into(&mut glass, 'A', "what can be done now").await;
        assert!(menu.contains("▸★ compare shop-platform with its template (drift)"), "{menu}");
        glass.press(Key::char('U'));
        let way = glass.sees("━ the way out for ").await;
        assert!(way.contains("▸  see what differs from the template of shop-platform"), "{way}");
        assert!(!way.contains("compare shop-platform"), "it is one step:\n{way}");
        assert!(way.contains(done), "{way}");
        glass.enter();
        let dialog = glass.sees("[ Cancel ]").await;
        assert!(dialog.contains("yes is enough: nothing is changed") && !dialog.contains("taken back"), "{dialog}");
        glass.types("yes");
        glass.enter();
        let said = glass.sees("none is needed for the next update: shop-platform went back without ").await;
        assert!(!said.contains("way out  A") && said.contains("or deploy an update that sets it"), "{said}");
        assert!(said.contains(left) && !said.contains("takes the next update"), "{said}");
        let way = looked_into(&mut glass, 'U', "━ the way out for ").await;
        assert!(way.contains("✓ see what differs") && !way.contains("▸  "), "{way}");
        assert!(way.contains("nothing is left to do here: shop-platform has gone back, and an update"), "{way}");
        glass.leave().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_rollback_that_fails_again_is_told_with_what_comes_next() {
    let mut glass = Glass::open_at("rollback-failed", Policy::WithConfirmation, 200, 60);
    glass.sees("way out  A  Continue the update rollback").await;
    command(&glass, "continue-rollback");
    glass.sees("[x]").await;
    glass.press(Key::char(' '));
    glass.enter();
    glass.sees("skipping nothing").await;
    glass.types("shop-platform");
    glass.enter();
    glass.sees_at_last("→ stack UPDATE_ROLLBACK_FAILED in ").await;
    glass.sees("next: continue the update rollback of shop-platform (U)").await;
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn a_stack_is_deleted_again_keeping_nothing_and_fails_again_where_nothing_has_changed() {
    let mut glass = Glass::open_at("delete-failed", Policy::WithConfirmation, 200, 60);
    glass.sees("way out  A").await;
    command(&glass, "delete-keeping");
    glass.sees("[x] Receipts").await;
    glass.press(Key::char(' '));
    glass.sees("Enter go on keeping nothing").await;
    glass.enter();
    let dialog = glass.sees("[ Cancel ]").await;
    assert!(dialog.contains("Delete shop-archive again, keeping nothing"), "{dialog}");
    assert!(dialog.contains("not kept (Receipts): deleted if that can be done by now"), "{dialog}");
    assert!(!dialog.contains("--retain-resources"), "{dialog}");
    glass.types("shop-archive");
    glass.enter();
    let end = glass.sees("stack DELETE_FAILED in ").await;
    assert!(end.contains("failed: accepted → "), "{end}");
    let way = looked_into(&mut glass, 'U', "━ the way out for ").await;
    assert!(!way.contains('✓'), "the try has failed:\n{way}");
    glass.sees("way out  A  Delete shop-archive, keeping Receipts").await;
    glass.leave().await;
}
