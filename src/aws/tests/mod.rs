//! Watches, queries and writes against answers made by hand, with the real SDK in between.

mod alias;
mod beside;
mod events;
mod faults;
mod log;
mod log_history;
mod meter;
mod missing;
mod paging;
mod query;
mod tasks;
mod write;

use super::connect::Clients;
use super::watch::Watch;
use crate::domain::Timestamp;
use crate::domain::fault::Fault;
use crate::domain::news::News;
use crate::domain::service::ServiceId;
use crate::domain::text::Text;
use crate::domain::topic::Topic;

const STACK: &str = "arn:aws:cloudformation:eu-west-1:111122223333:stack/orders/0a1b";

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("valid")
}

/// An answer of CloudFormation or STS.
fn xml(operation: &str, inner: &str) -> String {
    format!("<{operation}Response><{operation}Result>{inner}</{operation}Result></{operation}Response>")
}

fn service() -> ServiceId {
    ServiceId { cluster: Text::new("blue"), name: Text::new("orders") }
}

async fn poll_once(topic: Topic, clients: Clients) -> Result<News, Fault> {
    Watch::new(topic, clients).poll(at(1_800_000_000)).await
}
