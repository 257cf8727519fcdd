//! The wire of the simulated account: HTTP requests of AWS's protocols read, answers and errors in AWS's shapes.
//!
//! Here live awsJson 1.1 (ECS, ECR, Logs, autoscaling) and awsQuery (CloudFormation, load balancing, IAM, STS), paging,
//! permissions, the Logs Insights queries that somebody has started, and the frames of Live Tail sessions. Never here: what happens in the account over time (`sim/world`), sockets
//! (`sim/server.rs`), a clock. Requests are not checked for a signature: our choice, so that plain tools can ask.

mod answer;
mod autoscaling;
mod call;
mod cloudformation;
mod cloudformation_changes;
mod cloudformation_drift;
mod cloudformation_events;
mod cloudformation_find;
mod cloudformation_resources;
mod cloudformation_stacks;
mod custom_answers;
mod desk;
mod ecr;
mod ecs;
mod ecs_clusters;
mod ecs_deployment_changes;
mod ecs_deployments;
mod ecs_find;
mod ecs_instances;
mod ecs_revisions;
mod ecs_service_form;
mod ecs_services;
mod ecs_task_definitions;
mod ecs_tasks;
mod elb;
mod event_frames;
mod form;
mod iam;
mod json;
mod live_tail;
mod logs;
mod logs_definitions;
mod logs_evaluate;
mod logs_events;
mod logs_filter;
mod logs_find;
mod logs_groups;
mod logs_pattern;
mod logs_queries;
mod logs_query;
mod logs_saved;
mod logs_source;
mod logs_streams;
mod moment;
mod page;
mod sts;
mod tails;
mod token;
mod trouble;
mod uuid;
mod xml;

#[cfg(test)]
mod tests;

pub use answer::{answer, open_tail, streamed};
pub use desk::Desk;
pub use live_tail::{LiveTail, Step};
pub use logs_query::Asked;
