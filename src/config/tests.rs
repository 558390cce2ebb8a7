//! The shipped files parse, and every mistake is named with its fix.

use super::*;
use pitbox_hw::reading::Role;
use pitbox_hw::spot::{Spot, UsbMatch};

fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("configs").join(name)
}

#[test]
fn the_shipped_files_are_right_as_they_are() {
    let kiosk = load_kiosk(&shipped("kiosk.toml")).unwrap();
    assert_eq!(kiosk.station.store, Path::new("/var/lib/pitbox/store"));
    assert_eq!(kiosk.hub_url, "http://127.0.0.1:8640");
    assert_eq!(kiosk.devices.len(), 2);
    let hub = load_hub(&shipped("hub.toml")).unwrap();
    assert_eq!(hub.listen, "127.0.0.1:8640".parse().unwrap());
    assert!(matches!(load(&shipped("kiosk.toml")), Ok(AnyConfig::Kiosk(_))));
    assert!(matches!(load(&shipped("hub.toml")), Ok(AnyConfig::Hub(_))));
}

#[test]
fn the_commented_devices_of_the_shipped_file_are_right_too() {
    let text = std::fs::read_to_string(shipped("kiosk.toml")).unwrap();
    let (_, devices) = text.split_once("[[device]]").unwrap();
    let lines = devices.lines().filter_map(|line| line.strip_prefix("# "));
    let mut device = String::new();
    let mut read = 0;
    for line in lines.filter(|line| line.starts_with("[[") || line.contains(" = ")).chain(["[[device]]"]) {
        if line == "[[device]]" && !device.is_empty() {
            parse(&with_device(&device)).unwrap();
            read += 1;
            device.clear();
        } else if line.split(' ').next().is_some_and(|key| key.chars().all(char::is_lowercase)) {
            device.push_str(line);
            device.push('\n');
        }
    }
    assert_eq!(read, 6);
}

#[test]
fn the_examples_of_the_hardware_page_are_right() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/hardware.md");
    let text = std::fs::read_to_string(page).unwrap();
    let indented: Vec<&str> = text.lines().map(|line| line.strip_prefix("    ").unwrap_or("")).collect();
    let blocks = indented.split(|line| line.is_empty()).filter(|block| block.first() == Some(&"[[device]]"));
    let devices: Vec<_> =
        blocks.map(|block| parse(&with_device(&block[1..].join("\n"))).unwrap().devices.remove(0)).collect();
    let named: std::collections::BTreeSet<_> = devices.iter().map(|device| device.driver.name()).collect();
    assert_eq!((devices.len(), named.len()), (18, 15));
}

const BASE: &str = "[station]\nname = \"b\"\nsite = \"S\"\nrole = \"bay\"\nstore = \"data\"\nlanguage = \"zh-CN\"\n\
                    [hub]\nurl = \"https://hub.local:8640/\"\n";

fn parse(text: &str) -> Result<KioskConfig, ConfigError> {
    kiosk(Section::parse(Path::new("/etc/pitbox/kiosk.toml"), text)?)
}

fn with_device(keys: &str) -> String {
    format!("{BASE}[[device]]\n{keys}")
}

#[test]
fn a_small_file_is_enough() {
    let config = parse(BASE).unwrap();
    assert_eq!(config.station.store, Path::new("/etc/pitbox/data"), "it starts at the folder of the file");
    assert_eq!((config.station.role, config.station.language), (StationRole::Bay, Language::Chinese));
    assert_eq!((config.station.idle_log_off_s, config.hub_url.as_str()), (120, "https://hub.local:8640"));
    assert!(config.devices.is_empty());
}

