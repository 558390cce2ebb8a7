//! What holds for every sequence of commands, sensible or not, and for every order in which stations learn of each
//! other.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;

use super::script::name;
use super::shop::{Shop, beginning, bin_id, job_no, part_no, person};
use crate::domain::book::{Aggregate, Book, Key};
use crate::domain::command::{Agreed, Command, Item};
use crate::domain::decide::{Context, Desk, decide};
use crate::domain::entry::{Cause, Entry, Meta, Position, Recorded, Stamp};
use crate::domain::event::{Event, MoveRef};
use crate::domain::ids::*;
use crate::domain::job::{CheckLevel, JobState, Payer};
use crate::domain::memory::MemoryBook;
use crate::domain::old_part::Fault;
use crate::domain::place::Place;
use crate::domain::qty::Qty;
use crate::domain::reason::Reason;
use crate::domain::stock::{Condition, Stock};
use crate::domain::work::PauseReason;

/// Numbers that become one command, whatever they are.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    who: u8,
    verb: u8,
    what: u8,
    job: u8,
    bin: u8,
    /// Which record of the station, counted from the newest.
    back: u8,
    thousandths: i64,
    flags: u8,
    /// Milliseconds that the clock goes on, or back.
    clock: i64,
}

pub(crate) fn wish() -> impl Strategy<Value = Wish> {
    let quantity = prop_oneof![
        8 => (1i64..6).prop_map(|n| n * 1000),
        1 => Just(500),
        1 => prop_oneof![Just(0), Just(-1000), Just(i64::MAX), Just(i64::MIN)],
    ];
    let clock = prop_oneof![8 => 1i64..60_000, 1 => -1_000_000i64..1_000_000];
    let numbers = (any::<[u8; 7]>(), quantity, clock);
    numbers.prop_map(|([who, verb, what, job, bin, back, flags], thousandths, clock)| Wish {
        who,
        verb,
        what,
        job,
        bin,
        back: back % 6,
        thousandths,
        flags,
        clock,
    })
}

fn any_of<T: Copy>(all: &[T], by: u8) -> T {
    all[usize::from(by) % all.len()]
}

impl Wish {
    fn actor(&self) -> Option<PersonId> {
        let who = any_of(&["lea", "lea", "lea", "lea", "tom", "tom", "tim", "clara", "clara", "ada", ""], self.who);
        (!who.is_empty()).then(|| person(who))
    }

    fn desk(&self) -> Desk {
        any_of(&[Desk::Counter, Desk::Counter, Desk::Bay, Desk::Bay, Desk::Office], self.flags / 16)
    }

    fn item(&self) -> Item {
        let part = any_of(
            &[
                "FILTER", "FILTER", "FILTER", "OIL", "OIL", "OIL", "PAD", "PAD", "PAD", "BELT", "NUT", "ECU", "ECU",
                "LAMP", "LAMP-B", "GHOST",
            ],
            self.what,
        );
        let is_serial = part == "ECU" && self.flags & 1 == 1;
        let has_lot = self.bin >= 230;
        Item {
            part: part_no(part),
            lot: has_lot.then(|| LotNo::new("L1").expect("a lot")),
            serial: is_serial.then(|| SerialNo::new("S1").expect("a serial")),
            expires: None,
        }
    }

    /// Whether the person says that a piece is in the hand which the book has elsewhere.
    fn serial_twice(&self) -> bool {
        self.flags & 32 != 0
    }

