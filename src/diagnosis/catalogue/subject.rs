//! The thing a message names: looked for in the raw text, cut out whole.

/// One way to find it.
#[derive(Clone, Copy, Debug)]
pub enum Find {
    /// The first token that holds these characters.
    Having(&'static str),
    /// The token after these words.
    After(&'static str),
    /// Everything up to the next space after these words, whatever marks are in it.
    Word(&'static str),
    /// The token before these words.
    Before(&'static str),
    /// What stands in brackets after these words.
    Listed(&'static str),
    /// The sentence itself, without the handler's words around it.
    Sentence,
    /// What a custom resource's function says of its failure.
    Returned,
}

use Find::{After, Before, Having, Listed, Returned, Sentence, Word};

/// What exists already, or does not.
pub const THING: &[Find] = &[
    After("with identifier "),
    After("already exists with name "),
    After("resource id: "),
    After("exist: "),
    After("exists: "),
    Before(" already exist"),
    Before(" does not exist"),
    Before(" was not found"),
    Before(" not found"),
    Before(" could not be found"),
    After("with the same name "),
    After("resource of type "),
    Having("arn:aws"),
];
/// What is used by something else.
pub const USED: &[Find] = &[
    After("repository with name "),
    Before(" is currently in use"),
    Before(" is in use"),
    Before(" has a dependent"),
    Before(" has dependencies"),
    Before(" cannot be deleted"),
    Having("arn:aws"),
];
/// What the service said of the settings it refuses.
pub const SAID: &[Find] = &[Sentence];

/// An image reference.
pub const IMAGE: &[Find] = &[
    After("manifest for "),
    After("pull access denied for "),
    After("failed to resolve ref "),
    After("failed to resolve reference "),
    After("cannot pull "),
    After("invalid reference format: "),
    Having(".dkr.ecr."),
    Having("public.ecr.aws/"),
    Having("/manifests/"),
    After("repository with name "),
    After("repository "),
    Having("registry-1.docker.io"),
    Having("docker.io/"),
    After("error: image "),
];
/// A secret or parameter.
pub const SECRET: &[Find] = &[
    Having(":secretsmanager:"),
    Having(":parameter/"),
    After("json key "),
    Listed("parameters: "),
    Listed("parameters "),
    After("parameters: "),
    After("secret "),
];
/// The action that was refused.
pub const REFUSED: &[Find] = &[
    After("to perform: "),
    After("authorized to perform "),
    After("when calling the "),
    After("operation error ssm: "),
    After("operation error ecr: "),
    After("operation error secrets manager: "),
];
/// A role.
pub const ROLE: &[Find] = &[Having(":role/"), After("role "), Having(":assumed-role/")];
/// A target group or classic load balancer.
pub const TARGETS: &[Find] = &[Having(":targetgroup/"), After("target-group "), After("target group "), After("(elb ")];
/// A host that was to be reached.
pub const HOST: &[Find] = &[
    Having("https://"),
    After("lookup "),
    After("failed to resolve "),
    After("dial tcp "),
    After("enotfound "),
    After("econnrefused "),
    After("host name "),
    After("server at "),
    After("server on host "),
    After("running on host "),
    After("server host "),
    After("unknown host "),
    After("in upstream "),
    After("bootstrap broker "),
    After("to node "),
    After("connecting to "),
    After("connect to "),
    After("connection to "),
    Having("http://"),
    Having(".amazonaws.com"),
];
/// A log group.
pub const LOG_GROUP: &[Find] = &[Having(":log-group:"), After("log group "), After("awslogs-group ")];
/// A container instance or EC2 instance.
pub const INSTANCE: &[Find] = &[After("container-instance "), After("container instance "), After("(instance ")];
/// A file system.
pub const FILE_SYSTEM: &[Find] = &[Having("fs-"), Having(":file-system/"), Having("fsap-")];
/// Resources in brackets.
pub const RESOURCES: &[Find] =
    &[Listed("failed to create: "), Listed("failed to update: "), Listed("failed to delete: "), Listed("failed: ")];
/// A program, file or module.
pub const PROGRAM: &[Find] = &[
    After("exec: "),
    After("stat "),
    After("exec "),
    After("no module named "),
    After("cannot find module "),
    After("open "),
];
/// A setting of the environment.
pub const ENVIRONMENT: &[Find] = &[
    After("environment variable: "),
    After("environment variable not found: "),
    After("you must set "),
    After("placeholder "),
    After("environment variables: "),
    After("environment variable "),
    After("env var "),
    After("keyerror: "),
    After("missing required "),
    After("improperlyconfigured: the "),
];
/// A capacity provider.
pub const PROVIDER: &[Find] = &[After("capacity provider "), After("capacity providers: ")];

/// The first that any of the ways finds.
pub fn find(raw: &str, ways: &[Find]) -> Option<String> {
    let lower = raw.to_ascii_lowercase();
    ways.iter().find_map(|way| {
        match way {
            Having(part) => {
                raw.split(stops).map(tidy).find(|token| token.to_ascii_lowercase().contains(part)).map(str::to_owned)
            }
            After(words) => {
                let rest = raw.get(lower.find(words)? + words.len()..)?;
                let rest = rest.trim_start_matches(['(', '"', '\'', '`', '\\', '\u{2018}', '\u{201c}', ' ', '[']);
                // An identifier of CloudFormation's is JSON: `{"/properties/LogGroupName":"/ecs/web"}`.
                let keyed = rest.strip_prefix('{').and_then(|json| json.split('}').next());
                let value = keyed.and_then(|json| json.rsplit(stops).find(|piece| !piece.is_empty()));
                value.unwrap_or(rest).split(stops).next().map(tidy).map(str::to_owned)
            }
            Word(words) => {
                let rest = raw.get(lower.find(words)? + words.len()..)?;
                rest.split_whitespace().next().map(tidy).map(str::to_owned)
            }
            Before(words) => {
                let before = raw.get(..lower.find(words)?)?;
                before.rsplit(stops).map(tidy).find(|token| !token.is_empty()).map(str::to_owned)
            }
            Returned => {
                let rest = raw.get(lower.find("message returned:")? + "message returned:".len()..)?;
                let said = ["(RequestId", "See the details"].iter().filter_map(|end| rest.find(end)).min();
                let said = rest.get(..said.unwrap_or(rest.len()))?.trim_matches(['.', ' ', '\'', '"']);
                Some(said).filter(|said| said.chars().count() <= LONGEST).map(str::to_owned)
            }
            Sentence => Some(sentence(raw)).filter(|said| said.chars().count() <= LONGEST).map(str::to_owned),
            Listed(words) => {
                let rest = raw.get(lower.find(words)? + words.len()..)?.strip_prefix('[')?;
                rest.split_once(']').map(|(inside, _)| inside.trim().to_owned())
            }
        }
        .map(|found| image_of(&found).unwrap_or(found))
        .filter(|found| is_name(found))
    })
}

/// The image behind an address of a registry's own interface, `https://HOST/v2/NAME/manifests/TAG`.
fn image_of(address: &str) -> Option<String> {
    let (host, rest) = address.strip_prefix("https://")?.split_once("/v2/")?;
    let (name, tag) = rest.split_once("/manifests/")?;
    let mark = if tag.contains(':') { '@' } else { ':' };
    Some(format!("{host}/{name}{mark}{tag}"))
}

/// A longer sentence is not repeated in a next step, in characters; our choice.
const LONGEST: usize = 170;

/// What a handler passes on: between `returned message: "` or `… error:` and the brackets with the codes.
fn sentence(raw: &str) -> &str {
    let mut said = raw.trim();
    for opening in ["returned message:", "Invalid request provided:", "Service error:", "TaskDefinition:"] {
        said = said.split_once(opening).map_or(said, |(_, after)| after.trim_start());
    }
    if let Some((before, after)) = said.split_once(" error: ")
        && !before.contains(' ')
    {
        said = after;
    }
    // The exception's name says less than what follows it.
    if let Some((before, after)) = said.split_once("Exception: ")
        && !before.contains(' ')
    {
        said = after;
    }
    for closing in ["(Service:", "(RequestToken", "Service:", "(Error code", "status code:", "For more information"] {
        said = said.split_once(closing).map_or(said, |(before, _)| before.trim_end());
    }
    said.trim_matches(['"', '\\', '.', ':', ' ', '\''])
}

/// Words of the sentence are not names.
fn is_name(found: &str) -> bool {
    let common = [
        "the",
        "a",
        "an",
        "this",
        "your",
        "is",
        "does",
        "in",
        "on",
        "to",
        "from",
        "with",
        "and",
        "or",
        "name",
        "not",
        "value",
        "was",
        "data",
        "database",
        "server",
        "mysql",
        "postgres",
        "redis",
        "mongodb",
        "kafka",
        "any",
        "all",
        "it",
        "at",
        "for",
        "required",
        "found",
        "failed",
        "refused",
        "closed",
        "cluster",
        "local",
        "downstream",
        "group",
        "groups",
        "service",
        "services",
        "resource",
        "queue",
        "role",
        "listener",
        "bucket",
        "record",
        "policy",
        "table",
        "topic",
        "alarm",
        "repository",
        "instance",
        "that",
        "key",
        "zone",
        "parameter",
        "vpc",
        "subnet",
        "subnets",
        "id",
        "domain",
        "stack",
        "file",
        "secret",
        "version",
        "which",
        "image",
        "specified",
        "null",
        "definition",
        "task",
        "user",
        "network",
        "defined",
        "being",
        "provided",
        "manifest",
        "nodegroup",
        "ecs",
        "volume",
        "field",
        "one",
        "more",
        "rule",
        "rules",
        "endpoint",
        "certificate",
        "system",
        "point",
    ];
    !found.is_empty() && !common.contains(&found.to_ascii_lowercase().as_str())
}

fn stops(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '\''
                | '`'
                | '('
                | ')'
                | ','
                | '['
                | ']'
                | '\\'
                | '\u{2018}'
                | '\u{2019}'
                | '\u{201c}'
                | '\u{201d}'
                | '<'
                | '>'
        )
}

fn tidy(token: &str) -> &str {
    token.trim_end_matches(['.', ':', ';', ',', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thing_named_is_cut_out_whole() {
        for (raw, ways, found) in [
            ("manifest for shop/web:v9 not found", IMAGE, Some("shop/web:v9")),
            (
                "Get https://1.dkr.ecr.eu-west-1.amazonaws.com/v2/: x",
                IMAGE,
                Some("https://1.dkr.ecr.eu-west-1.amazonaws.com/v2/"),
            ),
            (
                "in (target-group arn:aws:elasticloadbalancing:r:1:targetgroup/a/b) due",
                TARGETS,
                Some("arn:aws:elasticloadbalancing:r:1:targetgroup/a/b"),
            ),
            (
                "failed to copy: GET https://r.example/v2/a/web/manifests/sha256:1b0a: 429",
                IMAGE,
                Some("r.example/a/web@sha256:1b0a"),
            ),
            ("failed to update: [Web, Worker]. ", RESOURCES, Some("Web, Worker")),
            ("KeyError: 'DATABASE_URL'", ENVIRONMENT, Some("DATABASE_URL")),
            ("is not authorized to perform: ecs:RunTask on", REFUSED, Some("ecs:RunTask")),
            ("the specified log group does not exist", LOG_GROUP, None),
            ("", IMAGE, None),
        ] {
            assert_eq!(find(raw, ways).as_deref(), found, "{raw}");
        }
    }
}
