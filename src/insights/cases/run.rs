//! What comes out of queries.

use super::table::{START, clock, line, result, values};
use crate::insights::{Record, Value, parse, run};
use jiff::Timestamp;

const SHOP: [(i64, &str); 4] = [
    (0, r#"{"level":"info","ms":12,"user":"ann","tags":["a","b"]}"#),
    (61, r#"{"level":"error","ms":"240","user":"bob","detail":{"code":"E7","list":[{"n":1},{"n":2}]}}"#),
    (62, r#"{"level":"error","ms":100,"user":"ann"}"#),
    (125, "plain words level=warn took=9 x=1,2"),
];

#[test]
fn commands_give_their_rows() {
    for (query, rows) in [
        (
            "fields level, user | filter level = 'error' | sort ms desc",
            &["level=error user=bob", "level=error user=ann"][..],
        ),
        ("fields user | limit 2", &["", "user=ann"]),
        ("fields user | limit any 2", &["user=ann", "user=bob"]),
        ("fields user | sort user | head 2", &["user=ann", "user=ann"]),
        ("fields ms | sort @timestamp | tail 2", &["ms=100", ""]),
        ("filter level != 'error' | fields user", &["", "user=ann"]),
        ("filter not ispresent(level) | display strlen(@message) as n", &["n=35"]),
        ("filter ms >= 100 and ms < 240 | display ms", &["ms=100"]),
        ("filter user like /^a/ and level not like 'err' | display ms", &["ms=12"]),
        ("filter detail.list.1.n = 2 | display detail.code", &["detail.code=E7"]),
        ("filter ispresent(detail) | display detail", &[r#"detail={"code":"E7","list":[{"n":1},{"n":2}]}"#]),
        (
            "stats count(*) as n, sum(ms) as s, avg(ms) as a, max(ms) as x by level | sort n desc, level",
            &["level=error n=2 s=340 a=170 x=240", "level=info n=1 s=12 a=12 x=12", "n=1"],
        ),
        (
            "stats count(user), count_distinct(user) as u, median(ms) as m, pct(ms, 0) as p",
            &["count(user)=3 u=2 m=100 p=12"],
        ),
        (
            "stats count(*) as n by bin(1m) | sort `bin(1m)` | limit 2",
            &["bin(1m)=2026-01-01 00:00:00.000 n=1", "bin(1m)=2026-01-01 00:01:00.000 n=2"],
        ),
        ("filter user = 'cyd' | stats count(*) as n", &["n=0"]),
        ("stats topk(1, user)", &["user=ann topk(1, user)=2"]),
        ("stats topk(9, toupper(level)) as n", &["toupper(level)=ERROR n=2", "toupper(level)=INFO n=1"]),
        ("stats rate(ms, 1m) as r", &["r=85.16129032258064"]),
        ("filter user = 'bob' | stats rate(ms, 1m) as r", &[""]),
        (
            "filter ispresent(ms) | stats count(*) as n by bin(1m) as t offset 1h | sort t",
            &["t=2026-01-01 01:00:00.000 n=1", "t=2026-01-01 01:01:00.000 n=2"],
        ),
        ("fields ms | outlier param=0.5 ms | filter ms > 100 | display ms", &["ms=227"]),
        (
            "fields ms | outlier action=remove param=0.2 uselower=true mark=true ms | display ms, ms_outlier",
            &["", "ms=100 ms_outlier=false"],
        ),
        ("display regexReplace(user, concat('[', 'n', ']'), '-') as u | limit 3", &["", "u=a--", "u=bob"]),
        ("filter user = 'cyd' | stats count(*) as n by level", &[]),
        ("stats sum(ms) as s by user | stats max(s) as top, sum(s) as all", &["top=240 all=352"]),
        (
            "stats max(ms) as x, min(ms) as n, x - n as range by user | filter ispresent(user) | sort user",
            &["user=ann x=100 n=12 range=88", "user=bob x=240 n=240 range=0"],
        ),
        ("stats count(*) as n by user | filter level = 'error' | sort user", &["user=ann n=1", "user=bob n=1"]),
        (
            "stats earliest(user) as e, latest(ms) as l, sortsFirst(level) as f, sortsLast(level) as z",
            &["e=ann l=100 f=error z=info"],
        ),
        ("stats earliest(@timestamp) as e", &["e=1767225600000"]),
        ("stats values(user) as u", &[r#"u=["ann","bob"]"#]),
        ("stats stddev(ms) as d, variance(ms) as v by level | filter level = 'error'", &["level=error d=70 v=4900"]),
        (
            "stats count(*) as n by histogram(ms, 100) as h | sort h | filter ispresent(h)",
            &["h=0 n=1", "h=100 n=1", "h=200 n=1"],
        ),
        (
            "parse 'level=* took=* x=*,*' as l, t, a, b | filter ispresent(l) | display l, t, a, b",
            &["l=warn t=9 a=1 b=2"],
        ),
        ("parse @message /took=(?<t>\\d+)/ | filter t = 9 | display t", &["t=9"]),
        ("parse @message /(\\w+)=(\\w+)/ as k, v | filter ispresent(k) | display k, v", &["k=level v=warn"]),
        (
            "parse @message /(?<k>\\w+)=(?<v>\\w+)/ multi | filter ispresent(k) | display k, v",
            &["k=level v=warn", "k=took v=9", "k=x v=1"],
        ),
        ("parse @message logfmt as lf | filter lf.level = 'warn' | display lf.took", &["lf.took=9"]),
        (
            "filter @message like 'plain' | parse csv as a, b | display a, b",
            &["a=plain words level=warn took=9 x=1 b=2"],
        ),
        ("json field=detail 'list[1].n' as n | filter ispresent(n) | display n", &["n=2"]),
        ("fields user, ms | dedup user | limit 2", &["", "user=ann ms=100"]),
        (
            "fields jsonParse(@message) as js | unnest js.detail.list into item | filter ispresent(item) | display item.n",
            &["item.n=1", "item.n=2"],
        ),
        ("expand tags | filter ispresent(tags) | display tags", &["tags=a", "tags=b"]),
        (
            "fields split(user, 'n') as parts | expand parts | filter user = 'bob' | display parts",
            &[r#"parts=["bob"]"#],
        ),
        (
            "fields ms | sort @timestamp asc | accum ms as total",
            &["ms=12 total=12", "ms=240 total=252", "ms=100 total=352", ""],
        ),
        (
            "fields ms | sort @timestamp asc | autoregress ms p=1-2 | limit 3",
            &["ms=12", "ms=240 ms_p1=12", "ms=100 ms_p1=240 ms_p2=12"],
        ),
        ("fields user | sort @timestamp asc | filldown user", &["user=ann", "user=bob", "user=ann", "user=ann"]),
        (
            "filter ispresent(ms) | fields user, ms | sort ms | addtotals col=true ms",
            &["user=ann ms=12 Total=12", "user=ann ms=100 Total=100", "user=bob ms=240 Total=240", "ms=352 Total=352"],
        ),
        (
            "stats count(*) as n by bin(30s) as t | fillmissing with 0 for n",
            &[
                "t=2026-01-01 00:00:00.000 n=1",
                "t=2026-01-01 00:00:30.000 n=0",
                "t=2026-01-01 00:01:00.000 n=2",
                "t=2026-01-01 00:01:30.000 n=0",
                "t=2026-01-01 00:02:00.000 n=1",
            ],
        ),
        (
            "fields user | sessionize user maxspan 1m | sort @timestamp asc | limit 3",
            &["user=ann session_id=1", "user=bob session_id=2", "user=ann session_id=3"],
        ),
        ("countFrequent user | limit 1", &["user=ann _approxcount=2"]),
        (
            "filter level = 'info' | display @timestamp, @logStream",
            &["@timestamp=2026-01-01 00:00:00.000 @logStream=web/1"],
        ),
        ("filter level = 'info' | stats count(*) as c by level | fields c * 2 as d", &["d=2"]),
        ("fields jsonParse(@message) as js, js.user as u | filter level = 'info' | display u", &[""]),
    ] {
        assert_eq!(result(query, &SHOP), rows, "{query}");
    }
}

#[test]
fn functions_give_their_values() {
    let event = r#"{"s":"Abc Def","n":-7.5,"i":42,"z":"0x1f","e":"","j":"{\"a\":[1,2]}","l":"[\"x\",\"y\"]","t":true,"ip":"10.1.2.3"}"#;
    for (expression, value) in [
        ("i + 1 - 2 * 3", "37"),
        ("7 / 2", "3.5"),
        ("6 / 2", "3"),
        ("7 % 4", "3"),
        ("2 ^ 3 ^ 2", "512"),
        ("-i", "-42"),
        ("1 / 0", "-"),
        ("i + nothing", "-"),
        ("i + s", "-"),
        ("9223372036854775807 + 1", "9223372036854776000"),
        ("abs(n)", "7.5"),
        ("ceil(n)", "-7"),
        ("floor(n)", "-8"),
        ("round(n)", "-8"),
        ("round(1.256, 2)", "1.26"),
        ("greatest(1, i, n)", "42"),
        ("least(1, i, n)", "-7.5"),
        ("sqrt(9)", "3"),
        ("log(1)", "0"),
        ("toInt(n)", "-7"),
        ("round(haversine(52.52, 13.405, 48.1374, 11.5755))", "504"),
        ("isNumeric(s)", "0"),
        ("isNumeric('1e3')", "1"),
        ("coalesce(nothing, e, s)", ""),
        ("if(i > 1, 'y', 'n')", "y"),
        ("case(i = 1, 'a', i = 42, 'b', 'c')", "b"),
        ("case(i = 1, 'a')", "-"),
        ("ispresent(e)", "1"),
        ("concat(s, '-', i)", "Abc Def-42"),
        ("strlen(s)", "7"),
        ("toupper(s)", "ABC DEF"),
        ("tolower(s)", "abc def"),
        ("substr(s, 4)", "Def"),
        ("substr(s, 1, 2)", "bc"),
        ("substr(s, 99)", ""),
        ("ltrim('  x ')", "x "),
        ("rtrim('xyy', 'y')", "x"),
        ("trim('  x ')", "x"),
        ("replace(s, ' ', '')", "AbcDef"),
        ("regexReplace(s, '([A-Z])', '<$1>')", "<A>bc <D>ef"),
        ("strcontains(s, 'Def')", "1"),
        ("strcontains(s, 'def', true)", "0"),
        ("startsWith(s, 'Abc')", "1"),
        ("ends_with(s, 'x')", "0"),
        ("isempty(e)", "1"),
        ("isempty(nothing)", "1"),
        ("isblank(' ')", "1"),
        ("urlencode('a b/ü')", "a%20b%2F%C3%BC"),
        ("urldecode('a%20b')", "a b"),
        ("base64encode('hi')", "aGk="),
        ("base64decode('aGk=')", "hi"),
        ("base64decode('!')", "-"),
        ("hexToDec(z)", "31"),
        ("decToHex(31)", "0x1f"),
        ("split('a,b', ',')", r#"["a","b"]"#),
        ("jsonParse(j)", r#"{"a":[1,2]}"#),
        ("jsonParse(s)", "-"),
        ("jsonArraySize(l)", "2"),
        ("jsonArrayContains(l, 'X')", "0"),
        ("jsonArrayContains(l, 'y')", "1"),
        ("jsonStringify(i)", "42"),
        ("toupper(jsonParse(j))", "-"),
        ("isPrivateIP(ip)", "1"),
        ("isPublicIP('8.8.8.8')", "1"),
        ("isReservedIP('127.0.0.1')", "1"),
        ("isIpInSubnet(ip, '10.0.0.0/8')", "1"),
        ("isIpv4InSubnet(ip, '0.0.0.0/0')", "1"),
        ("isIpv6InSubnet(ip, '10.0.0.0/8')", "0"),
        ("isValidIp('x')", "0"),
        ("ipv4ToNumber('1.0.0.1')", "16777217"),
        ("now()", "1767312000"),
        ("queryTimeRange()", "86400000"),
        ("toMillis(@timestamp)", "1767225600000"),
        ("fromMillis(1767225600123)", "2026-01-01 00:00:00.123"),
        ("dateceil(fromMillis(1), 1d)", "1970-01-02 00:00:00.000"),
        ("parseDate('01/02/2026 03:04', 'dd/MM/yyyy HH:mm', '+01:00')", "1769911440000"),
        ("formatDate(@timestamp, '%d.%m.%Y %H:%M', 'UTC')", "01.01.2026 00:00"),
        ("formatDate(@timestamp, '%!')", "-"),
        ("md5('')", "d41d8cd98f00b204e9800998ecf8427e"),
        ("t", "true"),
        ("t = 1", "1"),
        ("t = 'true'", "1"),
        ("i = '42'", "1"),
        ("s > 5", "0"),
        ("@timestamp > '2020-01-01'", "0"),
        ("'10' > '9'", "1"),
        ("'b' > 'a'", "1"),
        ("s in ['x', 'Abc Def']", "1"),
        ("i not in [41, 42]", "0"),
        ("not s like 'Abc'", "0"),
        ("messageSize('é')", "2"),
        ("true", "true"),
    ] {
        assert_eq!(values(&[expression], event), [value], "{expression}");
    }
}

#[test]
fn order_and_sameness_of_values() {
    let mixed = [
        (1, r#"{"v":"b10"}"#),
        (2, r#"{"v":10}"#),
        (3, "nothing"),
        (4, r#"{"v":"b9"}"#),
        (5, r#"{"v":"9"}"#),
        (6, r#"{"w":1}"#),
        (7, r#"{"v":"10"}"#),
    ];
    for (query, rows) in [
        ("fields v | sort v", &["v=b9", "v=b10", "v=9", "v=10", "v=10", "", ""][..]),
        ("fields v | sort v desc", &["v=10", "v=10", "v=9", "v=b10", "v=b9", "", ""]),
        // The newest of each value is kept, a number and its text are the same, and rows without one all stay.
        ("fields v | dedup v", &["v=10", "", "v=9", "v=b9", "", "v=b10"]),
        ("fields v | sort @timestamp asc | dedup v | limit 3", &["v=b10", "v=10", ""]),
        ("stats count(*) as n by v | sort n desc, v | limit 2", &["v=10 n=2", "n=2"]),
        ("stats count_distinct(v) as d, min(v) as l, max(v) as g, sum(v) as s", &["d=4 l=9 g=10 s=29"]),
    ] {
        assert_eq!(result(query, &mixed), rows, "{query}");
    }
}

#[test]
fn events_bring_what_the_service_knows_about_them() {
    let report = "REPORT RequestId: 0a1b\tDuration: 20.5 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\t";
    let at = Timestamp::from_second(START).expect("a time");
    let event = |message: &str| {
        let record = Record::new(Some(at), message).log("111122223333:/aws/lambda/pay").ptr("p1").ingested_at(at);
        record.field("@aws.region", Value::text("eu-west-1"))
    };
    for (query, message, row) in [
        ("fields @type, @maxMemoryUsed / @memorySize as used", report, "@type=REPORT used=0.5 @ptr=p1"),
        (
            "fields @log, @aws.region, @ingestionTime",
            "x",
            "@log=111122223333:/aws/lambda/pay @aws.region=eu-west-1 @ingestionTime=2026-01-01 00:00:00.000 @ptr=p1",
        ),
        ("fields level", "2026-01-01T00:00:00Z\tid\tINFO\t{\"level\":\"warn\"} tail", "level=warn @ptr=p1"),
        ("filter @message like 'x'", "x", "@timestamp=2026-01-01 00:00:00.000 @message=x @ptr=p1"),
        ("stats count(*) as n", "x", "n=1"),
    ] {
        let rows = run(&parse(query).query, [event(message)].into_iter(), clock()).expect("it runs");
        assert_eq!(rows.iter().map(line).collect::<Vec<_>>(), [row], "{query}");
    }
}

#[test]
fn what_only_the_service_can_do_is_named() {
    for (query, what) in [
        ("fields a | pattern @message", "pattern"),
        ("SOURCE 'x' | fields a", "SOURCE"),
        ("filter a in (SOURCE 'x' | fields a)", "a subquery"),
        ("filterIndex a = 1", "filterIndex"),
        ("fields unmask(@message)", "unmask"),
        ("lookup t a OUTPUT b", "lookup"),
        ("relevantfields where a = 1", "relevantfields"),
        ("logcompare timeshift 1d", "logcompare"),
        ("fields a | estimate", "estimate"),
        ("parse @message XML '/a' as x", "parse XML"),
        ("stats count(*) by bin(1m) offset 1mo", "stats with offset 1mo"),
    ] {
        assert_eq!(result(query, &SHOP), [format!("! {what}")], "{query}");
    }
}
