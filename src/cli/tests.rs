//! What the read-only tools write, line by line: these lines are an interface.

mod course;
mod disputes;
mod payroll;
mod supply;
mod trace;

use clap::Parser;

use super::source::{Chains, Reached, Source, SourceRecord};
use super::{jobs, log, stock, time};
use crate::domain::entry::{Cause, Entry, Meta, Position, Stamp};
use crate::domain::event::{Event, JobOpened, StockMoved};
use crate::domain::ids::{JobNo, LineNo, OpNo, PartNo, PersonId, RecordName, SiteId};
use crate::domain::job::{Checks, Customer, Hours, JobState, Payer, Share, Vehicle};
use crate::domain::person::Bilingual;
use crate::domain::place::Place;
use crate::domain::qty::{Currency, Money, Qty, Unit};
use crate::domain::stock::Stock;
use crate::domain::work::PauseReason;
use crate::record;

#[derive(Debug, Parser)]
struct Cli<A: clap::Args> {
    #[command(flatten)]
    args: A,
}

fn args<A: clap::Args>(line: &str) -> A {
    let words = ["pitbox", "--store", "x"].into_iter().chain(line.split_whitespace());
    Cli::try_parse_from(words).expect("arguments").args
}

struct Shift(Vec<SourceRecord>);

impl Source for Shift {
    fn time_zone(&self) -> jiff::tz::TimeZone {
        crate::zones::named("Asia/Shanghai").expect("bundled")
    }

    fn records(&mut self, visit: &mut dyn FnMut(SourceRecord) -> anyhow::Result<()>) -> anyhow::Result<()> {
        self.0.iter().cloned().try_for_each(visit)
    }
}

fn person() -> PersonId {
    PersonId::new("t-wang").unwrap()
}

fn job() -> JobNo {
    JobNo::new("4711").unwrap()
}

/// 2026-09-21 13:33:20 UTC and `minutes` later.
fn entry(command: &str, minutes: i64, events: Vec<Event>) -> Vec<u8> {
    let stamp = Stamp {
        run: [1; 16],
        counter: 1,
        boot: [2; 16],
        since_boot_ms: 0,
        wall_ms: 1_789_997_600_000 + minutes * 60_000,
        trusted: minutes != 30,
        seen_hub_seq: 0,
    };
    let meta = Meta { stamp, actor: Some(person()), command: command.into(), cause: Cause::Keys, approved_by: None };
    record::encode(&Entry { meta, events })
}

fn moved(from: &str, to: &str, qty: i64, line: Option<LineNo>) -> Event {
    let cost = Money { minor: 1999, currency: Currency::new("CNY").unwrap() };
    Event::StockMoved(Box::new(StockMoved {
        stock: Stock::plain(PartNo::new("04E115561H").unwrap()),
        unit: Unit::Piece,
        qty: Qty(qty),
        from: from.parse::<Place>().unwrap(),
        to: to.parse::<Place>().unwrap(),
        line,
        payer: Some(Payer::Customer),
        issuer: Some(person()),
        receiver: None,
        note: None,
        cost: Some(cost),
        price: None,
        reverses: None,
    }))
}

fn opened() -> Vec<Event> {
    let vehicle = Vehicle { plate: "沪A12345".into(), model: "Golf".into(), ..Vehicle::default() };
    let title = Bilingual { en: "Oil".into(), zh: "机油".into() };
    let share = Share { person: person(), lead: true, percent: 100 };
    let part = PartNo::new("04E115561H").unwrap();
    let (line, op, unit, qty, payer) = (LineNo(1), OpNo(1), Unit::Piece, Qty::units(2), Payer::Customer);
    vec![
        Event::JobOpened(Box::new(JobOpened {
            job: job(),
            state: JobState::Released,
            vehicle,
            adviser: None,
            customer: Customer { name: "张三".into(), phone: "13800000000".into() },
            words: "异响".into(),
            payer,
            waits: false,
            promised_ms: None,
            bay: None,
            comeback_of: None,
        })),
        Event::OperationAdded {
            job: job(),
            op,
            title,
            hours: Hours(1500),
            checks: Checks { own: true, ..Checks::default() },
            shares: vec![share],
        },
        Event::LineAdded { job: job(), line, op: Some(op), part, unit, qty, payer, approved: true },
    ]
}

