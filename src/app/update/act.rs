//! What each action does to the model.

use super::{editing, explain_row, jump, levers, moving, reading};
use crate::app::action::Action;
use crate::app::effect::{COPIED, Effect};
use crate::app::hunt::Quarry;
use crate::app::input::{Input, Lines};
use crate::app::model::{Back, Model, Screen};
use crate::app::overlay::Overlay;
use crate::app::panes::list::Step;
use crate::app::panes::{Pane, Times};
use crate::app::place::{self, Rows};
use crate::app::scroll::Scroll;
use crate::app::timeline::Timeline;
use crate::domain::Timestamp;
use crate::domain::clock::offset;
use jiff::tz::TimeZone;

pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let page = model.page();
    match action {
        Action::Quit | Action::ForceQuit => model.leaving = true,
        Action::Back => back(model),
        Action::Help => model.overlay = Some(Overlay::Help { scroll: Scroll::default() }),
        Action::Palette => model.overlay = Some(Overlay::Palette { input: Input::new(Lines::One, ""), selected: 0 }),
        Action::Actions => levers::open(model),
        Action::WayOut => levers::open_way(model),
        Action::Restore => levers::restore(model),
        Action::Refresh => return vec![Effect::Refresh],
        Action::Stacks => model.open(Screen::Stacks),
        Action::FocusNext => focus_by(model, 1),
        Action::FocusPrevious => focus_by(model, Pane::OF_STACK.len() - 1),
        Action::FocusFindings => focus(model, Pane::Findings),
        Action::FocusEvents => focus(model, Pane::Events),
        Action::FocusRollouts => focus(model, Pane::Rollouts),
        Action::FocusLogs => focus(model, Pane::Logs),
        Action::Zoom => model.panes.zoom = !model.panes.zoom,
        Action::Up => moving::step(model, Step::Up(1)),
        Action::Down => moving::step(model, Step::Down(1)),
        Action::PageUp => moving::step(model, Step::Up(page)),
        Action::PageDown => moving::step(model, Step::Down(page)),
        Action::Top => moving::step(model, Step::Top),
        Action::Bottom => moving::step(model, Step::Bottom),
        Action::Open => open(model),
        Action::Describe => explain_row::describe(model),
        Action::NextEvidence => jump::step(model, true),
        Action::PreviousEvidence => jump::step(model, false),
        Action::Filter => filter(model),
        Action::Copy => return copy(model),
        Action::Timeline => timeline(model),
        Action::Times => {
            let (next, words) = match (model.panes.times, local_words(&model.zone, model.now)) {
                (Times::Clock, Some(words)) => (Times::Local, words),
                (Times::Clock, None) | (Times::Local, _) => (Times::Age, "rows show how long ago".to_owned()),
                (Times::Age, _) => (Times::Clock, "rows show the time of day in UTC".to_owned()),
            };
            model.panes.times = next;
            model.say(words);
        }
        Action::ShowValues => model.toggle_values(),
        Action::Wrap => model.panes.logs.wrap = !model.panes.logs.wrap,
        Action::Pause => reading::pause(model),
        Action::Follow => model.panes.logs.follow(),
        Action::NextError => return reading::hunt(model, Quarry::Errors, true, false),
        Action::PreviousError => return reading::hunt(model, Quarry::Errors, false, false),
        Action::Search => reading::search(model),
        Action::NextMatch => return reading::again(model, true),
        Action::PreviousMatch => return reading::again(model, false),
        Action::Window => reading::window(model),
        Action::Way => reading::way(model),
        Action::Picture => reading::picture(model),
        Action::Lines => editing::lines_of_selected(model),
        Action::Save => return reading::save(model),
        Action::EditQuery => editing::edit(model),
        Action::Queries => editing::list(model),
        Action::CloseQuery => editing::close(model),
    }
    Vec::new()
}

fn back(model: &mut Model) {
    match model.way_back() {
        Some(Back::Filter) => model.panes.list_mut(model.panes.focus).filter.clear(),
        Some(Back::Zoom) => model.panes.zoom = false,
        Some(Back::Search) => reading::give_up(model),
        Some(Back::Query) => editing::close(model),
        Some(Back::Finding) => jump::back(model),
        Some(Back::Stacks) => model.open(Screen::Stacks),
        None => {}
    }
}

fn timeline(model: &mut Model) {
    if let Screen::Stack(_) = model.screen {
        model.overlay = Some(Overlay::Timeline(Box::new(Timeline::new(&model.facts))));
    } else {
        model.say("open a stack first");
    }
}

fn focus(model: &mut Model, pane: Pane) {
    if let Screen::Stack(_) = model.screen {
        model.panes.focus = pane;
        if pane == Pane::Findings {
            jump::end(model);
        }
    }
}

fn focus_by(model: &mut Model, step: usize) {
    let order = Pane::OF_STACK;
    if let Some(at) = order.iter().position(|pane| *pane == model.panes.focus)
        && let Some(pane) = order.get((at + step) % order.len())
    {
        focus(model, *pane);
    }
}

fn open(model: &mut Model) {
    if model.panes.focus != Pane::Stacks {
        explain_row::describe(model);
        return;
    }
    let (at, _) = place::place(model, Pane::Stacks);
    if let Some(id) = Rows::of(model, Pane::Stacks).key(at) {
        model.open(Screen::Stack(id));
    }
}

fn filter(model: &mut Model) {
    match model.panes.focus {
        Pane::Findings => {
            model.say("the findings are few: nothing to filter");
            return;
        }
        // Lines are searched; what is to be left out, a query leaves out.
        Pane::Logs => return reading::search(model),
        _ => {}
    }
    let text = model.panes.list(model.panes.focus).filter.clone();
    model.overlay = Some(Overlay::Filter(Input::new(Lines::One, &text)));
}

fn copy(model: &mut Model) -> Vec<Effect> {
    match explain_row::lines(model) {
        Some((_, lines)) => {
            model.say(COPIED);
            let lines: Vec<&str> = lines.iter().map(|line| line.as_str()).collect();
            vec![Effect::Copy(lines.join("\n"))]
        }
        None => {
            model.say("nothing to copy");
            Vec::new()
        }
    }
}

/// What rows show in local time; nothing where that is UTC.
fn local_words(zone: &TimeZone, now: Timestamp) -> Option<String> {
    let offset = offset(now, zone);
    let name = zone.iana_name().map_or_else(|| offset.clone(), |name| format!("{name}, {offset}"));
    let words = format!("rows show local time ({name}); sentences, copies and files stay in UTC");
    (offset != "+00:00").then_some(words)
}
