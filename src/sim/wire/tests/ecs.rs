use super::bench::{Bench, CLUSTER, DEPLOYMENTS, START, STOPPED};
use aws_sdk_ecs::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ecs::operation::RequestId;
use aws_sdk_ecs::primitives::DateTime;
use aws_sdk_ecs::types::{CreatedAt, DesiredStatus, ServiceDeploymentStatus};

fn refusal<T: std::fmt::Debug, E: ProvideErrorMetadata + std::fmt::Debug>(
    answer: Result<T, SdkError<E>>,
) -> (String, String) {
    let error = answer.expect_err("a refusal");
    let words = |text: Option<&str>| text.unwrap_or_default().to_owned();
    (words(error.code()), words(error.message()))
}

#[tokio::test]
async fn services_are_described_and_the_missing_are_failures() {
    let client = Bench::new().ecs();
    let arn = "arn:aws:ecs:eu-west-1:123456789012:service/lab/web";
    let ask = client.describe_services().cluster(CLUSTER).services("web").services(arn).services("nobody");
    let answer = ask.send().await.expect("an answer");
    assert_eq!(answer.services().len(), 2);
    let service = &answer.services()[0];
    assert_eq!((service.service_name(), service.desired_count()), (Some("web"), 3));
    assert_eq!(service.created_at().map(|at| at.to_millis().expect("in range")), Some(START - 9_000_001));
    let failure = &answer.failures()[0];
    assert_eq!(failure.reason(), Some("MISSING"));
    assert_eq!(failure.arn(), Some("arn:aws:ecs:eu-west-1:123456789012:service/lab/nobody"));
    assert!(answer.request_id().is_some());
}

#[tokio::test]
async fn more_than_a_call_can_take_is_refused() {
    let client = Bench::new().ecs();
    let names = |most: usize| Some((0..most).map(|n| format!("n{n}")).collect::<Vec<_>>());
    let services = |most| client.describe_services().cluster(CLUSTER).set_services(names(most)).send();
    assert_eq!(services(10).await.expect("ten are taken").failures().len(), 10);
    assert_eq!(refusal(services(11).await).0, "InvalidParameterException");
    let tasks = |most| client.describe_tasks().cluster(CLUSTER).set_tasks(names(most)).send();
    assert_eq!(tasks(100).await.expect("a hundred are taken").failures().len(), 100);
    assert_eq!(refusal(tasks(101).await).0, "InvalidParameterException");
    let deployments = |most| client.describe_service_deployments().set_service_deployment_arns(names(most)).send();
    assert_eq!(refusal(deployments(21).await).0, "InvalidParameterException");
    let none = client.describe_tasks().cluster(CLUSTER).set_tasks(Some(vec![])).send().await;
    assert_eq!(refusal(none), ("InvalidParameterException".to_owned(), "Tasks cannot be empty.".to_owned()));
}

#[tokio::test]
async fn an_unknown_cluster_or_service_has_its_own_error() {
    let client = Bench::new().ecs();
    let answer = client.list_tasks().cluster("nowhere").send().await;
    assert!(
        answer.as_ref().expect_err("refused").as_service_error().expect("an answer").is_cluster_not_found_exception()
    );
    assert_eq!(refusal(answer), ("ClusterNotFoundException".to_owned(), "Cluster not found.".to_owned()));
    let answer = client.list_service_deployments().cluster(CLUSTER).service("nobody").send().await;
    assert_eq!(refusal(answer), ("ServiceNotFoundException".to_owned(), "Service not found.".to_owned()));
    let answer = client.update_service().cluster(CLUSTER).service("nobody").desired_count(0).send().await;
    assert_eq!(refusal(answer).0, "ServiceNotFoundException");
}

#[tokio::test]
async fn tasks_are_listed_by_status_in_pages_of_a_hundred() {
    let client = Bench::new().ecs();
    let stopped = || client.list_tasks().cluster(CLUSTER).service_name("web").desired_status(DesiredStatus::Stopped);
    let first = stopped().send().await.expect("a page");
    assert_eq!(first.task_arns().len(), 100);
    let all = stopped().into_paginator().items().send().try_collect().await.expect("all");
    assert_eq!(all.len(), STOPPED);
    // Running is what is listed when nothing is said.
    let running = client.list_tasks().cluster(CLUSTER).send().await.expect("a page");
    assert_eq!(running.task_arns().len(), 3);
    let by = client.list_tasks().cluster(CLUSTER).started_by("ecs-svc/0000000000000000044").send().await;
    assert_eq!(by.expect("a page").task_arns().len(), 3);
    let other = client.list_tasks().cluster(CLUSTER).family("we").send().await.expect("a page");
    assert_eq!(other.task_arns().len(), 0);
    let both = client.list_tasks().cluster(CLUSTER).family("web").started_by("x").send().await;
    assert_eq!(refusal(both).1, "cannot specify startedBy with other arguments");
    let token = first.next_token().expect("more");
    let elsewhere = client.list_tasks().cluster(CLUSTER).next_token(token).send().await;
    assert_eq!(refusal(elsewhere).0, "InvalidParameterException");
    let described = client.describe_tasks().cluster(CLUSTER).tasks(&all[0]).tasks("f00d").send().await.expect("tasks");
    let task = &described.tasks()[0];
    assert_eq!(task.stopped_reason(), Some("Essential container in task exited"));
    assert_eq!((task.containers()[0].exit_code(), described.failures().len()), (Some(1), 1));
    assert_eq!(task.stopped_at().map(|at| at.to_millis().expect("in range")), Some(START));
}

