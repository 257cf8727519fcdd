//! Lines of a stream around a time.

use crate::aws::ask::ask;
use crate::aws::clients::Clients;
use crate::aws::from_sdk;
use crate::aws::log_history::ACTION;
use crate::aws::pages::Walk;
use crate::domain::Timestamp;
use crate::domain::fault::Fault;
use crate::domain::log::{LogRecord, LogSpot};
use jiff::SignedDuration;

/// How far to either side is looked, in seconds: further where little is near. Our choice.
const REACHES: [i64; 3] = [1, 60, 3_600];
/// Lines wanted on either side, and the most told.
const ENOUGH: usize = 10;
/// Pages read of one reach; where there are more there is plenty near.
const PAGES: usize = 5;

/// The lines nearest to a time, oldest first.
///
/// # Errors
/// The fault of the first call that failed.
pub async fn around(clients: &Clients, spot: &LogSpot) -> Result<Vec<LogRecord>, Fault> {
    let mut found = Vec::new();
    for reach in REACHES {
        let (lines, is_whole) = within(clients, spot, SignedDuration::from_secs(reach)).await?;
        // Of a reach that is not read to its end the lines behind are not known.
        if is_whole || found.is_empty() {
            found = lines;
        }
        let before = found.iter().filter(|line| line.at < spot.at).count();
        let behind = found.iter().filter(|line| line.at > spot.at).count();
        if !is_whole || before >= ENOUGH && behind >= ENOUGH {
            break;
        }
    }
    let first = found.partition_point(|line| line.at < spot.at).saturating_sub(ENOUGH);
    let last = found.partition_point(|line| line.at <= spot.at) + ENOUGH;
    found.truncate(last);
    found.drain(..first);
    Ok(found)
}

async fn within(clients: &Clients, spot: &LogSpot, reach: SignedDuration) -> Result<(Vec<LogRecord>, bool), Fault> {
    let logs = clients.logs(ACTION, spot.group.region.as_ref())?;
    let (from, to) = (spot.at.checked_sub(reach), spot.at.checked_add(reach));
    let millis = |at: Result<Timestamp, jiff::Error>| at.unwrap_or(spot.at).as_millisecond().max(0);
    let (mut walk, mut token, mut found, mut is_whole) = (Walk::new(PAGES), None, Vec::new(), true);
    loop {
        let asking = logs
            .filter_log_events()
            .log_stream_names(spot.stream.raw())
            .start_time(millis(from.clone()))
            .end_time(millis(to.clone()))
            .set_next_token(token);
        let identifier = spot.group.identifier();
        let asking = match identifier.starts_with("arn:") {
            true => asking.log_group_identifier(identifier),
            false => asking.log_group_name(identifier),
        };
        let answer = ask(ACTION, asking.send()).await?;
        found.extend(answer.events().iter().map(|event| from_sdk::log::record(&spot.group.name, event)));
        let more = answer.next_token.is_some();
        token = walk.next(answer.next_token);
        if token.is_none() {
            is_whole &= !more;
            break;
        }
    }
    found.sort_by_key(|line| line.at);
    Ok((found, is_whole))
}
