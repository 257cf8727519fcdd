//! The diagnosis as JSON, text and Markdown.

use super::fixtures::{Story, now, web};
use crate::diagnosis::diagnose;
use crate::diagnosis::render::{self, SeenFrom};
use crate::domain::Text;
use crate::domain::facts::Facts;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::identity::{Identity, Place};
use crate::domain::stack::StackStatus;
use crate::domain::topic::Topic;
use serde_json::Value;
use std::sync::LazyLock;

/// Somewhere in particular.
pub fn seen() -> SeenFrom<'static> {
    static PLACE: LazyLock<Place> = LazyLock::new(|| Place {
        region: Text::new("eu-west-1"),
        profile: Some(Text::new("shop-prod")),
        endpoint: None,
    });
    static WHO: LazyLock<Identity> = LazyLock::new(|| Identity {
        account: Text::new("111122223333"),
        arn: Text::new("arn:aws:sts::111122223333:assumed-role/oncall/me"),
    });
    SeenFrom { place: &PLACE, identity: Some(&WHO) }
}

#[test]
fn every_form_says_where_it_was_seen() {
    let said = diagnose(&crash_loop("KeyError: 'DB_URL'"), now());
    let json: Value = serde_json::from_str(&render::json(&said, &seen())).expect("json");
    assert_eq!((&json["account"], &json["region"]), (&"111122223333".into(), &"eu-west-1".into()));
    let words = "account 111122223333 as oncall, region eu-west-1, profile shop-prod";
    assert!(render::text(&said, &seen()).contains(&format!("  where     {words}\n")));
    assert!(render::markdown(&said, &seen()).contains(&format!("Seen in {words}.\n")));
    let unknown = SeenFrom { identity: None, ..seen() };
    assert!(render::json(&said, &unknown).contains("\"account\": null"));
    assert!(render::text(&said, &unknown).contains("where     an account that is not known, region eu-west-1"));
}

fn crash_loop(line: &str) -> Facts {
    let mut story = Story::new(StackStatus::UpdateInProgress);
    story.service_row("UPDATE_IN_PROGRESS", None);
    story.crashes(4).log("api", &["starting", line]);
    let mut facts = story.told();
    let fault = Fault {
        action: "ecs:ListServiceDeployments",
        kind: FaultKind::AccessDenied,
        message: Text::new("not authorized"),
    };
    facts.learn(&Topic::Deployments(web()), now(), Err(fault));
    facts
}

#[test]
fn the_json_form_has_the_members_scripts_rely_on() {
    let diagnosis_of_it = diagnose(&crash_loop("KeyError: 'DB_URL'"), now());
    let said = render::json(&diagnosis_of_it, &seen());
    let json: Value = serde_json::from_str(&said).expect("json");
    assert_eq!(json["stack"]["name"], "shop");
    assert_eq!(json["stack"]["status"], "UPDATE_IN_PROGRESS");
    assert_eq!(
        json["stack"]["since"],
        "2026-11-18T13:46:40Z".replace("13:46:40", &crate::domain::clock::time_of_day(super::fixtures::ago(1200)))
    );
    assert_eq!(json["verdict"], "stuck");
    let found = &json["findings"][0];
    assert_eq!(found["category"], "app_crash");
    assert_eq!(found["evidence"][0]["source"], "log");
    assert_eq!(found["evidence"][0]["quote"], "KeyError: 'DB_URL'");
    assert!(found["evidence"][0]["ref"].as_str().is_some_and(|r| r.starts_with("svc/api/")));
    assert_eq!(found["remedies"][0]["operation"], "cloudformation:CancelUpdateStack");
    let remedy = &found["remedies"][1];
    assert_eq!(remedy["operation"], "ecs:UpdateService");
    assert_eq!(
        remedy["command"],
        "aws ecs update-service --cluster prod --service web --desired-count 0 --region eu-west-1 --profile shop-prod"
    );
    assert_eq!(remedy["effect"].as_str(), diagnosis_of_it.ways_out().get(1).map(|way| way.effect.as_str()));
    assert_eq!(json["headline"].as_str(), Some(diagnosis_of_it.headline.as_str()));
    let members = |v: &Value| v.as_object().map(|o| o.keys().cloned().collect::<Vec<_>>());
    assert_eq!(
        members(&json),
        members(&serde_json::json!({
            "stack": 0, "account": 0, "region": 0, "verdict": 0, "headline": 0, "findings": 0, "impact": 0, "changes": 0,
            "clocks": 0, "no_way_out": 0, "not_checked": 0
        }))
    );
    let unknown: Value =
        serde_json::from_str(&render::json(&diagnose(&Default::default(), now()), &seen())).expect("json");
    assert!(unknown["stack"]["status"].is_null());
}

#[test]
fn no_form_lets_a_secret_through() {
    let said = diagnose(&crash_loop("ConnectionError: DB_PASSWORD=hunter22 refused"), now());
    for form in [render::json(&said, &seen()), render::text(&said, &seen()), render::markdown(&said, &seen())] {
        assert!(form.contains("DB_PASSWORD=[redacted]") || form.contains("DB\\_PASSWORD=\\[redacted\\]"), "{form}");
        assert!(!form.contains("hunter22"), "{form}");
    }
}

#[test]
fn the_text_form_is_wrapped_and_keeps_commands_whole() {
    let said = render::text(&diagnose(&crash_loop("KeyError: 'DB_URL'"), now()), &seen());
    assert!(
        said.starts_with("STUCK: web cannot start: api exits 1 after 6 s (KeyError: 'DB_URL'); stuck for 20m\n"),
        "{said}"
    );
    assert!(
        said.lines().all(|line| line.chars().count() <= 100
            || line.contains("  $ ")
            || line.contains("`aws ")
            || line.contains("arn:")
            || line.contains("task/")),
        "{said}"
    );
    assert!(said.contains("  $ aws ecs update-service --cluster prod --service web --desired-count 0 --region eu-west-1 --profile shop-prod\n"), "{said}");
    assert!(said.contains("  not seen  past deployments of web since"), "{said}");
}

#[test]
fn markdown_from_outside_stays_words() {
    let said = render::markdown(&diagnose(&crash_loop("Error: `rm` [x](http://evil) <b>"), now()), &seen());
    assert!(said.contains("`` Error: `rm` [x](http://evil) <b> ``"), "{said}");
    assert!(!said.replace("`` Error: `rm` [x](http://evil) <b> ``", "").contains("[x]("), "{said}");
}
