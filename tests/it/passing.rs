//! What is on the screen only for a while: sentences that stop being true, and dialogs that can send nothing.

use crate::ways::{as_it_is, looking_at, looking_at_altered, the_stack_goes_back};
use unstuck::app::key::{Code, Key};
use unstuck::app::message::Msg;
use unstuck::app::overlay::Overlay;
use unstuck::app::update::update;
use unstuck::domain::Timestamp;
use unstuck::sim::world::World;

#[test]
fn why_something_cannot_be_done_now_is_said_no_longer_than_the_stack_stands_so() {
    for (alter, stays) in [(as_it_is as fn(&mut World), true), (the_stack_goes_back, false)] {
        let mut model = looking_at("crash-loop", 0).expect("a stack");
        for key in [Key::char('A'), Key::plain(Code::End), Key::plain(Code::Enter)] {
            update(&mut model, Msg::Key(key));
        }
        let said = model.notice.as_ref().map_or("", |notice| notice.text.as_str());
        assert!(said.starts_with("not now: "), "{said}");
        model.facts = looking_at_altered("crash-loop", 0, alter).expect("a stack").facts;
        model.settle();
        assert_eq!(model.notice.is_some(), stays);
    }
}

#[test]
fn a_dialog_that_can_send_nothing_is_closed_by_enter_unless_the_key_was_held() {
    for (pressed, is_closed) in [(&[2][..], true), (&[0, 1], false), (&[1, 2, 3], false), (&[1, 3], true)] {
        let mut model = looking_at("crash-loop", 0).expect("a stack");
        model.session.read_only = true;
        model.size.width = 120;
        model.size.height = 40;
        let opened = model.now;
        for key in [Key::char('A'), Key::plain(Code::Enter)] {
            update(&mut model, Msg::Key(key));
        }
        model.settle();
        assert!(matches!(&model.overlay, Some(Overlay::Confirm(confirm)) if !confirm.is_open()));
        for second in pressed {
            let now = Timestamp::from_second(opened.as_second() + second).expect("valid");
            update(&mut model, Msg::Tick(now));
            model.settle();
            assert!(update(&mut model, Msg::Key(Key::plain(Code::Enter))).is_empty());
        }
        assert_eq!(model.overlay.is_none(), is_closed, "{pressed:?}");
        // What lies under it is not opened by the same key.
        update(&mut model, Msg::Key(Key::plain(Code::Enter)));
        assert_eq!(model.overlay.is_none(), is_closed, "{pressed:?}");
    }
}
