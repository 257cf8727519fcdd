//! Writing a query, choosing one, running it.

use super::{naming, reading};
use crate::app::aimed::aim;
use crate::app::editor::{Editor, Next, Words};
use crate::app::effect::Effect;
use crate::app::key::{Code, Key};
use crate::app::model::{Model, Screen};
use crate::app::overlay::Overlay;
use crate::app::panes::Pane;
use crate::app::panes::live::Live;
use crate::app::query_list::QueryList;
use crate::domain::clock::time_of_day;
use crate::domain::live::LiveSpec;
use crate::domain::log_scope::{LogScope, LogStreams};
use crate::domain::saved_query::SavedQuery;
use crate::domain::{Text, Timestamp};
use crate::insights::{NeedsService, Plan, QueryClock, field_names, parse};
use std::collections::BTreeSet;

/// The query offered first: the newest errors.
const FIRST_QUERY: &str = "fields @timestamp, @message\n| filter @message like /(?i)error|exception|fatal/\n| sort @timestamp desc\n| limit 50";

/// Opens the editor on the last query.
pub fn edit(model: &mut Model) {
    if is_without_stack(model) {
        return;
    }
    let text = model.panes.logs.draft.clone().unwrap_or_else(|| FIRST_QUERY.to_owned());
    open(model, &text);
}

fn open(model: &mut Model, text: &str) {
    model.overlay = Some(Overlay::Editor(Box::new(Editor::new(text, words(model)))));
}

/// Opens the list of presets, saved and earlier queries.
pub fn list(model: &mut Model) {
    if is_without_stack(model) {
        return;
    }
    let list = QueryList::new(&aim(model), saved(model), &model.queries);
    model.overlay = Some(Overlay::Queries(Box::new(list)));
}

/// Whether there is nothing to ask about yet, which is said then.
fn is_without_stack(model: &mut Model) -> bool {
    let is_without = model.screen == Screen::Stacks;
    if is_without {
        model.say("open a stack first");
    }
    is_without
}

fn saved(model: &Model) -> &[SavedQuery] {
    model.facts.saved_queries.value().map_or(&[], Vec::as_slice)
}

/// Takes into an open editor or list what was told since.
pub fn renew(model: &mut Model) {
    match model.overlay.take() {
        Some(Overlay::Editor(mut editor)) => {
            editor.know(words(model));
            model.overlay = Some(Overlay::Editor(editor));
        }
        Some(Overlay::Queries(mut list)) => {
            let new = QueryList::new(&aim(model), saved(model), &model.queries);
            list.renew(new);
            model.overlay = Some(Overlay::Queries(list));
        }
        other => model.overlay = other,
    }
}

/// Takes a key for the editor.
pub fn key(model: &mut Model, key: Key, mut editor: Box<Editor>) -> Vec<Effect> {
    match editor.key(key, &model.queries) {
        Next::Stay => {}
        Next::Close => {
            // What was written is there when the editor is opened again.
            model.panes.logs.draft = Some(editor.input.text());
            return Vec::new();
        }
        Next::List => {
            model.panes.logs.draft = Some(editor.input.text());
            list(model);
            return Vec::new();
        }
        Next::Save(text) if text.trim().is_empty() || !editor.errors.is_empty() => {
            editor.refused = Some("not saved: it is no query yet".to_owned());
        }
        Next::Save(text) => {
            model.panes.logs.draft = Some(text.clone());
            naming::ask(model, &text);
            return Vec::new();
        }
        Next::Run(_) if aim(model).groups.is_empty() => {
            editor.refused = Some("no log group is known yet to ask".to_owned());
        }
        Next::Run(text) => return run(model, text, None),
    }
    model.overlay = Some(Overlay::Editor(editor));
    Vec::new()
}

/// Takes a key for the list: `Enter` runs, `Tab` puts the query into the editor.
pub fn choose(model: &mut Model, key: Key, mut list: Box<QueryList>) -> Vec<Effect> {
    match key.code {
        Code::Up | Code::BackTab => list.go(false),
        Code::Down => list.go(true),
        Code::Enter | Code::Tab => {
            if let Some(row) = list.chosen().cloned() {
                if key.code == Code::Enter && !aim(model).groups.is_empty() {
                    return run(model, row.text, row.from);
                }
                open(model, &row.text);
                return Vec::new();
            }
        }
        _ => {
            list.words.key(key);
            list.selected = 0;
        }
    }
    model.overlay = Some(Overlay::Queries(list));
    Vec::new()
}

