//! Jobs whose cars do not come: when it is time they stop holding parts, without anybody doing it.

use std::time::Duration;

use super::Station;
use super::input::World;
use super::pipeline::Then;
use super::record::Wish;
use crate::domain::command::Command;
use crate::domain::entry::Cause;
use crate::domain::no_show;

/// How often the jobs are looked at: it is a matter of days.
const AGAIN: Duration = Duration::from_secs(60);

impl Station {
    /// When the next job stops being waited for, in steady time; only a counter that knows the time minds it.
    pub(super) fn plan_no_show(&mut self, world: World<'_>) {
        if world.now.steady < self.no_show_again {
            return;
        }
        self.no_show_again = world.now.steady + AGAIN;
        let minds = !self.is_bay() && self.settings.device.is_some() && world.now.trusted;
        let next = if minds { no_show::next(&self.book) } else { None };
        self.no_show_at = next.map(|(at_ms, _)| {
            let left = at_ms.saturating_sub(world.now.wall_ms);
            world.now.steady + Duration::from_millis(u64::try_from(left).unwrap_or(0))
        });
    }

    /// Records that nobody came, when it is time and nothing else is on its way.
    pub(super) fn record_no_show(&mut self, world: World<'_>) {
        let due = self.no_show_at.is_some_and(|at| at <= world.now.steady);
        if !due || self.pipeline.is_busy() || self.stopped.is_some() || !world.now.trusted {
            return;
        }
        // Whatever becomes of it, the jobs are looked at again.
        self.no_show_at = None;
        let next = no_show::next(&self.book).filter(|(at_ms, _)| *at_ms <= world.now.wall_ms);
        let Some((_, job)) = next else { return };
        let (question, late) = (self.session.question.take(), self.session.late_ms.take());
        let wish = Wish { then: Then::Quiet, ..Wish::new(&Cause::Keys) };
        self.submit(Command::ReleaseNoShow { job }, wish, world);
        (self.session.question, self.session.late_ms) = (question, late);
    }
}
