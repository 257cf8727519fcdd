//! The last lines: how the newest write goes, and the keys of the moment, or a sentence to the person.

use super::pane_frame::cells;
use super::role::Role;
use super::theme::Theme;
use super::{overlays, wrap};
use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::model::{Back, Model, Screen};
use crate::app::overlay::Overlay;
use crate::app::panes::Pane;
use crate::app::tracker::{Progress, Tracker};
use crate::app::way::next;
use crate::domain::clock::age;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// Lines the newest write may take.
const TRACKER_LINES: usize = 2;
/// Lines a sentence to the person may take.
const NOTICE_LINES: usize = 2;

/// Draws the footer; gives what is left above it, and the cursor where a filter is typed.
pub fn draw(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme) -> (Rect, Option<Position>) {
    let room = usize::from(area.width).saturating_sub(2);
    let notice =
        model.notice.as_ref().filter(|_| !matches!(model.overlay, Some(Overlay::Filter(_) | Overlay::Search(_))));
    let notice =
        notice.map_or_else(Vec::new, |notice| wrap::wrap_at_most(notice.text.as_str(), room, room, NOTICE_LINES));
    let below = cells(notice.len()).max(1).min(area.height);
    let keys = Rect { y: area.bottom().saturating_sub(below), height: below, ..area };
    let mut cursor = None;
    if let Some(Overlay::Filter(input)) = &model.overlay {
        let label = format!(" filter {}: ", model.panes.focus.title());
        cursor = typed(buffer, keys, theme, (&label, "Enter keep · Esc show all "), input);
    } else if let Some(Overlay::Search(input)) = &model.overlay {
        cursor = typed(buffer, keys, theme, (" search: ", "Enter go · Esc leave "), input);
    } else if !notice.is_empty() {
        for (line, y) in notice.iter().zip(keys.y..keys.bottom()) {
            buffer.set_stringn(keys.x + 1, y, line, room, theme.of(Role::Notice));
        }
    } else {
        key_line(buffer, keys, model, theme);
    }
    let lines = model.trackers.last().map_or_else(Vec::new, |tracker| tracked(tracker, model, area.width));
    let height = cells(lines.len());
    let top = keys.y.saturating_sub(height);
    for ((role, line), y) in lines.iter().zip(top..keys.y) {
        buffer.set_stringn(area.x + 1, y, line, usize::from(area.width), theme.of(*role));
    }
    (Rect { height: top.saturating_sub(area.y), ..area }, cursor)
}

fn typed(
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
    (label, hint): (&str, &str),
    input: &crate::app::input::Input,
) -> Option<Position> {
    buffer.set_stringn(area.x, area.y, label, usize::from(area.width), theme.of(Role::Label));
    let start = cells(wrap::width(label));
    let room = area.width.saturating_sub(start + cells(wrap::width(hint)) + 1);
    let hint_x = area.right().saturating_sub(cells(wrap::width(hint)));
    buffer.set_stringn(hint_x, area.y, hint, wrap::width(hint), theme.of(Role::Muted));
    overlays::input_line(buffer, Rect { x: area.x + start, width: room, ..area }, theme, input)
}

fn tracked(tracker: &Tracker, model: &Model, width: u16) -> Vec<(Role, String)> {
    let (role, words) = match &tracker.progress {
        Progress::Sending => (Role::Busy, "sending …".to_owned()),
        Progress::Following { steps, .. } => {
            let since = age(tracker.sent_at, model.now);
            (Role::Busy, format!("{} → … {since}", steps.join(" → ")))
        }
        Progress::Settled { well: true, words } => (Role::Ok, format!("done: {words}")),
        Progress::Settled { well: false, words } => (Role::Bad, words.clone()),
    };
    // What comes next on the way out is offered where a write has ended.
    let is_over = !tracker.is_open();
    // Whoever made it safe first was on the way to something else than the findings' first way out.
    let meant = tracker.leads_to.as_ref().filter(|_| tracker.has_ended_well());
    let (next, leads) = match meant {
        Some(meant) => (Some(lowered(&meant.title())), Action::Actions),
        None => (is_over.then(|| next(model, tracker.has_failed())).flatten(), Action::WayOut),
    };
    let key = model.keys.map.keys_of(Context::Global, leads).into_iter().next().unwrap_or_default();
    let room = usize::from(width).saturating_sub(2);
    let lines = short(&tracker.operation.title(), &words, room);
    // The key that leads there is told however long the step's words are.
    let pull = format!(" ({key})");
    let next = next.map(|next| wrap::clip(&format!("next: {next}"), room.saturating_sub(wrap::width(&pull))) + &pull);
    lines.into_iter().map(|line| (role, line)).chain(next.map(|next| (Role::Remedy, next))).collect()
}

