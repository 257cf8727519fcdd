//! The verdict, and the finding that is looked at: cause, evidence, what to do. What fits is shown in the order of
//! how much it helps; the rest is one key away.

use super::section::{Section, fit_into, labelled};
use super::{finding, way_out};
use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::model::Model;
use crate::app::panes::Pane;
use crate::app::panes::findings::{keys, rows};
use crate::diagnosis::changed::Changed;
use crate::diagnosis::verdict::Verdict;
use crate::domain::fault::FaultKind;
use crate::ui::freshness::Freshness;
use crate::ui::pane_frame::{self, Edge, cells, edge_line};
use crate::ui::role::Role;
use crate::ui::theme::Theme;
use crate::ui::verdict_style::of_verdict;
use crate::ui::wrap::{width, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

/// Lines of the headline that stay where nothing else gives way.
const HEADLINE_LEAST: usize = 3;

/// The height the pane wants at this width, border included.
pub fn height(model: &Model, theme: &Theme, freshness: &Freshness, columns: u16, edge: Edge) -> u16 {
    let (inside, frame) = match edge {
        Edge::Box => (columns.saturating_sub(4), 2),
        Edge::Open => (columns.saturating_sub(2), 0),
    };
    let sections = sections(model, theme, freshness, (usize::from(inside), edge));
    cells(sections.iter().map(|section| section.lines.len()).sum::<usize>() + frame)
}

pub fn draw(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme, freshness: &Freshness, edge: Edge) {
    let inner = match edge {
        Edge::Box => frame(buffer, area, model, theme, freshness),
        Edge::Open => area,
    };
    let inner = Rect { x: inner.x.saturating_add(1), width: inner.width.saturating_sub(2), ..inner };
    let parts = || sections(model, theme, freshness, (usize::from(inner.width), edge));
    let height = usize::from(inner.height);
    let (mut lines, mut cut) = fit_into(parts(), height);
    cut |= !model.diagnosis.findings.is_empty() && lines.iter().any(is_cut);
    let focused = model.panes.focus == Pane::Findings;
    let hint = if focused { " more: Enter " } else { " more: 1 Enter " };
    // Without a border the hint stands in the last line, which gives way where it is too long.
    let last = lines.get(height.saturating_sub(1)).map_or(0, Line::width);
    if cut && edge == Edge::Open && height > 3 && last + width(hint) > usize::from(inner.width) {
        (lines, _) = fit_into(parts(), height - 1);
    }
    for (line, y) in lines.iter().zip(inner.y..inner.bottom()) {
        buffer.set_line(inner.x, y, line, inner.width);
    }
    if cut && inner.width > 20 {
        let line = Line::styled(hint, theme.of(Role::Muted));
        match edge {
            Edge::Box => edge_line(buffer, area, area.bottom().saturating_sub(1), line, Line::default()),
            Edge::Open => {
                let x = inner.right().saturating_sub(cells(width(hint)));
                let y = inner.bottom().saturating_sub(1);
                let last = lines.get(usize::from(inner.height.saturating_sub(1))).map_or(0, Line::width);
                if last + width(hint) <= usize::from(inner.width) {
                    buffer.set_line(x, y, &line, inner.right() - x);
                }
            }
        }
    }
}

/// Whether the end of a part was left out of this line.
fn is_cut(line: &Line<'_>) -> bool {
    line.spans.last().is_some_and(|span| span.content.trim_end().ends_with('…'))
}

/// The number of the finding that is looked at.
fn selected(model: &Model) -> usize {
    model.panes.findings.index(&keys(&model.diagnosis), 0)
}

/// Which of the findings is looked at.
fn place(at: usize, count: usize) -> String {
    format!("{} of {count}", at + 1)
}

/// Cells of a border that are neither verdict, headline nor count: corners, number, blanks, and an age of any length.
const BORDER_KEEPS: usize = 20;

/// What is said over the pane: of the first finding the whole diagnosis's sentence, of another its own.
fn headline_of(model: &Model) -> String {
    let findings = rows(&model.diagnosis);
    match selected(model) {
        0 => model.diagnosis.headline.clone(),
        at => findings.get(at).map_or_else(String::new, |finding| finding.sentence()),
    }
}

/// Whether verdict and headline fit on the border.
fn headline_on_border(model: &Model, columns: usize) -> bool {
    let said = &model.diagnosis;
    let count = if said.findings.len() > 1 { width(&place(0, said.findings.len())) + 2 } else { 0 };
    let headline = headline_of(model);
    let words = width(said.verdict.as_str()) + width(&headline) + count;
    !headline.is_empty() && words + BORDER_KEEPS <= columns
}

fn frame(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme, freshness: &Freshness) -> Rect {
    let diagnosis = &model.diagnosis;
    let focused = model.panes.focus == Pane::Findings;
    let block = pane_frame::block(theme, focused);
    let inner = block.inner(area);
    block.render(area, buffer);
    let role = of_verdict(diagnosis.verdict);
    let mut left = vec![
        Span::styled(" 1 ", theme.of(Role::Key)),
        Span::styled(diagnosis.verdict.as_str().to_uppercase(), theme.of(role)),
        Span::raw(" "),
    ];
    if headline_on_border(model, usize::from(area.width)) {
        left.push(Span::styled(format!("· {} ", headline_of(model)), theme.of(role)));
    }
    let findings = rows(diagnosis);
    let mut right = String::new();
    if findings.len() > 1 {
        right.push_str(&format!(" {} ", place(selected(model), findings.len())));
    }
    if let Some(age) = freshness.age(Pane::Findings) {
        right.push_str(&format!(" {age} "));
    }
    let stale = freshness.fault(Pane::Findings).is_some();
    let right = Line::styled(right, theme.of(if stale { Role::Stale } else { Role::Muted }));
    edge_line(buffer, area, area.y, Line::from(left), right);
    inner
}

fn sections(model: &Model, theme: &Theme, freshness: &Freshness, (columns, edge): (usize, Edge)) -> Vec<Section> {
    let diagnosis = &model.diagnosis;
    let mut sections = Vec::new();
    if edge == Edge::Open || !headline_on_border(model, columns + 4) {
        let lines = headline(model, theme, columns, edge);
        let short = lines.get(..HEADLINE_LEAST).map_or_else(Vec::new, <[Line]>::to_vec);
        sections.push(Section { importance: 0, lines, short });
    }
    let compact = edge == Edge::Open && model.panes.focus != Pane::Findings;
    let findings = rows(diagnosis);
    if findings.is_empty() {
        sections.extend(without_findings(model, theme, freshness, columns));
    }
    let at = selected(model);
    if let Some(looked_at) = findings.get(at) {
        let place =
            (findings.len() > 1 && edge == Edge::Open).then(|| format!("{} findings", place(at, findings.len())));
        sections.extend(finding::sections((looked_at, place), (model, &headline_of(model)), theme, (columns, compact)));
    }
    let impact = diagnosis.impact.iter().map(|impact| format!("{}: {}", impact.service.name, impact.words));
    let mut serves = rows_of("serves", impact, theme, columns, (Role::Text, 2));
    // Whether anything serves decides what to do next: it stays while the first way out is cut short.
    if let Some(first) = serves.first_mut() {
        first.importance = 2;
    }
    sections.extend(serves);
    sections.extend(way_out::sections(model, theme, columns, findings.get(at).copied().filter(|_| at > 0)));
    let changed = diagnosis.changes.iter().map(Changed::sentence);
    sections.extend(rows_of("changed", changed, theme, columns, (Role::Text, 3)));
    let clocks: Vec<&str> = diagnosis.clocks.iter().map(|clock| clock.words.as_str()).collect();
    if !clocks.is_empty() {
        let lines = labelled(theme, "clocks", &clocks.join(" · "), columns, (Role::Text, 3));
        sections.push(Section { importance: 3, lines, ..Section::default() });
    }
    for (number, other) in findings.iter().enumerate().filter(|(number, _)| *number != at) {
        let words = format!("{} of {}  {}", number + 1, findings.len(), other.summary);
        let lines = labelled(theme, "also", &words, columns, (Role::Muted, 1));
        sections.push(Section { importance: 4, lines, ..Section::default() });
    }
    if !diagnosis.not_checked.is_empty() {
        let words: Vec<String> = diagnosis.not_checked.iter().map(|n| format!("{} ({})", n.what, n.why)).collect();
        let lines =
            labelled(theme, "unseen", &format!("could not check {}", words.join("; ")), columns, (Role::Stale, 2));
        sections.push(Section { importance: 3, lines, ..Section::default() });
    }
    sections
}

/// A row for each of some words, its name before the first.
fn rows_of(
    label: &str,
    words: impl Iterator<Item = String>,
    theme: &Theme,
    columns: usize,
    look: (Role, usize),
) -> Vec<Section> {
    let row = |(number, words): (usize, String)| {
        let label = if number == 0 { label } else { "" };
        let of_most = |most| labelled(theme, label, &words, columns, (look.0, most));
        Section { importance: 3, lines: of_most(look.1), short: of_most(1) }
    };
    words.enumerate().map(row).collect()
}

fn headline(model: &Model, theme: &Theme, columns: usize, edge: Edge) -> Vec<Line<'static>> {
    let diagnosis = &model.diagnosis;
    let said = headline_of(model);
    let role = theme.of(of_verdict(diagnosis.verdict));
    if edge == Edge::Box {
        let lines = if said.is_empty() { Vec::new() } else { wrap(&said, columns) };
        return lines.into_iter().map(|line| Line::styled(line, role)).collect();
    }
    let verdict = diagnosis.verdict.as_str().to_uppercase();
    let indent = width(&verdict) + 2;
    let mut wrapped = wrap(&said, columns.saturating_sub(indent)).into_iter();
    let mut lines = vec![Line::styled(format!("{verdict}  {}", wrapped.next().unwrap_or_default()), role)];
    lines.extend(wrapped.map(|line| Line::styled(format!("{:indent$}{line}", ""), role)));
    lines
}

