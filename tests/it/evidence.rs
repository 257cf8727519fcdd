//! From a finding to the rows its evidence speaks of, round and back.

use crate::drawn::{SIZES, screen};
use crate::fixtures::{self, blank_stack, crash_loop};
use crate::incidents::failed_rollback;
use crate::told::{facts, now};
use std::collections::BTreeMap;
use unstuck::app::feed::{Feed, feeds};
use unstuck::app::key::{Code, Key};
use unstuck::app::message::Msg;
use unstuck::app::model::Model;
use unstuck::app::overlay::Overlay;
use unstuck::app::panes::live::Live;
use unstuck::app::panes::log_rows::LogRows;
use unstuck::app::panes::rollouts::RolloutRow;
use unstuck::app::panes::{Pane, events, rollouts};
use unstuck::app::update::update;
use unstuck::diagnosis::diagnose;
use unstuck::diagnosis::verdict::{Evidence, EvidenceSource};
use unstuck::domain::line_store::USUAL_MEMORY;
use unstuck::domain::live::LiveSpec;
use unstuck::domain::log_cost::LogSettings;
use unstuck::domain::log_scope::{LogScope, LogStreams};
use unstuck::domain::memory::Memory;
use unstuck::domain::{Text, Timestamp};
use unstuck::sim::scenario::Scenario;
use unstuck::sim::world::World;

fn press(model: &mut Model, key: Key) {
    update(model, Msg::Key(key));
    model.settle();
}

fn notice(model: &Model) -> &str {
    model.notice.as_ref().map_or("", |notice| notice.text.as_str())
}

/// A scenario as it is told at its beginning, with every list filtered and the logs paused so that no row is seen.
fn hidden(scenario: &Scenario) -> Model {
    let world = World::open(scenario, 3, now());
    let mut model = blank_stack();
    model.now = now();
    model.facts = facts(&world, &scenario.stack);
    model.diagnosis = diagnose(&model.facts, now());
    for pane in [Pane::Events, Pane::Rollouts, Pane::Logs] {
        model.panes.list_mut(pane).filter = "no row has this".to_owned();
    }
    model.panes.logs.paused_at = Some(Timestamp::UNIX_EPOCH);
    model
}

/// What is wrong with the row that is shown for evidence.
fn wrong(model: &Model, evidence: &Evidence) -> Option<String> {
    let panes = &model.panes;
    let wanted = match evidence.source {
        EvidenceSource::StackEvent => Pane::Events,
        EvidenceSource::Log => Pane::Logs,
        _ => Pane::Rollouts,
    };
    if panes.focus != wanted {
        return Some(format!("the keys are in {:?}", panes.focus));
    }
    let Some(selected) = &panes.list(wanted).selected else { return Some("nothing is selected".to_owned()) };
    let quote = evidence.quote.raw();
    let is_right = match evidence.source {
        EvidenceSource::StackEvent => {
            let rows = events::rows(&model.facts, &panes.events);
            let row = rows.iter().find(|row| row.event.id == *selected);
            row.is_some_and(|row| {
                let reason = row.event.reason.as_ref().is_some_and(|reason| quote.contains(reason.raw()));
                Some(row.event.at) == evidence.at && (reason || quote.contains(row.event.status.as_str()))
            })
        }
        EvidenceSource::Log => {
            let rows = LogRows::new(&model.facts, &panes.logs);
            let row = rows.find(selected).and_then(|at| rows.get(at));
            row.is_some_and(|row| row.message().contains(evidence.quote.as_str()))
        }
        source => {
            let rows = rollouts::rows(&model.facts, &panes.rollouts, &model.diagnosis.findings);
            let row = rows.iter().find(|row| row.key() == *selected);
            let opened = match &model.overlay {
                Some(Overlay::Detail(detail)) => detail.mark().map(|at| detail.lines[at].as_str()),
                _ => None,
            };
            match (source, row) {
                (EvidenceSource::Task | EvidenceSource::Container, Some(RolloutRow::Task { task, .. })) => {
                    task.arn == evidence.about
                }
                (EvidenceSource::ServiceEvent, Some(RolloutRow::Service(_))) => {
                    opened.is_some_and(|line| line.contains(evidence.quote.as_str()))
                }
                (EvidenceSource::Deployment, Some(RolloutRow::Deployment { .. })) => {
                    !evidence.about.raw().contains(":service-deployment/")
                        || opened.is_some_and(|line| line.contains(evidence.about.as_str()))
                }
                (EvidenceSource::Deployment, Some(RolloutRow::Service(service))) => service.arn == evidence.about,
                _ => false,
            }
        }
    };
    (!is_right).then(|| format!("the wrong row {selected} is selected, or none"))
}

