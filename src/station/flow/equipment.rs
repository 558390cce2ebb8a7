//! The devices: what is plugged in, setting one up by using it, trying lamp, buzzer and printer.

use super::super::effect::{Beep, Effect};
use super::super::input::StoreFailure;
use super::super::view::screen::{Sign, Tone};
use super::super::{Station, codes, record};
use super::{cabinet, calibrate};
use crate::domain::entry::Cause;
use crate::domain::rights::Right;
use crate::station::equipment::{Answered, Equipment, Seen, SeenAs, Wanted};
use crate::station::input::World;
use crate::station::session::Task;
use pitbox_hw::reading::{Content, Reading, Role};

/// Opens the list of devices; it comes when the shell has looked.
pub(super) fn begin(station: &mut Station) {
    open(station, Equipment::Devices(None));
    station.effects.push(Effect::ListDevices);
}

pub(super) fn open(station: &mut Station, screen: Equipment) {
    super::enter_task(station, Task::Equipment(Box::new(screen)));
}

fn screen(station: &Station) -> Option<&Equipment> {
    if let Task::Equipment(screen) = &station.session.task { Some(screen) } else { None }
}

/// A digit chooses what to do.
pub(super) fn pick(station: &mut Station, letter: char, cause: &Cause, world: World<'_>) {
    match screen(station) {
        Some(Equipment::Devices(_)) => match letter {
            '1' => look_for(station, Wanted::Scanner(0)),
            '2' => look_for(station, Wanted::Badge(0)),
            '3' => print_test(station),
            '4' => signal_test(station),
            '5' => calibrate::begin(station),
            '6' => look_for(station, Wanted::Tags(0)),
            _ => {}
        },
        Some(Equipment::Cabinets) => {
            if let Some(nth) = letter.to_digit(10).and_then(|digit| usize::try_from(digit).ok()) {
                cabinet::open_nth(station, nth.wrapping_sub(1), cause, world);
            }
        }
        Some(Equipment::SetUp { wanted, answered: None, .. }) if letter == '1' => {
            let wanted = wanted.another_way();
            open(station, Equipment::SetUp { wanted, answered: None, saving: false });
        }
        Some(Equipment::SetUp { .. }) | None => {}
    }
}

pub(super) fn enter(station: &mut Station, cause: &Cause, world: World<'_>) {
    match screen(station).cloned() {
        Some(Equipment::Devices(Some(seen))) => chosen(station, seen.get(station.session.selected)),
        Some(Equipment::SetUp { wanted, answered: Some(answered), saving: false }) => {
            save(station, wanted, answered);
        }
        Some(Equipment::Cabinets) => cabinet::open_nth(station, station.session.selected, cause, world),
        Some(Equipment::Devices(None) | Equipment::SetUp { .. }) | None => {}
    }
}

/// A row of the list: a device that is not used yet is set up.
fn chosen(station: &mut Station, seen: Option<&Seen>) {
    let Some(seen) = seen.filter(|seen| seen.device.is_none() && seen.state == SeenAs::Recognised) else { return };
    match seen.role {
        Some(Role::Printer) => {
            if may_set_up(station) {
                let answered = Answered { place: seen.place.clone(), name: seen.name.clone() };
                save(station, Wanted::Printer, answered);
            }
        }
        Some(Role::Badge) => look_for(station, Wanted::Badge(0)),
        Some(Role::Scanner) | None => look_for(station, Wanted::Scanner(0)),
        Some(Role::Rfid) => look_for(station, Wanted::Tags(0)),
        Some(Role::Lamp | Role::Buzzer | Role::Button | Role::Lock) => {}
    }
}

fn may_set_up(station: &mut Station) -> bool {
    if station.settings.device.is_none() {
        // It belongs to nobody yet: whoever stands there sets it up.
        return true;
    }
    let Some(person) = station.person() else { return false };
    if person.may(Right::HandleStore) {
        return true;
    }
    let words = station.words();
    station.tell_bad(words.refused_role(words.role(person.role)), vec![words.nothing_changed()]);
    false
}

fn look_for(station: &mut Station, wanted: Wanted) {
    if may_set_up(station) {
        open(station, Equipment::SetUp { wanted, answered: None, saving: false });
    }
}

