//! What a lamp shows and a buzzer sounds: steps in time.

use std::time::Duration;

use crate::driver::tone::Tone;

/// Bits of the lamps of a stack light.
pub(super) const RED: u8 = 1;
pub(super) const AMBER: u8 = 2;
pub(super) const GREEN: u8 = 4;
/// The bit of a buzzer.
pub(super) const ON: u8 = 1;

/// Outputs that are on for a while.
type Step = (u8, Duration);

const fn ms(on: u8, time: u64) -> Step {
    (on, Duration::from_millis(time))
}

/// Shows or sounds one pattern after the other; a newer one takes the place of the one under way.
#[derive(Debug)]
pub(super) struct Player {
    patterns: fn(Tone) -> &'static [Step],
    playing: &'static [Step],
    since: Duration,
}

impl Player {
    /// A stack light: green for 2 s when it is done, red for 3 s when it is refused, amber for 10 s when a person is
    /// asked for.
    pub(super) fn lamp() -> Self {
        Self::new(|tone| match tone {
            Tone::Good => const { &[ms(GREEN, 2000)] },
            Tone::Bad => const { &[ms(RED, 3000)] },
            Tone::Attention => const { &[ms(AMBER, 10_000)] },
            Tone::Ignored => &[],
        })
    }

    /// A buzzer: one, three fast, two slow, as [`Tone::pattern`] has them.
    pub(super) fn buzzer() -> Self {
        Self::new(|tone| match tone {
            Tone::Good => const { &[ms(ON, 80)] },
            Tone::Bad => const { &[ms(ON, 70), ms(0, 50), ms(ON, 70), ms(0, 50), ms(ON, 200)] },
            Tone::Attention => const { &[ms(ON, 200), ms(0, 200), ms(ON, 200)] },
            Tone::Ignored => &[],
        })
    }

    fn new(patterns: fn(Tone) -> &'static [Step]) -> Self {
        Self { patterns, playing: &[], since: Duration::ZERO }
    }

    /// Begins with the pattern of `tone`. One without steps changes nothing.
    pub(super) fn play(&mut self, now: Duration, tone: Tone) {
        let pattern = (self.patterns)(tone);
        if !pattern.is_empty() {
            (self.playing, self.since) = (pattern, now);
        }
    }

    /// The outputs that are on at `now`, and until when that holds; for ever when nothing plays.
    pub(super) fn at(&self, now: Duration) -> (u8, Option<Duration>) {
        let mut end = self.since;
        for (on, time) in self.playing {
            end = end.saturating_add(*time);
            if now < end {
                return (*on, Some(end));
            }
        }
        (0, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The changes of the outputs with their moments in milliseconds, up to the end.
    fn changes(player: &Player, from: u64) -> Vec<(u128, u8)> {
        let mut now = Duration::from_millis(from);
        let mut found = Vec::new();
        loop {
            let (on, until) = player.at(now);
            found.push((now.as_millis(), on));
            let Some(until) = until else { return found };
            now = until;
        }
    }

    #[test]
    fn each_signal_has_its_own_pattern_and_ends() {
        let check = |mut player: Player, tone, expected: &[(u128, u8)]| {
            player.play(Duration::from_secs(1), tone);
            assert_eq!(changes(&player, 1000), expected, "{tone:?}");
        };
        check(Player::lamp(), Tone::Good, &[(1000, GREEN), (3000, 0)]);
        check(Player::lamp(), Tone::Bad, &[(1000, RED), (4000, 0)]);
        check(Player::lamp(), Tone::Attention, &[(1000, AMBER), (11_000, 0)]);
        check(Player::lamp(), Tone::Ignored, &[(1000, 0)]);
        check(Player::buzzer(), Tone::Good, &[(1000, 1), (1080, 0)]);
        check(Player::buzzer(), Tone::Attention, &[(1000, 1), (1200, 0), (1400, 1), (1600, 0)]);
        let bad = [(1000, 1), (1070, 0), (1120, 1), (1190, 0), (1240, 1), (1440, 0)];
        check(Player::buzzer(), Tone::Bad, &bad);
    }

    #[test]
    fn a_newer_signal_takes_the_place_of_the_last_and_an_ignored_one_does_not() {
        let mut lamp = Player::lamp();
        lamp.play(Duration::ZERO, Tone::Good);
        lamp.play(Duration::from_millis(500), Tone::Bad);
        lamp.play(Duration::from_millis(600), Tone::Ignored);
        assert_eq!(changes(&lamp, 700), [(700, RED), (3500, 0)]);
    }
}
