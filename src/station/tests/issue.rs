//! Parts out to a job and back: adding, setting, asking, taking back.

use super::{Kiosk, Verb, counter};
use crate::domain::event::Event;
use crate::domain::qty::Qty;
use crate::domain::reason::Reason;
use crate::identify::own::{OwnCode, PartLabel, encode};
use crate::station::effect::Beep;
use crate::station::key::Key;
use crate::station::session::Task;
use crate::station::tests::workshop::part_no;

/// A clerk with this job on the screen.
fn at(job: &str) -> Kiosk {
    let mut kiosk = counter().with("c-sun");
    kiosk.job(job);
    kiosk
}

#[test]
fn the_same_part_again_adds_one() {
    let mut kiosk = at("4712");
    kiosk.part("PLUG-1");
    kiosk.says("1 of 4 pc issued");
    kiosk.says("19 pc left in bin A-03-1");
    kiosk.part("PLUG-1");
    kiosk.says("2 of 4 pc issued");
    assert_eq!(kiosk.issued("4712", "PLUG-1"), 2000);
}

#[test]
fn over_the_required_quantity_it_asks() {
    let mut kiosk = at("4711");
    kiosk.part("OF-1");
    kiosk.part("OF-1");
    assert_eq!(kiosk.question(), "OF-1: 1 of 1 pc issued. More than required?");
    assert_eq!(kiosk.last_beep(), Some(Beep::Attention));
    kiosk.card(Verb::No);
    kiosk.says("Nothing was changed.");
    assert_eq!((kiosk.issued("4711", "OF-1"), kiosk.task()), (1000, &Task::Job));
    kiosk.part("OF-1");
    for no_reason in [Verb::Yes, Verb::Done] {
        kiosk.card(no_reason);
        kiosk.refuses("Answer the question first");
    }
    kiosk.choice(2);
    kiosk.saved("Issued: 1 pc OF-1");
    assert_eq!(kiosk.issued("4711", "OF-1"), 2000);
    assert!(kiosk.last_events().contains(&Event::MovesExplained { reason: Reason::Lost }));
}

#[test]
fn a_little_more_oil_than_required_asks_nothing() {
    let mut kiosk = at("4711");
    kiosk.part("OIL-5W30");
    kiosk.line("4.7");
    kiosk.saved("Quantity is now 4.7 l");
    kiosk.line("4.8");
    assert!(kiosk.question().contains("More than required?"), "{}", kiosk.picture());
}

#[test]
fn the_list_is_walked_bin_by_bin() {
    let kiosk = at("4711");
    let picture = kiosk.picture();
    let at = |part: &str| picture.find(part).unwrap_or_else(|| panic!("{part} is not on the screen:\n{picture}"));
    assert!(at("OIL-5W30") < at("BAT-1") && at("BAT-1") < at("PAD-1") && at("AF-1") < at("OF-1"), "{picture}");
}

#[test]
fn a_wrong_part_is_swapped_for_the_right_one_in_one_scan() {
    let mut kiosk = at("4711");
    kiosk.part("PLUG-1");
    assert!(kiosk.question().contains("not on the list"));
    kiosk.says("Expected now: OIL-5W30  Engine oil 5W-30  bin D-01-1");
    kiosk.part("BAT-1");
    kiosk.saved("Issued: 1 pc BAT-1");
    kiosk.says("PLUG-1 was not booked: put it back.");
    assert_eq!((kiosk.issued("4711", "BAT-1"), kiosk.issued("4711", "PLUG-1")), (1000, 0));
    assert_eq!(kiosk.commands(), ["IssuePart"]);
}

#[test]
fn every_way_to_answer_answers_once() {
    let yes: [fn(&mut Kiosk); 6] = [
        |kiosk| kiosk.card(Verb::Yes),
        |kiosk| kiosk.card(Verb::Done),
        |kiosk| kiosk.choice(1),
        |kiosk| kiosk.digit(1),
        |kiosk| kiosk.enter(),
        |kiosk| kiosk.typed("1"),
    ];
    let no: [fn(&mut Kiosk); 7] = [
        |kiosk| kiosk.card(Verb::No),
        |kiosk| kiosk.card(Verb::Cancel),
        |kiosk| kiosk.card(Verb::Back),
        |kiosk| kiosk.choice(2),
        |kiosk| kiosk.key(Key::Escape),
        |kiosk| kiosk.typed("2"),
        |kiosk| kiosk.typed("n"),
    ];
    let asked = || {
        let mut kiosk = at("4712");
        kiosk.part("WIPER-1");
        kiosk
    };
    for (nth, (answer, issued)) in yes.iter().map(|a| (a, 1000)).chain(no.iter().map(|a| (a, 0))).enumerate() {
        let mut kiosk = asked();
        answer(&mut kiosk);
        assert_eq!(kiosk.issued("4712", "WIPER-1"), issued, "answer {nth}");
        assert_eq!((kiosk.task(), kiosk.open_job()), (&Task::Job, Some("4712")), "answer {nth} does nothing else");
        assert!(kiosk.question().is_empty() && kiosk.station.session.typed.is_empty(), "answer {nth}");
    }
}

