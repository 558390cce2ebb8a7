//! Something must be answered first: by key, by a card, or by the scan that it asks for.

use super::super::Station;
use super::super::effect::{Beep, Effect};
use super::super::input::{PrintState, World};
use super::super::meaning::Meaning;
use super::super::record::Wish;
use super::store::StoreAsked;
use super::{approval, form, queue, return_part, serial};
use crate::domain::command::Command;
use crate::domain::entry::Cause;
use crate::domain::ids::BinId;
use crate::domain::job::Payer;
use crate::domain::qty::Qty;
use crate::domain::reason::Reason;
use crate::identify::card::{Card, Verb};
use crate::station::form::{Form, FormKind};
use crate::station::key::Key;
use crate::station::session::Asked;
use crate::station::view::screen::{Sign, Tone};

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::station) enum Answer {
    Yes,
    No,
    /// DONE: a yes, where the person was asked because of what they did.
    Done,
    /// Not now: Esc, CANCEL or BACK.
    Leave,
    /// From 1.
    Nth(usize),
    Bin(BinId),
    /// A quantity card.
    Qty(Qty),
}

impl Answer {
    /// Meant as an answer and as nothing else.
    pub(in crate::station) fn is_plain(&self) -> bool {
        matches!(self, Answer::Yes | Answer::No | Answer::Leave | Answer::Nth(_))
    }
}

/// What a scan answers, if it can be an answer at all.
pub(in crate::station) fn answer_of(meaning: &Meaning) -> Option<Answer> {
    match meaning {
        Meaning::Card(Card::Verb(Verb::Yes | Verb::Select)) => Some(Answer::Yes),
        Meaning::Card(Card::Verb(Verb::Done)) => Some(Answer::Done),
        Meaning::Card(Card::Verb(Verb::No)) => Some(Answer::No),
        Meaning::Card(Card::Verb(Verb::Cancel | Verb::Back)) => Some(Answer::Leave),
        Meaning::Card(Card::Choice(nth)) => Some(Answer::Nth(usize::from(nth.get()))),
        Meaning::Card(Card::Digit(digit)) => Some(Answer::Nth(usize::from(digit.get()))),
        Meaning::Card(Card::Quantity(qty)) => Some(Answer::Qty(qty.get())),
        Meaning::Bin(bin) => Some(Answer::Bin(bin.clone())),
        _ => None,
    }
}

/// The question stands; what came is none of its answers.
pub(in crate::station) fn not_an_answer(station: &mut Station) {
    if matches!(station.session.question, Some(Asked::Pin { .. })) {
        return approval::no_scan(station);
    }
    let words = station.words();
    station.tell(Sign::Wrong, Tone::Attention, words.answer_first(), vec![words.nothing_changed()]);
    station.effects.push(Effect::Beep(Beep::Bad));
}

pub(super) fn key(station: &mut Station, key: Key, world: World<'_>) {
    if matches!(station.session.question, Some(Asked::Pin { .. })) {
        return approval::key(station, key);
    }
    let answer = match key {
        Key::Enter if !station.session.typed.is_empty() => typed_bin(station, world),
        Key::Escape => Some(Answer::Leave),
        Key::Enter | Key::Function(10) => Some(Answer::Yes),
        Key::Char('y' | 'Y') if !asks_for_bin(station) => Some(Answer::Yes),
        Key::Char('n' | 'N') if !asks_for_bin(station) => Some(Answer::No),
        Key::Char(digit @ '1'..='9') if !asks_for_bin(station) => {
            digit.to_digit(10).and_then(|nth| usize::try_from(nth).ok()).map(Answer::Nth)
        }
        Key::Char(letter) if asks_for_bin(station) && !letter.is_control() => {
            station.session.typed.push(letter);
            None
        }
        Key::Backspace => {
            station.session.typed.pop();
            None
        }
        _ => None,
    };
    if let Some(answer) = answer {
        give(station, answer, &Cause::Keys, world);
    }
}

fn asks_for_bin(station: &Station) -> bool {
    matches!(station.session.question, Some(Asked::FromWhichBin { .. }))
}

fn typed_bin(station: &mut Station, world: World<'_>) -> Option<Answer> {
    let text = std::mem::take(&mut station.session.typed);
    match super::known_bin(text.trim(), world) {
        Some(bin) => Some(Answer::Bin(bin)),
        None => {
            let words = station.words();
            station.tell_bad(words.refused_unknown_bin(text), vec![]);
            None
        }
    }
}

pub(in crate::station) fn give(station: &mut Station, answer: Answer, cause: &Cause, world: World<'_>) {
    let Some(asked) = station.session.question.take() else { return };
    let answer = if answer == Answer::Done { Answer::Yes } else { answer };
    let no = answer == Answer::No && !matches!(asked, Asked::CameOut { .. });
    if no || answer == Answer::Leave {
        station.session.typed.clear();
        let words = station.words();
        return station.tell_info(words.nothing_changed(), vec![]);
    }
    if let Some(unanswered) = act(station, asked, answer, cause, world) {
        station.session.question = Some(unanswered);
        not_an_answer(station);
    }
}

