//! Pictures of the samples at the supported sizes, kept in `tests/fixtures/snapshots/ui`.

use std::fmt::Write;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

use super::samples::{Words, all};
use crate::station::view::screen::Screen;
use crate::ui::draw;
use crate::ui::look::Look;

const SIZES: [(u16, u16); 4] = [(40, 15), (64, 18), (80, 24), (120, 40)];

fn buffer(screen: &Screen, look: Look, (width, height): (u16, u16)) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a test terminal");
    terminal.draw(|frame| draw(frame, screen, &look)).expect("drawing cannot fail");
    terminal.backend().buffer().clone()
}

/// The cells as text. A wide character stands for both of its cells.
pub(super) fn text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut line = String::new();
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += crate::ui::text::width(symbol).max(1);
        }
        writeln!(text, "{}", line.trim_end()).expect("writing to a string");
    }
    text
}

fn check(name: &str, picture: &str) {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/snapshots/ui"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, picture));
}

fn check_all(words: Words, look: Look, suffix: &str, sizes: &[(u16, u16)]) {
    for (name, screen) in all(words) {
        let mut pictures = String::new();
        for size in sizes {
            writeln!(pictures, "=== {}x{}", size.0, size.1).expect("writing to a string");
            pictures.push_str(&text(&buffer(&screen, look, *size)));
        }
        check(&format!("{name}-{suffix}"), &pictures);
    }
}

#[test]
fn english() {
    check_all(Words::English, Look::rich(), "en", &SIZES);
}

#[test]
fn chinese() {
    check_all(Words::Chinese, Look::rich(), "zh", &SIZES);
}

#[test]
fn ascii() {
    check_all(Words::English, Look::ascii(), "ascii", &SIZES[..3]);
}

/// Cells with their colours and attributes, for the few screens where these carry most.
#[test]
fn styles() {
    for (look, suffix) in [(Look::rich(), "colour"), (Look::rich().without_colour(), "mono")] {
        for (name, screen) in all(Words::English) {
            if matches!(name, "job" | "question" | "unknown" | "stop") {
                check(&format!("{name}-{suffix}"), &format!("{:?}", buffer(&screen, look, SIZES[1])));
            }
        }
    }
}
