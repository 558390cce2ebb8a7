//! A line between a kiosk and its hub on which every second request meets a fault; afterwards both hold the same, once.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

use super::all_at_hub;
use super::people::SUN;
use crate::proxy::listen;
use crate::rig::{Bay, Setup, Site, until};

/// What happens to every second push and every second pull, in turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    /// Half of the request arrives, and the line is cut.
    Cut,
    /// Byte after byte.
    Slow,
    /// The hub gets the request twice.
    Twice,
    /// Nobody answers; the request arrives after the next one.
    Late,
    /// The hub has done it, and nobody hears.
    Swallowed,
}

const FAULTS: [Fault; 5] = [Fault::Cut, Fault::Slow, Fault::Twice, Fault::Late, Fault::Swallowed];

#[derive(Default)]
struct State {
    pushes: usize,
    pulls: usize,
    /// What happened to pushes.
    done: Vec<Fault>,
    /// Requests that arrive later.
    late: Vec<Vec<u8>>,
    honest: bool,
}

#[derive(Clone, Default)]
struct Line(Arc<Mutex<State>>);

impl Line {
    /// Listens; gives the address for kiosks.
    fn before(&self, hub: SocketAddr) -> String {
        let line = self.clone();
        listen(move |kiosk| {
            let line = line.clone();
            std::thread::spawn(move || line.serve(kiosk, hub));
        })
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn serve(&self, mut kiosk: TcpStream, hub: SocketAddr) {
        while let Some(request) = message(&mut kiosk) {
            let Some(answer) = self.pass(&request, hub) else { break };
            if kiosk.write_all(&answer).is_err() {
                break;
            }
        }
        let _ = kiosk.shutdown(Shutdown::Both);
    }

    /// The answer that the kiosk gets, if it gets one.
    fn pass(&self, request: &[u8], hub: SocketAddr) -> Option<Vec<u8>> {
        let fault = self.fault(request);
        match fault {
            Some(Fault::Cut) => {
                let mut stream = TcpStream::connect(hub).ok()?;
                let _ = stream.write_all(&request[..request.len() / 2]);
                return None;
            }
            Some(Fault::Late) => {
                self.with(|state| state.late.push(request.to_vec()));
                return None;
            }
            Some(Fault::Twice) => drop(ask(request, hub, request.len())),
            Some(Fault::Slow | Fault::Swallowed) | None => {}
        }
        let pieces = if fault == Some(Fault::Slow) { 1 } else { request.len() };
        let answer = ask(request, hub, pieces);
        for late in self.with(|state| std::mem::take(&mut state.late)) {
            ask(&late, hub, late.len());
        }
        answer.filter(|_| fault != Some(Fault::Swallowed))
    }

    fn fault(&self, request: &[u8]) -> Option<Fault> {
        let (push, pull) = (request.starts_with(b"POST /v1/push"), request.starts_with(b"GET /v1/pull"));
        self.with(|state| {
            let count = if push {
                &mut state.pushes
            } else if pull {
                &mut state.pulls
            } else {
                return None;
            };
            if state.honest || std::mem::replace(count, *count + 1) % 2 == 1 {
                return None;
            }
            let fault = FAULTS[(*count / 2) % FAULTS.len()];
            if push {
                state.done.push(fault);
            }
            Some(fault)
        })
    }
}

/// Sends a request in pieces of so many bytes on a connection of its own, and reads the answer.
fn ask(request: &[u8], hub: SocketAddr, pieces: usize) -> Option<Vec<u8>> {
    let mut stream = TcpStream::connect(hub).ok()?;
    stream.set_nodelay(true).ok()?;
    request.chunks(pieces.max(1)).try_for_each(|piece| stream.write_all(piece)).ok()?;
    message(&mut stream)
}

/// One request or answer of HTTP: its head, and as many bytes as that says.
fn message(from: &mut TcpStream) -> Option<Vec<u8>> {
    let (mut bytes, mut one) = (Vec::new(), [0]);
    while !bytes.ends_with(b"\r\n\r\n") {
        from.read_exact(&mut one).ok()?;
        bytes.extend_from_slice(&one);
    }
    let head = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    from.read_exact(&mut body).ok()?;
    bytes.extend_from_slice(&body);
    Some(bytes)
}

/// Every fault has happened to a push.
fn all_happened(line: &Line) -> bool {
    line.with(|state| FAULTS.iter().all(|fault| state.done.contains(fault)))
}

#[test]
fn after_every_fault_of_the_line_kiosk_and_hub_hold_the_same_once() {
    let site = Site::sample();
    let line = Line::default();
    let setup = Setup::counter();
    let mut counter = Bay::start(&site.kiosk_folder(setup.name), &line.before(site.hub.address), setup);
    counter.badge(SUN);
    counter.terminal.sees("Hello, Sun Min");
    counter.scan_code("job", "4711", "Job 4711");
    let (part, undo) = (counter.code("part", "N91167901"), counter.code("card", "undo"));
    let before = counter.own_log().len();
    // One record after the other, so that each is a push of its own.
    for turn in 0.. {
        if all_happened(&line) {
            break;
        }
        assert!(turn < 60, "{:?}", line.with(|state| state.done.clone()));
        counter.scan(if turn % 2 == 0 { &part } else { &undo });
        until("it is recorded", || (counter.own_log().len() > before + turn).then_some(()));
        let pushes = line.with(|state| state.pushes);
        until("it was sent", || line.with(|state| state.pushes > pushes || all_sent(&counter)).then_some(()));
    }
    line.with(|state| state.honest = true);
    all_at_hub(&site, &counter);
    let held = site.hub.records();
    until("the kiosk has everything", || (counter.log().len() == held.len()).then_some(()));
    let sum: i64 =
        counter.stock().iter().filter(|line| line["part"] == "N91167901").filter_map(|line| line["qty"].as_i64()).sum();
    assert_eq!(sum, 0, "what is somewhere came from somewhere");
}

fn all_sent(bay: &Bay) -> bool {
    bay.own_log().iter().all(|line| line["mark"] != "saved")
}