/// Carries an answer out. Gives the question back when the answer does not fit it.
fn act(station: &mut Station, asked: Asked, answer: Answer, cause: &Cause, world: World<'_>) -> Option<Asked> {
    let wish = Wish::new(cause);
    match (asked, answer) {
        (Asked::Confirm { yes, then, .. }, Answer::Yes | Answer::Nth(1)) => {
            station.submit(*yes, Wish { then, ..wish }, world);
        }
        (asked @ (Asked::OverRequired { .. } | Asked::Why { .. } | Asked::WhichSerial { .. }), Answer::Nth(nth)) => {
            return because(station, asked, nth, wish, world);
        }
        (Asked::Store(asked @ StoreAsked::Refill { .. }), Answer::Yes) => {
            super::store::answer(station, &asked, 1, cause, world);
        }
        (Asked::Store(asked), Answer::Nth(nth)) => {
            if !super::store::answer(station, &asked, nth, cause, world) {
                return Some(Asked::Store(asked));
            }
        }
        (Asked::WhoPays { command, .. }, Answer::Nth(nth @ 1..=5)) => paid_by(station, *command, nth, wish, world),
        (Asked::FromWhichBin { mut command, .. }, Answer::Bin(bin)) => {
            if let Command::IssuePart { from, .. } = command.as_mut() {
                *from = Some(bin);
            }
            station.submit(*command, wish, world);
        }
        (Asked::WhichPart { hits, then }, Answer::Nth(nth)) if nth >= 1 && nth <= hits.len() => {
            super::part(station, &hits[nth - 1], &then, cause, world);
        }
        (Asked::WhichJob { jobs, mut item, .. }, Answer::Nth(nth)) if nth >= 1 && nth <= jobs.len() => {
            item.job = jobs[nth - 1].clone();
            return_part::choose(station, item);
        }
        (Asked::WhichOperation { job, ops }, Answer::Nth(nth)) if nth >= 1 && nth <= ops.len() => {
            station.submit(Command::StartWork { job, op: ops[nth - 1], anew: false }, wish, world);
        }
        (Asked::OwnCheck { job, op }, Answer::Yes | Answer::Nth(1)) => {
            station.submit(Command::FinishWork { job, op, own_check: true }, wish, world);
        }
        (Asked::Check { job, op, level }, Answer::Yes | Answer::Nth(1)) => {
            station.submit(Command::CheckOperation { job, op, level }, wish, world);
        }
        (Asked::Check { job, op, level }, Answer::Nth(3)) => {
            form::open(station, Form::new(FormKind::SendBack { op, level }, job), cause, world);
        }
        (Asked::Teach { code, part, qty, .. }, Answer::Yes | Answer::Nth(1)) => {
            station.submit(Command::TeachCode { code, part, qty }, wish, world);
        }
        (Asked::Teach { code, part, .. }, Answer::Qty(qty)) => {
            super::teach::quantity(station, qty);
            station.ask(Asked::Teach { code, part, qty });
        }
        (Asked::VehicleMeant { meant, .. }, Answer::Yes | Answer::Nth(1)) => {
            super::vehicle::scanned(station, meant.as_str(), cause, world);
        }
        (Asked::Desk(question), Answer::Yes) => super::store_desk::answer(station, question, 1, cause, world),
        (Asked::Desk(question), Answer::Nth(nth)) => super::store_desk::answer(station, question, nth, cause, world),
        (Asked::CameOut { print, .. }, Answer::Yes | Answer::Nth(1)) => {
            station.session.notice = None;
            station.effects.push(Effect::SetLabelState { print, state: PrintState::Confirmed });
        }
        (Asked::CameOut { print, .. }, Answer::No | Answer::Nth(2)) => queue::again(station, print, None),
        (asked, Answer::Nth(2)) if is_yes_or_no(&asked) => {
            station.tell_info(station.words().nothing_changed(), vec![]);
        }
        (Asked::Approval { right, wanted }, Answer::Nth(nth)) => {
            return approval::choose(station, right, *wanted, nth, world);
        }
        (asked, _) => return Some(asked),
    }
    None
}

/// Whether the answers are 1, yes, and 2, no.
fn is_yes_or_no(asked: &Asked) -> bool {
    matches!(
        asked,
        Asked::Confirm { .. }
            | Asked::OwnCheck { .. }
            | Asked::Check { .. }
            | Asked::Teach { .. }
            | Asked::VehicleMeant { .. }
    )
}
/// Who pays for a part that is not on the list; the last answer: nobody, as the customer brought it.
fn paid_by(station: &mut Station, mut command: Command, nth: usize, wish: Wish, world: World<'_>) {
    if let Command::IssuePart { payer, job, item, qty, .. } = &mut command {
        match Payer::ALL.get(nth - 1) {
            Some(chosen) => *payer = Some(*chosen),
            None => {
                let (job, item, qty) = (job.clone(), item.clone(), *qty);
                command = Command::FitCustomersPart { job, item, qty };
            }
        }
    }
    station.submit(command, wish, world);
}

/// The reason that was asked for, or the piece. Gives the question back when there is none of that number.
fn because(station: &mut Station, asked: Asked, nth: usize, wish: Wish, world: World<'_>) -> Option<Asked> {
    let reasons = match &asked {
        Asked::OverRequired { .. } => Reason::OVER_REQUIRED,
        Asked::Why { reasons, .. } => reasons,
        Asked::WhichSerial { .. } => return serial::chosen(station, asked, nth, wish, world),
        _ => return Some(asked),
    };
    let Some(why) = reasons.get(nth.wrapping_sub(1)).copied() else { return Some(asked) };
    let (Asked::OverRequired { mut command, then, .. } | Asked::Why { mut command, then, .. }) = asked else {
        return None;
    };
    match command.agreed_mut() {
        Some(agreed) => agreed.over_required = Some(why),
        None => command.reason_mut().into_iter().for_each(|reason| *reason = why),
    }
    station.submit(*command, Wish { then, ..wish }, world);
    None
}
