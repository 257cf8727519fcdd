//! What the commands without a screen begin with: clients, and a model of one stack.

use super::args::AccountArgs;
use super::{console, exit};
use crate::app::keymap::Keymap;
use crate::app::model::{Model, Screen};
use crate::app::session::Session;
use crate::aws::connect::prepare;
use crate::diagnosis::render::SeenFrom;
use crate::domain::Text;
use crate::domain::fault::FaultKind;
use crate::domain::guard::Guard;
use crate::domain::identity::Place;
use crate::runtime::clock::Clock;
use crate::runtime::folders::Folders;
use crate::runtime::following::Following;
use crate::runtime::journal::Journal;
use crate::runtime::memory::Remembering;
use std::process::ExitCode;
use std::sync::Arc;

/// A model that knows nothing of the stack yet, with what keeps it up to date. It may only read.
///
/// # Errors
/// The words are said already; what is left is to end with the code.
pub async fn at(account: &AccountArgs, stack: String) -> Result<Following, ExitCode> {
    let prepared = prepare(&console::options(account)).await.map_err(|error| exit::failed(&error.to_string()))?;
    let clients = prepared.connect().await;
    let keymap = Keymap::embedded().map_err(|error| exit::failed(&error.to_string()))?;
    let remembering = memory(clients.place());
    let session = Session { place: clients.place().clone(), read_only: true, guard: Guard::default(), run: 0 };
    let mut model = Model::new(session, Screen::Stack(Text::from(stack)), Arc::new(keymap), Clock::System.now());
    // A service that was scaled to zero from here and not restored is no service that does well.
    match Journal::new(Folders::from_env().map(|folders| folders.state.join("journal.jsonl"))).all() {
        // Which of it was done in this account is seen once that is known.
        Ok(taken) => model.taken = taken,
        Err(error) => exit::note(&format!("{error}: what was scaled to zero from here is not known")),
    }
    let following = Following::new(model, clients, Clock::System).remembering(remembering);
    Ok(following.telling(|notice| exit::note(notice.as_str())))
}

/// The memory of an account that is AWS's own: one behind another endpoint may begin anew under the same names.
pub fn memory(place: &Place) -> Remembering {
    let folders = Folders::from_env().filter(|_| place.endpoint.is_none());
    Remembering::new(folders.map(|folders| folders.state.join("memory")))
}

/// Where a model looks.
pub fn seen_from(model: &Model) -> SeenFrom<'_> {
    SeenFrom { place: &model.session.place, identity: model.facts.identity.value() }
}

/// Why nothing is known of the stack; none where something is.
pub fn why_not(model: &Model) -> Option<String> {
    if model.facts.stack.value().is_some() {
        return None;
    }
    let fault = model.facts.stack.fault();
    Some(fault.map_or_else(
        || "AWS did not answer in time; check the network, the region and the endpoint".to_owned(),
        |fault| match (&fault.kind, &model.screen) {
            (FaultKind::NotFound, Screen::Stack(name)) => format!(
                "there is no stack {name} in {}; check the name, --region and --profile; a deleted stack is found by \
                 its ARN only",
                seen_from(model).words()
            ),
            _ => format!("{}; {}", fault.what(), fault.what_to_do()),
        },
    ))
}
