//! Which policy refuses: AWS says it in newer messages, and it decides where the permission must be given.

use crate::diagnosis::words::with_short_names;

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
    ("no identity-based policy allows", "in a policy of {role|the role the message names}"),
];

/// The role that was refused: of an ARN of the role itself, or of a session in it.
pub fn role(raw: &str) -> Option<String> {
    ["assumed-role/", ":role/"].iter().find_map(|mark| {
        let (_, rest) = raw.split_once(mark)?;
        let path = rest.split([' ', '"', '\'', ')', ',']).next()?;
        // A role's path stands before its name, a session's name after it.
        let name = if *mark == ":role/" { path.rsplit('/').next() } else { path.split('/').next() };
        name.map(|name| name.trim_end_matches(['.', ':'])).filter(|name| !name.is_empty()).map(str::to_owned)
    })
}

/// The name of what the action was refused on.
pub fn resource(raw: &str) -> Option<String> {
    let (_, rest) = raw.split_once("on resource: ")?;
    let word = rest.split_whitespace().next()?.trim_matches(['"', '\\', '\'', '.', ',', ')']);
    Some(with_short_names(word)).filter(|name| !name.is_empty() && name != "*")
}

/// Where to allow the action, if the message (in the normal form) says which policy refuses.
pub fn refusing(plain: &str) -> Option<&'static str> {
    POLICIES.iter().find(|(words, _)| plain.contains(words)).map(|(_, place)| *place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_role_and_the_resource_of_a_refusal_are_named() {
        let words = "User: arn:aws:sts::111122223333:assumed-role/web-exec/0a1b is not authorized to perform: \
                     secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:111122223333:secret:web/DB-AbCdEf because";
        assert_eq!(role(words).as_deref(), Some("web-exec"));
        assert_eq!(resource(words).as_deref(), Some("web/DB-AbCdEf"));
        let pathed = "role arn:aws:iam::111122223333:role/teams/shop/web-exec. is not";
        assert_eq!(role(pathed).as_deref(), Some("web-exec"));
        assert_eq!((role("denied"), resource("on resource: *")), (None, None));
    }
}
