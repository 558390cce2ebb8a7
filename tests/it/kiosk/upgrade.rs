//! An upgrade of the kiosk's program, with real programs: one that is well stays, one that is not is put back by itself, and
//! no record is lost by either. systemd is a script here.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::rig::{Bay, Setup, Site, tools, until};

/// Starts and stops the kiosk as systemd would, in a terminal of its own.
const SYSTEMCTL: &str = r#"#!/bin/bash
pid=$PITBOX_ROOT/pid
case "$*" in
    *is-enabled*) exit 0 ;;
    *is-active*) [ -e "$pid" ] && kill -0 "$(cat "$pid")" 2>/dev/null ;;
    *stop*)
        [ -e "$pid" ] || exit 0
        kill -TERM -- "-$(cat "$pid")" 2>/dev/null
        tail --pid="$(cat "$pid")" -f /dev/null
        rm -f "$pid"
        ;;
    *reset-failed*) ;;
    *start*)
        setsid script -qec "$PITBOX_ROOT/usr/lib/pitbox/kiosk/pitbox kiosk --config $PITBOX_ROOT/etc/pitbox/kiosk.toml" \
            /dev/null </dev/null >/dev/null 2>&1 &
        echo $! >"$pid"
        ;;
esac
"#;

/// A machine with a kiosk installed, as far as `upgrade` looks at it.
struct Machine {
    root: tempfile::TempDir,
}

impl Machine {
    fn with(bay: &Bay) -> Machine {
        let root = tempfile::tempdir().expect("a folder");
        let at = |name: &str| root.path().join(name);
        for folder in ["usr/lib/pitbox/kiosk", "etc", "var/lib", "bin"] {
            std::fs::create_dir_all(at(folder)).expect("a folder");
        }
        let folder = bay.config.parent().expect("a folder");
        std::os::unix::fs::symlink(folder, at("etc/pitbox")).expect("a link");
        std::fs::copy(env!("CARGO_BIN_EXE_pitbox"), at("usr/lib/pitbox/kiosk/pitbox")).expect("the program");
        script(&at("bin/systemctl"), SYSTEMCTL);
        Machine { root }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    fn program(&self) -> PathBuf {
        self.at("usr/lib/pitbox/kiosk/pitbox")
    }

    fn command(&self, program: &Path, words: &[&str]) -> Output {
        let path = format!("{}:{}", self.at("bin").display(), std::env::var("PATH").unwrap_or_default());
        let mut command = Command::new(program);
        tools::plain(&mut command);
        command.args(words).env("PATH", path).env("PITBOX_ROOT", self.root.path());
        command.env("PITBOX_TRIAL_S", "6").env("PITBOX_STEADY_S", "1").env("TERM", "xterm");
        command.output().expect("it runs")
    }

    fn upgrade(&self, act: &str) -> (Option<i32>, String) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("systemd/upgrade");
        let output = self.command(&script, &[act]);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    }

    fn systemctl(&self, act: &str) {
        assert!(self.command(&self.at("bin/systemctl"), &[act, "pitbox-kiosk.service"]).status.success(), "{act}");
    }

    /// Another program in the place of the one that was unpacked.
    fn unpack(&self, text: &str) {
        std::fs::remove_file(self.program()).expect("the program of before");
        script(&self.program(), text);
        self.systemctl("start");
    }

    fn is_up(&self) -> bool {
        let config = self.at("etc/pitbox/kiosk.toml");
        self.command(&self.program(), &["status", "--config", config.to_str().expect("UTF-8")]).status.success()
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        self.systemctl("stop");
    }
}

fn script(path: &Path, text: &str) {
    std::fs::write(path, text).expect("a script");
    std::fs::set_permissions(path, PermissionsExt::from_mode(0o755)).expect("its rights");
}

/// A kiosk with records, stopped.
fn recorded(site: &Site) -> (Bay, Vec<String>) {
    let mut bay = site.kiosk(Setup::counter());
    bay.badge(super::people::SUN);
    bay.terminal.sees("Hello, Sun Min");
    bay.scan_code("job", "4711", "SAIC-VW Tiguan");
    bay.scan_code("part", "06L115562B", "saved - Issued");
    assert!(bay.stop().success());
    let ids = ids(&bay);
    assert!(!ids.is_empty());
    (bay, ids)
}

