//! What ten people do in two weeks: made from a seed, and the same each time.

use std::collections::BTreeMap;

use pitbox::sync::backoff::Dice;

use super::course::{self, Course};

pub(super) const DAY: i64 = 24 * 60;
pub(super) const KIOSKS: [&str; 3] = ["counter", "bay", "bay2"];

/// A person: the id, the number on the badge, the name, and the jobs with the operations that are finished by their doer.
pub(super) struct Person {
    pub(super) id: &'static str,
    pub(super) badge: u32,
    pub(super) name: &'static str,
    pub(super) jobs: &'static [&'static str],
}

const fn person(id: &'static str, badge: u32, name: &'static str, jobs: &'static [&'static str]) -> Person {
    Person { id, badge, name, jobs }
}

pub(super) const PEOPLE: [Person; 10] = [
    person("t-wang", 7_432_158, "Wang Lei", &["4701", "4705", "4708", "4711", "4714"]),
    person("t-li", 7_432_161, "Li Jianguo", &["4702", "4706", "4707", "4713"]),
    person("t-novak", 12_590_744, "Peter Novak", &["4703", "4709", "4712"]),
    person("c-sun", 7_432_190, "Sun Min", &[]),
    person("c-zhou", 12_590_803, "Zhou Qiang", &[]),
    person("l-chen", 4_816_327, "Chen Zhigang", &[]),
    person("a-xu", 12_590_811, "Xu Jing", &[]),
    person("admin-he", 4_816_330, "Helen Brooks", &[]),
    person("t-zhao", 7_432_201, "Zhao Gang", &[]),
    person("t-qian", 7_432_202, "Qian Ping", &[]),
];

/// Those at the beginning of the list whose days are made from dice; what the others do stands in [`course`].
const AT_RANDOM: usize = 8;

/// Operations of each job, all of them assigned to the person who scans it.
fn operations(job: &str) -> u16 {
    match job {
        "4708" => 3,
        "4706" | "4707" | "4712" | "4713" => 1,
        _ => 2,
    }
}

/// What somebody does at a kiosk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Act {
    In,
    Out,
    BreakBegin,
    BreakEnd,
    /// Work without a job: the row of the choice.
    Activity(char),
    Start(String, u16),
    /// The card of the reason.
    Pause(&'static str),
    Finish(String, u16),
    /// Only the badge, to go on before the break of the shift is over.
    Badge,
    /// The lead says when what stands first in the list ended, or from when to when it was.
    Correct(String),
    /// The power of the kiosk is cut and its line too; its clock is wrong by so much, or in 1970.
    Cut(Option<i64>),
    Mend,
    /// What happens to a job besides work.
    Course(Course),
}

/// One act.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// Minutes since the beginning of the first Monday.
    pub(super) at: i64,
    pub(super) person: usize,
    /// Which of the kiosks.
    pub(super) kiosk: usize,
    pub(super) act: Act,
}

/// The working days: their beginnings in minutes.
pub(super) fn days() -> impl Iterator<Item = (i64, i64)> {
    (0..6).map(|nth| (nth, (nth / 3 * 7 + nth % 3) * DAY))
}

/// Whoever is the one who forgets something on that day, and what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Forgets {
    GoingOut,
    Everything,
    ComingIn,
}

struct Author {
    dice: Dice,
    steps: Vec<Step>,
    /// The operation of a job that is next.
    next: BTreeMap<&'static str, u16>,
    /// The bay at which a job was worked on today: another one may not have heard how far it is.
    touched: BTreeMap<&'static str, usize>,
}

/// Everything on these of the days, in order of time.
pub(super) fn weeks(seed: u64, which: impl Fn(i64) -> bool) -> Vec<Step> {
    let (steps, next, touched) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    let mut author = Author { dice: Dice::new(seed), steps, next, touched };
    for (nth, start) in days().filter(|(nth, _)| which(*nth)) {
        author.day(nth, start);
    }
    author.steps.sort_by_key(|step| step.at);
    author.steps
}

