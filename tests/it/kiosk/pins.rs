//! A PIN that is guessed, with the power cut between the tries: no guess is free, and the lead's log has them all.

use super::people::WANG;
use crate::rig::{Setup, Site, tools};

#[test]
fn guesses_count_across_kill_9_and_are_in_the_log() {
    let site = Site::sample();
    let mut bay = site.kiosk(Setup::bay());
    for guess in 1..=5 {
        bay.badge(WANG);
        bay.terminal.sees("Hello, Wang Lei");
        bay.terminal.keys("-6");
        bay.terminal.sees("4 to 12 digits");
        for _ in 0..2 {
            bay.terminal.keys("7531\r");
        }
        // Wang has a PIN: the new one is allowed with the old one, which somebody guesses.
        bay.terminal.sees("PIN of Wang Lei");
        bay.terminal.keys("0815\r");
        bay.terminal.sees(if guess < 5 { "Wrong PIN" } else { "Too many wrong PINs" });
        bay.kill();
        bay.start_again(|_| {});
    }
    // The wait has outlived the power cut: not even the right PIN is taken before it is over.
    bay.badge(WANG);
    bay.terminal.sees("Hello, Wang Lei");
    bay.terminal.keys("-6");
    bay.terminal.sees("4 to 12 digits");
    for _ in 0..2 {
        bay.terminal.keys("7531\r");
    }
    bay.terminal.sees("Too many wrong PINs");
    let log = bay.own_log();
    let events = log.iter().flat_map(|line| line["events"].as_array().into_iter().flatten());
    let tries: Vec<u64> = events
        .filter(|event| tools::text(event, "type") == "PinRejected")
        .map(|event| event["tries"].as_u64().expect("a number"))
        .collect();
    assert_eq!(tries, [1, 2, 3, 4, 5]);
    let sets = log.iter().filter(|line| line["command"] == "RejectPin").count();
    assert_eq!(sets, 5, "nothing else came of it");
    assert!(!log.iter().any(|line| line.to_string().contains("argon2")), "no hash is in the output");
    assert!(bay.stop().success());
}
