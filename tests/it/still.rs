//! A dialog somebody types into stands still, whatever comes to be known under it.

use crate::drawn::{SIZES, screen};
use crate::fixtures::{crash_loop, id};
use unstuck::app::key::{Code, Key};
use unstuck::app::message::Msg;
use unstuck::app::model::Model;
use unstuck::app::tracker::{Progress, Tracker};
use unstuck::app::update::update;
use unstuck::domain::Text;
use unstuck::domain::news::News;
use unstuck::domain::operation::Operation;
use unstuck::domain::scaling::{ScalableTarget, Suspended};
use unstuck::domain::topic::Topic;

fn tell(model: &mut Model, topic: Topic, news: News) {
    let at = model.now;
    update(model, Msg::Told { topic, at, answer: Ok(news) });
    model.settle();
}

/// Line and column at which words stand.
fn place(screen: &str, words: &str) -> (usize, usize) {
    let at = |(y, line): (usize, &str)| Some((y, line.find(words)?));
    screen.lines().enumerate().find_map(at).unwrap_or_else(|| panic!("no {words:?} in\n{screen}"))
}

#[test]
fn the_field_of_a_confirmation_stays_where_it_is_while_facts_come_in() {
    for size in SIZES.into_iter().chain([(200, 60)]) {
        let mut model = crash_loop();
        for key in ":scale-to-zero".chars().map(Key::char).chain([Key::plain(Code::Enter)]) {
            update(&mut model, Msg::Key(key));
            model.settle();
        }
        let before = screen(&model, size);
        let field = place(&before, "Type  orders  to go on:");
        assert!(before.contains("alias   not read yet") || size.1 < 40, "{before}");
        let alias = format!("orders-{}", "x".repeat(56));
        tell(&mut model, Topic::Alias, News::Alias(Some(Text::new(&alias))));
        let after = screen(&model, size);
        assert_eq!(place(&after, "Type  orders  to go on:"), field, "{before}\n{after}");
        assert!(after.contains(&format!("alias   {alias}")) || size.1 < 40, "{after}");
        let tops = |screen: &str| screen.lines().position(|line| line.contains("┏━ Scale orders to zero"));
        assert_eq!(tops(&after), tops(&before), "the alias has its line from the first\n{before}\n{after}");
        // How another write went is told below meanwhile.
        let words =
            "accepted → nothing is suspended in 0s; it was so before, and somebody else has seen to it".to_owned();
        model.trackers.push(Tracker {
            operation: Operation::scale_to_zero(id(), 4),
            sent_at: model.now,
            progress: Progress::Settled { well: true, words },
            before: None,
            began: None,
            leads_to: None,
            settled_at: Some(model.now),
        });
        let after = screen(&model, size);
        assert_eq!(place(&after, "Type  orders  to go on:"), field, "{before}\n{after}");
        model.say(
            "something else is said, in a sentence so long that it takes two lines at the lower edge of the screen",
        );
        assert_eq!(place(&screen(&model, size), "Type  orders  to go on:"), field);
        let target = ScalableTarget { min: 2, max: 8, suspended: Suspended::default(), created_at: None };
        tell(&mut model, Topic::Scaling(id()), News::Scaling(Some(target)));
        let after = screen(&model, size);
        assert!(after.contains("ctrl-s suspends it first"), "{after}");
        assert_eq!(place(&after, "Type  orders  to go on:"), field, "{before}\n{after}");
    }
}
