//! Print jobs that are cut at ten thousand random points: the connection breaks, the printer dies, lies, runs out of paper or
//! takes no bytes, the kiosk loses its power. The outbox's own statements, the desk and the recipe of the driver run as they
//! do in a kiosk; line, printer, time and the person are made up.
//!
//! No label may come out twice without a person's word, and none may be lost that an honest printer could have printed.

use std::collections::BTreeMap;

use pitbox_hw::driver::printer::Language;
use pitbox_hw::sim::trial::{Act, Setting, Trial};

use super::super::*;
use super::printer;
use crate::label::Output;
use crate::label::brother::Tape;
use crate::store::outbox::{Alone, NewPrint, PrintJob};

const CUTS: u64 = 10_000;
/// Labels of one trial.
const LABELS: i64 = 2;
/// How often a person comes by; more than anybody needs.
const ROUNDS: usize = 12;

/// A label as small as can be: its number, and whether it is a reprint.
const TINY: &str = "name = \"tiny\"\nwidth = 12\nheight = 5\ngap = 2\n\
                    [[text]]\ntext = \"{n}\"\nat = [0, 0]\nwidth = 6\nsize = 2\n\
                    [[text]]\ntext = \"{reprint?}\"\nat = [6, 2]\nwidth = 6\nsize = 2\n";

/// SplitMix64: numbers that look random and are the same for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 33) as u32 % below
    }

    fn coin(&mut self) -> bool {
        self.roll(2) == 0
    }
}

/// The kiosk has lost its power.
#[derive(Debug)]
struct PowerCut;

struct Shop {
    dice: Dice,
    outbox: Alone,
    desk: PrintDesk,
    facts: Vec<Facts>,
    folder: PathBuf,
    printers: BTreeMap<String, Trial>,
    power_cuts: u64,
    /// How it was set up, to be told.
    story: String,
    /// The kiosk loses its power before this step.
    power_cut_in: Option<u32>,
}

impl Shop {
    fn new(seed: u64, folder: PathBuf) -> (Shop, bool) {
        let mut dice = Dice(seed);
        let languages = [
            (Language::Zpl, Output::Zpl),
            (Language::Tspl, Output::Tspl),
            (Language::EscPos, Output::Escpos),
            (Language::BrotherQl, Output::Brother(Tape::named("62").expect("a roll"))),
        ];
        let (mut printers, mut facts, mut honest) = (BTreeMap::new(), Vec::new(), true);
        let mut story = String::new();
        for (name, stands_in) in [("first", false), ("second", dice.coin())] {
            // A job of a QL is a hundred times as long: fewer of those.
            let (language, output) = languages[dice.roll(13) as usize / 4];
            let reprints = language.reprints() || (dice.coin() && language != Language::BrotherQl);
            let setting = Setting {
                language,
                cable: dice.coin(),
                reprints,
                forgets: !reprints && dice.coin(),
                // The raster of a QL is long.
                at_once: 1 + dice.roll(if language == Language::BrotherQl { 64 } else { 16 }) as usize,
                on_the_way: dice.roll(200) as usize,
                slowness: dice.roll(6),
                arrive_late: dice.coin(),
            };
            let mut trial = Trial::new(setting);
            let plan = plan(&mut dice);
            honest &= !plan.iter().any(|(_, act)| matches!(act, Act::Lies | Act::Silent));
            story += &format!("{name}: {setting:?}, {plan:?}\n");
            trial.plan(plan);
            printers.insert(name.to_owned(), trial);
            let dpi = if language == Language::BrotherQl { crate::label::Dpi::D300 } else { crate::label::Dpi::D203 };
            facts.push(Facts { output, dpi, ..printer(name, stands_in) });
        }
        // Both have confirmed a label before: of one that never has, silence means that it does not report.
        let outbox = Alone::new();
        for facts in &facts {
            let id = outbox.queue(&NewPrint { request: label(0), printer: None, reprint_of: None, at_ms: 0 });
            let (state, printer) = (PrintState::Confirmed, Some(facts.name.clone()));
            outbox.change(&PrintChange { id, state, printer, bytes: None, at_ms: 0 });
        }
        let power_cut_in = dice.coin().then(|| dice.roll(12));
        story += &format!("power cut in {power_cut_in:?}\n");
        let desk = PrintDesk::new(facts.clone(), Some(folder.clone()));
        let shop = Shop { dice, outbox, desk, facts, folder, printers, story, power_cut_in, power_cuts: 0 };
        (shop, honest)
    }

