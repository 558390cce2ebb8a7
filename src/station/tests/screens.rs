//! Each task's screen in both languages, as text to be reviewed.

use pitbox_hw::health::{Health, Trouble};
use pitbox_hw::reading::{DeviceId, Role};

use super::{Disk, Kiosk, Settings, Verb, badge_reader, bay, calibrate, counter, equipment, settings};
use crate::domain::decide::Desk;
use crate::station::input::{HubAnswer, Input, PrintState, StoreFailure};
use crate::station::view::screen::SIGNS;
use crate::sync::plan::{What, Why};

/// The screen after these acts, in English and below it in Chinese.
pub(super) fn check(name: &str, kiosk: impl Fn() -> Kiosk, acts: impl Fn(&mut Kiosk)) {
    let show = |mut kiosk: Kiosk| {
        acts(&mut kiosk);
        kiosk.picture()
    };
    let (english, chinese) = (show(kiosk()), show(kiosk().chinese()));
    can_be_shown_plainly(name, &show(kiosk().plain()));
    let mut with = insta::Settings::clone_current();
    with.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/snapshots/station"));
    with.set_prepend_module_to_snapshot(false);
    with.set_omit_expression(true);
    with.bind(|| insta::assert_snapshot!(name, format!("{english}\n\n{chinese}")));
}

/// On a console without Chinese letters nothing that is to be pressed is written in them.
fn can_be_shown_plainly(name: &str, picture: &str) {
    for line in picture.lines().filter(|line| line.starts_with("keys:")) {
        assert!(line.chars().all(|c| c.is_ascii() || SIGNS.contains(c)), "{name}: {line}");
    }
}

fn clerk() -> Kiosk {
    counter().with("c-sun")
}

fn technician() -> Kiosk {
    bay().with("t-wang")
}

#[test]
fn nobody_there() {
    check("welcome-counter", counter, |_| {});
    check("welcome-bay", bay, |_| {});
    check(
        "not-enrolled",
        || Kiosk::new(Settings { device: None, ..settings(Desk::Counter) }),
        |kiosk| {
            kiosk.typed("K7QD");
        },
    );
}

#[test]
fn home() {
    check("home-counter", clerk, |_| {});
    check("home-bay", technician, |kiosk| {
        kiosk.job("4711");
        kiosk.card(Verb::Home);
    });
}

#[test]
fn jobs() {
    check("jobs", clerk, |kiosk| kiosk.f(2));
    check("jobs-filtered", clerk, |kiosk| {
        kiosk.f(2);
        kiosk.typed("2017");
    });
}

#[test]
fn at_a_job() {
    check("acts-technician", technician, |kiosk| {
        kiosk.job("4711");
        kiosk.card(Verb::More);
    });
    check(
        "acts-lead",
        || counter().with("l-chen"),
        |kiosk| {
            kiosk.job("4714");
            kiosk.card(Verb::More);
        },
    );
    check("operation", technician, |kiosk| {
        kiosk.job("4714");
        kiosk.card(Verb::More);
        kiosk.choice(1);
        kiosk.choice(1);
    });
    check("form-request", technician, |kiosk| {
        kiosk.job("4711");
        kiosk.card(Verb::Request);
        kiosk.part("BAT-1");
    });
    check("form-hand-over", technician, |kiosk| {
        kiosk.job("4711");
        kiosk.card(Verb::HandOver);
        kiosk.badge("t-li");
        kiosk.choice(2);
    });
    check("workshop", || counter().with("l-chen"), |kiosk| kiosk.card(Verb::More));
    check(
        "workshop-people",
        || bay().with("t-wang"),
        |kiosk| {
            kiosk.job("4711");
            kiosk.card(Verb::Home);
            kiosk.card(Verb::More);
            kiosk.choice(3);
        },
    );
    check(
        "figures",
        || bay().with("l-chen"),
        |kiosk| {
            kiosk.card(Verb::More);
            kiosk.choice(5);
        },
    );
}

#[test]
fn issue() {
    check("issue", clerk, |kiosk| {
        kiosk.job("4711");
        kiosk.part("OF-1");
        kiosk.part("OIL-5W30");
    });
    check("issue-extras", clerk, |kiosk| {
        kiosk.job("4712");
        kiosk.part("PLUG-1");
        kiosk.part("PAD-0");
        kiosk.choice(3);
    });
    check("issue-signed", clerk, |kiosk| {
        kiosk.job("4711");
        kiosk.part("OF-1");
        kiosk.badge("t-wang");
    });
    check("issue-below-zero", clerk, |kiosk| {
        kiosk.job("4712");
        kiosk.part("WIPER-1");
        kiosk.card(Verb::Yes);
    });
    check("issue-typing", clerk, |kiosk| {
        kiosk.job("4712");
        kiosk.part("PLUG-1");
        kiosk.typed("4");
    });
}

