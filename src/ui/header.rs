//! The first lines: which stack, how it stands, who we are and where.

use super::role::Role;
use super::theme::Theme;
use super::{verdict_style, wrap};
use crate::app::model::{Model, Screen};
use crate::app::panes::Times;
use crate::app::panes::events::stack_name;
use crate::app::panes::list::List;
use crate::app::panes::stacks;
use crate::domain::clock::{age, offset, time_of_day, time_of_day_in};
use crate::domain::fault::{Fault, FaultKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Draws the header, on one line where it fits and on two where not; gives what is left below it. Stack, status and
/// age come first: the endpoint is shortened for them, then the time of day, the mark of an endpoint and the end of the
/// stack's name go.
pub fn draw(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme) -> Rect {
    let width = usize::from(area.width);
    let whole = who(model, theme, usize::MAX);
    buffer.set_style(Rect { height: 1, ..area }, theme.of(Role::Header));
    let Plan { one_line, named, badges, name } = plan(model, theme, width, columns(&whole));
    let program = if named { vec![Span::styled(PROGRAM, theme.of(Role::Muted))] } else { Vec::new() };
    let mut right = if one_line { whole } else { Vec::new() };
    right.extend(badges);
    let left: Vec<Span> = program.into_iter().chain(subject(model, theme, name)).collect();
    let right_width = columns(&right).min(width);
    let left_room = width.saturating_sub(right_width + 1);
    buffer.set_line(area.x, area.y, &Line::from(left), u16::try_from(left_room).unwrap_or(u16::MAX));
    let x = area.right().saturating_sub(u16::try_from(right_width).unwrap_or(area.width));
    buffer.set_line(x, area.y, &Line::from(right), area.right() - x);
    let mut height = 1;
    if !one_line {
        buffer.set_line(area.x, area.y + 1, &Line::from(who(model, theme, width)), area.width);
        height = 2;
    }
    Rect { y: area.y + height, height: area.height.saturating_sub(height), ..area }
}

const PROGRAM: &str = " unstuck ";
/// Cells a stack's name keeps where nothing else gives way.
const NAME_LEAST: usize = 12;
/// Cells of a name by which most are told apart.
const NAME_ENOUGH: usize = 20;
/// Cells a principal keeps beside a long profile.
const PRINCIPAL_LEAST: usize = 24;
/// Cells of the longest name that is shown whole.
const NAME_MOST: usize = 48;

/// What of the header there is room for.
struct Plan {
    /// Account, principal and region stand on the first line as well.
    one_line: bool,
    /// The program's name is there.
    named: bool,
    badges: Vec<Span<'static>>,
    /// Cells for the stack's name.
    name: usize,
}

fn plan(model: &Model, theme: &Theme, width: usize, who: usize) -> Plan {
    let subject = columns(&subject(model, theme, NAME_MOST));
    for badges in [badges(model, theme, (Endpoint::Whole, true)), badges(model, theme, (Endpoint::Host, true))] {
        if PROGRAM.len() + subject + who + columns(&badges) + 5 <= width {
            return Plan { one_line: true, named: true, badges, name: NAME_MOST };
        }
    }
    let looks = [(Endpoint::Whole, true), (Endpoint::Host, true), (Endpoint::Mark, true), (Endpoint::Mark, false)];
    for look in looks {
        let badges = badges(model, theme, look);
        if PROGRAM.len() + subject + columns(&badges) + 1 < width {
            return Plan { one_line: false, named: true, badges, name: NAME_MOST };
        }
    }
    // That it is not AWS's own endpoint weighs more than who says so.
    let marked = badges(model, theme, (Endpoint::Mark, false));
    if model.session.place.endpoint.is_some() && subject + columns(&marked) < width {
        return Plan { one_line: false, named: false, badges: marked, name: NAME_MOST };
    }
    // The name's end goes before the program's, and that before more of the name.
    let badges = badges(model, theme, (Endpoint::Away, false));
    let name = name_of(model).map_or(NAME_MOST, |name| wrap::width(&name).min(NAME_MOST));
    let rest = columns(&badges) + 2 + subject.saturating_sub(name);
    let beside = width.saturating_sub(PROGRAM.len() + rest);
    let named = beside >= NAME_ENOUGH.min(name);
    let room = if named { beside } else { width.saturating_sub(rest) };
    Plan { one_line: false, named, badges, name: room.clamp(NAME_LEAST, NAME_MOST) }
}

fn columns(spans: &[Span<'_>]) -> usize {
    spans.iter().map(Span::width).sum()
}

/// The name of the stack that is shown, as far as it is known.
fn name_of(model: &Model) -> Option<String> {
    let Screen::Stack(asked) = &model.screen else { return None };
    Some(match model.facts.stack.value() {
        Some(stack) => stack.name.to_string(),
        None if asked.raw().starts_with("arn:") => stack_name(asked),
        None => asked.to_string(),
    })
}

fn subject(model: &Model, theme: &Theme, room: usize) -> Vec<Span<'static>> {
    let Some(name) = name_of(model) else {
        let count = model.facts.stacks.value().map_or(String::new(), |stacks| {
            // Nested stacks are reached through their roots and stand in no list.
            let nested = stacks.len().saturating_sub(stacks::rows(&model.facts, &List::default()).len());
            let of_these = if nested > 0 { format!(", {nested} nested") } else { String::new() };
            format!("  {} there{of_these}", stacks.len())
        });
        return vec![
            Span::styled(" stacks of the region", theme.of(Role::Strong)),
            Span::styled(count, theme.of(Role::Muted)),
        ];
    };
    let name = Span::styled(format!(" {}", wrap::clip(&name, room)), theme.of(Role::Strong));
    let Some(stack) = model.facts.stack.value() else {
        // What is wrong stands in the findings; here it is how the stack stands.
        let state = match model.facts.stack.fault().map(|fault| &fault.kind) {
            Some(FaultKind::NotFound) => Span::styled("  not found", theme.of(Role::Bad)),
            Some(_) => Span::styled("  not readable", theme.of(Role::Bad)),
            None => Span::styled("  asking for the stack …", theme.of(Role::Muted)),
        };
        return vec![name, state];
    };
    let since = match &model.diagnosis.stack {
        Some(line) => line.since,
        None => stack.operation_began(),
    };
    let since = since.map_or(String::new(), |at| format!(" {}", age(at, model.now)));
    let role = verdict_style::of_stack_status(&stack.status);
    vec![name, Span::styled(format!("  {}", stack.status), theme.of(role)), Span::styled(since, theme.of(role))]
}

/// Account, principal, region and profile. Where there is no room the principal's end goes, then the profile's: where
/// one is must be read.
fn who(model: &Model, theme: &Theme, room: usize) -> Vec<Span<'static>> {
    let place = &model.session.place;
    let region = format!(" · {}", place.region);
    let profile = place.profile.as_ref().map_or(String::new(), |profile| format!(" · profile {profile}"));
    let known = &model.facts.identity;
    let (account, principal, role) = match (known.value(), known.fault()) {
        (Some(identity), _) => (format!(" {}", identity.account), format!(" · {}", identity.principal()), Role::Header),
        (None, Some(fault)) => (String::new(), format!(" {}", nobody(fault)), Role::Bad),
        (None, None) => (String::new(), " asking AWS who we are …".to_owned(), Role::Muted),
    };
    let fixed = wrap::width(&account) + wrap::width(&region);
    let left = room.saturating_sub(fixed);
    let profile = wrap::clip(&profile, left.saturating_sub(PRINCIPAL_LEAST.min(wrap::width(&principal))));
    let principal = wrap::clip(&principal, left.saturating_sub(wrap::width(&profile)));
    vec![Span::styled(account + &principal, theme.of(role)), Span::styled(region + &profile, theme.of(Role::Header))]
}

