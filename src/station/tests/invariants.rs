//! Whatever is scanned and pressed, in whatever order, while the disk is slow or failing: what always holds.

use std::time::Duration;

use pitbox_hw::health::{Health, Trouble};
use pitbox_hw::reading::{DeviceId, Role, Unreadable};
use proptest::prelude::*;

use super::{Disk, Kiosk, bay, counter, own_codes, workshop};
use crate::domain::ids::JobNo;
use crate::station::effect::Effect;
use crate::station::input::{HubAnswer, Input, PrintState, StoreFailure};
use crate::station::key::Key;
use crate::station::view::screen::{Screen, Sign};
use crate::sync::plan::{What, Why};

/// One thing that happens.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    Scan(String),
    Garbage(Vec<u8>),
    Unreadable,
    Badge(&'static str),
    Key(Key),
    Slow,
    Write,
    Fail(bool),
    Wait(u64),
    Wake,
    Device(u8),
    Label(i64, u8),
    Offline,
}

/// Every code of the workshop, as a scanner sends it.
fn all_codes() -> Vec<String> {
    let job = |no: &str| own_codes::job_code(&JobNo::new(no).expect("a job"));
    let mut codes: Vec<String> = workshop::parts().map(|part| own_codes::part_code(&workshop::part_no(part))).collect();
    codes.extend(workshop::bins().map(|bin| own_codes::bin_code(&workshop::bin_id(bin))));
    codes.extend(workshop::people().map(|person| own_codes::person_code(&workshop::person_id(person))));
    codes.extend(["4711", "4712", "4713", "4714", "4715", "9999"].map(job));
    codes.extend(own_codes::cards().map(own_codes::card_code));
    codes.extend(crate::identify::calibration::sheet::fields().map(|(_, text)| text));
    codes.extend(["7700274177", "LSVNV4189H2158062", "]C1400PO-77812", "]C10104006633374644"].map(str::to_owned));
    codes
}

fn keys() -> impl Strategy<Value = Key> {
    prop_oneof![
        4 => prop::sample::select("0123456789.*yntjqcx-机 ".chars().collect::<Vec<_>>()).prop_map(Key::Char),
        3 => Just(Key::Enter),
        1 => prop::sample::select(vec![Key::Escape, Key::Backspace, Key::Up, Key::Down, Key::PageUp, Key::PageDown]),
        2 => (1_u8..=12).prop_map(Key::Function),
    ]
}

pub(crate) fn acts() -> impl Strategy<Value = Act> {
    prop_oneof![
        12 => prop::sample::select(all_codes()).prop_map(Act::Scan),
        1 => prop::collection::vec(any::<u8>(), 0..40).prop_map(Act::Garbage),
        1 => Just(Act::Unreadable),
        3 => prop::sample::select(workshop::people().collect::<Vec<_>>()).prop_map(Act::Badge),
        6 => keys().prop_map(Act::Key),
        1 => Just(Act::Slow),
        4 => Just(Act::Write),
        1 => any::<bool>().prop_map(Act::Fail),
        1 => (1_u64..400_000).prop_map(Act::Wait),
        1 => Just(Act::Wake),
        1 => (0_u8..3).prop_map(Act::Device),
        1 => (1_i64..4, 0_u8..4).prop_map(|(print, state)| Act::Label(print, state)),
        1 => Just(Act::Offline),
    ]
}

impl Kiosk {
    pub(crate) fn act_all(&mut self, acts: impl IntoIterator<Item = Act>) {
        acts.into_iter().for_each(|act| self.act(act));
    }

    pub(crate) fn act(&mut self, act: Act) {
        match act {
            Act::Scan(text) => self.answered(Kiosk::reading(text.as_bytes())),
            Act::Garbage(bytes) => self.answered(Kiosk::reading(&bytes)),
            Act::Unreadable => self.unreadable(Unreadable::Malformed),
            Act::Badge(person) => self.badge(person),
            Act::Key(key) => self.key(key),
            Act::Slow => self.disk = Disk::Slow,
            Act::Write if !self.unwritten.is_empty() => self.write(),
            Act::Fail(full) if !self.unwritten.is_empty() => {
                self.fail(if full { StoreFailure::DiskFull } else { StoreFailure::Failed("input/output".to_owned()) });
            }
            Act::Write | Act::Fail(_) => self.disk = Disk::Good,
            Act::Wait(ms) => self.wait(Duration::from_millis(ms)),
            Act::Wake => self.feed(Input::Wake),
            Act::Device(state) => {
                let health = [Health::Ready, Health::Absent, Health::Trouble(Trouble::PaperOut)];
                let (device, role) = (DeviceId::new("scanner"), Role::Scanner);
                self.feed(Input::Device { device, role, health: health[usize::from(state)].clone() });
            }
            Act::Label(print, state) => {
                let states = [PrintState::Sent, PrintState::Confirmed, PrintState::Failed, PrintState::Unknown];
                self.label_state(print, states[usize::from(state)], None);
            }
            Act::Offline => {
                let failed = HubAnswer::Failed { what: What::Pull, why: Why::NoAnswer, retry_after: None };
                self.feed(Input::Hub(failed));
            }
        }
    }