impl Author {
    fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low + 1).expect("low before high");
        low + i64::try_from(self.dice.roll() % span).expect("small")
    }

    fn tell(&mut self, at: i64, person: usize, kiosk: usize, act: Act) {
        self.steps.push(Step { at, person, kiosk, act });
    }

    fn day(&mut self, nth: i64, start: i64) {
        self.touched.clear();
        // Another kiosk each day, two hours ahead or in 1970; in the second week one of each.
        let wrong = usize::try_from(nth % 3).expect("small");
        let wrong: Vec<usize> = if nth < 3 { vec![wrong] } else { vec![wrong, (wrong + 1) % 3] };
        for (kiosk, one) in wrong.iter().zip(nth..) {
            let ahead = (one % 2 == 0).then_some(130 * super::clocks::MINUTE);
            self.tell(start + 9 * 60 + 30, 0, *kiosk, Act::Cut(ahead));
            self.tell(start + 15 * 60 + 30, 0, *kiosk, Act::Mend);
        }
        let forgetful = usize::try_from(self.between(0, 7)).expect("small");
        for (person, who) in PEOPLE.iter().enumerate().take(AT_RANDOM) {
            let forgets = (person == forgetful).then_some(match (nth % 3, who.jobs.is_empty()) {
                (0, _) => Forgets::GoingOut,
                (1, false) => Forgets::Everything,
                _ => Forgets::ComingIn,
            });
            self.of_person(start, person, forgets, &wrong);
        }
        // Work is begun in a bay.
        let bay = wrong.iter().copied().find(|kiosk| *kiosk > 0).unwrap_or(1);
        self.steps.extend(course::day(nth, start, bay));
        // The next working day, before anybody comes in.
        let next = if nth % 3 == 2 { start + 5 * DAY } else { start + DAY };
        let right =
            if nth % 3 == 2 || nth % 3 == 1 && PEOPLE[forgetful].jobs.is_empty() { "7:50-17:40" } else { "17:40" };
        self.tell(next + 7 * 60 + 20, 5, 0, Act::Correct(right.to_owned()));
    }

    fn of_person(&mut self, start: i64, person: usize, forgets: Option<Forgets>, wrong: &[usize]) {
        let clock = usize::try_from(self.between(0, 2)).expect("small");
        let come = start + self.between(7 * 60 + 30, 8 * 60 + 10);
        let go = start + self.between(17 * 60, 18 * 60 + 20);
        if forgets != Some(Forgets::ComingIn) {
            self.tell(come, person, clock, Act::In);
        }
        let works = !PEOPLE[person].jobs.is_empty();
        if works {
            self.work(start, come, person, forgets == Some(Forgets::Everything), wrong);
        } else {
            self.activities(start, person);
        }
        if !matches!(forgets, Some(Forgets::GoingOut | Forgets::Everything)) {
            self.tell(go, person, clock, Act::Out);
        }
    }

    /// Time without a job, at the counter.
    fn activities(&mut self, start: i64, person: usize) {
        for hour in [9, 14] {
            if self.between(0, 1) == 0 {
                let at = start + hour * 60 + self.between(0, 50);
                let choice = ['1', '2', '4'][usize::try_from(self.between(0, 2)).expect("small")];
                self.tell(at, person, 0, Act::Activity(choice));
                let act = if self.between(0, 1) == 0 { Act::Activity('6') } else { Act::BreakBegin };
                let end = at + self.between(10, 60);
                let is_break = act == Act::BreakBegin;
                self.tell(end, person, 0, act);
                if is_break {
                    self.tell(end + 12, person, 0, Act::BreakEnd);
                }
            }
        }
    }

    /// A technician's day at one bay, and then at the other, whichever knows the time and hears of the rest.
    fn work(&mut self, start: i64, come: i64, person: usize, leaves_running: bool, wrong: &[usize]) {
        let mut bay = usize::try_from(self.between(1, 2)).expect("small");
        let mut at = come + self.between(3, 15);
        let mut running: Option<(&'static str, u16)> = None;
        let end = start + 16 * 60 + 40;
        while at < end {
            // At noon everybody eats; whoever is back early only shows the badge.
            let noon = start + 12 * 60;
            if (noon - 5..noon + 62).contains(&at) {
                if running.is_some() && !wrong.contains(&bay) && self.between(0, 1) == 0 {
                    self.tell(noon + 35, person, bay, Act::Badge);
                }
                at = noon + 62 + self.between(0, 10);
                continue;
            }
            let moves = at > start + 9 * 60 + 35 && self.between(0, 5) == 0;
            let moved = if moves { self.start(person, 3 - bay, at, None) } else { None };
            if moved.is_some() {
                (bay, running) = (3 - bay, moved);
                at += self.between(17, 75);
                continue;
            }
            let long = at + 25 < end;
            running = self.one_act(person, bay, at, running, long);
            at += self.between(17, 75);
        }
        match running {
            Some(_) if !leaves_running => self.tell(end + 5, person, bay, Act::Pause("pause-other")),
            None if leaves_running => drop(self.start(person, bay, end + 5, None)),
            _ => {}
        }
    }

    fn one_act(
        &mut self,
        person: usize,
        bay: usize,
        at: i64,
        running: Option<(&'static str, u16)>,
        long: bool,
    ) -> Option<(&'static str, u16)> {
        let Some((job, op)) = running else { return self.start(person, bay, at, None) };
        match self.between(0, 5) {
            0 | 1 => self.start(person, bay, at, running),
            2 => {
                let reasons = ["pause-parts", "pause-customer-approval", "pause-tool", "pause-other"];
                let reason = reasons[usize::try_from(self.between(0, 3)).expect("small")];
                self.tell(at, person, bay, Act::Pause(reason));
                None
            }
            3 => {
                self.tell(at, person, bay, Act::Finish(job.to_owned(), op));
                self.next.insert(job, op + 1);
                None
            }
            4 if long => {
                self.tell(at, person, bay, Act::Pause("pause-break"));
                self.tell(at + 2, person, 0, Act::BreakBegin);
                self.tell(at + 14, person, 0, Act::BreakEnd);
                self.start(person, bay, at + 15, None)
            }
            _ => running,
        }
    }

    /// Starts another job than the one that runs, or switches; with no other job left it stays as it is.
    fn start(
        &mut self,
        person: usize,
        bay: usize,
        at: i64,
        running: Option<(&'static str, u16)>,
    ) -> Option<(&'static str, u16)> {
        let jobs = PEOPLE[person].jobs;
        let open = |next: &BTreeMap<&str, u16>, job: &&str| next.get(job).copied().unwrap_or(1) <= operations(job);
        let others = jobs.iter().copied().filter(|job| running.is_none_or(|(on, _)| on != *job));
        let here = |job: &&str| self.touched.get(job).is_none_or(|touched| *touched == bay);
        let open: Vec<&'static str> = others.filter(|job| open(&self.next, job) && here(job)).collect();
        if open.is_empty() {
            return running;
        }
        let job = open[usize::try_from(self.dice.roll() % open.len() as u64).expect("small")];
        let op = self.next.get(job).copied().unwrap_or(1);
        self.touched.insert(job, bay);
        self.tell(at, person, bay, Act::Start(job.to_owned(), op));
        Some((job, op))
    }
}
