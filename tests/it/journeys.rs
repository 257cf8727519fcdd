//! From an incident to its end, with a person's keys and eyes.

use crate::drawn::SIZES;
use crate::glass::Glass;
use unstuck::app::key::{Code, Key};
use unstuck::domain::guard::Guard;
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

/// Past cancelling the update and stopping the deployment, which take less away, to the confirmation of scaling checkout
/// to zero; what is on the screen then.
async fn asks_to_scale_to_zero(glass: &mut Glass) -> String {
    glass.press(Key::char('A'));
    let menu = glass.sees("scale checkout to zero").await;
    assert!(menu.contains("★ cancel the update of shop-checkout"), "{menu}");
    glass.types("jj");
    glass.sees("▸scale checkout to zero").await;
    glass.enter();
    glass.sees("ecs:UpdateService").await
}

#[tokio::test(start_paused = true)]
async fn a_crash_loop_is_seen_explained_scaled_to_zero_and_the_stack_settles() {
    let mut glass = Glass::open("crash-loop", Policy::WithConfirmation);
    glass.sees("STUCK").await;
    glass.sees("KeyError: 'DATABASE_URL'").await;
    let dialog = asks_to_scale_to_zero(&mut glass).await;
    glass.sees("no autoscaling on it").await;
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
    glass.sees("stack UPDATE_COMPLETE in ").await;
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
    glass.sees("[x]").await;
    glass.enter();
    glass.sees("cloudformation:ContinueUpdateRollback").await;
    let dialog = glass.sees("--resources-to-skip").await;
    assert!(dialog.contains('.'), "a nested resource is named with its stack:\n{dialog}");
    glass.types(&stack);
    glass.enter();
    glass.sees("stack UPDATE_ROLLBACK_COMPLETE").await;
    assert_eq!(stack_status(&glass, &stack), StackStatus::UpdateRollbackComplete);
    // What was skipped differs from the template: the way goes on to a look at that, and names it.
    glass.press(Key::char('U'));
    let way = glass.sees("▸  see what differs from the template of shop-platform").await;
    for words in ["✓ continue the update rollback of shop-platform, without", ".OrdersService was skipped"] {
        assert!(way.contains(words), "the way lacks {words:?}:\n{way}");
    }
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn read_only_refuses_where_effects_are_run() {
    let mut glass = Glass::open("crash-loop", Policy::ReadOnly);
    glass.sees("READ-ONLY").await;
    glass.sees("KeyError: 'DATABASE_URL'").await;
    asks_to_scale_to_zero(&mut glass).await;
    glass.sees("read-only: this program will not send it").await;
    glass.types("checkout");
    glass.enter();
    glass.sees("nothing was sent").await;
    assert_eq!(desired(&glass, "checkout"), 4);
    assert!(!glass.journal.exists(), "a refused write leaves no line");
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn an_account_the_config_names_is_only_read_and_one_it_does_not_name_is_not() {
    for (pattern, is_read_only) in [("123456789012", true), ("*", true), ("prod-*", false), ("1234567890123", false)] {
        let guard = Guard::new(vec![pattern.to_owned()]);
        let mut glass = Glass::open_guarded("crash-loop", Policy::WithConfirmation, guard, (120, 40));
        let screen = glass.sees("KeyError: 'DATABASE_URL'").await;
        assert_eq!(screen.contains("READ-ONLY"), is_read_only, "{pattern}: {screen}");
        asks_to_scale_to_zero(&mut glass).await;
        if is_read_only {
            glass.sees(&format!("config.toml names \"{pattern}\": this program will not send it")).await;
        }
        glass.types("checkout");
        glass.enter();
        let words = if is_read_only { "nothing was sent" } else { "desired count is 0" };
        glass.sees(words).await;
        assert_eq!(desired(&glass, "checkout") == 4, is_read_only, "{pattern}");
        assert_eq!(glass.journal.exists(), !is_read_only, "{pattern}");
        glass.leave().await;
    }
}

#[tokio::test(start_paused = true)]
async fn where_the_config_names_something_and_the_account_cannot_be_asked_nothing_is_sent() {
    let guard = Guard::new(vec!["210987654321".to_owned()]);
    let mut glass = Glass::open_guarded("crash-loop", Policy::WithConfirmation, guard, (120, 40));
    glass.door.world().account.denied.insert("sts:GetCallerIdentity".to_owned());
    glass.sees("KeyError: 'DATABASE_URL'").await;
    asks_to_scale_to_zero(&mut glass).await;
    glass.types("checkout");
    glass.enter();
    glass.sees("which account this is is not known").await;
    assert_eq!(desired(&glass, "checkout"), 4);
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn state_that_moved_since_it_was_looked_at_is_not_written_over() {
    let mut glass = Glass::open("crash-loop", Policy::WithConfirmation);
    glass.sees("KeyError: 'DATABASE_URL'").await;
    asks_to_scale_to_zero(&mut glass).await;
    {
        let mut world = glass.door.world();
        let now = "2026-11-21T03:01:00Z".parse().expect("a time");
        world.update_service("prod", "checkout", Some(3), false, now).expect("somebody else may");
    }
    glass.types("checkout");
    glass.enter();
    glass.sees("not sent, the state has moved: the desired count is 3 and no longer 4").await;
    assert_eq!(desired(&glass, "checkout"), 3);
    assert!(!glass.journal.exists(), "what is not sent leaves no line");
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn without_a_journal_nothing_is_sent_and_looking_goes_on() {
    let mut glass = Glass::open("crash-loop", Policy::WithConfirmation);
    std::fs::create_dir_all(&glass.journal).expect("a folder where the journal should be");
    glass.sees("KeyError: 'DATABASE_URL'").await;
    asks_to_scale_to_zero(&mut glass).await;
    glass.types("checkout");
    glass.enter();
    glass.sees("nothing was sent").await;
    assert_eq!(desired(&glass, "checkout"), 4);
    glass.press(Key::char('3'));
    glass.press(Key::char('z'));
    glass.sees("stopped").await;
    let _ = std::fs::remove_dir_all(&glass.journal);
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn a_typed_query_is_answered_by_the_log_service() {
    let mut glass = Glass::open("crash-loop", Policy::WithConfirmation);
    glass.sees("KeyError: 'DATABASE_URL'").await;
    glass.press(Key::char('4'));
    glass.press(Key::char('z'));
    glass.press(Key::char('i'));
    glass.sees("↵ run").await;
    for _ in 0..200 {
        glass.press(Key::plain(Code::Backspace));
    }
    glass.pastes("filter @message like /KeyError/ | fields @timestamp, @message | sort @timestamp desc | limit 2");
    glass.enter();
    glass.sees("stream: the query can be run here").await;
    let screen = glass.sees("1 of 2").await;
    assert!(screen.contains("KeyError"), "{screen}");
    glass.press(Key::char('x'));
    glass.sees("Booting worker").await;
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn a_row_is_copied_as_safe_text() {
    let mut glass = Glass::open("crash-loop", Policy::WithConfirmation);
    glass.sees("KeyError: 'DATABASE_URL'").await;
    glass.press(Key::char('y'));
    glass.sees("clipboard").await;
    let copied = glass.copied();
    assert!(copied.contains("KeyError: 'DATABASE_URL'") && copied.contains("evidence"), "{copied}");
    assert!(copied.chars().all(|c| c == '\n' || !c.is_control()), "{copied:?}");
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn a_region_is_chosen_from_and_come_back_to() {
    let mut glass = Glass::open("forty-stacks", Policy::WithConfirmation);
    let list = glass.sees("40 there").await;
    let failed = list.find("UPDATE_ROLLBACK_FAILED").expect("the failed one is shown");
    assert!(failed < list.find("UPDATE_COMPLETE").expect("a settled one is shown"), "{list}");
    glass.enter();
    glass.sees("FAILED").await;
    glass.sees("stack events").await;
    glass.press(Key::plain(Code::Esc));
    glass.sees("40 there").await;
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn values_of_variables_are_masked_until_asked_for() {
    let mut glass = Glass::open_at("health-check", Policy::ReadOnly, 200, 60);
    let masked = glass.sees("UPSTREAM_TIMEOUT changed").await;
    assert!(!masked.contains("\"30\""), "{masked}");
    glass.press(Key::char('V'));
    glass.sees("\"30\" to \"3\"").await;
    glass.leave().await;
}

/// A scenario, what is seen once all is told, how many findings down, and what is seen after each `o`: the notice,
/// and the words of the row.
type Walk = (&'static str, &'static str, usize, &'static [(&'static str, &'static str)]);

const WALKS: [Walk; 6] = [
    (
        "crash-loop",
        "all 3 logs read",
        0,
        &[
            ("evidence 1 of 6: log line of", "▸{}KeyError: 'DATABASE_URL'"),
            ("evidence 2 of 6: stopped task", "▸  {}KeyError"),
            ("evidence 3 of 6: stopped task", "▸  {}KeyError"),
            ("evidence 4 of 6: stopped task", "▸  {}KeyError"),
            ("evidence 5 of 6: stopped task", "▸  {}KeyError"),
            ("evidence 6 of 6: CheckoutService UPDATE_IN_PROGRESS", "▸{}CheckoutService"),
            ("evidence 1 of 6: log line", "▸{}KeyError: 'DATABASE_URL'"),
        ],
    ),
    (
        "crash-loop",
        "all 3 logs read",
        1,
        &[("evidence 1 of 1: service deployment of checkout", "circuit breaker  DISABLED")],
    ),
    (
        "rollback-failed",
        "has no tag",
        2,
        &[
            ("evidence 1 of 6: stopped task", "▸  {}CannotStart"),
            ("evidence 2 of 6: stopped task", "▸  {}CannotStart"),
            ("evidence 3 of 6: stopped task", "▸  {}CannotStart"),
            ("evidence 4 of 6: OrdersService UPDATE_FAILED", "▸{}› OrdersService"),
            ("evidence 5 of 6: event of orders", "was unable to place a task. Reason:"),
        ],
    ),
    (
        "two-blocked",
        "1 of 4",
        1,
        &[("evidence 1 of", "▸  {}ELB health"), ("evidence 2 of", "▸  {}ELB"), ("evidence 3 of", "▸  {}ELB")],
    ),
    (
        "hook-waiting",
        "release-approval",
        0,
        &[("evidence 1 of 1: service deployment of prices", "AWAITING_ACTION until")],
    ),
    (
        "image-not-found",
        "has no tag",
        0,
        &[("evidence 1 of", "▸  {}CannotPull"), ("evidence 2 of 7: an image has no row", "▸ :")],
    ),
];

#[tokio::test(start_paused = true)]
async fn the_evidence_is_walked_with_the_real_keys() {
    for (n, (scenario, ready, down, steps)) in WALKS.into_iter().enumerate() {
        // The first at both sizes, the others at one of them in turn.
        for (width, height) in SIZES.into_iter().skip(n % 2).take(if n == 0 { 2 } else { 1 }) {
            let mut glass = Glass::open_at(scenario, Policy::ReadOnly, width, height);
            glass.sees(ready).await;
            (0..down).for_each(|_| glass.press(Key::char('j')));
            for (notice, row) in steps {
                glass.press(Key::char('o'));
                let shown = glass.sees(notice).await;
                let (first, last) = row.split_once("{}").unwrap_or((row, ""));
                let is_there = shown.lines().any(|line| line.contains(first) && line.contains(last));
                assert!(is_there, "{scenario} {width}: no {row:?} in\n{shown}");
            }
            glass.press(Key::plain(Code::Esc));
            glass.sees("o evidence").await;
            glass.leave().await;
        }
    }
}
