//! What goes wrong around a write, with a person's keys and eyes: what is said, how often it was sent, what the journal
//! has, and what became of the account.

use super::spoiled::{Between, Spoil};
use crate::glass::Glass;
use aws_smithy_runtime_api::client::http::SharedHttpConnector;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use unstuck::app::config::Config;
use unstuck::app::key::{Code, Key};
use unstuck::domain::guard::Guard;
use unstuck::domain::stack::ResourceStatus;
use unstuck::runtime::effects::Policy;
use unstuck::runtime::journal::Journal;
use unstuck::sim::scenario::Scenario;

fn spoiled(scenario: &str) -> (Glass, Between) {
    spoiled_account(&Scenario::load(scenario).expect("a scenario"))
}

fn spoiled_account(scenario: &Scenario) -> (Glass, Between) {
    let mut between = None;
    let glass = Glass::open_over(scenario, Policy::WithConfirmation, Guard::default(), (200, 60), |door| {
        let made = Between::new(door);
        between = Some(made.clone());
        SharedHttpConnector::new(made)
    });
    (glass, between.expect("it is asked for"))
}

fn desired(glass: &Glass) -> i32 {
    glass.door.world().account.services[0].service.desired
}

fn results(glass: &Glass) -> Vec<String> {
    let all = Journal::new(Some(glass.journal.clone())).all().expect("readable");
    all.iter().map(|taken| taken.result.as_ref().map_or(String::new(), |result| result.raw().to_owned())).collect()
}

/// By its name from the palette to the dialog, once what it needs is known.
async fn asks(glass: &mut Glass, lever: &str, shown: &str) -> String {
    glass.press(Key::char(':'));
    glass.types(lever);
    glass.enter();
    glass.sees(shown).await
}

/// What becomes of the request, what is seen of it one after the other, what the journal has, the count at the end.
type Trouble = (Spoil, &'static [&'static str], &'static str, i32);

const TROUBLES: [Trouble; 4] = [
    (
        Spoil::SilentAfter,
        &["reading what happened, not sending again", "desired count is 0", "stack UPDATE_COMPLETE"],
        "unknown",
        0,
    ),
    (Spoil::BrokenAfter, &["reading what happened, not sending again", "stack UPDATE_COMPLETE"], "unknown", 0),
    (
        Spoil::SilentBefore,
        &["reading what happened, not sending again", "no effect was seen: it seems not to have happened"],
        "unknown",
        4,
    ),
    (Spoil::WritesThrottled, &["ecs:UpdateService is throttled"], "rejected", 4),
];

#[tokio::test(start_paused = true)]
async fn a_write_without_a_clear_answer_is_settled_by_reading_and_sent_once() {
    for (spoil, seen, result, count) in TROUBLES {
        let (mut glass, between) = spoiled("crash-loop");
        glass.sees("KeyError: 'DATABASE_URL'").await;
        asks(&mut glass, "scale-to-zero", "desired count 4 → 0").await;
        between.spoil(spoil);
        glass.types("checkout");
        glass.enter();
        for words in seen {
            glass.sees_at_last(words).await;
        }
        assert_eq!((between.writes(), desired(&glass)), (1, count), "{spoil:?}");
        let told = results(&glass);
        assert!(told.len() == 1 && told[0].starts_with(result), "{spoil:?}: {told:?}");
        glass.leave().await;
    }
}

