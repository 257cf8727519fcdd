//! Our own queries, filled in with the groups, streams and times of what is selected.

use super::aim::{Aim, Whose};
use crate::domain::{Text, Timestamp};

/// A query to begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preset {
    pub name: &'static str,
    pub text: String,
    /// Where its window begins.
    pub from: Timestamp,
}

/// Streams a query names at most: an `in` of more is longer than a person reads.
const STREAMS: usize = 20;

/// The presets for what is aimed at.
pub fn presets(aim: &Aim) -> Vec<Preset> {
    let streams = streams(&aim.streams);
    let path = aim.health_path.as_ref().map_or_else(
        || "filter @message like /(?i)\\/(health|healthz|ready|readyz|live|livez|ping|status)\\b/".to_owned(),
        |path| format!("filter @message like {}", quoted(path)),
    );
    let preset = |name, text: String| Preset { name, text, from: aim.from };
    let since_deployment = Preset {
        from: aim.deployed_at.unwrap_or(aim.from),
        ..preset(
            "first error after the deployment began",
            format!("fields @timestamp, @logStream, @message\n| {ERRORS}\n| sort @timestamp asc\n| limit 20"),
        )
    };
    vec![
        preset(
            match aim.whose {
                Whose::Failed(_) => "last lines of the failing tasks",
                Whose::Task => "last lines of the task",
                Whose::All => "last lines of the tasks",
            },
            format!("fields @timestamp, @logStream, @message\n{streams}| sort @timestamp desc\n| limit 200"),
        ),
        preset("errors and exceptions", format!("fields @timestamp, @logStream, @message\n| {ERRORS}")),
        since_deployment,
        preset(
            "lines and errors by minute",
            "stats count(*) as lines, sum(if(@message like /(?i)error|exception|fatal|panic|traceback/, 1, 0)) as errors \
             by bin(1m) as minute\n| sort minute desc"
                .to_owned(),
        ),
        preset(
            "container starts and exits",
            "fields @timestamp, @logStream, @message\n| filter @message like /(?i)\\b(listening|started|starting|ready to \
             accept|shutting down|shutdown|sigterm|terminat(ed|ing)|exit(ed|ing)?( with)?( code)?)\\b/"
                .to_owned(),
        ),
        preset("health check requests that are slow or fail", format!(
            "fields @timestamp, @logStream, @message\n| {path}\n| filter @message not like /\\b(200|204|301|302)\\b/ or \
             @message like /(?i)timeout|timed out|slow/"
        )),
        preset(
            "out of memory",
            "fields @timestamp, @logStream, @message\n| filter @message like /(?i)out ?of ?memory|oom|heap space|cannot \
             allocate memory|memory limit|killed/"
                .to_owned(),
        ),
    ]
}

const ERRORS: &str = "filter @message like /(?i)error|exception|fatal|panic|traceback|critical/";

/// A line of the query that keeps these streams; nothing where none is known. `@logStream` is indexed in every group,
/// so that such a query scans little (insights-facts, B: field index).
fn streams(streams: &[Text]) -> String {
    if streams.is_empty() {
        return String::new();
    }
    let named: Vec<String> = streams.iter().take(STREAMS).map(|stream| quoted(stream.raw())).collect();
    format!("| filter @logStream in [{}]\n", named.join(", "))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::parse;

    #[test]
    fn every_preset_is_a_query_without_a_fault_whatever_it_is_filled_with() {
        let aim = |streams: &[&str], path: Option<&str>| Aim {
            of: "checkout".to_owned(),
            groups: vec![crate::domain::log_scope::LogGroupId::parse("/ecs/checkout")],
            whose: if streams.is_empty() { Whose::All } else { Whose::Failed(streams.len()) },
            streams: streams.iter().map(Text::new).collect(),
            running: vec![],
            unread: vec![],
            from: Timestamp::UNIX_EPOCH,
            deployed_at: None,
            health_path: path.map(str::to_owned),
        };
        for aim in [aim(&[], None), aim(&["a/b/c", "odd\"one\\"], Some("/healthz")), aim(&["x"; 90], Some("/a-b.c"))] {
            for preset in presets(&aim) {
                let parsed = parse(&preset.text);
                assert_eq!((parsed.errors, parsed.lints), (vec![], vec![]), "{}", preset.text);
            }
        }
    }
}
