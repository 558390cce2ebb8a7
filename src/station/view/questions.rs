//! Questions and their answers, in words.

use super::super::input::World;
use super::super::session::{Asked, Confirm, Why};
use super::super::store_desk::StoreConfirm;
use super::super::{Station, flow};
use super::approval;
use super::screen::{KeyHint, Question, Tone};
use crate::domain::ids::{JobNo, OpNo, PartNo};
use crate::domain::job::Payer;
use crate::domain::operation::Measure;
use crate::domain::qty::{Qty, Unit};
use crate::domain::reason::Reason;
use crate::identify::vin::{BadVin, Vin};
use crate::identify::{Remark, visible};
use crate::station::words::Words;

pub(super) fn answer(key: &str, label: String) -> KeyHint {
    KeyHint { key: key.to_owned(), label }
}

pub(super) fn numbered(labels: impl IntoIterator<Item = String>) -> Vec<KeyHint> {
    labels.into_iter().enumerate().map(|(at, label)| answer(&(at + 1).to_string(), label)).collect()
}

/// The open question, if any.
pub(super) fn question(station: &Station, world: World<'_>) -> Option<Question> {
    let words = station.words();
    let asked = station.session.question.as_ref()?;
    let (headline, details, answers) = match asked {
        Asked::Approval { right, .. } => approval::badge(station, *right),
        Asked::Pin { approver, right, pin, wanted } => approval::pin(station, approver, (*right, wanted), pin),
        Asked::Confirm { kind, .. } => confirm(words, kind, world),
        Asked::OverRequired { .. } => over_required(words, asked, world),
        Asked::WhoPays { part, .. } => who_pays(station, part, world),
        Asked::FromWhichBin { part, .. } => {
            (words.from_which_bin(part), called(words, part, world), with_no(words, vec![]))
        }
        Asked::Store(asked) => {
            let (headline, details, answers) = super::store::question(words, asked, world);
            (headline, details, with_no(words, answers))
        }
        Asked::Why { what, reasons, .. } => {
            let reasons = numbered(reasons.iter().map(|reason| words.reason(*reason)));
            (why(words, what), vec![], with_no(words, reasons))
        }
        Asked::WhichSerial { .. } => which_serial(words, asked, world),
        Asked::WhichPart { hits, .. } => {
            let name = |part: &PartNo| match world.catalogue.part(part) {
                Some(known) => format!("{part}  {}", words.part_name(&known)),
                None => part.to_string(),
            };
            (words.which_part(), vec![], with_no(words, numbered(hits.iter().map(|hit| name(&hit.part)))))
        }
        Asked::WhichJob { part, jobs, .. } => {
            let label = |no: &crate::domain::ids::JobNo| match station.book.job_ref(no) {
                Some(job) => format!("{no}  {}  {}", job.vehicle.plate, job.vehicle.model),
                None => no.to_string(),
            };
            (words.return_which_job(part), vec![], with_no(words, numbered(jobs.iter().map(label))))
        }
        Asked::WhichOperation { job, ops } => {
            let known = station.book.job_ref(job);
            let label = |op: &crate::domain::ids::OpNo| {
                let title = known.and_then(|job| job.operation(*op)).map(|op| words.pick(&op.title));
                format!("{op}  {}", title.unwrap_or_default())
            };
            (words.which_operation(job), vec![], with_no(words, numbered(ops.iter().map(label))))
        }
        Asked::OwnCheck { job, op } => {
            let answers = vec![answer("1", words.own_check_yes()), answer("2", words.own_check_no())];
            (words.own_check_question(operation_title(station, job, *op)), outside(station, job, *op), answers)
        }
        Asked::Check { job, op, level } => {
            let title = operation_title(station, job, *op);
            let answers =
                vec![answer("1", words.yes()), answer("2", words.check_later()), answer("3", words.check_not_good())];
            (words.check_question(words.check_level(*level), title), outside(station, job, *op), answers)
        }
        Asked::Teach { code, part, qty } => teach(words, code, part, *qty, world),
        Asked::VehicleMeant { meant, why } => vehicle_meant(station, *meant, *why),
        Asked::Desk(asked) => {
            let (headline, details, answers) = super::store_desk::question(station, asked, world);
            (headline, details, with_no(words, numbered(answers)))
        }
        Asked::CameOut { what, .. } => {
            let later = answer(&words.key_esc(), words.check_later());
            let answers = vec![answer("1", words.queue_keys()), answer("2", words.queue_again()), later];
            (words.label_unknown(what), vec![words.label_unknown_help()], answers)
        }
    };
    let tone = if matches!(asked, Asked::WhoPays { .. }) { Tone::Bad } else { Tone::Attention };
    Some(Question { tone, headline, details, answers })
}

