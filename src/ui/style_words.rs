//! A style as theme files spell it: `bold red on default`.

use crate::domain::nearest::nearest;
use ratatui::style::{Color, Modifier, Style};
use std::collections::BTreeMap;

/// The terminal's own 16 colours and its default.
const COLOURS: [(&str, Color); 17] = [
    ("default", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("gray", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
];

const MODIFIERS: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
];

/// Colours by the names a theme gives them.
pub type Palette = BTreeMap<String, Color>;

/// Reads a colour: `#rrggbb` or one of the terminal's own. The error names the nearest valid one.
pub fn colour(word: &str) -> Result<Color, String> {
    if let Some(hex) = word.strip_prefix('#') {
        let number = u32::from_str_radix(hex, 16).ok().filter(|_| hex.len() == 6);
        return number.map(Color::from_u32).ok_or_else(|| format!("{word:?} is no colour; write it like #7cc4fa"));
    }
    let found = COLOURS.iter().find(|(name, _)| *name == word).map(|(_, colour)| *colour);
    found.ok_or_else(|| unknown("colour", word, COLOURS.iter().map(|(name, _)| *name)))
}

/// Reads a style. The palette's names win over the terminal's.
pub fn style(words: &str, palette: &Palette) -> Result<Style, String> {
    let mut style = Style::new();
    let mut behind = false;
    for word in words.split_whitespace() {
        if let Some((_, modifier)) = MODIFIERS.iter().find(|(name, _)| *name == word) {
            style = style.add_modifier(*modifier);
        } else if word == "on" {
            behind = true;
        } else {
            let colour = palette.get(word).copied().map_or_else(|| named(word, palette), Ok)?;
            style = if behind { style.bg(colour) } else { style.fg(colour) };
            behind = false;
        }
    }
    if behind { Err("a colour is missing after \"on\"".to_owned()) } else { Ok(style) }
}

fn named(word: &str, palette: &Palette) -> Result<Color, String> {
    colour(word).map_err(|error| {
        if word.starts_with('#') {
            return error;
        }
        let colours = COLOURS.iter().map(|(name, _)| *name);
        let modifiers = MODIFIERS.iter().map(|(name, _)| *name);
        unknown("colour", word, palette.keys().map(String::as_str).chain(colours).chain(modifiers))
    })
}

/// The sentence for a word that does not exist.
pub fn unknown<'a>(what: &str, word: &str, valid: impl Iterator<Item = &'a str>) -> String {
    let valid: Vec<&str> = valid.collect();
    match nearest(word, valid.iter().copied()) {
        Some(near) => format!("no {what} {word:?}; did you mean {near:?}?"),
        None => format!("no {what} {word:?}; there are {}", valid.join(", ")),
    }
}
