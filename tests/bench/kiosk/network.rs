//! Scan to tick while the hub is there, away, slow and coming and going: four kiosks, each with a hub of its own, in turns.
//! The hubs have the last processor, as they have another machine in a workshop; all else has the others.

use std::hint::black_box;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::cores;
use crate::figures::Times;
use crate::flood::rest;
use crate::large::CLERK_NAME;
use crate::pty::Pty;
use crate::scan::Counter;
use crate::workshop::{self, NO_HUB, RunningHub};

/// Samples of each, in turns.
const SAMPLES: usize = 1_000;
const BLOCK: usize = 50;

/// What lies between a kiosk and its hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Open,
    /// Nobody listens.
    Down,
    /// 512 bytes each tenth of a second, either way: a bad mobile line.
    Slow,
    /// A second open, a second cut, and so on.
    Flapping,
}

const WAYS: [(&str, Way); 4] =
    [("hub up", Way::Open), ("hub down", Way::Down), ("hub slow", Way::Slow), ("hub flapping", Way::Flapping)];
const PIECE: usize = 512;
const BETWEEN: Duration = Duration::from_millis(100);
const FLAP: Duration = Duration::from_secs(1);
/// Between two scans: by then the hub has answered to the first. A person takes a hundred times as long.
const APART: Duration = Duration::from_millis(15);
/// More than what a processor keeps of its own.
const CACHES: usize = 8 * 1024 * 1024;

pub(crate) fn run() {
    cores::off_the_last(measure);
}

fn measure() {
    let place = tempfile::tempdir_in("/dev/shm").expect("a folder");
    let labels: Vec<String> = workshop::sample_parts().iter().map(workshop::part_label).collect();
    let mut all: Vec<(RunningHub, Counter, Times)> = Vec::new();
    for (number, (_, way)) in WAYS.iter().enumerate() {
        let folder = place.path().join(number.to_string());
        std::fs::create_dir(&folder).expect("a folder");
        let (hub, store) = (RunningHub::start(&folder), folder.join("store"));
        hub.enrol(&workshop::kiosk_config(&folder, &store, &hub.url, &Pty::new()));
        // The catalogue and the people come over an open way.
        let start = |url: &str| Counter::start(&folder, &store, url, CLERK_NAME, labels.clone(), "");
        start(&hub.url).stop();
        let kiosk = start(&way.to(&hub.url));
        all.push((hub, kiosk, Times::default()));
    }
    for (_, kiosk, _) in &mut all {
        (0..20).for_each(|_| _ = kiosk.scan());
    }
    let mut elsewhere = vec![1_u8; CACHES];
    for _ in 0..SAMPLES / BLOCK {
        for (_, kiosk, times) in &mut all {
            kiosk.receive();
            for _ in 0..BLOCK {
                rest(APART);
                // Whoever talks to a hub between two scans has used the processor's caches for that. Who does not would find them
                // as the scan before left them, milliseconds ago; in a workshop nobody does.
                elsewhere.iter_mut().step_by(64).for_each(|byte| *byte = black_box(*byte).wrapping_add(1));
                times.add(kiosk.scan());
            }
        }
    }
    println!("\ntmpfs, in turns");
    let up = all[0].2.at(50);
    for ((name, _), (_, kiosk, times)) in WAYS.iter().zip(all) {
        times.say(&format!("  {name}"));
        println!("{:<34} p50 {:+.1} % beside the hub that is up", "", (times.at(50) / up - 1.0) * 100.0);
        kiosk.stop();
    }
}

impl Way {
    /// The address under which a kiosk finds the hub on this way.
    fn to(self, hub: &str) -> String {
        if self == Way::Open {
            return hub.to_owned();
        }
        if self == Way::Down {
            return NO_HUB.to_owned();
        }
        let hub: SocketAddr = hub.trim_start_matches("http://").parse().expect("an address");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let cuts: Arc<AtomicU64> = Arc::default();
        if self == Way::Flapping {
            let cuts = Arc::clone(&cuts);
            std::thread::spawn(move || {
                loop {
                    rest(FLAP);
                    cuts.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        std::thread::spawn(move || {
            for kiosk in listener.incoming().flatten() {
                let cuts = Arc::clone(&cuts);
                std::thread::spawn(move || self.pass(&kiosk, hub, &cuts));
            }
        });
        url
    }

    /// Lets a connection through until the way is cut. While the count of cuts is odd it is.
    fn pass(self, kiosk: &TcpStream, hub: SocketAddr, cuts: &Arc<AtomicU64>) {
        let at = cuts.load(Ordering::SeqCst);
        let Ok(hub) = TcpStream::connect(hub) else { return };
        if at % 2 == 1 {
            let _ = kiosk.shutdown(Shutdown::Both);
            return;
        }
        let both = [(kiosk, &hub), (&hub, kiosk)];
        std::thread::scope(|scope| {
            for (from, to) in both {
                scope.spawn(move || {
                    self.copy(from, to, || cuts.load(Ordering::SeqCst) != at);
                    let _ = from.shutdown(Shutdown::Both);
                    let _ = to.shutdown(Shutdown::Both);
                });
            }
        });
    }

    fn copy(self, mut from: &TcpStream, mut to: &TcpStream, is_cut: impl Fn() -> bool) {
        from.set_read_timeout(Some(BETWEEN)).expect("a socket");
        let mut bytes = [0; PIECE];
        while !is_cut() {
            match from.read(&mut bytes) {
                Ok(0) => return,
                Ok(read) if to.write_all(&bytes[..read]).is_err() => return,
                Ok(_) if self == Way::Slow => rest(BETWEEN),
                Ok(_) => {}
                Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {
                }
                Err(_) => return,
            }
        }
    }
}
