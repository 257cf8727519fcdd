//! Drift detections.

use super::member::{text, text_or_empty, word};
use crate::domain::drift::{Difference, DriftStage, DriftStatus, ResourceDrift};
use aws_sdk_cloudformation::operation::describe_stack_drift_detection_status::DescribeStackDriftDetectionStatusOutput;
use aws_sdk_cloudformation::types as sdk;

/// How far a detection is; a status this version does not know is one on its way.
pub(in crate::aws) fn stage(from: &DescribeStackDriftDetectionStatusOutput) -> DriftStage {
    match from.detection_status() {
        Some(sdk::StackDriftDetectionStatus::DetectionComplete) => DriftStage::Complete,
        Some(sdk::StackDriftDetectionStatus::DetectionFailed) => {
            DriftStage::Failed(text(from.detection_status_reason()))
        }
        _ => DriftStage::Running,
    }
}

/// A row of DescribeStackResourceDrifts.
pub(in crate::aws) fn resource(from: &sdk::StackResourceDrift) -> Option<ResourceDrift> {
    Some(ResourceDrift {
        logical_id: text(from.logical_resource_id()).filter(|id| !id.is_empty())?,
        status: DriftStatus::parse(word(from.stack_resource_drift_status().map(sdk::StackResourceDriftStatus::as_str))),
        differences: from.property_differences().iter().map(difference).collect(),
    })
}

fn difference(from: &sdk::PropertyDifference) -> Difference {
    Difference {
        path: text_or_empty(from.property_path()),
        expected: text_or_empty(from.expected_value()),
        actual: text_or_empty(from.actual_value()),
    }
}
