//! One finding, opened: cause, quotes, what to do.

use super::section::{LABEL, Section, labelled};
use super::when::when;
use crate::app::model::Model;
use crate::diagnosis::render::beside_cause;
use crate::diagnosis::verdict::{Category, Evidence, Finding};
use crate::ui::role::Role;
use crate::ui::theme::Theme;
use crate::ui::wrap::{width, wrap_around, wrap_at_most};
use ratatui::text::{Line, Span};

/// Lines of a quote, where there is room and where there is little; the whole of it is one key away.
const QUOTE_LINES: (usize, usize) = (4, 3);
/// Lines a step with a command in it may take.
const COMMAND_LINES: usize = 8;
/// Lines the first quote keeps where nothing else gives way.
const QUOTE_LEAST: usize = 2;

/// The parts of a finding in the order they are read.
/// `headline` stands over it; `place` says which of how many it is, where that is not on a border.
pub fn sections(
    (finding, place): (&Finding, Option<String>),
    (model, headline): (&Model, &str),
    theme: &Theme,
    (columns, compact): (usize, bool),
) -> Vec<Section> {
    let lines = cause((finding, place), headline, theme, columns);
    let mut sections = vec![Section { importance: 1, lines, ..Section::default() }];
    // The headline over the pane is not said again: how far it reaches is enough.
    let words = beside_cause(finding, headline);
    if !words.is_empty() {
        let is_said = words == finding.extent;
        let lines = labelled(theme, "", &words, columns, (Role::Text, 3));
        sections.push(Section { importance: if is_said { 3 } else { 4 }, lines, ..Section::default() });
    }
    // What is looked at of the evidence stands first, with its number.
    let looked_at = model.looked_at(finding);
    let others = finding.evidence.iter().filter(|quote| looked_at.is_none_or(|(_, at)| at != *quote));
    let quotes: Vec<&Evidence> = looked_at.map(|(_, at)| at).into_iter().chain(others).collect();
    for (number, evidence) in quotes.iter().enumerate() {
        let before = number.checked_sub(1).and_then(|before| quotes.get(before));
        let is_told = before.is_some_and(|before| before.quote == evidence.quote);
        let words = if is_told { "the same".to_owned() } else { format!("\u{201c}{}\u{201d}", evidence.quote) };
        let label = looked_at.map(|(at, _)| format!("▸{}/{}", at + 1, finding.evidence.len()));
        let label = label.unwrap_or_else(|| "evidence".to_owned());
        let (label, importance) = if number == 0 { (label.as_str(), 1) } else { ("", 6) };
        let of_most = |most| quote((evidence, &words), label, model, theme, (columns, compact, most));
        let most = if compact { QUOTE_LINES.1 } else { QUOTE_LINES.0 };
        let short = if number == 0 { of_most(QUOTE_LEAST) } else { Vec::new() };
        sections.push(Section { importance, lines: of_most(most), short });
    }
    for (number, step) in finding.next_steps.iter().enumerate() {
        let (label, importance) = if number == 0 { ("next", 2) } else { ("", 5) };
        let step = model.session.place.completed(step);
        let of_most = |most| labelled(theme, label, &step, columns, (Role::Text, most));
        // Half a command helps nobody.
        let most = if step.contains('`') { COMMAND_LINES } else { 3 };
        let short = if most > 3 { of_most(3) } else { Vec::new() };
        sections.push(Section { importance, lines: of_most(most), short });
    }
    sections
}

fn cause(
    (finding, place): (&Finding, Option<String>),
    headline: &str,
    theme: &Theme,
    columns: usize,
) -> Vec<Line<'static>> {
    let place = place.map_or(String::new(), |place| format!(" · {place}"));
    let mut words = format!("{}{place}{}", finding.confidence.word(), category(finding));
    if let Some(service) = &finding.service {
        let whole = format!("{words} · {service}");
        // The headline names the service: it needs no second line here.
        let fits = LABEL + width(finding.cause) + 3 + width(&whole) <= columns;
        if fits || !headline.contains(service.name.as_str()) {
            words = whole;
        }
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
    (evidence, words): (&Evidence, &str),
    label: &str,
    model: &Model,
    theme: &Theme,
    (columns, compact, most): (usize, bool, usize),
) -> Vec<Line<'static>> {
    let at = evidence.at.map_or(String::new(), |at| format!("  {}", when(model, at)));
    let source = format!("{} {}{at}", evidence.source.as_str(), short(evidence.about.as_str()));
    let room = columns.saturating_sub(LABEL).max(8);
    let mut quoted = wrap_around(words, room, most).into_iter();
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

/// The name of what a quote is about, at the end of an ARN or a stream; eight characters of a task's id.
fn short(about: &str) -> &str {
    let name = about.rsplit('/').next().unwrap_or(about);
    let is_id = name.len() == 32 && name.bytes().all(|b| b.is_ascii_hexdigit());
    if is_id { name.get(..8).unwrap_or(name) } else { name }
}
