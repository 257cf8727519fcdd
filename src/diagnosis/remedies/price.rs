//! What a count of 0 leads to, in words.

use crate::diagnosis::view::{ServiceView, View};

/// What the stack does once this service is stable: it goes on only where nothing else holds it.
pub fn what_follows(view: &View<'_>, service: &ServiceView<'_>) -> String {
    let name = view.name();
    let others: Vec<&str> = view.held_by().filter(|s| s.id != service.id).map(|s| s.id.name.as_str()).collect();
    match others.as_slice() {
        [] => format!("{name} goes on"),
        [one] => format!("{name} then still waits for {one}"),
        [one, two] => format!("{name} then still waits for {one} and {two}"),
        [one, two, more @ ..] => format!("{name} then still waits for {one}, {two} and {} more", more.len()),
    }
}

/// What autoscaling does to a count of 0.
pub fn autoscaling(service: &ServiceView<'_>) -> String {
    match service.facts.scaling.value() {
        None => "If autoscaling is on it, suspend that first, or the tasks come back.".to_owned(),
        Some(Some(target)) if target.brings_back() => {
            format!("Autoscaling brings {} back unless it is suspended first.", tasks(target.min))
        }
        Some(Some(_)) => "Autoscaling leaves it at 0.".to_owned(),
        Some(None) => "No autoscaling is on it.".to_owned(),
    }
}

fn tasks(n: i32) -> String {
    if n == 1 { "1 task".to_owned() } else { format!("{n} tasks") }
}
