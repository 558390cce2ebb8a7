//! Card readers of PC/SC (ACR122U and others): pcscd drives them, and is spoken to over its socket, so that no library
//! of it is needed.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use super::talk::{self, Out, Place, Talk};
use super::{Driver, Reporter, Sink};
use crate::health::{Health, Trouble};
use crate::proto::pcsc::{self, Reader, length};
use crate::reading::{Content, DeviceId, Role};

/// Where pcscd listens.
pub const SOCKET: &str = "/run/pcscd/pcscd.comm";

/// Readers of PC/SC.
#[derive(Debug, Clone)]
pub struct PcscConfig {
    pub device: DeviceId,
    /// [`Role::Badge`] or [`Role::Rfid`].
    pub role: Role,
    /// The socket of pcscd.
    pub socket: PathBuf,
    /// A part of the reader's name, for a kiosk with several; empty for any.
    pub reader: String,
}

/// How long an answer may take; the daemon looks for readers first when it has just been started.
const ANSWER: Duration = Duration::from_secs(10);
/// How long a card must be away to count again: some readers lose a card that is held for a moment.
const HOLD: Duration = Duration::from_millis(600);

/// Starts the driver. Fails only when the system has no descriptor or thread left.
pub fn spawn(config: PcscConfig, sink: Sink) -> io::Result<Driver> {
    let reporter = Reporter::new(config.device, config.role, sink);
    talk::spawn(Client::new(config.reader), Place::Unix(config.socket), reporter)
}

/// What the daemon owes us.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Version,
    Context,
    /// The list of readers, which says that it waits for changes from now on.
    List,
    /// Nothing, until something changes.
    Waiting,
    /// It is to wait no more, so that a card can be asked.
    Stopping,
    Connecting(Vec<u8>),
    /// The card's answer, behind this many bytes of the daemon's.
    Asking {
        card: u32,
        more: Option<usize>,
    },
    Leaving,
}

struct Client {
    reader: String,
    /// The version of the protocol that the daemon speaks.
    version: (u32, u32),
    step: Step,
    coming: Vec<u8>,
    context: u32,
    /// When the daemon counts as dead.
    until: Option<Duration>,
    /// The cards that came and went at each reader, as far as they were asked.
    asked: BTreeMap<Vec<u8>, u32>,
    /// Readers with a card that is to be asked.
    due: Vec<Vec<u8>>,
    /// The last card, and when it was last there.
    last: Option<(Vec<u8>, Duration)>,
}

impl Client {
    fn new(reader: String) -> Self {
        let (coming, due) = (Vec::new(), Vec::new());
        let asked = BTreeMap::new();
        let version = pcsc::VERSION;
        Self { reader, version, step: Step::Version, coming, context: 0, until: None, asked, due, last: None }
    }

    /// Bytes of the answer that is awaited.
    fn wanted(&self) -> usize {
        match &self.step {
            Step::Version => length::VERSION,
            Step::Context => length::CONTEXT,
            Step::List => length::READERS,
            Step::Waiting | Step::Stopping => length::EVENT,
            Step::Connecting(_) => length::CONNECT,
            Step::Asking { more: None, .. } => length::TRANSMIT,
            Step::Asking { more: Some(more), .. } => *more,
            Step::Leaving => length::DISCONNECT,
        }
    }

    fn go(&mut self, now: Duration, step: Step, request: Vec<u8>, out: &mut Out) {
        self.until = (step != Step::Waiting).then(|| now.saturating_add(ANSWER));
        self.step = step;
        out.send.extend(request);
    }

    fn answered(&mut self, now: Duration, answer: &[u8], out: &mut Out) {
        match self.step.clone() {
            Step::Version => self.agreed(now, answer, out),
            Step::Context if pcsc::word(answer, 2) == 0 => {
                self.context = pcsc::word(answer, 1);
                self.go(now, Step::List, pcsc::wait_change(), out);
            }
            Step::Context => hang_up(out, "pcscd refuses: see polkit's rules for pcscd"),
            Step::List => self.listed(now, &pcsc::readers(answer), out),
            Step::Waiting => self.go(now, Step::List, pcsc::wait_change(), out),
            Step::Stopping => self.ask_next(now, out),
            Step::Connecting(_) => match pcsc::connected(answer) {
                Some((card, protocol)) => {
                    self.go(now, Step::Asking { card, more: None }, pcsc::get_uid(card, protocol), out);
                }
                // It is gone again, or another program has it for itself.
                None => self.ask_next(now, out),
            },
            Step::Asking { card, more: None } => match pcsc::transmitted(answer) {
                0 => self.go(now, Step::Leaving, pcsc::disconnect(card), out),
                more => self.go(now, Step::Asking { card, more: Some(more) }, Vec::new(), out),
            },
            Step::Asking { card, more: Some(_) } => {
                if let Some(uid) = pcsc::uid(answer) {
                    self.seen(now, uid, out);
                }
                self.go(now, Step::Leaving, pcsc::disconnect(card), out);
            }
            Step::Leaving => self.ask_next(now, out),
        }
    }

