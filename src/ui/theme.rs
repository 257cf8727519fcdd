//! Themes: a style for each role, read from TOML. The only place colours come from.

use super::role::Role;
use super::style_words::{Palette, colour, style, unknown};
use ratatui::style::Style;
use std::collections::BTreeMap;
use std::fmt;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// The themes that come with the program: name and text. The first is the root of all and the default.
pub const EMBEDDED: [(&str, &str); 3] = [
    ("ansi", include_str!("../../themes/ansi.toml")),
    ("dark", include_str!("../../themes/dark.toml")),
    ("light", include_str!("../../themes/light.toml")),
];

/// A style for each role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    styles: BTreeMap<Role, Style>,
}

/// A theme that cannot be used: where and what, with the nearest right word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeError {
    /// The file, `dark.toml`; the name asked for where there is none.
    pub file: String,
    /// Counted from 1; none where the trouble is not in the file.
    pub line: Option<usize>,
    pub message: String,
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

impl std::error::Error for ThemeError {}

/// Themes may inherit this many times: more is a circle.
const DEEPEST: usize = 4;

impl Theme {
    /// A theme by name: the user's own text where given, else an embedded one. A role the text does not name is
    /// inherited, from `ansi` where nothing else is said.
    pub fn load(name: &str, user_toml: Option<&str>) -> Result<Self, ThemeError> {
        let text = match user_toml {
            Some(text) => text,
            None => embedded(name).map_err(|message| ThemeError { file: name.to_owned(), line: None, message })?,
        };
        let mut theme = Self::default();
        theme.lay(name, text, DEEPEST)?;
        Ok(theme)
    }

    /// The root theme without its colours, for `NO_COLOR`: bold and reversed stay.
    pub fn monochrome() -> Self {
        Self::load("ansi", None).unwrap_or_default().without_colours()
    }

    /// The same theme without its colours.
    pub fn without_colours(mut self) -> Self {
        for style in self.styles.values_mut() {
            *style = Style::new().add_modifier(style.add_modifier);
        }
        self
    }

    /// The style of a role.
    pub fn of(&self, role: Role) -> Style {
        self.styles.get(&role).copied().unwrap_or_default()
    }

    fn lay(&mut self, name: &str, text: &str, depth: usize) -> Result<(), ThemeError> {
        let file = format!("{name}.toml");
        let fail = |at: usize, message: String| ThemeError {
            file: file.clone(),
            line: Some(1 + text.bytes().take(at).filter(|b| *b == b'\n').count()),
            message,
        };
        let parsed = DeTable::parse(text)
            .map_err(|error| fail(error.span().map_or(0, |span| span.start), error.message().to_owned()))?;
        let (mut palette, mut roles, mut parent) = (None, None, None);
        for (key, value) in parsed.get_ref() {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("inherits", DeValue::String(name)) => parent = Some((value.span().start, name.as_ref())),
                ("palette", DeValue::Table(table)) => palette = Some(table),
                ("roles", DeValue::Table(table)) => roles = Some(table),
                ("inherits" | "palette" | "roles", _) => {
                    return Err(fail(key.span().start, format!("{:?} has the wrong form", key.get_ref())));
                }
                (other, _) => {
                    let valid = ["inherits", "palette", "roles"].into_iter();
                    return Err(fail(key.span().start, unknown("part", other, valid)));
                }
            }
        }
        let is_root = text == EMBEDDED[0].1;
        if let Some((at, base)) = parent.or((!is_root).then_some((0, EMBEDDED[0].0))) {
            if depth == 0 {
                return Err(fail(at, format!("{base:?} inherits in a circle")));
            }
            let base_text = embedded(base).map_err(|message| fail(at, message))?;
            self.lay(base, base_text, depth - 1)?;
        }
        let mut colours = Palette::new();
        for (key, value) in palette.into_iter().flatten() {
            let (at, word) = word(key, value).map_err(|(at, message)| fail(at, message))?;
            colours.insert(key.get_ref().to_string(), colour(word).map_err(|message| fail(at, message))?);
        }
        for (key, value) in roles.into_iter().flatten() {
            let role = Role::ALL.iter().find(|role| role.name() == key.get_ref().as_ref());
            let role = role.ok_or_else(|| {
                fail(key.span().start, unknown("role", key.get_ref(), Role::ALL.iter().map(|role| role.name())))
            })?;
            let (at, words) = word(key, value).map_err(|(at, message)| fail(at, message))?;
            self.styles.insert(*role, style(words, &colours).map_err(|message| fail(at, message))?);
        }
        Ok(())
    }
}