#[test]
fn what_is_no_answer_leaves_the_question() {
    let mut kiosk = at("4711");
    kiosk.part("WIPER-1");
    for other in 0..4 {
        match other {
            0 => kiosk.part("PLUG-1"),
            1 => kiosk.card(Verb::Yes),
            2 => kiosk.choice(9),
            _ => kiosk.enter(),
        }
        kiosk.refuses("Answer the question first");
        assert!(kiosk.question().contains("Who pays?"), "{other}");
    }
    assert!(kiosk.records.is_empty());
    kiosk.choice(2);
    kiosk.says("Issued: 1 pc WIPER-1");
    kiosk.says("warranty");
}

#[test]
fn extra_work_that_nobody_approved_is_not_issued_silently() {
    let mut kiosk = at("4712");
    kiosk.part("WIPER-1");
    assert!(kiosk.question().contains("the customer has not approved"));
    assert!(kiosk.records.is_empty());
    kiosk.card(Verb::Yes);
    kiosk.saved("Issued: 1 pc WIPER-1");
}

#[test]
fn more_than_the_book_has_is_recorded_and_said() {
    let mut kiosk = at("4712");
    kiosk.part("WIPER-1");
    kiosk.card(Verb::Yes);
    kiosk.says("To be checked: bin C-02-1 now shows -1");
    assert!(kiosk.last_events().iter().any(|event| matches!(event, Event::DiscrepancyRaised { .. })));
    assert!(!kiosk.notice().contains("left in bin"));
}

#[test]
fn a_quantity_sets_the_last_line() {
    let mut kiosk = at("4712");
    kiosk.part("PLUG-1");
    kiosk.line("4");
    kiosk.saved("Quantity is now 4 pc: PLUG-1");
    assert_eq!(kiosk.issued("4712", "PLUG-1"), 4000);
    kiosk.quantity_card(2000);
    kiosk.saved("Quantity is now 2 pc: PLUG-1");
    assert_eq!((kiosk.issued("4712", "PLUG-1"), kiosk.in_bin("PLUG-1", "A-03-1")), (2000, 18_000));
    kiosk.line("2");
    kiosk.says("The quantity is 2 pc already");
    kiosk.line("0");
    kiosk.refuses("not possible");
    kiosk.line("1.5");
    kiosk.refuses("whole numbers");
    assert_eq!(kiosk.issued("4712", "PLUG-1"), 2000);
}

#[test]
fn a_line_scanned_several_times_is_set_as_a_whole() {
    let mut kiosk = at("4712");
    kiosk.part("PLUG-1");
    kiosk.part("PLUG-1");
    kiosk.part("PLUG-1");
    kiosk.line("4");
    kiosk.saved("Quantity is now 4 pc");
    assert_eq!(kiosk.issued("4712", "PLUG-1"), 4000);
    kiosk.line("1");
    assert_eq!(kiosk.issued("4712", "PLUG-1"), 1000);
}

#[test]
fn a_quantity_asks_over_the_required_one() {
    let mut kiosk = at("4712");
    kiosk.part("PLUG-1");
    kiosk.line("6");
    assert_eq!(kiosk.question(), "PLUG-1: 1 of 4 pc issued. More than required?");
    kiosk.says("5 pc more: why?");
    kiosk.choice(3);
    kiosk.saved("Quantity is now 6 pc");
    kiosk.f(8);
    kiosk.saved("Undone: Quantity is now 6 pc");
    assert_eq!(kiosk.issued("4712", "PLUG-1"), 1000);
}

