//! The core as sentences: no terminal, no AWS, no clock.

use crate::fixtures::{blank, blank_stack, crash_loop, id, learn, noon, now};
use crate::incidents::{failed_rollback, region};
use std::collections::BTreeSet;
use unstuck::app::choice::Choice;
use unstuck::app::effect::Effect;
use unstuck::app::feed::{Feed, feeds};
use unstuck::app::key::{Code, Key};
use unstuck::app::menu::levers;
use unstuck::app::message::Msg;
use unstuck::app::model::{Model, Screen};
use unstuck::app::overlay::Overlay;
use unstuck::app::panes::Pane;
use unstuck::app::situated::Target;
use unstuck::app::update::update;
use unstuck::diagnosis::verdict::Remedy;
use unstuck::domain::Text;
use unstuck::domain::fault::{Fault, FaultKind};
use unstuck::domain::identity::Identity;
use unstuck::domain::lever::Lever;
use unstuck::domain::news::News;
use unstuck::domain::operation::{Operation, Outcome, Skip};
use unstuck::domain::topic::Topic;

fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    update(model, Msg::Key(key))
}

fn types(model: &mut Model, text: &str) {
    for c in text.chars() {
        assert_eq!(press(model, Key::char(c)), [], "typing sends nothing");
    }
}

fn enter(model: &mut Model) -> Vec<Effect> {
    press(model, Key::plain(Code::Enter))
}

fn wants(model: &Model, topic: Topic) -> bool {
    feeds(model).contains(&Feed::Topic(topic))
}

#[test]
fn the_alias_is_asked_once_and_only_when_somebody_begins_to_act() {
    let mut model = blank_stack();
    let opened = |model: &mut Model, key| {
        model.overlay = None;
        update(model, Msg::Key(key));
        wants(model, Topic::Alias)
    };
    assert!(!opened(&mut model, Key::char('A')), "who asks is not known yet");
    let who = Identity { account: Text::new("123456789012"), arn: Text::new("arn:aws:iam::123456789012:user/a") };
    learn(&mut model, 0, Topic::Identity, News::Identity(who));
    assert!(!opened(&mut model, Key::char('?')), "nobody acts");
    assert!(opened(&mut model, Key::char('A')));
    learn(&mut model, 0, Topic::Alias, News::Alias(None));
    assert!(!opened(&mut model, Key::char('A')), "it was answered");
    model.open(Screen::Stacks);
    model.open(Screen::Stack(Text::new("other")));
    assert!(!opened(&mut model, Key::char('A')), "it is the account's whatever the stack");
}

#[test]
fn a_stack_by_name_is_asked_for_and_nothing_else_until_it_is_known() {
    let wanted = feeds(&blank_stack());
    let stack = Feed::Topic(Topic::Stack(Text::new("orders-prod")));
    assert_eq!(wanted, [Feed::Topic(Topic::Identity), stack].into());
}

#[test]
fn what_is_known_names_what_to_ask_next() {
    let model = crash_loop();
    assert!(wants(&model, Topic::Tasks(id())));
    assert!(wants(&model, Topic::Deployments(id())));
    assert!(feeds(&model).iter().any(|feed| matches!(feed, Feed::Topic(Topic::Log(_)))));
    assert!(!wants(&model, Topic::Stacks));
}

#[test]
fn a_late_answer_changes_nothing() {
    let mut model = crash_loop();
    model.open(Screen::Stacks);
    let before = model.facts.clone();
    let answer = Err(Fault { action: "ecs:ListTasks", kind: FaultKind::Timeout, message: Text::new("late") });
    update(&mut model, Msg::Told { topic: Topic::Tasks(id()), at: now(), answer });
    assert_eq!(model.facts, before);
}

#[test]
fn who_we_are_is_kept_when_another_stack_is_opened() {
    let mut model = blank(Screen::Stacks);
    let identity = Identity { account: Text::new("210987654321"), arn: Text::new("arn:aws:iam::210987654321:root") };
    update(&mut model, Msg::Told { topic: Topic::Identity, at: now(), answer: Ok(News::Identity(identity.clone())) });
    model.open(Screen::Stack(Text::new("orders-prod")));
    assert_eq!(model.facts.identity.value(), Some(&identity));
}

