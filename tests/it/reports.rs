//! The incident report: all its parts, nothing secret in it.

use crate::fixtures::{crash_loop, id, noon};
use crate::incidents::failed_rollback;
use unstuck::app::model::Model;
use unstuck::commands::report::report;
use unstuck::domain::Text;
use unstuck::domain::identity::Place;
use unstuck::domain::operation::{Operation, Outcome};
use unstuck::runtime::journal::Journal;

fn journal(name: &str) -> (Journal, std::path::PathBuf) {
    let folder = std::env::temp_dir().join(format!("unstuck-report-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    (Journal::new(Some(folder.join("journal.jsonl"))), folder)
}

fn with_secret(mut model: Model) -> Model {
    let finding = model.diagnosis.findings.first_mut().expect("a finding");
    let secrets = "at https://x.example/?X-Amz-Signature=0badc0de with AKIAIOSFODNN7EXAMPLE and token=hunter2";
    finding.summary = format!("{} {secrets}", finding.summary);
    model
}

#[test]
fn the_report_has_every_part_and_no_secret() {
    let (journal, folder) = journal("parts");
    let place = Place { region: Text::new("eu-west-1"), profile: None, endpoint: None };
    let operation = Operation::scale_to_zero(id(), 4);
    journal.before(noon(1_000), &operation, (&place, None)).expect("written");
    journal
        .after(noon(1_001), &operation, (&place, None), &Outcome::Accepted { request_id: None, began: None })
        .expect("written");
    let model = with_secret(crash_loop());
    let report = report(&model, &journal);
    for (text, parts) in [
        (
            report.markdown(),
            vec![
                "# Incident report: orders-prod",
                "## STUCK",
                "### Timeline",
                "| 2026-11-20T12:37:50Z | task | orders:42 |",
                "### Actions taken",
                "ecs:UpdateService on orders: accepted",
                "### See the same",
                "aws ecs describe-services --cluster prod --services orders --region eu-west-1 --profile orders-prod",
                "aws logs get-log-events --log-group-name /ecs/orders",
            ],
        ),
        (report.json(), vec!["\"timeline\"", "\"actions\"", "--desired-count 0", "\"verdict\": \"stuck\""]),
    ] {
        for part in parts {
            assert!(text.contains(part), "{part:?} is not in\n{text}");
        }
        for secret in ["0badc0de", "AKIAIOSFODNN7EXAMPLE", "hunter2"] {
            assert!(!text.contains(secret), "{secret:?} is in\n{text}");
        }
    }
    let value: serde_json::Value = serde_json::from_str(&report.json()).expect("one object");
    assert_eq!(value["actions"][0]["result"], "accepted");
    let _ = std::fs::remove_dir_all(folder);
}

#[test]
fn a_journal_others_can_write_is_said_and_does_not_keep_the_report_away() {
    use std::os::unix::fs::PermissionsExt;
    let (journal, folder) = journal("open");
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("journal.jsonl");
    std::fs::write(&path, "{}\n").expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o666)).expect("chmod");
    let model = failed_rollback();
    let text = report(&model, &journal).markdown();
    assert!(text.contains("Not known: ") && text.contains("chmod 600"), "{text}");
    let _ = std::fs::remove_dir_all(folder);
}
