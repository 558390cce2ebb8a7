//! What must be in sight at any size that a person would use.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::samples::{Words, all};
use crate::station::view::screen::{Block, Fact, Screen, Tone};
use crate::ui::look::Look;
use crate::ui::paint;

fn sample(wanted: &str) -> Screen {
    all(Words::English).into_iter().find(|(name, _)| *name == wanted).expect("a sample").1
}

fn drawn(screen: &Screen, width: u16, height: u16) -> String {
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    paint(&mut buffer, area, screen, &Look::rich());
    let lines = buffer.content.chunks(usize::from(width).max(1));
    lines.map(|line| line.iter().map(|cell| cell.symbol()).collect::<String>() + "\n").collect()
}

/// Every size from the smallest to beyond the largest, in steps that share no factor.
fn sizes(smallest: (u16, u16)) -> impl Iterator<Item = (u16, u16)> {
    (smallest.0..=130).step_by(7).flat_map(move |width| (smallest.1..=45).step_by(3).map(move |height| (width, height)))
}

fn check(name: &str, smallest: (u16, u16), expected: &[&str]) {
    let screen = sample(name);
    for (width, height) in sizes(smallest) {
        let picture = drawn(&screen, width, height);
        for words in expected {
            assert!(picture.contains(words), "{words:?} missing at {width}x{height}:\n{picture}");
        }
    }
}

#[test]
fn the_outcome_of_the_last_act() {
    check("job", (20, 1), &["✔", "Saved"]);
    check("unknown", (20, 1), &["✘", "NOT SAVED"]);
    check("question", (40, 15), &["✔", "Saved"]);
}

#[test]
fn all_answers_of_a_question() {
    check(
        "question",
        (40, 8),
        &["Who pays", " 1 ", "Customer", " 2 ", "Warranty", " 3 ", "Internal", " 4 ", "Insurance", " Esc "],
    );
}

#[test]
fn the_chosen_row_and_what_is_typed() {
    check("search", (24, 6), &[" > ", "jylq"]);
}

#[test]
fn the_time_and_the_title() {
    check("job", (40, 10), &["14:02", "Job 4711"]);
}

#[test]
fn the_reason_of_a_stop() {
    check("stop", (30, 3), &["NOTHING CAN BE", "RECORDED"]);
    check("stop", (40, 8), &["Call the foreman."]);
}

/// A code has no blanks: it begins beside its sign, and what does not fit goes on below.
#[test]
fn a_long_code_beside_its_sign() {
    let code: String = ('A'..='Z').chain('a'..='z').cycle().take(90).collect();
    let mut screen = sample("unknown");
    screen.blocks =
        vec![Block::Facts(vec![Fact { label: "read".to_owned(), value: code.clone(), tone: Tone::Attention }])];
    screen.notice = None;
    for (width, height) in sizes((64, 18)) {
        let picture = drawn(&screen, width, height);
        assert!(picture.contains(&format!("! {}", &code[..40])), "{picture}");
        assert!(!picture.contains('…'), "{picture}");
    }
}
