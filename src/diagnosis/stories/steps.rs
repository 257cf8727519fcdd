//! Next steps that name the thing to change: the number, the role, the function, the command.

use super::fixtures::{NEW, STACK, Story, ago, now, revision, web};
use crate::diagnosis::diagnose;
use crate::diagnosis::verdict::{Diagnosis, Verdict};
use crate::domain::Text;
use crate::domain::custom_request::CustomRequest;
use crate::domain::deployment::RolloutState;
use crate::domain::emptied::Emptied;
use crate::domain::lever::Lever;
use crate::domain::news::News;
use crate::domain::response_url::ResponseUrl;
use crate::domain::scaling::{ScalableTarget, Suspended};
use crate::domain::stack::StackStatus;
use crate::domain::task_definition::{ContainerDefinition, TaskDefinition};
use crate::domain::topic::Topic;

fn updating() -> Story {
    let mut story = Story::new(StackStatus::UpdateInProgress);
    story.service_row("UPDATE_IN_PROGRESS", None);
    story
}

fn steps(said: &Diagnosis) -> String {
    said.findings.first().map(|found| found.next_steps.join("\n")).unwrap_or_default()
}

fn definition(rev: u32, memory: i32) -> TaskDefinition {
    let container = ContainerDefinition { memory: Some(memory), ..ContainerDefinition::bare(Text::new("api")) };
    TaskDefinition {
        arn: revision(rev),
        family: Text::new("web"),
        revision: i32::try_from(rev).expect("small"),
        cpu: None,
        memory: Some(Text::new(memory.to_string())),
        task_role: None,
        execution_role: None,
        network_mode: None,
        containers: vec![container],
    }
}

#[test]
fn memory_that_was_lowered_is_put_back_with_its_numbers() {
    for (was, is, told) in [(1024, 256, true), (256, 1024, false), (512, 512, false)] {
        let mut story = updating();
        for n in 1..=4 {
            let task =
                story.stopped(NEW, "EssentialContainerExited", "Essential container in task exited", Some(137), n * 60);
            task.containers[0].reason = Some(Text::new("OutOfMemoryError: Container killed due to memory usage"));
        }
        let mut facts = story.told();
        for one in [definition(7, was), definition(8, is)] {
            let topic = Topic::TaskDefinition(one.arn.clone());
            facts.learn(&topic, now(), Ok(News::TaskDefinition(Box::new(one))));
        }
        let said = diagnose(&facts, now());
        let step = "Put memory back, the task's memory from 256 to 1024 and the limit of api from 256 to 1024 MiB as \
                    web:7 had it, then deploy once this update is over or cancelled: web:8 lowered it.";
        assert_eq!(steps(&said).contains(step), told, "{was} to {is}: {}", steps(&said));
    }
}

#[test]
fn a_crash_that_names_nothing_sends_to_what_changed() {
    let mut story = updating();
    story.crashes(4).log("api", &["fatal: the index was written by a newer version"]);
    let mut facts = story.told();
    for one in [definition(7, 512), definition(8, 1024)] {
        let topic = Topic::TaskDefinition(one.arn.clone());
        facts.learn(&topic, now(), Ok(News::TaskDefinition(Box::new(one))));
    }
    let said = diagnose(&facts, now());
    let first = said.findings[0].next_steps.first().map(String::as_str);
    let step = "Look first at what changed from web:7 to web:8: task memory 512 to 1024, memory limit 512 to 1024.";
    assert_eq!(first, Some(step), "{:?}", said.findings[0]);
}

#[test]
fn percents_that_leave_no_room_are_told_with_numbers_that_do() {
    for (desired, min, max, more, less) in [(4, 100, 100, 125, 75), (3, 100, 133, 134, 66), (1, 100, 100, 200, 0)] {
        let mut story = updating();
        let service = story.service();
        (service.desired, service.running) = (desired, desired);
        (service.min_healthy_percent, service.max_percent) = (Some(min), Some(max));
        service.deployments[1].running = desired;
        let said = diagnose(&story.told(), now());
        assert!(said.headline.contains(&format!("of {desired} tasks")), "{}", said.headline);
        assert!(said.headline.contains(&format!("and {desired} run")), "{}", said.headline);
        let step = steps(&said);
        for words in [
            format!("Raise maximumPercent from {max} to {more}"),
            format!("lower minimumHealthyPercent from {min} to {less}"),
            format!("--deployment-configuration 'maximumPercent={more},minimumHealthyPercent={min}"),
        ] {
            assert!(step.contains(&words), "{words}: {step}");
        }
        // What is told leaves room indeed.
        assert!(desired * more / 100 > desired && (desired * less + 99) / 100 < desired);
    }
}

