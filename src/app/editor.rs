//! A query being written: its text, what is wrong with it where, what could stand at the cursor, and the way back to
//! earlier queries.

use super::input::{Input, Lines};
use super::key::{Code, Key};
use super::queries::{Queries, Recall};
use crate::insights::{Known, Offers, Problem, Span, offers, parse};

/// The editor. The query that runs stays until this one is sent.
#[derive(Clone, Debug)]
pub struct Editor {
    pub input: Input,
    /// What the service would refuse, by place; told anew after every key.
    pub errors: Vec<Problem>,
    /// What it accepts and a person hardly means.
    pub lints: Vec<Problem>,
    pub popup: Option<Popup>,
    /// Why it was not sent when Enter was pressed.
    pub refused: Option<String>,
    words: Words,
    /// Whether the last key typed a word that what is told later may finish.
    typing: bool,
    recall: Recall,
}

/// What is known of the logs, for completion; gathered when the editor opens and as more is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub fields: Vec<String>,
    pub groups: Vec<String>,
}

/// What could stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Popup {
    pub offers: Offers,
    pub selected: usize,
}

/// What a key in the editor leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    Stay,
    Close,
    /// The query is to be run.
    Run(String),
    /// Presets, saved and earlier queries are asked for.
    List,
    /// The query is to be saved in the account.
    Save(String),
}

impl Editor {
    pub fn new(text: &str, words: Words) -> Self {
        let mut editor = Self {
            input: Input::new(Lines::Many, text),
            errors: Vec::new(),
            lints: Vec::new(),
            popup: None,
            refused: None,
            words,
            typing: false,
            recall: Recall::default(),
        };
        editor.read();
        editor
    }

    /// Takes fields and groups learned since, and offers those that finish what is being typed.
    pub fn know(&mut self, words: Words) {
        let is_new = self.words != words;
        self.words = words;
        if is_new && (self.typing || self.popup.is_some()) {
            let chosen = self.popup.take().filter(|popup| popup.selected > 0);
            let chosen = chosen.and_then(|popup| popup.offers.offers.get(popup.selected).cloned());
            self.offer();
            if let (Some(popup), Some(chosen)) = (&mut self.popup, chosen) {
                popup.selected = popup.offers.offers.iter().position(|offer| *offer == chosen).unwrap_or_default();
            }
        }
    }

    /// Takes a key: `Tab` completes, `Enter` runs, Up on the first line and Down on the last go through earlier
    /// queries.
    pub fn key(&mut self, key: Key, queries: &Queries) -> Next {
        self.refused = None;
        self.typing = false;
        let popup = self.popup.take();
        match (key.code, popup) {
            (Code::Esc, Some(_)) => {}
            (Code::Esc, None) => return Next::Close,
            (Code::Enter, _) if !key.alt => return self.send(),
            (Code::Char('o'), _) if key.ctrl => return Next::List,
            (Code::Char('s'), _) if key.ctrl => return Next::Save(self.input.text()),
            (Code::Char('u'), _) if key.ctrl => self.put(""),
            (Code::Tab, Some(popup)) => self.complete(&popup),
            (Code::Tab, None) => self.offer(),
            (Code::Char(' '), _) if key.ctrl => self.offer(),
            (Code::Down, Some(mut popup)) => {
                popup.selected = (popup.selected + 1).min(popup.offers.offers.len().saturating_sub(1));
                self.popup = Some(popup);
            }
            (Code::Up, Some(mut popup)) => {
                popup.selected = popup.selected.saturating_sub(1);
                self.popup = Some(popup);
            }
            (Code::Up, None) if self.input.is_on_first_line() => self.past(queries, Recall::earlier),
            (Code::Down, None) if self.input.is_on_last_line() => self.past(queries, Recall::later),
            (Code::Enter, _) => self.typed(Key::plain(Code::Enter)),
            _ => self.typed(key),
        }
        Next::Stay
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) {
        self.input.paste(text);
        self.popup = None;
        self.read();
    }

    /// Puts another query in place of this one.
    pub fn put(&mut self, text: &str) {
        self.input.set(text);
        self.popup = None;
        self.read();
    }

    /// What is wrong at the cursor, else the first thing wrong, else the first lint.
    pub fn said(&self) -> Option<&Problem> {
        let at = self.input.offset();
        let here = self.errors.iter().find(|problem| problem.start <= at && at <= problem.end);
        here.or(self.errors.first()).or(self.lints.first())
    }

    fn typed(&mut self, key: Key) {
        let before = self.input.text();
        self.input.key(key);
        let text = self.input.text();
        if text != before {
            self.read();
            // What is typed is offered to be finished; what is deleted is not.
            if matches!(key.code, Code::Char(_)) && text.len() > before.len() {
                self.offer();
                self.popup.take_if(|popup| popup.offers.span.end == popup.offers.span.start);
                let text = self.input.text();
                let before = text.get(..self.input.offset()).unwrap_or_default();
                self.typing = before.ends_with(|c: char| c.is_alphanumeric() || "_@.".contains(c));
            }
        }
    }