#[test]
fn enter_opens_the_most_troubled_stack_by_its_arn() {
    let mut model = region();
    let stacks = model.facts.stacks.value().expect("known");
    let failed = stacks.iter().find(|stack| stack.status.is_failed()).expect("one in trouble").id.clone();
    enter(&mut model);
    assert_eq!(model.screen, Screen::Stack(failed));
    assert_eq!(model.panes.focus, Pane::Findings);
}

/// Opens the confirmation of scaling the service to zero.
fn confirming() -> Model {
    let mut model = crash_loop();
    press(&mut model, Key::char('A'));
    enter(&mut model);
    assert!(matches!(model.overlay, Some(Overlay::Confirm(_))));
    assert_eq!(press(&mut model, Key::char('x')), [], "what comes before it is drawn is thrown away");
    model.settle();
    model
}

#[test]
fn only_the_name_byte_by_byte_confirms_and_only_once() {
    let mut model = confirming();
    assert_eq!(enter(&mut model), []);
    // In another case, with a blank, with a letter that only looks the same.
    for other in ["Orders", "ORDERS", "orders ", " orders", "ordersx", "\u{43e}rders", "orders\u{200b}", "prod/orders"]
    {
        types(&mut model, other);
        assert_eq!(enter(&mut model), [], "{other:?}");
        other.chars().for_each(|_| drop(press(&mut model, Key::plain(Code::Backspace))));
    }
    types(&mut model, "order");
    assert_eq!(enter(&mut model), []);
    types(&mut model, "s");
    let sent = Operation::scale_to_zero(id(), 4);
    assert_eq!(enter(&mut model), [Effect::Write(sent)]);
    assert_eq!(enter(&mut model), [], "a second Enter confirms nothing");
}

#[test]
fn what_a_window_is_too_small_to_show_is_not_confirmed() {
    let mut model = confirming();
    types(&mut model, "orders");
    update(&mut model, Msg::Resize { width: 80, height: 23 });
    assert_eq!(enter(&mut model), []);
    press(&mut model, Key::char('x'));
    update(&mut model, Msg::Paste("x".to_owned()));
    let Some(Overlay::Confirm(confirm)) = &model.overlay else { panic!("it is closed") };
    assert!(!confirm.mismatch && confirm.is_confirmed(), "what is not seen is not typed");
    update(&mut model, Msg::Resize { width: 80, height: 24 });
    assert_eq!(enter(&mut model).len(), 1);
}

#[test]
fn the_list_of_stacks_is_come_back_to_where_it_was_left() {
    let mut model = region();
    press(&mut model, Key::char('j'));
    let selected = model.panes.stacks.selected.clone();
    enter(&mut model);
    press(&mut model, Key::char('S'));
    assert!(selected.is_some());
    assert_eq!(model.panes.stacks.selected, selected);
}

#[test]
fn a_second_action_on_the_same_target_waits_for_the_first() {
    let mut model = confirming();
    types(&mut model, "orders");
    enter(&mut model);
    press(&mut model, Key::char('A'));
    enter(&mut model);
    assert!(!matches!(model.overlay, Some(Overlay::Confirm(_))), "no second confirmation is opened");
    assert!(model.notice.is_some());
}

#[test]
fn enter_pressed_twice_at_the_name_opens_nothing_below() {
    let mut model = confirming();
    types(&mut model, "orders");
    assert_eq!(enter(&mut model).len(), 1);
    assert_eq!(enter(&mut model), []);
    assert!(model.overlay.is_none(), "the second belongs to the first");
    press(&mut model, Key::char('k'));
    enter(&mut model);
    assert!(matches!(model.overlay, Some(Overlay::Detail(_))), "after another key it is meant");
}

