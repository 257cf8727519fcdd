//! Every lever with a person's keys and eyes: by name from the palette, confirmed, followed to its end.

use crate::glass::Glass;
use unstuck::app::key::{Code, Key};
use unstuck::domain::Text;
use unstuck::domain::clock::Timestamp;
use unstuck::domain::identity::Place;
use unstuck::domain::operation::{Operation, Outcome};
use unstuck::domain::service::ServiceId;
use unstuck::runtime::effects::Policy;
use unstuck::runtime::journal::Journal;

/// Runs a lever by its name.
fn command(glass: &Glass, name: &str) {
    glass.press(Key::char(':'));
    glass.types(name);
    glass.enter();
}

/// A lever pulled: scenario, what is seen before, its name, whether something is chosen first, what the confirmation
/// shows, what is typed, what is seen at the end.
type Pull = (&'static str, &'static str, &'static str, bool, &'static str, &'static str, &'static str);

const PULLS: [Pull; 12] = [
    ("recovered", "wishlist", "check-drift", false, "detect-stack-drift", "yes", "compares → "),
    ("crash-loop", "STUCK", "stop-deployment", false, "--stop-type", "checkout", "stack UPDATE_ROLLBACK_COMPLETE"),
    (
        "crash-loop",
        "STUCK",
        "cancel-update",
        false,
        "cancel-update-stack",
        "shop-checkout",
        "stack UPDATE_ROLLBACK_COMPLETE",
    ),
    (
        "hook-waiting",
        "release-approval",
        "continue-deployment",
        false,
        "--action CONTINUE",
        "yes",
        "stack UPDATE_COMPLETE",
    ),
    (
        "hook-waiting",
        "release-approval",
        "roll-back-at-hook",
        false,
        "--action ROLLBACK",
        "prices",
        "stack UPDATE_ROLLBACK_COMPLETE",
    ),
    (
        "autoscaled",
        "STUCK",
        "suspend-scaling",
        false,
        "DynamicScalingInSuspended=true",
        "yes",
        "the schedule are suspended in",
    ),
    ("recovered", "wishlist", "force-deployment", false, "--force-new-deployment", "wishlist", "every task is new"),
    (
        "delete-failed",
        "DELETE_FAILED",
        "delete-keeping",
        true,
        "--retain-resources",
        "shop-archive",
        "stack DELETE_COMPLETE",
    ),
    (
        "delete-failed",
        "DELETE_FAILED",
        "force-delete",
        false,
        "FORCE_DELETE_STACK",
        "shop-archive",
        "stack DELETE_COMPLETE",
    ),
    (
        "update-failed",
        "UPDATE_FAILED",
        "rollback-stack",
        false,
        "rollback-stack",
        "shop-search",
        "stack UPDATE_ROLLBACK_COMPLETE",
    ),
    (
        "rollback-failed",
        "UPDATE_ROLLBACK_FAILED",
        "force-rollback",
        false,
        "--force-rollback",
        "shop-platform",
        "stack UPDATE_ROLLBACK_COMPLETE",
    ),
    (
        "custom-resource",
        "shop-users waits for",
        "answer-success",
        false,
        "PUT to the response URL",
        "Migration",
        "Migration is UPDATE_COMPLETE",
    ),
];

