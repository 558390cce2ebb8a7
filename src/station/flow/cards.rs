//! What a command card does, and a verb from wherever it comes: a card, a function key, the menu.

use super::*;

/// A command card.
pub(in crate::station) fn card(station: &mut Station, card: Card, cause: &Cause, world: World<'_>) {
    match card {
        Card::Verb(verb) => self::verb(station, verb, cause, world),
        Card::Quantity(qty) => quantity(station, qty.get(), cause, world),
        Card::Pause(reason) => work::pause(station, menu::reason_of(reason), cause, world),
        Card::Digit(digit) => {
            let letter = char::from_digit(u32::from(digit.get()), 10).unwrap_or('0');
            character(station, letter, world);
        }
        Card::Choice(nth) => choose(station, usize::from(nth.get()), cause, world),
    }
}

/// The nth row of whatever list is on the screen.
fn choose(station: &mut Station, nth: usize, cause: &Cause, world: World<'_>) {
    let letter = char::from_digit(u32::try_from(nth).unwrap_or(0), 10).unwrap_or('0');
    match station.session.task {
        Task::Home | Task::Pause | Task::Me | Task::Activity | Task::Equipment(_) => {
            pick(station, letter, cause, world);
        }
        Task::Part { .. } if nth == 1 => look_up::show_newer(station, world),
        _ if store_desk::picks(station) => store_desk::pick(station, letter, world),
        _ if nth <= crate::station::view::list_len(station, world) => {
            station.session.selected = nth - 1;
            enter(station, cause, world);
        }
        _ => {
            let words = station.words();
            station.tell_bad(words.card_not_here(words.card_choice(nth)), vec![words.nothing_changed()]);
        }
    }
}

/// A verb, from a card, a function key or the menu.
pub(in crate::station) fn verb(station: &mut Station, verb: Verb, cause: &Cause, world: World<'_>) {
    let needs_person = !matches!(
        verb,
        Verb::Help | Verb::LookUp | Verb::Jobs | Verb::Cancel | Verb::Back | Verb::Home | Verb::Language | Verb::LogOff
    ) && !menu::is_motion(verb);
    if needs_person && station.session.person.is_none() {
        return people::badge_first(station);
    }
    match verb {
        Verb::Done => done(station, cause, world),
        Verb::Cancel | Verb::Back => back_in(station, world),
        Verb::Undo => station.undo(cause, world),
        Verb::Help => help(station),
        Verb::Issue => {
            let task = if station.session.job.is_some() { Task::Job } else { Task::Jobs };
            enter_task(station, task);
        }
        Verb::Return => come_back(station, cause, world),
        Verb::Receive => receive::begin(station, None),
        Verb::PutAway => enter_task(station, Task::PutAway { item: None }),
        Verb::LookUp => look_up::open(station),
        Verb::Label => label::verb(station, world),
        Verb::Jobs => enter_task(station, Task::Jobs),
        Verb::Start => work::start_verb(station, cause, world),
        Verb::Pause => work::pause_verb(station),
        Verb::Finish => work::finish(station, cause, world),
        Verb::ClockIn => my_time::mark(station, MarkKind::In, cause, world),
        Verb::ClockOut => my_time::mark(station, MarkKind::Out, cause, world),
        Verb::Home => {
            enter_task(station, Task::Home);
            leave_job(station);
        }
        Verb::LogOff => {
            let words = station.words();
            log_off(station, words.logged_off());
        }
        Verb::Language => {
            // What was said stands in the other language.
            station.session.notice = None;
            station.switch_language();
        }
        Verb::Alerts => store_desk::open(station, StoreDesk::Alerts),
        // With a job open its work is handed over, without one the counter.
        Verb::HandOver if !station.is_bay() && station.session.job.is_none() => {
            store_desk::open(station, StoreDesk::HandOver);
        }
        Verb::Up => key(station, Key::Up, world),
        Verb::Down => key(station, Key::Down, world),
        Verb::Select => enter(station, cause, world),
        Verb::NextPage => key(station, Key::PageDown, world),
        Verb::PreviousPage => key(station, Key::PageUp, world),
        Verb::More => at_job::more(station),
        Verb::HandOver => at_job::card(station, FormKind::HandOver, cause, world),
        Verb::Request => at_job::card(station, FormKind::Request, cause, world),
        Verb::CarOn => at_job::card(station, FormKind::CarOn, cause, world),
        Verb::CarOff => at_job::car_off(station, cause, world),
        Verb::Yes | Verb::No => {
            let words = station.words();
            station.tell_bad(words.card_not_here(words.verb(verb)), vec![words.nothing_changed()]);
        }
        Verb::Count => store::open(station, StoreTask::Counts { open: false }),
        Verb::Transfer => store::open(station, StoreTask::Transfer { item: None, to: None }),
        Verb::Scrap => store::open(station, StoreTask::Transfer { item: None, to: Some(Place::Scrap) }),
        Verb::OldPart => store::old_parts::verb(station),
        Verb::PrePick => store::open(station, StoreTask::PrePick),
        Verb::Sell => store::open(station, StoreTask::Sales),
        Verb::Tags => store::tags::begin(station, world),
    }
}

/// RETURN: of a part; once more, with the part in hand, to inspection; at a delivery of what is wrong with it.
fn come_back(station: &mut Station, cause: &Cause, world: World<'_>) {
    if store_desk::finds_fault(station) {
        store_desk::begin_fault(station, world);
    } else if return_part::in_hand(station) {
        return_part::inspect(station, cause, world);
    } else {
        enter_task(station, Task::Return { item: None });
    }
}

/// Help for the screen that it is asked on.
fn help(station: &mut Station) {
    if station.session.task != Task::Help {
        station.session.help = Some(Box::new(station.session.task.clone()));
    }
    enter_task(station, Task::Help);
}
