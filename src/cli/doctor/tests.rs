//! A broken set-up with each fault, and one that is well.

use std::net::TcpListener;

use pitbox_hw::sim::printer::CapturePrinter;

use super::*;

mod faults;

const OWN: &str = "name = \"part\"\nwidth = 30\nheight = 20\n[[qr]]\ndata = \"{code}\"\nat = [1, 1]\nsize = 15\n";

/// A kiosk.toml in a folder of its own.
struct Stand {
    folder: tempfile::TempDir,
}

impl Stand {
    fn new(language: &str, more: &str) -> Stand {
        let folder = tempfile::tempdir().expect("a folder");
        let text = format!(
            "[station]\nname = \"c\"\nsite = \"SH01\"\nrole = \"counter\"\nstore = \"store\"\nlanguage = \"{language}\"\n\
             labels = \"labels\"\n[hub]\nurl = \"http://127.0.0.1:{}\"\n{more}",
            nobody()
        );
        std::fs::write(folder.path().join("kiosk.toml"), text).expect("written");
        Stand { folder }
    }

    fn findings(&self) -> Vec<Finding> {
        // An empty file tree: nothing is plugged in but what the configuration names.
        examine(Some(&self.folder.path().join("kiosk.toml")), self.folder.path()).1
    }

    fn told(&self) -> String {
        let (words, findings) = examine(Some(&self.folder.path().join("kiosk.toml")), self.folder.path());
        let mut out = Vec::new();
        finding::write(words, &findings, &mut out).expect("written");
        String::from_utf8(out).expect("text")
    }
}

/// A port where nobody listens.
fn nobody() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port()
}

#[track_caller]
fn says(told: &str, all: &[&str]) {
    for one in all {
        assert!(told.contains(one), "{one:?} is not in\n{told}");
    }
}

#[test]
fn each_fault_of_a_broken_kiosk_is_named_with_what_to_do() {
    let devices = "[[device]]\nname = \"scanner\"\nrole = \"scanner\"\ndriver = \"serial\"\npath = \"/dev/nobody\"\nframing = \"cr\"\n";
    let told = Stand::new("en", devices).told();
    says(
        &told,
        &["WRONG  labels", "Make the folder", "WRONG  store", "there is none yet", "systemctl start pitbox-kiosk"],
    );
    says(&told, &["WRONG  hub", "does not answer", "curl http://127.0.0.1:"]);
    says(&told, &["WRONG  device        scanner", "is not there", "pitbox devices"]);
    says(&told, &["to put right."]);
    let told = Stand::new("zh-CN", devices).told();
    says(&told, &["有问题", "无应答", "项需要处理"]);
}

#[test]
fn a_wrong_configuration_and_a_wrong_template_are_findings() {
    let stand = Stand::new("en", "colour = \"red\"\n");
    says(&stand.told(), &["WRONG  configuration", "colour", "->"]);
    let stand = Stand::new("en", "");
    let labels = stand.folder.path().join("labels");
    std::fs::create_dir(&labels).expect("made");
    std::fs::write(labels.join("part.toml"), OWN).expect("written");
    says(&stand.told(), &["ok     labels", "1 own label templates"]);
    std::fs::write(labels.join("bin.toml"), "width = 3").expect("written");
    says(&stand.told(), &["WRONG  labels", "bin.toml", "docs/labels.md"]);
}

#[test]
fn a_store_that_was_tampered_with_and_one_of_nobody_are_told_apart() {
    let stand = Stand::new("en", "");
    let store = stand.folder.path().join("store");
    drop(crate::store::LogStore::open(&store).expect("a store"));
    says(&stand.told(), &["WRONG  store", "is no member of a hub", "pitbox enrol --new"]);
    std::fs::write(store.join("log.db"), vec![7; 8192]).expect("written");
    says(&stand.told(), &["WRONG  store", "does not hold", "keep a copy"]);
}

