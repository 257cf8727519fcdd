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

/// Whether a command begins with this word, in any letter case.
pub fn is_command(word: &str) -> bool {
    COMMANDS.iter().any(|command| command.eq_ignore_ascii_case(word))
}
