//! A line in the hub's log for each request that was turned away: from where, what, and why. Not more than some in a minute:
//! whoever floods the hub does not fill its disk.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;

use crate::clock;

/// Lines within [`WINDOW`].
const MOST: u64 = 30;
const WINDOW: Duration = Duration::from_secs(60);

/// Why a request was turned away, as an answer carries it to here.
#[derive(Debug, Clone)]
pub(super) struct Words(pub(super) String);

/// How many lines this minute has.
#[derive(Debug, Default)]
struct Minute {
    began: Duration,
    lines: u64,
}

static MINUTE: Mutex<Minute> = Mutex::new(Minute { began: Duration::ZERO, lines: 0 });

impl Minute {
    /// Whether there is room for one more line, and how many were left out in the minute before, once.
    fn line(&mut self, now: Duration) -> (bool, Option<u64>) {
        let mut left_out = None;
        if now.saturating_sub(self.began) >= WINDOW {
            left_out = self.lines.checked_sub(MOST).filter(|count| *count > 0);
            *self = Minute { began: now, lines: 0 };
        }
        self.lines += 1;
        (self.lines <= MOST, left_out)
    }
}

/// Notes it when the answer says no for a reason that lies in the request.
pub(super) async fn note(request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let query = request.uri().query().unwrap_or_default().to_owned();
    let response = next.run(request).await;
    let status = response.status();
    // 409 is how station and hub find to each other, and an old protocol says so on its own screen.
    let usual = [StatusCode::CONFLICT, StatusCode::UPGRADE_REQUIRED, StatusCode::NOT_FOUND];
    if status.is_client_error() && !usual.contains(&status) {
        let (room, left_out) = MINUTE.lock().unwrap_or_else(PoisonError::into_inner).line(clock::now().steady);
        if let Some(count) = left_out {
            tracing::warn!(count, "more requests were refused than are listed here");
        }
        if room {
            let why = response.extensions().get::<Words>().map_or("", |words| words.0.as_str());
            tracing::warn!(%method, path, query, status = status.as_u16(), why, "a request was refused");
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_gets_some_lines_and_a_count() {
        let mut minute = Minute::default();
        let now = Duration::from_secs(600);
        let lines: Vec<bool> = (0..100).map(|_| minute.line(now).0).collect();
        assert_eq!(lines.iter().filter(|room| **room).count(), 30);
        assert_eq!(minute.line(now + WINDOW), (true, Some(70)));
        assert_eq!(minute.line(now + WINDOW * 2), (true, None));
    }
}
