//! The questions for a badge and a PIN.

use super::super::Station;
use super::super::flow::approval::holders;
use super::questions::{answer, numbered, with_no};
use super::screen::KeyHint;
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::ids::PersonId;
use crate::domain::pin::Pin;
use crate::domain::rights::Right;
use crate::station::session::Wanted;
use crate::station::words::Words;

type Words3 = (String, Vec<String>, Vec<KeyHint>);

/// Whose badge is wanted.
pub(super) fn badge(station: &Station, right: Right) -> Words3 {
    let words = station.words();
    let names = holders(station, right).into_iter().map(|person| words.pick(&person.name));
    (words.approval_question(words.right(right)), vec![words.approval_help()], with_no(words, numbered(names)))
}

/// The PIN, as dots, and what it is for: one's own is changed with the old one.
pub(super) fn pin(station: &Station, approver: &PersonId, (right, wanted): (Right, &Wanted), pin: &Pin) -> Words3 {
    let words = station.words();
    let own = matches!(&wanted.command, Command::SetPin { person, .. } if person == approver);
    let what = if own { words.pin_the_old() } else { words.right(right) };
    let name = station.book.person(approver).map_or_else(|| approver.to_string(), |person| words.pick(&person.name));
    let shown = if station.pipeline.has_pin() { words.pin_checking() } else { words.pin_dots(dots(pin)) };
    let answers = vec![answer(&words.key_enter(), words.key_done()), answer(&words.key_esc(), words.nothing())];
    (words.pin_question(name), vec![shown, what, words.pin_by_keys()], answers)
}

/// One dot for each digit.
pub(super) fn dots(pin: &Pin) -> String {
    "● ".repeat(pin.len())
}

impl Words {
    /// What a right is for, as a heading.
    pub fn right(self, right: Right) -> String {
        match right {
            Right::SeeCost => self.right_see_cost(),
            Right::SeePrice => self.right_see_price(),
            Right::SeeCustomer => self.right_see_customer(),
            Right::HandleStore => self.right_handle_store(),
            Right::WorkOnCars => self.right_work_on_cars(),
            Right::TakeSpecialOrder => self.right_take_special_order(),
            Right::ApproveCount | Right::ApproveAnyCount => self.right_approve_count(),
            Right::EnterLate => self.right_enter_late(),
            Right::CorrectTime => self.right_correct_time(),
            Right::TeachCode => self.right_teach_code(),
            Right::ReverseOthers => self.right_reverse_others(),
            Right::Scrap => self.right_scrap(),
            Right::AdjustStock => self.right_adjust_stock(),
            Right::Dispatch => self.right_dispatch(),
            Right::InspectFinally => self.right_inspect(),
            Right::OpenCabinet => self.right_open_cabinet(),
            Right::ManagePeople => self.right_manage_people(),
            Right::ChangeSettings => self.right_change_settings(),
        }
    }
}
