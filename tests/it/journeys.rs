//! From an incident to its end, with a person's keys and eyes.

use crate::glass::Glass;
use unstuck::app::key::{Code, Key};
use unstuck::domain::stack::StackStatus;
use unstuck::runtime::effects::Policy;

fn stack_status(glass: &Glass, name: &str) -> StackStatus {
    let world = glass.door.world();
    let stack = world.account.stacks.iter().find(|s| s.stack.name.raw() == name).expect("the stack");
    stack.stack.status.clone()
}

fn desired(glass: &Glass, name: &str) -> i32 {
    let world = glass.door.world();
    world.account.services.iter().find(|s| s.service.id.name.raw() == name).expect("the service").service.desired
}

#[tokio::test(start_paused = true)]
async fn a_crash_loop_is_seen_explained_scaled_to_zero_and_the_stack_settles() {
    let mut glass = Glass::open("crash-loop", Policy::WithConfirmation);
    glass.sees("STUCK").await;
    glass.sees("KeyError: 'DATABASE_URL'").await;
    glass.press(Key::char('A'));
    glass.sees("scale checkout to zero").await;
    glass.enter();
    let dialog = glass.sees("ecs:UpdateService").await;
    for words in ["desired count 4 → 0", "aws ecs update-service", "--desired-count 0", "eu-west-1"] {
        assert!(dialog.contains(words), "the dialog lacks {words:?}:\n{dialog}");
    }
    // Enter on nothing and on a wrong name sends nothing.
    glass.enter();
    glass.types("chekcout");
    glass.enter();
    glass.sees("chekcout").await;
    assert_eq!(desired(&glass, "checkout"), 4);
    for _ in 0.."chekcout".len() {
        glass.press(Key::plain(Code::Backspace));
    }
    glass.types("checkout");
    glass.enter();
    glass.sees("desired count is 0").await;
    glass.sees("stack UPDATE_COMPLETE").await;
    assert_eq!(desired(&glass, "checkout"), 0);
    assert_eq!(stack_status(&glass, "shop-checkout"), StackStatus::UpdateComplete);
    let journal = std::fs::read_to_string(&glass.journal).expect("a journal");
    assert_eq!(journal.lines().count(), 2, "{journal}");
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn a_failed_rollback_is_continued_without_the_chosen_resource_and_settles() {
    let mut glass = Glass::open("rollback-failed", Policy::WithConfirmation);
    glass.sees("UPDATE_ROLLBACK_FAILED").await;
    glass.sees("FAILED").await;
    let stack = glass
        .door
        .world()
        .account
        .stacks
        .iter()
        .find(|s| s.stack.status == StackStatus::UpdateRollbackFailed && s.stack.parent.is_none())
        .map(|s| s.stack.name.raw().to_owned())
        .expect("a stack in trouble");
    glass.press(Key::char('A'));
    glass.sees("continue the update rollback").await;
    glass.enter();
    glass.sees("UPDATE_COMPLETE").await;
    glass.press(Key::char(' '));
    glass.enter();
    glass.sees("cloudformation:ContinueUpdateRollback").await;
    let dialog = glass.sees("--resources-to-skip").await;
    assert!(dialog.contains('.'), "a nested resource is named with its stack:\n{dialog}");
    glass.types(&stack);
    glass.enter();
    glass.sees("stack UPDATE_ROLLBACK_COMPLETE").await;
    assert_eq!(stack_status(&glass, &stack), StackStatus::UpdateRollbackComplete);
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn read_only_refuses_where_effects_are_run() {
    let mut glass = Glass::open("crash-loop", Policy::ReadOnly);
    glass.sees("READ-ONLY").await;
    glass.sees("KeyError: 'DATABASE_URL'").await;
    glass.press(Key::char('A'));
    glass.sees("scale checkout to zero").await;
    glass.enter();
    glass.sees("read-only: this program will not send it").await;
    glass.types("checkout");
    glass.enter();
    glass.sees("nothing was sent").await;
    assert_eq!(desired(&glass, "checkout"), 4);
    assert!(!glass.journal.exists(), "a refused write leaves no line");
    glass.leave().await;
}
