//! Which policy refuses: AWS says it in newer messages, and it decides where the permission must be given.

/// The words of AWS, in the normal form, and where to allow the action.
const POLICIES: &[(&str, &str)] = &[
    ("vpc endpoint policy", "in the policy of the VPC endpoint, which is what refuses here, not the role's"),
    (
        "service control policy",
        "in the organisation's service control policy, which is what refuses here, not the role's",
    ),
    (
        "resource control policy",
        "in the organisation's resource control policy, which is what refuses here, not the role's",
    ),
    ("permissions boundary", "in the role's permissions boundary, which is what refuses here"),
    ("session policy", "in the session's policy, which is what refuses here, not the role's"),
    ("explicit deny in a resource-based policy", "by taking the explicit deny out of the resource's own policy"),
    ("resource-based policy", "in the resource's own policy, which is what refuses here"),
    ("explicit deny in an identity-based policy", "by taking the explicit deny out of the role's own policies"),
    ("no identity-based policy allows", "in a policy of the role the message names"),
];

/// Where to allow the action, if the message (in the normal form) says which policy refuses.
pub fn refusing(plain: &str) -> Option<&'static str> {
    POLICIES.iter().find(|(words, _)| plain.contains(words)).map(|(_, place)| *place)
}
