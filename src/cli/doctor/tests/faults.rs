//! Each fault by itself: what is wrong and what to type, in words and in JSON.

use std::io::{Read, Write};
use std::net::TcpListener;

use pitbox_hw::driver::printer::Language as Spoken;
use pitbox_hw::sim::ipp_printer::IppPrinter;
use pitbox_hw::sim::language_printer::LanguagePrinter;
use pitbox_hw::sim::machine::TcpDevice;
use pitbox_hw::sim::printer::Behaviour;

use super::*;

/// In words and in JSON: it is wrong, and both have what is wrong and what to type.
#[track_caller]
fn wrong(findings: &[Finding], check: &str, what: &str, fix: &str) {
    let (mut text, mut json) = (Vec::new(), Vec::new());
    finding::write(Language::English.words(), findings, &mut text).expect("written");
    finding::write_json(findings, &mut json).expect("written");
    let text = String::from_utf8(text).expect("text");
    let line = text.lines().position(|line| line.starts_with("WRONG") && line.contains(check) && line.contains(what));
    let line = line.unwrap_or_else(|| panic!("no {check} with {what:?} in\n{text}"));
    let told = text.lines().nth(line + 1).unwrap_or_default();
    assert!(told.trim_start().starts_with("->") && told.contains(fix), "{fix:?} is not in {told:?}");
    let has = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let holds = |field: &str, part: &str| line[field].as_str().is_some_and(|text| text.contains(part));
        line["check"] == check && line["state"] == "wrong" && holds("what", what) && holds("fix", fix)
    };
    assert!(String::from_utf8(json).expect("text").lines().any(has), "{check}: not in the JSON");
}

#[test]
fn a_disk_that_is_full_read_only_volatile_or_of_another_user() {
    let well = disk::Found { free_mb: 9000, all_mb: 30_000, kind: 0xEF53, read_only: false, writable: true };
    let (store, words) = (Path::new("/var/lib/pitbox/store"), Language::English.words());
    let judge = |found| disk::judge(store, Path::new("/var/lib"), found, words);
    assert!(judge(well).iter().all(|finding| !finding.is_wrong()));
    for (found, what, fix) in [
        (disk::Found { free_mb: 12, ..well }, "12 MB", "/var/lib"),
        (disk::Found { read_only: true, ..well }, "read-only", "mount"),
        (disk::Found { writable: false, ..well }, "may not write", "sudo chown -R pitbox /var/lib/pitbox/store"),
        (disk::Found { kind: 0x0102_1994, ..well }, "tmpfs", ""),
    ] {
        wrong(&judge(found), "disk", what, fix);
    }
}

#[test]
fn a_device_without_its_rights_names_the_group() {
    let words = Language::English.words();
    let denied = devices::Rights { there: true, read: false, write: false };
    for (keys, path, group) in [
        (
            "role = \"scanner\"\ndriver = \"serial\"\nframing = \"cr\"\npath = \"/dev/ttyACM0\"",
            "/dev/ttyACM0",
            "dialout",
        ),
        ("role = \"scanner\"\ndriver = \"evdev\"\npath = \"/dev/input/event3\"", "/dev/input/event3", "input"),
        ("role = \"printer\"\ndriver = \"zpl\"\npath = \"/dev/usb/lp0\"", "/dev/usb/lp0", "lp"),
        ("role = \"printer\"\ndriver = \"tspl\"\nbaud = 9600\npath = \"/dev/ttyUSB0\"", "/dev/ttyUSB0", "dialout"),
    ] {
        let stand = Stand::new("en", &format!("[[device]]\nname = \"d\"\n{keys}\n"));
        let config = config::load_kiosk(&stand.folder.path().join("kiosk.toml")).expect("a configuration");
        let device = &config.devices[0];
        let finding = devices::of_path(device, Path::new(path), denied, words);
        wrong(&[finding], "device", path, &format!("sudo usermod -aG {group} pitbox"));
        let well = devices::Rights { there: true, read: true, write: true };
        assert!(!devices::of_path(device, Path::new(path), well, words).is_wrong());
    }
}