#[test]
fn every_driver_reads_its_keys() {
    let check = |keys: &str, role: Role, expected: Driver| {
        let config = parse(&with_device(&format!("name = \"d\"\n{keys}"))).unwrap();
        assert_eq!(config.devices, [DeviceConfig { name: "d".into(), role, driver: expected }], "{keys}");
    };
    let path = || Path::new("/dev/x").into();
    check(
        "role = \"scanner\"\ndriver = \"serial\"\npath = \"/dev/x\"\nframing = \"stx-etx\"",
        Role::Scanner,
        Driver::Serial { path: path(), baud: 9600, framing: Framing::StxEtx, commands: None },
    );
    check(
        "role = \"badge\"\ndriver = \"evdev\"\nmatch = \"0C2E:0b61\"",
        Role::Badge,
        Driver::Evdev { target: EvdevTarget::Usb(usb(0x0c2e, 0x0b61)), gs: GsKeys::Ctrl, capslock: false },
    );
    check(
        "role = \"scanner\"\ndriver = \"evdev\"\nmatch = \"Honeywell: Scanner\"\ngs = \"alt\"\ncapslock = true",
        Role::Scanner,
        Driver::Evdev { target: EvdevTarget::Name("Honeywell: Scanner".into()), gs: GsKeys::Alt, capslock: true },
    );
    check("role = \"badge\"\ndriver = \"rdm6300\"\npath = \"/dev/x\"", Role::Badge, Driver::Rdm6300 { path: path() });
    check(
        "role = \"printer\"\ndriver = \"zpl\"\npath = \"/dev/x\"\nbaud = 115200\ndpi = 300",
        Role::Printer,
        printer(PrinterPort::Serial { path: "/dev/x".into(), baud: 115_200 }, PrinterLanguage::Zpl, 300),
    );
    check(
        "role = \"printer\"\ndriver = \"zpl\"\naddress = \"[fe80::1]:9100\"",
        Role::Printer,
        printer(PrinterPort::Network("[fe80::1]:9100".into()), PrinterLanguage::Zpl, 203),
    );
    for (driver, language) in [("tspl", PrinterLanguage::Tspl), ("escpos", PrinterLanguage::EscPos)] {
        let keys = format!("role = \"printer\"\ndriver = \"{driver}\"\npath = \"/dev/x\"");
        check(&keys, Role::Printer, printer(PrinterPort::Device("/dev/x".into()), language, 203));
    }
    check(
        "role = \"printer\"\ndriver = \"brother-ql\"\npath = \"/dev/x\"\ntape = \"29x90\"",
        Role::Printer,
        printer(PrinterPort::Device("/dev/x".into()), PrinterLanguage::BrotherQl { tape: "29x90".into() }, 300),
    );
    let Driver::Printer(plain) = printer(PrinterPort::Device("/dev/x".into()), PrinterLanguage::Tspl, 203) else {
        return;
    };
    check(
        "role = \"printer\"\ndriver = \"tspl\"\npath = \"/dev/x\"\nlabels = [\"part\", \"bin\"]\nstands_in = true\nreprints = true",
        Role::Printer,
        Driver::Printer(PrinterConfig {
            labels: vec!["part".into(), "bin".into()],
            stands_in: true,
            reprints: Some(true),
            ..plain
        }),
    );
    check("role = \"buzzer\"\ndriver = \"tone\"\nbell = true", Role::Buzzer, Driver::Tone(Tone::Bell));
}

#[test]
fn print_queues_are_read_and_their_mistakes_named() {
    let queue = |host: &str, media: Option<&str>| PrinterPort::Ipp {
        address: host.into(),
        path: "/ipp/print".into(),
        media: media.map(str::to_owned),
    };
    for (keys, port, png, dpi) in [
        ("uri = \"ipp://p/ipp/print\"", queue("p:631", None), false, 300),
        ("uri = \"ipp://[fe80::1]/ipp/print\"\nformat = \"png\"", queue("[fe80::1]:631", None), true, 300),
        (
            "uri = \"ipp://p:8631/ipp/print\"\ndpi = 203\nmedia = \"om_label_50x30mm\"",
            queue("p:8631", Some("om_label_50x30mm")),
            false,
            203,
        ),
    ] {
        let keys = format!("role = \"printer\"\ndriver = \"ipp\"\n{keys}");
        let config = parse(&with_device(&format!("name = \"d\"\n{keys}"))).unwrap();
        assert_eq!(config.devices[0].driver, printer(port, PrinterLanguage::Ipp { png }, dpi), "{keys}");
    }
    for (uri, why) in [
        ("http://p/ipp/print", "it does not begin with ipp://"),
        ("ipps://p/x", "encrypted connections to printers are not spoken"),
        ("ipp://p", "the path of the print queue is missing"),
        ("ipp:///x", "it is no address of a print queue"),
        ("ipp://p/a b", "it is no address of a print queue"),
    ] {
        let keys = format!("name = \"d\"\nrole = \"printer\"\ndriver = \"ipp\"\nuri = \"{uri}\"\n");
        let error = parse(&with_device(&keys)).unwrap_err();
        assert_eq!((error.key.as_str(), error.why), ("device[1].uri", format!("{uri:?}: {why}")));
    }
}