/// Runs a query over what is aimed at and remembers it.
fn run(model: &mut Model, text: String, from: Option<Timestamp>) -> Vec<Effect> {
    let aim = aim(model);
    let from = from.unwrap_or_else(|| model.panes.logs.window.from(model.now, aim.from));
    let scope = LogScope { groups: aim.groups, streams: LogStreams::All, pattern: None };
    begin(model, scope, Some(text.clone()), from, aim.unread);
    model.panes.logs.draft = Some(text.clone());
    model.queries.add(text.clone());
    vec![Effect::Remember(text)]
}

/// Follows the lines of what is selected: of its streams where it has some, else of its groups.
pub fn lines_of_selected(model: &mut Model) {
    let aim = aim(model);
    if aim.groups.is_empty() {
        let words = aim.unread.iter().map(Text::as_str).collect::<Vec<_>>().join(" · ");
        model.say(if words.is_empty() { "no log group is known yet".to_owned() } else { words });
        return;
    }
    // AWS lets streams be chosen with one group only. By prefix they may be yet to come.
    let many = aim.streams.len() + aim.running.len();
    let by_streams = aim.groups.len() == 1 && !aim.streams.is_empty() && many <= STREAMS;
    let followed = aim.followed(by_streams);
    let named = aim.streams.into_iter().chain(aim.running).collect();
    let streams = if by_streams { LogStreams::Prefixed(named) } else { LogStreams::All };
    let from = model.panes.logs.window.from(model.now, aim.from);
    begin(model, LogScope { groups: aim.groups, streams, pattern: None }, None, from, aim.unread);
    model.say(format!("following the lines of {followed}"));
}

/// Streams a Live Tail session takes (CloudWatch Logs API, StartLiveTail).
const STREAMS: usize = 100;

/// Leaves the query; the tasks' own lines are shown again.
pub fn close(model: &mut Model) {
    reading::give_up(model);
    model.panes.logs.live = None;
    model.panes.logs.list.selected = None;
}

fn begin(model: &mut Model, scope: LogScope, query: Option<String>, from: Timestamp, unread: Vec<Text>) {
    let settings = model.logs;
    reading::give_up(model);
    model.panes.focus = Pane::Logs;
    let logs = &mut model.panes.logs;
    logs.begun += 1;
    let spec = LiveSpec { number: logs.begun, scope, query, from, to: None, way: None, memory: settings.memory };
    logs.aside = false;
    logs.seen = 0;
    logs.live = Some(Box::new(Live { unread, ..Live::new(spec, &settings) }));
    logs.follow();
}

/// What a query would be run over, in a few words, and that it is paid for where only CloudWatch runs it.
pub fn query_scope(model: &Model, text: &str) -> String {
    let aim = aim(model);
    let over = match aim.groups.as_slice() {
        [] => "no log group known yet".to_owned(),
        [only] => only.name.to_string(),
        [first, rest @ ..] => format!("{} and {} more", first.name, rest.len()),
    };
    let from = model.panes.logs.window.from(model.now, aim.from);
    let paid = if is_paid(text, model.now) { " · billed per GB scanned" } else { "" };
    format!("{over} · since {}{paid}", time_of_day(from))
}

/// Whether a query is one that only CloudWatch runs.
fn is_paid(text: &str, now: Timestamp) -> bool {
    let parsed = parse(text);
    let plan = Plan::new(&parsed.query, QueryClock { now, start: now, end: now });
    parsed.errors.is_empty() && plan.is_err_and(|needs| !matches!(needs, NeedsService::Invalid { .. }))
}

/// Lines looked at for fields, and fields kept of them.
const LINES: usize = 200;
const FIELDS: usize = 500;

/// Fields seen in lines and results, and the log groups, for completion.
fn words(model: &Model) -> Words {
    let mut fields = BTreeSet::new();
    let tails = model.facts.logs.values().filter_map(|known| known.value());
    for record in tails.flat_map(|tail| tail.records()).take(LINES) {
        fields.extend(field_names(record.message.raw()));
    }
    if let Some(live) = &model.panes.logs.live {
        let table = live.table.iter().flat_map(|table| &table.columns);
        let names = live.columns.iter().chain(table).map(|name| name.as_str().to_owned());
        fields.extend(names.filter(|name| !name.starts_with('@')));
        for line in live.lines.lines().rev().take(LINES) {
            fields.extend(field_names(line.raw()));
        }
    }
    let told = model.facts.log_fields.values().filter_map(|known| known.value()).flatten();
    fields.extend(told.map(|name| name.as_str().to_owned()).filter(|name| !name.starts_with('@')));
    let safe = |name: &String| crate::domain::Text::new(name).as_str() == name;
    let groups = aim(model).groups.iter().map(|group| group.name.as_str().to_owned()).collect();
    Words { fields: fields.into_iter().filter(safe).take(FIELDS).collect(), groups }
}
