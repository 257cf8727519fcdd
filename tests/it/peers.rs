//! Writes against a server nobody here wrote. Ignored unless asked for: `.ci/peers.py` starts the server and names it in
//! UNSTUCK_PEER.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use unstuck::app::tracker::{Progress, Tracker};
use unstuck::aws::connect::{Clients, Options, prepare};
use unstuck::aws::watch::Watch;
use unstuck::domain::facts::Facts;
use unstuck::domain::guard::Guard;
use unstuck::domain::news::News;
use unstuck::domain::operation::{Operation, Outcome, StackAim};
use unstuck::domain::service::ServiceId;
use unstuck::domain::stack::{Stack, StackStatus};
use unstuck::domain::topic::Topic;
use unstuck::domain::{Text, Timestamp};
use unstuck::runtime::clock::Clock;
use unstuck::runtime::effects::{Policy, Writer};
use unstuck::runtime::journal::Journal;

struct Peer {
    writer: Writer,
    folder: std::path::PathBuf,
}

impl Peer {
    async fn open(name: &str) -> Self {
        let endpoint = std::env::var("UNSTUCK_PEER").expect("UNSTUCK_PEER names the server");
        let options = Options { endpoint: Some(endpoint), region: Some("us-east-1".to_owned()), profile: None };
        let clients = prepare(&options).await.expect("prepared").connect().await;
        let folder = std::env::temp_dir().join(format!("unstuck-peer-{name}-{}", std::process::id()));
        let journal = Arc::new(Journal::new(Some(folder.join("journal.jsonl"))));
        let policy = Policy::WithConfirmation;
        Self { writer: Writer { clients, clock: Clock::System, policy, guard: Guard::default(), journal }, folder }
    }

    fn clients(&self) -> Clients {
        self.writer.clients.clone()
    }

    async fn news(&self, topic: Topic) -> News {
        Watch::new(topic, self.clients()).poll(Clock::System.now()).await.expect("an answer")
    }

    async fn stack(&self) -> Stack {
        match self.news(Topic::Stack(Text::new("shop-checkout"))).await {
            News::Stack(stack) => *stack,
            other => panic!("{other:?}"),
        }
    }

    /// Waits for a status, half a minute at most: the server's own time passes.
    async fn becomes(&self, status: &StackStatus) {
        for _ in 0..60 {
            if self.stack().await.status == *status {
                return;
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        panic!("never {status}: {}", self.stack().await.status);
    }

    /// What the journal has, and what a person is told.
    fn told(&self, operation: &Operation, outcome: &Outcome, at: Timestamp) -> (Vec<Option<String>>, Progress) {
        let mut tracker = Tracker::new(operation.clone(), &Facts::default(), at);
        tracker.answered(outcome, at);
        let all = self.writer.journal.all().expect("readable");
        let results = all.iter().map(|taken| taken.result.as_ref().map(|result| result.raw().to_owned())).collect();
        (results, tracker.progress)
    }

    fn close(self) {
        let _ = std::fs::remove_dir_all(self.folder);
    }
}

#[tokio::test]
#[ignore = "needs a server of somebody else's: .ci/peers.py runs it"]
async fn a_rollback_is_continued_with_the_right_resource_and_a_wrong_one_is_explained() {
    let peer = Peer::open("rollback").await;
    let stack = peer.stack().await;
    assert_eq!(stack.status, StackStatus::UpdateRollbackFailed);
    let go_on = |name: &str, token: &str| {
        let aim = StackAim { token: Text::new(token), ..StackAim::at(&stack) };
        Operation::continue_rollback(aim, vec![Text::new(name)])
    };
    let at = Clock::System.now();
    let wrong = go_on("TaskDef", "unstuck-wrong");
    let outcome = peer.writer.carry_out(&wrong, None).await;
    assert!(matches!(outcome, Outcome::Rejected(_)), "{outcome:?}");
    let (results, progress) = peer.told(&wrong, &outcome, at);
    assert!(results.len() == 1 && results[0].as_ref().is_some_and(|r| r.starts_with("rejected")), "{results:?}");
    match progress {
        Progress::Settled { well: false, words } => {
            assert!(words.contains("TaskDef") && words.contains("choose again"), "{words}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(peer.stack().await.status, StackStatus::UpdateRollbackFailed);
    let right = go_on("Service", "unstuck-right");
    let outcome = peer.writer.carry_out(&right, None).await;
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    let (results, _) = peer.told(&right, &outcome, at);
    assert!(results[1].as_ref().is_some_and(|result| result.starts_with("accepted")), "{results:?}");
    peer.becomes(&StackStatus::UpdateRollbackComplete).await;
    // Once more: what was confirmed is no longer so, and nothing is sent.
    let outcome = peer.writer.carry_out(&right, None).await;
    assert!(matches!(outcome, Outcome::Moved(_)), "{outcome:?}");
    peer.close();
}

#[tokio::test]
#[ignore = "needs a server of somebody else's: .ci/peers.py runs it"]
async fn a_service_is_scaled_to_zero_and_its_stack_settles() {
    let peer = Peer::open("zero").await;
    let id = ServiceId { cluster: Text::new("prod"), name: Text::new("checkout") };
    let described = || async {
        let names = BTreeSet::from([id.name.clone()]);
        match peer.news(Topic::Services { cluster: id.cluster.clone(), names }).await {
            News::Services(services) => services.into_iter().next().expect("the service"),
            other => panic!("{other:?}"),
        }
    };
    // Made by whoever started the server.
    assert_eq!(peer.news(Topic::Alias).await, News::Alias(Some(Text::new("shop-lab"))));
    let from = described().await.desired;
    assert!(from > 0);
    let stale = Operation::scale_to_zero(id.clone(), from + 1);
    let outcome = peer.writer.carry_out(&stale, None).await;
    assert!(matches!(outcome, Outcome::Moved(_)), "{outcome:?}");
    let operation = Operation::scale_to_zero(id.clone(), from);
    let outcome = peer.writer.carry_out(&operation, None).await;
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    assert_eq!(described().await.desired, 0);
    peer.becomes(&StackStatus::UpdateComplete).await;
    let all = peer.writer.journal.all().expect("readable");
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].before, Some(Text::from(from.to_string())));
    peer.close();
}
