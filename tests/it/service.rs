//! What hub and kiosk tell the service manager: ready once, alive again and again, stopping at the end.

use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::rig::terminal::Terminal;
use crate::rig::{PATIENCE, Setup, tools};

/// The service manager's end.
struct Manager {
    socket: UnixDatagram,
}

impl Manager {
    fn at(path: &Path) -> Manager {
        let socket = UnixDatagram::bind(path).expect("a socket");
        socket.set_read_timeout(Some(PATIENCE)).expect("a time limit");
        Manager { socket }
    }

    /// Reads until this was said as often as wanted; gives everything that was said until then.
    fn hears(&self, what: &str, times: usize) -> Vec<String> {
        let (mut said, mut buffer) = (Vec::<String>::new(), [0; 512]);
        while said.iter().filter(|line| *line == what).count() < times {
            let length = self.socket.recv(&mut buffer).unwrap_or_else(|_| panic!("{what} is not said: {said:?}"));
            let text = String::from_utf8_lossy(&buffer[..length]).into_owned();
            said.extend(text.lines().map(str::to_owned));
        }
        said
    }
}

/// Under a service manager that wants to hear something every 200 ms.
fn managed(mut command: Command, socket: &Path) -> Command {
    command.env("NOTIFY_SOCKET", socket).env("WATCHDOG_USEC", "200000");
    command
}

#[test]
fn the_kiosk_says_that_it_is_up_and_that_it_lives() {
    let folder = tempfile::tempdir().expect("a folder");
    let socket = folder.path().join("notify");
    let manager = Manager::at(&socket);
    let config = Setup::counter().write(folder.path(), "http://127.0.0.1:9");
    std::fs::create_dir_all(folder.path().join("dev")).expect("a folder");
    let mut command = tools::pitbox();
    command.args(["kiosk", "--config"]).arg(&config).env("TERM", "xterm-256color");
    let mut terminal = Terminal::start(managed(command, &socket), (80, 24));
    terminal.sees("not set up yet");
    let said = manager.hears("WATCHDOG=1", 3);
    let ready = said.iter().position(|line| line == "READY=1").expect("it is ready");
    assert!(said.iter().position(|line| line == "WATCHDOG=1") > Some(ready), "ready comes first: {said:?}");
    terminal.signal(Signal::TERM);
    manager.hears("STOPPING=1", 1);
    assert!(terminal.ends().0.success());
}

#[test]
fn the_hub_says_that_it_listens_and_that_its_database_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let socket = folder.path().join("notify");
    let manager = Manager::at(&socket);
    let config = folder.path().join("hub.toml");
    std::fs::write(&config, "listen = \"127.0.0.1:0\"\ndata = \"data\"\ndatabase = \"sqlite\"\n").expect("hub.toml");
    let mut command = tools::pitbox();
    command.args(["hub", "--config"]).arg(&config).stdout(Stdio::null()).stderr(Stdio::null());
    let mut hub = managed(command, &socket).spawn().expect("the hub starts");
    let said = manager.hears("WATCHDOG=1", 3);
    assert!(said.contains(&"READY=1".to_owned()), "{said:?}");
    kill_process(Pid::from_child(&hub), Signal::TERM).expect("it can be told");
    manager.hears("STOPPING=1", 1);
    assert!(hub.wait().expect("it ends").success());
}
