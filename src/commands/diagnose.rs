//! `unstuck diagnose STACK`: the verdict once, for people, scripts and tickets.

use super::{console, exit};
use crate::app::keymap::Keymap;
use crate::app::model::{Model, Screen};
use crate::app::session::Session;
use crate::aws::connect::prepare;
use crate::cli::{DiagnoseArgs, ReportFormat};
use crate::diagnosis::render;
use crate::diagnosis::verdict::{Diagnosis, NotChecked, Verdict};
use crate::domain::Text;
use crate::runtime::clock::Clock;
use crate::runtime::gather::gather;
use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

/// Gathers what the console would show and says what it means.
pub async fn run(args: DiagnoseArgs) -> ExitCode {
    let clients = match prepare(&console::options(&args.account)).await {
        Ok(prepared) => prepared.connect().await,
        Err(error) => return exit::failed(&error.to_string()),
    };
    let keymap = match Keymap::embedded() {
        Ok(keymap) => keymap,
        Err(error) => return exit::failed(&error.to_string()),
    };
    let session = Session { place: clients.place().clone(), read_only: true, run: 0 };
    let clock = Clock::System;
    let model = Model::new(session, Screen::Stack(Text::from(args.stack)), Arc::new(keymap), clock.now());
    let (model, unanswered) = gather(model, clients, clock).await;
    if model.facts.stack.value().is_none() {
        let fault = model.facts.stack.fault();
        let words = fault.map_or_else(
            || "AWS did not answer in time; check the network, the region and the endpoint".to_owned(),
            |fault| format!("{}; {}", fault.what(), fault.what_to_do()),
        );
        return exit::failed(&words);
    }
    let mut diagnosis = model.diagnosis;
    diagnosis.not_checked.extend(
        unanswered.iter().map(|feed| NotChecked { what: feed.to_string(), why: "no answer in time".to_owned() }),
    );
    let text = match args.format {
        ReportFormat::Text => render::text(&diagnosis),
        ReportFormat::Json => render::json(&diagnosis),
        ReportFormat::Markdown => render::markdown(&diagnosis),
    };
    // A closed pipe is the reader's choice.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    status(&diagnosis)
}

fn status(diagnosis: &Diagnosis) -> ExitCode {
    match diagnosis.verdict {
        Verdict::Healthy | Verdict::Progressing | Verdict::Slow => ExitCode::SUCCESS,
        // Baking and the like end by themselves too, but a hook may wait for somebody.
        Verdict::Waiting | Verdict::Stuck | Verdict::Failed => ExitCode::from(exit::NEEDS_SOMEBODY),
        Verdict::Unknown => ExitCode::from(exit::COULD_NOT),
    }
}