/// What to check where there is no such stack.
fn missing(model: &Model) -> String {
    let place = &model.session.place;
    let account = model.facts.identity.value().map_or(String::new(), |who| format!(", account {}", who.account));
    let profile = place.profile.as_ref().map_or("none given".to_owned(), |name| format!("now {name}"));
    let list = model.keys.map.keys_of(Context::Global, Action::Stacks).into_iter().next();
    let list = list.map_or(String::new(), |key| format!(" ({key} lists the stacks there are)"));
    format!(
        "the name{list}, --region (now {}), --profile ({profile}{account}). A deleted stack is found by its ARN only.",
        place.region
    )
}

/// What to say where there is no finding: what is awaited, or that all is well.
fn without_findings(model: &Model, theme: &Theme, freshness: &Freshness, columns: usize) -> Vec<Section> {
    let (answered, awaited) = freshness.progress();
    let mut sections = Vec::new();
    let mut say = |importance, label: &str, words: String, role: Role| {
        let lines = labelled(theme, label, &words, columns, (role, 3));
        sections.push(Section { importance, lines, ..Section::default() });
    };
    if let Some(fault) = model.facts.stack.fault().filter(|_| model.facts.stack.value().is_none()) {
        if fault.kind == FaultKind::NotFound {
            say(1, "check", missing(model), Role::Text);
        } else if fault.kind == FaultKind::NoCredentials {
            // What each source that was tried says of itself helps nobody.
            say(1, "stack", format!("no credentials: {}", fault.what_to_do()), Role::Bad);
        } else {
            say(1, "stack", format!("{}; {}", fault.what(), fault.what_to_do()), Role::Bad);
        }
    } else if model.diagnosis.verdict == Verdict::Unknown && !awaited.is_empty() {
        say(1, "reading", format!("{} …", awaited.join(", ")), Role::Busy);
        if !answered.is_empty() {
            say(2, "known", answered.join(", "), Role::Muted);
        }
    } else if matches!(model.diagnosis.verdict, Verdict::Healthy | Verdict::Progressing) {
        say(2, "findings", "none: nothing speaks for trouble".to_owned(), Role::Muted);
    }
    if let Some(fault) = freshness.fault(Pane::Findings).filter(|_| model.facts.stack.value().is_some()) {
        say(1, "fault", fault, Role::Stale);
    }
    sections
}