/// What the shell is to listen for: any device that is not used yet.
pub(in crate::station) fn looks_for(station: &Station) -> Option<Wanted> {
    match screen(station)? {
        Equipment::SetUp { wanted, answered: None, .. } => Some(*wanted),
        Equipment::Devices(_) | Equipment::SetUp { .. } | Equipment::Cabinets => None,
    }
}

/// A device that is not used yet said something.
pub(in crate::station) fn answered(station: &mut Station, answer: Answered, reading: &Reading) {
    let words = station.words();
    let Task::Equipment(screen) = &mut station.session.task else { return };
    let Equipment::SetUp { wanted, answered: answered @ None, .. } = &mut **screen else { return };
    let fits = match (&reading.content, *wanted) {
        (Content::Scan { bytes, .. }, Wanted::Scanner(_) | Wanted::Badge(_)) => !bytes.is_empty(),
        (Content::Em4100(_) | Content::Uid(_), Wanted::Badge(_)) => true,
        (Content::Tags(tags), Wanted::Tags(_)) => !tags.is_empty(),
        (
            Content::Scan { .. } | Content::Em4100(_) | Content::Uid(_) | Content::Tags(_) | Content::Unreadable(_),
            _,
        ) => false,
    };
    if !fits {
        return;
    }
    let said = words.set_up_answered(&answer.name);
    *answered = Some(answer);
    station.effects.push(Effect::Beep(Beep::Good));
    station.tell(Sign::Question, Tone::Attention, said, vec![words.set_up_use()]);
}

/// It is kept, and used from then on.
fn save(station: &mut Station, wanted: Wanted, answered: Answered) {
    let place = answered.place.clone();
    open(station, Equipment::SetUp { wanted, answered: Some(answered), saving: true });
    station.effects.push(Effect::UseDevice { place, wanted });
}

/// The device is written down and in use under this name, or not.
pub(in crate::station) fn saved(station: &mut Station, wanted: Wanted, outcome: Result<String, StoreFailure>) {
    let words = station.words();
    if matches!(screen(station), Some(Equipment::SetUp { .. })) {
        begin(station);
    }
    match outcome {
        Ok(name) => {
            station.effects.push(Effect::Beep(Beep::Good));
            station.tell(Sign::Done, Tone::Good, words.set_up_saved(&name), vec![]);
            if wanted == Wanted::Printer {
                station.settings.printers.push(name);
                print_test(station);
            }
        }
        Err(failure) => {
            let why = record::failure_words(words, &failure);
            station.tell_bad(words.save_failed(why), vec![words.nothing_changed()]);
        }
    }
}

/// The shell has looked.
pub(in crate::station) fn listed(station: &mut Station, seen: Vec<Seen>) {
    if let Task::Equipment(screen) = &mut station.session.task
        && let Equipment::Devices(list) = &mut **screen
    {
        station.session.selected = station.session.selected.min(seen.len().saturating_sub(1));
        *list = Some(seen);
    }
}

/// Something was plugged in or pulled out.
pub(in crate::station) fn plugged(station: &mut Station) {
    if matches!(screen(station), Some(Equipment::Devices(_))) {
        station.effects.push(Effect::ListDevices);
    }
}

/// While the list is open a button does nothing but say that it works.
pub(in crate::station) fn tries_buttons(station: &Station) -> bool {
    matches!(screen(station), Some(Equipment::Devices(_)))
}

pub(in crate::station) fn button_works(station: &mut Station, device: &str) {
    let said = station.words().button_works(device);
    station.effects.push(Effect::Beep(Beep::Good));
    station.tell(Sign::Done, Tone::Good, said, vec![]);
}

fn print_test(station: &mut Station) {
    station.print_label(codes::test_label());
}

/// Each signal once; the next press gives the next one.
fn signal_test(station: &mut Station) {
    let last = station.session.signal;
    let (next, words) = match last {
        Beep::Good => (Beep::Bad, station.words().signal_bad()),
        Beep::Bad => (Beep::Attention, station.words().signal_attention()),
        Beep::Attention | Beep::Ignored => (Beep::Good, station.words().signal_good()),
    };
    station.session.signal = next;
    station.tell_info(words, vec![station.words().signal_next()]);
    station.effects.push(Effect::Beep(next));
}
