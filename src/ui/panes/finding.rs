//! One finding, opened: cause, quotes, what to do, ways out.

use super::section::{LABEL, Section, labelled};
use super::when::when;
use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::model::Model;
use crate::diagnosis::verdict::{Category, Confidence, Evidence, Finding};
use crate::ui::role::Role;
use crate::ui::theme::Theme;
use crate::ui::wrap::{width, wrap_at_most};
use ratatui::text::{Line, Span};

/// Lines of a quote, where there is room and where there is little; the whole of it is one key away.
const QUOTE_LINES: (usize, usize) = (4, 2);

/// The parts of a finding in the order they are read.
pub fn sections(finding: &Finding, model: &Model, theme: &Theme, (columns, compact): (usize, bool)) -> Vec<Section> {
    let mut sections = vec![Section { importance: 1, lines: cause(finding, theme, columns) }];
    // The headline over the pane is not said again: how far it reaches is enough.
    let is_said = model.diagnosis.headline.contains(finding.summary.trim_end_matches('.'));
    let words = if is_said { finding.extent.clone() } else { finding.sentence() };
    if !words.is_empty() {
        let lines = labelled(theme, "", &words, columns, (Role::Text, 3));
        sections.push(Section { importance: if is_said { 3 } else { 4 }, lines });
    }
    for (number, evidence) in finding.evidence.iter().enumerate() {
        let label = if number == 0 { "evidence" } else { "" };
        let lines = quote(evidence, label, model, theme, (columns, compact));
        sections.push(Section { importance: if number == 0 { 1 } else { 6 }, lines });
    }
    for (number, step) in finding.next_steps.iter().enumerate() {
        let label = if number == 0 { "next" } else { "" };
        let lines = labelled(theme, label, step, columns, (Role::Text, 3));
        sections.push(Section { importance: if number == 0 { 2 } else { 5 }, lines });
    }
    for (number, remedy) in finding.remedies.iter().enumerate() {
        let label = if number == 0 { "way out" } else { "" };
        let lines =
            remedy_lines(&format!("{}: {}", remedy.operation.title(), remedy.effect), label, model, theme, columns);
        sections.push(Section { importance: 2, lines });
    }
    sections
}

fn cause(finding: &Finding, theme: &Theme, columns: usize) -> Vec<Line<'static>> {
    let sure = match finding.confidence {
        Confidence::High => "sure",
        Confidence::Medium => "likely",
        Confidence::Low => "possible",
    };
    let mut words = format!("{sure}{}", category(finding));
    if let Some(service) = &finding.service {
        words.push_str(&format!(" · service {service}"));
    }
    let first = LABEL + width(finding.cause) + 3;
    let mut wrapped = wrap_at_most(&words, columns.saturating_sub(first), columns.saturating_sub(LABEL), 2).into_iter();
    let mut lines = vec![Line::from(vec![
        Span::styled(format!("{:<LABEL$}", "cause"), theme.of(Role::Label)),
        Span::styled(finding.cause, theme.of(Role::Strong)),
        Span::styled(format!(" · {}", wrapped.next().unwrap_or_default()), theme.of(Role::Text)),
    ])];
    lines.extend(wrapped.map(|line| Line::styled(format!("{:LABEL$}{line}", ""), theme.of(Role::Text))));
    lines
}

/// The category, unless the cause's name says it already.
fn category(finding: &Finding) -> String {
    let word = finding.category.as_str();
    let said = finding.category == Category::Other || finding.cause == word;
    if said { String::new() } else { format!(" · {}", word.replace('_', " ")) }
}

/// The quote, and at its end, or under it where there is no room, where it comes from and when.
fn quote(
    evidence: &Evidence,
    label: &str,
    model: &Model,
    theme: &Theme,
    (columns, compact): (usize, bool),
) -> Vec<Line<'static>> {
    let at = evidence.at.map_or(String::new(), |at| format!("  {}", when(model, at)));
    let source = format!("{} {}{at}", evidence.source.as_str(), short(evidence.about.as_str()));
    let room = columns.saturating_sub(LABEL).max(8);
    let most = if compact { QUOTE_LINES.1 } else { QUOTE_LINES.0 };
    let mut quoted = wrap_at_most(&format!("\u{201c}{}\u{201d}", evidence.quote), room, room, most).into_iter();
    let label = Span::styled(format!("{label:<LABEL$}"), theme.of(Role::Label));
    let indent = Span::raw(" ".repeat(LABEL));
    let mut spans: Vec<Vec<Span<'static>>> = Vec::new();
    let style = theme.of(Role::Quote);
    spans.extend(quoted.next().map(|line| vec![label, Span::styled(line, style)]));
    spans.extend(quoted.map(|line| vec![indent.clone(), Span::styled(line, style)]));
    let source_width = width(&source);
    let last = spans.last().map_or(0, |line| line.iter().map(Span::width).sum());
    let muted = theme.of(Role::Muted);
    if last + 2 + source_width <= columns {
        let gap = " ".repeat(columns - last - source_width);
        if let Some(line) = spans.last_mut() {
            line.push(Span::raw(gap));
            line.push(Span::styled(source, muted));
        }
    } else if !compact {
        let gap = " ".repeat(columns.saturating_sub(source_width).max(LABEL));
        spans.push(vec![Span::raw(gap), Span::styled(source, muted)]);
    }
    spans.into_iter().map(Line::from).collect()
}

fn remedy_lines(words: &str, label: &str, model: &Model, theme: &Theme, columns: usize) -> Vec<Line<'static>> {
    let key = model.keys.map.keys_of(Context::Global, Action::Actions).into_iter().next();
    let key = key.filter(|_| !label.is_empty()).map_or(String::new(), |key| format!("{key}  "));
    let room = columns.saturating_sub(LABEL).max(8);
    let mut wrapped = wrap_at_most(words, room.saturating_sub(width(&key)), room, 3).into_iter();
    let mut lines = vec![Line::from(vec![
        Span::styled(format!("{label:<LABEL$}"), theme.of(Role::Label)),
        Span::styled(key, theme.of(Role::Key)),
        Span::styled(wrapped.next().unwrap_or_default(), theme.of(Role::Remedy)),
    ])];
    lines.extend(wrapped.map(|line| Line::styled(format!("{:LABEL$}{line}", ""), theme.of(Role::Remedy))));
    lines
}

/// The name of what a quote is about, at the end of an ARN or a stream; eight characters of a task's id.
fn short(about: &str) -> &str {
    let name = about.rsplit('/').next().unwrap_or(about);
    let is_id = name.len() == 32 && name.bytes().all(|b| b.is_ascii_hexdigit());
    if is_id { name.get(..8).unwrap_or(name) } else { name }
}
