//! What the station asked for, as text that is compared and that may be read by others.

use crate::domain::entry::{Entry, Recorded};
use crate::domain::event::Event;
use crate::domain::person::Person;
use crate::record;
use crate::station::effect::Effect;

/// Stands for what nobody may read.
pub(super) const HIDDEN: &str = "hidden";

/// One line for each effect.
pub(super) fn told(effects: &[Effect]) -> Vec<String> {
    effects.iter().map(one).collect()
}

fn one(effect: &Effect) -> String {
    match effect {
        // By the name of its bytes: a field that a later version adds, and leaves out here, changes nothing.
        Effect::Append { token, entry, prints } => {
            let name = record::name_of(&record::encode(&quiet(entry)));
            format!("Append {token} {} {name} {prints:?}", entry.meta.command)
        }
        Effect::VerifyPin { token, person, .. } => format!("VerifyPin {token} {person}"),
        Effect::HashPin { token, person, .. } => format!("HashPin {token} {person}"),
        Effect::Enrol { .. } => "Enrol".to_owned(),
        Effect::CompareBadges { with } => format!("CompareBadges {}", with.is_some()),
        other @ (Effect::QueueLabel { .. }
        | Effect::MoveLabel { .. }
        | Effect::SetLabelState { .. }
        | Effect::Beep(_)
        | Effect::Sync(_)
        | Effect::SetWatermarks { .. }
        | Effect::LookBack(_)
        | Effect::Calibrate { .. }
        | Effect::SaveCalibration { .. }
        | Effect::SaveBadgeReader { .. }
        | Effect::ListDevices
        | Effect::LookFor { .. }
        | Effect::UseDevice { .. }
        | Effect::OpenLock { .. }) => format!("{other:?}"),
    }
}

/// The entry without the hash of a PIN.
pub(super) fn quiet(entry: &Entry) -> Entry {
    let mut entry = entry.clone();
    for event in &mut entry.events {
        if let Event::PinSet { hash, .. } = event {
            HIDDEN.clone_into(hash);
        }
    }
    entry
}

/// The record without the hash of a PIN. It keeps its name.
pub(super) fn quiet_record(record: &Recorded) -> Recorded {
    Recorded { entry: quiet(&record.entry), ..*record }
}

/// The person without the hash of the PIN.
pub(super) fn quiet_person(person: &Person) -> Person {
    let pin = person.pin.as_ref().map(|_| HIDDEN.to_owned());
    Person { pin, ..person.clone() }
}
