//! What the agent fetches before the container starts: secrets, environment files, log streams.

use super::super::cause::Cause;
use super::super::subject::{Find, HOST, LOG_GROUP, REFUSED, SECRET};
use crate::diagnosis::verdict::Category::{AgentOrInstance, Config, Network, Other, Permissions, Quota, Secrets};

pub const GUARD: &str = "firelensconfiguration | secret | ssm | parameter store | secretsmanager | env files | environment file | envfile | logging driver | logger | log driver | log group | log stream | cloudwatch | execution resource retrieval | kms | asm | awslogs | fluentd | splunk | awsfirelens | firelens | log router";

pub const CAUSES: &[Cause] = &[
    Cause::new("init_throttled", Quota, "AWS refuses more calls for now while the task fetches what it needs.",
        "Start fewer tasks at once, fetch secrets by one ARN, or ask for a higher rate.").when(&["{throttlingexception | rate exceeded | too many requests | throttled} & !operations are being throttled"]),
    Cause::new("kms_denied", Permissions, "The key that protects the secret or image may not be used.",
        "Allow kms:Decrypt on the key to the execution role, in its policy and in the key's; check that the key is enabled.")
        .when(&["{access to kms | kms:decrypt | kms} & {accessdenied | not allowed | not authorized | denied | disabled | pending deletion | invalidstate | invalid state}", "decryptionfailure | cant decrypt | cannot decrypt | failed to decrypt | unable to decrypt | could not decrypt"]).about(REFUSED),
    Cause::new("env_file_denied_or_missing", Permissions, "The environment file in S3 may not be read, or does not exist: S3 says 403 for both without s3:ListBucket.",
        "Allow s3:GetObject and s3:GetBucketLocation to the execution role, and check that the file exists under that very name.")
        .when(&["{env files | env file | environment file | envfile} & {403 | forbidden | accessdenied | access denied | not authorized}"]).about(REFUSED),
    Cause::new("env_file_unreachable", Network, "The environment file cannot be fetched: no way to S3.",
        "Give the task's subnets a route to S3 (gateway endpoint or NAT).").when(&["{env files | env file | environment file} & {i/o timeout | deadline exceeded | canceled | signal: killed | statuscode: 0 | no such host | connection refused | network configuration | dial tcp}"]).about(HOST),
    Cause::new("env_file_invalid", Config, "The environment file does not exist or is not in the form ECS reads.",
        "Check bucket and key of environmentFiles; the file has VARIABLE=VALUE lines and the ending .env.").when(&["env files | env file | environment file | envfile"]),
    Cause::new("log_group_missing", Config, "The log group {subject|of the log configuration} does not exist.",
        "Create the log group {subject|named in the log configuration}, or set awslogs-create-group and allow logs:CreateLogGroup to the execution role.")
        .when(&["log group does not exist | log group*does not exist | log group*not found | log stream*does not exist", "log group & resourcenotfound", "{log stream | logging driver | logger args | awslogs} & resourcenotfoundexception"]).about(LOG_GROUP),
    Cause::new("log_access_denied", Permissions, "The log stream may not be created or written: {subject|access is denied}.",
        "Allow {subject|logs:CreateLogStream and logs:PutLogEvents, with awslogs-create-group also logs:CreateLogGroup,} {policy|to the execution role, on EC2 to the instance role}.")
        .when(&["{log stream | logging driver | logger | log driver | log group | awslogs | logs:create | logs:put} & {not authorized | accessdenied | access denied | forbidden | 403 | nocredentialproviders | no valid providers}"]).about(REFUSED),
    Cause::new("log_driver_misconfigured", Config, "The log configuration does not fit its driver.",
        "Correct driver and options in logConfiguration; options are spelt exactly, and a log router or socket must be there before the container.")
        .when(&["unknown log opt | no log driver named | must specify a value for | log driver*not | requires options | invalid log opt | logger options | missing*option | invalid value for | log opt*invalid",
            "{fluent | fluentd} & {refused | no such file | dial unix}", "{logging driver | logger | log driver} & {dial unix | awslogs-region | missing region | invalid endpoint | invalid option | conflicting options | unknown logging driver | is not supported}", "{firelens | log router | firelensconfiguration | awsfirelens} & !timeout & {fail | invalid | error | has to be configured | must be configured | must have}"]),
    Cause::new("task_credentials_unreachable", AgentOrInstance, "The agent's endpoint for credentials did not answer.",
        "Look at the ECS agent on the instance, and whether 169.254.170.2 can be reached from it (iptables, the agent's own state).")
        .when(&["credentialsendpointerror | 169.254.170.2"]),
    Cause::new("logs_endpoint_unreachable", Network, "The log driver cannot reach its service in time.",
        "Give the task's subnets a route to CloudWatch Logs (NAT or interface endpoint logs), or to the log host named; port 443 must be let out.")
        .when(&["{logging driver | logger | log driver | log stream | cloudwatch | awslogs | splunk} & {i/o timeout | deadline exceeded | requestcanceled | request canceled | signal: killed | statuscode: 0 | no such host | connection refused | network configuration | connection issue | dial tcp | send request failed | timed out | context canceled | tls handshake | connection reset}"]).about(HOST),
    Cause::new("log_driver_failed", Config, "The log driver could not be started; the message does not say why.",
        "Check logConfiguration, that its log group exists, that the execution role may write to it, and the route to it.").when(&["failed to initialize logging driver | failed to validate logger | failed to create cloudwatch | logger args | failed to initialise logging"]),
    Cause::new("secret_access_denied", Permissions, "The secret or parameter may not be read: {subject|access is denied}.",
        "Allow {subject|secretsmanager:GetSecretValue or ssm:GetParameters} on {resource|it} {policy|to the execution role; check the secret's own policy, its key and any VPC endpoint policy}.")
        .when(&["{secret | ssm | parameter store | asm} & {not authorized | accessdenied | access denied | forbidden | explicit deny | no identity-based policy | unable to assume | nocredentialproviders | no valid providers | 403 | unrecognizedclient}"]).about(REFUSED),
    Cause::new("secret_not_found", Secrets, "The secret {subject|} does not exist, or has no current value.",
        "Create {subject|the secret} in the task's region and account, or correct its ARN in the task definition; a secret marked for deletion must be restored.")
        .when(&["{secret | asm} & {resourcenotfound | cant find | cannot find | not found | does not exist | marked for deletion | marked deleted | scheduled for deletion | staging label | no such secret | awscurrent}", "secret does not exist | secret*has no value"]).about(SECRET),
    Cause::new("parameter_not_found", Secrets, "The parameter {subject|} does not exist.",
        "Create {subject|the parameter} in the task's region, or correct its name in the task definition (or the template).")
        .when(&["invalid ssm parameters | invalid parameters | parameternotfound | parameter*not found | parameter*does not exist | parameterversionnotfound | parameters: /", "{ssm | parameter store} & {not found | does not exist | parameters:}"]).about(SECRET),
    Cause::new("secret_json_key_missing", Secrets, "The secret's JSON has not the key that is asked for: {subject|see valueFrom}.",
        "Put the key {subject|asked for} into the secret's JSON, or correct the part after the secret's ARN in valueFrom (:key:stage:version).")
        .when(&["{secret | ssm | asm | parameter store} & {did not contain*key | not contain*key | does not have*key | key*not found in | key*does not exist in | json key*not | no json key | missing json key}"]).about(&[Find::After("json key "), Find::After("key "), Find::Having(":secretsmanager:")]),
    Cause::new("secret_bad_json", Secrets, "The secret holds no valid JSON, and a key of it is asked for.",
        "Make the secret's value a JSON object, or leave the part after the secret's ARN in valueFrom empty and take it whole.")
        .when(&["{secret | ssm | asm | parameter store} & {json format | json key | invalid character | unexpected end of json | not valid json | invalid json | parse*json | json: cannot | unmarshal | unexpected token}"]),
    Cause::new("secret_bad_json", Secrets, "The secret with the registry's login does not hold what ECS reads there.",
        "Write the secret of repositoryCredentials as JSON with the keys username and password.").when(&["{registry credentials | repository credentials | registry auth from asm} & {username and password | must contain | invalid | not valid}"]),
    Cause::new("secret_bad_reference", Secrets, "The reference to the secret is not a valid name or ARN: {subject|see valueFrom}.",
        "Correct valueFrom in the task definition: a full ARN, with its region and six-character suffix.")
        .when(&["{secret | ssm | asm | parameter store} & {unexpected arn format | invalid arn | invalid name | validationexception | invalidparameter | arn is invalid | invalid secret | malformed | must be a valid arn | not a valid arn}"]).about(SECRET),
    Cause::new("secrets_endpoint_unreachable", Network, "The secret or parameter cannot be fetched in time: no way to its service.",
        "Give the task's subnets a NAT gateway, a public address, or interface endpoints secretsmanager or ssm whose security group lets port 443 in.")
        .when(&["{secret from | secrets from | ssm | parameter store | secretsmanager | asm} & {i/o timeout | deadline exceeded | requestcanceled | request canceled | context canceled | signal: killed | statuscode: 0 | no such host | connection refused | tls handshake timeout | network configuration | connection issue | dial tcp | send request failed | timed out | connection reset}"]).about(HOST),
    Cause::new("execution_role_ecr_denied", Permissions, "The execution role may not log in to the registry: {subject|ECR refuses it}.",
        "Allow {subject|ecr:GetAuthorizationToken} {policy|to the execution role and in any VPC endpoint policy}.")
        .when(&["{registry auth | ecr} & {not authorized | accessdenied | access denied | forbidden | explicit deny | unable to assume | nocredentialproviders | no valid providers | no ec2 imds role | 403}"]).about(REFUSED),
    Cause::new("ecr_endpoint_unreachable", Network, "The task has no way to ECR's API.",
        "Give the task's subnets a NAT gateway, a public address, or interface endpoints ecr.api and ecr.dkr with a security group that lets port 443 in.")
        .when(&["{registry auth | ecr | execution resource retrieval} & {i/o timeout | deadline exceeded | requestcanceled | request canceled | context canceled | signal: killed | statuscode: 0 | no such host | connection refused | tls handshake timeout | network configuration | connection issue | dial tcp | send request failed | timed out | connection reset}"]).about(HOST),
    Cause::new("init_unanswered", Network, "Secrets or the registry login could not be fetched: the request itself failed, which is no refusal; most likely there is no way to the service.",
        "Give the task's subnets a NAT gateway, a public address, or interface endpoints (ecr.api, secretsmanager, ssm) whose security group lets port 443 in; the end of the message, which would say it for sure, is cut off.")
        .when(&["{unable to pull secrets or registry auth | unable to retrieve | execution resource retrieval failed} & {requesterr | request error}"]),
    Cause::new("init_cut_off", Other, "Secrets or the registry login could not be fetched; the end of the message, which says why, is cut off: the cause is unknown.",
        "Read the whole message: `aws ecs describe-tasks` tells it of a stopped task for about an hour, as its stoppedReason and as each container's reason. Without it check in this order: the route from the task's subnets (awsvpc: NAT or a public address, or the endpoints ecr.api, ecr.dkr, s3, secretsmanager, ssm and logs with port 443 let in), what the execution role may do, {subject|the ARN of the secret or parameter}.")
        .when(&["unable to pull secrets or registry auth | unable to retrieve secret | execution resource retrieval failed | unable to retrieve ecr | fetching secret data"]).about(SECRET),
];
