//! A count that was set to zero from here and comes back by itself, also after the stack has settled.

use crate::glass::Glass;
use unstuck::app::key::{Code, Key};
use unstuck::runtime::effects::Policy;

#[tokio::test(start_paused = true)]
async fn a_count_that_comes_back_after_the_stack_has_settled_is_told_and_restored() {
    let mut glass = Glass::open_at("autoscaled", Policy::WithConfirmation, 200, 60);
    glass.sees("way out  A").await;
    glass.press(Key::char(':'));
    glass.types("scale-to-zero");
    glass.enter();
    glass.sees("ctrl-s suspends it first").await;
    glass.types("basket");
    glass.enter();
    let still = glass.sees_at_last("→ autoscaling may bring it back").await;
    assert!(!still.contains("done: ") && still.contains("stack UPDATE_COMPLETE →"), "{still}");
    let back = glass.sees_at_last("came back to 2: autoscaling in ").await;
    assert!(back.contains("failed: accepted → desired count is 0"), "{back}");
    assert!(back.contains("next: set the count of basket to 4 (U)"), "{back}");
    let said = glass.sees("came back to 2: autoscaling (minimum 2), after it was scaled to zero from here").await;
    assert!(said.contains("way out  A  Set the count of basket to 4: it had 4 before"), "{said}");
    assert!(said.contains("Suspend the autoscaling of basket: if it is to be scaled to zero again"), "{said}");
    glass.press(Key::char('A'));
    let menu = glass.sees("what can be done now").await;
    assert!(menu.contains("▸★ restore basket to its old count (2 → 4)"), "{menu}");
    glass.press(Key::plain(Code::Esc));
    glass.press(Key::char('R'));
    glass.sees("desired count 2 → 4").await;
    glass.types("yes");
    glass.enter();
    glass.sees_at_last("accepted → desired count is 4").await;
    let said = glass.sees("R").await;
    assert!(!said.contains("came back to 2: autoscaling (minimum 2)"), "{said}");
    glass.press(Key::char('R'));
    glass.sees("the journal knows of no service here that was scaled to zero and not restored").await;
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn autoscaling_that_was_suspended_on_the_way_leads_to_zero_and_is_resumed_at_the_end() {
    let mut glass = Glass::open_at("autoscaled", Policy::WithConfirmation, 200, 60);
    glass.sees("way out  A").await;
    glass.press(Key::char(':'));
    glass.types("scale-to-zero");
    glass.enter();
    glass.sees("ctrl-s suspends it first").await;
    glass.press(Key { ctrl: true, ..Key::char('s') });
    glass.sees("RegisterScalableTarget").await;
    glass.types("yes");
    glass.enter();
    let strip = glass.sees("next: ").await;
    assert!(strip.contains("next: scale basket to zero (A)") && !strip.contains("next: cancel"), "{strip}");
    glass.sees("desired count 4 → 0").await;
    glass.types("basket");
    glass.enter();
    glass.sees_at_last("stack UPDATE_COMPLETE in ").await;
    let said = glass.sees("basket is still scaled to zero by this program").await;
    assert!(said.contains("and restore the count, then resume its autoscaling: "), "{said}");
    assert!(said.contains("the autoscaling of basket is suspended: resume it (R restores the count, U goes"), "{said}");
    glass.press(Key::char('R'));
    glass.sees("desired count 0 → 4").await;
    glass.types("yes");
    glass.enter();
    let said = glass.sees("the autoscaling of basket is suspended: resume it (U leads there)").await;
    assert!(said.contains("has its autoscaling suspended by this program, since 03:0"), "{said}");
    glass.leave().await;
}
