//! Tasks: stopped ones described once, found whichever way ECS tells of them.

use super::{at, service};
use crate::aws::fake_http::{Answer, Asked, clients, ok};
use crate::aws::watch::Watch;
use crate::domain::news::News;
use crate::domain::topic::Topic;
use std::sync::{Arc, Mutex};

/// A cluster with tasks of two services.
#[derive(Default)]
struct Cluster {
    running: Vec<&'static str>,
    stopped: Vec<&'static str>,
    /// Stopped tasks of another service.
    others: Vec<&'static str>,
    /// ListTasks with a service name tells nothing of stopped tasks.
    hides_stopped: bool,
    /// Every id DescribeTasks was asked for.
    described: Vec<String>,
    cluster_listings: usize,
}

impl Cluster {
    fn answer(&mut self, asked: &Asked) -> Answer {
        if asked.operation == "ListTasks" {
            let by_service = asked.says("serviceName");
            let ids: Vec<&str> = match (asked.says("STOPPED"), by_service) {
                (false, _) => self.running.clone(),
                (true, true) if self.hides_stopped => Vec::new(),
                (true, true) => self.stopped.clone(),
                (true, false) => {
                    self.cluster_listings += 1;
                    self.stopped.iter().chain(&self.others).copied().collect()
                }
            };
            // One a page, so that pages are walked.
            let page = (0..ids.len()).find(|n| asked.says(&format!("\"p{n}\""))).unwrap_or(0);
            let arns = ids.get(page).map(|id| format!("\"arn:task/{id}\"")).unwrap_or_default();
            let next = if page + 1 < ids.len() { format!(r#","nextToken":"p{}""#, page + 1) } else { String::new() };
            return ok(format!(r#"{{"taskArns":[{arns}]{next}}}"#));
        }
        let everyone = self.running.iter().chain(&self.stopped).chain(&self.others);
        let wanted: Vec<&str> = everyone.copied().filter(|id| asked.says(&format!("arn:task/{id}\""))).collect();
        self.described.extend(wanted.iter().map(|id| id.to_string()));
        let rows: Vec<String> = wanted
            .iter()
            .map(|id| {
                let group = if self.others.contains(id) { "service:bills" } else { "service:orders" };
                let status = if self.running.contains(id) { "RUNNING" } else { "STOPPED" };
                format!(r#"{{"taskArn":"arn:task/{id}","group":"{group}","lastStatus":"{status}"}}"#)
            })
            .collect();
        ok(format!(r#"{{"tasks":[{}]}}"#, rows.join(",")))
    }
}

fn watch(cluster: Cluster) -> (Watch, Arc<Mutex<Cluster>>) {
    let cluster = Arc::new(Mutex::new(cluster));
    let served = Arc::clone(&cluster);
    let (clients, _) = clients(move |asked| served.lock().expect("no panic").answer(asked));
    (Watch::new(Topic::Tasks(service()), clients), cluster)
}

/// Ids described and listed.
async fn poll(watch: &mut Watch) -> (Vec<String>, Vec<String>) {
    match watch.poll(at(1_000)).await {
        Ok(News::Tasks { described, listed }) => (
            described.iter().map(|t| t.id().to_owned()).collect(),
            listed.iter().map(|arn| arn.as_str().replace("arn:task/", "")).collect(),
        ),
        other => panic!("no tasks: {other:?}"),
    }
}

#[tokio::test]
async fn a_stopped_task_is_described_once_and_a_running_one_every_time() {
    let (mut watch, cluster) = watch(Cluster { running: vec!["r"], stopped: vec!["s1", "s2"], ..Cluster::default() });
    assert_eq!(poll(&mut watch).await.1, ["r", "s1", "s2"]);
    let (described, listed) = poll(&mut watch).await;
    assert_eq!((described, listed.len()), (vec!["r".to_owned()], 3));
    assert_eq!(cluster.lock().expect("no panic").described, ["r", "s1", "s2", "r"]);
    assert_eq!(cluster.lock().expect("no panic").cluster_listings, 0);
}

#[tokio::test]
async fn where_the_service_s_list_hides_stopped_tasks_the_cluster_is_asked_and_others_are_left_out() {
    let hiding = Cluster { stopped: vec!["s1"], others: vec!["x"], hides_stopped: true, ..Cluster::default() };
    let (mut watch, cluster) = watch(hiding);
    assert_eq!(poll(&mut watch).await.0, ["s1"]);
    for _ in 0..5 {
        assert!(poll(&mut watch).await.0.is_empty());
    }
    cluster.lock().expect("no panic").stopped.push("s2");
    assert_eq!(poll(&mut watch).await.0, ["s2"]);
    assert_eq!(cluster.lock().expect("no panic").described, ["s1", "x", "s2"]);
}

#[tokio::test]
async fn a_service_without_stopped_tasks_asks_the_cluster_once_and_then_no_more() {
    let (mut watch, cluster) = watch(Cluster { running: vec!["r"], others: vec!["x"], ..Cluster::default() });
    for _ in 0..6 {
        assert_eq!(poll(&mut watch).await.0, ["r"]);
    }
    assert_eq!(cluster.lock().expect("no panic").cluster_listings, 1);
}

#[tokio::test]
async fn a_task_that_ran_and_is_in_no_list_any_more_is_asked_for_by_name() {
    let (mut watch, cluster) = watch(Cluster { running: vec!["r"], hides_stopped: true, ..Cluster::default() });
    for _ in 0..3 {
        poll(&mut watch).await;
    }
    {
        let mut cluster = cluster.lock().expect("no panic");
        cluster.running.clear();
        cluster.stopped.push("r");
    }
    assert_eq!(poll(&mut watch).await.0, ["r"]);
    assert!(poll(&mut watch).await.0.is_empty());
}
