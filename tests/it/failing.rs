//! Calls that fail.

use unstuck::app::model::Model;
use unstuck::domain::fault::Fault;
use unstuck::domain::topic::Topic;

/// Every topic a stack's model wants fails now.
pub fn fail_all(model: &mut Model, fault: fn(&'static str) -> Fault) {
    for feed in unstuck::app::feed::feeds(model) {
        let unstuck::app::feed::Feed::Topic(topic) = feed else { continue };
        let action = match &topic {
            Topic::Identity | Topic::Alias => continue,
            Topic::Stacks => "cloudformation:ListStacks",
            Topic::Stack(_) => "cloudformation:DescribeStacks",
            Topic::Resources(_) => "cloudformation:ListStackResources",
            Topic::Events(_) => "cloudformation:DescribeStackEvents",
            Topic::Services { .. } => "ecs:DescribeServices",
            Topic::Deployments(_) => "ecs:ListServiceDeployments",
            Topic::Tasks(_) => "ecs:ListTasks",
            Topic::TaskDefinition(_) => "ecs:DescribeTaskDefinition",
            Topic::Log(_) => "logs:FilterLogEvents",
            Topic::Revisions { .. } => "ecs:DescribeServiceRevisions",
            Topic::TargetHealth(_) => "elasticloadbalancing:DescribeTargetHealth",
            Topic::Image(_) => "ecr:DescribeImages",
            Topic::Scaling(_) => "application-autoscaling:DescribeScalableTargets",
            Topic::Capacity(_) => "ecs:ListContainerInstances",
            Topic::SavedQueries | Topic::LogFields(_) | Topic::LogRecord(_) | Topic::LogAround(_) => continue,
            Topic::Drift { .. } => "cloudformation:DescribeStackDriftDetectionStatus",
            Topic::CustomRequest { .. } => "logs:FilterLogEvents",
        };
        model.facts.learn(&topic, model.now, Err(fault(action)));
    }
}