fn lowered(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

const ARROW: &str = " → ";
const NO_BREAK: &str = "\u{a0}";
/// A step that is longer is no step but a sentence.
const STEP_CELLS: usize = 60;

/// Cells of a title that gives way, at least, and what a break between words may cost (our choice).
const TITLE_CELLS: usize = 12;
const TITLE_MARGIN: usize = 14;

/// Steps that a line ends between and not within: `stack` on one line and what became of it on the next is read as
/// two things.
fn unbroken(words: &str) -> String {
    let steps = words.split(ARROW).enumerate().map(|(at, step)| match (at, wrap::width(step)) {
        (0, _) | (_, STEP_CELLS..) => step.to_owned(),
        _ => step.replace(' ', NO_BREAK),
    });
    let joint = format!(" →{NO_BREAK}");
    steps.collect::<Vec<_>>().join(&joint)
}

/// How a write goes on the lines there are. Steps after the first give way, whole ones: how it ends stands at the end.
fn short(title: &str, words: &str, room: usize) -> Vec<String> {
    let steps: Vec<&str> = words.split(ARROW).collect();
    let without = |gone: usize| match (steps.split_first(), steps.get(1 + gone..)) {
        (Some((first, _)), Some(rest)) if gone > 0 => format!("{title}: {first} → … → {}", rest.join(ARROW)),
        _ => format!("{title}: {words}"),
    };
    let fits = |said: &String| wrap::wrap(said, room).len() <= TRACKER_LINES;
    let said = (0..=steps.len().saturating_sub(2)).map(|gone| unbroken(&without(gone))).find(fits);
    // Of a sentence the words are wanted whole: the title gives way to them.
    let brief = || {
        let room = room.saturating_mul(TRACKER_LINES).saturating_sub(wrap::width(words) + TITLE_MARGIN);
        let said = format!("{}: {words}", wrap::clip(title, room.max(TITLE_CELLS)));
        Some(said).filter(|_| steps.len() == 1).filter(fits)
    };
    let said = said.or_else(brief);
    let lines = wrap::wrap_around(&said.unwrap_or_else(|| unbroken(&without(0))), room, TRACKER_LINES);
    lines.into_iter().map(|line| line.replace(NO_BREAK, " ")).collect()
}

/// Cells between two keys where there is room, and where there is not.
const GAPS: [usize; 2] = [3, 2];

/// The keys of the moment, and at the right what watching costs, shorter where there is little room.
fn key_line(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme) {
    if !model.keys.pending.is_empty() {
        let keys: Vec<String> = model.keys.pending.iter().map(ToString::to_string).collect();
        let line = Line::styled(format!(" {} …", keys.join(" ")), theme.of(Role::Key));
        buffer.set_line(area.x, area.y, &line, area.width);
        return;
    }
    let width = usize::from(area.width);
    let (words, short) = (model.traffic.words(), model.traffic.short_words().unwrap_or_default());
    let wanted = Line::from(keys(model, theme, (usize::MAX, GAPS[0]))).width();
    let fits = |words: &String| wanted + wrap::width(words) < width;
    let throttled = model.traffic.a_minute().is_some_and(|calls| calls.throttled > 0);
    // What nobody has to know gives way to the keys.
    let cost = words.filter(fits).or_else(|| Some(short).filter(|short| throttled || fits(short))).unwrap_or_default();
    let room = width.saturating_sub(if cost.is_empty() { 0 } else { wrap::width(&cost) + 1 });
    let gaps = if cost.is_empty() { &GAPS[..1] } else { &GAPS };
    let gap = gaps.iter().copied().find(|gap| Line::from(keys(model, theme, (usize::MAX, *gap))).width() <= room + gap);
    let apart = usize::from(!cost.is_empty());
    let line = Line::from(keys(model, theme, (room.saturating_sub(apart), gap.unwrap_or(GAPS[1]))));
    buffer.set_line(area.x, area.y, &line, area.width);
    let role = if throttled { Role::Stale } else { Role::Muted };
    buffer.set_stringn(area.x + cells(room), area.y, &cost, wrap::width(&cost), theme.of(role));
}

/// As many keys as fit. The last, which leads out, stays; those before it go first.
fn keys(model: &Model, theme: &Theme, (room, gap): (usize, usize)) -> Vec<Span<'static>> {
    let mut pairs = at_hand(model);
    let wide = |pairs: &[(String, String)]| {
        pairs.iter().map(|(key, words)| wrap::width(key) + 1 + wrap::width(words) + gap).sum::<usize>() + 1
    };
    while pairs.len() > 1 && wide(&pairs) > room.saturating_add(gap) {
        pairs.remove(pairs.len() - 2);
    }
    let mut spans = vec![Span::raw(" ")];
    for (key, words) in pairs {
        spans.push(Span::styled(key, theme.of(Role::Key)));
        spans.push(Span::styled(format!(" {words}{:gap$}", ""), theme.of(Role::Muted)));
    }
    spans
}

