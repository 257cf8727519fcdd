//! `unstuck sim`: the simulated account alone, on loopback, for `aws`, for this program, for anything.

use super::args::WorldArgs;
use super::{demo, exit};
use crate::runtime::clock::Clock;
use crate::runtime::signals::Signals;
use crate::sim::door::Door;
use crate::sim::server::serve;
use std::io::Write;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// What is wrong in the account; `unstuck demo --list` names them
    pub scenario: Option<String>,
    /// Address to listen on; loopback only, port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:0", value_name = "ADDRESS")]
    pub listen: SocketAddr,
    #[command(flatten)]
    pub world: WorldArgs,
}

/// Serves until a signal ends it. The first line on standard output says where.
pub async fn run(args: Args) -> ExitCode {
    let scenario = match demo::load(args.scenario.as_deref()) {
        Ok(scenario) => scenario,
        Err(error) => return exit::misused(&error),
    };
    if !args.listen.ip().is_loopback() {
        return exit::misused("the simulated account listens on loopback only: 127.0.0.1 or [::1]");
    }
    let (mut signals, listener) = match (Signals::listen(), TcpListener::bind(args.listen).await) {
        (Ok(signals), Ok(listener)) => (signals, listener),
        (Err(error), _) => return exit::failed(&format!("signals cannot be listened to: {error}")),
        (_, Err(error)) => return exit::failed(&format!("cannot listen on {}: {error}", args.listen)),
    };
    let address = match listener.local_addr() {
        Ok(address) => address,
        Err(error) => return exit::failed(&format!("cannot tell the address: {error}")),
    };
    let clock = Clock::simulated(Clock::wall(), args.world.speed);
    let door = Door::open(&scenario, args.world.seed, Arc::new(move || clock.now()));
    let line = serde_json::json!({
        "endpoint": format!("http://{address}"),
        "region": door.world().account.region,
        "stack": scenario.stack,
    });
    let mut stdout = std::io::stdout().lock();
    if writeln!(stdout, "{line}").and_then(|()| stdout.flush()).is_err() {
        // Whoever started it is gone.
        return ExitCode::SUCCESS;
    }
    drop(stdout);
    let until = async {
        signals.next().await;
    };
    match serve(door, listener, until).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => exit::failed(&format!("the simulated account has ended: {error}")),
    }
}
