//! Events and the book in words, for the stories.

use super::shop::{Shop, job_no, part_no, person};
use crate::domain::book::{Aggregate, Book, Key};
use crate::domain::course::Unclear;
use crate::domain::event::{Event, StockMoved};
use crate::domain::ids::*;
use crate::domain::job::{Issue, Job};
use crate::domain::lot::Day;
use crate::domain::memory::MemoryBook;
use crate::domain::qty::Qty;
use crate::domain::refusal::Refusal;
use crate::domain::shipment::ShippedLine;
use crate::domain::stock::{Condition, Stock};
use crate::domain::supply::position;
use crate::domain::timeline::{Segment, timeline};
use crate::domain::{allocation, pick};

/// Names of records as `r1`, `r2`, .. in the order of the acts.
pub(super) fn with_labels(text: &str, acts: &[RecordName]) -> String {
    acts.iter().zip(1..).fold(text.to_owned(), |text, (name, n)| text.replace(&name.to_string(), &format!("r{n}")))
}

pub(super) fn event(event: &Event) -> String {
    match event {
        Event::StockMoved(moved) => move_in_words(moved),
        Event::Job(told) => format!("{} {:?}", told.job, told.what),
        Event::Count(told) => format!("{} {:?}", told.count, told.what),
        Event::JobOpened(opened) => format!("JobOpened {} {}", opened.job, opened.state.code()),
        other => format!("{other:?}"),
    }
}

fn move_in_words(moved: &StockMoved) -> String {
    let mut text =
        format!("{} {} {}: {} -> {}", moved.qty, moved.unit.code(), stock(&moved.stock), moved.from, moved.to);
    let mut say = |word: &str, value: Option<String>| {
        text.extend(value.map(|value| format!(", {word} {value}")));
    };
    say("line", moved.line.map(|line| line.to_string()));
    say("payer", moved.payer.map(|payer| payer.code().to_owned()));
    say("issuer", moved.issuer.as_ref().map(ToString::to_string));
    say("receiver", moved.receiver.as_ref().map(ToString::to_string));
    say("note", moved.note.as_ref().map(ToString::to_string));
    say("back", moved.reverses.map(|at| format!("{}.{}", at.record, at.index)));
    text
}

fn stock(stock: &Stock) -> String {
    let mut text = stock.part.to_string();
    text.extend(stock.lot.as_ref().map(|lot| format!(" lot={lot}")));
    text.extend(stock.serial.as_ref().map(|serial| format!(" serial={serial}")));
    if stock.condition != Condition::New {
        text.push_str(&format!(" {}", stock.condition.code()));
    }
    text
}

/// What the narrator shows of the book.
pub(super) fn show(book: &MemoryBook, words: &[&str], today: Option<Day>) -> Vec<String> {
    match words {
        ["stock", part] => {
            let all = book.balances_of(&part_no(part));
            all.iter().map(|(key, b)| format!("{} at {}: {}", stock(&key.stock), key.place, b.qty)).collect()
        }
        ["job", no] => book.job(&job_no(no)).map_or_else(|| vec!["no such job".to_owned()], |job| show_job(&job)),
        ["course", no] => book.job(&job_no(no)).map_or_else(|| vec!["no such job".to_owned()], |job| show_course(&job)),
        ["shares", no] => book.job(&job_no(no)).map_or_else(Vec::new, |job| show_shares(&job)),
        ["blockers", no] => {
            let found = book.job(&job_no(no)).map(|job| job.blockers()).unwrap_or_default();
            found.iter().map(|blocker| format!("{blocker:?}")).collect()
        }
        ["person", id] => show_person(book, id),
        ["code", code] => book.taught(code).map_or_else(
            || vec!["never taught".to_owned()],
            |taught| match taught.current() {
                Some(known) => vec![format!("means {} {}", known.qty, known.part)],
                None => vec!["means nothing any more".to_owned()],
            },
        ),
        ["time", id] => show_time(book, id),
        ["since", no] => {
            let job = book.job(&job_no(no)).expect("a job");
            let since = |op: &crate::domain::operation::Operation| {
                format!("op {}: {:?} since {:?} ms", op.no, op.state(), op.since_ms())
            };
            job.operations.iter().map(since).collect()
        }
        ["discrepancies"] => {
            let found = book.shown().filter_map(|(key, value)| match (key, value) {
                (Key::Discrepancy(at), Aggregate::Discrepancy(open)) => {
                    Some(format!("{} short {} at {} since {}", at.part, open.short, at.place, open.since))
                }
                _ => None,
            });
            let found: Vec<String> = found.collect();
            if found.is_empty() { vec!["none".to_owned()] } else { found }
        }
        other => show_store(book, other, today),
    }
}