fn pace() -> TagPace {
    TagPace { window_ms: 300, hold_ms: 2000, again_ms: 5000, rssi_floor: None }
}

fn usb(vendor: u16, product: u16) -> UsbMatch {
    UsbMatch { vendor, product, serial: None, port: None }
}

#[test]
fn a_device_is_known_by_what_it_is_and_told_apart_by_serial_number_or_port() {
    let serial =
        |keys: &str| format!("name = \"d\"\nrole = \"scanner\"\ndriver = \"serial\"\nframing = \"cr\"\n{keys}");
    let spot = |keys: &str| parse(&with_device(&serial(keys))).unwrap().devices[0].driver.spot().cloned().unwrap();
    let adapter = usb(0x1a86, 0x7523);
    assert_eq!(spot("match = \"1a86:7523\""), Spot::usb(adapter.clone()));
    let at_port = UsbMatch { port: Some("1-1.4".into()), ..adapter.clone() };
    assert_eq!(spot("match = \"1a86:7523\"\nport = \"1-1.4\""), Spot::usb(at_port));
    let with_number = UsbMatch { serial: Some("S1".into()), ..adapter };
    assert_eq!(spot("match = \"1a86:7523\"\nserial = \"S1\""), Spot::usb(with_number));
    for (keys, key) in [
        ("match = \"Honeywell\"", "device[1].match"),
        ("path = \"/dev/x\"\nport = \"1-1\"", "device[1].path"),
        ("path = \"/dev/x\"\nmatch = \"1a86:7523\"", "device[1].match"),
        ("baud = 9600", "device[1].match"),
    ] {
        assert_eq!(parse(&with_device(&serial(keys))).unwrap_err().key, key, "{keys}");
    }
    let two = |keys: [&str; 2]| {
        let device = |(name, keys)| format!("[[device]]\n{}", serial(keys).replace("\"d\"", name));
        parse(&format!("{BASE}{}\n{}", device(("\"a\"", keys[0])), device(("\"b\"", keys[1]))))
    };
    let same = two(["match = \"1a86:7523\""; 2]).unwrap_err();
    assert_eq!(same.key, "device[2].match");
    assert!(two(["match = \"1a86:7523\"\nport = \"1-1\"", "match = \"1a86:7523\"\nport = \"1-2\""]).is_ok());
}

#[test]
fn devices_that_were_set_up_at_the_kiosk_are_used_and_kiosk_toml_wins() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("data");
    std::fs::create_dir(&store).unwrap();
    let kiosk = |devices: &str| {
        let file = folder.path().join("kiosk.toml");
        std::fs::write(&file, format!("{BASE}{devices}")).unwrap();
        load_kiosk(&file).map(|config| config.devices.into_iter().map(|device| device.name).collect::<Vec<_>>())
    };
    assert_eq!(kiosk("").unwrap(), [""; 0]);
    let keys = |name: &str, port: &str| -> found::Keys {
        let keys = [("name", name), ("role", "scanner"), ("driver", "serial"), ("match", "1a86:7523"), ("port", port)];
        keys.into_iter().chain([("framing", "cr")]).map(|(key, text)| (key, text.to_owned())).collect()
    };
    for (name, port) in [("scanner", "1-1"), ("scanner-2", "1-2")] {
        let (file, text, device) = found::with_one_more(&store, &keys(name, port)).unwrap();
        assert_eq!((file.as_path(), device.name.as_str()), (store.join("devices.toml").as_path(), name));
        std::fs::write(file, text).unwrap();
    }
    assert_eq!(kiosk("").unwrap(), ["scanner", "scanner-2"]);
    let own =
        "[[device]]\nname = \"left\"\nrole = \"scanner\"\ndriver = \"ssi\"\nmatch = \"1a86:7523\"\nport = \"1-2\"\n";
    assert_eq!(kiosk(own).unwrap(), ["left", "scanner"]);
    std::fs::write(store.join("devices.toml"), "[[device]]\nname = \"x\"\ncolour = 1\n").unwrap();
    let wrong = kiosk("").unwrap_err();
    assert_eq!((wrong.file, wrong.key.as_str()), (store.join("devices.toml"), "device[1].role"));
    assert!(
        found::with_one_more(&store, &keys("scanner", "1-1")).is_err(),
        "a file that cannot be read is left as it is"
    );
}

