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

/// The name of a resource in exactly `columns` cells. Of one in a nested stack its own id is kept whole where that
/// fits, and the stack's long name clipped: `shop-pl….Service`.
pub fn fit_name(name: &str, columns: usize) -> String {
    match name.rsplit_once('.') {
        Some((stack, own)) if width(name) > columns && width(own) + 2 < columns => {
            fit(&format!("{}.{own}", clip(stack, columns - width(own) - 1)), columns)
        }
        _ => fit(name, columns),
    }
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
        // A word that fits no line is broken where an id has a joint, and else where the line ends.
        for piece in joints(bare, columns.max(1)) {
            let whole = width(piece);
            if used > 0 && used + whole > room && whole <= columns.max(1) {
                flush(&mut line, &mut used, &mut room);
            }
            for cluster in piece.graphemes(true) {
                let wide = width(cluster);
                if used > 0 && used + wide > room {
                    flush(&mut line, &mut used, &mut room);
                }
                line.push_str(cluster);
                used += wide;
            }
        }
        if used < room && word.len() > bare.len() {
            line.push(' ');
            used += 1;
        }
    }
    flush(&mut line, &mut used, &mut room);
    lines
}

/// The text in lines that are full, broken wherever a line ends: nothing of it is left out, no blank either.
pub fn broken(text: &str, columns: usize) -> Vec<String> {
    let (mut lines, mut used) = (vec![String::new()], 0);
    for cluster in text.graphemes(true) {
        let wide = width(cluster);
        if used > 0 && used + wide > columns {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(cluster);
        }
        used += wide;
    }
    lines
}

/// The word in pieces: whole where it fits a line; else after `/` and `:`, and what is still too long after `-`, `,` and `=`.
fn joints(word: &str, columns: usize) -> Vec<&str> {
    if width(word) <= columns {
        return vec![word];
    }
    let parts = word.split_inclusive(['/', ':']);
    parts
        .flat_map(
            |part| if width(part) > columns { part.split_inclusive(['-', ',', '=']).collect() } else { vec![part] },
        )
        .collect()
}

/// At most `most` lines; the last says with `…` that there is more.
pub fn wrap_at_most(text: &str, first: usize, columns: usize, most: usize) -> Vec<String> {
    let mut lines = wrap_hanging(text, first, columns);
    if lines.len() > most.max(1) {
        lines.truncate(most.max(1));
        let room = if lines.len() == 1 { first } else { columns };
        if let Some(last) = lines.last_mut() {
            *last = clip(&format!("{last} …"), room.max(1));
            if !last.ends_with('…') {
                last.push('…');
            }
        }
    }
    lines
}

/// How CloudFormation ends a handler's message, and ECS many an event: it tells a person nothing.
const EMPTY_ENDS: [&str; 2] = [" (RequestToken:", " For more information, see"];

/// How many cells from a cut a word's end is looked for.
const NEAR: usize = 12;

/// At most `most` lines with the middle left out, marked by `…`: the beginning says what it is about, and messages
/// of AWS and of programs put what decides at their end.
pub fn wrap_around(text: &str, columns: usize, most: usize) -> Vec<String> {
    let lines = wrap(text, columns);
    if lines.len() <= most.max(1) {
        return lines;
    }
    if let Some((said, rest)) = EMPTY_ENDS.iter().find_map(|end| text.split_once(end)) {
        let quote = if rest.ends_with('\u{201d}') { "\u{201d}" } else { "" };
        return wrap_around(&format!("{said} …{quote}"), columns, most);
    }
    let clusters: Vec<&str> = text.graphemes(true).collect();
    let mut room = columns.saturating_mul(most.max(1)).min(clusters.len());
    while room > 4 {
        // A third for the beginning, the rest for the end.
        let first = room / 3;
        let last = clusters.len() - (room - first - 3);
        let (head, tail) = (clusters.get(..first).unwrap_or_default(), clusters.get(last..).unwrap_or_default());
        // Between words where one ends near.
        let head = head.iter().rposition(|c| *c == " ").and_then(|at| head.get(..at).filter(|_| at + NEAR > first));
        let head = head.unwrap_or_else(|| clusters.get(..first).unwrap_or_default()).concat();
        let near = |sign: &dyn Fn(&str) -> bool| tail.iter().take(NEAR).position(|c| sign(c));
        // A word that is cut says so: half an account's number must not be read as one.
        let tail = match near(&|c| c == " ") {
            Some(at) => format!(" {}", tail.get(at + 1..).unwrap_or_default().concat().trim_start()),
            None => tail.get(near(&|c| matches!(c, "." | "/" | ":")).unwrap_or(0)..).unwrap_or_default().concat(),
        };
        let lines = wrap(&format!("{} …{tail}", head.trim_end()), columns);
        if lines.len() <= most.max(1) {
            return lines;
        }
        room -= 1;
    }
    wrap_at_most(text, columns, columns, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nested_resource_keeps_its_own_id() {
        for (name, columns, shown) in [
            ("shop-Api-1QX.Service", 20, "shop-Api-1QX.Service"),
            ("shop-Api-1QX.Service", 14, "shop-….Service"),
            ("shop-Api-1QX.AVeryLongLogicalId", 12, "shop-Api-1Q…"),
            ("Service", 9, "Service  "),
        ] {
            assert_eq!(fit_name(name, columns), shown);
        }
    }

    #[test]
    fn lines_break_between_words_and_long_words_break_inside() {
        for (text, columns, lines) in [
            ("unable to place a task", 10, &["unable to", "place a", "task"][..]),
            ("arn:aws:ecs:eu-west-1", 8, &["arn:aws:", "ecs:eu-", "west-1"]),
            ("arn:aws:ecs:eu-west-1", 11, &["arn:aws:", "ecs:", "eu-west-1"][..]),
            ("a arn:aws:ecs", 6, &["a arn:", "aws:", "ecs"]), // fits no line, so it starts where it stands
            ("service/prod/checkout", 13, &["service/prod/", "checkout"]),
            ("0123456789abcdef", 6, &["012345", "6789ab", "cdef"]),
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
        assert_eq!(wrap_at_most("one two three four", 7, 20, 1), ["one tw…"]);
    }

    #[test]
    fn what_is_too_long_keeps_both_ends() {
        let text = "CannotPullContainerError: failed to resolve ref registry.example/shop/orders:build-1455: not found";
        for (columns, most) in [(60, 1), (30, 2), (20, 3), (40, 2)] {
            let lines = wrap_around(text, columns, most);
            let whole = lines.join(" ");
            assert!(lines.len() <= most && lines.iter().all(|line| width(line) <= columns), "{lines:?}");
            assert!(
                whole.starts_with("CannotPull") && whole.contains('…') && whole.ends_with(": not found"),
                "{lines:?}"
            );
        }
        assert_eq!(wrap_around("fits as it is", 20, 1), ["fits as it is"]);
        assert_eq!(wrap_around("no such role (RequestToken: 0a1b, HandlerErrorCode: X)", 20, 1), ["no such role …"]);
        assert_eq!(wrap_around("日本語です", 4, 1), ["日…"]);
        assert_eq!(
            wrap_around("the role may not be read by the task, since its policy lacks it", 40, 1),
            ["the role may … its policy lacks it"]
        );
        assert_eq!(wrap_around("abc", 1, 1), ["…"]);
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
