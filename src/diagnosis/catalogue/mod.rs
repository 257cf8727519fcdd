//! Single messages to causes. A placeholder with the interface of the real catalogue.

use super::verdict::Category;
use crate::domain::Text;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MessageKind {
    ServiceEvent,
    StoppedReason,
    ContainerReason,
    DeploymentReason,
    StackEvent,
    ExitCode,
    LogLine,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    pub cause: &'static str,
    pub category: Category,
    pub benign: bool,
    pub wrapper: bool,
    pub decisive: Text,
    pub summary: String,
    pub next_step: String,
    pub subject: Option<Text>,
}

const TABLE: &[(&str, &str, Category, bool, bool)] = &[
    ("scaling activity", "scaling_activity", Category::Benign, true, false),
    ("steady state", "steady_state", Category::Benign, true, false),
    ("has started", "tasks_started", Category::Benign, true, false),
    ("user initiated", "operation_started", Category::Benign, true, false),
    ("outofmemoryerror", "out_of_memory", Category::Resources, false, false),
    ("unable to pull secrets", "secret_denied", Category::Permissions, false, false),
    ("cannotpull", "image_not_found", Category::Image, false, false),
    ("health checks", "health_check_failed", Category::HealthCheck, false, false),
    ("is unhealthy", "health_check_failed", Category::HealthCheck, false, false),
    ("insufficient memory", "insufficient_memory", Category::Resources, false, false),
    ("essential container", "essential_container_exited", Category::AppCrash, false, true),
    ("consistently start", "tasks_fail_to_start", Category::Other, false, true),
    ("cancelled", "cascade_cancelled", Category::Rollback, false, true),
    ("the following resource", "cascade_summary", Category::Rollback, false, true),
    ("exceeded attempts", "ecs_service_not_stabilized", Category::Other, false, true),
    ("circuit breaker", "circuit_breaker", Category::Rollback, false, true),
    ("keyerror", "env_missing", Category::AppCrash, false, false),
    ("error", "app_error", Category::AppCrash, false, false),
];

pub fn explain(kind: Option<MessageKind>, text: &Text) -> Explanation {
    let low = text.raw().to_lowercase();
    let row = TABLE.iter().find(|r| low.contains(r.0)).copied();
    let (cause, category, benign, wrapper) = match (kind, low.trim()) {
        (Some(MessageKind::ExitCode), "143") => ("sigterm", Category::Benign, true, false),
        (Some(MessageKind::ExitCode), "137") => ("killed_sigkill", Category::Other, false, false),
        (Some(MessageKind::ExitCode), _) => ("app_exited", Category::AppCrash, false, false),
        _ => row.map_or(("unknown", Category::Other, false, false), |r| (r.1, r.2, r.3, r.4)),
    };
    Explanation {
        cause,
        category,
        benign,
        wrapper,
        decisive: text.clone(),
        summary: format!("the message says {cause}"),
        next_step: format!("look at {cause}"),
        subject: None,
    }
}

pub fn depth(kind: MessageKind, e: &Explanation) -> u8 {
    match kind {
        _ if e.benign => 0,
        MessageKind::ContainerReason | MessageKind::ExitCode | MessageKind::LogLine => 7,
        MessageKind::StoppedReason if !e.wrapper => 6,
        MessageKind::ServiceEvent if !e.wrapper => 5,
        _ if e.wrapper => 2,
        _ => 3,
    }
}