#[tokio::test(start_paused = true)]
async fn while_a_write_is_on_its_way_no_second_one_is_sent_to_the_same_target() {
    let (mut glass, between) = spoiled("crash-loop");
    glass.sees("KeyError: 'DATABASE_URL'").await;
    asks(&mut glass, "scale-to-zero", "desired count 4 → 0").await;
    between.spoil(Spoil::SilentBefore);
    glass.types("checkout");
    glass.enter();
    glass.enter();
    glass.sees("sending …").await;
    asks(&mut glass, "force-deployment", "an action on it is still on its way").await;
    glass.sees("reading what happened").await;
    // Nobody knows yet whether it has happened.
    asks(&mut glass, "force-deployment", "an action on it is still on its way").await;
    glass.sees_at_last("it seems not to have happened").await;
    between.spoil(Spoil::Nothing);
    asks(&mut glass, "scale-to-zero", "desired count 4 → 0").await;
    glass.types("checkout");
    glass.enter();
    glass.sees("stack UPDATE_COMPLETE").await;
    assert_eq!((between.writes(), desired(&glass)), (2, 0));
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn throttled_watching_does_not_keep_an_action_from_being_sent() {
    let (mut glass, between) = spoiled("crash-loop");
    glass.sees("KeyError: 'DATABASE_URL'").await;
    asks(&mut glass, "scale-to-zero", "desired count 4 → 0").await;
    between.spoil(Spoil::ReadsThrottled);
    // Watching has felt it before anything is sent.
    tokio::time::sleep(std::time::Duration::from_secs(60)).await;
    assert!(between.throttled() > 10, "{}", between.throttled());
    glass.types("checkout");
    glass.enter();
    glass.sees("accepted").await;
    assert_eq!((between.writes(), desired(&glass)), (1, 0));
    between.spoil(Spoil::Nothing);
    glass.sees_at_last("stack UPDATE_COMPLETE").await;
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn where_the_state_cannot_be_read_again_nothing_is_sent() {
    for (is_throttled, words) in [(true, "throttled"), (false, "ecs:DescribeServices")] {
        let (mut glass, between) = spoiled("crash-loop");
        glass.sees("KeyError: 'DATABASE_URL'").await;
        asks(&mut glass, "scale-to-zero", "desired count 4 → 0").await;
        match is_throttled {
            true => between.spoil(Spoil::NoReads),
            false => {
                glass.door.world().account.denied.insert("ecs:DescribeServices".to_owned());
            }
        }
        glass.types("checkout");
        glass.enter();
        let screen = glass.sees("the state could not be read again").await;
        assert!(screen.contains("nothing was sent") && screen.contains(words), "{words}:\n{screen}");
        assert_eq!((between.writes(), desired(&glass), glass.journal.exists()), (0, 4, false), "{words}");
        glass.leave().await;
    }
}

/// How a journal is spoiled, and what is said of it.
type Spoiled = (fn(&Path), &'static str);

const JOURNALS: [Spoiled; 4] = [
    (|path| std::fs::create_dir_all(path).expect("made"), "not a regular file"),
    (
        |path| {
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, "").expect("written");
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o640)).expect("chmod");
        },
        "chmod 600",
    ),
    (
        |path| {
            let folder = path.parent().expect("a folder");
            std::fs::create_dir_all(folder).expect("made");
            std::fs::write(folder.join("elsewhere"), "").expect("written");
            std::os::unix::fs::symlink(folder.join("elsewhere"), path).expect("link");
        },
        "symbolic link",
    ),
    (
        |path| {
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::os::unix::fs::symlink("/dev/full", path).expect("link");
        },
        "symbolic link",
    ),
];

#[tokio::test(start_paused = true)]
async fn a_journal_that_cannot_be_trusted_or_written_keeps_every_action_back() {
    for ((spoil, words), late) in JOURNALS.into_iter().flat_map(|spoiled| [(spoiled, false), (spoiled, true)]) {
        let (mut glass, between) = spoiled("crash-loop");
        glass.sees("KeyError: 'DATABASE_URL'").await;
        if !late {
            spoil(&glass.journal);
        }
        // Said on top of the dialog, in whichever line.
        let dialog = asks(&mut glass, "scale-to-zero", if late { "[ Cancel ]" } else { "the journal /" }).await;
        assert_eq!(dialog.contains("[ Close ]"), !late, "{words}:\n{dialog}");
        if late {
            // While the dialog is open: refused where the write would be carried out.
            spoil(&glass.journal);
        } else {
            tokio::time::sleep(std::time::Duration::from_secs(3)).await;
        }
        glass.types("checkout");
        glass.enter();
        let screen = glass.sees("nothing was sent").await;
        assert!(screen.contains(words), "{words}:\n{screen}");
        assert_eq!((between.writes(), desired(&glass)), (0, 4), "{words}");
        let folder = glass.journal.parent().map(Path::to_owned);
        // Mended, it is of use again without a restart.
        std::fs::rename(&glass.journal, glass.journal.with_extension("aside")).expect("put aside");
        tokio::time::sleep(std::time::Duration::from_secs(10)).await;
        asks(&mut glass, "scale-to-zero", "[ Cancel ]").await;
        let elsewhere = folder.as_ref().map(|folder| folder.join("elsewhere")).filter(|path| path.exists());
        assert!(elsewhere.is_none_or(|path| std::fs::read(path).expect("readable").is_empty()));
        glass.leave().await;
        let _ = folder.map(std::fs::remove_dir_all);
    }
}

#[tokio::test(start_paused = true)]
async fn an_account_in_the_config_file_is_only_read_whatever_the_profile_is_called() {
    for (config, sends) in
        [("read_only = [\"prod-*\", \"123456789012\"]", false), ("read_only = [\"prod-*\"]", true), ("", true)]
    {
        let guard = Config::parse(config).expect("a config").guard();
        let mut glass = Glass::open_guarded("crash-loop", Policy::WithConfirmation, guard, (200, 60));
        let screen = glass.sees("KeyError: 'DATABASE_URL'").await;
        assert_eq!(screen.contains("READ-ONLY"), !sends, "{config}:\n{screen}");
        asks(&mut glass, "scale-to-zero", "desired count 4 → 0").await;
        glass.types("checkout");
        glass.enter();
        glass.sees(if sends { "desired count is 0" } else { "nothing was sent" }).await;
        assert_eq!(glass.journal.exists(), sends, "{config}");
        glass.leave().await;
    }
}

