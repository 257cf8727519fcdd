//! The longest names there are: nothing a person must read is cut without a word.

use crate::drawn::screen;
use crate::fixtures::{crash_loop, learn};
use crate::glass::Glass;
use unstuck::app::key::{Code, Key};
use unstuck::domain::Text;
use unstuck::domain::guard::Guard;
use unstuck::domain::identity::Identity;
use unstuck::domain::news::News;
use unstuck::domain::topic::Topic;
use unstuck::runtime::effects::Policy;
use unstuck::sim::scenario::Scenario;

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];
const REGION: &str = "ap-southeast-7";
/// Pages of a confirmation at most.
const PAGES: usize = 12;

/// `checkout-00-01-02-…`, so many letters long: each part is told from the others.
fn name(of: &str, letters: usize) -> String {
    let parts: String = (0..99).map(|n| format!("-{n:02}")).collect();
    format!("{of}{parts}").chars().take(letters).collect()
}

fn account(stack: &str, service: &str) -> Scenario {
    let mut scenario = Scenario::load("crash-loop").expect("a scenario");
    REGION.clone_into(&mut scenario.region);
    stack.clone_into(&mut scenario.stack);
    stack.clone_into(&mut scenario.stacks[0].name);
    stack.clone_into(&mut scenario.services[0].stack);
    service.clone_into(&mut scenario.services[0].name);
    scenario
}

/// What stands in the dialog, its lines put together without blanks.
fn inside(screen: &str) -> String {
    let lines = screen.lines().filter_map(|line| line.split_once('┃')?.1.rsplit_once('┃'));
    lines.map(|(words, _)| words.replace(' ', "")).collect()
}

#[tokio::test(start_paused = true)]
async fn the_longest_names_are_read_whole_before_they_are_typed() {
    for (width, height) in SIZES {
        for (lever, stack, service) in [
            ("scale-to-zero", name("shop", 128), name("checkout", 255)),
            ("cancel-update", name("shop", 255), name("checkout", 255)),
        ] {
            let typed = if lever == "scale-to-zero" { &service } else { &stack };
            let account = account(&stack, &service);
            let mut glass = Glass::open_account(&account, Policy::WithConfirmation, Guard::default(), (width, height));
            let first = glass.sees("way out  A").await;
            let mut header = first.lines();
            let (stands, place) = (header.next().unwrap_or_default(), header.next().unwrap_or_default());
            assert!(stands.contains("…  UPDATE_IN_PROGRESS 47m"), "{first}");
            assert!(stands.contains(REGION) || place.contains(REGION), "{first}");

            glass.press(Key::char('A'));
            let menu = glass.sees("what can be done now").await;
            assert!(menu.contains('★'), "{menu}");
            glass.press(Key::plain(Code::Esc));
            glass.press(Key::char(':'));
            glass.types(lever);
            glass.enter();
            let shown = glass.sees("[ Cancel ]").await;
            assert!(inside(&shown).contains(&format!("togoon:{typed}")), "{lever} {width}x{height}\n{shown}");
            assert!(!shown.contains("more: make"), "{shown}");

            let mut pages = inside(&shown);
            for _ in 0..PAGES {
                glass.press(Key::plain(Code::PageDown));
                tokio::time::sleep(std::time::Duration::from_secs(5)).await;
                let page = glass.screen();
                assert!(inside(&page).contains(&format!("togoon:{typed}")), "{page}");
                pages.push_str(&inside(&page));
            }
            let last = glass.screen();
            assert!(!last.contains("more ↓"), "{last}");
            for told in [REGION, "then", "undo", "same as", &format!("--region {REGION}")] {
                assert!(
                    pages.contains(&told.replace(' ', "")),
                    "{lever} {width}x{height}: {told:?} in\n{shown}\n{last}"
                );
            }
            glass.types(typed);
            glass.sees("[ Enter sends it ]").await;
            glass.enter();
            let end = if lever == "scale-to-zero" { "no task runs" } else { "the update is cancelled" };
            let sent = glass.sees(end).await;
            assert!(sent.contains(" → "), "{sent}");
            glass.leave().await;
        }
    }
}

#[test]
fn a_long_principal_gives_way_to_the_region() {
    let mut model = crash_loop();
    let arn = Text::from(format!("arn:aws:sts::210987654321:assumed-role/{}/somebody", name("role", 64)));
    let who = Identity { account: Text::new("210987654321"), arn };
    learn(&mut model, 1, Topic::Identity, News::Identity(who));
    model.session.place.region = Text::new(REGION);
    let shown = screen(&model, (80, 24));
    let place = shown.lines().nth(1).unwrap_or_default();
    assert!(place.contains("210987654321 · role-00"), "{shown}");
    assert!(place.contains("… · ap-southeast-7 · profile orders-prod"), "{shown}");
}
