//! Texts bent out of shape.

/// Numbers that only look random (splitmix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        usize::try_from(z % bound.max(1) as u64).unwrap_or(0)
    }

    fn of<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        let at = self.below(texts.len());
        texts[at]
    }

    /// A place between two characters.
    fn place(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    fn range(&mut self, text: &str) -> std::ops::Range<usize> {
        let (from, to) = (self.place(text), self.place(text));
        from.min(to)..from.max(to)
    }
}

const PIECES: [&str; 44] = [
    "|",
    " | ",
    ",",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "'",
    "`",
    "/",
    "\\",
    "#",
    "*",
    "^",
    "-",
    "=",
    "!=",
    "=~",
    ".",
    "0",
    "1e9",
    "9223372036854775807",
    "-0.0",
    "1y",
    "é",
    "\u{0}",
    "\u{202e}",
    "\n",
    "{{p}}",
    " and ",
    " not ",
    " in [",
    " like ",
    " as a",
    " by bin(1m)",
    "stats count(*)",
    "limit 1",
    "null",
    "true",
    "{\"a\":",
    "[[[[",
    "\\u0041",
    "\u{feff}",
];

/// One of the texts, as it is or bent a few times.
pub fn bent(dice: &mut Dice, texts: &[&str]) -> String {
    let mut text = dice.of(texts).to_owned();
    // Small bends and joins keep many queries readable.
    if dice.below(3) == 0 {
        text = format!("{text} | {}", dice.of(texts));
    }
    for _ in 0..dice.below(4) {
        match dice.below(7) {
            0 => text.replace_range(dice.range(&text.clone()), ""),
            1 => {
                let at = dice.place(&text);
                text.insert_str(at, dice.of(&PIECES));
            }
            2 => {
                let piece = text[dice.range(&text)].to_owned();
                let at = dice.place(&text);
                text.insert_str(at, &piece);
            }
            3 => {
                let other = dice.of(texts);
                let piece = &other[dice.range(other)];
                let at = dice.place(&text);
                text.insert_str(at, piece);
            }
            4 => {
                let words: Vec<&str> = text.split(' ').collect();
                let (from, to) = (dice.below(words.len()), dice.below(words.len()));
                let mut words = words.clone();
                words.swap(from, to);
                text = words.join(" ");
            }
            5 => {
                let at = dice.place(&text);
                text.truncate(at);
            }
            _ => {
                let at = dice.place(&text);
                let letter = char::from_u32(dice.below(0x2_0000) as u32).unwrap_or('x');
                text.insert(at, letter);
            }
        }
        let most = (0..=4000.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.truncate(most);
    }
    text
}