#[tokio::test(start_paused = true)]
async fn the_task_that_is_selected_is_stopped_and_no_other() {
    let (mut glass, between) = spoiled("recovered");
    glass.sees("wishlist").await;
    asks(&mut glass, "stop-task", "no task is chosen").await;
    glass.press(Key::char('3'));
    glass.press(Key::char('z'));
    let running = |glass: &Glass| {
        let world = glass.door.world();
        world
            .account
            .tasks
            .iter()
            .filter(|sim| !sim.task.is_stopped())
            .map(|sim| sim.task.arn.clone())
            .collect::<Vec<_>>()
    };
    let before = running(&glass);
    let mut chosen = None;
    for _ in 0..40 {
        glass.press(Key::char('j'));
        glass.press(Key::char(':'));
        glass.types("stop-task");
        glass.enter();
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        let screen = glass.screen();
        if screen.contains("ecs:StopTask") {
            chosen = before.iter().find(|arn| screen.contains(arn.raw())).cloned();
            break;
        }
    }
    let chosen = chosen.expect("a task that runs");
    let short: String = chosen.raw().rsplit('/').next().expect("an id").chars().take(8).collect();
    // `yes` is for what harms nothing.
    glass.types("yes");
    glass.enter();
    (0..3).for_each(|_| glass.press(Key::plain(Code::Backspace)));
    assert_eq!(between.writes(), 0);
    glass.types(&short);
    glass.enter();
    glass.sees("the task has stopped").await;
    let left = running(&glass);
    let gone: Vec<_> = before.iter().filter(|arn| !left.contains(arn)).collect();
    assert_eq!((gone, between.writes()), (vec![&chosen], 1));
    glass.leave().await;
}

/// The same account, its custom resource answered for by another function than its stack's.
fn answered_by(arn: &str) -> Scenario {
    let mut scenario = Scenario::load("custom-resource").expect("a scenario");
    let resources = &mut scenario.stacks[0].resources;
    resources.retain(|resource| resource.kind != "AWS::Lambda::Function");
    let custom = resources.iter_mut().find(|resource| resource.handler.is_some()).expect("one");
    custom.handler = Some(arn.to_owned());
    scenario
}

#[tokio::test(start_paused = true)]
async fn a_custom_resource_is_answered_as_the_person_says_and_once() {
    let own = Scenario::load("custom-resource").expect("a scenario");
    // Of another stack, by an alias: the stack's history names it.
    let others = answered_by("arn:aws:lambda:eu-west-1:123456789012:function:platform-migrator:live");
    for (scenario, lever, end, status) in [
        (&own, "answer-success", "Migration is UPDATE_COMPLETE", ResourceStatus::UpdateComplete),
        (&own, "answer-failed", "stack UPDATE_ROLLBACK_COMPLETE", ResourceStatus::UpdateFailed),
        (&others, "answer-success", "Migration is UPDATE_COMPLETE", ResourceStatus::UpdateComplete),
    ] {
        let (mut glass, between) = spoiled_account(scenario);
        glass.sees("shop-users waits for").await;
        // Its request is still on its way.
        tokio::time::sleep(std::time::Duration::from_secs(90)).await;
        asks(&mut glass, lever, "PUT to the response URL").await;
        glass.types("Migration");
        glass.enter();
        glass.sees(end).await;
        let answered = {
            let world = glass.door.world();
            let events = world.account.stacks[0].events.iter();
            events.filter(|event| event.logical_id.raw() == "Migration").any(|event| event.status == status)
        };
        assert!(answered, "{lever}");
        assert_eq!((between.writes(), results(&glass).len()), (1, 1), "{lever}");
        glass.leave().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_function_whose_log_cannot_be_read_from_here_is_named_with_where_it_is() {
    for (arn, why) in [
        ("arn:aws:lambda:us-east-1:123456789012:function:migrator", "is in another region, us-east-1"),
        ("arn:aws:lambda:eu-west-1:210987654321:function:migrator", "is in another account, 210987654321"),
        ("arn:aws:sns:eu-west-1:123456789012:requests", "which is no function"),
    ] {
        let (mut glass, between) = spoiled_account(&answered_by(arn));
        glass.sees("shop-users waits for").await;
        tokio::time::sleep(std::time::Duration::from_secs(90)).await;
        let screen = asks(&mut glass, "answer-success", "not now: ").await;
        assert!(screen.contains(arn) && screen.contains(why), "{why}:\n{screen}");
        assert_eq!(between.writes(), 0);
        glass.leave().await;
    }
}
