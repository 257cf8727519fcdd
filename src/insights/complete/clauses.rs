//! What each command takes, and the words of the language that stand inside it.
//!
//! Facts: CloudWatch Logs user guide, "Logs Insights QL query syntax", the pages of the commands.

use crate::insights::words::{Words, w};

/// What stands inside a command.
#[derive(Clone, Copy, Debug)]
pub struct Clauses {
    pub command: &'static str,
    pub takes: Takes,
    /// Words of the language behind what it takes, or in its place.
    pub words: &'static [Words],
    /// Words with `=` behind them, and what they are set to.
    pub options: &'static [(&'static str, Setting, &'static str)],
}

/// What a command takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Numbers, or nothing.
    Nothing,
    /// Fields with commas between them.
    Fields,
    /// Fields with blanks between them.
    SpacedFields,
    /// Fields and the directions they sort in.
    Keys,
    /// Expressions of one row.
    Values,
    /// Expressions of many rows, up to `by`.
    Aggregates,
    /// Fields up to `where`, then expressions.
    Condition,
    /// Log groups.
    Groups,
}

/// What an option is set to.
#[derive(Clone, Copy, Debug)]
pub enum Setting {
    /// One of these words.
    Of(&'static [&'static str]),
    Field,
    /// A number, or a name of one's own.
    Own,
}

const FLAG: Setting = Setting::Of(&["true", "false"]);
const AS: Words = w("as", "NAME", "name it");
const OUTPUT: Words = w("OUTPUT", "FIELD [as NAME], …", "the columns to add");
const SOURCE: Words = w("SOURCE", "\"GROUP\"", "the log groups to read");

/// The words that join values to expressions.
pub const JOINS: &[Words] = &[
    w("like", "\"TEXT\"|/REGEX/", "a text or a regular expression is in it"),
    w("in", "[VALUE, …]", "it is one of a list"),
    w("not", "like|in", "the contrary"),
    w("and", "", "both hold"),
    w("or", "", "one holds"),
];

/// Words that are values.
pub const FLAGS: &[Words] = &[w("not", "CONDITION", "the contrary"), w("true", "", ""), w("false", "", "")];

pub const DIRECTIONS: &[Words] = &[w("asc", "", "least first"), w("desc", "", "greatest first, newest first")];

/// What stands in the parentheses of a SOURCE's functions.
pub const SOURCE_ARGUMENTS: &[Words] = &[
    w("namePrefix:", "[\"PREFIX\", …]", "groups whose names begin so"),
    w("class:", "[\"STANDARD\"]", "groups of a class"),
    w("accountIdentifiers:", "[\"ACCOUNT\", …]", "groups of these accounts"),
];

const fn takes(command: &'static str, takes: Takes, words: &'static [Words]) -> Clauses {
    Clauses { command, takes, words, options: &[] }
}

