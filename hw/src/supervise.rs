//! When to open a device, and when to try again: a pure machine.
//!
//! A driver asks [`Supervisor::next`], does what it says, and reports what came of it. Time is an argument (since any
//! fixed moment), so that a test can run a day of unplugging in a millisecond.

use std::time::Duration;

/// Two attempts never follow each other faster than this, however many nudges come.
const MIN_GAP: Duration = Duration::from_millis(20);
/// A device that stayed open this long is not flapping: when it is lost, waiting starts anew.
const STEADY: Duration = Duration::from_secs(2);

/// How long to wait between attempts: doubled from `first` to `cap`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    pub first: Duration,
    pub cap: Duration,
}

impl Policy {
    /// Devices on a cable of this computer: ready again within a second of being plugged in.
    pub const LOCAL: Policy = Policy { first: Duration::from_millis(50), cap: Duration::from_millis(500) };
    /// Devices on the network that keep a connection open.
    pub const NETWORK: Policy = Policy { first: Duration::from_millis(250), cap: Duration::from_secs(5) };
    /// Printers, which others use too and which serve one at a time: asked gently while unwell.
    pub const PRINTER: Policy = Policy { first: Duration::from_secs(1), cap: Duration::from_secs(30) };
}

/// What the driver does now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Open the device, then report [`Supervisor::opened`] or [`Supervisor::failed`].
    Open,
    /// The device is open: wait for it, and report [`Supervisor::lost`] when it goes.
    Use,
    /// Wait for a nudge, or until the given moment if there is one.
    Wait { until: Option<Duration> },
}

/// What can end the waiting after a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// Nothing announces the device: try again after a while.
    Timed,
    /// The device is not there and its coming will be announced: sleep until then.
    OnNudge,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Due,
    InUse { since: Duration },
    Waiting { until: Option<Duration> },
}

/// The reconnecting of one device.
#[derive(Debug)]
pub struct Supervisor {
    policy: Policy,
    state: State,
    delay: Duration,
    /// When the last attempt was made; nothing before the first.
    tried: Option<Duration>,
}

impl Supervisor {
    /// A device that was never opened: [`Next::Open`] is due at once.
    pub fn new(policy: Policy) -> Self {
        Self { policy, state: State::Due, delay: policy.first, tried: None }
    }

    /// What to do at `now`.
    pub fn next(&mut self, now: Duration) -> Next {
        match self.state {
            State::InUse { .. } => Next::Use,
            State::Waiting { until } if until.is_none_or(|until| now < until) => Next::Wait { until },
            State::Waiting { .. } | State::Due => {
                self.state = State::Due;
                self.tried = Some(now);
                Next::Open
            }
        }
    }

    /// The device was opened at `now`.
    pub fn opened(&mut self, now: Duration) {
        self.state = State::InUse { since: now };
    }

    /// The attempt failed at `now`.
    pub fn failed(&mut self, now: Duration, retry: Retry) {
        let until = match retry {
            Retry::Timed => Some(now.saturating_add(self.lengthen())),
            Retry::OnNudge => None,
        };
        self.state = State::Waiting { until };
    }

    /// The open device went away at `now`.
    pub fn lost(&mut self, now: Duration) {
        if let State::InUse { since } = self.state
            && now.saturating_sub(since) >= STEADY
        {
            self.delay = self.policy.first;
        }
        self.state = State::Waiting { until: Some(now.saturating_add(self.lengthen())) };
    }

    /// Something happened at `now` that may bring the device back (its directory changed): try soon.
    pub fn nudged(&mut self, now: Duration) {
        if let State::Waiting { until } = self.state {
            let soon = self.tried.map_or(now, |tried| now.max(tried.saturating_add(MIN_GAP)));
            self.state = State::Waiting { until: Some(until.map_or(soon, |until| until.min(soon))) };
            self.delay = self.policy.first;
        }
    }

    /// The delay to use now; the next one is twice as long.
    fn lengthen(&mut self) -> Duration {
        let delay = self.delay;
        self.delay = delay.saturating_mul(2).min(self.policy.cap);
        delay
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    /// Lets time pass up to the moment the machine asks for, at most to `end`; returns the moments of attempts.
    fn attempts(machine: &mut Supervisor, mut now: Duration, end: Duration) -> Vec<u128> {
        let mut tried = Vec::new();
        while now <= end {
            match machine.next(now) {
                Next::Open => {
                    tried.push(now.as_millis());
                    machine.failed(now, Retry::Timed);
                }
                Next::Wait { until: Some(until) } => now = until,
                Next::Wait { until: None } | Next::Use => break,
            }
        }
        tried
    }

    #[test]
    fn waits_grow_up_to_the_cap() {
        let mut local = Supervisor::new(Policy::LOCAL);
        assert_eq!(attempts(&mut local, ms(0), ms(2000)), [0, 50, 150, 350, 750, 1250, 1750]);
        let mut network = Supervisor::new(Policy::NETWORK);
        assert_eq!(attempts(&mut network, ms(0), ms(15_000)), [0, 250, 750, 1750, 3750, 7750, 12_750]);
    }

    #[test]
    fn an_announced_device_costs_nothing_while_it_is_away() {
        let mut machine = Supervisor::new(Policy::LOCAL);
        assert_eq!(machine.next(ms(0)), Next::Open);
        machine.failed(ms(0), Retry::OnNudge);
        assert_eq!(machine.next(ms(86_400_000)), Next::Wait { until: None });
        machine.nudged(ms(86_400_000));
        assert_eq!(machine.next(ms(86_400_000)), Next::Open);
    }

    #[test]
    fn nudges_in_a_row_do_not_hammer() {
        let mut machine = Supervisor::new(Policy::LOCAL);
        let mut opens = 0;
        for now in 0..1000 {
            machine.nudged(ms(now));
            if machine.next(ms(now)) == Next::Open {
                opens += 1;
                machine.failed(ms(now), Retry::Timed);
            }
        }
        assert_eq!(opens, 50);
    }

    #[test]
    fn a_steady_device_is_tried_again_at_once_and_a_flapping_one_is_not() {
        let mut machine = Supervisor::new(Policy::LOCAL);
        machine.opened(ms(0));
        assert_eq!(machine.next(ms(60_000)), Next::Use);
        machine.lost(ms(60_000));
        assert_eq!(machine.next(ms(60_000)), Next::Wait { until: Some(ms(60_050)) });
        let mut now = ms(60_050);
        for expected in [100, 200, 400, 500, 500] {
            assert_eq!(machine.next(now), Next::Open);
            machine.opened(now);
            machine.lost(now);
            assert_eq!(machine.next(now), Next::Wait { until: Some(now + ms(expected)) });
            now += ms(expected);
        }
    }

    proptest! {
        #[test]
        fn never_waits_beyond_the_cap_unless_announced(steps in proptest::collection::vec((0u64..2000, 0u8..5), 0..100)) {
            let mut machine = Supervisor::new(Policy::LOCAL);
            let mut now = Duration::ZERO;
            for (step, what) in steps {
                now += ms(step);
                match what {
                    0 => machine.opened(now),
                    1 => machine.failed(now, Retry::Timed),
                    2 => machine.lost(now),
                    3 => machine.nudged(now),
                    _ => machine.failed(now, Retry::OnNudge),
                }
                if let Next::Wait { until: Some(until) } = machine.next(now) {
                    prop_assert!(until > now && until - now <= Policy::LOCAL.cap);
                }
            }
        }
    }
}