/// What stands beside the bins.
fn show_store(book: &MemoryBook, words: &[&str], today: Option<Day>) -> Vec<String> {
    match words {
        ["lot", part, lot] => {
            let known = book.lot(&part_no(part), &LotNo::new(lot).expect("a lot"));
            vec![known.map_or("unknown".to_owned(), |lot| format!("good until {}", lot.expires))]
        }
        ["tote", id] => match book.tote(&ToteId::new(id).expect("a tote")) {
            None => vec!["empty".to_owned()],
            Some(tote) => {
                let job = tote.job.map_or("nobody".to_owned(), |job| job.to_string());
                let staged =
                    tote.content.iter().map(|one| format!("{} {}, from {}", one.qty, stock(&one.stock), one.from));
                [format!("for {job}")].into_iter().chain(staged).collect()
            }
        },
        ["sale", no] => match book.sale(&SaleNo::new(no).expect("a sale")) {
            None => vec!["no such sale".to_owned()],
            Some(sale) => {
                let paid = sale.paid.as_ref().map_or("not paid".to_owned(), |slip| format!("paid by {slip}"));
                let total = sale.total().map_or("-".to_owned(), |total| total.minor.to_string());
                let lines = sale.rows().into_iter().map(|line| format!("{} {}", line.qty, stock(&line.stock)));
                [format!("{paid}, {total} in all, collected: {}", sale.collected)].into_iter().chain(lines).collect()
            }
        },
        ["blocks", no] => {
            let blocks = book.job(&job_no(no)).expect("a job").blockers();
            if blocks.is_empty() {
                vec!["nothing".to_owned()]
            } else {
                blocks.iter().map(|b| format!("{b:?}")).collect()
            }
        }
        ["old-part", tag] => match book.old_part(&TagNo::new(tag).expect("a tag")) {
            None => vec!["not here".to_owned()],
            Some(kept) => vec![format!("{} {} of {}, {}", kept.qty, kept.part, kept.job, kept.fault.code())],
        },
        ["due", days] => super::script_count::show_due(book, days),
        ["count", no] => super::script_count::show(book, no),
        ["shipment", no] => match book.shipment(&ShipmentNo::new(no).expect("a shipment")) {
            None => vec!["not on its way".to_owned()],
            Some(shipment) => {
                let line = |line: &ShippedLine| {
                    format!(
                        "{}: {} sent, {} received, {:?}",
                        stock(&line.stock),
                        line.sent,
                        line.received,
                        line.differs
                    )
                };
                shipment.lines.iter().map(line).collect()
            }
        },
        ["allocated", part] => {
            let at = position(book, &part_no(part), today);
            let (on_hand, good) = (at.on_hand, at.good());
            let all = allocation::of(book.jobs(), &part_no(part), good);
            let available = allocation::available(good, &all);
            let lines = all.iter().map(|one| format!("{} wants {}, covered {}", one.job, one.qty, one.covered));
            [format!("{on_hand} on hand, {available} available")].into_iter().chain(lines).collect()
        }
        ["picks", no] => {
            let job = book.job(&job_no(no)).expect("a job");
            let picks = pick::list(book, &Shop, &job);
            let bin = |bin: &Option<BinId>| bin.as_ref().map_or("nowhere".to_owned(), ToString::to_string);
            picks.iter().map(|pick| format!("{} from {}", job.lines[pick.at].part, bin(&pick.bin))).collect()
        }
        other => panic!("{other:?} cannot be shown"),
    }
}

fn show_job(job: &Job) -> Vec<String> {
    let mut text = vec![format!("job {} {}", job.no, job.state.code())];
    for op in &job.operations {
        let missing = op.missing_check().map_or(String::new(), |level| format!(", {} check missing", level.code()));
        text.push(format!("op {}: {:?}{missing}", op.no, op.state()));
    }
    for line in job.lines.iter().filter(|line| line.issued != Qty::ZERO || line.fitted != Qty::ZERO) {
        text.push(format!(
            "line {}: {} {}, issued {}, fitted {}",
            line.no, line.qty, line.part, line.issued, line.fitted
        ));
    }
    for line in job.lines.iter().filter(|line| line.staged != Qty::ZERO) {
        text.push(format!("line {}: {} staged", line.no, line.staged));
    }
    text.extend(job.issues.iter().map(show_issue));
    text
}

fn show_course(job: &Job) -> Vec<String> {
    let course = &job.course;
    let mut text = vec![format!("job {} {}", job.no, job.state.code())];
    text.extend(course.arrival().map(|at| {
        let seen = if course.arrival_unseen() { "unseen" } else { "seen" };
        format!("arrived, {seen}: {:?} km, {:?} eighths, {:?}, {:?}", at.odometer, at.fuel, at.damage, at.words)
    }));
    text.extend(course.on_bay().map(|bay| format!("on bay {bay}")));
    text.extend(course.requests.iter().map(|asked| {
        let note = asked.answers.last().map(|answer| answer.note.clone()).unwrap_or_default();
        format!("request {} of {}: {:?} {note}", asked.qty, asked.wanted(), asked.state())
    }));
    text.extend(course.comeback.iter().map(|back| format!("comeback of {}, done by {:?}", back.of, back.technicians)));
    text.extend(course.unclear().map(|of| match of {
        Unclear::State(open) => format!("{:?} to {:?} did not fit {:?}", open.from, open.to, open.found),
        Unclear::Odometer(arrival, known) => format!("to check: {:?} km after {known}", arrival.odometer),
    }));
    text.extend((!course.late.is_empty()).then(|| format!("late: {}", course.late.len())));
    text
}