/// The hub opens a job and has ten filters; station 2 issues one, signs for nothing, works half an hour and goes on.
fn shift() -> Shift {
    let site = SiteId::new("SH01").unwrap();
    let mut chains = Chains::new(site);
    let mut record = |device, seq, hub_seq, reached, bytes: Vec<u8>| {
        let position = Position { device, epoch: 1, seq };
        let link = chains.follow(position, &bytes);
        SourceRecord { position, hub_seq, bytes, link, reached }
    };
    let (person, job, op) = (person(), job(), OpNo(1));
    let start = Event::WorkStarted { person: person.clone(), job: job.clone(), op };
    let pause = Event::WorkPaused { person, job, op, reason: PauseReason::Parts };
    Shift(vec![
        record(0, 1, Some(1), Reached::Stable, entry("OpenJob", 0, opened())),
        record(
            0,
            2,
            Some(2),
            Reached::Hub,
            entry("AddOpeningStock", 1, vec![moved("adjust", "bin:A-03-2", 10_000, None)]),
        ),
        record(
            2,
            1,
            Some(3),
            Reached::Hub,
            entry("IssuePart", 2, vec![moved("bin:A-03-2", "job:4711", 1_000, Some(LineNo(1)))]),
        ),
        record(2, 2, None, Reached::Saved, entry("StartWork", 10, vec![start.clone()])),
        record(2, 3, None, Reached::Saved, entry("PauseWork", 30, vec![pause])),
        record(2, 4, None, Reached::Saved, entry("StartWork", 41, vec![start])),
    ])
}

