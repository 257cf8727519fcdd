//! What the first right verdict costs: every request is logged at the door, and every answer takes the same time,
//! so that rounds of calls that wait for each other can be counted by the clock.

use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;
use unstuck::app::keymap::Keymap;
use unstuck::app::model::{Model, Screen};
use unstuck::app::session::Session;
use unstuck::app::traffic::Traffic;
use unstuck::aws::connect::{Clients, connect_in_process};
use unstuck::diagnosis::verdict::Diagnosis;
use unstuck::domain::calls::Calls;
use unstuck::domain::guard::Guard;
use unstuck::domain::service::ServiceId;
use unstuck::domain::{Text, Timestamp};
use unstuck::runtime::clock::Clock;
use unstuck::runtime::following::Following;
use unstuck::sim::door::Door;
use unstuck::sim::scenario::Scenario;

/// One answer takes this long.
const ROUND: Duration = Duration::from_millis(100);
/// Waiting longer for an answer is giving up.
const PATIENCE: Duration = Duration::from_secs(2);
/// What the first right verdict may cost, with one level of nesting.
const ROUNDS: u128 = 6;
const CALLS: usize = 14;
const CALLS_A_SERVICE: usize = 2;

/// A door that writes down what is asked and takes its time.
#[derive(Clone, Debug)]
struct Logged {
    inner: SharedHttpConnector,
    asked: Arc<Mutex<Vec<(Instant, String)>>>,
}

impl HttpConnector for Logged {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let action = request.headers().get("x-amz-target").unwrap_or_default().to_owned();
        let body = String::from_utf8_lossy(request.body().bytes().unwrap_or_default()).into_owned();
        self.asked.lock().expect("no panic").push((Instant::now(), format!("{action} {body}")));
        let inner = self.inner.clone();
        HttpConnectorFuture::new(async move {
            tokio::time::sleep(ROUND).await;
            inner.call(request).await
        })
    }
}

/// What a gathering asked, each with its round, and what the first right verdict had cost.
struct Cost {
    asked: Vec<(u128, String)>,
    /// Rounds and calls up to the first right verdict.
    right: Option<(u128, usize)>,
    services: usize,
}

/// The scenario behind a door that logs, and its follower, which has asked nothing yet.
fn opened(scenario: &Scenario) -> (Following, Logged, Clients) {
    let base: Timestamp = "2026-11-21T03:00:00Z".parse().expect("a time");
    let clock = Clock::simulated(base, 1);
    let door = Door::open(scenario, 7, Arc::new(move || clock.now()));
    let region = door.world().account.region.clone();
    let logged = Logged { inner: SharedHttpConnector::new(door), asked: Arc::default() };
    let connector = SharedHttpConnector::new(logged.clone());
    let clients = connect_in_process(http_client_fn(move |_, _| connector.clone()), &region);
    let keymap = Arc::new(Keymap::embedded().expect("our keymap"));
    let session = Session { place: clients.place().clone(), read_only: true, guard: Guard::default(), run: 1 };
    let model = Model::new(session, Screen::Stack(Text::new(&scenario.stack)), keymap, clock.now());
    (Following::new(model, clients.clone(), clock), logged, clients)
}

async fn cost_of(scenario: &Scenario) -> Cost {
    let (mut following, logged, clients) = opened(scenario);
    let began = Instant::now();
    let rounds = |at: Instant| (at - began).as_millis().div_ceil(ROUND.as_millis());
    let mut right = None;
    while !following.missing().is_empty() && following.step(PATIENCE).await {
        let calls = logged.asked.lock().expect("no panic").len();
        if is_right(&following.model.diagnosis, scenario) {
            right = right.or(Some((rounds(Instant::now()), calls)));
        } else {
            right = None;
        }
    }
    let log = logged.asked.lock().expect("no panic");
    assert_eq!(clients.meter().total().sent, log.len() as u64, "every request is counted");
    let asked = log.iter().map(|(at, words)| (rounds(*at) + 1, words.clone())).collect();
    Cost { asked, right, services: following.model.facts.services.len() }
}

fn is_right(said: &Diagnosis, scenario: &Scenario) -> bool {
    let expected = scenario.expected.as_ref().expect("what is expected");
    let cause = said.findings.first().map(|finding| finding.cause);
    said.verdict.as_str() == expected.verdict && expected.cause.as_deref().is_none_or(|name| cause == Some(name))
}