#[test]
fn the_function_that_does_not_answer_is_named_with_its_log() {
    let story = |functions: &[&str]| {
        let mut story = Story::new(StackStatus::UpdateInProgress);
        story.resource(STACK, "Seed", "Custom::Seed", "UPDATE_IN_PROGRESS", None, 1100);
        for name in functions {
            story.resource(STACK, name, "AWS::Lambda::Function", "UPDATE_COMPLETE", None, 1105);
        }
        story.row(STACK, "shop", "AWS::CloudFormation::Stack", "UPDATE_IN_PROGRESS", Some("User Initiated"), 1110);
        story.told()
    };
    for (functions, words) in [
        (&[][..], "which the ServiceToken of Seed in the template names: `aws cloudformation get-template"),
        (&["Seeder"], "most likely Seeder, the only one of its stack: `aws logs tail /aws/lambda/Seeder --since 20m`"),
        (&["Seeder", "Other"], "one of Seeder, Other (the ServiceToken of Seed"),
    ] {
        let said = diagnose(&story(functions), now());
        assert!(steps(&said).contains(words), "{words}: {}", steps(&said));
        // One clock: the headline's.
        assert_eq!(said.headline.matches(" for 1").count(), 1, "{}", said.headline);
    }
    let mut facts = story(&["Seeder", "Other"]);
    let stack = Text::new(STACK);
    let url = "https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/x";
    let request = CustomRequest {
        stack: stack.clone(),
        logical_id: Text::new("Seed"),
        request_id: Text::new("7c"),
        physical_id: Text::new("seed-1"),
        kind: Text::new("Update"),
        url: ResponseUrl::parse(url, &stack).expect("an address"),
        answers: Some(Text::new("arn:aws:lambda:eu-west-1:111122223333:function:shop-Seeder-1QX")),
        log_group: None,
    };
    let groups = [Text::new("/aws/lambda/Seeder")].into();
    let topic = Topic::CustomRequest { stack, logical_id: Text::new("Seed"), groups, from: ago(1200) };
    facts.learn(&topic, now(), Ok(News::CustomRequest(Some(request))));
    let step = steps(&diagnose(&facts, now()));
    let words = "Read the log of its function shop-Seeder-1QX: `aws logs tail /aws/lambda/shop-Seeder-1QX --since 20m`";
    assert!(step.contains(words), "{step}");
}

#[test]
fn the_function_that_failed_is_named_with_its_log() {
    let mut story = Story::new(StackStatus::UpdateRollbackComplete);
    story.row(STACK, "shop", "AWS::CloudFormation::Stack", "UPDATE_IN_PROGRESS", Some("User Initiated"), 900);
    story.resource(STACK, "Seeder", "AWS::Lambda::Function", "UPDATE_COMPLETE", None, 890);
    let reason = "Received response status [FAILED] from custom resource. Message returned: See the details in \
                  CloudWatch Log Stream: 2026/11/20/[$LATEST]0a1b (RequestId: 3c)";
    story.resource(STACK, "Seed", "Custom::Seed", "UPDATE_FAILED", Some(reason), 600);
    story.row(STACK, "shop", "AWS::CloudFormation::Stack", "UPDATE_ROLLBACK_COMPLETE", None, 500);
    let told = steps(&diagnose(&story.told(), now()));
    for words in ["`aws logs tail /aws/lambda/Seeder --since 71m`", "log stream 2026/11/20/[$LATEST]0a1b"] {
        assert!(told.contains(words), "{words}: {told}");
    }
}

#[test]
fn a_service_scaled_to_zero_from_here_waits_to_be_restored() {
    for (status, verdict) in
        [(StackStatus::UpdateComplete, Verdict::Waiting), (StackStatus::UpdateInProgress, Verdict::Slow)]
    {
        let mut story = Story::new(status.clone());
        story.service_row("UPDATE_COMPLETE", None);
        story.service().desired = 0;
        story.primary().desired = 0;
        story.primary().rollout = RolloutState::Completed;
        let mut facts = story.told();
        assert_ne!(diagnose(&facts, now()).verdict, Verdict::Waiting, "on purpose: nobody waits");
        facts.emptied.insert(web(), Emptied { at: ago(600), from: 4 });
        let said = diagnose(&facts, now());
        assert_eq!((said.verdict, said.findings[0].cause), (verdict, "scaled_to_zero_here"), "{status}");
        assert!(steps(&said).contains("--desired-count 4"), "{}", steps(&said));
        if verdict == Verdict::Waiting {
            assert!(said.headline.starts_with("web is still scaled to zero by this program"), "{}", said.headline);
        }
    }
}

