//! Text that tries to steer the terminal, wherever AWS's words come in.

use crate::drawn::{SIZES, buffer, lines};
use crate::fixtures::{self, crash_loop, learn};
use unstuck::app::model::Model;
use unstuck::app::panes::Pane;
use unstuck::domain::Text;
use unstuck::domain::news::News;
use unstuck::domain::topic::Topic;

const HOSTILE: &str = "\u{1b}[2J\u{1b}]52;c;ZXZpbA==\u{7}\u{9b}6n\u{202e}evil\u{200b}日本語日本語日本語\u{1f468}\u{200d}\u{1f469}e\u{301}\u{301}\r\nx\0";

/// Hostile text wherever AWS's words come in.
pub fn hostile() -> Model {
    let evil = || Text::new(HOSTILE.repeat(3));
    let mut model = crash_loop();
    let mut service = fixtures::service();
    service.deployments[0].rollout_reason = Some(evil());
    service.status = evil();
    let names = [Text::new("orders")].into();
    learn(&mut model, 1, Topic::Services { cluster: Text::new("prod"), names }, News::Services(vec![service]));
    let tasks = vec![fixtures::task("evil", 5, "STOPPED", Some(1), Some(HOSTILE))];
    let listed = tasks.iter().map(|task| task.arn.clone()).collect();
    learn(&mut model, 1, Topic::Tasks(fixtures::id()), News::Tasks { described: tasks, listed });
    let mut event = fixtures::event(fixtures::STACK, 2800, HOSTILE, "AWS::X", HOSTILE, Some(HOSTILE));
    event.detailed_status = Some(evil());
    learn(&mut model, 1, Topic::Events(Text::new(fixtures::STACK)), News::Events(vec![event]));
    let mut stack = fixtures::stack(HOSTILE, fixtures::STACK, HOSTILE, 0);
    stack.status_reason = Some(evil());
    learn(&mut model, 1, Topic::Stack(Text::new("orders-prod")), News::Stack(Box::new(stack)));
    for known in model.facts.logs.values_mut() {
        let mut tail = known.value().cloned().unwrap_or_default();
        let mut record = tail.records().next().expect("has lines").clone();
        (record.id, record.message) = (evil(), evil());
        tail.insert(record);
        known.learn(model.now, tail);
    }
    model.diagnosis.findings[0].evidence[0].quote = evil();
    model.session.place.profile = Some(evil());
    model.say(HOSTILE);
    model
}

#[test]
fn hostile_text_is_shown_as_marks_and_breaks_no_border() {
    for size in SIZES {
        for pane in Pane::OF_STACK {
            let mut model = hostile();
            model.panes.focus = pane;
            let buffer = buffer(&model, size);
            let raw = |c: char| c.is_control() || matches!(c, '\u{202e}' | '\u{200b}' | '\u{9b}');
            assert!(!buffer.content.iter().any(|cell| cell.symbol().contains(raw)), "{pane:?}");
            let shown = lines(&buffer).join("\n");
            assert!(shown.contains("␛[2J") && shown.contains("<U+202E>"), "{shown}");
            if size.0 >= 100 {
                // Every line of a pane ends in its border.
                let body = &lines(&buffer)[2..39];
                let borders = ['│', '┃', '╮', '╯', '┓', '┛'];
                assert!(body.iter().all(|line| line.ends_with(borders)), "{shown}");
            }
        }
    }
}
