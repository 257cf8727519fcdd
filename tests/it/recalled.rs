//! What is said after somebody has done something here: a deployment that goes back because it was told to, and a
//! rollback that was continued without some of it. Findings, menu and guided way say the same.

use crate::glass::Glass;
use unstuck::app::key::{Code, Key};
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
const TOLD_BACK: &[(&str, &str, &str, &str, &str, &str)] = &[
    (
        "hook-waiting",
        "roll-back-at-hook",
        "prices",
        "hook release-approval was answered with ROLLBACK from here at 03:0",
        "prices:55",
        "prices:56",
    ),
    ("crash-loop", "stop-deployment", "checkout", "stopped from here at 03:0", "checkout:42", "checkout:43"),
];

#[tokio::test(start_paused = true)]
async fn a_deployment_that_was_told_to_go_back_is_waited_for_and_nothing_is_recommended() {
    for (scenario, lever, name, by, back, new) in TOLD_BACK {
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
        assert!(way.contains(&format!("✓ {lever}: {name}")) && !way.contains("▸  "), "{way}");
        let end = glass.sees(&format!("{name} was told to go back to {back}: {by}")).await;
        assert!(!end.contains("1 STUCK"), "{end}");
        let end = glass.sees("UPDATE_ROLLBACK_COMPLETE ").await;
        assert!(!end.contains("1 STUCK"), "{end}");
        let end = glass.sees("has gone back and takes the next update").await;
        assert!(end.contains("the update of shop-") && end.contains("was rolled back"), "{end}");
        glass.leave().await;
    }
}

/// How a rollback is continued without some of it, and how that is said.
const LEFT_OUT: &[(&str, bool, &str)] = &[
    ("force-rollback", false, "whatever failed was left out of its rollback"),
    ("continue-rollback", true, "OrdersService was left out of its rollback"),
];

#[tokio::test(start_paused = true)]
async fn a_comparison_is_owed_where_something_was_left_out_of_a_rollback_until_it_is_made() {
    for (lever, chooses, says) in LEFT_OUT {
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
        glass.enter();
        glass.sees("[ Cancel ]").await;
        glass.types("yes");
        glass.enter();
        let said = glass.sees("none is needed: shop-platform has gone back and takes the next update").await;
        assert!(!said.contains("way out  A"), "{said}");
        let way = looked_into(&mut glass, 'U', "━ the way out for ").await;
        assert!(way.contains("✓ see what differs") && !way.contains("▸  "), "{way}");
        glass.leave().await;
    }
}