/// The keys that do something now, and what: those of what is open over the panes, else those of the pane.
fn at_hand(model: &Model) -> Vec<(String, String)> {
    if let Some(overlay) = &model.overlay {
        let keys = overlays::keys(overlay, model);
        let pairs = keys.split(" · ").filter_map(|key| key.split_once(' '));
        return pairs.map(|(key, words)| (key.to_owned(), words.to_owned())).collect();
    }
    let back = model.way_back().map(|back| {
        let words = match back {
            Back::Filter => "show all",
            Back::Zoom => "all panes",
            Back::Search => "end search",
            Back::Query => "close query",
            Back::Finding => "finding",
            Back::Stacks => "stacks",
        };
        (Action::Back, words)
    });
    // Right after help and actions: how to get back is asked when one is lost.
    let (first, rest) = offered(model).split_at(2);
    let all = first.iter().copied().chain(back).chain(rest.iter().copied());
    let key_of = |action| {
        let contexts = [model.context(), Context::Global].into_iter();
        contexts.map(|c| model.keys.map.keys_of(c, action)).find_map(|keys| keys.into_iter().next())
    };
    all.filter_map(|(action, words)| Some((key_of(action)?, words.to_owned()))).collect()
}

fn offered(model: &Model) -> &'static [(Action, &'static str)] {
    if model.screen == Screen::Stacks {
        return &[
            (Action::Help, "help"),
            (Action::Open, "open"),
            (Action::Filter, "filter"),
            (Action::Palette, "command"),
            (Action::Refresh, "refresh"),
            (Action::Quit, "quit"),
        ];
    }
    match model.panes.focus {
        _ if model.trail.is_some() => &[
            (Action::Help, "help"),
            (Action::Actions, "actions"),
            (Action::NextEvidence, "next evidence"),
            (Action::Open, "whole row"),
            (Action::Filter, "filter"),
            (Action::Quit, "quit"),
        ],
        Pane::Logs if model.panes.logs.shown().is_some() => &[
            (Action::Help, "help"),
            (Action::Actions, "actions"),
            (Action::EditQuery, "edit query"),
            (Action::Search, "search"),
            (Action::Pause, "pause"),
            (Action::Follow, "follow"),
            (Action::Window, "window"),
            (Action::Picture, "bars"),
            (Action::Save, "save"),
            (Action::Zoom, "zoom"),
            (Action::Quit, "quit"),
        ],
        Pane::Logs => &[
            (Action::Help, "help"),
            (Action::Actions, "actions"),
            (Action::EditQuery, "query"),
            (Action::Lines, "live lines"),
            (Action::Search, "search"),
            (Action::NextError, "next error"),
            (Action::Pause, "pause"),
            (Action::Wrap, "wrap"),
            (Action::Quit, "quit"),
        ],
        Pane::Findings => &[
            (Action::Help, "help"),
            (Action::Actions, "actions"),
            (Action::Open, "whole"),
            (Action::NextEvidence, "evidence"),
            (Action::FocusNext, "pane"),
            (Action::Zoom, "zoom"),
            (Action::Quit, "quit"),
        ],
        _ => &[
            (Action::Help, "help"),
            (Action::Actions, "actions"),
            (Action::Open, "whole row"),
            (Action::FocusNext, "pane"),
            (Action::Zoom, "zoom"),
            (Action::Filter, "filter"),
            (Action::Quit, "quit"),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_between_two_steps_and_not_within_one() {
        let words = "done: accepted → deployment ROLLBACK_SUCCESSFUL → stack UPDATE_ROLLBACK_COMPLETE in 2 m 3 s";
        for room in 44..120 {
            let lines = wrap::wrap_around(&unbroken(words), room, 9);
            let lines: Vec<String> = lines.into_iter().map(|line| line.replace(NO_BREAK, " ")).collect();
            let is_whole = |step: &str| lines.iter().any(|line| line.contains(step));
            assert!(words.split(ARROW).all(is_whole), "{room}: {lines:?}");
        }
        let long = format!("failed: accepted → {}", "word ".repeat(40));
        assert!(wrap::wrap_around(&unbroken(&long), 80, 9).iter().all(|line| wrap::width(line) <= 80));
    }
}
