//! Tell-tales that mean the same whoever says them. Asked after the families that know more.

use super::super::cause::Cause;
use super::super::subject::{HOST, REFUSED};
use crate::diagnosis::verdict::Category::{Network, Permissions, Quota};

pub const CAUSES: &[Cause] = &[
    Cause::new("credentials_invalid", Permissions, "The credentials the call was made with are not valid, or no longer.",
        "Renew the credentials of whoever deploys, or correct the role; an operation that outlives them needs a role of the stack's own.")
        .when(&["handlererrorcode: invalidcredentials | security token included | expiredtoken | invalidclienttokenid | signaturedoesnotmatch | unrecognizedclient | token*expired"]),
    Cause::new("access_denied", Permissions, "A permission is missing: {subject|access is denied}.",
        "Allow {subject|the action} {policy|to the role that deploys or is named in the message; when its own policies allow it, look at the resource's, the endpoint's, the boundary's and the organisation's}.")
        .when(&["not authorized to perform | ~accessdenied | access denied | unauthorizedoperation | accessdeniedexception | unauthorizedtagging | explicit deny | no identity-based policy | handlererrorcode: accessdenied | handlererrorcode: invalidcredentials | security token included | expiredtoken | not authorized | invalidclienttokenid | signaturedoesnotmatch | iam:passrole | you do not have permission | does not have permission | insufficient permissions | unrecognizedclient | nocredentialproviders | role*trust | missing permissions | lacks permission | lack permission | permission to perform | insufficient privileges | missing*permission | doesnt have permission | do not have permission | not permitted to | policyviolation | policy violation | status code: 403 | statuscode: 403 | 403 forbidden | not allowed to be used with | explicitly denied"]).about(REFUSED),
    Cause::new("quota_exceeded", Quota, "A limit of the account is reached.", "Ask for a higher limit in Service Quotas, or remove what is not needed.")
        .when(&["limitexceeded | limit exceeded | servicequotaexceeded | service quota | limit has been reached | limit reached", "quota & {exceed | reached}", "~quotaexceeded | cannot create more than | limit on the number of*reached", "maximum number of | exceeded the maximum | reached the maximum | handlererrorcode: servicelimitexceeded | addresslimitexceeded | below its minimum value | unreservedconcurrentexecution | vpclimit"]),
    Cause::new("api_throttled", Quota, "AWS refuses more calls for now.", "Wait: it is tried again; make fewer changes at once.").when(&["rate exceeded | throttlingexception | throttled | requestlimitexceeded | handlererrorcode: throttling | toomanyrequests | too many requests | rate limit"]),
    Cause::new("network_unreachable", Network, "Something could not be reached over the network: {subject|see the message}.",
        "Check route, security group, endpoint and DNS on the way to {subject|it}.")
        .when(&["could not connect to | cannot connect to | failed to connect to | unable to connect to | connect timeout | i/o timeout | dial tcp | no such host | tls handshake timeout | statuscode: 0 | request canceled while waiting | no route to host | network is unreachable | connection refused | connection reset | handlererrorcode: networkfailure | insufficientfreeaddresses | context deadline exceeded | connection timed out | task network configuration"]).about(HOST),
];