#[test]
fn a_quantity_never_lands_on_another_job() {
    let mut kiosk = at("4712");
    kiosk.part("PLUG-1");
    kiosk.job("4711");
    kiosk.line("4");
    kiosk.refuses("No line to set a quantity of");
    assert_eq!(kiosk.issued("4712", "PLUG-1"), 1000);
    kiosk.part("OF-1");
    kiosk.badge("t-wang");
    kiosk.line("4");
    kiosk.refuses("No line to set a quantity of");
}

#[test]
fn undo_goes_back_step_by_step() {
    let mut kiosk = at("4712");
    kiosk.part("PLUG-1");
    kiosk.part("PLUG-1");
    kiosk.line("4");
    kiosk.part("CLIP-1");
    let mut seen = Vec::new();
    for _ in 0..4 {
        kiosk.card(Verb::Undo);
        kiosk.saved("Undone");
        seen.push((kiosk.issued("4712", "PLUG-1"), kiosk.issued("4712", "CLIP-1")));
    }
    assert_eq!(seen, [(4000, 0), (2000, 0), (1000, 0), (0, 0)]);
    kiosk.card(Verb::Undo);
    kiosk.refuses("Nothing here to undo");
    assert_eq!((kiosk.in_bin("PLUG-1", "A-03-1"), kiosk.in_bin("CLIP-1", "W-01-1")), (20_000, 100_000));
}

#[test]
fn after_an_undone_quantity_the_line_stands_where_it_stood() {
    let mut kiosk = at("4712");
    kiosk.part("PLUG-1");
    kiosk.line("3");
    kiosk.card(Verb::Undo);
    kiosk.line("2");
    kiosk.saved("Quantity is now 2 pc");
    assert_eq!(kiosk.issued("4712", "PLUG-1"), 2000);
}

#[test]
fn a_signature_is_undone_before_what_it_signs() {
    let mut kiosk = at("4711");
    kiosk.part("OF-1");
    kiosk.badge("t-wang");
    kiosk.card(Verb::Undo);
    kiosk.saved("Undone: Signed by Wang Lei");
    assert_eq!(kiosk.unsigned("4711"), 1);
    kiosk.card(Verb::Undo);
    assert_eq!(kiosk.issued("4711", "OF-1"), 0);
}

#[test]
fn a_bin_says_where_it_is_taken_from() {
    let mut kiosk = at("4711");
    kiosk.bin("C-01-1");
    kiosk.says("taking from bin C-01-1");
    kiosk.part("OF-1");
    assert_eq!(kiosk.in_bin("OF-1", "C-01-1"), -1000);
    kiosk.job("4712");
    kiosk.part("PLUG-1");
    assert_eq!(kiosk.in_bin("PLUG-1", "A-03-1"), 19_000, "the bin was for the other job");
}

#[test]
fn a_part_without_a_bin_asks_where_it_was() {
    for by_key in [false, true] {
        let mut kiosk = at("4711");
        kiosk.part("NEW-1");
        kiosk.choice(1);
        assert!(kiosk.question().contains("Where was NEW-1 taken from"), "{}", kiosk.picture());
        if by_key {
            kiosk.line("Z-99");
            kiosk.refuses("Bin Z-99 is not known here");
            kiosk.line("b-01-1");
        } else {
            kiosk.bin("B-01-1");
        }
        kiosk.saved("Issued: 1 pc NEW-1");
        assert_eq!(kiosk.in_bin("NEW-1", "B-01-1"), -1000);
        assert!(kiosk.station.session.bin.is_none(), "the answer is not the bin of the next part");
    }
}

#[test]
fn a_code_of_several_parts_asks_which() {
    let mut kiosk = at("4711");
    kiosk.scan("7700274177");
    assert_eq!(kiosk.question(), "This code stands for several parts. Which one?");
    kiosk.choice(2);
    kiosk.choice(1);
    kiosk.saved("Issued: 1 pc TWIN-B");
}

#[test]
fn a_box_counts_what_is_in_it() {
    let mut kiosk = at("4711");
    kiosk.scan("]C10114006633374641");
    assert_eq!(kiosk.question(), "OF-1: 0 of 1 pc issued. More than required?");
    kiosk.says("10 pc more: why?");
}

#[test]
fn a_label_with_a_quantity_goes_before_the_preset() {
    let mut kiosk = at("4711");
    let label = PartLabel { qty: Some(Qty(1000)), ..PartLabel::plain(part_no("OIL-5W30")) };
    kiosk.scan(&encode(&OwnCode::Part(label)));
    kiosk.saved("Issued: 1 l OIL-5W30");
    kiosk.part("OIL-5W30");
    kiosk.saved("Issued: 3.5 l OIL-5W30");
    kiosk.part("OIL-5W30");
    assert!(kiosk.question().contains("4.5 of 4.5 l issued"));
}

