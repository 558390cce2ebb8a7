//! What happened, and why not, in words.

use super::super::Station;
use super::super::flow::my_time;
use super::super::input::World;
use super::questions::operation_title;
use super::store_desk::fault_kind;
use super::{at_job_sayings, remarks, store_sayings};
use crate::domain::book::Book;
use crate::domain::entry::Recorded;
use crate::domain::event::{Event, StockMoved};
use crate::domain::ids::{LineNo, OrderNo, PersonId};
use crate::domain::job::{Job, JobState};
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::refusal::Refusal;
use crate::domain::taught::NotTeachable;
use crate::identify::calibration::{Advice, Control};
use crate::identify::visible;
use crate::station::session::Task;
use crate::station::words::Words;

/// The headline and the details of a record that is now on disk and applied.
pub(in crate::station) fn recorded(station: &Station, recorded: &Recorded, world: World<'_>) -> (String, Vec<String>) {
    let events = &recorded.entry.events;
    let headline = headline(station, recorded);
    let mut details: Vec<String> = Vec::new();
    for event in events {
        // What two lots of a part have in common is said once.
        let more: Vec<String> = detail(station, event, events, world);
        details.extend(more.into_iter().filter(|said| !details.contains(said)).collect::<Vec<_>>());
    }
    (headline, details)
}

fn headline(station: &Station, recorded: &Recorded) -> String {
    let events = &recorded.entry.events;
    if let Some(said) = store_sayings::of_command(station.words(), recorded) {
        return said;
    }
    if recorded.entry.meta.command == "SetQuantity" {
        return set_quantity(station, events);
    }
    let about = |event: &&Event| {
        matches!(event, Event::DeliveryFaultFound(_) | Event::FaultSettled { .. } | Event::BadgeAssigned { .. })
    };
    // A fault says more than the move into quarantine beside it, and a badge that is given more than whose it was.
    let first = events.iter().find(about).and_then(|event| headline_of(station, event, events));
    first.or_else(|| events.iter().find_map(|event| headline_of(station, event, events))).unwrap_or_default()
}

/// A quantity that was set: what the line stands at now.
fn set_quantity(station: &Station, events: &[Event]) -> String {
    let words = station.words();
    let line = station.session.last_line().map(|(_, line)| line);
    let change = events.iter().find_map(|event| match event {
        Event::StockMoved(moved) => Some(moved),
        _ => None,
    });
    match (line, change) {
        (Some(line), Some(moved)) => {
            let change = if moved.reverses.is_some() { Qty::ZERO.minus(total(events)) } else { total(events) };
            words.quantity_set(words.qty(line.qty.plus(change), line.unit), &line.stock.part)
        }
        _ => String::new(),
    }
}

fn total(events: &[Event]) -> Qty {
    let moves = events.iter().filter_map(|event| match event {
        Event::StockMoved(moved) => Some(moved.qty),
        _ => None,
    });
    moves.fold(Qty::ZERO, Qty::plus)
}

