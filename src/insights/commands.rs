//! The words commands begin with.

/// Every command word, as AWS writes it.
pub const COMMANDS: [&str; 35] = [
    "SOURCE",
    "fields",
    "display",
    "filter",
    "where",
    "filterIndex",
    "stats",
    "sort",
    "limit",
    "head",
    "tail",
    "parse",
    "json",
    "dedup",
    "pattern",
    "diff",
    "anomaly",
    "unmask",
    "unnest",
    "expand",
    "lookup",
    "cidrlookup",
    "join",
    "addtotals",
    "autoregress",
    "accum",
    "filldown",
    "fillmissing",
    "outlier",
    "appendcols",
    "sessionize",
    "countFrequent",
    "logcompare",
    "relevantfields",
    "estimate",
];

/// Whether a command begins with this word.
pub fn is_command(word: &str) -> bool {
    find(word).is_some()
}

/// The command of this name, as AWS writes it, in any letter case; `countFrequent` is documented as `count_frequent`
/// too.
pub fn find(word: &str) -> Option<&'static str> {
    let word = if word.eq_ignore_ascii_case("count_frequent") { "countFrequent" } else { word };
    COMMANDS.into_iter().find(|command| command.eq_ignore_ascii_case(word))
}
