//! A pcscd that is none: the daemon's side of its socket, with one reader and a card that comes and goes.

use std::io::{self, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::proto::pcsc::{command, length};

/// The name of its reader.
pub const READER: &str = "ACS ACR122U 00 00";

/// The daemon. It ends with the process.
#[derive(Debug)]
pub struct Pcscd {
    inside: Arc<Mutex<Inside>>,
}

#[derive(Debug)]
struct Inside {
    /// The minor version of the protocol that it speaks.
    minor: u32,
    reader: bool,
    card: Option<Vec<u8>>,
    events: u32,
    /// After so many bytes more of its answers it breaks the connection, once.
    cut_after: Option<usize>,
    /// Connections that want to be told of changes.
    waiting: Vec<UnixStream>,
    connections: Vec<UnixStream>,
}

impl Pcscd {
    /// Listens at `socket`, with a reader and no card. `minor`: the version of the protocol that it insists on.
    ///
    /// # Errors
    /// When there can be no such socket or no thread.
    pub fn start(socket: &Path, minor: u32) -> io::Result<Pcscd> {
        let listener = UnixListener::bind(socket)?;
        let (waiting, connections) = (Vec::new(), Vec::new());
        let inside = Inside { minor, reader: true, card: None, events: 0, cut_after: None, waiting, connections };
        let inside = Arc::new(Mutex::new(inside));
        let shared = Arc::clone(&inside);
        std::thread::Builder::new().name("sim pcscd".into()).spawn(move || {
            for line in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                if let Ok(own) = line.try_clone() {
                    lock(&shared).connections.push(own);
                }
                // A client that leaves ends its thread.
                let _ = std::thread::Builder::new().name("sim pcscd".into()).spawn(move || serve(line, &shared));
            }
        })?;
        Ok(Pcscd { inside })
    }

    /// A card comes.
    pub fn hold(&self, uid: &[u8]) {
        self.change(|is| is.card = Some(uid.to_vec()));
    }

    /// It goes.
    pub fn take_away(&self) {
        self.change(|is| is.card = None);
    }

    /// The reader is plugged in or pulled out.
    pub fn reader(&self, there: bool) {
        self.change(|is| is.reader = there);
    }

    /// Ends all connections, as when the daemon is started anew.
    pub fn cut(&self) {
        let mut inside = lock(&self.inside);
        inside.waiting.clear();
        for line in inside.connections.drain(..) {
            let _ = line.shutdown(std::net::Shutdown::Both);
        }
    }

    /// Breaks the next connection when so many bytes of its answers have left. True of [`Pcscd::has_cut`] afterwards.
    pub fn cut_after(&self, bytes: usize) {
        lock(&self.inside).cut_after = Some(bytes);
    }

    /// Whether it has broken the connection that it was to break.
    pub fn has_cut(&self) -> bool {
        lock(&self.inside).cut_after.is_none()
    }

    fn change(&self, what: impl FnOnce(&mut Inside)) {
        let mut inside = lock(&self.inside);
        what(&mut inside);
        inside.events += 1;
        for mut line in std::mem::take(&mut inside.waiting) {
            // It may have left.
            let _ = line.write_all(&[0; length::EVENT]);
        }
    }
}

fn lock(inside: &Arc<Mutex<Inside>>) -> MutexGuard<'_, Inside> {
    inside.lock().unwrap_or_else(PoisonError::into_inner)
}

fn serve(mut line: UnixStream, inside: &Arc<Mutex<Inside>>) {
    let mut header = [0; 8];
    while line.read_exact(&mut header).is_ok() {
        let [length, command] = [0, 4].map(|at| u32::from_ne_bytes([0, 1, 2, 3].map(|byte| header[at + byte])));
        let mut body = vec![0; usize::try_from(length.min(4096)).unwrap_or(0)];
        if line.read_exact(&mut body).is_err() {
            return;
        }
        let Some(mut answer) = answer(&mut line, command, &body, inside) else { return };
        let cut = shorten(&mut answer, inside);
        if line.write_all(&answer).is_err() || cut {
            let _ = line.shutdown(std::net::Shutdown::Both);
            return;
        }
    }
}

/// Takes off what is not to leave any more. True when the connection breaks here.
fn shorten(answer: &mut Vec<u8>, inside: &Arc<Mutex<Inside>>) -> bool {
    let mut is = lock(inside);
    match is.cut_after {
        Some(left) if answer.len() > left => {
            is.cut_after = None;
            answer.truncate(left);
            true
        }
        Some(left) => {
            is.cut_after = Some(left - answer.len());
            false
        }
        None => false,
    }
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_ne_bytes()).collect()
}

/// Nothing ends the connection.
fn answer(line: &mut UnixStream, command: u32, body: &[u8], inside: &Arc<Mutex<Inside>>) -> Option<Vec<u8>> {
    const REFUSED: u32 = 0x8010_001D;
    let mut is = lock(inside);
    Some(match command {
        command::VERSION => {
            let asked = crate::proto::pcsc::word(body, 1);
            words(&[4, is.minor, if asked == is.minor { 0 } else { REFUSED }])
        }
        command::ESTABLISH_CONTEXT => words(&[2, 77, 0]),
        command::LIST_READERS => list(&is),
        command::WAIT_CHANGE => {
            is.waiting.push(line.try_clone().ok()?);
            list(&is)
        }
        command::STOP_WAITING => {
            let waits = !is.waiting.is_empty();
            is.waiting.clear();
            if waits { vec![0; length::EVENT] } else { Vec::new() }
        }
        command::CONNECT => {
            let mut answer = body.to_vec();
            answer.truncate(length::CONNECT - 12);
            answer.extend(words(&[5, 2, if is.card.is_some() { 0 } else { REFUSED }]));
            answer
        }
        command::TRANSMIT => {
            let mut apdu = [0; 5];
            line.read_exact(&mut apdu).ok()?;
            let card = is.card.clone().unwrap_or_default();
            let said = if card.is_empty() { Vec::new() } else { [&card[..], &[0x90, 0]].concat() };
            let (length, rv) = (u32::try_from(said.len()).unwrap_or(0), if card.is_empty() { REFUSED } else { 0 });
            [words(&[5, 2, 16, 5, 3, 16, length, rv]), said].concat()
        }
        command::DISCONNECT => words(&[5, 0, 0]),
        _ => return None,
    })
}

/// The list of its readers: one, or none.
fn list(is: &Inside) -> Vec<u8> {
    let mut list = vec![0; length::READERS];
    if is.reader {
        list[..READER.len()].copy_from_slice(READER.as_bytes());
        list[128..132].copy_from_slice(&is.events.to_ne_bytes());
        let state: u32 = if is.card.is_some() { 0x14 } else { 0x02 };
        list[132..136].copy_from_slice(&state.to_ne_bytes());
    }
    list
}