    fn command(&self, own: &[RecordName]) -> Command {
        let (item, qty) = (self.item(), Qty(self.thousandths));
        let job =
            job_no(any_of(&["4711", "4711", "4711", "4711", "4711", "4712", "4712", "4712", "4713", "9999"], self.job));
        let bin = |by| bin_id(any_of(&["A-1", "A-1", "A-2", "A-2", "W-1", "W-1", "W-2", "IN", "Z-9"], by));
        let op = OpNo(any_of(&[1, 1, 1, 2, 2, 3], self.what));
        let record = own.iter().rev().nth(usize::from(self.back)).copied().unwrap_or(name(0));
        let over_required = (self.flags & 6 != 0).then_some(Reason::Lost);
        let (unapproved, serial_twice) = (self.flags & 12 != 0, self.serial_twice());
        let agreed = Agreed { over_required, unapproved, serial_twice, ..Agreed::default() };
        let payer = (self.flags & 9 != 0).then_some(Payer::Internal);
        match self.verb % 32 {
            0..=2 => {
                let from = (self.bin < 64).then(|| bin(self.bin));
                Command::IssuePart { job, item, from, qty, payer, agreed }
            }
            3 | 4 => Command::ReturnPart { job, item, to: bin(self.bin), qty },
            5 | 6 => {
                let stands_at = Qty(i64::from(self.bin % 6) * 1000);
                let grown = own.iter().skip_while(|name| **name != record).skip(1).copied().collect();
                Command::SetQuantity { record, grown, stands_at, qty, agreed }
            }
            7 => Command::SignReceipt { job, receiver: person("tom") },
            8 => Command::ReceivePart { item, qty, note: None, to: bin(self.bin), order: None, agreed },
            9 => Command::MovePart { item, from: bin(self.bin), to: bin(self.job), qty },
            10 => Command::FitPart { job, line: LineNo(u16::from(self.what % 4)), qty },
            11 | 12 => Command::Reverse { record },
            13 => Command::StartWork { job, op, anew: false },
            14 => Command::StartWork { job, op, anew: true },
            15 => Command::PauseWork { reason: any_of(&PauseReason::CHOICES, self.what) },
            16 | 17 => Command::FinishWork { job, op, own_check: self.flags & 1 == 1 },
            22 => {
                let tote = ToteId::new("T1").expect("a tote");
                Command::StagePart { job, item, from: None, qty, tote, agreed }
            }
            23 => Command::SellPart { sale: SaleNo::new("88").expect("a sale"), item, from: None, qty, agreed },
            24 => {
                let (from, to) =
                    (Place::Bin(bin(self.bin)), any_of(&["scrap", "quarantine", "workshop-use"], self.job));
                let to = to.parse().expect("a place");
                Command::TransferPart { item, from, to, qty, reason: payer.map(|_| Reason::Other) }
            }
            25 => Command::ReverseLine { job, at: MoveRef { record, index: 0 }, to: None, reason: Reason::Other },
            26 => {
                let to_job = job_no(any_of(&["4711", "4712"], self.bin));
                Command::RepostLine { job, at: MoveRef { record, index: 0 }, to_job }
            }
            27 => Command::KeepOldPart { job, part: item.part, fault: Fault::Worn },
            28 => Command::WaiveOldPart { job, part: item.part, reason: Reason::Lost },
            30 => {
                let (from, to) = ((self.bin < 64).then(|| bin(self.bin)), SiteId::new("SH02").expect("a site"));
                Command::ShipPart { shipment: ShipmentNo::new("H1").expect("a shipment"), to, item, from, qty }
            }
            31 => {
                let shipment = ShipmentNo::new("H1").expect("a shipment");
                Command::ReceiveShipped { shipment, item, to: bin(self.bin), qty }
            }
            29 => Command::ReleaseAllocation { job, released: self.flags & 1 == 1 },
            18..=20 => Command::CheckOperation { job, op, level: any_of(&CheckLevel::ALL, self.bin) },
            _ => {
                Command::AddOpeningStock { item, bin: bin(self.bin), qty, condition: any_of(&Condition::ALL, self.who) }
            }
        }
    }
}

/// A station: its book, its clock, and the records of its own that the hub has not taken.
struct Station {
    device: u32,
    book: MemoryBook,
    now_ms: i64,
    seq: u64,
    own: Vec<RecordName>,
    waiting: VecDeque<Arc<Recorded>>,
}

