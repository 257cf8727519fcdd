//! stub
use super::verdict::{Diagnosis, Verdict};
use crate::domain::{Timestamp, facts::Facts};
pub fn diagnose(_: &Facts, _: Timestamp) -> Diagnosis {
    Diagnosis { stack: None, verdict: Verdict::Unknown, headline: String::new(), findings: vec![], not_checked: vec![] }
}