fn printer(port: PrinterPort, language: PrinterLanguage, dpi: u32) -> Driver {
    Driver::Printer(PrinterConfig { port, language, dpi, labels: Vec::new(), reprints: None, stands_in: false })
}

#[test]
fn every_driver_of_scanners_and_readers_reads_its_keys() {
    let check = |role: &str, driver: &str, keys: &str, expected: Driver| {
        let text = format!("name = \"d\"\nrole = \"{role}\"\ndriver = \"{driver}\"\n{keys}");
        assert_eq!(parse(&with_device(&text)).unwrap().devices[0].driver, expected, "{keys}");
    };
    let path = || Path::new("/dev/x").into();
    for (maker, commands) in [
        ("honeywell", ScannerCommands::Honeywell),
        ("datalogic", ScannerCommands::Datalogic),
        ("cipherlab", ScannerCommands::CipherLab),
    ] {
        let keys = format!("path = \"/dev/x\"\nframing = \"cr\"\ncommands = \"{maker}\"");
        let commands = Some(commands);
        check("scanner", "serial", &keys, Driver::Serial { path: path(), baud: 9600, framing: Framing::Cr, commands });
    }
    check("scanner", "ssi", "path = \"/dev/x\"\nbaud = 115200", Driver::Ssi { path: path(), baud: 115_200 });
    check("scanner", "ssi", "path = \"/dev/x\"", Driver::Ssi { path: path(), baud: 9600 });
    check("scanner", "hid-pos", "path = \"/dev/x\"", Driver::HidPos { path: path() });
    for role in ["badge", "rfid"] {
        check(role, "pn532", "path = \"/dev/x\"", Driver::Pn532 { path: path(), baud: 115_200 });
    }
    check(
        "rfid",
        "r200",
        "path = \"/dev/x\"",
        Driver::R200 { path: path(), baud: 115_200, period_ms: 200, pace: pace() },
    );
    check(
        "rfid",
        "uhfreader18",
        "path = \"/dev/x\"\naddress = 3\nperiod = 500",
        Driver::UhfReader18 { path: path(), baud: 57_600, address: 3, period_ms: 500, pace: pace() },
    );
    let gate = |antennas, keepalive_s, pace| Driver::Llrp { address: "gate:5084".into(), antennas, keepalive_s, pace };
    check("rfid", "llrp", "address = \"gate:5084\"", gate(vec![], 10, pace()));
    let keys = "antennas = [1, 3]\nkeepalive = 5\nwindow = 500\nhold = 4000\nagain = 60000\nrssi_floor = -65";
    let own = TagPace { window_ms: 500, hold_ms: 4000, again_ms: 60_000, rssi_floor: Some(-65) };
    check("rfid", "llrp", &format!("address = \"gate:5084\"\n{keys}"), gate(vec![1, 3], 5, own));
    let socket = || "/run/pcscd/pcscd.comm".into();
    check("badge", "pcsc", "", Driver::Pcsc { socket: socket(), reader: String::new() });
    check("badge", "pcsc", "reader = \"ACR122\"", Driver::Pcsc { socket: socket(), reader: "ACR122".into() });
}

