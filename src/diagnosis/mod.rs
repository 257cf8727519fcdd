pub mod diagnose;
pub mod verdict;
pub use diagnose::diagnose;
