//! Custom resources: somebody's function answers for them, and CloudFormation only passes on what it says.

use super::super::cause::Cause;
use super::super::subject::Find;
use crate::diagnosis::verdict::Category::CustomResource;

pub const GUARD: &str = "see the details in cloudwatch log stream | invalid physicalresourceid | custom resource | vendor response | cfn-response | lambda function*cloudformation | invalid response object | response is not valid | customresource | response object";

const SAID: &[Find] = &[Find::Returned, Find::After("log stream: ")];
const LOG_STREAM: &[Find] = &[Find::After("log stream: "), Find::After("requestid ["), Find::After("requestid: ")];

pub const CAUSES: &[Cause] = &[
    Cause::new("custom_resource_no_response", CustomResource, "The function behind a custom resource never answered CloudFormation.",
        "Find the function's log for {subject|this request}: it crashed, timed out, or has no route to the response URL in S3. CloudFormation waits up to its ServiceTimeout, one hour by default.")
        .when(&["did not receive a response from your custom resource", "custom resource failed to stabilize in expected time", "custom resource*timed out | timed out*custom resource | custom resource*not respond"]).about(LOG_STREAM),
    Cause::new("custom_resource_bad_response", CustomResource, "The function behind a custom resource answered in a form CloudFormation does not accept.",
        "Correct the function's answer: it needs Status, PhysicalResourceId, StackId, RequestId and LogicalResourceId, at most 4096 bytes.")
        .when(&["vendor response | invalid response object | response object is too long | response is not valid", "invalid physicalresourceid", "custom resource*invalid"]).about(LOG_STREAM),
    Cause::new("custom_resource_failed", CustomResource, "The function behind a custom resource answered that it failed, and says why only in its log.",
        "Read the function's log stream {subject|that the message names}, in its group /aws/lambda/FUNCTION; nothing in ECS is at fault here.")
        .when(&["message returned: see the details | reason: see the details | ^see the details in cloudwatch log stream"]).about(&[Find::Word("log stream: ")]),
    Cause::new("custom_resource_failed", CustomResource, "The function behind a custom resource answered that it failed: {subject|its log says why}.",
        "Mend what the function says: {subject|read its log, in the function's log group}; nothing in ECS is at fault here.")
        .when(&["received response status*failed*custom resource", "see the details in cloudwatch log stream", "custom resource & {fail | error | unable | denied | exception | invalid}", "customresource & {fail | error}"]).about(SAID),
];
