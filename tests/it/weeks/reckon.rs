//! Another reckoning of the two weeks: minute by minute, of what people did and when they really did it. It knows nothing
//! of the product's code and reads none of its clocks.

use std::collections::BTreeMap;

use super::script::{Act, DAY, Step};

/// What somebody does in a minute on the clock of the work.
pub(super) type Work = Option<String>;

/// Minutes of one day of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) attendance: i64,
    pub(super) breaks: i64,
    pub(super) job: i64,
    pub(super) activity: i64,
    /// Something was forgotten, and nobody has looked at all of it.
    pub(super) to_check: bool,
    /// Minutes by job and operation.
    pub(super) by_operation: BTreeMap<String, i64>,
}

const SHIFT_START: i64 = 8 * 60;
const SHIFT_END: i64 = 17 * 60 + 30;
const NOON: i64 = 12 * 60;
const ONE: i64 = 13 * 60;

/// What goes on at each minute of a day that began at `start`.
pub(super) fn sums(steps: &[Step], person: usize, start: i64) -> Sums {
    let of_day = steps.iter().filter(|step| step.person == person && (start..start + DAY).contains(&step.at));
    let acts: Vec<(i64, &Act)> =
        of_day.map(|step| (step.at - start, &step.act)).filter(|(_, act)| is_own(act)).collect();
    let Some(last) = acts.last().map(|(at, _)| *at) else { return Sums::default() };
    let correction = correction(steps, start);
    let came = acts.iter().any(|(_, act)| **act == Act::In);
    let went = acts.iter().any(|(_, act)| **act == Act::Out);
    let runs = running_at_the_end(&acts);
    // Closed by rule with the shift, or with what was done last; the lead's word comes before.
    let closing = SHIFT_END.max(last);
    let mut out = if went { last } else { closing };
    let mut comes = if came { acts[0].0 } else { first_act(&acts) };
    let mut work_ends = if went { last } else { closing };
    match correction.filter(|_| !came || !went) {
        Some((None, end)) if !went && runs => work_ends = end,
        Some((None, end)) => out = end,
        Some((Some(from), end)) => (comes, out) = (from, end),
        None => {}
    }
    let mut sums = Sums { to_check: !went && runs, ..Sums::default() };
    // Whoever acts in the break of the shift ends it.
    let acted = acts.iter().map(|(at, _)| *at).find(|at| NOON < *at && *at < ONE).unwrap_or(ONE);
    let own_noon = (NOON..acted).any(|minute| at_work(&acts, minute).1);
    for minute in 0..DAY {
        let lunch = !own_noon && (NOON..acted).contains(&minute);
        let present = (comes..out).contains(&minute);
        let (work, on_break) = at_work(&acts, minute);
        sums.attendance += i64::from(present);
        sums.breaks += i64::from(on_break || lunch && present_at_noon(comes, out));
        if lunch || minute >= work_ends {
            continue;
        }
        match work {
            Some(what) if what.starts_with(|c: char| c.is_ascii_digit()) => {
                sums.job += 1;
                *sums.by_operation.entry(what).or_default() += 1;
            }
            Some(_) => sums.activity += 1,
            None => {}
        }
    }
    sums
}

fn is_own(act: &Act) -> bool {
    !matches!(act, Act::Correct(_) | Act::Cut(_) | Act::Mend | Act::Course(_))
}

fn present_at_noon(comes: i64, out: i64) -> bool {
    comes <= NOON && NOON < out
}

/// Whoever did not come in was there from the first act on, else from the beginning of the shift.
fn first_act(acts: &[(i64, &Act)]) -> i64 {
    acts.iter().find(|(_, act)| **act != Act::Out).map_or(SHIFT_START, |(at, _)| *at)
}

fn running_at_the_end(acts: &[(i64, &Act)]) -> bool {
    at_work(acts, DAY).0.is_some()
}

/// What the person is on after all acts up to this minute, and whether on a break of their own.
fn at_work(acts: &[(i64, &Act)], minute: i64) -> (Work, bool) {
    let (mut work, mut on_break) = (None, false);
    for (_, act) in acts.iter().filter(|(at, _)| *at <= minute) {
        match act {
            Act::Start(job, op) => (work, on_break) = (Some(format!("{job}/{op}")), false),
            Act::Pause(_) | Act::Finish(..) | Act::Out | Act::Activity('6') => work = None,
            Act::BreakBegin => (work, on_break) = (None, true),
            Act::BreakEnd => on_break = false,
            Act::Activity(_) => (work, on_break) = (Some("activity".to_owned()), false),
            Act::In | Act::Badge | Act::Correct(_) | Act::Cut(_) | Act::Mend | Act::Course(_) => {}
        }
        on_break &= **act != Act::Out;
    }
    (work, on_break)
}

/// What the lead said the next morning, in minutes of the day: from when, if that was said, and until when.
fn correction(steps: &[Step], start: i64) -> Option<(Option<i64>, i64)> {
    let minute = |text: &str| {
        let (hour, minute) = text.split_once(':').expect("a time");
        hour.parse::<i64>().expect("an hour") * 60 + minute.parse::<i64>().expect("minutes")
    };
    let next = steps.iter().find(|step| step.at > start + DAY && matches!(step.act, Act::Correct(_)))?;
    let Act::Correct(text) = &next.act else { return None };
    Some(match text.split_once('-') {
        Some((from, to)) => (Some(minute(from)), minute(to)),
        None => (None, minute(text)),
    })
}
