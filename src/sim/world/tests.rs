//! The account over time, as sentences.

use super::World;
use crate::domain::stack::StackStatus;
use crate::domain::{Text, Timestamp};
use crate::sim::account::{SimService, SimStack};
use crate::sim::scenario::Scenario;
use jiff::SignedDuration;

fn noon() -> Timestamp {
    "2026-11-21T12:00:00Z".parse().expect("a time")
}

fn later(seconds: i64) -> Timestamp {
    noon() + SignedDuration::from_secs(seconds)
}

fn open(name: &str) -> World {
    World::open(&Scenario::load(name).expect("a scenario"), 7, noon())
}

#[test]
fn dump() {
    for name in Scenario::names() {
        let t = std::time::Instant::now();
        let mut w = open(name);
        println!("==== {name} {:?} tasks {} defs {}", t.elapsed(), w.account.tasks.len(), w.account.task_definitions.len());
        for round in 0..2 {
            for s in &w.account.stacks {
                if name == "forty-stacks" { println!("{} {} {}", s.stack.name, s.stack.status, s.events.len()); continue; }
                println!("-- stack {} {} {} events, updated {:?}", s.stack.name, s.stack.status, s.events.len(), s.stack.updated_at);
                for e in s.events.iter().rev().take(18).rev() {
                    println!("   {} {} {} {:?} {:?}", e.at.strftime("%H:%M:%S%.3f"), e.logical_id, e.status, e.reason, e.detailed_status);
                }
            }
            for s in &w.account.services {
                println!("-- service {} d{} r{} p{} history {}", s.service.arn, s.service.desired, s.service.running, s.service.pending, s.history.len());
                for d in &s.service.deployments { println!("   {} {} {} d{} r{} p{} f{} {} {:?}", d.id, d.status, d.task_definition, d.desired, d.running, d.pending, d.failed, d.rollout, d.rollout_reason); }
                for h in s.history.iter().take(4) { println!("   {} {:?} {:?}", h.status, h.duration(), h.status_reason); }
                if name == "forty-stacks" { continue; }
                for e in s.service.events.iter().take(10) { println!("   {} {}", e.at.strftime("%H:%M:%S%.3f"), e.message); }
            }
            if name != "forty-stacks" { for t in &w.account.tasks { let t = &t.task; println!("   task {} {} {} {:?} ran {:?} {:?} {:?}", t.short_id(), t.task_definition.raw().rsplit('/').next().unwrap(), t.last_status, t.stop_code, t.ran_for(), t.containers[0].exit_code, t.stopped_at.map(|s| s.strftime("%H:%M:%S").to_string())); } }
            if round == 0 { w.advance(later(150)); println!("---- 150s later"); }
        }
    }
}
