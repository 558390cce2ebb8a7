//! The store under a process that dies at any moment, and its writer thread from outside.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::sync_channel;

use pitbox::cli::source::{self, Reached, SourceArgs};
use pitbox::domain::book::Book;
use pitbox::domain::entry::{Cause, Entry, Meta, Position, Stamp};
use pitbox::domain::event::Event;
use pitbox::domain::ids::{JobNo, OpNo, PersonId, SiteId};
use pitbox::record;
use pitbox::store::identity::{Identity, Secret, Station};
use pitbox::store::log::Pulled;
use pitbox::store::progress::{Mark, Watermarks};
use pitbox::store::writer::{Done, Request, spawn};
use pitbox::store::{LogReader, LogStore};

/// Set for a child only; holds the folder of the store.
const FOLDER: &str = "PITBOX_TEST_STORE";
const SMALL: &str = "PITBOX_TEST_SMALL_STORE";

fn identity() -> Identity {
    let station = Station {
        site: SiteId::new("SH01").expect("a site"),
        device: 2,
        epoch: 1,
        name: "bay-1".into(),
        hub_key: [1; 32],
        time_zone: "Asia/Shanghai".into(),
        hub_ca: None,
    };
    Identity { station, site_key: Secret([2; 32]), signing_seed: Secret([3; 32]) }
}

fn bytes(counter: u64) -> Vec<u8> {
    let stamp =
        Stamp { run: [1; 16], counter, boot: [2; 16], since_boot_ms: 1, wall_ms: 0, trusted: false, seen_hub_seq: 0 };
    let person = PersonId::new("t-wang").expect("a person");
    let meta =
        Meta { stamp, actor: Some(person.clone()), command: "StartWork".into(), cause: Cause::Keys, approved_by: None };
    let event = Event::WorkStarted { person, job: JobNo::new("4711").expect("a job"), op: OpNo(1) };
    record::encode(&Entry { meta, events: vec![event] })
}

fn enrolled(dir: &Path) -> LogStore {
    let mut store = LogStore::open(dir).expect("the store opens");
    store.save_identity(&identity()).expect("the identity is saved");
    store
}

/// Not a test of its own: what the child of the next test runs. Appends for ever and says so after each commit.
#[test]
fn appends_until_killed() {
    let Some(dir) = std::env::var_os(FOLDER) else { return };
    let mut store = enrolled(Path::new(&dir));
    let mut out = std::io::stdout();
    loop {
        let next = store.head().expect("enrolled").at.seq + 1;
        let done = store.append(&bytes(next), &[]).expect("saved");
        writeln!(out, "saved {}", done.position.seq).and_then(|()| out.flush()).expect("the parent listens");
    }
}

struct KillOnDrop(Child);

impl Drop for KillOnDrop {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Not a test of its own: what a child runs whose files may not grow. Appends until nothing works any more.
#[test]
fn appends_until_writes_fail() {
    let Some(dir) = std::env::var_os(SMALL) else { return };
    let mut store = enrolled(Path::new(&dir));
    let mut out = std::io::stdout();
    let (mut counter, mut failures) = (0, 0);
    while failures < 3 {
        counter += 1;
        let line = match store.append(&bytes(counter), &[]) {
            Ok(done) => format!("saved {}", done.position.seq),
            Err(error) => {
                failures += 1;
                format!("failed {error:?}")
            }
        };
        writeln!(out, "{line}").and_then(|()| out.flush()).expect("the parent listens");
    }
}

#[test]
fn when_writes_fail_nothing_that_was_said_to_be_saved_is_lost() {
    let dir = tempfile::tempdir().expect("a folder");
    let program = std::env::current_exe().expect("this test");
    // No file may pass 300 KiB; a write beyond fails with EFBIG, which SQLite sees as an I/O error.
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 600; exec \"$0\" \"$@\""])
        .arg(program)
        .args(["--exact", "store::appends_until_writes_fail", "--nocapture"])
        .env(SMALL, dir.path())
        .output()
        .expect("the child runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let saved = text.lines().filter_map(|line| line.split_once("saved ")?.1.parse::<u64>().ok()).max().unwrap_or(0);
    assert!(text.contains("failed Io"), "{text}");
    assert!(saved > 100, "{text}");
    let store = LogStore::open(dir.path()).expect("it opens where files may grow");
    assert_eq!(store.head().expect("enrolled").at.seq, saved, "all that was saved, and nothing that failed");
    assert_eq!(LogReader::open(dir.path()).expect("it reads").verify(), Ok(saved));
}

