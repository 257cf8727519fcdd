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

/// The lines that fit, in their order: the least important sections go first, the last of them first. Also says
/// whether anything went.
pub fn fit_into(mut sections: Vec<Section>, height: usize) -> (Vec<Line<'static>>, bool) {
    let mut cut = false;
    loop {
        let total: usize = sections.iter().map(|section| section.lines.len()).sum();
        let last = sections.iter().enumerate().max_by_key(|(_, section)| section.importance).map(|(n, _)| n);
        match last {
            Some(last) if total > height && sections.len() > 1 => {
                sections.remove(last);
                cut = true;
            }
            _ => break,
        }
    }
    let mut lines: Vec<Line<'static>> = sections.into_iter().flat_map(|section| section.lines).collect();
    cut |= lines.len() > height;
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