    /// A scan is answered by a record, a question, a notice, a changed screen or at least a sound; or it waits in order.
    fn answered(&mut self, input: Input) {
        self.wait(Duration::from_secs(1));
        let waits = !self.unwritten.is_empty();
        let (before, effects) = (self.screen(), self.effects.len());
        self.feed(input);
        assert!(waits || self.screen() != before || self.effects.len() > effects, "silence:\n{}", self.picture());
    }

    fn always(&self, records: usize) {
        assert!(self.unwritten.len() <= 1, "one append in flight");
        let screen = self.screen();
        let text = self.picture();
        let raw = text.chars().find(|letter| letter.is_control() && *letter != '\n');
        assert_eq!(raw, None, "a control character on the screen: {text:?}");
        one_line_each(&screen);
        if screen.notice.as_ref().is_some_and(|notice| notice.sign == Sign::Saved) {
            assert!(!self.records.is_empty(), "saved without a record");
        }
        if records == self.records.len() && !self.unwritten.is_empty() {
            let flying = &self.unwritten[0].1;
            assert!(self.records.iter().all(|record| record.entry != *flying), "shown before it is on disk");
        }
        let signed = self.station.session.person.is_some() || self.station.unsigned_here() == 0;
        assert!(signed || self.open_job().is_some(), "nobody loses lines");
    }

    /// The shell would sleep to each deadline and wake the station: time must go on.
    fn sleeps_well(&mut self) {
        for _ in 0..50 {
            let deadline = self.station.next_deadline().expect("the clock on the screen");
            let wait = deadline.at.saturating_sub(self.now.steady);
            self.wait(wait);
            self.feed(Input::Wake);
            let next = self.station.next_deadline().expect("the clock on the screen");
            assert!(next.at > self.now.steady, "{} is due again at once", next.reason);
        }
    }
}

fn one_line_each(screen: &Screen) {
    let notice = screen.notice.iter().flat_map(|notice| notice.details.iter().chain([&notice.headline]));
    assert!(notice.clone().all(|line| !line.contains('\n') && !line.is_empty()), "{:?}", notice.collect::<Vec<_>>());
}

/// What the tick says: the saved notice changes only when a record has come to disk.
fn saved_notice(kiosk: &Kiosk) -> Option<String> {
    kiosk.screen().notice.filter(|notice| notice.sign == Sign::Saved).map(|notice| notice.headline)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens(at_bay in any::<bool>(), logged_on in any::<bool>(), script in prop::collection::vec(acts(), 1..120)) {
        let mut kiosk = if at_bay { bay() } else { counter() };
        if logged_on {
            kiosk.badge(if at_bay { "t-wang" } else { "c-sun" });
        }
        for act in script {
            let (records, saved) = (kiosk.records.len(), saved_notice(&kiosk));
            let language = kiosk.station.settings.language;
            kiosk.act(act);
            kiosk.always(records);
            let now = saved_notice(&kiosk);
            prop_assert!(
                now.is_none() || now == saved || kiosk.records.len() > records || language != kiosk.station.settings.language,
                "{now:?} without a record"
            );
        }
        kiosk.disk = Disk::Good;
        while !kiosk.unwritten.is_empty() {
            kiosk.write();
        }
        kiosk.sleeps_well();
        let appends = kiosk.effects.iter().filter(|effect| matches!(effect, Effect::Append { .. })).count();
        prop_assert!(appends >= kiosk.records.len());
    }
}

#[test]
fn the_books_balance_after_a_shift() {
    let mut kiosk = counter().with("c-sun");
    kiosk.job("4711");
    for part in ["OF-1", "AF-1", "OIL-5W30"] {
        kiosk.part(part);
    }
    kiosk.line("2.5");
    kiosk.card(super::Verb::Undo);
    kiosk.badge("t-wang");
    kiosk.card(super::Verb::Return);
    kiosk.part("AF-1");
    kiosk.bin("A-02-1");
    for part in workshop::parts() {
        let all = crate::domain::book::Book::balances_of(kiosk.station.book(), &workshop::part_no(part));
        assert_eq!(all.iter().map(|(_, balance)| balance.qty.0).sum::<i64>(), 0, "{part}");
    }
}
