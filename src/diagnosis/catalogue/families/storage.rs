//! Volumes: EFS, FSx, EBS and the task's own disk.

use super::super::cause::Cause;
use super::super::subject::{FILE_SYSTEM, Find, REFUSED};
use crate::diagnosis::verdict::Category::{AgentOrInstance, Config, Network, Other, Permissions, Quota};

pub const GUARD: &str = "{efs | mount.nfs | nfs4 | fsx | ebs volume | ebs | volume attach | ephemeralstorage | ephemeral storage | infrastructure role*volume | volume*infrastructure role | createvolume | attachvolume | cannotcreatevolume | volume*mount | mount*volume | stunnel | access point | volume driver | volume plugin | volumedriver | docker/plugins/ | lib/docker/plugins | rexray | efs-utils | snapshot*volume} & !missing an attribute";

const PLUGIN: &[Find] = &[Find::After("volume plugin "), Find::After("plugin "), Find::Having("rexray")];

pub const CAUSES: &[Cause] = &[
    Cause::new("volume_plugin_failed", AgentOrInstance, "The volume plug-in on the instance is missing, or did not mount the volume.",
        "Look on the instance whether the plug-in {subject|of the volume} is installed and enabled (`docker plugin ls`), at its log, and whether it reaches its storage; replace the instance when it repeats.")
        .when(&["volumedriver. | docker/plugins/ | looking up volume plugin | volume plugin*not found | volume plugin*timed out | rexray | legacy plugin | volume driver*not found"]).about(PLUGIN),
    Cause::new("efs_access_denied", Permissions, "The file system {subject|} refuses the mount.",
        "Allow elasticfilesystem:ClientMount (and ClientWrite) to the task role, turn IAM authorization on in the volume, and read the file system's own policy; check the access point's owner.")
        .when(&["{efs | nfs | fs- | elasticfilesystem} & {access denied | accessdenied | not authorized | permission denied | operation not permitted | credentials}", "fsx & {access denied | accessdenied | not authorized | credentials}"]).about(FILE_SYSTEM),
    Cause::new("volume_role_denied", Permissions, "ECS may not create or attach the volume: {subject|its infrastructure role is refused}.",
        "Give the infrastructure role the managed policy for ECS volumes and a trust for ecs.amazonaws.com; whoever deploys needs iam:PassRole; an encrypted volume needs its key's permissions.")
        .when(&["unable to assume*role | assume the configured | unauthorizedoperation | not authorized | accessdenied | access denied | kms"]).about(REFUSED),
    Cause::new("efs_dns_unresolved", Network, "The file system's name {subject|} cannot be resolved in the VPC.",
        "Give the file system a mount target in the task's Availability Zone, and turn DNS resolution and host names on in the VPC.").when(&["failed to resolve | name or service not known | no such host | could not resolve | name resolution"]).about(FILE_SYSTEM),
    Cause::new("efs_path_missing", Config, "The directory to mount does not exist in the file system {subject|}.",
        "Create the directory, or use an access point that creates it; then check rootDirectory in the volume.").when(&["no such file or directory", "reason given by server*no such"]).about(FILE_SYSTEM),
    Cause::new("efs_not_found", Config, "The file system or access point {subject|} does not fit: missing, or not in this zone.",
        "Correct the ids in the volume's configuration, and give the file system a mount target in each of the service's zones.")
        .when(&["filesystemnotfound | accesspointnotfound | file system*does not exist | access point*does not exist | no mount target | mount target*not | bad request | access point*not found | could not find*file system | is not available"]).about(FILE_SYSTEM),
    Cause::new("efs_unreachable", Network, "The file system {subject|} does not answer on its port 2049.",
        "Let port 2049 from the tasks' security group into the mount targets' one, and check that a mount target is in the task's zone.")
        .when(&["{efs | nfs | fsx | stunnel} & {connection timed out | timed out | timeout | connection reset | connection refused | no route to host | tls tunnel | deadline exceeded | signal: killed | stunnel | network is unreachable | unreachable | network path | mount system call failed | transport endpoint | input/output error | code: 32} & !failed, reason & !protocol not supported & !invalid argument"]).about(FILE_SYSTEM),
    Cause::new("volume_quota", Quota, "A limit of EBS is reached.", "Ask for a higher limit, or delete unused volumes.")
        .when(&["limitexceeded | volumelimit | maxiops | limit exceeded | requestlimitexceeded | throttl | quota"]),
    Cause::new("ephemeral_storage_timeout", AgentOrInstance, "The task's own disk was not ready in time.",
        "Start the task again; when it repeats, lower ephemeralStorage or open a case with AWS.").when(&["ephemeralstorage & {timeout | timed out | fail | error}", "ephemeral storage & {timeout | timed out | provision}"]),
    Cause::new("volume_misconfigured", Config, "The volume's configuration does not fit.",
        "The file system type must be one the task's system reads, and for a snapshot the one it was made with; the key must exist and be usable by the infrastructure role.")
        .when(&["timed out while configuring | idempotentparametermismatch | filesystem type | file system type | file system format"]),
    Cause::new("volume_attach_timeout", AgentOrInstance, "The EBS volume was not attached in time.",
        "Start the task again; when it repeats, check the instance's attachments and the agent's version.")
        .when(&["{attach | ebs} & {timed out | timeout | deadline exceeded}", "unable to attach | failed to attach | busy | did not attach"]),
    Cause::new("volume_misconfigured", Config, "The volume's configuration does not fit.",
        "Check file system type, snapshot, size, driver and zone of the volume in service and task definition.")
        .when(&["invalid | protocol not supported | not found | notfound | mismatch | not supported | unsupported | incompatible | does not exist | plugin | cannotcreatevolume | mkfs | encountered error while"]).about(FILE_SYSTEM),
    Cause::new("efs_mount_failed", Other, "The file system {subject|} could not be mounted; the message does not say why.",
        "Check in this order: port 2049 between the security groups, a mount target in the zone, DNS in the VPC, the task role, the root directory.").when(&["efs utils | mount.nfs | set up efs | failed to mount"]).about(FILE_SYSTEM),
];