/// Which of several pieces with numbers of their own.
fn which_serial(words: Words, asked: &Asked, world: World<'_>) -> (String, Vec<String>, Vec<KeyHint>) {
    let Asked::WhichSerial { part, place, pieces, command, .. } = asked else { return Default::default() };
    let mut details = called(words, part, world);
    details.push(words.which_serial_help());
    let numbers = flow::serial::listed(pieces).iter().map(|piece| words.numbered_piece(piece));
    let none = flow::serial::may_have_none(command).then(|| words.which_serial_none());
    (words.which_serial(part, words.place(place)), details, with_no(words, numbered(numbers.chain(none))))
}

fn teach(words: Words, code: &str, part: &PartNo, qty: Qty, world: World<'_>) -> (String, Vec<String>, Vec<KeyHint>) {
    let known = world.catalogue.part(part);
    let unit = known.as_ref().map_or(Unit::Piece, |part| part.unit);
    let name = known.map(|part| words.part_name(&part)).unwrap_or_default();
    let question =
        words.teach_question(visible(code.as_bytes()), words.qty(qty, unit), format!("{part} {name}").trim_end());
    (question, vec![words.teach_qty_help()], vec![answer("1", words.yes()), answer("2", words.no())])
}

fn vehicle_meant(station: &Station, meant: Vin, why: BadVin) -> (String, Vec<String>, Vec<KeyHint>) {
    let words = station.words();
    let mut details = vec![words.remark(&Remark::NoVin { meant, why })];
    details.extend(flow::vehicle::job_of(station, meant.as_str()).map(|job| words.is_job(job)));
    (words.vehicle_meant(meant), details, vec![answer("1", words.yes()), answer("2", words.no())])
}

fn who_pays(station: &Station, part: &PartNo, world: World<'_>) -> (String, Vec<String>, Vec<KeyHint>) {
    let words = station.words();
    let payers = Payer::ALL.map(|payer| words.payer(payer)).into_iter().chain([words.customers_own()]);
    let payers = numbered(payers);
    let mut details = called(words, part, world);
    details.extend(expected(station, world));
    (words.who_pays(part), details, with_no(words, payers))
}

fn over_required(words: Words, asked: &Asked, world: World<'_>) -> (String, Vec<String>, Vec<KeyHint>) {
    let Asked::OverRequired { part, required, issued, unit, more, .. } = asked else { return Default::default() };
    let mut details = called(words, part, world);
    details.push(words.over_required_why(words.qty(*more, *unit)));
    let reasons = numbered(Reason::OVER_REQUIRED.iter().map(|reason| words.reason(*reason)));
    (words.over_required(part, issued, words.qty(*required, *unit)), details, with_no(words, reasons))
}

/// What was to be fetched instead of a part that is not on the list.
fn expected(station: &Station, world: World<'_>) -> Vec<String> {
    let words = station.words();
    let Some((part, bin)) = flow::job::expected(station, world) else { return Vec::new() };
    let name = world.catalogue.part(&part).map(|part| words.part_name(&part)).unwrap_or_default();
    let bin = bin.map(|bin| words.is_bin(bin)).unwrap_or_default();
    vec![words.expected(format!("{part}  {name}  {bin}").trim_end()), words.expected_help()]
}