#[test]
fn printers_say_how_they_are() {
    let printer = CapturePrinter::start().expect("a printer");
    let more = format!(
        "[[device]]\nname = \"labels\"\nrole = \"printer\"\ndriver = \"zpl\"\naddress = \"{}\"\n\
         [[device]]\nname = \"spare\"\nrole = \"printer\"\ndriver = \"tspl\"\naddress = \"127.0.0.1:{}\"\n",
        printer.address(),
        nobody()
    );
    let stand = Stand::new("en", &more);
    says(
        &stand.told(),
        &["ok     printer       labels: ready", "WRONG  printer       spare: switched off or not connected"],
    );
    printer.set(|is| is.paper_out = true);
    says(&stand.told(), &["WRONG  printer       labels: label roll empty"]);
    printer.set(|is| (is.paper_out, is.head_open) = (false, true));
    says(&stand.told(), &["WRONG  printer       labels: cover open", "Load a roll"]);
}

#[test]
fn findings_are_json_lines() {
    let mut out = Vec::new();
    finding::write_json(&Stand::new("en", "").findings(), &mut out).expect("written");
    for line in String::from_utf8(out).expect("text").lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert!(line["state"] == "ok" || (line["state"] == "wrong" && line["fix"].is_string()), "{line}");
    }
}

#[test]
fn a_scanner_is_tested_by_hand() {
    use pitbox_hw::sim::pty::PtyPort;
    let folder = tempfile::tempdir().expect("a folder");
    let port = PtyPort::new(&folder.path().join("scanner")).expect("a pty");
    let file = folder.path().join("device.toml");
    let text =
        "[[device]]\nname = \"s\"\nrole = \"scanner\"\ndriver = \"serial\"\npath = \"scanner\"\nframing = \"cr\"\n";
    std::fs::write(&file, text).expect("written");
    let device = config::load_bench(&file).expect("a device");
    let words = Language::English.words();
    port.write(b"04E115561H\r").expect("sent");
    let found = bench::test(&device, words, std::time::Duration::from_secs(20));
    assert!(!found[0].is_wrong(), "{found:?}");
    let found = bench::test(&device, words, std::time::Duration::from_millis(50));
    assert!(found[0].is_wrong(), "nobody scans: {found:?}");
    std::fs::write(&file, format!("{text}{text}")).expect("written");
    assert!(config::load_bench(&file).is_err(), "two devices");
}

#[test]
fn a_printer_is_tested_by_hand() {
    let printer = CapturePrinter::start().expect("a printer");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("device.toml");
    let address = printer.address();
    let text = format!("[[device]]\nname = \"p\"\nrole = \"printer\"\ndriver = \"zpl\"\naddress = \"{address}\"\n");
    std::fs::write(&file, text).expect("written");
    let device = config::load_bench(&file).expect("a device");
    let found = bench::test(&device, Language::English.words(), std::time::Duration::from_secs(20));
    assert!(!found[0].is_wrong() && printer.labels().len() == 1, "{found:?}");
}

#[test]
fn a_buzzer_sounds_all_its_signals_one_after_the_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, bell) = (folder.path().join("device.toml"), folder.path().join("bell"));
    std::fs::write(&bell, "").expect("written");
    let text = format!("[[device]]\nname = \"b\"\nrole = \"buzzer\"\ndriver = \"tone\"\npath = {bell:?}\n");
    std::fs::write(&file, text).expect("written");
    let device = config::load_bench(&file).expect("a device");
    let found = bench::test(&device, Language::English.words(), std::time::Duration::from_secs(10));
    assert!(!found[0].is_wrong(), "{found:?}");
    assert_eq!(std::fs::read(&bell).expect("read"), [7; 6], "one, three and two");
    std::fs::remove_file(&bell).expect("removed");
    let found = bench::test(&device, Language::English.words(), std::time::Duration::from_secs(10));
    assert!(found[0].is_wrong(), "it is gone: {found:?}");
}

#[test]
fn the_examples_of_tests_by_hand_can_be_used() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/bench");
    let files = std::fs::read_dir(folder).expect("a folder");
    let read = files.map(|file| config::load_bench(&file.expect("a file").path()).expect("a device"));
    assert_eq!(read.count(), 4);
}