    fn read(&mut self) {
        let text = self.input.text();
        let parsed = parse(&text);
        // An empty editor is no mistake before it is sent.
        self.errors = if text.trim().is_empty() { Vec::new() } else { parsed.errors };
        self.lints = parsed.lints;
    }

    fn offer(&mut self) {
        let known = Known { fields: &self.words.fields, groups: &self.words.groups };
        let offers = offers(&self.input.text(), self.input.offset(), known);
        self.popup = (!offers.offers.is_empty()).then_some(Popup { offers, selected: 0 });
    }

    fn complete(&mut self, popup: &Popup) {
        if let Some(offer) = popup.offers.offers.get(popup.selected) {
            let Span { start, end } = popup.offers.span;
            self.input.replace(start, end, &offer.text);
            self.read();
        }
    }

    fn past(&mut self, queries: &Queries, go: fn(&mut Recall, &Queries, String) -> Option<String>) {
        if let Some(text) = go(&mut self.recall, queries, self.input.text()) {
            self.put(&text);
        }
    }

    fn send(&mut self) -> Next {
        let text = self.input.text();
        if text.trim().is_empty() {
            self.refused = Some("the query is empty".to_owned());
            return Next::Stay;
        }
        if !self.errors.is_empty() {
            self.refused = Some("not sent: CloudWatch would refuse it".to_owned());
            return Next::Stay;
        }
        Next::Run(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(editor: &mut Editor, typed: &str) -> Vec<Next> {
        let queries = Queries::new(vec!["fields a".to_owned(), "fields b".to_owned()]);
        let key = |word: &str| Key::parse(word).expect("a key");
        typed.split(' ').map(|word| editor.key(key(word), &queries)).filter(|next| *next != Next::Stay).collect()
    }

    #[test]
    fn keys_do_what_the_editor_says() {
        for (typed, text, next) in [
            ("f i l t e r space @ m e tab", "filter @message", vec![]),
            ("f i l down tab", "filterIndex", vec![]),
            ("f i l esc enter", "fil", vec![]),
            ("up", "fields b", vec![]),
            ("up up", "fields a", vec![]),
            ("up up up", "fields a", vec![]),
            ("x up down", "x", vec![]),
            ("up enter", "fields b", vec![Next::Run("fields b".to_owned())]),
            ("up alt-enter enter", "fields b\n", vec![Next::Run("fields b\n".to_owned())]),
            ("x ctrl-u enter", "", vec![]),
            ("a b home ctrl-k enter", "", vec![]),
            ("a b home x end y", "xaby", vec![]),
            ("a b left ctrl-k", "a", vec![]),
            ("a alt-enter b ctrl-u c", "c", vec![]),
            ("x esc", "x", vec![Next::Close]),
            ("ctrl-o", "", vec![Next::List]),
            ("x ctrl-s", "x", vec![Next::Save("x".to_owned())]),
        ] {
            let mut editor = Editor::new("", Words::default());
            assert_eq!(keys(&mut editor, typed), next, "{typed}");
            assert_eq!(editor.input.text(), text, "{typed}");
        }
    }

    #[test]
    fn what_is_told_while_somebody_types_is_offered() {
        let told = || Words { fields: vec!["duration_ms".to_owned(), "duration".to_owned()], groups: Vec::new() };
        let shown = |editor: &Editor| {
            let popup = editor.popup.as_ref()?;
            Some(format!("{} {}", popup.offers.offers.get(popup.selected)?.text, popup.offers.offers.len()))
        };
        for (typed, expected) in [
            ("f i l t e r space d u r", Some("duration_ms 2")),
            // What was chosen stays chosen.
            ("f i l t e r space d a t down", Some("dateceil( 2")),
            ("f i l t e r space d down", Some("dateceil( 5")),
            // Nobody asked for offers.
            ("f i l t e r space", None),
            ("f i l t e r space d u r esc", None),
            ("f i l t e r space d u r x backspace", None),
        ] {
            let mut editor = Editor::new("", Words::default());
            keys(&mut editor, typed);
            let before = shown(&editor);
            editor.know(told());
            assert_eq!(shown(&editor).as_deref(), expected, "{typed} (before: {before:?})");
        }
    }

    #[test]
    fn what_is_wrong_is_told_at_the_cursor_first() {
        let mut editor = Editor::new("fields a, | limt 5", Words::default());
        assert_eq!(editor.said().map(|problem| problem.start), Some(10));
        keys(&mut editor, "left left left");
        assert_eq!(editor.said().and_then(|p| p.help.clone()).as_deref(), Some("did you mean `limit`?"));
        assert_eq!(keys(&mut editor, "enter"), []);
        assert!(editor.refused.is_some());
    }
}
