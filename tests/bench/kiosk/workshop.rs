//! The sample workshop: a hub, and a kiosk that is enrolled at it.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use pitbox::domain::ids::{PartNo, PersonId, SiteId};
use pitbox::hub::import::{Files, Table};
use pitbox::hub::{Hub, Settings};
use pitbox::identify::own::{self, OwnCode, PartLabel};

use crate::cores;
use crate::pty::{OnScreen, Pty, has_row};

const PITBOX: &str = env!("CARGO_BIN_EXE_pitbox");
const SITE: &str = "SH01";
/// A clerk, who may take deliveries in.
pub(crate) const CLERK: &str = "c-sun";
const ZONE: &str = "Asia/Shanghai";
/// Nobody listens there (discard, RFC 863).
pub(crate) const NO_HUB: &str = "http://127.0.0.1:9";

/// A hub that runs, with the sample workshop in it.
pub(crate) struct RunningHub {
    child: Child,
    pub(crate) url: String,
    config: PathBuf,
}

impl RunningHub {
    /// Takes the sample workshop in and starts the hub.
    pub(crate) fn start(folder: &Path) -> RunningHub {
        let listen: SocketAddr = "127.0.0.1:0".parse().expect("an address");
        let data = folder.join("hub");
        let site = Some(SiteId::new(SITE).expect("a site"));
        let settings = Settings { listen, data: data.clone(), site, timezone: Some(ZONE.to_owned()), tls: false };
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/demo");
        let files: Files = Table::ALL.into_iter().map(|table| (table, demo.join(table.file()))).collect();
        let hub = Hub::open(&settings).expect("a hub");
        hub.import(&files, false, &mut |_| ControlFlow::Continue(())).expect("the sample workshop is taken in");
        drop(hub);
        let config = folder.join("hub.toml");
        let text = format!(
            "listen = \"127.0.0.1:0\"\ndata = {data:?}\ndatabase = \"sqlite\"\nsite = \"{SITE}\"\ntimezone = \"{ZONE}\"\n"
        );
        std::fs::write(&config, text).expect("a file");
        let mut hub = Command::new(PITBOX);
        hub.args(["hub", "--config"]).arg(&config).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = cores::on_the_last(|| hub.spawn()).expect("the hub starts");
        let mut first = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut first).expect("a line");
        let url = first.trim().strip_prefix("listening ").expect("the hub listens").to_owned();
        RunningHub { child, url, config }
    }

    /// Makes a kiosk its member.
    pub(crate) fn enrol(&self, kiosk: &Path) {
        let new = Command::new(PITBOX).args(["enrol", "--new", "--config"]).arg(&self.config).output();
        let new = String::from_utf8(new.expect("a code").stdout).expect("text");
        let code = new.lines().next().expect("a code");
        let joined = Command::new(PITBOX).args(["enrol", "--config"]).arg(kiosk).arg(code).output().expect("it runs");
        assert!(joined.status.success(), "{}", String::from_utf8_lossy(&joined.stderr));
    }
}

impl Drop for RunningHub {
    fn drop(&mut self) {
        // It is a child of this program and nothing is kept of it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Writes a kiosk.toml with one scanner.
pub(crate) fn kiosk_config(folder: &Path, store: &Path, hub: &str, scanner: &Pty) -> PathBuf {
    let path = folder.join("kiosk.toml");
    let text = format!(
        "[station]\nname = \"counter-1\"\nsite = \"{SITE}\"\nrole = \"counter\"\nstore = {store:?}\nlanguage = \"en\"\n\
         idle_log_off = 3600\n[hub]\nurl = \"{hub}\"\n[[device]]\nname = \"scanner\"\nrole = \"scanner\"\n\
         driver = \"serial\"\npath = {:?}\nbaud = 9600\nframing = \"cr\"\n",
        scanner.path
    );
    std::fs::write(&path, text).expect("a file");
    path
}

/// The command that starts a kiosk.
pub(crate) fn kiosk(config: &Path) -> Command {
    let mut command = Command::new(PITBOX);
    command.args(["kiosk", "--config"]).arg(config);
    command
}

/// What a scanner sends for one of our own labels.
pub(crate) fn label(code: &OwnCode) -> String {
    format!("{}\r", own::encode(code))
}

/// What a scanner sends for a part's label.
pub(crate) fn part_label(part: &PartNo) -> String {
    label(&OwnCode::Part(PartLabel::plain(part.clone())))
}

/// Logs the clerk on, as often as it takes: what the hub has may still be on its way.
pub(crate) fn log_on(screen: &mut OnScreen, scanner: &Pty, name: &str) {
    let person = label(&OwnCode::Person(PersonId::new(CLERK).expect("a person")));
    let wait = Duration::from_millis(500);
    for _ in 0..60 {
        scanner.write(person.as_bytes());
        if screen.until_or(wait, |screen| has_row(screen, &["counter-1", name])).is_some() {
            return;
        }
    }
    panic!("{CLERK} is not known:\n{}", screen.screen().contents());
}

/// The parts of the sample workshop.
pub(crate) fn sample_parts() -> Vec<PartNo> {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/demo/parts.csv");
    let text = std::fs::read_to_string(demo).expect("the sample workshop");
    text.lines().skip(1).filter_map(|line| PartNo::new(line.split(',').next()?).ok()).collect()
}