/// What the part is called: a wrong box shows itself by its name, not by its number.
fn called(words: Words, part: &PartNo, world: World<'_>) -> Vec<String> {
    world.catalogue.part(part).map(|known| words.part_name(&known)).into_iter().collect()
}

fn confirm(words: Words, kind: &Confirm, world: World<'_>) -> (String, Vec<String>, Vec<KeyHint>) {
    match kind {
        Confirm::Outside { title, value, unit, low, high } => {
            let limits = words.limits(*low, *high, unit);
            let asked = words.outside_limits(words.pick(title), words.measure(*value, unit), limits);
            (asked, vec![], vec![answer("1", words.yes()), answer("2", words.no())])
        }
        Confirm::Desk(StoreConfirm::OverOrdered { part, order, open, unit }) => (
            words.over_ordered(part, order, words.qty(*open, *unit)),
            called(words, part, world),
            vec![answer("1", words.take_it_in()), answer("2", words.no())],
        ),
        Confirm::Desk(StoreConfirm::NotOnOrder { part, order }) => (
            words.not_on_order(part, order),
            called(words, part, world),
            vec![answer("1", words.take_it_in()), answer("2", words.no())],
        ),
        Confirm::Desk(StoreConfirm::Held { part, job, .. }) => (
            words.held_question(part, job),
            called(words, part, world),
            vec![answer("1", words.give_it_away()), answer("2", words.no())],
        ),
        Confirm::AlreadyMarked(mark) => (
            words.time_already(words.mark(*mark)),
            vec![words.time_already_help()],
            vec![answer("1", words.time_already_yes()), answer("2", words.no())],
        ),
        Confirm::SerialTwice { serial, place } => (
            words.serial_twice(serial, words.place(place)),
            vec![words.serial_twice_help()],
            vec![answer("1", words.serial_twice_yes()), answer("2", words.no())],
        ),
        Confirm::LotExpired { part, lot, expires } => (
            words.lot_expired(part, lot, expires),
            called(words, part, world),
            vec![answer("1", words.lot_expired_yes()), answer("2", words.no())],
        ),
        Confirm::NotApproved { part } => (
            words.not_approved(part),
            called(words, part, world),
            vec![answer("1", words.yes()), answer("2", words.no())],
        ),
    }
}

fn why(words: Words, what: &Why) -> String {
    match what {
        Why::Moved { part, to } => words.why_moved(part, words.place(to)),
        Why::Differs { part, missing, unit } if !missing.is_positive() => {
            words.why_more(part, words.qty(Qty::ZERO.minus(*missing), *unit))
        }
        Why::Differs { part, missing, unit } => words.why_differs(part, words.qty(*missing, *unit)),
        Why::Counted { part } => words.why_counted(part),
        Why::Reversed { part } => words.why_reversed(part),
        Why::NoOldPart { part } => words.why_no_old_part(part),
    }
}

pub(super) fn with_no(words: Words, mut answers: Vec<KeyHint>) -> Vec<KeyHint> {
    answers.push(answer(&words.key_esc(), words.nothing()));
    answers
}

/// What of the check list stands outside its limits: whoever says that the work is good has to know.
fn outside(station: &Station, job: &JobNo, op: OpNo) -> Vec<String> {
    let words = station.words();
    let Some(op) = station.book.job_ref(job).and_then(|job| job.operation(op)) else { return Vec::new() };
    let said = |bad: &Measure| words.value_outside(words.pick(&bad.title), words.measure(bad.value, &bad.unit));
    op.outside_limits().map(said).collect()
}

pub(super) fn operation_title(
    station: &Station,
    job: &crate::domain::ids::JobNo,
    op: crate::domain::ids::OpNo,
) -> String {
    let closed = || station.session.worked.iter().find(|closed| closed.no == *job);
    let known = station.book.job_ref(job).or_else(closed).and_then(|job| job.operation(op));
    known.map_or_else(|| op.to_string(), |op| station.words().pick(&op.title))
}
