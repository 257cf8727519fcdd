//! What is said once a lever has been pulled: why the stack goes back, whose doing it was, what was left behind, and what
//! fails again if nobody mends it.

use crate::fixtures::{NESTED, STACK, blank_stack, event, learn, resource, stack, told_stack};
use crate::glass::Glass;
use unstuck::app::feed::{Feed, feeds};
use unstuck::app::key::{Code, Key};
use unstuck::domain::Text;
use unstuck::domain::news::News;
use unstuck::domain::topic::Topic;
use unstuck::runtime::effects::Policy;

const ROLLED_BACK: &str = "UPDATE_ROLLBACK_COMPLETE ";

/// Opens a scenario, pulls a lever and types the name; gives the confirmation.
async fn pulled(scenario: &str, size: (u16, u16), lever: &str, name: &str) -> (Glass, String) {
    let mut glass = Glass::open_at(scenario, Policy::WithConfirmation, size.0, size.1);
    glass.sees("1 ").await;
    glass.sees("way out").await;
    glass.press(Key::char(':'));
    glass.types(lever);
    glass.enter();
    let dialog = glass.sees("[ Cancel ]").await;
    glass.types(name);
    glass.enter();
    (glass, dialog)
}

/// Scenario, stack, what was known before, in what is said after the end.
const CANCELLED: &[(&str, &str, &str)] = &[
    ("custom-resource", "shop-users", "it had waited for Migration (Custom::DatabaseMigration) since 02:22 UTC"),
    ("crash-loop", "shop-checkout", "checkout could not start: app exits 1 after 6 s (KeyError: 'DATABASE_URL')"),
    ("nested", "shop-platform", "tracking could not start: app exits 1 after 12 s"),
    (
        "image-not-found",
        "shop-catalog",
        "catalog could not start: app: the image shop/catalog:build-2210 does not exist",
    ),
];

