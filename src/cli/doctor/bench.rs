//! The hardware test of one device, by hand: the person does what the screen says, and the device has to tell.

use std::sync::mpsc::Receiver;
use std::time::Duration;

use pitbox_hw::driver::{DeviceEvent, PrintOutcome};
use pitbox_hw::health::Health;
use pitbox_hw::reading::{Content, Role};

use super::finding::Finding;
use crate::cli::report;
use crate::config::DeviceConfig;
use crate::kiosk::devices::{Devices, print_sample};
use crate::kiosk::event::{Event, Queue};
use crate::station::effect::Beep;
use crate::station::words::Words;

const CHECK: &str = "bench";
/// How long a person may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Starts the device, says what to do, and tells what came.
pub(super) fn test(device: &DeviceConfig, words: Words, patience: Duration) -> Vec<Finding> {
    let (queue, events) = Queue::new();
    let wrong = |what: String| vec![Finding::wrong(CHECK, &device.name, what, words.doctor_bench_nothing_fix())];
    let running = match Devices::start(std::slice::from_ref(device), &queue, |_| false) {
        Ok(running) => running,
        Err(error) => return wrong(error.to_string()),
    };
    let step = match device.role {
        Role::Scanner => words.doctor_bench_scan(),
        Role::Badge => words.doctor_bench_badge(),
        Role::Rfid => words.doctor_bench_tags(),
        Role::Button => words.doctor_bench_press(),
        Role::Printer => words.doctor_bench_label(),
        Role::Lamp | Role::Buzzer => words.doctor_bench_look(),
        Role::Lock => words.doctor_bench_lock(),
    };
    report::complain(&words.doctor_bench_step(step));
    let got = match device.role {
        Role::Printer => match print_sample(&running, device) {
            Ok(()) => wait(&events, patience, words),
            Err(why) => Err(why),
        },
        Role::Lamp | Role::Buzzer => {
            let signals = [Beep::Good, Beep::Bad, Beep::Attention];
            show(&events, patience, words, signals.map(|beep| move |running: &Devices| running.beep(beep)), &running)
        }
        Role::Lock => show(&events, patience, words, [|running: &Devices| running.open_lock(&device.name)], &running),
        Role::Scanner | Role::Badge | Role::Rfid | Role::Button => wait(&events, patience, words),
    };
    // The receiver goes first: a driver that has something to say waits for nobody then.
    drop(events);
    drop(running);
    match got {
        Ok(what) => vec![Finding::well(CHECK, &device.name, words.doctor_bench_got(what))],
        Err(why) => wrong(why),
    }
}

/// As long as people take.
pub(super) fn patience() -> Duration {
    PATIENCE
}

/// The first reading, press or outcome; else what the device's state says.
fn wait(events: &Receiver<Event>, patience: Duration, words: Words) -> Result<String, String> {
    let mut trouble = None;
    let found = until(events, patience, |event| match event {
        DeviceEvent::Reading(reading) => Some(Ok(seen(&reading.content))),
        DeviceEvent::Pressed { device } => Some(Ok(device.to_string())),
        DeviceEvent::Print { outcome: PrintOutcome::Confirmed, .. } => Some(Ok(words.print_confirmed())),
        DeviceEvent::Print { outcome: PrintOutcome::Sent, .. } => Some(Ok(words.print_handed())),
        DeviceEvent::Print { outcome: PrintOutcome::Failed { why, .. } | PrintOutcome::Unknown { why }, .. } => {
            Some(Err(words.trouble(&why)))
        }
        DeviceEvent::Health { health, .. } => {
            trouble = words.unwell(&health);
            None
        }
    });
    let nothing = || words.doctor_bench_nothing(patience.as_secs());
    found.unwrap_or_else(|| Err(trouble.unwrap_or_else(nothing)))
}

/// Whether a device that says nothing by itself is there; then what it can do, one after the other and each for a tenth of the
/// patience, so that it can be watched.
fn show<const N: usize>(
    events: &Receiver<Event>,
    patience: Duration,
    words: Words,
    acts: [impl Fn(&Devices); N],
    running: &Devices,
) -> Result<String, String> {
    let well = health(events, patience, words)?;
    for act in acts {
        act(running);
        let lost = until(events, patience / 10, |event| match event {
            DeviceEvent::Health { health, .. } => words.unwell(&health),
            DeviceEvent::Reading(_) | DeviceEvent::Pressed { .. } | DeviceEvent::Print { .. } => None,
        });
        if let Some(why) = lost {
            return Err(why);
        }
    }
    Ok(well)
}

/// Whether a device that says nothing by itself is there.
fn health(events: &Receiver<Event>, patience: Duration, words: Words) -> Result<String, String> {
    let found = until(events, patience, |event| match event {
        DeviceEvent::Health { health: Health::Starting, .. } => None,
        DeviceEvent::Health { health, .. } => {
            Some(words.unwell(&health).map_or_else(|| Ok(words.doctor_printer_good()), Err))
        }
        DeviceEvent::Reading(_) | DeviceEvent::Pressed { .. } | DeviceEvent::Print { .. } => None,
    });
    found.unwrap_or_else(|| Err(words.doctor_bench_nothing(patience.as_secs())))
}

fn until<T>(
    events: &Receiver<Event>,
    patience: Duration,
    mut wanted: impl FnMut(DeviceEvent) -> Option<T>,
) -> Option<T> {
    let deadline = crate::clock::instant() + patience;
    loop {
        let left = deadline.saturating_duration_since(crate::clock::instant());
        if let Event::Device(event) = events.recv_timeout(left).ok()?
            && let Some(found) = wanted(event)
        {
            return Some(found);
        }
    }
}

/// What a device read, with control characters visible. A badge is not told: it identifies a person.
fn seen(content: &Content) -> String {
    match content {
        Content::Scan { bytes, .. } => bytes.escape_ascii().to_string(),
        Content::Tags(tags) => tags.len().to_string(),
        Content::Em4100(_) | Content::Uid(_) => "1".to_owned(),
        Content::Unreadable(unreadable) => format!("{unreadable:?}"),
    }
}
