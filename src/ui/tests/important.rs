//! What must be in sight at any size that a person would use.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::samples::{Words, all};
use crate::station::view::screen::{Block, Column, Fact, Row, Screen, Sign, Table, Tone, Width};
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

#[test]
fn a_label_is_not_cut_where_fewer_columns_have_room_for_it() {
    let mut screen = sample("unknown");
    let fact = |label: &str| Fact { label: label.to_owned(), value: "60000".to_owned(), tone: Tone::Plain };
    screen.blocks = vec![Block::Facts(vec![fact("fuel"), fact("kilometres on the clock"), fact("what is it?")])];
    for (width, height) in sizes((64, 18)) {
        let picture = drawn(&screen, width, height);
        assert!(picture.contains("kilometres on the clock  60000"), "{width}x{height}\n{picture}");
    }
}

/// Beside each other two tables cut what under each other they show whole.
#[test]
fn two_tables_share_their_lines_only_where_that_cuts_nothing_or_saves_lines() {
    let table = |rows: usize| {
        let cells =
            vec!["Replace front brake pads and discs with the wear sensors".to_owned(), "5NA698151A".to_owned()];
        let column = |width| Column { title: "what".to_owned(), width, right: false, drop: 0 };
        let columns = vec![column(Width::Share(1)), column(Width::Fixed(10))];
        let rows = vec![Row { sign: Sign::Open, cells }; rows];
        Block::Table(Table { columns, rows, ..Table::default() })
    };
    let mut screen = sample("unknown");
    screen.notice = None;
    screen.blocks = vec![table(3), table(3)];
    assert!(!drawn(&screen, 120, 40).contains('…'), "{}", drawn(&screen, 120, 40));
    let beside = |picture: &str| picture.lines().any(|line| line.matches("5NA698151A").count() == 2);
    assert!(beside(&drawn(&screen, 170, 40)), "{}", drawn(&screen, 170, 40));
    screen.blocks = vec![table(25), table(25)];
    assert!(beside(&drawn(&screen, 120, 40)), "{}", drawn(&screen, 120, 40));
}