#[test]
fn the_rest_of_the_store() {
    check("store-menu", clerk, |kiosk| kiosk.typed(";"));
    check("pre-pick", clerk, |kiosk| {
        kiosk.card(Verb::PrePick);
        kiosk.job("4711");
        kiosk.part("OF-1");
        kiosk.key(crate::station::key::Key::Escape);
    });
    check("pick", clerk, |kiosk| {
        kiosk.card(Verb::PrePick);
        kiosk.job("4711");
        kiosk.part("OF-1");
    });
    check("sale", clerk, |kiosk| {
        kiosk.card(Verb::Sell);
        kiosk.part("WIPER-1");
    });
    check("transfer", clerk, |kiosk| {
        kiosk.card(Verb::Transfer);
        kiosk.part("OF-1");
    });
    check("issued-lines", clerk, |kiosk| {
        kiosk.job("4711");
        kiosk.part("OF-1");
        kiosk.typed("i");
    });
    check("old-parts", clerk, |kiosk| {
        kiosk.job("4711");
        kiosk.part("PAD-1");
        kiosk.typed("o");
    });
    check("ask-fault", clerk, |kiosk| {
        kiosk.job("4711");
        kiosk.part("PAD-1");
        kiosk.typed("o");
        kiosk.enter();
    });
    check("old-part-shelf", clerk, |kiosk| {
        kiosk.job("4711");
        kiosk.part("PAD-1");
        kiosk.typed("o");
        kiosk.enter();
        kiosk.choice(1);
        kiosk.card(Verb::Home);
        kiosk.card(Verb::OldPart);
    });
    check("ask-why-scrap", clerk, |kiosk| {
        kiosk.card(Verb::Scrap);
        kiosk.part("OF-1");
    });
}

#[test]
fn questions() {
    let at_job = || {
        let mut kiosk = clerk();
        kiosk.job("4712");
        kiosk
    };
    check("ask-payer", at_job, |kiosk| kiosk.part("OF-1"));
    check("ask-over", at_job, |kiosk| {
        kiosk.part("PLUG-1");
        kiosk.line("6");
    });
    check("ask-approved", at_job, |kiosk| kiosk.part("WIPER-1"));
    check("ask-bin", at_job, |kiosk| {
        kiosk.part("NEW-1");
        kiosk.choice(1);
    });
    check("ask-part", at_job, |kiosk| kiosk.scan("7700274177"));
    check("ask-label", clerk, |kiosk| {
        kiosk.card(Verb::Label);
        kiosk.part("OF-1");
        kiosk.label_state(1, PrintState::Unknown, None);
    });
    check("ask-operation", technician, |kiosk| kiosk.job("4713"));
    check("ask-self-check", technician, |kiosk| {
        kiosk.job("4711");
        kiosk.card(Verb::Done);
    });
    check("ask-check", technician, |kiosk| {
        kiosk.job("4714");
        kiosk.card(Verb::Done);
        kiosk.card(Verb::Yes);
        kiosk.badge("t-li");
        kiosk.job("4714");
    });
}

#[test]
fn returns() {
    check("return", clerk, |kiosk| kiosk.card(Verb::Return));
    check("return-bin", clerk, |kiosk| {
        kiosk.job("4711");
        kiosk.part("OF-1");
        kiosk.card(Verb::Return);
        kiosk.part("OF-1");
    });
    check("return-job", clerk, |kiosk| {
        kiosk.job("4711");
        kiosk.part("OF-1");
        kiosk.job("4712");
        kiosk.part("OF-1");
        kiosk.choice(1);
        kiosk.card(Verb::Home);
        kiosk.card(Verb::Return);
        kiosk.part("OF-1");
    });
}

#[test]
fn deliveries() {
    check("receive", clerk, |kiosk| {
        kiosk.scan("]C1400PO-77812");
        kiosk.part("OF-1");
        kiosk.part("OF-1");
        kiosk.part("OIL-5W30");
    });
    check("put-away", clerk, |kiosk| {
        kiosk.card(Verb::Receive);
        kiosk.part("OF-1");
        kiosk.part("WIPER-1");
        kiosk.card(Verb::Done);
    });
    check("put-away-bin", clerk, |kiosk| {
        kiosk.card(Verb::Receive);
        kiosk.part("WIPER-1");
        kiosk.card(Verb::Done);
        kiosk.part("WIPER-1");
    });
}

