//! Plays the two weeks at the real program: a hub and three kiosks, by badges, cards and keys.

use std::collections::BTreeMap;

use pitbox::store::LogReader;

use super::clocks::{Boot, Clocks};
use super::line::Line;
use super::script::{Act, KIOSKS, PEOPLE, Step};
use super::{acts, course};
use crate::rig::{Bay, Setup, Site, tools, until};

/// A kiosk with the line to its hub.
struct Kiosk {
    bay: Bay,
    line: Line,
    boot: Boot,
    /// Whose badge was held to the reader last: one that stays there is read once.
    held: Option<u32>,
}

/// The workshop of the two weeks.
pub(super) struct Workshop {
    pub(super) site: Site,
    kiosks: Vec<Kiosk>,
    clocks: Clocks,
    /// In which minute each record was made, by device and number: what the log is reckoned with.
    made: Made,
}

/// The minute of each record, by device and its number there.
pub(super) type Made = BTreeMap<(u64, u64), i64>;

impl Workshop {
    pub(super) fn open() -> Workshop {
        let mut site = Site::sample();
        import_course(&site);
        let bay2 = Setup { name: KIOSKS[2], ..Setup::bay() };
        site.enrol(&bay2);
        let clocks = Clocks::new(&site.kiosk_folder(""), &KIOSKS);
        site.hub.stop();
        site.hub.set_clock(clocks.file("right"));
        site.hub.start_again();
        let kiosks = [Setup::counter(), Setup::bay(), bay2].map(|setup| {
            let line = Line::to(site.hub.address);
            let setup = Setup { clock: Some(clocks.file(setup.name)), ..setup };
            let bay = Bay::start(&site.kiosk_folder(setup.name), &line.url, setup);
            Kiosk { bay, line, boot: Boot::first(), held: None }
        });
        let workshop = Workshop { site, kiosks: kiosks.into(), clocks, made: Made::new() };
        workshop.comes_to_rest();
        workshop
    }

    /// The configuration file of a kiosk.
    pub(super) fn config(&self, kiosk: usize) -> std::path::PathBuf {
        self.kiosks[kiosk].bay.config.clone()
    }

    pub(super) fn play(&mut self, steps: &[Step]) {
        let mut at = 0;
        for step in steps {
            if step.at / super::script::DAY != at / super::script::DAY {
                self.comes_to_rest();
            }
            if step.at != at {
                at = step.at;
                self.set_clocks(at);
            }
            self.act(step);
            self.note(step);
        }
        self.comes_to_rest();
    }

    /// Whatever that kiosk has recorded since is of this minute.
    fn note(&mut self, step: &Step) {
        let bay = &self.kiosks[step.kiosk].bay;
        let (device, head) = (u64::from(bay.device()), reader(bay).head().expect("the store"));
        let first = self.made.range((device, 0)..=(device, u64::MAX)).next_back().map_or(1, |((_, seq), _)| seq + 1);
        let all = first..=head.map_or(0, |head| head.at.seq);
        self.made.extend(all.map(|seq| ((device, seq), step.at)));
    }

    /// The minute of each record that a kiosk made.
    pub(super) fn made(&self) -> &Made {
        &self.made
    }

    /// The lead's screen of key figures at the counter.
    pub(super) fn key_figures(&mut self) -> String {
        let lead = PEOPLE.iter().position(|person| person.id == "l-chen").expect("a lead");
        let counter = &mut self.kiosks[0];
        log_on(counter, lead);
        counter.bay.terminal.keys("/");
        counter.bay.terminal.sees("Workshop");
        counter.bay.terminal.keys("6");
        let text = counter.bay.terminal.sees("hours / clocked");
        by_card(&mut counter.bay, "log-off", "Logged off");
        text
    }

