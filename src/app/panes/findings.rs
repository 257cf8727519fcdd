//! The findings, by name of their cause and service.

use crate::diagnosis::verdict::{Diagnosis, Finding};
use crate::domain::Text;
use std::collections::BTreeMap;

/// A key for each finding that stays the same while evidence comes in: cause and service, and of those that share
/// both, which it is.
pub fn keys(diagnosis: &Diagnosis) -> Vec<Text> {
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    let of = |finding: &Finding| {
        let service = finding.service.as_ref().map(|id| id.to_string()).unwrap_or_default();
        let name = format!("{} {service}", finding.cause);
        let before = told.entry(name.clone()).or_default();
        *before += 1;
        Text::from(format!("{name} {before}"))
    };
    diagnosis.findings.iter().map(of).collect()
}

/// The findings in the diagnosis's own order.
pub fn rows(diagnosis: &Diagnosis) -> Vec<&Finding> {
    diagnosis.findings.iter().collect()
}