/// Why it is not known who we are, in one line: what sources and sockets say of it stands in the findings.
fn nobody(fault: &Fault) -> String {
    match fault.kind {
        FaultKind::NoCredentials => format!("no credentials: {}", fault.what_to_do()),
        FaultKind::Network => "AWS not reachable".to_owned(),
        _ => format!("{}: {}", fault.what(), fault.what_to_do()),
    }
}

/// How much of an endpoint that is not AWS's own is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Endpoint {
    Whole,
    /// Host and port.
    Host,
    /// Only that there is one.
    Mark,
    Away,
}

fn badges(model: &Model, theme: &Theme, (endpoint, time): (Endpoint, bool)) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    let word = model.session.place.endpoint.as_ref().filter(|_| endpoint != Endpoint::Away);
    let word = word.map(|word| match (word.as_str().split_once("://"), endpoint) {
        (Some((_, rest)), Endpoint::Host) => wrap::clip(rest.split('/').next().unwrap_or(rest), 30),
        (Some(_), Endpoint::Mark) => "⇄ endpoint".to_owned(),
        _ => wrap::clip(word.as_str(), 60),
    });
    let read_only = model.session.read_only_for(model.facts.identity.value()).map(|_| "READ-ONLY".to_owned());
    for word in word.into_iter().chain(read_only) {
        spans.push(Span::raw("  "));
        spans.push(Span::styled(format!(" {word} "), theme.of(Role::Badge)));
    }
    if time {
        let words = match model.panes.times {
            Times::Local => format!("  {}{} ", time_of_day_in(model.now, &model.zone), offset(model.now, &model.zone)),
            Times::Clock | Times::Age => format!("  {}Z ", time_of_day(model.now)),
        };
        spans.push(Span::styled(words, theme.of(Role::Muted)));
    }
    spans
}
