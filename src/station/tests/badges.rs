//! Badges: log on, switch, sign; never losing lines. Logging off, by hand and by itself.

use std::time::Duration;

use super::{Beep, Kiosk, Verb, bay, counter};
use crate::domain::ids::BadgeHash;
use crate::station::codes::person_code;
use crate::station::input::Input;
use crate::station::session::Task;
use crate::station::tests::workshop::person_id;
use pitbox_hw::reading::DeviceId;

/// A clerk with one unsigned line at job 4711.
fn with_lines() -> Kiosk {
    let mut kiosk = counter().with("c-sun");
    kiosk.job("4711");
    kiosk.part("OF-1");
    kiosk
}

#[test]
fn a_badge_logs_on_and_another_one_switches() {
    let mut kiosk = counter();
    kiosk.badge("c-sun");
    kiosk.says("Hello, Sun Min");
    kiosk.badge("c-sun");
    kiosk.says("Sun Min is logged on already");
    kiosk.badge("c-zhou");
    kiosk.says("Now: Zhou Qiang");
    assert_eq!(kiosk.person(), Some("c-zhou"));
    assert!(kiosk.records.is_empty(), "logging on is no record");
}

#[test]
fn a_printed_badge_is_as_good() {
    let mut kiosk = counter();
    kiosk.scan(&person_code(&person_id("c-sun")));
    assert_eq!(kiosk.person(), Some("c-sun"));
}

#[test]
fn an_unknown_badge_changes_nothing() {
    let mut kiosk = with_lines();
    kiosk.feed(Input::Badge { device: DeviceId::new("badge"), hashes: vec![BadgeHash([99; 16])] });
    kiosk.refuses("Unknown badge");
    assert_eq!((kiosk.person(), kiosk.unsigned("4711")), (Some("c-sun"), 1));
}

#[test]
fn with_lines_open_a_second_badge_signs() {
    for receiver in ["t-wang", "t-li", "l-chen", "c-zhou"] {
        let mut kiosk = with_lines();
        kiosk.badge(receiver);
        kiosk.saved("Signed by");
        assert_eq!(kiosk.commands(), ["IssuePart", "SignReceipt"], "{receiver}");
        assert_eq!(kiosk.person(), Some("c-sun"), "{receiver} signs and does not take over");
        assert_eq!(kiosk.unsigned("4711"), 0);
    }
}

#[test]
fn a_technician_serves_himself() {
    let mut kiosk = counter();
    kiosk.badge("t-wang");
    kiosk.job("4711");
    kiosk.part("OF-1");
    kiosk.badge("t-wang");
    kiosk.saved("Signed by Wang Lei, 1 in all");
}

#[test]
fn a_job_scanned_before_the_badge_stays_open_at_the_counter() {
    let mut kiosk = counter();
    kiosk.job("4711");
    kiosk.says("Scan your badge first");
    kiosk.says("沪A·88P6C");
    kiosk.part("OF-1");
    kiosk.refuses("Scan your badge first");
    assert!(kiosk.records.is_empty());
    kiosk.badge("c-sun");
    assert_eq!((kiosk.task(), kiosk.open_job()), (&Task::Job, Some("4711")));
    kiosk.part("OF-1");
    kiosk.saved("Issued: 1 pc OF-1");
}

#[test]
fn leaving_a_job_says_what_is_unsigned() {
    let ways: [fn(&mut Kiosk); 5] = [
        |kiosk| kiosk.card(Verb::Done),
        |kiosk| kiosk.card(Verb::Back),
        |kiosk| kiosk.card(Verb::Home),
        |kiosk| kiosk.card(Verb::LogOff),
        |kiosk| kiosk.job("4712"),
    ];
    for leave in ways {
        let mut kiosk = with_lines();
        leave(&mut kiosk);
        kiosk.says("Job 4711 has unsigned parts");
        assert_eq!(kiosk.unsigned("4711"), 1, "the line stays");
    }
}

#[test]
fn lines_left_behind_can_be_signed_later() {
    let mut kiosk = with_lines();
    kiosk.card(Verb::Done);
    kiosk.badge("c-zhou");
    assert_eq!(kiosk.person(), Some("c-zhou"), "no job on the screen: the badge switches");
    kiosk.job("4711");
    kiosk.says("1 unsigned");
    kiosk.badge("t-wang");
    kiosk.saved("Signed by Wang Lei");
}