#[test]
fn look_up() {
    check("look-up", clerk, |kiosk| kiosk.typed("brake"));
    check("part", counter, |kiosk| kiosk.part("OF-1"));
    check("part-superseded", counter, |kiosk| kiosk.part("PAD-0"));
    check("bin", counter, |kiosk| kiosk.bin("C-03-1"));
    check("unknown", counter, |kiosk| kiosk.scan("]C0ABC\u{1d}123"));
    check("unknown-to-teach", clerk, |kiosk| {
        kiosk.scan("HENGST E11H");
        kiosk.line("10");
    });
    check("unknown-taught", clerk, |kiosk| {
        kiosk.scan("HENGST E11H");
        kiosk.part("PLUG-1");
        kiosk.quantity_card(10_000);
    });
    check("what-is-gs1", clerk, |kiosk| {
        kiosk.typed("9");
        kiosk.scan("]d20104006633374644\u{1d}10L7");
    });
    check("what-is-vin", clerk, |kiosk| {
        kiosk.typed("9");
        kiosk.scan("1M8GDM9AXKP042788");
    });
    check("unknown-in-job", clerk, |kiosk| {
        kiosk.job("4711");
        kiosk.scan("]C0ABC\u{1d}123");
    });
}

#[test]
fn calibration() {
    check("calibrate", clerk, |kiosk| kiosk.typed("*"));
    check("calibrate-lines", clerk, |kiosk| {
        kiosk.typed("*");
        calibrate::two_lines(kiosk);
    });
    check("calibrate-advice", clerk, |kiosk| {
        kiosk.typed("*");
        calibrate::lost_and_found(kiosk);
    });
}

#[test]
fn badge_readers() {
    check("badge-reader", clerk, |kiosk| kiosk.typed("+"));
    check("badge-reader-hold", clerk, |kiosk| {
        kiosk.typed("+");
        kiosk.line("0012345678");
        badge_reader::says(kiosk, "door", "4E61BC00");
        kiosk.line("2186350627");
    });
    check("badge-reader-disagree", clerk, |kiosk| {
        kiosk.typed("+");
        kiosk.line("0012345678");
        badge_reader::says(kiosk, "door", "4E61BC00");
        kiosk.line("2186350627");
        badge_reader::says(kiosk, "door", "2186350627");
    });
}

#[test]
fn labels() {
    check("label", clerk, |kiosk| kiosk.card(Verb::Label));
    check("queue", clerk, |kiosk| {
        kiosk.card(Verb::Label);
        kiosk.part("OF-1");
        kiosk.part("AF-1");
        kiosk.bin("A-01-1");
        kiosk.label_state(1, PrintState::Confirmed, None);
        kiosk.label_state(2, PrintState::Failed, Some("paper"));
        kiosk.card(Verb::Home);
        kiosk.typed("7");
    });
}

#[test]
fn work() {
    check("work", technician, |kiosk| kiosk.job("4711"));
    check("work-switched", technician, |kiosk| {
        kiosk.job("4711");
        kiosk.job("4712");
        kiosk.part("CLIP-1");
        kiosk.part("CLIP-1");
    });
    check("pause", technician, |kiosk| {
        kiosk.job("4711");
        kiosk.card(Verb::Pause);
    });
    check("work-finished", technician, |kiosk| {
        kiosk.job("4711");
        kiosk.card(Verb::Done);
        kiosk.card(Verb::Yes);
    });
    check("work-counter-part", technician, |kiosk| {
        kiosk.job("4712");
        kiosk.part("PLUG-1");
    });
    check("help-bay", technician, |kiosk| kiosk.f(1));
    check("help-counter", clerk, |kiosk| kiosk.f(1));
}

#[test]
fn trouble() {
    check("not-saved", clerk, |kiosk| {
        kiosk.job("4711");
        kiosk.disk = Disk::Bad(StoreFailure::DiskFull);
        kiosk.part("OF-1");
    });
    check("stopped", clerk, |kiosk| {
        kiosk.job("4711");
        kiosk.disk = Disk::Bad(StoreFailure::Failed("input/output error".to_owned()));
        kiosk.part("OF-1");
    });
    check("unwell", clerk, |kiosk| {
        let mut tell = |device: &str, role, health| {
            kiosk.feed(Input::Device { device: DeviceId::new(device), role, health });
        };
        tell("scanner", Role::Scanner, Health::Absent);
        tell("printer", Role::Printer, Health::Trouble(Trouble::PaperOut));
        kiosk.feed(Input::Hub(HubAnswer::Failed { what: What::Pull, why: Why::NoAnswer, retry_after: None }));
        kiosk.job("4711");
        kiosk.part("OF-1");
    });
    check("left-unsigned", clerk, |kiosk| {
        kiosk.job("4711");
        kiosk.part("OF-1");
        kiosk.card(Verb::Done);
    });
    check("logged-off", technician, |kiosk| {
        kiosk.job("4711");
        kiosk.card(Verb::LogOff);
    });
}

#[test]
fn the_devices() {
    check("devices", equipment::looking, |kiosk| kiosk.key(crate::station::key::Key::Down));
    check("devices-set-up", equipment::looking, |kiosk| kiosk.typed("1"));
}