#[tokio::test(start_paused = true)]
async fn the_first_right_verdict_takes_six_rounds_and_few_calls_and_nothing_is_asked_twice() {
    let mut wrong = Vec::new();
    for name in Scenario::names() {
        let scenario = Scenario::load(name).expect("a scenario");
        if scenario.stack.is_empty() {
            continue;
        }
        let cost = cost_of(&scenario).await;
        let list: Vec<String> = cost.asked.iter().map(|(round, words)| format!("{round} {words:.160}")).collect();
        let list = format!("{name}\n{}", list.join("\n"));
        let most = CALLS + CALLS_A_SERVICE * cost.services;
        match cost.right {
            None => wrong.push(format!("never right: {list}")),
            Some((rounds, calls)) if rounds > ROUNDS || calls > most => {
                wrong.push(format!("{rounds} rounds, {calls} calls: {list}"));
            }
            Some(_) => {}
        }
        let mut seen = BTreeSet::new();
        let twice = cost.asked.iter().filter(|(_, words)| !seen.insert(words));
        wrong.extend(twice.map(|(_, words)| format!("asked twice: {words}\n{list}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Watched this long after everything has answered.
const WATCHED: Duration = Duration::from_secs(60);
/// No feed is asked more often in that time, with what is taken from or added to a wait so that feeds do not march
/// in step.
const REFRESHES: usize = 20;

#[tokio::test(start_paused = true)]
async fn while_watching_nothing_known_is_read_again() {
    // Failing tasks, many services, a nest, a history that goes on by itself.
    for name in ["crash-loop", "big", "nested", "rollback-failed"] {
        let scenario = Scenario::load(name).expect("a scenario");
        let (mut following, logged, _) = opened(&scenario);
        while !following.missing().is_empty() && following.step(PATIENCE).await {}
        let of_service = |id: &ServiceId| following.model.facts.services[id].tasks.value();
        let tasks = following.model.facts.services.keys().filter_map(of_service).flat_map(|tasks| tasks.values());
        let stopped: BTreeSet<String> =
            tasks.filter(|task| task.is_stopped()).map(|task| task.arn.raw().to_owned()).collect();
        let stacks = following.model.facts.nest.len();
        let before = logged.asked.lock().expect("no panic").len();
        let until = Instant::now() + WATCHED;
        while Instant::now() < until {
            following.step(until - Instant::now()).await;
        }
        let all = logged.asked.lock().expect("no panic").clone();
        let asked = |action: &str| {
            let action = action.to_owned();
            all.iter().skip(before).filter(move |(_, words)| words.contains(&action))
        };
        let of_events: Vec<&str> = asked("Action=DescribeStackEvents").map(|(_, words)| words.as_str()).collect();
        assert!(!of_events.is_empty() && of_events.len() <= REFRESHES * stacks, "{name}: {}", of_events.len());
        assert!(of_events.iter().all(|words| !words.contains("NextToken")), "{name}: more than a page: {of_events:?}");
        let rounds = asked(".DescribeServices").count();
        let services = following.model.facts.services.len();
        assert!((1..=REFRESHES * services.div_ceil(10)).contains(&rounds), "{name}: {rounds} for {services}");
        for (_, words) in asked(".DescribeTasks") {
            let again = stopped.iter().find(|arn| words.contains(arn.as_str()));
            assert_eq!(again, None, "{name}: told as stopped and described again");
        }
        let mut seen = BTreeSet::new();
        let told_for_good = all.iter().filter(|(_, words)| words.contains(".DescribeTaskDefinition"));
        for (_, words) in told_for_good {
            assert!(seen.insert(words), "{name}: asked twice: {words}");
        }
    }
}

#[test]
fn the_footer_says_what_watching_costs_beside_every_key() {
    let mut model = crate::incidents::failed_rollback();
    // Where there is no room beside the keys nothing is said of what nobody has to know.
    for (throttled, size, end) in [
        (0, (120, 40), "31 calls/min · none throttled"),
        (0, (80, 24), "q quit"),
        (3, (80, 24), "31 calls/min 3 throttled"),
    ] {
        model.traffic = Traffic::default();
        model.traffic.count(model.now, Calls { sent: 31, throttled });
        let screen = crate::drawn::screen(&model, size);
        let footer = screen.lines().last().expect("a footer").trim_end();
        assert!(footer.ends_with(end) && footer.contains("q quit"), "{footer:?}");
    }
}
