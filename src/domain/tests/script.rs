//! The language of the stories: one act a line, as `PERSON@DESK VERB ARGUMENTS`, and a few words of the narrator.
//!
//! `#` begins a story; lines that begin with `>` are what the workshop answers. The narrator knows `show`, `wait
//! SECONDS`, `late SECONDS`, `clock SECONDS [untrusted]`, `device NUMBER` (whose records follow; 1 is this station), `wakes
//! SECONDS` (this device was off, and its clock says that), `heard` (the hub told it the time),
//! `hub-says JOB STATE` and `stock PART BIN QTY [lot=] [serial=] [condition=]`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::shop::{Shop, add_person, beginning, bin_id, job_no, open_job, part_no, person, qty};
use super::{print, script_job, supply};
use crate::domain::attendance::MarkKind;
use crate::domain::book::Book;
use crate::domain::clock::{Clocks, RightTime};
use crate::domain::command::{Agreed, Command, Item};
use crate::domain::decide::{Context, Desk, decide};
use crate::domain::entry::{Cause, Entry, Meta, Position, Recorded, Stamp};
use crate::domain::event::Event;
use crate::domain::ids::*;
use crate::domain::job::{CheckLevel, JobState, Payer};
use crate::domain::job_event::{Category, OpClass};
use crate::domain::lot::Day;
use crate::domain::memory::MemoryBook;
use crate::domain::person::Role;
use crate::domain::reason::Reason;
use crate::domain::refusal::Refusal;
use crate::domain::rights::Right;
use crate::domain::stock::Condition;
use crate::domain::work::PauseReason;

/// Seconds that pass between two acts: longer than the guard against double punches.
const STEP_MS: i64 = 10_000;

/// The station of the story and what it knows.
pub(super) struct Stage {
    pub(super) book: MemoryBook,
    now_ms: i64,
    trusted: bool,
    /// Devices that woke with a wrong clock: when, what it says too much, and what they have found out since.
    woken: BTreeMap<u32, (i64, i64, RightTime)>,
    /// What happens now is stated to have happened then.
    stated_ms: Option<i64>,
    device: u32,
    records: u64,
    /// Acts of the story so far: `r1`, `r2`, ..
    acts: Vec<RecordName>,
    /// Every record, in order.
    pub(super) log: Vec<Arc<Recorded>>,
}

impl Stage {
    pub(super) fn new() -> Stage {
        let (book, acts) = (MemoryBook::new(), Vec::new());
        let (stated_ms, log) = (None, Vec::new());
        let woken = BTreeMap::new();
        let mut stage = Stage { book, now_ms: 0, trusted: true, woken, stated_ms, device: 0, records: 0, acts, log };
        for command in beginning() {
            stage.act(None, Desk::Office, &command).expect("the beginning is accepted");
        }
        stage.acts.clear();
        (stage.device, stage.now_ms) = (1, 0);
        stage
    }

    /// Plays a story: its acts with the answers behind each.
    pub(super) fn play(script: &str) -> String {
        let mut stage = Stage::new();
        let mut transcript = String::new();
        for line in script.lines().filter(|line| !line.starts_with('>')) {
            transcript.push_str(line);
            transcript.push('\n');
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            for answer in stage.line(line) {
                let answer = print::with_labels(&answer, &stage.acts);
                transcript.push_str(&format!("> {answer}\n"));
            }
        }
        transcript
    }

