//! The functions of the language: their names and how many arguments they take.
//!
//! Names come in camelCase and snake_case; both are the same function.

/// What a name in front of a parenthesis calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Callee {
    /// A function of one row.
    Scalar(Function),
    /// A function of many rows, only good in `stats`.
    Aggregate(Aggregate),
    /// `unmask`: only the service has the unmasked text.
    Unmask,
}

/// A function's entry in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Signature {
    /// Its name as AWS writes it.
    pub name: &'static str,
    /// What it calls.
    pub callee: Callee,
    /// The fewest arguments.
    pub fewest: usize,
    /// The most arguments.
    pub most: usize,
}

macro_rules! functions {
    ($(#[$outer:meta])* $kind:ident, $wrap:expr, $table:ident, $($variant:ident $name:literal $fewest:literal..=$most:literal,)*) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $kind {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        const $table: &[Signature] = &[
            $(Signature { name: $name, callee: $wrap($kind::$variant), fewest: $fewest, most: $most },)*
        ];
    };
}

functions! {
    /// Functions of one row.
    Function, Callee::Scalar, SCALARS,
    Abs "abs" 1..=1,
    Ceil "ceil" 1..=1,
    Floor "floor" 1..=1,
    Greatest "greatest" 1..=100,
    Least "least" 1..=100,
    Log "log" 1..=1,
    Round "round" 1..=2,
    Sqrt "sqrt" 1..=1,
    Haversine "haversine" 4..=4,
    ToNumber "toNumber" 1..=1,
    ToInt "toInt" 1..=1,
    ToLong "toLong" 1..=1,
    ToDouble "toDouble" 1..=1,
    Histogram "histogram" 2..=2,
    Bin "bin" 1..=2,
    DateFloor "datefloor" 2..=2,
    DateCeil "dateceil" 2..=2,
    FromMillis "fromMillis" 1..=1,
    ToMillis "toMillis" 1..=1,
    Now "now" 0..=0,
    ParseDate "parseDate" 2..=3,
    FormatDate "formatDate" 2..=3,
    Strftime "strftime" 2..=3,
    IsPresent "ispresent" 1..=1,
    Coalesce "coalesce" 1..=100,
    Case "case" 2..=21,
    If "if" 2..=3,
    IsNumeric "isNumeric" 1..=1,
    MessageSize "messageSize" 1..=1,
    QueryStartTime "queryStartTime" 0..=0,
    QueryEndTime "queryEndTime" 0..=0,
    QueryTimeRange "queryTimeRange" 0..=0,
    JsonParse "jsonParse" 1..=1,
    JsonStringify "jsonStringify" 1..=1,
    JsonArraySize "jsonArraySize" 1..=1,
    JsonArrayContains "jsonArrayContains" 2..=2,
    IsValidIp "isValidIp" 1..=1,
    IsValidIpV4 "isValidIpV4" 1..=1,
    IsValidIpV6 "isValidIpV6" 1..=1,
    IsIpInSubnet "isIpInSubnet" 2..=2,
    IsIpv4InSubnet "isIpv4InSubnet" 2..=2,
    IsIpv6InSubnet "isIpv6InSubnet" 2..=2,
    Ipv4ToNumber "ipv4ToNumber" 1..=1,
    IsPrivateIp "isPrivateIP" 1..=1,
    IsPublicIp "isPublicIP" 1..=1,
    IsReservedIp "isReservedIP" 1..=1,
    IsEmpty "isempty" 1..=1,
    IsBlank "isblank" 1..=1,
    Concat "concat" 1..=100,
    Ltrim "ltrim" 1..=2,
    Rtrim "rtrim" 1..=2,
    Trim "trim" 1..=2,
    Strlen "strlen" 1..=1,
    ToUpper "toupper" 1..=1,
    ToLower "tolower" 1..=1,
    Substr "substr" 2..=3,
    Replace "replace" 3..=3,
    RegexReplace "regexReplace" 3..=3,
    StrContains "strcontains" 2..=3,
    StartsWith "startsWith" 2..=3,
    EndsWith "endsWith" 2..=3,
    UrlEncode "urlencode" 1..=1,
    UrlDecode "urldecode" 1..=1,
    Base64Encode "base64encode" 1..=1,
    Base64Decode "base64decode" 1..=1,
    Split "split" 2..=2,
    HexToAscii "hexToAscii" 1..=1,
    HexToDec "hexToDec" 1..=1,
    DecToHex "decToHex" 1..=1,
    Md5 "md5" 1..=1,
    Sha256 "sha256" 1..=1,
}

functions! {
    /// Functions of many rows.
    Aggregate, Callee::Aggregate, AGGREGATES,
    Average "avg" 1..=1,
    Count "count" 0..=1,
    CountDistinct "countDistinct" 1..=1,
    Max "max" 1..=1,
    Min "min" 1..=1,
    Percentile "pct" 2..=2,
    Median "median" 1..=1,
    Deviation "stddev" 1..=1,
    Sum "sum" 1..=1,
    Values "values" 1..=1,
    Variance "variance" 1..=1,
    TopK "topk" 2..=2,
    Earliest "earliest" 1..=1,
    Latest "latest" 1..=1,
    SortsFirst "sortsFirst" 1..=1,
    SortsLast "sortsLast" 1..=1,
    Rate "rate" 2..=2,
    CountOverTime "countOverTime" 0..=1,
    SumOverTime "sumOverTime" 1..=1,
}

/// Names that mean the same: one from samples, one from the documentation.
pub const SYNONYMS: [(&str, &str); 2] = [("percentile", "pct"), ("collect_values", "values")];

const UNMASK: Signature = Signature { name: "unmask", callee: Callee::Unmask, fewest: 1, most: 1 };

/// Finds a function by its name in any letter case, with or without `_`.
pub fn find(name: &str) -> Option<Signature> {
    let plain = plain(name);
    let plain =
        SYNONYMS.iter().find(|(other, _)| self::plain(other) == plain).map_or(plain.as_str(), |(_, known)| known);
    all().find(|signature| self::plain(signature.name) == plain)
}

/// Every function.
pub fn all() -> impl Iterator<Item = Signature> {
    SCALARS.iter().chain(AGGREGATES).copied().chain([UNMASK])
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect()
}

/// Whether a name calls a function of many rows.
pub fn is_aggregate(name: &str) -> bool {
    matches!(find(name), Some(Signature { callee: Callee::Aggregate(_), .. }))
}
