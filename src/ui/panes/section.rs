//! Parts of the findings pane, so that what matters less gives way where there is little room.

use crate::ui::role::Role;
use crate::ui::theme::Theme;
use crate::ui::wrap::wrap_at_most;
use ratatui::text::{Line, Span};
use std::collections::BTreeSet;

/// Lines that stand or go together.
#[derive(Default)]
pub struct Section {
    /// 0 stays longest.
    pub importance: u8,
    pub lines: Vec<Line<'static>>,
    /// Fewer lines that serve where there is no room for all; none where it goes whole or not at all.
    pub short: Vec<Line<'static>>,
}

/// Cells of the names at the left.
pub const LABEL: usize = 9;

impl Section {
    fn least(&self) -> usize {
        if self.short.is_empty() { self.lines.len() } else { self.short.len().min(self.lines.len()) }
    }
}

/// Sections up to this importance are shown whole before any other is shown at all.
const ESSENTIAL: u8 = 2;

/// The lines that fit, in their order: essential sections are taken by importance, earlier ones first, as long as
/// there is room for the least of them; then those cut short get their other lines, then come the others. Also says
/// whether anything was left out.
pub fn fit_into(sections: Vec<Section>, height: usize) -> (Vec<Line<'static>>, bool) {
    let mut by_importance: Vec<(usize, &Section)> = sections.iter().enumerate().collect();
    by_importance.sort_by_key(|(_, section)| section.importance);
    let essential = by_importance.partition_point(|(_, section)| section.importance <= ESSENTIAL);
    let (first, rest) = by_importance.split_at(essential);
    let (mut room, mut taken, mut whole) = (height, BTreeSet::new(), BTreeSet::new());
    for (n, section) in first {
        // The first is shown even where it must be cut.
        if section.least() <= room || taken.is_empty() {
            taken.insert(*n);
            room = room.saturating_sub(section.least());
        }
    }
    for (n, section) in first.iter().filter(|(n, _)| taken.contains(n)) {
        let more = section.lines.len() - section.least();
        if more <= room {
            whole.insert(*n);
            room -= more;
        }
    }
    for (n, section) in rest {
        let all = section.lines.len();
        if all <= room || taken.is_empty() {
            taken.insert(*n);
            whole.insert(*n);
            room = room.saturating_sub(all);
        } else if section.least() <= room {
            taken.insert(*n);
            room -= section.least();
        }
    }
    let cut = whole.len() < sections.len();
    let kept = sections.into_iter().enumerate().filter(|(n, _)| taken.contains(n));
    let shown = kept.flat_map(|(n, section)| if whole.contains(&n) { section.lines } else { section.short });
    let mut lines: Vec<Line<'static>> = shown.collect();
    let cut = cut || lines.len() > height;
    lines.truncate(height);
    (lines, cut)
}

/// A name and words beside it, wrapped under themselves.
pub fn labelled(
    theme: &Theme,
    label: &str,
    words: &str,
    columns: usize,
    (role, most): (Role, usize),
) -> Vec<Line<'static>> {
    let room = columns.saturating_sub(LABEL).max(1);
    let wrapped = wrap_at_most(words, room, room, most);
    let name = std::iter::once(label).chain(std::iter::repeat(""));
    let line = |(label, words): (&str, String)| {
        Line::from(vec![
            Span::styled(format!("{label:<LABEL$}"), theme.of(Role::Label)),
            Span::styled(words, theme.of(role)),
        ])
    };
    name.zip(wrapped).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_least_goes_first_and_the_order_stays() {
        let section = |importance, words: &'static str| Section {
            importance,
            lines: vec![Line::raw(words)],
            ..Section::default()
        };
        let sections = || vec![section(0, "verdict"), section(5, "more"), section(2, "quote"), section(5, "most")];
        let shown = |height| {
            let (lines, cut) = fit_into(sections(), height);
            (lines.iter().map(ToString::to_string).collect::<Vec<_>>(), cut)
        };
        let words = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        assert_eq!(shown(4), (words(&["verdict", "more", "quote", "most"]), false));
        assert_eq!(shown(3), (words(&["verdict", "more", "quote"]), true));
        assert_eq!(shown(2), (words(&["verdict", "quote"]), true));
        assert_eq!(shown(1), (words(&["verdict"]), true));
        assert_eq!(shown(0), (words(&[]), true));
    }

    #[test]
    fn a_lesser_section_comes_after_the_whole_of_one_that_matters_more() {
        let line = |words: &'static str| vec![Line::raw(words)];
        let changed = Section {
            importance: 3,
            lines: vec![Line::raw("changed 1"), Line::raw("changed 2")],
            short: line("changed …"),
        };
        let other = Section { importance: 6, lines: line("quote"), ..Section::default() };
        let sections = || {
            let changed = Section { lines: changed.lines.clone(), short: changed.short.clone(), ..changed };
            vec![Section { lines: other.lines.clone(), short: Vec::new(), ..other }, changed]
        };
        let shown = |height| fit_into(sections(), height).0.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(shown(1), ["changed 1"]);
        assert_eq!(shown(2), ["changed 1", "changed 2"]);
        assert_eq!(shown(3), ["quote", "changed 1", "changed 2"]);
    }

    #[test]
    fn a_section_is_cut_short_before_it_or_a_lesser_one_goes() {
        let long = |importance, of: &str| {
            let lines: Vec<Line> = (1..4).map(|n| Line::raw(format!("{of} {n}"))).collect();
            Section { importance, short: vec![Line::raw(format!("{of} …"))], lines }
        };
        let last = || Section { importance: 5, lines: vec![Line::raw("next")], ..Section::default() };
        let shown = |height| {
            let (lines, cut) = fit_into(vec![long(0, "said"), last(), long(1, "way out")], height);
            (lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "), cut)
        };
        for (height, lines) in [
            (2, "said …; way out …"),
            (3, "said …; next; way out …"),
            (4, "said 1; said 2; said 3; way out …"),
            (6, "said 1; said 2; said 3; way out 1; way out 2; way out 3"),
        ] {
            assert_eq!(shown(height), (lines.to_owned(), true), "in {height} lines");
        }
        assert_eq!(shown(7), ("said 1; said 2; said 3; next; way out 1; way out 2; way out 3".to_owned(), false));
    }
}
