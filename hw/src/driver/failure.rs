//! What an error of the operating system means for a device.

use std::io;
use std::path::Path;

use rustix::io::Errno;

use crate::health::{Health, Trouble};
use crate::supervise::Retry;

/// Why a device could not be opened.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It is not there.
    Absent,
    /// It is there and this user may not open it; names the path and the missing right.
    Denied(String),
    /// Anything else, in words.
    Other(String),
}

impl Failure {
    /// Sorts an error that came from `path`.
    pub(crate) fn of(path: &Path, error: &io::Error) -> Self {
        let path = path.display();
        match error.raw_os_error().map(Errno::from_raw_os_error) {
            Some(Errno::NOENT | Errno::NXIO | Errno::NODEV | Errno::NOTDIR) => Failure::Absent,
            Some(Errno::ACCESS | Errno::PERM) => Failure::Denied(format!("{path}: no right to read and write it")),
            Some(Errno::BUSY) => Failure::Other(format!("{path}: in use by another program")),
            Some(Errno::NOTTY) => Failure::Other(format!("{path}: not a serial port")),
            Some(_) | None => Failure::Other(format!("{path}: {error}")),
        }
    }

    /// What the screen says.
    pub(crate) fn health(&self) -> Health {
        match self {
            Failure::Absent => Health::Absent,
            Failure::Denied(why) => Health::Denied(why.clone()),
            Failure::Other(why) => Health::Trouble(Trouble::Other(why.clone())),
        }
    }

    /// What can end the failure. A path that is not there at all is announced when it comes, and so is a change of its
    /// rights. A dangling link in front of a device, or a device that is busy, changes without a word.
    pub(crate) fn retry(&self, path: &Path, announced: bool) -> Retry {
        let entry = std::fs::symlink_metadata(path);
        let will_be_heard = match self {
            Failure::Absent => entry.is_err(),
            Failure::Denied(_) => !entry.is_ok_and(|entry| entry.is_symlink()),
            Failure::Other(_) => false,
        };
        if announced && will_be_heard { Retry::OnNudge } else { Retry::Timed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervise::Retry::{OnNudge, Timed};

    #[test]
    fn errors_become_what_a_person_can_act_on() {
        let path = Path::new("/nonexistent/ttyACM0");
        let cases = [
            (Errno::NOENT, Health::Absent, OnNudge),
            (Errno::NODEV, Health::Absent, OnNudge),
            (Errno::ACCESS, Health::Denied("/nonexistent/ttyACM0: no right to read and write it".into()), OnNudge),
            (
                Errno::BUSY,
                Health::Trouble(Trouble::Other("/nonexistent/ttyACM0: in use by another program".into())),
                Timed,
            ),
            (Errno::NOTTY, Health::Trouble(Trouble::Other("/nonexistent/ttyACM0: not a serial port".into())), Timed),
        ];
        for (error, health, retry) in cases {
            let failure = Failure::of(path, &error.into());
            assert_eq!(failure.health(), health);
            assert_eq!(failure.retry(path, true), retry, "{error:?}");
            assert_eq!(failure.retry(path, false), Timed, "{error:?} and nothing announces it");
        }
    }

    #[test]
    fn a_link_that_leads_nowhere_is_looked_at_again() {
        let folder = tempfile::tempdir().expect("folder");
        let link = folder.path().join("scanner");
        std::os::unix::fs::symlink("/nonexistent/tty", &link).expect("link");
        assert_eq!(Failure::Absent.retry(&link, true), Timed);
        assert_eq!(Failure::Denied(String::new()).retry(&link, true), Timed);
    }
}
