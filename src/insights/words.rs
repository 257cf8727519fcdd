//! What commands and functions are for, in a few words: for completion.
//!
//! Facts: CloudWatch Logs user guide, "Logs Insights QL query syntax" and its pages of commands and functions.

/// How a word is used and what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    pub name: &'static str,
    /// What stands behind it: a command's clauses, a function's arguments.
    pub usage: &'static str,
    pub does: &'static str,
}

/// A line of these tables.
pub const fn w(name: &'static str, usage: &'static str, does: &'static str) -> Words {
    Words { name, usage, does }
}

/// The commands, those used most first.
pub const COMMANDS: &[Words] = &[
    w("fields", "FIELD [as NAME], …", "show these fields; more than one adds up"),
    w("filter", "CONDITION", "keep the rows that meet a condition"),
    w("stats", "FUNCTION(…) [as NAME], … [by FIELD, bin(5m)]", "count, sum, percentiles by groups"),
    w("sort", "FIELD [asc|desc], …", "order the rows"),
    w("limit", "N", "at most so many rows"),
    w("parse", "[FIELD] \"a * b\"|/(?<n>…)/ [as NAME, …]", "take fields out of text"),
    w("display", "FIELD, …", "show only these fields at the end"),
    w("dedup", "FIELD, …", "the first row of each value"),
    w("pattern", "FIELD", "group messages by shape; only CloudWatch runs it"),
    w("diff", "[previousDay|previousWeek|previousMonth]", "compare patterns with an earlier time; only CloudWatch"),
    w("where", "CONDITION", "the same as filter"),
    w("filterIndex", "FIELD = VALUE", "use a field index; only CloudWatch runs it"),
    w("unnest", "LIST into NAME", "a row for each element of a list"),
    w("expand", "FIELD", "an event for each element of a JSON array"),
    w("json", "field=FIELD \"PATH\" as NAME", "take a value out of JSON"),
    w("fillmissing", "[with VALUE for FIELD, …]", "add the bins that had nothing"),
    w("filldown", "FIELD …", "repeat the last value where there is none"),
    w("accum", "FIELD [as NAME]", "running sum"),
    w("autoregress", "FIELD [as NAME] [p=N]", "values of earlier rows beside each row"),
    w("addtotals", "[row=BOOL] [col=BOOL] [FIELD, …]", "sums of rows or columns"),
    w("outlier", "[action=remove|transform] FIELD …", "find values far from the others"),
    w("sessionize", "FIELD, … [maxspan PERIOD] [as NAME]", "group rows that follow each other"),
    w("countFrequent", "FIELD, …", "how often each value comes"),
    w("head", "N", "old word for limit"),
    w("tail", "N", "old word: the last rows"),
    w("SOURCE", "logGroups(namePrefix: [\"…\"])", "choose log groups in the query; only CloudWatch runs it"),
    w("anomaly", "", "mark odd patterns; only CloudWatch runs it"),
    w("unmask", "FIELD", "show masked data; only CloudWatch runs it"),
    w("lookup", "TABLE FIELD OUTPUT FIELD, …", "add fields of a table; only CloudWatch runs it"),
    w("cidrlookup", "TABLE FIELD OUTPUT FIELD, …", "the same by address range; only CloudWatch runs it"),
    w("join", "left=A right=B where A.x = B.y (SOURCE \"…\")", "rows of two sources; only CloudWatch runs it"),
    w("appendcols", "(SOURCE … | …)", "columns of another query; only CloudWatch runs it"),
    w("logcompare", "timeshift PERIOD", "compare with an earlier time; only CloudWatch runs it"),
    w("relevantfields", "[FIELD, …] where CONDITION", "fields that tell rows apart; only CloudWatch runs it"),
    w("estimate", "", "how much a query would scan; only CloudWatch runs it"),
];

