//! Pulling an image. The decisive words are often the last ones.

use super::super::cause::Cause;
use super::super::subject::{HOST, IMAGE, REFUSED};
use crate::diagnosis::verdict::Category::{
    AgentOrInstance, Image, Network, Other, Permissions, Quota, Resources, Rollback,
};

pub const GUARD: &str = "timed out while trying to connect to https | failed to fetch anonymous token | failed to fetch oauth token | cannotpull | pull access denied | pull image | pulling image | pull the image | ref pull | image pull | pull command failed | pull rate limit | toomanyrequests | image manifest | manifest unknown | manifest for | failed to resolve ref | failed to unpack image | failed to register layer | registry auth | httpreadseeker | httpreaderseeker | taskstoppedbeforepull | stopped before image pull | invalid reference format | no matching manifest | docker login | failed to pull | failed to copy | image reference | repository does not exist | pulling from host | image_pull | pull through cache | diffids | cannot pull | invalidimage | imagelayer";

pub const CAUSES: &[Cause] = &[
    Cause::new("stopped_before_pull", Rollback, "The task was stopped before its image was pulled: a consequence, not the cause.",
        "Look for the failure that stopped the deployment; this task never had its turn.").when(&["stopped before image pull | taskstoppedbeforepull"]).wrapper(),
    Cause::new("image_pull_rate_limited", Quota, "The registry refuses more pulls for now: its pull limit is reached.",
        "Log in to the registry, or take {subject|the image} from ECR or a pull-through cache.")
        .when(&["toomanyrequests | too many requests | pull rate limit | rate exceeded | throttlingexception | throttled | pull limit | data limit exceeded | status code*429 | 429 too"]).about(IMAGE),
    Cause::new("docker_daemon_trouble", AgentOrInstance, "Docker or the agent failed while it pulled the image.",
        "Look at the instance's Docker and agent logs; drain and replace the instance when it repeats.")
        .when(&["{devicemapper | devmapper | dm_task | docker daemon | docker.sock | input/output error | bad file descriptor | read-only file system | transport is closing} & !thin pool & !no space"]),
    Cause::new("disk_full", Resources, "There is no disk space left to unpack the image.",
        "Free or enlarge the instance's disk, or raise the task's ephemeral storage; make the image smaller.").when(&["no space left on device | disk quota exceeded | not enough space | thin pool | insufficient disk"]).about(IMAGE),
    Cause::new("image_bad_reference", Image, "The image reference {subject|} is mistyped.",
        "Correct the image reference in the task definition: {subject|registry, repository and tag}.")
        .when(&["invalid reference format | repository name must be lowercase | must be lowercase | invalid repository name | invalid tag | failed to parse reference | invalid image reference | could not parse image | invalid registry", ".dkr.ecr.*/ & !.amazonaws.com/ & !.amazonaws.com on & !.amazonaws.com.cn/ & !.amazonaws.eu/ & !.ic.gov & !.sgov.gov & !.on.aws"]).about(IMAGE),
    Cause::new("image_arch_mismatch", Image, "The image was not built for the platform the task runs on.",
        "Build {subject|the image} for the task's platform (docker buildx --platform), or set runtimePlatform in the task definition to the image's.")
        .when(&["no matching manifest | no match for platform | descriptor matching platform | does not match the specified platform | exec format error | incompatible with | operating system is not supported | image operating system | cannot be used on this platform | platform*not supported"]).about(IMAGE),
    Cause::new("image_format_unsupported", Image, "The image has a format this container runtime does not read.",
        "Build and push {subject|the image} again with a current builder.").when(&["unsupported media type | invalidimage | imagelayer | unsupportedimage | manifest.v1 | no longer supported | manifest schema | mediatype | media type*not | unknown manifest | unsupported manifest"]).about(IMAGE),
    Cause::new("image_corrupt", Image, "The image's layers do not fit its manifest: it is corrupt.",
        "Build and push {subject|the image} again; do not reuse the tag.")
        .when(&["number of layers and diffids | layer verification failed | invalid tar header | unexpected commit digest | failed precondition | digest mismatch | checksum mismatch | max depth exceeded | error processing tar file | failed size validation | digest does not match | invalid checksum | archive/tar | gzip: invalid | wrong diff id"]).about(IMAGE),
    Cause::new("image_unpack_failed", Image, "The image could not be unpacked.",
        "Check free disk space, then build and push {subject|the image} again.").when(&["{failed to unpack | failed to extract layer} & {mount callback | unexpected eof | exit status | invalid | failed to stat}"]).about(IMAGE),
    Cause::new("image_not_found_or_private", Image, "The registry gives no access without a login, or knows no such image: {subject|the image}.",
        "If {subject|the image} is private, give repositoryCredentials with a secret the execution role may read (for ECR its permissions); else correct registry, repository and tag.")
        .when(&["fetch anonymous token & {401 | 403 | unauthorized | forbidden | denied | unexpected status}"]).about(IMAGE),
    Cause::new("registry_credentials_invalid", Image, "The registry refuses the credentials.",
        "Correct the secret behind repositoryCredentials, or the instance's registry login, for {subject|the registry}.")
        .when(&["incorrect username or password | invalid username | bad credentials | access token*invalid | incorrect username", "{401 unauthorized | authentication required} & !.dkr.ecr."]).about(IMAGE),
    Cause::new("execution_role_ecr_denied", Permissions, "The role that pulls may not read the image: {subject|ECR refuses it}.",
        "Allow {subject|ecr:GetAuthorizationToken, ecr:BatchCheckLayerAvailability, ecr:GetDownloadUrlForLayer and ecr:BatchGetImage} {policy|to the execution role (on EC2 also the instance role), and check the repository's and any VPC endpoint's policy}.")
        .when(&["not authorized to perform | accessdenied | 403 forbidden | status code*403 | statuscode: 403 | forbidden | no basic auth credentials | authorization token has expired | 401 unauthorized | unrecognizedclientexception | invalid security token | security token included*is invalid | expiredtoken | explicit deny | nocredentialproviders | no valid providers | unable to assume | denied: user: | no ec2 imds role",
            "access denied & !pull access denied", "role has the permissions & !dial tcp & !timeout & !not found"]).about(REFUSED),
    Cause::new("registry_certificate_untrusted", Network, "The registry's certificate is not trusted: something stands between, or its CA is unknown.",
        "Look at proxies and private endpoints on the way to {subject|the registry}; use a registry with a public certificate.").when(&["x509 | certificate signed by | certificate has expired | tls: failed to verify"]).about(HOST),
    Cause::new("image_layer_s3_unreachable", Network, "The image's layers cannot be fetched from S3 in time.",
        "Give the task's subnets a route to S3 (gateway endpoint or NAT) beside the ECR endpoints, and check the security group's way out.")
        .when(&["failed to copy & {i/o timeout | deadline exceeded | connection reset | context canceled | request canceled | tls handshake timeout | eof}", "failed open & {i/o timeout | deadline exceeded | no route to host | connection refused | context canceled}", "{prod-*-starport | starport-layer} & {timeout | reset | refused | eof}"]).about(IMAGE),
    Cause::new("ecr_endpoint_unreachable", Network, "The task has no way to ECR's API.",
        "Give the task's subnets a NAT gateway, a public address, or interface endpoints ecr.api and ecr.dkr with a security group that lets port 443 in.")
        .when(&["api.ecr. & {i/o timeout | timeout | deadline exceeded | canceled | statuscode: 0 | no such host | refused | send request failed | dial tcp}", "getauthorizationtoken & {i/o timeout | deadline exceeded | canceled | statuscode: 0 | no such host | send request failed}",
            "pull registry auth & {connection issue | network configuration | signal: killed | deadline exceeded}"]).about(HOST),
    Cause::new("image_registry_unreachable", Network, "The task has no way to the registry.",
        "Give the task's subnets a route to {subject|the registry} (NAT gateway, public address or endpoints), and let the security group out on port 443; check DNS in the VPC.")
        .when(&["i/o timeout | context deadline exceeded | deadline exceeded | signal: killed | statuscode: 0 | no such host | connection refused | tls handshake timeout | request canceled | client.timeout | connection reset | no route to host | network is unreachable | unexpected eof | : eof | eof$ | context canceled | server misbehaving | temporary failure in name resolution | connection timed out | broken pipe | server gave http response | timed out | timeout exceeded | proxyconnect"]).about(IMAGE),
    Cause::new("image_not_found_or_private", Image, "The registry knows no such image, or does not show it without a login: {subject|the image}.",
        "Check repository and tag of {subject|the image}; for a private one give repositoryCredentials or the ECR permissions.")
        .when(&["pull access denied | repository does not exist or may require | requested access to the resource is denied | insufficient_scope | docker login | denied:"]).about(IMAGE),
    Cause::new("image_not_found", Image, "The image {subject|} does not exist in the registry.",
        "Push {subject|the image}, or correct repository, tag or digest in the task definition.")
        .when(&["not found | manifest unknown | manifest_unknown | name unknown | does not exist | 404 | imagenotfound | repositorynotfound | no such image | unknown blob | blob unknown | tag*not exist | name_unknown"]).about(IMAGE),
    Cause::new("registry_failing", Other, "The registry answered with an error of its own.",
        "See the registry's status page and try again; a copy of the image in ECR removes the dependency.").when(&["500 internal server | 502 bad gateway | 503 service unavailable | 504 gateway | status code*50 | internal server error"]).about(IMAGE),
    Cause::new("image_registry_unreachable", Network, "The task has no way to the registry.",
        "Give the task's subnets a route to {subject|the registry}, and let the security group out on port 443; check DNS in the VPC.")
        .when(&["network configuration | connection issue | send request failed | dial tcp | request send failed"]).about(IMAGE),
    Cause::new("image_layer_fetch_failed", Image, "A layer of the image could not be fetched; the status that decides was cut off.",
        "Check that {subject|the image} is whole in its registry; a 403 here means a policy (S3 endpoint, repository), a time-out means a route.").when(&["unexpected status code | unexpected status | failed open"]).about(IMAGE),
    Cause::new("image_unpack_failed", Image, "The image could not be unpacked.",
        "Check free disk space, then build and push {subject|the image} again.").when(&["failed to unpack | failed to extract layer | failed to register layer | failed to apply"]).about(IMAGE),
    Cause::new("image_pull_failed", Image, "The image {subject|} could not be pulled; the message does not say why.",
        "Check in this order: the image exists, the execution role may read it, the subnets have a route to the registry.").when(&["cannotpull | cannot pull | cant pull | failed to pull | image pull | pull image | pulling image | ref pull | failed to resolve ref"]).about(IMAGE),
];
