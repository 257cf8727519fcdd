//! What holds for all queries.

#[cfg(test)]
mod tests {
    use crate::insights::cases::table::{clock, line, records};
    use crate::insights::{Plan, Record, parse, run};
    use proptest::prelude::*;

    fn query() -> impl Strategy<Value = String> {
        let stage = prop::sample::select(vec![
            "fields a, b.c, a * 2 as d",
            "filter a > 2",
            "filter k = 'x' or not ispresent(b)",
            "parse @message /a\":(?<p>\\d)/ multi",
            "parse '\"k\":\"*\"' as q",
            "fields jsonParse(@message) as js",
            "unnest js.l into u",
            "expand l",
            "stats count(*) as n, sum(a) as s, pct(a, 50), values(k) as v by k",
            "stats avg(a) as m by bin(1m) as t",
            "stats max(n) as top, count(*) as groups",
            "sort a desc, k",
            "sort n",
            "limit 3",
            "limit any 2",
            "dedup k",
            "accum a as total",
            "autoregress a p=1-2",
            "filldown",
            "addtotals col=true",
            "sessionize k",
            "countFrequent k",
            "display a, k",
            "tail 2",
            "stats topk(2, k)",
            "stats rate(a, 1m) as r, latest(a) as l, earliest(k), stddev(a), count_distinct(k) by l.0",
            "stats count(*) as n by bin(1m) as t offset 1h | fillmissing with 0 for n",
            "outlier param=0.5 mark=true a",
            "filter @message like /[xy]/ and not @message like 'z'",
            "filter @message not like 'x' or @message like 'a'",
        ]);
        prop::collection::vec(stage, 1..6).prop_map(|stages| stages.join(" | "))
    }

    fn events() -> impl Strategy<Value = Vec<Record>> {
        let message = prop::sample::select(vec![
            r#"{"a":1,"k":"x","l":[1,{"z":2}]}"#,
            r#"{"a":"3","k":"y","b":{"c":true}}"#,
            r#"{"a":5.5,"k":"x","l":[]}"#,
            r#"{"a":null,"k":7}"#,
            "no fields at all",
            r#"{"a":"#,
        ]);
        let events = prop::collection::vec((0_i64..300, message), 0..25);
        events.prop_map(|events| records(&events))
    }

    proptest! {
        #[test]
        fn the_rows_so_far_are_those_of_a_run_over_the_events_so_far(query in query(), events in events()) {
            let parsed = parse(&query);
            let Ok(mut plan) = Plan::new(&parsed.query, clock()) else { return Ok(()) };
            for (at, record) in events.iter().enumerate() {
                plan.push(record);
                let whole = run(&parsed.query, events.iter().take(at + 1).cloned(), clock()).expect("it runs");
                let so_far: Vec<String> = plan.rows().iter().map(line).collect();
                prop_assert_eq!(so_far, whole.iter().map(line).collect::<Vec<_>>(), "{}", query);
            }
        }

        #[test]
        fn a_filter_keeps_the_same_events_whether_or_not_it_can_be_tested_early(
            condition in prop::sample::select(vec!["a = 'err'", "a like 'err'", "a = 'True'", "'5e0' = a", "a = 'e' and b like 'x-'", "@message like 'err'"]),
            value in prop::sample::select(vec![r#""err""#, r#""\u0065rr""#, "\"e\"", "true", "5", "5.0", r#"{"err":1}"#, r#"["x","err"]"#, "null"]),
            other in prop::sample::select(vec![r#""x-""#, r#""x\/""#, "1"]),
        ) {
            let event = format!(r#"{{"a":{value},"b":{other}}}"#);
            let rows = |query: String| run(&parse(&query).query, records(&[(0, &event)]).into_iter(), clock()).map(|rows| rows.len());
            // Behind another command a filter is not tested early.
            prop_assert_eq!(rows(format!("filter {condition}")), rows(format!("fields 1 as one | filter {condition}")), "{}", event);
        }

        #[test]
        fn no_event_makes_a_run_panic(message in "\\PC{0,80}|[{}\\[\\]\":,a-c0-9. =\\\\]{0,60}", pattern in "[*a-c =\"]{0,8}") {
            let stars = pattern.matches('*').count();
            let names: Vec<String> = (0..stars).map(|n| format!("n{n}")).collect();
            let glob = match stars {
                0 => String::new(),
                _ => format!("| parse '{}' as {}", pattern.replace('\'', ""), names.join(", ")),
            };
            let query = format!(
                "fields a.b, jsonParse(@message) as js {glob} | parse logfmt as lf | parse csv as x, y \
                 | fields js.a, lf.b, substr(@message, a, 2), urldecode(@message), base64decode(x), parseDate(x, y), \
                 formatDate(a, x), hexToAscii(x), isIpInSubnet(x, y), a ^ b"
            );
            let parsed = parse(&query);
            prop_assert!(run(&parsed.query, records(&[(0, &message)]).into_iter(), clock()).is_ok(), "{}", query);
        }
    }
}