#[test]
fn an_open_row_says_what_is_known_now_and_when_it_went() {
    let mut model = crash_loop();
    press(&mut model, Key::char('3'));
    enter(&mut model);
    press(&mut model, Key::char('j'));
    let shown = |model: &Model| match &model.overlay {
        Some(Overlay::Detail(detail)) => detail.clone(),
        other => panic!("{other:?}"),
    };
    let before = shown(&model);
    let mut service = model.facts.services[&id()].service.value().expect("known").clone();
    service.desired = 99;
    let topic = Topic::Services { cluster: id().cluster, names: [id().name].into() };
    let told = |services| Msg::Told { topic: topic.clone(), at: now(), answer: Ok(News::Services(services)) };
    update(&mut model, told(vec![service]));
    model.settle();
    update(&mut model, Msg::Tick(noon(47 * 60 + 600)));
    let after = shown(&model);
    assert!(after.lines.iter().any(|line| line.as_str().ends_with(" 99")), "{after:?}");
    assert_eq!((after.scroll, after.gone), (before.scroll, None));
    model.facts.services.clear();
    update(&mut model, Msg::Tick(noon(47 * 60 + 601)));
    update(&mut model, Msg::Tick(noon(47 * 60 + 602)));
    let gone = shown(&model);
    assert_eq!((gone.lines, gone.gone), (after.lines, Some(noon(47 * 60 + 601))));
}

#[test]
fn the_menu_stands_in_the_order_of_the_ways_out() {
    let mut model = crash_loop();
    let known = model.facts.services[&id()].clone();
    let mut service = known.service.value().expect("known").clone();
    service.id.name = Text::new("audit");
    let other = service.id.clone();
    let mut second = known;
    second.service.learn(now(), service);
    model.facts.services.insert(other.clone(), second);
    let way = |service| Remedy { operation: Operation::scale_to_zero(service, 4), effect: String::new() };
    model.diagnosis.findings[0].remedies = vec![way(id()), way(other)];
    let levers = levers(&model);
    let first = (Lever::ScaleToZero, Target::Service(id()));
    assert!(levers[0].is(&first), "the name of the other comes first, its finding second");
    let places = levers.iter().take(2).map(|entry| entry.recommended.as_ref().map(|named| named.place));
    assert_eq!(places.collect::<Vec<_>>(), [Some(0), Some(1)]);
}

#[test]
fn a_paste_never_confirms_by_its_line_break() {
    let mut model = confirming();
    assert_eq!(update(&mut model, Msg::Paste("orders\ny\n".to_owned())), []);
    assert!(matches!(model.overlay, Some(Overlay::Confirm(_))));
}

#[test]
fn pasted_text_is_no_keys_where_nothing_takes_it() {
    let mut model = crash_loop();
    assert_eq!(update(&mut model, Msg::Paste("q\nA\n".to_owned())), []);
    assert!(!model.leaving && model.overlay.is_none());
}

#[test]
fn an_unknown_outcome_is_followed_and_never_sent_again() {
    let mut model = confirming();
    types(&mut model, "orders");
    enter(&mut model);
    let operation = model.trackers[0].operation.clone();
    let fault = Fault { action: "ecs:UpdateService", kind: FaultKind::Timeout, message: Text::new("no answer") };
    let effects = update(&mut model, Msg::Done { operation, at: now(), outcome: Outcome::Unknown(fault) });
    assert_eq!(effects, [Effect::Refresh, Effect::ReadJournal]);
    assert!(model.trackers[0].is_open());
    model.settle();
    update(&mut model, Msg::Tick(noon(47 * 60 + 600)));
    model.settle();
    assert!(!model.trackers[0].is_open(), "with no effect seen for long it is said not to have happened");
}

