//! What the service manager is told (systemd's notification protocol, sd_notify(3)): ready, alive, stopping. Where there
//! is none, as in a terminal, nothing happens.

use std::time::Duration;

use sd_notify::NotifyState;

/// The program does its work from now on.
pub fn ready(status: &str) {
    tell(&[NotifyState::Ready, NotifyState::Status(status)]);
}

/// Feeds the watchdog.
pub fn alive() {
    tell(&[NotifyState::Watchdog]);
}

/// The program ends on its own account.
pub fn stopping() {
    tell(&[NotifyState::Stopping]);
}

/// How often the watchdog is to be fed, half the time that the service manager waits; `None` when it does not wait.
pub fn feeding() -> Option<Duration> {
    sd_notify::watchdog_enabled().map(|limit| limit / 2)
}

fn tell(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::warn!(%error, "the service manager was not told");
    }
}