fn headline_of(station: &Station, event: &Event, all: &[Event]) -> Option<String> {
    let words = station.words();
    let said = match event {
        Event::StockMoved(moved) => moved_words(words, moved, total(all)),
        Event::ReceiptSigned { job, receiver, moves } => {
            let name = station.book.person(receiver).map_or_else(|| receiver.to_string(), |who| words.pick(&who.name));
            let issues = station.book.job_ref(job).map(|job| job.issues.as_slice()).unwrap_or_default();
            words.signed(Job::lines_in(issues.iter().filter(|issue| moves.contains(&issue.at))), name)
        }
        Event::PartFitted { job, line, qty, .. } => {
            let line = station.book.job_ref(job).and_then(|job| job.line(*line))?;
            words.fitted(words.qty(*qty, line.unit), &line.part, job)
        }
        Event::WorkStarted { job, op, .. } => {
            let other =
                |event: &Event| matches!(event, Event::WorkPaused { job: left, op: at, .. } if (left, at) != (job, op));
            let switched = all.iter().any(other);
            let title = operation_title(station, job, *op);
            if switched { words.switched_job(job, title) } else { words.started(job, title) }
        }
        Event::WorkPaused { job, reason, .. } => {
            let more =
                |event: &Event| matches!(event, Event::WorkStarted { .. } | Event::Job(_) | Event::TimeMarked { .. });
            if all.iter().any(more) {
                return None;
            }
            words.paused(job, words.pause_reason(*reason))
        }
        Event::WorkFinished { job, op, .. } => words.finished(job, operation_title(station, job, *op)),
        Event::OperationChecked { job, op, level, .. } => {
            words.checked(words.check_level(*level), job, operation_title(station, job, *op))
        }
        Event::JobStateChanged { job, to, .. } if all.len() == 1 => words.told_state(job, words.job_state(*to)),
        Event::Job(told) => return at_job_sayings::headline(station, told, all),
        Event::CodeTaught { code, part, unit, qty } => {
            words.taught(visible(code.as_bytes()), words.qty(*qty, *unit), part)
        }
        Event::TimeMarked { mark, .. } => words.time_marked(words.mark(*mark)),
        Event::TimeEntered { .. } => words.time_late_saved(),
        Event::TimeCorrected { .. } => words.time_corrected(),
        Event::TimeConfirmed { .. } => words.time_confirmed(),
        Event::PinSet { person, .. } => words.pin_is_set(named(station, person)),
        Event::BadgeRevoked { person, .. } => words.badges_revoked(named(station, person)),
        Event::BadgeAssigned { person, .. } => words.badge_assigned(named(station, person)),
        Event::CabinetOpened { cabinet, .. } => words.cabinet_opened(cabinet),
        Event::CodeForgotten { code, part, .. } => words.forgotten(visible(code.as_bytes()), part),
        other => return supply_headline(words, other),
    };
    Some(said)
}

/// What was done at the store desk.
fn supply_headline(words: Words, event: &Event) -> Option<String> {
    let said = match event {
        Event::AlertSeen { part, .. } => words.alert_noted(part),
        Event::OrderOpened { order, supplier } => words.order_opened(order, supplier),
        Event::OrderLineAdded { order, part, qty, unit, .. } => {
            words.order_line_added(words.qty(*qty, *unit), part, order)
        }
        Event::OrderSent { order } => words.order_is_sent(order),
        Event::OrderClosed { order } => words.order_is_closed(order),
        Event::OrderExpected { order, .. } => words.expected_set(order),
        Event::DeliveryFaultFound(fault) => {
            words.fault_found(fault_kind(words, fault.kind), words.qty(fault.qty, fault.unit), &fault.part)
        }
        Event::FaultSettled { outcome, .. } => words.claim_settled(super::store_desk::outcome(words, *outcome)),
        other => return store_sayings::headline(words, other),
    };
    Some(said)
}

fn named(station: &Station, person: &PersonId) -> String {
    station.book.person(person).map_or_else(|| person.to_string(), |who| station.words().pick(&who.name))
}

fn moved_words(words: Words, moved: &StockMoved, qty: Qty) -> String {
    let part = &moved.stock.part;
    let qty = words.qty(qty, moved.unit);
    match (&moved.from, &moved.to) {
        (Place::Job(_), Place::Bin(bin)) => words.returned(qty, part, bin),
        (Place::Job(_), Place::Quarantine) => words.to_inspection(qty, part),
        (_, Place::Job(job)) => words.issued(qty, part, job),
        (Place::Supplier, Place::Bin(bin)) => words.received(qty, part, bin),
        (_, Place::Bin(bin)) => words.moved(qty, part, bin),
        (_, other) => words.moved(qty, part, words.place(other)),
    }
}

