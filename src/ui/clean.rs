//! The one gate between the words of a screen and the terminal: every string passes here before it is measured or drawn.
//! Structures are taken apart field by field, so that a new field cannot be forgotten.

use super::look::Look;
use super::text::clean;
use crate::station::view::screen::{
    Block, Column, Fact, Header, KeyHint, Mark, Notice, Question, Row, Screen, Stop, Table, Typed,
};

/// The same screen with every string made safe for this terminal.
pub(crate) fn screen(dirty: &Screen, look: &Look) -> Screen {
    let Screen { header, title, blocks, notice, question, typed, keys, stop } = dirty;
    Screen {
        header: self::header(header, look),
        title: clean(title, look),
        blocks: blocks.iter().map(|block| self::block(block, look)).collect(),
        notice: notice.as_ref().map(|Notice { sign, tone, headline, details }| Notice {
            sign: *sign,
            tone: *tone,
            headline: clean(headline, look),
            details: lines(details, look),
        }),
        question: question.as_ref().map(|Question { tone, headline, details, answers }| Question {
            tone: *tone,
            headline: clean(headline, look),
            details: lines(details, look),
            answers: hints(answers, look),
        }),
        typed: typed.as_ref().map(|Typed { label, text }| Typed { label: clean(label, look), text: clean(text, look) }),
        keys: hints(keys, look),
        stop: stop
            .as_ref()
            .map(|Stop { headline, details }| Stop { headline: clean(headline, look), details: lines(details, look) }),
    }
}

fn header(dirty: &Header, look: &Look) -> Header {
    let Header { station, person, clock, marks } = dirty;
    Header {
        station: clean(station, look),
        person: person.as_ref().map(|person| clean(person, look)),
        clock: clean(clock, look),
        marks: marks.iter().map(|Mark { tone, text }| Mark { tone: *tone, text: clean(text, look) }).collect(),
    }
}

fn block(dirty: &Block, look: &Look) -> Block {
    match dirty {
        Block::Banner { tone, lines } => Block::Banner { tone: *tone, lines: self::lines(lines, look) },
        Block::Facts(facts) => Block::Facts(
            facts
                .iter()
                .map(|Fact { label, value, tone }| Fact {
                    label: clean(label, look),
                    value: clean(value, look),
                    tone: *tone,
                })
                .collect(),
        ),
        Block::Table(table) => Block::Table(self::table(table, look)),
        Block::Text { tone, lines } => Block::Text { tone: *tone, lines: self::lines(lines, look) },
    }
}

fn table(dirty: &Table, look: &Look) -> Table {
    let Table { title, columns, rows, selected, empty } = dirty;
    Table {
        title: clean(title, look),
        columns: columns
            .iter()
            .map(|Column { title, width, right, drop }| Column {
                title: clean(title, look),
                width: *width,
                right: *right,
                drop: *drop,
            })
            .collect(),
        rows: rows.iter().map(|Row { sign, cells }| Row { sign: *sign, cells: lines(cells, look) }).collect(),
        selected: *selected,
        empty: clean(empty, look),
    }
}

fn hints(dirty: &[KeyHint], look: &Look) -> Vec<KeyHint> {
    dirty.iter().map(|KeyHint { key, label }| KeyHint { key: clean(key, look), label: clean(label, look) }).collect()
}

fn lines(dirty: &[String], look: &Look) -> Vec<String> {
    dirty.iter().map(|line| clean(line, look)).collect()
}
