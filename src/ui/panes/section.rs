//! Parts of the findings pane, so that what matters less gives way where there is little room.

use crate::ui::role::Role;
use crate::ui::theme::Theme;
use crate::ui::wrap::wrap_at_most;
use ratatui::text::{Line, Span};

/// Lines that stand or go together.
pub struct Section {
    /// 0 stays longest.
    pub importance: u8,
    pub lines: Vec<Line<'static>>,
}

/// Cells of the names at the left.
pub const LABEL: usize = 9;

/// The lines that fit, in their order: sections are taken by importance, earlier ones first, as long as there is
/// room. Also says whether anything was left out.
pub fn fit_into(sections: Vec<Section>, height: usize) -> (Vec<Line<'static>>, bool) {
    let mut by_importance: Vec<usize> = (0..sections.len()).collect();
    by_importance.sort_by_key(|n| sections.get(*n).map(|section| section.importance));
    let (mut room, mut taken) = (height, std::collections::BTreeSet::new());
    for n in by_importance {
        let lines = sections.get(n).map_or(0, |section| section.lines.len());
        // The first is shown even where it must be cut.
        if lines <= room || taken.is_empty() {
            taken.insert(n);
            room = room.saturating_sub(lines);
        }
    }
    let cut = taken.len() < sections.len();
    let kept = sections.into_iter().enumerate().filter(|(n, _)| taken.contains(n));
    let mut lines: Vec<Line<'static>> = kept.flat_map(|(_, section)| section.lines).collect();
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
        let section = |importance, words: &'static str| Section { importance, lines: vec![Line::raw(words)] };
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
}