fn show_shares(job: &Job) -> Vec<String> {
    let one = |share: &crate::domain::job::Share| {
        format!("{}:{}{}", share.person, share.percent, if share.lead { " leads" } else { "" })
    };
    let of_op = |op: &crate::domain::operation::Operation| {
        format!("op {}: {}", op.no, op.shares.iter().map(one).collect::<Vec<_>>().join(", "))
    };
    job.operations.iter().map(of_op).collect()
}

fn show_issue(issue: &Issue) -> String {
    let receiver = issue.receiver.as_ref().map_or_else(|| "unsigned".to_owned(), |who| format!("signed by {who}"));
    let Issue { at, qty, .. } = issue;
    format!("issue {}.{}: {} of {qty} {}, {receiver}", at.record, at.index, issue.remaining(), stock(&issue.stock))
}

fn show_time(book: &MemoryBook, id: &str) -> Vec<String> {
    let all = timeline(&book.person_day(&person(id)), &super::time::Plain, 100_000);
    let flags = |one: &Segment| {
        let flags = [
            (one.estimated, " estimated"),
            (one.forgotten, " forgotten"),
            (one.ruled, " ruled"),
            (one.entered, " entered"),
        ];
        flags.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect::<String>()
    };
    let end = |one: &Segment| one.end_ms.map_or(String::new(), |end| (end / 1000).to_string());
    all.iter().map(|one| format!("{:?}: {}..{} s{}", one.what, one.start_ms / 1000, end(one), flags(one))).collect()
}

fn show_person(book: &MemoryBook, id: &str) -> Vec<String> {
    let day = book.person_day(&person(id));
    let running = day.running().map_or("nothing".to_owned(), |punch| format!("{} op {}", punch.job, punch.op));
    let mut text = vec![format!("runs {running}")];
    if let Some(known) = book.person(&person(id)) {
        let badges: Vec<String> = known.badges.iter().map(|badge| badge.badge.0[0].to_string()).collect();
        text.extend((!badges.is_empty()).then(|| format!("badges {}", badges.join(" "))));
        text.extend(known.pin.map(|hash| format!("PIN {hash}")));
        text.extend(
            known.wrong_pins.iter().map(|wrong| format!("{} wrong PINs at device {}", wrong.count, wrong.device)),
        );
    }
    let refused = book.person(&person(id)).and_then(|known| known.refused);
    text.extend(refused.map(|last| format!("badge refused: {}", last.why.code())));
    for span in day.spans() {
        let end = span.end_ms.map_or(String::new(), |end| (end / 1000).to_string());
        let estimated = if span.estimated { ", estimated" } else { "" };
        text.push(format!("{} op {}: {}..{end} s{estimated}", span.job, span.op, span.start_ms / 1000));
    }
    text
}

/// The refusals by name; the match below does not compile when one is added and not named here.
macro_rules! refusals {
    ($($name:ident)*) => {
        pub(super) const REFUSALS: &[&str] = &[$(stringify!($name)),*];

        pub(super) fn refusal_name(refusal: &Refusal) -> &'static str {
            match refusal {
                $(Refusal::$name { .. } => stringify!($name),)*
            }
        }
    };
}

refusals! {
    UnknownPart UnknownJob UnknownBin UnknownPerson UnknownOperation UnknownLine NobodyLoggedOn NotAllowed JobIsSettled
    ImpossibleQuantity FractionOf SerialIsOnePiece SerialElsewhere WhoPays OverRequired NotApproved BehindTheCounter
    FromWhichBin NotAtJob NothingToSign NothingToUndo AlreadyReversed BuiltUpon AlreadyRunning TooSoon NotRunning
    OperationDone CheckByDoer CheckNotNeeded NotFinished SameBin NotTeachable
    AlreadyTaught Exists NeedsApproval BadgeTaken NoBadge NothingToDo NothingSaid ImpossibleValue BadShares
    ExtraNotAgreed NoWay Blocked OutsideLimits NotMeasured BadValue
    UnknownOrder OrderIsClosed LevelsDoNotRise NoAlert NothingOrdered OverOrdered NotOnOrder NoClaim HeldForJob
    PeriodIsClosed AlreadyMarked ImpossibleTime TimeTaken UnknownTime NoClock
    NotYet SerialTwice WhichSerial LotExpired NotOnList PickedAlready ToteTaken ToteEmpty UnknownSale SaleIsPaid SaleNotPaid
    SaleIsCollected SlipIsUsed
    SamePlace NoSuchWay WhyMoved NotThere NotAKit KitIncomplete NoOldPartOwed UnknownTag HeldUntil UnknownShipment
    ShipmentReceived ShipmentDiffers UnknownCount NotInCount CountNotReady CountElsewhere
}
