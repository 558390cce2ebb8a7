//! Figures, credits, progress and settlement, from the records of a short story.

use super::script::Stage;
use super::time::Plain;
use crate::domain::figures::Figures;
use crate::domain::history::History;
use crate::domain::progress::steps;
use crate::domain::settlement::Settlement;
use crate::domain::shift::Calendar;
use crate::domain::work::PauseReason;

/// Plays the acts and gives the stage with its records.
fn played(acts: &str) -> (Stage, History) {
    let mut stage = Stage::new();
    acts.lines().for_each(|line| {
        stage.line(line);
    });
    let mut history = History::default();
    stage.log.iter().for_each(|record| history.take(record));
    (stage, history)
}

/// One job that waits for parts, is sent back once, and is delivered; then the car is back.
const STORY: &str = "ada@office job 5001 ops=1:final
tom@bay car-on 5001 B2
tom@bay start 5001 1
tom@bay request 5001 1 part=NUT
tom@bay pause parts
wait 50
clara@counter answer 5001 r4 ready
tom@bay start 5001 1
tom@bay finish 5001 1
lea@bay send-back 5001 1 final note=leaks
tom@bay start 5001 1
tom@bay finish 5001 1
lea@bay check 5001 1 final
ada@counter deliver 5001
ada@counter comeback 5001 of=5001 by=tom words=again";

#[test]
fn figures_follow_from_the_records() {
    let (_, history) = played(STORY);
    let figures = Figures::of(&history, i64::MIN, 1_000_000_000, &|_, at_ms| Plain.frame(at_ms));
    assert_eq!((figures.delivered, figures.first_time, figures.reworks, figures.inspected), (1, 0, 1, 2));
    assert_eq!(figures.rework_rate(), Some(50));
    assert_eq!((figures.comebacks, figures.comeback_rate()), (1, Some(100)));
    assert_eq!(figures.bay_turns.values().copied().collect::<Vec<_>>(), [1]);
    assert_eq!(figures.waiting_ms.get(&PauseReason::Parts), Some(&70_000), "50 s and two steps of 10 s");
    assert_eq!((figures.picks, figures.pick_ms), (1, 70_000));
    assert_eq!((figures.credited.0, figures.clocked_ms), (1000, 40_000));
    let none = Figures::of(&history, 0, 1, &|_, at_ms| Plain.frame(at_ms));
    assert_eq!((none.delivered, none.clocked_ms, none.efficiency()), (0, 0, None));
}

#[test]
fn a_job_that_came_back_was_not_right_the_first_time() {
    let job = |no: u32| {
        format!(
            "ada@office job {no} ops=1:none\ntom@bay start {no} 1\ntom@bay finish {no} 1\nada@counter deliver {no}\n"
        )
    };
    let of = |acts: &str| {
        let (_, history) = played(acts);
        let figures = Figures::of(&history, i64::MIN, 1_000_000_000, &|_, at_ms| Plain.frame(at_ms));
        (figures.first_time, figures.delivered, figures.first_time_rate())
    };
    let two = job(5001) + &job(5002);
    assert_eq!(of(&two), (2, 2, Some(100)));
    assert_eq!(of(&format!("{two}ada@counter comeback 5003 of=5001 by=tom words=again")), (1, 2, Some(50)));
}

#[test]
fn nobody_is_credited_in_a_settlement_before_the_last_check() {
    let acts = "ada@office job 5001 ops=1:final\ntom@bay start 5001 1\ntom@bay finish 5001 1";
    let credits = |acts: &str| {
        let (_, history) = played(acts);
        let job = history.job(&super::shop::job_no("5001")).expect("the job");
        let settlement = Settlement::of(job, &|_| 0);
        settlement.labour.iter().map(|labour| (labour.done, labour.credits.len())).collect::<Vec<_>>()
    };
    assert_eq!(credits(acts), [(true, 0)]);
    assert_eq!(credits(&format!("{acts}\nlea@bay check 5001 1 final")), [(true, 1)]);
}

#[test]
fn the_rework_rate_is_of_work_that_somebody_else_looked_at() {
    let checks = ["none", "self", "self+mutual", "mutual+final", "final"];
    let jobs: String = (0..5).map(|n| format!("ada@office job 500{n} ops=1:{}\n", checks[n])).collect();
    let done: String = (0..5)
        .map(|n| {
            let own = if n == 1 || n == 2 { " checked" } else { "" };
            format!("tom@bay start 500{n} 1\ntom@bay finish 500{n} 1{own}\n")
        })
        .collect();
    let looked_at = "tim@bay check 5002 1 mutual\ntim@bay check 5003 1 mutual\nlea@bay check 5003 1 final";
    let (_, history) = played(&format!("{jobs}{done}{looked_at}"));
    let of = |history: &History| Figures::of(history, i64::MIN, 1_000_000_000, &|_, at_ms| Plain.frame(at_ms));
    let figures = of(&history);
    assert_eq!((figures.reworks, figures.inspected), (0, 2), "no self-check, and two levels of one work are one");
    let back = "lea@bay send-back 5003 1 final note=leaks\nlea@bay send-back 5004 1 final note=leaks";
    let (_, history) = played(&format!("{jobs}{done}{looked_at}\n{back}"));
    let figures = of(&history);
    assert_eq!((figures.reworks, figures.inspected, figures.rework_rate()), (2, 3, Some(66)));
}

#[test]
fn steps_are_told_in_order_and_an_undo_tells_none() {
    let (stage, _) = played(STORY);
    let told: Vec<&str> =
        stage.log.iter().flat_map(|record| steps(record)).map(|progress| progress.step.code()).collect();
    let expected = "started waiting part-ready started rework started checked ready delivered";
    assert_eq!(told.join(" "), expected);
    let (stage, _) = played("tom@bay start 4711 1\ntom@bay undo r1");
    assert_eq!(stage.log.iter().flat_map(|record| steps(record)).count(), 1);
}

#[test]
fn nobody_gets_hours_for_a_comeback_of_their_own_work() {
    let acts = "tom@bay start 4712 1\nada@office job 5001 ops=1:none comeback=4712\ntom@bay start 5001 1
tim@bay start 5001 1\ntom@bay finish 5001 1\ntim@bay finish 5001 1";
    let (_, history) = played(acts);
    let job = history.job(&super::shop::job_no("5001")).expect("the comeback");
    let credits: Vec<(String, i64)> =
        job.credits(&job.operations[0]).into_iter().map(|(person, hours)| (person.to_string(), hours.0)).collect();
    assert_eq!(credits, [("tim".to_owned(), 500), ("tom".to_owned(), 0)]);
}

#[test]
fn a_settlement_leaves_out_what_the_customer_does_not_want() {
    let acts = "tom@bay extra 4711 title=new_tyres\nada@counter customer 4711 3 refuses who=Mr_Chen
clara@counter issue 4711 FILTER 1\nclara@counter sign 4711 tom";
    let (_, history) = played(acts);
    let job = history.job(&super::shop::job_no("4711")).expect("the job");
    let settlement = Settlement::of(job, &|_| 0);
    assert_eq!(settlement.labour.iter().map(|labour| labour.op.0).collect::<Vec<_>>(), [1, 2]);
    let parts: Vec<(&str, i64, &str)> =
        settlement.parts.iter().map(|part| (part.part.as_str(), part.qty.0, part.payer.code())).collect();
    assert_eq!(parts, [("FILTER", 1000, "customer")]);
}