#[test]
fn a_device_that_is_named_by_what_it_is_and_is_not_there() {
    let stand = Stand::new(
        "en",
        "[[device]]\nname = \"s\"\nrole = \"scanner\"\ndriver = \"serial\"\nframing = \"cr\"\nmatch = \"0c2e:0b61\"\n\
         [[device]]\nname = \"b\"\nrole = \"badge\"\ndriver = \"pcsc\"\n",
    );
    let findings = stand.findings();
    wrong(&findings, "device", "0c2e:0b61 is not there", "pitbox devices");
    wrong(&findings, "device", "pcscd.comm is not there", "systemctl enable --now pcscd.socket");
}

/// A hub that answers each question with this version, protocol and date.
fn hub(version: &str, protocol: u32, date: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let caps = format!("{{\"version\":\"{version}\",\"protocols\":[{protocol}],\"hub_gen\":1}}");
    let date = date.to_owned();
    // It ends with the process.
    std::thread::spawn(move || {
        for mut line in listener.incoming().flatten() {
            let mut request = [0; 2048];
            drop(line.read(&mut request));
            let length = caps.len();
            drop(write!(
                line,
                "HTTP/1.1 200 OK\r\nDate: {date}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
                 Connection: close\r\n\r\n{caps}"
            ));
        }
    });
    url
}

#[test]
fn a_hub_of_another_version_and_a_clock_that_is_wrong() {
    let words = Language::English.words();
    let ours = env!("CARGO_PKG_VERSION");
    let past = "Wed, 01 Jan 2020 00:00:00 GMT";
    let (finding, time) = hub::check(&hub("9.9.9", 1, past), None, words);
    wrong(&[finding], "hub", "version 9.9.9, this kiosk", "Install the same version");
    wrong(&[clocks::check(words, time)], "clock", "s away from the hub's", "sudo timedatectl set-ntp true");
    let (finding, _) = hub::check(&hub(ours, 9, past), None, words);
    wrong(&[finding], "hub", "speaks protocol 9, this kiosk 1", "Install the same version");
    let (finding, _) = hub::check(&hub(ours, 1, past), None, words);
    assert!(!finding.is_wrong(), "{finding:?}");
    let now = crate::clock::now().wall_ms;
    assert!(!clocks::check(words, Some(now)).is_wrong());
}

fn printer_findings(keys: &str) -> Vec<Finding> {
    Stand::new("en", &format!("[[device]]\nname = \"labels\"\nrole = \"printer\"\n{keys}\n")).findings()
}

#[test]
fn printers_of_every_language_say_what_they_want() {
    let open: fn(&mut Behaviour) = |is| is.head_open = true;
    let empty: fn(&mut Behaviour) = |is| is.paper_out = true;
    for (driver, language, more) in [
        ("zpl", Spoken::Zpl, ""),
        ("tspl", Spoken::Tspl, ""),
        ("escpos", Spoken::EscPos, ""),
        ("brother-ql", Spoken::BrotherQl, "tape = \"62\""),
    ] {
        let printer = TcpDevice::start(LanguagePrinter::new(language)).expect("a printer");
        let keys = format!("driver = \"{driver}\"\naddress = \"{}\"\n{more}", printer.address());
        for (change, what) in [(open, "cover open"), (empty, "label roll empty")] {
            printer.act(|is| is.set(change));
            wrong(&printer_findings(&keys), "printer", what, "Load a roll, close the cover");
            printer.act(|is| is.set(|is| *is = Behaviour::default()));
        }
    }
}

#[test]
fn printers_of_ipp_say_what_they_want_and_what_is_wrong_with_their_set_up() {
    let printer = TcpDevice::start(IppPrinter::new()).expect("a printer");
    let keys =
        |path: &str, more: &str| format!("driver = \"ipp\"\nuri = \"ipp://{}{path}\"\n{more}", printer.address());
    wrong(&printer_findings(&keys("/printers/x", "")), "printer", "no such print queue", "kiosk.toml");
    wrong(&printer_findings(&keys("/ipp/print", "dpi = 203")), "printer", "another resolution", "kiosk.toml");
    printer.act(|is| {
        is.set(|is| is.paper_out = true);
        Vec::new()
    });
    wrong(&printer_findings(&keys("/ipp/print", "")), "printer", "label roll empty", "Load a roll");
    let gone = format!("driver = \"ipp\"\nuri = \"ipp://127.0.0.1:{}/ipp/print\"", nobody());
    wrong(&printer_findings(&gone), "printer", "switched off or not connected", "ping 127.0.0.1");
}
