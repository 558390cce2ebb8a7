//! Jobs that go their whole way within a day, in the midst of the weeks and at a kiosk whose clock is wrong: onto a bay, a part
//! asked for, a check failed and passed, ready a few minutes before or after the promised time, handed over, and back again.

use std::fmt::Write as _;

use super::script::{Act, DAY, PEOPLE, Step, days};

/// What happens to a job at a kiosk besides work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Course {
    /// The car on a bay.
    CarOn(String, &'static str),
    CarOff(String),
    /// A part is missing; the counter is asked for it.
    Ask(String),
    /// The counter says of the only open request that it is ready.
    PartReady,
    /// The next missing check of the operation, passed or not.
    Check(String, u16, bool),
    Deliver(String),
    /// The customer is back because of this job.
    ComeBack(String),
}

/// Both of them at work: the doer, and whoever checks.
const DOER: usize = 8;
const CHECKER: usize = 9;
const CLERK: usize = 4;
const LEAD: usize = 5;

/// The job with a rework on the day of this number, the one without, and one of which something is left to do.
pub(super) fn jobs(nth: i64) -> [String; 3] {
    ["1", "2", "3"].map(|last| format!("5{nth}0{last}"))
}

/// The operation of a job of [`jobs`]: hours in thousandths, and its checks.
const OPERATIONS: [(&str, &str); 3] = [("1.0", "self final"), ("0.5", "self mutual final"), ("2.0", "self")];

/// When the first two are ready, in minutes of the day, and the promised times: one is met by minutes, one missed by minutes,
/// in turns.
const READY: [i64; 2] = [11 * 60 + 30, 14 * 60 + 5];
fn promised(nth: i64) -> [i64; 3] {
    let (early, late) = if nth % 2 == 0 { (-4, 6) } else { (6, -4) };
    [READY[0] + early, READY[1] + late, 16 * 60]
}

/// The tables with these people and jobs, as the shop imports them.
pub(super) fn tables() -> [(&'static str, String); 3] {
    let mut people = "person,name_en,name_zh,role,badges,rights\n".to_owned();
    for (person, rights) in [(&PEOPLE[DOER], ""), (&PEOPLE[CHECKER], "inspect")] {
        writeln!(people, "{},{},,technician,{:010},{rights}", person.id, person.name, person.badge).expect("a row");
    }
    let mut jobs_table = "job,vin,plate,model,payer,waits,promised,bay,comeback_of\n".to_owned();
    let mut operations = "job,op,title_en,title_zh,hours,checks,technicians\n".to_owned();
    for (nth, start) in days() {
        for (at, job) in jobs(nth).iter().enumerate() {
            let (minute, day) = (promised(nth)[at], super::date(start));
            let promised = format!("{day}T{:02}:{:02}:00+08:00", minute / 60, minute % 60);
            writeln!(jobs_table, "{job},LFV2A21K2J30{job}{at},沪A·{job},Sagitar,customer,no,{promised},B{},", at + 1)
                .expect("a row");
            let (hours, checks) = OPERATIONS[at];
            writeln!(operations, "{job},1,Service of {job},,{hours},{checks},{}", PEOPLE[DOER].id).expect("a row");
            if at == 2 {
                writeln!(operations, "{job},2,Wash of {job},,0.3,self,{}", PEOPLE[CHECKER].id).expect("a row");
            }
        }
    }
    [("people.csv", people), ("jobs.csv", jobs_table), ("operations.csv", operations)]
}

/// What becomes of the jobs of one day, at the bay of that number. On most days its clock is wrong from half past nine to half
/// past three.
pub(super) fn day(nth: i64, start: i64, kiosk: usize) -> Vec<Step> {
    let [first, second, third] = jobs(nth);
    let started = |job: &String| Act::Start(job.clone(), 1);
    let done = |job: &String| Act::Finish(job.clone(), 1);
    let course = Act::Course;
    let check = |job: &String, passed| course(Course::Check(job.clone(), 1, passed));
    let mut plan = vec![
        ((7, 40), DOER, 0, Act::In),
        ((7, 42), CHECKER, 0, Act::In),
        // Not the one that was planned.
        ((8, 20), LEAD, 0, course(Course::CarOn(third.clone(), "B5"))),
        ((8, 25), DOER, kiosk, started(&third)),
        ((8, 44), DOER, kiosk, done(&third)),
        ((9, 36), DOER, kiosk, started(&first)),
        ((9, 40), DOER, kiosk, course(Course::CarOn(first.clone(), "B1"))),
        ((10, 3), DOER, kiosk, course(Course::Ask(first.clone()))),
        ((10, 20), CLERK, kiosk, course(Course::PartReady)),
        ((10, 41), DOER, kiosk, done(&first)),
        ((10, 50), CHECKER, kiosk, check(&first, false)),
        ((11, 1), DOER, kiosk, started(&first)),
        ((11, 19), DOER, kiosk, done(&first)),
        ((11, 30), CHECKER, kiosk, check(&first, true)),
        ((11, 40), DOER, kiosk, course(Course::CarOff(first.clone()))),
        ((11, 47), LEAD, kiosk, course(Course::Deliver(first.clone()))),
        ((13, 10), DOER, kiosk, started(&second)),
        ((13, 12), DOER, kiosk, course(Course::CarOn(second.clone(), "B2"))),
        ((13, 50), DOER, kiosk, done(&second)),
        ((14, 0), CHECKER, kiosk, check(&second, true)),
        ((14, 5), LEAD, kiosk, check(&second, true)),
        ((14, 10), LEAD, kiosk, course(Course::Deliver(second))),
        ((17, 5), DOER, 0, Act::Out),
        ((17, 6), CHECKER, 0, Act::Out),
    ];
    if nth % 2 == 1 {
        plan.push(((15, 0), LEAD, kiosk, course(Course::ComeBack(first))));
    }
    // The customer of a week before.
    if nth == 4 {
        plan.push(((8, 50), LEAD, 0, course(Course::ComeBack(jobs(2)[1].clone()))));
    }
    debug_assert!(plan.iter().all(|((hour, _), ..)| hour * 60 < DAY), "within the day");
    let step = |((hour, minute), person, kiosk, act)| Step { at: start + hour * 60 + minute, person, kiosk, act };
    plan.into_iter().map(step).collect()
}