#[test]
fn an_old_number_is_booked_and_the_newer_one_named() {
    let mut kiosk = at("4711");
    kiosk.part("PAD-0");
    // The list asks for PAD-1, for which it may stand in.
    kiosk.saved("Issued: 1 set PAD-0");
    kiosk.says("Newer number: PAD-1, interchangeable");
}

#[test]
fn nothing_is_booked_on_a_settled_job() {
    let mut kiosk = at("4715");
    kiosk.part("OF-1");
    kiosk.refuses("Job 4715 is settled");
}

#[test]
fn a_return_guesses_the_job_or_asks() {
    let mut kiosk = at("4711");
    kiosk.part("OF-1");
    kiosk.job("4712");
    kiosk.part("OF-1");
    kiosk.choice(1);
    kiosk.badge("t-wang");
    kiosk.card(Verb::Home);
    kiosk.card(Verb::Return);
    kiosk.part("OF-1");
    assert_eq!(kiosk.question(), "OF-1 was issued to several jobs. Which one?");
    kiosk.choice(2);
    kiosk.says("from job 4712");
    kiosk.bin("A-01-1");
    assert_eq!((kiosk.issued("4711", "OF-1"), kiosk.issued("4712", "OF-1")), (1000, 0));
    kiosk.part("OF-1");
    kiosk.says("from job 4711");
}

#[test]
fn a_job_scanned_in_a_return_says_which_job() {
    let mut kiosk = at("4711");
    kiosk.part("OF-1");
    kiosk.card(Verb::Home);
    kiosk.card(Verb::Return);
    kiosk.part("OF-1");
    kiosk.job("4712");
    kiosk.refuses("That was job 4712");
    kiosk.says("Scan the bin for OF-1");
    kiosk.part("AF-1");
    kiosk.refuses("That was part AF-1");
    kiosk.says("Wanted here: a bin");
    kiosk.bin("A-01-1");
    kiosk.saved("Returned: 1 pc OF-1");
}

#[test]
fn what_is_electrical_goes_to_inspection_by_itself() {
    let mut kiosk = at("4711");
    kiosk.part("BAT-1");
    kiosk.card(Verb::Home);
    kiosk.card(Verb::Return);
    kiosk.part("BAT-1");
    kiosk.says("BAT-1 is not returned as new");
    kiosk.key(Key::Enter);
    kiosk.saved("To inspection: 1 pc BAT-1");
}

#[test]
fn more_cannot_come_back_than_went_out() {
    let mut kiosk = at("4711");
    kiosk.part("OF-1");
    kiosk.card(Verb::Return);
    kiosk.part("OF-1");
    kiosk.part("OF-1");
    kiosk.says("2 pc");
    kiosk.bin("A-01-1");
    kiosk.refuses("Job 4711 has only 1 pc of OF-1");
    kiosk.quantity_card(1000);
    kiosk.bin("A-01-1");
    kiosk.saved("Returned: 1 pc");
    kiosk.part("AF-1");
    kiosk.refuses("AF-1 is at no open job");
    kiosk.bin("A-01-1");
    kiosk.refuses("That was bin A-01-1");
}

#[test]
fn wrong_things_are_named_and_change_nothing() {
    let mut kiosk = at("4712");
    kiosk.part("PLUG-1");
    kiosk.scan(&encode(&OwnCode::Tote(crate::domain::ids::ToteId::new("T-07").expect("a tote"))));
    kiosk.refuses("Tote T-07 is empty");
    kiosk.scan("LSVNV4189H2158099");
    kiosk.refuses("LSVNV4189H2158099");
    kiosk.card(Verb::Yes);
    kiosk.refuses("The card YES does nothing here");
    assert_eq!((kiosk.task(), kiosk.open_job()), (&Task::Job, Some("4712")));
    kiosk.line("3");
    kiosk.saved("Quantity is now 3 pc");
}

#[test]
fn a_vehicle_opens_its_job() {
    let mut kiosk = counter().with("c-sun");
    kiosk.scan("LSVNV4189H2158062");
    assert_eq!(kiosk.open_job(), Some("4711"));
}
