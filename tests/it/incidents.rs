//! More incidents made by hand: a rollback that failed, a region full of stacks.

use crate::fixtures::{NESTED, STACK, blank, blank_stack, event, learn, noon, resource, stack, told_stack};
use unstuck::app::model::{Model, Screen};
use unstuck::diagnosis::verdict::{
    Category, Confidence, Diagnosis, Evidence, EvidenceSource, Finding, Remedy, Verdict,
};
use unstuck::domain::Text;
use unstuck::domain::news::News;
use unstuck::domain::operation::{Operation, StackAim};
use unstuck::domain::stack::StackStatus;
use unstuck::domain::topic::Topic;

const FRONTEND: &str = "arn:aws:ecs:eu-west-1:210987654321:service/prod/frontend";
const FAILED: &str = "Resource handler returned message: \"Invalid request provided: UpdateService error: The target group arn:aws:elasticloadbalancing:eu-west-1:210987654321:targetgroup/web/6f does not have an associated load balancer.\" (RequestToken: 51c2, HandlerErrorCode: InvalidRequest)";

/// A rollback that failed in a nested stack.
pub fn failed_rollback() -> Model {
    let mut model = blank_stack();
    let (ecs, nested) = ("AWS::ECS::Service", "AWS::CloudFormation::Stack");
    let events = vec![
        event(
            STACK,
            900,
            "orders-prod",
            nested,
            "UPDATE_ROLLBACK_FAILED",
            Some("The following resource(s) failed to update: [Web]."),
        ),
        event(STACK, 800, "Web", nested, "UPDATE_FAILED", Some("Embedded stack failed to roll back")),
        event(STACK, 300, "orders-prod", nested, "UPDATE_ROLLBACK_IN_PROGRESS", None),
        event(STACK, 290, "Queue", "AWS::SQS::Queue", "UPDATE_FAILED", Some("Resource update cancelled")),
        event(STACK, 0, "orders-prod", nested, "UPDATE_IN_PROGRESS", Some("User Initiated")),
    ];
    let resources = vec![resource("Web", NESTED, nested, "UPDATE_FAILED", None)];
    told_stack(&mut model, stack("orders-prod", STACK, "UPDATE_ROLLBACK_FAILED", 0), resources, events);
    let inner = vec![
        event(NESTED, 790, "Frontend", ecs, "UPDATE_FAILED", Some(FAILED)),
        event(NESTED, 310, "orders-prod-Web-1X2Y", nested, "UPDATE_ROLLBACK_IN_PROGRESS", None),
    ];
    let arn = Text::new(NESTED);
    let resources = vec![resource("Frontend", FRONTEND, ecs, "UPDATE_FAILED", Some(FAILED))];
    learn(&mut model, 9, Topic::Resources(arn.clone()), News::Resources(resources));
    learn(&mut model, 6, Topic::Events(arn), News::Events(inner));
    let skip = vec![Text::new("orders-prod-Web-1X2Y.Frontend")];
    model.diagnosis = Diagnosis {
        change_began: None,
        blocking: 1,
        impact: vec![],
        stack: None,
        verdict: Verdict::Failed,
        headline: "the rollback of orders-prod failed 32m ago: Frontend in the nested stack Web cannot be updated back"
            .to_owned(),
        findings: vec![Finding {
            cause: "rollback_failed",
            category: Category::Rollback,
            confidence: Confidence::High,
            summary: "Frontend cannot go back: its target group has no load balancer any more".to_owned(),
            extent: String::new(),
            service: None,
            evidence: vec![Evidence {
                source: EvidenceSource::StackEvent,
                at: Some(noon(790)),
                quote: Text::new(FAILED),
                about: Text::new("Frontend"),
            }],
            next_steps: vec!["attach the target group to its load balancer again, then continue".to_owned()],
            remedies: vec![Remedy {
                operation: Operation::continue_rollback(
                    StackAim {
                        id: Text::new(STACK),
                        name: Text::new("orders-prod"),
                        from: StackStatus::UpdateRollbackFailed,
                        token: Text::new("t"),
                    },
                    skip,
                ),
                effect: "goes on, leaving Frontend as it is".to_owned(),
            }],
            revision: None,
        }],
        no_way_out: None,
        changes: vec![],
        clocks: vec![],
        not_checked: vec![],
    };
    model
}

/// The stacks of a region.
pub fn region() -> Model {
    let mut model = blank(Screen::Stacks);
    let mut stacks = vec![
        stack("payments-prod", "arn:1", "UPDATE_IN_PROGRESS", -120),
        stack("search-prod", "arn:2", "UPDATE_ROLLBACK_FAILED", 1500),
        stack("mail-staging", "arn:3", "ROLLBACK_COMPLETE", -5000),
    ];
    for stack in stacks.iter_mut().filter(|stack| stack.name.raw() == "search-prod") {
        stack.status_reason = Some(Text::new("The following resource(s) failed to update: [Service]."));
    }
    for n in 0..30 {
        let name = format!("team-{n:02}-service");
        stacks.push(stack(&name, &format!("arn:{}", n + 10), "UPDATE_COMPLETE", -9000 - n * 4000));
    }
    learn(&mut model, 12, Topic::Stacks, News::Stacks(stacks));
    model
}