    fn set_clocks(&mut self, minute: i64) {
        let boots: Vec<(&'static str, Boot)> =
            KIOSKS.into_iter().zip(&self.kiosks).map(|(name, kiosk)| (name, kiosk.boot)).collect();
        self.clocks.set(minute, &boots);
    }

    /// Everything is at the hub, and every kiosk has it.
    fn comes_to_rest(&self) {
        until("everything is sent", || self.kiosks.iter().all(|kiosk| waiting(&kiosk.bay) == 0).then_some(()));
        let all = self.site.hub.records().len() as u64;
        until("every kiosk has everything", || {
            self.kiosks.iter().all(|kiosk| progress(&kiosk.bay).pulled == all).then_some(())
        });
    }

    fn act(&mut self, step: &Step) {
        let kiosk = &mut self.kiosks[step.kiosk];
        match &step.act {
            Act::Cut(ahead) => {
                kiosk.line.cut();
                kiosk.bay.kill();
                kiosk.boot = Boot { start: kiosk.boot.start + 1, minute: step.at };
                self.clocks.go_wrong(KIOSKS[step.kiosk], *ahead);
                self.set_clocks(step.at);
                self.kiosks[step.kiosk].bay.start_again(|_| {});
            }
            // Its clock stays wrong: it learns the time from the hub.
            Act::Mend => {
                kiosk.line.mend();
                until("it is back", || (waiting(&self.kiosks[step.kiosk].bay) == 0).then_some(()));
            }
            act @ (Act::In
            | Act::Out
            | Act::BreakBegin
            | Act::BreakEnd
            | Act::Activity(_)
            | Act::Start(..)
            | Act::Pause(_)
            | Act::Finish(..)
            | Act::Badge
            | Act::Correct(_)
            | Act::Course(_)) => {
                log_on(kiosk, step.person);
                at_kiosk(&mut kiosk.bay, act);
            }
        }
    }
}

/// The people and jobs of [`course`].
fn import_course(site: &Site) {
    let folder = site.kiosk_folder("tables");
    std::fs::create_dir_all(&folder).expect("a folder");
    for (file, text) in course::tables() {
        std::fs::write(folder.join(file), text).expect("a file");
    }
    let token = site.hub.config().with_file_name("data").join("token");
    let paths = [folder, token].map(|path| path.to_str().expect("a path").to_owned());
    let taken = tools::run(&["import", "--dir", &paths[0], "--hub", &site.hub.url(), "--token-file", &paths[1]]);
    assert!(taken.status.success(), "{}", String::from_utf8_lossy(&taken.stderr));
}

fn reader(bay: &Bay) -> LogReader {
    LogReader::open(&bay.config.with_file_name("store")).expect("the store")
}

fn progress(bay: &Bay) -> pitbox::store::progress::Progress {
    reader(bay).progress().expect("the store")
}

/// Records that the hub does not have yet.
fn waiting(bay: &Bay) -> u64 {
    let reader = reader(bay);
    let acked = reader.progress().expect("the store").acked;
    let head = reader.head().expect("the store").map_or(0, |head| head.at.seq);
    head - acked.seq.min(head)
}

/// With the badge, or with its printed code when that badge was the last one at the reader.
fn log_on(kiosk: &mut Kiosk, person: usize) {
    let person = &PEOPLE[person];
    if kiosk.held.replace(person.badge) == Some(person.badge) {
        let printed = kiosk.bay.code("person", person.id);
        kiosk.bay.scan(&printed);
    } else {
        kiosk.bay.badge(person.badge);
    }
    kiosk.bay.terminal.wait(person.name, |text| {
        text.lines().any(|line| line.contains('│') && line.contains(person.name)) && !text.contains("saved - ")
    });
}

fn at_kiosk(bay: &mut Bay, act: &Act) {
    let code = |bay: &mut Bay, key: &str| bay.code("card", key);
    match act {
        Act::In => by_card(bay, "clock-in", "saved - Recorded: Clock in"),
        Act::Out => by_card(bay, "clock-out", "saved - Recorded: Clock out"),
        Act::Pause(reason) => by_card(bay, reason, "saved - Paused"),
        Act::Start(job, _) => {
            let code = bay.code("job", job);
            bay.scan(&code);
            let (started, switched) = (format!("saved - Started: {job}"), format!("saved - Switched to {job}"));
            let already = format!("You are working on {job} already");
            let wanted = |text: &str| [&started, &switched, &already].iter().any(|words| text.contains(*words));
            if bay.terminal.wait(&started, wanted).contains(&already) {
                // As far as this kiosk knows: it did not hear of what was done elsewhere since.
                bay.scan_code("card", "start", &started);
            }
        }
        Act::Finish(job, _) => {
            let (done, yes) = (code(bay, "done"), code(bay, "yes"));
            bay.scan_sees(&done, "have you checked your own work?");
            bay.scan_sees(&yes, &format!("saved - Finished: {job}"));
        }
        Act::BreakBegin => by_keys(bay, &["-", "2"], "saved - Recorded: Break begins"),
        Act::BreakEnd => by_keys(bay, &["-", "2"], "saved - Recorded: Break ends"),
        Act::Activity(row) => by_keys(bay, &["-", "3", &row.to_string()], "saved - Recorded"),
        Act::Correct(text) => {
            bay.terminal.keys("-7");
            bay.terminal.sees("Times to check");
            bay.terminal.keys(&format!("{text}\r"));
            bay.terminal.sees("This needs somebody who may");
            bay.terminal.keys("1");
            bay.terminal.sees("PIN of Chen Zhigang");
            by_keys(bay, &["2580\r"], "saved - Corrected");
        }
        Act::Course(act) => acts::at_kiosk(bay, act),
        Act::Badge | Act::Cut(_) | Act::Mend => {}
    }
}

/// Scans a card. People are faster here than a scanner takes the same code twice: another one comes between.
pub(super) fn by_card(bay: &mut Bay, card: &str, words: &str) {
    let home = bay.code("card", "home");
    bay.scan(&home);
    bay.scan_code("card", card, words);
}

/// Presses keys one after the other, sees words, and logs off: the next badge begins at the first screen.
fn by_keys(bay: &mut Bay, keys: &[&str], words: &str) {
    keys.iter().for_each(|key| bay.terminal.keys(key));
    bay.terminal.sees(words);
    by_card(bay, "log-off", "Logged off");
}

/// A test that fails says what everybody had recorded by then.
impl Drop for Workshop {
    #[expect(clippy::print_stderr, reason = "a test that is already failing cannot say more in another way")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            let hub = self.site.hub.config();
            let log = crate::rig::tools::run(&["log", "--config", hub.to_str().unwrap_or_default()]);
            let text = String::from_utf8_lossy(&log.stdout).into_owned();
            let lines: Vec<&str> = text.lines().collect();
            eprintln!("{}", lines[lines.len().saturating_sub(200)..].join("\n"));
        }
    }
}