    pub(super) fn line(&mut self, line: &str) -> Vec<String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[0] {
            "show" => {
                return supply::show(&self.book, &words[1..], self.today())
                    .unwrap_or_else(|| print::show(&self.book, &words[1..], self.today()));
            }
            "wait" => self.now_ms += seconds(words[1]),
            "clock" => {
                self.now_ms = seconds(words[1]);
                self.trusted = words.len() == 2;
            }
            "wakes" => {
                let right = RightTime::of(self.book.latest_known_ms(), Clocks::default());
                self.woken.insert(self.device, (self.now_ms, seconds(words[1]) - self.now_ms, right));
            }
            "heard" => {
                let (now, clocks) = (self.now_ms, self.clocks());
                let (_, _, right) = self.woken.get_mut(&self.device).expect("it woke with a wrong clock");
                right.heard(now, clocks, clocks);
            }
            "late" => self.stated_ms = Some(seconds(words[1])),
            "device" => self.device = words[1].parse().expect("a number"),
            "stock" => {
                self.act(None, Desk::Office, &opening(&words[1..])).expect("stock is accepted");
                self.acts.pop();
            }
            "hub-says" => {
                let job = self.book.job(&job_no(words[1])).expect("a known job");
                let to = JobState::from_code(words[2]).expect("a state");
                let device = std::mem::replace(&mut self.device, 0);
                self.record("Test", None, vec![Event::JobStateChanged { job: job.no, from: job.state, to }]);
                self.device = device;
                self.acts.pop();
            }
            // A kiosk that did not know where the job stands.
            "lost-kiosk" => {
                let state = |code: &str| JobState::from_code(code).expect("a state");
                let (job, from, to) = (job_no(words[1]), state(words[2]), state(words[3]));
                self.record("Test", None, vec![Event::JobStateChanged { job, from, to }]);
            }
            who => return self.said(who, &words[1..]),
        }
        Vec::new()
    }

    fn said(&mut self, who: &str, words: &[&str]) -> Vec<String> {
        let (who, approver) = who.split_once('+').map_or((who, None), |(who, with)| (who, Some(person(with))));
        let (name, desk) = who.split_once('@').expect("person@desk");
        let desk = match desk {
            "counter" => Desk::Counter,
            "bay" => Desk::Bay,
            _ => Desk::Office,
        };
        self.now_ms += STEP_MS;
        let command = self.command(words);
        let actor = (!["nobody", "office"].contains(&name)).then(|| person(name));
        // The office's records are the hub's.
        let device = if desk == Desk::Office { 0 } else { self.device };
        let device = std::mem::replace(&mut self.device, device);
        let decided = self.approved(actor, approver, desk, &command);
        self.device = device;
        match decided {
            Ok(entry) => entry.events.iter().map(print::event).collect(),
            Err(refusal) => {
                let answer = if refusal.is_question() { "asks" } else { "no" };
                assert!(format!("{refusal:?}").starts_with(print::refusal_name(&refusal)));
                vec![format!("{answer}: {refusal:?}")]
            }
        }
    }

    /// Decides one command and applies what comes of it.
    pub(super) fn act(&mut self, actor: Option<PersonId>, desk: Desk, command: &Command) -> Result<Entry, Refusal> {
        self.approved(actor, None, desk, command)
    }

    fn approved(
        &mut self,
        actor: Option<PersonId>,
        approver: Option<PersonId>,
        desk: Desk,
        command: &Command,
    ) -> Result<Entry, Refusal> {
        let (stamp, cause) = (self.stamp(), Cause::Keys);
        let (actor, approver, device) = (actor.as_ref(), approver.as_ref(), self.device);
        let stated_ms = self.stated_ms;
        let context = Context { stamp, actor, approver, stated_ms, device, desk, cause: &cause, catalogue: &Shop };
        let entry = decide(&self.book, command, &context)?;
        self.put(entry.clone());
        Ok(entry)
    }

    fn record(&mut self, command: &str, actor: Option<PersonId>, events: Vec<Event>) {
        let command = command.to_owned();
        let meta = Meta { stamp: self.stamp(), actor, command, cause: Cause::Keys, approved_by: None };
        self.put(Entry { meta, events });
    }

    fn put(&mut self, entry: Entry) {
        self.records += 1;
        let position = Position { device: self.device, epoch: 1, seq: self.records };
        let name = name(self.records);
        let record = Arc::new(Recorded { name, position, entry });
        self.book.confirm(&record);
        self.log.push(Arc::clone(&record));
        if self.device == 1 {
            self.book.remember(record);
        }
        self.acts.push(name);
    }

    /// What the clocks of the device say.
    fn clocks(&self) -> Clocks {
        let Some((booted, off, _)) = self.woken.get(&self.device) else {
            return Clocks { wall_ms: self.now_ms, since_boot_ms: 0, trusted: self.trusted };
        };
        let since_boot_ms = u64::try_from(self.now_ms - booted).expect("time goes on");
        Clocks { wall_ms: self.now_ms + off, since_boot_ms, trusted: false }
    }

    fn today(&self) -> Option<Day> {
        self.trusted.then(|| Day::of_ms(self.now_ms))
    }

    fn stamp(&self) -> Stamp {
        let woken = self.woken.get(&self.device);
        let Clocks { wall_ms, since_boot_ms, trusted } = match woken {
            Some((_, _, right)) => right.tell(self.clocks()),
            None => self.clocks(),
        };
        let boot = if woken.is_some() { [9; 16] } else { [2; 16] };
        Stamp { run: [1; 16], counter: self.records, boot, since_boot_ms, wall_ms, trusted, seen_hub_seq: 0 }
    }

    fn at_job(&self, words: &[&str], option: &dyn Fn(&str) -> Option<String>) -> Command {
        let command = script_job::command(words, option, &|label| self.act_named(label));
        command.unwrap_or_else(|| panic!("{words:?} is no act"))
    }

    pub(super) fn act_named(&self, label: &str) -> RecordName {
        let number: usize = label.trim_start_matches('r').parse().expect("r1, r2, ..");
        self.acts.get(number - 1).copied().unwrap_or(RecordName([0xee; 16]))
    }

    #[expect(clippy::too_many_lines, reason = "one arm a verb, and each only reads its words")]
    fn command(&self, words: &[&str]) -> Command {
        let (plain, options): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| !word.contains('='));
        let option = |key: &str| options.iter().find_map(|word| word.strip_prefix(key)?.strip_prefix('='));
        let agreed = Agreed {
            over_required: option("over").map(|code| Reason::from_code(code).expect("a reason")),
            unapproved: option("agreed").is_some_and(|text| text.contains("unapproved")),
            over_ordered: option("agreed").is_some_and(|text| text.contains("ordered")),
            held: option("agreed").is_some_and(|text| text.contains("held")),
            expired: option("agreed").is_some_and(|text| text.contains("expired")),
            serial_twice: option("agreed").is_some_and(|text| text.contains("serial")),
            no_serial: option("agreed").is_some_and(|text| text.contains("unnumbered")),
        };
        let item = |part: &str| Item {
            part: part_no(part),
            lot: option("lot").map(|text| LotNo::new(text).expect("a lot")),
            serial: option("serial").map(|text| SerialNo::new(text).expect("a serial")),
            expires: option("expires").map(|text| Day(text.parse().expect("a day"))),
        };
        let op = |text: &str| OpNo(text.parse().expect("an operation"));
        if let Some(command) = supply::command(&plain, &options, |label| self.act_named(label)) {
            return command;
        }
        if let Some(command) = self.store_command(&plain, &option, &item, agreed) {
            return command;
        }
        match plain[..] {
            ["issue", job, part, n] => Command::IssuePart {
                job: job_no(job),
                item: item(part),
                from: option("from").map(bin_id),
                qty: qty(n),
                payer: option("payer").map(|code| Payer::from_code(code).expect("a payer")),
                agreed,
            },
            ["return", job, part, n, to] => {
                Command::ReturnPart { job: job_no(job), item: item(part), to: bin_id(to), qty: qty(n) }
            }
            ["set", record, stands_at, n] => {
                let (record, stands_at, qty) = (self.act_named(record), qty(stands_at), qty(n));
                let grown = self.acts.iter().skip_while(|name| **name != record).skip(1).copied().collect();
                Command::SetQuantity { record, grown, stands_at, qty, agreed }
            }
            ["sign", job, receiver] => Command::SignReceipt { job: job_no(job), receiver: person(receiver) },
            ["receive", part, n, to] => supply::receive(item(part), (n, to), agreed, option),
            ["receive-tags", to, ref groups @ ..] => supply::receive_tags(groups, to, agreed, option),
            ["move", part, n, from, to] => {
                Command::MovePart { item: item(part), from: bin_id(from), to: bin_id(to), qty: qty(n) }
            }
            ["fit", job, line, n] => {
                Command::FitPart { job: job_no(job), line: LineNo(line.parse().expect("a line")), qty: qty(n) }
            }
            ["console", began, by, how] => {
                Command::UseConsole { by: by.to_string(), drives: how == "drives", began: began == "begins" }
            }
            ["lost", first, last] => Command::ReportLost {
                epoch: 1,
                first: first.parse().expect("a number"),
                last: last.parse().expect("a number"),
            },
            ["open", cabinet] => Command::OpenCabinet { cabinet: CabinetId::new(cabinet).expect("a cabinet") },
            ["correct", who, record, end] => Command::CorrectTime {
                person: person(who),
                punch: self.act_named(record),
                start_ms: None,
                end_ms: Some(seconds(end)),
            },
            ["confirm", who, record] => Command::ConfirmTime { person: person(who), punch: self.act_named(record) },
            ["teach", part, n] => Command::TeachCode { code: code(option("code")), part: part_no(part), qty: qty(n) },
            ["undo", record] => Command::Reverse { record: self.act_named(record) },
            ["start", job, no] => Command::StartWork { job: job_no(job), op: op(no), anew: option("anew").is_some() },
            ["pause", reason] => Command::PauseWork { reason: pause_reason(reason) },
            ["finish", job, no] => Command::FinishWork { job: job_no(job), op: op(no), own_check: false },
            ["finish", job, no, "checked"] => Command::FinishWork { job: job_no(job), op: op(no), own_check: true },
            ["check", job, no, level] => {
                Command::CheckOperation { job: job_no(job), op: op(no), level: check_level(level) }
            }
            ["opening", ref rest @ ..] => opening(&[rest, &options[..]].concat()),
            ["job", no, ref rest @ ..] => {
                let text = |key| option(key).unwrap_or("").replace(',', " ");
                let state = rest.first().and_then(|code| JobState::from_code(code)).unwrap_or(JobState::Released);
                let opened = open_job(no, state, &text("ops"), &text("lines"));
                let opened = with_comeback(with_class(opened, option("class")), option("comeback"));
                with_line_operation(opened, option("line-op"))
            }
            _ => people_command(&plain, &option)
                .unwrap_or_else(|| self.at_job(&plain, &|key| option(key).map(str::to_owned))),
        }
    }
}

