//! Whatever a screen holds and however small the terminal is: it is drawn, and nothing in it reaches the terminal as a
//! control sequence.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::samples::{Words, all};
use crate::station::view::screen::*;
use crate::ui::look::Look;
use crate::ui::paint;

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[ -~]{0,40}",
        2 => "[机油滤清器，。（）0-9 a-z]{0,30}",
        1 => "[\\x00-\\x1f\\x7f-\\u{9f}\\u{200b}-\\u{200f}\\u{202a}-\\u{202e}\\u{2066}-\\u{2069}\\u{feff}]{0,10}",
        1 => "[🔧🚗👩🏽\\u{1F1E6}-\\u{1F1FF}\\u{fe0f}\\u{200d}e\\u{301}각]{0,10}",
        1 => any::<String>(),
        1 => "[a 机]{0,400}",
    ]
}

fn tone() -> impl Strategy<Value = Tone> {
    prop::sample::select(vec![Tone::Plain, Tone::Good, Tone::Attention, Tone::Bad, Tone::Faint])
}

fn sign() -> impl Strategy<Value = Sign> {
    prop::sample::select(vec![
        Sign::None,
        Sign::Open,
        Sign::Partly,
        Sign::Done,
        Sign::Running,
        Sign::Waiting,
        Sign::Saved,
        Sign::NotSaved,
        Sign::Question,
        Sign::Info,
        Sign::Wrong,
    ])
}

fn hints() -> impl Strategy<Value = Vec<KeyHint>> {
    vec(("[A-Z0-9]{0,3}|\\PC{0,8}", words()).prop_map(|(key, label)| KeyHint { key, label }), 0..12)
}

fn column() -> impl Strategy<Value = Column> {
    let width = prop_oneof![
        (0_u16..30).prop_map(Width::Fixed),
        any::<u16>().prop_map(Width::Fixed),
        any::<u16>().prop_map(Width::Share),
    ];
    (words(), width, any::<bool>(), 0_u8..4).prop_map(|(title, width, right, drop)| Column {
        title,
        width,
        right,
        drop,
    })
}

fn table() -> impl Strategy<Value = Table> {
    let row = (sign(), vec(words(), 0..6)).prop_map(|(sign, cells)| Row { sign, cells });
    (words(), vec(column(), 0..6), vec(row, 0..20), option::of(0_usize..30), words())
        .prop_map(|(title, columns, rows, selected, empty)| Table { title, columns, rows, selected, empty })
}

fn block() -> impl Strategy<Value = Block> {
    let fact = (words(), words(), tone()).prop_map(|(label, value, tone)| Fact { label, value, tone });
    prop_oneof![
        (tone(), vec(words(), 0..4)).prop_map(|(tone, lines)| Block::Banner { tone, lines }),
        vec(fact, 0..8).prop_map(Block::Facts),
        table().prop_map(Block::Table),
        (tone(), vec(words(), 0..6)).prop_map(|(tone, lines)| Block::Text { tone, lines }),
    ]
}

fn header() -> impl Strategy<Value = Header> {
    let mark = (tone(), words()).prop_map(|(tone, text)| Mark { tone, text });
    (words(), option::of(words()), words(), vec(mark, 0..6)).prop_map(|(station, person, clock, marks)| Header {
        station,
        person,
        clock,
        marks,
    })
}

fn screen() -> impl Strategy<Value = Screen> {
    let notice = (sign(), tone(), words(), vec(words(), 0..4)).prop_map(|(sign, tone, headline, details)| Notice {
        sign,
        tone,
        headline,
        details,
    });
    let parts = (tone(), words(), vec(words(), 0..4), hints());
    let question = parts.prop_map(|(tone, headline, details, answers)| Question { tone, headline, details, answers });
    let typed = (words(), words()).prop_map(|(label, text)| Typed { label, text });
    let stop = (words(), vec(words(), 0..4)).prop_map(|(headline, details)| Stop { headline, details });
    let rest = (option::of(notice), option::of(question), option::of(typed), option::weighted(0.1, stop));
    (header(), words(), vec(block(), 0..5), hints(), rest).prop_map(
        |(header, title, blocks, keys, (notice, question, typed, stop))| Screen {
            header,
            title,
            blocks,
            notice,
            question,
            typed,
            keys,
            stop,
        },
    )
}

fn check(screen: &Screen, width: u16, height: u16, look: Look) {
    // Drawn with a margin, to see that nothing is written outside of the area.
    let whole = Rect::new(0, 0, width + 2, height + 2);
    let area = Rect::new(1, 1, width, height);
    let mut buffer = Buffer::filled(whole, ratatui::buffer::Cell::new("#"));
    paint(&mut buffer, area, screen, &look);
    for y in 0..whole.height {
        for x in 0..whole.width {
            let symbol = buffer[(x, y)].symbol();
            let outside = x == 0 || y == 0 || x > width || y > height;
            assert!(!outside || symbol == "#", "{symbol:?} outside at {x},{y}");
            assert!(symbol.chars().count() == 1 && !symbol.contains(is_control), "{symbol:?} at {x},{y}");
        }
    }
}

fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

fn look() -> impl Strategy<Value = Look> {
    prop::sample::select(vec![Look::ascii(), Look::rich(), Look::rich().without_colour()])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_screen_at_any_size(screen in screen(), width in 0_u16..=150, height in 0_u16..=50, look in look()) {
        check(&screen, width, height, look);
    }

    #[test]
    fn any_screen_on_the_smallest_terminals(screen in screen(), width in 0_u16..=24, height in 0_u16..=8, look in look()) {
        check(&screen, width, height, look);
    }
}

#[test]
fn every_sample_at_every_small_size() {
    for (_, screen) in all(Words::Chinese) {
        for width in (0..=50).step_by(3) {
            (0..=20).for_each(|height| check(&screen, width, height, Look::rich()));
        }
    }
}

#[test]
fn two_tables_wider_than_any_terminal_are_drawn() {
    let wide = || {
        let column = Column { title: String::new(), width: Width::Fixed(u16::MAX / 2 + 1), right: false, drop: 0 };
        let row = Row { sign: Sign::None, cells: vec!["1".to_owned()] };
        Block::Table(Table { columns: vec![column], rows: vec![row], ..Table::default() })
    };
    for (_, screen) in all(Words::English).into_iter().take(1) {
        check(&Screen { blocks: vec![wide(), wide()], ..screen }, 150, 50, Look::rich());
    }
}

#[test]
fn signs_and_frames_of_the_plain_look_are_ascii() {
    for (_, screen) in all(Words::English) {
        let area = Rect::new(0, 0, 120, 40);
        let mut buffer = Buffer::empty(area);
        paint(&mut buffer, area, &screen, &Look::ascii());
        assert!(buffer.content.iter().all(|cell| cell.symbol().is_ascii()));
    }
}
