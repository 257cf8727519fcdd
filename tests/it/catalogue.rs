//! The message catalogue against a table of messages, `tests/diagnosis/messages.jsonl`.

use std::collections::BTreeSet;
use unstuck::diagnosis::catalogue::{self, Explanation, MessageKind};
use unstuck::diagnosis::verdict::Category;
use unstuck::domain::Text;

#[derive(serde::Deserialize)]
struct Row {
    kind: String,
    text: String,
    cause: String,
    category: String,
    benign: bool,
    wrapper: bool,
}

impl Row {
    fn kind(&self) -> MessageKind {
        MessageKind::parse(&self.kind).unwrap_or_else(|| panic!("kind {}", self.kind))
    }

    fn told(&self, text: &str) -> Explanation {
        catalogue::explain(Some(self.kind()), &Text::new(text))
    }
}

fn rows() -> Vec<Row> {
    let table = include_str!("../diagnosis/messages.jsonl");
    table.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

#[test]
fn each_message_is_told_as_the_table_says() {
    let rows = rows();
    assert!(rows.len() >= 300);
    for row in rows {
        let told = row.told(&row.text);
        let said = (told.cause, told.category.as_str(), told.benign, told.wrapper);
        assert_eq!(said, (&*row.cause, &*row.category, row.benign, row.wrapper), "{}: {}", row.kind, row.text);
    }
}

#[test]
fn case_quotes_parentheses_links_and_final_dots_change_nothing() {
    let varied: [fn(&str) -> String; 6] = [
        |text| text.to_uppercase(),
        |text| text.replace(['(', ')'], ""),
        |text| text.replace('\'', "\u{2019}"),
        |text| text.replace('"', "\\\""),
        |text| {
            format!(
                "{}. For more information, see the Troubleshooting section of the guide.",
                text.trim_end_matches('.')
            )
        },
        |text| text.replace(' ', "  "),
    ];
    for row in rows().iter().filter(|row| row.kind() != MessageKind::ExitCode && row.text.len() > 1) {
        for (which, vary) in varied.iter().enumerate() {
            // An ARN in capitals is none.
            if which == 0 && row.text.contains("arn:") {
                continue;
            }
            let text = vary(&row.text);
            assert_eq!(row.told(&text).category.as_str(), row.category, "variant {which}: {text}");
        }
    }
}

#[test]
fn without_a_kind_nearly_all_are_told_alike_and_nothing_routine_is_a_cause() {
    let rows = rows();
    let told = |row: &Row| catalogue::explain(None, &Text::new(&row.text));
    let alike = rows.iter().filter(|row| told(row).category.as_str() == row.category).count();
    assert!(alike * 100 >= rows.len() * 97, "{alike} of {}", rows.len());
    for row in rows.iter().filter(|row| row.benign && row.text.len() > 1) {
        assert!(told(row).benign, "{}", row.text);
    }
}

#[test]
fn every_cause_has_a_message() {
    let seen: BTreeSet<String> = rows().into_iter().map(|row| row.cause).collect();
    let missing: Vec<_> = catalogue::causes().into_iter().filter(|(cause, _)| !seen.contains(*cause)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_cause_has_one_category() {
    let causes = catalogue::causes();
    let names: BTreeSet<_> = causes.iter().map(|(cause, _)| cause).collect();
    assert_eq!(names.len(), causes.len());
}

#[test]
fn the_thing_to_change_is_named() {
    for (kind, text, subject) in [
        (
            MessageKind::StoppedReason,
            "CannotPullContainerError: Error response from daemon: manifest for acme/shop:v9 not found: manifest unknown",
            "acme/shop:v9",
        ),
        (
            MessageKind::StoppedReason,
            "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: \
             unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret \
             arn:aws:secretsmanager:eu-west-1:210987654321:secret:shop-AbCdEf: ResourceNotFoundException",
            "arn:aws:secretsmanager:eu-west-1:210987654321:secret:shop-AbCdEf",
        ),
        (
            MessageKind::StackEvent,
            "User: arn:aws:sts::210987654321:assumed-role/deploy/x is not authorized to perform: iam:PassRole on resource",
            "iam:PassRole",
        ),
        (MessageKind::LogLine, "KeyError: 'DATABASE_URL'", "DATABASE_URL"),
        (MessageKind::LogLine, "error: Environment variable not found: LEDGER_URL.", "LEDGER_URL"),
        (
            MessageKind::LogLine,
            "Error: P1001: Can't reach database server at `db.acme.internal`:`5432`",
            "db.acme.internal",
        ),
        (
            MessageKind::LogLine,
            "nginx: [emerg] host not found in upstream \"checkout\" in /etc/nginx/nginx.conf:3",
            "checkout",
        ),
        (MessageKind::LogLine, "Error: listen EADDRINUSE: address already in use 0.0.0.0:3000", "0.0.0.0:3000"),
        (MessageKind::LogLine, "FATAL:  password authentication failed for user \"ledger\"", "ledger"),
        (
            MessageKind::LogLine,
            "An error occurred (AccessDenied) when calling the PutObject operation: Access Denied",
            "PutObject",
        ),
        (
            MessageKind::StoppedReason,
            "Fetching secret data from SSM Parameter Store in eu-west-1: invalid parameters: /acme/KEY",
            "/acme/KEY",
        ),
        (MessageKind::ServiceEvent, "service checkout: task definition checkout:7 does not exist.", "checkout:7"),
        (MessageKind::StackEvent, "The following resource(s) failed to update: [Web, Worker].", "Web, Worker"),
    ] {
        let told = catalogue::explain(Some(kind), &Text::new(text));
        assert_eq!(told.subject.as_ref().map(Text::as_str), Some(subject), "{text}");
        assert!(format!("{} {}", told.summary, told.next_step).contains(subject), "{told:?}");
    }
}

#[test]
fn a_sentence_closes_over_the_name_it_does_not_have() {
    for row in rows() {
        let told = row.told(&row.text);
        for sentence in [told.summary, told.next_step] {
            assert!(!sentence.contains("  ") && !sentence.contains(" ,") && !sentence.ends_with(" ."), "{sentence:?}");
        }
    }
    let told =
        catalogue::explain(Some(MessageKind::StoppedReason), &Text::new("Secret does not exist or has no value"));
    assert!(told.summary.starts_with("The secret does not exist"), "{told:?}");
}

#[test]
fn a_name_of_the_users_is_never_read_as_a_word_of_aws() {
    let names = [
        "gpu-spot-worker",
        "oom-timeout-db",
        "secret-rollback-error",
        "unhealthy-alarm-hook",
        "drain-registered-steady",
    ];
    for (kind, text) in [
        (MessageKind::ServiceEvent, "(service NAME) has started 1 tasks: (task 0a1b)."),
        (MessageKind::ServiceEvent, "(service shop) registered 1 targets in (target-group NAME)"),
        (
            MessageKind::ServiceEvent,
            "ERROR: (service NAME) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 0a1b) has insufficient CPU units available.",
        ),
        (
            MessageKind::ServiceEvent,
            "service shop was unable to place a task. Reason: ResourceInitializationError: Unable to launch instance(s) for capacity provider NAME. VcpuLimitExceeded: no.",
        ),
        (
            MessageKind::ServiceEvent,
            "service shop was unable to place a task. Reason: CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref 210987654321.dkr.ecr.eu-west-1.amazonaws.com/NAME:v9: not found.",
        ),
        (MessageKind::StoppedReason, "CannotPullContainerError: manifest for NAME:v9 not found: manifest unknown"),
        (MessageKind::StoppedReason, "Task failed ELB health checks in (target-group NAME)"),
        (MessageKind::StoppedReason, "Task failed container health checks in container NAME"),
        (
            MessageKind::ContainerReason,
            "CannotStartContainerError: Error response from daemon: OCI runtime create failed: exec: \"NAME\": executable file not found in $PATH",
        ),
        (
            MessageKind::StackEvent,
            "Resource of type 'AWS::ECS::Service' with identifier 'NAME' already exists. (HandlerErrorCode: AlreadyExists)",
        ),
        (MessageKind::StackEvent, "The following resource(s) failed to update: [NAME, SpotListenerRule]."),
        (MessageKind::StackEvent, "Export NAME cannot be deleted as it is in use by web"),
        (MessageKind::StackEvent, "Capacity provider 'FARGATE' is not associated with cluster 'NAME'"),
    ] {
        let told = |name: &str| catalogue::explain(Some(kind), &Text::new(text.replace("NAME", name))).cause;
        for name in names {
            assert_eq!(told(name), told("checkout"), "{}", text.replace("NAME", name));
        }
        assert_ne!(told("checkout"), "unknown", "{text}");
    }
}

#[test]
fn the_decisive_words_are_cut_from_the_message() {
    for (text, words) in [
        (
            "CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: dial tcp 52.218.1.2:443: i/o timeout",
            "i/o timeout",
        ),
        ("ResourceInitializationError: failed to validate logger args: : signal: killed", "killed"),
        ("Task failed ELB health checks in (elb legacy)", "Task failed ELB health checks in (elb legacy)"),
        ("quux happened", "quux happened"),
    ] {
        let told = catalogue::explain(Some(MessageKind::StoppedReason), &Text::new(text));
        assert!(told.decisive.as_str().contains(words), "{told:?}");
        assert!(text.contains(told.decisive.as_str()), "{told:?}");
    }
}

#[test]
fn deeper_evidence_ranks_above_its_wrappers() {
    let ladder = [
        (MessageKind::ContainerReason, "OutOfMemoryError: Container killed due to memory usage"),
        (MessageKind::StoppedReason, "CannotPullContainerError: pull access denied for acme/shop"),
        (
            MessageKind::ServiceEvent,
            "(service a) (port 80) is unhealthy in (target-group x) due to (reason Health checks failed)",
        ),
        (MessageKind::ServiceEvent, "(service a) is unable to consistently start tasks successfully."),
        (MessageKind::DeploymentReason, "ECS deployment circuit breaker: tasks failed to start."),
        (MessageKind::StackEvent, "ECS Deployment Circuit Breaker was triggered"),
        (MessageKind::StackEvent, "Resource update cancelled"),
        (MessageKind::StoppedReason, "Scaling activity initiated by (deployment ecs-svc/1)"),
    ];
    let depths = ladder.map(|(kind, text)| catalogue::depth(kind, &catalogue::explain(Some(kind), &Text::new(text))));
    assert!(depths.is_sorted_by(|deeper, wrapper| deeper > wrapper), "{depths:?}");
}

#[test]
fn that_an_error_was_logged_ranks_below_what_names_a_cause() {
    let depth = |kind, text: &str| catalogue::depth(kind, &catalogue::explain(Some(kind), &Text::new(text)));
    let logged = depth(MessageKind::LogLine, "2026-11-20 09:00:00 ERROR c.a.Checkout - the basket came back empty");
    for (kind, text) in [
        (MessageKind::LogLine, "Error: getaddrinfo ENOTFOUND db.internal.acme.example"),
        (MessageKind::LogLine, "java.lang.OutOfMemoryError: Java heap space"),
        (MessageKind::ContainerReason, "OutOfMemoryError: Container killed due to memory usage"),
        (MessageKind::ExitCode, "127"),
    ] {
        assert!(depth(kind, text) > logged, "{text}");
    }
    let beside = "(service a) (port 80) is unhealthy in (target-group x) due to (reason Health checks failed)";
    assert!(logged > depth(MessageKind::ServiceEvent, beside));
}

#[test]
fn what_no_rule_knows_is_kept_and_never_guessed() {
    for kind in MessageKind::ALL {
        let told = catalogue::explain(Some(kind), &Text::new("the quux frobnicated twice"));
        assert_eq!((told.cause, told.category, told.benign), ("unknown", Category::Other, false));
        assert_eq!(told.decisive.as_str(), "the quux frobnicated twice");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC*|.{0,80}|((service|reason|:|\\(|\\)|\\[|arn:aws|failed to|\"|\u{2019}|\u{130}) ?)*") {
        for kind in MessageKind::ALL.map(Some).into_iter().chain([None]) {
            let told = catalogue::explain(kind, &Text::new(&text));
            let filled = !told.summary.contains("{subject");
            proptest::prop_assert!(filled);
        }
    }
}