/// A code of the stories may be empty or very long, which no word is.
fn code(word: Option<&str>) -> String {
    match word.expect("code=") {
        "none" => String::new(),
        "long" => "9".repeat(201),
        other => other.to_owned(),
    }
}

/// Acts about people.
fn people_command<'a>(plain: &[&str], option: &impl Fn(&str) -> Option<&'a str>) -> Option<Command> {
    let badge = |byte: &str| BadgeHash([byte.parse().expect("a byte"); 16]);
    let command = match plain[..] {
        ["pin", who, hash] => Command::SetPin { person: person(who), hash: hash.to_owned() },
        ["wrong-pin", who] => Command::RejectPin { person: person(who) },
        ["badges-lost", who] => Command::RevokeBadges { person: person(who), badge: None },
        ["badge-lost", who, byte] => Command::RevokeBadges { person: person(who), badge: Some(badge(byte)) },
        ["badge", who, byte] => Command::AssignBadge { person: person(who), forms: vec![badge(byte)] },
        ["mark", code] => {
            let all = [MarkKind::In, MarkKind::Out, MarkKind::BreakBegin, MarkKind::BreakEnd, MarkKind::ActivityEnd];
            let kind = all.into_iter().chain(MarkKind::ACTIVITIES).find(|kind| kind.code() == code);
            Command::MarkTime { mark: kind.expect("a mark"), anyway: option("anyway").is_some() }
        }
        ["late", from, to, ref job @ ..] => Command::EnterTime {
            of: None,
            job: job.first().map(|job| job_no(job)),
            op: job.first().map(|_| OpNo(1)),
            activity: None,
            from_ms: seconds(from),
            to_ms: seconds(to),
        },
        ["learn-clock", who] => Command::LearnClock { people: vec![person(who)], jobs: vec![] },
        ["held", byte] => Command::RefuseBadge { badge: badge(byte) },
        ["person", id, role] => {
            let badges: Vec<u8> = option("badge").into_iter().map(|b| b.parse().expect("a byte")).collect();
            let mut command = add_person(id, Role::from_code(role).expect("a role"), &badges);
            if let Command::AddPerson { profile, until_ms, .. } = &mut command {
                let right = |code| Right::from_code(code).expect("a right");
                profile.rights = option("rights").into_iter().flat_map(|all| all.split(',')).map(right).collect();
                profile.left = option("left").is_some();
                *until_ms = option("until").map(seconds);
            }
            command
        }
        _ => return None,
    };
    Some(command)
}

