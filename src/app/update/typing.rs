//! Text that goes into a field: pasted, or typed in a dialog.

use crate::app::choice::Choice;
use crate::app::model::Model;
use crate::app::overlay::Overlay;

/// Pasted text goes into the field that is open, and nowhere else: it is never keys.
pub fn paste(model: &mut Model, text: &str) {
    let field = match &mut model.overlay {
        Some(Overlay::Editor(editor)) => return editor.paste(text),
        Some(Overlay::Queries(list)) => Some(&mut list.words),
        Some(Overlay::Palette { input, .. } | Overlay::Filter(input) | Overlay::Search(input)) => Some(input),
        Some(Overlay::NameQuery(asked)) => {
            asked.changed();
            Some(&mut asked.name)
        }
        Some(Overlay::Confirm(confirm)) if model.size.is_too_small_to_confirm() || !confirm.was_drawn => return,
        Some(Overlay::Choose(choice)) => match choice.as_mut() {
            Choice::Count(count) => Some(&mut count.input),
            _ => None,
        },
        Some(Overlay::Confirm(confirm)) => Some(&mut confirm.typed),
        _ => None,
    };
    match field {
        Some(input) => input.paste(text),
        None => model.say("nothing here takes pasted text"),
    }
}
