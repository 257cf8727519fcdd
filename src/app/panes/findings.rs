//! The findings, by name of their cause and service.

use crate::diagnosis::verdict::{Diagnosis, Finding};
use crate::domain::Text;

/// A key that stays the same while evidence comes in.
pub fn key(finding: &Finding) -> Text {
    let service = finding.service.as_ref().map(|id| id.to_string()).unwrap_or_default();
    Text::from(format!("{} {service} {}", finding.cause, finding.evidence.first().map_or("", |e| e.about.as_str())))
}

/// The findings in the diagnosis's own order.
pub fn rows(diagnosis: &Diagnosis) -> Vec<&Finding> {
    diagnosis.findings.iter().collect()
}
