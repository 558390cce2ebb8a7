//! RFID tags at the counter: the real program with a simulated UHF module, as `pitbox sim device` runs it.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Stdio};

use super::all_at_hub;
use super::people::SUN;
use crate::rig::terminal::key;
use crate::rig::{Bay, Setup, Site, tools};

/// A UHF module with its field.
struct Reader(Child);

impl Reader {
    fn start(path: &Path) -> Reader {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let mut command = tools::pitbox();
        command.args(["sim", "device", "r200", "--path"]).arg(path).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("a reader");
        let mut first = String::new();
        BufReader::new(child.stdout.take().expect("its words")).read_line(&mut first).expect("its place");
        Reader(child)
    }

    /// These lie in its field from now on: the item in the company's numbers, and how many.
    fn field(&mut self, items: &[(&str, u32)]) {
        let tag = |item: &str, serial: u32| {
            let uri = format!("urn:epc:tag:sgtin-96:1.{item}.{serial}");
            let epc = pitbox::identify::epc::encode_tag_uri(&uri).expect("a tag");
            epc.iter().map(|byte| format!("{byte:02X}")).collect::<String>()
        };
        let all = items.iter().flat_map(|(item, n)| (1..=*n).map(move |serial| tag(item, serial)));
        let all: Vec<String> = all.collect();
        let mut words = self.0.stdin.as_ref().expect("it listens");
        writeln!(words, "tags {}", all.join(" ")).expect("it listens");
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// 06L115562B and 04E115561AC by their GTINs, and a part that nobody knows.
const INSERT: &str = "4054354.020792";
const FILTER: &str = "4054354.040747";
const STRANGE: &str = "9506000.013435";

/// Waits until the screen has so many tags.
fn read(bay: &Bay, n: usize) {
    bay.terminal.wait("the tags", |text| {
        let mut words = text.lines().map(str::trim).filter_map(|line| line.strip_prefix("tags read"));
        words.any(|said| said.trim() == n.to_string())
    });
}

#[test]
fn a_delivery_a_bin_and_a_tote_by_their_tags() {
    let site = Site::sample();
    let setup = Setup { tags: true, size: (64, 18), ..Setup::counter() };
    let mut reader = Reader::start(&site.kiosk_folder("counter").join("dev/tags"));
    let mut bay = site.kiosk(setup);
    bay.badge(SUN);
    bay.terminal.sees("Hello, Sun Min");

    bay.scan_code("card", "receive", "Receive");
    reader.field(&[(INSERT, 12), (FILTER, 3), (STRANGE, 1)]);
    bay.terminal.sees("16 tags in the field");
    bay.scan_code("card", "tags", "Tags of the delivery");
    bay.terminal.sees("12 pc");
    bay.scan_code("card", "done", "saved - Received by tags: 15, different parts: 2");
    bay.terminal.keys(key::F9);
    bay.terminal.sees("Tags of the delivery");
    bay.terminal.keys(key::F10);
    bay.terminal.sees("No tag here says anything new");
    assert_eq!((bay.on_hand("06L115562B", "bin:GOODS-IN"), bay.on_hand("04E115561AC", "bin:GOODS-IN")), (12_000, 3000));

    // In the bin lie three by the book; a fourth tag belongs to another part.
    bay.scan_code("card", "count", "Count");
    bay.scan_code("bin", "A-01-1", "Scan each part");
    bay.scan_code("card", "tags", "Tags in bin A-01-1");
    bay.scan_code("card", "done", "saved - Counted by tags: 2 lines in A-01-1");
    let log = bay.own_log();
    let lines = log.last().expect("a record")["events"].as_array().expect("events").clone();
    let line = |part: &str| {
        let of = lines.iter().find(|event| tools::text(event, "part") == part).expect("a line");
        (of["book"].as_i64(), of["qty"].as_i64())
    };
    assert_eq!(line("04E115561AC"), (Some(3000), Some(3000)));
    assert_eq!(line("06L115562B"), (Some(0), Some(12_000)));
    let sheet =
        ["count", "sheet", "--config", bay.config.to_str().expect("a path"), "--bin", "A-01-1", "--book", "--csv"];
    let sheet = tools::run(&sheet);
    let sheet = String::from_utf8_lossy(&sheet.stdout).into_owned();
    assert!(sheet.starts_with("bin,part,name,lot,serial,condition,unit,book,counted\n"), "{sheet}");
    assert!(sheet.contains("A-01-1,04E115561AC,Oil filter EA211 evo,,,new,pc,3,\n"), "{sheet}");

    // A tote with one insert: the others do not belong there.
    bay.scan_code("card", "pre-pick", "Pre-pick");
    bay.scan_code("job", "4711", "T-4711");
    bay.scan_code("part", "06L115562B", "Picked: 1 pc 06L115562B");
    reader.field(&[(INSERT, 1)]);
    bay.scan_code("card", "tags", "Tags in tote T-4711");
    bay.terminal.keys(key::F9);
    bay.terminal.sees("Read anew");
    read(&bay, 1);
    bay.scan_code("card", "done", "Tote T-4711 is complete by its tags");
    reader.field(&[(INSERT, 2), (FILTER, 1)]);
    bay.scan_code("card", "tags", "Tags in tote T-4711");
    read(&bay, 3);
    bay.scan_code("card", "done", "0 missing, 2 that do not belong there");
    all_at_hub(&site, &bay);
}
