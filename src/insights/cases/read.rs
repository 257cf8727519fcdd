//! What can be read and what cannot.

use crate::insights::parse;

#[test]
fn every_form_of_every_command_is_read() {
    for query in [
        "",
        "# only a comment",
        "fields a, b.c as d, `x-y`, @`aws.tag.team:name`, list[2].z",
        "FIELDS A | FILTER A LIKE 'x' | SORT A DESC",
        "display a / 2 as half, concat(a, '-', b)",
        "where not (a = 1 or b != 2) and !ispresent(c)",
        "filter a not in ['x', 'y', 3] and b in [1] and c =~ /^x$/ and d not like /a|b/",
        "filterIndex requestId = 'r' | fields @message",
        "filter @logStream in ['a', 'b'] | limit any 20",
        "stats count(*) by bin(5m) as t, level | sort t desc, level",
        "stats avg(a), max(b) - min(b) as spread, pct(c, 99.9) by d, bin(1hr) offset 1d",
        "stats sum(x)/count(*)*100 as share | filter share > 2 ^ 3 ^ 2 % 5",
        "sort by a asc, b desc, c",
        "head 5",
        "tail 5",
        "parse \"a=* b=*\" as a, b",
        "parse @message /x(?<n>\\d+)\\/y/ multi",
        "parse @message /x(\\d+)/ as n",
        "parse detail.text 'k=*' as k",
        "parse logfmt as lf",
        "parse @message XML '/a/b' as x",
        "parse line csv as a, b, c",
        "json field=body \"a.b[0].c\" as c",
        "dedup a, b.c | limit 5",
        "pattern @message | diff previousWeek",
        "pattern @message | anomaly",
        "unmask @message",
        "fields unmask(@message) as m",
        "fields jsonParse(@message) as js | unnest js.list into item",
        "expand records",
        "lookup owners service OUTPUT team",
        "lookup cost-owners-2 service OUTPUT team",
        "lookup owners service as svc, region OUTPUT team as owner, pager",
        "cidrlookup nets srcAddr as cidr OUTPUTNEW zone as z, site",
        "join type=left left=a right=b where a.id = b.id (SOURCE '/x') | fields a.id",
        "filter id in (SOURCE '/x' | filter bad = 1 | stats count(*) as c by id | fields id)",
        "addtotals fieldname=Sum row=true col=false a, b",
        "addtotals",
        "autoregress a as b p=2",
        "autoregress a p=1-3",
        "accum a as total",
        "filldown",
        "filldown a*, b *c",
        "stats count(*) as n by bin(1m) | fillmissing with 0 for n",
        "outlier param=1.5 a b",
        "fields a | appendcols override=true max=10 (SOURCE '/x' | stats count(*) as n)",
        "sessionize user, host maxspan 10m as visit",
        "countFrequent a, b.c",
        "SOURCE logGroups(namePrefix: ['/a', '/b'], class: ['STANDARD']) | fields @log",
        "SOURCE dataSource(['x.y']) filterIndex(status: [200]) | logcompare timeshift 7d",
        "SOURCE /aws/ecs/web start=-2h end=now | fields @message",
        "relevantfields a, b where c = 'x'",
        "fields a | estimate",
        "filter service = '{{name}}' and code = {{code}}",
        "fields a -- b",
        "fields case(a > 1, 'x', a > 2, 'y', 'z') as c, if(b, 1, 0) as d",
        "filter a like '\\'' | fields \"|\" as pipe # a | b",
    ] {
        assert_eq!(parse(query).errors, [], "{query}");
    }
}

#[test]
fn what_cannot_be_read_is_said_at_its_place() {
    // The query, a `^` before the place, and a part of what is said.
    for (marked, said) in [
        ("fields a,^", "ends where a value"),
        ("fields a, ^| limit 5", "the command ends"),
        ("fields a ^b", "expected `|`"),
        ("fields ^| limit 5", "a value or a field"),
        ("^flter a = 1", "unexpected symbol found flter"),
        ("fields a ^filter b = 1", "expected `|`"),
        ("filter a = ^", "the query ends"),
        ("filter (a = 1^", "`)`"),
        ("filter a = 1^)", "unexpected symbol found )"),
        ("filter a in ^(1, 2)", "square brackets"),
        ("filter a = x^:y", "unexpected symbol found :"),
        ("filter a ^; b", "unexpected symbol found ;"),
        ("stats count(*) by ^", "the query ends"),
        ("stats count(*) as ^'n'", "unexpected symbol"),
        ("sort bin^(5m)", "unexpected symbol found ("),
        ("limit ^ten", "a whole number"),
        ("limit ^2.5", "a whole number"),
        ("filter a like /x/^gi", "no flags"),
        ("parse @message ^as x", "a pattern to parse with"),
        ("parse @message 'a *'^", "`as`"),
        ("parse @message ^'a * *' as ^x", "2 stars and 1 names"),
        ("json field=a ^b as c", "a path in quotes"),
        ("unnest a.b^", "`into`"),
        ("logcompare ^7d", "`timeshift`"),
        ("relevantfields a^", "`where`"),
        ("join type=^outer left=a right=b where a.x=b.x (SOURCE 'g')", "`inner` or `left`"),
        ("join left=a right=b where a.x=b.x (SOURCE 'g' ^| fields x)", "takes SOURCE alone"),
        ("fields a | ^", "the query ends where a command"),
        ("fields a | ^| fields b", "a command"),
    ] {
        let place = marked.rfind('^').expect("a mark");
        let query = marked.replace('^', "");
        let place = place + 1 - marked.matches('^').count();
        let errors = parse(&query).errors;
        let hit = errors.iter().any(|e| e.message.contains(said) && e.start <= place && place <= e.end);
        assert!(hit, "{query}\n{place}: {errors:#?}");
    }
}

#[test]
fn a_query_over_the_limit_is_refused_unread() {
    let query = format!("filter a = '{}'", "é".repeat(10_000));
    let parsed = parse(&query);
    assert_eq!(parsed.errors.len(), 1);
    assert_eq!(parsed.query.commands, []);
}
