//! Answers with nothing in them, and rows with nothing in them: never a panic, and no row that can be named is lost.

use super::{STACK, poll_once, service, xml};
use crate::aws::fake_http::{Asked, clients, ok};
use crate::domain::image::Found;
use crate::domain::log::{LogSource, LogSpot};
use crate::domain::log_scope::LogGroupId;
use crate::domain::news::News;
use crate::domain::text::Text;
use crate::domain::topic::Topic;

fn topics() -> Vec<Topic> {
    vec![
        Topic::Identity,
        Topic::Alias,
        Topic::Stacks,
        Topic::Stack(Text::new("orders")),
        Topic::Resources(Text::new(STACK)),
        Topic::Events(Text::new(STACK)),
        Topic::Services { cluster: Text::new("blue"), names: [Text::new("orders")].into() },
        Topic::Deployments(service()),
        Topic::Tasks(service()),
        Topic::TaskDefinition(Text::new("orders:1")),
        Topic::Revisions { service: service(), arns: [Text::new("arn:r")].into() },
        Topic::TargetHealth(Text::new("arn:g")),
        Topic::Image(Text::new("111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:v1")),
        Topic::Scaling(service()),
        Topic::Capacity(Text::new("blue")),
        Topic::SavedQueries,
        Topic::LogFields(LogGroupId::parse("/ecs/orders")),
        Topic::LogRecord(Text::new("p")),
        Topic::Drift { stack: Text::new(STACK), detection: Text::new("d-1") },
        Topic::LogAround(LogSpot { group: LogGroupId::parse("g"), stream: Text::new("s"), at: super::at(0) }),
        Topic::Log(LogSource { group: Text::new("g"), region: None, stream: Text::new("s"), from: super::at(0) }),
    ]
}