#[test]
fn lamps_buzzers_and_buttons_read_their_lines() {
    let check = |role: &str, driver: &str, keys: &str, expected: Driver| {
        let text = format!("name = \"d\"\nrole = \"{role}\"\ndriver = \"{driver}\"\n{keys}");
        assert_eq!(parse(&with_device(&text)).unwrap().devices[0].driver, expected, "{keys}");
    };
    let named = |name: &str| Line::Named(name.into());
    let numbered = |offset| Line::Numbered { chip: "/dev/gpiochip0".into(), offset };
    check(
        "lamp",
        "gpiocdev",
        "red = \"GPIO17\"\namber = \"GPIO27\"\ngreen = \"GPIO22\"",
        Driver::Lamp {
            red: Some(named("GPIO17")),
            amber: Some(named("GPIO27")),
            green: Some(named("GPIO22")),
            active_low: false,
        },
    );
    check(
        "lamp",
        "rppal",
        "red = 17\nactive_low = true",
        Driver::Lamp { red: Some(Line::Pin(17)), amber: None, green: None, active_low: true },
    );
    check(
        "buzzer",
        "gpiocdev",
        "chip = \"/dev/gpiochip0\"\nline = 18",
        Driver::Buzzer { line: numbered(18), active_low: false },
    );
    let pwm = Line::Pwm { channel: 0, hertz: 4000 };
    check("buzzer", "rppal", "pwm = 0\nfrequency = 4000", Driver::Buzzer { line: pwm, active_low: false });
    let button = |line, key, debounce_ms| Driver::Button { line, active_low: true, key, debounce_ms };
    check("button", "gpiocdev", "line = \"GPIO5\"", button(named("GPIO5"), ButtonKey::Enter, 20));
    check("button", "rppal", "line = 5\nkey = \"f10\"\ndebounce = 5", button(Line::Pin(5), ButtonKey::F10, 5));
}

#[test]
fn the_pace_of_a_tag_reader_has_its_limits() {
    let gate = "name = \"d\"\nrole = \"rfid\"\ndriver = \"llrp\"\naddress = \"h:5084\"\n";
    for (keys, key, why) in [
        ("rssi_floor = 10", "device[1].rssi_floor", "10 is out of range"),
        ("antennas = [0]", "device[1].antennas", "not every value is a number in range"),
        ("antennas = 1", "device[1].antennas", "it is of the type integer, not a list"),
    ] {
        let error = parse(&with_device(&format!("{gate}{keys}"))).unwrap_err();
        assert_eq!((error.key.as_str(), error.why.as_str()), (key, why));
    }
}

