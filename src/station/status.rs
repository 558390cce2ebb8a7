//! How the kiosk is, in short, for whoever looks after it.

use super::{Station, consoles};
use crate::sync::plan::LinkState;

/// How the kiosk is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    pub station: String,
    pub device: Option<u32>,
    /// The store takes records.
    pub recording: bool,
    pub link: Link,
    /// Records that the hub has not.
    pub waiting: u64,
    pub labels_to_check: usize,
    /// Names of devices that are not ready.
    pub devices_unwell: Vec<String>,
    pub logged_on: bool,
    pub consoles: usize,
}

/// How the kiosk stands with its hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    NotEnrolled,
    Starting,
    Online,
    Offline,
}

impl Station {
    /// How the kiosk is.
    pub fn status(&self) -> Status {
        let link = match (self.settings.device, self.plan.link()) {
            (None, _) => Link::NotEnrolled,
            (Some(_), LinkState::Starting) => Link::Starting,
            (Some(_), LinkState::Online) => Link::Online,
            (Some(_), LinkState::Offline { .. }) => Link::Offline,
        };
        Status {
            station: self.settings.name.clone(),
            device: self.settings.device,
            recording: self.stopped.is_none(),
            link,
            waiting: self.plan.waiting(),
            labels_to_check: self.labels.to_check(),
            devices_unwell: self.health.unwell(),
            logged_on: self.session.person.is_some(),
            consoles: consoles::count(self),
        }
    }
}
