//! `unstuck logs`: lines of log groups on standard output, or what a query makes of them.
//!
//! Never here: how lines are followed; that is in `runtime`.

mod args;
mod at_service;
mod pour;
mod show;

pub use args::Args;

use super::query::problems;
use super::{console, exit};
use crate::aws::connect::{Clients, prepare};
use crate::aws::live_tail::MOST_GROUPS;
use crate::domain::identity::Identity;
use crate::domain::log_scope::{LogGroupId, LogScope, LogStreams};
use crate::domain::{Text, Timestamp};
use crate::insights::tree::CommandKind;
use crate::insights::{NeedsService, Parsed, Plan, Pushdown, QueryClock, parse};
use crate::runtime::asking::RunningQuery;
use crate::runtime::clock::Clock;
use crate::runtime::log_follower::follow;
use crate::runtime::log_groups::{find_groups, identity};
use crate::runtime::log_look::look;
use crate::runtime::log_told::Following;
use crate::runtime::signals::Ends;
use at_service::Asked;
use pour::pour;
use show::Show;
use std::io::{BufWriter, IsTerminal};
use std::process::ExitCode;
use tokio::sync::mpsc;

/// Words of a follower that may wait to be written.
const INBOX: usize = 64;

/// Shows lines until all are shown, or for as long as somebody reads.
pub async fn run(args: Args) -> ExitCode {
    let clock = Clock::System;
    let now = clock.now();
    let from = clock.before(args.since);
    let query = match args.query.as_deref().map(|text| Query::read(text, from, now)).transpose() {
        Ok(query) => query,
        Err(words) => return exit::misused(&words),
    };
    let mut ends = match Ends::listen() {
        Ok(ends) => ends,
        Err(error) => return exit::failed(&format!("signals cannot be listened to: {error}")),
    };
    let clients = match prepare(&console::options(&args.account)).await {
        Ok(prepared) => prepared.connect().await,
        Err(error) => return exit::failed(&error.to_string()),
    };
    let running = RunningQuery::default();
    let code = tokio::select! {
        biased;
        number = ends.next() => ExitCode::from(128 + u8::try_from(number).unwrap_or(0)),
        code = show(&args, query, from, &running, clients.clone(), clock) => code,
    };
    running.stop(&clients).await;
    code
}

/// A query, and who can run it.
struct Query {
    parsed: Parsed,
    /// None where only the service can.
    plan: Result<Plan, NeedsService>,
}

impl Query {
    /// What is wrong with it, as an error.
    fn read(text: &str, from: Timestamp, now: Timestamp) -> Result<Self, String> {
        let parsed = parse(text);
        if !parsed.errors.is_empty() {
            return Err(problems::text(text, "error", &parsed.errors));
        }
        let plan = match Plan::new(&parsed.query, QueryClock { now, start: from, end: now }) {
            Err(needs @ NeedsService::Invalid { .. }) => return Err(problems::needs_service(text, &needs)),
            plan => plan,
        };
        Ok(Self { parsed, plan })
    }

    fn names_its_source(&self) -> bool {
        self.parsed.query.commands.iter().any(|command| matches!(command.kind, CommandKind::Source(_)))
    }
}

async fn show(
    args: &Args,
    query: Option<Query>,
    from: Timestamp,
    running: &RunningQuery,
    clients: Clients,
    clock: Clock,
) -> ExitCode {
    let found = match find_groups(&clients, &args.names, clock.now()).await {
        Ok(found) => found,
        Err(fault) => return exit::failed(&format!("{}; {}", fault.what(), fault.what_to_do())),
    };
    found.notes.iter().for_each(|words| exit::note(words));
    if found.groups.is_empty() {
        return exit::failed("no log group is known of: the services of the stack log to none");
    }
    let mut scope = LogScope { groups: found.groups, streams: LogStreams::All, pattern: None };
    if let Some(query) = &query {
        let text = args.query.as_deref().unwrap_or_default();
        exit::note(&problems::text(text, "note", &query.parsed.lints));
        if let Err(needs) = &query.plan {
            exit::note(&format!("{}: CloudWatch runs the query, and what it scans is paid for", needs.what()));
            let groups = if query.names_its_source() { Vec::new() } else { scope.groups.clone() };
            let asked = Asked { groups, text: text.to_owned(), since: args.since, format: args.format };
            return at_service::run(asked, args.follow, running, &clients, clock).await;
        }
        let pushed = Pushdown::of(&query.parsed.query);
        scope.pattern = pushed.pattern;
        if args.follow && pushed.leaves_more && scope.pattern.is_none() {
            exit::note("the filters cannot be left to CloudWatch: every line is read, and filtered here");
        }
    }
    let identity = identity(&clients, clock.now()).await.ok();
    let account = identity.as_ref().map(|identity| identity.account.raw().to_owned());
    let arns = arns(&scope.groups, identity.as_ref(), &clients.place().region);
    let following = Following { scope, from, arns };
    let stdout = std::io::stdout();
    let wipes = args.follow && stdout.is_terminal();
    let out = BufWriter::with_capacity(64 * 1024, stdout);
    let plan = query.and_then(|query| query.plan.ok());
    let show = Show::new(out, wipes, args.format, plan, args.follow, account);
    let (told, words) = mpsc::channel(INBOX);
    if args.follow {
        tokio::spawn(follow(following, clients, clock, told));
    } else {
        tokio::spawn(look(following, clients, clock, told));
    }
    pour(words, show, args.follow).await
}

/// The ARNs a stream is asked for by, or why there can be none.
fn arns(groups: &[LogGroupId], identity: Option<&Identity>, home: &Text) -> Result<Vec<String>, Text> {
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
