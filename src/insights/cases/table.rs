//! How cases are written down: events as `(seconds, message)`, results as lines of `name=value`.

use crate::insights::{QueryClock, Record, Row, Value, parse, run};
use jiff::Timestamp;

/// Midnight of the first of January 2026; times in cases count from here.
pub const START: i64 = 1_767_225_600;

/// The clock of all cases: a day's range, asked at its end.
pub fn clock() -> QueryClock {
    let at = |seconds| Timestamp::from_second(START + seconds).expect("a time");
    QueryClock { now: at(86_400), start: at(0), end: at(86_400) }
}

/// Events with their seconds since [`START`].
pub fn records(events: &[(i64, &str)]) -> Vec<Record> {
    let at = |seconds: i64| Timestamp::from_second(START + seconds).ok();
    events.iter().map(|(seconds, message)| Record::new(at(*seconds), *message).stream("web/1")).collect()
}

/// A row as `name=value name=value`.
pub fn line(row: &Row) -> String {
    row.printed().iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
}

/// What a query gives, as lines.
pub fn result(query: &str, events: &[(i64, &str)]) -> Vec<String> {
    let parsed = parse(query);
    assert_eq!(parsed.errors, [], "{query}");
    match run(&parsed.query, records(events).into_iter(), clock()) {
        Ok(rows) => rows.iter().map(line).collect(),
        Err(needs) => vec![format!("! {}", needs.what())],
    }
}

/// What expressions give on one event, each as it is printed; `-` for null.
pub fn values(expressions: &[&str], message: &str) -> Vec<String> {
    let query =
        format!("fields {}", expressions.iter().map(|e| format!("{e} as `{e}`")).collect::<Vec<_>>().join(", "));
    let parsed = parse(&query);
    assert_eq!(parsed.errors, [], "{query}");
    let rows = run(&parsed.query, records(&[(0, message)]).into_iter(), clock()).expect("it runs");
    let value = |name: &&str| rows.first().and_then(|row| row.get(name)).and_then(Value::printed);
    expressions.iter().map(|name| value(name).unwrap_or("-".to_owned())).collect()
}

/// A query for every command and form of the language.
pub const SHOWN: [&str; 52] = [
    "SOURCE 'orders-api' | fields @message",
    "SOURCE logGroups(namePrefix: ['/shop/', \"/mail/\"], class: 'STANDARD') filterIndex(level = 'x') | limit 1",
    "SOURCE dataSource(['waf']) start=-1d end=-2h | fields a",
    "SOURCE orders-api start=-7d | stats count(*)",
    "fields @timestamp, a.b.0.c, `x-y` as z, ispresent(q) as there, a*b-c/d%2 as n",
    "display strlen(@message) as size, @message",
    "filter a = 1 and (b != 'x' or not c < 2.5) and d in ['p', \"q\"] and e not in [1, 2]",
    "filter @message like /(?i)err|panic/ and @message not like 'debug' or u =~ /^a\\/b/",
    "where !(ispresent(a)) and -a ^ 2 > -5",
    "filterIndex requestId = 'r-1'",
    "filter id in (SOURCE 'audit' | filter level = 'x' | fields id)",
    "stats count(*), sum(ms) as total, total / count(*) as mean, pct(ms, 99.9) by bin(5m) as t, svc",
    "stats count(*) by bin(5m) offset 1h",
    "stats topk(3, status)",
    "stats rate(bytes, 1m) as r, count_over_time(*), sum_over_time(bytes) by bin(1m)",
    "stats max(a) as m by k | filter m > 3 | stats count(*) as n",
    "sort by a desc, b.c asc, `count(*)`",
    "limit 20",
    "limit any 5",
    "head 3",
    "tail 3",
    "parse 'user=* took *ms' as user, took",
    "parse detail.text /(?<code>\\d+) (?<word>\\w+)/",
    "parse @message /(\\d+)-(\\d+)/ as low, high",
    "parse @message /(?<n>\\d+)/ multi",
    "parse concat(a, b) \"x*\" as rest",
    "parse @message logfmt as lf | fields lf.level",
    "parse csv as one, two",
    "parse body XML '/a/b[1]' as v",
    "json field=payload 'a.b[0].c' as c",
    "dedup server, `x y` | limit 3",
    "pattern @message | diff previousWeek",
    "pattern a | anomaly",
    "unmask @message",
    "fields jsonParse(@message) as js | unnest js.items into item",
    "expand tags",
    "accum bytes as total",
    "autoregress bytes as back p=2-4",
    "filldown net*, `odd name`, *_bytes plain",
    "stats sum(x) as s by bin(1m) as t | fillmissing with 0 for s",
    "addtotals fieldname='All of it' row=false col=true a, b",
    "sessionize user, ip maxspan 10m as visit",
    "outlier action=remove param=3.5 uselower=true mark=true cpu memory",
    "countFrequent a, b.c",
    "fields a | appendcols override=true max=10 (SOURCE 'g' | stats count(*) as n)",
    "lookup hosts-table ip as address, port OUTPUT owner as team, site",
    "cidrlookup nets srcAddr as cidr OUTPUTNEW site as place",
    "join type=left left=l right=r where l.id = r.id (SOURCE 'other')",
    "filter a = 1 | logcompare timeshift 7d",
    "relevantfields status, latency where status >= 500",
    "filter a = {{wanted}} | estimate",
    "fields case(a > 1, 'many', a = 1, 'one', 'none') as c, if(b, 1, 0), true, [1, 2], 1.50, 10000000000000000000000",
];
