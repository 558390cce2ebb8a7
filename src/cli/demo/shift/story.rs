//! What happens in the shift, scene by scene.

use super::Shift;
use crate::cli::report;
use crate::domain::ids::{BinId, JobNo, PartNo};
use crate::identify::card::{Card, PauseReason, Verb};
use crate::station::codes;
use crate::station::view::screen::{Screen, Sign};

/// The technicians, the clerk.
const FIRST: &str = "t-wang";
const SECOND: &str = "t-li";
const CLERK: &str = "c-zhou";

/// The pallet label of a delivery (GS1-128 with an SSCC), and what came on it: ten drain plugs as one box (ITF-14), a
/// cabin filter (EAN-13), and an oil filter with its lot (GS1 DataMatrix).
const DELIVERY: &str = "]C100340541250000123455";
const BOX_OF_PLUGS: &str = "14054354247492";
const CABIN_FILTER: &str = "4054354525326";
const OIL_FILTER_OF_LOT: &str = "]d2010405435420792510LK4471";

/// Plays all scenes.
pub(super) fn play(shift: &mut Shift) -> anyhow::Result<()> {
    shift.get_ready()?;
    shift.start_work()?;
    shift.issue()?;
    shift.fit()?;
    shift.switch_and_wait()?;
    shift.work_without_the_hub()?;
    shift.take_back()?;
    shift.receive()?;
    shift.put_away()?;
    shift.print_labels()?;
    shift.read_what_is_not_ours()?;
    shift.finish_and_check()?;
    shift.come_to_rest()
}

fn part(number: &str) -> anyhow::Result<String> {
    let number = PartNo::new(number).map_err(|why| anyhow::anyhow!("{number}: {why}"))?;
    Ok(codes::part_code(&number))
}

fn job(number: &str) -> anyhow::Result<String> {
    let number = JobNo::new(number).map_err(|why| anyhow::anyhow!("{number}: {why}"))?;
    Ok(codes::job_code(&number))
}

fn bin(id: &str) -> anyhow::Result<String> {
    let id = BinId::new(id).map_err(|why| anyhow::anyhow!("{id}: {why}"))?;
    Ok(codes::bin_code(&id))
}

fn card(verb: Verb) -> String {
    codes::card_code(Card::Verb(verb))
}

impl Shift {
    fn scene(&self, what: &str) {
        report::say(&format!("-- {what}"));
    }

    /// Somebody's badge at a kiosk, to log on.
    fn log_on(&self, at: fn(&Shift) -> &super::Post, person: &str) -> anyhow::Result<()> {
        let (tag, name) = (self.workshop.badge(person)?, self.name(person));
        let is_on = |screen: &Screen| screen.header.person.as_ref() == Some(&name) && screen.notice.is_some();
        at(self).seen_when_known(&name, |stand| stand.badge(tag), is_on)
    }

    /// The receiver's badge under what was issued.
    fn sign(&self, receiver: &str) -> anyhow::Result<()> {
        let tag = self.workshop.badge(receiver)?;
        self.counter.saved(|stand| stand.badge(tag))
    }

    /// The kiosks were enrolled a moment ago: they know neither parts nor people before they have them from the hub.
    fn get_ready(&self) -> anyhow::Result<()> {
        for post in [&self.counter, &self.bay] {
            let shows = |screen: &Screen| screen.title.contains("06L115562B");
            post.seen_when_known("a part", |stand| stand.scan("06L115562B"), shows)?;
            post.up_to_date(&self.site)?;
        }
        Ok(())
    }

    fn start_work(&self) -> anyhow::Result<()> {
        self.scene(&self.words.starts_work(self.name(FIRST)));
        self.log_on(|shift| &shift.bay, FIRST)?;
        self.bay.record(&job("4711")?)
    }

    fn issue(&self) -> anyhow::Result<()> {
        self.scene(&self.words.issues(self.name(CLERK), self.name(FIRST)));
        let counter = &self.counter;
        self.log_on(|shift| &shift.counter, CLERK)?;
        counter.open(&job("4711")?, "4711")?;
        counter.record(&part("06L115562B")?)?;
        // By the litre: the scan takes what the list asks for.
        counter.record(&part("CAS-EDGE-5W30LL-208")?)?;
        for number in ["N91167901", "5Q0129620D", "5Q0819644A"] {
            counter.record(&part(number)?)?;
        }
        // One too many: the screen asks, and nothing happens.
        counter.asked(&part("N91167901")?)?;
        counter.seen("no question", |stand| stand.scan(&card(Verb::No)), |screen| screen.question.is_none())?;
        counter.record(&part("06K145933AC")?)?;
        self.sign(FIRST)
    }

    fn fit(&self) -> anyhow::Result<()> {
        self.scene(&self.words.fits(self.name(FIRST)));
        // What was issued last: when the bay knows of that, it knows of everything before.
        self.bay.record_when_known(&part("06K145933AC")?)?;
        for number in ["06L115562B", "N91167901", "5Q0129620D"] {
            self.bay.record(&part(number)?)?;
        }
        Ok(())
    }

    fn switch_and_wait(&self) -> anyhow::Result<()> {
        self.scene(&self.words.switches(self.name(SECOND)));
        self.log_on(|shift| &shift.bay, SECOND)?;
        self.bay.record(&job("4706")?)?;
        self.bay.record(&job("4702")?)?;
        self.bay.record(&codes::card_code(Card::Pause(PauseReason::Parts)))
    }