fn embedded(name: &str) -> Result<&'static str, String> {
    let found = EMBEDDED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
    found.ok_or_else(|| unknown("theme", name, EMBEDDED.iter().map(|(name, _)| *name)))
}

fn word<'a>(key: &Spanned<DeString<'_>>, value: &'a Spanned<DeValue<'_>>) -> Result<(usize, &'a str), (usize, String)> {
    let text = value.get_ref().as_str().ok_or_else(|| {
        let at = value.span().start;
        (at, format!("{:?} must be text in quotes", key.get_ref()))
    })?;
    Ok((value.span().start, text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::{Color, Modifier};

    #[test]
    fn every_embedded_theme_has_a_style_for_every_role() {
        for (name, text) in EMBEDDED {
            let theme = Theme::load(name, None).expect("valid");
            for role in Role::ALL {
                assert!(theme.styles.contains_key(role), "{name} lacks {}", role.name());
                assert!(text.contains("[roles]"));
            }
        }
    }

    #[test]
    fn a_wrong_word_is_an_error_with_file_line_and_the_nearest_right_word() {
        for (toml, says) in [
            ("[roles]\n\nstukc = \"red\"\n", "mine.toml:3: no role \"stukc\"; did you mean \"stuck\"?"),
            ("[roles]\nstuck = \"bold rde\"\n", "mine.toml:2: no colour \"rde\"; did you mean \"red\"?"),
            (
                "[palette]\nrust = \"#ff0000\"\n[roles]\nbad = \"rusty\"\n",
                "mine.toml:4: no colour \"rusty\"; did you mean \"rust\"?",
            ),
            ("[palette]\nrust = \"#ff00\"\n", "mine.toml:2: \"#ff00\" is no colour; write it like #7cc4fa"),
            ("inherits = \"drak\"\n", "mine.toml:1: no theme \"drak\"; did you mean \"dark\"?"),
            ("[rolse]\n", "mine.toml:1: no part \"rolse\"; did you mean \"roles\"?"),
            ("[roles]\nbad = 7\n", "mine.toml:2: \"bad\" must be text in quotes"),
            ("[roles]\nbad = \"red on\"\n", "mine.toml:2: a colour is missing after \"on\""),
        ] {
            let error = Theme::load("mine", Some(toml)).expect_err("must be refused").to_string();
            assert_eq!(error, says);
        }
        let broken = Theme::load("mine", Some("[roles]\nbad = \n")).expect_err("must be refused");
        assert_eq!(broken.line, Some(2), "{broken}");
        let unknown = Theme::load("drak", None).expect_err("must be refused").to_string();
        assert_eq!(unknown, "drak: no theme \"drak\"; did you mean \"dark\"?");
    }

    #[test]
    fn a_theme_of_ones_own_names_what_differs_and_inherits_the_rest() {
        let own = Theme::load("mine", Some("inherits = \"dark\"\n[roles]\nok = \"#010203\"\n")).expect("valid");
        let dark = Theme::load("dark", None).expect("valid");
        assert_eq!(own.of(Role::Ok).fg, Some(Color::Rgb(1, 2, 3)));
        assert_eq!(own.of(Role::Bad), dark.of(Role::Bad));
        let ansi = Theme::load("ansi", Some("[roles]\nok = \"blue\"\n")).expect("a user's theme may be called ansi");
        assert_eq!(ansi.of(Role::Ok).fg, Some(Color::Blue));
        assert_eq!(ansi.of(Role::Stuck), Theme::load("ansi", None).expect("valid").of(Role::Stuck));
    }

    #[test]
    fn without_colours_the_selected_row_and_trouble_still_stand_out() {
        let theme = Theme::monochrome();
        assert!(Role::ALL.iter().all(|role| theme.of(*role).fg.is_none() && theme.of(*role).bg.is_none()));
        assert!(theme.of(Role::Selected).add_modifier.contains(Modifier::REVERSED));
        assert!(theme.of(Role::Stuck).add_modifier.contains(Modifier::BOLD));
    }
}
