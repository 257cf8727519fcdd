//! From a finding to the rows its evidence speaks of, round and back.

use super::explain_row;
use crate::app::action::Action;
use crate::app::detail::Detail;
use crate::app::evidence::{Spot, spot};
use crate::app::keymap::Context;
use crate::app::model::{Model, Screen};
use crate::app::overlay::Overlay;
use crate::app::panes::{Pane, findings};
use crate::app::place::{Rows, place};
use crate::app::scroll::Scroll;
use crate::app::trail::{Lifted, Trail};
use crate::diagnosis::verdict::Finding;
use crate::domain::Text;
use crate::domain::text::columns;

/// Goes to the next piece of evidence, or the one before, of the finding whose trail this is; without one, of the
/// finding that is selected.
pub fn step(model: &mut Model, forward: bool) {
    if model.screen == Screen::Stacks {
        model.say("open a stack first");
        return;
    }
    match model.trail.as_ref().map(|trail| trail.finding.clone()) {
        Some(finding) => go(model, &finding, forward),
        None => begin(model, None, forward),
    }
}

/// The same from a row that is open whole: of the finding it is, else of the trail.
pub fn step_from(model: &mut Model, detail: Box<Detail>, forward: bool) {
    match detail.pane {
        Pane::Findings => begin(model, Some(detail), forward),
        _ => step(model, forward),
    }
}

fn begin(model: &mut Model, detail: Option<Box<Detail>>, forward: bool) {
    end(model);
    let of_detail = detail.as_ref().map(|detail| detail.row.clone());
    let selected = || {
        let (at, _) = place(model, Pane::Findings);
        findings::keys(&model.diagnosis).into_iter().nth(at)
    };
    let Some(key) = of_detail.or_else(selected) else {
        model.say("there is no finding, so there is no evidence to go to");
        return;
    };
    let quoted = finding(model, &key).map(|found| found.evidence.clone());
    let number = if forward { 0 } else { quoted.as_ref().map_or(0, |all| all.len().saturating_sub(1)) };
    let Some(evidence) = quoted.and_then(|all| all.into_iter().nth(number)) else {
        model.say("this finding quotes nothing");
        model.overlay = detail.map(Overlay::Detail);
        return;
    };
    let zoomed = model.panes.zoom;
    model.trail = Some(Trail { finding: key, evidence, number, detail, zoomed, lifted: Vec::new() });
    show(model);
}

fn go(model: &mut Model, key: &Text, forward: bool) {
    let Some(all) = finding(model, key).map(|found| found.evidence.clone()).filter(|all| !all.is_empty()) else {
        back(model);
        return;
    };
    if let Some(trail) = &mut model.trail {
        // What is told anew may stand elsewhere by now.
        let at = all.iter().position(|evidence| *evidence == trail.evidence).unwrap_or(trail.number);
        let to = if forward { at + 1 } else { at + all.len() - 1 };
        trail.number = to % all.len();
        if let Some(evidence) = all.into_iter().nth(trail.number) {
            trail.evidence = evidence;
        }
    }
    show(model);
}

/// Goes back to the finding the trail began at, and puts back what hid rows.
pub fn back(model: &mut Model) {
    let Some(mut trail) = model.trail.take() else { return };
    put_back(model, &mut trail);
    model.panes.focus = Pane::Findings;
    model.overlay = None;
    if finding(model, &trail.finding).is_none() {
        model.say("the finding is gone: nothing speaks for it any more");
        return;
    }
    model.notice = None;
    model.panes.findings.selected = Some(trail.finding);
    model.overlay = trail.detail.map(Overlay::Detail);
    explain_row::renew(model);
}

/// Ends the trail where the person is.
pub fn end(model: &mut Model) {
    if let Some(mut trail) = model.trail.take() {
        put_back(model, &mut trail);
    }
}

fn put_back(model: &mut Model, trail: &mut Trail) {
    trail.lifted.drain(..).rev().for_each(|lifted| lifted.put_back(&mut model.panes));
}

fn finding<'a>(model: &'a Model, key: &Text) -> Option<&'a Finding> {
    let at = findings::keys(&model.diagnosis).iter().position(|known| known == key)?;
    model.diagnosis.findings.get(at)
}

/// Shows the row of the evidence the trail is at.
fn show(model: &mut Model) {
    let Some(trail) = &model.trail else { return };
    let found = finding(model, &trail.finding);
    let count = found.map_or(0, |found| found.evidence.len());
    let service = found.and_then(|found| found.service.as_ref());
    let number = trail.number;
    let Spot { pane, row, inside, words } = spot(&trail.evidence, service, &model.facts, model.now);
    if pane == Pane::Rollouts {
        model.panes.rollouts.unfolded.clone_from(&row);
    }
    let lifted = row.as_ref().map_or_else(Vec::new, |row| lift(model, pane, row));
    let also: String = lifted.iter().map(|lifted| format!(" ({})", lifted.words())).collect();
    model.panes.focus = pane;
    if row.is_some() {
        model.panes.list_mut(pane).selected = row;
    }
    model.overlay = None;
    if let Some(trail) = &mut model.trail {
        trail.lifted.extend(lifted);
    }
    if let Some(words) = inside {
        open_at(model, &words);
    }
    let said = format!("evidence {} of {count}: {words}{also}", number + 1);
    model.say(with_keys(model, said, count));
}

/// Takes away what hides a row of a pane.
fn lift(model: &mut Model, pane: Pane, row: &Text) -> Vec<Lifted> {
    let mut lifted = Vec::new();
    if pane == Pane::Logs && model.panes.logs.shown().is_some() {
        model.panes.logs.aside = true;
        lifted.push(Lifted::Query);
    }
    let is_hidden = |model: &Model| Rows::of(model, pane).find(row).is_none();
    if is_hidden(model) && !model.panes.list(pane).filter.is_empty() {
        lifted.push(Lifted::Filter(pane, std::mem::take(&mut model.panes.list_mut(pane).filter)));
    }
    if pane == Pane::Logs
        && is_hidden(model)
        && let Some(at) = model.panes.logs.paused_at.take()
    {
        lifted.push(Lifted::Pause(at));
    }
    lifted
}

/// Opens the selected row whole, at the line with these words.
fn open_at(model: &mut Model, words: &Text) {
    explain_row::describe(model);
    if let Some(Overlay::Detail(detail)) = &mut model.overlay {
        detail.marked = Some(words.clone());
        detail.scroll = Scroll::to_mark();
    }
}

/// The sentence with how to go on and back, as far as the screen has room for that.
fn with_keys(model: &Model, said: String, count: usize) -> String {
    let key = |action| model.keys.map.keys_of(Context::Global, action).into_iter().next();
    let next = key(Action::NextEvidence).filter(|_| count > 1).map(|key| format!(" · {key} next"));
    let back = key(Action::Back).map(|key| format!(" · {key} finding"));
    let room = usize::from(model.size.width).saturating_sub(2);
    [next, back].into_iter().flatten().fold(said, |words, key| {
        let fits = columns(&words) + columns(&key) <= room;
        if fits { words + &key } else { words }
    })
}
