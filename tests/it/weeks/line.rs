//! The network between one kiosk and the hub: whole, or cut.

use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};

use crate::proxy::listen;

/// A cable that can be pulled out.
pub(super) struct Line {
    pub(super) url: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    cut: bool,
    open: Vec<TcpStream>,
}

impl Line {
    pub(super) fn to(hub: SocketAddr) -> Line {
        let state = Arc::new(Mutex::new(State::default()));
        let of_lines = Arc::clone(&state);
        Line { url: listen(move |kiosk| pass(&kiosk, hub, &of_lines)), state }
    }

    pub(super) fn cut(&self) {
        let mut state = self.state.lock().expect("nobody panics here");
        state.cut = true;
        for open in state.open.drain(..) {
            // It may be over.
            let _ = open.shutdown(Shutdown::Both);
        }
    }

    pub(super) fn mend(&self) {
        self.state.lock().expect("nobody panics here").cut = false;
    }
}

fn pass(kiosk: &TcpStream, hub: SocketAddr, state: &Mutex<State>) {
    let mut state = state.lock().expect("nobody panics here");
    let Some(hub) = (!state.cut).then(|| TcpStream::connect(hub).ok()).flatten() else {
        let _ = kiosk.shutdown(Shutdown::Both);
        return;
    };
    for (from, to) in [(kiosk, &hub), (&hub, kiosk)] {
        let (mut from, mut to) = (from.try_clone().expect("a socket"), to.try_clone().expect("a socket"));
        std::thread::spawn(move || {
            let _ = std::io::copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Both);
        });
    }
    state.open.extend([kiosk.try_clone().expect("a socket"), hub]);
}
