//! `unstuck logs`: lines of log groups on standard output, or what a query makes of them.
//!
//! Never here: how lines are followed; that is in `runtime`.

mod args;
mod held;
mod pour;
mod show;

pub use args::Args;

use super::query::problems;
use super::{console, exit};
use crate::aws::connect::{Clients, prepare};
use crate::domain::line_store::USUAL_MEMORY;
use crate::domain::live::LiveSpec;
use crate::domain::log_cost::LogPrices;
use crate::domain::log_scope::{LogScope, LogStreams};
use crate::insights::{NeedsService, Plan, QueryClock, parse};
use crate::runtime::clock::Clock;
use crate::runtime::folders::Folders;
use crate::runtime::live::{Desk, live};
use crate::runtime::log_groups::{find_groups, identity};
use crate::runtime::signals::Ends;
use args::{LogFormat, Way};
use pour::{Asked, pour};
use show::Show;
use std::io::{BufWriter, IsTerminal};
use std::process::ExitCode;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// News that may wait to be written.
const INBOX: usize = 64;
/// Ending waits this long for a query to be stopped.
const LAST_STOP: Duration = Duration::from_secs(2);

/// Shows lines until all are shown, or for as long as somebody reads.
pub async fn run(args: Args) -> ExitCode {
    let clock = Clock::System;
    if let Some(words) = args.misused() {
        return exit::misused(&words);
    }
    match args.query.as_deref().map(|text| read(text, clock)) {
        Some(Err(words)) => return exit::misused(&words),
        Some(Ok(notes)) => exit::note(&notes),
        None => {}
    }
    let prices = match console::config(Folders::from_env().as_ref()) {
        Ok(config) => config.logs().prices,
        Err(error) => return exit::misused(&error),
    };
    let mut ends = match Ends::listen() {
        Ok(ends) => ends,
        Err(error) => return exit::failed(&format!("signals cannot be listened to: {error}")),
    };
    let clients = match prepare(&console::options(&args.account)).await {
        Ok(prepared) => prepared.connect().await,
        Err(error) => return exit::failed(&error.to_string()),
    };
    let mut tasks = JoinSet::new();
    let code = tokio::select! {
        biased;
        number = ends.next() => ExitCode::from(128 + u8::try_from(number).unwrap_or(0)),
        code = show(&args, prices, (clients, clock), &mut tasks) => code,
    };
    // What still runs at CloudWatch is stopped: it would run on, and be paid for.
    let _ = timeout(LAST_STOP, async { while tasks.join_next().await.is_some() {} }).await;
    code
}

/// What is wrong with a query, or worth saying of it: an error, or nothing but notes.
fn read(text: &str, clock: Clock) -> Result<String, String> {
    let parsed = parse(text);
    if !parsed.errors.is_empty() {
        return Err(problems::text(text, "error", &parsed.errors));
    }
    let now = clock.now();
    match Plan::new(&parsed.query, QueryClock { now, start: now, end: now }) {
        Err(needs @ NeedsService::Invalid { .. }) => Err(problems::needs_service(text, &needs)),
        _ => Ok(problems::text(text, "note", &parsed.lints)),
    }
}

async fn show(args: &Args, prices: LogPrices, (clients, clock): (Clients, Clock), tasks: &mut JoinSet<()>) -> ExitCode {
    let found = match find_groups(&clients, &args.names, clock.now()).await {
        Ok(found) => found,
        Err(fault) => return exit::failed(&format!("{}; {}", fault.what(), fault.what_to_do())),
    };
    found.notes.iter().for_each(|words| exit::note(words));
    if found.groups.is_empty() {
        return exit::failed("no log group is known of: the services of the stack log to none");
    }
    let spec = LiveSpec {
        number: 0,
        scope: LogScope { groups: found.groups, streams: LogStreams::All, pattern: None },
        query: args.query.clone(),
        from: clock.before(args.since),
        to: (!args.follow).then(|| clock.now()),
        way: args.way.map(Way::of_query),
        memory: USUAL_MEMORY,
    };
    let account = match args.query {
        Some(_) => None,
        None => identity(&clients, clock.now()).await.ok().map(|identity| identity.account.raw().to_owned()),
    };
    let stdout = std::io::stdout();
    let wipes = args.follow && stdout.is_terminal() && args.format == LogFormat::Text;
    let out = BufWriter::with_capacity(64 * 1024, stdout);
    let show = Show::new(out, wipes, args.format, args.query.is_some(), account);
    let (told, news) = mpsc::channel(INBOX);
    tasks.spawn(live(spec, Desk::new(clients, clock), told));
    let asked = Asked { follow: args.follow, queried: args.query.is_some(), since: args.since, prices };
    pour(news, show, asked).await
}