#[tokio::test(start_paused = true)]
async fn an_update_that_was_cancelled_from_here_goes_back_for_that_and_what_spoke_against_it_stands_beside() {
    for (scenario, stack, known) in CANCELLED {
        let (mut glass, _) = pulled(scenario, (200, 60), "cancel-update", stack).await;
        let rolling = glass.sees("is rolling back since its update was cancelled from here at 03:0").await;
        assert!(!rolling.contains("findings none") && !rolling.contains("1 STUCK"), "{rolling}");
        glass.sees(ROLLED_BACK).await;
        let end = glass.sees(&format!("the update of {stack} was cancelled from here at 03:0")).await;
        assert!(end.contains("and rolled back") && end.contains(known), "{end}");
        assert!(!end.contains("no reason is given") && !end.contains("Ask who"), "{end}");
        glass.leave().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_deployment_the_stack_has_yet_to_take_back_is_no_obstacle() {
    let (mut glass, _) = pulled("denied", (80, 24), "cancel-update", "shop-checkout").await;
    let rolling = glass.sees("UPDATE_ROLLBACK_IN_PROGRESS").await;
    assert!(!rolling.contains(" STUCK "), "{rolling}");
    let rolling = glass.sees(" PROGRESSING ").await;
    assert!(!rolling.contains("Scale checkout to zero"), "{rolling}");
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn a_custom_resource_answered_failed_from_here_is_said_to_be_and_not_its_function() {
    for size in [(80, 24), (200, 60)] {
        let mut glass = Glass::open_at("custom-resource", Policy::WithConfirmation, size.0, size.1);
        glass.sees("way out  A  Answer FAILED for Migration").await;
        glass.press(Key::char(':'));
        glass.types("answer-failed");
        glass.enter();
        glass.sees("[ Cancel ]").await;
        // What has no room is scrolled to.
        glass.press(Key::plain(Code::PageDown));
        glass.sees("shop-users rolls back then: on the way it asks").await;
        glass.types("Migration");
        glass.enter();
        glass.sees(ROLLED_BACK).await;
        let end = glass.sees("Migration was answered FAILED from here at 03:0").await;
        assert!(!end.contains("answered that it failed") && !end.contains("Mend what the function says"), "{end}");
        glass.leave().await;
    }
}

#[tokio::test(start_paused = true)]
async fn who_rolled_it_back_is_not_asked_where_it_was_done_from_here() {
    let (mut glass, _) = pulled("hook-waiting", (200, 60), "roll-back-at-hook", "prices").await;
    glass.sees(ROLLED_BACK).await;
    let end = glass.sees("Mend what spoke against prices:56 and deploy again.").await;
    assert!(!end.contains("Ask who did"), "{end}");
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn tasks_of_the_revision_gone_back_to_are_counted_and_no_others() {
    let (mut glass, _) = pulled("image-not-found", (200, 60), "stop-deployment", "catalog").await;
    let said = glass.sees("Nothing to do now: ").await;
    assert!(said.contains("3 of 3 tasks of catalog:57 run"), "{said}");
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn tasks_that_could_not_be_started_again_are_not_recommended_to_be_stopped() {
    let mut glass = Glass::open_at("rollback-failed", Policy::WithConfirmation, 200, 60);
    glass.sees("way out  A  Continue the update rollback").await;
    glass.press(Key::char(':'));
    glass.types("continue-rollback");
    glass.sees("continue-rollback").await;
    glass.enter();
    glass.sees("[x]").await;
    glass.press(Key::char(' '));
    glass.enter();
    let dialog = glass.sees("skipping nothing").await;
    assert!(dialog.contains("→ tries again, skipping nothing"), "{dialog}");
    assert!(dialog.contains("undo    an error-free update of the stack"), "{dialog}");
    glass.types("shop-platform");
    glass.enter();
    let stuck = glass.sees("1 STUCK").await;
    assert!(stuck.contains("push shop/orders:build-1455 back to its registry"), "{stuck}");
    assert!(stuck.contains("would stop the 2 tasks that serve") && !stuck.contains("way out  A"), "{stuck}");
    assert!(stuck.contains("no new task of orders:65 has held so far; 2 from before run"), "{stuck}");
    glass.press(Key::char('A'));
    let menu = glass.sees("what can be done now").await;
    assert!(!menu.contains('★') && menu.contains("it goes back to orders:65, which it deploys already"), "{menu}");
    glass.press(Key::plain(Code::Esc));
    glass.press(Key::char(':'));
    glass.types("scale-to-zero");
    glass.enter();
    let dialog = glass.sees("[ Cancel ]").await;
    assert!(
        dialog.contains("2 serving tasks stop and cannot be started again: the image shop/orders:build-1455"),
        "{dialog}"
    );
    assert!(dialog.contains("undo    nothing: restore sets the count back to 4, but none of orders:65"), "{dialog}");
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn what_a_deletion_has_kept_is_named_at_its_end() {
    let mut glass = Glass::open_at("delete-failed", Policy::WithConfirmation, 200, 60);
    glass.sees("way out  A").await;
    glass.press(Key::char(':'));
    glass.types("delete-keeping");
    glass.enter();
    glass.sees("[x]").await;
    glass.enter();
    glass.sees("[ Cancel ]").await;
    glass.types("shop-archive");
    glass.enter();
    let end = glass.sees("shop-archive is deleted; kept and now nobody's: Receipts (shop-archive-receipts").await;
    assert!(!end.contains("nothing speaks for trouble"), "{end}");
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn a_creation_that_is_rolled_back_is_deleted_and_why_it_failed_is_not_forgotten() {
    let (mut glass, dialog) = pulled("create-failed", (200, 60), "rollback-stack", "shop-reviews").await;
    assert!(dialog.contains("Delete shop-reviews (roll back its failed creation)"), "{dialog}");
    let going = glass.sees("shop-reviews is being deleted").await;
    assert!(!going.contains("in its own service"), "{going}");
    assert!(going.contains("the stack is deleted") && !going.contains("the stack goes back"), "{going}");
    glass.sees("shop-reviews is being deleted: its creation failed at Events: ").await;
    let end = glass.sees("shop-reviews is deleted; its creation failed at Events: ").await;
    assert!(end.contains("The next creation fails the same way unless that is mended before it."), "{end}");
    glass.leave().await;
}

/// How a nested stack stands in the stack around it, its own newest row, and whether its history is still read.
const NESTED_HISTORY: &[(&str, Option<&str>, bool)] = &[
    ("UPDATE_IN_PROGRESS", Some("UPDATE_ROLLBACK_IN_PROGRESS"), true),
    ("UPDATE_COMPLETE", Some("UPDATE_ROLLBACK_IN_PROGRESS"), true),
    ("UPDATE_COMPLETE", Some("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"), true),
    ("UPDATE_COMPLETE", Some("UPDATE_ROLLBACK_COMPLETE"), false),
    ("UPDATE_FAILED", Some("UPDATE_ROLLBACK_FAILED"), true),
    ("UPDATE_COMPLETE", None, false),
];

#[test]
fn the_history_of_a_nested_stack_is_read_until_it_tells_its_end() {
    const OWN: &str = "AWS::CloudFormation::Stack";
    for (row, newest, is_read) in NESTED_HISTORY {
        let mut model = blank_stack();
        let root = stack("orders-prod", STACK, "UPDATE_ROLLBACK_IN_PROGRESS", 0);
        told_stack(&mut model, root, vec![resource("Web", NESTED, OWN, row, None)], Vec::new());
        if let Some(newest) = newest {
            let events = vec![
                event(NESTED, 800, "Frontend", "AWS::ECS::Service", "UPDATE_COMPLETE", None),
                event(NESTED, 790, "orders-prod-Web-1X2Y", OWN, newest, None),
            ];
            learn(&mut model, 6, Topic::Events(Text::new(NESTED)), News::Events(events));
        }
        let wanted = feeds(&model).contains(&Feed::Topic(Topic::Events(Text::new(NESTED))));
        assert_eq!(wanted, *is_read, "{row} {newest:?}");
    }
}
