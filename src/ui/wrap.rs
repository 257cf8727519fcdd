//! Cutting text into lines of a width in cells. Text that comes here is safe to show already.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Cells the text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text in at most `columns` cells, `…` where it was cut.
pub fn clip(text: &str, columns: usize) -> String {
    if text.len() <= columns || width(text) <= columns {
        return text.to_owned();
    }
    let mut clipped = String::new();
    let mut used = 0;
    for cluster in text.graphemes(true) {
        let wide = width(cluster);
        if used + wide + 1 > columns {
            break;
        }
        clipped.push_str(cluster);
        used += wide;
    }
    if columns > 0 {
        clipped.push('…');
    }
    clipped
}

/// The text in exactly `columns` cells: clipped, or filled with blanks.
pub fn fit(text: &str, columns: usize) -> String {
    let mut fitted = clip(text, columns);
    fitted.extend(std::iter::repeat_n(' ', columns.saturating_sub(width(&fitted))));
    fitted
}

/// The text in lines of at most `columns` cells, broken between words where possible. Never no line.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    wrap_hanging(text, columns, columns)
}

/// Like [`wrap`] with another width for the first line.
pub fn wrap_hanging(text: &str, first: usize, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0);
    let mut room = first.max(1);
    let mut flush = |line: &mut String, used: &mut usize, room: &mut usize| {
        lines.push(line.trim_end_matches(' ').to_owned());
        line.clear();
        *used = 0;
        *room = columns.max(1);
    };
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end_matches(' ');
        let wide = width(bare);
        if used > 0 && used + wide > room && wide <= columns.max(1) {
            flush(&mut line, &mut used, &mut room);
        }
        for cluster in bare.graphemes(true) {
            let wide = width(cluster);
            if used > 0 && used + wide > room {
                flush(&mut line, &mut used, &mut room);
            }
            line.push_str(cluster);
            used += wide;
        }
        if used < room && word.len() > bare.len() {
            line.push(' ');
            used += 1;
        }
    }
    flush(&mut line, &mut used, &mut room);
    lines
}

/// At most `most` lines; the last says with `…` that there is more.
pub fn wrap_at_most(text: &str, first: usize, columns: usize, most: usize) -> Vec<String> {
    let mut lines = wrap_hanging(text, first, columns);
    if lines.len() > most.max(1) {
        lines.truncate(most.max(1));
        if let Some(last) = lines.last_mut() {
            *last = clip(&format!("{last} …"), columns.max(1));
            if !last.ends_with('…') {
                last.push('…');
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_long_words_break_inside() {
        for (text, columns, lines) in [
            ("unable to place a task", 10, &["unable to", "place a", "task"][..]),
            ("arn:aws:ecs:eu-west-1", 8, &["arn:aws:", "ecs:eu-w", "est-1"]),
            ("a arn:aws:ecs", 6, &["a arn:", "aws:ec", "s"]), // fits no line, so it starts where it stands
            ("  indented line", 10, &["  indented", "line"]),
            ("日本語です", 4, &["日本", "語で", "す"]),
            ("日", 1, &["日"]),
            ("", 5, &[""]),
            ("ab", 0, &["a", "b"]),
        ] {
            assert_eq!(wrap(text, columns), lines, "{text:?} in {columns}");
        }
    }

    #[test]
    fn a_cut_is_marked_and_fits() {
        for (text, columns, clipped) in
            [("checkout", 8, "checkout"), ("checkout", 5, "chec…"), ("日本語", 4, "日…"), ("ab", 1, "…"), ("ab", 0, "")]
        {
            assert_eq!(clip(text, columns), clipped);
        }
        assert_eq!(fit("日本", 6), "日本  ");
        assert_eq!(wrap_at_most("one two three four", 9, 9, 1), ["one two …"]);
    }

    proptest::proptest! {
        #[test]
        fn no_line_is_wider_than_asked_and_no_word_is_lost(text in "[a-zé日 ]{0,60}", columns in 2_usize..20) {
            let lines = wrap(&text, columns);
            proptest::prop_assert!(lines.iter().all(|line| width(line) <= columns));
            let letters = |s: &str| s.chars().filter(|c| *c != ' ').collect::<String>();
            proptest::prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