/// The commands. What is in no row takes nothing.
pub const CLAUSES: &[Clauses] = &[
    takes("fields", Takes::Values, &[AS]),
    takes("display", Takes::Values, &[AS]),
    takes("filter", Takes::Values, &[]),
    takes("where", Takes::Values, &[]),
    takes("filterIndex", Takes::Values, &[]),
    takes(
        "stats",
        Takes::Aggregates,
        &[AS, w("by", "FIELD, bin(5m)", "a group for each"), w("offset", "PERIOD", "of an earlier time")],
    ),
    takes("sort", Takes::Keys, &[w("by", "FIELD", "")]),
    takes("limit", Takes::Nothing, &[w("any", "N", "whichever are found first")]),
    takes(
        "parse",
        Takes::Values,
        &[
            AS,
            w("multi", "", "a row for every match"),
            w("logfmt", "as NAME", "key=value pairs"),
            w("csv", "as NAME, …", "values with commas between them"),
            w("XML", "\"PATH\" as NAME", "a value out of XML"),
        ],
    ),
    Clauses {
        options: &[("field", Setting::Field, "the field that holds JSON")],
        ..takes("json", Takes::Nothing, &[AS])
    },
    takes("dedup", Takes::Fields, &[]),
    takes("pattern", Takes::Values, &[]),
    takes(
        "diff",
        Takes::Nothing,
        &[
            w("previousDay", "", "compared with a day before"),
            w("previousWeek", "", "compared with a week before"),
            w("previousMonth", "", "compared with a month before"),
        ],
    ),
    takes("unmask", Takes::Fields, &[]),
    takes("unnest", Takes::Fields, &[w("into", "NAME", "a name for the element")]),
    takes("expand", Takes::Fields, &[]),
    takes("accum", Takes::Fields, &[AS]),
    Clauses {
        options: &[("p", Setting::Own, "how many rows back, as p=1 or p=1-4")],
        ..takes("autoregress", Takes::Fields, &[AS])
    },
    takes("filldown", Takes::SpacedFields, &[]),
    takes(
        "fillmissing",
        Takes::Fields,
        &[w("with", "VALUE", "what is put there"), w("for", "FIELD, …", "the fields to fill")],
    ),
    Clauses {
        options: &[
            ("row", FLAG, "a total in each row"),
            ("col", FLAG, "a row of totals"),
            ("fieldname", Setting::Own, "how the total is called"),
        ],
        ..takes("addtotals", Takes::SpacedFields, &[])
    },
    takes("sessionize", Takes::Fields, &[w("maxspan", "PERIOD", "the longest gap inside a session"), AS]),
    Clauses {
        options: &[
            ("action", Setting::Of(&["remove", "transform"]), "take the row away, or the value to the limit"),
            ("param", Setting::Own, "how far is far, 2.5 unless told"),
            ("uselower", FLAG, "low ones as well"),
            ("mark", FLAG, "mark what was changed"),
        ],
        ..takes("outlier", Takes::SpacedFields, &[])
    },
    takes("countFrequent", Takes::Fields, &[]),
    Clauses {
        options: &[("override", FLAG, "columns of the same name are replaced"), ("max", Setting::Own, "rows at most")],
        ..takes("appendcols", Takes::Nothing, &[SOURCE])
    },
    takes("lookup", Takes::Fields, &[AS, OUTPUT]),
    takes(
        "cidrlookup",
        Takes::Fields,
        &[AS, OUTPUT, w("OUTPUTNEW", "FIELD [as NAME], …", "the columns to add where there is none")],
    ),
    Clauses {
        options: &[
            ("type", Setting::Of(&["inner", "left"]), "left keeps rows that match nothing"),
            ("left", Setting::Own, "a name for the left side"),
            ("right", Setting::Own, "a name for the right side"),
        ],
        ..takes(
            "join",
            Takes::Fields,
            &[w("where", "LEFT.FIELD = RIGHT.FIELD", "what must be equal"), w("and", "", "both are equal"), SOURCE],
        )
    },
    takes("logcompare", Takes::Nothing, &[w("timeshift", "PERIOD", "how much earlier")]),
    takes("relevantfields", Takes::Condition, &[w("where", "CONDITION", "which rows to tell apart")]),
    Clauses {
        options: &[("start", Setting::Own, "since when"), ("end", Setting::Own, "until when")],
        ..takes(
            "SOURCE",
            Takes::Groups,
            &[
                w("logGroups(", "namePrefix: [\"…\"]", "log groups by name"),
                w("dataSource(", "[\"…\"]", "what the logs come from"),
                w("filterIndex(", "FIELD in [\"…\"]", "by an index"),
            ],
        )
    },
];

/// What a command takes, by its name.
pub fn of(command: &str) -> Clauses {
    let nothing = takes("", Takes::Nothing, &[]);
    CLAUSES.iter().find(|clauses| clauses.command.eq_ignore_ascii_case(command)).copied().unwrap_or(nothing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::commands;
    use std::collections::BTreeSet;

    /// Where the words of commands are read.
    const READ: &[&str] = &[
        include_str!("../parse/rows.rs"),
        include_str!("../parse/extract.rs"),
        include_str!("../parse/reshape.rs"),
        include_str!("../parse/service.rs"),
        include_str!("../parse/query.rs"),
    ];

    /// Short forms of a word that is offered.
    const SHORT: [&str; 2] = ["t", "f"];

    /// The words behind such calls as `take_word("by")`.
    fn read_by(call: &str) -> impl Iterator<Item = &'static str> {
        let call = format!("{call}(\"");
        READ.iter().flat_map(move |text| {
            let rests: Vec<&str> = text.split(&call).skip(1).collect();
            rests.into_iter().filter_map(|rest| rest.split('"').next())
        })
    }

    #[test]
    fn no_word_of_the_grammar_is_forgotten() {
        let words = CLAUSES.iter().flat_map(|clauses| clauses.words).chain(JOINS).chain(FLAGS).chain(DIRECTIONS);
        let settings = CLAUSES.iter().flat_map(|clauses| clauses.options).flat_map(|(_, setting, _)| match setting {
            Setting::Of(words) => *words,
            _ => &[],
        });
        let offered: BTreeSet<&str> = words.map(|words| words.name).chain(settings.copied()).collect();
        let options = CLAUSES.iter().flat_map(|clauses| clauses.options).map(|(name, _, _)| *name);
        let options: BTreeSet<&str> = options.collect();
        // `json field=` is read as a word and a sign.
        let known = |word: &str| offered.contains(word) || options.contains(word) || SHORT.contains(&word);
        let read: BTreeSet<&str> = ["take_word", "expect_word"].into_iter().flat_map(read_by).collect();
        let lacking: Vec<_> = read.iter().filter(|word| !known(word)).collect();
        assert!(read.len() > 15 && lacking.is_empty(), "{lacking:?}");
        let read: BTreeSet<&str> = read_by("take_option").collect();
        assert!(read.len() > 8 && read.is_subset(&options), "{read:?} {options:?}");
        assert!(CLAUSES.iter().all(|clauses| commands::is_command(clauses.command)));
    }
}
