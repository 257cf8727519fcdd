//! `unstuck demo`: the console on a simulated account.

use super::args::{LookArgs, WorldArgs};
use super::console::{World, open};
use super::exit;
use crate::app::model::Screen;
use crate::aws::connect::connect_in_process;
use crate::domain::Text;
use crate::runtime::clock::Clock;
use crate::runtime::folders::Folders;
use crate::sim::door::{Door, sdk_client};
use crate::sim::scenario::Scenario;
use std::process::ExitCode;
use std::sync::Arc;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// What is wrong in the account; see --list
    pub scenario: Option<String>,
    /// Name the scenarios and what each shows
    #[arg(long)]
    pub list: bool,
    #[command(flatten)]
    pub world: WorldArgs,
    #[command(flatten)]
    pub look: LookArgs,
}

/// Opens the console on a scenario, or names the scenarios.
pub async fn run(args: Args) -> ExitCode {
    if args.list {
        return list();
    }
    let scenario = match load(args.scenario.as_deref()) {
        Ok(scenario) => scenario,
        Err(error) => return exit::misused(&error),
    };
    let clock = Clock::simulated(Clock::wall(), args.world.speed);
    let door = Door::open(&scenario, args.world.seed, Arc::new(move || clock.now()));
    let region = door.world().account.region.clone();
    let clients = connect_in_process(sdk_client(door), &region);
    let shown = if scenario.stack.is_empty() { Screen::Stacks } else { Screen::Stack(Text::new(&scenario.stack)) };
    let place = clients.place().clone();
    // The account begins anew with each demo, and so does what was done to it.
    if let Some(folders) = Folders::from_env() {
        let _ = std::fs::remove_file(folders.state.join(JOURNAL));
    }
    let world = World { place, clients: std::future::ready(clients), clock, shown, journal: JOURNAL, guarded: false };
    open(world, &args.look).await
}

/// The journal of simulated accounts: not that of a real one.
const JOURNAL: &str = "journal-demo.jsonl";

fn list() -> ExitCode {
    let width = Scenario::names().iter().map(|name| name.len()).max().unwrap_or(0);
    for name in Scenario::names() {
        match Scenario::load(name) {
            Ok(scenario) => println!("{name:width$}  {}", scenario.shows),
            Err(error) => return exit::failed(&error.to_string()),
        }
    }
    ExitCode::SUCCESS
}

/// The scenario of a name, the first one without a name.
pub fn load(name: Option<&str>) -> Result<Scenario, String> {
    let name = name.or_else(|| Scenario::names().first().copied()).unwrap_or_default();
    Scenario::load(name).map_err(|error| error.to_string())
}
