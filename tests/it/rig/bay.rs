//! A kiosk with its devices, as a person stands before it.

use std::cell::Cell;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use pitbox_hw::sim::badge::rdm6300_frame;
use pitbox_hw::sim::pty::PtyPort;
use rustix::process::Signal;
use serde_json::Value;

use super::terminal::Terminal;
use super::tools;

/// What the store lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Disk {
    /// The folder of temporary files.
    Large,
    /// No file becomes larger than this many KiB.
    FileLimit(u64),
    /// A file system of its own of this many KiB, in memory; gone with the program.
    Small(u64),
}

/// A UHF module on the counter.
const TAG_READER: &str = "[[device]]\nname = \"tags\"\nrole = \"rfid\"\ndriver = \"r200\"\npath = \"dev/tags\"\n";

/// How a kiosk is set up.
#[derive(Debug, Clone)]
pub(crate) struct Setup {
    pub(crate) name: &'static str,
    pub(crate) role: &'static str,
    pub(crate) language: &'static str,
    pub(crate) printer: Option<SocketAddr>,
    /// A UHF reader at `dev/tags`.
    pub(crate) tags: bool,
    pub(crate) term: &'static str,
    /// Columns and rows.
    pub(crate) size: (u16, u16),
    pub(crate) disk: Disk,
    /// The folder of the second copy of the records.
    pub(crate) journal: Option<PathBuf>,
    /// The file that says what time it is; without one the machine does.
    pub(crate) clock: Option<PathBuf>,
}

impl Setup {
    /// The kiosk `counter` of the sample workshop.
    pub(crate) fn counter() -> Setup {
        Setup {
            name: "counter",
            role: "counter",
            language: "en",
            printer: None,
            tags: false,
            term: "xterm-256color",
            size: (110, 36),
            disk: Disk::Large,
            journal: None,
            clock: None,
        }
    }

    /// The kiosk `bay` of the sample workshop.
    pub(crate) fn bay() -> Setup {
        Setup { name: "bay", role: "bay", ..Setup::counter() }
    }

    /// Writes kiosk.toml and gives its path.
    pub(crate) fn write(&self, folder: &Path, url: &str) -> PathBuf {
        std::fs::create_dir_all(folder).expect("a folder");
        let file = folder.join("kiosk.toml");
        std::fs::write(&file, self.toml(url)).expect("kiosk.toml");
        file
    }

    fn toml(&self, url: &str) -> String {
        let Setup { name, role, language, printer, .. } = self;
        let printer = printer.map(|address| {
            format!("[[device]]\nname = \"labels\"\nrole = \"printer\"\ndriver = \"zpl\"\naddress = \"{address}\"\n")
        });
        let journal = self.journal.as_ref().map(|folder| format!("journal = \"{}\"\n", folder.display()));
        let journal = journal.unwrap_or_default();
        format!(
            r#"
[station]
name = "{name}"
site = "SH01"
role = "{role}"
store = "store"
language = "{language}"
{journal}
[hub]
url = "{url}"

[[device]]
name = "scanner"
role = "scanner"
driver = "serial"
path = "dev/scanner"
framing = "cr"

[[device]]
name = "badge"
role = "badge"
driver = "rdm6300"
path = "dev/badge"

{}{}"#,
            printer.unwrap_or_default(),
            if self.tags { TAG_READER } else { "" }
        )
    }

    fn command(&self, config: &Path) -> Command {
        let mut command = match self.disk {
            Disk::Large => tools::kiosk(),
            Disk::FileLimit(kib) => through("bash", &[], &format!("trap '' XFSZ && ulimit -S -f {kib}")),
            Disk::Small(kib) => {
                let mount = format!(
                    "mount -t tmpfs -o size={kib}k tmpfs store && rm -f store.all/ballast && cp -a store.all/. store/"
                );
                let own_mounts = ["--user", "--map-root-user", "--mount", "sh"];
                let _ = std::fs::rename(folder(config).join("store"), folder(config).join("store.all"));
                std::fs::create_dir_all(folder(config).join("store")).expect("a folder");
                through("unshare", &own_mounts, &format!("cd {} && {mount}", folder(config).display()))
            }
        };
        command.args(["kiosk", "--config"]).arg(config).env("TERM", self.term);
        if let Some(file) = &self.clock {
            command.arg("--clock").arg(file);
        }
        command
    }
}

fn folder(config: &Path) -> &Path {
    config.parent().expect("a file in a folder")
}

/// The program, after a shell has prepared what it runs in.
fn through(program: &str, arguments: &[&str], prepare: &str) -> Command {
    let kiosk = tools::pitbox();
    let mut command = Command::new(program);
    tools::plain(&mut command);
    command.args(arguments).arg("-c").arg(format!("{prepare} && exec \"$0\" \"$@\"")).arg(kiosk.get_program());
    command
}

/// A running kiosk and its devices.
pub(crate) struct Bay {
    pub(crate) terminal: Terminal,
    pub(crate) scanner: PtyPort,
    pub(crate) badges: PtyPort,
    pub(crate) config: PathBuf,
    setup: Setup,
    codes: Vec<Value>,
    scans: Cell<usize>,
}