fn written<A: clap::Args>(
    line: &str,
    write: fn(&A, &mut dyn Source, &mut dyn std::io::Write) -> anyhow::Result<()>,
) -> String {
    let mut out = Vec::new();
    write(&args(line), &mut shift(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_log_line_has_its_fields() {
    let all = written("--json", log::write);
    assert_eq!(all.lines().count(), 6);
    let issue = all.lines().nth(2).unwrap();
    let shift = shift();
    let (id, hash) = (record::name_of(&shift.0[2].bytes), shift.0[2].link.unwrap());
    let expected = format!(
        "{{\"id\":\"{id}\",\"device\":2,\"epoch\":1,\"seq\":1,\"hash\":\"{hash}\",\"time\":\"2026-09-21T13:35:20.000Z\",\
         \"trusted\":true,\"actor\":\"t-wang\",\"approved_by\":null,\"command\":\"IssuePart\",\"events\":[{{\"type\":\"StockMoved\",\
         \"part\":\"04E115561H\",\"lot\":null,\"serial\":null,\"condition\":\"new\",\"owner\":\"shop\",\"qty\":1000,\
         \"unit\":\"pc\",\"from\":\"bin:A-03-2\",\"to\":\"job:4711\",\"line\":1,\"payer\":\"customer\",\
         \"issuer\":\"t-wang\",\"receiver\":null,\"note\":null,\"cost\":{{\"minor\":1999,\"currency\":\"CNY\"}},\
         \"price\":null,\"reverses\":null}}],\"mark\":\"hub\"}}"
    );
    assert_eq!(issue, expected);
}

#[test]
fn the_log_shows_no_customer() {
    let all = written("--json", log::write) + &written("", log::write);
    assert!(all.contains("异响") && !all.contains("张三") && !all.contains("13800000000"));
}

#[test]
fn the_log_can_be_narrowed() {
    let check = |line: &str, expected: usize| {
        assert_eq!(written(&format!("--json {line}"), log::write).lines().count(), expected, "{line}");
    };
    check("--since 1", 4);
    check("--since 1 --device 2", 3);
    check("--device 0", 2);
    check("--part 04E115561H", 3);
    check("--part 04E", 0);
    check("--job 4711", 5);
    check("--person t-wang --job 4711 --part 04E115561H", 2);
    check("--person t-li", 0);
}

#[test]
fn a_person_reads_a_table() {
    let expected = "\
NUMBER  DEVICE  SEQ  TIME                  BY      COMMAND          MARK    FACTS
1       0       1    2026-09-21 21:33:20   t-wang  OpenJob          stable  job 4711 沪A12345
2       0       2    2026-09-21 21:34:20   t-wang  AddOpeningStock  hub     10 pc 04E115561H adjust -> bin:A-03-2
3       2       1    2026-09-21 21:35:20   t-wang  IssuePart        hub     1 pc 04E115561H bin:A-03-2 -> job:4711
-       2       2    2026-09-21 21:43:20   t-wang  StartWork        saved   t-wang starts 4711/1
-       2       3    2026-09-21 22:03:20?  t-wang  PauseWork        saved   t-wang pauses 4711/1 parts
-       2       4    2026-09-21 22:14:20   t-wang  StartWork        saved   t-wang starts 4711/1
";
    assert_eq!(written("", log::write), expected);
}

#[test]
fn stock_is_where_it_lies() {
    let line = |place: &str, qty: i64| {
        format!(
            "{{\"part\":\"04E115561H\",\"place\":\"{place}\",\"lot\":null,\"serial\":null,\"condition\":\"new\",\
             \"qty\":{qty},\"unit\":\"pc\"}}\n"
        )
    };
    let moved = "\"unit\":\"pc\",\"last_moved\":\"2026-09-21T13:35:20.000Z\"}";
    let all = line("bin:A-03-2", 9000).replace("\"unit\":\"pc\"}", moved)
        + &line("job:4711", 1000)
        + &line("adjust", -10_000);
    assert_eq!(written("--json", stock::write), all);
    assert_eq!(written("--json --job 4711", stock::write), line("job:4711", 1000));
    assert_eq!(written("--json --part X", stock::write), "");
    let table = "PART        PLACE       QTY  UNIT  CONDITION  LOT  SERIAL\n\
                 04E115561H  bin:A-03-2  9    pc    new\n";
    assert_eq!(written("", stock::write), table);
    assert_eq!(written("--all", stock::write).lines().count(), 4);
}

#[test]
fn a_job_has_its_operations_and_parts() {
    let expected = "{\"job\":\"4711\",\"state\":\"released\",\"vehicle\":{\"vin\":\"\",\"plate\":\"沪A12345\",\
        \"model\":\"Golf\",\"odometer_in\":null,\"odometer_out\":null},\"operations\":[{\"operation\":1,\
        \"title\":{\"en\":\"Oil\",\"zh\":\"机油\"},\"state\":\"running\",\"reason\":null,\"hours\":1500,\
        \"technicians\":[{\"person\":\"t-wang\",\"lead\":true,\"percent\":100}],\
        \"checks\":{\"self\":true,\"mutual\":false,\"final\":false},\"checked\":[],\
        \"since\":\"2026-09-21T14:14:20.000Z\",\"code\":\"\",\"category\":null,\"skill\":\"\",\"missing_check\":\"self\",\
        \"extra_work\":null,\"values\":[],\"rework\":[],\"handed_over\":[]}],\
        \"parts\":[{\"line\":1,\"operation\":1,\"part\":\"04E115561H\",\"qty\":2000,\"issued\":1000,\
        \"unsigned\":1000,\"fitted\":0,\"unit\":\"pc\",\"payer\":\"customer\",\"approved\":true}],\
        \"adviser\":null,\"payer\":\"customer\",\"words\":\"异响\",\"waits\":false,\"promised\":null,\"bay\":null,\
        \"on_bay\":null,\"comeback_of\":null,\"arrival\":null,\"requests\":[],\
        \"blockers\":[{\"kind\":\"open-operation\",\"operation\":1,\"level\":null,\"part\":null,\"count\":null},\
        {\"kind\":\"unsigned\",\"operation\":null,\"level\":null,\"part\":null,\"count\":1}],\"to_check\":0}\n";
    assert_eq!(written("--json", jobs::write), expected);
    assert_eq!(written("--json --person t-li", jobs::write), "");
    let table = written("", jobs::write);
    assert!(table.ends_with("1 running   04E115561H 1/2\n"), "{table}");
}

#[test]
fn time_follows_from_punches() {
    let span = |start: &str, end: &str, minutes: &str, estimated: bool| {
        format!(
            "{{\"person\":\"t-wang\",\"kind\":\"work\",\"job\":\"4711\",\"operation\":1,\"start\":\"2026-09-21T{start}\",\
             \"end\":{end},\"minutes\":{minutes},\"estimated\":{estimated},\"activity\":null,\"forgotten\":false,\
             \"confirmed\":false,\"entered\":false,\"unattended\":false}}\n"
        )
    };
    let expected = span("13:43:20.000Z", "\"2026-09-21T14:03:20.000Z\"", "20", true)
        + &span("14:14:20.000Z", "null", "null", false);
    assert_eq!(written("--json", time::write), expected);
    assert_eq!(written("--json --job 1", time::write), "");
    assert!(written("", time::write).contains("running"));
}

#[test]
fn what_cannot_be_read_is_shown_as_such() {
    let position = Position { device: 9, epoch: 1, seq: 5 };
    let bytes = vec![0xa1, 0x00, 0x02];
    let id = record::name_of(&bytes);
    let mut source = Shift(vec![SourceRecord { position, hub_seq: Some(1), bytes, link: None, reached: Reached::Hub }]);
    let mut out = Vec::new();
    log::write(&args("--json"), &mut source, &mut out).unwrap();
    let expected = format!(
        "{{\"id\":\"{id}\",\"device\":9,\"epoch\":1,\"seq\":5,\"hash\":null,\"time\":null,\"trusted\":false,\
         \"actor\":null,\"approved_by\":null,\"command\":null,\"events\":[],\"mark\":\"hub\"}}\n"
    );
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[test]
fn one_source_must_be_named() {
    let parse = |words: &[&str]| Cli::<log::LogArgs>::try_parse_from(words).is_ok();
    assert!(!parse(&["pitbox"]));
    assert!(!parse(&["pitbox", "--store", "a", "--config", "b"]));
    assert!(parse(&["pitbox", "--config", "b"]));
}

#[test]
fn every_event_has_its_type() {
    let event = Event::RecordReversed { record: RecordName([0xab; 16]) };
    let text = serde_json::to_string(&super::events::EventJson::from(&event)).unwrap();
    assert_eq!(text, format!("{{\"type\":\"RecordReversed\",\"record\":\"{}\"}}", "ab".repeat(16)));
}

#[test]
fn a_reader_that_went_away_is_no_failure() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    for line in ["", "--json"] {
        let result = log::write(&args(line), &mut shift(), &mut Closed);
        assert!(result.is_err());
        assert!(super::source::finish(result).is_ok());
    }
    let other = anyhow::anyhow!("the store is damaged");
    assert!(super::source::finish(Err(other)).is_err());
}