fn detail(station: &Station, event: &Event, all: &[Event], world: World<'_>) -> Vec<String> {
    let words = station.words();
    match event {
        Event::StockMoved(moved) => move_details(station, moved, all, world),
        Event::DiscrepancyRaised { place: Place::Bin(bin), short, .. } => {
            vec![words.below_zero(bin, Qty::ZERO.minus(*short))]
        }
        Event::CodeTaught { .. } => vec![words.taught_scan_again()],
        Event::WorkPaused { job, .. } if all.iter().any(|other| matches!(other, Event::TimeMarked { .. })) => {
            vec![words.time_paused(job)]
        }
        Event::WorkStarted { person, .. } if unattended(station, person, world) => vec![words.time_unattended_start()],
        Event::Job(told) => at_job_sayings::details(station, told),
        Event::CabinetOpened { .. } => vec![words.cabinet_close()],
        Event::OrderReceived { order, line, qty } if qty.is_positive() => of_order(station, order, *line, *qty),
        Event::DeliveryFaultFound(fault) => {
            vec![words.fault_deadline(station.settings.zone.short(fault.deadline_ms, world.now.wall_ms))]
        }
        Event::AlertClosed { part } => vec![words.enough_again(part)],
        Event::JobStateChanged { .. } if all.len() == 1 => Vec::new(),
        Event::JobStateChanged { job, to: JobState::Ready, .. } => vec![words.job_ready(job)],
        Event::JobStateChanged { job, to: JobState::Check, .. } => vec![words.job_to_check(job)],
        other => store_sayings::details(station, other),
    }
}

/// Works without having clocked in, where people do so and as far as is known here.
fn unattended(station: &Station, person: &PersonId, world: World<'_>) -> bool {
    let keeps = my_time::first_clock_in_ms(station).is_some_and(|since| since <= world.now.wall_ms);
    keeps && world.now.trusted && !station.book.person_day(person).is_in(world.now.wall_ms)
}

/// On which order it counts when nobody named that, and for which job a special order came.
fn of_order(station: &Station, order: &OrderNo, line: LineNo, qty: Qty) -> Vec<String> {
    let words = station.words();
    let is_named = matches!(&station.session.task, Task::Receive { order: Some(named), .. } if named == order);
    let counted = (!is_named).then(|| words.receive_counted_on(order));
    let line = station.book.order_ref(order).and_then(|order| order.line(line));
    let special = line.and_then(|line| Some((line, line.job.as_ref()?)));
    let said = special.map(|(line, job)| words.special_for(words.qty(qty, line.unit), &line.part, job));
    counted.into_iter().chain(said).collect()
}

fn move_details(station: &Station, moved: &StockMoved, all: &[Event], world: World<'_>) -> Vec<String> {
    let words = station.words();
    let part = &moved.stock.part;
    let mut details = Vec::new();
    let line = match (&moved.to, moved.line) {
        (Place::Job(no), Some(line)) => station.book.job_ref(no).and_then(|job| job.line(line)),
        _ => None,
    };
    // Of a whole tote the list says how far each part is.
    let alone = |event: &Event| !matches!(event, Event::StockMoved(other) if other.stock.part != *part);
    if let Some(line) = line.filter(|_| all.iter().all(alone)) {
        details.push(words.line_progress(line.issued, words.qty(line.qty, line.unit)));
    }
    if let (Place::Bin(bin), Place::Job(_)) = (&moved.from, &moved.to) {
        let here = station.book.balances_of(part).into_iter().filter(|(key, _)| key.place == moved.from);
        let left = here.fold(Qty::ZERO, |sum, (_, balance)| sum.plus(balance.qty));
        if left >= Qty::ZERO {
            details.push(words.stock_left(words.qty(left, moved.unit), bin));
        }
    }
    details.extend(store_sayings::claimed(words, moved));
    details.extend(remarks::of(station, moved, world));
    let goes_on = !matches!((&moved.from, &moved.to), (Place::Claim, _) | (_, Place::Claim | Place::Quarantine));
    if let Some(newer) = world.catalogue.part(part).filter(|_| goes_on).and_then(|part| part.superseded_by) {
        let said = if newer.interchangeable { words.superseded_both(&newer.by) } else { words.superseded(&newer.by) };
        details.push(said);
    }
    details
}