impl Station {
    fn new(device: u32) -> Station {
        let (book, own, waiting) = (MemoryBook::new(), Vec::new(), VecDeque::new());
        let mut station = Station { device: 0, book, now_ms: 0, seq: 0, own, waiting };
        for command in beginning() {
            let record = station.decided(None, Desk::Office, &command).expect("the beginning is accepted");
            station.book.confirm(&record);
        }
        station.own.clear();
        (station.device, station.seq) = (device, 0);
        station
    }

    fn stamp(&self) -> Stamp {
        Stamp {
            run: [1; 16],
            counter: self.seq,
            boot: [2; 16],
            since_boot_ms: 0,
            wall_ms: self.now_ms,
            trusted: self.now_ms % 7 != 0,
            seen_hub_seq: 0,
        }
    }

    fn decided(&mut self, actor: Option<PersonId>, desk: Desk, command: &Command) -> Option<Arc<Recorded>> {
        let (stamp, cause) = (self.stamp(), Cause::Keys);
        let context = Context {
            stamp,
            actor: actor.as_ref(),
            approver: None,
            stated_ms: None,
            device: 1,
            desk,
            cause: &cause,
            catalogue: &Shop,
        };
        let entry = decide(&self.book, command, &context).ok()?;
        assert!(!entry.events.is_empty());
        Some(self.recorded(entry))
    }

    fn recorded(&mut self, entry: Entry) -> Arc<Recorded> {
        self.seq += 1;
        let name = name(u64::from(self.device) << 32 | self.seq);
        let position = Position { device: self.device, epoch: 1, seq: self.seq };
        self.own.push(name);
        Arc::new(Recorded { name, position, entry })
    }

    fn act(&mut self, wish: &Wish) -> Option<Arc<Recorded>> {
        self.now_ms += wish.clock;
        let record = self.decided(wish.actor(), wish.desk(), &wish.command(&self.own))?;
        self.book.apply_own(Arc::clone(&record));
        Some(record)
    }

    fn raw(&mut self, events: Vec<Event>) -> Arc<Recorded> {
        let meta =
            Meta { stamp: self.stamp(), actor: None, command: "Test".into(), cause: Cause::Keys, approved_by: None };
        self.recorded(Entry { meta, events })
    }
}

/// The records of one station after these wishes, and its book once the hub has them all.
pub(crate) fn told(wishes: &[Wish]) -> (Vec<Arc<Recorded>>, MemoryBook) {
    let mut station = Station::new(1);
    let log: Vec<_> = wishes.iter().filter_map(|wish| station.act(wish)).collect();
    log.iter().for_each(|record| station.book.confirm(record));
    (log, station.book)
}