    fn ask_for(&mut self, request: PrintRequest, reprint_of: Option<i64>) {
        let wanted = (self.dice.roll(8) == 0).then(|| "second".to_owned());
        let print = NewPrint { request, printer: wanted.clone(), reprint_of, at_ms: 0 };
        let id = self.outbox.queue(&print);
        self.desk.add(id, print.request, wanted);
    }

    /// The kiosk starts: what is on disk is all it knows.
    fn start(&mut self) {
        self.outbox.start();
        self.desk = PrintDesk::new(self.facts.clone(), Some(self.folder.clone()));
        for job in self.outbox.jobs().into_iter().filter(|job| job.state == PrintState::Queued) {
            self.desk.add(job.id, job.request, job.printer);
        }
        let reporting = self.outbox.reporting();
        for (name, printer) in &mut self.printers {
            printer.start(reporting.contains(name));
            self.desk.health(name, printer.health());
        }
    }

    /// The kiosk works until it has nothing to do.
    fn work(&mut self) {
        while self.work_on().is_err() {
            self.start();
        }
    }

    fn work_on(&mut self) -> Result<(), PowerCut> {
        while let Some(step) = self.desk.next(0) {
            let mut step = Some(step);
            while let Some(this) = step.take() {
                self.power()?;
                step = self.carry_out(this)?;
            }
        }
        Ok(())
    }

    fn carry_out(&mut self, step: Step) -> Result<Option<Step>, PowerCut> {
        match step {
            Step::Mark(change) => {
                self.outbox.change(&change);
                self.power()?;
                Ok(self.desk.marked(change.id, &change.state, 0))
            }
            Step::Print { id, printer, bytes } => {
                let trial = self.printers.get_mut(&printer).expect("a printer of this shop");
                let outcome = trial.print(&bytes).ok_or(PowerCut)?;
                self.desk.health(&printer, trial.health());
                Ok(self.desk.outcome(id, outcome, 0))
            }
            Step::Tell { .. } => Ok(None),
            Step::Abandon { .. } => panic!("nobody cancels here"),
        }
    }

    fn power(&mut self) -> Result<(), PowerCut> {
        match self.power_cut_in.take() {
            Some(0) => {
                self.power_cuts += 1;
                Err(PowerCut)
            }
            left => {
                self.power_cut_in = left.map(|steps| steps - 1);
                Ok(())
            }
        }
    }

    /// Somebody comes by, loads paper, switches on, looks at what came out, and answers.
    fn visit(&mut self) {
        for (name, printer) in &mut self.printers {
            printer.mend();
            printer.ask();
            self.desk.health(name, printer.health());
        }
        let (mut tidy, mut again) = (Vec::new(), Vec::new());
        for job in self.outbox.jobs() {
            match job.state {
                PrintState::Unknown if self.came_out(job.id) == 1 => tidy.push(job.id),
                PrintState::Unknown | PrintState::Failed { .. } => again.push(job),
                PrintState::Queued | PrintState::Sent { .. } | PrintState::Confirmed | PrintState::Cancelled => {}
            }
        }
        for id in tidy {
            let state = PrintState::Confirmed;
            self.outbox.change(&PrintChange { id, state, printer: None, bytes: None, at_ms: 0 });
        }
        for job in again {
            let request = crate::station::codes::reprint(job.request);
            self.ask_for(request, Some(job.id));
        }
    }

    /// How often this job came out.
    fn came_out(&self, id: i64) -> usize {
        let Some(bytes) = self.outbox.bytes(id) else { return 0 };
        self.tray().iter().filter(|label| is_of(label, &bytes)).count()
    }

