//! Reading logs: following, searching, looking further back, keeping what was found.

use crate::app::aimed::began;
use crate::app::effect::{Effect, Saved};
use crate::app::hunt::{Hunt, Quarry, Track};
use crate::app::input::{Input, Lines};
use crate::app::key::{Code, Key};
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::app::panes::Pane;
use crate::app::panes::live::Live;
use crate::app::panes::log_rows::LogRows;
use crate::app::place::Rows;
use crate::domain::live::LiveWay;

/// Shows no newer lines, or all of them again.
pub fn pause(model: &mut Model) {
    // The newest line shown and not the present: what comes later is mostly of before.
    let rows = LogRows::new(&model.facts, &model.panes.logs);
    let newest = rows.len().checked_sub(1).and_then(|last| rows.get(last)?.at());
    let until = newest.unwrap_or(model.now);
    let logs = &mut model.panes.logs;
    match logs.paused_at.take() {
        Some(_) => {}
        None => {
            logs.paused_at = Some(until);
            logs.cease();
        }
    }
}

/// Opens the field for words to search for.
pub fn search(model: &mut Model) {
    model.panes.focus = Pane::Logs;
    model.overlay = Some(Overlay::Search(Input::new(Lines::One, "")));
}

/// Takes a key for that field: the words are marked as they are typed, Enter goes to the nearest row above.
pub fn key(model: &mut Model, key: Key, mut input: Input) -> Vec<Effect> {
    match key.code {
        Code::Esc => give_up(model),
        Code::Enter => {
            // Nothing typed searches for what was searched for last.
            if let Some(words) = model.panes.logs.search.clone() {
                return hunt(model, Quarry::Words(words), false, true);
            }
        }
        _ => {
            let before = input.text();
            input.key(key);
            let words = input.text();
            if words != before {
                model.panes.logs.search = Some(words).filter(|words| !words.is_empty());
            }
            model.overlay = Some(Overlay::Search(input));
        }
    }
    Vec::new()
}

/// Ends a search: nothing is marked, and nothing looked for.
pub fn give_up(model: &mut Model) {
    (model.panes.logs.search, model.hunt) = (None, None);
}

/// Goes to the next row with the words searched for, or the one before.
pub fn again(model: &mut Model, forward: bool) -> Vec<Effect> {
    match model.panes.logs.search.clone() {
        Some(words) => hunt(model, Quarry::Words(words), forward, false),
        None => {
            search(model);
            Vec::new()
        }
    }
}

/// Begins to look for a row beside the selected one, or at it.
pub fn hunt(model: &mut Model, quarry: Quarry, forward: bool, at_it: bool) -> Vec<Effect> {
    let rows = Rows::of(model, Pane::Logs);
    let from = rows.selected(model, Pane::Logs);
    model.hunt = Some(Hunt::new(quarry, forward, from, at_it, rows.len()));
    go_on(model)
}

/// Looks at the next stretch of rows.
pub fn go_on(model: &mut Model) -> Vec<Effect> {
    let Some(hunt) = model.hunt.take() else { return Vec::new() };
    let quarry = hunt.quarry.clone();
    match hunt.go(&LogRows::new(&model.facts, &model.panes.logs)) {
        Track::GoOn(hunt) => {
            model.hunt = Some(hunt);
            return vec![Effect::GoOn];
        }
        Track::Found(key) => {
            if model.panes.logs.list.selected.is_none() {
                model.panes.logs.cease();
            }
            model.panes.logs.list.selected = Some(key);
        }
        Track::Nothing => match quarry {
            Quarry::Errors => model.say("no line looks like an error"),
            Quarry::Words(words) => {
                give_up(model);
                model.say(format!("no line has {words:?}"));
            }
        },
    }
    Vec::new()
}

/// Looks further back, or less far, and asks again.
pub fn window(model: &mut Model) {
    let logs = &mut model.panes.logs;
    logs.window = logs.window.next();
    let words = logs.window.words();
    restart(model, |_| {});
    model.say(format!("queries look at {words}"));
}

/// Has the query kept fresh another way, the next of those there are.
pub fn way(model: &mut Model) {
    let Some(live) = model.panes.logs.shown() else {
        model.say("there is no query; i writes one");
        return;
    };
    let next = match live.spec.way {
        None => Some(LiveWay::Stream),
        Some(LiveWay::Stream) => Some(LiveWay::Windows),
        Some(LiveWay::Windows) => live.spec.query.is_some().then_some(LiveWay::Service),
        Some(LiveWay::Service) => None,
    };
    let words = next.map_or("chosen for the query".to_owned(), |way| format!("by {}, where that can be", way.word()));
    restart(model, |live| live.spec.way = next);
    model.say(format!("kept fresh {words}"));
}

/// Asks the same again, changed.
fn restart(model: &mut Model, change: impl FnOnce(&mut Live)) {
    let from = model.panes.logs.window.from(model.now, began(model));
    let settings = model.logs;
    let logs = &mut model.panes.logs;
    let Some(old) = &logs.live else { return };
    logs.begun += 1;
    let mut spec = old.spec.clone();
    (spec.number, spec.from) = (logs.begun, from);
    let mut live = Live { unread: old.unread.clone(), ..Live::new(spec, &settings) };
    change(&mut live);
    logs.live = Some(Box::new(live));
    logs.follow();
}

/// Shows the numbers of a result as bars, or as numbers.
pub fn picture(model: &mut Model) {
    if !model.panes.logs.shown().is_some_and(Live::is_table) {
        model.say("bars are for a result that counts: stats count(*) by bin(1m)");
        return;
    }
    let logs = &mut model.panes.logs;
    logs.picture = Some(!logs.draws_bars());
}

/// Has every row written to a file.
pub fn save(model: &mut Model) -> Vec<Effect> {
    let rows = LogRows::new(&model.facts, &model.panes.logs);
    if rows.is_empty() {
        model.say("there is no line to save");
        return Vec::new();
    }
    let stack = model.facts.stack.value().map_or("logs", |stack| stack.name.as_str());
    let columns = model.panes.logs.shown().and_then(|live| live.table.as_ref());
    let saved = Saved::new(stack, model.now, columns.map(|table| table.columns.as_slice()), &rows);
    model.say(format!("saving {} rows …", rows.len()));
    vec![Effect::Save(saved)]
}