#[tokio::test(start_paused = true)]
async fn a_lever_is_found_by_name_confirmed_and_followed_to_its_end() {
    for (scenario, before, lever, chooses, shown, typed, end) in PULLS {
        // Wide enough for how it went to stand on one line.
        let mut glass = Glass::open_at(scenario, Policy::WithConfirmation, 200, 60);
        glass.sees(before).await;
        // What the lever needs may still be on its way.
        let mut dialog = None;
        for _ in 0..60 {
            command(&glass, lever);
            if chooses {
                tokio::time::sleep(std::time::Duration::from_secs(2)).await;
                if glass.screen().contains("[x]") {
                    glass.enter();
                }
            }
            tokio::time::sleep(std::time::Duration::from_secs(2)).await;
            let screen = glass.screen();
            if screen.contains(shown) {
                dialog = Some(screen);
                break;
            }
            assert!(screen.contains("not"), "{scenario}: {lever} is not refused either:\n{screen}");
        }
        let dialog = dialog.unwrap_or_else(|| panic!("{scenario}: no {lever}:\n{}", glass.screen()));
        // The alias is asked for when the dialog opens.
        glass.sees("alias   shop-simulated").await;
        for words in ["account 123456789012", "eu-west-1", "arn:aws:", "[ Cancel ]"] {
            assert!(dialog.contains(words), "{lever} lacks {words:?}:\n{dialog}");
        }
        assert!(!dialog.contains("X-Amz-Signature") && !dialog.contains("response-euwest1"), "{dialog}");
        glass.enter();
        assert!(!glass.journal.exists(), "{lever}: Enter on nothing has sent something");
        glass.types(typed);
        glass.sees("[ Enter sends it ]").await;
        glass.enter();
        glass.sees_at_last(end).await;
        let journal = std::fs::read_to_string(&glass.journal).expect("a journal");
        assert_eq!(journal.lines().count(), 2, "{lever}: {journal}");
        assert!(journal.contains(&format!("\"lever\":\"{lever}\"")) && !journal.contains("X-Amz"), "{journal}");
        glass.leave().await;
    }
}

#[tokio::test(start_paused = true)]
async fn autoscaling_is_suspended_first_and_the_way_out_walks_to_its_end() {
    let mut glass = Glass::open("autoscaled", Policy::WithConfirmation);
    glass.sees("no such table").await;
    command(&glass, "scale-to-zero");
    let dialog = glass.sees("ctrl-s suspends it first").await;
    assert!(dialog.contains("desired count 4 → 0"), "{dialog}");
    glass.press(Key::ctrl('s'));
    glass.sees("Suspend the autoscaling of basket").await;
    glass.types("yes");
    glass.enter();
    // It leads back by itself to what was to be done, which is safe now.
    let dialog = glass.sees("desired count 4 → 0").await;
    assert!(dialog.contains("done: accepted") && !dialog.contains("suspends it first"), "{dialog}");
    glass.press(Key::plain(Code::Esc));
    glass.press(Key::char('U'));
    // What is best done next is what the findings say; what somebody has set out for stands in the strip.
    let way = glass.sees("▸  cancel the update of shop-basket").await;
    assert!(way.contains("✓ suspend the autoscaling of basket"), "{way}");
    assert!(way.contains("resume the autoscaling of basket") && !way.contains("┃    scale basket to zero"), "{way}");
    glass.press(Key::plain(Code::Esc));
    command(&glass, "scale-to-zero");
    glass.sees("desired count 4 → 0").await;
    glass.types("basket");
    glass.enter();
    glass.sees("next: restore the count of basket to 4 (U)").await;
    glass.press(Key::char('U'));
    let way = glass.sees("▸  restore the count of basket to 4").await;
    assert!(
        way.contains("✓ scale basket to zero") && way.contains("continue the update rollback of shop-basket: not"),
        "{way}"
    );
    glass.press(Key::plain(Code::Esc));
    glass.press(Key::char('R'));
    glass.sees("desired count 0 → 4").await;
    glass.types("yes");
    glass.enter();
    glass.sees("desired count is 4").await;
    glass.press(Key::char('U'));
    glass.sees("▸  resume the autoscaling of basket").await;
    glass.enter();
    glass.sees("Resume the autoscaling of basket").await;
    glass.types("yes");
    glass.enter();
    glass.sees("nothing is suspended in").await;
    glass.press(Key::char('U'));
    glass.sees("▸  see what differs from the template of shop-basket").await;
    glass.enter();
    let dialog = glass.sees("detect-stack-drift").await;
    assert!(dialog.contains("Nothing is changed"), "{dialog}");
    glass.types("yes");
    glass.enter();
    glass.sees("as the template says").await;
    glass.press(Key::char('U'));
    glass.sees("✓ see what differs from the template of shop-basket").await;
    glass.leave().await;
}