/// Everything that a book shows.
pub(crate) fn all_shown(book: &MemoryBook) -> BTreeMap<Key, Aggregate> {
    book.shown().map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// Without the marks of undo, and without when a discrepancy, a tote or a sale began and when a job last took parts, and in
/// which order things came there.
fn but_for_undo(book: &MemoryBook) -> BTreeMap<Key, Aggregate> {
    let mut all = all_shown(book);
    all.retain(|key, _| !matches!(key, Key::Reversal(_)));
    for value in all.values_mut() {
        if let Aggregate::Discrepancy(open) = value {
            open.since = name(0);
        }
        if let Aggregate::Job(job) = value {
            job.held = None;
        }
        if let Aggregate::Tote(tote) = value {
            tote.since_ms = 0;
            tote.content.sort_by_key(|staged| format!("{staged:?}"));
        }
        if let Aggregate::Sale(sale) = value {
            sale.since_ms = 0;
            sale.lines.iter_mut().for_each(|line| line.at = MoveRef { record: name(0), index: 0 });
            sale.lines.sort_by_key(|line| format!("{line:?}"));
        }
        if let Aggregate::Shipment(shipment) = value {
            (shipment.to, shipment.sent_by) = (None, Vec::new());
            shipment.lines.retain(|line| (line.sent, line.received) != (Qty::ZERO, Qty::ZERO));
            shipment.lines.sort_by_key(|line| format!("{line:?}"));
        }
    }
    all
}

/// The same aggregates; says in which keys they differ.
fn assert_same(left: &BTreeMap<Key, Aggregate>, right: &BTreeMap<Key, Aggregate>, after: RecordName) {
    for key in left.keys().chain(right.keys()) {
        assert_eq!(left.get(key), right.get(key), "{key:?} after {after}");
    }
}

fn check_conservation(book: &MemoryBook) {
    let mut sums: BTreeMap<Stock, Qty> = BTreeMap::new();
    for (key, value) in book.shown() {
        if let (Key::Balance(at), Aggregate::Balance(balance)) = (key, value) {
            let sum = sums.entry(at.stock.clone()).or_default();
            *sum = sum.plus(balance.qty);
        }
    }
    for (stock, sum) in sums {
        assert_eq!(sum, Qty::ZERO, "{stock:?}");
    }
}

/// A serial number is one piece at one place, unless a person has said that it is in the hand although the book has it
/// elsewhere.
fn check_serials(book: &MemoryBook, said_twice: bool) {
    if said_twice {
        return;
    }
    let serials = book.shown().filter_map(|(key, value)| match (key, value) {
        (Key::Balance(at), Aggregate::Balance(b)) if b.qty.is_positive() => Some((at.stock.serial.clone()?, b.qty)),
        _ => None,
    });
    let mut seen = BTreeMap::new();
    for (serial, qty) in serials {
        assert_eq!(qty, Qty::ONE, "{serial} is one piece");
        assert_eq!(seen.insert(serial.clone(), ()), None, "{serial} is at one place");
    }
}

fn check_jobs(book: &MemoryBook, log: &[Arc<Recorded>]) {
    for job in book.jobs() {
        let here = Place::Job(job.no.clone());
        for line in &job.lines {
            let mut net = Qty::ZERO;
            for event in log.iter().flat_map(|record| &record.entry.events) {
                let Event::StockMoved(moved) = event else { continue };
                if moved.line == Some(line.no) && moved.to == here {
                    net = net.plus(moved.qty);
                }
                if moved.line == Some(line.no) && moved.from == here {
                    net = net.minus(moved.qty);
                }
            }
            assert_eq!(line.issued, net, "line {} of {}", line.no, job.no);
            let issues = job.issues.iter().filter(|issue| issue.line == Some(line.no));
            assert_eq!(issues.fold(Qty::ZERO, |sum, issue| sum.plus(issue.remaining())), net);
            assert!(Qty::ZERO <= line.fitted && line.fitted <= line.issued, "{line:?}");
        }
        assert!(job.issues.iter().all(|issue| issue.remaining().is_positive()));
        assert!(job.issues.windows(2).all(|two| two[0].ordinal < two[1].ordinal));
    }
}

fn check_spans(book: &MemoryBook) {
    for person in book.people() {
        let spans = book.person_day(&person.id).spans();
        for span in &spans {
            assert!(span.end_ms.is_none_or(|end| span.start_ms <= end), "{span:?}");
        }
        for two in spans.windows(2) {
            assert!(two[0].end_ms.is_some_and(|end| end <= two[1].start_ms), "{two:?}");
        }
    }
}

/// What is taken back at once leaves nothing.
fn check_undo(station: &mut Station, before: &BTreeMap<Key, Aggregate>) {
    let Some(last) = station.own.last().copied() else { return };
    let lea = Some(person("lea"));
    let (book, seq) = (station.book.clone(), station.seq);
    if let Some(undo) = station.decided(lea, Desk::Counter, &Command::Reverse { record: last }) {
        station.book.apply_own(undo);
        assert_same(before, &but_for_undo(&station.book), last);
        station.own.pop();
    }
    (station.book, station.seq) = (book, seq);
}

/// What happens between two stations and the hub.
#[derive(Debug, Clone)]
enum Step {
    Act(bool, Wish),
    /// The hub takes the oldest waiting record of a station and tells both.
    Sync(bool),
    /// The hub says something of its own.
    Hub(u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (any::<bool>(), wish()).prop_map(|(first, wish)| Step::Act(first, wish)),
        4 => any::<bool>().prop_map(Step::Sync),
        1 => any::<u8>().prop_map(Step::Hub),
    ]
}

struct Site {
    stations: [Station; 2],
    hub: Station,
    order: Vec<Arc<Recorded>>,
}

impl Site {
    fn new() -> Site {
        Site { stations: [Station::new(1), Station::new(2)], hub: Station::new(0), order: Vec::new() }
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Act(first, wish) => {
                let station = &mut self.stations[usize::from(*first)];
                let record = station.act(wish);
                station.waiting.extend(record);
            }
            Step::Sync(first) => {
                if let Some(record) = self.stations[usize::from(*first)].waiting.pop_front() {
                    self.tell(record);
                }
            }
            Step::Hub(number) => {
                let job = job_no(any_of(&["4711", "4712"], *number));
                let common = [JobState::Rework, JobState::Ready, JobState::Settled, JobState::Delivered];
                let to = any_of(&common, number / 16);
                self.hub.seq += 1_000_000;
                let record = self.hub.raw(vec![Event::JobStateChanged { job, from: JobState::Released, to }]);
                self.tell(record);
            }
        }
    }

    /// A station does this and keeps it for now.
    fn do_at(&mut self, station: usize, who: &str, command: &Command) {
        let station = &mut self.stations[station];
        let record = station.decided(Some(person(who)), Desk::Counter, command).expect("accepted");
        station.book.apply_own(Arc::clone(&record));
        station.waiting.push_back(record);
    }

    fn tell_all(&mut self) {
        while self.stations.iter().any(|station| !station.waiting.is_empty()) {
            self.take(&Step::Sync(false));
            self.take(&Step::Sync(true));
        }
    }

    fn check_agreement(&self) {
        let told = all_shown(&self.hub.book);
        for station in &self.stations {
            assert_same(&told, &all_shown(&station.book), name(0));
            assert_eq!(station.book.confirmed().count(), told.len());
        }
    }

    fn tell(&mut self, record: Arc<Recorded>) {
        for station in &mut self.stations {
            station.book.confirm(&record);
        }
        self.hub.book.confirm(&record);
        self.order.push(record);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_sequence_keeps_the_books(wishes in vec(wish(), 1..60)) {
        let mut station = Station::new(1);
        let (mut log, mut said_twice) = (Vec::new(), false);
        for wish in &wishes {
            let before = but_for_undo(&station.book);
            if let Some(record) = station.act(wish) {
                said_twice |= wish.serial_twice() && wish.item().serial.is_some();
                log.push(record);
                check_undo(&mut station, &before);
                check_conservation(&station.book);
                check_serials(&station.book, said_twice);
                check_jobs(&station.book, &log);
                check_spans(&station.book);
            }
        }
    }

    #[test]
    fn stations_agree_once_everything_is_told(steps in vec(step(), 1..60)) {
        let mut site = Site::new();
        for step in &steps {
            site.take(step);
            site.stations.iter().for_each(|station| check_spans(&station.book));
        }
        site.tell_all();
        site.check_agreement();
    }
}

#[test]
fn a_job_delivered_while_records_of_it_wait_is_gone_everywhere() {
    let issue = |over_required: Option<Reason>| Command::IssuePart {
        job: job_no("4711"),
        item: Item::of(part_no("FILTER")),
        from: None,
        qty: Qty::ONE,
        payer: None,
        agreed: Agreed { over_required, ..Agreed::default() },
    };
    let mut site = Site::new();
    site.do_at(0, "clara", &issue(None));
    site.tell_all();
    site.do_at(0, "clara", &issue(Some(Reason::Other)));
    site.do_at(1, "tom", &Command::StartWork { job: job_no("4711"), op: OpNo(1), anew: false });
    let delivered = (0..=u8::MAX).step_by(2).find(|n| n / 16 % 4 == 3).expect("a number for it");
    site.take(&Step::Hub(delivered));
    assert!(site.stations.iter().all(|station| station.book.job(&job_no("4711")).is_none()));
    site.tell_all();
    site.check_agreement();
}