#[tokio::test]
async fn service_deployments_are_listed_newest_first_by_status_and_time() {
    let client = Bench::new().ecs();
    let list = || client.list_service_deployments().cluster(CLUSTER).service("web");
    let (mut arns, mut token) = (Vec::new(), None);
    loop {
        let page = list().set_next_token(token).send().await.expect("a page");
        assert!(page.service_deployments().len() <= 20);
        arns.extend(page.service_deployments().iter().filter_map(|it| it.service_deployment_arn().map(str::to_owned)));
        token = page.next_token;
        if token.is_none() {
            break;
        }
    }
    assert_eq!(arns.len(), DEPLOYMENTS);
    assert!(arns.is_sorted_by(|newer, older| newer > older));
    let stopped = list().status(ServiceDeploymentStatus::Stopped).max_results(100).send().await.expect("a page");
    assert_eq!(stopped.service_deployments().len(), DEPLOYMENTS / 2);
    let after = DateTime::from_millis(START - 5_000_000 + 40 * 1_000);
    let newest = list().created_at(CreatedAt::builder().after(after).build()).send().await.expect("a page");
    assert_eq!(newest.service_deployments().len(), 4);
    let many = list().max_results(101).send().await;
    assert_eq!(refusal(many).0, "InvalidParameterException");
    let ask = client.describe_service_deployments().service_deployment_arns(&arns[0]).service_deployment_arns("arn:x");
    let described = ask.send().await.expect("an answer");
    let deployment = &described.service_deployments()[0];
    assert_eq!(deployment.deployment_configuration().and_then(|it| it.bake_time_in_minutes()), Some(5));
    assert_eq!(described.failures()[0].reason(), Some("MISSING"));
    let revision = deployment.target_service_revision().and_then(|it| it.arn()).expect("a revision");
    let revisions = client.describe_service_revisions().service_revision_arns(revision).send().await.expect("it");
    let definition = revisions.service_revisions()[0].task_definition();
    assert_eq!(definition, Some("arn:aws:ecs:eu-west-1:123456789012:task-definition/web:44"));
}

#[tokio::test]
async fn a_task_definition_is_found_by_arn_revision_and_family() {
    use crate::domain::masked::Masked;
    use crate::domain::task_definition::{ContainerDefinition, EnvironmentVariable, TaskDefinition};
    let bench = Bench::new();
    let variable = EnvironmentVariable { name: "MODE".into(), value: Masked::new("fast") };
    let container = ContainerDefinition {
        image: Some("registry/web:1".into()),
        environment: vec![variable],
        ports: vec![8080],
        health_check: Some("CMD-SHELL curl -f localhost || exit 1".into()),
        ..ContainerDefinition::bare("app".into())
    };
    let definition = |revision: i32| TaskDefinition {
        arn: format!("arn:aws:ecs:eu-west-1:123456789012:task-definition/web:{revision}").into(),
        family: "web".into(),
        revision,
        cpu: None,
        memory: Some("512".into()),
        task_role: None,
        execution_role: None,
        network_mode: None,
        containers: vec![container.clone()],
    };
    bench.door.world().account.task_definitions.extend([definition(9), definition(10)]);
    let client = bench.ecs();
    for (named, revision) in
        [("web", 10), ("web:9", 9), ("arn:aws:ecs:eu-west-1:123456789012:task-definition/web:9", 9)]
    {
        let answer = client.describe_task_definition().task_definition(named).send().await.expect(named);
        let found = answer.task_definition().expect("a definition");
        assert_eq!(found.revision(), revision);
        let app = &found.container_definitions()[0];
        assert_eq!(app.environment()[0].value(), Some("fast"));
        let check = app.health_check().expect("a check").command().to_vec();
        assert_eq!(check, ["CMD-SHELL", "curl -f localhost || exit 1"]);
    }
    let answer = client.describe_task_definition().task_definition("web:11").send().await;
    let expected = ("ClientException".to_owned(), "Unable to describe task definition.".to_owned());
    assert_eq!(refusal(answer), expected);
}

#[tokio::test]
async fn a_denied_action_is_told_in_awss_words_and_an_unknown_one_is_unknown() {
    let bench = Bench::new();
    bench.deny("ecs:ListTasks");
    let principal = bench.door.world().account.principal.clone();
    let (code, words) = refusal(bench.ecs().list_tasks().cluster(CLUSTER).send().await);
    assert_eq!(code, "AccessDeniedException");
    assert_eq!(
        words,
        format!(
            "User: {principal} is not authorized to perform: ecs:ListTasks on resource: * \
             because no identity-based policy allows the ecs:ListTasks action"
        )
    );
    let (code, _) = refusal(bench.ecs().list_attributes().target_type("x".into()).send().await);
    assert_eq!(code, "UnknownOperationException");
}

#[tokio::test]
async fn clusters_are_those_something_runs_in() {
    let client = Bench::new().ecs();
    let listed = client.list_clusters().send().await.expect("clusters");
    let lab = "arn:aws:ecs:eu-west-1:123456789012:cluster/lab".to_owned();
    assert!(listed.cluster_arns().contains(&lab));
    let answer = client.describe_clusters().clusters(lab).clusters("nowhere").send().await.expect("an answer");
    assert_eq!(answer.clusters()[0].running_tasks_count(), 3);
    assert_eq!(answer.failures()[0].arn(), Some("arn:aws:ecs:eu-west-1:123456789012:cluster/nowhere"));
}

#[tokio::test]
async fn a_change_this_account_cannot_make_is_refused_and_not_ignored() {
    let client = Bench::new().ecs();
    let answer = client.update_service().cluster(CLUSTER).service("web").task_definition("web:1").send().await;
    assert_eq!(refusal(answer).0, "InvalidParameterException");
    let answer = client.update_service().cluster(CLUSTER).service("web").desired_count(-1).send().await;
    assert_eq!(refusal(answer).0, "InvalidParameterException");
}