/// Why not: the headline and what to do.
pub(in crate::station) fn refusal(words: Words, refusal: &Refusal) -> (String, Vec<String>) {
    let mut help = vec![words.nothing_changed()];
    let headline = match refusal {
        Refusal::UnknownPart(part) => words.refused_unknown_part(part),
        Refusal::UnknownJob(job) => words.refused_unknown_job(job),
        Refusal::UnknownBin(bin) => words.refused_unknown_bin(bin),
        Refusal::UnknownPerson(person) => words.refused_unknown_person(person),
        Refusal::UnknownOperation(job, op) => words.refused_unknown_operation(job, op),
        Refusal::UnknownLine(job, line) => words.refused_unknown_line(job, line),
        Refusal::NobodyLoggedOn => words.badge_first(),
        Refusal::NotAllowed { role } => words.refused_role(words.role(*role)),
        Refusal::NeedsApproval { right, .. } => words.approval_question(words.right(*right)),
        Refusal::JobIsSettled { job, state } => words.refused_settled(job, words.job_state(*state)),
        Refusal::ImpossibleQuantity(qty) => words.refused_quantity(qty),
        Refusal::FractionOf(unit) => words.refused_fraction(words.unit(*unit)),
        Refusal::SerialIsOnePiece => words.refused_serial_one(),
        Refusal::SerialElsewhere { serial, place } => words.refused_serial_elsewhere(serial, words.place(place)),
        Refusal::WhoPays { part } => words.who_pays(part),
        Refusal::OverRequired { part, required, issued, unit } => {
            words.over_required(part, issued, words.qty(*required, *unit))
        }
        Refusal::NotApproved { part, .. } => words.not_approved(part),
        Refusal::BehindTheCounter { part } => {
            help.insert(0, words.refused_counter_help());
            words.refused_counter(part)
        }
        Refusal::FromWhichBin { part } => words.refused_from_bin(part),
        Refusal::NotAtJob { part, job, there, unit } => words.refused_not_at_job(part, job, words.qty(*there, *unit)),
        Refusal::NothingToSign(job) => words.refused_nothing_to_sign(job),
        Refusal::NothingToUndo => words.refused_nothing_to_undo(),
        Refusal::AlreadyReversed(_) => words.refused_already_undone(),
        Refusal::BuiltUpon(_) => words.refused_built_upon(),
        Refusal::SameBin(bin) => words.refused_same_bin(bin),
        Refusal::NotTeachable(why) => words.refused_teach(words.not_teachable(*why)),
        Refusal::AlreadyTaught { part } => words.refused_taught_already(part),
        Refusal::Exists(what) => words.refused_exists(what),
        _ => of_others(words, refusal, &mut help),
    };
    (headline, help)
}

/// Each of these has words for the refusals that it knows.
fn of_others(words: Words, refusal: &Refusal, help: &mut Vec<String>) -> String {
    let known = of_work(words, refusal).or_else(|| of_orders(words, refusal));
    match known.or_else(|| of_jobs(words, refusal, help)) {
        Some(said) => said,
        None => store_sayings::refusal(words, refusal, help),
    }
}

/// Work, attendance and badges.
fn of_work(words: Words, refusal: &Refusal) -> Option<String> {
    Some(match refusal {
        Refusal::AlreadyRunning { job, .. } => words.refused_already_running(job),
        Refusal::TooSoon => words.refused_too_soon(),
        Refusal::NotRunning => words.refused_not_running(),
        Refusal::OperationDone { job, op } => words.refused_op_done(job, op),
        Refusal::CheckByDoer(level) => words.refused_own_check(words.check_level(*level)),
        Refusal::CheckNotNeeded(level) => words.refused_check_not_needed(words.check_level(*level)),
        Refusal::NotFinished { op, .. } => words.refused_not_finished(op),
        Refusal::AlreadyMarked(mark) => words.time_already(words.mark(*mark)),
        Refusal::ImpossibleTime => words.refused_impossible_time(),
        Refusal::TimeTaken => words.refused_time_taken(),
        Refusal::UnknownTime => words.refused_unknown_time(),
        Refusal::NoClock => words.refused_no_clock(),
        Refusal::BadgeTaken(person) => words.refused_badge_taken(person),
        Refusal::NoBadge(person) => words.refused_no_badge(person),
        _ => return None,
    })
}