/// An answer of every operation with rows that hold nothing but `members`, given as JSON or XML.
fn bare(asked: &Asked, json: &str, members: &str) -> String {
    let row = |list: &str| xml(&asked.operation, &format!("<{list}><member>{members}</member></{list}>"));
    match asked.operation.as_str() {
        "ListStacks" => row("StackSummaries"),
        "DescribeStacks" => row("Stacks"),
        "ListStackResources" => row("StackResourceSummaries"),
        "DescribeStackEvents" => row("StackEvents"),
        "DescribeQueryDefinitions" => format!(r#"{{"queryDefinitions":[{json}]}}"#),
        "GetLogGroupFields" => r#"{"logGroupFields":[{},{"name":"m"}]}"#.to_owned(),
        "GetLogRecord" => r#"{"logRecord":{"m":"\u0007"}}"#.to_owned(),
        "GetCallerIdentity" => xml(&asked.operation, ""),
        "ListAccountAliases" => xml(&asked.operation, "<AccountAliases><member>shop</member></AccountAliases>"),
        "DescribeServices" => format!(r#"{{"services":[{json}],"failures":[{{}}]}}"#),
        "ListServiceDeployments" | "DescribeServiceDeployments" => format!(r#"{{"serviceDeployments":[{json}]}}"#),
        "ListTasks" => r#"{"taskArns":["arn:t"]}"#.to_owned(),
        "DescribeTasks" => format!(r#"{{"tasks":[{json}],"failures":[{{}}]}}"#),
        "DescribeTaskDefinition" => format!(r#"{{"taskDefinition":{json}}}"#),
        "FilterLogEvents" => format!(r#"{{"events":[{json}]}}"#),
        "DescribeServiceRevisions" => format!(r#"{{"serviceRevisions":[{json}]}}"#),
        "DescribeTargetHealth" => row("TargetHealthDescriptions"),
        "DescribeStackDriftDetectionStatus" => {
            xml(&asked.operation, "<DetectionStatus>DETECTION_COMPLETE</DetectionStatus>")
        }
        "DescribeStackResourceDrifts" => row("StackResourceDrifts"),
        "DescribeImages" => format!(r#"{{"imageDetails":[{json}]}}"#),
        "DescribeScalableTargets" => format!(r#"{{"ScalableTargets":[{json}]}}"#),
        "ListContainerInstances" => r#"{"containerInstanceArns":["arn:i"]}"#.to_owned(),
        "DescribeContainerInstances" => format!(r#"{{"containerInstances":[{json}]}}"#),
        other => panic!("not asked for: {other}"),
    }
}

#[tokio::test]
async fn answers_and_rows_with_nothing_in_them_do_not_panic() {
    for topic in topics() {
        let (empty, _) = clients(|asked| match asked.body.starts_with("Action=") {
            true => ok(xml(&asked.operation, "")),
            false => ok("{}"),
        });
        let _ = poll_once(topic.clone(), empty).await;
        let (rows, _) = clients(|asked| ok(bare(asked, "{}", "")));
        let _ = poll_once(topic, rows).await;
    }
}

#[tokio::test]
async fn a_row_with_a_name_and_strange_words_is_kept() {
    let json = r#"{"serviceName":"orders","serviceArn":"arn:x","serviceDeploymentArn":"arn:d","taskArn":"arn:t","taskDefinitionArn":"arn:td",
        "status":"TELEPORTING","schedulingStrategy":"QUANTUM","createdAt":1e300,"deployments":[{"id":"ecs-svc/1","status":"ODD","createdAt":-1e300}],
        "events":[{"id":"1"}],"containers":[{}],"containerDefinitions":[{"environment":[{}],"logConfiguration":{"logDriver":"odd"}}],
        "lifecycleHookDetails":[{}],"alarms":{},"rollback":{},"deploymentConfiguration":{},"message":"m",
        "serviceRevisionArn":"arn:r","containerImages":[{}],"containerInstanceArn":"arn:i","remainingResources":[{}],"ResourceId":"service/blue/orders"}"#;
    let xml_row = format!(
        "<StackId>{STACK}</StackId><EventId>e</EventId><LogicalResourceId>L</LogicalResourceId><StackStatus>ODD</StackStatus>\
         <Target><Id>10.0.0.1</Id></Target><TargetHealth><State>odd</State></TargetHealth>"
    );
    for topic in topics().into_iter().filter(|topic| *topic != Topic::Identity) {
        let row = xml_row.clone();
        let (clients, _) = clients(move |asked| ok(bare(asked, json, &row)));
        let news = poll_once(topic.clone(), clients).await.expect("news");
        let kept = match &news {
            News::Alias(alias) => usize::from(alias.as_ref().is_some_and(|alias| alias.raw() == "shop")),
            News::Stacks(list) => list.len(),
            News::Stack(stack) => usize::from(stack.name.raw() == "orders" && stack.status.as_str() == "ODD"),
            News::Resources(list) => list.len(),
            News::Events(list) => list.len(),
            News::Services(list) => list[0].deployments.len() * list[0].events.len(),
            News::Deployments(list) => list.iter().filter(|d| d.detail.is_some()).count(),
            News::Tasks { described, .. } => described[0].containers.len(),
            News::TaskDefinition(definition) => definition.containers.len(),
            News::Log(list) | News::LogAround(list) => list.len(),
            News::Revisions(list) => list.len(),
            News::TargetHealth(list) => list.len(),
            News::Image(presence) => usize::from(presence.found == Found::Yes { digest: None, pushed_at: None }),
            News::Scaling(target) => usize::from(target.is_some()),
            News::Capacity(list) => list.len(),
            News::SavedQueries(list) => list.len(),
            News::LogFields(list) => list.len(),
            News::LogRecord(fields) => fields.len(),
            News::Drift(drift) => drift.resources.len(),
            News::CustomRequest(_) | News::Identity(_) => 0,
        };
        assert_eq!(kept, 1, "{topic:?}: {news:?}");
    }
}
