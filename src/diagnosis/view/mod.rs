//! The facts as the rules want them: which operation, which open resources, which services and deployments.
//!
//! Never here: opinions about what is wrong.

mod breaker;
mod cancelled;
mod episode;
mod nest;
mod operation;
mod recalled;
mod service;
mod undone;
mod usual;
mod whole;

pub use breaker::BreakerView;
pub use cancelled::Cancelled;
pub use episode::{Episode, Role};
pub use nest::{ResourceAt, qualified, stack_name};
pub use recalled::Recalled;
pub use service::ServiceView;
pub use whole::View;