/// Orders, levels and alerts.
fn of_orders(words: Words, refusal: &Refusal) -> Option<String> {
    Some(match refusal {
        Refusal::UnknownOrder(order) => words.refused_unknown_order(order),
        Refusal::OrderIsClosed(order) => words.refused_order_closed(order),
        Refusal::LevelsDoNotRise { part } => words.refused_levels(part),
        Refusal::NoAlert { part } => words.refused_no_alert(part),
        Refusal::NothingOrdered(order) => words.refused_nothing_ordered(order),
        Refusal::OverOrdered { part, order, open, unit } => words.over_ordered(part, order, words.qty(*open, *unit)),
        Refusal::NotOnOrder { part, order } => words.not_on_order(part, order),
        Refusal::NoClaim => words.refused_no_claim(),
        Refusal::HeldForJob { part, job, free, unit } => words.refused_held(part, job, words.qty(*free, *unit)),
        Refusal::PeriodIsClosed => words.refused_period(),
        _ => return None,
    })
}

/// What is done and said at a job.
fn of_jobs(words: Words, refusal: &Refusal, help: &mut Vec<String>) -> Option<String> {
    Some(match refusal {
        Refusal::NothingToDo => words.refused_nothing_to_do(),
        Refusal::NothingSaid => words.refused_nothing_said(),
        Refusal::ImpossibleValue(value) => words.refused_value(value),
        Refusal::BadShares => words.refused_shares(),
        Refusal::ExtraNotAgreed { op, .. } => words.refused_extra(op),
        Refusal::NoWay { job, from, to } => words.refused_no_way(job, words.job_state(*from), words.job_state(*to)),
        Refusal::Blocked { job, blockers } => {
            help.insert(0, words.blockers(blockers));
            words.refused_blocked(job)
        }
        Refusal::OutsideLimits { title, value, unit, low, high } => {
            let limits = words.limits(*low, *high, unit);
            words.outside_limits(words.pick(title), words.measure(*value, unit), limits)
        }
        Refusal::NotMeasured { op, title } => words.refused_not_measured(op, words.pick(title)),
        Refusal::BadValue { op, title } => words.refused_bad_value(op, words.pick(title)),
        _ => return None,
    })
}

impl Words {
    /// Why a text can never be taught.
    fn not_teachable(self, why: NotTeachable) -> String {
        match why {
            NotTeachable::Empty => self.teach_empty(),
            NotTeachable::TooLong => self.teach_too_long(),
            NotTeachable::Own => self.teach_own(),
        }
    }
}

/// What to change at a scanner.
pub(in crate::station) fn advice(words: Words, advice: &Advice) -> String {
    match advice {
        Advice::NotTheSheet => words.advice_not_the_sheet(),
        Advice::Truncated => words.advice_truncated(),
        Advice::SetUsLayout { characters } => words.advice_us_layout(spaced(characters.chars())),
        Advice::CapsLockOn => words.advice_caps_lock(),
        Advice::CaseChanged(_) => words.advice_case(),
        Advice::ControlCharactersLost { which } => {
            let name = |control: &Control| match control {
                Control::Gs => "GS",
                Control::Rs => "RS",
                Control::Eot => "EOT",
            };
            let which: Vec<&str> = which.iter().map(name).collect();
            words.advice_separators(which.join(" "))
        }
        Advice::SendAim => words.advice_aim(),
    }
}

fn spaced(letters: impl Iterator<Item = char>) -> String {
    let letters: Vec<String> = letters.map(String::from).collect();
    letters.join(" ")
}
