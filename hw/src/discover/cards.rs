//! Card readers that pcscd drives: it is asked for their names, and has a second to answer.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Bus, DriverKind, Found, Verdict};
use crate::driver::pcsc::SOCKET;
use crate::proto::pcsc::{self, length};
use crate::reading::Role;

const PATIENCE: Duration = Duration::from_secs(1);

/// The readers of this computer; none when there is no daemon.
pub(super) fn readers() -> Vec<Found> {
    names(Path::new(SOCKET)).unwrap_or_default().into_iter().map(found).collect()
}

fn found(name: String) -> Found {
    let path = PathBuf::from(SOCKET);
    let verdict = Verdict::Recognised { role: Some(Role::Badge), driver: DriverKind::Pcsc };
    Found { bus: Bus::Card, path: path.clone(), node: path, name, usb: None, verdict }
}

fn names(socket: &Path) -> io::Result<Vec<String>> {
    let mut line = UnixStream::connect(socket)?;
    line.set_read_timeout(Some(PATIENCE))?;
    let mut asked = pcsc::VERSION;
    let mut version = [0; length::VERSION];
    line.write_all(&pcsc::version(asked))?;
    line.read_exact(&mut version)?;
    if pcsc::word(&version, 2) != 0 {
        asked = (pcsc::word(&version, 0), pcsc::word(&version, 1));
        line = UnixStream::connect(socket)?;
        line.set_read_timeout(Some(PATIENCE))?;
        line.write_all(&pcsc::version(asked))?;
        line.read_exact(&mut version)?;
    }
    let mut list = vec![0; length::READERS];
    line.write_all(&pcsc::list_readers())?;
    line.read_exact(&mut list)?;
    let names = pcsc::readers(&list).into_iter().map(|reader| String::from_utf8_lossy(&reader.name).into_owned());
    Ok(names.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::pcscd::{Pcscd, READER};

    #[test]
    fn readers_are_listed_by_their_names_whatever_the_version() {
        for minor in [3, 4] {
            let folder = tempfile::tempdir().expect("folder");
            let socket = folder.path().join("pcscd.comm");
            assert!(names(&socket).is_err(), "no daemon");
            let daemon = Pcscd::start(&socket, minor).expect("daemon");
            assert_eq!(names(&socket).expect("an answer"), [READER]);
            daemon.reader(false);
            assert_eq!(names(&socket).expect("an answer"), [""; 0]);
        }
    }
}