#[test]
fn every_quote_of_every_scenario_leads_to_its_row_and_back() {
    let (mut seen, mut told): (BTreeMap<&str, usize>, Vec<String>) = (BTreeMap::new(), Vec::new());
    for name in Scenario::names() {
        let scenario = Scenario::load(name).expect("a scenario");
        if scenario.stack.is_empty() {
            continue;
        }
        let fresh = hidden(&scenario);
        for (n, finding) in fresh.diagnosis.findings.iter().enumerate() {
            let mut model = fresh.clone();
            (0..n).for_each(|_| press(&mut model, Key::char('j')));
            let count = finding.evidence.len();
            for (number, evidence) in finding.evidence.iter().enumerate() {
                press(&mut model, Key::char('o'));
                let what = format!("{name}, {} {} {}", finding.cause, evidence.source.as_str(), evidence.about);
                told.extend(wrong(&model, evidence).map(|why| format!("{what}: {why} ({})", notice(&model))));
                assert!(notice(&model).starts_with(&format!("evidence {} of {count}: ", number + 1)), "{what}");
                *seen.entry(evidence.source.as_str()).or_default() += 1;
            }
            press(&mut model, Key::char('o'));
            assert!(notice(&model).starts_with(&format!("evidence 1 of {count}: ")), "{}", notice(&model));
            press(&mut model, Key::char('O'));
            assert!(notice(&model).starts_with(&format!("evidence {count} of {count}: ")), "{}", notice(&model));
            press(&mut model, Key::plain(Code::Esc));
            assert_eq!((model.panes.focus, model.overlay.is_none()), (Pane::Findings, true), "{name}");
            for pane in [Pane::Events, Pane::Rollouts, Pane::Logs] {
                assert_eq!(model.panes.list(pane).filter, "no row has this", "{name}: what was lifted is put back");
            }
            assert!(model.panes.logs.paused_at.is_some(), "{name}");
            press(&mut model, Key::char('y'));
            let selected = model.panes.findings.selected.clone();
            assert!(selected.is_some_and(|key| key.as_str().starts_with(finding.cause)), "{name}");
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
    for source in ["stack-event", "task", "container", "service-event", "deployment", "log"] {
        assert!(seen.get(source).is_some_and(|n| *n > 3), "{source} in {seen:?}");
    }
}

/// A crash loop whose one finding quotes this.
fn quoting(source: EvidenceSource, at: i64, quote: &str, about: &str) -> Model {
    let mut model = crash_loop();
    let (quote, about) = (Text::new(quote), Text::new(about));
    let evidence = Evidence { source, at: Some(fixtures::noon(at)), quote, about };
    model.diagnosis.findings.truncate(1);
    model.diagnosis.findings[0].evidence = vec![evidence];
    model
}

#[test]
fn what_has_no_row_or_has_it_no_more_is_said_and_the_nearest_shown() {
    let (service, group) = ("arn:aws:ecs:eu-west-1:210987654321:service/prod/orders", "arn:targetgroup/web/1");
    let task = "arn:aws:ecs:eu-west-1:210987654321:task/prod/ffff0000ffff0000ffff0000ffff0000";
    let stream = "app/app/ffff0000ffff0000ffff0000ffff0000";
    for (source, about, says, row) in [
        (EvidenceSource::Registry, "123.dkr.ecr/x:1", "an image has no row", "ecs-svc/0042"),
        (EvidenceSource::Instance, "cluster prod", "instances have no row", service),
        (EvidenceSource::Autoscaling, "service/prod/orders", "autoscaling has no row", service),
        (EvidenceSource::Target, group, "a target whose task is not known has no row", service),
        (EvidenceSource::Task, task, "task ffff0000 is not kept any more: its deployment", "ecs-svc/0042"),
        (EvidenceSource::Log, stream, "no line of ffff0000 is kept any more: its deployment", "ecs-svc/0042"),
        (EvidenceSource::ServiceEvent, service, "ECS tells this event of orders no more; the nearest", service),
        (EvidenceSource::StackEvent, "Service", "that event was not read; the nearest of Service", ""),
        (EvidenceSource::StackEvent, "Nobody", "no event of Nobody is among the", ""),
    ] {
        for size in SIZES {
            let mut model = quoting(source, -99_999, "words nobody says", about);
            (model.size.width, model.size.height) = size;
            press(&mut model, Key::char('o'));
            let said = format!("evidence 1 of 1: {says}");
            assert!(notice(&model).starts_with(&said), "{}", notice(&model));
            let shown = screen(&model, size);
            assert!(shown.contains(&said), "the whole sentence is read:\n{shown}");
            let pane = model.panes.focus;
            assert_eq!(
                pane,
                if source == EvidenceSource::StackEvent { Pane::Events } else { Pane::Rollouts },
                "{says}"
            );
            let selected = model.panes.list(pane).selected.clone().expect("the nearest");
            assert!(selected.as_str().contains(row), "{says}: {selected}");
        }
    }
}

#[test]
fn a_task_only_we_remember_says_so() {
    let mut model = crash_loop();
    let id = fixtures::id();
    let mut memory = Memory::default();
    memory.note(&model.facts, fixtures::noon(0));
    let known = model.facts.services.get_mut(&id).expect("known");
    let gone = known.tasks.value().expect("tasks").values().find(|task| task.is_stopped()).expect("stopped").clone();
    known.tasks.amend(|tasks| {
        tasks.remove(&gone.arn);
    });
    memory.recall(&mut model.facts, &id);
    model.diagnosis.findings[0].evidence = vec![Evidence {
        source: EvidenceSource::Task,
        at: gone.stopped_at,
        quote: Text::new("x"),
        about: gone.arn.clone(),
    }];
    press(&mut model, Key::char('o'));
    assert!(notice(&model).contains("ECS has forgotten it, seen by us 47m ago"), "{}", notice(&model));
    assert_eq!(model.panes.rollouts.list.selected, Some(gone.arn));
}

#[test]
fn a_task_of_a_folded_deployment_is_unfolded() {
    for (started_by, over) in [("ecs-svc/0041", "ACTIVE"), ("ecs-svc/0007", "told by ECS no more")] {
        let mut model = crash_loop();
        let known = model.facts.services.get_mut(&fixtures::id()).expect("known");
        let mut arn = Text::new("");
        known.tasks.amend(|tasks| {
            let task = tasks.values_mut().find(|task| task.is_stopped()).expect("stopped");
            task.started_by = Some(Text::new(started_by));
            arn = task.arn.clone();
        });
        let about = |row: &RolloutRow| row.key() == arn;
        assert!(
            !rollouts::rows(&model.facts, &model.panes.rollouts, &model.diagnosis.findings).iter().any(about),
            "folded at first"
        );
        model.diagnosis.findings[0].evidence[0].source = EvidenceSource::Task;
        model.diagnosis.findings[0].evidence[0].about = arn.clone();
        press(&mut model, Key::char('o'));
        let rows = rollouts::rows(&model.facts, &model.panes.rollouts, &model.diagnosis.findings);
        let at = rows.iter().position(about).expect("unfolded");
        assert!(matches!(rows[at - 1], RolloutRow::Deployment { .. } | RolloutRow::Past { .. }));
        for size in SIZES {
            model.size.width = size.0;
            assert!(screen(&model, size).contains(over), "{}", screen(&model, size));
        }
    }
}

#[test]
fn going_back_undoes_what_was_done_on_the_way_and_no_more() {
    // Keys before, keys after the row is shown, and: pane, zoom, whether the finding is open whole.
    let esc = Key::plain(Code::Esc);
    for (before, after, expected) in [
        (vec![], vec![esc], (Pane::Findings, false, false)),
        // A pane that has the whole screen gives it to the row's, and gets it back.
        (vec![Key::char('z')], vec![], (Pane::Events, true, false)),
        (vec![Key::char('z')], vec![esc], (Pane::Findings, true, false)),
        (vec![Key::char('z')], vec![esc, esc], (Pane::Findings, false, false)),
        // What came later is left first.
        (vec![], vec![Key::char('z'), esc], (Pane::Events, false, false)),
        (vec![], vec![Key::char('z'), esc, esc], (Pane::Findings, false, false)),
        (vec![], vec![Key::plain(Code::Enter), esc], (Pane::Events, false, false)),
        // From the finding opened whole, and back to it.
        (vec![Key::plain(Code::Enter)], vec![], (Pane::Events, false, false)),
        (vec![Key::plain(Code::Enter)], vec![esc], (Pane::Findings, false, true)),
        (vec![Key::plain(Code::Enter)], vec![esc, esc], (Pane::Findings, false, false)),
        // From any pane; a number leads home as well.
        (vec![Key::char('3')], vec![esc], (Pane::Findings, false, false)),
        (vec![], vec![Key::char('3')], (Pane::Rollouts, false, false)),
        (vec![], vec![Key::char('3'), esc], (Pane::Findings, false, false)),
        (vec![], vec![Key::char('1'), Key::char('2'), esc], (Pane::Events, false, false)),
    ] {
        let mut model = failed_rollback();
        before.iter().for_each(|key| press(&mut model, *key));
        press(&mut model, Key::char('o'));
        after.iter().for_each(|key| press(&mut model, *key));
        let is_open = matches!(&model.overlay, Some(Overlay::Detail(detail)) if detail.pane == Pane::Findings);
        assert_eq!((model.panes.focus, model.panes.zoom, is_open), expected, "{before:?} o {after:?}");
    }
}

#[test]
fn a_query_stands_aside_for_a_line_and_comes_back() {
    let mut model = crash_loop();
    let scope = LogScope { groups: vec![], streams: LogStreams::All, pattern: None };
    let query = Some("limit 1".to_owned());
    let spec = LiveSpec { number: 1, scope, query, from: now(), to: None, way: None, memory: USUAL_MEMORY };
    let live = Live::new(spec, &LogSettings::default());
    model.panes.logs.live = Some(Box::new(live));
    let is_wanted = |model: &Model| feeds(model).iter().any(|feed| matches!(feed, Feed::Live(_)));
    press(&mut model, Key::char('o'));
    assert_eq!((model.panes.focus, model.panes.logs.shown().is_none()), (Pane::Logs, true));
    assert!(notice(&model).contains("(query aside)"), "{}", notice(&model));
    assert!(is_wanted(&model), "it goes on answering");
    press(&mut model, Key::plain(Code::Esc));
    assert_eq!((model.panes.focus, model.panes.logs.shown().is_some()), (Pane::Findings, true));
}

#[test]
fn where_one_is_and_how_to_go_on_is_on_the_screen() {
    let mut model = crash_loop();
    for size in SIZES {
        let footer = screen(&model, size).lines().last().unwrap_or_default().to_owned();
        assert!(footer.contains("o evidence"), "{footer}");
    }
    press(&mut model, Key::char('o'));
    model.notice = None;
    for size in SIZES {
        let shown = screen(&model, size);
        let footer = shown.lines().last().unwrap_or_default();
        assert!(footer.contains("esc finding") && footer.contains("o next evidence"), "{footer}");
        assert!(shown.contains("▸1/2"), "{shown}");
        insta::assert_snapshot!(format!("evidence_{}x{}", size.0, size.1), shown);
    }
}

#[test]
fn the_selected_finding_stays_while_its_evidence_changes() {
    let mut model = crash_loop();
    press(&mut model, Key::char('j'));
    let before = screen(&model, SIZES[1]);
    assert!(before.contains("2 of 2"), "{before}");
    model.diagnosis.findings[1].evidence.clear();
    assert!(screen(&model, SIZES[1]).contains("2 of 2"));
    press(&mut model, Key::char('o'));
    assert_eq!((notice(&model), model.panes.focus), ("this finding quotes nothing", Pane::Findings));
    model.diagnosis.findings.clear();
    press(&mut model, Key::char('o'));
    assert_eq!(notice(&model), "there is no finding, so there is no evidence to go to");
}

#[test]
fn words_that_were_said_again_are_quoted_once() {
    let mut model = quoting(EvidenceSource::ServiceEvent, 300, "was unable to place a task", "checkout");
    let said = model.diagnosis.findings[0].evidence[0].clone();
    let other = Evidence { quote: Text::new("was unable to stop a task"), ..said.clone() };
    model.diagnosis.findings[0].evidence.extend([said.clone(), other, said]);
    let shown = screen(&model, (200, 60));
    let lines: Vec<&str> = shown.lines().filter(|line| line.contains("service-event checkout")).collect();
    let says = |n: usize, words: &str| lines.get(n).is_some_and(|line| line.contains(words));
    assert!(says(0, "“was unable to place a task”") && says(1, " the same ") && !says(1, "place"), "{shown}");
    // What stands before it is another.
    assert!(says(2, "“was unable to stop a task”") && says(3, "“was unable to place a task”"), "{shown}");
}