#[test]
fn each_confirmation_has_a_token_of_its_own_and_is_sent_with_it() {
    let asked = |model: &mut Model| {
        press(model, Key::char(':'));
        types(model, "force-rollback");
        enter(model);
        model.settle();
        let Some(Overlay::Confirm(confirm)) = &model.overlay else { panic!("no confirmation") };
        confirm.operation.clone()
    };
    let token = |operation: &Operation| match operation {
        Operation::ContinueRollback(change) => change.aim.token.clone(),
        other => panic!("another operation: {other:?}"),
    };
    let mut model = failed_rollback();
    let first = token(&asked(&mut model));
    press(&mut model, Key::plain(Code::Esc));
    let second = asked(&mut model);
    // Another run at the same time, as a restart may be.
    let mut other = failed_rollback();
    other.session.run += 1;
    let all = BTreeSet::from([first, token(&second), token(&asked(&mut other))]);
    assert_eq!(all.len(), 3, "{all:?}");
    types(&mut model, "orders-prod");
    assert_eq!(enter(&mut model), [Effect::Write(second)]);
}

#[test]
fn a_rollback_is_continued_only_with_what_may_be_skipped() {
    let mut model = failed_rollback();
    press(&mut model, Key::char('A'));
    enter(&mut model);
    let Some(Overlay::Choose(choice)) = &model.overlay else { panic!("no choice of resources") };
    let Choice::Resources(choice) = choice.as_ref() else { panic!("another choice") };
    let names: Vec<&str> = choice.resources.iter().map(|(resource, _)| resource.name.as_str()).collect();
    assert!(!names.is_empty() && choice.resources.iter().all(|(_, chosen)| *chosen), "{names:?}");
    enter(&mut model);
    let Some(Overlay::Confirm(confirm)) = &model.overlay else { panic!("no confirmation") };
    let Operation::ContinueRollback(change) = &confirm.operation else { panic!("another operation") };
    assert!(matches!(&change.skip, Skip::Only(names) if names.len() == 1), "{:?}", change.skip);
    assert!(!change.aim.token.is_empty());
}

#[test]
fn the_selection_stays_on_its_row_when_new_events_come() {
    let mut model = crash_loop();
    press(&mut model, Key::char('2'));
    press(&mut model, Key::char('j'));
    let selected = model.panes.events.selected.clone();
    assert!(selected.is_some());
    let stack = model.facts.stack.value().expect("known").id.clone();
    let mut newest = model.facts.nest[&stack].events.value().expect("known")[0].clone();
    newest.id = Text::new("brand new");
    newest.at = now();
    update(&mut model, Msg::Told { topic: Topic::Events(stack), at: now(), answer: Ok(News::Events(vec![newest])) });
    assert_eq!(model.panes.events.selected, selected);
}

#[test]
fn a_filter_hides_rows_and_esc_shows_them_again() {
    let mut model = crash_loop();
    press(&mut model, Key::char('2'));
    press(&mut model, Key::char('/'));
    types(&mut model, "zZz");
    assert_eq!(model.panes.events.filter, "zZz", "shown as typed");
    enter(&mut model);
    press(&mut model, Key::plain(Code::Esc));
    assert_eq!(model.panes.events.filter, "");
}

#[test]
fn a_query_that_cannot_be_read_is_not_sent() {
    let mut model = crash_loop();
    press(&mut model, Key::char('4'));
    press(&mut model, Key::char('i'));
    press(&mut model, Key::ctrl('u'));
    update(&mut model, Msg::Paste("fields @message\n| sort (".to_owned()));
    enter(&mut model);
    let Some(Overlay::Editor(editor)) = &model.overlay else { panic!("it was sent") };
    assert_eq!(editor.input.text(), "fields @message\n| sort (", "ctrl-u empties the field");
    assert!(editor.refused.is_some() && editor.errors.iter().all(|problem| problem.start > "fields @message\n".len()));
    assert!(!feeds(&model).iter().any(|feed| matches!(feed, Feed::Live(_))));
}

#[test]
fn a_query_is_a_feed_until_it_is_closed() {
    let mut model = crash_loop();
    press(&mut model, Key::char('4'));
    press(&mut model, Key::char('i'));
    enter(&mut model);
    assert!(feeds(&model).iter().any(|feed| matches!(feed, Feed::Live(_))));
    press(&mut model, Key::char('x'));
    assert!(!feeds(&model).iter().any(|feed| matches!(feed, Feed::Live(_))));
}
