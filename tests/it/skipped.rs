//! Which resources are chosen beforehand to be left out of a rollback: those that still stand in its way, by the names
//! AWS takes. The finding, the choice and the confirmation name the same.

use crate::fixtures::{NESTED, STACK, blank_stack, event, learn, resource, stack, told_stack};
use unstuck::app::choice::ResourceChoice;
use unstuck::diagnosis::diagnose;
use unstuck::domain::Text;
use unstuck::domain::lever::Lever;
use unstuck::domain::news::News;
use unstuck::domain::operation::{Operation, Skip};
use unstuck::domain::stack::StackEvent;
use unstuck::domain::topic::Topic;

const OWN: &str = "AWS::CloudFormation::Stack";
const DEEP: &str = "arn:aws:cloudformation:eu-west-1:210987654321:stack/orders-prod-Web-1X2Y-Deep-9Z/77";
const REFUSED: Option<&str> = Some("The target group does not have an associated load balancer.");
const CANCELLED: Option<&str> = Some("Resource update cancelled");

/// A row told since: stack, second, resource, type, status, reason.
type Since = (&'static str, i64, &'static str, &'static str, &'static str, Option<&'static str>);

/// What was told since the rollback failed at `Rules`, at `Frontend` in a nested stack and at `Table` two deep, while
/// the lists of resources still say UPDATE_FAILED; and what is left out then.
const TOLD: &[(&[Since], &[&str])] = &[
    (&[], &["Rules", "orders-prod-Web-1X2Y.Frontend", "orders-prod-Web-1X2Y-Deep-9Z.Table"]),
    // Mended since: a later row of the same resource says so.
    (
        &[(STACK, 850, "Rules", "AWS::Events::Rule", "UPDATE_COMPLETE", None)],
        &["orders-prod-Web-1X2Y.Frontend", "orders-prod-Web-1X2Y-Deep-9Z.Table"],
    ),
    (
        &[(NESTED, 850, "Frontend", "AWS::ECS::Service", "UPDATE_COMPLETE", None)],
        &["Rules", "orders-prod-Web-1X2Y-Deep-9Z.Table"],
    ),
    (
        &[(DEEP, 850, "Table", "AWS::DynamoDB::Table", "UPDATE_COMPLETE", None)],
        &["Rules", "orders-prod-Web-1X2Y.Frontend"],
    ),
    // The nested stack as a whole.
    (&[(STACK, 850, "Web", OWN, "UPDATE_COMPLETE", None)], &["Rules"]),
    (&[(NESTED, 850, "WebDeep", OWN, "UPDATE_COMPLETE", None)], &["Rules", "orders-prod-Web-1X2Y.Frontend"]),
    // Tried again, and given up for another; tried again, and under way.
    (
        &[(STACK, 850, "Rules", "AWS::Events::Rule", "UPDATE_FAILED", CANCELLED)],
        &["orders-prod-Web-1X2Y.Frontend", "orders-prod-Web-1X2Y-Deep-9Z.Table"],
    ),
    (
        &[(NESTED, 850, "Frontend", "AWS::ECS::Service", "UPDATE_IN_PROGRESS", None)],
        &["Rules", "orders-prod-Web-1X2Y-Deep-9Z.Table"],
    ),
    // Tried again, and failed again.
    (
        &[
            (STACK, 850, "Rules", "AWS::Events::Rule", "UPDATE_IN_PROGRESS", None),
            (STACK, 860, "Rules", "AWS::Events::Rule", "UPDATE_FAILED", REFUSED),
        ],
        &["Rules", "orders-prod-Web-1X2Y.Frontend", "orders-prod-Web-1X2Y-Deep-9Z.Table"],
    ),
];

fn rows(of: &str, since: &[Since], before: Vec<StackEvent>) -> Vec<StackEvent> {
    let told = since.iter().filter(|row| row.0 == of).rev();
    let told = told.map(|(stack, at, id, kind, status, reason)| event(stack, *at, id, kind, status, *reason));
    told.chain(before).collect()
}

#[test]
fn only_what_still_stands_in_the_way_is_chosen_beforehand() {
    for (since, expected) in TOLD {
        let mut model = blank_stack();
        let events = vec![
            event(STACK, 830, "orders-prod", OWN, "UPDATE_ROLLBACK_FAILED", None),
            event(STACK, 820, "Web", OWN, "UPDATE_FAILED", Some("Embedded stack failed to roll back")),
            event(STACK, 800, "Rules", "AWS::Events::Rule", "UPDATE_FAILED", REFUSED),
            event(STACK, 300, "orders-prod", OWN, "UPDATE_ROLLBACK_IN_PROGRESS", None),
            event(STACK, 0, "orders-prod", OWN, "UPDATE_IN_PROGRESS", Some("User Initiated")),
        ];
        let all = vec![
            resource("Rules", "rules-1", "AWS::Events::Rule", "UPDATE_FAILED", REFUSED),
            resource("Web", NESTED, OWN, "UPDATE_FAILED", None),
        ];
        let root = stack("orders-prod", STACK, "UPDATE_ROLLBACK_FAILED", 0);
        told_stack(&mut model, root, all, rows(STACK, since, events));
        let (frontend, table) = ("AWS::ECS::Service", "AWS::DynamoDB::Table");
        let insides = [
            (
                NESTED,
                vec![
                    resource("Frontend", "frontend-1", frontend, "UPDATE_FAILED", REFUSED),
                    resource("WebDeep", DEEP, OWN, "UPDATE_FAILED", None),
                ],
                vec![
                    event(NESTED, 810, "WebDeep", OWN, "UPDATE_FAILED", Some("Embedded stack failed to roll back")),
                    event(NESTED, 790, "Frontend", frontend, "UPDATE_FAILED", REFUSED),
                    event(NESTED, 310, "orders-prod-Web-1X2Y", OWN, "UPDATE_ROLLBACK_IN_PROGRESS", None),
                ],
            ),
            (
                DEEP,
                vec![resource("Table", "table-1", table, "UPDATE_FAILED", REFUSED)],
                vec![
                    event(DEEP, 780, "Table", table, "UPDATE_FAILED", REFUSED),
                    event(DEEP, 320, "orders-prod-Web-1X2Y-Deep-9Z", OWN, "UPDATE_ROLLBACK_IN_PROGRESS", None),
                ],
            ),
        ];
        for (arn, all, events) in insides {
            learn(&mut model, 9, Topic::Resources(Text::new(arn)), News::Resources(all));
            learn(&mut model, 6, Topic::Events(Text::new(arn)), News::Events(rows(arn, since, events)));
        }
        let chosen = ResourceChoice::new(&model.facts, Lever::ContinueRollback).chosen();
        let chosen: Vec<&str> = chosen.iter().map(Text::as_str).collect();
        assert_eq!(chosen, *expected, "{since:?}");
        let said = diagnose(&model.facts, model.now);
        let named = said.ways_out().into_iter().find_map(|way| match &way.operation {
            Operation::ContinueRollback(change) => Some(change.skip.clone()),
            _ => None,
        });
        let expected = expected.iter().map(Text::new).collect();
        assert_eq!(named, Some(Skip::Only(expected)), "{since:?}: {:#?}", said.findings);
    }
}