/// The functions, those used most first.
pub const FUNCTIONS: &[Words] = &[
    w("count", "*|FIELD", "how many rows"),
    w("sum", "FIELD", "sum"),
    w("avg", "FIELD", "mean"),
    w("max", "FIELD", "greatest"),
    w("min", "FIELD", "least"),
    w("pct", "FIELD, PERCENT", "percentile"),
    w("bin", "PERIOD", "the time rounded down to a period"),
    w("countDistinct", "FIELD", "how many different values"),
    w("latest", "FIELD", "value of the newest row"),
    w("earliest", "FIELD", "value of the oldest row"),
    w("values", "FIELD", "the different values as a list"),
    w("median", "FIELD", "the middle value"),
    w("stddev", "FIELD", "standard deviation"),
    w("variance", "FIELD", "variance"),
    w("topk", "K, FIELD", "the K most frequent values"),
    w("rate", "FIELD, PERIOD", "growth for each period"),
    w("countOverTime", "[FIELD]", "how many rows over time"),
    w("sumOverTime", "FIELD", "sum over time"),
    w("sortsFirst", "FIELD", "value that sorts first"),
    w("sortsLast", "FIELD", "value that sorts last"),
    w("ispresent", "FIELD", "whether the row has the field"),
    w("isempty", "FIELD", "missing or an empty text"),
    w("isblank", "FIELD", "missing, empty or blanks only"),
    w("coalesce", "FIELD, …", "the first that has a value"),
    w("if", "CONDITION, THEN [, ELSE]", "one of two values"),
    w("case", "CONDITION, VALUE, … [, ELSE]", "the value of the first condition that holds"),
    w("strcontains", "TEXT, PART", "1 where the part is in the text"),
    w("startsWith", "TEXT, PART", "whether it begins so"),
    w("endsWith", "TEXT, PART", "whether it ends so"),
    w("replace", "TEXT, OLD, NEW", "text with every OLD replaced"),
    w("regexReplace", "TEXT, REGEX, NEW", "text with every match replaced"),
    w("substr", "TEXT, START [, LENGTH]", "a part of the text"),
    w("strlen", "TEXT", "characters in the text"),
    w("toupper", "TEXT", "in capitals"),
    w("tolower", "TEXT", "in small letters"),
    w("trim", "TEXT [, CHARS]", "without blanks at both ends"),
    w("ltrim", "TEXT [, CHARS]", "without blanks in front"),
    w("rtrim", "TEXT [, CHARS]", "without blanks at its end"),
    w("concat", "TEXT, …", "texts joined"),
    w("split", "TEXT, SEPARATOR", "a list of the parts"),
    w("jsonParse", "TEXT", "a map or list out of JSON"),
    w("jsonStringify", "VALUE", "JSON text of a map or list"),
    w("jsonArraySize", "LIST", "how many elements"),
    w("jsonArrayContains", "LIST, VALUE", "whether the list has it"),
    w("toNumber", "TEXT", "a number"),
    w("toInt", "TEXT", "a whole number"),
    w("toLong", "TEXT", "a long whole number"),
    w("toDouble", "TEXT", "a floating number"),
    w("isNumeric", "TEXT", "whether it is a number"),
    w("abs", "NUMBER", "without its sign"),
    w("ceil", "NUMBER", "rounded up"),
    w("floor", "NUMBER", "rounded down"),
    w("round", "NUMBER [, DIGITS]", "rounded"),
    w("sqrt", "NUMBER", "square root"),
    w("log", "NUMBER", "natural logarithm"),
    w("greatest", "NUMBER, …", "the greatest of these"),
    w("least", "NUMBER, …", "the least of these"),
    w("histogram", "NUMBER, WIDTH", "the number rounded down to a width"),
    w("haversine", "LAT, LON, LAT, LON", "distance of two places"),
    w("datefloor", "TIME, PERIOD", "the time rounded down"),
    w("dateceil", "TIME, PERIOD", "the time rounded up"),
    w("fromMillis", "NUMBER", "a time from milliseconds since 1970"),
    w("toMillis", "TIME", "milliseconds since 1970"),
    w("now", "", "seconds since 1970 when the query began"),
    w("parseDate", "TEXT, FORMAT [, ZONE]", "a time out of text"),
    w("formatDate", "TIME, FORMAT [, ZONE]", "a time as text"),
    w("strftime", "TIME, FORMAT [, ZONE]", "a time as text"),
    w("messageSize", "FIELD", "bytes of the message"),
    w("queryStartTime", "", "where the window begins"),
    w("queryEndTime", "", "where the window ends"),
    w("queryTimeRange", "", "how long the window is"),
    w("isValidIp", "TEXT", "whether it is an address"),
    w("isValidIpV4", "TEXT", "whether it is an IPv4 address"),
    w("isValidIpV6", "TEXT", "whether it is an IPv6 address"),
    w("isIpInSubnet", "TEXT, CIDR", "whether the address is in the range"),
    w("isIpv4InSubnet", "TEXT, CIDR", "the same, IPv4"),
    w("isIpv6InSubnet", "TEXT, CIDR", "the same, IPv6"),
    w("ipv4ToNumber", "TEXT", "an IPv4 address as a number"),
    w("isPrivateIP", "TEXT", "whether it is a private address"),
    w("isPublicIP", "TEXT", "whether it is a public address"),
    w("isReservedIP", "TEXT", "whether it is a reserved address"),
    w("urlencode", "TEXT", "as in a URL"),
    w("urldecode", "TEXT", "out of a URL"),
    w("base64encode", "TEXT", "as base64"),
    w("base64decode", "TEXT", "out of base64"),
    w("hexToAscii", "TEXT", "text out of hexadecimal"),
    w("hexToDec", "TEXT", "a number out of hexadecimal"),
    w("decToHex", "NUMBER", "as hexadecimal"),
    w("md5", "TEXT", "MD5 sum"),
    w("sha256", "TEXT", "SHA-256 sum"),
    w("unmask", "FIELD", "without masking; only CloudWatch runs it"),
];

/// Other names of functions, which samples and the documentation use as well.
pub const OTHER_NAMES: &[Words] =
    &[w("percentile", "FIELD, PERCENT", "the same as pct"), w("collect_values", "FIELD", "the same as values")];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::{commands, function};
    use std::collections::BTreeSet;

    #[test]
    fn every_command_and_function_has_its_words_and_no_other() {
        let said: BTreeSet<&str> = COMMANDS.iter().map(|words| words.name).collect();
        assert_eq!(said, commands::COMMANDS.into_iter().collect());
        let said: BTreeSet<&str> = FUNCTIONS.iter().map(|words| words.name).collect();
        assert_eq!(said, function::all().map(|signature| signature.name).collect());
        let other = function::SYNONYMS.map(|(other, _)| other);
        assert_eq!(OTHER_NAMES.iter().map(|words| words.name).collect::<Vec<_>>(), other);
        for words in OTHER_NAMES {
            let known = function::find(words.name).expect("known");
            assert_eq!(words.does, format!("the same as {}", known.name));
        }
    }

    #[test]
    fn as_many_arguments_are_named_as_a_function_takes_at_least() {
        for words in FUNCTIONS {
            let signature = function::find(words.name).expect("known");
            let needed = words.usage.split(" [").next().unwrap_or_default();
            let needed = if needed.starts_with('[') { "" } else { needed };
            let named = needed.split(", ").filter(|word| !word.is_empty() && *word != "…").count();
            let fewest = if words.name == "count" { 1 } else { signature.fewest };
            assert!(named >= fewest && named <= signature.most, "{words:?}");
        }
    }
}