#[test]
fn a_count_that_came_back_by_itself_has_restored_nothing() {
    for (status, min, verdict, by, offered) in [
        (StackStatus::UpdateComplete, Some(2), Verdict::Waiting, "autoscaling (minimum 2)", 2),
        (StackStatus::UpdateComplete, Some(1), Verdict::Waiting, "autoscaling or somebody else", 2),
        (StackStatus::UpdateComplete, None, Verdict::Waiting, "autoscaling or somebody else", 1),
        (StackStatus::UpdateInProgress, Some(2), Verdict::Slow, "autoscaling (minimum 2)", 0),
    ] {
        let mut story = Story::new(status.clone());
        story.service_row("UPDATE_COMPLETE", None);
        story.service().desired = 2;
        story.primary().desired = 2;
        story.primary().rollout = RolloutState::Completed;
        let mut facts = story.told();
        facts.emptied.insert(web(), Emptied { at: ago(600), from: 4 });
        let target = min.map(|min| ScalableTarget { min, max: 8, suspended: Suspended::default(), created_at: None });
        facts.learn(&Topic::Scaling(web()), now(), Ok(News::Scaling(target)));
        let said = diagnose(&facts, now());
        assert_eq!(said.verdict, verdict, "{status} {min:?}");
        let found = said.findings.iter().find(|found| found.cause == "count_came_back").expect("it is told");
        assert!(found.summary.starts_with(&format!("web came back to 2: {by}, after it was scaled")), "{found:?}");
        let levers: Vec<Lever> = said.ways_out().iter().map(|remedy| remedy.operation.lever()).collect();
        let expected = [Lever::SetCount, Lever::SuspendScaling];
        assert_eq!(levers, expected[..offered], "{status} {min:?}");
        assert!(offered == 0 || said.ways_out()[0].operation.command().ends_with("--desired-count 4"));
        // A count alone mends nothing where the tasks it starts fail.
        let row = facts.services.get_mut(&web()).expect("known");
        let mut service = row.service.value().expect("read").clone();
        assert!(!found.next_steps[0].starts_with("First"), "{found:?}");
        service.deployments[0].failed = 3;
        service.deployments[0].running = 0;
        row.service.learn(now(), service);
        let said = diagnose(&facts, now());
        let found = said.findings.iter().find(|found| found.cause == "count_came_back").expect("it is told");
        assert!(offered == 0 || found.next_steps[0].starts_with("First deploy what works: tasks of "), "{found:?}");
    }
}

#[test]
fn the_role_and_the_secret_of_a_refusal_are_named() {
    let mut story = updating();
    for n in 1..=4 {
        let reason = "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret \
                      from asm: User: arn:aws:sts::111122223333:assumed-role/web-exec/0a1b is not authorized to \
                      perform: secretsmanager:GetSecretValue on resource: \
                      arn:aws:secretsmanager:eu-west-1:111122223333:secret:web/DB because no identity-based policy \
                      allows the secretsmanager:GetSecretValue action";
        story.stopped(NEW, "TaskFailedToStart", reason, None, n * 60);
    }
    let step = steps(&diagnose(&story.told(), now()));
    assert!(step.contains("Allow secretsmanager:GetSecretValue on web/DB in a policy of the role web-exec."), "{step}");
}

#[test]
fn no_step_keeps_a_mark_for_what_the_stack_takes() {
    for status in ["UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_FAILED", "ROLLBACK_COMPLETE", "UPDATE_COMPLETE"] {
        let mut story = Story::new(StackStatus::parse(status));
        story.service_row("UPDATE_IN_PROGRESS", None);
        story.crashes(5);
        let said = diagnose(&story.told(), now());
        let all = said.findings.iter().flat_map(|found| &found.next_steps);
        all.for_each(|step| assert!(!step.contains("{deploy"), "{status}: {step}"));
    }
}
