//! The last resort: what the code of CloudFormation's handler says when its words say nothing.

use super::super::cause::Cause;
use super::super::subject::{SAID, THING};
use crate::diagnosis::verdict::Category::{Config, Other, Rollback};

pub const CAUSES: &[Cause] = &[
    Cause::new("already_exists", Config, "Something of that name exists already: {subject|see the message}.",
        "Delete or import {subject|what has its name}, or give this one another name (best: none, CloudFormation then chooses).").when(&["{already exists | handlererrorcode: alreadyexists | alreadyexists | already exist | already owned | already in the stack | same name*exists | name*has been taken | duplicate*name} & !conflicts with & !cannot exist"]).about(THING),
    Cause::new("resource_missing", Config, "Something the template refers to does not exist: {subject|see the message}.",
        "Create {subject|it} (again, if somebody deleted it by hand), or correct the reference to it.").when(&["handlererrorcode: notfound | doesnt exist | does not exist | not found | notfound | doesnt exist | was deleted | nosuch | could not be found | cannot find & !cannot find version | cant be found | unable to find"]).about(THING),
    Cause::new("request_invalid", Config, "The service refuses the settings of this resource.",
        "Change the setting that AWS refuses: {subject|the message names it}.").when(&["handlererrorcode: invalidrequest | invalid request provided | invalidparameter | invalid parameter | validationexception | invalidrequest | handlererrorcode: notupdatable | not updatable | handlererrorcode: resourceconflict | invalidrequestexception | clientexception | invalid value | is not valid | is invalid | must be | must not | cannot be updated | malformed | unsupported | not supported | does not support | invalid | cannot be more than | cannot be greater | cannot be less | cannot exceed | cannot be longer | cannot contain | cannot be empty | can only | only one | greater than or equal | less than or equal | member must | illegal | conflict | status code: 4 | statuscode: 4 | unprocessable | no longer supported | requires property | badrequest | mismatch | already has | already in use | to create a new version | not allowed | required | missing | cannot specify | should be | exceeds | too long | too large | expected"]).about(SAID),
    Cause::new("hook_refused", Rollback, "A CloudFormation hook refuses the resource.", "Read the hook's own message; change the resource or the hook.").when(&["handlererrorcode: noncompliant | noncompliant"]),
    Cause::new("handler_failed", Other, "The resource's handler failed inside AWS.", "Try again; when it repeats, read CloudTrail for the call that failed.")
        .when(&["handlererrorcode | internal failure | internalfailure | service unavailable | serviceunavailable | internal server error | internal error | internalerror"]),
];

/// What a stack event without any known word most likely is: a demand on the template that is not met.
pub const DEMANDS: &[Cause] = &[Cause::new(
    "request_invalid", Config, "The service refuses the settings of this resource.", "Change the setting that AWS refuses: {subject|the message names it}.",
)
.when(&["cannot | can not | must | not valid | no longer | requires | already | exists | exist | should | does not | do not | doesnt | isnt | invalid | unsupported | only | expected | empty | null | not found | not match | not configured | not enabled | not available in | unknown"]).about(SAID)];
