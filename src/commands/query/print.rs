//! Rows on standard output.

use super::args::Format;
use crate::domain::Text;
use crate::domain::text::columns;
use crate::insights::Row;
use crossterm::cursor::MoveTo;
use crossterm::queue;
use crossterm::terminal::{Clear, ClearType};
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

/// The widest a column is padded to; a wider value pushes the rest of its row to the right.
const WIDEST: usize = 60;

/// Writes rows.
pub struct Printer<W: Write = BufWriter<Stdout>> {
    out: W,
    format: Format,
    columns: Vec<String>,
    /// Whether an earlier result can be wiped from the screen.
    wipes: bool,
    /// Whether something has been written.
    began: bool,
}

impl Printer {
    /// A printer on standard output of rows with these columns.
    pub fn new<'a>(format: Format, columns: impl Iterator<Item = &'a str>) -> Printer {
        let stdout = io::stdout();
        let wipes = format == Format::Table && stdout.is_terminal();
        Printer::to(BufWriter::with_capacity(64 * 1024, stdout), wipes, format, columns)
    }
}

impl<W: Write> Printer<W> {
    /// A printer on `out`; a result in place of another wipes that away where it can.
    pub fn to<'a>(out: W, wipes: bool, format: Format, columns: impl Iterator<Item = &'a str>) -> Self {
        Printer { out, format, columns: columns.map(str::to_owned).collect(), wipes, began: false }
    }

    /// Names other columns, for a result whose columns are known with its rows only.
    pub fn rename<'a>(&mut self, columns: impl Iterator<Item = &'a str>) {
        self.columns = columns.map(str::to_owned).collect();
    }

    /// Where rows go, for lines that are none.
    pub fn out(&mut self) -> &mut W {
        &mut self.out
    }

    /// Writes a result.
    pub fn whole(&mut self, rows: &[Row]) -> io::Result<()> {
        match self.format {
            Format::Table => self.table(rows)?,
            Format::Jsonl => rows.iter().try_for_each(|row| json_line(&mut self.out, row))?,
            Format::Csv => {
                self.csv_line(None)?;
                rows.iter().try_for_each(|row| self.csv_line(Some(row)))?;
            }
        }
        self.began = true;
        self.out.flush()
    }

    /// Writes a result in place of the one before, or behind it and a blank line where that cannot be wiped away.
    pub fn again(&mut self, rows: &[Row]) -> io::Result<()> {
        if self.wipes {
            queue!(self.out, Clear(ClearType::All), MoveTo(0, 0))?;
        } else if self.began {
            writeln!(self.out)?;
        }
        self.whole(rows)
    }

    /// Writes one more row.
    pub fn row(&mut self, row: &Row) -> io::Result<()> {
        let first = !std::mem::replace(&mut self.began, true);
        match self.format {
            Format::Table => {
                let row = self.cells(row);
                writeln!(self.out, "{}", row.join("  ").trim_end())
            }
            Format::Jsonl => json_line(&mut self.out, row),
            Format::Csv => {
                if first {
                    self.csv_line(None)?;
                }
                self.csv_line(Some(row))
            }
        }
    }

    /// Sends on what has been written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn cells(&self, row: &Row) -> Vec<String> {
        let value = |name: &String| row.get(name).and_then(|value| value.printed());
        self.columns.iter().map(|name| value(name).map_or_else(String::new, |text| safe(&text))).collect()
    }

    fn table(&mut self, rows: &[Row]) -> io::Result<()> {
        let rows: Vec<Vec<String>> = rows.iter().map(|row| self.cells(row)).collect();
        let names: Vec<String> = self.columns.iter().map(|name| safe(name)).collect();
        let mut shape: Vec<(usize, bool)> = names.iter().map(|name| (columns(name), true)).collect();
        for row in &rows {
            for ((width, is_number), cell) in shape.iter_mut().zip(row) {
                *width = columns(cell).min(WIDEST).max(*width);
                *is_number &= cell.is_empty() || cell.parse::<f64>().is_ok();
            }
        }
        for row in std::iter::once(&names).chain(&rows) {
            let mut line = String::new();
            for ((width, is_number), cell) in shape.iter().zip(row) {
                let gap = " ".repeat(width.saturating_sub(columns(cell)));
                let (left, right) = if *is_number { (gap.as_str(), "") } else { ("", gap.as_str()) };
                line.extend([left, cell, right, "  "]);
            }
            writeln!(self.out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn csv_line(&mut self, row: Option<&Row>) -> io::Result<()> {
        for (at, name) in self.columns.iter().enumerate() {
            let value = match row {
                Some(row) => row.get(name).and_then(|value| value.printed()).unwrap_or_default(),
                None => name.clone(),
            };
            let value = visible(&value);
            let quoted = value.contains(['"', ',', '\n', '\r']);
            let comma = if at > 0 { "," } else { "" };
            match quoted {
                true => write!(self.out, "{comma}\"{}\"", value.replace('"', "\"\""))?,
                false => write!(self.out, "{comma}{value}")?,
            }
        }
        writeln!(self.out)
    }
}

fn safe(text: &str) -> String {
    Text::new(text).as_str().to_owned()
}

/// One object, its members in the order of columns, every value a string.
fn json_line(out: &mut impl Write, row: &Row) -> io::Result<()> {
    let mut line = String::from("{");
    for (at, (name, value)) in row.printed().into_iter().enumerate() {
        if at > 0 {
            line.push(',');
        }
        line.push_str(&json_text(name));
        line.push(':');
        line.push_str(&json_text(&value));
    }
    writeln!(out, "{line}}}")
}

/// JSON escapes what is below U+0020; what else steers a terminal is escaped here.
fn json_text(text: &str) -> String {
    visible(&serde_json::Value::from(text).to_string())
}

/// Control and direction characters as JSON writes them, but for tabs and line ends.
fn visible(text: &str) -> String {
    let steers = |c: char| {
        (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    if !text.contains(steers) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match steers(c) {
            true => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::Value;

    fn printed(format: Format, rows: &[Row]) -> String {
        let columns = ["a", "n"].map(str::to_owned).to_vec();
        let mut printer = Printer { out: Vec::new(), format, columns, wipes: false, began: false };
        printer.whole(rows).expect("written");
        String::from_utf8(printer.out).expect("text")
    }

    #[test]
    fn each_format_shows_the_row_and_none_of_its_controls() {
        let row = |a: &str, n| Row(vec![("a".to_owned(), Value::text(a)), ("n".to_owned(), n)]);
        let rows = [row("x, \"y\"", Value::Int(10)), row("\u{1b}[2J\u{9b}1m", Value::Null), row("", Value::Time(0))];
        assert_eq!(
            printed(Format::Jsonl, &rows),
            "{\"a\":\"x, \\\"y\\\"\",\"n\":\"10\"}\n{\"a\":\"\\u001b[2J\\u009b1m\"}\n\
             {\"a\":\"\",\"n\":\"1970-01-01 00:00:00.000\"}\n"
        );
        assert_eq!(
            printed(Format::Csv, &rows),
            "a,n\n\"x, \"\"y\"\"\",10\n\\u001b[2J\\u009b1m,\n,1970-01-01 00:00:00.000\n"
        );
        let table = printed(Format::Table, &rows[..2]);
        assert_eq!(table, "a                n\nx, \"y\"          10\n␛[2J<U+009B>1m\n");
    }
}