#[test]
fn a_question_left_open_by_a_badge_records_nothing() {
    let mut kiosk = counter().with("c-sun");
    kiosk.job("4711");
    kiosk.part("WIPER-1");
    assert!(kiosk.question().contains("Who pays?"));
    kiosk.badge("c-zhou");
    kiosk.says("The question was left open: nothing was recorded.");
    assert!(kiosk.question().is_empty() && kiosk.records.is_empty());
}

#[test]
fn who_walks_away_is_logged_off() {
    let mut kiosk = counter().with("c-sun");
    kiosk.job("4712");
    kiosk.sleep(Duration::from_secs(299));
    assert_eq!(kiosk.person(), Some("c-sun"));
    kiosk.sleep(Duration::from_secs(10));
    assert_eq!((kiosk.person(), kiosk.task()), (None, &Task::Home));
    kiosk.says("Logged off: nobody was here for a while");
}

#[test]
fn nobody_is_logged_off_with_lines_open() {
    let mut kiosk = with_lines();
    kiosk.sleep(Duration::from_secs(3600));
    assert_eq!((kiosk.person(), kiosk.open_job()), (Some("c-sun"), Some("4711")));
    kiosk.badge("t-wang");
    kiosk.saved("Signed");
    kiosk.sleep(Duration::from_secs(310));
    assert_eq!(kiosk.person(), None);
}

#[test]
fn who_logs_off_hears_what_still_runs() {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    kiosk.sleep(Duration::from_secs(400));
    assert_eq!(kiosk.person(), None);
    kiosk.says("You are still working on 4711: the clock runs on.");
    assert_eq!(kiosk.running("t-wang").as_deref(), Some("4711/1"));
}

/// Wang works on 4711 at a bay.
fn wang_works() -> Kiosk {
    let mut kiosk = bay().with("t-wang");
    kiosk.job("4711");
    kiosk
}

#[test]
fn every_way_of_logging_off_says_what_still_runs() {
    let ways: [fn(&mut Kiosk); 3] = [
        |kiosk| kiosk.card(Verb::LogOff),
        |kiosk| {
            kiosk.card(Verb::Home);
            kiosk.line("0");
        },
        |kiosk| kiosk.sleep(Duration::from_secs(400)),
    ];
    for way in ways {
        let mut kiosk = wang_works();
        way(&mut kiosk);
        assert_eq!(kiosk.person(), None);
        kiosk.says("You are still working on 4711: the clock runs on.");
        let mut kiosk = wang_works().chinese();
        way(&mut kiosk);
        kiosk.says("您仍在工单 4711 上施工，计时继续。");
    }
}

#[test]
fn who_is_logged_off_by_the_badge_of_another_is_said_to_be_still_working() {
    let mut kiosk = wang_works();
    kiosk.badge("t-li");
    assert_eq!(kiosk.person(), Some("t-li"));
    kiosk.says("Wang Lei is still working on 4711: the clock runs on.");
    let mut kiosk = wang_works().chinese();
    kiosk.badge("t-li");
    kiosk.says("仍在工单 4711 上施工，计时继续。");
    kiosk.badge("t-li");
    assert!(!kiosk.picture().contains("仍在工单"), "said once: {}", kiosk.picture());
}

#[test]
fn time_without_a_job_runs_on_too() {
    let mut kiosk = bay().with("t-wang");
    kiosk.typed("-3");
    kiosk.typed("1");
    kiosk.badge("t-li");
    kiosk.says("Wang Lei is still at: Training. The clock runs on.");
    kiosk.badge("t-wang");
    kiosk.card(Verb::LogOff);
    kiosk.says("You are still at: Training. The clock runs on.");
}

#[test]
fn what_a_passer_by_left_on_the_screen_goes() {
    let mut kiosk = counter();
    kiosk.scan("NO SUCH THING");
    kiosk.says("NO SUCH THING");
    kiosk.sleep(Duration::from_secs(310));
    assert!(kiosk.station.session.is_blank(), "{}", kiosk.picture());
    kiosk.says("Scan your badge");
}

#[test]
fn log_off_by_card_and_by_menu() {
    let mut kiosk = counter().with("c-sun");
    kiosk.card(Verb::LogOff);
    assert_eq!(kiosk.person(), None);
    let mut kiosk = counter().with("c-sun");
    kiosk.line("0");
    assert_eq!(kiosk.person(), None);
    assert_eq!(kiosk.last_beep(), Some(Beep::Good), "only the log-on was heard");
}

#[test]
fn a_console_without_chinese_letters_is_english_and_says_so() {
    let mut kiosk = counter().chinese();
    kiosk.station.settings.shows_chinese = false;
    kiosk.says("This console has no Chinese letters");
    kiosk.f(12);
    kiosk.says("Scan your badge");
    kiosk.says("kmscon");
}
