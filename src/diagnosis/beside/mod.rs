//! What stands beside ECS and supports a finding: targets, images, instances, autoscaling, revisions.
//!
//! Here live what a finding wants to have asked, and what the answers add to it. Never here: findings about tasks and
//! events themselves, their order.

mod autoscaling;
mod digest;
mod gaps;
mod health;
mod image;
mod room;
mod supported;
mod unhealthy;
mod wanted;

pub use autoscaling::brought_back;
pub use gaps::add_gaps;
pub use supported::supported;
pub use unhealthy::unhealthy;
pub use wanted::{images_in_question, wants_instances, wants_targets};
