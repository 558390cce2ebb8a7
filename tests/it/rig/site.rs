//! A workshop: its hub with the sample tables, and folders for kiosks. The tables are imported and two kiosks enrolled once;
//! each test then works on a copy.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use pitbox::hub::import::{Files, Table};
use tempfile::TempDir;

use super::bay::{Bay, Setup};
use super::hub::{self, Hub};
use super::{tools, until};

/// A workshop in a temporary folder.
pub(crate) struct Site {
    folder: TempDir,
    pub(crate) hub: Hub,
}

impl Site {
    /// The sample workshop. Its kiosks `counter` and `bay` are enrolled and have everything.
    pub(crate) fn sample() -> Site {
        let folder = tempfile::tempdir().expect("a folder");
        copy(template(), folder.path());
        let hub = Hub::start(&folder.path().join("hub"));
        Site { folder, hub }
    }

    /// The same before anything but the import was done.
    fn imported() -> Site {
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path().join("hub");
        import(&at);
        let hub = Hub::start(&at);
        Site { folder, hub }
    }

    /// The folder of a kiosk: its kiosk.toml, its store and the paths of its devices.
    pub(crate) fn kiosk_folder(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Starts a kiosk.
    pub(crate) fn kiosk(&self, setup: Setup) -> Bay {
        Bay::start(&self.kiosk_folder(setup.name), &self.hub.url(), setup)
    }

    /// Enrols a kiosk by command line.
    pub(crate) fn enrol(&self, setup: &Setup) {
        let config = setup.write(&self.kiosk_folder(setup.name), &self.hub.url());
        let (code, _) = self.hub.code();
        let joined = tools::run(&["enrol", "--config", config.to_str().expect("a path"), &code]);
        assert!(joined.status.success(), "{}", String::from_utf8_lossy(&joined.stderr));
    }
}

/// Imports the sample tables into a new hub in this folder.
fn import(folder: &Path) {
    let tables = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/demo");
    let files: Files = Table::ALL.into_iter().map(|table| (table, tables.join(table.file()))).collect();
    std::fs::create_dir_all(folder).expect("a folder");
    let site = pitbox::domain::ids::SiteId::new("SH01").ok();
    let any = "127.0.0.1:0".parse().expect("an address");
    let settings = pitbox::hub::Settings { site, timezone: Some("Asia/Shanghai".into()), ..hub::settings(folder, any) };
    let hub = pitbox::hub::Hub::open(&settings).expect("a hub");
    hub.import(&files, false, &mut |_| ControlFlow::Continue(())).expect("the sample workshop");
}

/// The folder that all tests copy.
fn template() -> &'static Path {
    static TEMPLATE: OnceLock<TempDir> = OnceLock::new();
    TEMPLATE.get_or_init(make_template).path()
}

fn make_template() -> TempDir {
    let mut site = Site::imported();
    for setup in [Setup::counter(), Setup::bay()] {
        site.enrol(&setup);
        let name = setup.name;
        let mut bay = site.kiosk(setup);
        // Everything has come when the hub's last number is there, and the catalogue's last table.
        let head = site.hub.records().len();
        until("the kiosk has all", || (bay.log().len() == head && bay.knows("part", "HU 6002 z")).then_some(()));
        assert!(bay.stop().success(), "{name} ends well");
    }
    site.hub.stop();
    site.folder
}

pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        match entry.file_type().expect("a kind") {
            kind if kind.is_dir() => copy(&from, &to),
            kind if kind.is_file() => drop(std::fs::copy(&from, &to).expect("a copy")),
            // Devices of kiosks that have ended.
            _ => {}
        }
    }
}
