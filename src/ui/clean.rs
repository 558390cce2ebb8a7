//! The one gate between the words of a screen and the terminal: every string passes here before it is measured or drawn.
//! Structures are taken apart field by field, so that a new field cannot be forgotten.

use std::borrow::Cow;

use super::look::Look;
use super::text::{clean, is_clean};
use crate::station::view::screen::{
    Block, Column, Fact, Header, KeyHint, Mark, Notice, Question, Row, Screen, Stop, Table, Typed,
};

/// The same screen with every string made safe for this terminal. Nearly always all of them are: then it is the screen
/// itself, for a screen is drawn while somebody waits for its tick.
pub(crate) fn screen<'a>(dirty: &'a Screen, look: &Look) -> Cow<'a, Screen> {
    let mut safe = true;
    read_texts(dirty, &mut |text| safe = safe && is_clean(text, look));
    if safe {
        return Cow::Borrowed(dirty);
    }
    let mut screen = dirty.clone();
    change_texts(&mut screen, &mut |text| *text = clean(text, look));
    Cow::Owned(screen)
}

/// A walk over every string of a screen, to read them or to change them.
macro_rules! walk {
    ($name:ident: & $($mut:ident)?) => {
        fn $name(screen: &$($mut)? Screen, each: &mut dyn FnMut(&$($mut)? String)) {
            let Screen { header, title, blocks, notice, question, typed, keys, stop } = screen;
            let Header { station, person, clock, marks } = header;
            each(station);
            person.into_iter().for_each(&mut *each);
            each(clock);
            marks.into_iter().for_each(|Mark { tone: _, text }| each(text));
            each(title);
            for block in blocks {
                match block {
                    Block::Banner { tone: _, lines } | Block::Text { tone: _, lines } => lines.into_iter().for_each(&mut *each),
                    Block::Facts(facts) => {
                        for Fact { label, value, tone: _ } in facts {
                            each(label);
                            each(value);
                        }
                    }
                    Block::Table(Table { title, columns, rows, selected: _, empty }) => {
                        each(title);
                        columns.into_iter().for_each(|Column { title, width: _, right: _, drop: _ }| each(title));
                        rows.into_iter().flat_map(|Row { sign: _, cells }| cells).for_each(&mut *each);
                        each(empty);
                    }
                }
            }
            if let Some(Notice { sign: _, tone: _, headline, details }) = notice {
                each(headline);
                details.into_iter().for_each(&mut *each);
            }
            let mut hints = None;
            if let Some(Question { tone: _, headline, details, answers }) = question {
                each(headline);
                details.into_iter().for_each(&mut *each);
                hints = Some(answers);
            }
            for KeyHint { key, label } in hints.into_iter().flatten().chain(keys) {
                each(key);
                each(label);
            }
            if let Some(Typed { label, text }) = typed {
                each(label);
                each(text);
            }
            if let Some(Stop { headline, details }) = stop {
                each(headline);
                details.into_iter().for_each(each);
            }
        }
    };
}

walk!(read_texts: &);
walk!(change_texts: &mut);