    fn tray(&self) -> Vec<Vec<u8>> {
        self.printers.values().flat_map(Trial::tray).collect()
    }
}

/// A printer keeps the label without what stands around it.
fn is_of(label: &[u8], job: &[u8]) -> bool {
    label.len() > 60 && job.trim_ascii_end().ends_with(label.trim_ascii_end())
}

/// What happens to a printer in its next job.
fn plan(dice: &mut Dice) -> Vec<(u32, Act)> {
    // Jobs of different languages have different lengths: a QL's is a hundred times a TSPL job.
    let reach = [20, 100, 400, 1_500, 7_000][dice.roll(5) as usize];
    let at = dice.roll(reach);
    let later = at + 1 + dice.roll(60);
    let mut acts = match dice.roll(12) {
        0 | 1 => vec![(at, Act::Cut)],
        2 => vec![(at, Act::Off)],
        3 => vec![(at, Act::Off), (later, Act::On)],
        4 => vec![(at, Act::PaperOut)],
        5 => vec![(at, Act::PaperOut), (later, Act::PaperIn)],
        6 => vec![(at, Act::CoverOpen), (later, Act::CoverClosed)],
        7 => vec![(at, Act::KioskOff)],
        8 => vec![(at, Act::Stall), (later, Act::Flow)],
        9 => vec![(at, Act::Silent), (later, Act::Speaks)],
        10 => vec![(at, Act::Lies)],
        _ => vec![(at, Act::GiveUp)],
    };
    if dice.coin() {
        let more = [Act::Cut, Act::Off, Act::PaperOut, Act::KioskOff, Act::Silent, Act::GiveUp];
        acts.push((later + dice.roll(40), more[dice.roll(6) as usize]));
    }
    acts
}

fn label(number: i64) -> PrintRequest {
    let fields = BTreeMap::from([("n".to_owned(), number.to_string())]);
    PrintRequest { template: "tiny".into(), key: number.to_string(), fields }
}

/// One trial; how many faults took place in it.
fn check(seed: u64, folder: &std::path::Path) -> u64 {
    let (mut shop, honest) = Shop::new(seed, folder.to_owned());
    shop.start();
    for label in 1..=LABELS {
        shop.ask_for(self::label(label), None);
    }
    let is_open = |job: &PrintJob| job.state.is_open();
    for _ in 0..ROUNDS {
        shop.work();
        shop.visit();
        shop.work();
        if !shop.outbox.jobs().iter().any(is_open) {
            break;
        }
    }
    let jobs = shop.outbox.jobs();
    let told = || format!("seed {seed}: {}{jobs:#?}", shop.story);
    assert!(!jobs.iter().any(is_open), "something is never done: {}", told());
    for label in 1..=LABELS {
        let of_it: Vec<&PrintJob> = jobs.iter().filter(|job| job.request.key == label.to_string()).collect();
        let copies: usize = of_it.iter().map(|job| shop.came_out(job.id)).sum();
        assert!(copies <= 1, "label {label} came out {copies} times: {}", told());
        assert!(copies == 1 || !honest, "label {label} is lost: {}", told());
        let marked = |job: &&PrintJob| job.request.fields.contains_key("reprint") == job.reprint_of.is_some();
        assert!(of_it.iter().all(marked), "a reprint does not say so: {}", told());
    }
    let known = jobs.iter().map(|job| shop.came_out(job.id)).sum::<usize>();
    assert_eq!(known, shop.tray().len(), "something came out that nobody asked for: {}", told());
    let most = shop.printers.values().map(Trial::most_at_a_time).max();
    assert!(most <= Some(1), "two labels were in a printer: {}", told());
    shop.printers.values().map(Trial::happened).sum::<u64>() + shop.power_cuts
}

#[test]
fn no_label_is_printed_twice_without_a_persons_word_and_none_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("tiny.toml"), TINY).expect("written");
    let (mut seed, mut cuts) = (0, 0);
    while cuts < CUTS {
        cuts += check(seed, folder.path());
        seed += 1;
    }
    println!("{cuts} cuts, seeds 0 to {}", seed - 1);
}