/// Lets the child save about `count` records, kills it with SIGKILL and gives the last one that it said was saved.
fn run_and_kill(dir: &Path, count: usize) -> u64 {
    let program = std::env::current_exe().expect("this test");
    let child = Command::new(program)
        .args(["--exact", "store::appends_until_killed", "--nocapture"])
        .env(FOLDER, dir)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the child starts");
    let mut child = KillOnDrop(child);
    let mut lines = BufReader::new(child.0.stdout.take().expect("a pipe")).lines();
    let mut saved = 0;
    let mut note = |line: String| {
        // The test harness writes a line of its own before it.
        if let Some((_, seq)) = line.split_once("saved ") {
            saved = saved.max(seq.parse().unwrap_or(0));
        }
    };
    lines.by_ref().take(count).for_each(|line| note(line.expect("text")));
    child.0.kill().expect("killed");
    // What it had said before it died counts, too. A torn last line does not: it was not said.
    lines.map_while(Result::ok).filter(|line| line.len() > "saved ".len()).for_each(&mut note);
    saved
}

#[test]
fn a_killed_process_loses_nothing_that_it_said_was_saved() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut saved = 0;
    for round in 0..20 {
        let last = run_and_kill(dir.path(), 3 + round * 7 % 40);
        saved = saved.max(last);
        let store = LogStore::open(dir.path()).expect("it opens after a kill");
        let head = store.head().expect("enrolled").at.seq;
        assert!(head == saved || head == saved + 1, "said {saved}, holds {head}");
        saved = head;
    }
    let reader = LogReader::open(dir.path()).expect("it reads");
    assert_eq!(reader.verify(), Ok(saved));
    let all = reader.own_after(Mark::default(), usize::MAX, usize::MAX).expect("all of them");
    let expected: Vec<_> = (1..=saved).map(bytes).collect();
    assert!(saved > 100, "{saved} records only");
    assert_eq!(all.into_iter().map(|own| own.bytes).collect::<Vec<_>>(), expected, "each once, in order");
}

#[test]
fn the_writer_answers_in_order_and_finishes_what_waits() {
    let dir = tempfile::tempdir().expect("a folder");
    let (answers, inbox) = sync_channel(64);
    let sink = Box::new(move |done| answers.send(done).expect("the test listens"));
    let writer = spawn(enrolled(dir.path()), sink).expect("a thread");
    for token in 1..=20 {
        let request = Request::Append { token, bytes: bytes(token), prints: Vec::new() };
        writer.request(request).expect("room in the queue");
    }
    let empty = Request::Append { token: 21, bytes: Vec::new(), prints: Vec::new() };
    writer.request(empty).expect("room in the queue");
    let other = writer.requests();
    drop(writer);
    assert!(other.send(Request::Close).is_err(), "a handle left over does not keep it open");
    let answers: Vec<_> = inbox.iter().collect();
    assert_eq!(answers.len(), 21);
    for (answer, number) in answers.iter().zip(1..=20) {
        let Done::Appended { token, appended } = answer else { panic!("{answer:?}") };
        assert_eq!((*token, appended.position.seq), (number, number));
    }
    assert!(matches!(answers.last(), Some(Done::AppendFailed { token: 21, .. })));
    LogStore::open(dir.path()).expect("the lock is free again");
}

#[test]
fn the_tools_read_while_the_kiosk_runs() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut kiosk = enrolled(dir.path());
    for counter in 1..=4 {
        kiosk.append(&bytes(counter), &[]).expect("saved");
    }
    let others = Position { device: 7, epoch: 1, seq: 1 };
    let own = Position { device: 2, epoch: 1, seq: 1 };
    let page = vec![
        Pulled { hub_seq: 1, position: others, bytes: Some(bytes(100)) },
        Pulled { hub_seq: 2, position: own, bytes: None },
    ];
    kiosk.store_pulled(page).expect("stored");
    let mark = |seq| Some(Mark { epoch: 1, seq });
    let change = Watermarks { acked: mark(3), stable: mark(1), ..Watermarks::default() };
    kiosk.set_watermarks(change).expect("set");

    let config = dir.path().join("kiosk.toml");
    let text = "[station]\nname = \"b\"\nsite = \"SH01\"\nrole = \"bay\"\nstore = \".\"\nlanguage = \"en\"\n\
                [hub]\nurl = \"http://127.0.0.1:1\"\n";
    std::fs::write(&config, text).expect("written");
    let mut source =
        source::open(&SourceArgs { config: Some(config), store: None }).expect("it opens beside the kiosk");
    let mut seen = Vec::new();
    let mut visit = |record: source::SourceRecord| {
        assert!(record.link.is_some());
        seen.push((record.hub_seq, record.position.device, record.position.seq, record.reached));
        Ok(())
    };
    source.records(&mut visit).expect("it reads");
    let expected = [
        (Some(1), 7, 1, Reached::Hub),
        (Some(2), 2, 1, Reached::Stable),
        (None, 2, 2, Reached::Hub),
        (None, 2, 3, Reached::Hub),
        (None, 2, 4, Reached::Saved),
    ];
    assert_eq!(seen, expected, "each once: the hub's order, then what has not come back");
    let day = source.book().expect("the book").person_day(&PersonId::new("t-wang").expect("a person"));
    assert_eq!(day.punches.len(), 5);
    kiosk.append(&bytes(5), &[]).expect("the kiosk goes on");
}
