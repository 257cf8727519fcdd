//! Services that another controller than ECS deploys.

use super::bench::{Bench, START, at};
use crate::sim::door::Door;
use crate::sim::scenario::Scenario;
use std::sync::Arc;

fn bench(scenario: &str) -> Bench {
    let scenario = Scenario::load(scenario).expect("a scenario");
    Bench::over(Door::open(&scenario, 1, Arc::new(|| at(START))))
}

#[tokio::test]
async fn they_have_task_sets_instead_of_deployments() {
    let client = bench("external").ecs();
    let answer = client.describe_services().cluster("prod").services("invoices").send().await.expect("an answer");
    let service = &answer.services()[0];
    assert_eq!((service.deployments().len(), service.current_service_deployment()), (0, None));
    let told: Vec<_> = service.task_sets().iter().map(|set| (set.status(), set.running_count())).collect();
    assert_eq!(told[1], (Some("PRIMARY"), 3));
    assert_eq!(told[0].0, Some("ACTIVE"));
    let past = client.list_service_deployments().cluster("prod").service("invoices").send().await.expect("an answer");
    assert!(past.service_deployments().is_empty());

    let asking = || client.describe_task_sets().cluster("prod").service("invoices");
    let all = asking().send().await.expect("an answer");
    assert_eq!(all.task_sets(), service.task_sets());
    let one = asking().task_sets(all.task_sets()[1].task_set_arn().expect("an ARN")).task_sets("nobody").send().await;
    let one = one.expect("an answer");
    assert_eq!(one.task_sets(), &all.task_sets()[1..]);
    assert_eq!(one.failures()[0].reason(), Some("MISSING"));
}