/// The name of the n-th record of a test.
pub(super) fn name(n: u64) -> RecordName {
    let mut name = [0xaa; 16];
    name[8..].copy_from_slice(&n.to_be_bytes());
    RecordName(name)
}

fn with_line_operation(mut command: Command, op: Option<&str>) -> Command {
    if let (Command::OpenJob { lines, .. }, Some(op)) = (&mut command, op) {
        lines.iter_mut().for_each(|line| line.op = Some(OpNo(op.parse().expect("an operation"))));
    }
    command
}

/// The class of all its operations: `CODE:category`, with `-` for no code.
fn with_class(mut command: Command, class: Option<&str>) -> Command {
    if let (Command::OpenJob { operations, .. }, Some((code, category))) =
        (&mut command, class.and_then(|c| c.split_once(':')))
    {
        let code = if code == "-" { "" } else { code };
        let class = OpClass { code: code.into(), category: Category::from_code(category), skill: String::new() };
        operations.iter_mut().for_each(|op| op.class = class.clone());
    }
    command
}

fn with_comeback(mut command: Command, of: Option<&str>) -> Command {
    if let (Command::OpenJob { opened, .. }, Some(of)) = (&mut command, of) {
        opened.comeback_of = Some(job_no(of));
    }
    command
}

fn opening(words: &[&str]) -> Command {
    let option = |key: &str| words.iter().find_map(|word| word.strip_prefix(key)?.strip_prefix('='));
    Command::AddOpeningStock {
        item: Item {
            part: part_no(words[0]),
            lot: option("lot").map(|text| LotNo::new(text).expect("a lot")),
            serial: option("serial").map(|text| SerialNo::new(text).expect("a serial")),
            expires: option("expires").map(|text| Day(text.parse().expect("a day"))),
        },
        bin: bin_id(words[1]),
        qty: qty(words[2]),
        condition: option("condition").map_or(Condition::New, |code| Condition::from_code(code).expect("a condition")),
    }
}

fn seconds(text: &str) -> i64 {
    text.parse::<i64>().expect("seconds") * 1000
}

fn pause_reason(code: &str) -> PauseReason {
    PauseReason::CHOICES.into_iter().find(|reason| reason.code() == code).expect("a reason")
}

fn check_level(code: &str) -> CheckLevel {
    CheckLevel::ALL.into_iter().find(|level| level.code() == code).expect("a level")
}
