//! A model drawn on a terminal that is only memory. Benchmarks use it too.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use unstuck::app::model::Model;
use unstuck::ui::{Theme, view};

/// The sizes every screen must serve.
pub const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

pub fn buffer(model: &Model, (width, height): (u16, u16)) -> Buffer {
    let theme = Theme::load("ansi", None).expect("valid");
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a test backend never fails");
    let draw = |frame: &mut ratatui::Frame| {
        view(model, &theme, frame);
    };
    terminal.draw(draw).expect("a test backend never fails");
    terminal.backend().buffer().clone()
}

pub fn lines(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width).max(1);
    let mut lines = Vec::new();
    for row in buffer.content.chunks(width) {
        let (mut line, mut hidden) = (String::new(), 0);
        for cell in row {
            if hidden > 0 {
                hidden -= 1;
                continue;
            }
            line.push_str(cell.symbol());
            hidden = unicode_width::UnicodeWidthStr::width(cell.symbol()).saturating_sub(1);
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

pub fn screen(model: &Model, size: (u16, u16)) -> String {
    lines(&buffer(model, size)).join("\n")
}