#[test]
fn every_mistake_is_named_with_its_fix() {
    let check = |text: String, key: &str, why: &str| {
        let error = parse(&text).unwrap_err();
        assert_eq!((error.key.as_str(), error.why.as_str()), (key, why), "{text}");
        assert!(error.to_string().starts_with("/etc/pitbox/kiosk.toml: "));
        assert!(!error.fix.is_empty());
    };
    let instead = |old: &str, new: &str| BASE.replace(old, new);
    check(instead("[hub]", "[hub"), "", "line 7 is no TOML: unclosed table, expected `]`");
    check(instead("role = \"bay\"", "role = \"garage\""), "station.role", "\"garage\" is no choice");
    check(instead("role = \"bay\"", "role = 7"), "station.role", "it is of the type integer, not text");
    check(instead("role = \"bay\"\n", ""), "station.role", "this key is missing");
    check(instead("name = \"b\"", "name = \"a b\""), "station.name", "\"a b\" is no name");
    check(instead("name = \"b\"", "name = \"\""), "station.name", "it is empty");
    check(instead("[hub]", "idle_log_off = 5\n[hub]"), "station.idle_log_off", "5 is out of range");
    check(instead("[hub]", "idle_logoff = 50\n[hub]"), "station.idle_logoff", "this key is unknown here");
    check(instead("[hub]", "[hubs]"), "hub", "this part is missing");
    check(instead("https://hub.local:8640/", "hub.local"), "hub.url", "\"hub.local\" is no address of a hub");
    check(format!("color = 1\n{BASE}"), "color", "this key is unknown here");
    check(format!("{BASE}device = 1\n"), "hub.device", "this key is unknown here");

    let device = |keys: &str, key: &str, why: &str| check(with_device(keys), &format!("device[1].{key}"), why);
    device("role = \"badge\"", "name", "this key is missing");
    let serial = "name = \"d\"\nrole = \"scanner\"\ndriver = \"serial\"\npath = \"/dev/x\"\nframing = \"cr\"\n";
    device(&format!("{serial}baud = 9601"), "baud", "9601 is no rate of a serial port");
    device(&format!("{serial}baud = -1"), "baud", "-1 is out of range");
    device(&format!("{serial}match = \"x\""), "match", "both path and match are given");
    device(&serial.replace("scanner", "printer"), "driver", "this driver cannot be used for the role of the device");
    device(&serial.replace("scanner", "lamp"), "driver", "this driver cannot be used for the role of the device");
    device("name = \"d\"\nrole = \"badge\"\ndriver = \"evdev\"", "match", "neither path nor match is given");
    let zpl = "name = \"d\"\nrole = \"printer\"\ndriver = \"zpl\"\n";
    device(zpl, "path", "path or address is missing");
    device(&format!("{zpl}address = \"host\""), "address", "\"host\" is no address of a printer");
    device(&format!("{zpl}address = \"h:9100\"\nbaud = 9600"), "baud", "a printer in the network has no baud rate");
    device(&format!("{zpl}address = \"h:9100\"\ndpi = 600"), "dpi", "600 dots per inch cannot be drawn");
    device(&format!("{zpl}address = \"h:9100\"\ntape = \"62\""), "tape", "this key is unknown here");
    let brother = format!("{}path = \"/dev/x\"\n", zpl.replace("zpl", "brother-ql"));
    device(&brother, "tape", "this key is missing");
    device(&format!("{brother}tape = \"62 mm\""), "tape", "\"62 mm\" is no roll");
    device(&format!("{brother}tape = \"62\"\ndpi = 203"), "dpi", "this key is unknown here");
    device(&format!("{serial}commands = \"zebra\""), "commands", "\"zebra\" is no choice");
    let typing = "name = \"d\"\nrole = \"scanner\"\ndriver = \"evdev\"\nmatch = \"x\"\n";
    device(&format!("{typing}gs = \"f11\""), "gs", "\"f11\" is no choice");
    device(&format!("{typing}capslock = 1"), "capslock", "it is of the type integer, not true or false");
    let uhf = "name = \"d\"\nrole = \"rfid\"\ndriver = \"uhfreader18\"\npath = \"/dev/x\"\n";
    device(&format!("{uhf}address = 256"), "address", "256 is out of range");
    device(&format!("{uhf}period = 1"), "period", "1 is out of range");
    device(&uhf.replace("uhfreader18", "llrp"), "address", "this key is missing");
    let llrp = "name = \"d\"\nrole = \"rfid\"\ndriver = \"llrp\"\naddress = \"gate\"";
    device(llrp, "address", "\"gate\" is no address of a reader");
    device(&llrp.replace("rfid", "scanner"), "driver", "this driver cannot be used for the role of the device");
    let lamp = "name = \"d\"\nrole = \"lamp\"\ndriver = \"rppal\"\n";
    device(lamp, "red", "a stack light has at least one lamp");
    device(&format!("{lamp}red = 28"), "red", "28 is out of range");
    device(&format!("{lamp}red = 5\ngreen = 5"), "green", "GPIO 5 is used twice");
    device(&format!("{lamp}red = 5\nchip = \"x\""), "chip", "this key is unknown here");
    device(&lamp.replace("rppal", "gpiocdev").replace("lamp", "button"), "line", "this key is missing");
    let buzzer = lamp.replace("lamp", "buzzer");
    device(&format!("{buzzer}pwm = 0\nline = 5"), "pwm", "both line and pwm are given");
    device(&format!("{buzzer}line = 5\nfrequency = 4000"), "frequency", "a line without PWM is only on or off");
    let by_name = lamp.replace("rppal", "gpiocdev");
    device(&format!("{by_name}red = 5"), "red", "it is of the type integer, not text");
    device(&by_name.replace("lamp", "lock"), "line", "this key is missing");
    let twice = |second: &str| format!("{}[[device]]\n{second}", with_device(serial));
    check(twice(serial), "device[2].name", "there are two devices named \"d\"");
    let other = serial.replace("\"d\"", "\"e\"");
    check(twice(&other), "device[2].path", "two devices have the path /dev/x");
}

#[test]
fn a_file_that_is_not_there_is_an_error_of_the_file() {
    let error = load(Path::new("/nowhere/kiosk.toml")).unwrap_err();
    assert_eq!(error.key, "");
    assert!(error.to_string().contains("cannot be read"));
}
