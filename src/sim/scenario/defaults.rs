//! What a scenario leaves out.

pub(super) fn account() -> String {
    "123456789012".to_owned()
}

pub(super) fn alias() -> String {
    "shop-simulated".to_owned()
}

pub(super) fn region() -> String {
    "eu-west-1".to_owned()
}

pub(super) fn launch_type() -> String {
    "FARGATE".to_owned()
}

pub(super) fn scheduling() -> String {
    "REPLICA".to_owned()
}

pub(super) fn deploys() -> i32 {
    30
}

pub(super) fn desired() -> i32 {
    4
}

pub(super) fn min_healthy_percent() -> i32 {
    100
}

pub(super) fn max_percent() -> i32 {
    200
}

pub(super) fn revision() -> i32 {
    43
}

pub(super) fn usual_minutes() -> i64 {
    4
}

pub(super) fn memory() -> i32 {
    1024
}

pub(super) fn controller() -> String {
    "ECS".to_owned()
}

pub(super) fn strategy() -> String {
    "ROLLING".to_owned()
}

pub(super) fn essential() -> bool {
    true
}