/// What an earlier run has written down: the account, the profile, and whether it was done here.
const EARLIER: [(Option<&str>, Option<&str>, bool); 5] = [
    (Some("123456789012"), None, true),
    (Some("123456789012"), Some("another"), true),
    (Some("210987654321"), None, false),
    (None, None, true),
    (None, Some("another"), false),
];

#[tokio::test(start_paused = true)]
async fn the_old_count_is_restored_by_one_key_after_a_restart_where_it_was_of_this_account() {
    for (account, profile, is_here) in EARLIER {
        let mut glass = Glass::open("at-zero", Policy::WithConfirmation);
        // Written by an earlier run: the console has not begun to run yet.
        let journal = Journal::new(Some(glass.journal.clone()));
        let service = ServiceId { cluster: Text::new("prod"), name: Text::new("nightly") };
        let (operation, at) = (Operation::scale_to_zero(service, 3), Timestamp::UNIX_EPOCH);
        let place = Place { region: Text::new("eu-west-1"), profile: profile.map(Text::new), endpoint: None };
        let account = account.map(Text::new);
        let to = (&place, account.as_ref());
        journal.before(at, &operation, to).expect("written");
        journal.after(at, &operation, to, &Outcome::Accepted { request_id: None, began: None }).expect("written");
        glass.sees("nightly").await;
        glass.sees("123456789012").await;
        glass.press(Key::char('R'));
        if is_here {
            let dialog = glass.sees("desired count 0 → 3").await;
            assert!(dialog.contains("Set the count of nightly to 3"), "{dialog}");
            glass.types("yes");
            glass.enter();
            glass.sees("done: accepted → desired count is 3 → 3 run").await;
            let all = journal.all().expect("readable");
            assert_eq!(all.last().and_then(|taken| taken.account.clone()), Some(Text::new("123456789012")));
            glass.press(Key::char('R'));
        }
        glass.sees("the journal knows of no service here").await;
        glass.leave().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_missing_permission_is_explained_and_the_lever_stays() {
    let mut glass = Glass::open("crash-loop", Policy::WithConfirmation);
    let denied = ["ecs:UpdateService", "iam:ListAccountAliases"].map(str::to_owned);
    glass.door.world().account.denied.extend(denied);
    glass.sees("KeyError: 'DATABASE_URL'").await;
    command(&glass, "scale-to-zero");
    glass.sees("desired count 4 → 0").await;
    // Without an alias its line says so; it is no trouble of the write.
    glass.sees("alias   none known").await;
    glass.types("checkout");
    glass.enter();
    let screen = glass.sees("allow ecs:UpdateService").await;
    assert!(!screen.contains("ListAccountAliases"), "{screen}");
    let journal = std::fs::read_to_string(&glass.journal).expect("a journal");
    assert!(journal.contains("\"result\":\"rejected\""), "{journal}");
    command(&glass, "scale-to-zero");
    glass.sees("[ Cancel ]").await;
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn what_moves_while_the_dialog_is_open_is_said_in_it_and_nothing_can_be_sent() {
    let mut glass = Glass::open("crash-loop", Policy::WithConfirmation);
    glass.sees("KeyError: 'DATABASE_URL'").await;
    command(&glass, "scale-to-zero");
    glass.sees("desired count 4 → 0").await;
    {
        let mut world = glass.door.world();
        let now = "2026-11-21T03:01:00Z".parse().expect("a time");
        world.update_service("prod", "checkout", Some(3), false, now).expect("somebody else may");
    }
    let screen = glass.sees("the desired count is 3 and no longer 4").await;
    assert!(screen.contains("[ Close ]"), "{screen}");
    glass.types("checkout");
    glass.enter();
    glass.press(Key::plain(Code::Esc));
    glass.sees("STUCK").await;
    assert!(!glass.journal.exists(), "nothing is sent");
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn a_held_key_and_what_is_typed_ahead_confirm_nothing() {
    let mut glass = Glass::open("crash-loop", Policy::WithConfirmation);
    glass.sees("KeyError: 'DATABASE_URL'").await;
    // All at once: the dialog is not on the screen when its name is typed.
    glass.press(Key::char('A'));
    glass.types("jj");
    glass.enter();
    glass.types("checkout");
    glass.enter();
    glass.sees("[ Cancel ]").await;
    for _ in 0..200 {
        glass.enter();
    }
    assert!(!glass.journal.exists(), "nothing is sent");
    glass.types("checkout");
    glass.sees("[ Enter sends it ]").await;
    for _ in 0..200 {
        glass.enter();
    }
    glass.sees("desired count is 0").await;
    let journal = std::fs::read_to_string(&glass.journal).expect("a journal");
    assert_eq!(journal.lines().count(), 2, "a held key sends once: {journal}");
    glass.leave().await;
}

/// What is typed over the count that is offered, and the count that is confirmed then.
const COUNTS: &[(&[Key], &str)] = &[
    (&[Key::char('2')], "desired count 4 → 2"),
    (&[Key::char('1'), Key::char('2')], "desired count 4 → 12"),
    (&[Key::plain(Code::Right), Key::char('2')], "desired count 4 → 42"),
    (&[Key::plain(Code::Backspace), Key::char('6')], "desired count 4 → 6"),
    (&[Key::plain(Code::End), Key::ctrl('u'), Key::char('7')], "desired count 4 → 7"),
];

#[tokio::test(start_paused = true)]
async fn a_digit_takes_the_place_of_the_count_that_is_offered() {
    let mut glass = Glass::open("crash-loop", Policy::WithConfirmation);
    glass.sees("KeyError: 'DATABASE_URL'").await;
    for (keys, shown) in COUNTS {
        command(&glass, "set-count");
        glass.sees("new count: 4").await;
        keys.iter().for_each(|key| glass.press(*key));
        glass.enter();
        let dialog = glass.sees(shown).await;
        let lowers = shown.ends_with("→ 2");
        assert_eq!(dialog.contains("ECS stops 2 tasks"), lowers, "{dialog}");
        assert_eq!(dialog.contains("Type  checkout  to go on"), lowers, "a lower count stops tasks:\n{dialog}");
        glass.press(Key::plain(Code::Esc));
    }
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn saving_a_query_says_where_what_undoes_it_and_gives_its_command() {
    for size in [(80, 24), (200, 60)] {
        let mut glass = Glass::open_at("crash-loop", Policy::WithConfirmation, size.0, size.1);
        glass.sees("KeyError: 'DATABASE_URL'").await;
        glass.press(Key::char('4'));
        glass.press(Key::char('i'));
        glass.sees("Esc close").await;
        glass.press(Key::ctrl('u'));
        glass.types("stats count(*) by bin(1m)");
        glass.press(Key::ctrl('s'));
        glass.sees("save the query in the account").await;
        let before = glass.sees("alias   shop-simulated").await;
        glass.types("errors");
        let dialog = glass.sees("name    errors").await;
        let at = |screen: &str| screen.lines().position(|line| line.contains("save the query in the account"));
        assert_eq!(at(&before), at(&dialog), "it stands still\n{before}\n{dialog}");
        for words in
            ["account 123456789012 as oncall-admin · eu-west-1", "undo ", "same as aws logs put-query-definition"]
        {
            assert!(dialog.contains(words), "{words:?} in\n{dialog}");
        }
        glass.press(Key::ctrl('y'));
        glass.sees("sent to the terminal's clipboard").await;
        let copied = glass.copied();
        assert!(copied.starts_with("aws logs put-query-definition --name errors "), "{copied}");
        assert!(copied.ends_with(" --query-string 'stats count(*) by bin(1m)' --region eu-west-1"), "{copied}");
        assert!(!glass.journal.exists(), "nothing is sent by that");
        glass.leave().await;
    }
}