impl Bay {
    pub(crate) fn start(folder: &Path, url: &str, setup: Setup) -> Bay {
        let config = setup.write(folder, url);
        let scanner = PtyPort::new(&folder.join("dev/scanner")).expect("a scanner");
        let badges = PtyPort::new(&folder.join("dev/badge")).expect("a badge reader");
        let terminal = Terminal::start(setup.command(&config), setup.size);
        terminal.wait("the first screen", |text| text.contains(setup.name));
        Bay { terminal, scanner, badges, config, setup, codes: Vec::new(), scans: Cell::new(0) }
    }

    /// Starts the program again after it has ended, with the same devices, maybe set up in another way.
    pub(crate) fn start_again(&mut self, change: impl FnOnce(&mut Setup)) {
        change(&mut self.setup);
        self.terminal = Terminal::start(self.setup.command(&self.config), self.setup.size);
        self.terminal.wait("the first screen", |text| text.contains(self.setup.name));
    }

    /// The scanner reads a barcode.
    pub(crate) fn scan(&self, code: &str) {
        self.scans.set(self.scans.get() + 1);
        self.scan_bytes(&[code.as_bytes(), b"\r"].concat());
    }

    /// How many scans and badges there were since this was asked last.
    pub(crate) fn scans(&self) -> usize {
        self.scans.take()
    }

    /// The scanner sends bytes.
    pub(crate) fn scan_bytes(&self, bytes: &[u8]) {
        self.scanner.write(bytes).expect("the kiosk reads its scanner");
    }

    /// Scans and waits for words on the screen.
    pub(crate) fn scan_sees(&self, code: &str, words: &str) -> String {
        self.scan(code);
        self.terminal.sees(words)
    }

    /// Scans the code of this kind and key, and waits for words on the screen.
    pub(crate) fn scan_code(&mut self, kind: &str, key: &str, words: &str) -> String {
        let code = self.code(kind, key);
        self.scan_sees(&code, words)
    }

    /// Somebody holds a badge to the reader: the number that is printed on it.
    pub(crate) fn badge(&self, number: u32) {
        self.scans.set(self.scans.get() + 1);
        let [a, b, c, d] = number.to_be_bytes();
        self.badges.write(&rdm6300_frame([0x0A, a, b, c, d])).expect("the kiosk reads its badges");
    }

    /// What a scanner sends for the code of this kind and key.
    pub(crate) fn code(&mut self, kind: &str, key: &str) -> String {
        if self.codes.is_empty() {
            self.codes = tools::of(&["label", "codes"], &self.config);
        }
        let is = |code: &&Value| tools::text(code, "kind") == kind && tools::text(code, "key") == key;
        let found = self.codes.iter().find(is);
        tools::text(found.unwrap_or_else(|| panic!("no {kind} {key}")), "text").to_owned()
    }

    /// Whether this code is known by now.
    pub(crate) fn knows(&self, kind: &str, key: &str) -> bool {
        let codes = tools::of(&["label", "codes"], &self.config);
        codes.iter().any(|code| tools::text(code, "kind") == kind && tools::text(code, "key") == key)
    }

    pub(crate) fn log(&self) -> Vec<Value> {
        tools::of(&["log"], &self.config)
    }

    /// The records of this device.
    pub(crate) fn own_log(&self) -> Vec<Value> {
        let device = self.device();
        self.log().into_iter().filter(|line| line["device"] == device).collect()
    }

    /// The number that the hub gave this kiosk.
    pub(crate) fn device(&self) -> u32 {
        let store = self.config.with_file_name("store");
        let reader = pitbox::store::LogReader::open(&store).expect("the store");
        reader.station().expect("the store").map_or(0, |station| station.device)
    }

    /// What people asked for in the records of this device, in order. What the kiosk notes by itself when it learns the
    /// time is none of it.
    pub(crate) fn own_commands(&self) -> Vec<String> {
        let commands = self.own_log().into_iter().map(|line| tools::text(&line, "command").to_owned());
        commands.filter(|command| command != "LearnClock").collect()
    }

    pub(crate) fn stock(&self) -> Vec<Value> {
        tools::of(&["stock"], &self.config)
    }

    /// On hand of a part at a place, in thousandths.
    pub(crate) fn on_hand(&self, part: &str, place: &str) -> i64 {
        let here = |line: &&Value| tools::text(line, "part") == part && tools::text(line, "place") == place;
        self.stock().iter().filter(here).filter_map(|line| line["qty"].as_i64()).sum()
    }

    /// Ends the program as the power does; gives every "saved" that was ever shown.
    pub(crate) fn kill(&mut self) -> Vec<String> {
        self.terminal.kill()
    }

    /// Ends the program as systemd does.
    pub(crate) fn stop(&mut self) -> ExitStatus {
        self.terminal.signal(Signal::TERM);
        self.terminal.ends().0
    }
}