    fn work_without_the_hub(&mut self) -> anyhow::Result<()> {
        self.scene(&self.words.hub_off());
        self.counter.sent()?;
        self.bay.sent()?;
        self.site.switch_off()?;
        self.counter.offline()?;
        self.counter.open(&job("4702")?, "4702")?;
        for number in ["5NA698151A", "5Q0615301H", "N10704302"] {
            self.counter.record(&part(number)?)?;
        }
        self.counter.quantity("4")?;
        self.sign(SECOND)?;
        self.counter.mark(&self.words.screens().waiting(5))?;
        self.bay.offline()?;
        self.bay.record(&job("4702")?)?;
        self.bay.mark(&self.words.screens().waiting(1))?;

        self.scene(&self.words.hub_on());
        self.site.switch_on()?;
        self.counter.sent()?;
        self.counter.mark(&self.words.screens().hub_online())?;
        self.bay.sent()?;
        self.bay.mark(&self.words.screens().hub_online())
    }

    fn take_back(&self) -> anyhow::Result<()> {
        self.scene(&self.words.gives_back(self.name(CLERK)));
        let counter = &self.counter;
        counter.open(&card(Verb::Return), &self.words.screens().return_title())?;
        let waits = |screen: &Screen| screen.blocks.iter().any(|block| format!("{block:?}").contains("5Q0819644A"));
        counter.seen("the part", |stand| stand.scan(CABIN_FILTER), waits)?;
        counter.record(&bin("A-03-3")?)
    }

    fn receive(&self) -> anyhow::Result<()> {
        self.scene(&self.words.receives(self.name(CLERK)));
        let counter = &self.counter;
        counter.open(&card(Verb::Receive), &self.words.screens().receive_title())?;
        counter.told(DELIVERY, Sign::Info)?;
        counter.record(BOX_OF_PLUGS)?;
        counter.record(CABIN_FILTER)?;
        counter.quantity("4")?;
        counter.record(OIL_FILTER_OF_LOT)?;
        counter.record(&part("04E115561H")?)?;
        counter.record(&card(Verb::Undo))?;
        counter.told(&card(Verb::Done), Sign::Done)
    }

    fn put_away(&self) -> anyhow::Result<()> {
        for (code, home) in [(BOX_OF_PLUGS, "E-03-2"), (CABIN_FILTER, "A-03-3"), (OIL_FILTER_OF_LOT, "A-01-3")] {
            let asks = |screen: &Screen| screen.notice.is_none();
            self.counter.seen("the bin is asked for", |stand| stand.scan(code), asks)?;
            self.counter.record(&bin(home)?)?;
        }
        Ok(())
    }

    fn print_labels(&self) -> anyhow::Result<()> {
        self.scene(&self.words.prints(self.name(CLERK)));
        let counter = &self.counter;
        counter.open(&card(Verb::Label), &self.words.screens().label_title())?;
        for (code, of) in [(OIL_FILTER_OF_LOT.to_owned(), "06L115562B"), (job("4714")?, "4714")] {
            let confirmed = self.words.screens().label_confirmed(of);
            let fits = |screen: &Screen| screen.notice.as_ref().is_some_and(|notice| notice.headline == confirmed);
            counter.seen("the label", |stand| stand.scan(&code), fits)?;
        }
        Ok(())
    }

    fn read_what_is_not_ours(&self) -> anyhow::Result<()> {
        self.scene(&self.words.mistakes());
        let counter = &self.counter;
        counter.told("https://qr.example/p/7Q-001", Sign::Wrong)?;
        let damaged = part("06L115562B")?.replacen('6', "8", 1);
        counter.told(&damaged, Sign::Wrong)?;
        counter.open(&card(Verb::Home), &self.words.screens().home_title())?;
        counter.open(&job("4714")?, "4714")?;
        let blade = part("574289")?;
        let stutter = self.words.screens().stutter();
        let ignored = |screen: &Screen| screen.notice.as_ref().is_some_and(|notice| notice.details.contains(&stutter));
        counter.seen("the second read", |stand| stand.scan(&format!("{blade}\r{blade}")), ignored)?;
        counter.mention(&stutter)?;
        self.sign(SECOND)
    }

    fn finish_and_check(&self) -> anyhow::Result<()> {
        self.scene(&self.words.finishes(self.name(FIRST), self.name(SECOND)));
        let (bay, yes) = (&self.bay, card(Verb::Yes));
        self.log_on(|shift| &shift.bay, FIRST)?;
        bay.asked(&card(Verb::Done))?;
        bay.record(&yes)?;
        // The second operation of the same job.
        bay.record(&job("4711")?)?;
        bay.asked(&card(Verb::Done))?;
        bay.record(&yes)?;
        self.log_on(|shift| &shift.bay, SECOND)?;
        bay.asked(&job("4711")?)?;
        bay.record(&yes)?;
        bay.asked(&card(Verb::Done))?;
        bay.record(&yes)
    }

    fn come_to_rest(&self) -> anyhow::Result<()> {
        self.scene(&self.words.closes());
        for post in [&self.counter, &self.bay] {
            let nobody = |screen: &Screen| screen.header.person.is_none();
            post.seen("nobody", |stand| stand.scan(&card(Verb::LogOff)), nobody)?;
            post.sent()?;
        }
        self.bay.up_to_date(&self.site)?;
        self.counter.up_to_date(&self.site)
    }
}