fn ids(bay: &Bay) -> Vec<String> {
    bay.own_log().iter().map(|line| tools::text(line, "id").to_owned()).collect()
}

/// A store of a form that this program does not know yet.
fn newer_form(bay: &Bay) {
    let log = bay.config.with_file_name("store").join("log.db");
    let log = rusqlite::Connection::open(log).expect("the log");
    log.pragma_update(None, "user_version", 99).expect("written");
}

#[test]
fn a_version_that_is_well_stays_and_one_that_is_not_is_put_back() {
    let site = Site::sample();
    let (bay, before) = recorded(&site);
    let machine = Machine::with(&bay);
    machine.systemctl("start");
    until("the kiosk is up", || machine.is_up().then_some(()));
    assert_eq!(machine.upgrade("keep").0, Some(0));
    assert!(!machine.is_up(), "it stands still while the program is replaced");
    machine.systemctl("start");
    let (code, said) = machine.upgrade("trial");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("well: pitbox"), "{said}");

    assert_eq!(machine.upgrade("keep").0, Some(0));
    machine.unpack("#!/bin/sh\nexit 3\n");
    let (code, said) = machine.upgrade("trial");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("put back: pitbox"), "{said}");
    until("the kiosk of before is up", || machine.is_up().then_some(()));
    machine.systemctl("stop");
    assert_eq!(ids(&bay), before, "every record is there");
}

#[test]
fn a_wrong_configuration_is_neither_upgraded_over_nor_blamed_on_the_newer_version() {
    let site = Site::sample();
    let (bay, before) = recorded(&site);
    let machine = Machine::with(&bay);
    machine.systemctl("start");
    until("the kiosk is up", || machine.is_up().then_some(()));
    let good = std::fs::read_to_string(&bay.config).expect("kiosk.toml");
    let wrong = good.replace("role = \"counter\"", "role = \"clerk\"");
    assert_ne!(good, wrong);
    std::fs::write(&bay.config, &wrong).expect("written");
    let (code, said) = machine.upgrade("keep");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("station.role") && said.contains("goes on with the version"), "{said}");
    assert!(!machine.at("var/lib/pitbox-previous").exists(), "{said}");
    machine.systemctl("is-active");

    // One that stands still for that reason may be upgraded, perhaps to what its file is for.
    machine.systemctl("stop");
    assert_eq!(machine.upgrade("keep").0, Some(0));
    let (code, said) = machine.upgrade("trial");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("kiosk.toml is wrong: not tried") && !said.contains("put back"), "{said}");
    std::fs::write(&bay.config, &good).expect("written");
    assert_eq!(ids(&bay), before);
}

#[test]
fn the_store_of_before_comes_back_only_when_nothing_was_recorded_since() {
    let site = Site::sample();
    let (bay, before) = recorded(&site);
    let machine = Machine::with(&bay);
    assert_eq!(machine.upgrade("keep").0, Some(0));
    let kept = machine.at("var/lib/pitbox-previous");
    newer_form(&bay);
    machine.unpack("#!/bin/sh\n[ \"$1\" = log ] || exit 3\necho '{\"id\":\"recorded since\"}'\n");
    let (code, said) = machine.upgrade("back");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("NOT put back") && said.contains("recorded since"), "{said}");

    let same = format!(
        "#!/bin/sh\n[ \"$1\" = log ] || exit 3\nexec {0}/pitbox log --store {0}/store --json\n",
        kept.display()
    );
    machine.unpack(&same);
    let (code, said) = machine.upgrade("back");
    assert_eq!(code, Some(0), "{said}");
    until("the kiosk of before is up", || machine.is_up().then_some(()));
    machine.systemctl("stop");
    assert_eq!(ids(&bay), before);
    assert!(bay.config.with_file_name("store.of-newer-version").join("log.db").exists(), "nothing is thrown away");
}
