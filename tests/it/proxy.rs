//! Between a station and its hub: takes the answers away, or lets them through.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

pub(crate) struct Proxy {
    pub(crate) url: String,
    honest: Arc<AtomicBool>,
    swallowed: Arc<AtomicUsize>,
}

/// Listens in the place of a hub, until the test's process ends; gives the address for stations.
pub(crate) fn listen(mut serve: impl FnMut(TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || listener.incoming().flatten().for_each(&mut serve));
    url
}

impl Proxy {
    pub(crate) fn before(hub: SocketAddr) -> Proxy {
        let (honest, swallowed) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let of_lines = (Arc::clone(&honest), Arc::clone(&swallowed));
        let url = listen(move |station| {
            let (honest, swallowed) = of_lines.clone();
            std::thread::spawn(move || pass(station, hub, &honest, &swallowed));
        });
        Proxy { url, honest, swallowed }
    }

    /// Answers that the hub gave and nobody heard.
    pub(crate) fn swallowed(&self) -> usize {
        self.swallowed.load(Ordering::SeqCst)
    }

    pub(crate) fn let_through(&self) {
        self.honest.store(true, Ordering::SeqCst);
    }

    pub(crate) fn swallow(&self) {
        self.honest.store(false, Ordering::SeqCst);
    }
}

fn pass(station: TcpStream, hub: SocketAddr, honest: &AtomicBool, swallowed: &AtomicUsize) {
    let Ok(mut hub) = TcpStream::connect(hub) else { return };
    let (mut from, mut to) = (station.try_clone().expect("a socket"), hub.try_clone().expect("a socket"));
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
    let mut station = station;
    let mut bytes = [0; 16 * 1024];
    while let Ok(read @ 1..) = hub.read(&mut bytes) {
        if !honest.load(Ordering::SeqCst) {
            swallowed.fetch_add(1, Ordering::SeqCst);
            break;
        }
        if station.write_all(&bytes[..read]).is_err() {
            break;
        }
    }
    let _ = station.shutdown(Shutdown::Both);
    let _ = hub.shutdown(Shutdown::Both);
}