    /// The daemon's version. One that is older is spoken to in its own at the next attempt.
    fn agreed(&mut self, now: Duration, answer: &[u8], out: &mut Out) {
        let theirs = (pcsc::word(answer, 0), pcsc::word(answer, 1));
        if pcsc::word(answer, 2) == 0 {
            return self.go(now, Step::Context, pcsc::establish_context(), out);
        }
        let known = theirs.0 == pcsc::VERSION.0 && theirs.1 >= 3;
        if known && theirs != self.version {
            self.version = theirs;
            out.hang_up = Some(Trouble::Other("pcscd speaks another version: trying that".into()));
        } else {
            hang_up(out, "pcscd speaks a version that is not known");
        }
    }

    /// The state of all readers: whose card is to be asked.
    fn listed(&mut self, now: Duration, readers: &[Reader], out: &mut Out) {
        let ours = |reader: &&Reader| String::from_utf8_lossy(&reader.name).contains(&self.reader);
        let ours: Vec<&Reader> = readers.iter().filter(ours).collect();
        out.health = Some(if ours.is_empty() { Health::Absent } else { Health::Ready });
        let fresh = |reader: &&&Reader| reader.has_card && self.asked.get(&reader.name) != Some(&reader.events);
        self.due = ours.iter().filter(fresh).map(|reader| reader.name.clone()).collect();
        self.asked = ours.iter().map(|reader| (reader.name.clone(), reader.events)).collect();
        if ours.iter().all(|reader| !reader.has_card)
            && let Some((_, last)) = &mut self.last
        {
            *last = now;
        }
        if self.due.is_empty() {
            self.go(now, Step::Waiting, Vec::new(), out);
        } else {
            self.go(now, Step::Stopping, pcsc::stop_waiting(), out);
        }
    }

    /// The next card; when there is none, changes are waited for.
    fn ask_next(&mut self, now: Duration, out: &mut Out) {
        match self.due.pop() {
            Some(reader) => {
                let request = pcsc::connect(self.context, &reader);
                self.go(now, Step::Connecting(reader), request, out);
            }
            None => self.go(now, Step::List, pcsc::wait_change(), out),
        }
    }

    fn seen(&mut self, now: Duration, uid: &[u8], out: &mut Out) {
        let held = self.last.as_ref().is_some_and(|(last, at)| last == uid && now.saturating_sub(*at) < HOLD);
        self.last = Some((uid.to_vec(), now));
        if !held {
            out.say.push(Content::Uid(uid.to_vec()));
        }
    }
}

fn hang_up(out: &mut Out, why: &str) {
    out.hang_up = Some(Trouble::Other(why.into()));
}

impl Talk for Client {
    fn start(&mut self, now: Duration, out: &mut Out) {
        self.coming.clear();
        self.asked.clear();
        self.go(now, Step::Version, pcsc::version(self.version), out);
    }

    fn bytes(&mut self, now: Duration, bytes: &[u8], out: &mut Out) {
        self.coming.extend_from_slice(bytes);
        while out.hang_up.is_none() && self.coming.len() >= self.wanted() {
            let rest = self.coming.split_off(self.wanted());
            let answer = std::mem::replace(&mut self.coming, rest);
            self.answered(now, &answer, out);
        }
    }

    fn deadline(&self) -> Option<Duration> {
        self.until
    }

    fn expired(&mut self, now: Duration, out: &mut Out) {
        if self.until.is_some_and(|until| until <= now) {
            out.hang_up = Some(Trouble::DoesNotAnswer);
        }
    }

    fn lost(&mut self) -> bool {
        self.coming.clear();
        self.until = None;
        false
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Zeros are success and an empty list, which lead further than rubbish does.
        #[test]
        fn whatever_the_daemon_sends_and_wherever_it_breaks_off_nothing_panics(
            pieces in prop::collection::vec((prop::collection::vec(any::<u8>(), 0..200), 0u8..4), 0..60),
        ) {
            let mut client = Client::new(String::new());
            client.start(Duration::ZERO, &mut Out::default());
            for (at, (bytes, sort)) in (0u64..).zip(pieces) {
                let mut out = Out::default();
                let bytes = if sort == 0 { bytes } else { vec![0; bytes.len() * 16] };
                client.bytes(Duration::from_millis(at), &bytes, &mut out);
                if sort == 3 || out.hang_up.is_some() {
                    client.lost();
                    client.start(Duration::from_millis(at), &mut Out::default());
                }
                prop_assert!(client.coming.len() < client.wanted());
            }
        }
    }
}
