//! Which way an answer is kept fresh.

use crate::aws::live_tail::MOST_GROUPS;
use crate::domain::Text;
use crate::domain::identity::Identity;
use crate::domain::live::{LiveSpec, LiveWay};
use crate::domain::log_scope::LogGroupId;
use crate::insights::{NeedsService, Parsed, Plan, Pushdown, QueryClock, parse};

/// The way chosen for a query.
#[derive(Debug)]
pub struct Choice {
    pub way: LiveWay,
    /// Why, in words.
    pub why: String,
    /// What is run here; none for lines as they are, and where CloudWatch runs all of it.
    pub plan: Option<Plan>,
    pub parsed: Option<Parsed>,
    /// The filter pattern that lines are held against where they come from.
    pub pattern: Option<String>,
    /// What else a person should know.
    pub notes: Vec<String>,
}

/// Chooses by the query, by what a person wants, and by whether there can be a stream.
///
/// # Errors
/// Why the query cannot be run by anybody.
pub fn choose(spec: &LiveSpec, clock: QueryClock, arns: &Result<Vec<String>, Text>) -> Result<Choice, String> {
    let Some(text) = &spec.query else {
        let way = if spec.way == Some(LiveWay::Windows) { LiveWay::Windows } else { LiveWay::Stream };
        let why = if spec.way == Some(way) { "asked for" } else { "the lines as they are" };
        return Ok(Choice::of(way, why));
    };
    let parsed = parse(text);
    if let Some(problem) = parsed.errors.first() {
        return Err(format!("the query cannot be read: {}", problem.message));
    }
    let mut notes = Vec::new();
    let plan = match Plan::new(&parsed.query, clock) {
        Ok(plan) => plan,
        Err(needs @ NeedsService::Invalid { .. }) => return Err(needs.to_string()),
        Err(needs) => {
            if spec.way.is_some_and(|way| way != LiveWay::Service) {
                notes.push(needs.to_string());
            }
            let why = match &needs {
                NeedsService::Unsupported { .. } => format!("{} is not run here", needs.what()),
                _ => format!("only CloudWatch runs {}", needs.what()),
            };
            return Ok(Choice { parsed: Some(parsed), notes, ..Choice::of(LiveWay::Service, &why) });
        }
    };
    let (way, why) = match (spec.way, arns) {
        (Some(way), _) => (way, "asked for".to_owned()),
        (None, Ok(_)) => (LiveWay::Stream, "the query can be run here, line by line".to_owned()),
        // One look needs no stream.
        (None, Err(_)) if spec.to.is_some() => (LiveWay::Stream, "the query can be run here".to_owned()),
        (None, Err(why)) => (LiveWay::Windows, why.as_str().to_owned()),
    };
    let pushed = Pushdown::of(&parsed.query);
    if way == LiveWay::Stream && spec.to.is_none() && pushed.leaves_more && pushed.pattern.is_none() {
        notes.push("the filters cannot be left to CloudWatch: every line is read, and filtered here".to_owned());
    }
    let plan = (way != LiveWay::Service).then_some(plan);
    Ok(Choice { plan, pattern: pushed.pattern, parsed: Some(parsed), notes, ..Choice::of(way, &why) })
}

impl Choice {
    fn of(way: LiveWay, why: &str) -> Self {
        Self { way, why: why.to_owned(), plan: None, parsed: None, pattern: None, notes: Vec::new() }
    }
}

/// The ARNs a stream is asked for by, or why there can be none.
pub fn arns(groups: &[LogGroupId], identity: Option<&Identity>, home: &Text) -> Result<Vec<String>, Text> {
    if groups.len() > MOST_GROUPS {
        return Err(Text::new(format!(
            "a stream carries {MOST_GROUPS} log groups at most, and these are {}",
            groups.len()
        )));
    }
    let region = |group: &LogGroupId| group.region.as_ref().unwrap_or(home).clone();
    if groups.iter().any(|group| Some(region(group)) != groups.first().map(region)) {
        return Err(Text::new("the log groups are in more than one region"));
    }
    let arn = |group: &LogGroupId| group.arn(identity, home);
    groups.iter().map(arn).collect::<Option<_>>().ok_or_else(|| Text::new("it cannot be told which account this is"))
}
